package rule

import (
	"regexp"
	"strings"
)

// table is conditions as rows of tests. Those of one test are alone, and each is found to hold or not by its row. Of the others each row says where to go on when it
// holds and when it does not, and which conditions are found to hold on that way.
type table struct {
	alone []row
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
	isNumber check = iota // a number, time, duration or truth, against a constant: as it has to compare
	isText                // a text against a constant
	isNotText
	startsText
	endsText
	inTexts
	isAbsent
	isIn
	contains
	matches
	computed // anything else
)

// How a number may compare with a constant, by bits.
const (
	below = 1 << iota
	equal
	above
)

// row is one test. It fills a cache line, on processors where that has 64 bytes.
type row struct {
	check     check
	typ       Type // no value has that of a computed row
	slot      Slot
	accepts   uint8
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

// run tells which conditions hold, by bits. It allocates nothing, and tests each row at most once.
func (t *table) run(e *Env) uint64 {
	holding, alone := t.start.proves, t.alone
	for i := range alone { // no branch depends on how a row comes out, which would be guessed wrongly half of the time
		r := &alone[i]
		holding |= r.noProves ^ (r.noProves^r.yesProves)&-bit(r.holds(e.at(r.slot), e))
	}
	if t.rows != nil {
		holding |= t.walk(e)
	}
	return holding
}

// walk goes from row to row.
func (t *table) walk(e *Env) (holding uint64) {
	for at := t.start.to; uint(at) < uint(len(t.rows)); {
		if r := &t.rows[at]; r.holds(e.at(r.slot), e) {
			at, holding = r.yes, holding|r.yesProves
		} else {
			at, holding = r.no, holding|r.noProves
		}
	}
	return holding
}

// holds makes the test on the value in the row's slot.
func (r *row) holds(v *Value, e *Env) bool {
	if v.Type != r.typ {
		return r.missing(e)
	}
	switch r.check {
	case isNumber:
		return uint64(r.accepts)&(below*bit(v.Num < r.num)|equal*bit(v.Num == r.num)|above*bit(v.Num > r.num)) != 0
	case isText:
		return v.Text == r.text
	case isNotText:
		return v.Text != r.text
	case startsText:
		return strings.HasPrefix(v.Text, r.text)
	case endsText:
		return strings.HasSuffix(v.Text, r.text)
	case inTexts:
		return r.more.set.hasText(v.Text)
	case contains:
		return strings.Contains(v.Text, r.text)
	case isIn:
		return r.more.set.hasNumber(v.Num)
	case matches:
		return r.more.pattern.MatchString(v.Text)
	}
	return false // it asks whether the value is absent
}

// missing is the test where the value is missing, or another function makes it.
func (r *row) missing(e *Env) bool {
	if r.check == computed {
		return r.more.test(e)
	}
	return r.check == isAbsent
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

// put lays a condition out: alone, or before the others that the table has, from its end to its start, so that every row knows where to go on.
func (t *table) put(n *node, bit int) {
	yes := step{end, 1 << bit}
	var own table
	own.lay(n, yes, step{to: end})
	if len(own.rows) == 1 {
		t.alone = append(t.alone, own.rows[0])
		return
	}
	t.start = t.lay(n, step{t.start.to, t.start.proves | yes.proves}, t.start)
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
		return t.add(computedBy(func(e *Env) bool { b, ok := f(e); return b && ok }), yes, no)
	}
	r, ok := rowOf(n)
	if !ok {
		r = computedBy(testOf(n))
	}
	return t.add(r, yes, no)
}

func (t *table) add(r row, yes, no step) step {
	r.yes, r.no, r.yesProves, r.noProves = yes.to, no.to, yes.proves, no.proves
	t.rows = append(t.rows, r)
	return step{to: int32(len(t.rows) - 1)}
}

func computedBy(test func(*Env) bool) row {
	return row{check: computed, typ: noType, more: &more{test: test}}
}

// noType is that of no value.
const noType Type = 1<<8 - 1

// rowOf is the single row that tests n, if there is one: a name against constants.
func rowOf(n *node) (row, bool) {
	if n.op == opName {
		return row{check: isNumber, accepts: below | above, typ: Bool, slot: n.name.Slot}, true
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
		r.check = isText + check(o-opEq)
		return o <= opNe
	case o <= opGe:
		r.check, r.accepts = isNumber, [...]uint8{equal, below | above, below, below | equal, above, above | equal}[o-opEq]
	case o == opIn && r.typ == Number:
		r.check, r.more = isIn, &more{set: n.set}
	case o == opIn:
		r.check, r.more = inTexts, &more{set: n.set}
	case o == opHas:
		r.check, r.text = contains, needle(r.text)
		return r.text != ""
	case o == opContains:
		r.check = contains
	case o == opStarts:
		r.check = startsText
	case o == opEnds:
		r.check = endsText
	case o == opMatches:
		return r.setPattern(n)
	}
	return true
}

func (r *row) setPattern(n *node) bool {
	if start, ok := anchored(n.text); ok {
		r.check, r.text = startsText, start
		return true
	}
	r.check, r.more = matches, &more{pattern: n.pattern}
	return true
}
