package leadkit

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

const balanced = `
contract: balanced
scores:
  pull: {decay: half-life 14d, seen: {each: page_viewed, points: 3}, opened: {each: email_opened, points: 20}}
  push: {decay: half-life 14d, seen: {each: page_viewed, points: 3}, called: {each: webinar_attended, points: 20}}
  total: %s
moves:
  ripe: {from: inquiry, to: mql, when: %s}
`

// balance folds events that give two scores the same, and gives the spans looked at until all has faded, and the next change.
func balance(t *testing.T, total, when string) (spans int, next lead.Instant) {
	e, err := Load(File{Name: "balanced.yaml", Data: fmt.Appendf(nil, balanced, total, when)})
	require.NoError(t, err)
	var r Record
	for i, kind := range []string{lead.Created, "page_viewed", "webinar_attended", "email_opened"} {
		_, err := e.Apply(&r, lead.Event{ID: fmt.Sprint(i), Lead: "L", Kind: kind, Time: genesis}, genesis)
		require.NoError(t, err)
	}
	require.Equal(t, "inquiry", r.Lead.Life.Stage)
	x := e.run(&r)
	defer e.done(x)
	x.looked = 0
	next = x.next()
	return x.looked, next
}

// Scores that tie for as long as they last are no search: neither where they are subtracted, nor where the greater of them is taken, for the total.
func TestATieIsForeseenInFewSteps(t *testing.T) {
	for total, when := range map[string]string{
		`"pull - push"`:                       "total > 0",
		`"2 * pull - 2 * push"`:               "total > 0",
		`"max(pull, push) - push"`:            "total > 0",
		`"min(2 * pull, push) - push"`:        "total > 0",
		`"min(pull, push) - max(push, pull)"`: "total > 0",
	} {
		spans, next := balance(t, total, when)
		require.Zero(t, next, total)
		require.Less(t, spans, 1000, total)
	}
}

// A condition that adds up what it cannot foresee is refused at its place, and says what to write.
func TestABalanceOfScoresIsRefused(t *testing.T) {
	for _, when := range []string{"pull - push > 0", "pull + 2 * push >= 3", "total - pull > 0", `change("pull", "3d") - pull > 0`, "max(pull, push) - push > 0"} {
		_, err := Load(File{Name: "balanced.yaml", Data: fmt.Appendf(nil, balanced, `"pull - push"`, "'"+when+"'")})
		require.ErrorContains(t, err, "may cancel out", when)
		require.ErrorContains(t, err, "compare the total", when)
	}
}
