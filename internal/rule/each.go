package rule

import "math/bits"

// holdsEach makes the row's test on up to 64 contents of a bank and tells by bits of which it holds. A branch on an outcome that may be any is guessed wrongly half of the
// time: so numbers are compared without one, and texts only with those of their length.
func (r *row) holdsEach(e *Env, bank uint8, contents [][]Value) uint64 {
	switch {
	case r.slot.Bank != bank:
		return r.askEach(e, bank, contents)
	case r.check == isNumber:
		return r.compareEach(contents)
	case r.check == isText:
		return r.equalEach(contents, r.text)
	case r.check == inTexts && r.more.set.index == nil:
		return r.anyEach(contents)
	}
	return r.askEach(e, bank, contents)
}

// compareEach compares numbers with the row's.
func (r *row) compareEach(contents [][]Value) (is uint64) {
	at, typ, num, accepts := int(r.slot.Index), r.typ, r.num, uint64(r.accepts)
	for i, content := range contents {
		if at < len(content) && content[at].Type == typ {
			n := content[at].Num
			is |= bit(accepts&(below*bit(n < num)|equal*bit(n == num)|above*bit(n > num)) != 0) << (i & 63)
		}
	}
	return is
}

// equalEach compares texts with a constant.
func (r *row) equalEach(contents [][]Value, text string) (is uint64) {
	at, long := int(r.slot.Index), uint64(0)
	for i, content := range contents {
		if at < len(content) && content[at].Type == Text {
			long |= bit(len(content[at].Text) == len(text)) << (i & 63)
		}
	}
	for ; long != 0; long &= long - 1 {
		i := bits.TrailingZeros64(long)
		is |= bit(contents[i&63][at].Text == text) << (i & 63)
	}
	return is
}

// anyEach compares texts with each of few constants.
func (r *row) anyEach(contents [][]Value) (is uint64) {
	for _, text := range r.more.set.texts {
		is |= r.equalEach(contents, text)
	}
	return is
}

// askEach makes any other test.
func (r *row) askEach(e *Env, bank uint8, contents [][]Value) (is uint64) {
	for i, content := range contents {
		e.Bank[bank] = content
		is |= bit(r.holds(e.at(r.slot), e)) << (i & 63)
	}
	return is
}
