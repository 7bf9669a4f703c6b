package rule

import (
	"fmt"
	"strconv"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser/lexer"
	"github.com/leadkit/leadkit/lead/diag"
)

// checker turns expr's tree into ours: an allow-list of nodes, names looked up, types agreed, constants folded, and everything wrong noted.
type checker struct {
	scope   *Scope
	tokens  []lexer.Token
	found   diag.List
	known   []string // all names, sorted; made when first needed
	unknown int      // how many names were not among them
	calls   []*pending
	chained bool // inside the middle of a chained comparison
}

// fail notes a finding about the range of n and returns a node that nothing more is said about.
func (c *checker) fail(n *node, code, summary, remedy string) *node {
	from, to := widen(c.tokens, n.from, n.to)
	c.found = append(c.found, finding(from, to, code, summary, remedy))
	return &node{typ: broken, from: n.from, to: n.to}
}

// at is a node of kind constant that only has a place.
func at(x ast.Node) *node {
	l := x.Location()
	return &node{typ: broken, from: l.From, to: l.To}
}

// expr checks any expression.
func (c *checker) expr(x ast.Node) *node {
	switch x := x.(type) {
	case *ast.BoolNode:
		return constant(x, Value{Type: Bool, Num: oneIf(x.Value)})
	case *ast.IntegerNode:
		return constant(x, Value{Type: Number, Num: float64(x.Value)})
	case *ast.FloatNode:
		return constant(x, Value{Type: Number, Num: x.Value})
	case *ast.StringNode:
		return constant(x, Value{Type: Text, Text: x.Value})
	case *ast.IdentifierNode, *ast.MemberNode, *ast.ChainNode:
		return c.name(x)
	case *ast.UnaryNode:
		return c.unary(x)
	case *ast.BinaryNode:
		return c.binary(x)
	case *ast.ConditionalNode:
		return c.choice(x)
	case *ast.CallNode:
		return c.function(x)
	case *ast.NilNode:
		return c.fail(at(x), codeNotAllowed, "nil stands only beside == and !=", "x == nil asks whether x is missing, and x ?? y gives y when it is")
	case *ast.ArrayNode:
		return c.fail(at(x), codeNotAllowed, `a list of constants stands only behind "in"`, "")
	}
	return c.fail(at(x), codeNotAllowed, "this is not part of the language", "")
}

