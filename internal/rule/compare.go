package rule

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/leadkit/leadkit/lead/diag"
)

var comparisons = map[string]op{"==": opEq, "!=": opNe, "<": opLt, "<=": opLe, ">": opGt, ">=": opGe}

// compare checks l o r. Both sides have one type; conditions are only equal or not; lists are not compared.
func (c *checker) compare(o op, spelled string, l, r *node) *node {
	n := over2(o, broken, l, r)
	l, r, ok := c.agree(strconv.Quote(spelled)+" compares", l, r)
	switch {
	case !ok:
		return n
	case l.typ == List:
		return c.fail(n, codeType, "lists are not compared", `ask for a member: "x" in `+"list")
	case l.typ == Bool && o != opEq && o != opNe:
		return c.fail(n, codeType, fmt.Sprintf("%q compares conditions, which have no order", spelled), "")
	}
	if o == opEq || o == opNe {
		c.expect(l, r)
		c.expect(r, l)
	}
	c.bound(o, l, r)
	c.bound(mirror(o), r, l)
	n.typ, n.kids = Bool, []*node{l, r}
	return fold(n)
}

// mirror is the relation of b to a when a stands in relation o to b.
func mirror(o op) op {
	switch o {
	case opLt:
		return opGt
	case opLe:
		return opGe
	case opGt:
		return opLt
	case opGe:
		return opLe
	}
	return o
}

// bound notes how much of a count its comparison needs.
func (c *checker) bound(o op, l, r *node) {
	if l.call == nil || l.call.call.Func != "count" {
		return
	}
	if r.known() {
		if n := limit(o, r.value.Num); n > 0 {
			l.call.call.Limit = max(l.call.call.Limit, n)
			return
		}
	}
	l.call.full = true
}

// expect notes a constant text that the name beside it never is.
func (c *checker) expect(name, constant *node) {
	known, text := name.name.Known, constant.value.Text
	if known == nil || !constant.known() || constant.typ != Text || slices.Contains(known, text) {
		return
	}
	f := finding(constant.from, constant.to, codeValue, fmt.Sprintf("%s is never %q", name.name.Name, text), "")
	if f.Near = diag.Near(text, known); f.Near == "" {
		f.Remedy = "known: " + diag.Enumerate(known)
	}
	c.found = append(c.found, f)
}

// link is one comparison of a chain, a < b < c: an operator and the operand on its right.
type link struct {
	op      string
	operand ast.Node
}

// chain gives the links of a chained comparison, the first with no operator, or nil if x is none. expr writes a < b < c as a < b && b < c
// with one node for both b.
func chain(x *ast.BinaryNode) []link {
	var links []link
	for {
		last, ok := x.Right.(*ast.BinaryNode)
		if !ok || x.Operator != "&&" || !relation(last.Operator) {
			return nil
		}
		first, ok := x.Left.(*ast.BinaryNode)
		if !ok {
			return nil
		}
		before := first
		if first.Operator == "&&" {
			if before, ok = first.Right.(*ast.BinaryNode); !ok {
				return nil
			}
		}
		if !relation(before.Operator) || before.Right != last.Left {
			return nil
		}
		links = append(links, link{last.Operator, last.Right})
		if first == before {
			links = append(links, link{first.Operator, first.Right}, link{"", first.Left})
			slices.Reverse(links)
			return links
		}
		x = first
	}
}

func relation(operator string) bool {
	return operator == "<" || operator == "<=" || operator == ">" || operator == ">="
}

// chain checks a chained comparison. Each operand is checked once, but the middle ones are read twice, so no chain stands inside the middle of
// another: that would double the cost at each step.
func (c *checker) chain(links []link) *node {
	if c.chained {
		return c.fail(at(links[1].operand), codeTooDeep, "a chained comparison stands in the middle of another", "write a < b and b < c")
	}
	all := &node{op: opAnd, typ: Bool}
	left := c.expr(links[0].operand)
	all.from = left.from
	for i, l := range links[1:] {
		c.chained = i < len(links)-2
		right := c.expr(l.operand)
		c.chained = false
		k := c.compare(comparisons[l.op], l.op, left, right)
		if k.typ == broken {
			all.typ = broken
		}
		all.kids = append(all.kids, k)
		left, all.to = right, k.to
	}
	return fold(all)
}

