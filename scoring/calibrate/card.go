package calibrate

import (
	"fmt"
	"math"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Card is a points card: a lead has the sum of the points of the lines that hold for it. It is plain data, to be read and edited.
//
// A lead with n points wins with the odds 2^((Base+n)/Double): Base are the points that every lead has, the intercept, and Double the points that
// double the odds.
type Card struct {
	Score  string `json:"score"` // the name of the score in the model
	Base   int    `json:"base"`
	Double int    `json:"double"`
	Lines  []Line `json:"lines"`
	// Attributes say what of the columns that lines read are called in the contract.
	Attributes []Attribute `json:"attributes"`
	// Leads and Won count what the card was learned from.
	Leads int     `json:"leads"`
	Won   int     `json:"won"`
	Ridge float64 `json:"ridge"` // the penalty it was learned with
	// Warnings say what was suspicious about the table, and which columns the card could not use. Paths name columns.
	Warnings diag.List `json:"warnings,omitempty"`
}

// Attribute is a column as an attribute of a lead.
type Attribute struct {
	Column string    `json:"column"`
	Name   string    `json:"name"` // read as lead.<name>
	Type   lead.Type `json:"type"` // lead.Text or lead.Number
}

// Line gives points to leads by one column: those whose value is one of Texts, or a number in a range, or, with Missing, missing. At most one line of a
// column holds for a lead; a value that is in none gives no points.
type Line struct {
	Name    string   `json:"name"` // unique on the card
	Column  string   `json:"column"`
	Missing bool     `json:"missing,omitempty"` // the value is missing
	Texts   []string `json:"texts,omitempty"`   // it is one of these
	From    *float64 `json:"from,omitempty"`    // it is a number, at least this …
	To      *float64 `json:"to,omitempty"`      // … and below this
	Points  int      `json:"points"`
	// Leads and Won count for how many leads the line held when it was learned, and how many of them won.
	Leads int `json:"leads"`
	Won   int `json:"won"`
}

// holds tells whether the line holds for a row of its column.
func (l *Line) holds(c *Column, row int) bool {
	switch {
	case c.missing(row):
		return l.Missing
	case c.Numbers != nil:
		n := c.Numbers[row]
		return l.ranged() && (l.From == nil || n >= *l.From) && (l.To == nil || n < *l.To)
	}
	return slices.Contains(l.Texts, c.Texts[row])
}

// rows lists the rows for which the line holds.
func (l *Line) rows(t *Table) (rows []int) {
	column := t.column(l.Column)
	for row := range t.Rows() {
		if l.holds(column, row) {
			rows = append(rows, row)
		}
	}
	return rows
}

func (l *Line) ranged() bool { return l.From != nil || l.To != nil }

// Points gives every lead's points. Columns that the card does not read may be absent; the outcome is not read. The error is a [diag.List] about
// the card or the table: a column is absent, or has texts for numbers.
func (c *Card) Points(t *Table) ([]int, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	var found diag.List
	for _, a := range c.Attributes {
		column, path := t.column(a.Column), diag.Join("", a.Column)
		switch {
		case column == nil:
			found.Unknown(path, "column", a.Column, t.names())
		case (column.Numbers != nil) != (a.Type == lead.Number):
			found.Add(path, "wrong-type", fmt.Sprintf("the card reads a column of type %s", a.Type), "")
		}
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return c.points(t), nil
}

func (t *Table) names() (names []string) {
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	return names
}

func (c *Card) points(t *Table) []int {
	points := make([]int, t.Rows())
	for i := range c.Lines {
		l := &c.Lines[i]
		for _, row := range l.rows(t) {
			points[row] += l.Points
		}
	}
	return points
}

// Probability gives the probability of winning with so many points: 1 / (1 + 2^(-(Base+points)/Double)).
func (c *Card) Probability(points int) float64 {
	return sigmoid(float64(c.Base+points) * math.Ln2 / float64(max(1, c.Double)))
}

// Probabilities gives every lead's probability of winning.
func (c *Card) Probabilities(t *Table) ([]float64, error) {
	points, err := c.Points(t)
	if err != nil {
		return nil, err
	}
	list := make([]float64, len(points))
	for i, n := range points {
		list[i] = c.Probability(n)
	}
	return list, nil
}

// Columns lists the columns that the card reads.
func (c *Card) Columns() (names []string) {
	for _, a := range c.Attributes {
		names = append(names, a.Column)
	}
	return names
}
