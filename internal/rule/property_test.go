package rule

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead/diag"
)

// The table and the closures say what the plain definition says, with values missing here and there.
func TestFastPathIsPlainDefinition(t *testing.T) {
	w := newWorld()
	rapid.Check(t, func(t *rapid.T) {
		n, found := anything(drawSource(t), w.scope)
		require.Empty(t, found)
		evaluate(n, w.env(func(n Name) Value { return drawGappy(t, n) }))
	})
}

// Conditions asked together answer as each does alone.
func TestBatteryIsItsConditions(t *testing.T) {
	w := newWorld()
	rapid.Check(t, func(t *rapid.T) {
		list := make([]*Program, rapid.IntRange(0, MostTogether+2).Draw(t, "conditions"))
		for i := range list {
			if rapid.IntRange(0, 4).Draw(t, "nil") > 0 {
				var found diag.List
				list[i], found = Compile(writer{t: t}.condition(rapid.IntRange(1, 2).Draw(t, "depth")), w.scope, Condition)
				require.Empty(t, found)
			}
		}
		e := w.env(func(n Name) Value { return drawGappy(t, n) })
		var want uint64
		for i, p := range list[:min(len(list), MostTogether)] {
			if p == nil || p.True(e) {
				want |= 1 << i
			}
		}
		b := NewBattery(list)
		require.Equal(t, want, b.Holding(e))
	})
}

// Of many contents of a bank, conditions asked together tell what they tell of each by itself.
func TestBatteryOfEach(t *testing.T) {
	w := newWorld()
	rapid.Check(t, func(t *rapid.T) {
		list := make([]*Program, rapid.IntRange(0, 9).Draw(t, "conditions"))
		for i := range list {
			if rapid.IntRange(0, 4).Draw(t, "nil") > 0 {
				var found diag.List
				list[i], found = Compile(writer{t: t}.condition(rapid.IntRange(1, 2).Draw(t, "depth")), w.scope, Condition)
				require.Empty(t, found)
			}
		}
		b := NewBattery(list)
		e := w.env(func(n Name) Value { return drawGappy(t, n) })
		bank := uint8(rapid.IntRange(0, Banks-1).Draw(t, "bank"))
		contents := [][]Value{nil, e.Bank[bank]}
		for range rapid.IntRange(0, 2).Draw(t, "more") {
			contents = append(contents, w.env(func(n Name) Value { return drawGappy(t, n) }).Bank[bank])
		}
		for range rapid.IntRange(0, 1).Draw(t, "as many as can be") * (MostTogether - len(contents)) {
			contents = append(contents, contents[1])
		}
		contents = contents[:rapid.IntRange(0, len(contents)).Draw(t, "contents")]
		holding := make([]uint64, len(list))
		b.HoldingEach(e, bank, contents, holding)
		for i, content := range contents {
			e.Bank[bank] = content
			want := b.Holding(e)
			for j := range holding {
				require.Equal(t, want>>j&1, holding[j]>>i&1)
			}
		}
		for j := range holding {
			require.Zero(t, holding[j]>>len(contents))
		}
	})
}

// Texts of one length differ, and a missing one is not an empty one, also where many are asked at once.
func TestBatteryOfEachText(t *testing.T) {
	w := newWorld()
	for source, want := range map[string]uint64{`t0 == "abc"`: 0b0001, `t0 in ["abc", "abd"]`: 0b0011, `t0 == ""`: 0b0100, `t0 in ["", "x"]`: 0b0100, `t0 != "abc"`: 0b0110} {
		p, found := Compile(source, w.scope, Condition)
		require.Empty(t, found)
		b := NewBattery([]*Program{p})
		var e *Env
		var contents [][]Value
		for _, v := range []Value{{Type: Text, Text: "abc"}, {Type: Text, Text: "abd"}, {Type: Text}, {}} {
			e = w.env(func(n Name) Value {
				if n.Name == "t0" {
					return v
				}
				return Value{}
			})
			contents = append(contents, e.Bank[facts])
		}
		holding := make([]uint64, 1)
		b.HoldingEach(e, facts, contents, holding)
		require.Equal(t, want, holding[0], source)
	}
}

func drawSource(t *rapid.T) string {
	w := writer{t: t}
	depth := rapid.IntRange(1, 4).Draw(t, "depth")
	switch rapid.IntRange(0, 4).Draw(t, "sort") {
	case 0:
		return w.number(depth)
	case 1:
		return w.span(depth)
	}
	return w.condition(depth)
}

