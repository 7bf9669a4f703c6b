package funnel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// chances is a funnel in which every open stage has a stated chance.
func chances(t testing_) *Funnel {
	t.Helper()
	return newWorld(t, Definition{Probability: []Chance{{"inquiry", 0.05}, {"nurturing", 0}, {"mql", 0.1}, {"sal", 0.25}, {"sql", 0.4}, {"opportunity", 0.6}}}).funnel
}

var stages = []string{"inquiry", "nurturing", "mql", "sal", "sql", "opportunity", "customer", "lost", "disqualified"}

func openLeads(t *rapid.T, most int) (list []Open) {
	for i := range rapid.IntRange(0, most).Draw(t, "leads") {
		o := Open{Lead: fmt.Sprint(i), Stage: rapid.SampledFrom(stages).Draw(t, "stage"), Owner: rapid.SampledFrom(append(people, "")).Draw(t, "owner")}
		if minor := rapid.Int64Range(0, 60).Draw(t, "amount"); minor > 0 {
			o.Amount = lead.Money{Minor: minor, Currency: "EUR"}
		}
		if months := rapid.IntRange(0, 3).Draw(t, "months"); months > 0 {
			o.Expected = lead.At(day(months, 3))
		}
		list = append(list, o)
	}
	return list
}

// The mean is the sum of a·p and the variance that of a²·p·(1-p); the quantiles are those of all outcomes, enumerated.
func TestAForecastIsTheDistributionOfItsDeals(t *testing.T) {
	c := chances(t)
	rapid.Check(t, func(t *rapid.T) {
		open := openLeads(t, 9)
		f, err := c.Forecast(open, Odds{}, Sampling{})
		require.NoError(t, err)
		mean, variance := 0.0, 0.0
		sums := []outcome{{0, 1}}
		for _, o := range open {
			p, ok := c.Chance(Odds{}, o.Stage)
			require.True(t, ok)
			a := float64(o.Amount.Minor)
			mean += a * p
			variance += a * a * p * (1 - p)
			for _, s := range slices.Clone(sums) {
				sums = append(sums, outcome{s.sum + o.Amount.Minor, s.p * p})
			}
			for i := range len(sums) / 2 {
				sums[i].p *= 1 - p
			}
		}
		assert.InDelta(t, mean, f.Spread.Moments.Mean, 1e-9)
		assert.InDelta(t, variance, f.Spread.Moments.Variance, 1e-6)
		assert.InDelta(t, mean, float64(f.Spread.Mean.Minor), 0.5+1e-9)
		assert.InDelta(t, math.Sqrt(variance), float64(f.Spread.Deviation.Minor), 0.5+1e-9)
		assert.True(t, f.Spread.Exact)
		assert.Equal(t, []int64{least(sums, 0.1), least(sums, 0.5), least(sums, 0.9)},
			[]int64{f.Spread.P10.Minor, f.Spread.P50.Minor, f.Spread.P90.Minor})
	})
}

type outcome struct {
	sum int64
	p   float64
}

// least gives the least sum that is not exceeded with a probability of at least level.
func least(sums []outcome, level float64) int64 {
	slices.SortFunc(sums, func(a, b outcome) int { return int(a.sum - b.sum) })
	cumulated := 0.0
	for _, s := range sums {
		if cumulated += s.p; cumulated >= level-1e-12 {
			return s.sum
		}
	}
	return sums[len(sums)-1].sum
}

// The order of the leads does not matter, and the parts of a forecast sum to the whole.
func TestAForecastIsOfASetOfLeads(t *testing.T) {
	c := chances(t)
	rapid.Check(t, func(t *rapid.T) {
		open := openLeads(t, 30)
		f, err := c.Forecast(open, Odds{}, Sampling{})
		require.NoError(t, err)
		again, err := c.Forecast(rapid.Permutation(open).Draw(t, "order"), Odds{}, Sampling{})
		require.NoError(t, err)
		assert.Equal(t, encode(t, f), encode(t, again))
		for _, parts := range [][]Part{f.Months, f.Owners} {
			leads, mean, variance := 0, int64(0), 0.0
			for _, p := range parts {
				leads, mean, variance = leads+p.Leads, mean+p.Mean.Minor, variance+p.Moments.Variance
			}
			assert.Equal(t, len(open), leads)
			assert.Equal(t, f.Spread.Mean.Minor, mean)
			assert.InDelta(t, f.Spread.Moments.Variance, variance, 1e-6)
		}
	})
}

