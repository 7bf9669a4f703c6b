package rule

import (
	"regexp"
	"strings"
)

// table is conditions as rows of tests. Each row says where to go on when it holds and when it does not, and which conditions are found to hold on that way.
type table struct {
	rows  []row
	start step
}

// step is a way from one row to another, or to the end: no row has its number.
type step struct {
	to     int32
	proves uint64 // the conditions that hold, by bits, once this way is taken
}

const end int32 = -1

// check is what a row tests.
type check uint8

const (
	isTrue check = iota // a Bool that is true
	isAbsent
	numEq // numbers, times, durations, conditions against a constant
	numNe
	numLt
	numLe
	numGt
	numGe
	numIn
	textEq // texts against a constant
	textNe
	textIn
	textContains
	textStarts
	textEnds
	textMatches
	listHas
	computed // anything else
)

// row is one test. It fills a cache line, on processors where that has 64 bytes.
type row struct {
	check     check
	typ       Type
	slot      Slot
	num       float64
	text      string
	more      *more
	yes, no   int32
	yesProves uint64
	noProves  uint64
}

// more is what only some rows need.
type more struct {
	set     *set
	pattern *regexp.Regexp
	test    func(*Env) bool
}

// run tells which conditions hold, by bits. It allocates nothing, and tests each row at most once. It is one loop because it is what every rule runs on
// every event: a call for each row costs as much as the row.
func (t *table) run(e *Env) uint64 {
	at, holding := t.start.to, t.start.proves
	for uint(at) < uint(len(t.rows)) {
		r := &t.rows[at]
		var holds bool
		if bank := e.Bank[r.slot.Bank]; r.check == computed {
			holds = r.more.test(e)
		} else if int(r.slot.Index) >= len(bank) || bank[r.slot.Index].Type != r.typ {
			holds = r.check == isAbsent
		} else {
			v := &bank[r.slot.Index]
			switch r.check {
			case isTrue:
				holds = v.Num != 0
			case numEq:
				holds = v.Num == r.num
			case numNe:
				holds = v.Num != r.num
			case numLt:
				holds = v.Num < r.num
			case numLe:
				holds = v.Num <= r.num
			case numGt:
				holds = v.Num > r.num
			case numGe:
				holds = v.Num >= r.num
			case numIn:
				holds = r.more.set.hasNumber(v.Num)
			case textEq:
				holds = v.Text == r.text
			case textNe:
				holds = v.Text != r.text
			case textIn:
				holds = r.more.set.hasText(v.Text)
			case textContains, listHas:
				holds = strings.Contains(v.Text, r.text)
			case textStarts:
				holds = strings.HasPrefix(v.Text, r.text)
			case textEnds:
				holds = strings.HasSuffix(v.Text, r.text)
			case textMatches:
				holds = r.more.pattern.MatchString(v.Text)
			}
		}
		switch {
		case r.yes == r.no: // a condition of one test: no branch depends on how it comes out, which would be guessed wrongly half of the time
			at, holding = r.no, holding|r.noProves^(r.noProves^r.yesProves)&-bit(holds)
		case holds:
			at, holding = r.yes, holding|r.yesProves
		default:
			at, holding = r.no, holding|r.noProves
		}
	}
	return holding
}

func bit(is bool) uint64 {
	if is {
		return 1
	}
	return 0
}

// holds tells whether a table's only condition holds.
func (t *table) holds(e *Env) bool { return t.run(e) != 0 }

// tableOf lays a condition out.
func tableOf(n *node) table {
	t := table{start: step{to: end}}
	t.put(n, 0)
	return t
}

// put lays a condition out before those that the table has, from its end to its start, so that every row knows where to go on.
func (t *table) put(n *node, bit int) {
	t.start = t.lay(n, step{t.start.to, t.start.proves | 1<<bit}, t.start)
}

// lay adds the rows of n, which go on to yes or to no, and returns the way to where they start.
func (t *table) lay(n *node, yes, no step) step {
	switch n.op {
	case opConst:
		if n.value.Num != 0 {
			return yes
		}
		return no
	case opNot:
		return t.lay(n.kids[0], no, yes)
	case opAnd:
		for i := len(n.kids) - 1; i >= 0; i-- {
			yes = t.lay(n.kids[i], yes, no)
		}
		return yes
	case opOr:
		for i := len(n.kids) - 1; i >= 0; i-- {
			no = t.lay(n.kids[i], yes, no)
		}
		return no
	case opIf:
		then, other := t.lay(n.kids[1], yes, no), t.lay(n.kids[2], yes, no)
		return t.lay(n.kids[0], then, other)
	case opElse:
		if first := n.kids[0]; first.op == opName {
			there, gone := t.lay(first, yes, no), t.lay(n.kids[1], yes, no)
			return t.add(row{check: isAbsent, typ: Bool, slot: first.name.Slot}, gone, there)
		}
		f := truthFuncOf(n)
		return t.add(row{check: computed, more: &more{test: func(e *Env) bool { b, ok := f(e); return b && ok }}}, yes, no)
	}
	r, ok := rowOf(n)
	if !ok {
		r = row{check: computed, more: &more{test: testOf(n)}}
	}
	return t.add(r, yes, no)
}

func (t *table) add(r row, yes, no step) step {
	r.yes, r.no, r.yesProves, r.noProves = yes.to, no.to, yes.proves, no.proves
	t.rows = append(t.rows, r)
	return step{to: int32(len(t.rows) - 1)}
}

// rowOf is the single row that tests n, if there is one: a name against constants.
func rowOf(n *node) (row, bool) {
	if n.op == opName {
		return row{check: isTrue, typ: Bool, slot: n.name.Slot}, true
	}
	o, subject, other := n.op, n.kids[0], n.kids[0]
	if len(n.kids) == 2 {
		other = n.kids[1]
		if n.op == opHas || n.op <= opGe && subject.constant() {
			subject, other = other, subject
			o = mirror(o)
		}
	}
	if subject.op != opName || len(n.kids) == 2 && !other.known() {
		return row{}, false
	}
	r := row{typ: subject.typ, slot: subject.name.Slot, num: other.value.Num, text: other.value.Text}
	return r, r.set(o, n)
}

// set chooses the row's test.
func (r *row) set(o op, n *node) bool {
	switch {
	case o == opAbsent:
		r.check = isAbsent
	case o <= opGe && r.typ == Text:
		r.check = textEq + check(o-opEq)
		return o <= opNe
	case o <= opGe:
		r.check = numEq + check(o-opEq)
	case o == opIn && r.typ == Number:
		r.check, r.more = numIn, &more{set: n.set}
	case o == opIn:
		r.check, r.more = textIn, &more{set: n.set}
	case o == opHas:
		r.check, r.text = listHas, needle(r.text)
		return r.text != ""
	case o == opContains:
		r.check = textContains
	case o == opStarts:
		r.check = textStarts
	case o == opEnds:
		r.check = textEnds
	case o == opMatches:
		return r.setPattern(n)
	}
	return true
}

func (r *row) setPattern(n *node) bool {
	if start, ok := anchored(n.text); ok {
		r.check, r.text = textStarts, start
		return true
	}
	r.check, r.more = textMatches, &more{pattern: n.pattern}
	return true
}
