package rule

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/expr-lang/expr/builtin"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each pitfall of expr that this package was designed against, as a test: a finding at its place, or a defined value.

// refused checks that src has findings only of these codes, the first of them at the text that is at fault.
func refused(t *testing.T, src, fault string, codes ...string) {
	t.Helper()
	p, found := Compile(src, newWorld().scope, Condition)
	require.Nil(t, p, src)
	require.NotEmpty(t, found, src)
	for _, f := range found {
		assert.Contains(t, codes, f.Code, "%s: %v", src, f)
		assert.Empty(t, f.Place.Path)
	}
	if fault != "" {
		place := found[0].Place
		assert.Equal(t, fault, string([]rune(src)[place.From:place.To]), "%s: %v", src, found[0])
	}
}

// holdsOn compiles a condition and evaluates it where n0 is 5, t0 "a", b0 true, l0 ["a"], d0 and now are instants, and all else is missing.
func holdsOn(t *testing.T, src string) bool {
	t.Helper()
	w := newWorld()
	p, found := Compile(src, w.scope, Condition)
	require.Empty(t, found, src)
	values := map[string]Value{"n0": {Type: Number, Num: 5}, "t0": {Type: Text, Text: "a"}, "b0": {Type: Bool, Num: 1}, "l0": ListOf([]string{"a"}),
		"d0": {Type: Time, Num: 1_767_225_600_000}, "now": {Type: Time, Num: 1_767_225_600_000 + 20*86_400_000}}
	e := w.env(func(n Name) Value { return values[n.Name] })
	require.Equal(t, truthOf(p.True(e)), p.Over(e), src)
	return p.True(e)
}

func TestPitfall01Brackets(t *testing.T) {
	for _, unit := range []string{"(", "[", "!", "-", "not ", "b0?", "(b0??", "l0[", "min(", "+", "{", "b0?b0:", "t0."} {
		refused(t, strings.Repeat(unit, 700_000), "", codeTooLong)
		refused(t, strings.Repeat(unit, maxSource/len(unit)), "", codeTooDeep, codeSyntax, codeNotAllowed, codeName)
	}
	deep := strings.Repeat("(", maxDepth) + "b0" + strings.Repeat(")", maxDepth)
	assert.True(t, holdsOn(t, deep))
	refused(t, "("+deep+")", "(", codeTooDeep)
	assert.True(t, holdsOn(t, strings.Repeat("!", maxDepth)+"b0"))
	refused(t, strings.Repeat("!", maxDepth+1)+"b0", "!", codeTooDeep)
	assert.True(t, holdsOn(t, "b0"+strings.Repeat(" and b0", 500)))
}

// Nodes that expr's tree holds twice cost its checker, and would cost us, twice as much at each step.
func TestPitfall01SharedNodes(t *testing.T) {
	elvis := strings.Repeat("(", 60) + "b0" + strings.Repeat("?: b0)", 60)
	chain := strings.Repeat("n0 < (", 30) + "n0" + strings.Repeat(" ? 1 : 2) < 9", 30)
	nested := strings.Repeat("0 < (b0 and ", 30) + "b0" + strings.Repeat(" ? 1 : 2) < 9", 30)
	for _, src := range []string{elvis, chain, nested} {
		start := time.Now()
		p, found := Compile(src, newWorld().scope, Condition)
		assert.Nil(t, p)
		assert.NotEmpty(t, found)
		assert.Less(t, time.Since(start), time.Second, src)
	}
}

func TestPitfall02Loops(t *testing.T) {
	refused(t, `let r = 1..300000; count(r, any(r, # < 0)) > 1`, "let", codeNotAllowed, codeSyntax)
	refused(t, `n0 in 1..5`, "..", codeNotAllowed)
	refused(t, `all(l0, # == "a")`, "#", codeNotAllowed)
	refused(t, `any(l0, b0)`, "any", codeFunction)
	refused(t, `b0; b0`, ";", codeNotAllowed)
}

