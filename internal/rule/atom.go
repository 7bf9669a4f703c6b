package rule

// Atom is a comparison of a name with a constant number, as it has to come out for the condition to lean towards true: under a not it is turned round.
type Atom struct {
	Name  string
	Op    string // ==, !=, <, <=, > or >=, the name on the left
	Bound float64
}

// turned are the comparisons read from right to left, opposed those that are true where the first is false.
var (
	turned  = map[op]op{opEq: opEq, opNe: opNe, opLt: opGt, opLe: opGe, opGt: opLt, opGe: opLe}
	opposed = map[op]op{opEq: opNe, opNe: opEq, opLt: opGe, opLe: opGt, opGt: opLe, opGe: opLt}
)

// Atoms lists the comparisons of a name with a constant number that a condition is made of, in the order of its canonical form, each once.
func (p *Program) Atoms() (list []Atom) {
	var walk func(n *node, not bool)
	walk = func(n *node, not bool) {
		if n.op == opNot {
			walk(n.kids[0], !not)
			return
		}
		if a, ok := atomOf(n, not); ok {
			for _, have := range list {
				if have == a {
					return
				}
			}
			list = append(list, a)
			return
		}
		for _, k := range n.kids {
			if k.typ == Bool {
				walk(k, not)
			}
		}
	}
	walk(p.root, false)
	return list
}

func atomOf(n *node, not bool) (Atom, bool) {
	o := n.op
	if _, is := turned[o]; !is || len(n.kids) != 2 {
		return Atom{}, false
	}
	subject, bound := n.kids[0], n.kids[1]
	if subject.known() {
		subject, bound, o = bound, subject, turned[o]
	}
	if subject.op != opName || subject.typ != Number || !bound.known() {
		return Atom{}, false
	}
	if not {
		o = opposed[o]
	}
	return Atom{subject.name.Name, spelling[o].text, bound.value.Num}, true
}