// frappe/crm lets lost deals enter its forecast at their full value (crm/api/dashboard.py, get_forecasted_revenue).
func TestALostDealIsNoExpectedSale(t *testing.T) {
	f, err := chances(t).Forecast([]Open{{Stage: "lost", Amount: eur(1000)}, {Stage: "disqualified", Amount: eur(10)}, {Stage: "customer", Amount: eur(7)}},
		Odds{}, Sampling{})
	require.NoError(t, err)
	want := Distribution{Leads: 3, Valued: 3, Mean: eur(7), P10: eur(7), P50: eur(7), P90: eur(7), Exact: true, Moments: Moments{Mean: 700}}
	assert.Equal(t, want, f.Spread)
}

// Where the distribution is too large to compute, what is drawn lies near what is exact, and equal seeds draw alike.
func TestDrawnQuantilesAreNearTheExactOnes(t *testing.T) {
	deals := make([]deal, 60)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range deals {
		deals[i] = deal{100 * int64(1+r.IntN(50)), 0.05 + 0.9*r.Float64()}
	}
	unit, cells := lattice(deals)
	require.EqualValues(t, 100, unit)
	exact := convolve(deals, unit, cells)
	deviation := math.Sqrt(moments(deals).Variance)
	drawn := draw(deals, Sampling{Seed: 9, Trials: 40_000})
	for i := range exact {
		assert.InDelta(t, float64(exact[i]), float64(drawn[i]), deviation/20)
	}
	assert.Equal(t, drawn, draw(deals, Sampling{Seed: 9, Trials: 40_000}))
	assert.NotEqual(t, drawn, draw(deals, Sampling{Seed: 10, Trials: 40_000}))
}

// 400 deals in single cents have no table that fits: the draw is stated as such, and normal enough to be checked by the moments.
func TestAForecastSaysWhenItWasDrawn(t *testing.T) {
	var open []Open
	for i := range 400 {
		open = append(open, Open{Stage: "sql", Amount: lead.Money{Minor: int64(100_000 + 7919*i), Currency: "EUR"}})
	}
	f, err := chances(t).Forecast(open, Odds{}, Sampling{Seed: 1})
	require.NoError(t, err)
	assert.False(t, f.Spread.Exact)
	deviation := math.Sqrt(f.Spread.Moments.Variance)
	assert.InDelta(t, f.Spread.Moments.Mean, float64(f.Spread.P50.Minor), deviation/10)
	assert.InDelta(t, f.Spread.Moments.Mean-1.2816*deviation, float64(f.Spread.P10.Minor), deviation/10)
	assert.InDelta(t, f.Spread.Moments.Mean+1.2816*deviation, float64(f.Spread.P90.Minor), deviation/10)
	again, err := chances(t).Forecast(open, Odds{}, Sampling{Seed: 1})
	require.NoError(t, err)
	assert.Equal(t, f, again)
}

func TestWhatCannotBeForecastIsSaid(t *testing.T) {
	c := chances(t)
	for name, open := range map[string]Open{
		"a negative amount": {Stage: "mql", Amount: eur(-1)},
		"another currency":  {Stage: "mql", Amount: lead.Money{Minor: 1, Currency: "USD"}},
		"too much money":    {Stage: "mql", Amount: lead.Money{Minor: lead.MostMinor + 1, Currency: "EUR"}},
		"a date before all": {Stage: "mql", Expected: -1},
		"an unknown stage":  {Stage: "elsewhere", Amount: eur(1)},
	} {
		_, err := c.Forecast([]Open{{Stage: "mql"}, open}, Odds{}, Sampling{})
		assert.ErrorIs(t, err, ErrForecast, name)
	}
	_, err := c.Forecast(slices.Repeat([]Open{{Stage: "mql", Amount: lead.Money{Minor: lead.MostMinor, Currency: "EUR"}}}, 2), Odds{}, Sampling{})
	assert.ErrorIs(t, err, ErrForecast, "too much together")
	f, err := c.Forecast(nil, Odds{}, Sampling{})
	require.NoError(t, err)
	assert.Equal(t, Distribution{Exact: true}, f.Spread)
}

