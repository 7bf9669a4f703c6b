package scoring

import "github.com/leadkit/leadkit/lead"

// MostSteps bounds how many spans [Scorer.Next] looks at.
const MostSteps = 1 << 16

// Next gives the first instant after at at which "score >= threshold" is no longer what it is at at, if no event happens; false when it never changes, as for an
// unscored lead. An unscored lead reaches no threshold.
//
// Spans of doubling length are searched in turn, from the earliest on. One over which [Scorer.Over] leaves no doubt is passed over, one in doubt is halved, down to the millisecond. So every
// crossing is found in order and to the millisecond: also where a sum of points that fade at different paces crosses several times, and where grains, silences and overrides end.
//
// How many spans it takes: the bounds of Over differ from the score's values at the ends by at most the square of the span's length times the score's curvature, so in the
// neighbourhood of a simple crossing doubt is halved away in some forty steps, and where parts nearly cancel each other out the spans in doubt grow with the half-lives. Where the score stays
// within its own rounding of the threshold for so long that [MostSteps] spans are not enough, what is given is the first instant that could not be ruled out: until
// then nothing changes, and there perhaps not yet. Asked again at that instant, Next goes on.
func (s *Scorer) Next(st *State, score int, threshold lead.Points, at lead.Instant) (lead.Instant, bool) {
	search := search{reading: s.at(st, at), score: score - s.first, threshold: threshold}
	now := search.extent(search.score)
	if !now.known && s.Due(st, at) == 0 {
		return 0, false
	}
	search.now = now.known && now.lo >= threshold
	for from, size := at+1, lead.Instant(lead.Hour); from <= lead.Forever; size *= 2 {
		to := min(from+size-1, lead.Forever)
		if end := s.Due(st, from); end != 0 {
			to = min(to, end-1) // from there on it may be known
		}
		if found := search.first(from, to); found != 0 {
			return found, true
		}
		from = to + 1
	}
	return 0, false
}

type search struct {
	reading
	score     int
	threshold lead.Points
	now       bool
	steps     int
}

// first gives the first instant of the span at which the comparison differs from now, or at which the steps are used up; zero if there is none.
func (q *search) first(from, to lead.Instant) lead.Instant {
	if q.steps++; q.steps > MostSteps {
		return from
	}
	q.from, q.to = from, to
	e := q.extent(q.score)
	low, high := e.known && e.lo >= q.threshold, e.known && e.hi >= q.threshold
	switch {
	case low == high && low == q.now:
		return 0
	case low == high:
		return from
	}
	middle := from + (to-from)/2
	if found := q.first(from, middle); found != 0 {
		return found
	}
	return q.first(middle+1, to)
}
