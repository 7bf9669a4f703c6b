package rule

// fold replaces what is decided by constants alone: 2 + 3, x or true, true ? a : b. Since nothing in the language has an effect or fails, what is
// left out is never missed. It also joins nested ands and ors into one node.
func fold(n *node) *node {
	if n.typ == broken {
		return n
	}
	switch n.op {
	case opAnd, opOr:
		return foldJunction(n)
	case opIf:
		if n.kids[0].constant() {
			return n.kids[2-int(n.kids[0].value.Num)]
		}
		return n
	case opElse:
		if n.kids[0].known() || n.kids[1].missing() {
			return n.kids[0]
		} else if n.kids[0].missing() {
			return n.kids[1]
		}
		return n
	case opIn:
		if n.set.empty() {
			return decided(n, Value{Type: Bool})
		}
	}
	return foldOperands(n)
}

// foldOperands decides an operation all of whose operands are constants, or one of them a missing one.
func foldOperands(n *node) *node {
	all := true
	for _, k := range n.kids {
		if k.missing() && n.op != opAbsent && n.op != opNot {
			if n.typ == Bool {
				return decided(n, Value{Type: Bool})
			}
			return decided(n, Value{})
		}
		all = all && k.constant()
	}
	if !all {
		return n
	}
	x := over(n, &nowhere) // an operation gives no text
	if x.gone == Yes {
		return decided(n, Value{})
	}
	return decided(n, Value{Type: n.typ, Num: x.lo})
}

// nowhere is an environment in which everything is missing.
var nowhere Env

func decided(n *node, v Value) *node {
	return &node{typ: n.typ, value: v, from: n.from, to: n.to}
}

// foldJunction leaves out the conditions that do not matter.
func foldJunction(n *node) *node {
	absorbing := oneIf(n.op == opOr)
	var kids []*node
	for _, k := range n.kids {
		switch {
		case k.constant() && k.value.Num == absorbing:
			return decided(n, Value{Type: Bool, Num: absorbing})
		case k.constant():
		case k.op == n.op:
			kids = append(kids, k.kids...)
		default:
			kids = append(kids, k)
		}
	}
	if len(kids) == 0 {
		return decided(n, Value{Type: Bool, Num: 1 - absorbing})
	}
	if len(kids) == 1 && kids[0].certain() {
		return kids[0]
	}
	folded := *n
	folded.kids = kids
	return &folded
}

// certain tells whether a condition is never missing.
func (n *node) certain() bool { return n.op != opName && n.op != opIf && n.op != opElse }
