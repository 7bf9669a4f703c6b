package rule

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzCompile gives the compiler any text. It never panics; every finding has a place inside the text and a sentence; a program's canonical text is a
// program with the same text; and the fast path says what the plain definition says.
func FuzzCompile(f *testing.F) {
	for _, src := range []string{benchCondition, benchQuantity, benchStanding, `count("x", "7d") >= 3`, `1 < n0 <= 3`, "(((", "b0 ?: b1", `"\x`, "'a\\", "`a``b`",
		"n0 not in [1,2]", "b'x'", "lead?.name", `lead["name"]`, "1..2", "now-d0>'1d'", "/* c */ b0 // d", "not not b0", "t0 matches '('", "0x", "1e", "é == 1", "min(pull, 2) + (push ?? 1) * 3 >= drift - still and pull + push < 1"} {
		f.Add(src)
	}
	w := newWorld()
	e := w.env(func(n Name) Value { return Value{Type: n.Type, Num: 1, Text: "a"} })
	f.Fuzz(func(t *testing.T, src string) {
		sums := newFlowing()
		sums.scope.Combine(sums.answer)
		if p, _ := Compile(src, sums.scope, Standing); p != nil {
			e := sums.env(map[string]float64{"pull": 3, "drift": -1, "still": 2})
			evaluate(p.root, e)
			require.NotEqual(t, Maybe, p.Over(e))
		}
		for _, want := range []Want{Condition, Standing, Quantity} {
			p, found := Compile(src, w.scope, want)
			for _, finding := range found {
				require.NotEmpty(t, finding.Summary)
				require.NotEmpty(t, finding.Code)
				if finding.Place.To > 0 {
					require.Less(t, finding.Place.From, finding.Place.To)
					require.LessOrEqual(t, finding.Place.To, utf8.RuneCountInString(src))
				}
			}
			if p == nil {
				require.NotEmpty(t, found)
				continue
			}
			evaluate(p.root, e)
			evaluate(p.root, &nowhere)
			if again, found := Compile(p.String(), w.scope, want); again != nil {
				require.Equal(t, p.String(), again.String())
				require.Equal(t, p.True(e), again.True(e))
			} else if len(p.String()) < maxSource && !strings.Contains(src, "?") { // brackets that the canonical text adds may pass the limit
				require.Empty(t, found)
			}
		}
	})
}
