package lead

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Points is a score or a part of one, in millionths of a point, so that sums are exact.
// Its text form is decimal: "12.5".
type Points int64

// Point is one whole point.
const Point Points = 1_000_000

// MostPoints bounds what one rule may give and what a threshold may ask: a billion points.
const MostPoints = 1_000_000_000 * Point

// PointsOf rounds a number of points to the nearest millionth, halves away from zero.
// It reports false for NaN, infinities and whatever is beyond MostPoints.
func PointsOf(points float64) (Points, bool) {
	micro := math.Round(points * float64(Point))
	if !(math.Abs(micro) <= float64(MostPoints)) {
		return 0, false
	}
	return Points(micro), true
}

// Float gives the number of points, the nearest to the exact value: what an expression compares.
func (p Points) Float() float64 { return float64(p) / float64(Point) }

// String gives the exact decimal, without trailing zeros: "-2.5".
func (p Points) String() string {
	sign, u := "", uint64(p)
	if p < 0 {
		sign, u = "-", -u
	}
	whole, micro := u/uint64(Point), u%uint64(Point)
	if micro == 0 {
		return sign + strconv.FormatUint(whole, 10)
	}
	return sign + strconv.FormatUint(whole, 10) + "." + strings.TrimRight(fmt.Sprintf("%06d", micro), "0")
}

// MarshalText gives the text of String.
func (p Points) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads exactly what String writes, however large, and rounds any other decimal number as [PointsOf] does.
func (p *Points) UnmarshalText(text []byte) error {
	if exact, ok := parsePoints(string(text)); ok {
		*p = exact
		return nil
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err == nil {
		var ok bool
		if *p, ok = PointsOf(f); ok {
			return nil
		}
	}
	return fmt.Errorf("%q is not a number of points: write one such as 10 or -2.5", text)
}

// parsePoints reads a plain decimal of at most six decimals.
func parsePoints(text string) (Points, bool) {
	unsigned := strings.TrimPrefix(text, "-")
	whole, fraction, _ := strings.Cut(unsigned, ".")
	if whole == "" || len(fraction) > 6 || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, false
	}
	sign := text[:len(text)-len(unsigned)]
	micro, err := strconv.ParseInt(sign+whole+fraction+strings.Repeat("0", 6-len(fraction)), 10, 64)
	return Points(micro), err == nil
}

// Line is one line of a score's explanation. The lines of a score sum exactly to the score.
type Line struct {
	Score  string  `json:"score"`
	Rule   string  `json:"rule"`             // the rule's name, or what took or rounded points: "at most 100", "rounding"
	Points Points  `json:"points"`           // what the line adds now, in millionths of a point
	Given  Points  `json:"given,omitempty"`  // what the events gave when they happened, before decay
	Times  int64   `json:"times,omitempty"`  // how often the rule gave points
	Last   Instant `json:"last,omitempty"`   // when it last did
	Reason string  `json:"reason,omitempty"` // in words: the condition, the decay, the limit
}
