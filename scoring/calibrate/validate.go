package calibrate

import (
	"fmt"

	"github.com/leadkit/leadkit/lead/diag"

	"golang.org/x/exp/stats"
)

// Validation says how well cards foretell leads that they were not learned from.
type Validation struct {
	// Report is over all leads, each with the probability that the card of the other folds gives it.
	Report
	Folds []Fold `json:"folds"`
	// Probabilities are by row of the table.
	Probabilities []float64 `json:"-"`
}

// Fold is one part of the leads, foretold by a card that was learned from the others.
type Fold struct {
	Leads int     `json:"leads"`
	Won   int     `json:"won"`
	AUC   float64 `json:"auc"`
	Brier float64 `json:"brier"`
	Lines int     `json:"lines"` // of the card
}

// MeanAUC gives the mean of the folds' AUC and their sample standard deviation: how far chance alone moves it. Without folds both are 0, with one the deviation is.
func (v *Validation) MeanAUC() (mean, deviation float64) {
	aucs := make([]float64, len(v.Folds))
	for i, f := range v.Folds {
		aucs[i] = f.AUC
	}
	switch len(aucs) {
	case 0:
		return 0, 0
	case 1:
		return aucs[0], 0
	}
	return stats.MeanAndStdDev(aucs)
}

// CrossValidate cuts the leads into folds and foretells each by a card that was learned from the others: bins, merges, lines and points are all
// chosen anew each time, from those alone. Won and lost leads are spread evenly; which lead is in which fold depends on the seed and the ids, never
// on the order of rows.
func CrossValidate(t *Table, o Options) (*Validation, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	o = o.complete(t.Rows())
	if err := o.check(t); err != nil {
		return nil, err
	}
	folds, err := Folds(t, o.Folds, o.Seed)
	if err != nil {
		return nil, err
	}
	v := &Validation{Probabilities: make([]float64, t.Rows())}
	for k := range o.Folds {
		if err := v.fold(t, o, folds, k); err != nil {
			return nil, err
		}
	}
	v.Report, err = Measure(v.Probabilities, t.Outcome)
	return v, err
}

// Folds deals the leads of a table out to n folds: for each row, the number of its fold. Won and lost leads are dealt apart. Rows with one id are in one fold, so that
// nobody is foretold by what was learned from them; where their outcomes differ, one of them decides with which they are dealt.
func Folds(t *Table, n int, seed uint64) ([]int, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	folds, dealt, last := make([]int, t.Rows()), map[bool]int{}, -1
	for _, row := range t.sorted(seed + 1) {
		if last >= 0 && t.same(row, last) {
			folds[row] = folds[last]
		} else {
			folds[row] = dealt[t.Outcome[row]] % max(n, 1)
			dealt[t.Outcome[row]]++
		}
		last = row
	}
	if won, lost := dealt[true], dealt[false]; n < 2 || min(won, lost) < n {
		return nil, diag.List{{Code: "too-few", Summary: fmt.Sprintf("%d folds need at least %d won and %d lost leads; there are %d and %d", n, n, n, won, lost),
			Remedy: "add leads, or ask for fewer folds, two at least"}}
	}
	return folds, nil
}

// same tells whether two rows have one id.
func (t *Table) same(a, b int) bool { return t.IDs != nil && t.IDs[a] != "" && t.IDs[a] == t.IDs[b] }

// Split gives the tables of the rows outside a fold and inside it, and the numbers of those inside.
func (t *Table) Split(folds []int, fold int) (outside, inside *Table, rows []int) {
	var others []int
	for row, k := range folds {
		if k == fold {
			rows = append(rows, row)
		} else {
			others = append(others, row)
		}
	}
	return t.Pick(others), t.Pick(rows), rows
}

func (v *Validation) fold(t *Table, o Options, folds []int, k int) error {
	outside, inside, rows := t.Split(folds, k)
	card, err := Fit(outside, o)
	if err != nil {
		return err
	}
	probabilities, err := card.Probabilities(inside)
	if err != nil {
		return err
	}
	for i, row := range rows {
		v.Probabilities[row] = probabilities[i]
	}
	v.Folds = append(v.Folds, Fold{Leads: len(rows), Won: inside.Won(), AUC: AUC(probabilities, inside.Outcome),
		Brier: Brier(probabilities, inside.Outcome), Lines: len(card.Lines)})
	return nil
}
