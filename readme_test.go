package leadkit_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/leadtest"
)

// fenced gives the README's blocks in a language.
func fenced(t *testing.T, language string) (blocks []string) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for i, rest := range strings.Split(string(text), "```"+language+"\n") {
		if i > 0 {
			block, _, ok := strings.Cut(rest, "```")
			require.True(t, ok)
			blocks = append(blocks, block)
		}
	}
	return blocks
}

// The contract that the README shows compiles and keeps its stories, and the program is the Example, line by line.
func TestReadme(t *testing.T) {
	blocks := fenced(t, "yaml")
	require.Len(t, blocks, 2)
	engine, err := leadkit.Load(leadkit.File{Name: "README.md", Data: []byte(blocks[0])})
	require.NoError(t, err)
	leadtest.Run(t, engine, leadkit.File{Name: "README.md", Data: []byte(blocks[1])})
	require.Equal(t, []string{"follow up: handed over Friday 16:00, due Saturday 16:00"}, engine.Deadlines())
	example, err := os.ReadFile("example_test.go")
	require.NoError(t, err)
	program := "\t" + strings.ReplaceAll(strings.TrimSpace(fenced(t, "go")[0]), "\n", "\n\t")
	require.Contains(t, string(example), program)
}
