package scoring_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/internal/workload"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// standing compiles standing conditions, and makes facts that know their sums.
func (w *world) standing(sources ...string) (list []*lead.Condition) {
	var found diag.List
	for _, src := range sources {
		list = append(list, w.schema.Standing(&found, "", src))
	}
	require.NoError(w.t, found.Err())
	w.facts = w.schema.NewFacts()
	return list
}

// ask says what a condition is over a span.
func (w *world) ask(c *lead.Condition, from, to lead.Instant) lead.Truth {
	w.facts.See(w.person)
	w.facts.Over(from, to)
	w.scorer.Fill(w.state, w.facts)
	return c.Over(w.facts)
}

// relive gives the world of a model the history of a drawn one.
func relive(r *rapid.T, m scoring.Model, sources ...string) (*world, []*lead.Condition, lead.Instant) {
	w := newWorld(r, m)
	list := w.standing(sources...)
	if rapid.Bool().Draw(r, "known") {
		w.event(lead.ProfileUpdated, t0, map[string]any{"visits": float64(rapid.IntRange(0, 8).Draw(r, "visits"))})
	}
	end := t0
	for _, h := range drawHistory(r, 20) {
		w.event(h.Kind, h.At, h.props())
		end = max(end, h.At)
	}
	if rapid.IntRange(0, 2).Draw(r, "overridden") == 0 {
		w.override(r, end)
	}
	if rapid.IntRange(0, 3).Draw(r, "frozen") == 0 {
		w.freeze(r, end)
	}
	return w, list, end
}

func drawThreshold(r *rapid.T) string {
	return rapid.SampledFrom([]string{" >= 0", " > 0", " >= 20", " < 7.333333", " == 0", " >= -10.5", " > 33"}).Draw(r, "threshold")
}

// Law 9: a sum of scores is what a total of the same text is, to the bit, over any span and at any instant, where all of its scores are known.
func TestACombinationIsTheTotalOfItsText(t *testing.T) {
	compared := 0
	rapid.Check(t, func(r *rapid.T) {
		m, threshold := drawModel(r), drawThreshold(r)
		m.Total = rapid.SampledFrom([]string{"fit + interest", "2 * interest - fit", "-fit - 0.25 * interest", "interest * 3 - fit / 8", "1.5 * fit - 0.333333 * interest"}).Draw(r, "text")
		w, list, end := relive(r, m, m.Total+threshold, "total"+threshold, "fit != nil and interest != nil")
		for range 10 {
			from := end + lead.Instant(rapid.Int64Range(0, int64(20*lead.Day)).Draw(r, "from"))
			to := from.Add(rapid.SampledFrom([]lead.Span{0, 1, lead.Second, lead.Hour, 5 * lead.Day, 400 * lead.Day}).Draw(r, "width"))
			switch known := w.ask(list[2], from, to); {
			case known == lead.No:
				require.Equal(r, lead.No, w.ask(list[0], from, to), "missing, as any arithmetic on what is missing")
			case !slices.ContainsFunc(append(append(w.state.Overrides, w.state.Frozen...), w.state.Away...), func(o scoring.Override) bool { return o.Score == scoring.Total }):
				compared++
				require.Equal(r, w.ask(list[1], from, to), w.ask(list[0], from, to))
			}
		}
	})
	require.Positive(t, compared)
}

// mixed are sums of all sorts, with the factors of fit, interest and total, and what stands in for an unscored one.
var mixed = []struct {
	text    string
	factors [3]float64
	instead [3]bool // 0 for a missing one
}{
	{"fit + interest", [3]float64{1, 1, 0}, [3]bool{}},
	{"total - fit", [3]float64{-1, 0, 1}, [3]bool{}},
	{"total - 0.5 * fit - 0.25 * interest", [3]float64{-0.5, -0.25, 1}, [3]bool{}},
	{"(fit ?? 0) - 3 * (interest ?? 0)", [3]float64{1, -3, 0}, [3]bool{true, true, false}},
	{"2 * (total ?? 0) + interest", [3]float64{0, 1, 2}, [3]bool{false, false, true}},
	{"4 * total + 1000 * fit - interest", [3]float64{1000, -1, 4}, [3]bool{}},
}

