package calibrate_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/scoring/calibrate"
)

// drawForecast draws probabilities with many ties, and outcomes.
func drawForecast(r *rapid.T) (p []float64, won []bool) {
	n := rapid.IntRange(1, 60).Draw(r, "n")
	p = rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 20), func(i int) float64 { return float64(i) / 20 }), n, n).Draw(r, "p")
	return p, rapid.SliceOfN(rapid.Bool(), n, n).Draw(r, "won")
}

func TestAUCIsTheShareOfPairsInOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p, won := drawForecast(r)
		right, pairs := 0.0, 0.0
		for i := range p {
			for j := range p {
				switch {
				case !won[i] || won[j]:
					continue
				case p[i] > p[j]:
					right++
				case p[i] == p[j]:
					right += 0.5
				}
				pairs++
			}
		}
		if pairs == 0 {
			require.Equal(t, 0.5, calibrate.AUC(p, won))
			return
		}
		require.InDelta(t, right/pairs, calibrate.AUC(p, won), 1e-12)
		turned := make([]float64, len(p))
		for i := range p {
			turned[i] = -3 * p[i]
		}
		require.InDelta(t, 1, calibrate.AUC(p, won)+calibrate.AUC(turned, won), 1e-12, "the other way round")
	})
}

func TestKSIsTheWidestGapBetweenTheTwoDistributions(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p, won := drawForecast(r)
		widest := 0.0
		for _, at := range p {
			var w, l, wins, losses float64
			for i := range p {
				switch {
				case won[i]:
					wins++
				default:
					losses++
				}
				switch {
				case p[i] > at:
				case won[i]:
					w++
				default:
					l++
				}
			}
			if wins*losses > 0 {
				widest = max(widest, math.Abs(w/wins-l/losses))
			}
		}
		require.InDelta(t, widest, calibrate.KS(p, won), 1e-12)
	})
}

// Murphy (1973): with forecasts that take few values, the Brier score is reliability less resolution plus uncertainty.
func TestBrierIsReliabilityLessResolutionPlusUncertainty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p, won := drawForecast(r)
		n, wins := float64(len(p)), 0.0
		count, sum := map[float64]float64{}, map[float64]float64{}
		for i := range p {
			count[p[i]]++
			if won[i] {
				sum[p[i]]++
				wins++
			}
		}
		rate := wins / n
		want := rate * (1 - rate)
		for v, c := range count {
			share := sum[v] / c
			want += c / n * ((v-share)*(v-share) - (share-rate)*(share-rate))
		}
		require.InDelta(t, want, calibrate.Brier(p, won), 1e-12)
	})
}

func TestReportAddsUpAndKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p, won := drawForecast(r)
		report, err := calibrate.Measure(p, won)
		require.NoError(t, err)
		leads, wins := 0.0, 0.0
		for i, d := range report.Lift {
			leads += d.Leads
			wins += d.Won
			require.InDelta(t, float64(len(p))/10, d.Leads, 1e-6, "tenth %d", i)
		}
		require.InDelta(t, len(p), leads, 1e-6)
		require.InDelta(t, report.Won, wins, 1e-6)
		banded, bandWins := 0, 0
		for _, b := range report.Calibration {
			banded += b.Leads
			bandWins += b.Won
			require.GreaterOrEqual(t, b.Foreseen, b.From-1e-9)
			require.LessOrEqual(t, b.Foreseen, b.To+1e-9)
		}
		require.Equal(t, []int{report.Leads, report.Won}, []int{banded, bandWins})
		order := rapid.Permutation(indices(len(p))).Draw(r, "order")
		q, other := make([]float64, len(p)), make([]bool, len(p))
		for i, k := range order {
			q[i], other[i] = p[k], won[k]
		}
		again, err := calibrate.Measure(q, other)
		require.NoError(t, err)
		require.Equal(t, report.AUC, again.AUC)
		require.Equal(t, report.Lift, again.Lift)
	})
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// Eight of ten leads share a probability: their outcomes are shared out over the tenths that they fill.
func TestTiesAreSharedOutOverTenths(t *testing.T) {
	p := []float64{0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.1}
	won := []bool{true, true, true, false, false, false, false, false, false, false}
	report, err := calibrate.Measure(p, won)
	require.NoError(t, err)
	assert.InDelta(t, 1/0.3, report.Lift[0].Lift, 1e-12)
	for i := 1; i < 9; i++ {
		assert.InDelta(t, 0.25, report.Lift[i].Won, 1e-12)
	}
	assert.Zero(t, report.Lift[9].Won)
	assert.InDelta(t, 1, report.Lift[9].Caught, 1e-12)
}

func TestMeasureRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		p   []float64
		won []bool
	}{
		"nothing": {}, "lengths": {[]float64{0.1}, []bool{true, false}}, "NaN": {[]float64{math.NaN()}, []bool{true}},
		"beyond one": {[]float64{1.5}, []bool{true}}, "negative": {[]float64{-0.1}, []bool{true}},
	} {
		_, err := calibrate.Measure(c.p, c.won)
		assert.Error(t, err, name)
	}
}

func TestPSI(t *testing.T) {
	counts := rapid.SliceOfN(rapid.IntRange(0, 500), 2, 8)
	rapid.Check(t, func(r *rapid.T) {
		a := counts.Draw(r, "a")
		b := rapid.SliceOfN(rapid.IntRange(0, 500), len(a), len(a)).Draw(r, "b")
		require.InDelta(t, 0, calibrate.PSI(a, a), 1e-12, "a sample is like itself")
		require.GreaterOrEqual(t, calibrate.PSI(a, b), -1e-12)
		require.InDelta(t, calibrate.PSI(a, b), calibrate.PSI(b, a), 1e-9, "it is symmetric")
		require.False(t, math.IsInf(calibrate.PSI(a, b), 0), "an empty bin is not infinite")
	})
	// 0.5 and 0.5 against 0.8 and 0.2: 0.3·ln 1.6 + 0.3·ln 2.5, nearly, with so many leads.
	assert.InDelta(t, 0.3*math.Log(1.6)+0.3*math.Log(2.5), calibrate.PSI([]int{500_000, 500_000}, []int{800_000, 200_000}), 1e-5)
}

func TestBaseRatesDrift(t *testing.T) {
	sample := func(won, leads int) *calibrate.Table {
		return &calibrate.Table{Outcome: slices.Concat(slices.Repeat([]bool{true}, won), slices.Repeat([]bool{false}, leads-won))}
	}
	d := calibrate.BaseRates(sample(400, 1000), sample(300, 1000))
	assert.InDelta(t, -4.6881, d.Z, 1e-3, "0.1 over the root of 0.35·0.65·0.002")
	assert.True(t, d.Drifted())
	assert.False(t, calibrate.BaseRates(sample(400, 1000), sample(370, 1000)).Drifted())
	assert.False(t, calibrate.BaseRates(sample(0, 10), sample(0, 10)).Drifted())
	assert.False(t, calibrate.BaseRates(sample(0, 0), sample(0, 0)).Drifted())
}
