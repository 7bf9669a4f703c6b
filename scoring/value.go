package scoring

import (
	"math/bits"

	"github.com/leadkit/leadkit/lead"
)

// extent is what a score is over a span: from lo to hi. Unknown is unscored.
type extent struct {
	lo, hi lead.Points
	known  bool
}

// Score gives a score, by its number in the schema, at an instant that is not before the last event; false when the lead is unscored. It is one rounding, halves away
// from zero, of the exact sum to a millionth of a point, after minima and maxima.
func (s *Scorer) Score(st *State, score int, at lead.Instant) (lead.Points, bool) {
	q := s.at(st, at)
	e := q.extent(score - s.first)
	return e.lo, e.known
}

// Over gives bounds of a score over a span in which no event happens, its ends included: the score is within them at every millisecond, and counts as 0 where it is unscored. Whether
// it is known is told of the beginning: see [Scorer.Due]. Over an instant both are the score.
// Where only half-lives are at work, they are as near to the score's values at the ends as the slope of all parts together allows; so parts that cancel each other
// out, in one score or in the total of several, leave no doubt.
func (s *Scorer) Over(st *State, score int, from, to lead.Instant) (lo, hi lead.Points, known bool) {
	q := s.over(st, from, max(from, to))
	e := q.extent(score - s.first)
	return e.lo, e.hi, e.known
}

// Temperature gives the band at an instant; "" for an unscored lead, or a model without temperatures.
func (s *Scorer) Temperature(st *State, at lead.Instant) string {
	q := s.at(st, at)
	e := q.extent(s.heat.score)
	return s.heat.of(e.lo, e.known)
}

// Fill sets every score, the temperature, the grid, the changes and the sums of scores in the facts, for their span.
func (s *Scorer) Fill(st *State, f *lead.Facts) {
	q := s.over(st, f.From, f.To)
	if q.from == q.to {
		q.fillInstant(f)
	} else {
		q.fillSpan(f)
	}
	if len(s.schema.Changes()) > 0 {
		c := s.over(st, f.From, f.To)
		c.changes(f)
	}
}

func (q reading) fillInstant(f *lead.Facts) {
	var room [keptScores]holding
	q.held = room[:min(len(q.s.scores), len(room))]
	q.fill(f)
}

func (q reading) fillSpan(f *lead.Facts) {
	var room [keptScores]course
	q.kept = room[:min(len(q.s.scores), len(room))]
	q.fill(f)
}

// keptScores is of how many scores the total finds again what they hold, or how they run.
const keptScores = 4

func (q *reading) fill(f *lead.Facts) {
	var room [16]extent
	s, list := q.s, room[:0]
	for i := range s.scores {
		list = append(list, q.single(i))
	}
	if s.total != nil {
		list = append(list, q.total())
	}
	for i, e := range list {
		f.SetScore(s.first+i, e.lo, e.hi, e.known)
	}
	for i := range s.sums {
		e := q.combined(&s.sums[i])
		f.SetCombination(i, e.lo, e.hi, e.known)
	}
	if s.heat.score >= 0 {
		e := list[s.heat.score]
		f.SetTemperature(s.heat.of(e.lo, e.known), s.heat.of(e.hi, e.known))
	}
	if s.letters.score >= 0 {
		row, column := list[s.letters.score], list[s.digits.score]
		f.SetGrid(s.field(row.lo, row.known, column.lo, column.known), s.field(row.hi, row.known, column.hi, column.known))
	}
}

// extent gives a score by its place among the scorer's, total last.
func (q *reading) extent(score int) extent {
	switch {
	case score < 0 || score > len(q.s.scores) || q.s.total == nil:
		return extent{}
	case score < len(q.s.scores):
		return q.single(score)
	}
	return q.total()
}

// judged tells whether the machine scores a lead, by a score that is about it.
func (q *reading) judged(score int) bool {
	return q.v.known>>score&1 != 0 && q.s.scores[score].applies(q.st)
}

