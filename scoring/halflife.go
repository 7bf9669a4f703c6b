package scoring

import (
	"math"
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

// begin gives the first instant of an epoch. What does not decay is in one epoch for ever.
func (h *half) begin(epoch int64) lead.Instant {
	if epoch <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(epoch)<<epochBits, uint64(h.span))
	if h.span == 0 || hi != 0 || lo >= math.MaxInt64 {
		return math.MaxInt64
	}
	t := lead.Instant(lo) // the rate is rounded down: the epoch begins then, or a millisecond later
	if h.epoch(t) < epoch {
		t++
	}
	return t
}

// weight is what a point that was given at an instant weighs at the beginning of that instant's epoch: mantissa/2^(16+shift), from 1 to below 2^32.
type weight struct {
	mantissa uint64
	shift    uint // 16 to 47
}

func (h *half) weight(t lead.Instant) weight {
	whole, part := h.at(t)
	return weight{power(part), shiftOf(whole)}
}

func shiftOf(whole uint64) uint { return 63 - fine - uint(whole&(1<<epochBits-1)) }

// of gives points, by their size and their sign, times the weight, in 2^-16 millionths, rounded once, halves away from zero.
func (w weight) of(size, sign uint64) Wide {
	hi, lo := bits.Mul64(size, w.mantissa)
	lo, carry := bits.Add64(lo, 1<<((w.shift-1)&63), 0)
	hi += carry
	lo, borrow := bits.Sub64((hi<<(-w.shift&63)|lo>>(w.shift&63))^sign, sign, 0)
	hi, _ = bits.Sub64(hi>>(w.shift&63)^sign, sign, borrow)
	return Wide{int64(hi), lo}
}

// points is of for points as they are.
func (w weight) points(p lead.Points) Wide { return w.of(magnitude(int64(p)), sign(p)) }

// sign is all ones below zero.
func sign(p lead.Points) uint64 { return uint64(p >> 63) }

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
	base := coarse[part>>56]
	more, _ := bits.Mul64(base, medium[uint8(part>>48)])
	base += more
	y, _ := bits.Mul64(part<<16, ln2) // in 2^-80ths
	yy, _ := bits.Mul64(y, y)         // in 2^-96ths
	yyy, _ := bits.Mul64(yy, y)       // in 2^-112ths
	more, _ = bits.Mul64(base, y+yy>>17+(yyy>>32)/6)
	return base + more>>16
}
