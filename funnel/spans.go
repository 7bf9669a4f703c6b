package funnel

import (
	"math/bits"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Spans is a multiset of times between two steps, in milliseconds: every one is kept, so that medians and percentiles are exact and
// any number of multisets merge. Its order has no meaning; [Tally.MarshalJSON] writes it sorted.
type Spans []lead.Span

// Spread is how a multiset is spread.
type Spread struct {
	Count int `json:"count"`
	// Median of an even count is the mean of the middle two, rounded down to the millisecond. The percentiles are by nearest rank.
	Least  lead.Span `json:"least,omitempty"`
	P10    lead.Span `json:"p10,omitempty"`
	Median lead.Span `json:"median,omitempty"`
	P90    lead.Span `json:"p90,omitempty"`
	Most   lead.Span `json:"most,omitempty"`
}

// Spread sorts a copy and reads it. Of an empty multiset all is zero.
func (s Spans) Spread() Spread {
	if len(s) == 0 {
		return Spread{}
	}
	sorted := slices.Sorted(slices.Values(s))
	return Spread{Count: len(sorted), Least: sorted[0], P10: nearestRank(sorted, 10), Median: median(sorted), P90: nearestRank(sorted, 90),
		Most: sorted[len(sorted)-1]}
}

// Median gives the median: of an even count the mean of the middle two, rounded down to the millisecond. Of an empty multiset it is zero.
func (s Spans) Median() lead.Span {
	if len(s) == 0 {
		return 0
	}
	return median(slices.Sorted(slices.Values(s)))
}

// Percentile gives the percentile, 0 to 100, by nearest rank: the least time that at least so many in a hundred do not exceed.
// Beyond 0 and 100 it is as at 0 and 100. Of an empty multiset it is zero.
func (s Spans) Percentile(percent int) lead.Span {
	if len(s) == 0 {
		return 0
	}
	return nearestRank(slices.Sorted(slices.Values(s)), percent)
}

// Within counts the times that do not exceed a limit.
func (s Spans) Within(limit lead.Span) int {
	n := 0
	for _, span := range s {
		if span <= limit {
			n++
		}
	}
	return n
}

func median(sorted []lead.Span) lead.Span {
	n := len(sorted)
	lo, hi := sorted[(n-1)/2], sorted[n/2]
	return lo + (hi-lo)/2
}

// nearestRank gives the element of rank ceil(percent/100 * n), at least 1.
func nearestRank[T any](sorted []T, percent int) T {
	return sorted[rank(percent, len(sorted))-1]
}

func rank(percent, n int) int {
	percent = min(max(percent, 0), 100)
	hi, lo := bits.Mul64(uint64(percent), uint64(n))
	quotient, rest := bits.Div64(hi, lo, 100)
	if rest > 0 {
		quotient++
	}
	return max(1, int(quotient))
}

// Velocity gives the times from one step to another, over all leads that reached both in that order, the second of them in the time selected: what is counted by
// when it ended has no young leads in it that lean to the quick ones. From "" is the entry.
func (t *Tally) Velocity(from, to string, when During) Spread {
	return t.times(from, to, when).Spread()
}

func (t *Tally) times(from, to string, when During) (all Spans) {
	for leg, spans := range t.Legs {
		if leg.From == from && leg.To == to && when.has(leg.Month, leg.Week) {
			all = append(all, spans...)
		}
	}
	return all
}
