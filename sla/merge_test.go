package sla

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// Law 7: two states merge to the same whichever comes first. Nothing that ran is lost: it goes on, or its end is said; of a promise at most one goes on, with the earliest
// deadline.
func TestLawMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		promises := genPromises(t)
		a := newRuledDesk(t, genRules(t), promises...)
		b := a.again()
		b.n = 1000 // other events
		for _, d := range []*desk{a, b} {
			for _, h := range genHistory(t, d) {
				d.hear(h.b, h.at)
			}
		}
		at := max(a.now, b.now)
		a.until(at)
		b.until(at)
		before, other := encoded(t, a.st), encoded(t, b.st)
		ab, changes := a.terms.Merge(&a.st, &b.st, at, nil)
		ba, changes2 := a.terms.Merge(&b.st, &a.st, at, nil)
		require.Equal(t, encoded(t, ab), encoded(t, ba))
		require.Equal(t, changes, changes2)
		require.Equal(t, []string{before, other}, []string{encoded(t, a.st), encoded(t, b.st)}, "the two are left as they are")
		ended := map[string]bool{}
		for i := range changes {
			require.True(t, changes[i].Reason != "" || changes[i].Kind != Cancelled && changes[i].Kind != Ended)
			ended[changes[i].Clock] = true
		}
		for i := range promises {
			p := &promises[i]
			first, n, ids := lead.Instant(0), 0, map[string]bool{}
			for _, st := range []*State{&a.st, &b.st} {
				from, to := of(st.Clocks, p.Name)
				for _, c := range st.Clocks[from:to] {
					if n++; c.Broken == 0 {
						first = lead.Earliest(first, c.Due)
					}
				}
			}
			from, to := of(ab.Clocks, p.Name)
			require.LessOrEqual(t, to-from, MostClocks)
			running := 0
			for _, c := range ab.Clocks[from:to] {
				require.False(t, ids[c.ID()], "ordinals are unique")
				ids[c.ID()] = true
				if c.Broken == 0 {
					running++
					require.True(t, p.Restart || c.Due == first, "%s: %s, not %s", c.ID(), c.Due, first)
				}
			}
			require.True(t, p.Restart || running <= 1)
		}
		c := a.again()
		c.st, c.now = ab, at
		c.until(at.Add(40 * lead.Day)) // and it goes on
	})
}

func TestSameNamedPromisesKeepTheEarlierDeadlineAndTheEvidenceOfBoth(t *testing.T) {
	a := newDesk(t, followUp())
	b := a.again()
	b.n = 10
	a.event(lead.HandedOver, "2026-11-02 09:00")
	b.event(lead.HandedOver, "2026-11-02 08:00")
	a.contact("2026-11-02 10:00", "email", "")
	st, c := a.terms.Merge(&a.st, &b.st, instant("2026-11-02 11:00"), nil)
	require.Equal(t, []string{"cancelled"}, kinds(c))
	assert.Equal(t, "merged", c[0].Reason)
	require.Len(t, st.Clocks, 1)
	assert.Equal(t, instant("2026-11-03 08:00"), st.Clocks[0].Due)
	a.st, a.now = st, instant("2026-11-02 11:00")
	require.Equal(t, []string{"kept"}, kinds(a.contact("2026-11-02 12:00", "phone", "")))

	b.contact("2026-11-02 10:30", "phone", "")
	other := b.again()
	other.n = 20
	other.event(lead.HandedOver, "2026-11-02 08:30")
	other.contact("2026-11-02 10:00", "email", "")
	_, c = b.terms.Merge(&b.st, &other.st, instant("2026-11-02 11:00"), nil)
	require.Equal(t, []string{"cancelled", "kept"}, kinds(c), "each had one half")
	assert.Equal(t, instant("2026-11-02 10:30"), c[1].Answered)
}

func TestAnotherContract(t *testing.T) {
	old := newDesk(t, followUp())
	old.event(lead.HandedOver, "2026-11-02 09:00")
	old.contact("2026-11-02 10:00", "email", "")
	at := instant("2026-11-02 12:00")
	longer := followUp()
	longer.Within = term("48h")
	for how, want := range map[string]lead.Instant{KeepClock: instant("2026-11-03 09:00"), ReplanClock: instant("2026-11-04 09:00"), RestartClock: instant("2026-11-04 12:00")} {
		d := newDesk(t, longer)
		d.st, d.now = old.st.Clone(), at
		c := d.terms.Move(&d.st, how, d.facts, at, nil)
		require.Len(t, d.st.Clocks, 1, how)
		assert.Equal(t, want, d.st.Clocks[0].Due, how)
		if how == KeepClock {
			assert.Empty(t, c)
		} else {
			assert.Equal(t, []string{"cancelled", "started"}, kinds(c), how)
			assert.Equal(t, 2, d.st.Clocks[0].Ordinal)
		}
		assert.Equal(t, map[string]string{KeepClock: "phone", ReplanClock: "phone", RestartClock: "email and phone"}[how], d.terms.At(&d.st, at)[0].Missing, how)
		assert.Equal(t, []string{"broken"}, kinds(d.until(at.Add(10*lead.Day))), how)
	}
}

