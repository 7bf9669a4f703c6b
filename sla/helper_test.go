package sla

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// office is open Monday to Friday 09:00-18:00 in Paris.
func office() *calendar.Hours { return hours("Europe/Paris", "09:00-18:00") }

func hours(zone string, spans ...string) *calendar.Hours {
	h, err := calendar.Compile(calendar.Calendar{Name: defaultCalendar, Zone: zone, Open: calendar.Week{{Days: "mon-fri", Spans: spans}}})
	if err != nil {
		panic(err)
	}
	return h
}

func calendars() map[string]*calendar.Hours {
	return map[string]*calendar.Hours{defaultCalendar: office(), "breaks": hours("Europe/Paris", "09:00-12:30", "14:00-18:00"), "calls": hours("Europe/Paris", "10:00-13:00", "14:00-20:00")}
}

// newSchema has the default lifecycle's stages, a score and a temperature, and two kinds of the contract's own.
func newSchema(t require.TestingT) *lead.Schema {
	s, err := lead.NewSchema(lead.Vocabulary{Events: []lead.Kind{
		{Name: "hold_on"}, {Name: "go_on"}, {Name: "let_off", Props: []lead.Property{{Name: "note", Type: lead.Text}}}, {Name: "work_scheduled"}, {Name: "work_started"},
	}}, "")
	require.NoError(t, err)
	_, ok := s.DeclareScore("total")
	require.True(t, ok)
	require.True(t, s.DeclareTemperature([]string{"hot", "warm", "cold"}))
	s.DeclareMembers([]lead.Member{
		{Name: "Ada", Team: "north", Calendar: "breaks", Away: []lead.Away{{From: instant("2026-10-26 00:00"), To: instant("2026-10-31 00:00"), Cover: "Ben"}}},
		{Name: "Ben", Team: "south", Away: []lead.Away{{From: instant("2026-10-29 00:00"), To: instant("2026-11-04 00:00"), Cover: "Cleo"}, {From: instant("2026-12-20 00:00"), To: instant("2026-12-22 00:00")}}},
	})
	require.True(t, s.DeclareStages([]string{"inquiry", "nurturing", "mql", "sal", "sql", "opportunity", "customer", "lost", "disqualified"}))
	return s
}

// text reads a small grammar.
func text[T any, P interface {
	*T
	UnmarshalText([]byte) error
}](s string) T {
	var v T
	if err := P(&v).UnmarshalText([]byte(s)); err != nil {
		panic(fmt.Sprintf("%q: %v", s, err))
	}
	return v
}

func term(s string) calendar.Term { return text[calendar.Term](s) }

func steps(texts ...string) (list []Step) {
	for _, s := range texts {
		list = append(list, text[Step](s))
	}
	return list
}

// instant reads "2026-11-06 16:00" or "2026-11-06 16:00:00.001" on the clock in Paris.
func instant(s string) lead.Instant {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05.000"} {
		if t, err := time.ParseInLocation(layout, s, paris); err == nil {
			return lead.At(t)
		}
	}
	panic("no instant: " + s)
}

// desk is one lead with its promises, driven as the root drives them: before an event, all that falls due is done, instant by instant.
type desk struct {
	t     require.TestingT
	s     *lead.Schema
	terms *Terms
	lead  lead.State
	facts *lead.Facts
	st    State
	now   lead.Instant
	n     int
	all   []Change
}

func newDesk(t require.TestingT, promises ...Promise) *desk { return newRuledDesk(t, nil, promises...) }

func newRuledDesk(t require.TestingT, rules []ContactRule, promises ...Promise) *desk {
	d := &desk{t: t, s: newSchema(t)}
	var err error
	d.terms, err = Compile(Agreement{Promises: promises, ContactRules: rules}, d.s, calendars())
	require.NoError(t, err)
	d.facts = d.s.NewFacts()
	d.see(nil)
	return d
}

func (d *desk) see(b *lead.Bound) {
	d.facts.See(&d.lead)
	d.facts.Hear(b)
	d.facts.At(d.now)
}

// until lets time pass.
func (d *desk) until(at lead.Instant) []Change {
	first := len(d.all)
	for due := d.terms.Due(&d.st, d.now); due != 0 && due <= at; due = d.terms.Due(&d.st, d.now) {
		d.now = due
		d.see(nil)
		before := len(d.all)
		d.all = d.terms.Advance(&d.st, d.facts, due, d.all)
		require.Greater(d.t, len(d.all), before, "nothing happened at %s, which was due", due)
	}
	d.now = max(d.now, at)
	d.see(nil)
	return d.all[first:]
}

// hear lets an event be heard at an instant.
func (d *desk) hear(b *lead.Bound, at lead.Instant) []Change {
	d.until(at)
	first := len(d.all)
	d.fold(b)
	d.all = d.terms.Apply(&d.st, b, d.facts, d.now, d.all)
	return d.all[first:]
}

// fold lets the lead hear of an event, as the root does before the promises.
func (d *desk) fold(b *lead.Bound) {
	switch d.s.KindOf(b.Kind).Name {
	case lead.ConsentGiven, lead.ConsentRevoked, lead.Unsubscribed, lead.ProfileUpdated, lead.Erased:
		d.s.Apply(&d.lead, b)
	}
	if d.s.KindOf(b.Kind).Name == lead.Assigned && b.Value(d.s.Prop(b.Kind, "owner")).Text != "" {
		d.lead.Life.Owner, d.lead.Life.Team = b.Value(d.s.Prop(b.Kind, "owner")).Text, ""
	}
	d.see(b)
}

// bound makes an event of a kind, verdicts too. Properties are name, value, name, value.
func (d *desk) bound(kind string, at lead.Instant, props ...string) *lead.Bound {
	var b lead.Bound
	var list []lead.Prop
	for i := 0; i+1 < len(props); i += 2 {
		list = append(list, lead.TextProp(props[i], props[i+1]))
	}
	require.True(d.t, d.s.Make(&b, kind, at, list...), kind)
	d.n++
	b.ID = fmt.Sprintf("e%d", d.n)
	return &b
}

// event lets an event happen and be heard at once.
func (d *desk) event(kind, at string, props ...string) []Change {
	return d.hear(d.bound(kind, instant(at), props...), instant(at))
}

// late lets an event be heard later than it happened.
func (d *desk) late(kind, happened, heard string, props ...string) []Change {
	return d.hear(d.bound(kind, instant(happened), props...), instant(heard))
}

func (d *desk) contact(at, channel, outcome string) []Change {
	return d.event(lead.Contacted, at, "channel", channel, "direction", "outbound", "outcome", outcome)
}

// kinds gives the changes in short: "kept", "remind at 50%".
func kinds(changes []Change) []string {
	list := []string{}
	for i := range changes {
		if c := &changes[i]; c.Kind == StepDue {
			list = append(list, c.Escalation().String())
		} else {
			list = append(list, c.Kind.String())
		}
	}
	return list
}

func encoded(t require.TestingT, v any) string {
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

// followUp is the sentence of the articles: sales follows up by email and by phone within 24 hours of the transmission.
func followUp() Promise {
	return Promise{Name: "follow up", By: Sales, From: []string{lead.HandedOver}, Do: "email and phone", Within: term("24h")}
}

func decode(t require.TestingT, data string, into any) {
	require.NoError(t, json.Unmarshal([]byte(data), into))
}
