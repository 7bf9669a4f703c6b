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
	isTotal // the total, in a combination: kids is how it is made
	isElse  // the first kid, or the second while the first is unscored
)

type term struct {
	form   form
	score  int
	factor int64 // in millionths, of a score or the total; the value of a constant
	kids   []term
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

// term gives the value of a term at an instant, in 2^-16 millionths times the factors' unit.
func (q *reading) term(t *term) Wide {
	switch t.form {
	case isScore:
		return q.part(t.score).scaled(t.factor)
	case isConst:
		return inFine(lead.Point).scaled(t.factor)
	case isTotal:
		if o := q.st.hand(Total, q.from); o != nil {
			return inFine(o.Points).scaled(t.factor)
		}
		return q.term(&t.kids[0])
	case isElse:
		return q.term(q.present(t))
	}
	w := q.term(&t.kids[0])
	for i := range t.kids[1:] {
		switch x := q.term(&t.kids[i+1]); t.form {
		case isMin:
			w = least(w, x)
		case isMax:
			w = most(w, x)
		default:
			w = w.add(x)
		}
	}
	return w
}

// terms adds term over a span.
func (q *reading) terms(t *term, c *course) {
	switch t.form {
	case isScore:
		q.parts(t.score, t.factor, c)
	case isConst:
		w := q.term(t)
		c.between(w, w)
	case isMin, isMax:
		q.chosen(t, c)
	case isTotal:
		q.totals(t, c)
	case isElse:
		q.terms(q.present(t), c)
	default:
		for i := range t.kids {
			q.terms(&t.kids[i], c)
		}
	}
}

// chosen adds the least or greatest of several: the one that is so all along goes on as it runs.
func (q *reading) chosen(t *term, c *course) {
	best, d := course{width: c.width}, course{width: c.width}
	q.terms(&t.kids[0], &best)
	for i := range t.kids[1:] {
		d.fix(Wide{}, Wide{})
		q.terms(&t.kids[i+1], &d)
		best.choose(&d, q.s.halves, t.form == isMax)
	}
	c.plus(&best)
}

// choose keeps the lesser, or the greater, of two courses.
//
// Where neither is so all along, the greater of c and d is c and by how much d exceeds it: so what is as good as a tie runs on as c does.
func (c *course) choose(d *course, halves []half, greater bool) {
	lo, hi := c.bounds(halves)
	low, high := d.bounds(halves)
	switch {
	case hi.less(low) && greater || high.less(lo) && !greater:
		*c = *d
	case hi.less(low) || high.less(lo): // c it is
	default:
		under, over := c.minus(d).bounds(halves)
		if greater {
			c.between(most(over.neg(), Wide{}), most(under.neg(), Wide{}))
			lo, hi = most(lo, low), most(hi, high)
		} else {
			c.between(least(over.neg(), Wide{}), least(under.neg(), Wide{}))
			lo, hi = least(lo, low), least(hi, high)
		}
		c.lo, c.hi = most(c.lo, lo), least(c.hi, hi)
	}
}

// points rounds to millionths, halves away from zero, and holds the value within MostScore.
func (l *linear) points(w Wide) lead.Points {
	unit := uint64(1) << fine
	if !l.whole {
		unit *= uint64(lead.Point)
	}
	hi, lo := w.size()
	lo, carry := bits.Add64(lo, unit/2, 0)
	n := uint64(MostScore)
	if hi += carry; hi < unit {
		q, _ := bits.Div64(hi, lo, unit)
		n = min(n, q)
	}
	if w.Hi < 0 {
		return -lead.Points(n)
	}
	return lead.Points(n)
}

// core gives the total without the constants that hold it from outside, and the terms with them, the innermost first.
func (l *linear) core() (core *term, caps []*term) {
	core = &l.root
	for core.form == isMin || core.form == isMax {
		var inner *term
		for i := range core.kids {
			if k := &core.kids[i]; k.form != isConst && inner != nil {
				return core, caps
			} else if k.form != isConst {
				inner = k
			}
		}
		if len(core.kids) == 1 {
			return core, caps
		}
		caps = append([]*term{core}, caps...)
		core = inner
	}
	return core, caps
}

// limits names what the constants of a least or greatest do: "at most 100".
func (l *linear) limits(t *term) string {
	constants := term{form: t.form}
	for _, k := range t.kids {
		if k.form == isConst {
			constants.kids = append(constants.kids, k)
		}
	}
	limit := join(t.form, constants.kids)
	if t.form == isMin {
		return "at most " + l.text(&limit)
	}
	return "at least " + l.text(&limit)
}

// parts gives the summands of a term.
func (t *term) parts() []term {
	if t.form == isSum {
		return t.kids
	}
	return []term{*t}
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