func TestPitfall03Memory(t *testing.T) {
	refused(t, `reduce(1..28, #acc + #acc, "a") == "a"`, "..", codeNotAllowed)
	refused(t, `t0 + t0 == "aa"`, "t0 + t0", codeType)
	refused(t, `repeat(t0, 1000000) == "a"`, "repeat", codeFunction)
	refused(t, `t0 matches "(((a{30}){30}){30})"`, `"(((a{30}){30}){30})"`, codePattern)
	refused(t, `t0 matches "`+strings.Repeat("a{1000}", 500)+`"`, "", codePattern)
}

func TestPitfall04Builtins(t *testing.T) {
	for _, f := range builtin.Builtins {
		if f.Name == "min" || f.Name == "max" || functions[f.Name].required > 0 {
			continue
		}
		refused(t, f.Name+"(t0) == n0", f.Name, codeFunction)
		refused(t, "t0 | "+f.Name+"() == n0", "|", codeNotAllowed)
		refused(t, "::"+f.Name+"(t0) == n0", "::", codeNotAllowed)
	}
	refused(t, `::count("x") > 3`, "::", codeNotAllowed)
	refused(t, `if b0 { true } else { false }`, "if", codeNotAllowed)
	assert.True(t, holdsOn(t, `min(n0, 9, 7) == 5 and max(n0, 9) == 9`))
}

func TestPitfall05MethodsAndEnv(t *testing.T) {
	refused(t, `lead.Wipe()`, "Wipe", codeNotAllowed)
	refused(t, `t0.String() == ""`, "String", codeNotAllowed)
	refused(t, `$env == nil`, "$env", codeName)
	refused(t, `$env.n0 > 3`, "$env.n0", codeName)
	refused(t, `l0[0] == "a"`, "l0[0]", codeNotAllowed)
	refused(t, `"abc"[1:2] == "b"`, "[1:2]", codeNotAllowed, codeSyntax)
}

func TestPitfall06ConstantsDecideNothingElse(t *testing.T) {
	assert.False(t, holdsOn(t, `t1 in ["", "a"]`), "a missing text is in no list")
	assert.True(t, holdsOn(t, `t0 in ["", "a"]`))
	refused(t, `5 in ["a", "b"]`, `"a"`, codeType)
	refused(t, `n0 in ["a"]`, `"a"`, codeType)
}

func TestPitfall07Missing(t *testing.T) {
	for _, src := range []string{`n1 > 60`, `n1 < 60`, `n1 == 60`, `n1 != 60`, `n1 == n2`, `n1 != n2`, `not (n1 != n1 or n1 == n1) and n1 >= n1`, `t1 != "a"`, `t1 == ""`,
		`t1 startsWith ""`, `t1 endsWith ""`, `t1 contains ""`, `t1 matches ".*"`, `t1 in ["a"]`, `t1 in l0`, `t0 in l1`, `b1`, `b1 == true`,
		`b1 == false`, `b1 != true`, `n1 + 1 > 0`, `-n1 < 0 or -n1 >= 0`, `n1 * 0 == 0`, `min(n0, n1) == 5`, `n0 / 0 > 1`, `n0 % 0 == 0`, `0 / 0 == 0 / 0`,
		`since("x") > "1d"`, `last("x") > "2020-01-01"`, `n0 == nil`, `n1 != nil`, `(b1 ? n0 : n1) == 5`, `(n0 > 1e300 * 10)`} {
		assert.False(t, holdsOn(t, src), src)
	}
	for _, src := range []string{`n1 == nil`, `nil == n1`, `n0 != nil`, `nil != t0`, `not (n1 > 60)`, `not (t1 == "a")`, `t1 not in ["a"]`, `not b1`,
		`(n1 ?? n2 ?? 7) == 7`, `(t1 ?? "z") == "z"`, `b1 ?? true`, `n0 / 0 == nil`, `1 / 0 == nil`, `(b1 and b0) != nil`, `(b1 and true) != nil`, `not ((b1 or false) ?? b0)`, `(b1 ?? b1) == nil`, `l1 == nil`,
		`(b1 ? n0 : 3) == 3`, `((1e308 * 10) ?? 4) == 4`} {
		assert.True(t, holdsOn(t, src), src)
	}
	refused(t, `lead.indutry == "retail"`, "lead.indutry", codeName)
	refused(t, `"x" > 3`, `"x" > 3`, codeType)
	refused(t, `5 startsWith "a"`, "5", codeType)
	refused(t, `nil > 60`, "nil", codeNotAllowed)
	refused(t, `nil == nil`, "nil", codeNotAllowed)
	refused(t, `(n0 ?? nil) == 3`, "nil", codeNotAllowed)
}

