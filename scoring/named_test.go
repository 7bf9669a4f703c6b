package scoring_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// twoPaces gives 100 points that halve in 14 days and takes 20 that halve in 7.
var twoPaces = scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{
	{Name: "opened", Each: []string{"email_opened"}, Points: 100 * lead.Point, Decay: scoring.HalfLife(14 * lead.Day)},
	{Name: "left", Each: []string{"page_viewed"}, Points: -20 * lead.Point, Decay: scoring.HalfLife(7 * lead.Day)},
}}}}

func conditions(t require.TestingT, schema *lead.Schema, score string) []*lead.Condition {
	var found diag.List
	list := []*lead.Condition{schema.Standing(&found, "", score+" >= 5"), schema.Standing(&found, "", `temperature == "hot"`)}
	require.NoError(t, found.Err())
	return list
}

// one makes a model of one score with one rule.
func one(r scoring.Rule) scoring.Model {
	r.Name = "rule"
	return scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{r}}}}
}

func TestUnscoredIsNotZero(t *testing.T) {
	fit := scoring.Score{Name: "fit", Rules: []scoring.Rule{{Name: "busy", When: "lead.visits > 3", Points: 10 * lead.Point}}}
	interest := scoring.Score{Name: "interest", Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: lead.Point}}}
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{fit, interest}, Temperature: scoring.Temperature{Bands: []scoring.Band{{Name: "hot", From: 5 * lead.Point}}, Else: "cold"}})
	assert.Equal(t, "unscored", w.score("total", t0))
	assert.Empty(t, w.scorer.Temperature(w.state, t0))
	w.event("page_viewed", t0, nil)
	assert.Equal(t, "unscored", w.score("total", t0), "an event that no rule is about")
	w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 1.0})
	assert.Equal(t, "0", w.score("fit", t0), "known and not fit")
	assert.Equal(t, "unscored", w.score("interest", t0))
	assert.Equal(t, "0", w.score("total", t0))
	assert.Equal(t, "cold", w.scorer.Temperature(w.state, t0))
	w.event(lead.ProfileUpdated, t0+1, map[string]any{"visits": 7.0})
	assert.Equal(t, "10", w.score("total", t0+1))
	w.event(lead.ProfileUpdated, t0+2, map[string]any{"visits": 2.0})
	assert.Equal(t, "0", w.score("fit", t0+2), "points go away with the fact")
}

// A person may set the total of a lead of which nothing else is known; afterwards it is a score like any that was set once.
func TestATotalSetByHandIsKnown(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point}))
	var found diag.List
	both := w.schema.Standing(&found, "", "total + 1 >= 81")
	require.NoError(t, found.Err())
	w.event(lead.ScoreOverridden, t0, map[string]any{"score": "total", "points": 80.0, "until": t0.Add(lead.Day).Time()})
	assert.Equal(t, "80", w.score("total", t0))
	assert.Equal(t, "unscored", w.score("interest", t0))
	lines := w.scorer.Explain(w.state, t0)
	require.Len(t, lines, 1)
	assert.Equal(t, lead.Line{Score: "total", Rule: scoring.SetByHand, Points: 80 * lead.Point, Given: 80 * lead.Point, Times: 1, Last: t0}, lines[0])
	w.facts.At(t0)
	w.scorer.Fill(w.state, w.facts)
	assert.True(t, both.True(w.facts))
	assert.Equal(t, "0", w.score("total", t0.Add(lead.Day)))
	next, ok := w.scorer.Next(w.state, 1, lead.Point, t0)
	assert.True(t, ok)
	assert.Equal(t, t0.Add(lead.Day), next)
}

// The parts of a total are rounded each for itself, and the total once: the difference has a line of its own.
func TestATotalHasItsRounding(t *testing.T) {
	rule := func(name string) scoring.Score {
		return scoring.Score{Name: name, Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 1}}}
	}
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{rule("one"), rule("other")}, Total: "0.5 * one + 0.5 * other"})
	w.event("email_opened", t0, nil)
	var told []string
	for _, l := range w.scorer.Explain(w.state, t0) {
		if l.Score == scoring.Total {
			told = append(told, l.Rule+" "+l.Points.String())
		}
	}
	assert.Equal(t, []string{"0.5 * one 0.000001", "0.5 * other 0.000001", "rounding -0.000001"}, told)
	assert.Equal(t, "0.000001", w.score(scoring.Total, t0))
}

func TestWorth(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"quote_requested"}, Worth: "event.amount / 1000", AtLeast: scoring.At(2 * lead.Point), UpTo: scoring.At(40 * lead.Point)}))
	sum := []string{"unscored", "2", "12.34568", "52.34568"}
	for i, amount := range []any{nil, 100.0, 10345.6789, 1e12} {
		w.event("quote_requested", t0, map[string]any{"amount": amount})
		assert.Equal(t, sum[i], w.score("interest", t0))
	}
}

func TestWorthThatIsNoNumberDoesNotFire(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"page_viewed"}, Worth: "1 / event.seconds"}))
	w.event("page_viewed", t0, map[string]any{"seconds": 0.0})
	assert.Equal(t, "unscored", w.score("interest", t0))
	w.event("page_viewed", t0, map[string]any{"seconds": 1e-300})
	assert.Equal(t, "1000000000", w.score("interest", t0), "one event gives at most MostPoints")
}

