package scoring

import (
	"math/bits"

	"github.com/leadkit/leadkit/lead"
)

// The bounds of a half-life. Below a hundred years, the weights of two neighbouring milliseconds differ by far more than their rounding,
// so that what decays never grows.
const (
	ShortestHalfLife = lead.Minute
	LongestHalfLife  = 36500 * lead.Day
)

// epochBits says how many half-lives an epoch has: 32. Epochs are counted from 1970, so that no landmark has to be stored or moved.
const epochBits = 5

// fine is how many binary places of a millionth of a point are kept.
const fine = 16

// half is a compiled half-life: t milliseconds are t·rate/2^(64+shift) half-lives. The rate is rounded down to 64 bits, which makes the
// half-life longer by less than one part in 2^63; that is its definition here, not an error that adds up. The zero half does not decay.
type half struct {
	span  lead.Span
	rate  uint64
	shift uint
	pace  uint64 // one over the half-life, in 2^-63ths, rounded down
}

func newHalf(span lead.Span) half {
	if span == 0 {
		return half{}
	}
	shift := uint(bits.Len64(uint64(span-1))) - 1
	rate, _ := bits.Div64(1<<shift, 0, uint64(span))
	return half{span, rate, shift, 1 << 63 / uint64(span)}
}

// at gives how many half-lives lie between 1970 and t: whole ones, and 2^-64ths of one.
func (h *half) at(t lead.Instant) (whole, part uint64) {
	hi, lo := bits.Mul64(uint64(max(t, 0)), h.rate)
	return hi >> (h.shift & 63), hi<<(-h.shift&63) | lo>>(h.shift&63) // masked: the shifts are below 64
}

// epoch gives the number of the epoch that t lies in.
func (h *half) epoch(t lead.Instant) int64 {
	hi, _ := bits.Mul64(uint64(max(t, 0)), h.rate)
	return int64(hi >> ((h.shift + epochBits) & 63))
}

// weight is what a point that was given at an instant weighs at the beginning of that instant's epoch: mantissa/2^63 · 2^whole, from 1 to below 2^32.
type weight struct {
	epoch    int64
	mantissa uint64
	whole    uint
}

func (h *half) weight(t lead.Instant) weight {
	whole, part := h.at(t)
	return weight{int64(whole >> epochBits), power(part), uint(whole & (1<<epochBits - 1))}
}

// of gives points times the weight, in 2^-16 millionths, rounded once, halves away from zero.
func (w weight) of(points lead.Points) Wide {
	hi, lo := bits.Mul64(magnitude(int64(points)), w.mantissa)
	shift := (63 - fine - w.whole) & 63 // 16 to 47
	lo, carry := bits.Add64(lo, 1<<(shift-1), 0)
	hi += carry
	return signed(points < 0, hi>>shift, hi<<(-shift&63)|lo>>shift)
}

// fading is what is left at an instant of a sum at the beginning of epoch 0: mantissa/2^63 · 2^-whole.
type fading struct {
	mantissa uint64
	whole    int64
}

func (h *half) fading(t lead.Instant) fading {
	whole, part := h.at(t)
	if part == 0 {
		return fading{1 << 63, int64(whole)}
	}
	return fading{power(-part), int64(whole) + 1}
}

// power gives 2^(part/2^64) · 2^63, rounded down, at most 4 below the exact value. All of it is integer arithmetic, so it is the same on every processor.
//
// The upper 16 bits of part choose factors from two tables; the rest, y = rest·ln 2 < 2^-16, goes through e^y = 1 + y + y²/2 + y³/6 (the next term is below 2^-70).
func power(part uint64) uint64 {
	const ln2 = 0xb17217f7d1cf79ab // ln 2 · 2^64
	hi, lo := bits.Mul64(coarse[part>>56], medium[part>>48&255])
	base := hi<<1 | lo>>63
	rest := part << 16
	if rest == 0 {
		return base
	}
	y, _ := bits.Mul64(rest, ln2) // in 2^-80ths
	yy, _ := bits.Mul64(y, y)     // in 2^-96ths
	yyy, _ := bits.Mul64(yy, y)   // in 2^-112ths
	more, _ := bits.Mul64(base, y+yy>>17+(yyy>>32)/6)
	return base + more>>16
}
