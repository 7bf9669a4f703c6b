package leadkit

import (
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla"
)

// Credits gives what is owed for breaches of promises, from the instant at which the contract came into force up to an instant.
func (e *Engine) Credits(b *Book, from, at time.Time) []sla.CreditDue {
	return b.Promises.Credits(e.terms, lead.At(from), lead.At(at))
}

// Responses gives how long answers took, as seen at an instant: speed to lead among them, where the contract measures it.
func (e *Engine) Responses(b *Book, w sla.Which, at time.Time) sla.Responses {
	return b.Promises.Responses(e.terms, w, lead.At(at))
}

// Agenda works out what a promise of meetings is about, for records as they are at an instant: what happened after the last meeting, which was at since.
func (e *Engine) Agenda(promise string, records []*Record, since, at time.Time) []sla.Item {
	subjects := make([]sla.Subject, len(records))
	for i, r := range records {
		stage, _ := e.machine.Stage(r.Lead.Life.Stage)
		subjects[i] = sla.Subject{Lead: &r.Lead, Promises: &r.Promises, InHand: stage.HandedOver && !stage.Final}
	}
	return e.terms.Agenda(promise, subjects, lead.At(since), lead.At(at))
}
