package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/leadkit/leadkit/scoring/calibrate"
)

// summary is the report for programs.
type summary struct {
	Leads     int         `json:"leads"`
	BaseRate  float64     `json:"base_rate"`
	AUC       float64     `json:"auc_cv"`        // over all leads, each foretold by a card that was learned from other folds
	MeanAUC   float64     `json:"auc_mean"`      // the mean of the folds
	Deviation float64     `json:"auc_deviation"` // and their standard deviation
	Brier     float64     `json:"brier_cv"`
	Lines     int         `json:"lines"`
	MostLine  int         `json:"most_lines_in_a_fold"`
	LeftOut   []string    `json:"left_out,omitempty"`
	Other     *comparison `json:"other_product,omitempty"`
	Tables    float64     `json:"auc_frequency_tables"`
	Open      int         `json:"without_outcome,omitempty"` // leads left out
	Test      *unseen     `json:"test,omitempty"`
	Warnings  []string    `json:"warnings,omitempty"`
	// Card is the card itself.
	Card *calibrate.Card `json:"card"`
}

// unseen is how the card does on leads that nothing was learned from.
type unseen struct {
	Leads    int     `json:"leads"`
	BaseRate float64 `json:"base_rate"`
	AUC      float64 `json:"auc"`
	Brier    float64 `json:"brier"`
	KS       float64 `json:"ks"`
	PSI      float64 `json:"psi"`
	Drifted  bool    `json:"base_rate_drifted"`
	Again    int     `json:"leads_seen_in_training,omitempty"`
	Open     int     `json:"without_outcome,omitempty"` // leads left out
}

