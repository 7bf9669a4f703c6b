package rule

import (
	"testing"

	"github.com/leadkit/leadkit/lead/diag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFindings(t *testing.T) {
	for _, c := range []struct {
		src, code, at, summary string
		near, remedy           string
	}{
		{`lead.industy == "retail"`, codeName, `lead.industy`, `unknown name "lead.industy"`, "lead.industry", ""},
		{`leed.industry == "retail"`, codeName, `leed.industry`, `unknown name "leed.industry"`, "lead.industry", ""},
		{`lead["industy"] == "retail"`, codeName, `lead["industy"]`, `unknown name "lead.industy"`, "lead.industry", ""},
		{`lead.shoe_size > 3`, codeName, `lead.shoe_size`, `unknown name "lead.shoe_size"`, "", "known under lead: employees, industry, name"},
		{`company.interest > 3`, codeName, `company.interest`, `unknown name "company.interest"`, "", "a name is, or begins with, b0, b1, d0, fit, interest, l0, l1, late, lead., n0, n1, n2 and 5 more"},
		{`t0 == retail`, codeName, `retail`, `unknown name "retail"`, "", "a text stands in quotes"},
		{`lead == "x"`, codeName, `lead`, `"lead" is no value, only names under it are`, "", "known under lead: employees, industry, name"},
		{`lead.industry == "retial"`, codeValue, `"retial"`, `lead.industry is never "retial"`, "retail", ""},
		{`"steel" != lead.industry`, codeValue, `"steel"`, `lead.industry is never "steel"`, "", "known: logistics, retail"},
		{`lead.industry in ["retail", "x"]`, codeValue, `"x"`, `lead.industry is never "x"`, "", "known: logistics, retail"},
		{`n0 > "50"`, codeType, `n0 > "50"`, `">" compares a number and a text`, "", "a number, true and false stand without quotes"},
		{`b0 > b1`, codeType, `b0 > b1`, `">" compares conditions, which have no order`, "", ""},
		{`l0 == l1`, codeType, `l0 == l1`, `lists are not compared`, "", `ask for a member: "x" in list`},
		{`l0 contains "vip"`, codeType, `l0 contains "vip"`, `"contains" looks into a text and meets a list`, "", "write: member in list"},
		{`"vip" in t0`, codeType, `t0`, `"in" looks into a list and meets a text`, "", `write x in ["a", "b"], or text contains "a"`},
		{`3 in l0`, codeType, `3`, `the list holds texts and is asked for a number`, "", ""},
		{`b0 in [true]`, codeType, `b0`, `a list of constants holds texts or numbers and is asked for a condition`, "", ""},
		{`n0 in [1, n1]`, codeNotAllowed, `n1`, `only constants stand in a list`, "", "write x == a or x == b"},
		{`n0 in ["1"]`, codeType, `"1"`, `a number is looked for among texts`, "", "a number, true and false stand without quotes"},
		{`t0 contains t1`, codeNotAllowed, `t1`, `"contains" looks for a constant text`, "", ""},
		{`t0 matches "("`, codePattern, `"("`, "the pattern cannot be read: missing closing ): `(`", "", ""},
		{`n0 startsWith "a"`, codeType, `n0`, `"startsWith" looks into a text and meets a number`, "", ""},
		{`n0 = 3`, codeSyntax, `=`, `"=" compares nothing`, "", "compare with =="},
		{`b0 & b1`, codeNotAllowed, `&`, `"&" is not part of the language`, "", `write "and"`},
		{`n0 ** 2 > 3`, codeNotAllowed, `**`, `"**" is not part of the language`, "", "multiply"},
		{`{"a": 1} == n0`, codeNotAllowed, `{`, `"{" is not part of the language`, "", "lists of constants stand in [ ]"},
		{`b"a" == t0`, codeNotAllowed, `b"a"`, `bytes are not part of the language`, "", ""},
		{`[1] == n0`, codeNotAllowed, `[1]`, `a list of constants stands only behind "in"`, "", ""},
		{`b0 ?: b1`, codeNotAllowed, `b0`, `"?:" with nothing between is not part of the language`, "", "write a ?? b, which gives b when a is missing"},
		{`n0 > nil`, codeNotAllowed, `nil`, `nil stands only beside == and !=`, "", "x == nil asks whether x is missing, and x ?? y gives y when it is"},
		{`n0 >`, codeSyntax, `>`, `the expression ends too early`, "", ""},
		{`n0 > 3 3`, codeSyntax, `3`, `unexpected "3"`, "", ""},
		{`n0 > 3 @`, codeSyntax, `@`, `unexpected "@"`, "", ""},
		{`(n0 > 3`, codeSyntax, `(`, `a bracket is not closed`, "", ""},
		{`n0 > 3)`, codeSyntax, `)`, `")" closes nothing`, "", ""},
		{`n0 > 14d`, codeSyntax, `14d`, `"14d" is no number`, "", `a duration stands in quotes: "14d"`},
		{`t0 == "a`, codeSyntax, `a`, `a text has no closing quote`, "", ""},
		{`t0 == "\q"`, codeSyntax, `q`, `unknown escape in a text`, "", `a backslash is written \\`},
		{`(n0 ?? 3 > 2)`, codeSyntax, `>`, `"??" beside another operator needs brackets`, "", "write (a ?? b) > c"},
		{`now - d0 > "soon"`, codeDuration, `"soon"`, `"soon" is no duration`, "", `write "14d" or "1d12h"; units are ms, s, m, h, d and w`},
		{`d0 > "02.11.2026"`, codeDuration, `"02.11.2026"`, `"02.11.2026" is no date`, "", `write "2026-11-02" or "2026-11-02T09:30:00Z"`},
		{`now * 2 > d0`, codeType, `now * 2`, `"*" does not take a time and a number`, "", ""},
		{`-t0 == "a"`, codeType, `-t0`, `"-" takes a number and meets a text`, "", ""},
		{`cuont("x") > 3`, codeFunction, `cuont`, `unknown function "cuont"`, "count", ""},
		{`count() > 3`, codeArguments, `count()`, `count has 0 arguments`, "", `write count("kind") or count("kind", "7d")`},
		{`since("x", "7d") > "1d"`, codeArguments, `since("x", "7d")`, `since has 2 arguments`, "", `write since("kind")`},
		{`count(x) > 3`, codeArguments, `x`, `an argument of count is a constant text`, "", `write count("kind") or count("kind", "7d")`},
		{`sum("x", "") > 3`, codeArguments, `""`, `an argument of sum is empty`, "", ""},
		{`count("unheard") > 3`, "unknown-event", `"unheard"`, `unknown event`, "heard", ""},
		{`min(n0, t0) > 3`, codeArguments, `t0`, `min takes numbers, times or durations, all of one sort, and meets a text`, "", ""},
		{`max() > 3`, codeArguments, `max()`, `max of nothing`, "", ""},
		{`now - d0`, codeType, `now - d0`, `the expression is a duration and should be a condition`, "", `divide it by a duration to get a number: since("x") / "1d"`},
	} {
		p, found := Compile(c.src, newWorld().scope, Condition)
		assert.Nil(t, p, c.src)
		if assert.Len(t, found, 1, c.src) {
			f := found[0]
			assert.Equal(t, c.code, f.Code, c.src)
			assert.Equal(t, c.at, string([]rune(c.src)[f.Place.From:f.Place.To]), c.src)
			assert.Equal(t, c.summary, f.Summary, c.src)
			assert.Equal(t, c.near, f.Near, c.src)
			assert.Equal(t, c.remedy, f.Remedy, c.src)
		}
	}
}

