package workload

import (
	"fmt"
	"math"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// Kit is the work as leadkit does it, on events typed beforehand.
type Kit struct {
	Schema *lead.Schema
	Scorer *scoring.Scorer
	Facts  *lead.Facts
	People []lead.State
	States []scoring.State
	Events []lead.Bound
	Log    []scoring.Entry // of each event: itself, and its lead's state
}

// NewKit compiles the model and types a log.
func NewKit(log *Log) (*Kit, error) {
	schema, err := lead.NewSchema(lead.Vocabulary{Attributes: []lead.Property{{Name: "visits", Type: lead.Number}}}, "")
	if err != nil {
		return nil, err
	}
	scorer, err := scoring.Compile(Model(), schema)
	if err != nil {
		return nil, err
	}
	k := &Kit{Schema: schema, Scorer: scorer, Facts: schema.NewFacts(), People: make([]lead.State, len(log.People)), States: make([]scoring.State, len(log.People)),
		Events: make([]lead.Bound, len(log.Events))}
	for i := range log.People {
		var b lead.Bound
		ev := lead.Event{ID: fmt.Sprint("p", i), Kind: lead.ProfileUpdated, Time: Start.Time(), Props: log.People[i].Props()}
		if err := schema.Bind(ev, &b); err != nil {
			return nil, err
		}
		schema.Apply(&k.People[i], &b)
	}
	var b lead.Bound
	var values []lead.Value // those of all events lie next to each other, as they do for code written by hand
	for i := range log.Events {
		e := &log.Events[i]
		if err := schema.Bind(lead.Event{ID: fmt.Sprint("e", i), Kind: e.Kind, Time: lead.Instant(e.At).Time(), Props: e.Props()}, &b); err != nil {
			return nil, err
		}
		n := len(b.Values)
		if len(values) < n {
			values = make([]lead.Value, 1<<16)
		}
		copy(values, b.Values)
		k.Events[i] = b
		k.Events[i].Values, values = values[:n:n], values[n:]
		k.Log = append(k.Log, scoring.Entry{State: &k.States[e.Lead], Event: &k.Events[i]})
	}
	k.Facts.See(&lead.State{})
	k.Facts.At(Start)
	return k, nil
}

// Fold takes all events.
func (k *Kit) Fold() { k.Scorer.Fold(k.Log, k.Facts, nil) }

// OneByOne is a kit that takes each event by itself, as a host does to which they come one by one.
type OneByOne struct{ *Kit }

// Fold takes all events.
func (k OneByOne) Fold() {
	for i := range k.Log {
		k.Apply(k.Log[i].State, i)
	}
}

// Apply takes one event of the log into a state.
func (k *Kit) Apply(st *scoring.State, event int) {
	b := &k.Events[event]
	k.Facts.Hear(b)
	k.Scorer.Apply(st, b, k.Facts)
}

// Judge finds out what each lead is.
func (k *Kit) Judge() {
	for i := range k.States {
		k.Facts.See(&k.People[i])
		k.Scorer.Refit(&k.States[i], k.Facts)
	}
}

// Total gives a lead's total at an instant, in points.
func (k *Kit) Total(i int, at lead.Instant) float64 {
	points, _ := k.Scorer.Score(&k.States[i], len(k.Scorer.Names())-1, at)
	return points.Float()
}

// Same compares the totals of all leads at the end of the log with those of another way of doing the work.
func (k *Kit) Same(total func(i int, at lead.Instant) float64) error {
	for i := range k.States {
		got, want := k.Total(i, End), total(i, End)
		if !(math.Abs(got-want) <= 2e-6+1e-9*math.Abs(want)) {
			return fmt.Errorf("lead %d: leadkit says %v, the other %v", i, got, want)
		}
	}
	return nil
}
