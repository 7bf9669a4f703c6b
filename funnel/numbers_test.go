package funnel

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// A percentile by nearest rank is the least time that at least so many in a hundred do not exceed: counted, for each.
func TestPercentilesByNearestRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Int64Range(0, 40), 1, 60).Draw(t, "times")
		spans := make(Spans, len(list))
		for i, ms := range list {
			spans[i] = lead.Span(ms)
		}
		percent := rapid.IntRange(1, 100).Draw(t, "percent")
		got := spans.Percentile(percent)
		assert.GreaterOrEqual(t, 100*spans.Within(got), percent*len(spans))
		assert.Less(t, 100*spans.Within(got-1), percent*len(spans))
		assert.Contains(t, spans, got)

		spread := spans.Spread()
		assert.Equal(t, []lead.Span{slices.Min(spans), spans.Percentile(10), spans.Median(), spans.Percentile(90), slices.Max(spans)},
			[]lead.Span{spread.Least, spread.P10, spread.Median, spread.P90, spread.Most})
		assert.Equal(t, list, ints(spans), "reading changes nothing")
	})
}

func ints(spans Spans) (list []int64) {
	for _, s := range spans {
		list = append(list, int64(s))
	}
	return list
}

func TestMedians(t *testing.T) {
	for name, c := range map[string]struct {
		spans Spans
		want  lead.Span
	}{
		"of none":                           {nil, 0},
		"of one":                            {Spans{7}, 7},
		"of an odd count":                   {Spans{9, 1, 5}, 5},
		"of an even count":                  {Spans{8, 1, 2, 4}, 3},
		"half a millisecond is cut off":     {Spans{1, 2}, 1},
		"of two as far apart as can be had": {Spans{0, math.MaxInt64}, math.MaxInt64 / 2},
	} {
		assert.Equal(t, c.want, c.spans.Median(), name)
	}
	assert.Zero(t, Spans{}.Percentile(50))
	assert.Equal(t, Spread{}, Spans{}.Spread())
	assert.Equal(t, lead.Span(3), Spans{3, 4}.Percentile(-5))
	assert.Equal(t, lead.Span(4), Spans{3, 4}.Percentile(105))
}

// The bounds are the two shares p at which the observed one lies 1.96 standard deviations away: (x/n - p)² = z² p (1-p) / n.
func TestWilsonBoundsSolveTheirEquation(t *testing.T) {
	const z = 1.959963984540054
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1_000_000).Draw(t, "of")
		x := rapid.Int64Range(0, n).Draw(t, "came")
		r := rateOf(x, n)
		assertRate(t, r)
		for _, p := range []float64{r.Low, r.High} {
			d := float64(x)/float64(n) - p
			assert.InDelta(t, z*z*p*(1-p)/float64(n), d*d, 1e-9)
		}
		assert.True(t, r.Low < r.High)
	})
}

// 81 of 263, 15 of 148 and 1 of 29 are in Newcombe, Statistics in Medicine 17 (1998), table I; the others follow from the formula.
func TestWilsonIntervals(t *testing.T) {
	for _, c := range []struct {
		came, of  int64
		low, high float64
	}{{0, 10, 0, 0.2775}, {10, 10, 0.7225, 1}, {5, 10, 0.2366, 0.7634}, {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {1, 29, 0.0061, 0.1718}} {
		r := rateOf(c.came, c.of)
		assert.InDelta(t, c.low, r.Low, 5e-5, r)
		assert.InDelta(t, c.high, r.High, 5e-5, r)
	}
	assert.Equal(t, Rate{High: 1}, rateOf(0, 0))
	assert.Equal(t, "12 of 30 (40 %, 25 to 58 %)", rateOf(12, 30).String())
	assert.Equal(t, "0 of 0", rateOf(0, 0).String())
}

// Parts sum to the whole, and none is a whole unit or more from its exact share.
func TestApportionedPartsSumToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64().Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Int64Range(-5, 1<<rapid.IntRange(1, 40).Draw(t, "bits")), 1, 20).Draw(t, "weights")
		parts := Apportion(lead.Money{Minor: total, Currency: "EUR"}, weights)
		sum, all := new(big.Int), int64(0)
		for _, w := range weights {
			all += max(w, 0)
		}
		for i, p := range parts {
			sum.Add(sum, big.NewInt(p.Minor))
			if all > 0 {
				share := new(big.Rat).Mul(new(big.Rat).SetInt64(total), big.NewRat(max(weights[i], 0), all))
				off := share.Sub(new(big.Rat).SetInt64(p.Minor), share)
				assert.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 1)))
			}
		}
		assert.Equal(t, big.NewInt(total).String(), sum.String())
	})
}

