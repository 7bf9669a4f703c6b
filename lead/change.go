package lead

import (
	"slices"
	"strconv"

	"github.com/leadkit/leadkit/internal/rule"
	"github.com/leadkit/leadkit/lead/diag"
)

// Change is a use of change(score, within) in a contract: by how much a score has changed within a time. Scoring answers it, see [Facts.SetChange].
type Change struct {
	Score  int // its number
	Within Span
	Name   string // as it is written: change("interest","7d")
}

// change answers the expression compiler for change(score, within).
func (s *Schema) change(c rule.Call) (rule.Name, *diag.Finding) {
	score := slices.Index(s.scores, c.Kind)
	switch {
	case score < 0:
		var l diag.List
		l.Unknown("kind", "score", c.Kind, s.scores)
		return rule.Name{}, &l[0]
	case c.Within < int64(Minute):
		return rule.Name{}, &diag.Finding{Code: "no-time", Summary: "a score changes within a time of a minute at least", Remedy: "write one such as change(" + strconv.Quote(c.Kind) + `, "7d")`}
	}
	name := "change(" + strconv.Quote(c.Kind) + "," + strconv.Quote(rule.FormatSpan(c.Within)) + ")"
	at := slices.IndexFunc(s.changes, func(u Change) bool { return u.Name == name })
	if at < 0 {
		at = len(s.changes)
		s.changes = append(s.changes, Change{score, Span(c.Within), name})
	}
	return rule.Name{Name: name, Type: rule.Number, Slot: rule.Slot{Bank: bankChange, Index: uint16(at)}, Varies: true, Flows: true}, nil
}

// Changes lists the distinct uses of change(score, within) in the order that [Facts.SetChange] takes. The slice is not to be changed.
func (s *Schema) Changes() []Change { return s.changes }

// SetChange sets the lowest and highest value of a change over the span. Over an instant both are the change. Of an unscored lead it is not known.
func (f *Facts) SetChange(change int, lo, hi Points, known bool) {
	low, high := number(lo.Float()), number(hi.Float())
	if !known {
		low, high = Value{}, Value{}
	}
	f.env.Bank[bankChange][change], f.upper[bankChange][change] = low, high
}
