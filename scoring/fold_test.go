package scoring_test

import (
	"fmt"
	"math/rand/v2"
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
			{Name: "kind", Each: []string{"page_viewed"}, When: `event.kind == "page_viewed" and event.seconds > 10`, Points: 2 * lead.Point},
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
		history, byHand := drawHistory(r, 30), rapid.Bool().Draw(r, "by hand")
		for again := range rapid.SampledFrom([]int{1, 20, 60}).Draw(r, "as often") {
			for i, h := range history {
				b := one.bind(h.Kind, h.At.Add(lead.Span(again)*lead.Hour), h.props())
				if byHand && (i+again)%13 == 0 {
					b = one.bind([]string{lead.ScoreFrozen, lead.ScoreResumed}[again%2], h.At, nil)
				}
				b.Automatic = (i+again)%10 == 9
				bound, owner = append(bound, b), append(owner, (i*again)%3)
			}
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

// A log of events that are all of a kind with many rules is folded whole, however many are asked about together.
func TestFoldOfManyRules(t *testing.T) {
	for _, rules := range []int{1, 63, 64, 65, 130} {
		var list []scoring.Rule
		for i := range rules {
			list = append(list, scoring.Rule{Name: fmt.Sprint(i), Each: []string{"email_opened"}, Points: lead.Point})
		}
		w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: list}}})
		var log []scoring.Entry
		for range 600 {
			b := w.bind("email_opened", t0, nil)
			log = append(log, scoring.Entry{State: w.state, Event: &b})
		}
		w.scorer.Fold(log, w.facts, nil)
		require.Equal(t, fmt.Sprint(600*rules), w.score("interest", t0))
	}
}

// More kinds than are told apart when a log is sorted, some of them with a limit, so that the log is cut in pieces: each event counts for its own kind.
func TestFoldOfManyKinds(t *testing.T) {
	const kinds = 150
	var words lead.Vocabulary
	var m scoring.Model
	m.Scores = []scoring.Score{{Name: "interest"}}
	for i := range kinds {
		name := fmt.Sprint("kind_", i)
		words.Events = append(words.Events, lead.Kind{Name: name})
		rule := scoring.Rule{Name: name, Each: []string{name}, Points: lead.Points(i+1) * lead.Point}
		if i%50 == 7 {
			rule.AtMost = []scoring.Rate{{Times: 2, Per: scoring.Daily}}
		}
		m.Scores[0].Rules = append(m.Scores[0].Rules, rule)
	}
	schema, err := lead.NewSchema(words, "")
	require.NoError(t, err)
	scorer, err := scoring.Compile(m, schema)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(1, 2))
	facts := schema.NewFacts()
	turn, whole := make([]scoring.State, 5), make([]scoring.State, 5)
	var log []scoring.Entry
	for i := range 6000 {
		b, owner, some := new(lead.Bound), random.IntN(5), kinds
		if i > 3000 {
			some = 7 // none of them with a limit
		}
		require.NoError(t, schema.Bind(lead.Event{ID: "e", Kind: fmt.Sprint("kind_", random.IntN(some)), Time: t0.Time()}, b))
		facts.Hear(b)
		scorer.Apply(&turn[owner], b, facts)
		log = append(log, scoring.Entry{State: &whole[owner], Event: b})
	}
	scorer.Fold(log, facts, nil)
	for i := range turn {
		require.Equal(t, encoded(t, &turn[i]), encoded(t, &whole[i]))
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

// A score that a person freezes or sets in the middle of a log is frozen, or set, then.
func TestFoldTakesPeopleInTurn(t *testing.T) {
	for _, x := range []struct {
		kind  string
		props map[string]any
		want  string
	}{
		{lead.ScoreFrozen, nil, "60"},
		{lead.ScoreOverridden, map[string]any{"score": "interest", "points": 7.0, "reason": "known to us"}, "7"},
	} {
		w := newWorld(t, plainModel)
		var log []scoring.Entry
		for i := range 41 {
			b := w.bind("email_opened", t0, nil)
			if i == 20 {
				b = w.bind(x.kind, t0, x.props)
			}
			log = append(log, scoring.Entry{State: w.state, Event: &b})
		}
		w.scorer.Fold(log, w.facts, func(e *scoring.Entry) {
			w.facts.See(w.person)
			w.facts.At(e.Event.Time)
		})
		require.Equal(t, x.want, w.score("interest", t0))
	}
}
