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
// from zero, of the exact total to a millionth of a point, held within the score's minimum and maximum.
func (s *Scorer) Score(st *State, score int, at lead.Instant) (lead.Points, bool) {
	e := s.extent(st, s.look(st), score-s.first, at, at)
	return e.lo, e.known
}

// Over gives bounds of a score over a span in which no event happens, its ends included: the score is within them at every millisecond. Over an instant both are the score.
// They are the values at the ends where all parts rise or all fall, and where the sum of parts that fade at different paces can be shown to rise or fall as a whole.
func (s *Scorer) Over(st *State, score int, from, to lead.Instant) (lo, hi lead.Points, known bool) {
	e := s.extent(st, s.look(st), score-s.first, from, max(from, to))
	return e.lo, e.hi, e.known
}

// Temperature gives the band at an instant; "" for an unscored lead, or a model without temperatures.
func (s *Scorer) Temperature(st *State, at lead.Instant) string {
	if s.measured < 0 {
		return ""
	}
	points, known := s.Score(st, s.first+s.measured, at)
	return s.band(points, known)
}

func (s *Scorer) band(points lead.Points, known bool) string {
	if !known {
		return ""
	}
	for i := range s.bands {
		if points >= s.bands[i].From {
			return s.bands[i].Name
		}
	}
	return s.coldest
}

// Fill sets every score and the temperature in the facts, for their span.
func (s *Scorer) Fill(st *State, f *lead.Facts) {
	var room [16]extent
	v, list := s.look(st), room[:0]
	for i := range s.scores {
		e := s.single(st, v, i, f.From, f.To)
		f.SetScore(s.first+i, e.lo, e.hi, e.known)
		list = append(list, e)
	}
	if s.total != nil {
		e := st.overridden(Total, s.total.over(list), f.From, f.To)
		f.SetScore(s.first+len(s.scores), e.lo, e.hi, e.known)
		list = append(list, e)
	}
	if s.measured >= 0 {
		e := list[s.measured]
		f.SetTemperature(s.band(e.lo, e.known), s.band(e.hi, e.known))
	}
}

func (s *Scorer) extent(st *State, v *view, score int, from, to lead.Instant) extent {
	switch {
	case score < 0 || score > len(s.scores) || s.total == nil:
		return extent{}
	case score < len(s.scores):
		return s.single(st, v, score, from, to)
	}
	var room [16]extent
	list := room[:0]
	for i := range s.scores {
		list = append(list, s.single(st, v, i, from, to))
	}
	return st.overridden(Total, s.total.over(list), from, to)
}

// single gives a score that is not the total.
func (s *Scorer) single(st *State, v *view, score int, from, to lead.Instant) extent {
	if v.known>>score&1 == 0 {
		return extent{}
	}
	sc := &s.scores[score]
	lo, hi := s.exact(st, v, score, from, to)
	e := extent{sc.hold(rounded(lo)), 0, true}
	if e.hi = e.lo; lo != hi {
		e.hi = sc.hold(rounded(hi))
	}
	if len(st.Overrides) > 0 {
		return st.overridden(sc.Name, e, from, to)
	}
	return e
}

// hold keeps a score within its minimum and maximum.
func (sc *score) hold(p lead.Points) lead.Points { return min(max(p, sc.low), sc.high) }

// exact gives bounds of a score before it is rounded, in 2^-16 millionths.
func (s *Scorer) exact(st *State, v *view, score int, from, to lead.Instant) (lo, hi Wide) {
	sc := &s.scores[score]
	lo, hi = s.fading(v, sc, from, to)
	still := product(int64(v.fit[score]), 1<<fine)
	lo, hi = lo.add(still), hi.add(still)
	for _, r := range sc.silences {
		last := st.active(r.silence.key)
		a := product(int64(r.points)*r.silence.steps(last, from), 1<<fine)
		b := product(int64(r.points)*r.silence.steps(last, to), 1<<fine)
		lo, hi = lo.add(least(a, b)), hi.add(most(a, b))
	}
	return lo, hi
}

// fading bounds what is left of the points that events gave.
func (s *Scorer) fading(v *view, sc *score, from, to lead.Instant) (lo, hi Wide) {
	rising, falling := false, false
	for _, i := range sc.groups {
		g := &v.groups[i]
		if !g.used() {
			continue
		}
		h := &s.halves[s.groups[i].half]
		a := g.at(h.fading(from))
		if from == to || h.rate == 0 {
			lo, hi = lo.add(a), hi.add(a)
			continue
		}
		b := g.at(h.fading(to))
		lo, hi = lo.add(least(a, b)), hi.add(most(a, b))
		rising, falling = rising || a.sign() < 0, falling || a.sign() > 0
	}
	if rising && falling {
		return s.narrow(v, sc, from, to, lo, hi)
	}
	return lo, hi
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
