package leadkit

import (
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// Outlook is what could become of a lead's scores: what would make it hotter and when it cools, and what each move out of its stage by a condition lacks.
type Outlook struct {
	Heat  scoring.Outlook `json:"heat"` // its Score is empty in a contract without temperatures
	Moves []Ahead         `json:"moves,omitempty"`
}

// Ahead is how far a lead is from a move.
type Ahead struct {
	Move string `json:"move"`
	To   string `json:"to"`
	scoring.Prospect
}

// Outlook tells it at an instant, not before the record's clock. The record is not changed: what falls due until then is done on a copy.
func (e *Engine) Outlook(r *Record, at time.Time) (Outlook, error) {
	c := r.Clone()
	if _, err := e.Advance(c, at); err != nil {
		return Outlook{}, err
	}
	x := e.run(c)
	defer e.done(x)
	x.look(nil)
	now := max(c.Clock, lead.At(at))
	o := Outlook{Heat: e.scorer.Heat(&c.Scores, now)}
	for _, way := range e.machine.Ways(&c.Lead) {
		if way.When != nil {
			o.Moves = append(o.Moves, Ahead{way.Move, way.To, e.scorer.Prospect(&c.Scores, way.When, x.facts, now)})
		}
	}
	return o, nil
}

// String tells it in lines.
func (o Outlook) String() string {
	var parts []string
	if o.Heat.Score != "" {
		parts = append(parts, o.Heat.String())
	}
	for _, m := range o.Moves {
		parts = append(parts, m.Move+" → "+m.To+", when "+m.Prospect.String())
	}
	return strings.Join(parts, "\n")
}
