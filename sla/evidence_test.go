package sla

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

func parsed(t require.TestingT, text string) expr {
	e, _, found := parseEvidence(text)
	require.Empty(t, found, text)
	return e
}

func TestEvidenceIsReadAsItIsSpoken(t *testing.T) {
	for in, out := range map[string]string{
		"email":                           "email",
		" email  and\tphone ":             "email and phone",
		"a or b and c":                    "a or b and c",
		"(a or b) and c":                  "(a or b) and c",
		"a or (b and c)":                  "a or b and c",
		"a and b then c or d":             "a and b then c or d",
		"(a then b) and c":                "(a then b) and c",
		"a then (b then c)":               "a then b then c",
		"any of (a, b)":                   "a or b",
		"any of (a, b) and c":             "(a or b) and c",
		"2 of (a, b, c)":                  "2 of (a, b, c)",
		"2 of (a, b and c, d or e) and f": "2 of (a, b and c, d or e) and f",
		"2 of (a, b)":                     "a and b",
		"1 of (a)":                        "a",
		"((a))":                           "a",
		"2 of (a then b, c, d)":           "2 of (a then b, c, d)",
	} {
		e := parsed(t, in)
		assert.Equal(t, out, e.text())
	}
}

func TestMalformedEvidenceIsShownWhereItIs(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "[0:0] a piece of evidence is missing",
		"email and":              "[9:9] a piece of evidence is missing",
		"email phone":            `[6:11] "phone" is not expected here`,
		"email and (phone":       "[10:11] the bracket is not closed",
		"email)":                 `[5:6] ")" is not expected here`,
		"3 of (a, b)":            "[0:11] 3 of 2 is never satisfied, or always",
		"0 of (a, b)":            "[0:11] 0 of 2 is never satisfied, or always",
		"2 (a, b)":               "[0:2] a list is missing",
		"any of a":               "[0:7] a list is missing",
		"Email":                  "[0:1] a piece of evidence is missing",
		"a then ü":               "[7:8] a piece of evidence is missing",
		"9999999999999999999999": `[0:22] "9999999999999999999999" is no number`,
	} {
		_, _, found := parseEvidence(in)
		require.Len(t, found, 1, in)
		f := found[0]
		assert.Equal(t, want, fmt.Sprintf("[%d:%d] %s", f.Place.From, f.Place.To, f.Summary), in)
	}
	for _, long := range []string{strings.Repeat("(", 700_000), strings.Repeat("(", 500), strings.Repeat("any of (", 100), strings.Repeat("a and ", 40) + "a", "\xff"} {
		_, _, found := parseEvidence(long)
		assert.Len(t, found, 1)
	}
}

func FuzzEvidence(f *testing.F) {
	for _, s := range []string{"email and phone", "any of (a, b) then 2 of (c, d or e, f)", "((a))", "3 of (a", "", "a and and", "18446744073709551616 of (a)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, atoms, found := parseEvidence(text)
		if found != nil {
			require.Len(t, found, 1)
			place := found[0].Place
			require.True(t, 0 <= place.From && place.From <= place.To && place.To <= len([]rune(text)), "%v", place)
			return
		}
		require.NotEmpty(t, atoms)
		again := parsed(t, e.text())
		require.Equal(t, e, again, "the canonical text is read as the same")
	})
}

// genExpr makes up an expression over a few atoms.
func genExpr(t *rapid.T, depth int) string {
	if depth == 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
		return rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "atom")
	}
	n := rapid.IntRange(2, 3).Draw(t, "items")
	items := make([]string, n)
	for i := range items {
		items[i] = "(" + genExpr(t, depth-1) + ")"
	}
	switch rapid.IntRange(0, 3).Draw(t, "join") {
	case 0:
		return strings.Join(items, " and ")
	case 1:
		return strings.Join(items, " or ")
	case 2:
		return strings.Join(items, " then ")
	}
	return fmt.Sprintf("%d of (%s)", rapid.IntRange(1, n).Draw(t, "n"), strings.Join(items, ", "))
}

