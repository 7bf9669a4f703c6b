package sla

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

// What is known to be wrong elsewhere.

func TestWrongAPausedClockFailsWhilePaused(t *testing.T) {
	p := followUp()
	p.Pause, p.Resume, p.AtRisk, p.Then = []string{"hold_on"}, []string{"go_on"}, 80, steps("remind at 50%")
	d := newDesk(t, p)
	d.event(lead.HandedOver, "2026-11-02 09:00")
	d.event("hold_on", "2026-11-02 10:00")
	assert.Zero(t, d.terms.Due(&d.st, d.now))
	assert.Empty(t, d.until(instant("2026-12-02 10:00")))
	assert.Equal(t, StatusPaused, d.terms.At(&d.st, d.now)[0].Status)
	d.event("go_on", "2026-12-02 10:00")
	assert.Equal(t, instant("2026-12-03 09:00"), d.st.Clocks[0].Due)
}

func TestWrongAnUpdateDeadlineOverwritesTheFirstResponse(t *testing.T) {
	update := Promise{Name: "update", By: Sales, From: []string{lead.Contacted}, Do: "email", Within: term("2 working days"), Restart: true}
	d := newDesk(t, call("4 working hours"), update)
	d.event(lead.HandedOver, "2026-11-02 09:00")
	first := d.st.Clocks[0].Due
	d.contact("2026-11-02 10:00", "email", "")
	list := d.terms.At(&d.st, d.now)
	require.Len(t, list, 2)
	assert.Equal(t, [2]lead.Instant{first, instant("2026-11-04 10:00")}, [2]lead.Instant{list[0].Due, list[1].Due})
	assert.Equal(t, instant("2026-11-02 13:00"), first)
}

func TestWrongTheDefaultIsNotTriedLast(t *testing.T) {
	for total, want := range map[int]string{80: "2026-11-02 09:30", 50: "2026-11-02 13:00", 10: "2026-11-03 09:00"} {
		p := followUp()
		p.Terms = []Case{{When: "total >= 70", Within: term("30m")}, {When: "total >= 40", Within: term("4h")}}
		d := newDesk(t, p)
		d.now = instant("2026-11-02 09:00")
		b := d.bound(lead.HandedOver, d.now)
		d.see(b)
		d.score(total)
		d.terms.Apply(&d.st, b, d.facts, d.now, nil)
		assert.Equal(t, instant(want), d.st.Clocks[0].Due, total)
	}
}

// The trade's own rules.

func TestANoShowIsNoContactAndOpensAPromiseToRebook(t *testing.T) {
	rebook := cadenceOf(2, 1, 0, "1 working day")
	rebook.Name, rebook.From, rebook.Ends = "rebook", []string{lead.MeetingNoShow}, "meeting_booked"
	rebook.Then = steps("return to marketing at 100%")
	p := followUp()
	p.Do = "reached"
	d := newDesk(t, p, rebook)
	d.event(lead.HandedOver, "2026-11-06 10:00")
	d.event(lead.MeetingBooked, "2026-11-06 11:00")
	c := d.event(lead.MeetingNoShow, "2026-11-06 15:00")
	require.Equal(t, []string{"started"}, kinds(c), "and the follow-up is not kept by it")
	assert.Equal(t, instant("2026-11-09 15:00"), c[0].Due)
	assert.Equal(t, "2 attempts and 1 more channel, or meeting booked", c[0].Missing)

	again := d.again()
	again.st, again.now = d.st.Clone(), d.now
	again.contact("2026-11-06 15:30", "phone", "no_answer")
	require.Equal(t, []string{"kept"}, kinds(again.event(lead.MeetingBooked, "2026-11-06 16:00")))

	c = d.until(instant("2026-11-10 00:00"))
	require.Equal(t, []string{"broken", "broken", "return to marketing at 100%"}, kinds(c), "the follow-up, then the rebooking, which recycles")
	assert.Equal(t, "rebook", c[2].Promise)
}

func TestSilenceIsReassignedOnceThenRecalledAndCountedAgainstSales(t *testing.T) {
	p := answer("4 working hours")
	p.AtRisk, p.OnNewOwner = 0, KeepClock
	p.Then = steps("reassign at 100%", "return to marketing at 200%")
	d := newDesk(t, p)
	d.event(lead.HandedOver, "2026-11-02 09:00")
	d.lead.Life.Owner = "Ada"
	d.event(lead.Assigned, "2026-11-02 09:01", "owner", "Ada")
	c := d.until(instant("2026-11-02 13:00:00.001"))
	require.Equal(t, []string{"broken", "reassign at 100%"}, kinds(c))
	assert.Equal(t, "Ada", c[0].Who)
	d.lead.Life.Owner = "Ben"
	require.Equal(t, []string{"passed on"}, kinds(d.event(lead.Assigned, "2026-11-02 13:30", "owner", "Ben")))
	c = d.until(instant("2026-12-02 09:00"))
	require.Equal(t, []string{"return to marketing at 200%"}, kinds(c), "once each")
	assert.Equal(t, instant("2026-11-02 17:00"), c[0].At)
	var r Report
	for i := range d.all {
		r.Add(d.terms, &d.all[i])
	}
	s := r.Tally(Which{By: Sales})
	assert.Equal(t, [2]int64{1, 0}, [2]int64{s.Broken, s.Open})
}

// Cover for an absence: the lead is given to the cover by hand, and what was promised to it stays as it was.
func TestOpenPromisesPassToTheCoverWithTheDeadlineUnchanged(t *testing.T) {
	p := followUp()
	p.OnNewOwner = KeepClock
	d := newDesk(t, p)
	d.lead.Life.Owner = "Ada"
	d.event(lead.HandedOver, "2026-11-02 09:00")
	d.lead.Life.Owner = "Ben"
	c := d.event(lead.OwnerOverridden, "2026-11-02 12:00", "owner", "Ben")
	require.Equal(t, []string{"passed on"}, kinds(c))
	assert.Equal(t, [2]string{"Ada", "Ben"}, [2]string{c[0].Holder, c[0].Who})
	assert.Equal(t, instant("2026-11-03 09:00"), c[0].Due)
}
