package calibrate

import (
	"math"
	"slices"
)

// PSI is the population stability index of two samples counted over the same bins: the sum of (b-a)·ln(b/a) over their shares a and b. Half a lead
// is added to every count, so that an empty bin counts and is not infinite. By custom, below 0.1 the samples are alike, and above 0.25 a card is to
// be learned anew (Siddiqi 2006). Bins beyond the shorter list are left out; it is 0 without bins.
func PSI(first, second []int) (psi float64) {
	n := min(len(first), len(second))
	whole := func(counts []int) (sum float64) {
		for _, c := range counts[:n] {
			sum += float64(max(0, c)) + 0.5
		}
		return sum
	}
	a, b := whole(first), whole(second)
	for i := range n {
		p, q := (float64(max(0, first[i]))+0.5)/a, (float64(max(0, second[i]))+0.5)/b
		psi += (q - p) * math.Log(q/p)
	}
	return psi
}

// Stability says how alike two samples are in the eyes of a card.
type Stability struct {
	Score float64 `json:"score"` // the PSI over tenths of the first sample's points
	// Columns are the PSI of every column over its lines, the values without points being one bin; the highest first.
	Columns []Shift `json:"columns"`
	Rate    Drift   `json:"rate"`
}

// Shift is the PSI of one column.
type Shift struct {
	Column string  `json:"column"`
	PSI    float64 `json:"psi"`
}

// Drift compares the share of leads that won in two samples.
type Drift struct {
	From float64 `json:"from"` // in the first
	To   float64 `json:"to"`   // in the second
	Z    float64 `json:"z"`    // the difference in standard errors: the test of two proportions with a pooled variance
}

// Drifted tells whether the difference is beyond chance: 99 in 100 pairs of samples of one population differ less.
func (d Drift) Drifted() bool { return math.Abs(d.Z) > 2.576 }

// BaseRates compares the shares of won leads of two samples.
func BaseRates(a, b *Table) Drift {
	n, m := float64(a.Rows()), float64(b.Rows())
	d := Drift{From: ratio(a.Won(), a.Rows()), To: ratio(b.Won(), b.Rows())}
	pooled := float64(a.Won()+b.Won()) / max(1, n+m)
	if variance := pooled * (1 - pooled) * (1/max(1, n) + 1/max(1, m)); variance > 0 {
		d.Z = (d.To - d.From) / math.Sqrt(variance)
	}
	return d
}

// Stability compares two samples: the one that the card was learned from, say, and a later one.
func (c *Card) Stability(a, b *Table) (Stability, error) {
	first, err := c.Points(a)
	if err != nil {
		return Stability{}, err
	}
	second, err := c.Points(b)
	if err != nil {
		return Stability{}, err
	}
	cuts := tenths(first)
	s := Stability{Score: PSI(histogram(first, cuts), histogram(second, cuts)), Rate: BaseRates(a, b)}
	for _, name := range c.Columns() {
		s.Columns = append(s.Columns, Shift{name, PSI(c.counts(a, name), c.counts(b, name))})
	}
	slices.SortStableFunc(s.Columns, func(x, y Shift) int {
		switch {
		case x.PSI > y.PSI:
			return -1
		case x.PSI < y.PSI:
			return 1
		}
		return 0
	})
	return s, nil
}

// tenths gives the points at which a further tenth of the leads begins, each once.
func tenths(points []int) (cuts []int) {
	sorted := slices.Sorted(slices.Values(points))
	for i := 1; i < 10; i++ {
		cuts = append(cuts, sorted[len(sorted)*i/10])
	}
	return slices.Compact(cuts)
}

func histogram(points, cuts []int) []int {
	counts := make([]int, len(cuts)+1)
	for _, p := range points {
		at, exact := slices.BinarySearch(cuts, p)
		if exact {
			at++
		}
		counts[at]++
	}
	return counts
}

// counts counts the leads of each line of a column, those of none last.
func (c *Card) counts(t *Table, column string) []int {
	rest := t.Rows()
	var counts []int
	for i := range c.Lines {
		if l := &c.Lines[i]; l.Column == column {
			n := len(l.rows(t))
			counts = append(counts, n)
			rest -= n
		}
	}
	return append(counts, rest)
}

// Rebased gives the card with the intercept with which it foresees as many won leads in a table as there are: what to do when only the base rate has
// drifted. The lines stay. The outcomes must not all be the same.
func (c *Card) Rebased(t *Table) (*Card, error) {
	points, err := c.Points(t)
	if err != nil {
		return nil, err
	}
	if won := t.Won(); won == 0 || won == t.Rows() {
		return nil, oneOutcome()
	}
	r := *c
	r.Base = baseOf(points, t.Won(), c.Double)
	return &r, nil
}
