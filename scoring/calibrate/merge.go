package calibrate

import (
	"math"
	"slices"
)

// group is some bins of a factor that share their points. Its bins rise.
type group struct {
	bins  []int
	base  bool // it gives no points
	param int  // 0 for a base
}

// partition is how the bins of every factor are grouped.
type partition struct {
	factors []*factor
	groups  [][]group // by factor; those of numbers in their order, the missing bin last
}

// finest gives every bin a group of its own.
func finest(factors []*factor) *partition {
	p := &partition{factors: factors, groups: make([][]group, len(factors))}
	for i, f := range factors {
		if f.base < 0 {
			p.groups[i] = append(p.groups[i], group{base: true})
		}
		for b := range f.bins {
			p.groups[i] = append(p.groups[i], group{bins: []int{b}, base: b == f.base})
		}
	}
	return p
}

// lines gives how many groups have points.
func (p *partition) lines() (n int) {
	for _, groups := range p.groups {
		n += len(groups) - 1
	}
	return n
}

// number numbers the parameters and gives how many there are, the intercept counted.
func (p *partition) number() int {
	n := 1
	for i := range p.groups {
		for g := range p.groups[i] {
			gr := &p.groups[i][g]
			if gr.param = 0; !gr.base {
				gr.param = n
				n++
			}
		}
	}
	return n
}

// design encodes coded rows by the groups. cells gives, for each factor, the bin of each row, -1 for none.
func (p *partition) design(cells [][]int16, won []bool) *design {
	d := &design{params: p.number(), ends: make([]int, 0, len(won)), won: won}
	codes := make([][]int32, len(p.factors))
	for i, f := range p.factors {
		codes[i] = make([]int32, len(f.bins))
		for _, g := range p.groups[i] {
			for _, b := range g.bins {
				codes[i][b] = int32(g.param)
			}
		}
	}
	for row := range won {
		for i := range p.factors {
			if bin := cells[i][row]; bin >= 0 && codes[i][bin] > 0 {
				d.active = append(d.active, codes[i][bin])
			}
		}
		d.ends = append(d.ends, len(d.active))
	}
	return d
}

// pair is two groups of a factor that may become one.
type pair struct {
	factor, a, b int
	cost         float64 // Wald's statistic of the two being equal, about twice the log-likelihood that merging them costs
	worth        float64 // the cost less the column's luck
}

// before orders pairs by what to merge first: what is not worth keeping apart, the most alike first; then what is worth least. Were luck to order the former,
// the largest group of a column of many texts would take in one text after another, however different, because luck grows with it.
func (m *pair) before(o *pair, worth float64) bool {
	switch vain := m.worth < worth; {
	case vain != (o.worth < worth):
		return vain
	case vain:
		return m.cost < o.cost
	}
	return m.worth < o.worth
}

// cheapest finds the pair to merge first, the first of several. It is false when there is none.
func (p *partition) cheapest(s *solution, worth float64) (best pair, ok bool) {
	for i, f := range p.factors {
		for a := range p.groups[i] {
			for b := a + 1; b < len(p.groups[i]); b++ {
				if !f.mergeable(p.groups[i], a, b) {
					continue
				}
				m := pair{factor: i, a: a, b: b, cost: s.wald(p.groups[i][a].param, p.groups[i][b].param)}
				m.worth = m.cost - f.luck(&p.groups[i][a], &p.groups[i][b])
				if !ok || m.before(&best, worth) {
					best, ok = m, true
				}
			}
		}
	}
	return best, ok
}

// luck is what two groups would seem to be worth by chance if all their bins were alike: as m equal bins in the order of their own points, cut where that parts
// them best. That is about m·2/π for texts, which may be grouped in any way (m squares of the mean size of a normal deviate), and 2·log m for numbers, which are cut
// at one of m-1 places. What is added keeps it beyond reach in nineteen of twenty columns of noise, whatever m: found by simulation.
func (f *factor) luck(x, y *group) float64 {
	m := float64(len(x.bins) + len(y.bins))
	if f.number {
		return 1 + 2*math.Log(max(1, m-1))
	}
	return m*2/math.Pi + 1.6*(math.Sqrt(m)-math.Sqrt2)
}

