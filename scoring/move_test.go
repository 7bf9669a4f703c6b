package scoring_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// under compiles a model over a world's vocabulary and moves its lead under it.
func (w *world) under(m scoring.Model, at lead.Instant) (*world, []scoring.Moved) {
	next := newWorld(w.t, m)
	st := w.state.Clone()
	*next.person = *w.person
	next.state = &st
	list := next.scorer.Move(next.state, w.scorer, at)
	next.facts.See(next.person)
	next.facts.Hear(nil)
	next.facts.At(at)
	next.scorer.Refit(next.state, next.facts)
	return next, list
}

// renamedModel gives every score and rule another name, and turns the order of all rules round. Scores keep their order, by which the total and the tests read them.
func renamedModel(m scoring.Model) scoring.Model {
	scores := make([]scoring.Score, len(m.Scores))
	for i, sc := range m.Scores {
		rules := make([]scoring.Rule, len(sc.Rules))
		for j, r := range sc.Rules {
			r.Was, r.Name = r.Name, "new "+r.Name
			rules[len(rules)-1-j] = r
		}
		sc.Rules = rules
		scores[i] = sc
	}
	m.Scores = scores
	return m
}

// formerly says of every rule that it had the name that renamedModel gives it.
func formerly(m scoring.Model) scoring.Model {
	for i := range m.Scores {
		for j := range m.Scores[i].Rules {
			m.Scores[i].Rules[j].Was = "new " + m.Scores[i].Rules[j].Name
		}
	}
	return m
}

// A move under the same model changes nothing, one under new names no score at any instant, and moving back gives the first bytes again.
func TestMoveKeepsWhatIsTheSame(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := drawModel(r)
		w := newWorld(r, m)
		w.event(lead.ProfileUpdated, t0, map[string]any{"visits": float64(rapid.IntRange(0, 8).Draw(r, "visits"))})
		end := t0
		for _, h := range drawHistory(r, 20) {
			w.event(h.Kind, h.At, h.props())
			end = max(end, h.At)
		}
		w.override(r, end)
		same, list := w.under(m, end)
		require.Empty(r, list)
		require.Equal(r, encoded(r, w.state), encoded(r, same.state))
		renamed, list := w.under(renamedModel(m), end)
		for _, l := range list {
			require.Equal(r, scoring.Renamed, l.Fate, l)
			require.False(r, l.Rebuild)
		}
		for i := range w.scorer.Names() {
			for _, later := range []lead.Span{0, lead.Hour, 30 * lead.Day} {
				a, known := w.scorer.Score(w.state, i, end.Add(later))
				b, also := renamed.scorer.Score(renamed.state, i, end.Add(later))
				require.Equal(r, known, also)
				require.Equal(r, a, b)
			}
		}
		back, list := renamed.under(formerly(m), end)
		require.Equal(r, encoded(r, w.state), encoded(r, back.state), list)
	})
}

// What each change does to a lead that opened three emails in a day and read one page, and what is said of it.
func TestMoveSaysWhatItDid(t *testing.T) {
	opened := scoring.Rule{Name: "opened", Each: []string{"email_opened"}, Points: 10 * lead.Point, AtMost: []scoring.Rate{{Times: 2, Per: scoring.Daily}}}
	read := scoring.Rule{Name: "read", Each: []string{"page_viewed"}, Points: 8 * lead.Point}
	visits := scoring.Rule{Name: "visits", When: "lead.visits > 3", Points: 5 * lead.Point}
	silent := scoring.Rule{Name: "silent", After: scoring.Silence(3 * lead.Day), Points: -2 * lead.Point}
	model := func(change func(rules []scoring.Rule) []scoring.Rule) scoring.Model {
		return scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: change([]scoring.Rule{opened, read, visits, silent})}}}
	}
	as := func(i int, change func(*scoring.Rule)) func([]scoring.Rule) []scoring.Rule {
		return func(rules []scoring.Rule) []scoring.Rule { change(&rules[i]); return rules }
	}
	for name, c := range map[string]struct {
		change func([]scoring.Rule) []scoring.Rule
		says   []string
		score  string // before: 20 + 8 + 5 - 2
	}{
		"nothing":       {as(0, func(*scoring.Rule) {}), nil, "31"},
		"points":        {as(0, func(r *scoring.Rule) { r.Points = 15 * lead.Point }), []string{"interest/opened: points 10 → 15; what it gave stays"}, "31"},
		"condition":     {as(1, func(r *scoring.Rule) { r.When = "event.seconds > 9" }), []string{"interest/read: when none → event.seconds > 9; what it gave stays"}, "31"},
		"several kinds": {as(1, func(r *scoring.Rule) { r.Each = append(r.Each, "form_sent") }), []string{"interest/read: each page_viewed → page_viewed or form_sent; what it gave stays"}, "31"},
		"limit":         {as(0, func(r *scoring.Rule) { r.AtMost = []scoring.Rate{{Times: 1, Per: scoring.Daily}} }), []string{"interest/opened: at most 2 per day → 1 per day; what it gave stays, the limit counts anew"}, "31"},
		"decay": {as(0, func(r *scoring.Rule) { r.Decay = scoring.HalfLife(lead.Day) }),
			[]string{"interest/opened: decay none → half-life 1d; starts again without its 20"}, "11"},
		"fit":             {as(2, func(r *scoring.Rule) { r.Points = 6 * lead.Point }), []string{"interest/visits: points 5 → 6; judged anew"}, "32"},
		"silence":         {as(3, func(r *scoring.Rule) { r.Points = -3 * lead.Point }), []string{"interest/silent: points -2 → -3; judged anew"}, "30"},
		"another silence": {as(3, func(r *scoring.Rule) { r.Of = []string{"form_sent"} }), []string{"interest/silent: of none → form_sent; judged anew"}, "33"},
		"gone":            {func(rules []scoring.Rule) []scoring.Rule { return rules[1:] }, []string{"interest/opened: dropped with its 20"}, "11"},
		"renamed": {as(1, func(r *scoring.Rule) { r.Name, r.Was, r.Points = "studied", "read", lead.Point }),
			[]string{"interest/studied: was interest/read; points 8 → 1; what it gave stays"}, "31"},
		"another sort": {as(1, func(r *scoring.Rule) { r.Each, r.When = nil, "lead.visits > 1" }), []string{"interest/read: dropped with its 8"}, "31"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, model(as(0, func(*scoring.Rule) {})))
			w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 4.0})
			for range 3 {
				w.event("email_opened", t0, nil)
			}
			w.event("page_viewed", t0, nil)
			require.Equal(t, "31", w.score("interest", days(4)))
			next, list := w.under(model(c.change), days(4))
			var says []string
			for _, l := range list {
				says = append(says, l.String())
			}
			require.Equal(t, c.says, says)
			require.Equal(t, c.score, next.score("interest", days(4)))
		})
	}
}

