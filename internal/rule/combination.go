package rule

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

// Combination is what a standing condition adds up of names that flow. Bounds of each alone never tell what such a sum is where its parts keep balance: who owns
// the names knows how they run together, and gives the sum a slot of its own.
type Combination struct {
	Of []Multiple // sorted by name; no two differ in their factor alone
}

// Multiple is a name times a constant.
type Multiple struct {
	Name     string
	Factor   float64
	Optional bool // Else stands in while the name is missing: (fit ?? 0)
	Else     float64
}

// String writes it as an expression, "fit + 2 * interest", constants to fifteen digits: what a few multiplications round is not told.
func (c Combination) String() string {
	var b strings.Builder
	for i, m := range c.Of {
		factor := m.Factor
		switch {
		case i > 0 && factor < 0:
			b.WriteString(" - ")
			factor = -factor
		case i > 0:
			b.WriteString(" + ")
		case factor == -1:
			b.WriteByte('-')
			factor = 1
		}
		if factor != 1 {
			b.WriteString(digits(factor) + " * ")
		}
		if m.Optional {
			b.WriteString("(" + nameText(m.Name) + " ?? " + digits(m.Else) + ")")
		} else {
			b.WriteString(nameText(m.Name))
		}
	}
	return b.String()
}

func digits(f float64) string { return strconv.FormatFloat(f, 'g', 15, 64) }

// Combine names who answers for sums of names that flow, in standing conditions of s and of its children: f gives the name that holds the sum, or says why there is none.
// Without it, every such sum is a finding.
func (s *Scope) Combine(f func(Combination) (Name, *diag.Finding)) { s.combine = f }

func (s *Scope) combiner() func(Combination) (Name, *diag.Finding) {
	for ; s != nil; s = s.parent {
		if s.combine != nil {
			return s.combine
		}
	}
	return nil
}

// mostPieces bounds into how many sums the least and greatest of several are multiplied out.
const mostPieces = 64

// pieces is a number as the least or greatest of sums: min(a, b) + c is min(a + c, b + c). It is kids under opMin or opMax, else the sum of flow and rest.
type pieces struct {
	op   op
	kids []pieces
	flow []multiple
	rest *node // what does not flow, nil for nothing
}

// multiple is a name that flows times a factor, or where other is not nil the name ?? other.
type multiple struct {
	name, other *node
	factor      float64
}

// pieces takes n times a factor to pieces; false where it is not made of names and constants by + - min max ?? and multiplication, or of too many.
func (n *node) pieces(factor float64) (p pieces, ok bool) {
	switch {
	case factor-factor != 0: // not finite
		return pieces{}, false
	case !n.flows():
		return pieces{rest: n.times(factor)}, true
	case n.op == opName:
		return pieces{flow: []multiple{{n, nil, factor}}}, true
	case n.op == opElse && n.kids[0].op == opName && n.kids[1].known():
		return pieces{flow: []multiple{{n.kids[0], n.kids[1], factor}}}, true
	case n.op == opNeg:
		return n.kids[0].pieces(-factor)
	case n.op == opMul && n.kids[0].known():
		return n.kids[1].pieces(factor * n.kids[0].value.Num)
	case n.op == opMul && n.kids[1].known():
		return n.kids[0].pieces(factor * n.kids[1].value.Num)
	case n.op == opDiv && n.kids[1].known():
		return n.kids[0].pieces(factor / n.kids[1].value.Num)
	case n.op == opAdd, n.op == opSub:
		return n.sum(factor)
	case n.op == opMin, n.op == opMax:
		return n.extreme(factor)
	}
	return pieces{}, false
}

func (n *node) sum(factor float64) (pieces, bool) {
	second := factor
	if n.op == opSub {
		second = -factor
	}
	l, ok := n.kids[0].pieces(factor)
	if !ok {
		return pieces{}, false
	}
	r, ok := n.kids[1].pieces(second)
	if !ok || l.size()*r.size() > mostPieces {
		return pieces{}, false
	}
	return l.plus(r), true
}

// extreme turns the least into the greatest where the factor is negative.
func (n *node) extreme(factor float64) (pieces, bool) {
	p := pieces{op: n.op}
	if factor < 0 {
		p.op = opMin + opMax - n.op
	}
	for _, k := range n.kids {
		piece, ok := k.pieces(factor)
		if !ok {
			return pieces{}, false
		}
		p.kids = append(p.kids, piece)
	}
	return p, p.size() <= mostPieces
}

// size is how many sums there are.
func (p pieces) size() int {
	if p.kids == nil {
		return 1
	}
	n := 0
	for _, k := range p.kids {
		n += k.size()
	}
	return n
}

func (p pieces) plus(q pieces) pieces {
	switch {
	case p.kids != nil:
		return pieces{op: p.op, kids: mapped(p.kids, func(k pieces) pieces { return k.plus(q) })}
	case q.kids != nil:
		return pieces{op: q.op, kids: mapped(q.kids, func(k pieces) pieces { return p.plus(k) })}
	}
	sum := pieces{flow: slices.Clone(p.flow), rest: p.rest}
	for _, m := range q.flow {
		sum.add(m)
	}
	if q.rest != nil {
		sum.rest = q.rest.after(sum.rest)
	}
	return sum
}

func (p *pieces) add(m multiple) {
	for i := range p.flow {
		if p.flow[i].like(m) {
			p.flow[i].factor += m.factor
			return
		}
	}
	p.flow = append(p.flow, m)
}

// like tells whether two multiples are of one thing.
func (m multiple) like(o multiple) bool {
	if m.other == nil || o.other == nil {
		return m.other == o.other && m.name.name.Name == o.name.name.Name
	}
	return m.name.name.Name == o.name.name.Name && m.other.value == o.other.value
}

// combination is what is told of a sum to who answers for it.
func (p pieces) combination() (c Combination) {
	for _, m := range p.flow {
		told := Multiple{Name: m.name.name.Name, Factor: m.factor}
		if m.other != nil {
			told.Optional, told.Else = true, m.other.value.Num
		}
		c.Of = append(c.Of, told)
	}
	slices.SortFunc(c.Of, func(a, b Multiple) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(oneIf(a.Optional), oneIf(b.Optional)), cmp.Compare(a.Else, b.Else))
	})
	return c
}

// times is n times a constant.
func (n *node) times(factor float64) *node {
	if factor == 1 {
		return n
	}
	return fold(over2(opMul, n.typ, &node{typ: Number, value: Value{Type: Number, Num: factor}, from: n.from, to: n.to}, n))
}

// after is first + n, n where there is no first.
func (n *node) after(first *node) *node {
	if first == nil {
		return n
	}
	return fold(over2(opAdd, n.typ, first, n))
}

// with is n with other kids.
func (n *node) with(kids []*node) *node {
	if slices.Equal(kids, n.kids) {
		return n
	}
	changed := *n
	changed.kids = kids
	return &changed
}

func mapped[T, U any](list []T, f func(T) U) []U {
	all := make([]U, len(list))
	for i, x := range list {
		all[i] = f(x)
	}
	return all
}
