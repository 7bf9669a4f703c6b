package main

import (
	"fmt"
	"slices"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
)

// interesting gives the lead that has lived through the most: handed over, a promise broken, given back, handed over again … Of equal ones
// the one with the shortest log, of these the first. It is empty if there is no lead.
func (w *world) interesting() string {
	best, turns := "", -1
	for _, id := range w.host.Leads() {
		n := w.turns(id)
		if n > turns || n == turns && len(w.heard[id]) < len(w.heard[best]) {
			best, turns = id, n
		}
	}
	return best
}

// turns counts the kinds of turn that a lead's life has taken.
func (w *world) turns(id string) int {
	effects, n := w.effects[id], 0
	for _, kind := range []leadkit.EffectKind{leadkit.HandedOver, leadkit.Broken, leadkit.ContentDue, leadkit.Returned, leadkit.AtRisk, leadkit.Corrected} {
		if slices.ContainsFunc(effects, func(f leadkit.Effect) bool { return f.Kind == kind }) {
			n++
		}
	}
	if slices.ContainsFunc(effects, func(f leadkit.Effect) bool { return f.Passage != nil && f.Passage.Move == lead.Recycled }) {
		n++
	}
	if again(effects) {
		n += 3
	}
	if life := w.host.Records[id].Lead.Life; life.Receipt != nil && life.Owner != "" {
		n += 2 // sales has it now, so that promises and owner are there to see
	}
	return n
}

// unknownLead says that no lead has a name, and which name is near.
func (w *world) unknownLead(id string) error {
	names := w.host.Leads()
	if hint := nearly(id, names); hint != "" || len(names) == 0 {
		return fmt.Errorf("-lead %q: there is no such lead%s", id, hint)
	}
	return fmt.Errorf("-lead %q: there is no such lead; the first is %q, the last %q", id, names[0], names[len(names)-1])
}
