package scoring_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/internal/workload"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// plainModel has nothing but rules about events themselves, without limits.
var plainModel = scoring.Model{Scores: []scoring.Score{{Name: "interest", Decay: scoring.HalfLife(7 * lead.Day), Rules: []scoring.Rule{
	{Name: "opened", Each: []string{"email_opened"}, Points: 3 * lead.Point},
	{Name: "viewed", Each: []string{"page_viewed"}, Points: lead.Point, Decay: scoring.Decay{Curve: scoring.Lasting}},
	{Name: "read", Each: []string{"page_viewed"}, When: "event.seconds > 0", Points: 2 * lead.Point},
	{Name: "watched", Each: []string{"video_watched", "quote_requested"}, Points: -lead.Point, Decay: scoring.HalfLife(lead.Hour)},
}}}}

// A log folded as a whole leaves the states that its events leave one by one: with limits, silences, and rules that read the lead in between, with late and automatic
// events, over epochs, and with more rules than are laid out together.
func TestFoldIsApplyInTurn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := plainModel
		if rapid.Bool().Draw(r, "any model") {
			m = drawModel(r)
		}
		m.Scores = slices.Clone(m.Scores)
		for _, rule := range []scoring.Rule{
			{Name: "often", Each: []string{"email_opened"}, Points: 3 * lead.Point, AtMost: []scoring.Rate{{Times: 2, Per: scoring.Daily}}},
			{Name: "who", Each: []string{"page_viewed"}, When: "lead.visits > 3", Points: 2 * lead.Point},
			{Name: "long", Each: []string{"video_watched"}, Worth: "event.share"},
			{Name: "silent", After: scoring.Silence(3 * lead.Day), Of: []string{"quote_requested"}, Points: -lead.Point},
		} {
			if rapid.Bool().Draw(r, rule.Name) {
				m.Scores = append(m.Scores, scoring.Score{Name: "score_" + rule.Name, Decay: scoring.HalfLife(lead.Day), Rules: []scoring.Rule{rule}})
			}
		}
		if rapid.Bool().Draw(r, "many rules") {
			for i := range 70 {
				m.Scores[0].Rules = append(slices.Clip(m.Scores[0].Rules), scoring.Rule{Name: fmt.Sprint("more ", i), Each: []string{happenings[i%len(happenings)]}, Points: lead.Point})
			}
		}
		one := newWorld(r, m)
		turn, whole := make([]*world, 3), make([]*world, 3)
		for i := range turn {
			turn[i], whole[i] = one.again(), one.again()
			b := one.bind("profile_updated", t0, map[string]any{"visits": float64(3 * i)})
			one.schema.Apply(turn[i].person, &b)
			one.schema.Apply(whole[i].person, &b)
		}
		var bound []lead.Bound
		var owner []int
		for _, h := range drawHistory(r, 120) {
			b := one.bind(h.Kind, h.At, h.props())
			if rapid.IntRange(0, 9).Draw(r, "by hand") == 0 {
				b = one.bind(rapid.SampledFrom([]string{lead.ScoreFrozen, lead.ScoreResumed}).Draw(r, "freeze"), h.At, nil)
			}
			b.Automatic = rapid.IntRange(0, 9).Draw(r, "automatic") == 0
			bound, owner = append(bound, b), append(owner, rapid.IntRange(0, 2).Draw(r, "owner"))
		}
		log := make([]scoring.Entry, len(bound))
		leads := map[*scoring.State]*lead.State{}
		for i := range bound {
			w := turn[owner[i]]
			w.facts.See(w.person)
			w.facts.Hear(&bound[i])
			w.facts.At(bound[i].Time)
			w.scorer.Apply(w.state, &bound[i], w.facts)
			log[i] = scoring.Entry{State: whole[owner[i]].state, Event: &bound[i]}
			leads[log[i].State] = whole[owner[i]].person
		}
		one.scorer.Fold(log, one.facts, func(e *scoring.Entry) {
			one.facts.See(leads[e.State])
			one.facts.At(e.Event.Time)
		})
		for i := range turn {
			require.Equal(r, encoded(r, turn[i].state), encoded(r, whole[i].state))
			for n := range one.scorer.Names() {
				a, known := one.scorer.Score(turn[i].state, n, days(40))
				b, also := one.scorer.Score(whole[i].state, n, days(40))
				require.Equal(r, a, b)
				require.Equal(r, known, also)
			}
		}
	})
}

// A log of events that are all of a kind with many rules is folded whole: what is put off does not grow over its room.
func TestFoldOfManyRules(t *testing.T) {
	for _, rules := range []int{15, 16, 17, 64} {
		var list []scoring.Rule
		for i := range rules {
			list = append(list, scoring.Rule{Name: fmt.Sprint(i), Each: []string{"email_opened"}, Points: lead.Point})
		}
		w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: list}}})
		var log []scoring.Entry
		for range 100 {
			b := w.bind("email_opened", t0, nil)
			log = append(log, scoring.Entry{State: w.state, Event: &b})
		}
		w.scorer.Fold(log, w.facts, nil)
		require.Equal(t, fmt.Sprint(100*rules), w.score("interest", t0))
	}
}

func TestFoldDoesNotAllocate(t *testing.T) {
	kit, err := workload.NewKit(workload.NewLog(10, 200))
	require.NoError(t, err)
	kit.Fold()
	require.Zero(t, testing.AllocsPerRun(10, kit.Fold))
}

// What a change compares with is noted before each event, also where a log is folded as a whole.
func TestFoldNotesChanges(t *testing.T) {
	schema := newSchema(t)
	scorer, err := scoring.Compile(plainModel, schema)
	require.NoError(t, err)
	var found diag.List
	schema.Standing(&found, "", `change("interest", "7d") >= 2`)
	require.Empty(t, found)
	w := &world{t: t, schema: schema, scorer: scorer, facts: schema.NewFacts(), person: &lead.State{}, state: &scoring.State{}}
	turn, whole := w.again(), w.again()
	var log []scoring.Entry
	for i := range 10 {
		b := w.bind("email_opened", days(i), nil)
		turn.apply(b)
		log = append(log, scoring.Entry{State: whole.state, Event: &b})
	}
	scorer.Fold(log, w.facts, func(e *scoring.Entry) {
		w.facts.See(&lead.State{})
		w.facts.At(e.Event.Time)
	})
	require.NotEmpty(t, turn.state.Past)
	require.Equal(t, encoded(t, turn.state), encoded(t, whole.state))
}

// A score that is frozen in the middle of a log stands at what the events before gave, none of those after.
func TestFoldFreezesInTurn(t *testing.T) {
	w := newWorld(t, plainModel)
	var log []scoring.Entry
	for _, kind := range []string{"email_opened", "email_opened", lead.ScoreFrozen, "email_opened"} {
		b := w.bind(kind, t0, nil)
		log = append(log, scoring.Entry{State: w.state, Event: &b})
	}
	w.scorer.Fold(log, w.facts, func(e *scoring.Entry) {
		w.facts.See(w.person)
		w.facts.At(e.Event.Time)
	})
	require.Equal(t, "6", w.score("interest", t0))
}
