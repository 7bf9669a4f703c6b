package sla

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

func TestHotLeadsAreCountedOnTheCalendarOfThoseOnCall(t *testing.T) {
	p := followUp()
	p.Within = term("4 working hours")
	p.Terms = []Case{{When: `lead.country == "FR"`, Within: term("1 working hour"), Calendar: "calls"}, {When: `lead.country == "BE"`, Within: term("30m")}}
	for country, want := range map[string]string{"FR": "2026-11-06 20:00", "BE": "2026-11-06 19:30", "DE": "2026-11-09 13:00"} {
		d := newDesk(t, p)
		d.event(lead.ProfileUpdated, "2026-11-06 18:00", "country", country)
		d.event(lead.HandedOver, "2026-11-06 19:00") // on a Friday, after the office has closed
		assert.Equal(t, instant(want), d.st.Clocks[0].Due, country)
	}
}

func TestANewOwnersCalendarKeepsRePlansOrRestarts(t *testing.T) {
	for how, want := range map[string]string{"": "2026-11-02 13:00", KeepClock: "2026-11-02 13:00", ReplanClock: "2026-11-02 14:30", RestartClock: "2026-11-02 15:30"} {
		p := answer("4 working hours") // at 09:00; Ada has a break from 12:30 to 14:00, Cleo none
		p.Calendar, p.OnNewOwner = OwnerCalendar, how
		d := newDesk(t, p)
		d.lead.Life.Owner = "Cleo"
		d.event(lead.HandedOver, "2026-11-02 09:00")
		require.Equal(t, instant("2026-11-02 13:00"), d.st.Clocks[0].Due)
		d.event(lead.Assigned, "2026-11-02 10:00", "owner", "Ada")
		assert.Equal(t, instant(want), d.st.Clocks[0].Due, how)
	}
}

func TestWhatARePlannedClockHasSaidItDoesNotSayAgain(t *testing.T) {
	p := answer("4 working hours")
	p.Calendar, p.OnNewOwner, p.AtRisk = OwnerCalendar, ReplanClock, 0
	p.Then = steps("remind at 50%", "tell manager at 100%")
	d := newDesk(t, p)
	d.lead.Life.Owner = "Cleo"
	d.event(lead.HandedOver, "2026-11-02 11:00")
	require.Equal(t, []string{"remind at 50%"}, kinds(d.until(instant("2026-11-02 13:30"))))
	require.Equal(t, []string{"passed on"}, kinds(d.event(lead.Assigned, "2026-11-02 13:30", "owner", "Ada")))
	c := d.until(instant("2026-11-04 00:00"))
	require.Equal(t, []string{"broken", "tell manager at 100%"}, kinds(c))
	assert.Equal(t, instant("2026-11-02 16:30:00.001"), c[0].At)

	d = newDesk(t, p)
	d.lead.Life.Owner = "Ada"
	d.event(lead.HandedOver, "2026-11-02 11:00")
	d.until(instant("2026-11-02 15:30"))
	c = d.event(lead.Assigned, "2026-11-02 15:30", "owner", "Cleo") // whose deadline has passed at 15:00
	assert.Equal(t, instant("2026-11-02 15:00"), c[0].Due)
	c = d.until(instant("2026-11-02 15:30:00.001"))
	assert.Equal(t, []string{"broken", "tell manager at 100%"}, kinds(c))
}

func TestAPausedClockPassesOnWhenItResumes(t *testing.T) {
	p := followUp()
	p.Within, p.Pause, p.Resume = term("20d"), []string{"hold_on"}, []string{"go_on"}
	d := newDesk(t, p)
	d.lead.Life.Owner = "Ada"
	d.event(lead.HandedOver, "2026-10-23 10:00")
	d.event("hold_on", "2026-10-24 10:00")
	require.Empty(t, d.until(instant("2026-10-27 10:00")))
	c := d.event("go_on", "2026-10-27 10:00")
	require.Equal(t, []string{"resumed", "passed on"}, kinds(c))
	assert.Equal(t, "Ben", c[1].Who)
	assert.Equal(t, instant("2026-11-15 10:00"), c[0].Due, "20 days and 3 of pause, over the night of 25 hours")
	c = d.until(instant("2026-10-30 00:00"))
	require.Equal(t, []string{"passed on"}, kinds(c), "and Ben is away from the 29th on")
	assert.Equal(t, [3]string{"Cleo", "Ben", "follow up: passed on to Cleo, absent"}, [3]string{c[0].Who, c[0].Holder, c[0].String()})
}

func TestMovingToAnotherContractKnowsTheCase(t *testing.T) {
	old := followUp()
	old.Within = term("4 working hours")
	old.Terms = []Case{{When: `event.move == "raised a hand"`, Within: term("2h")}}
	d := newDesk(t, old)
	d.event(lead.HandedOver, "2026-11-02 10:00", "move", "raised a hand")
	require.Equal(t, instant("2026-11-02 12:00"), d.st.Clocks[0].Due)

	now := old
	now.Within = term("0")
	now.Terms = []Case{{When: `event.move == "another"`, Within: term("1h")}, {When: `event.move == "raised a hand"`, Within: term("3h")}}
	next := newDesk(t, now)
	next.st, next.now = d.st.Clone(), d.now
	c := next.terms.Move(&next.st, ReplanClock, next.facts, next.now, nil)
	require.Equal(t, []string{"cancelled", "started"}, kinds(c))
	assert.Equal(t, instant("2026-11-02 13:00"), c[1].Due)

	now.Terms = []Case{{When: `event.move == "another"`, Within: term("1h")}, {When: `lead.country == "FR"`, Within: term("5h")}}
	next = newDesk(t, now)
	next.st, next.now = d.st.Clone(), d.now
	next.see(nil)
	assert.Empty(t, next.terms.Move(&next.st, ReplanClock, next.facts, next.now, nil), "no term is known: it is kept")
	next.event(lead.ProfileUpdated, "2026-11-02 11:00", "country", "FR")
	next.see(nil)
	c = next.terms.Move(&next.st, ReplanClock, next.facts, next.now, nil)
	require.Equal(t, []string{"cancelled", "started"}, kinds(c))
	assert.Equal(t, instant("2026-11-02 15:00"), c[1].Due)
}

func TestAnotherContractsAbsencesAreKept(t *testing.T) {
	d := newDesk(t, followUp())
	d.lead.Life.Owner = "Cleo"
	d.event(lead.HandedOver, "2026-11-02 10:00")
	next := newDesk(t, followUp())
	next.s.DeclareMembers([]lead.Member{{Name: "Cleo", Away: []lead.Away{{From: instant("2026-11-02 12:00"), To: instant("2026-11-09 00:00"), Cover: "Ada"}}}})
	next.st, next.now, next.lead = d.st.Clone(), d.now, d.lead
	next.see(nil)
	require.Empty(t, next.terms.Move(&next.st, KeepClock, next.facts, next.now, nil))
	c := next.until(instant("2026-11-02 12:00"))
	require.Equal(t, []string{"passed on"}, kinds(c))
	assert.Equal(t, "Ada", c[0].Who)
}
