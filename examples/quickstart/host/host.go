// Package host is the smallest host that does everything a host has to: it keeps records in memory, sets one timer for each lead, routes what the
// contract asks it to route, and posts effects to the book. A real one keeps the same four things in a database.
package host

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
)

// Host runs a contract over many leads.
type Host struct {
	Engine  *leadkit.Engine
	Records map[string]*leadkit.Record
	Desk    routing.Desk
	Book    leadkit.Book
	// Told hears every effect, after it was carried out. It may be nil.
	Told func(leadkit.Effect)
	// Heard hears every event that a record took, the desk's answers and what a visitor did before too: a lead's log, which replays to its record.
	// It may be nil.
	Heard func(ev lead.Event, at time.Time)

	visitors lead.Visitors
	timers   timers
	armed    map[string]time.Time
	position int64
	// Woken counts the timers that fired, and Armed those that were set.
	Woken, Armed int
}

// New gives a host without leads.
func New(e *leadkit.Engine) *Host {
	return &Host{Engine: e, Records: map[string]*leadkit.Record{}, armed: map[string]time.Time{}}
}

// Apply takes one event that the host learned of at an instant. All timers due until then fire first.
func (h *Host) Apply(ev lead.Event, at time.Time) error {
	if err := h.Wake(at); err != nil {
		return err
	}
	switch {
	case ev.Lead == "" && ev.About != "":
		h.position++
		return h.Engine.Observe(&h.Book, "log", h.position, ev)
	case ev.Lead == "":
		h.visitors.Hold(ev)
		return nil
	}
	if err := h.apply(ev, at); err != nil {
		return err
	}
	if visitor, ok := ev.Props["visitor"].(string); ok && ev.Kind == lead.Identified {
		for _, earlier := range h.visitors.Identify(visitor, ev.Lead) {
			if err := h.apply(earlier, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *Host) apply(ev lead.Event, at time.Time) error {
	r := h.Records[ev.Lead]
	if r == nil {
		r = &leadkit.Record{}
		h.Records[ev.Lead] = r
	}
	effects, err := h.Engine.Apply(r, ev, at)
	if err != nil {
		return err
	}
	if h.Heard != nil {
		h.Heard(ev, at)
	}
	return h.carryOut(r, effects)
}

// Alarm gives the instant of the earliest timer, false where none is set.
func (h *Host) Alarm() (time.Time, bool) {
	if len(h.timers) == 0 {
		return time.Time{}, false
	}
	return h.timers[0].at, true
}

// Wake fires every timer due until an instant, in their order.
func (h *Host) Wake(until time.Time) error {
	for len(h.timers) > 0 && !h.timers[0].at.After(until) {
		t := heap.Pop(&h.timers).(timer)
		if h.armed[t.lead] != t.at {
			continue // it was set anew meanwhile
		}
		delete(h.armed, t.lead)
		h.Woken++
		r := h.Records[t.lead]
		effects, err := h.Engine.Advance(r, later(t.at, r.Clock.Time()))
		if err != nil {
			return err
		}
		if err := h.carryOut(r, effects); err != nil {
			return err
		}
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// carryOut does what effects ask for, posts them to the book, and sets the lead's timer.
func (h *Host) carryOut(r *leadkit.Record, effects []leadkit.Effect) error {
	h.position++
	if err := h.Engine.Post(&h.Book, "log", h.position, effects); err != nil {
		return err
	}
	for _, f := range effects {
		if h.Told != nil {
			h.Told(f)
		}
		switch f.Kind {
		case leadkit.RouteAsked:
			d := h.Engine.Router().Route(&h.Desk, *f.Route, f.At)
			if err := h.apply(h.Engine.Answer(d), f.At.Time()); err != nil {
				return fmt.Errorf("routing lead %s: %w", f.Lead, err)
			}
		case leadkit.Released:
			h.Engine.Router().Release(&h.Desk, f.Subject, f.End, f.At)
		case leadkit.Assigned:
			if f.Placed != nil {
				h.Engine.Router().Place(&h.Desk, *f.Placed)
			}
		}
	}
	h.arm(r)
	return nil
}

// arm sets the lead's one timer, unless the one that is set fires early enough.
func (h *Host) arm(r *leadkit.Record) {
	next, ok := h.Engine.Next(r)
	if !ok || !leadkit.Rearm(h.armed[r.Lead.ID], next) {
		return
	}
	h.armed[r.Lead.ID] = next
	h.Armed++
	heap.Push(&h.timers, timer{at: next, lead: r.Lead.ID})
}

// Leads lists the ids of all leads, sorted.
func (h *Host) Leads() []string {
	ids := make([]string, 0, len(h.Records))
	for id := range h.Records {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

type timer struct {
	at   time.Time
	lead string
}

// timers is a heap: the earliest first, of one instant by lead.
type timers []timer

func (t timers) Len() int { return len(t) }
func (t timers) Less(i, j int) bool {
	return cmp.Or(t[i].at.Compare(t[j].at), cmp.Compare(t[i].lead, t[j].lead)) < 0
}
func (t timers) Swap(i, j int) { t[i], t[j] = t[j], t[i] }
func (t *timers) Push(x any)   { *t = append(*t, x.(timer)) }
func (t *timers) Pop() any {
	old := *t
	last := old[len(old)-1]
	*t = old[:len(old)-1]
	return last
}