func (r *result) writeJSON(out io.Writer) error {
	v := r.validation
	mean, deviation := v.MeanAUC()
	s := summary{Leads: v.Leads, BaseRate: v.BaseRate, AUC: v.AUC, MeanAUC: mean, Deviation: deviation, Brier: v.Brier, Lines: len(r.card.Lines), MostLine: r.mostLines(),
		LeftOut: r.leftOut(), Other: r.other, Tables: r.tables.auc, Open: r.open, Card: r.card}
	for _, w := range r.card.Warnings {
		s.Warnings = append(s.Warnings, w.String())
	}
	if x := r.test; x != nil {
		s.Test = &unseen{Leads: x.Leads, BaseRate: x.BaseRate, AUC: x.AUC, Brier: x.Brier, KS: x.KS, PSI: x.stability.Score, Drifted: r.drift.Drifted(), Again: x.again, Open: x.open}
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(s)
}

func (r *result) mostLines() (n int) {
	for _, f := range r.validation.Folds {
		n = max(n, f.Lines)
	}
	return n
}

// leftOut lists the columns that nothing was learned from because they were asked or known not to be fit for it.
func (r *result) leftOut() []string {
	return slices.Concat(r.settings.drop, r.late)
}

// write prints the report for people. A base rate that has drifted comes first.
func (r *result) write(out io.Writer) error {
	var b strings.Builder
	r.writeDrift(&b)
	r.writeLeaks(&b)
	v := r.validation
	fmt.Fprintf(&b, "%d leads, %s won. Foretold in %d parts, each by a card that was learned from the others:\n", v.Leads, percent(v.BaseRate), len(v.Folds))
	mean, deviation := v.MeanAUC()
	fmt.Fprintf(&b, "AUC %.4f (mean of the parts %.4f, give or take %.4f), Brier score %.4f, at most %s.\n", v.AUC, mean, deviation, v.Brier, lines(r.mostLines()))
	if o := r.other; o != nil {
		fmt.Fprintf(&b, "On the %d leads that another product has scored (%s): AUC %.4f, and %.4f by that product's scores summed.\n",
			o.Leads, strings.Join(o.Columns, " + "), o.Card, o.Other)
	}
	fmt.Fprintf(&b, "Frequency tables (naive Bayes), the second learner, counted in two halves and merged: AUC %.4f.\n", r.tables.auc)
	r.writeColumns(&b)
	fmt.Fprintf(&b, "\n%s\nThe card's contract gives every one of the %d leads the points that the card does", r.card, v.Leads)
	if r.unscored > 0 {
		fmt.Fprintf(&b, ", but for %d of which nothing is known, which it leaves unscored", r.unscored)
	}
	fmt.Fprintf(&b, ".\n\nForetold in parts: %s", v.Report.String())
	fmt.Fprintf(&b, "\nThe last lead by frequency tables in which it was not counted, in points of which 20 double the odds:\n\n%s", r.tables)
	r.writeTest(&b)
	r.writeWarnings(&b)
	_, err := io.WriteString(out, b.String())
	return err
}

func (r *result) writeDrift(b *strings.Builder) {
	if r.test == nil {
		return
	}
	if r.test.again > 0 {
		fmt.Fprintf(b, "THE TEST IS NO TEST: %d of its %d leads were learned from.\n\n", r.test.again, r.test.Leads)
	}
	if !r.drift.Drifted() {
		return
	}
	fmt.Fprintf(b, "THE BASE RATE HAS DRIFTED: %s of the leads that were learned from won, and %s of the test's (z = %.1f).\n",
		percent(r.drift.From), percent(r.drift.To), r.drift.Z)
	fmt.Fprintf(b, "The order of leads may still hold, the probabilities do not.")
	if x := r.test; x.rebased != nil {
		fmt.Fprintf(b, " With the intercept %d in place of %d, the Brier score on the test is %.4f in place of %.4f.",
			x.rebased.Base, r.card.Base, x.brier, x.Brier)
	}
	b.WriteString("\n\n")
}

// writeLeaks says before any figure that the figures are too good.
func (r *result) writeLeaks(b *strings.Builder) {
	for _, w := range r.card.Warnings {
		if w.Code == "leakage" {
			fmt.Fprintf(b, "TOO GOOD TO BE TRUE: %s\n\n", w)
		}
	}
}

func (r *result) writeColumns(b *strings.Builder) {
	if r.open > 0 {
		fmt.Fprintf(b, "Left out because their outcome is not known yet: %d leads.\n", r.open)
	}
	if r.id != "" {
		fmt.Fprintf(b, "Leads are named by %q.\n", r.id)
	}
	if len(r.settings.drop) > 0 {
		fmt.Fprintf(b, "Left out as asked: %s.\n", strings.Join(r.settings.drop, ", "))
	}
	if len(r.late) > 0 {
		fmt.Fprintf(b, "Left out because their names are known to be written with the outcome or by another product (-keep keeps them): %s.\n", strings.Join(r.late, ", "))
	}
}

func (r *result) writeTest(b *strings.Builder) {
	x := r.test
	if x == nil {
		return
	}
	fmt.Fprintf(b, "\nThe test: %s", x.Report.String())
	if x.open > 0 {
		fmt.Fprintf(b, "\nLeft out of it because their outcome is not known yet: %d leads.\n", x.open)
	}
	fmt.Fprintf(b, "\nStability of the card between the two samples (PSI; below 0.1 alike, above 0.25 learn anew): score %.4f\n\n", x.stability.Score)
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, c := range x.stability.Columns {
		fmt.Fprintf(t, "%.4f\t  %s\n", c.PSI, c.Column)
	}
	t.Flush()
}

func (r *result) writeWarnings(b *strings.Builder) {
	if len(r.card.Warnings) == 0 {
		return
	}
	b.WriteString("\nWarnings\n")
	for _, w := range r.card.Warnings {
		fmt.Fprintf(b, "  %s\n", w)
	}
}

func lines(n int) string {
	if n == 1 {
		return "1 line"
	}
	return fmt.Sprint(n, " lines")
}

func percent(p float64) string { return fmt.Sprintf("%.1f %%", 100*p) }
