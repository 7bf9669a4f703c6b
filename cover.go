package leadkit

import (
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
)

// Relieve makes the event by which a lead is told that somebody else looks after it, because whoever has it became absent or came back: what was promised passes to
// the cover, and back, with its deadline unchanged. [routing.Router.Advance] gives what is to be told; it holds until the next one. Absences that the contract names need not be told, but may.
func (e *Engine) Relieve(r routing.Relief) lead.Event {
	props := map[string]any{"person": r.Person, "from": r.At}
	if r.Cover != "" {
		props["cover"] = r.Cover
	}
	id := effectID(r.Lead, r.Person+" "+r.At.String(), lead.AbsenceStarted, r.Cover, 0)
	return lead.Event{ID: id, Lead: r.Lead, Kind: lead.AbsenceStarted, Time: r.At.Time(), By: "desk", Props: props}
}