// All that is wrong is said at once, in order of place, and nothing is said about what is built on a fault.
func TestFindingsTogether(t *testing.T) {
	_, found := Compile(`foo > 3 and (lead.industy == "x" or t0 > 3) and bar + foo > len(t0) and count("unheard") > baz`, newWorld().scope, Standing)
	var summaries []string
	for _, f := range found {
		summaries = append(summaries, f.Summary)
	}
	assert.Equal(t, []string{`unknown name "foo"`, `unknown name "lead.industy"`, `">" compares a text and a number`, `unknown name "bar"`, `unknown name "foo"`,
		`unknown function "len"`, `unknown event`, `unknown name "baz"`}, summaries)
	_, found = Compile("é == 1 and\n  ö > 2", newWorld().scope, Condition)
	require.Len(t, found, 2)
	assert.Equal(t, diag.Place{From: 13, To: 14}, found[1].Place, "places are counted in runes")
}

func TestEmptyAndWants(t *testing.T) {
	for _, src := range []string{"", "  \n", "// nothing", "\xff", "b0 \xc3("} {
		p, found := Compile(src, newWorld().scope, Condition)
		assert.Nil(t, p)
		require.Len(t, found, 1, "%q", src)
		assert.Equal(t, codeSyntax, found[0].Code)
	}
	_, found := Compile(`b0`, newWorld().scope, Quantity)
	assert.Equal(t, "the expression is a condition and should be a number", found[0].Summary)
	p, found := Compile(`n0`, newWorld().scope, Quantity)
	require.Empty(t, found)
	assert.False(t, p.True(&Env{}))
	assert.Equal(t, No, p.Over(&Env{}))
	p, _ = Compile(`b0`, newWorld().scope, Condition)
	_, ok := p.Number(&Env{})
	assert.False(t, ok)
	_, _, ok = p.Bounds(&Env{})
	assert.False(t, ok)
}