func TestPitfall08ConditionsAreConditions(t *testing.T) {
	refused(t, `t0`, "t0", codeType)
	refused(t, `n0`, "n0", codeType)
	refused(t, `b0 and n0`, "n0", codeType)
	refused(t, `t0 > 3`, "t0 > 3", codeType)
	refused(t, `n0 ? b0 : b1`, "n0", codeType)
	refused(t, `b0 ? 1 : "a"`, `1 : "a"`, codeType)
}

func TestPitfall09ForeignValues(t *testing.T) {
	w := newWorld()
	p, found := Compile(`n0 == 1 or t0 == "1" or b0 or n0 != 2`, w.scope, Condition)
	require.Empty(t, found)
	assert.False(t, p.True(w.env(func(n Name) Value {
		if n.Type == Text {
			return Value{Type: Number, Num: 1}
		}
		return Value{Type: Text, Text: "1", Num: 1}
	})))
	assert.False(t, p.True(&Env{}), "an environment without banks")
	assert.False(t, p.True(nil))
}

func TestPitfall10Numbers(t *testing.T) {
	for src, want := range map[string]float64{`9223372036854775807 + 1`: 9223372036854775808, `5 / 2`: 2.5, `7 % 3`: 1, `-7 % 3`: -1, `7.5 % 2`: 1.5, `0.1 + 0.2`: 0.30000000000000004,
		`2 - 3 - 4`: -5, `2 - (3 - 4)`: 3, `0x10 + 0b11 + 0o7 + 1_000`: 1026, `-(2)`: -2, `+3`: 3, `1e3`: 1000} {
		p, found := Compile(src, newWorld().scope, Quantity)
		require.Empty(t, found, src)
		f, ok := p.Number(&Env{})
		assert.True(t, ok, src)
		assert.Equal(t, want, f, src)
	}
	for _, src := range []string{`1 / 0`, `0 / 0`, `1e308 * 10`, `5 % 0`, `1e308 + 1e308`, `n0 / (n0 - n0)`} {
		p, found := Compile(src, newWorld().scope, Quantity)
		require.Empty(t, found, src)
		_, ok := p.Number(newWorld().env(func(n Name) Value { return Value{Type: n.Type, Num: 3} }))
		assert.False(t, ok, src)
	}
	refused(t, `n0 > 1e999`, "", codeSyntax)
	refused(t, `n0 > 99999999999999999999`, "", codeSyntax)
}

func TestPitfall11Binding(t *testing.T) {
	refused(t, `not n0 > 5`, "not n0", codeType)
	assert.True(t, holdsOn(t, `n0 > n1 ?? 3 and b0`), "?? binds tightest")
	refused(t, `n1 ?? 3 > 2`, ">", codeSyntax)
	assert.True(t, holdsOn(t, `(n1 ?? 3) > 2`))
	assert.True(t, holdsOn(t, `not (n0 > 5)`))
}

