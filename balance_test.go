package leadkit

import (
	"fmt"
	"strconv"
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
	require.Equal(t, "inquiry", r.Lead.Life.Stage, when)
	x := e.run(&r)
	defer e.done(x)
	x.looked = 0
	next = x.next()
	return x.looked, next
}

// Scores that tie for as long as they last are no search: neither where they are subtracted, nor where the greater of them is taken, for the total or in the condition itself.
func TestATieIsForeseenInFewSteps(t *testing.T) {
	for _, c := range [][2]string{
		{"pull - push", "total > 0"},
		{"2 * pull - 2 * push", "total > 0"},
		{"max(pull, push) - push", "total > 0"},
		{"min(2 * pull, push) - push", "total > 0"},
		{"min(pull, push) - max(push, pull)", "total > 0"},
		{"pull", "pull - push > 0"},
		{"pull", "pull > push"},
		{"pull", "2 * pull - 2 * push > 0"},
		{"pull", "max(pull, push) - push > 0"},
		{"pull", "min(2 * pull, push) - push > 0"},
		{"pull", "min(push, pull) > max(pull, push)"},
		{"pull + push", "total - 2 * push > 0"},
		{"max(pull, push)", "total - push > 0 or total < push"},
		{"pull - push", "(lead.employees ?? 0) + total - pull + push > 0"},
	} {
		spans, next := balance(t, strconv.Quote(c[0]), "'"+c[1]+"'")
		require.Zero(t, next, c)
		require.Less(t, spans, 1000, c)
	}
}

// A sum in a condition is searched for as the total of the same text is: the same instant in as many steps.
func TestASumIsForeseenAsATotalIs(t *testing.T) {
	const uneven = `
contract: uneven
scores:
  pull: {decay: half-life 14d, seen: {each: page_viewed, points: 30}, lasting: {each: page_viewed, points: 5, decay: none}}
  push: {decay: half-life 3d, seen: {each: page_viewed, points: 12}, called: {each: email_opened, points: -40, decay: half-life 5d}, once: {each: email_opened, points: 9, decay: linear 30d}}
  total: %s
moves:
  ripe: {from: inquiry, to: mql, when: '%s', for: 9000d}
`
	look := func(total, when string) (spans []int, flips []lead.Instant) {
		e, err := Load(File{Name: "uneven.yaml", Data: fmt.Appendf(nil, uneven, total, when)})
		require.NoError(t, err)
		var r Record
		for i, kind := range []string{lead.Created, "page_viewed", "email_opened"} {
			_, err := e.Apply(&r, lead.Event{ID: fmt.Sprint(i), Lead: "L", Kind: kind, Time: genesis}, genesis)
			require.NoError(t, err)
		}
		for {
			x := e.run(&r)
			x.looked = 0
			next := x.next()
			spans, flips = append(spans, x.looked), append(flips, next)
			e.done(x)
			if next == 0 || len(flips) > 9 {
				return spans, flips
			}
			_, err := e.Advance(&r, next.Time())
			require.NoError(t, err)
		}
	}
	several := 0
	for _, text := range []string{"pull + push", "2 * push - pull", "pull - 0.5 * push", "-pull - push"} {
		for _, threshold := range []string{">= 20", "> 10", "< 12.5", ">= -20", "< 5.000001", "> -5", ">= 5"} {
			spans, flips := look("pull", text+" "+threshold)
			want, same := look(strconv.Quote(text), "total "+threshold)
			require.Equal(t, same, flips, text+threshold)
			require.Equal(t, want, spans, text+threshold)
			for _, n := range spans {
				require.Less(t, n, 5000, text+threshold)
			}
			if len(flips) > 2 {
				several++
			}
		}
	}
	require.NotZero(t, several)
}

// A condition that adds up what it cannot foresee is refused at its place, and says what to write.
func TestABalanceOfWhatIsNoScoreIsRefused(t *testing.T) {
	for when, fault := range map[string]string{
		`change("pull", "3d") - pull > 0`:              `change("pull", "3d") is added up with something else`,
		`since("page_viewed") > since("email_opened")`: "cannot be foreseen",
		`pull - push / 7 > 0`:                          "more than six decimal places",
		`2000000 * pull - push > 0`:                    "beyond a million",
		`total / 3 + pull + push > 0`:                  "more than six decimal places",
		`pull * push + pull > 0`:                       "compare with a constant",
	} {
		_, err := Load(File{Name: "balanced.yaml", Data: fmt.Appendf(nil, balanced, `"pull - push"`, "'"+when+"'")})
		require.ErrorContains(t, err, "cannot be foreseen", when)
		require.ErrorContains(t, err, fault, when)
	}
}

// Where the scores themselves are at fault, that their sums cannot be worked out is no finding of its own.
func TestASumOfFaultyScores(t *testing.T) {
	_, err := Load(File{Name: "balanced.yaml", Data: fmt.Appendf(nil, balanced, `"pull - nothing"`, "pull + push >= 3")})
	require.ErrorContains(t, err, "nothing")
	require.NotContains(t, err.Error(), "foreseen")
}
