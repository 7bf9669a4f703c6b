package sla

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

func TestStepText(t *testing.T) {
	for _, s := range []string{"remind at 50%", "tell manager at 100%", "remind 2 working hours before", "tell the head of sales 1 working day before", "reassign 2d after",
		"return to marketing when exhausted"} {
		assert.Equal(t, s, text[Step](s).String())
	}
	assert.Equal(t, Step{Do: "tell manager", Before: term("30 minutes")}, text[Step]("tell manager 30 minutes before"))
	for _, s := range []string{"", "remind", "remind at", "remind 2 working hours", "remind 0 before", "remind before", "tell 2h before", "shout 2h before", "remind 2 fortnights before", "remind at 5000%",
		"remind when tired", "at 50%"} {
		var step Step
		assert.Error(t, step.UnmarshalText([]byte(s)), s)
	}
}

func TestStepsRelativeToTheDeadlineComeOnceEach(t *testing.T) {
	p := answer("10 working hours")
	p.AtRisk, p.Then = 0, steps("remind 2 working hours before", "tell manager 24h before", "reassign 1 working day after", "tell boss 5d before")
	p.Pause, p.Resume = []string{"hold_on"}, []string{"go_on"}
	want := []string{"tell boss 5d before", "tell manager 24h before", "remind 2 working hours before", "broken", "reassign 1 working day after"}
	run := func(d *desk, at ...string) {
		c := d.until(instant("2026-12-01 00:00"))
		require.Equal(t, want, kinds(append(d.all[1:1:1], only(d.all, StepDue, Broken)...)))
		assert.Equal(t, text[Step]("reassign 1 working day after"), c[len(c)-1].Escalation())
		for i, c := range only(d.all, StepDue, Broken) {
			assert.Equal(t, instant(at[i]), c.At, c.Key())
		}
		assert.Zero(t, d.terms.Due(&d.st, d.now))
	}
	d := newDesk(t, p)
	d.event(lead.HandedOver, "2026-11-03 09:00") // due on Wednesday at 10:00
	run(d, "2026-11-03 09:00:00.001", "2026-11-03 10:00", "2026-11-03 17:00", "2026-11-04 10:00:00.001", "2026-11-05 10:00")

	d = newDesk(t, p)
	d.event(lead.HandedOver, "2026-11-03 09:00")
	d.event("hold_on", "2026-11-03 12:00")
	d.event("go_on", "2026-11-04 12:00") // a working day later
	run(d, "2026-11-03 09:00:00.001", "2026-11-03 10:00", "2026-11-04 17:00", "2026-11-05 10:00:00.001", "2026-11-06 10:00")

	d = newDesk(t, p)
	d.event(lead.HandedOver, "2026-11-03 09:00")
	d.moveDeadline("2026-11-03 09:30", "answer", "2026-11-06 15:00")
	run(d, "2026-11-03 09:00:00.001", "2026-11-05 15:00", "2026-11-06 13:00", "2026-11-06 15:00:00.001", "2026-11-09 15:00")
}

func only(all []Change, kinds ...Kind) (list []Change) {
	for _, c := range all {
		for _, k := range kinds {
			if c.Kind == k {
				list = append(list, c)
			}
		}
	}
	return list
}

func TestTwoTriesToRebookThenItRecycles(t *testing.T) {
	rebook := cadenceOf(2, 1, 0, "1 working day")
	rebook.Name, rebook.From, rebook.Ends = "rebook", []string{lead.MeetingNoShow}, "meeting_booked"
	rebook.Then = steps("return to marketing when exhausted", "return to marketing at 100%")
	d := newDesk(t, rebook)
	d.event(lead.MeetingNoShow, "2026-11-06 15:00")
	require.Empty(t, d.contact("2026-11-06 15:30", "phone", "no_answer"))
	c := d.contact("2026-11-06 16:30", "email", "")
	require.Equal(t, []string{"kept", "return to marketing when exhausted"}, kinds(c))
	require.Empty(t, d.until(instant("2026-12-01 00:00")), "once")

	d = newDesk(t, rebook)
	d.event(lead.MeetingNoShow, "2026-11-06 15:00")
	d.contact("2026-11-06 15:30", "phone", "no_answer")
	require.Equal(t, []string{"kept"}, kinds(d.event(lead.MeetingBooked, "2026-11-06 16:00")), "no reason to recycle")

	d = newDesk(t, rebook)
	d.event(lead.MeetingNoShow, "2026-11-06 15:00")
	require.Equal(t, []string{"broken", "return to marketing at 100%"}, kinds(d.until(instant("2026-12-01 00:00"))), "sales did not try")
}

