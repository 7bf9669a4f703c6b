package rule

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
	"pgregory.net/rapid"
)

// world is a scope with names of every type, and what expr's VM calls their values.
type world struct {
	scope *Scope
	names []Name
}

// The banks of the world: facts, things that vary, history calls.
const (
	facts = iota
	varying
	history
)

func newWorld() *world {
	w := &world{scope: NewScope()}
	w.declare(facts, Number, nil, "n0", "n1", "n2", "lead.employees")
	w.declare(facts, Text, nil, "t0", "t1", "lead.name")
	w.declare(facts, Text, []string{"retail", "logistics"}, "lead.industry")
	w.declare(facts, Bool, nil, "b0", "b1")
	w.declare(facts, List, nil, "l0", "l1")
	w.declare(facts, Time, nil, "d0")
	w.declare(varying, Number, nil, "fit", "interest")
	w.declare(varying, Time, nil, "now")
	w.declare(varying, Text, []string{"hot", "cold"}, "temperature")
	w.declare(varying, Bool, nil, "late")
	w.declare(varying, Span, nil, "s0")
	calls := []string{"count", "sum", "last", "since"}
	w.scope.Resolve(func(c Call) (Name, *diag.Finding) {
		if c.Kind == "unheard" {
			return Name{}, &diag.Finding{Place: diag.Place{Path: "kind"}, Code: "unknown-event", Summary: "unknown event", Near: "heard"}
		}
		for i, name := range calls {
			if name == c.Func {
				return Name{Type: functions[name].gives, Slot: Slot{history, uint16(i)}, Varies: c.Within > 0 || name == "since"}, nil
			}
		}
		return Name{}, &diag.Finding{Code: "unknown-function"}
	})
	for i, name := range calls {
		w.names = append(w.names, Name{Name: name, Type: functions[name].gives, Slot: Slot{history, uint16(i)}})
	}
	return w
}

func (w *world) declare(bank uint8, t Type, known []string, names ...string) {
	for _, name := range names {
		n := Name{Name: name, Type: t, Known: known, Varies: bank == varying, Slot: Slot{bank, uint16(len(w.names))}}
		if !w.scope.Declare(n) {
			panic(name)
		}
		w.names = append(w.names, n)
	}
}

// env gives every name a value by f; missing values are of type Missing.
func (w *world) env(f func(Name) Value) *Env {
	var e Env
	w.fill(&e.Bank, f)
	return &e
}

func (w *world) fill(banks *[Banks][]Value, f func(Name) Value) {
	for _, n := range w.names {
		for int(n.Slot.Index) >= len(banks[n.Slot.Bank]) {
			banks[n.Slot.Bank] = append(banks[n.Slot.Bank], Value{})
		}
		banks[n.Slot.Bank][n.Slot.Index] = f(n)
	}
}

// forVM gives the same values to expr: nested maps, missing values nil.
func (w *world) forVM(e *Env) map[string]any {
	root := map[string]any{}
	for _, n := range w.names {
		m, parts := root, strings.Split(n.Name, ".")
		for _, p := range parts[:len(parts)-1] {
			if m[p] == nil {
				m[p] = map[string]any{}
			}
			m = m[p].(map[string]any)
		}
		m[parts[len(parts)-1]] = forVM(e.Bank[n.Slot.Bank][n.Slot.Index])
	}
	return root
}

func forVM(v Value) any {
	switch v.Type {
	case Bool:
		return v.Num != 0
	case Number, Time, Span:
		return v.Num
	case Text:
		return v.Text
	case List:
		return append([]string{}, ListItems(v)...)
	}
	return nil
}

var (
	someNumbers = rapid.SampledFrom([]float64{0, 1, -1, 2, 3, 0.5, 7, 10, 50, -2.25, 1e6, 1e300, -1e300})
	someTexts   = rapid.SampledFrom([]string{"", "a", "b", "ab", "/pricing", "/pricing/eu", "retail", "logistics", "hot", "cold", "é"})
	someTimes   = rapid.SampledFrom([]float64{0, 1_767_225_600_000, 1_767_225_600_001, 1_800_000_000_000})
	someSpans   = rapid.SampledFrom([]float64{0, 1, 86_400_000, 14 * 86_400_000, 1e12})
)

