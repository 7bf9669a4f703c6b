package scoring_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// Frozen, every score stays what it was, if it was unscored, too, whatever happens and however time passes; resumed, it is what it would be had nobody frozen it.
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
			p, is := w.scorer.Score(w.state, i, at)
			require.Equal(r, before[i], p, name)
			require.Equal(r, known[i], is, name)
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

// An unscored score that is frozen stays unscored, also beneath a total, until it goes on; then it is what became of it meanwhile. What is written by hand after that counts before it.
func TestAnUnscoredScoreFreezesAsItIs(t *testing.T) {
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 7 * lead.Point}}},
		{Name: "fit", Rules: []scoring.Rule{{Name: "viewed", Each: []string{"page_viewed"}, Points: 5 * lead.Point}}}},
		Temperature: scoring.Temperature{Bands: []scoring.Band{{Name: "warm", From: 0}}, Else: "cold"}})
	w.event(lead.ScoreFrozen, t0, map[string]any{"score": "interest", "until": days(9), "reason": "no consent yet"})
	w.event("email_opened", days(1), nil)
	require.Equal(t, "unscored", w.score("interest", days(1)))
	require.Equal(t, "unscored", w.score("total", days(1)))
	require.Empty(t, w.scorer.Temperature(w.state, days(1)))
	require.Empty(t, w.scorer.Explain(w.state, days(1)))
	require.Equal(t, []scoring.Hand{{Score: "interest", Frozen: true, Unscored: true, Reason: "no consent yet", Since: t0, Until: days(9)}}, w.scorer.Hands(w.state, days(1)))
	w.event("page_viewed", days(2), nil)
	require.Equal(t, "5", w.score("total", days(2)), "it counts as nothing in the total")
	next, ok := w.scorer.Next(w.state, 0, 7*lead.Point, days(2))
	require.True(t, ok)
	require.Equal(t, days(9), next)
	require.Equal(t, days(9), w.scorer.Due(w.state, days(2)))
	require.Zero(t, w.scorer.Due(w.state, days(9)))
	w.event(lead.ScoreOverridden, days(3), map[string]any{"score": "interest", "points": 40.0, "until": days(5)})
	require.Equal(t, "40", w.score("interest", days(4)))
	require.Equal(t, days(5), w.scorer.Due(w.state, days(4)))
	require.Equal(t, "unscored", w.score("interest", days(5)), "the freeze still stands")
	require.Equal(t, "5", w.score("total", days(5)))
	require.Equal(t, "7", w.score("interest", days(9)))
	require.Equal(t, "12", w.score("total", days(9)))
	w.event(lead.ScoreResumed, days(6), nil)
	require.Equal(t, "7", w.score("interest", days(6)))
	require.Zero(t, w.scorer.Due(w.state, days(6)))

	w.event(lead.ScoreFrozen, days(10), map[string]any{"score": "nonsense"})
	require.NotContains(t, encoded(t, w.state), "nonsense", "a score that the model does not have is passed over")
}

// A total that is frozen unscored stays so, whatever its parts are.
func TestAnUnscoredTotalFreezesAsItIs(t *testing.T) {
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 7 * lead.Point}}}}})
	w.event(lead.ScoreFrozen, t0, map[string]any{"score": "total"})
	w.event("email_opened", days(1), nil)
	require.Equal(t, "7", w.score("interest", days(1)))
	require.Equal(t, "unscored", w.score("total", days(1)))
	w.event(lead.ScoreResumed, days(2), map[string]any{"score": "total"})
	require.Equal(t, "7", w.score("total", days(2)))
}

// Whether a score is known changes by itself at the instants of Due alone; between them and beyond, bounds bound, and Next is where a comparison changes.
func TestDueIsWhereAScoreBecomesKnown(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(r, drawModel(r))
		end := t0
		early := rapid.IntRange(0, 2).Draw(r, "early")
		for range early {
			w.freeze(r, end)
		}
		for _, h := range drawHistory(r, 8) {
			w.apply(w.bind(h.Kind, h.At, h.props()))
			end = max(end, h.At)
		}
		if rapid.Bool().Draw(r, "by hand") {
			w.override(r, end)
		}
		from := end
		for range 6 {
			due := w.scorer.Due(w.state, from)
			to := from.Add(lead.Span(rapid.Int64Range(0, int64(12*lead.Day)).Draw(r, "span")))
			for i := range w.scorer.Names() {
				lo, hi, known := w.scorer.Over(w.state, i, from, to)
				for range 4 {
					at := from.Add(lead.Span(rapid.Int64Range(0, int64(to.Sub(from))).Draw(r, "ms")))
					p, is := w.scorer.Score(w.state, i, at)
					require.True(r, lo <= p && p <= hi, "%s is %s, not from %s to %s", w.scorer.Names()[i], p, lo, hi)
					if due == 0 || at < due {
						require.Equal(r, known, is)
					}
				}
				threshold := lead.Points(rapid.Int64Range(-30, 60).Draw(r, "threshold")) * lead.Point
				reached := func(at lead.Instant) bool {
					p, is := w.scorer.Score(w.state, i, at)
					return is && p >= threshold
				}
				next, moves := w.scorer.Next(w.state, i, threshold, from)
				if !moves {
					next = from.Add(400 * lead.Day)
				} else {
					require.NotEqual(r, reached(from), reached(next))
				}
				at := from.Add(lead.Span(rapid.Int64Range(0, int64(next.Sub(from))-1).Draw(r, "before next")))
				require.Equal(r, reached(from), reached(at))
			}
			if due != 0 && due < to {
				to = due
			}
			from = to
		}
	})
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

// A total that was frozen with points is unscored, without points, while all that it reads is.
func TestAFrozenTotalOfNothing(t *testing.T) {
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{
		{Name: "fit", Rules: []scoring.Rule{{Name: "visits", When: "lead.visits > 3", Points: 5 * lead.Point}}},
		{Name: "interest", For: scoring.Scope{Market: []string{"B2B"}}, Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 2 * lead.Point}}},
	}})
	w.event(lead.ProfileUpdated, t0, map[string]any{"market": "B2B"})
	w.event("email_opened", t0, nil)
	w.event(lead.ScoreFrozen, t0, nil)
	w.event(lead.ProfileUpdated, t0+1, map[string]any{"market": "B2C", "visits": 4.0})
	points, known := w.scorer.Score(w.state, len(w.scorer.Names())-1, t0+1)
	require.False(t, known)
	require.Zero(t, points)
	require.Empty(t, w.scorer.Explain(w.state, t0+1))
}
