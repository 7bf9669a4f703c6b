package scoring_test

import (
	"encoding"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// plainly gives what is left of points after a time, by the definition of [scoring.Decay] and one event at a time. The grain is given.
func plainly(d scoring.Decay, grain lead.Span, base, given lead.Points, t, at lead.Instant) *big.Float {
	span := lead.Span(0)
	if d.Curve == scoring.Halving {
		span = d.HalfLife
	}
	faded := fadedPlainly(given, at.Sub(t), span)
	return faded.Mul(faded, new(big.Float).SetPrec(400).SetRat(aged(d, grain, base, t, at)))
}

// aged gives what grains leave of one point.
func aged(d scoring.Decay, grain lead.Span, base lead.Points, t, at lead.Instant) *big.Rat {
	k := int64(at)/int64(grain) - int64(t)/int64(grain)
	left := new(big.Rat).SetInt64(1)
	switch d.Curve {
	case scoring.Linear:
		n := (int64(d.Span) + int64(grain) - 1) / int64(grain)
		left = big.NewRat(max(n-k, 0), n)
	case scoring.Stepping:
		left.Sub(left, new(big.Rat).Mul(big.NewRat(k*int64(grain)/int64(d.Every), 1), share(d.Off, base)))
	}
	if floor := share(d.Floor, base); left.Cmp(floor) < 0 {
		left = floor
	}
	if left.Sign() < 0 || d.Window > 0 && k >= (int64(d.Window)+int64(grain)-1)/int64(grain) {
		left = new(big.Rat)
	}
	return left
}

// share gives a part as a share of points, at most the whole.
func share(p scoring.Part, points lead.Points) *big.Rat {
	of := 100 * lead.Point
	if !p.Percent {
		of = max(points, -points)
	}
	switch {
	case p.Points == 0:
		return new(big.Rat)
	case p.Points >= of:
		return big.NewRat(1, 1)
	}
	return big.NewRat(int64(p.Points), int64(of))
}

// Law 9: sums by grain are what a plain sum over all events rounds to, but for the last digit.
func TestGrainsEqualPlainSum(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.SampledFrom([]string{"window 7d", "linear 30d", "linear 1h", "linear 10d down to 20%", "linear 100d within 40d", "linear 10d down to 20% within 40d", "20% off every 7d", "linear 30d down to 2",
			"3.7% off every 1d down to 30%", "3.7% off every 1d down to 30% within 45d", "50% off every 90m within 3h", "half-life 14d within 90d", "half-life 100d within 10d"}).Draw(r, "decay")
		grain := rapid.SampledFrom([]lead.Span{0, lead.Hour, 5*lead.Hour + 1, lead.Day}).Draw(r, "grain")
		d := decay(text)
		if grain < lead.Day && (d.Span >= 30*lead.Day || d.Window >= 30*lead.Day || d.Every >= lead.Day) {
			grain = 0
		}
		d.Grain = grain
		if grain == 0 {
			grain = usualGrain[text]
		}
		points := drawPoints(r)
		w := newWorld(r, one(scoring.Rule{Each: []string{"email_opened", "video_watched"}, Points: points, Decay: d}))
		history, at := drawHistory(r, 40), t0
		for _, h := range history {
			w.event(h.Kind, h.At, h.props())
			at = max(at, h.At)
		}
		at += lead.Instant(rapid.Int64Range(0, int64(d.Span+d.Window+5*d.Every+lead.Hour)).Draw(r, "later"))
		want := new(big.Float).SetPrec(400)
		for _, h := range history {
			if h.Kind == "email_opened" || h.Kind == "video_watched" {
				want.Add(want, plainly(d, grain, points, points, h.At, at))
			}
		}
		got, _ := w.scorer.Score(w.state, 0, at)
		diff, _ := want.Sub(want, new(big.Float).SetInt64(int64(got))).Float64()
		require.InDelta(r, 0, diff, 0.501)
	})
}

// usualGrain are the grains that nothing is said of, worked out by hand: a thirtieth of the time until nothing changes, a whole part of a step.
var usualGrain = map[string]lead.Span{
	"window 7d":                                7 * lead.Day / 30,
	"linear 30d":                               lead.Day,
	"linear 1h":                                2 * lead.Minute,
	"linear 10d down to 20%":                   8 * lead.Hour,
	"linear 100d within 40d":                   32 * lead.Hour,
	"20% off every 7d":                         28 * lead.Hour, // five steps: six grains each
	"linear 30d down to 2":                     lead.Day,
	"linear 10d down to 20% within 40d":        32 * lead.Hour,
	"3.7% off every 1d down to 30% within 45d": lead.Day,
	"3.7% off every 1d down to 30%":            12 * lead.Hour, // nineteen steps: two grains each
	"50% off every 90m within 3h":              6 * lead.Minute,
	"half-life 14d within 90d":                 3 * lead.Day,
	"half-life 100d within 10d":                8 * lead.Hour,
}

