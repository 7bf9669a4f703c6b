package sla

import (
	"encoding/json"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Times is a multiset of spans of time, exact to the millisecond. Adding is cheap; the first question after it sorts. Two Times of the same spans have the
// same JSON, an array in ascending order. It is not for several goroutines at once, not even for questions.
type Times struct {
	values []lead.Span
	gone   []lead.Span // what was taken out and is still among the values, or will come into them by a merge
	sorted bool
}

// Add puts a span in.
func (s *Times) Add(d lead.Span) {
	s.values = append(s.values, d)
	s.sorted = false
}

// Remove takes a span out that was put in, here or in a Times that will be merged into this one.
func (s *Times) Remove(d lead.Span) {
	if n := len(s.values); n > 0 && s.values[n-1] == d {
		s.values = s.values[:n-1]
		return
	}
	s.gone = append(s.gone, d)
	s.sorted = false
	if n := len(s.gone); n >= leastGone && n >= len(s.values)/2 && n&(n-1) == 0 {
		s.sort()
	}
}

// leastGone is from how many on what was taken out is looked for, each time it has doubled and is half of what is in.
const leastGone = 1024

// Merge puts all of another Times in.
func (s *Times) Merge(o *Times) {
	s.values = append(s.values, o.values...)
	s.gone = append(s.gone, o.gone...)
	s.sorted = false
}

// sort brings the multiset into its one canonical form: ascending, with nothing both in and gone.
func (s *Times) sort() {
	if s.sorted {
		return
	}
	slices.Sort(s.values)
	slices.Sort(s.gone)
	if len(s.gone) > 0 {
		s.cancel()
	}
	s.sorted = true
}

func (s *Times) cancel() {
	values, gone := s.values[:0], s.gone[:0]
	i := 0
	for _, v := range s.values {
		for i < len(s.gone) && s.gone[i] < v {
			gone = append(gone, s.gone[i])
			i++
		}
		if i < len(s.gone) && s.gone[i] == v {
			i++
			continue
		}
		values = append(values, v)
	}
	s.values, s.gone = values, append(gone, s.gone[i:]...)
}

// Len gives how many spans there are.
func (s *Times) Len() int {
	s.sort()
	return len(s.values)
}

// All gives the spans in ascending order. The slice is not to be changed.
func (s *Times) All() []lead.Span {
	s.sort()
	return s.values
}

// Within counts the spans up to a bound, the bound included.
func (s *Times) Within(bound lead.Span) int {
	s.sort()
	n, _ := slices.BinarySearch(s.values, bound+1)
	return n
}

// Percentile gives the p-th percentile, p from 1 to 100, by nearest rank: the smallest span that at least p in a hundred do not exceed. False if there is none.
func (s *Times) Percentile(p int) (lead.Span, bool) {
	s.sort()
	if len(s.values) == 0 || p < 1 || p > 100 {
		return 0, false
	}
	return s.values[(len(s.values)*p+99)/100-1], true
}

// Median gives the middle span in milliseconds, of an even count the mean of the middle two. False if there is none.
func (s *Times) Median() (float64, bool) {
	s.sort()
	n := len(s.values)
	switch {
	case n == 0:
		return 0, false
	case n%2 == 1:
		return float64(s.values[n/2]), true
	}
	return float64(s.values[n/2-1])/2 + float64(s.values[n/2])/2, true
}

// IsZero reports whether nothing is in it, so that it is left out of JSON.
func (s Times) IsZero() bool {
	if len(s.values) != len(s.gone) {
		return false
	}
	s.values, s.gone = slices.Clone(s.values), slices.Clone(s.gone)
	s.sort()
	return len(s.values) == 0
}

// timesJSON is the encoded form: the spans in milliseconds, ascending.
type timesJSON struct {
	In   []int64 `json:"in,omitempty"`
	Gone []int64 `json:"gone,omitempty"`
}

// MarshalJSON gives the spans in milliseconds, ascending.
func (s Times) MarshalJSON() ([]byte, error) {
	s.values, s.gone = slices.Clone(s.values), slices.Clone(s.gone)
	s.sort()
	return json.Marshal(timesJSON{convert[int64](s.values), convert[int64](s.gone)})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Times) UnmarshalJSON(data []byte) error {
	var j timesJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*s = Times{values: convert[lead.Span](j.In), gone: convert[lead.Span](j.Gone)}
	s.sort()
	return nil
}

func convert[T, F ~int64](list []F) []T {
	if list == nil {
		return nil
	}
	out := make([]T, len(list))
	for i, v := range list {
		out[i] = T(v)
	}
	return out
}
