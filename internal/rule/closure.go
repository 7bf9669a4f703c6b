package rule

import (
	"math"
	"strings"
)

// Typed closures compute what is not a plain condition. The second result is false when the value is missing.
type (
	numberFunc func(*Env) (float64, bool) // numbers, times, durations
	textFunc   func(*Env) (string, bool)  // texts, lists
	truthFunc  func(*Env) (truth, present bool)
)

// load reads a slot; nil, false is a missing value, and so is one that is not of the wanted type.
func load(bank []Value, i uint16, t Type) (*Value, bool) {
	if int(i) >= len(bank) || bank[i].Type != t {
		return nil, false
	}
	return &bank[i], true
}

func numberOf(n *node) numberFunc {
	switch n.op {
	case opConst:
		f, present := n.value.Num, n.value.Type != Missing
		return func(*Env) (float64, bool) { return f, present }
	case opName:
		slot, typ := n.name.Slot, n.typ
		return func(e *Env) (float64, bool) {
			if v, ok := load(e.Bank[slot.Bank], slot.Index, typ); ok {
				return v.Num, true
			}
			return 0, false
		}
	case opIf:
		cond, then, other := conditionOf(n.kids[0]), numberOf(n.kids[1]), numberOf(n.kids[2])
		return func(e *Env) (float64, bool) {
			if cond(e) {
				return then(e)
			}
			return other(e)
		}
	case opElse:
		first, second := numberOf(n.kids[0]), numberOf(n.kids[1])
		return func(e *Env) (float64, bool) {
			if f, ok := first(e); ok {
				return f, true
			}
			return second(e)
		}
	case opNeg:
		kid := numberOf(n.kids[0])
		return func(e *Env) (float64, bool) {
			f, ok := kid(e)
			return -f, ok
		}
	}
	return arithmeticOf(n)
}

func arithmeticOf(n *node) numberFunc {
	f := numberOf(n.kids[0])
	for _, k := range n.kids[1:] {
		if k.known() {
			f = scaled(n.op, f, k.value.Num)
		} else {
			f = joined(n.op, f, numberOf(k))
		}
	}
	return f
}

// joined is an operation on two computed numbers.
func joined(o op, l, r numberFunc) numberFunc {
	return func(e *Env) (float64, bool) {
		x, ok := l(e)
		if !ok {
			return 0, false
		}
		y, ok := r(e)
		if !ok {
			return 0, false
		}
		return apply(o, x, y)
	}
}

// scaled is an operation on a computed number and a constant.
func scaled(o op, l numberFunc, y float64) numberFunc {
	return func(e *Env) (float64, bool) {
		x, ok := l(e)
		if !ok {
			return 0, false
		}
		return apply(o, x, y)
	}
}

// apply is the operation itself. Division by zero, and what is not finite, is missing.
func apply(o op, x, y float64) (float64, bool) {
	switch o {
	case opAdd:
		x += y
	case opSub:
		x -= y
	case opMul:
		x *= y
	case opDiv:
		x /= y
	case opMod:
		x = math.Mod(x, y)
	case opMin:
		x = min(x, y)
	case opMax:
		x = max(x, y)
	}
	return x, x-x == 0
}

func textOf(n *node) textFunc {
	switch n.op {
	case opName:
		slot, typ := n.name.Slot, n.typ
		return func(e *Env) (string, bool) {
			if v, ok := load(e.Bank[slot.Bank], slot.Index, typ); ok {
				return v.Text, true
			}
			return "", false
		}
	case opIf:
		cond, then, other := conditionOf(n.kids[0]), textOf(n.kids[1]), textOf(n.kids[2])
		return func(e *Env) (string, bool) {
			if cond(e) {
				return then(e)
			}
			return other(e)
		}
	case opElse:
		first, second := textOf(n.kids[0]), textOf(n.kids[1])
		return func(e *Env) (string, bool) {
			if s, ok := first(e); ok {
				return s, true
			}
			return second(e)
		}
	}
	s := n.value.Text
	return func(*Env) (string, bool) { return s, true }
}