func constant(x ast.Node, v Value) *node {
	n := at(x)
	n.typ, n.value = v.Type, v
	return n
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// name checks a name with its members: lead.industry, or lead["industry"].
func (c *checker) name(x ast.Node) *node {
	path, n := c.path(x)
	if n.typ == broken && path == "" {
		return n
	}
	found, ok := c.scope.Lookup(path)
	if !ok {
		c.found = append(c.found, c.unknownName(n, path))
		return n
	}
	return &node{op: opName, typ: found.Type, name: found, from: n.from, to: n.to}
}

// mostNear is for how many unknown names of one expression a near name is looked for, in a scope that may be large.
const mostNear = 16

func (c *checker) unknownName(n *node, path string) diag.Finding {
	if c.known == nil {
		c.known = c.scope.Names()
	}
	if c.unknown++; c.unknown > mostNear {
		return unknown(n.from, n.to, path, nil)
	}
	return unknown(n.from, n.to, path, c.known)
}

// path gives the dotted name and its range, or "" after a finding.
func (c *checker) path(x ast.Node) (string, *node) {
	switch x := x.(type) {
	case *ast.IdentifierNode:
		return x.Value, at(x)
	case *ast.ChainNode:
		return c.path(x.Node)
	case *ast.MemberNode:
		base, n := c.path(x.Node)
		if base == "" {
			return "", n
		}
		property, ok := x.Property.(*ast.StringNode)
		n.to = max(n.to, x.Property.Location().To)
		if !ok || property.Value == "" {
			return "", c.fail(n, codeNotAllowed, "the member of a name is written out", "lists are read with \"in\", nothing by its position")
		}
		n.to = c.closing(n.to)
		return base + "." + property.Value, n
	}
	return "", c.fail(at(x), codeNotAllowed, "only names have members", "")
}

// closing returns the end of a "]" or ")" that follows directly at a rune, or the rune itself.
func (c *checker) closing(to int) int {
	for _, t := range c.tokens {
		if t.From >= to {
			if t.Kind == lexer.Bracket && (t.Value == "]" || t.Value == ")") {
				return t.To
			}
			break
		}
	}
	return to
}

func (c *checker) unary(x *ast.UnaryNode) *node {
	kid := c.expr(x.Node)
	n := &node{from: min(x.Location().From, kid.from), to: kid.to, kids: []*node{kid}}
	switch {
	case kid.typ == broken:
		n.typ = broken
	case x.Operator == "not" || x.Operator == "!":
		n.op, n.typ = opNot, Bool
		if kid.typ != Bool {
			return c.fail(n, codeType, fmt.Sprintf("%q takes a condition and meets %s", x.Operator, kid.typ.article()),
				"write not (a > b): it binds tighter than a comparison")
		}
	case kid.typ != Number && kid.typ != Span:
		return c.fail(n, codeType, fmt.Sprintf("%q takes a number and meets %s", x.Operator, kid.typ.article()), "")
	case x.Operator == "+":
		return kid
	default:
		n.op, n.typ = opNeg, kid.typ
	}
	return fold(n)
}

func (c *checker) binary(x *ast.BinaryNode) *node {
	switch x.Operator {
	case "and", "&&", "or", "||":
		if links := chain(x); links != nil {
			return c.chain(links)
		}
		return c.junction(x)
	case "==", "!=":
		if _, ok := x.Right.(*ast.NilNode); ok {
			return c.absent(x, x.Left, x.Right)
		}
		if _, ok := x.Left.(*ast.NilNode); ok {
			return c.absent(x, x.Right, x.Left)
		}
		return c.compare(comparisons[x.Operator], x.Operator, c.expr(x.Left), c.expr(x.Right))
	case "<", "<=", ">", ">=":
		return c.compare(comparisons[x.Operator], x.Operator, c.expr(x.Left), c.expr(x.Right))
	case "in":
		return c.in(x)
	case "contains", "startsWith", "endsWith", "matches":
		return c.textTest(x)
	case "??":
		return c.fallback(c.expr(x.Left), c.expr(x.Right))
	case "+", "-", "*", "/", "%":
		return c.arithmetic(x.Operator, c.expr(x.Left), c.expr(x.Right))
	}
	return c.fail(at(x), codeNotAllowed, strconv.Quote(x.Operator)+" is not part of the language", remedies[x.Operator])
}

// over2 is a node over two operands; its type is broken if one of theirs is.
func over2(o op, t Type, l, r *node) *node {
	if l.typ == broken || r.typ == broken {
		t = broken
	}
	return &node{op: o, typ: t, kids: []*node{l, r}, from: min(l.from, r.from), to: max(l.to, r.to)}
}

// junction checks and and or. Operands joined by one operator become kids of one node.
func (c *checker) junction(x *ast.BinaryNode) *node {
	o := opAnd
	if x.Operator == "or" || x.Operator == "||" {
		o = opOr
	}
	l, r := c.expr(x.Left), c.expr(x.Right)
	for _, k := range [...]*node{l, r} {
		if k.typ != Bool && k.typ != broken {
			return c.fail(k, codeType, fmt.Sprintf("%q joins conditions and meets %s", x.Operator, k.typ.article()), "compare it with something")
		}
	}
	return fold(over2(o, Bool, l, r))
}

// absent checks x == nil and x != nil.
func (c *checker) absent(x *ast.BinaryNode, operand, null ast.Node) *node {
	kid := c.expr(operand)
	n := &node{op: opAbsent, typ: Bool, kids: []*node{kid}, from: min(kid.from, null.Location().From), to: max(kid.to, null.Location().To)}
	if kid.typ == broken {
		n.typ = broken
	}
	if n = fold(n); x.Operator == "!=" {
		n = fold(&node{op: opNot, typ: n.typ, kids: []*node{n}, from: n.from, to: n.to})
	}
	return n
}

// choice checks condition ? then : else.
func (c *checker) choice(x *ast.ConditionalNode) *node {
	if !x.Ternary {
		return c.fail(at(x), codeNotAllowed, `"if" is not part of the language`, remedies["if"])
	}
	if x.Cond == x.Exp1 {
		n := c.expr(x.Cond)
		return c.fail(n, codeNotAllowed, `"?:" with nothing between is not part of the language`, "write a ?? b, which gives b when a is missing")
	}
	cond, then, other := c.expr(x.Cond), c.expr(x.Exp1), c.expr(x.Exp2)
	if cond.typ != Bool && cond.typ != broken {
		cond = c.fail(cond, codeType, fmt.Sprintf(`"?" asks a condition and meets %s`, cond.typ.article()), "compare it with something")
	}
	n := over2(opIf, broken, then, other)
	n.from, n.kids = min(n.from, cond.from), []*node{cond, then, other}
	if then, other, ok := c.agree(`"? :" chooses between`, then, other); ok && cond.typ != broken {
		n.typ, n.kids = then.typ, []*node{cond, then, other}
	}
	return fold(n)
}

// fallback checks l ?? r.
func (c *checker) fallback(l, r *node) *node {
	n := over2(opElse, broken, l, r)
	if l, r, ok := c.agree(`"??" chooses between`, l, r); ok {
		n.typ, n.kids = l.typ, []*node{l, r}
	}
	return fold(n)
}

// agree makes two operands one type: a constant text beside a duration or a time is read as one. It is false after a finding, or for broken ones.
func (c *checker) agree(what string, l, r *node) (*node, *node, bool) {
	l, r = c.read(l, r.typ), c.read(r, l.typ)
	if l.typ == broken || r.typ == broken {
		return l, r, false
	}
	if l.typ != r.typ {
		n := over2(opConst, broken, l, r)
		c.fail(n, codeType, fmt.Sprintf("%s %s and %s", what, l.typ.article(), r.typ.article()), quoted(l, r))
		return l, r, false
	}
	return l, r, true
}

// quoted is the remedy when one side is a number in quotes.
func quoted(l, r *node) string {
	for _, pair := range [...][2]*node{{l, r}, {r, l}} {
		if text, other := pair[0], pair[1]; text.known() && text.typ == Text && (other.typ == Number || other.typ == Bool) {
			return "a number, true and false stand without quotes"
		}
	}
	return ""
}
