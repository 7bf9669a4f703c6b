package scoring

import (
	"math/bits"

	"github.com/leadkit/leadkit/lead"
)

// narrow bounds a sum of parts that fade at different paces, some from above and some from below zero. Each part changes by -ln 2 · part/half-life per millisecond, so bounds of
// the parts bound the slope of the sum; where that has one sign over the whole span, the sum lies between its values at the ends. What the ends
// were cut off by is given back. The result is never wider than lo and hi, which bound the sum part by part.
func (s *Scorer) narrow(v *view, sc *score, from, to lead.Instant, lo, hi Wide) (Wide, Wide) {
	var first, last, slow, fast, slack Wide
	for _, i := range sc.groups {
		g, h := &v.groups[i], &s.halves[s.groups[i].half]
		if !g.used() || h.rate == 0 {
			w := g.at(h.fading(from))
			first, last = first.add(w), last.add(w)
			continue
		}
		a, b := g.at(h.fading(from)), g.at(h.fading(to))
		cut := slackOf(a)
		low, high, ok := h.drop(a, b, cut)
		if !ok {
			return lo, hi
		}
		first, last, slack = first.add(a), last.add(b), slack.add(cut).add(cut)
		slow, fast = slow.add(low), fast.add(high)
	}
	switch {
	case slow.sign() > 0: // it falls all the way
		return most(lo, last.add(slack.neg())), least(hi, first.add(slack))
	case fast.sign() < 0: // it rises all the way
		return most(lo, first.add(slack.neg())), least(hi, last.add(slack))
	}
	return lo, hi
}

// slackOf bounds by how much a part differs from its true value: what was cut off, and the rounding of the weight, less than one part in 2^58.
func slackOf(part Wide) Wide {
	hi, lo := part.size()
	return wide(2 + int64(min(hi, 1<<40)<<6|lo>>58))
}

// pace is one over the half-life, so that paces can be compared: rounded down, of the longest half-life about 2^22.
func (h *half) pace() uint64 { return 1 << 63 / uint64(h.span) }

// drop bounds pace times part over a span at whose ends the part is a and b. It reports false for parts too large to tell.
func (h *half) drop(a, b, cut Wide) (lo, hi Wide, ok bool) {
	ahi, alo := a.size()
	bhi, blo := b.size()
	alo, carry := bits.Add64(alo, cut.Lo, 0)
	if ahi += carry; ahi>>8 != 0 || bhi>>8 != 0 {
		return Wide{}, Wide{}, false
	}
	small, large := times(bhi, blo, h.pace()), times(ahi, alo, h.pace()+1)
	switch a.sign() {
	case -1:
		return large.neg(), small.neg(), true
	case 0: // too small to have a sign
		return large.neg(), large, true
	}
	return small, large, true
}

// times multiplies a magnitude below 2^72 by one of at most 2^48.
func times(hi, lo, n uint64) Wide {
	h, l := bits.Mul64(lo, n)
	return Wide{int64(h + hi*n), l}
}
