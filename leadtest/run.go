package leadtest

import (
	"testing"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead/diag"
)

// Check plays every scenario against a contract and gives what became of each, in the files' order. Scenarios share nothing. An error is a [diag.List]: what is
// wrong with the files themselves, a kind of event or an effect that there is not, each at its line and column; then nothing is played.
func Check(e *leadkit.Engine, files ...leadkit.File) ([]Result, error) {
	hours, _ := e.Calendar("default")
	b, places, found := read(files)
	c := checker{e: e, hours: hours, at: places}
	c.book(&b)
	found = append(found, c.causes(found)...)
	places.Resolve(found)
	if err := found.Err(); err != nil {
		return nil, err
	}
	results := make([]Result, len(b.Scenarios))
	for i := range b.Scenarios {
		at := func(path string) diag.Origin {
			found := diag.List{{Place: diag.Place{Path: path}}}
			places.Resolve(found)
			return found[0].Origin
		}
		results[i] = (&player{e: e, hours: hours, s: &b.Scenarios[i], places: at}).play()
	}
	return results, nil
}

// TB is what [Run] needs of a test. A [*testing.T] gets a subtest for each scenario.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

// Run plays every scenario and fails the test with the timeline of each that is not as expected.
func Run(t TB, e *leadkit.Engine, files ...leadkit.File) {
	t.Helper()
	results, err := Check(e, files...)
	if err != nil {
		t.Errorf("%s", shown(err))
		return
	}
	for _, r := range results {
		if sub, ok := t.(*testing.T); ok {
			sub.Run(r.Scenario, func(t *testing.T) {
				t.Helper()
				report(t, r)
			})
			continue
		}
		report(t, r)
	}
}

func report(t TB, r Result) {
	t.Helper()
	if !r.Passed() {
		t.Errorf("%s", Text(r))
	}
}

func shown(err error) string {
	if list, ok := err.(diag.List); ok {
		return "the scenarios cannot be read\n" + leadkit.Show(list)
	}
	return err.Error()
}
