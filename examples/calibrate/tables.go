package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring/calibrate"
)

// tables is what the second learner, frequency tables, makes of the leads.
type tables struct {
	auc float64 // over the folds of the card's validation
	// lines explain the last lead by tables in which it was not counted, which give it a probability.
	lines       []lead.Line
	probability float64
	won         bool
}

// tabulate counts outcomes outside each fold and foretells those in it.
func tabulate(t *calibrate.Table, s *settings) (*tables, error) {
	folds, err := calibrate.Folds(t, s.Folds, s.Seed)
	if err != nil {
		return nil, err
	}
	var learner calibrate.Frequencies
	x := &tables{}
	scores := make([]float64, t.Rows())
	for k := range s.Folds {
		outside, inside, rows := t.Split(folds, k)
		cuts := map[string][]float64{}
		for _, c := range outside.Columns {
			cuts[c.Name] = calibrate.Cuts(c.Numbers, 8, 1) // numbers are told by which of eight bins they are in
		}
		counts, err := count(learner, outside, cuts)
		if err != nil {
			return nil, err
		}
		for i, row := range rows {
			lines := learner.Explain(counts, calibrate.Present{Known: known(inside, i, cuts)})
			scores[row] = calibrate.Sum(lines).Float()
			if row == t.Rows()-1 {
				x.lines, x.probability, x.won = lines, learner.Probability(calibrate.Sum(lines)), t.Outcome[row]
			}
		}
	}
	x.auc = calibrate.AUC(scores, t.Outcome)
	return x, nil
}

// count learns from one half of the leads and from the other apart, as two branches would, and merges what they counted.
func count(learner calibrate.Frequencies, t *calibrate.Table, cuts map[string][]float64) (*calibrate.Counts, error) {
	var halves [2]calibrate.Counts
	for row, won := range t.Outcome {
		if err := learner.Learn(&halves[row%2], calibrate.Past{Known: known(t, row, cuts), Won: won}); err != nil {
			return nil, err
		}
	}
	halves[0].Merge(halves[1])
	return &halves[0], nil
}

// known gives what is known of a lead as texts.
func known(t *calibrate.Table, row int, cuts map[string][]float64) map[string]string {
	values := map[string]string{}
	for i := range t.Columns {
		c := &t.Columns[i]
		switch {
		case c.Numbers == nil:
			values[c.Name] = c.Texts[row]
		case !math.IsNaN(c.Numbers[row]):
			values[c.Name] = within(cuts[c.Name], c.Numbers[row])
		}
	}
	return values
}

// within says between which of some cuts a number lies.
func within(cuts []float64, n float64) string {
	var l calibrate.Line
	at, _ := slices.BinarySearch(cuts, math.Nextafter(n, math.Inf(1)))
	if at > 0 {
		l.From = &cuts[at-1]
	}
	if at < len(cuts) {
		l.To = &cuts[at]
	}
	return cmp.Or(l.Values(), "known")
}

// String is the ledger of the last lead: the ten lines that weigh most, the others together, and their sum.
func (x *tables) String() string {
	lines := slices.Clone(x.lines)
	weight := func(l lead.Line) lead.Points { return max(l.Points, -l.Points) }
	slices.SortStableFunc(lines, func(a, b lead.Line) int { return cmp.Compare(weight(b), weight(a)) })
	most := min(len(lines), 10)
	var b strings.Builder
	for _, l := range lines[:most] {
		fmt.Fprintf(&b, "%+8.2f  %s (%s)\n", l.Points.Float(), l.Rule, l.Reason)
	}
	if rest := lines[most:]; len(rest) > 0 {
		fmt.Fprintf(&b, "%+8.2f  %d others\n", calibrate.Sum(rest).Float(), len(rest))
	}
	became := "lost"
	if x.won {
		became = "won"
	}
	fmt.Fprintf(&b, "%+8.2f  in all, which is %s; it was %s\n", calibrate.Sum(lines).Float(), percent(x.probability), became)
	return b.String()
}