// in checks x in [constants], and "x" in list.
func (c *checker) in(x *ast.BinaryNode) *node {
	l := c.expr(x.Left)
	if array, ok := x.Right.(*ast.ArrayNode); ok {
		return c.inConstants(l, array)
	}
	r := c.expr(x.Right)
	n := over2(opHas, Bool, l, r)
	switch {
	case n.typ == broken:
		return n
	case r.typ != List:
		return c.fail(r, codeType, fmt.Sprintf(`"in" looks into a list and meets %s`, r.typ.article()), `write x in ["a", "b"], or text contains "a"`)
	case l.typ != Text:
		return c.fail(l, codeType, fmt.Sprintf("the list holds texts and is asked for %s", l.typ.article()), "")
	}
	c.expect(r, l)
	return fold(n)
}

func (c *checker) inConstants(l *node, array *ast.ArrayNode) *node {
	n := &node{op: opIn, typ: Bool, kids: []*node{l}, set: &set{}, from: l.from, to: max(l.to, array.Location().To)}
	if l.typ != Text && l.typ != Number && l.typ != broken {
		return c.fail(l, codeType, fmt.Sprintf(`a list of constants holds texts or numbers and is asked for %s`, l.typ.article()), "")
	}
	if l.typ == broken {
		n.typ = broken
	}
	for _, item := range array.Nodes {
		k := c.expr(item)
		n.to = max(n.to, k.to)
		if !c.member(n.set, l, k) {
			n.typ = broken
		}
	}
	n.to = c.closing(n.to)
	n.set.settle()
	return fold(n)
}

// member adds a constant to the set.
func (c *checker) member(s *set, l, k *node) bool {
	switch {
	case k.typ == broken:
		return false
	case !k.known():
		c.fail(k, codeNotAllowed, "only constants stand in a list", `write x == a or x == b`)
		return false
	case l.typ != broken && k.typ != l.typ:
		c.fail(k, codeType, fmt.Sprintf("%s is looked for among %s", l.typ.article(), plural(k.typ)), quoted(l, k))
		return false
	case k.typ == Text:
		c.expect(l, k)
		s.texts = append(s.texts, k.value.Text)
	default:
		c.bound(opEq, l, k)
		s.numbers = append(s.numbers, k.value.Num)
	}
	return true
}

func plural(t Type) string {
	switch t {
	case Bool:
		return "conditions"
	case Number:
		return "numbers"
	}
	return "texts"
}

var textTests = map[string]op{"contains": opContains, "startsWith": opStarts, "endsWith": opEnds, "matches": opMatches}

// textTest checks a text against a constant pattern.
func (c *checker) textTest(x *ast.BinaryNode) *node {
	l, r := c.expr(x.Left), c.expr(x.Right)
	n := over2(textTests[x.Operator], Bool, l, r)
	switch {
	case n.typ == broken:
		return n
	case l.typ == List && x.Operator == "contains":
		return c.fail(n, codeType, `"contains" looks into a text and meets a list`, "write: member in list")
	case l.typ != Text:
		return c.fail(l, codeType, fmt.Sprintf("%q looks into a text and meets %s", x.Operator, l.typ.article()), "")
	case r.typ != Text:
		return c.fail(r, codeType, fmt.Sprintf("%q looks for a text and meets %s", x.Operator, r.typ.article()), "")
	case !r.known():
		return c.fail(r, codeNotAllowed, fmt.Sprintf("%q looks for a constant text", x.Operator), "")
	case n.op == opMatches:
		return c.matches(n)
	}
	return fold(n)
}

// maxPattern is how many instructions a regular expression may have. It bounds the work for each character of the text.
const maxPattern = 2000

func (c *checker) matches(n *node) *node {
	pattern := n.kids[1]
	tree, err := syntax.Parse(pattern.value.Text, syntax.Perl)
	if err != nil {
		return c.fail(pattern, codePattern, "the pattern cannot be read: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "), "")
	}
	if size(tree) <= maxPattern {
		n.pattern, err = regexp.Compile(pattern.value.Text)
	}
	if n.pattern == nil || err != nil {
		return c.fail(pattern, codePattern, "the pattern is too large", "repeat less")
	}
	n.text, n.kids = pattern.value.Text, n.kids[:1]
	return fold(n)
}

// size estimates a pattern's instructions before it is compiled.
func size(tree *syntax.Regexp) int {
	n := 1 + len(tree.Rune)
	for _, sub := range tree.Sub {
		n += size(sub)
	}
	if tree.Op == syntax.OpRepeat {
		n *= max(tree.Min, tree.Max, 1)
	}
	return min(n, 1<<20)
}
