package sla

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// readyFrance is a desk under the ready rules for calls to consumers in France.
func readyFrance(t *testing.T, promises ...Promise) *desk {
	return newRuledDesk(t, []ContactRule{{Name: "France", Ready: ConsumerCallsFR}}, promises...)
}

func TestCallsToConsumersInFrance(t *testing.T) {
	calls := func(at string, props ...string) string {
		d := readyFrance(t, call("9d"))
		d.event(lead.ProfileUpdated, "2026-06-01 00:00", append([]string{"country", "FR", "market", "B2C"}, props...)...)
		d.event(lead.HandedOver, "2026-06-01 00:00")
		c := d.contact(at, "phone", "no_answer")
		require.Len(t, c, 1, at)
		return c[0].Kind.String() + c[0].Reason
	}
	for at, want := range map[string]string{
		"2026-06-02 09:59": "barred" + reasonHours, "2026-06-02 10:00": "kept", "2026-06-02 13:00": "barred" + reasonHours, "2026-06-02 14:00": "kept",
		"2026-06-02 19:59": "kept", "2026-06-02 20:00": "barred" + reasonHours, "2026-06-06 11:00": "barred" + reasonHours,
	} {
		assert.Equal(t, want, calls(at), at)
	}
	assert.Equal(t, "kept", calls("2026-06-02 09:30", "zone", "Europe/Bucharest"), "half past ten on their own clock")
	assert.Equal(t, "barred"+reasonHours, calls("2026-06-02 10:30", "zone", "America/Martinique"), "half past four in the morning there")

	d := readyFrance(t, call("9d"))
	d.event(lead.ProfileUpdated, "2026-08-11 08:00", "country", "FR", "market", "B2C")
	c := d.event(lead.HandedOver, "2026-08-11 09:00")
	require.Equal(t, []string{"started", "cancelled"}, kinds(c), "prior consent from 11 August 2026")
	assert.Equal(t, "no permitted channel", c[1].Reason)
	d.event(lead.ConsentGiven, "2026-08-11 09:30", "channel", "phone", "basis", "consent")
	require.Equal(t, []string{"started"}, kinds(d.event(lead.HandedOver, "2026-08-11 10:00")))
	require.Equal(t, []string{"kept"}, kinds(d.contact("2026-08-11 10:30", "phone", "reached")))
}

func TestAPromiseInTheLeadsOwnZoneSaysWhenItsHoursEnd(t *testing.T) {
	rule := ContactRule{Name: "hours", Channels: []string{"phone"}, Hours: "calls", TheirZone: true}
	for country, want := range map[string]string{"": "2026-11-06 19:59:59.999", "FR": "2026-11-06 19:59:59.999", "GB": "2026-11-06 20:59:59.999", "GR": "2026-11-06 18:59:59.999", "US": "2026-11-06 19:59:59.999"} {
		d := newRuledDesk(t, []ContactRule{rule}, call("24h"))
		d.event(lead.ProfileUpdated, "2026-11-06 08:00", "country", country)
		c := d.event(lead.HandedOver, "2026-11-06 16:00")
		assert.Equal(t, instant(want), c[0].Latest, "%q; of a country with several zones, the calendar's own", country)
	}
}

// A calendar in another zone is what it would be had it been written for that zone.
func TestHoursInAnotherZone(t *testing.T) {
	names := calendar.Zones()
	rapid.Check(t, func(t *rapid.T) {
		spec := calendar.Calendar{Zone: "Europe/Paris", Open: calendar.Week{{Days: "mon-fri", Spans: []string{"10:00-13:00", "14:00-20:00"}}}, Closed: []string{"holidays FR"}}
		h, err := calendar.Compile(spec)
		require.NoError(t, err)
		spec.Zone = rapid.SampledFrom(names).Draw(t, "zone")
		want, err := calendar.Compile(spec)
		if err != nil {
			return // a zone that this machine does not know
		}
		got := h.In(want.Location())
		at := time.UnixMilli(rapid.Int64Range(0, 4_000_000_000_000).Draw(t, "at"))
		next, _ := want.NextOpening(at)
		there, _ := got.NextOpening(at)
		require.Equal(t, next, there)
		require.Equal(t, want.Between(at, at.AddDate(1, 0, 0)), got.Between(at, at.AddDate(1, 0, 0)))
	})
}

func TestFindingsOfReadyRules(t *testing.T) {
	for name, c := range map[string]struct {
		rule ContactRule
		path string
		code string
	}{
		"unknown":     {ContactRule{Name: "x", Ready: "calls to consumers FRA"}, "/contact_rules/x", "unknown-ready-contact-rule"},
		"with fields": {ContactRule{Name: "x", Ready: ConsumerCallsFR, Basis: "sales"}, "/contact_rules/x", "strange-field"},
	} {
		_, err := Compile(Agreement{ContactRules: []ContactRule{c.rule}}, newSchema(t), calendars())
		var list diag.List
		require.ErrorAs(t, err, &list, name)
		assert.Equal(t, [2]string{c.code, c.path}, [2]string{list[0].Code, list[0].Place.Path}, name)
	}
	var rule ContactRule
	require.NoError(t, rule.UnmarshalText([]byte(ConsumerCallsFR)))
	assert.Equal(t, ConsumerCallsFR, rule.Ready)
}

// However many attempts on other channels there are, none of those that a rule counts is forgotten.
func TestAttemptsAreRememberedByChannel(t *testing.T) {
	d := newRuledDesk(t, []ContactRule{{Name: "few calls", Channels: []string{"phone"}, AtMost: Limit{2, 30 * lead.Day}}, {Name: "mail", AtMost: Limit{24, 30 * lead.Day}}}, call("20d"))
	d.event(lead.HandedOver, "2026-11-02 08:00")
	d.contact("2026-11-02 09:00", "phone", "bounced")
	d.contact("2026-11-02 09:01", "phone", "bounced")
	for range 3 * MostTries {
		d.now++
		d.hear(d.bound(lead.Contacted, d.now, "channel", "email"), d.now)
	}
	c := d.contact("2026-11-02 12:00", "phone", "reached")
	require.Equal(t, []string{"barred"}, kinds(c))
	assert.Equal(t, "more than 2 per 30d", c[0].Reason)
	assert.LessOrEqual(t, len(d.st.Tries), 2*MostTries)
}