// A limit goes on with what is remembered, and a score set by hand stands under its new name.
func TestMoveGoesOn(t *testing.T) {
	once := scoring.Rule{Name: "opened", Each: []string{"email_opened"}, Points: 10 * lead.Point}
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{once}}, {Name: "old", Rules: []scoring.Rule{once}}}})
	w.event("email_opened", t0, nil)
	w.event(lead.ScoreOverridden, t0, map[string]any{"score": "interest", "points": 50.0, "until": days(2)})
	w.event(lead.ScoreOverridden, t0, map[string]any{"score": "old", "points": 70.0})
	once.Once = true
	next, list := w.under(scoring.Model{Scores: []scoring.Score{{Name: "eagerness", Was: "interest", Rules: []scoring.Rule{once}}}}, t0)
	next.event("email_opened", days(1), nil)
	require.Equal(t, "50", next.score("eagerness", days(1)))
	require.Equal(t, "10", next.score("eagerness", days(3)))
	require.Len(t, list, 4)
	require.Equal(t, "eagerness/set by hand: was interest/set by hand", list[1].String())
	require.Equal(t, "old/set by hand: dropped with its 60", list[2].String())
	require.Equal(t, "old/opened: dropped with its 10", list[3].String())
}

func TestFormerNamesAreClaimedOnce(t *testing.T) {
	rule := func(name, was string) scoring.Rule {
		return scoring.Rule{Name: name, Was: was, Each: []string{"email_opened"}, Points: lead.Point}
	}
	for code, m := range map[string]scoring.Model{
		"still-there":   {Scores: []scoring.Score{{Name: "a", Rules: []scoring.Rule{rule("x", "y"), rule("y", "")}}}},
		"claimed-twice": {Scores: []scoring.Score{{Name: "a", Was: "c", Rules: []scoring.Rule{rule("x", "")}}, {Name: "b", Was: "c", Rules: []scoring.Rule{rule("x", "")}}}},
	} {
		_, err := scoring.Compile(m, newSchema(t))
		var found diag.List
		require.ErrorAs(t, err, &found)
		require.Equal(t, code, found[0].Code)
	}
}

// Where a decay takes off or leaves points, and not a share, it is another one for another number of points: the sums of the past cannot be faded so.
func TestAMoveOfPointsThatFadeByPoints(t *testing.T) {
	rule := func(points lead.Points, text string) scoring.Model {
		return one(scoring.Rule{Each: []string{"email_opened"}, Points: points * lead.Point, Decay: decay(text)})
	}
	for text, fate := range map[string]scoring.Fate{
		"5 off every 7d": scoring.Restarted, "linear 30d down to 5": scoring.Restarted, "20% off every 7d down to 2 within 60d": scoring.Restarted,
		"20% off every 7d": scoring.Kept, "linear 30d down to 20%": scoring.Kept, "window 90d": scoring.Kept,
	} {
		for _, points := range []lead.Points{10, 40} {
			w := newWorld(t, rule(20, text))
			w.event("email_opened", t0, nil)
			moved, list := w.under(rule(points, text), days(1))
			require.Len(t, list, 1, text)
			require.Equal(t, fate, list[0].Fate, text)
			require.True(t, list[0].Rebuild, text)
			if fate == scoring.Kept {
				require.Equal(t, w.score("interest", days(8)), moved.score("interest", days(8)), text)
				continue
			}
			require.Positive(t, list[0].Lost, text)
			require.Equal(t, "unscored", moved.score("interest", days(8)), text)
		}
		w := newWorld(t, rule(20, text))
		w.event("email_opened", t0, nil)
		turned, list := w.under(rule(-20, text), days(1))
		require.Equal(t, scoring.Kept, list[0].Fate, "as many points fade alike: %s", text)
		require.Equal(t, w.score("interest", days(8)), turned.score("interest", days(8)), text)
	}
}