// Over a span a sum says nothing that is not so at every instant of it, and at an instant it is what the scores add up to, but for their roundings.
func TestCombinationsAreSound(t *testing.T) {
	certain, known := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		sum := rapid.SampledFrom(mixed).Draw(r, "sum")
		threshold := rapid.SampledFrom([]float64{0, 20, -10.5, 33}).Draw(r, "threshold")
		w, list, end := relive(r, drawModel(r), fmt.Sprintf("%s >= %v", sum.text, threshold))
		from := end + lead.Instant(rapid.Int64Range(0, int64(20*lead.Day)).Draw(r, "from"))
		size := rapid.SampledFrom([]lead.Span{1, lead.Minute, lead.Day, 9 * lead.Day, 900 * lead.Day}).Draw(r, "size")
		over := w.ask(list[0], from, from.Add(size))
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 0))
		for range 30 {
			at := from + lead.Instant(rnd.Int64N(int64(size)+1))
			is := w.ask(list[0], at, at)
			require.NotEqual(r, lead.Maybe, is)
			if over != lead.Maybe {
				certain++
				require.Equal(r, over, is)
			}
			plain, slack, all := 0.0, 1.0, true
			for i, factor := range sum.factors {
				p, scored := w.scorer.Score(w.state, i, at)
				plain, slack = plain+factor*float64(p), slack+max(factor, -factor)
				all = all && (scored || factor == 0 || sum.instead[i])
			}
			switch {
			case !all:
				require.Equal(r, lead.No, is)
			case plain >= threshold*1e6+slack:
				known++
				require.Equal(r, lead.Yes, is)
			case plain <= threshold*1e6-slack:
				known++
				require.Equal(r, lead.No, is)
			}
		}
	})
	require.Positive(t, certain)
	require.Positive(t, known)
}

// crossing is a sum of points of two or three scores, each event of which fades by a half-life of its own.
type crossing struct {
	points    []lead.Points
	spans     []lead.Span
	factors   []float64
	threshold lead.Points
}

func (c *crossing) model() scoring.Model {
	var m scoring.Model
	for i := range c.points {
		m.Scores = append(m.Scores, scoring.Score{Name: fmt.Sprint("s", i), Rules: []scoring.Rule{
			{Name: "rule", Each: []string{"email_opened"}, Points: c.points[i], Decay: scoring.HalfLife(c.spans[i])}}})
	}
	return m
}

func (c *crossing) text() string {
	text := ""
	for i, factor := range c.factors {
		text += fmt.Sprintf(" + %v * s%d", factor, i)
	}
	return text[3:] + " >= " + c.threshold.String()
}

// sum adds up in numbers of 400 bits, and gives millionths.
func (c *crossing) sum(at lead.Instant) float64 {
	sum := new(big.Float).SetPrec(400)
	for i, factor := range c.factors {
		part := fadedPlainly(c.points[i], at.Sub(t0), c.spans[i])
		sum.Add(sum, part.Mul(part, big.NewFloat(factor)))
	}
	f, _ := sum.Float64()
	return f
}

// exceeds tells how far the sum is above where it rounds to the threshold.
func (c *crossing) exceeds(at lead.Instant) float64 { return c.sum(at) - float64(c.threshold) + 0.5 }

