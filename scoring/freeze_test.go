package scoring_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// Frozen, every known score stays what it was, whatever happens and however time passes; resumed, it is what it would be had nobody frozen it.
func TestFrozenScoresStandStill(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := drawModel(r)
		w := newWorld(r, m)
		free := w.again()
		*free.person = lead.State{}
		end := t0
		apply := func(list []happening) {
			for _, h := range list {
				b := w.bind(h.Kind, h.At, h.props())
				w.apply(b)
				free.apply(b)
				end = max(end, h.At)
			}
		}
		apply(drawHistory(r, 10))
		w.event(lead.ScoreFrozen, end, nil)
		before, known := map[int]lead.Points{}, map[int]bool{}
		for i := range w.scorer.Names() {
			before[i], known[i] = w.scorer.Score(w.state, i, end)
		}
		apply(drawHistory(r, 10))
		at := end.Add(lead.Span(rapid.Int64Range(1, int64(60*lead.Day)).Draw(r, "later")))
		for i, name := range w.scorer.Names() {
			if !known[i] {
				continue
			}
			p, _ := w.scorer.Score(w.state, i, at)
			require.Equal(r, before[i], p, name)
			_, moves := w.scorer.Next(w.state, i, p, at)
			require.False(r, moves)
		}
		w.event(lead.ScoreResumed, at, nil)
		for i := range w.scorer.Names() {
			p, is := w.scorer.Score(w.state, i, at)
			q, also := free.scorer.Score(free.state, i, at)
			require.Equal(r, q, p)
			require.Equal(r, also, is)
		}
	})
}

// What was frozen for a time goes on at its end, and Next foresees that.
func TestAFreezeEnds(t *testing.T) {
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Decay: scoring.HalfLife(lead.Day), Rules: []scoring.Rule{
		{Name: "opened", Each: []string{"email_opened"}, Points: 40 * lead.Point}}}}})
	w.event("email_opened", t0, nil)
	w.event(lead.ScoreFrozen, t0, map[string]any{"score": "interest", "until": days(2), "reason": "on holiday"})
	require.Equal(t, "40", w.score("interest", days(2)-1))
	require.Equal(t, "10", w.score("interest", days(2)))
	require.Equal(t, "40", w.score("total", days(2)-1), "total adds up what is frozen")
	next, ok := w.scorer.Next(w.state, 0, 20*lead.Point, t0)
	require.True(t, ok)
	require.Equal(t, days(2), next)
	lines := w.scorer.Explain(w.state, days(1))
	require.Equal(t, scoring.Frozen, lines[1].Rule)
	require.Equal(t, 20*lead.Point, lines[1].Points)
	require.Equal(t, "on holiday", lines[1].Reason)
	w.event("email_opened", days(1), nil)
	require.Equal(t, "40", w.score("interest", days(1)), "an event gives nothing that shows")
	require.Equal(t, "30", w.score("interest", days(2)), "it counts when the freeze ends")
}

// Of a freeze and a score set by hand the later one counts; when it ends, the other one does, if it still stands.
func TestTheLaterActCounts(t *testing.T) {
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 7 * lead.Point}}}}})
	w.event("email_opened", t0, nil)
	w.event(lead.ScoreOverridden, days(1), map[string]any{"score": "interest", "points": 50.0})
	w.event(lead.ScoreFrozen, days(2), map[string]any{"until": days(8)})
	require.Equal(t, "50", w.score("interest", days(3)), "what is frozen is what was shown")
	w.event(lead.ScoreOverridden, days(4), map[string]any{"score": "interest", "points": 60.0, "until": days(6)})
	require.Equal(t, "60", w.score("interest", days(5)))
	require.Equal(t, "50", w.score("interest", days(7)), "the freeze still stands")
	w.event(lead.ScoreResumed, days(7), nil)
	require.Equal(t, "7", w.score("interest", days(7)))
}

// Nothing is known that could be frozen: the first signal scores. A score that the model does not have is passed over.
func TestUnscoredCannotBeFrozen(t *testing.T) {
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: lead.Point}}}}})
	w.event(lead.ScoreFrozen, t0, nil)
	require.Empty(t, w.state.Frozen)
	require.Equal(t, "unscored", w.score("interest", t0))
	w.event("email_opened", t0, nil)
	w.event(lead.ScoreFrozen, t0, map[string]any{"score": "nonsense"})
	require.Empty(t, w.state.Frozen)
}

// Law 7: freezes and overrides of two records of one person merge the same in either order: the latest of each counts.
func TestMergeOfWhatPeopleDid(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		one := newWorld(r, drawModel(r))
		left, right := one.again(), one.again()
		end := t0
		for _, h := range drawHistory(r, 10) {
			w := left
			if rapid.Bool().Draw(r, "right") {
				w = right
			}
			w.apply(one.bind(h.Kind, h.At, h.props()))
			end = max(end, h.At)
		}
		for range rapid.IntRange(0, 4).Draw(r, "acts") {
			w := rapid.SampledFrom([]*world{left, right}).Draw(r, "of")
			one.serial++
			w.serial = one.serial * 100
			if rapid.Bool().Draw(r, "freeze") {
				w.freeze(r, end)
			} else {
				w.override(r, end)
			}
		}
		ab, ba := left.state.Clone(), right.state.Clone()
		one.scorer.Merge(&ab, right.state)
		one.scorer.Merge(&ba, left.state)
		require.Equal(r, encoded(r, &ab), encoded(r, &ba))
		again := ab.Clone()
		one.scorer.Merge(&again, &scoring.State{})
		require.Equal(r, encoded(r, &ab), encoded(r, &again))
	})
}
