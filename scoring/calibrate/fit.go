package calibrate

import (
	"cmp"
	"math"
	"slices"

	"github.com/leadkit/leadkit/lead/diag"
)

// Fit learns a card from a table. It is deterministic, and the order of the rows makes no difference to a bit. What is suspicious about the table,
// or was left out of the card, is in the card's Warnings. The error is a [diag.List] about the table's columns or the options.
func Fit(t *Table, o Options) (*Card, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	o = o.complete(t.Rows())
	if err := o.check(t); err != nil {
		return nil, err
	}
	if won := t.Won(); won == 0 || won == t.Rows() {
		return nil, oneOutcome()
	}
	l := newLearner(t, o)
	return l.card(), nil
}

func oneOutcome() error {
	return diag.List{{Code: "one-outcome", Summary: "all leads have the same outcome", Remedy: "add leads with the other one"}}
}

// learner is a fit under way, over a table in canonical order.
type learner struct {
	t       *Table
	o       Options
	factors []*factor
	cells   [][]int16
	found   diag.List
}

func newLearner(t *Table, o Options) *learner {
	l := &learner{t: t.Pick(t.sorted(0)), o: o}
	for i := range l.t.Columns {
		c := &l.t.Columns[i]
		if l.identifies(c) {
			continue
		}
		l.resemble(c)
		f := newFactor(c, l.t.Outcome, o.Bins, o.Least)
		if f == nil {
			l.useless(c)
			continue
		}
		cells := make([]int16, t.Rows())
		for row := range cells {
			cells[row] = int16(f.place(c, row))
		}
		l.factors, l.cells = append(l.factors, f), append(l.cells, cells)
		l.suspect(f, cells)
	}
	return l
}

func (l *learner) fit(p *partition) solution {
	return logistic(p.design(l.cells, l.t.Outcome), l.o.Ridge)
}

func (l *learner) card() *Card {
	p := finest(l.factors)
	s := p.shrink(l.fit, l.o.Lines, l.o.Worth)
	s = p.straighten(s, l.fit, l.o.directions())
	c := &Card{Score: l.o.Score, Double: l.o.Double, Leads: l.t.Rows(), Won: l.t.Won(), Ridge: l.o.Ridge}
	for i, f := range l.factors {
		lines := l.lines(f, p.groups[i], &s)
		c.Lines = append(c.Lines, lines...)
		if len(lines) > 0 {
			c.Attributes = append(c.Attributes, f.attribute())
		}
	}
	nameLines(c.Lines)
	nameAttributes(c.Attributes)
	points := c.points(l.t)
	c.Base = baseOf(points, c.Won, c.Double)
	l.suspectAll(points)
	l.found.Sort()
	c.Warnings = l.found
	return c
}

// lines writes the groups that have points: numbers in their order, texts with the most points first.
func (l *learner) lines(f *factor, groups []group, s *solution) (lines []Line) {
	for _, g := range groups {
		points := int(math.Round(s.log2(g.param) * float64(l.o.Double)))
		if g.base || points == 0 {
			continue
		}
		line := Line{Column: f.column, Points: points}
		for _, b := range g.bins {
			line.take(&f.bins[b])
		}
		slices.Sort(line.Texts)
		lines = append(lines, line)
	}
	if !f.number {
		slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(b.Points, a.Points) })
	}
	return lines
}

// log2 gives a parameter in doublings of the odds.
func (s *solution) log2(param int) float64 { return s.beta[param] / math.Ln2 }

// take lets the line hold for a bin, the next one for numbers.
func (l *Line) take(b *bin) {
	first := l.Leads == 0
	l.Leads += b.leads
	l.Won += b.won
	l.Missing = l.Missing || b.missing
	l.Texts = append(l.Texts, b.texts...)
	if b.missing || b.texts != nil {
		return
	}
	if first && known(b.from) {
		l.From = &b.from
	}
	if l.To = nil; known(b.to) {
		l.To = &b.to
	}
}

// baseOf finds the whole number of points to add to all with which as many leads are foreseen to win as did, by bisection.
func baseOf(points []int, won, double int) int {
	lo, hi := -float64(mostBase), float64(mostBase)
	for hi-lo > 1e-6 {
		mid, sum := (lo+hi)/2, 0.0
		for _, p := range points {
			sum += sigmoid((float64(p) + mid) * math.Ln2 / float64(double))
		}
		if sum < float64(won) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return int(math.Round(lo))
}

const mostBase = 1_000_000