// genEvidence makes up events, some of which satisfy two atoms.
func genEvidence(t *rapid.T) []Evidence {
	var list []Evidence
	for i := range rapid.IntRange(0, 8).Draw(t, "events") {
		at := lead.Instant(rapid.IntRange(1, 6).Draw(t, "at"))
		for range rapid.IntRange(1, 2).Draw(t, "atoms") {
			list, _ = insert(list, Evidence{at, fmt.Sprintf("e%d", i), rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "atom")})
		}
	}
	return list
}

// holds is the plain definition: whether a stretch of evidence satisfies an expression. What follows comes with another event.
func holds(e *expr, list []Evidence) bool {
	n := 0
	switch e.join {
	case joinAtom:
		return slices.ContainsFunc(list, func(v Evidence) bool { return v.Atom == e.atom })
	case joinThen:
		if len(e.items) == 1 {
			return holds(&e.items[0], list)
		}
		rest := expr{join: joinThen, items: e.items[1:]}
		for i := range len(list) + 1 {
			if i > 0 && i < len(list) && list[i-1].ID == list[i].ID {
				continue
			}
			if holds(&e.items[0], list[:i]) && holds(&rest, list[i:]) {
				return true
			}
		}
		return false
	}
	for i := range e.items {
		if holds(&e.items[i], list) {
			n++
		}
	}
	return n >= e.n && (e.join == joinSome || n == len(e.items))
}

// The law of the evidence: it is complete at the first event up to which the plain definition holds.
func TestEvidenceIsCompleteAtTheFirstEventThatCompletesIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := parsed(t, genExpr(t, 3))
		list := genEvidence(t)
		n := need{expr: e, all: true}
		at, ok := n.met(list)
		for i := range list {
			if i+1 < len(list) && list[i+1].ID == list[i].ID {
				continue
			}
			if holds(&e, list[:i+1]) {
				require.True(t, ok)
				require.Equal(t, list[i].At, at)
				return
			}
		}
		require.False(t, ok, "%s by %v", e.text(), list)
	})
}

// The law of what is missing: nothing if and only if the evidence is complete; and whatever completes what is missing, coming later, completes the whole.
func TestWhatIsMissingIsWhatCompletes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := parsed(t, genExpr(t, 3))
		list, more := genEvidence(t), genEvidence(t)
		rest := e.lacks(list, point{})
		require.Equal(t, holds(&e, list), rest == nil)
		if rest == nil {
			return
		}
		again := parsed(t, rest.text())
		require.Equal(t, rest.text(), again.text(), "what is missing is written as evidence")
		for i := range more {
			more[i].At, more[i].ID = more[i].At+100, "later "+more[i].ID
		}
		if holds(rest, more) {
			require.True(t, holds(&e, append(list, more...)), "%s: missing %s after %v", e.text(), rest.text(), list)
		}
	})
}

// Where order does not matter, keeping the earliest of each atom is enough.
func TestTheEarliestOfEachAtomIsEnoughWhereOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := parsed(t, genExpr(t, 3))
		if e.ordered() {
			t.Skip("the order matters")
		}
		list := genEvidence(t)
		want, ok := (&need{expr: e}).met(list)
		var c Clock
		for _, i := range rapid.Permutation(numbers(len(list))).Draw(t, "order") {
			c.add(list[i], false)
		}
		got, ok2 := (&need{expr: e}).met(c.Evidence)
		require.Equal(t, ok, ok2)
		require.Equal(t, want, got)
		require.LessOrEqual(t, len(c.Evidence), 4)
	})
}

func numbers(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func TestEvidenceIsBounded(t *testing.T) {
	var c Clock
	c.add(Evidence{500, "first", "a"}, true)
	for i := range 1000 {
		c.add(Evidence{lead.Instant(i + 1), fmt.Sprint(i), "b"}, true)
	}
	require.Len(t, c.Evidence, MostEvidence)
	n := need{expr: parsed(t, "a then b"), all: true}
	at, ok := n.met(c.Evidence)
	require.True(t, ok)
	assert.Greater(t, at, lead.Instant(500), "the only a and the last b are still there")
	assert.Equal(t, "0", c.Evidence[0].ID)
}
