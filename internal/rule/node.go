package rule

import (
	"regexp"
	"slices"
)

// op is what a node does. Operands are the node's kids, left to right.
type op uint8

const (
	opConst op = iota
	opName     // a name's slot; a history function becomes one too

	opNot
	opAnd // of two or more
	opOr  // of two or more

	opEq
	opNe
	opLt
	opLe
	opGt
	opGe

	opIn       // the kid among the constants of set
	opHas      // the first kid a member of the second, a List
	opContains // text tests: the second kid is the pattern
	opStarts
	opEnds
	opMatches // the kid against pattern
	opAbsent  // the kid is missing

	opNeg
	opAdd
	opSub
	opMul
	opDiv
	opMod
	opMin // of one or more
	opMax // of one or more

	opIf   // condition, then, else
	opElse // the first kid, or if that is missing the second
)

// spelling is how operators are written in canonical text, and how tightly they bind there: as in expr, but ?? always stands in brackets
// beside another operator, for expr refuses most such texts.
var spelling = map[op]struct {
	text string
	bind int
}{
	opOr: {"or", 10}, opAnd: {"and", 15}, opEq: {"==", 20}, opNe: {"!=", 20}, opLt: {"<", 20}, opLe: {"<=", 20}, opGt: {">", 20}, opGe: {">=", 20},
	opIn: {"in", 20}, opHas: {"in", 20}, opContains: {"contains", 20}, opStarts: {"startsWith", 20}, opEnds: {"endsWith", 20}, opMatches: {"matches", 20},
	opAdd: {"+", 30}, opSub: {"-", 30}, opMul: {"*", 60}, opDiv: {"/", 60}, opMod: {"%", 60}, opElse: {"??", bindElse},
}

// broken is the type of a node about which there is a finding already; nothing more is said about what is built on it.
const broken Type = 255

// node is a part of a checked expression. Nodes are immutable once built, except that history calls get their names at the end;
// the middle of a chained comparison, a < b < c, has two parents.
type node struct {
	op       op
	typ      Type
	value    Value          // opConst; of type Missing for a constant that is missing, such as 1 / 0
	name     Name           // opName
	set      *set           // opIn
	pattern  *regexp.Regexp // opMatches
	text     string         // opMatches: the pattern's text
	kids     []*node
	call     *pending // a history call still without a name
	from, to int      // range of runes
}

func (n *node) constant() bool { return n.op == opConst }
func (n *node) known() bool    { return n.op == opConst && n.value.Type != Missing }
func (n *node) missing() bool  { return n.op == opConst && n.value.Type == Missing && n.typ != broken }

// varies tells whether the value changes by itself as time passes.
func (n *node) varies() bool {
	if n.op == opName {
		return n.name.Varies
	}
	for _, k := range n.kids {
		if k.varies() {
			return true
		}
	}
	return false
}

// flows tells whether the value changes at every instant.
func (n *node) flows() bool {
	if n.op == opName {
		return n.name.Flows
	}
	return slices.ContainsFunc(n.kids, (*node).flows)
}

// each calls f for every name that n reads.
func (n *node) each(f func(Name)) {
	if n.op == opName {
		f(n.name)
	}
	for _, k := range n.kids {
		k.each(f)
	}
}