// What Over is certain of is so at every instant of the span: values are sampled between the ends.
func TestOverIsSound(t *testing.T) {
	w := newWorld()
	certain, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		src := writer{t: t}.condition(rapid.IntRange(1, 4).Draw(t, "depth"))
		p, found := Compile(src, w.scope, Condition)
		require.Empty(t, found)
		span := drawSpan(t, w)
		all++
		truth := p.Over(span)
		if truth == Maybe {
			return
		}
		certain++
		for range 10 {
			require.Equal(t, truth == Yes, p.True(drawInstant(t, w, span)), src)
		}
	})
	t.Logf("certain of %d of %d", certain, all)
	require.Greater(t, certain, all/5)
}

// The bounds of a quantity hold at every instant of the span.
func TestBoundsAreSound(t *testing.T) {
	w := newWorld()
	rapid.Check(t, func(t *rapid.T) {
		p, found := Compile(writer{t: t}.number(rapid.IntRange(1, 4).Draw(t, "depth")), w.scope, Quantity)
		require.Empty(t, found)
		span := drawSpan(t, w)
		lower, upper, ok := p.Bounds(span)
		for range 10 {
			if f, present := p.Number(drawInstant(t, w, span)); ok {
				require.True(t, present, p)
				require.LessOrEqual(t, lower, f, p)
				require.GreaterOrEqual(t, upper, f, p)
			}
		}
	})
}

// drawSpan draws values at both ends of a span.
func drawSpan(t *rapid.T, w *world) *Env {
	span := &Env{}
	w.fill(&span.Bank, func(n Name) Value { return drawGappy(t, n) })
	w.fill(&span.Upper, func(n Name) Value {
		if rapid.Bool().Draw(t, "still") {
			return span.Bank[n.Slot.Bank][n.Slot.Index]
		}
		return drawGappy(t, n)
	})
	still := rapid.IntRange(0, history).Draw(t, "bank that does not change")
	span.Upper[still] = nil
	return span
}

// drawInstant draws values within the span.
func drawInstant(t *rapid.T, w *world, span *Env) *Env {
	return w.env(func(n Name) Value { return drawWithin(t, n, span) })
}

// drawWithin draws a value that a name may have between its ends.
func drawWithin(t *rapid.T, n Name, span *Env) Value {
	lower := span.Bank[n.Slot.Bank][n.Slot.Index]
	if span.Upper[n.Slot.Bank] == nil {
		return lower
	}
	upper := span.Upper[n.Slot.Bank][n.Slot.Index]
	between := rapid.Float64Range(0, 1).Draw(t, "between")
	if n.Type.numeric() && lower.Type == upper.Type && lower.Type != Missing && between > 0 && between < 1 {
		lo, hi := min(lower.Num, upper.Num), max(lower.Num, upper.Num)
		return Value{Type: n.Type, Num: min(max(lo*(1-between)+hi*between, lo), hi)}
	}
	if between < 0.5 {
		return lower
	}
	return upper
}

// Where nothing changes over the span, Over is definite and says what True says.
func TestOverAtAnInstantIsTrue(t *testing.T) {
	w := newWorld()
	rapid.Check(t, func(t *rapid.T) {
		p, found := Compile(writer{t: t}.condition(rapid.IntRange(1, 4).Draw(t, "depth")), w.scope, Condition)
		require.Empty(t, found)
		e := w.env(func(n Name) Value { return drawGappy(t, n) })
		both := &Env{Bank: e.Bank, Upper: e.Bank}
		require.Equal(t, truthOf(p.True(e)), p.Over(e))
		require.Equal(t, truthOf(p.True(e)), p.Over(both))
	})
}

// The canonical text compiles to a program with the same text and the same answers.
func TestCanonicalTextIsTheProgram(t *testing.T) {
	w := newWorld()
	rapid.Check(t, func(t *rapid.T) {
		src := drawSource(t)
		n, found := anything(src, w.scope)
		require.Empty(t, found)
		again, found := anything(canonical(n), w.scope)
		require.Empty(t, found, "%s -> %s", src, canonical(n))
		require.Equal(t, canonical(n), canonical(again), src)
		e := w.env(func(n Name) Value { return drawGappy(t, n) })
		require.Equal(t, evaluate(n, e), evaluate(again, e), src)
	})
}

// A name whose slot holds a value of another type is missing.
func TestForeignValuesAreMissing(t *testing.T) {
	w := newWorld()
	rapid.Check(t, func(t *rapid.T) {
		n, found := anything(drawSource(t), w.scope)
		require.Empty(t, found)
		wrong := w.env(func(n Name) Value {
			other := Name{Name: n.Name, Type: n.Type%List + 1}
			return drawValue(t, other)
		})
		require.Equal(t, evaluate(n, &nowhere), evaluate(n, wrong))
	})
}