// The instant at which a sum of scores crosses a threshold is the millisecond at which plain arithmetic in large numbers says it does, and none before it.
func TestACombinationFlipsToTheMillisecond(t *testing.T) {
	flips := 0
	rapid.Check(t, func(r *rapid.T) {
		var c crossing
		for range rapid.IntRange(2, 3).Draw(r, "scores") {
			c.points = append(c.points, lead.Points(rapid.SampledFrom([]int64{10_000_000, -10_000_000, 7_333_333, -25_000_000, 100_000_000}).Draw(r, "points")))
			c.spans = append(c.spans, rapid.SampledFrom([]lead.Span{lead.Hour, lead.Day, 7 * lead.Day, 14 * lead.Day, 61*lead.Day + 7}).Draw(r, "half-life"))
			c.factors = append(c.factors, rapid.SampledFrom([]float64{1, -1, 2, 0.5, -0.25}).Draw(r, "factor"))
		}
		c.threshold = lead.Points(rapid.SampledFrom([]int64{1_000_000, -1_000_000, 5_000_000, 20_000_000, 1, -1_500_000}).Draw(r, "threshold"))
		if rapid.Bool().Draw(r, "met on the way") { // exactly the rounded value of some instant
			at := t0 + lead.Instant(rapid.Int64Range(1, int64(10*lead.Day)).Draw(r, "met"))
			c.threshold = lead.Points(math.Round(c.sum(at)))
		}
		w := newWorld(r, c.model())
		when := w.standing(c.text())[0]
		w.event("email_opened", t0, nil)
		p := w.scorer.Prospect(w.state, when, w.facts, t0)
		check := func(at lead.Instant, holds bool) {
			if above := c.exceeds(at); above > 1e-3 || above < -1e-3 { // what is cut off is less
				require.Equal(r, holds, above > 0, "%s at %v: %v", c.text(), at-t0, above)
			}
		}
		until := p.Changes
		if until == 0 {
			until = t0.Add(3000 * lead.Day)
		} else {
			flips++
			check(until, !p.Holds)
		}
		for i := range min(10, until-t0) {
			check(until-1-i, p.Holds)
		}
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 0))
		for range 10 {
			check(t0+lead.Instant(rnd.Int64N(int64(until-t0))), p.Holds)
		}
	})
	require.Positive(t, flips)
}

// A sum of scores that a condition lacks is told as a score is, with what would be enough.
func TestProspectOfASum(t *testing.T) {
	w := newWorld(t, scoring.Model{Total: "interest", Scores: []scoring.Score{
		{Name: "fit", Rules: []scoring.Rule{{Name: "visits", When: "lead.visits > 3", Points: 5 * lead.Point}}},
		{Name: "interest", Decay: scoring.HalfLife(7 * lead.Day), Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 20 * lead.Point}}},
	}})
	when := w.standing("fit + interest >= 20")[0]
	w.event("email_opened", t0, nil)
	p := w.scorer.Prospect(w.state, when, w.facts, t0)
	require.Equal(t, "fit + interest is unscored and should be >= 20", p.Lacks[0].String())
	w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 4.0})
	p = w.scorer.Prospect(w.state, when, w.facts, days(7))
	require.Equal(t, `fit + interest >= 20
  fit + interest is 15, 5 short of >= 20
  + one email opened gives 20 (opened), which makes 35`, p.String())
	p = w.scorer.Prospect(w.state, when, w.facts, t0)
	require.True(t, p.Holds)
	require.InDelta(t, float64(7*lead.Day)*0.415037499, float64(p.Changes-t0), 60, "it falls to 20 when interest is at three quarters")
}

// The total counts in a sum with what it is made of, and with what a person says of it.
func TestTheTotalInASum(t *testing.T) {
	for total, sum := range map[string]string{
		"fit + interest":                     "total - fit - interest",
		"0.25 * fit - interest":              "4 * total - fit + 4 * interest",
		"max(fit, interest)":                 "2 * total - 2 * interest",
		"max(-interest, min(10, fit)) / 0.5": "-0.5 * total + interest",
	} {
		w := newWorld(t, scoring.Model{Total: total, Scores: []scoring.Score{
			{Name: "fit", Rules: []scoring.Rule{{Name: "seen", Each: []string{"page_viewed"}, Points: 3_333_333, Decay: scoring.HalfLife(11 * lead.Hour)}}},
			{Name: "interest", Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 9 * lead.Point, Decay: scoring.HalfLife(7 * lead.Day)}}},
		}})
		list := w.standing(sum+" >= 0", sum+" > 0", sum+" <= -33", sum+" >= 33")
		w.event("page_viewed", t0, nil)
		w.event("email_opened", t0, nil)
		if total != "max(-interest, min(10, fit)) / 0.5" {
			require.Equal(t, lead.Yes, w.ask(list[0], t0, after(lead.Hour)), "it is nought all along: %s", sum)
			require.Equal(t, lead.No, w.ask(list[1], t0, after(lead.Hour)), sum)
		}
		w.event(lead.ScoreOverridden, t0, map[string]any{"score": "total", "points": 66.0, "until": days(3)})
		far := list[3]
		if sum[0] == '-' {
			far = list[2]
			w.event(lead.ScoreOverridden, days(0), map[string]any{"score": "interest", "points": 0.0})
		} else {
			w.event(lead.ScoreOverridden, days(0), map[string]any{"score": "interest", "points": 1.0})
			w.event(lead.ScoreOverridden, days(0), map[string]any{"score": "fit", "points": 1.0})
		}
		require.Equal(t, lead.Yes, w.ask(far, t0, days(3)-1), "%s, as a person says", sum)
		require.Equal(t, lead.Maybe, w.ask(far, t0, days(3)), sum)
		require.Equal(t, lead.No, w.ask(far, days(3), days(3)), sum)
	}
}

