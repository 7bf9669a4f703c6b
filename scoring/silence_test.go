package scoring_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

func TestSilence(t *testing.T) {
	m := one(scoring.Rule{After: scoring.Silence(30 * lead.Day), Points: -15 * lead.Point, Again: scoring.Interval(30 * lead.Day), Times: 3})
	w := newWorld(t, m)
	assert.Equal(t, "unscored", w.score("interest", t0), "nothing ever happened")
	w.event("page_viewed", t0, nil)
	for day, want := range map[int]string{0: "0", 29: "0", 30: "-15", 59: "-15", 60: "-30", 90: "-45", 2000: "-45"} {
		assert.Equal(t, want, w.score("interest", days(day)), "day %d", day)
	}
	assert.Equal(t, "0", w.score("interest", days(30)-1))
	at, ok := w.scorer.Next(w.state, 0, -30*lead.Point, days(31))
	assert.False(t, ok && at < days(90))
	at, ok = w.scorer.Next(w.state, 0, -29*lead.Point, days(31))
	assert.True(t, ok)
	assert.Equal(t, days(60), at)
	automatic := w.bind("email_opened", days(40), nil)
	automatic.Automatic = true
	w.apply(automatic)
	assert.Equal(t, "-15", w.score("interest", days(50)), "no human ended the silence")
	w.event("email_opened", days(40), nil)
	assert.Equal(t, "0", w.score("interest", days(50)))
	w.event("page_viewed", days(20), nil)
	assert.Equal(t, "0", w.score("interest", days(60)), "a late event does not bring the silence back")
}

func TestSilenceOfKinds(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{After: scoring.Silence(lead.Day), Of: []string{"video_watched"}, Points: -5 * lead.Point}))
	w.event("page_viewed", t0, nil)
	assert.Equal(t, "unscored", w.score("interest", days(5)), "never watched, never silent")
	w.event("video_watched", days(5), nil)
	w.event("page_viewed", days(6), nil)
	assert.Equal(t, "-5", w.score("interest", days(6)))
}

// Ten points that fade, and a silence that takes fifteen down to a floor of two: what it takes shrinks with what there is.
func TestSilenceStopsAtItsFloor(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"page_viewed"}, Points: 10 * lead.Point, Decay: scoring.HalfLife(10 * lead.Day)})
	m.Scores[0].Rules = append(m.Scores[0].Rules, scoring.Rule{Name: "silent", After: scoring.Silence(5 * lead.Day), Points: -15 * lead.Point, DownTo: scoring.At(2 * lead.Point)})
	w := newWorld(t, m)
	w.event("page_viewed", t0, nil)
	for day, want := range map[int]string{0: "10", 5: "2", 10: "2", 20: "2", 30: "1.25", 40: "0.625"} {
		assert.Equal(t, want, w.score("interest", days(day)), "day %d", day)
	}
	lo, hi, _ := w.scorer.Over(w.state, 0, days(4), days(40))
	assert.Equal(t, lead.Points(625_000), lo)
	assert.GreaterOrEqual(t, hi, 7*lead.Point)
	next, ok := w.scorer.Next(w.state, 0, 2*lead.Point, days(6))
	assert.True(t, ok)
	assert.InDelta(t, 10*math.Log2(5)*float64(lead.Day), float64(next-t0), 1000, "the points themselves sink below the floor")
}

// Far above its floor a silence takes all of its points, at its instant: bounds over a span in which it does have the score before and after.
func TestBoundsAcrossASilenceAboveItsFloor(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"page_viewed"}, Points: 100 * lead.Point})
	m.Scores[0].Rules = append(m.Scores[0].Rules, scoring.Rule{Name: "silent", After: scoring.Silence(5 * lead.Day), Points: -15 * lead.Point, Again: scoring.Interval(5 * lead.Day), Times: 2,
		DownTo: scoring.At(2 * lead.Point)})
	w := newWorld(t, m)
	w.event("page_viewed", t0, nil)
	for _, c := range []struct{ from, to, lo, hi int }{{0, 4, 100, 100}, {4, 6, 85, 100}, {6, 9, 85, 85}, {4, 12, 70, 100}, {11, 30, 70, 70}} {
		lo, hi, _ := w.scorer.Over(w.state, 0, days(c.from), days(c.to))
		assert.Equal(t, []int{c.lo, c.hi}, []int{int(lo / lead.Point), int(hi / lead.Point)}, "days %d to %d", c.from, c.to)
	}
}
