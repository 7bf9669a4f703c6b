package rule

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Tightness of binding, for brackets in canonical text.
const (
	bindChoice = 0
	bindElse   = 5
	bindNot    = 50
	bindMinus  = 90
	bindAtom   = 1000
)

// canonical writes n so that programs that mean the same by the same tree have the same text, and so that the text compiles to the same program.
func canonical(n *node) string {
	var b strings.Builder
	write(&b, n, 0)
	return b.String()
}

// write adds n, in brackets if it binds less tightly than its place asks.
func write(b *strings.Builder, n *node, bind int) {
	if n.binds() < bind {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch n.op {
	case opConst:
		b.WriteString(constantText(n))
	case opName:
		b.WriteString(nameText(n.name.Name))
	case opNot:
		writeNot(b, n.kids[0])
	case opNeg:
		b.WriteByte('-')
		write(b, n.kids[0], bindMinus+1)
	case opAbsent:
		writeAbsent(b, n, "==")
	case opMin, opMax:
		b.WriteString(map[op]string{opMin: "min", opMax: "max"}[n.op])
		writeList(b, n.kids)
	case opIf:
		write(b, n.kids[0], 1)
		b.WriteString(" ? ")
		write(b, n.kids[1], 1)
		b.WriteString(" : ")
		write(b, n.kids[2], 1)
	default:
		writeOperator(b, n)
	}
}

func (n *node) binds() int {
	switch {
	case n.op == opIf:
		return bindChoice
	case n.op == opNot && n.kids[0].op == opAbsent, n.op == opAbsent:
		return spelling[opEq].bind
	case n.op == opNot:
		return bindNot
	case n.op == opConst:
		return constantBinds(n)
	case n.op == opNeg:
		return bindMinus
	}
	if s, ok := spelling[n.op]; ok {
		return s.bind
	}
	return bindAtom
}

func writeNot(b *strings.Builder, kid *node) {
	if kid.op == opAbsent {
		writeAbsent(b, kid, "!=")
		return
	}
	b.WriteString("not ")
	write(b, kid, bindNot)
}

func writeAbsent(b *strings.Builder, n *node, operator string) {
	write(b, n.kids[0], spelling[opEq].bind+1)
	b.WriteString(" " + operator + " nil")
}

func writeList(b *strings.Builder, kids []*node) {
	b.WriteByte('(')
	for i, k := range kids {
		if i > 0 {
			b.WriteString(", ")
		}
		write(b, k, 0)
	}
	b.WriteByte(')')
}

func writeOperator(b *strings.Builder, n *node) {
	s := spelling[n.op]
	for i, k := range n.kids {
		bind := s.bind + 1
		switch {
		case i == 0 && n.op >= opNeg && (n.op != opElse || k.op == opElse): // these are read from the left
			bind = s.bind
		case n.op == opElse:
			bind = bindAtom
		}
		if i > 0 {
			b.WriteString(" " + s.text + " ")
		}
		write(b, k, bind)
	}
	switch {
	case n.op == opIn:
		b.WriteString(" in " + n.set.String())
	case n.op == opMatches:
		b.WriteString(" matches " + strconv.Quote(n.text))
	case len(n.kids) == 1:
		b.WriteString(" " + s.text + " " + strconv.FormatBool(n.op == opAnd))
	}
}

// String writes the set as a list of constants.
func (s *set) String() string {
	var items []string
	for _, t := range s.texts {
		items = append(items, strconv.Quote(t))
	}
	for _, n := range s.numbers {
		items = append(items, number(n))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// constantText writes a constant; one that no literal expresses is written as an operation.
func constantText(n *node) string {
	v := n.value
	if v.Type == Missing {
		return map[Type]string{Span: `"1ms" / 0`, Time: `"1970-01-01" + "1ms" / 0`}[n.typ] + map[Type]string{Number: "0 / 0"}[n.typ]
	}
	switch n.typ {
	case Bool:
		return strconv.FormatBool(v.Num != 0)
	case Number:
		return number(v.Num)
	case Span:
		return spanText(v.Num)
	case Time:
		return timeText(v.Num)
	}
	return strconv.Quote(v.Text)
}

func spanText(ms float64) string {
	if 0 <= ms && ms <= maxSpan && ms == math.Trunc(ms) {
		return strconv.Quote(FormatSpan(int64(ms)))
	}
	return `"1ms" * ` + number(ms)
}

func timeText(ms float64) string {
	const first, last = -62_135_596_800_000, 253_402_300_799_999 // years 1 to 9999
	if first <= ms && ms <= last && ms == math.Trunc(ms) {
		return strconv.Quote(formatTime(int64(ms)))
	}
	return `"1970-01-01" + "1ms" * ` + number(ms)
}

func constantBinds(n *node) int {
	switch text := constantText(n); {
	case strings.Contains(text, `" + "`):
		return spelling[opAdd].bind
	case n.typ == Text:
		return bindAtom
	case strings.Contains(text, `" * `), strings.Contains(text, " / "):
		return spelling[opMul].bind
	case text[0] == '-':
		return bindMinus
	}
	return bindAtom
}

var plainName = regexp.MustCompile(`^[\pL_$][\pL\p{Nd}_$]*$`)

// nameText writes a dotted name, a part that is no word in brackets. A history call is written as it is.
func nameText(name string) string {
	if strings.HasSuffix(name, ")") {
		return name
	}
	first, rest, _ := strings.Cut(name, ".")
	for rest != "" {
		var part string
		if part, rest, _ = strings.Cut(rest, "."); plainName.MatchString(part) {
			first += "." + part
		} else {
			first += "[" + strconv.Quote(part) + "]"
		}
	}
	return first
}
