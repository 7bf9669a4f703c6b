package leadkit

import (
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// Tracer folds a lead's log anew into a record of its own and keeps, for every event, what it did to every score: see [Engine.Trace].
type Tracer struct {
	e      *Engine
	r      Record
	at     lead.Instant
	scores *scoring.Trace
}

// Trace begins a ledger with a line for every event, as the scores stand at an instant, to which the log is folded. The log is all that was given to
// Apply, each event at the instant at which it was. It answers what a record alone cannot: which of a thousand events made the score.
func (e *Engine) Trace(at time.Time) *Tracer {
	return &Tracer{e: e, at: lead.At(at), scores: e.scorer.Trace(lead.At(at))}
}

// Apply folds one event as [Engine.Apply] does. What lies behind the trace's instant is not folded.
func (t *Tracer) Apply(ev lead.Event, at time.Time) ([]Effect, error) {
	if lead.At(at) > t.at {
		return nil, nil
	}
	fell, err := t.advance(at)
	if err != nil {
		return nil, err
	}
	effects, err := t.e.Apply(&t.r, ev, at)
	if err != nil {
		return fell, err
	}
	t.scores.Note(&t.r.Scores, ev.ID, ev.Kind, lead.At(ev.Time))
	return append(fell, effects...), nil
}

// advance does what falls due before an event, so that it is not taken for the event's doing.
func (t *Tracer) advance(at time.Time) ([]Effect, error) {
	if t.r.Clock == 0 || lead.At(at) <= t.r.Clock {
		return nil, nil
	}
	effects, err := t.e.Advance(&t.r, at)
	if err == nil {
		t.scores.Note(&t.r.Scores, scoring.ByTime, "", t.r.Clock)
	}
	return effects, err
}

// Lines brings the record to the trace's instant and gives the ledger: the lines of a score sum exactly to it, and to what [Engine.At] gives there.
func (t *Tracer) Lines() ([]scoring.Traced, error) {
	if _, err := t.advance(t.at.Time()); err != nil {
		return nil, err
	}
	return t.scores.Lines(&t.r.Scores), nil
}
