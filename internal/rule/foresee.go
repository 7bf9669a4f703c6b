package rule

import "slices"

// foresee checks a standing condition: what varies by itself is read only where its future can be told, in a comparison of a linear form
// of varying names with something that stays, or as a condition of its own. Such atoms are joined freely. It gives the condition to evaluate: what flows and is added
// up has become a name of its own, see [Combination].
func (c *checker) foresee(n *node) *node {
	switch {
	case n.typ == broken || n.op == opName || !n.varies():
		return n
	case n.op == opNot || n.op == opAnd || n.op == opOr || n.typ == Bool && (n.op == opIf || n.op == opElse):
		return n.with(mapped(n.kids, c.foresee))
	}
	if n = c.oneSided(n); !foreseeable(n) {
		return c.fail(n, codeUnforeseen, "when this changes cannot be foreseen", "compare with a constant")
	}
	return n.with(mapped(n.kids, c.combined))
}

// oneSided brings what flows on both sides of a comparison to one: a > b is a - b > 0.
func (c *checker) oneSided(n *node) *node {
	if _, relates := turned[n.op]; !relates || n.kids[0].typ != Number || !n.kids[0].flows() || !n.kids[1].flows() || c.scope.combiner() == nil {
		return n
	}
	return n.with([]*node{over2(opSub, Number, n.kids[0], n.kids[1]), {typ: Number, value: Value{Type: Number}, from: n.from, to: n.to}})
}

// combined puts names of their own in the place of sums of more than one thing that flows. A least or greatest of several is as certain as its parts are.
func (c *checker) combined(n *node) *node {
	flowing := 0
	for _, k := range n.kids {
		if k.flows() {
			flowing++
		}
	}
	if flowing < 2 || n.op != opAdd && n.op != opSub {
		return n.with(mapped(n.kids, c.combined))
	}
	if p, ok := n.pieces(1); ok && n.typ == Number && c.scope.combiner() != nil {
		return c.joined(n, p)
	}
	return c.cancels(n)
}

// cancels is the finding about a sum for which nobody answers.
func (c *checker) cancels(n *node) *node {
	return c.fail(n, codeUnforeseen, "when this changes cannot be foreseen: what is added up may cancel out for as long as it lasts",
		"compare each with a constant; only scores, times constants, are added up and subtracted")
}

// joined writes pieces as an expression in the place of n.
func (c *checker) joined(n *node, p pieces) *node {
	if p.kids != nil {
		all := &node{op: p.op, typ: Number, from: n.from, to: n.to}
		for _, k := range p.kids {
			kid := c.joined(n, k)
			if kid.typ == broken {
				return kid
			}
			all.kids = append(all.kids, kid)
		}
		return all
	}
	sum := c.sum(n, p)
	if sum == nil || sum.typ == broken || p.rest == nil {
		return orRest(sum, p.rest)
	}
	return over2(opAdd, Number, sum, p.rest)
}

func orRest(sum, rest *node) *node {
	if sum == nil {
		return rest
	}
	return sum
}

// sum is what flows in a piece: nil for nothing, a single name as it is, several as the name that holds their sum.
func (c *checker) sum(n *node, p pieces) *node {
	switch len(p.flow) {
	case 0:
		return nil
	case 1:
		only := p.flow[0].name
		if p.flow[0].other != nil {
			only = over2(opElse, Number, only, p.flow[0].other)
		}
		return only.times(p.flow[0].factor)
	}
	told := p.combination()
	if slices.ContainsFunc(told.Of, func(m Multiple) bool { return m.Factor-m.Factor != 0 }) {
		return c.cancels(n)
	}
	name, f := c.scope.combiner()(told)
	switch {
	case f != nil:
		return c.fail(n, codeUnforeseen, "when this changes cannot be foreseen: "+f.Summary, f.Remedy)
	case !name.readable():
		return c.cancels(n)
	}
	name.Name, name.Type, name.Known, name.Varies, name.Flows = told.String(), Number, nil, true, true
	return &node{op: opName, typ: Number, name: name, from: n.from, to: n.to}
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