func TestWhatAManagerSetsEndsAtItsDate(t *testing.T) {
	set := func(d *desk, at, deadline, until string) []Change {
		b := d.bound(lead.DeadlineOverridden, instant(at), "promise", "follow up", "reason", "on holiday")
		b.Values[d.s.Prop(b.Kind, "deadline")] = lead.Value{Num: float64(instant(deadline))}
		b.Values[d.s.Prop(b.Kind, "until")] = lead.Value{Num: float64(instant(until))}
		return d.hear(b, instant(at))
	}
	p := followUp()
	p.Then = steps("tell manager at 100%", "remind 1h before")
	d := newDesk(t, p)
	d.event(lead.HandedOver, "2026-11-02 09:00")
	require.Equal(t, []string{"moved"}, kinds(set(d, "2026-11-02 10:00", "2026-11-10 12:00", "2026-11-02 20:00")))
	c := d.until(instant("2026-11-12 00:00"))
	require.Equal(t, []string{"moved", "remind 1h before", "broken", "tell manager at 100%"}, kinds(c))
	assert.Equal(t, []any{instant("2026-11-02 20:00"), "override ended", instant("2026-11-03 09:00")}, []any{c[0].At, c[0].Reason, c[0].Due})
	assert.Equal(t, instant("2026-11-03 08:00"), c[1].At)
	assert.Equal(t, instant("2026-11-03 09:00:00.001"), c[2].At)

	d = newDesk(t, p)
	d.event(lead.HandedOver, "2026-11-02 09:00")
	set(d, "2026-11-02 10:00", "2026-11-10 12:00", "2026-11-05 20:00")
	set(d, "2026-11-02 11:00", "2026-11-11 12:00", "2026-11-06 20:00")
	c = d.until(instant("2026-11-12 00:00"))
	require.Equal(t, []string{"moved", "remind 1h before", "broken", "tell manager at 100%"}, kinds(c), "the second in place of the first, back to what was before both")
	assert.Equal(t, []lead.Instant{instant("2026-11-06 20:00"), instant("2026-11-06 20:00") + 1}, []lead.Instant{c[0].At, c[2].At})

	d = newDesk(t, p)
	d.event(lead.HandedOver, "2026-11-02 09:00")
	assert.Empty(t, set(d, "2026-11-02 10:00", "2026-11-10 12:00", "2026-11-02 10:00"), "it would have ended already")
}

func TestWhichEvidenceCounts(t *testing.T) {
	attempt := func(p Promise, automatic, declared bool) []string {
		d := newDesk(t, p)
		d.event(lead.HandedOver, "2026-11-02 09:00")
		b := d.bound(lead.Contacted, instant("2026-11-02 10:00"), "channel", "phone")
		b.Automatic = automatic
		if declared {
			b.Values[d.s.Prop(b.Kind, "declared")] = lead.Value{Num: 1}
		}
		return kinds(d.hear(b, b.Time))
	}
	kept, none := []string{"kept"}, []string{}
	for _, c := range []struct {
		automatic, recorded                   bool // what the promise says
		human, declared, machine, machineSays []string
	}{{false, false, kept, kept, none, none}, {true, false, kept, kept, kept, kept}, {false, true, kept, none, none, none}, {true, true, kept, none, kept, none}} {
		p := call("24h")
		p.Automatic, p.Recorded = c.automatic, c.recorded
		got := [][]string{attempt(p, false, false), attempt(p, false, true), attempt(p, true, false), attempt(p, true, true)}
		assert.Equal(t, [][]string{c.human, c.declared, c.machine, c.machineSays}, got, "%+v", c)
	}
}

