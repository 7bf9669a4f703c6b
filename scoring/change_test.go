package scoring_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// changing gives a lead of a model, and a change of a score with a condition on it.
func changing(t require.TestingT, m scoring.Model, call, cond string) (*world, *lead.Quantity, *lead.Condition) {
	w := newWorld(t, m)
	var found diag.List
	q, c := w.schema.LeadQuantity(&found, "", call), w.schema.Standing(&found, "", call+cond)
	require.NoError(t, found.Err())
	w.facts = w.schema.NewFacts()
	return w, q, c
}

func (w *world) read(q *lead.Quantity, from lead.Instant) (float64, bool) {
	w.facts.At(from)
	w.scorer.Fill(w.state, w.facts)
	return q.Of(w.facts)
}

func sorted(history []happening) []happening {
	slices.SortStableFunc(history, func(a, b happening) int { return int(a.At - b.At) })
	return history
}

// Law 9: a change is the score now, less what the state of then said of the beginning of the grain.
func TestChangeEqualsTheScoreThen(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		call := rapid.SampledFrom([]string{"interest", "fit", "total"}).Draw(r, "of")
		span := rapid.SampledFrom([]lead.Span{lead.Minute, 3 * lead.Hour, 7 * lead.Day, 90*lead.Day + 1}).Draw(r, "within")
		w, q, cond := changing(r, drawModel(r), `change("`+call+`", "`+span.String()+`")`, " > 2.5")
		grain := max((span+29)/30, lead.Minute)
		back := (span + grain - 1) / grain
		type then struct {
			at    lead.Instant
			state scoring.State
		}
		past, end := []then{{}}, t0
		number := slices.Index(w.scorer.Names(), call)
		for _, h := range sorted(drawHistory(r, 20)) {
			w.event(h.Kind, h.At, h.props())
			past, end = append(past, then{h.At, w.state.Clone()}), h.At
		}
		plain := func(at lead.Instant) (float64, bool) {
			start := (at/lead.Instant(grain) - lead.Instant(back)) * lead.Instant(grain)
			i := len(past) - 1
			for i > 0 && past[i].at >= start {
				i--
			}
			was, _ := w.scorer.Score(&past[i].state, number, start)
			now, known := w.scorer.Score(w.state, number, at)
			return (now - was).Float(), known
		}
		var read scoring.State
		require.NoError(r, json.Unmarshal([]byte(encoded(r, w.state)), &read))
		from := end + lead.Instant(rapid.Int64Range(0, int64(2*span)).Draw(r, "later"))
		to := from + lead.Instant(rapid.Int64Range(0, int64(span)).Draw(r, "width"))
		w.facts.Over(from, to)
		w.scorer.Fill(&read, w.facts)
		over := cond.Over(w.facts)
		for range 20 {
			at := lead.Instant(rapid.Int64Range(int64(from), int64(to)).Draw(r, "at"))
			want, known := plain(at)
			got, same := w.read(q, at)
			require.Equal(r, known, same)
			require.InDelta(r, want, got, 0)
			if over != lead.Maybe {
				require.Equal(r, over == lead.Yes, known && got > 2.5)
			}
		}
		for _, p := range w.state.Past {
			require.LessOrEqual(r, len(p.Points), 31)
		}
	})
}

func TestChangeInAnEventRule(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"page_viewed"}, Points: 10 * lead.Point})
	m.Scores[0].Rules = append(m.Scores[0].Rules, scoring.Rule{Name: "waking up", Each: []string{"video_watched"}, When: `change("interest", "30d") >= 20`, Points: 5 * lead.Point})
	w := newWorld(t, m)
	w.event("page_viewed", t0, nil)
	w.event("video_watched", days(1), nil)
	assert.Equal(t, "10", w.score("interest", days(1)))
	w.event("page_viewed", days(2), nil)
	w.event("video_watched", days(3), nil)
	assert.Equal(t, "25", w.score("interest", days(3)), "20 more than nothing")
	w.event("video_watched", days(50), nil)
	assert.Equal(t, "25", w.score("interest", days(50)), "nothing has changed for 30 days")
}

func TestPastAddsUpInAMerge(t *testing.T) {
	w, q, _ := changing(t, one(scoring.Rule{Each: []string{"page_viewed"}, Points: 10 * lead.Point}), `change("interest", "30d")`, " > 2")
	left, right := w.again(), w.again()
	left.event("page_viewed", t0, nil)
	left.event("page_viewed", days(20), nil)
	right.event("page_viewed", days(1), nil)
	right.event("page_viewed", days(40), nil)
	ab, ba := left.state.Clone(), right.state.Clone()
	w.scorer.Merge(&ab, right.state)
	w.scorer.Merge(&ba, left.state)
	require.Equal(t, encoded(t, &ab), encoded(t, &ba))
	w.state = &ab
	got, known := w.read(q, days(45))
	assert.True(t, known)
	assert.InDelta(t, 20, got, 0, "40 now; 30 days before it was 10 and 10")
}

// What two records share, such as what the lead is, is in the past of their merger once, as it is in its present: a merge by itself is no change.
func TestAMergeIsNoChange(t *testing.T) {
	for name, m := range map[string]scoring.Model{
		"what the lead is": {Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{{Name: "busy", When: "lead.visits > 3", Points: 30 * lead.Point}}}}},
		"a maximum":        {Scores: []scoring.Score{{Name: "interest", Max: scoring.At(10 * lead.Point), Rules: []scoring.Rule{{Name: "read", Each: []string{"page_viewed"}, Points: 10 * lead.Point}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			w, q, _ := changing(t, m, `change("interest", "30d")`, " > 2")
			left, right := w.again(), w.again()
			for day, x := range []*world{left, right} {
				x.event(lead.ProfileUpdated, days(day), map[string]any{"visits": 7.0})
				x.event("page_viewed", days(day), nil)
				x.event("email_opened", days(40+day), nil)
			}
			w.scorer.Merge(left.state, right.state)
			w.state = left.state
			got, known := w.read(q, days(45))
			assert.True(t, known)
			assert.Zero(t, got, "both have been what they are for 40 days")
		})
	}
}

func TestChangeFindings(t *testing.T) {
	for src, want := range map[string]string{`change("intrest", "7d") > 3`: "unknown-score", `change("interest") > 3`: "no-time", `change("interest", "1s") > 3`: "no-time", `change("page_viewed", "7d") > 3`: "unknown-score"} {
		r := scoring.Rule{Each: []string{"page_viewed"}, Points: 1, When: src}
		assert.Contains(t, codes(t, one(r)), "/interest/rule/when "+want, src)
	}
	r := scoring.Rule{Each: []string{"page_viewed"}, Worth: "interest + 1"}
	assert.Contains(t, codes(t, one(r)), "/interest/rule/worth reads-score")
}

func TestChangeOfWhatTheLeadIs(t *testing.T) {
	fit := scoring.Model{Scores: []scoring.Score{{Name: "fit", Rules: []scoring.Rule{{Name: "busy", When: "lead.visits > 3", Points: 10 * lead.Point}}}}}
	w, q, _ := changing(t, fit, `change("fit", "30d")`, " > 2")
	w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 1.0})
	w.facts.At(days(10))
	w.person.Fields[0].Value.Num = 7 // as when time alone makes a fact: no event is heard
	w.facts.See(w.person)
	w.scorer.Refit(w.state, w.facts)
	for day, want := range map[int]float64{11: 10, 39: 10, 41: 0} {
		got, known := w.read(q, days(day))
		assert.True(t, known)
		assert.InDelta(t, want, got, 0, "day %d", day)
	}
}