func drawValue(t *rapid.T, n Name) Value {
	switch n.Type {
	case Bool:
		return Value{Type: Bool, Num: oneIf(rapid.Bool().Draw(t, n.Name))}
	case Number:
		return Value{Type: Number, Num: someNumbers.Draw(t, n.Name)}
	case Time:
		return Value{Type: Time, Num: someTimes.Draw(t, n.Name)}
	case Span:
		return Value{Type: Span, Num: someSpans.Draw(t, n.Name)}
	case List:
		return ListOf(rapid.SliceOfN(someTexts, 0, 3).Draw(t, n.Name))
	}
	return Value{Type: Text, Text: someTexts.Draw(t, n.Name)}
}

// drawGappy is drawValue that leaves every fifth name missing.
func drawGappy(t *rapid.T, n Name) Value {
	if rapid.IntRange(0, 4).Draw(t, "missing") == 0 {
		return Value{}
	}
	return drawValue(t, n)
}

// writer writes random expressions of the language. With plain it keeps to what expr's VM runs on the same values.
type writer struct {
	t     *rapid.T
	plain bool
}

func (w writer) pick(depth int, simple []string, more ...func() string) string {
	n := len(simple)
	if depth > 0 {
		n += 2 * len(more)
	}
	if i := rapid.IntRange(0, n-1).Draw(w.t, "form"); i >= len(simple) {
		return more[(i-len(simple))/2]()
	} else {
		return simple[i]
	}
}

func (w writer) one(options ...string) string { return rapid.SampledFrom(options).Draw(w.t, "word") }

func (w writer) condition(d int) string {
	simple := []string{"b0", "b1", "true", "false"}
	more := []func() string{
		func() string { return w.condition(d-1) + w.one(" and ", " && ") + w.condition(d-1) },
		func() string { return "(" + w.condition(d-1) + w.one(" or ", " || ") + w.condition(d-1) + ")" },
		func() string { return w.one("not ", "!") + "(" + w.condition(d-1) + ")" },
		func() string {
			return "(" + w.condition(d-1) + " ? " + w.condition(d-1) + " : " + w.condition(d-1) + ")"
		},
		func() string { return w.number(d-1) + w.relation() + w.number(d-1) },
		func() string { return w.number(d-1) + w.relation() + w.literal() },
		func() string { return w.text(d-1) + w.relation() + w.text(d-1) },
		func() string {
			return w.text(d-1) + w.one("", " not") + w.one(" contains ", " startsWith ", " endsWith ") + w.quoted()
		},
		func() string { return w.text(d-1) + " matches " + w.one(`"^/pri"`, `"[ab]+$"`, `"^retail$"`, `"."`) },
		func() string {
			return w.text(d-1) + w.one(" in ", " not in ") + "[" + w.quoted() + ", " + w.quoted() + "]"
		},
		func() string { return w.number(d-1) + " in [" + w.literal() + ", " + w.literal() + ", 2.5]" },
		func() string { return w.text(d-1) + " in " + w.one("l0", "l1") },
		func() string {
			return "(" + w.condition(d-1) + ")" + w.one(" == ", " != ") + "(" + w.condition(d-1) + ")"
		},
		func() string { return "(b0 ?? (" + w.condition(d-1) + "))" },
		func() string {
			return w.number(d-1) + w.one(" < ", " <= ") + w.number(0) + w.one(" < ", " <= ") + w.number(d-1)
		},
	}
	if !w.plain {
		more = append(more,
			func() string { return w.span(d-1) + w.relation() + w.span(d-1) },
			func() string { return w.time(d-1) + w.relation() + w.time(d-1) },
			func() string { return w.time(d-1) + w.relation() + `"2026-01-01"` },
			func() string { return w.span(d-1) + w.relation() + `"14d"` },
			func() string {
				return "(" + w.one(w.number(d-1), w.text(d-1), "b0", "late", "(b0 ?? b1)", "l0") + ")" + w.one(" == nil", " != nil")
			},
			func() string { return w.one("late", `temperature == "hot"`, "fit > 50") },
			func() string { return "((" + w.condition(d-1) + ") ?? (" + w.condition(d-1) + "))" },
		)
	}
	return w.pick(d, simple, more...)
}

func (w writer) relation() string { return w.one(" == ", " != ", " < ", " <= ", " > ", " >= ") }

func (w writer) literal() string { return w.one("0", "1", "2", "3", "-1", "0.5", "10", "1e3", "0x10") }

func (w writer) quoted() string { return strconv.Quote(someTexts.Draw(w.t, "text")) }

