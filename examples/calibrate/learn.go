package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/scoring/calibrate"
)

// result is what was learned and how good it is.
type result struct {
	settings   *settings
	card       *calibrate.Card
	leads      *calibrate.Table
	validation *calibrate.Validation
	late       []string // left out because of their names
	id         string
	drift      calibrate.Drift
	other      *comparison
	tables     *tables
	yaml       []byte
	unscored   int // leads of which no attribute is known
	open       int // leads left out, whose outcome is not known yet
	test       *tested
}

// tested is how the card does on leads it was not learned from.
type tested struct {
	calibrate.Report
	stability calibrate.Stability
	rebased   *calibrate.Card
	brier     float64 // with the card rebased
	again     int     // leads that were in training too
	open      int     // leads left out, whose outcome is not known yet
}

// comparison is with another product's scores, on the leads that carry them.
type comparison struct {
	Columns []string `json:"columns"`
	Leads   int      `json:"leads"`
	Other   float64  `json:"other_auc"`
	Card    float64  `json:"card_auc"` // each lead foretold by a card that was learned from other folds
}

func learn(s *settings) (*result, error) {
	sheet, err := readSheet(s.leads)
	if err != nil {
		return nil, err
	}
	s.Keep = s.keep
	r := &result{settings: s}
	if err := r.take(sheet); err != nil {
		return nil, err
	}
	if r.card, err = calibrate.Fit(r.leads, s.Options); err != nil {
		return nil, fmt.Errorf("%s: %w", s.leads, err)
	}
	if r.validation, err = calibrate.CrossValidate(r.leads, s.Options); err != nil {
		return nil, fmt.Errorf("%s: %w", s.leads, err)
	}
	r.compare(sheet)
	if r.tables, err = tabulate(r.facts(), s); err != nil {
		return nil, err
	}
	if err := r.contract(); err != nil {
		return nil, err
	}
	if s.test != "" {
		return r, r.try(sheet)
	}
	return r, nil
}

// take makes the table, without the columns that were not known in time.
func (r *result) take(sheet *sheet) error {
	s := r.settings
	for _, name := range append(slices.Clone(s.drop), s.keep...) {
		if _, err := sheet.column(name); err != nil {
			return err
		}
	}
	for _, name := range late {
		if slices.Contains(sheet.head, name) && !slices.Contains(s.keep, name) && !slices.Contains(s.drop, name) && name != s.outcome {
			r.late = append(r.late, name)
		}
	}
	var err error
	if r.open, err = sheet.decide(s); err != nil {
		return err
	}
	if r.id, err = sheet.identifier(s.id, append([]string{s.outcome}, s.keep...)); err != nil {
		return err
	}
	without := slices.Concat(s.drop, r.late)
	if s.id != "" {
		without = append(without, s.id)
	}
	r.leads = sheet.table(s.outcome, r.id, without, s.missing)
	return nil
}

// compare sets the card beside the sum of the other product's scores.
func (r *result) compare(sheet *sheet) {
	other := late[len(late)-2:]
	var sum []float64
	for _, name := range other {
		cells, err := sheet.column(name)
		if err != nil {
			return
		}
		column, bad := calibrate.NumberColumn(name, cells, r.settings.missing...)
		if bad >= 0 {
			return
		}
		if sum == nil {
			sum = make([]float64, len(cells))
		}
		for row, n := range column.Numbers {
			sum[row] += n // a missing score makes the sum missing
		}
	}
	var theirs, ours []float64
	var won []bool
	for row, n := range sum {
		if !math.IsNaN(n) {
			theirs, ours, won = append(theirs, n), append(ours, r.validation.Probabilities[row]), append(won, r.leads.Outcome[row])
		}
	}
	if len(won) > 0 {
		r.other = &comparison{Columns: other, Leads: len(won), Other: calibrate.AUC(theirs, won), Card: calibrate.AUC(ours, won)}
	}
}

// facts is the leads without the columns that the card took for identifiers.
func (r *result) facts() *calibrate.Table {
	var names []string
	for _, w := range r.card.Warnings {
		if w.Code == "identifier" {
			names = append(names, strings.TrimPrefix(w.Place.Path, "/"))
		}
	}
	t, _ := r.leads.Without(names...)
	return t
}

// try scores leads that nothing was learned from.
func (r *result) try(trained *sheet) error {
	s := r.settings
	sheet, err := readSheet(s.test)
	if err != nil {
		return err
	}
	x := &tested{}
	if x.open, err = sheet.decide(s); err != nil {
		return err
	}
	t, err := sheet.like(r.card, s.missing)
	if err != nil {
		return err
	}
	x.again = both(trained, sheet, r.id)
	if x.Report, err = calibrate.Evaluate(r.card, t); err != nil {
		return fmt.Errorf("%s: %w", s.test, err)
	}
	if x.stability, err = r.card.Stability(r.leads, t); err != nil {
		return fmt.Errorf("%s: %w", s.test, err)
	}
	r.drift = x.stability.Rate
	if x.rebased, err = r.card.Rebased(t); err == nil {
		again, err := calibrate.Evaluate(x.rebased, t)
		if err != nil {
			return err
		}
		x.brier = again.Brier
	} else {
		x.rebased = nil // all have one outcome
	}
	r.test = x
	return nil
}

// both counts the leads that are in both files.
func both(a, b *sheet, id string) (n int) {
	first, err := a.column(id)
	if err != nil {
		return 0
	}
	second, err := b.column(id)
	if err != nil {
		return 0
	}
	seen := map[string]bool{}
	for _, cell := range first {
		seen[cell] = true
	}
	for _, cell := range second {
		if seen[cell] && cell != "" {
			n++
		}
	}
	return n
}
