package scoring_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// opposed gives points in one score and takes as many in another, each as it fades.
func opposed(points lead.Points, gives, takes scoring.Decay) scoring.Model {
	return scoring.Model{Total: "up - down", Scores: []scoring.Score{
		{Name: "up", Rules: []scoring.Rule{{Name: "up", Each: []string{"email_opened"}, Points: points, Decay: gives}}},
		{Name: "down", Rules: []scoring.Rule{{Name: "down", Each: []string{"email_opened"}, Points: points, Decay: takes}}},
	}}
}

// Scores that cancel each other out, wholly or nearly, leave the search no interval without doubt unless they are seen together.
func TestNextOfOpposedScores(t *testing.T) {
	const week = 7 * lead.Day
	for name, m := range map[string]scoring.Model{
		"equal":         opposed(10*lead.Point, scoring.HalfLife(week), scoring.HalfLife(week)),
		"nearly equal":  opposed(10*lead.Point, scoring.HalfLife(week), scoring.HalfLife(week+1)),
		"grains, equal": opposed(10*lead.Point, decay("half-life 7d within 90d"), decay("half-life 7d within 90d")),
	} {
		w := newWorld(t, m)
		for i := range 20 {
			w.event("email_opened", t0+lead.Instant(i*i*7_654_321), nil)
		}
		for _, threshold := range []lead.Points{-1, 0, 1} {
			at := days(40)
			now, _ := w.scorer.Score(w.state, 2, at)
			assert.Zero(t, now, name)
			next, ok := w.scorer.Next(w.state, 2, threshold, at)
			assert.False(t, ok, "%s: %v at %v", name, threshold, next)
		}
	}
}

// Of a sum of k exponentials at most k-1 crossings are possible, and these are found, in order, each to the millisecond.
func TestNextFindsThreeCrossings(t *testing.T) {
	// With x = 2^(-t/28d)  the total is 64(x-1/4)(x-1/2)(x-3/4) + 10: it crosses 10 at x = 3/4, 1/2 and 1/4.
	rules := []scoring.Rule{}
	for i, c := range []struct{ points, days lead.Span }{{64, 28}, {-96, 42}, {44, 84}} {
		rules = append(rules, scoring.Rule{Name: fmt.Sprint(i), Each: []string{"email_opened"}, Points: lead.Points(c.points) * lead.Point, Decay: scoring.HalfLife(c.days * lead.Day)})
	}
	rules = append(rules, scoring.Rule{Name: "still", Each: []string{"email_opened"}, Points: 4 * lead.Point})
	m := scoring.Model{Scores: []scoring.Score{{Name: "a", Rules: rules[:2]}, {Name: "b", Rules: rules[2:]}}}
	w := newWorld(t, m)
	w.event("email_opened", t0, nil)
	var found []lead.Instant
	for at := t0; ; {
		next, ok := w.scorer.Next(w.state, 2, 10*lead.Point+1, at)
		if !ok {
			break
		}
		is := func(at lead.Instant) bool {
			p, _ := w.scorer.Score(w.state, 2, at)
			return p > 10*lead.Point
		}
		require.Equal(t, is(at), is(next-1))
		require.NotEqual(t, is(at), is(next))
		found, at = append(found, next), next
	}
	require.Len(t, found, 3)
	for i, x := range []float64{0.415037499, 1, 2} { // -log2 of 3/4, 1/2, 1/4
		assert.InDelta(t, x*84*float64(lead.Day), float64(found[i]-t0), 20_000)
	}
}

// However hostile the model, the search ends, and what it then gives is no later than the crossing.
func TestNextEnds(t *testing.T) {
	const century = 36500 * lead.Day
	w := newWorld(t, opposed(lead.MostPoints, scoring.HalfLife(century), scoring.HalfLife(century-1)))
	for range 50 {
		w.event("email_opened", t0, nil)
	}
	for _, threshold := range []lead.Points{-1, 0, 1, 2} {
		now, _ := w.scorer.Score(w.state, 2, t0)
		at := t0
		for range 3 {
			next, ok := w.scorer.Next(w.state, 2, threshold, at)
			if !ok {
				break
			}
			require.Greater(t, next, at)
			for i := range lead.Instant(100) {
				p, _ := w.scorer.Score(w.state, 2, at+(next-1-at)*i/100)
				require.Equal(t, now >= threshold, p >= threshold)
			}
			if p, _ := w.scorer.Score(w.state, 2, next); p >= threshold != (now >= threshold) {
				break
			}
			at = next
		}
	}
}

// The sum of 100·2^(-t/7d) and -100·2^(-t/14d) plus 30 sinks to 5 at t = 14d, where 2^(-t/14d) is a half, and comes back: a threshold just above is crossed twice.
func TestNextFindsBothCrossingsOfAHollow(t *testing.T) {
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{
		{Name: "a", Each: []string{"email_opened"}, Points: 100 * lead.Point, Decay: scoring.HalfLife(7 * lead.Day)},
		{Name: "b", Each: []string{"email_opened"}, Points: -100 * lead.Point, Decay: scoring.HalfLife(14 * lead.Day)},
		{Name: "c", Each: []string{"email_opened"}, Points: 30 * lead.Point},
	}}}})
	w.event("email_opened", t0, nil)
	assert.Equal(t, "5", w.score("interest", days(14)))
	// With x = 2^(-t/14d), 100x² - 100x + 30 = 5.01 at x = 0.5 ± 0.01.
	down := 14 * float64(lead.Day) * -math.Log2(0.51)
	up := 14 * float64(lead.Day) * -math.Log2(0.49)
	first, ok := w.scorer.Next(w.state, 0, 5_010_000, t0)
	require.True(t, ok)
	assert.InDelta(t, down, float64(first-t0), 2000)
	second, ok := w.scorer.Next(w.state, 0, 5_010_000, first)
	require.True(t, ok)
	assert.InDelta(t, up, float64(second-t0), 2000)
	_, ok = w.scorer.Next(w.state, 0, 5_010_000, second)
	assert.False(t, ok)
	_, ok = w.scorer.Next(w.state, 0, 4_999_999, t0)
	assert.False(t, ok, "it never sinks so far")
}
