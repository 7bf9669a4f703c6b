package leadkit_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/leadkit/leadkit"

// allowed says which packages of this module each package may import. What is not listed may import none.
var allowed = map[string][]string{
	"":                  {"funnel", "internal/document", "lead", "lead/diag", "nurture", "routing", "scoring", "sla", "sla/calendar"},
	"internal/rule":     {"lead/diag"},
	"internal/document": {"lead/diag"},
	"internal/workload": {"lead", "scoring"},
	"lead":              {"internal/rule", "lead/diag"},
	"scoring":           {"lead", "lead/diag"},
	"scoring/calibrate": {"lead", "lead/diag", "scoring"},
	"nurture":           {"lead", "lead/diag", "sla/calendar"},
	"routing":           {"lead", "lead/diag", "sla/calendar"},
	"sla":               {"lead", "lead/diag", "sla/calendar"},
	"sla/calendar":      {"lead/diag"},
	"funnel":            {"lead", "lead/diag", "sla/calendar"},
	"leadtest":          {"", "internal/document", "lead", "lead/diag", "nurture", "routing", "scoring", "sla", "sla/calendar"},
}

// outside says what a package may import from outside: the two doors, and the statistics of reports.
var outside = map[string]string{
	"internal/rule":     "github.com/expr-lang/expr",
	"internal/document": "go.yaml.in/yaml/v4",
	"scoring/calibrate": "golang.org/x/exp/stats",
}

// imports lists what each package imports, tests left out.
func imports(t *testing.T) map[string][]string {
	list, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"/...").Output()
	require.NoError(t, err)
	found := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(list)), "\n") {
		words := strings.Fields(line)
		found[short(words[0])] = words[1:]
	}
	return found
}

func short(path string) string { return strings.TrimPrefix(strings.TrimPrefix(path, module), "/") }

// The house is a star: the rooms share one vocabulary and never import each other.
func TestStar(t *testing.T) {
	found := imports(t)
	require.Contains(t, found, "scoring")
	for pkg, list := range found {
		if strings.HasPrefix(pkg, "examples/") {
			continue
		}
		for _, path := range list {
			switch {
			case strings.HasPrefix(path, module):
				require.Contains(t, allowed[pkg], short(path), "%q imports %q", pkg, short(path))
			case strings.Contains(path, "."):
				require.True(t, outside[pkg] != "" && strings.HasPrefix(path, outside[pkg]), "%q imports %q", pkg, path)
			}
		}
	}
}

// Nothing in the core reads a clock, the network, a file or the environment.
func TestPure(t *testing.T) {
	for pkg, list := range imports(t) {
		if strings.HasPrefix(pkg, "examples/") {
			continue
		}
		for _, path := range []string{"os", "net", "net/http", "log", "log/slog", "syscall", "math/rand", "unsafe"} {
			require.False(t, slices.Contains(list, path), "%q imports %q", pkg, path)
		}
	}
}