// sales makes a funnel with n leads that became opportunities, of which so many were won and lost, in 20 days or in 10.
func sales(t testing_, d Definition, won, lost, open int) *world {
	w := newWorld(t, d)
	for i := range won + lost + open {
		id := fmt.Sprint(i)
		w.event(t, id, lead.Created, day(1, 1), map[string]any{"source_channel": channels[i%2]})
		w.event(t, id, lead.QuoteRequested, day(1, 11), nil)
		w.event(t, id, lead.Accepted, day(1, 12), nil)
		w.event(t, id, lead.Opportunity, day(1, 21), map[string]any{"amount": eur(100), "closing": day(3, 1)})
		switch {
		case i < won:
			w.event(t, id, lead.Won, day(1, 31), map[string]any{"amount": eur(150)})
		case i < won+lost:
			w.event(t, id, lead.Lost, day(1, 31), map[string]any{"reason": "price"})
		}
	}
	return w
}

func TestOddsAreSmoothedAndSayWhatTheyRestOn(t *testing.T) {
	w := sales(t, Definition{Probability: []Chance{{"sal", 0.3}}}, 6, 2, 4)
	odds := w.funnel.Odds(w.tally(t), Filter{})
	prior := 7.0 / 10
	assert.InDelta(t, (6+2*prior)/10, odds.step("opportunity").P, 1e-12)
	assert.EqualValues(t, 4, odds.step("opportunity").Open)
	assert.Equal(t, rateOf(6, 8), odds.step("opportunity").Rate)
	assert.Equal(t, 0.3, odds.step("sal").P, "what is stated is not estimated")
	assert.True(t, odds.step("sal").Given)
	assert.Equal(t, 1.0, odds.step("customer").P)
	assert.InDelta(t, prior, odds.step("sql").P, 1e-12, "where nobody was, it is the overall share")
	for stage, want := range map[string]float64{"customer": 1, "lost": 0, "disqualified": 0, "sal": 0.3, "nurturing": odds.Entry.P, "mql": odds.step("mql").P} {
		p, ok := w.funnel.Chance(odds, stage)
		assert.True(t, ok)
		assert.Equal(t, want, p, stage)
	}
	blank := w.funnel.Odds(&Tally{}, Filter{})
	assert.Equal(t, 0.5, blank.Entry.P, "nothing known is one in two")
	_, ok := w.funnel.Chance(Odds{}, "mql")
	assert.False(t, ok)
}

// However few the leads, an estimate is never 0 and never 1 (odoo/odoo#128237: 99.99 rounded to 100 was taken for won).
func TestNoEstimateIsCertain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := generated(t, rapid.Uint64().Draw(t, "seed"), 6)
		for _, s := range w.funnel.Odds(w.tally(t), Filter{}).Steps {
			if !s.Given {
				assert.True(t, 0 < s.P && s.P < 1, s)
			}
		}
	})
}

func TestAPlanGoesBackFromTheTarget(t *testing.T) {
	w := sales(t, Definition{Probability: []Chance{{"mql", 0.1}, {"opportunity", 0.5}, {"inquiry", 0.05}, {"sal", 0.2}, {"sql", 0.25}}}, 6, 2, 4)
	tally := w.tally(t)
	needs, err := w.funnel.Plan(Goal{Sales: eur(2000), First: lead.MonthOf(2026, 4), Months: 2}, w.funnel.Odds(tally, Filter{}), tally)
	require.NoError(t, err)
	type line struct {
		step, month string
		leads       int64
	}
	var got []line
	for _, n := range needs {
		got = append(got, line{n.Step, n.Month.String(), n.Leads})
	}
	// 1,000 a month at 150 a sale are seven sales; an inquiry takes 30 days to become one, an mql 20, an opportunity 10.
	assert.Equal(t, []line{{"inquiry", "2026-03", 140}, {"inquiry", "2026-05", 140}, {"mql", "2026-04", 70}, {"mql", "2026-05", 70},
		{"sal", "2026-04", 35}, {"sal", "2026-05", 35}, {"sql", "2026-04", 28}, {"sql", "2026-05", 28},
		{"opportunity", "2026-04", 14}, {"opportunity", "2026-05", 14}, {"customer", "2026-04", 7}, {"customer", "2026-05", 7}}, got)
	assert.Equal(t, Need{Step: "inquiry", Month: lead.MonthOf(2026, 3), Leads: 140, By: lead.At(day(4, 1)) - lead.Instant(9*lead.Hour) - 1, Ahead: 30 * lead.Day,
		Paced: true}, needs[0])
	assert.False(t, needs[6].Paced, "nobody has been at sql")

	progress := w.funnel.Compare([]Need{{Step: "mql", Month: lead.MonthOf(2026, 1), Leads: 15}, {Step: "mql", Month: lead.MonthOf(2026, 2), Leads: 5}, {Step: "sal", Month: lead.MonthOf(2026, 1), Leads: 3}}, tally, Filter{})
	assert.Equal(t, []Progress{{"mql", lead.MonthOf(2026, 1), 15, 12, 3}, {"mql", lead.MonthOf(2026, 2), 5, 0, 5}, {"sal", lead.MonthOf(2026, 1), 3, 12, 0}}, progress)
}

