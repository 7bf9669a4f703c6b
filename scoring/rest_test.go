package scoring_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// given gives what the ledger says that a rule gave in all.
func (w *world) given(rule string, at lead.Instant) string {
	for _, l := range w.scorer.Explain(w.state, at) {
		if l.Rule == rule {
			return l.Given.String()
		}
	}
	return "no such line"
}

// What a rule gave in all is told to the point, where every event gives something else, and where limits take some of it.
func TestGivenIsWhatWasGiven(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"quote_requested"}, Worth: "event.amount", Decay: scoring.HalfLife(lead.Day)}))
	for i, amount := range []float64{5, 7.5, -2} {
		w.event("quote_requested", days(i), map[string]any{"amount": amount})
	}
	require.Equal(t, "10.5", w.given("rule", days(3)))
	w = newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: 8 * lead.Point, AtMost: []scoring.Rate{{Times: 2, Per: scoring.Daily}}}))
	for range 3 {
		w.event("email_opened", t0, nil)
	}
	require.Equal(t, "16", w.given("rule", days(3)))
}

// After the points of a rule have changed, what it had given stays in the ledger, and what it gives comes to it.
func TestMovedRuleKeepsWhatItGave(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: 10 * lead.Point}))
	w.event("email_opened", t0, nil)
	w.event("email_opened", days(1), nil)
	next, _ := w.under(one(scoring.Rule{Each: []string{"email_opened"}, Points: 15 * lead.Point}), days(2))
	require.Equal(t, "20", next.given("rule", days(2)))
	next.event("email_opened", days(3), nil)
	require.Equal(t, "35", next.given("rule", days(3)))
	require.Equal(t, "35", next.score("interest", days(3)))
}

// Where what a rule gave beyond its points comes out even, a state is as if there had never been anything to remember.
func TestNothingIsKeptOfWhatCameOutEven(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"quote_requested"}, Worth: "event.amount"}))
	w.event("quote_requested", t0, map[string]any{"amount": 5.0})
	require.Len(t, w.state.Rests, 1)
	w.event("quote_requested", t0, map[string]any{"amount": -5.0})
	require.Empty(t, w.state.Rests)
	require.Equal(t, "0", w.given("rule", t0))
}

// What another model remembered of a rule that this one has not is dropped when the state is prepared, and the original stays as it was.
func TestPrepareDropsWhatNoRuleHas(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"quote_requested"}, Worth: "event.amount"}))
	w.event("quote_requested", t0, map[string]any{"amount": 5.0})
	other := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{{Name: "another", Each: []string{"email_opened"}, Points: lead.Point}}}}})
	copied := *w.state
	other.scorer.Prepare(&copied)
	require.Empty(t, copied.Rests)
	require.Empty(t, copied.Lines)
	require.Len(t, w.state.Rests, 1)
	var decoded scoring.State
	require.NoError(t, json.Unmarshal([]byte(encoded(t, w.state)), &decoded))
	require.Equal(t, w.state.Rests, decoded.Rests)
}

// A rule counts so many events and no more: the next gives nothing, however it comes, and is told as held back.
func TestARuleCountsSoManyEvents(t *testing.T) {
	for _, folded := range []bool{false, true} {
		w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point}))
		w.event("email_opened", t0, nil)
		w.state.Lines[0].Count = scoring.MostEvents - 1
		for range 2 {
			b := w.bind("email_opened", t0, nil)
			if folded {
				w.scorer.Fold([]scoring.Entry{{State: w.state, Event: &b}}, w.facts, nil)
			} else {
				w.apply(b)
			}
		}
		require.EqualValues(t, scoring.MostEvents, w.state.Lines[0].Count)
		require.EqualValues(t, 1, w.state.Rests[0].Held)
		require.Equal(t, "2", w.score("interest", t0))
	}
}