// known tells whether a lead is scored at the beginning of the span: not while the score is frozen unscored.
func (q *reading) known(score int) bool {
	return q.judged(score) && (!q.touched() || !q.st.hand(q.s.scores[score].Name, q.from).unscored())
}

// touched tells whether anybody has done anything to a score.
func (q *reading) touched() bool { return len(q.st.Overrides)+len(q.st.Frozen)+len(q.st.Away) > 0 }

// single gives a score that is not the total.
func (q *reading) single(score int) extent {
	if !q.judged(score) {
		return extent{}
	}
	sc := &q.s.scores[score]
	var e extent
	if q.from == q.to {
		p := rounded(q.holds(score))
		e = extent{p, p, true}
	} else {
		lo, hi := q.bounds(score)
		e = extent{rounded(lo), rounded(hi), true}
	}
	if q.touched() {
		return q.st.overridden(sc.Name, e, q.from, q.to)
	}
	return e
}

// total gives the score over all others.
func (q *reading) total() extent {
	if of(q.st.Overrides, Total) == nil && !q.any(q.judged) {
		return extent{}
	}
	e := q.linear(q.s.total)
	e.known = q.any(q.known)
	return q.st.overridden(Total, e, q.from, q.to)
}

// anyKnown tells whether a lead is scored at the beginning of the span by any score that the total reads, or a person set the total; not while it is frozen unscored.
func (q *reading) anyKnown() bool {
	return (of(q.st.Overrides, Total) != nil || q.any(q.known)) && !q.st.hand(Total, q.from).unscored()
}

// any tells whether something is so of any score that the total reads.
func (q *reading) any(is func(score int) bool) bool {
	for i := range q.s.scores {
		if is(i) && q.s.total.root.reads(i) {
			return true
		}
	}
	return false
}

// linear gives what scores make together, rounded once.
func (q *reading) linear(l *linear) extent {
	if q.from == q.to {
		p := l.points(q.term(&l.root))
		return extent{p, p, true}
	}
	c := course{width: q.to.Sub(q.from)}
	q.terms(&l.root, &c)
	lo, hi := c.bounds(q.s.halves)
	return extent{l.points(lo), l.points(hi), true}
}

// part gives a score exactly at an instant, in 2^-16 millionths, as the total reads it: 0 if it is unscored.
func (q *reading) part(score int) Wide {
	if !q.judged(score) {
		return Wide{}
	}
	sc := &q.s.scores[score]
	if o := q.st.hand(sc.Name, q.from); o != nil {
		return inFine(o.Points)
	}
	return q.holds(score)
}

// parts adds a score times a factor over a span.
func (q *reading) parts(score int, factor int64, c *course) {
	if !q.judged(score) {
		return
	}
	sc := &q.s.scores[score]
	first, last := q.st.hand(sc.Name, q.from), q.st.hand(sc.Name, q.to)
	if first == nil && factor == 1 && score < len(q.kept) {
		c.plus(q.run(score, nil))
		return
	}
	var room course
	switch {
	case first == nil:
		room = *q.run(score, &room)
	case first == last:
		room.between(inFine(first.Points), inFine(first.Points))
	default:
		lo, hi := q.bounds(score)
		least, most := q.st.hands(sc.Name, q.from, rounded(lo)-1, rounded(hi)+1) // what rounding may have cut off
		room.fix(inFine(least), inFine(most))
	}
	room.times(factor)
	c.plus(&room)
}

// rounded gives millionths, halves away from zero, within MostScore.
func rounded(w Wide) lead.Points {
	hi, lo := w.size()
	lo, carry := bits.Add64(lo, 1<<(fine-1), 0)
	hi += carry
	n := uint64(MostScore)
	if hi>>fine == 0 {
		n = min(n, hi<<(64-fine)|lo>>fine)
	}
	if w.Hi < 0 {
		return -lead.Points(n)
	}
	return lead.Points(n)
}
