package scoring

import "math/bits"

// epochs is how many epochs a sum keeps: the newest that something was added in, and the one before. What is older ends when something newer is added, and by definition: it
// is then at least 32 half-lives old, and of 4,294 points less than a millionth of one is left. In a score the newest is that of all rules with one half-life together.
const epochs = 2

// epochSums are what events gave, a sum for each of the newest epochs, the newest first, each scaled to the beginning of its epoch, in 2^-16 millionths.
type epochSums [epochs]Wide

// add adds at an epoch so many epochs before the newest. What is older than the kept ones is dropped.
func (s *epochSums) add(back int64, w Wide) {
	if back >= 0 && back < epochs {
		s[back] = s[back].add(w)
	}
}

// age makes room for newer epochs. What is older than the kept ones is dropped.
func (s *epochSums) age(by int64) {
	for i := int64(epochs) - 1; i >= 0; i-- {
		if i-by >= 0 && by >= 0 {
			s[i] = s[i-by]
		} else if by > 0 {
			s[i] = Wide{}
		}
	}
}

// at gives what is left of the sums, the newest of which is of the given epoch, in 2^-16 millionths, cut off towards zero: so what decays never grows.
func (s *epochSums) at(epoch int64, f fading) Wide {
	lo, mid, hi := s.joined()
	negative := int64(hi) < 0
	if negative {
		var borrow uint64
		lo, borrow = bits.Sub64(0, lo, 0)
		mid, borrow = bits.Sub64(0, mid, borrow)
		hi, _ = bits.Sub64(0, hi, borrow)
	}
	whole := f.whole - epoch<<epochBits
	if whole < 0 { // before the newest event's epoch: as at its beginning
		whole, f.mantissa = 0, 1<<63
	}
	high, low := scaled(lo, mid, hi, f.mantissa, whole)
	return signed(negative, high, low)
}

// joined gives the sums as one number of 192 bits, in 2^-80 millionths at the beginning of the newest epoch.
func (s *epochSums) joined() (lo, mid, hi uint64) {
	mid, hi = s[0].Lo, uint64(s[0].Hi)
	b := s[1]
	lo = b.Lo << 32
	mid, carry := bits.Add64(mid, uint64(b.Hi)<<32|b.Lo>>32, 0)
	hi, _ = bits.Add64(hi, uint64(b.Hi>>32), carry)
	return lo, mid, hi
}

// scaled gives a magnitude of 192 bits times mantissa/2^63 · 2^-whole / 2^64, cut off.
func scaled(lo, mid, hi, mantissa uint64, whole int64) (high, low uint64) {
	// The product has 256 bits, p3 to p0; p0 is shifted out in any case.
	p1, _ := bits.Mul64(lo, mantissa)
	h2, l2 := bits.Mul64(mid, mantissa)
	p1, carry := bits.Add64(p1, l2, 0)
	h3, l3 := bits.Mul64(hi, mantissa)
	p2, carry := bits.Add64(h2, l3, carry)
	p3 := h3 + carry
	switch shift := uint64(whole) + 63; {
	case shift < 64:
		return p3<<1 | p2>>63, p2<<1 | p1>>63
	case shift < 128:
		s := shift - 64
		return p3 >> s, p3<<(64-s) | p2>>s
	case shift < 192:
		return 0, p3 >> (shift - 128)
	}
	return 0, 0
}
