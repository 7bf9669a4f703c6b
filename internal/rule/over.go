package rule

import (
	"math"
	"strings"
)

// over is the plain definition of the language, for what is no text: the extent of n over a span of time. Where nothing changes, it is the value
// at an instant. The table and the closures say the same faster, for one instant.
func over(n *node, e *Env) extent {
	switch n.op {
	case opConst:
		return constantExtent(&n.value)
	case opName:
		return read(n.name.Slot, n.typ, e)
	case opAdd, opSub, opMul, opDiv, opMod:
		return operate(n.op, over(n.kids[0], e), over(n.kids[1], e))
	}
	return overRest(n, e)
}

func overRest(n *node, e *Env) extent {
	switch n.op {
	case opIf:
		switch over(n.kids[0], e).truth() {
		case Yes:
			return over(n.kids[1], e)
		case No:
			return over(n.kids[2], e)
		}
		return either(over(n.kids[1], e), over(n.kids[2], e))
	case opElse:
		x := over(n.kids[0], e)
		switch x.gone {
		case No:
			return x
		case Yes:
			return over(n.kids[1], e)
		}
		x.gone = No
		return either(x, over(n.kids[1], e))
	case opNeg:
		x := over(n.kids[0], e)
		x.lo, x.hi = -x.hi, -x.lo
		return x
	case opMin, opMax:
		x := over(n.kids[0], e)
		for _, k := range n.kids[1:] {
			x = operate(n.op, x, over(k, e))
		}
		return x
	}
	return overCondition(n, e).extent()
}

// overCondition is over for a condition that is never missing.
func overCondition(n *node, e *Env) Truth {
	switch {
	case n.op == opNot:
		return not(over(n.kids[0], e).truth())
	case n.op == opAnd || n.op == opOr:
		return junction(n, e)
	case n.op == opAbsent && n.kids[0].typ.worded():
		return overText(n.kids[0], e).gone
	case n.op == opAbsent:
		return over(n.kids[0], e).gone
	case n.kids[0].typ.worded():
		return testWording(n, e)
	case n.op == opIn:
		return amid(n.set, over(n.kids[0], e))
	}
	return relate(n.op, over(n.kids[0], e), over(n.kids[1], e))
}

func junction(n *node, e *Env) Truth {
	decisive := truthOf(n.op == opOr)
	result := not(decisive)
	for _, k := range n.kids {
		switch over(k, e).truth() {
		case decisive:
			return decisive
		case Maybe:
			result = Maybe
		}
	}
	return result
}

// overText is over for texts and lists.
func overText(n *node, e *Env) wording {
	switch n.op {
	case opName:
		return readText(n.name.Slot, n.typ, e)
	case opIf:
		switch over(n.kids[0], e).truth() {
		case Yes:
			return overText(n.kids[1], e)
		case No:
			return overText(n.kids[2], e)
		}
		return eitherWording(overText(n.kids[1], e), overText(n.kids[2], e))
	case opElse:
		x := overText(n.kids[0], e)
		switch x.gone {
		case No:
			return x
		case Yes:
			return overText(n.kids[1], e)
		}
		x.gone = No
		return eitherWording(x, overText(n.kids[1], e))
	}
	return wording{text: n.value.Text, gone: No}
}

func constantExtent(v *Value) extent {
	if v.Type == Missing {
		return missing
	}
	return extent{lo: v.Num, hi: v.Num, gone: No}
}

// ends are the values of a slot at the two ends of the span. A value of another type than the name's is missing: nil.
func ends(s Slot, t Type, e *Env) (lower, upper *Value) {
	lower, _ = load(e.Bank[s.Bank], s.Index, t)
	if e.Upper[s.Bank] == nil {
		return lower, lower
	}
	upper, _ = load(e.Upper[s.Bank], s.Index, t)
	return lower, upper
}

func read(s Slot, t Type, e *Env) extent {
	lower, upper := ends(s, t, e)
	switch {
	case lower == nil && upper == nil && e.Open:
		return extent{lo: -math.MaxFloat64, hi: math.MaxFloat64}
	case lower == nil && upper == nil:
		return missing
	case lower == nil:
		return extent{lo: upper.Num, hi: upper.Num}
	case upper == nil:
		return extent{lo: lower.Num, hi: lower.Num}
	}
	return extent{lo: min(lower.Num, upper.Num), hi: max(lower.Num, upper.Num), gone: No}
}

func readText(s Slot, t Type, e *Env) wording {
	lower, upper := ends(s, t, e)
	switch {
	case lower == nil && upper == nil && e.Open:
		return wording{loose: true}
	case lower == nil && upper == nil:
		return wording{gone: Yes}
	case lower == nil:
		return wording{text: upper.Text}
	case upper == nil:
		return wording{text: lower.Text}
	}
	return wording{text: lower.Text, loose: lower.Text != upper.Text, gone: No}
}

// testWording is a comparison or test of a text.
func testWording(n *node, e *Env) Truth {
	x, y := overText(n.kids[0], e), wording{gone: No}
	if len(n.kids) > 1 {
		y = overText(n.kids[1], e)
	}
	gone := anyGone(x.gone, y.gone)
	if gone == Yes || x.loose || y.loose {
		return certainly(false, false, gone)
	}
	holds := testText(n, x.text, y.text)
	return certainly(holds, !holds, gone)
}

func testText(n *node, x, y string) bool {
	switch n.op {
	case opEq, opNe, opLt, opLe, opGt, opGe:
		return holds(n.op, x, y)
	case opIn:
		return n.set.hasText(x)
	case opHas:
		return has(y, x)
	case opContains:
		return strings.Contains(x, y)
	case opStarts:
		return strings.HasPrefix(x, y)
	case opEnds:
		return strings.HasSuffix(x, y)
	}
	return n.pattern.MatchString(x)
}

// amid tells whether a number is in a set.
func amid(s *set, x extent) Truth {
	if x.lo == x.hi {
		holds := s.hasNumber(x.lo)
		return certainly(holds, !holds, x.gone)
	}
	for _, n := range s.numbers {
		if x.lo <= n && n <= x.hi {
			return certainly(false, false, x.gone)
		}
	}
	return No
}
