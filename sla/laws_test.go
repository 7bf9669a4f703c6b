package sla

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// genPromise makes up a promise about each lead.
func genPromise(t *rapid.T, name string) Promise {
	p := Promise{
		Name: name, By: Sales,
		From:       []string{rapid.SampledFrom([]string{lead.HandedOver, lead.Accepted, "hold_on"}).Draw(t, "from")},
		Within:     term(rapid.SampledFrom([]string{"30m", "24h", "5d", "4 working hours", "20 working hours", "1 working day", "3 working days"}).Draw(t, "within")),
		Calendar:   rapid.SampledFrom([]string{"", "breaks", OwnerCalendar}).Draw(t, "calendar"),
		Terms:      []Case{{When: `lead.country == "FR"`, Within: term("7 working hours"), Calendar: rapid.SampledFrom([]string{"", "calls", OwnerCalendar}).Draw(t, "case calendar")}},
		OnNewOwner: rapid.SampledFrom([]string{"", KeepClock, ReplanClock, RestartClock}).Draw(t, "new owner"),
		Since:      rapid.SampledFrom([]lead.Span{0, 0, lead.Hour}).Draw(t, "since"),
		AtRisk:     rapid.SampledFrom([]Percent{0, 80, 99}).Draw(t, "at risk"),
		Restart:    rapid.Bool().Draw(t, "restart"),
		Once:       rapid.IntRange(0, 3).Draw(t, "once") == 0,
	}
	if rapid.Bool().Draw(t, "cadence") {
		p.Attempts, p.Channels, p.Apart = rapid.IntRange(1, 4).Draw(t, "attempts"), 1, rapid.SampledFrom([]lead.Span{0, lead.Minute}).Draw(t, "apart")
	} else {
		p.Do = rapid.SampledFrom([]string{"phone", "email and phone", "email or phone", "email then phone", "email then phone within 3h", "2 of (email, phone, accepted)", "accepted or rejected", "reached"}).Draw(t, "do")
	}
	if rapid.Bool().Draw(t, "pauses") {
		p.Pause, p.Resume = []string{"hold_on"}, []string{"go_on"}
	}
	if rapid.Bool().Draw(t, "waives") {
		p.Waive = []string{"let_off"}
	}
	all := steps("remind at 50%", "reassign at 100%", "tell manager at 100%", "return to marketing at 150%", "remind at 400%", "remind 2 working hours before", "tell boss 1 working day before", "reassign 20m after")
	if p.Attempts > 0 {
		all = append(steps("return to marketing when exhausted"), all...)
	}
	p.Automatic, p.Recorded = rapid.Bool().Draw(t, "automatic counts"), rapid.Bool().Draw(t, "recorded only")
	if p.Pause != nil {
		p.OnResume = rapid.SampledFrom([]string{"", KeepClock, RestartClock}).Draw(t, "on resume")
	}
	p.Then = all[:rapid.IntRange(0, len(all)).Draw(t, "steps")]
	return p
}

func genPromises(t *rapid.T) []Promise {
	list := make([]Promise, rapid.IntRange(1, 3).Draw(t, "promises"))
	for i := range list {
		list[i] = genPromise(t, fmt.Sprintf("p%d", i))
	}
	return list
}

// genRules makes up contact rules, often none.
func genRules(t *rapid.T) []ContactRule {
	all := []ContactRule{
		{Name: "hours", Channels: []string{"phone"}, Hours: rapid.SampledFrom([]string{"calls", "breaks"}).Draw(t, "rule hours")},
		{Name: "limit", AtMost: Limit{rapid.IntRange(1, 3).Draw(t, "times"), rapid.SampledFrom([]lead.Span{lead.Hour, 30 * lead.Day}).Draw(t, "per")}},
		{Name: "dated", Channels: []string{"email"}, Since: text[calendar.Date]("2026-10-25"), Hours: "default", Until: text[calendar.Date]("2026-11-02")},
		{Name: "refusal", Channels: []string{"phone"}, AfterRefusal: rapid.SampledFrom([]lead.Span{lead.Day, 60 * lead.Day}).Draw(t, "after")},
		{Name: "basis", Channels: []string{"sms", "email"}, Basis: "newsletter"},
	}
	var list []ContactRule
	for _, r := range all {
		if rapid.IntRange(0, 3).Draw(t, r.Name) == 0 {
			list = append(list, r)
		}
	}
	return list
}

// heard is an event, and when it is heard of.
type heard struct {
	b  *lead.Bound
	at lead.Instant
}

var gaps = []lead.Span{0, 1, lead.Minute, 20 * lead.Minute, 3 * lead.Hour, 11 * lead.Hour, lead.Day, 4 * lead.Day}