func (w writer) number(d int) string {
	simple := []string{"n0", "n1", "n2", "lead.employees", w.literal()}
	more := []func() string{
		func() string {
			return "(" + w.number(d-1) + w.one(" + ", " - ", " * ", " / ") + w.number(d-1) + ")"
		},
		func() string { return "-" + w.one("n0", "n1", "("+w.number(d-1)+")") },
		func() string { return w.one("min", "max") + "(" + w.number(d-1) + ", " + w.number(d-1) + ")" },
		func() string { return "(" + w.condition(d-1) + " ? " + w.number(d-1) + " : " + w.number(d-1) + ")" },
		func() string { return "(n0 ?? (" + w.number(d-1) + "))" },
	}
	if !w.plain {
		more = append(more,
			func() string { return w.one("fit", "interest", `count("x")`, `count("x", "7d")`, `sum("x", "amount")`) },
			func() string { return "(" + w.number(d-1) + " % " + w.number(d-1) + ")" },
			func() string { return "(" + w.span(d-1) + " / " + `"1d")` },
			func() string { return "((" + w.number(d-1) + ") ?? (" + w.number(d-1) + "))" },
		)
	}
	return w.pick(d, simple, more...)
}

func (w writer) text(d int) string {
	return w.pick(d, []string{"t0", "t1", "lead.name", w.quoted()},
		func() string { return "(" + w.condition(d-1) + " ? " + w.text(d-1) + " : " + w.text(d-1) + ")" },
		func() string { return "(t0 ?? " + w.text(d-1) + ")" })
}

func (w writer) span(d int) string {
	return w.pick(d, []string{"s0", `since("x")`, `(now - d0)`},
		func() string { return "(" + w.span(d-1) + w.one(" + ", " - ") + w.one(w.span(d-1), `"36h"`) + ")" },
		func() string { return "(" + w.span(d-1) + w.one(" * ", " / ") + w.number(d-1) + ")" },
		func() string { return "(" + w.time(d-1) + " - " + w.time(d-1) + ")" },
		func() string { return "min(" + w.span(d-1) + `, "7d")` },
		func() string { return "(" + w.span(d-1) + ` ?? "30d")` })
}

func (w writer) time(d int) string {
	return w.pick(d, []string{"d0", "now", `last("x")`},
		func() string { return "(" + w.time(d-1) + w.one(" + ", " - ") + w.one(w.span(d-1), `"2d"`) + ")" },
		func() string { return "max(" + w.time(d-1) + ", " + w.time(d-1) + ")" },
		func() string { return "(" + w.time(d-1) + ` ?? "2026-06-01T12:00:00Z")` })
}

// anything compiles an expression of any type.
func anything(src string, s *Scope) (*node, diag.List) {
	tokens, found := scan(src)
	if len(found) > 0 {
		return nil, found
	}
	tree, found := parse(src)
	if len(found) > 0 {
		return nil, found
	}
	c := &checker{scope: s, tokens: tokens}
	n := c.expr(tree)
	c.settle()
	return n, c.found
}

// evaluate gives the value of a checked expression by the fast path, and panics if the plain definition disagrees.
func evaluate(n *node, e *Env) Value {
	v := fast(n, e)
	if n.typ.worded() {
		if x := overText(n, e); x.loose || x.gone != truthOf(v.Type == Missing) || x.text != v.Text {
			panic(fmt.Sprintf("%s: fast %+v, plain %+v", canonical(n), v, x))
		}
		return v
	}
	x := over(n, e)
	if x.gone != truthOf(v.Type == Missing) || x.gone == No && (x.lo != x.hi || x.lo != v.Num) {
		panic(fmt.Sprintf("%s: fast %+v, plain %+v", canonical(n), v, x))
	}
	if n.typ == Bool {
		if t := tableOf(n); t.holds(e) != (v.Num != 0) || x.truth() != truthOf(v.Num != 0) {
			panic(fmt.Sprintf("%s: table %v, closures %+v, plain %v", canonical(n), t.holds(e), v, x.truth()))
		}
	}
	return v
}

func fast(n *node, e *Env) Value {
	switch n.typ {
	case Bool:
		if b, ok := truthFuncOf(n)(e); ok {
			return Value{Type: Bool, Num: oneIf(b)}
		}
	case Text, List:
		if s, ok := textOf(n)(e); ok {
			return Value{Type: n.typ, Text: s}
		}
	default:
		if f, ok := numberOf(n)(e); ok {
			return Value{Type: n.typ, Num: f}
		}
	}
	return Value{}
}
