package leadkit_test

import (
	"flag"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
)

var update = flag.Bool("update", false, "write docs/contract.md anew")

// docs/contract.md has every key of a contract, and no other; each has a docstring. It is written anew with -update.
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
	written, known := keysOf(string(got)), keysOf(r.String())
	lacks := slices.DeleteFunc(slices.Clone(known), func(key string) bool { return slices.Contains(written, key) })
	more := slices.DeleteFunc(slices.Clone(written), func(key string) bool { return slices.Contains(known, key) })
	assert.Empty(t, lacks, "%s does not have them: go test -run TestContractReference . -update", file)
	assert.Empty(t, more, "%s has them, and a contract does not: go test -run TestContractReference . -update", file)
}

// keysOf gives the keys of the reference, each with its section.
func keysOf(text string) (list []string) {
	section := ""
	for line := range strings.SplitSeq(text, "\n") {
		key, _, _ := strings.Cut(line, ": ")
		switch {
		case strings.HasPrefix(line, "#"):
			section = line
		case strings.HasPrefix(line, "* `"):
			list = append(list, section+" "+key)
		}
	}
	return list
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
		assert.True(t, strings.Contains(string(file), "`"+strings.TrimSpace(name)+"("), "the function %s of expressions is not listed", name)
	}
	for _, k := range lead.Kinds() {
		assert.True(t, strings.Contains(string(file), "| `"+k.Name+"` |"), "the kind %s is not listed: go test -run TestContractReference . -update", k.Name)
	}
}