// genHistory makes up events, some automatic, some heard late. The clocks change within it.
func genHistory(t *rapid.T, d *desk) []heard {
	at := instant("2026-10-23 10:00")
	var list []heard
	for range rapid.IntRange(1, 25).Draw(t, "events") {
		at = at.Add(rapid.SampledFrom(gaps).Draw(t, "gap"))
		happened := at
		if rapid.IntRange(0, 3).Draw(t, "late") == 0 {
			happened = at.Add(-rapid.SampledFrom(gaps).Draw(t, "by"))
		}
		kind := rapid.SampledFrom([]string{lead.HandedOver, lead.HandedOver, lead.Accepted, lead.Rejected, lead.Contacted, lead.Contacted, lead.Contacted, lead.Contacted, "hold_on", "go_on",
			"let_off", lead.Assigned, lead.AbsenceStarted, lead.ProfileUpdated, lead.DeadlineOverridden, lead.Returned, lead.StageEntered, lead.ConsentGiven, lead.ConsentRevoked}).Draw(t, "kind")
		b := d.bound(kind, happened, "channel", rapid.SampledFrom([]string{"email", "phone"}).Draw(t, "channel"),
			"outcome", rapid.SampledFrom([]string{"reached", "no_answer", "bounced", "refused"}).Draw(t, "outcome"),
			"owner", rapid.SampledFrom([]string{"Ada", "Ben", "Cleo"}).Draw(t, "owner"), "person", rapid.SampledFrom([]string{"Ada", "Ben", "Cleo"}).Draw(t, "person"),
			"promise", rapid.SampledFrom([]string{"p0", "p1"}).Draw(t, "which"), "cover", rapid.SampledFrom([]string{"", "Ada", "Dan"}).Draw(t, "cover"), "country", "FR",
			"purpose", rapid.SampledFrom([]string{"sales", "newsletter"}).Draw(t, "purpose"))
		number := func(name string, n lead.Instant) {
			if at := d.s.Prop(b.Kind, name); at >= 0 {
				b.Values[at] = lead.Value{Num: float64(n)}
			}
		}
		number("declared", lead.Instant(rapid.IntRange(0, 1).Draw(t, "declared")))
		if kind == lead.DeadlineOverridden {
			number("deadline", at.Add(rapid.SampledFrom(gaps).Draw(t, "deadline")))
			if rapid.Bool().Draw(t, "for a time") {
				number("until", at.Add(rapid.SampledFrom(gaps).Draw(t, "until")))
			}
		}
		b.Automatic = rapid.IntRange(0, 9).Draw(t, "automatic") == 0
		list = append(list, heard{b, at})
	}
	return list
}

// again folds a history on a new desk with the same promises.
func (d *desk) again() *desk {
	return &desk{t: d.t, s: d.s, terms: d.terms, facts: d.facts}
}

// Law 2: one advance equals any number of smaller ones, in changes and in bytes; and an advance at which nothing is due changes nothing.
func TestLawTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := newRuledDesk(t, genRules(t), genPromises(t)...)
		history := genHistory(t, plain)
		end := history[len(history)-1].at.Add(40 * lead.Day)
		ticked, jumped := plain.again(), plain.again()
		for _, h := range history {
			plain.hear(h.b, h.at)

			for range rapid.IntRange(0, 3).Draw(t, "ticks") {
				span := int(h.at - ticked.now)
				tick := ticked.now + lead.Instant(rapid.IntRange(0, max(0, span)).Draw(t, "tick"))
				ticked.until(tick)
				before := encoded(t, ticked.st)
				require.Empty(t, ticked.terms.Advance(&ticked.st, ticked.facts, tick, nil))
				require.Equal(t, before, encoded(t, ticked.st))
			}
			ticked.hear(h.b, h.at)

			jumped.now = h.at
			jumped.see(nil)
			jumped.all = jumped.terms.Advance(&jumped.st, jumped.facts, h.at, jumped.all)
			jumped.fold(h.b)
			jumped.all = jumped.terms.Apply(&jumped.st, h.b, jumped.facts, h.at, jumped.all)
		}
		plain.until(end)
		ticked.until(end)
		jumped.now = end
		jumped.see(nil)
		jumped.all = jumped.terms.Advance(&jumped.st, jumped.facts, end, jumped.all)
		require.Equal(t, encoded(t, plain.all), encoded(t, ticked.all))
		require.Equal(t, encoded(t, plain.st), encoded(t, ticked.st))
		require.Equal(t, encoded(t, plain.all), encoded(t, jumped.all))
		require.Equal(t, encoded(t, plain.st), encoded(t, jumped.st))
	})
}