// What cannot be multiplied out exactly, or is too much, is refused.
func TestCombinationsThatAreRefused(t *testing.T) {
	many := "min(fit, interest)"
	for range 90 {
		many += " + min(fit, interest)"
	}
	for total, sum := range map[string]string{
		"0.333333 * fit": "0.5 * total + interest",
		"500 * fit":      "5000 * total + interest",
		many:             "total + (total ?? 1) - fit",
	} {
		w := newWorld(t, scoring.Model{Total: total, Scores: []scoring.Score{
			{Name: "fit", Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 9 * lead.Point}}}, {Name: "interest"}}})
		var found diag.List
		require.Nil(t, w.schema.Standing(&found, "/when", sum+" > 0"), total)
		require.Len(t, found, 1)
		require.Equal(t, "cannot-be-foreseen", found[0].Code)
		require.Equal(t, "/when", found[0].Place.Path)
		w.standing("fit + 2 * interest > 0") // what was refused leaves nothing behind
		w.facts.At(t0)
		w.scorer.Fill(w.state, w.facts)
	}
}

// Sums are filled in without allocating, at an instant and over a span.
func TestFillOfCombinationsDoesNotAllocate(t *testing.T) {
	kit := busy(t)
	var found diag.List
	kit.Schema.Standing(&found, "", "fit + interest > 3 or total - 0.5 * fit < 3")
	require.NoError(t, found.Err())
	facts := kit.Schema.NewFacts()
	for _, span := range []lead.Span{0, lead.Day} {
		facts.Over(workload.End, workload.End.Add(span))
		require.Zero(t, testing.AllocsPerRun(10, func() { kit.Scorer.Fill(&kit.States[0], facts) }), span)
	}
}

// What stands in for an unscored lead does so until it is scored; without it the sum is missing.
func TestWhatStandsInForAnUnscoredLead(t *testing.T) {
	w := newWorld(t, scoring.Model{Total: "fit", Scores: []scoring.Score{
		{Name: "fit", Rules: []scoring.Rule{{Name: "seen", Each: []string{"page_viewed"}, Points: 3 * lead.Point}}},
		{Name: "interest", Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 10 * lead.Point}}},
	}})
	list := w.standing("(fit ?? 5) + interest == 15", "(total ?? 7.5) + 2 * interest == 27.5", "total + interest >= 0", "(fit ?? 5) + interest == 13", "(total ?? 7.5) + 2 * interest == 23")
	truths := func() (all []lead.Truth) {
		for _, c := range list {
			is := w.ask(c, t0, t0)
			require.Equal(t, is, w.ask(c, t0, days(9)))
			all = append(all, is)
		}
		return all
	}
	require.Equal(t, []lead.Truth{lead.No, lead.No, lead.No, lead.No, lead.No}, truths(), "interest is unscored")
	w.event("email_opened", t0, nil)
	require.Equal(t, []lead.Truth{lead.Yes, lead.Yes, lead.No, lead.No, lead.No}, truths(), "fit, and so the total, is unscored")
	w.event("page_viewed", t0, nil)
	require.Equal(t, []lead.Truth{lead.No, lead.No, lead.Yes, lead.Yes, lead.Yes}, truths())
}

// Large scores that tie leave no doubt, either.
func TestALargeTie(t *testing.T) {
	w := newWorld(t, opposed(lead.MostPoints, scoring.HalfLife(7*lead.Day), scoring.HalfLife(7*lead.Day)))
	list := w.standing("up > down", "2 * up - 2 * down >= 0")
	w.event("email_opened", t0, nil)
	require.Equal(t, lead.No, w.ask(list[0], t0, days(10)))
	require.Equal(t, lead.Yes, w.ask(list[1], t0, days(10)))
}
