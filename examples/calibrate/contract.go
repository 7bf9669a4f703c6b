package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/scoring/calibrate"
)

// contract writes the card as a contract, reads it back, and scores every lead by it: the points have to be the card's.
func (r *result) contract() error {
	model, vocabulary, err := r.card.Model()
	if err != nil {
		return err
	}
	body, err := (&leadkit.Contract{Name: "points card", Lead: vocabulary, Scores: model}).YAML()
	if err != nil {
		return err
	}
	var head strings.Builder
	fmt.Fprintf(&head, "# Learned from %d leads, of which %d won.\n", r.card.Leads, r.card.Won)
	fmt.Fprintf(&head, "# A lead with n points wins with the probability 1 / (1 + 2^(-(n%+d) / %d)): the intercept is %d, and %d points double the odds.\n",
		r.card.Base, r.card.Double, r.card.Base, r.card.Double)
	r.yaml = append([]byte(head.String()), body...)
	read, err := leadkit.Parse(leadkit.File{Name: "points card", Data: r.yaml})
	if err != nil {
		return err
	}
	if _, err := leadkit.Compile(read); err != nil {
		return err
	}
	return r.same(read)
}

// same scores every lead by a contract.
func (r *result) same(c *leadkit.Contract) error {
	schema, err := lead.NewSchema(c.Lead, c.Currency)
	if err != nil {
		return err
	}
	scorer, err := scoring.Compile(c.Scores, schema)
	if err != nil {
		return err
	}
	points, err := r.card.Points(r.leads)
	if err != nil {
		return err
	}
	facts := schema.NewFacts()
	for row, want := range points {
		got, known, err := score(schema, scorer, facts, profile(r.card, r.leads, row))
		switch {
		case err != nil:
			return err
		case !known:
			r.unscored++
		case got != lead.Points(want)*lead.Point:
			return fmt.Errorf("row %d has %d points by the card and %s by the contract", row+1, want, got)
		}
	}
	return nil
}

// profile gives what is known of a lead as a contract names it.
func profile(c *calibrate.Card, t *calibrate.Table, row int) map[string]any {
	props := map[string]any{}
	for i := range t.Columns {
		column := &t.Columns[i]
		for _, a := range c.Attributes {
			switch {
			case a.Column != column.Name:
			case column.Numbers == nil && column.Texts[row] != "":
				props[a.Name] = column.Texts[row]
			case column.Numbers != nil && !math.IsNaN(column.Numbers[row]):
				props[a.Name] = column.Numbers[row]
			}
		}
	}
	return props
}

func score(schema *lead.Schema, scorer *scoring.Scorer, facts *lead.Facts, props map[string]any) (lead.Points, bool, error) {
	const at = lead.Instant(1)
	var bound lead.Bound
	if err := schema.Bind(lead.Event{ID: "profile", Kind: lead.ProfileUpdated, Time: at.Time(), Props: props}, &bound); err != nil {
		return 0, false, err
	}
	var person lead.State
	var state scoring.State
	schema.Apply(&person, &bound)
	facts.See(&person)
	facts.At(at)
	scorer.Refit(&state, facts)
	points, known := scorer.Score(&state, 0, at)
	return points, known, nil
}
