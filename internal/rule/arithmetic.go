package rule

import "fmt"

var operators = map[string]op{"+": opAdd, "-": opSub, "*": opMul, "/": opDiv, "%": opMod}

// arithmetic checks + - * / %.
func (c *checker) arithmetic(spelled string, l, r *node) *node {
	o := operators[spelled]
	l, r = c.readOperands(o, l, r)
	n := over2(o, result(o, l.typ, r.typ), l, r)
	if n.typ == Missing {
		return c.fail(n, codeType, fmt.Sprintf("%q does not take %s and %s", spelled, l.typ.article(), r.typ.article()), hint(o, l, r))
	}
	return fold(n)
}

// readOperands reads constant texts beside times and durations, and beside the number that multiplies or divides one.
func (c *checker) readOperands(o op, l, r *node) (*node, *node) {
	scale := (o == opMul || o == opDiv) && (l.typ == Number || r.typ == Number)
	if o == opMod || l.typ == broken || r.typ == broken || l.typ == r.typ || !scale && !timed(l.typ) && !timed(r.typ) {
		return l, r
	}
	switch {
	case scale && (timed(l.typ) || timed(r.typ) || !isSpan(l) && (o == opDiv || !isSpan(r))):
		return l, r
	case o == opMul || o == opDiv:
		return c.read(l, Span), c.read(r, Span)
	}
	return c.readOffset(l), c.readOffset(r)
}

// isSpan tells whether n is a constant text that can be read as a duration.
func isSpan(n *node) bool {
	_, ok := ParseSpan(n.value.Text)
	return ok && n.known() && n.typ == Text
}

func timed(t Type) bool { return t == Span || t == Time }

func hint(o op, l, r *node) string {
	if o == opAdd && l.typ == Text && r.typ == Text {
		return "texts are compared, not joined"
	}
	return quoted(l, r)
}

// result is the type of an operation, Missing if there is no such operation.
func result(o op, l, r Type) Type {
	if l == broken || r == broken {
		return broken
	}
	type pair [2]Type
	p := pair{l, r}
	switch {
	case p == pair{Number, Number}:
		return Number
	case o == opMod:
		return Missing
	case p == pair{Span, Span} && (o == opAdd || o == opSub):
		return Span
	case p == pair{Span, Span} && o == opDiv:
		return Number
	case p == pair{Time, Span} && (o == opAdd || o == opSub), p == pair{Span, Time} && o == opAdd:
		return Time
	case p == pair{Time, Time} && o == opSub:
		return Span
	case p == pair{Span, Number} && (o == opMul || o == opDiv), p == pair{Number, Span} && o == opMul:
		return Span
	}
	return Missing
}