// Named cases of Over: what is certain, and what is not, when n0 and n1 lie in a range and t0 at one of two texts.
func TestOver(t *testing.T) {
	type ends [2]Value
	num := func(lower, upper float64) ends { return ends{{Type: Number, Num: lower}, {Type: Number, Num: upper}} }
	text := func(a, b string) ends { return ends{{Type: Text, Text: a}, {Type: Text, Text: b}} }
	gone := Value{}
	for _, c := range []struct {
		src    string
		n0, n1 ends
		want   Truth
	}{
		{`n0 >= 3`, num(3, 9), ends{}, Yes},
		{`n0 > 3`, num(3, 9), ends{}, Maybe},
		{`n0 < 3`, num(3, 9), ends{}, No},
		{`n0 >= 3`, num(9, 3), ends{}, Yes},
		{`n0 != 2`, num(3, 9), ends{}, Yes},
		{`n0 == 4`, num(3, 9), ends{}, Maybe},
		{`n0 in [1, 2]`, num(3, 9), ends{}, No},
		{`n0 in [1, 5]`, num(3, 9), ends{}, Maybe},
		{`n0 in [1, 3]`, num(3, 3), ends{}, Yes},
		{`n0 + n1 >= 5`, num(3, 9), num(2, 2), Yes},
		{`n0 - n1 >= 1`, num(3, 9), num(1, 2), Yes},
		{`n0 - n1 >= 2`, num(3, 9), num(1, 2), Maybe},
		{`n0 - n1 <= 7`, num(3, 9), num(1, 2), Maybe},
		{`n0 - n1 <= 8`, num(3, 9), num(1, 2), Yes},
		{`n0 * n1 >= -18`, num(3, 9), num(-2, 2), Yes},
		{`n0 / n1 > 0`, num(3, 9), num(1, 2), Yes},
		{`n0 / n1 > 0`, num(3, 9), num(0, 2), Maybe},
		{`n0 / n1 == n0 / n1`, num(3, 9), num(0, 0), No},
		{`n0 % n1 >= 0`, num(3, 9), num(0, 2), Maybe},
		{`n0 % n1 >= 0`, num(3, 9), num(1, 2), Yes},
		{`n0 % n1 <= 2`, num(3, 9), num(-2, -1), Yes},
		{`n0 % n1 == 1`, num(3, 3), num(2, 2), Yes},
		{`min(n0, n1) <= 2`, num(3, 9), num(1, 2), Yes},
		{`n0 * 1e308 > 0`, num(1, 2), ends{}, Maybe},
		{`n0 * 1e308 > 0`, num(2, 3), ends{}, No},
		{`-n0 <= -3`, num(3, 9), ends{}, Yes},
		{`n0 > 0`, ends{gone, {Type: Number, Num: 9}}, ends{}, Maybe},
		{`n0 > 10`, ends{{Type: Number, Num: 9}, gone}, ends{}, No},
		{`n0 == nil`, ends{gone, {Type: Number, Num: 9}}, ends{}, Maybe},
		{`n0 == nil`, ends{gone, gone}, ends{}, Yes},
		{`n0 != nil`, num(3, 9), ends{}, Yes},
		{`(n0 ?? 5) >= 3`, ends{gone, {Type: Number, Num: 9}}, ends{}, Yes},
		{`(n0 ?? 1) >= 3`, ends{gone, {Type: Number, Num: 9}}, ends{}, Maybe},
		{`(n0 > 5 ? 3 : 4) >= 3`, num(3, 9), ends{}, Yes},
		{`n0 > 5 or not (n0 > 5)`, num(3, 9), ends{}, Maybe},
		{`n0 > 1 and n1 > 5`, num(3, 9), num(1, 2), No},
		{`t0 == "a"`, ends{}, text("a", "a"), Yes},
		{`t0 == "a"`, ends{}, text("a", "b"), Maybe},
		{`t0 == "c"`, ends{}, text("a", "b"), Maybe},
		{`t0 != nil`, ends{}, text("a", "b"), Yes},
		{`t0 startsWith "a"`, ends{}, ends{gone, gone}, No},
		{`(t0 ?? "a") == "a"`, ends{}, ends{gone, {Type: Text, Text: "a"}}, Yes},
	} {
		w := newWorld()
		p, found := Compile(c.src, w.scope, Condition)
		require.Empty(t, found, c.src)
		at := func(i int) func(Name) Value {
			return func(n Name) Value { return map[string]Value{"n0": c.n0[i], "n1": c.n1[i], "t0": c.n1[i]}[n.Name] }
		}
		span := &Env{}
		w.fill(&span.Bank, at(0))
		w.fill(&span.Upper, at(1))
		require.Equal(t, c.want, p.Over(span), "%s with n0 %v, n1 or t0 %v", c.src, c.n0, c.n1)
	}
}
