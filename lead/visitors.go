package lead

import (
	"slices"
	"strings"
)

// Visitors holds what anonymous visitors did until it is known which lead they are: a configurator's, a web site's. It is plain data; the zero value
// is ready. It is bounded: see [MostVisitors] and [MostVisits].
//
//	visitors.Hold(event)                            // configuration_saved by visitor "c-17", no lead yet
//	…
//	for _, ev := range visitors.Identify("c-17", "lead-9") { … apply ev … } // late events: they count with their own time
type Visitors struct {
	List []Visitor `json:"visitors,omitempty"` // sorted by id
}

// Visitor is somebody of whom only an id is known.
type Visitor struct {
	ID     string  `json:"id"`
	Events []Event `json:"events"` // by time, then id
}

// Bounds of Visitors. What exceeds them drops the oldest: of a visitor's events the oldest one, of the visitors the one whose last event is oldest.
const (
	MostVisitors = 10_000
	MostVisits   = 64
)

// Hold keeps an event until its visitor, named by its property "visitor", is identified. It reports false, and keeps nothing, if the event names no visitor,
// or a lead already. An event that is held already is held once. What is held does not depend on the order in which it came, as long as no visitor is dropped.
func (v *Visitors) Hold(ev Event) bool {
	id, _ := ev.Props["visitor"].(string)
	if id == "" || len(id) > MostID || ev.Lead != "" || ev.ID == "" {
		return false
	}
	i, ok := v.find(id)
	if !ok {
		v.List = slices.Insert(v.List, i, Visitor{ID: id})
	}
	v.List[i].hold(ev)
	if len(v.List) > MostVisitors {
		v.List = dropOldest(v.List, func(x *Visitor) (Instant, string) { return At(x.Events[len(x.Events)-1].Time), x.ID })
	}
	return true
}

// Identify gives the events held of a visitor, by time and then id, each as the lead's own, and forgets the visitor. They are to be applied as the late
// events that they are.
func (v *Visitors) Identify(visitor, leadID string) []Event {
	i, ok := v.find(visitor)
	if !ok {
		return nil
	}
	events := v.List[i].Events
	v.List = slices.Delete(v.List, i, i+1)
	for i := range events {
		events[i].Lead = leadID
	}
	return events
}

func (v *Visitors) find(id string) (int, bool) {
	return slices.BinarySearchFunc(v.List, id, func(x Visitor, id string) int { return strings.Compare(x.ID, id) })
}

func (x *Visitor) hold(ev Event) {
	if slices.ContainsFunc(x.Events, func(held Event) bool { return held.ID == ev.ID }) {
		return
	}
	i, _ := slices.BinarySearchFunc(x.Events, ev, byTime)
	x.Events = slices.Insert(x.Events, i, ev)
	if len(x.Events) > MostVisits {
		x.Events = slices.Delete(x.Events, 0, 1)
	}
}

func byTime(a, b Event) int {
	if c := a.Time.Compare(b.Time); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}
