package lead

import (
	"math"
	"slices"

	"github.com/leadkit/leadkit/internal/rule"
	"github.com/leadkit/leadkit/lead/diag"
)

// Combination is a sum of scores, each times a constant, in a standing condition: fit + interest >= 50, or 2 * interest - fit > 10. Scoring answers it as it answers
// the total: out of the exact scores, rounded once to a millionth of a point, at an instant and over a span alike. So it may differ by some millionths from
// what the scores add up to once each is rounded, which is what a condition that is read once makes of them; and scores that run against each other are seen
// together. It is missing where one of its scores is.
//
// fit > interest is read as fit - interest > 0, and min(fit, 40) + interest as min(fit + interest, 40 + interest).
// What does not change by itself is added to it as any number is: fit + interest + lead.visits.
type Combination struct {
	Name string // as an expression: fit + 2 * interest
	Of   []Multiple
}

// Multiple is a score times a factor.
type Multiple struct {
	Score    int   // its number
	Factor   int64 // in millionths
	Optional bool  // Else stands in while the lead is unscored: fit ?? 0
	Else     Points
}

// mostFactor bounds the factors, in millionths: a million.
const mostFactor = 1_000_000 * int64(Point)

// Combine names who answers for sums of scores: f is told of each sum once, in the order that [Facts.SetCombination] takes, or says why it cannot be.
// Without it, a sum of scores in a standing condition is a finding.
func (s *Schema) Combine(f func(Combination) *diag.Finding) { s.adds = f }

// combine answers the expression compiler for sums of scores.
func (s *Schema) combine(sum rule.Combination) (rule.Name, *diag.Finding) {
	c := Combination{Name: sum.String()}
	at := slices.IndexFunc(s.sums, func(o Combination) bool { return o.Name == c.Name })
	if at < 0 {
		for _, m := range sum.Of {
			multiple, f := s.multiple(m)
			if f != nil {
				return rule.Name{}, f
			}
			c.Of = append(c.Of, multiple)
		}
		if s.adds == nil {
			return rule.Name{}, nil
		}
		if f := s.adds(c); f != nil {
			return rule.Name{}, f
		}
		at = len(s.sums)
		s.sums = append(s.sums, c)
	}
	return rule.Name{Type: rule.Number, Slot: rule.Slot{Bank: bankCombination, Index: uint16(at)}}, nil
}

func (s *Schema) multiple(m rule.Multiple) (Multiple, *diag.Finding) {
	score := slices.Index(s.scores, m.Name)
	factor, exact := millionths(m.Factor)
	other, whole := millionths(m.Else)
	switch {
	case score < 0:
		return Multiple{}, &diag.Finding{Summary: m.Name + " is added up with something else that changes at every instant",
			Remedy: "compare each with a constant; only scores, times constants, are added up and subtracted"}
	case !exact || !whole:
		return Multiple{}, &diag.Finding{Summary: "multiplied out, a constant has more than six decimal places or is beyond a million",
			Remedy: "write a decimal such as 0.333333, or divide the whole sum: (fit + interest) / 3"}
	}
	return Multiple{score, factor, m.Optional, Points(other)}, nil
}

// millionths gives a number in millionths; false if it is not that of some decimal with six places, up to the rounding of a few multiplications, or beyond a million.
func millionths(f float64) (int64, bool) {
	micro := math.Round(f * float64(Point))
	exact := math.Abs(f*float64(Point)-micro) <= 1e-12*math.Abs(micro)
	return int64(micro), exact && math.Abs(micro) <= float64(mostFactor)
}

// SetCombination sets the lowest and highest value of a sum of scores over the span. Over an instant both are the sum. It is not known where one of its scores is not.
// A sum that the schema has learned of since the facts were made is passed over.
func (f *Facts) SetCombination(combination int, lo, hi Points, known bool) {
	if combination >= len(f.env.Bank[bankCombination]) {
		return
	}
	low, high := number(lo.Float()), number(hi.Float())
	if !known {
		low, high = Value{}, Value{}
	}
	f.env.Bank[bankCombination][combination], f.upper[bankCombination][combination] = low, high
}

// plainly adds up scores as numbers, to a millionth.
func (c *Combination) plainly(scores []Value) Value {
	sum := 0.0
	for _, m := range c.Of {
		n := m.Else.Float()
		switch {
		case m.Score < len(scores) && scores[m.Score].Type == rule.Number:
			n = scores[m.Score].Num
		case !m.Optional:
			return Value{}
		}
		sum += n * Points(m.Factor).Float()
	}
	if sum = math.Round(sum*float64(Point)) / float64(Point); sum-sum != 0 { // not finite
		return Value{}
	}
	return number(sum)
}