func TestPitfall12NamesAndFunctions(t *testing.T) {
	w := newWorld()
	for i, name := range []string{"count", "sum", "len", "min", "any"} {
		require.True(t, w.scope.Declare(Name{Name: name, Type: Number, Slot: Slot{Bank: 5, Index: uint16(i)}}))
	}
	p, found := Compile(`count > 0 and count("x") > 0 and sum > sum("x", "y") and len > 1 and min(min, any) > 1`, w.scope, Condition)
	require.Empty(t, found)
	assert.Equal(t, []string{"any", "count", `count("x")`, "len", "min", "sum", `sum("x", "y")`}, p.Names())
	_, found = Compile(`len("x") > 0`, w.scope, Condition)
	require.Len(t, found, 1)
	assert.Equal(t, "len is a name and stands without brackets", found[0].Remedy)
	p, found = Compile(`lead.in or lead.not and lead.let == lead["if"]`, withMembers("in", "not", "let", "if"), Condition)
	require.Empty(t, found)
	assert.Equal(t, `lead.in or lead.not and lead.let == lead.if`, p.String())
}

func withMembers(names ...string) *Scope {
	s := NewScope()
	for i, name := range names {
		s.Declare(Name{Name: "lead." + name, Type: Bool, Slot: Slot{Index: uint16(i)}})
	}
	return s
}

func TestPitfall13Time(t *testing.T) {
	assert.True(t, holdsOn(t, `now - d0 == "20d"`), "now is what its slot says")
	assert.True(t, holdsOn(t, `now - "14d" > d0 and d0 + "21d" > now`))
	assert.True(t, holdsOn(t, `d0 == "2026-01-01" and d0 == "2026-01-01T01:00:00+01:00" and d0 < "2026-01-01T00:00:00.001Z"`), "a date is its midnight in UTC")
	assert.True(t, holdsOn(t, `(now - d0) / "1d" == 20 and (now - "2026-01-01") * 2 == "40d" and min(now - d0, "1w") == "7d"`))
	assert.True(t, holdsOn(t, `(last("x") ?? "2026-01-01") == d0 and (since("x") ?? "30d") > "14d"`))
	refused(t, `now() > "2026-01-01"`, "now", codeFunction)
	refused(t, `date("2026-01-01") < now`, "date", codeFunction)
	refused(t, `now > "yesterday"`, `"yesterday"`, codeDuration)
	refused(t, `now - d0 > "14 d"`, `"14 d"`, codeDuration)
	refused(t, `now - d0 > 14`, `now - d0 > 14`, codeType)
	refused(t, `now - d0 > 14d`, `14d`, codeSyntax)
	refused(t, `now + d0 > d0`, `now + d0`, codeType)
	refused(t, `count("x", "7x") > 3`, `"7x"`, codeDuration)
	refused(t, `count("x", "0d") > 3`, `"0d"`, codeDuration)
}

func TestPitfall14NoReflectionNoAllocation(t *testing.T) {
	w := newWorld()
	e := benchEnv(w)
	e.Upper = benchEnv(w).Bank
	for _, src := range []string{benchCondition, benchStanding, `t0 in l0 and (b0 ?? b1) == (n0 > 3) or (b0 ? n1 : n2) in [1, 2, 3]`} {
		p, found := Compile(src, w.scope, Condition)
		require.Empty(t, found)
		assert.Zero(t, testing.AllocsPerRun(100, func() { p.True(e) }), src)
		assert.Zero(t, testing.AllocsPerRun(100, func() { p.Over(e) }), src)
	}
	p, found := Compile(benchQuantity, w.scope, Quantity)
	require.Empty(t, found)
	assert.Zero(t, testing.AllocsPerRun(100, func() { p.Number(e); p.Bounds(e) }))
}

func TestPitfall15SharedPrograms(t *testing.T) {
	w := newWorld()
	p, found := Compile(benchCondition+` and t1 matches "a+b?"`, w.scope, Condition)
	require.Empty(t, found)
	want := p.True(benchEnv(w))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			e := benchEnv(w)
			for range 100 {
				assert.Equal(t, want, p.True(e))
				_, list := Compile(`foo > count("x")`, newWorld().scope, Condition)
				assert.Equal(t, diag.List{list[0]}, list)
			}
		})
	}
	wg.Wait()
}