func TestCanonicalText(t *testing.T) {
	for want, sources := range map[string][]string{
		`n0 > 1 and not b0`:                   {`n0>1 and not b0`, ` (n0 > 1.0) && !(b0) `, "n0 > 1 // so\n and not b0", `n0 > 0x1 and (not (b0))`, `n0 > 2 - 1 and not b0 and true`},
		`t0 == "a"`:                           {`t0 == 'a'`, "t0 == `a`", `t0 == "\x61"`},
		`lead.name in ["a", "b"]`:             {`lead["name"] in ['b', 'a', "b"]`, `lead?.name in ["a", "b",]`},
		`b0 and b1 and n0 == 1`:               {`(b0 and b1) and n0 == 1`, `b0 and (b1 and n0 == 1)`},
		`since("x") > "1d12h"`:                {`since('x') > "36h"`, `since("x") > "2160m"`},
		`d0 > "2026-11-02"`:                   {`d0 > "2026-11-02T00:00:00Z"`, `d0 > '2026-11-02T01:00:00+01:00'`},
		`d0 > "2026-11-02T09:30:00Z"`:         {`d0 > "2026-11-02T09:30:00.000Z"`},
		`count("x", "7d") >= 3`:               {`count("x", "1w") >= 3`},
		`n0 < 1 and 1 < n1`:                   {`n0 < 1 < n1`},
		`(n0 ?? 3) > 2`:                       {`((n0 ?? 3)) > 2`},
		`n0 - (n1 - n2) > (n0 + 1) * 2`:       {`n0-(n1-n2) > ((n0+1)*2)`},
		`(b0 or b1) and n0 != nil`:            {`(b0||b1)&&(nil != n0)`},
		`not (t0 in ["a"])`:                   {`t0 not in ["a"]`, `not (t0 in ['a'])`},
		`(b0 ? n0 : n1) > -n2`:                {`(b0 ? n0 : n1) > -(n2)`},
		`true`:                                {`1 < 2`, `b0 or true`, `not false`, `true ? true : b0`, `2 in [1, 2]`, `nil == 1 / 0`, `"ab" startsWith "a"`},
		`false`:                               {`b0 and false`, `n0 in []`, `n0 > 1 / 0`, `1 / 0 != 2`},
		`min(n0, 3) + n1 % 2 > n0 * (n1 / 2)`: {`min(n0,3)+(n1%2)>n0*(n1/2)`},
	} {
		for _, src := range append(sources, want) {
			p, found := Compile(src, newWorld().scope, Condition)
			if assert.Empty(t, found, src) {
				assert.Equal(t, want, p.String(), src)
				assert.Equal(t, src, p.Source())
			}
		}
	}
}

func TestStanding(t *testing.T) {
	for src, fault := range map[string]string{
		`fit >= 50 and n0 > 3`:                               "",
		`50 <= fit + 2 * interest - -fit / 3`:                "",
		`max(fit, interest, n0) > n1 * n2 + 3`:               "",
		`not (fit > 3) or late and temperature == "hot"`:     "",
		`temperature in ["hot"] or b0 ? fit > 1 : now > d0`:  "",
		`now - d0 > "30d" and since("x") > s0 * 0 + "14d"`:   `since("x") > s0 * 0 + "14d"`,
		`since("x") > (d0 - "2026-01-01")`:                   "",
		`now - last("x") > "3d"`:                             "",
		`count("x", "7d") >= 3 and sum("x", "y", "1d") < 10`: "",
		`(fit ?? 0) > 3 and fit != nil`:                      "",
		`0 < fit < 10`:                                       "",
		`fit in [1, 2]`:                                      "",
		`n0 * n1 > n2 % 3`:                                   "",
		`fit > interest`:                                     "fit > interest",
		`fit * interest > 3`:                                 "fit * interest > 3",
		`fit * n0 > 3`:                                       "fit * n0 > 3",
		`1 / fit > 3 and b0`:                                 "1 / fit > 3",
		`fit % 2 == 0`:                                       "fit % 2 == 0",
		`(fit > 3 ? 1 : 2) > n0`:                             "(fit > 3 ? 1 : 2) > n0",
		`(fit > 3) == b0`:                                    "(fit > 3) == b0",
		`fit / n0 > 3`:                                       "fit / n0 > 3",
	} {
		p, found := Compile(src, newWorld().scope, Standing)
		if fault == "" {
			assert.Empty(t, found, src)
			assert.NotNil(t, p)
			continue
		}
		if assert.Len(t, found, 1, src) {
			assert.Equal(t, codeUnforeseen, found[0].Code)
			assert.Equal(t, "compare with a constant", found[0].Remedy)
			assert.Equal(t, fault, src[found[0].Place.From:found[0].Place.To])
		}
		_, found = Compile(src, newWorld().scope, Condition)
		assert.Empty(t, found, "a rule about an event may read anything")
	}
}

