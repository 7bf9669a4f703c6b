package funnel

import (
	"fmt"
	"maps"
	"slices"
)

// Cohorts is the cohort view: leads by where they stood when they entered, and how many of each cohort came to each step, whenever that was.
// It is never mixed with what happened in a period, so that no share exceeds 1; young cohorts have had less time, and say so by their open leads.
type Cohorts struct {
	By    Dimension `json:"-"`
	Steps []string  `json:"steps"`
	Lines []Cohort  `json:"lines"` // sorted by name
}

// Cohort is one line: the leads that entered together.
type Cohort struct {
	Name  string `json:"name"`
	Leads int64  `json:"leads"`
	Open  int64  `json:"open"` // neither won nor lost yet
	Won   int64  `json:"won"`
	Lost  int64  `json:"lost"`
	Steps []Rate `json:"steps"` // of all leads of the line, in the order of the steps
}

// Cohorts gives the cohort view by a dimension.
func (c *Funnel) Cohorts(t *Tally, by Dimension, f Filter) Cohorts {
	view := Cohorts{By: by, Steps: c.Steps()}
	lines := t.gather(by, f)
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		all := lines[name][""]
		if all == nil {
			continue
		}
		line := Cohort{Name: name, Leads: all.Leads, Won: max(0, all.Won), Lost: max(0, all.Lost)}
		line.Open = max(0, line.Leads-line.Won-line.Lost)
		for _, step := range c.names {
			line.Steps = append(line.Steps, all.rate("", step))
		}
		view.Lines = append(view.Lines, line)
	}
	return view
}

// gather sums the groups by line and step.
func (t *Tally) gather(by Dimension, f Filter) map[string]map[string]*Count {
	lines := map[string]map[string]*Count{}
	for g, c := range t.Groups {
		if c == nil || !f.match(&g) {
			continue
		}
		name := by.of(&g)
		if lines[name] == nil {
			lines[name] = map[string]*Count{}
		}
		if lines[name][g.Step] == nil {
			lines[name][g.Step] = &Count{}
		}
		lines[name][g.Step].merge(c)
	}
	return lines
}

// String gives a table: a line for each cohort, with its leads and the share that came to each step.
func (v Cohorts) String() string {
	rows := [][]string{append([]string{v.By.String(), "leads"}, v.Steps...)}
	for _, line := range v.Lines {
		row := []string{orUnknown(line.Name), fmt.Sprint(line.Leads)}
		for _, r := range line.Steps {
			row = append(row, fmt.Sprintf("%.1f %%", 100*r.Share))
		}
		rows = append(rows, row)
	}
	return table(rows)
}
