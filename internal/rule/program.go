package rule

import (
	"maps"
	"slices"

	"github.com/leadkit/leadkit/lead/diag"
)

// Want is what an expression is for.
type Want uint8

const (
	Condition Want = iota // true or false
	Standing              // true or false, and when it changes by itself can be foreseen
	Quantity              // a number
)

// Program is a checked expression, ready to run. It is immutable: any number of goroutines may use it at once.
type Program struct {
	source string
	text   string
	root   *node
	table  table
	number numberFunc // of a Quantity
	names  []string
	varies bool
}

// Compile checks src against the names of s. It returns every finding it can make, sorted by place, each with the range of runes in src that it is
// about and an empty path; the program is nil if one of them is an error. Compile never panics, and its work is bounded by the length of src,
// of which more than 4,096 bytes are a finding.
func Compile(src string, s *Scope, want Want) (*Program, diag.List) {
	tokens, found := scan(src)
	if len(found) > 0 {
		return nil, found
	}
	tree, found := parse(src)
	if len(found) > 0 {
		return nil, found
	}
	c := &checker{scope: s, tokens: tokens}
	root := c.expr(tree)
	c.settle()
	run := c.wanted(root, want)
	if c.found.Err() != nil {
		return nil, c.found
	}
	return assemble(src, root, run), c.found
}

// wanted checks that the whole is what it is for, and gives what to evaluate.
func (c *checker) wanted(n *node, want Want) *node {
	t := Bool
	if want == Quantity {
		t = Number
	}
	switch {
	case n.typ == broken:
	case n.typ != t:
		c.fail(n, codeType, "the expression is "+n.typ.article()+" and should be "+t.article(), map[Type]string{
			Span: `divide it by a duration to get a number: since("x") / "1d"`}[n.typ])
	case want == Standing:
		return c.foresee(n)
	}
	return n
}

// assemble makes the program that evaluates root, of which written is what was written.
func assemble(src string, written, root *node) *Program {
	p := &Program{source: src, text: canonical(written), root: root, varies: root.varies()}
	if root.typ == Bool {
		p.table = tableOf(root)
	} else {
		p.number = numberOf(root)
	}
	names := map[string]bool{}
	written.each(func(n Name) { names[n.Name] = true })
	p.names = slices.Sorted(maps.Keys(names))
	return p
}

// True tells whether a condition holds. A Quantity is never true.
func (p *Program) True(e *Env) bool { return p.number == nil && p.table.holds(orNowhere(e)) }

// Number computes a quantity, and returns false when it is missing. The number is finite. A condition has no number.
func (p *Program) Number(e *Env) (float64, bool) {
	if p.number == nil {
		return 0, false
	}
	return p.number(orNowhere(e))
}

// Over tells what a condition is over a span of time in which each value stays between the two ends that e gives, ends included. Yes and No are
// certain; a value that is missing at one end only may be either throughout. Where both ends are equal everywhere, Over says what True says.
func (p *Program) Over(e *Env) Truth {
	if p.number != nil {
		return No
	}
	return over(p.root, orNowhere(e)).truth()
}

// Bounds gives the ends between which a quantity stays over a span of time. It returns false if the quantity may be missing somewhere in the span.
func (p *Program) Bounds(e *Env) (lower, upper float64, ok bool) {
	if p.number == nil {
		return 0, 0, false
	}
	x := over(p.root, orNowhere(e))
	if x.gone != No {
		return 0, 0, false
	}
	return x.lo, x.hi, true
}

func orNowhere(e *Env) *Env {
	if e == nil {
		return &nowhere
	}
	return e
}

// Names returns the names that the program reads, sorted, history calls in canonical spelling. What constants decide reads nothing.
func (p *Program) Names() []string { return slices.Clone(p.names) }

// Varies tells whether the answer may change as time passes, with no event.
func (p *Program) Varies() bool { return p.varies }

// Always tells whether a condition is decided by constants alone, and how.
func (p *Program) Always() (truth, constant bool) {
	if p.root.typ != Bool || !p.root.constant() {
		return false, false
	}
	return p.root.value.Num != 0, true
}

// Fixed tells whether a quantity is a constant, and which. A quantity that is always missing, such as 1 / 0, is not fixed.
func (p *Program) Fixed() (number float64, constant bool) {
	if p.root.typ != Number || !p.root.known() {
		return 0, false
	}
	return p.root.value.Num, true
}

// String returns the canonical text: equal for programs that differ in spacing, brackets or quotes, in the order and repetition of constants in a
// list, in the spelling of numbers, durations and operators, or in what constants decide. It compiles to the same program.
func (p *Program) String() string { return p.text }

// Source returns the text that was compiled.
func (p *Program) Source() string { return p.source }
