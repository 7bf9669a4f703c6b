package calibrate

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestBetweenPartsTwoNumbersByAShortDecimal(t *testing.T) {
	finite := rapid.Float64Range(-1e300, 1e300)
	rapid.Check(t, func(r *rapid.T) {
		lo, hi := finite.Draw(r, "lo"), finite.Draw(r, "hi")
		if lo > hi {
			lo, hi = hi, lo
		}
		if lo == hi {
			hi = math.Nextafter(lo, math.Inf(1))
		}
		cut := between(lo, hi)
		require.Less(r, lo, cut)
		require.LessOrEqual(r, cut, hi)
		again, err := strconv.ParseFloat(decimal(cut), 64)
		require.NoError(r, err)
		require.Equal(r, cut, again, "what is written is what was meant")
	})
	for _, c := range []struct{ lo, hi, want float64 }{{457, 1279, 1000}, {457, 458, 458}, {0.1, 0.3, 0.3}, {1.33, 1.5, 1.5}, {-5, -2, -2}, {0, 1e-9, 1e-9}, {99.7, 100.4, 100}} {
		got := between(c.lo, c.hi)
		assert.LessOrEqual(t, len(decimal(got)), len(decimal(c.want)), "between %v and %v: %v", c.lo, c.hi, got)
	}
}

func TestCutsPartIntoEvenBins(t *testing.T) {
	numbers := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 30), func(n int) float64 { return float64(n) }), 1, 80)
	rapid.Check(t, func(r *rapid.T) {
		list, bins, least := numbers.Draw(r, "numbers"), rapid.IntRange(2, 8).Draw(r, "bins"), rapid.IntRange(1, 5).Draw(r, "least")
		cuts := Cuts(append(list, math.NaN()), bins, least)
		require.Less(r, len(cuts), bins)
		low := math.Inf(-1)
		for _, high := range append(cuts, math.Inf(1)) {
			require.Less(r, low, high)
			n := 0
			for _, x := range list {
				if low <= x && x < high {
					n++
				}
			}
			if len(cuts) > 0 {
				require.GreaterOrEqual(r, n, least)
			}
			low = high
		}
	})
	assert.Empty(t, Cuts(nil, 8, 1))
	assert.Empty(t, Cuts([]float64{3, 3, 3}, 8, 1), "equal numbers are in one bin")
}

func TestCholesky(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(r, "n")
		a := newMatrix(n)
		for i := range a.v {
			a.v[i] = rapid.Float64Range(-2, 2).Draw(r, "a")
		}
		m := newMatrix(n) // a·aᵀ and a ridge: positive definite
		for i := range n {
			for j := range n {
				*m.at(i, j) = dot(a.row(i), a.row(j))
			}
			*m.at(i, i) += 0.5
		}
		root, ok := cholesky(m)
		require.True(r, ok)
		inverse := root.inverse()
		for i := range n {
			for j := range n {
				want := 0.0
				if i == j {
					want = 1
				}
				require.InDelta(r, want, dot(m.row(i), inverse.row(j)), 1e-6)
			}
		}
	})
	_, ok := cholesky(matrix{1, []float64{-1}})
	assert.False(t, ok)
	_, ok = cholesky(matrix{1, []float64{math.NaN()}})
	assert.False(t, ok)
}

// drawDesign draws rows of two factors, the first of three bins, the second of two, the base of each unwritten.
func drawDesign(r *rapid.T) *design {
	d := &design{params: 4}
	for range rapid.IntRange(4, 40).Draw(r, "rows") {
		if a := rapid.Int32Range(0, 2).Draw(r, "a"); a > 0 {
			d.active = append(d.active, a)
		}
		if rapid.Bool().Draw(r, "b") {
			d.active = append(d.active, 3)
		}
		d.ends = append(d.ends, len(d.active))
		d.won = append(d.won, rapid.Bool().Draw(r, "won"))
	}
	d.won[0], d.won[1] = true, false
	return d
}

// At the maximum no direction leads upwards, even where a bin's leads all won.
func TestLogisticIsAtTheMaximum(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDesign(r)
		s := logistic(d, 0.5)
		gradient, _ := d.slopes(s.beta, 0.5)
		for _, g := range gradient {
			require.InDelta(r, 0, g, 1e-6)
		}
		for i := range s.beta {
			b := append([]float64(nil), s.beta...)
			b[i] += rapid.SampledFrom([]float64{-0.1, 0.1}).Draw(r, "step")
			require.Less(r, d.value(b, 0.5), d.value(s.beta, 0.5))
		}
	})
}

// With one factor and next to no ridge, a weight is the difference of log-odds.
func TestLogisticInClosedForm(t *testing.T) {
	d := &design{params: 2}
	add := func(bin int32, won bool, times int) {
		for range times {
			if bin > 0 {
				d.active = append(d.active, bin)
			}
			d.ends, d.won = append(d.ends, len(d.active)), append(d.won, won)
		}
	}
	add(0, true, 10)
	add(0, false, 30)
	add(1, true, 25)
	add(1, false, 5)
	s := logistic(d, 1e-9)
	assert.InDelta(t, math.Log(10./30), s.beta[0], 1e-6)
	assert.InDelta(t, math.Log(5)-math.Log(10./30), s.beta[1], 1e-6)
	assert.InDelta(t, 1./10+1./30+1./25+1./5, *s.covariance.at(1, 1), 1e-6, "Woolf 1955")
}

// Of all parameters in which two are equal, equate finds those at the least distance in the metric of the covariance: the best ones of a parabola.
func TestEquateIsTheConstrainedBest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDesign(r)
		s := logistic(d, 0.5)
		_, curvature := d.slopes(s.beta, 0.5)
		for i := range 4 {
			for j := range i {
				*curvature.at(j, i) = *curvature.at(i, j)
			}
		}
		best := append([]float64(nil), s.beta...)
		loss := s.wald(1, 2)
		s.equate(1, 2)
		require.InDelta(r, s.beta[1], s.beta[2], 1e-9)
		distance := func(b []float64) (sum float64) {
			for i := range b {
				for j := range b {
					sum += (b[i] - best[i]) * *curvature.at(i, j) * (b[j] - best[j])
				}
			}
			return sum
		}
		require.InDelta(r, loss, distance(s.beta), 1e-6, "Wald's statistic is what it costs")
		other := append([]float64(nil), s.beta...)
		for i := range other {
			other[i] += rapid.Float64Range(-1, 1).Draw(r, "move")
		}
		other[2] = other[1]
		require.GreaterOrEqual(r, distance(other), loss-1e-9)
		_, variance := s.contrast(1, 2)
		require.InDelta(r, 0, variance, 1e-9)
	})
}

func TestNamesStayOnOneLine(t *testing.T) {
	assert.Equal(t, "a b", short("a\nb"))
	assert.Equal(t, 40, len([]rune(short(strings.Repeat("é", 90)))))
	assert.Equal(t, "1e+300", decimal(1e300))
	assert.Equal(t, "0.25", decimal(0.25))
}
