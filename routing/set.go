package routing

import "math/bits"

// group is a set of small numbers, the cohorts of one channel. Sets that meet have the same length, except that nil is the empty set.
type group []uint64

func newGroup(size int) group { return make(group, (size+63)/64) }

func (b group) set(i int)      { b[i>>6] |= 1 << (i & 63) }
func (b group) clear(i int)    { b[i>>6] &^= 1 << (i & 63) }
func (b group) has(i int) bool { return len(b) > 0 && b[i>>6]>>(i&63)&1 != 0 }

func (b group) or(c group) {
	for i, w := range c {
		b[i] |= w
	}
}

func (b group) and(c group) {
	if c == nil {
		clear(b)
	}
	for i, w := range c {
		b[i] &= w
	}
}

func (b group) empty() bool {
	for _, w := range b {
		if w != 0 {
			return false
		}
	}
	return true
}

func (b group) meets(c group) bool {
	for i, w := range c {
		if b[i]&w != 0 {
			return true
		}
	}
	return false
}

// low gives the number of the lowest bit.
func low(w uint64) int { return bits.TrailingZeros64(w) }
