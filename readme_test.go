package leadkit_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
)

func fenced(t *testing.T, language string) string {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(text), "```"+language+"\n")
	require.True(t, ok)
	block, _, ok := strings.Cut(rest, "```")
	require.True(t, ok)
	return block
}

// The contract that the README shows compiles, and the program is the Example, line by line.
func TestReadme(t *testing.T) {
	_, err := leadkit.Load(leadkit.File{Name: "README.md", Data: []byte(fenced(t, "yaml"))})
	require.NoError(t, err)
	example, err := os.ReadFile("example_test.go")
	require.NoError(t, err)
	program := "\t" + strings.ReplaceAll(strings.TrimSpace(fenced(t, "go")), "\n", "\n\t")
	require.Contains(t, string(example), program)
}
