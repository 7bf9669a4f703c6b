package rule

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAtoms(t *testing.T) {
	scope := NewScope()
	for i, name := range []string{"fit", "total"} {
		scope.Declare(Name{Name: name, Type: Number, Slot: Slot{Index: uint16(i)}, Varies: true})
	}
	scope.Declare(Name{Name: "stage", Type: Text, Slot: Slot{Index: 2}})
	for src, want := range map[string][]Atom{
		`total >= 50 and fit > 0`:                 {{"total", ">=", 50}, {"fit", ">", 0}},
		`50 <= total or total >= 50`:              {{"total", ">=", 50}},
		`not (total < 40 or fit == 2)`:            {{"total", ">=", 40}, {"fit", "!=", 2}},
		`stage == "mql"`:                          nil,
		`fit + total > 3`:                         nil,
		`stage == "mql" ? fit > 1 : not(fit > 2)`: {{"fit", ">", 1}, {"fit", "<=", 2}},
	} {
		p, found := Compile(src, scope, Condition)
		require.NoError(t, found.Err(), src)
		require.ElementsMatch(t, want, p.Atoms(), src)
	}
}
