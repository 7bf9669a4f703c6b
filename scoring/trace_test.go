package scoring_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// Law 5 by event: the lines of a trace sum exactly to each score, through limits, decay, facts that come and go, overrides, new cycles, at an instant long after.
func TestTraceSumsToTheScore(t *testing.T) {
	heldLines, endedLines := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		w, end := drawLimitedWorld(r) // for its model
		w = w.again()
		history := drawHistory(r, 15)
		for _, h := range history {
			end = max(end, h.At)
		}
		at := end + lead.Instant(rapid.Int64Range(0, int64(60*lead.Day)).Draw(r, "later"))
		trace := w.scorer.Trace(at)
		given := map[string]lead.Points{}
		for i, h := range history {
			if rapid.IntRange(0, 5).Draw(r, "fact") == 0 {
				w.event(lead.ProfileUpdated, h.At, map[string]any{"visits": float64(rapid.IntRange(0, 8).Draw(r, "visits"))})
				trace.Note(w.state, fmt.Sprint("fact ", i), lead.ProfileUpdated, h.At)
			}
			if rapid.IntRange(0, 12).Draw(r, "renew") == 0 {
				w.scorer.Renew(w.state, min(h.At, end))
				trace.Note(w.state, scoring.ByTime, "", h.At)
			}
			w.event(h.Kind, h.At, h.props())
			trace.Note(w.state, fmt.Sprint(i), h.Kind, h.At)
		}
		if rapid.Bool().Draw(r, "overridden") {
			w.override(r, end)
			trace.Note(w.state, "override", lead.ScoreOverridden, end)
		}
		sums := map[string]lead.Points{}
		for _, l := range trace.Lines(w.state) {
			sums[l.Score] += l.Points
			if l.Kind != "" {
				require.Equal(r, l.Given-l.Faded, l.Points+ended(l), l)
				given[l.Score+"/"+l.Rule] += l.Given
			}
			if l.Held {
				heldLines++
			}
			if l.Ended != "" {
				endedLines++
			}
		}
		for i, name := range w.scorer.Names() {
			p, _ := w.scorer.Score(w.state, i, at)
			require.Equal(r, p, sums[name], name)
		}
	})
	require.Positive(t, heldLines)
	require.Positive(t, endedLines)
}

// What diminishing returns keep back of an event's points is told of it, as what a limit keeps back whole.
func TestTraceTellsWhatIsHeldInPart(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: 8 * lead.Point, Diminishing: scoring.Diminishing{Share: scoring.Part{Points: 50 * lead.Point, Percent: true}, Per: scoring.Daily}}))
	trace := w.scorer.Trace(t0)
	for _, id := range []string{"1", "2"} {
		w.event("email_opened", t0, nil)
		trace.Note(w.state, id, "email_opened", t0)
	}
	lines := trace.Lines(w.state)
	require.False(t, lines[0].Held)
	require.True(t, lines[1].Held)
	require.Equal(t, 4*lead.Point, lines[1].Given)
	require.Contains(t, lines[1].String(), " gave 4, the rest held back by each further 50% per day")
}

// An event that begins a cycle, and gives in it what another gave in the one before, has its own line.
func TestTraceAcrossCycles(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: 8 * lead.Point}))
	trace := w.scorer.Trace(t0.Add(lead.Day))
	w.event("email_opened", t0, nil)
	trace.Note(w.state, "1", "email_opened", t0)
	w.scorer.Renew(w.state, t0.Add(lead.Hour))
	w.event("email_opened", t0.Add(lead.Hour), nil)
	trace.Note(w.state, "2", "email_opened", t0.Add(lead.Hour))
	lines := trace.Lines(w.state)
	require.Equal(t, "2", lines[0].Ended)
	require.Zero(t, lines[0].Points)
	require.Equal(t, "2", lines[1].Event)
	require.Equal(t, 8*lead.Point, lines[1].Points)
}

// ended gives what was taken away of a line.
func ended(l scoring.Traced) lead.Points {
	if l.Ended == "" {
		return 0
	}
	return l.Given
}

// Every event of three days, as it counts a week later.
func ExampleTrace() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	scorer, _ := scoring.Compile(scoring.Model{Scores: []scoring.Score{
		{Name: "fit", Rules: []scoring.Rule{{Name: "target industry", When: `lead.industry in ["retail", "logistics"]`, Points: 30 * lead.Point}}},
		{Name: "interest", Decay: scoring.HalfLife(7 * lead.Day), Max: scoring.At(20 * lead.Point), Rules: []scoring.Rule{
			{Name: "opened a campaign", Each: []string{"email_opened"}, Points: 6 * lead.Point, AtMost: []scoring.Rate{{Times: 1, Per: scoring.Daily}}},
			{Name: "asked for a quote", Each: []string{"quote_requested"}, Points: 40 * lead.Point},
		}}}}, schema)
	monday := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	at := lead.At(monday.AddDate(0, 0, 9))
	var person lead.State
	var state scoring.State
	var bound lead.Bound
	facts, trace := schema.NewFacts(), scorer.Trace(at)
	for _, event := range []lead.Event{
		{ID: "1", Kind: lead.ProfileUpdated, Time: monday, Props: map[string]any{"industry": "retail"}},
		{ID: "2", Kind: "email_opened", Time: monday},
		{ID: "3", Kind: "email_opened", Time: monday.Add(time.Hour)},
		{ID: "4", Kind: "quote_requested", Time: monday.AddDate(0, 0, 2)},
		{ID: "5", Kind: lead.ProfileUpdated, Time: monday.AddDate(0, 0, 3), Props: map[string]any{"industry": "mining"}},
	} {
		_ = schema.Bind(event, &bound)
		changed := schema.Apply(&person, &bound)
		facts.See(&person)
		facts.Hear(&bound)
		facts.At(bound.Time)
		scorer.Apply(&state, &bound, facts)
		if changed {
			scorer.Refit(&state, facts)
		}
		trace.Note(&state, bound.ID, event.Kind, bound.Time)
	}
	fmt.Println("as of", at)
	for _, line := range trace.Lines(&state) {
		fmt.Println(line)
	}
	// Output:
	// as of 2026-11-11T09:00:00.000Z
	//    +0.00  fit, target industry: profile updated of Mon 2 Nov 09:00 gave 30, taken away by 5
	//    +2.46  interest, opened a campaign: email opened of Mon 2 Nov 09:00 gave 6, of which 3.54 has faded
	//    +0.00  interest, opened a campaign: email opened of Mon 2 Nov 10:00 gave nothing: held back by at most 1 per day
	//   +20.00  interest, asked for a quote: quote requested of Wed 4 Nov 09:00 gave 40, of which 20 has faded
	//    -2.46  interest, at most 20
	//   +20.00  total, interest
}
