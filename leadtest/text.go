package leadtest

import (
	"fmt"
	"strings"
)

// Text prints a result for people: whether it passed, and if not, the timeline with the differences marked.
func Text(r Result) string {
	var b strings.Builder
	if r.Passed() {
		fmt.Fprintf(&b, "ok: %s\n", r.Scenario)
		return b.String()
	}
	return Story(r)
}

// Story prints the whole timeline of a result, whether it passed or not: what happened, what was decided and why, what was expected.
func Story(r Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s:%d)\n", r.Scenario, r.Place.File, r.Place.Line)
	differences := r.Differences
	last := ""
	for i, e := range r.Timeline {
		when := fmt.Sprintf("%-17s +%s", e.Clock, e.After)
		if when == last {
			when = ""
		} else {
			last = when
		}
		if len(differences) > 0 && differences[0].Entry == i {
			mark(&b, when, differences[0])
			differences = differences[1:]
			continue
		}
		fmt.Fprintf(&b, "    %-*s %s\n", clockWidth, when, line(e))
	}
	return b.String()
}

// clockWidth is how wide the column of instants is.
const clockWidth = 26

func line(e Entry) string {
	text := e.Text
	switch e.Kind {
	case Effect:
		text = "  " + text
	case Expected:
		text = "= " + text
	}
	if e.Why != "" {
		text += " (" + e.Why + ")"
	}
	return text
}

// mark prints a difference: what was expected, and below it what is.
func mark(b *strings.Builder, when string, d Difference) {
	fmt.Fprintf(b, "  ! %-*s %s: expected %s\n", clockWidth, when, d.Of, d.Expected)
	fmt.Fprintf(b, "  ! %-*s %s  got %s\n", clockWidth, "", strings.Repeat(" ", len([]rune(d.Of))), d.Got)
	if d.Why != "" {
		fmt.Fprintf(b, "  ! %-*s %s  because %s\n", clockWidth, "", strings.Repeat(" ", len([]rune(d.Of))), d.Why)
	}
}