func TestWhatAPauseDoesToTheDeadline(t *testing.T) {
	for how, want := range map[string]string{"": "2026-11-04 15:00", MoveClock: "2026-11-04 15:00", KeepClock: "2026-11-03 09:00", RestartClock: "2026-11-04 18:00"} {
		p := followUp()
		p.Pause, p.Resume, p.OnResume, p.Then = []string{"hold_on"}, []string{"go_on"}, how, steps("remind at 10%", "remind at 50%")
		d := newDesk(t, p)
		d.event(lead.HandedOver, "2026-11-02 09:00")
		require.Len(t, d.event("hold_on", "2026-11-02 12:00"), 2-1, "the reminder had come before")
		require.Empty(t, d.until(instant("2026-11-03 18:00")), "a paused clock does not fail")
		d.event("go_on", "2026-11-03 18:00")
		assert.Equal(t, instant(want), d.st.Clocks[0].Due, how)
		c := d.until(instant("2026-11-10 00:00"))
		require.Equal(t, []string{"remind at 50%", "broken"}, kinds(c), how)
		if how == KeepClock {
			assert.Equal(t, instant("2026-11-03 18:00")+1, c[1].At, "it has passed meanwhile")
			assert.Equal(t, c[0].At, c[1].At)
		} else {
			assert.Equal(t, instant(want)+1, c[1].At, how)
		}
	}
}

func TestMeasuringThatEndsIsCounted(t *testing.T) {
	d := newDesk(t, followUp())
	d.lead.Life.Owner = "Cleo"
	d.event(lead.HandedOver, "2026-11-02 09:00")
	d.until(instant("2026-11-04 09:00"))
	d.event(lead.Returned, "2026-11-05 09:00")
	report := func() (r Report) {
		for i := range d.all {
			r.Add(d.terms, &d.all[i])
		}
		return r
	}
	r := report()
	s := r.Tally(Which{Who: "Cleo"})
	assert.Equal(t, [3]int64{1, 1, 0}, [3]int64{s.Broken, s.Unanswered, s.Open})
	late := instant("2027-01-01 00:00")
	responses := r.Responses(d.terms, Which{}, late)
	assert.Equal(t, Bands{Never: 1}, responses.Bands, "it waits no more")
	assert.Equal(t, 1, responses.Elapsed.Open)

	d.late(lead.Contacted, "2026-11-02 10:00", "2026-11-06 09:00", "channel", "phone")
	require.Equal(t, []string{"corrected"}, kinds(d.late(lead.Contacted, "2026-11-02 11:00", "2026-11-06 09:00", "channel", "email")))
	r = report()
	s = r.Tally(Which{})
	assert.Equal(t, [4]int64{0, 0, 0, 1}, [4]int64{s.Broken, s.Unanswered, s.Open, s.Kept})
	assert.Equal(t, Bands{Day: 1}, r.Responses(d.terms, Which{}, late).Bands)
}

func TestTheReportByTeam(t *testing.T) {
	d := newDesk(t, followUp())
	var r Report
	for i, who := range []string{"Ada", "Ben", "Ada"} {
		one := d.again()
		one.lead.Life.Owner = who
		one.event(lead.HandedOver, "2026-12-01 09:00")
		if i < 2 {
			one.contact("2026-12-01 10:00", "email", "")
			one.contact("2026-12-01 11:00", "phone", "")
		}
		one.until(instant("2026-12-03 09:00"))
		for i := range one.all {
			r.Add(d.terms, &one.all[i])
		}
	}
	assert.Equal(t, []string{"north", "south"}, r.Teams())
	north, south := r.Tally(Which{Team: "north"}), r.Tally(Which{Team: "south"})
	assert.Equal(t, [4]int64{1, 1, 1, 0}, [4]int64{north.Kept, north.Broken, south.Kept, south.Broken})
}