func TestApportion(t *testing.T) {
	for name, c := range map[string]struct {
		total   int64
		weights []int64
		want    []int64
	}{
		"the first of equal remainders":  {100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		"the largest remainder":          {10, []int64{1, 2, 4}, []int64{1, 3, 6}},
		"a loss":                         {-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		"no weight at all":               {5, []int64{0, 0}, []int64{3, 2}},
		"one without weight":             {5, []int64{0, 1}, []int64{0, 5}},
		"nobody":                         {5, nil, nil},
		"weights whose sum does not fit": {4, []int64{math.MaxInt64, math.MaxInt64}, []int64{2, 2}},
	} {
		assert.Equal(t, c.want, apportion(c.total, c.weights), name)
	}
}

func TestQuotientsRoundHalvesAwayFromZero(t *testing.T) {
	for _, c := range [][3]int64{{5, 2, 3}, {-5, 2, -3}, {4, 3, 1}, {-4, 3, -1}, {5, 3, 2}, {-5, 3, -2}, {6, 3, 2}, {0, 3, 0}} {
		assert.Equal(t, c[2], divide(c[0], c[1]), c)
	}
}

var zones = []string{"UTC", "Europe/Paris", "America/St_Johns", "Pacific/Apia", "Pacific/Kiritimati", "Asia/Kathmandu", "Africa/Monrovia"}

func monthOracle(at lead.Instant, zone string) Month {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err) // only in a test, on a machine without time zone data
	}
	t := at.Time().In(loc)
	return lead.MonthOf(t.Year(), t.Month())
}

func weekOracle(at lead.Instant, zone string) Week {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	var w Week
	year, n := at.Time().In(loc).ISOWeek()
	if err := w.UnmarshalText(fmt.Appendf(nil, "%04d-W%02d", year, n)); err != nil {
		panic(err)
	}
	return w
}

// The month and the week of an instant are those that the wall clock shows, near their ends as anywhere.
func TestMonthsAreThoseOfTheWallClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		loc, err := time.LoadLocation(zone)
		require.NoError(t, err)
		turn := time.Date(rapid.IntRange(1970, 2080).Draw(t, "year"), time.Month(rapid.IntRange(2, 13).Draw(t, "month")), 1, 0, 0, 0, 0, time.UTC)
		at := lead.At(turn).Add(lead.Span(rapid.Int64Range(-3*int64(lead.Day), 3*int64(lead.Day)).Draw(t, "off")))
		assert.Equal(t, monthOracle(at, zone), monthIn(at, loc))
		monday := at.Time().AddDate(0, 0, -int(at.Time().Weekday()+6)%7).Truncate(24 * time.Hour)
		for _, at := range []lead.Instant{at, lead.At(monday).Add(lead.Span(rapid.Int64Range(-2*int64(lead.Day), 2*int64(lead.Day)).Draw(t, "off Monday")))} {
			assert.Equal(t, weekOracle(at, zone), weekIn(at, loc))
		}

		m := monthIn(lead.At(turn)+lead.Instant(10*lead.Day), loc)
		end := endOf(m, loc)
		assert.Equal(t, m, monthOracle(end, zone))
		assert.NotEqual(t, m, monthOracle(end+1, zone))
	})
}

func TestMonths(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	assert.Equal(t, "2026-03", monthIn(lead.At(time.Date(2026, 2, 28, 23, 0, 0, 0, time.UTC)), paris).String(), "midnight in winter")
	assert.Equal(t, "2026-04", monthIn(lead.At(time.Date(2026, 3, 31, 22, 0, 0, 0, time.UTC)), paris).String(), "midnight in summer")
	assert.Equal(t, "2026-03", monthIn(lead.At(time.Date(2026, 3, 31, 22, 0, 0, 0, time.UTC))-1, paris).String())
	var m Month
	for _, wrong := range []string{"2026-3", "2026", "march", "2026-13", "0000-01", "2026-03-01"} {
		assert.Error(t, m.UnmarshalText([]byte(wrong)), wrong)
	}
	require.NoError(t, m.UnmarshalText([]byte("2026-03")))
	assert.Equal(t, lead.MonthOf(2026, time.March), m)
	assert.Equal(t, "2027-01", (m + 10).String())
	assert.Equal(t, "none", Month(0).String())
}

func TestShares(t *testing.T) {
	for text, want := range map[string]Share{"0.5": 0.5, "50%": 0.5, " 7 % ": 0.07, "1": 1, "0": 0, "100%": 1} {
		var s Share
		require.NoError(t, s.UnmarshalText([]byte(text)))
		assert.InDelta(t, float64(want), float64(s), 1e-15, text)
	}
	text, err := Share(0.25).MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "0.25", string(text))
	for _, wrong := range []string{"", "half", "1.5", "-1%", "101%", "NaN", "Inf"} {
		var s Share
		assert.Error(t, s.UnmarshalText([]byte(wrong)), wrong)
	}
}