// mergeable tells whether two groups may become one: numbers with their neighbours, and what is missing only with the base, so that it stays a bin
// of its own.
func (f *factor) mergeable(groups []group, a, b int) bool {
	x, y := &groups[a], &groups[b]
	if f.only(y) || f.only(x) {
		return x.base || y.base
	}
	return !f.number || b == a+1
}

// only tells whether a group is the missing bin alone.
func (f *factor) only(g *group) bool {
	return f.unknown >= 0 && len(g.bins) == 1 && g.bins[0] == f.unknown
}

// merge makes one group of two, in place of the first, and the solution the best one under the constraint that their points are equal: exactly
// so for the parabola that the likelihood is near its maximum.
func (p *partition) merge(s *solution, m pair) {
	groups := p.groups[m.factor]
	x, y := groups[m.a], groups[m.b]
	s.equate(x.param, y.param)
	joint := group{bins: slices.Sorted(slices.Values(append(slices.Clone(x.bins), y.bins...))), base: x.base || y.base, param: x.param}
	if joint.base {
		joint.param = 0
	}
	groups[m.a] = joint
	p.groups[m.factor] = slices.Delete(groups, m.b, m.b+1)
}

// contrast gives the difference of two parameters, 0 meaning a base, and its variance.
func (s *solution) contrast(a, b int) (difference, variance float64) {
	at := func(i int) float64 {
		if i == 0 {
			return 0
		}
		return s.beta[i]
	}
	v := func(i, j int) float64 {
		if i == 0 || j == 0 {
			return 0
		}
		return *s.covariance.at(i, j)
	}
	return at(a) - at(b), v(a, a) + v(b, b) - 2*v(a, b)
}

func (s *solution) wald(a, b int) float64 {
	d, variance := s.contrast(a, b)
	if !(variance > 0) {
		return 0
	}
	return d * d / variance
}

// equate constrains two parameters to be equal.
func (s *solution) equate(a, b int) {
	d, variance := s.contrast(a, b)
	if !(variance > 0) {
		return
	}
	n := s.covariance.n
	c := make([]float64, n) // the covariance of each parameter with the difference
	for i := range c {
		if a > 0 {
			c[i] += *s.covariance.at(i, a)
		}
		if b > 0 {
			c[i] -= *s.covariance.at(i, b)
		}
	}
	for i, x := range c {
		s.beta[i] -= x * d / variance
		if x == 0 {
			continue
		}
		row, x := s.covariance.row(i), x/variance
		for j, y := range c {
			row[j] -= x * y
		}
	}
}

// shrink merges, cheapest first, until there are at most so many lines and every further merging would cost at least worth. The likelihood is
// maximised anew whenever a quarter of the lines is gone, and at the end.
//
// This is "delete or merge regressors" (Maj-Kańska, Pokarowski, Prochenka 2015), with neighbours alone for numbers.
func (p *partition) shrink(fit func(*partition) solution, lines int, worth float64) solution {
	for {
		s := fit(p)
		begun, merged := p.lines(), 0
		for merged == 0 || 4*p.lines() > 3*begun {
			m, ok := p.cheapest(&s, worth)
			if !ok || p.lines() <= lines && m.worth >= worth {
				break
			}
			p.merge(&s, m)
			merged++
		}
		if merged == 0 {
			return s
		}
	}
}

// straighten merges neighbours whose points fall where they were to rise, or rise where they were to fall, worst first.
func (p *partition) straighten(s solution, fit func(*partition) solution, directions map[string]float64) solution {
	for {
		worst, found := pair{}, false
		for i, f := range p.factors {
			sign := directions[f.column]
			if sign == 0 || !f.number {
				continue
			}
			for a := 0; a+1 < len(p.groups[i]); a++ {
				x, y := &p.groups[i][a], &p.groups[i][a+1]
				if f.only(x) || f.only(y) {
					continue
				}
				if d, _ := s.contrast(x.param, y.param); d*sign > 0 && (!found || d*sign > worst.cost) {
					worst, found = pair{factor: i, a: a, b: a + 1, cost: d * sign}, true
				}
			}
		}
		if !found {
			return s
		}
		p.merge(&s, worst)
		s = fit(p)
	}
}
