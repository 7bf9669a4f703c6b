package scoring

import (
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// combination is a sum of scores that a standing condition reads. It is computed as the total is.
type combination struct {
	linear
	name string
}

// mostLeaves bounds the scores and constants in a combination, those of the total included: so sums of so many, each times a million at most, keep within 128 bits.
const mostLeaves = 512

// combine compiles a sum of scores.
func (s *Scorer) combine(c lead.Combination) *diag.Finding {
	p := parser{src: c.Name, names: s.Names()}
	root := term{form: isSum}
	for _, m := range c.Of {
		t := term{form: isScore, score: m.Score - s.first, factor: int64(lead.Point)}
		if t.score == len(s.scores) {
			t = term{form: isTotal, factor: t.factor, kids: []term{s.total.exact()}}
		}
		if m.Optional {
			t = term{form: isElse, kids: []term{t, {form: isConst, factor: int64(m.Else)}}}
		}
		root.kids = append(root.kids, p.times(0, t, m.Factor))
	}
	if p.fault.Code == "" && root.leaves() > mostLeaves {
		p.fail(0, "too-long", "too much is added up", "compare the total")
	}
	if p.fault.Code != "" {
		return &p.fault
	}
	sum := combination{linear{root: root, names: p.names}, c.Name}
	sum.reduce()
	s.sums = append(s.sums, sum)
	return nil
}

// exact gives the root, to be changed, with its factors in millionths again.
func (l *linear) exact() term {
	if l.whole {
		return l.root.copied(int64(lead.Point))
	}
	return l.root.copied(1)
}

func (t *term) copied(factor int64) term {
	c := *t
	c.factor *= factor
	c.kids = each(t.kids, func(k term) term { return k.copied(factor) })
	return c
}

func (t *term) leaves() int {
	n := 1
	for i := range t.kids {
		n += t.kids[i].leaves()
	}
	return n
}

// combined gives a sum of scores; it is unknown where one of them is unscored.
func (q *reading) combined(sum *combination) extent {
	for i := range sum.root.kids {
		if !q.scored(&sum.root.kids[i]) {
			return extent{}
		}
	}
	return q.linear(&sum.linear)
}

// scored tells whether a score or the total is known at the beginning of the span; of what has a number in its place that it is.
func (q *reading) scored(t *term) bool {
	switch t.form {
	case isScore:
		return q.known(t.score)
	case isTotal:
		return q.anyKnown()
	}
	return true
}

// present gives the score, or the number in its place.
func (q *reading) present(t *term) *term {
	if q.scored(&t.kids[0]) {
		return &t.kids[0]
	}
	return &t.kids[1]
}

// totals adds the total over a span: as scores make it, or what a person says.
func (q *reading) totals(t *term, c *course) {
	first, last := q.st.hand(Total, q.from), q.st.hand(Total, q.to)
	if first == nil && last == nil {
		q.terms(&t.kids[0], c)
		return
	}
	w := func(o *Override) Wide { return inFine(o.Points).scaled(t.factor) }
	if first == last {
		c.between(w(first), w(first))
		return
	}
	room := course{width: c.width}
	q.terms(&t.kids[0], &room)
	lo, hi := room.bounds(q.s.halves)
	for _, o := range q.st.acts(Total) {
		if o != nil && o.stands(q.from) {
			lo, hi = least(lo, w(o)), most(hi, w(o))
		}
	}
	c.between(lo, hi)
}