// By hand: what is left of 20 points, by day.
func TestDecays(t *testing.T) {
	for text, want := range map[string]map[int]string{
		"linear 30d":                          {0: "20", 1: "19.333333", 15: "10", 29: "0.666667", 30: "0", 400: "0"},
		"linear 30d down to 5":                {15: "10", 22: "5.333333", 23: "5", 400: "5"},
		"linear 30d within 10d":               {9: "14", 10: "0"},
		"linear 30d down to 5 within 90d":     {15: "10", 24: "5", 89: "5", 90: "0", 400: "0"},
		"5 off every 7d down to 8 within 42d": {14: "10", 21: "8", 41: "8", 42: "0", 400: "0"},
		"linear 30d grain 10d":                {0: "20", 11: "13.333333", 31: "0"},
		"5 off every 7d":                      {0: "20", 6: "20", 7: "15", 14: "10", 27: "5", 28: "0"},
		"30% off every 7d":                    {0: "20", 7: "14", 14: "8", 21: "2", 28: "0"},
		"5 off every 7d down to 8":            {14: "10", 21: "8", 400: "8"},
		"25% off every 7d down to 40%":        {14: "10", 21: "8", 400: "8"},
		"30 off every 7d":                     {6: "20", 7: "0"},
		"window 90d":                          {89: "20", 90: "0"},
		"half-life 14d within 42d":            {14: "10", 28: "5", 41: "2.626892", 42: "0"},
		"none":                                {400: "20"},
	} {
		w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: 20 * lead.Point, Decay: decay(text)}))
		midnight := lead.Instant(20160 * lead.Day) // where grains of all these lengths begin
		w.event("email_opened", midnight, nil)
		for day, points := range want {
			assert.Equal(t, points, w.score("interest", midnight.Add(lead.Span(day)*lead.Day)), "%s after %d days", text, day)
		}
	}
}

// A grain leaves as a whole, at the millisecond at which its age is complete, and Next says when.
func TestNextIsExactAtGrains(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: 20 * lead.Point, Decay: decay("linear 30d")}))
	w.event("email_opened", t0, nil) // nine in the morning: a grain is a day that begins at midnight
	midnight := t0.Add(-9 * lead.Hour)
	for n, below := range map[int]lead.Points{1: 20 * lead.Point, 2: 19 * lead.Point, 16: 10 * lead.Point, 30: 1} {
		next, ok := w.scorer.Next(w.state, 0, below, t0)
		require.True(t, ok)
		assert.Equal(t, midnight.Add(lead.Span(n)*lead.Day), next, "below %v", below)
	}
	_, ok := w.scorer.Next(w.state, 0, 0, t0)
	assert.False(t, ok)
}

func TestDecayGrammar(t *testing.T) {
	var _ encoding.TextUnmarshaler = new(scoring.Decay)
	for _, text := range []string{"none", "half-life 14d", "half-life 14d within 90d", "half-life 14d within 90d grain 1d", "linear 30d", "linear 30d down to 5", "linear 30d down to 20% within 20d grain 1d",
		"5 off every 7d", "2.5% off every 1d down to 10%", "window 90d", "window 90d grain 1d"} {
		back, err := decay(text).MarshalText()
		require.NoError(t, err)
		assert.Equal(t, text, string(back))
	}
	for _, text := range []string{"linear", "linear x", "linear 0s", "5 off", "5 off every", "off every 7d", "0 off every 7d", "-5 off every 7d", "half-life 14d down to 5", "window 90d within 30d", "none within 3d",
		"half-life 14d grain 1d", "linear 30d grain", "linear 30d and 5", "none none", "within 30d"} {
		d := decay("linear 30d")
		assert.Error(t, d.UnmarshalText([]byte(text)), text)
		assert.Zero(t, d, text)
	}
}

func TestDecayFindings(t *testing.T) {
	for text, want := range map[string]string{
		"linear 1s": "bad-span", "linear 30d grain 1s": "bad-grain", "100% off every 7d": "bad-share", "linear 30d down to 100%": "bad-share",
		"linear 30d grain 1m": "too-many-grains", "0.1% off every 7d": "too-many-grains", "half-life 1m within 30d": "bad-grain", "linear 77d down to 7.654321% grain 1d": "too-fine",
	} {
		assert.Contains(t, codes(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point, Decay: decay(text)})), "/interest/rule/decay "+want, text)
	}
	for _, d := range []scoring.Decay{{Curve: scoring.Lasting, Grain: lead.Day}, {Curve: scoring.Halving, HalfLife: lead.Day, Span: 3}, {Curve: scoring.Linear, Span: lead.Day, Every: lead.Day}, {Window: lead.Day}} {
		assert.Contains(t, codes(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point, Decay: d})), "/interest/rule/decay bad-decay")
	}
	assert.Contains(t, codes(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point, Decay: scoring.Decay{Curve: scoring.Linear}})), "/interest/rule/decay bad-span")
}
