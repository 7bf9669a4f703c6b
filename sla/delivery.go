package sla

import (
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Delivery says when the leads that marketing hands over reach sales. The zero Delivery is at once. Otherwise those that are handed over while the calendar At is
// closed are delivered together when it opens, as a list with that date, and every promise from handed_over starts then.
//
//	delivery: {at: monday mornings, at_once: temperature == "hot"}
type Delivery struct {
	// At is the calendar at whose openings lists are delivered. AtOnce is a condition on the hand-over and the lead under which it does not wait.
	At     string `json:"at,omitempty"`
	AtOnce string `json:"at_once,omitempty" contract:"expression"`
}

// Pending is a hand-over that waits for its delivery.
type Pending struct {
	At    lead.Instant `json:"t"`
	Event string       `json:"e"`
	Move  string       `json:"m,omitempty"`
}

// delivery is a compiled Delivery.
type delivery struct {
	Delivery
	hours  *calendar.Hours
	atOnce *lead.Condition
	move   int // the property of handed_over
}

func (c *compiler) delivery(d Delivery) {
	c.t.handed, _ = c.schema.Kind(lead.HandedOver)
	if d == (Delivery{}) {
		return
	}
	hours := c.calendars[d.At]
	if hours == nil {
		c.found.Unknown("/delivery/at", "calendar", d.At, c.calendarNames())
	}
	when := c.schema.EventCondition(&c.found, "/delivery/at_once", d.AtOnce, c.t.handed)
	c.t.delivery = &delivery{d, hours, when, c.schema.Prop(c.t.handed, "move")}
}

// starting gives the kind of event that starts a clock in the place of another: handed_over is waited for until its delivery.
func (c *compiler) starting(name string) string {
	if name == lead.HandedOver && c.t.delivery != nil {
		return lead.Delivered
	}
	return name
}

// handOver puts a hand-over on the next list, or delivers it at once.
func (m *moment) handOver(out []Change) []Change {
	d := m.t.delivery
	at := m.at
	if (d.AtOnce == "" || !d.atOnce.True(m.f)) && !d.hours.Open(at.Time()) {
		if opening, ok := d.hours.NextOpening(at.Time()); ok {
			at = lead.At(opening)
		}
	}
	m.st.Delivery = Pending{at, m.b.ID, m.b.Value(d.move).Text}
	if at > m.at {
		return out
	}
	return m.t.deliver(m.st, out)
}

// deliver delivers what waited.
func (t *Terms) deliver(st *State, out []Change) []Change {
	p := st.Delivery
	st.Delivery = Pending{}
	ch := Change{Kind: Delivered, At: p.At, Start: p.At, Event: p.Event, Reason: p.Move}
	if t.delivery != nil {
		ch.List = t.delivery.At
	}
	return append(out, ch)
}