// 21 / 0.35 is 60, but in floating point a little more.
func TestNeedsAreNotRoundedUpByANoise(t *testing.T) {
	for _, c := range []struct {
		leads, p float64
		want     int64
	}{{21, 0.35, 60}, {57, 0.57, 100}, {3, 0.1, 30}, {3, 0.7, 5}, {1, 1, 1}, {0, 0.5, 0}} {
		assert.Equal(t, c.want, ceil(c.leads/c.p), c)
	}
	assert.EqualValues(t, 101, ceil(100.001))
}

// The chance of at most 3 is exactly one in ten, though the sum of its parts falls short by a rounding.
func TestQuantilesTakeUpRounding(t *testing.T) {
	assert.EqualValues(t, 3, convolve([]deal{{1, 0.1}, {2, 0.1}, {4, 0.9}}, 1, 8)[0])
}

func TestAGoalThatSaysTooLittleIsRefused(t *testing.T) {
	w := sales(t, Definition{Probability: []Chance{{"mql", 0}}}, 1, 0, 0)
	c, tally, march := w.funnel, w.tally(t), lead.MonthOf(2026, 3)
	for name, g := range map[string]Goal{
		"no sales":         {First: march, Sales: lead.Money{Currency: "EUR"}},
		"a loss":           {First: march, Sales: eur(-5)},
		"no month":         {Sales: eur(5)},
		"too many months":  {Sales: eur(5), First: march, Months: 121},
		"another currency": {Sales: lead.Money{Minor: 5, Currency: "USD"}, First: march},
		"a hopeless step":  {Sales: eur(5), First: march},
	} {
		_, err := c.Plan(g, c.Odds(tally, Filter{}), tally)
		assert.ErrorIs(t, err, ErrForecast, name)
	}
	_, err := c.Plan(Goal{Sales: eur(5), First: march}, c.Odds(&Tally{}, Filter{}), nil)
	assert.ErrorIs(t, err, ErrForecast, "no mean amount")
}

// More sales never take fewer leads, and all of a goal's months are met.
func TestPlansGrowWithTheTarget(t *testing.T) {
	w := sales(t, Definition{}, 6, 2, 4)
	tally := w.tally(t)
	odds := w.funnel.Odds(tally, Filter{})
	rapid.Check(t, func(t *rapid.T) {
		g := Goal{Sales: eur(rapid.Int64Range(1, 1_000_000).Draw(t, "sales")), First: lead.MonthOf(2026, 6), Months: rapid.IntRange(1, 24).Draw(t, "months")}
		leads := func(g Goal) map[string]int64 {
			needs, err := w.funnel.Plan(g, odds, tally)
			require.NoError(t, err)
			sums := map[string]int64{}
			for _, n := range needs {
				sums[n.Step] += n.Leads
			}
			return sums
		}
		some := leads(g)
		assert.GreaterOrEqual(t, some["customer"]*15_000, g.Sales.Minor)
		for step, n := range some {
			assert.GreaterOrEqual(t, n, some["customer"], step)
		}
		g.Sales.Minor *= 2
		for step, n := range leads(g) {
			assert.GreaterOrEqual(t, n, some[step])
		}
	})
}
