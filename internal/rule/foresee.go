package rule

// foresee checks a standing condition: what varies by itself is read only where its future can be told, in a comparison of a linear form
// of varying names with something that stays, or as a condition of its own. Such atoms are joined freely. No two names that flow are added up: see [cancelling].
func (c *checker) foresee(n *node) {
	switch {
	case n.typ == broken || n.op == opName || !n.varies():
	case n.op == opNot || n.op == opAnd || n.op == opOr || n.typ == Bool && (n.op == opIf || n.op == opElse):
		for _, k := range n.kids {
			c.foresee(k)
		}
	case !foreseeable(n):
		c.fail(n, codeUnforeseen, "when this changes cannot be foreseen", "compare with a constant")
	default:
		for _, k := range n.kids {
			if sum := cancelling(k); sum != nil {
				c.fail(sum, codeUnforeseen, "when this changes cannot be foreseen: what is added up may cancel out for as long as it lasts",
					"compare each with a constant; of scores, let the total be their sum, and compare the total")
			}
		}
	}
}

// cancelling finds a sum or difference of more than one thing that flows, nil if there is none. Bounds of each alone never tell what such a sum is where its
// parts keep balance: only who knows how they run together could. A least or greatest of several is as certain as its parts are.
func cancelling(n *node) *node {
	flowing := 0
	for _, k := range n.kids {
		if sum := cancelling(k); sum != nil {
			return sum
		}
		if k.flows() {
			flowing++
		}
	}
	if flowing > 1 && (n.op == opAdd || n.op == opSub) {
		return n
	}
	return nil
}

// foreseeable tells it of one comparison.
func foreseeable(n *node) bool {
	if n.op == opIf {
		return false
	}
	varying := 0
	for _, k := range n.kids {
		if k.varies() {
			varying++
			if !linear(k) {
				return false
			}
		}
	}
	return varying <= 1
}

// linear tells whether n is made of names and of what does not vary by + - min max, ??, and multiplication or division by a constant.
func linear(n *node) bool {
	switch n.op {
	case opName:
		return true
	case opNeg, opAdd, opSub, opMin, opMax, opElse:
		for _, k := range n.kids {
			if k.varies() && !linear(k) {
				return false
			}
		}
		return true
	case opMul:
		return n.kids[0].constant() && linear(n.kids[1]) || n.kids[1].constant() && linear(n.kids[0])
	case opDiv:
		return n.kids[1].constant() && linear(n.kids[0])
	}
	return false
}
