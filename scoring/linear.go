package scoring

import (
	"math/bits"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// linear is a compiled total: sums, minima and maxima of scores times constants. Constants are in millionths and are multiplied out down to the scores, so that the
// value is an exact integer, rounded once.
type linear struct {
	root term
	// whole says that every factor is a whole number and was divided by a million.
	whole bool
	names []string
}

// form is what a term is.
type form uint8

const (
	isScore form = iota
	isConst
	isSum
	isMin
	isMax
)

type term struct {
	form   form
	score  int
	factor int64 // in millionths, of a score; the value of a constant
	kids   []term
}

// over gives the total's bounds from the scores' ones.
func (l *linear) over(scores []extent) extent {
	known := false
	for i := range scores {
		known = known || scores[i].known && l.root.reads(i)
	}
	if !known {
		return extent{}
	}
	lo, hi := l.root.over(scores)
	e := extent{lo: l.points(lo), known: true}
	if e.hi = e.lo; lo != hi {
		e.hi = l.points(hi)
	}
	return e
}

func (t *term) reads(score int) bool {
	if t.form == isScore {
		return t.score == score
	}
	for i := range t.kids {
		if t.kids[i].reads(score) {
			return true
		}
	}
	return false
}

// over bounds a term. An unknown score counts 0.
func (t *term) over(scores []extent) (lo, hi Wide) {
	switch t.form {
	case isScore:
		e := scores[t.score]
		a, b := product(t.factor, int64(e.lo)), product(t.factor, int64(e.hi))
		if t.factor < 0 {
			return b, a
		}
		return a, b
	case isConst:
		w := product(t.factor, int64(lead.Point))
		return w, w
	}
	lo, hi = t.kids[0].over(scores)
	for i := range t.kids[1:] {
		a, b := t.kids[i+1].over(scores)
		switch t.form {
		case isMin:
			lo, hi = least(lo, a), least(hi, b)
		case isMax:
			lo, hi = most(lo, a), most(hi, b)
		default:
			lo, hi = lo.add(a), hi.add(b)
		}
	}
	return lo, hi
}

// points rounds to millionths, halves away from zero, and holds the value within MostScore.
func (l *linear) points(w Wide) lead.Points {
	hi, lo := w.size()
	n := uint64(MostScore)
	switch {
	case l.whole && hi == 0:
		n = min(n, lo)
	case !l.whole && hi < uint64(lead.Point)/2:
		lo, carry := bits.Add64(lo, uint64(lead.Point)/2, 0)
		q, _ := bits.Div64(hi+carry, lo, uint64(lead.Point))
		n = min(n, q)
	}
	if w.Hi < 0 {
		return -lead.Points(n)
	}
	return lead.Points(n)
}

// parts gives the summands of the total.
func (l *linear) parts() []term {
	if l.root.form == isSum {
		return l.root.kids
	}
	return []term{l.root}
}

// reduce divides all factors by a million if that leaves whole numbers.
func (l *linear) reduce() {
	if l.whole = l.root.whole(); l.whole {
		l.root.divide()
	}
}

func (t *term) whole() bool {
	for i := range t.kids {
		if !t.kids[i].whole() {
			return false
		}
	}
	return t.factor%int64(lead.Point) == 0
}

func (t *term) divide() {
	t.factor /= int64(lead.Point)
	for i := range t.kids {
		t.kids[i].divide()
	}
}

// text writes a term as an expression.
func (l *linear) text(t *term) string {
	factor := lead.Points(t.factor)
	if l.whole {
		factor *= lead.Point
	}
	list := func(between string) string {
		texts := make([]string, len(t.kids))
		for i := range t.kids {
			texts[i] = l.text(&t.kids[i])
		}
		return strings.Join(texts, between)
	}
	switch t.form {
	case isScore:
		switch factor {
		case lead.Point:
			return l.names[t.score]
		case -lead.Point:
			return "-" + l.names[t.score]
		}
		return factor.String() + " * " + l.names[t.score]
	case isConst:
		return factor.String()
	case isMin:
		return "min(" + list(", ") + ")"
	case isMax:
		return "max(" + list(", ") + ")"
	}
	return list(" + ")
}

// decimal reads a constant in millionths; false if it has more than six places or is beyond a million.
func decimal(text string) (int64, bool) {
	whole, places, _ := strings.Cut(text, ".")
	if len(places) > 6 || strings.Trim(whole+places, "0123456789") != "" || whole+places == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(places + "000000")[:6], 10, 64)
	return n, err == nil && n <= mostFactor
}

// mostFactor bounds constants, in millionths: a million.
const mostFactor = 1_000_000 * int64(lead.Point)