// Limit is right: keeping that many instants decides the comparison for every count.
func TestLimit(t *testing.T) {
	for src, want := range map[string]int{`count("x") >= 3`: 3, `count("x") > 3`: 4, `count("x") == 3`: 4, `count("x") != 3`: 4, `count("x") < 3`: 3, `count("x") <= 3`: 4,
		`3 <= count("x")`: 3, `3 < count("x")`: 4, `count("x") >= 2 + 1`: 3, `count("x") >= 2.5`: 3, `count("x") > 2.5`: 3, `count("x") == 2.5`: 3, `count("x") >= 0`: 1,
		`count("x") > -5`: 1, `count("x") in [2, 7, 1]`: 8, `1 < count("x") <= 4`: 5, `n0 < count("x") < 4`: 0, `count("x") > n0`: 0, `count("x") + 1 > 3`: 0,
		`count("x") >= 1e12`: 0, `count("x", "7d") == count("y")`: 0, `(count("x") ?? 0) > 3`: 0} {
		s := newWorld().scope.Child()
		var got []Call
		s.Resolve(func(c Call) (Name, *diag.Finding) {
			got = append(got, c)
			return Name{Type: Number, Slot: Slot{Bank: 5}}, nil
		})
		p, found := Compile(src, s, Condition)
		require.Empty(t, found, src)
		require.NotEmpty(t, got)
		assert.Equal(t, want, got[0].Limit, src)
		for n := range 12 {
			if want == 0 {
				break
			}
			e := &Env{}
			e.Bank[5] = []Value{{Type: Number, Num: float64(n)}}
			full := p.True(e)
			e.Bank[5][0].Num = float64(min(n, want))
			assert.Equal(t, full, p.True(e), "%s at %d", src, n)
		}
	}
}

func TestCalls(t *testing.T) {
	s := NewScope()
	_, found := Compile(`count("x") > 1`, s, Condition)
	require.Len(t, found, 1)
	assert.Equal(t, codeUnavailable, found[0].Code)

	var got []Call
	s.Resolve(func(c Call) (Name, *diag.Finding) {
		got = append(got, c)
		if c.Func == "last" {
			return Name{Type: Time, Slot: Slot{Bank: Banks}}, nil
		}
		return Name{Name: "whatever", Type: Text, Known: []string{"a"}, Slot: Slot{Bank: 1, Index: 2}, Varies: true}, nil
	})
	p, found := Compile(`sum('x', "y", '24h') > 1 or since("z") < "1h"`, s.Child(), Condition)
	require.Empty(t, found)
	assert.Equal(t, []Call{{Func: "sum", Kind: "x", Prop: "y", Within: 86_400_000}, {Func: "since", Kind: "z"}}, got)
	assert.Equal(t, []string{`since("z")`, `sum("x", "y", "1d")`}, p.Names())
	assert.True(t, p.Varies())
	_, found = Compile(`last("x") > "2026-01-01"`, s, Condition)
	require.Len(t, found, 1)
	assert.Equal(t, `last("x") cannot be read here`, found[0].Summary)
}

func TestProgramFacts(t *testing.T) {
	w := newWorld()
	for src, want := range map[string]struct {
		names           []string
		varies          bool
		truth, constant bool
	}{
		`lead.name == "a" or n0 > n0`: {[]string{"lead.name", "n0"}, false, false, false},
		`fit > 3 and n0 > 3`:          {[]string{"fit", "n0"}, true, false, false},
		`fit > 3 or true`:             {nil, false, true, true},
		`1 > 2`:                       {nil, false, false, true},
	} {
		p, found := Compile(src, w.scope, Condition)
		require.Empty(t, found)
		assert.Equal(t, want.names, p.Names())
		assert.Equal(t, want.varies, p.Varies())
		truth, constant := p.Always()
		assert.Equal(t, want.truth, truth)
		assert.Equal(t, want.constant, constant)
		_, fixed := p.Fixed()
		assert.False(t, fixed)
	}
	p, _ := Compile(`2 * 3 + 4`, w.scope, Quantity)
	f, fixed := p.Fixed()
	assert.True(t, fixed)
	assert.Equal(t, 10.0, f)
	_, constant := p.Always()
	assert.False(t, constant)
	p, _ = Compile(`1 / 0`, w.scope, Quantity)
	_, fixed = p.Fixed()
	assert.False(t, fixed)
}