func TestRuleAboutSeveralKindsHasOneLine(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened", "page_viewed"}, Points: lead.Point, Once: true}))
	w.event("email_opened", t0, nil)
	w.event("page_viewed", t0, nil)
	assert.Equal(t, "1", w.score("interest", t0))
	assert.Len(t, w.state.Lines, 1)
}

func TestRenewKeepsWhatTheLeadIs(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point, Once: true})
	m.Scores = append(m.Scores, scoring.Score{Name: "fit", Rules: []scoring.Rule{{Name: "busy", When: "lead.visits > 3", Points: 10 * lead.Point}}})
	w := newWorld(t, m)
	w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 7.0})
	w.event("email_opened", t0, nil)
	w.scorer.Renew(w.state, days(10))
	assert.Equal(t, "unscored", w.score("interest", days(10)))
	assert.Equal(t, "10", w.score("fit", days(10)))
	w.event("email_opened", days(10)-1, nil)
	assert.Equal(t, "unscored", w.score("interest", days(10)), "an event of the cycle before")
	w.event("email_opened", days(10), nil)
	assert.Equal(t, "1", w.score("interest", days(10)), "once in each cycle")
}

func TestOverride(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: 10 * lead.Point}))
	w.event("email_opened", t0, nil)
	set := func(at lead.Instant, score string, points any, until any) {
		w.event(lead.ScoreOverridden, at, map[string]any{"score": score, "points": points, "until": until, "reason": "met at a fair"})
	}
	set(days(1), "interest", 80.0, days(3).Time())
	w.event("email_opened", days(1), nil)
	assert.Equal(t, "80", w.score("interest", days(2)), "it sticks")
	lines := w.scorer.Explain(w.state, days(2))
	assert.Equal(t, []lead.Points{20 * lead.Point, 60 * lead.Point}, []lead.Points{lines[0].Points, lines[1].Points}, "the machine's score goes on")
	assert.Equal(t, scoring.SetByHand, lines[1].Rule)
	at, ok := w.scorer.Next(w.state, 0, 50*lead.Point, days(2))
	assert.True(t, ok)
	assert.Equal(t, days(3), at)
	assert.Equal(t, "20", w.score("interest", days(3)))
	set(t0, "interest", 1.0, nil)
	assert.Equal(t, "80", w.score("interest", days(2)), "an older act does not replace a later one")
	set(days(4), "interest", 5.0, nil)
	set(days(5), "interest", nil, nil)
	assert.Equal(t, "20", w.score("interest", days(5)), "lifted")
	set(days(6), "nonsense", 5.0, nil)
	assert.Len(t, w.state.Overrides, 1)
	w.state.Erase()
	assert.Empty(t, w.state.Overrides[0].Reason)
}

func TestScoreIsHeldWithinItsRange(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"page_viewed"}, Worth: "event.seconds"})
	m.Scores[0].Min, m.Scores[0].Max = scoring.At(0), scoring.At(100*lead.Point)
	w := newWorld(t, m)
	w.event("page_viewed", t0, map[string]any{"seconds": 130.0})
	assert.Equal(t, "100", w.score("interest", t0))
	assert.Equal(t, "at most 100", w.scorer.Explain(w.state, t0)[1].Rule)
	w.event("page_viewed", t0, map[string]any{"seconds": -200.0})
	assert.Equal(t, "0", w.score("interest", t0))
}

// A state that no scorer wrote gives some number, and never a panic.
func TestMalformedStateDoesNotPanic(t *testing.T) {
	w := newWorld(t, twoPaces)
	w.event("email_opened", t0, nil)
	st := w.state.Clone()
	st.Lines[0].Last, st.Lines[0].Sum = -1<<63, scoring.Wide{Hi: -1 << 63}
	st.Fit, st.Judged = []uint32{1, 1}, []uint32{7}
	assert.NotPanics(t, func() {
		w.scorer.Score(&st, 0, t0)
		w.scorer.Over(&st, 0, t0, days(3))
		w.scorer.Explain(&st, -5)
		w.scorer.Merge(&st, w.state)
		w.scorer.Next(&st, 0, 5, lead.Forever)
		w.scorer.Score(&st, 99, t0)
		w.scorer.Score(&st, -1, t0)
	})
}

func TestScoreOfSomeLeads(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"page_viewed"}, Points: 10 * lead.Point})
	m.Scores[0].For = scoring.Scope{Market: []string{"B2B"}, When: "lead.visits > 1 or lead.visits < -1"}
	w := newWorld(t, m)
	w.event("page_viewed", t0, nil)
	assert.Equal(t, "unscored", w.score("interest", t0), "not known")
	w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 2.0})
	assert.Equal(t, "unscored", w.score("total", t0), "the market is not known")
	w.event(lead.ProfileUpdated, t0+1, map[string]any{"market": "B2B"})
	assert.Equal(t, "10", w.score("interest", t0+1), "what it did before counts")
	w.event(lead.ProfileUpdated, t0+2, map[string]any{"visits": 0.0})
	assert.Equal(t, "unscored", w.score("interest", t0+2))
}

// A score may be called "for", as the scope of another is.
func TestScoreCalledFor(t *testing.T) {
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{
		{Name: "for", Rules: []scoring.Rule{{Name: "interest", When: "lead.visits > 3", Points: 5 * lead.Point}}},
		{Name: "interest", For: scoring.Scope{When: "lead.visits > 100"}, Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 2 * lead.Point}}},
	}})
	w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 4.0})
	w.event("email_opened", t0, nil)
	require.Equal(t, "5", w.score("for", t0))
	require.Equal(t, "unscored", w.score("interest", t0), "the scope does not hold")
}