// verdicts gives the part of the standings that only an event or a due instant may change.
func verdicts(list []Standing) (out []string) {
	for _, s := range list {
		out = append(out, s.Clock+" "+s.Status+" "+s.Missing)
	}
	return out
}

// Law 3: what Due says is exact. At no instant before it does anything change, and at it something does.
func TestLawWakeUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newRuledDesk(t, genRules(t), genPromises(t)...)
		for _, h := range genHistory(t, d) {
			d.hear(h.b, h.at)
		}
		for range 20 {
			due := d.terms.Due(&d.st, d.now)
			if due == 0 {
				st := d.st.Clone()
				require.Empty(t, d.terms.Advance(&st, d.facts, d.now.Add(3650*lead.Day), nil))
				return
			}
			require.Greater(t, due, d.now)
			standings := verdicts(d.terms.At(&d.st, d.now))
			for _, at := range []lead.Instant{d.now + lead.Instant(rapid.Int64Range(0, int64(due-d.now-1)).Draw(t, "before")), due - 1} {
				before := encoded(t, d.st)
				require.Empty(t, d.terms.Advance(&d.st, d.facts, at, nil))
				require.Equal(t, before, encoded(t, d.st))
				require.Equal(t, due, d.terms.Due(&d.st, at))
				require.Equal(t, standings, verdicts(d.terms.At(&d.st, at)))
			}
			for _, c := range d.until(due) {
				require.Equal(t, due, c.At)
			}
		}
	})
}

// follows says which changes of a clock may come after which.
var follows = map[Kind][]Kind{
	0:         {Started},
	Started:   {AtRisk, StepDue, Broken, Kept, Cancelled, Waived, Paused, Resumed, Barred, Narrowed, Passed, Uncovered, Moved},
	Broken:    {Ended, StepDue, KeptLate, Corrected, Paused, Resumed, Barred, Passed, Uncovered},
	KeptLate:  {Corrected, StepDue},
	Ended:     {Corrected},
	Corrected: {StepDue}, Kept: {StepDue}, Cancelled: {}, Waived: {},
}

// A promise is never both kept and broken, but where it was corrected; what time does to a clock it does once; and what is revoked had been said.
func TestEachClockHasOneStory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		promises := genPromises(t)
		d := newRuledDesk(t, genRules(t), promises...)
		history := genHistory(t, d)
		for _, h := range history {
			d.hear(h.b, h.at)
		}
		d.until(d.now.Add(60 * lead.Day))
		state, said, last := map[string]Kind{}, map[string]bool{}, lead.Instant(0)
		for i := range d.all {
			c := &d.all[i]
			require.False(t, said[c.Key()], "%s was said twice", c.Key())
			said[c.Key()] = true
			require.GreaterOrEqual(t, c.At, last, "changes come in order")
			last = c.At
			require.Contains(t, follows[state[c.Clock]], c.Kind, "%s after %s", c.Key(), state[c.Clock])
			switch c.Kind {
			case AtRisk, StepDue, Paused, Resumed, Barred, Narrowed, Passed, Uncovered, Moved:
			default:
				state[c.Clock] = c.Kind
			}
			switch c.Kind {
			case Kept, Corrected:
				require.True(t, c.Answered <= c.Due || slices.Contains(kindsOf(d.all[:i], c.Clock), Paused), "%+v", c)
			case KeptLate:
				require.Greater(t, c.Answered, c.Due)
			case Broken:
				require.Greater(t, c.At, c.Due)
				if before := kindsOf(d.all[:i], c.Clock); !slices.Contains(before, Paused) && !slices.Contains(before, Moved) && !slices.Contains(before, Passed) {
					require.Equal(t, c.Due+1, c.At)
				}
			}
			require.Equal(t, c.Kind == Corrected, c.Revokes != "" && said[c.Revokes])
			require.True(t, c.Elapsed >= 0 && c.Working >= 0 && c.Working <= c.Elapsed, "%+v", c)
		}
		for _, list := range [][]Clock{d.st.Clocks, d.st.Past} {
			require.True(t, slices.IsSortedFunc(list, func(a, b Clock) int {
				if a.Promise != b.Promise {
					return map[bool]int{true: -1, false: 1}[a.Promise < b.Promise]
				}
				return a.Ordinal - b.Ordinal
			}))
			require.LessOrEqual(t, len(list), len(promises)*max(MostClocks, MostPast))
		}
	})
}

func kindsOf(list []Change, clock string) (kinds []Kind) {
	for i := range list {
		if list[i].Clock == clock {
			kinds = append(kinds, list[i].Kind)
		}
	}
	return kinds
}

