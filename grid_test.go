package leadkit_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

const graded = `
scores:
  fit:
    target industry: {when: 'lead.industry == "retail"', points: 60}
  interest:
    decay: linear 30d
    groups: {web: {max: 40}}
    opened a campaign: {each: email_opened, points: 8, diminishing: 50% per day}
    read the prices:   {each: page_viewed, points: 15, group: web, decay: 5 off every 7d}
    saw the film:      {each: video_watched, points: 20, group: web, max: 30, decay: half-life 14d within 60d}
    went silent:       {after: 30d of silence, points: -15, again: every 30d, times: 3, down_to: -20}
  trucks:
    for: {market: B2B, type: [one_off_purchase]}
    about: trucks
    read of trucks:    {each: page_viewed, worth: 10 * event.closeness, decay: window 90d}
  total: min(80, fit + interest)
  temperature: {of: total, hot: 70, warm: 40, else: cold}
  grid:
    letters: {of: fit, A: 50, else: B}
    digits: {of: interest, 1: 30, 2: 10, else: 3}
moves:
  ripe: {from: [inquiry, nurturing], to: mql, when: grid == "A1"}
`

func TestGradesThroughAContract(t *testing.T) {
	e, err := leadkit.Load(leadkit.File{Name: "graded.yaml", Data: []byte(graded)})
	require.NoError(t, err)
	var r leadkit.Record
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	n := 0
	apply := func(kind string, props map[string]any) []leadkit.Effect {
		n++
		effects, err := e.Apply(&r, lead.Event{ID: fmt.Sprint(n), Lead: "L1", Kind: kind, Time: at, Props: props}, at)
		require.NoError(t, err)
		return effects
	}
	view := func(day int) leadkit.View {
		v, err := e.At(&r, at.AddDate(0, 0, day))
		require.NoError(t, err)
		return v
	}
	scores := func(v leadkit.View) map[string]string {
		list := map[string]string{}
		for _, s := range v.Scores {
			if s.Known {
				list[s.Name] = s.Points.String()
			}
		}
		return list
	}
	apply(lead.Created, map[string]any{"industry": "retail", "market": "B2B"})
	apply("email_opened", nil)
	apply("email_opened", nil)
	apply("page_viewed", map[string]any{"topic": "trucks", "closeness": 0.5})
	assert.Equal(t, map[string]string{"fit": "60", "interest": "27", "total": "80"}, scores(view(0)), "12 for two openings, 15 for the page; held at 80")
	assert.Equal(t, "A2", view(0).Grid)
	apply("video_watched", nil)
	assert.Equal(t, map[string]string{"fit": "60", "interest": "47", "total": "80"}, scores(view(0)))
	assert.Equal(t, "A1", view(0).Grid)
	assert.Equal(t, "mql", view(0).Stage)
	assert.Equal(t, "A1", r.Lead.Life.Receipt.Grid)
	apply(lead.ProfileUpdated, map[string]any{"type": "one_off_purchase"})
	assert.Equal(t, "5", scores(view(0))["trucks"], "now the score is about the lead")
	later := view(29)
	sums := map[string]lead.Points{}
	for _, l := range later.Lines {
		sums[l.Score] += l.Points
	}
	for _, s := range later.Scores {
		assert.Equal(t, s.Points, sums[s.Name], s.Name)
	}
	assert.Equal(t, "A3", later.Grid)
	assert.Equal(t, "5", scores(later)["trucks"])
	assert.NotContains(t, scores(view(89)), "nothing")
	assert.Equal(t, "0", scores(view(93))["trucks"])
	assert.Equal(t, "-20", scores(view(200))["interest"], "silence ends at its floor")
}

func TestWhatScoresMayNotSay(t *testing.T) {
	for text, want := range map[string]string{
		`{fit: {r: {each: page_viewed, points: 3, group: wbe}, groups: {web: {max: 4}}}}`:                          "/scores/fit/r/group unknown-group",
		`{fit: {r: {each: page_viewed, worth: 3 * fit}}}`:                                                          "/scores/fit/r/worth reads-score",
		`{fit: {r: {each: page_viewed, worth: event.seconds, decay: 5 off every 7d}}}`:                             "/scores/fit/r/decay not-a-share",
		`{fit: {for: {market: B2X}, r: {each: page_viewed, points: 3}}}`:                                           "/scores/fit/for/market unknown-market",
		`{fit: {for: 'total > 3', r: {each: page_viewed, points: 3}}}`:                                             "/scores/fit/for/when not-fit",
		`{fit: {about: trucks, r: {each: quote_requested, points: 3}}}`:                                            "/scores/fit/r/each no-topic",
		`{fit: {r: {each: page_viewed, points: 3}}, grid: {letters: {of: fit, A: 3}, digits: {of: fit, else: 1}}}`: "/scores/grid/letters gap",
		`{fit: {r: {each: page_viewed, points: 3}}, temperature: {of: fit, hot: 3}}`:                               "/scores/temperature gap",
		`{fit: {r: {after: 3d of silence, points: 3, down_to: 1}}}`:                                                "/scores/fit/r/down_to no-way-down",
	} {
		_, err := leadkit.Load(leadkit.File{Name: "c.yaml", Data: []byte("scores: " + text)})
		var found diag.List
		require.ErrorAs(t, err, &found, text)
		var got []string
		for _, f := range found {
			got = append(got, f.Place.Path+" "+f.Code)
		}
		assert.Contains(t, got, want, text)
	}
}
