package funnel

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Line is the report of one team, person, source or type: what was reached in its hands, what became of that, and what it gave back.
type Line struct {
	Name  string     `json:"name"`
	Steps []StepLine `json:"steps"` // in the order of the steps
	Ends  []EndLine  `json:"ends,omitempty"`
}

// StepLine is one step of a Line.
type StepLine struct {
	Step string `json:"step"`
	Worth
	// Next are those of these leads that reached the next step as well, and Sale those that reached the sale, in whosever hands.
	Next Rate  `json:"next"`
	Sale Rate  `json:"sale"`
	Open int64 `json:"open"` // those whose demand has not ended
}

// EndLine is one way in which demands ended or were given back.
type EndLine struct {
	Kind   string `json:"kind"`
	Exit   string `json:"exit,omitempty"`
	Reason string `json:"reason,omitempty"`
	Worth
}

// Report gives a line for each team, person, source, type, month or week, sorted by name. Each step is the cohort of the leads that reached it there.
func (c *Funnel) Report(t *Tally, by Dimension, f Filter) []Line {
	steps, ends := t.gather(by, f), t.gatherEnds(by, f)
	names := slices.Sorted(maps.Keys(steps))
	for name := range ends {
		if steps[name] == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	lines := make([]Line, len(names))
	for i, name := range names {
		lines[i] = Line{Name: name, Steps: c.stepLines(t, steps[name]), Ends: t.endLines(ends[name])}
	}
	return lines
}

func (c *Funnel) stepLines(t *Tally, counts map[string]*Count) []StepLine {
	lines := make([]StepLine, len(c.names))
	for i, step := range c.names {
		count := counts[step]
		if count == nil {
			count = &Count{}
		}
		next := c.names[min(i+1, len(c.names)-1)]
		lines[i] = StepLine{Step: step, Worth: t.worthOf(count), Next: count.rate(step, next), Sale: count.rate(step, c.sale),
			Open: max(0, count.Leads-max(0, count.Won)-max(0, count.Lost))}
	}
	return lines
}

func (t *Tally) gatherEnds(by Dimension, f Filter) map[string]map[End]Sum {
	lines := map[string]map[End]Sum{}
	for e, s := range t.Ends {
		g := e.group()
		if !f.match(&g) {
			continue
		}
		name := by.of(&g)
		if lines[name] == nil {
			lines[name] = map[End]Sum{}
		}
		short := End{Kind: e.Kind, Exit: e.Exit, Reason: e.Reason}
		sum := lines[name][short]
		sum.add(s)
		lines[name][short] = sum
	}
	return lines
}

// endLines lists the most frequent first, then by name.
func (t *Tally) endLines(ends map[End]Sum) []EndLine {
	var lines []EndLine
	for e, s := range ends {
		lines = append(lines, EndLine{Kind: e.Kind, Exit: e.Exit, Reason: e.Reason, Worth: t.worth(s.Times, 0, s.Minor)})
	}
	slices.SortFunc(lines, func(a, b EndLine) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), -cmp.Compare(a.Leads, b.Leads), strings.Compare(a.Exit, b.Exit), strings.Compare(a.Reason, b.Reason))
	})
	return lines
}