// truthFuncOf keeps a missing condition apart from a false one, for ??, == and != between conditions.
func truthFuncOf(n *node) truthFunc {
	switch n.op {
	case opName:
		slot := n.name.Slot
		return func(e *Env) (bool, bool) {
			if v, ok := load(e.Bank[slot.Bank], slot.Index, Bool); ok {
				return v.Num != 0, true
			}
			return false, false
		}
	case opIf:
		cond, then, other := conditionOf(n.kids[0]), truthFuncOf(n.kids[1]), truthFuncOf(n.kids[2])
		return func(e *Env) (bool, bool) {
			if cond(e) {
				return then(e)
			}
			return other(e)
		}
	case opElse:
		first, second := truthFuncOf(n.kids[0]), truthFuncOf(n.kids[1])
		return func(e *Env) (bool, bool) {
			if b, ok := first(e); ok {
				return b, true
			}
			return second(e)
		}
	}
	cond := conditionOf(n)
	return func(e *Env) (bool, bool) { return cond(e), true }
}

// conditionOf is a condition inside a closure: a table of its own.
func conditionOf(n *node) func(*Env) bool {
	t := tableOf(n)
	return t.holds
}

// testOf is a comparison or test that fits no row of a table.
func testOf(n *node) func(*Env) bool {
	switch {
	case n.op == opAbsent:
		return absenceOf(n.kids[0])
	case n.op == opIn && n.kids[0].typ == Number:
		x := numberOf(n.kids[0])
		return func(e *Env) bool {
			f, ok := x(e)
			return ok && n.set.hasNumber(f)
		}
	case n.op > opGe || n.kids[0].typ == Text:
		return textTestOf(n)
	case n.kids[0].typ == Bool:
		return equalityOf(n)
	}
	return relationOf(n.op, n.kids[0], n.kids[1])
}

// relationOf compares two numbers, times or durations.
func relationOf(o op, l, r *node) func(*Env) bool {
	if l.known() {
		l, r, o = r, l, mirror(o)
	}
	x := numberOf(l)
	if r.known() {
		b := r.value.Num
		return func(e *Env) bool {
			a, ok := x(e)
			return ok && holds(o, a, b)
		}
	}
	y := numberOf(r)
	return func(e *Env) bool {
		a, ok := x(e)
		if !ok {
			return false
		}
		b, ok := y(e)
		return ok && holds(o, a, b)
	}
}

// holds tells whether x stands in relation o to y.
func holds[T float64 | string](o op, x, y T) bool {
	switch o {
	case opEq:
		return x == y
	case opNe:
		return x != y
	case opLt:
		return x < y
	case opLe:
		return x <= y
	case opGt:
		return x > y
	}
	return x >= y
}

func textTestOf(n *node) func(*Env) bool {
	x := textOf(n.kids[0])
	if len(n.kids) == 1 {
		return func(e *Env) bool {
			s, ok := x(e)
			return ok && testText(n, s, "")
		}
	}
	y := textOf(n.kids[1])
	return func(e *Env) bool {
		a, ok := x(e)
		if !ok {
			return false
		}
		b, ok := y(e)
		return ok && testText(n, a, b)
	}
}

func equalityOf(n *node) func(*Env) bool {
	x, y, same := truthFuncOf(n.kids[0]), truthFuncOf(n.kids[1]), n.op == opEq
	return func(e *Env) bool {
		a, ok := x(e)
		if !ok {
			return false
		}
		b, ok := y(e)
		return ok && (a == b) == same
	}
}

func absenceOf(n *node) func(*Env) bool {
	switch n.typ {
	case Bool:
		x := truthFuncOf(n)
		return func(e *Env) bool { _, ok := x(e); return !ok }
	case Text, List:
		x := textOf(n)
		return func(e *Env) bool { _, ok := x(e); return !ok }
	}
	x := numberOf(n)
	return func(e *Env) bool { _, ok := x(e); return !ok }
}

// anchored tells whether a pattern only asks for a constant at the start of the text. U+FFFD, which a pattern also finds in invalid UTF-8, is none.
func anchored(pattern string) (string, bool) {
	rest, ok := strings.CutPrefix(pattern, "^")
	return rest, ok && rest != "" && !strings.ContainsAny(rest, "\\.+*?()|[]{}^$\uFFFD")
}