func TestAShorterTermThatHasPassedBreaksAtTheNextMillisecond(t *testing.T) {
	old := newDesk(t, followUp())
	old.event(lead.HandedOver, "2026-11-02 09:00")
	shorter := followUp()
	shorter.Within, shorter.Then = term("1h"), steps("remind at 50%")
	d := newDesk(t, shorter)
	d.st, d.now = old.st.Clone(), instant("2026-11-02 12:00")
	d.terms.Move(&d.st, ReplanClock, d.facts, d.now, nil)
	c := d.until(d.now + 1)
	require.Equal(t, []string{"remind at 50%", "broken"}, kinds(c))
	require.Empty(t, d.until(d.now.Add(lead.Day)))
}

func TestAPromiseThatIsGoneEndsItsClocks(t *testing.T) {
	old := newDesk(t, followUp())
	old.event(lead.HandedOver, "2026-11-02 09:00")
	d := newDesk(t, call("24h"))
	d.st, d.now = old.st.Clone(), old.now
	c := d.terms.Move(&d.st, KeepClock, d.facts, d.now, nil)
	require.Equal(t, []string{"cancelled"}, kinds(c))
	assert.Equal(t, "another contract", c[0].Reason)
	assert.Empty(t, d.st.Clocks)
	assert.Empty(t, d.terms.Due(&d.st, d.now))
}

func TestAPromiseTakesItsFormerNameOnlyOnce(t *testing.T) {
	was := func(name, before string) Promise {
		p := call("24h")
		p.Name, p.Was = name, before
		return p
	}
	for name, list := range map[string][]Promise{"still there": {was("call", ""), was("ring", "call")}, "twice": {was("ring", "call"), was("phone them", "call")}} {
		_, err := Compile(Agreement{Promises: list}, newSchema(t), calendars())
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), "call", name)
	}
}

// A name may come back that another promise had before: the clocks of both are told apart.
func TestARenamedPromiseMeetsWhatBoreItsNameBefore(t *testing.T) {
	ring := call("24h")
	ring.Name = "ring"
	one := newDesk(t, call("24h"))
	one.event(lead.HandedOver, "2026-11-02 09:00")
	two := newDesk(t, ring)
	two.st, two.now = one.st.Clone(), one.now
	two.terms.Move(&two.st, KeepClock, two.facts, two.now, nil)
	two.n = one.n
	two.event(lead.HandedOver, "2026-11-02 10:00")
	again := call("24h")
	again.Was = "ring"
	three := newDesk(t, again)
	three.st, three.now = two.st.Clone(), two.now
	require.Empty(t, three.terms.Move(&three.st, KeepClock, three.facts, three.now, nil))
	require.Equal(t, [2]int{1, 1}, [2]int{len(three.st.Clocks), len(three.st.Past)})
	assert.Equal(t, [2]string{"ring#1", "call#1"}, [2]string{three.st.Clocks[0].ID(), three.st.Past[0].ID()})
	assert.Equal(t, []Opened{{"call", 2}}, three.st.Opened)
	assert.Equal(t, 2, three.st.Clocks[0].Ordinal)
}

// What was dropped stays dropped: where only that is asked for now, nothing is left of the promise.
func TestAMoveThatLeavesNoChannelCancels(t *testing.T) {
	for _, broken := range []bool{false, true} {
		old := newDesk(t, followUp())
		old.event(lead.HandedOver, "2026-11-02 09:00")
		old.st.Clocks[0].Dropped = []Dropped{{"phone", reasonRefused}}
		if broken {
			old.until(instant("2026-11-04 09:00"))
			old.event(lead.Returned, "2026-11-04 10:00")
		}
		d := newDesk(t, call("24h"))
		d.st, d.now = old.st.Clone(), old.now
		for _, list := range [][]Clock{d.st.Clocks, d.st.Past} {
			for i := range list {
				list[i].Promise = "call"
			}
		}
		c := d.terms.Move(&d.st, KeepClock, d.facts, d.now, nil)
		if !broken {
			require.Equal(t, []string{"cancelled"}, kinds(c))
			assert.Equal(t, "no permitted channel", c[0].Reason)
		}
		assert.NotPanics(t, func() {
			d.hear(d.bound(lead.Contacted, instant("2026-11-02 12:00"), "channel", "phone"), instant("2026-11-04 12:00"))
		})
	}
}
