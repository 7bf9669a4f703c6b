package routing

import "math/bits"

// rendezvous takes the member with the smallest −log₂(u)/weight, u being the hash of lead and member as a number in (0, 1]
// (weighted rendezvous hashing: Thaler and Ravishankar 1998; weights after Schindelhauer and Schomaker 2005).
// Everything is in whole numbers, so every machine chooses the same.
func (k *ranks) rendezvous(c *choice, lead uint64) int {
	best := -1
	var least, weight uint64
	k.each(c, func(m int) {
		rank := unlog(mix(lead ^ k.ch.hashes[m]))
		own := uint64(k.ch.weights[m])
		if a, b := rank*weight, least*own; best < 0 || a < b || a == b && m < best {
			best, least, weight = m, rank, own
		}
	})
	return best
}

// hash is FNV-1a with 64 bits, mixed.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
func mix(h uint64) uint64 {
	h += 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

const (
	logBits  = 32 // binary places of unlog
	logSteps = 12 // 2^12 steps in the table
)

// logs[i] is log₂(1 + i/2^logSteps), with logBits binary places, rounded down.
var logs = logTable()

func logTable() (table [1<<logSteps + 1]uint64) {
	for i := range 1 << logSteps {
		table[i] = log2(1<<63 + uint64(i)<<(63-logSteps))
	}
	table[1<<logSteps] = 1 << logBits
	return table
}

// log2 gives log₂(x/2^63) for x from 2^63 on, digit by digit: each squaring doubles the logarithm.
func log2(x uint64) (log uint64) {
	for range logBits {
		log <<= 1
		hi, lo := bits.Mul64(x, x)
		if hi>>63 != 0 { // the square is 2 or more: x²/2 is hi, in units of 2^-63
			x, log = hi, log|1
			continue
		}
		x = hi<<1 | lo>>63
	}
	return log
}

// unlog gives −log₂((h+1)/2^64) with logBits binary places, 0 to 64, from the table with a straight line between its steps: within 2^-26 of the exact value.
func unlog(h uint64) uint64 {
	if h++; h == 0 {
		return 0
	}
	zeros := bits.LeadingZeros64(h)
	mantissa := h << zeros // 1.xxx in units of 2^-63
	step := mantissa << 1 >> (64 - logSteps)
	rest := mantissa << (1 + logSteps) >> (64 - logBits) // how far into the step, in 2^-logBits
	low, high := logs[step], logs[step+1]
	log := low + (high-low)*rest>>logBits
	return uint64(zeros+1)<<logBits - log
}
