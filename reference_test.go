package leadkit_test

import (
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
)

var update = flag.Bool("update", false, "write docs/contract.md anew")

// docs/contract.md is what the specs' own docstrings say: written anew with -update, and compared everywhere else.
func TestContractReference(t *testing.T) {
	r := newReference(t)
	r.contract(reflect.TypeFor[leadkit.Contract]())
	assert.Empty(t, r.silent, "keys of a contract of which no docstring says what they mean")
	r.language()
	const file = "docs/contract.md"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(r.String()), 0o644))
	}
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	if keysOf(string(got)) != keysOf(r.String()) || !testing.Short() && string(got) != r.String() {
		t.Errorf("%s is not what the docstrings say: go test -run TestContractReference . -update\nfirst difference: %s", file, firstDifference(string(got), r.String()))
	}
}

// keysOf gives the sections of the reference with their keys, without what is said of them.
func keysOf(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "* `") {
			key, _, _ := strings.Cut(line, ": ")
			b.WriteString(key + "\n")
		}
	}
	return b.String()
}

func firstDifference(a, b string) string {
	other := strings.Split(b, "\n")
	for i, line := range strings.Split(a, "\n") {
		if i >= len(other) || line != other[i] {
			return line
		}
	}
	return "more lines follow"
}

// What the reference says of expressions is what the compiler knows.
func TestContractReferenceExpressions(t *testing.T) {
	file, err := os.ReadFile("docs/contract.md")
	require.NoError(t, err)
	_, err = leadkit.Load(leadkit.File{Name: "c.yaml", Data: []byte("moves: {m: {from: inquiry, to: mql, upon: page_viewed, when: frobnicate() > 0}}")})
	require.ErrorContains(t, err, "known functions: ")
	_, known, _ := strings.Cut(err.Error(), "known functions: ")
	known, _, _ = strings.Cut(known, "\n")
	for name := range strings.SplitSeq(strings.NewReplacer(" and ", ", ", " or ", ", ").Replace(known), ", ") {
		assert.Contains(t, string(file), "`"+strings.TrimSpace(name)+"(", "a function of expressions")
	}
	for _, k := range lead.Kinds() {
		assert.Contains(t, string(file), "| `"+k.Name+"` |")
	}
}