// Law 4 for evidence: heard in any order and however late, the same evidence gives the same verdict, which is the plain one: in time if
// the evidence was complete by the deadline.
func TestEvidenceGivesTheSameVerdictInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := genPromise(t, "p")
		p.From, p.Pause, p.Resume, p.Waive, p.Since, p.Restart, p.Once = []string{lead.HandedOver}, nil, nil, nil, 0, false, true
		d := newDesk(t, p)
		start := instant("2026-10-23 10:00")
		d.hear(d.bound(lead.HandedOver, start), start)
		due := d.st.Clocks[0].Due
		var events []*lead.Bound
		for range rapid.IntRange(0, 8).Draw(t, "events") {
			at := start + lead.Instant(rapid.Int64Range(0, 2*int64(due-start)).Draw(t, "at"))
			kind := rapid.SampledFrom([]string{lead.Contacted, lead.Contacted, lead.Contacted, lead.Accepted, lead.Rejected}).Draw(t, "kind")
			events = append(events, d.bound(kind, at, "channel", rapid.SampledFrom([]string{"email", "phone"}).Draw(t, "channel"), "outcome", rapid.SampledFrom([]string{"reached", "no_answer"}).Draw(t, "outcome")))
		}
		want := StatusBroken
		need := &d.terms.promise("p").need
		if at, ok := need.met(everything(d, events)); ok && at <= due {
			want = StatusKept
		} else if ok {
			want = StatusKeptLate
		}
		end := start + 3*(due-start)
		for i, k := range rapid.Permutation(numbers(len(events))).Draw(t, "order") {
			// Some are heard at once, as far as the order allows, the others at the end.
			at := max(d.now, events[k].Time)
			if i > rapid.IntRange(0, 8).Draw(t, "prompt") {
				at = end
			}
			d.hear(events[k], at)
		}
		d.until(end)
		require.Equal(t, want, d.terms.At(&d.st, d.now)[0].Status, "%+v", d.all)
	})
}

// everything notes all events as evidence at once.
func everything(d *desk, events []*lead.Bound) (list []Evidence) {
	for _, b := range events {
		for i := range d.terms.touches[b.Kind] {
			for j := range d.terms.touches[b.Kind][i].atoms {
				if name, ok := d.terms.touches[b.Kind][i].atoms[j].match(&d.terms.props, b); ok {
					list, _ = insert(list, Evidence{b.Time, b.ID, name})
				}
			}
		}
	}
	return list
}

// A deadline is where the clock, pauses left out, has counted exactly what was promised.
func TestPausesLeaveThePromisedTimeWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := followUp()
		p.Within = term(rapid.SampledFrom([]string{"24h", "5d", "4 working hours", "20 working hours"}).Draw(t, "within"))
		p.Calendar, p.Pause, p.Resume = rapid.SampledFrom([]string{"", "breaks"}).Draw(t, "calendar"), []string{"hold_on"}, []string{"go_on"}
		d := newDesk(t, p)
		at := instant("2026-10-23 10:00").Add(lead.Span(rapid.Int64Range(0, int64(7*lead.Day)).Draw(t, "start")))
		d.hear(d.bound(lead.HandedOver, at), at)
		for range rapid.IntRange(0, 4).Draw(t, "pauses") {
			at = at.Add(rapid.SampledFrom(gaps).Draw(t, "runs"))
			d.hear(d.bound("hold_on", at), at)
			at = at.Add(rapid.SampledFrom(gaps).Draw(t, "rests"))
			d.hear(d.bound("go_on", at), at)
		}
		c := &d.st.Clocks[0]
		if c.Broken != 0 {
			c.Pauses = slices.DeleteFunc(c.Pauses, func(u Pause) bool { return u.From >= c.Broken })
		}
		elapsed, working := d.terms.promise(p.Name).spent(c, c.Due)
		if p.Within.Measure == calendar.ElapsedTime {
			require.EqualValues(t, p.Within.N, elapsed)
		} else {
			require.EqualValues(t, p.Within.N, working)
		}
	})
}

// Law 8: a state survives JSON at every moment of its life, and goes on the same.
func TestLawRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newRuledDesk(t, genRules(t), genPromises(t)...)
		history := genHistory(t, d)
		other := d.again()
		for _, h := range history {
			d.hear(h.b, h.at)
			other.hear(h.b, h.at)
			var back State
			decode(t, encoded(t, other.st), &back)
			require.Equal(t, encoded(t, other.st), encoded(t, back))
			require.Equal(t, encoded(t, other.st), encoded(t, other.st.Clone()))
			other.st = back
			require.Equal(t, encoded(t, d.st), encoded(t, other.st))
		}
		require.Equal(t, d.until(d.now.Add(40*lead.Day)), other.until(other.now.Add(40*lead.Day)))
		var changes []Change
		decode(t, encoded(t, d.all), &changes)
		require.Equal(t, encoded(t, d.all), encoded(t, changes))
	})
}
