package scoring_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// drawLimitedWorld draws a world whose rules have limits.
func drawLimitedWorld(r *rapid.T) (*world, lead.Instant) {
	m := drawModel(r)
	for i := range m.Scores {
		for j := range m.Scores[i].Rules {
			if rule := &m.Scores[i].Rules[j]; len(rule.Each) > 0 {
				rule.Once = rapid.IntRange(0, 4).Draw(r, "once") == 0
				if rapid.IntRange(0, 3).Draw(r, "rate") == 0 {
					rule.AtMost = []scoring.Rate{{Times: 2, Per: scoring.Weekly}}
				}
			}
		}
	}
	w := newWorld(r, m)
	end := t0
	for _, h := range drawHistory(r, 12) {
		w.event(h.Kind, h.At, h.props())
		end = max(end, h.At)
	}
	return w, end
}

// Law 9: what a chance says the score would be is what it is once the event has happened; a chance that is held gives nothing.
func TestChancesComeTrue(t *testing.T) {
	tried, held := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		w, end := drawLimitedWorld(r)
		end += lead.Instant(rapid.SampledFrom([]lead.Span{0, 12 * lead.Day, 100 * lead.Day}).Draw(r, "quiet"))
		score := rapid.IntRange(0, 2).Draw(r, "score")
		now, _ := w.scorer.Score(w.state, score, end)
		goal := scoring.Band{Name: "goal", From: now + lead.Points(rapid.Int64Range(1, 40).Draw(r, "short"))*lead.Point}
		before := encoded(r, w.state)
		o := w.scorer.Outlook(w.state, score, end, goal)
		require.Equal(r, before, encoded(r, w.state), "an outlook changes nothing")
		require.Equal(r, goal, *o.Above)
		for _, c := range o.Chances {
			if c.Kind == "" || c.Worth != "" {
				continue
			}
			then := w.again()
			*then.person = *w.person
			st := w.state.Clone()
			then.state = &st
			var props map[string]any
			if c.Kind == "video_watched" && !c.Ends {
				props = map[string]any{"share": 0.5}
			}
			then.event(c.Kind, end, props)
			p, known := then.scorer.Score(then.state, score, end)
			require.Equal(r, p, c.To, c)
			require.Equal(r, known && p >= goal.From, c.Reaches)
			tried++
			if c.Held != "" && !c.Reaches {
				held++
			}
		}
	})
	require.Positive(t, tried)
	require.Positive(t, held)
}

// An event that no rule gives points for can be enough: it ends a silence. One kind stands for all that do.
func TestTheEndOfASilenceIsAChance(t *testing.T) {
	quiet := scoring.Rule{Name: "went silent", After: scoring.Silence(10 * lead.Day), Points: -15 * lead.Point}
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{
		{Name: "asked", Each: []string{"quote_requested"}, Points: 50 * lead.Point, Once: true},
		{Name: "left", Each: []string{"email_opened"}, Points: -1 * lead.Point}, quiet}}}})
	w.event("quote_requested", t0, nil)
	goal := scoring.Band{Name: "hot", From: 40 * lead.Point}
	require.Nil(t, w.scorer.Outlook(w.state, 0, days(9), goal).Above)
	o := w.scorer.Outlook(w.state, 0, days(10), goal)
	require.Equal(t, []string{"one email opened gives back 15 (went silent), which makes 49", "one quote requested gives nothing now: once"},
		[]string{o.Chances[0].String(), o.Chances[1].String()})
	require.True(t, o.Chances[0].Reaches)
}

// A prospect changes at the very instant that Next gives for its threshold.
func TestProspectChangesAtNext(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := drawModel(r)
		schema := newSchema(r)
		scorer, err := scoring.Compile(m, schema)
		require.NoError(r, err)
		threshold := rapid.Int64Range(-20, 40).Draw(r, "threshold")
		var found diag.List
		when := schema.Standing(&found, "", fmt.Sprintf("total >= %d", threshold))
		require.Empty(r, found)
		w := &world{t: r, schema: schema, scorer: scorer, facts: schema.NewFacts(), person: &lead.State{}, state: &scoring.State{}}
		end := t0
		for _, h := range drawHistory(r, 8) {
			w.event(h.Kind, h.At, h.props())
			end = max(end, h.At)
		}
		p := scorer.Prospect(w.state, when, w.facts, end)
		next, _ := scorer.Next(w.state, 2, lead.Points(threshold)*lead.Point, end)
		now, known := scorer.Score(w.state, 2, end)
		require.Equal(r, known && now >= lead.Points(threshold)*lead.Point, p.Holds)
		require.Equal(r, next, p.Changes)
		if !p.Holds {
			require.Equal(r, lead.Points(threshold)*lead.Point-now, p.Lacks[0].Short)
		}
	})
}

// What is lacking is said of each comparison, and a single event is found that makes all of them hold.
func TestProspectOfTwoScores(t *testing.T) {
	m := scoring.Model{Scores: []scoring.Score{
		{Name: "fit", Rules: []scoring.Rule{{Name: "visits", When: "lead.visits > 3", Points: 5 * lead.Point}}},
		{Name: "interest", Rules: []scoring.Rule{
			{Name: "opened", Each: []string{"email_opened"}, Points: 10 * lead.Point},
			{Name: "asked", Each: []string{"quote_requested"}, Worth: "event.amount / 1000"},
			{Name: "fled", Each: []string{"unsubscribed"}, Points: -50 * lead.Point},
		}}}}
	w := newWorld(t, m)
	var found diag.List
	when := w.schema.Standing(&found, "", "fit > 4 and interest >= 15 and interest < 100")
	w.facts = w.schema.NewFacts()
	w.event("email_opened", t0, nil)
	p := w.scorer.Prospect(w.state, when, w.facts, t0)
	require.Equal(t, "fit is unscored and should be > 4", p.Lacks[0].String())
	require.Equal(t, "interest is 10, 5 short of >= 15", p.Lacks[1].String())
	for _, c := range p.Chances {
		require.False(t, c.Reaches, c)
		require.Empty(t, c.Held, "each of them brings one of the two nearer")
	}
	require.Equal(t, "one email opened gives 10 (opened), which makes 20", p.Chances[0].String())
	w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 4.0})
	p = w.scorer.Prospect(w.state, when, w.facts, t0)
	require.Len(t, p.Lacks, 1)
	require.Equal(t, []string{
		"one quote requested gives 5, if event.amount / 1000 is so much (asked), which makes 15",
		"one email opened gives 10 (opened), which makes 20",
	}, []string{p.Chances[0].String(), p.Chances[1].String()})
	require.True(t, p.Chances[1].Reaches)
	require.Len(t, p.Chances, 2, "who unsubscribes does not come nearer")
}

// Of a condition that asks for less, what takes points brings it nearer, and what gives some does not.
func TestProspectOfTooMuch(t *testing.T) {
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{
		{Name: "asked", Each: []string{"quote_requested"}, Points: 60 * lead.Point},
		{Name: "opened", Each: []string{"email_opened"}, Points: -5 * lead.Point},
		{Name: "fled", Each: []string{"unsubscribed"}, Points: -40 * lead.Point},
		{Name: "skimmed", Each: []string{"page_viewed"}, Worth: "event.seconds", AtLeast: scoring.At(-50 * lead.Point), UpTo: scoring.At(9 * lead.Point)},
		{Name: "watched", Each: []string{"video_watched"}, Worth: "-100 * event.share"},
	}}}})
	told := func(src string) (list []string) {
		var found diag.List
		when := w.schema.Standing(&found, "", src)
		require.NoError(t, found.Err())
		w.facts = w.schema.NewFacts()
		w.facts.See(w.person)
		for _, c := range w.scorer.Prospect(w.state, when, w.facts, t0).Chances {
			list = append(list, c.String())
		}
		return list
	}
	w.event("quote_requested", t0, nil)
	require.Equal(t, []string{
		"one video watched takes 35, if -100 * event.share is so much (watched), which makes 25",
		"one unsubscribed takes 40 (fled), which makes 20",
		"one page viewed takes 50, if event.seconds is so much (skimmed), which makes 10",
		"one email opened takes 5 (opened), which makes 55",
	}, told("interest < 25"))
	require.Equal(t, []string{
		"one video watched gives 40, if -100 * event.share is so much (watched), which makes 100",
		"one quote requested gives 60 (asked), which makes 120",
		"one page viewed gives 9, if event.seconds is so much (skimmed), which makes 69",
	}, told("interest >= 100")[:3])
}

// A comparison is lacking exactly where it does not hold, and what is lacking to it makes it hold.
func TestWhatIsLacking(t *testing.T) {
	m := scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{{Name: "read", Each: []string{"page_viewed"}, Worth: "event.seconds"}}}}}
	for _, op := range []string{"<", "<=", ">", ">=", "==", "!="} {
		for now := 4; now <= 6; now++ {
			w := newWorld(t, m)
			var found diag.List
			when := w.schema.Standing(&found, "", "interest "+op+" 5")
			require.Empty(t, found)
			w.facts = w.schema.NewFacts()
			w.event("page_viewed", t0, map[string]any{"seconds": float64(now)})
			p := w.scorer.Prospect(w.state, when, w.facts, t0)
			require.Equal(t, p.Holds, len(p.Lacks) == 0, "%d %s 5", now, op)
			if p.Holds || op == "!=" {
				continue
			}
			w.event("page_viewed", t0, map[string]any{"seconds": p.Lacks[0].Short.Float()})
			require.True(t, w.scorer.Prospect(w.state, when, w.facts, t0).Holds, "%d %s 5", now, op)
		}
	}
}

// Nothing is said beyond the model: no temperature, no score of that number, no threshold.
func TestOutlookOfNothing(t *testing.T) {
	w := newWorld(t, twoPaces)
	require.Empty(t, w.scorer.Heat(w.state, t0).Score)
	require.Empty(t, w.scorer.Outlook(w.state, 99, t0).Score)
	o := w.scorer.Outlook(w.state, 0, t0)
	require.Nil(t, o.Above)
	require.False(t, o.Known)
}

// An event of which only a score about other leads would take note changes nothing, although another rule gives at it.
func TestAChanceInAScoreAboutOthers(t *testing.T) {
	each := func(name string, points lead.Points) []scoring.Rule {
		return []scoring.Rule{{Name: name, Each: []string{"page_viewed"}, Points: points, When: map[bool]string{true: "event.seconds > 3"}[name == "read"]}}
	}
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: each("any", lead.Point)}, {Name: "trucks", For: scoring.Scope{Market: []string{"B2B"}}, Rules: each("read", 9*lead.Point)}}})
	chances := func() (held []string) {
		for _, c := range w.scorer.Outlook(w.state, 2, t0, scoring.Band{Name: "hot", From: 20 * lead.Point}).Chances {
			held = append(held, c.Rule+": "+c.Held)
		}
		return held
	}
	require.Equal(t, []string{"any: ", "read: the score trucks is not about this lead"}, chances())
	w.event(lead.ProfileUpdated, t0, map[string]any{"market": "B2B"})
	require.Equal(t, []string{"read: ", "any: "}, chances())
}

// How a lead that has read a page and opened three emails could become hot, and when it cools down if nothing happens.
func ExampleScorer_Heat() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	scorer, _ := scoring.Compile(scoring.Model{
		Scores: []scoring.Score{
			{Name: "fit", Rules: []scoring.Rule{{Name: "target industry", When: `lead.industry in ["retail", "logistics"]`, Points: 30 * lead.Point}}},
			{Name: "interest", Decay: scoring.HalfLife(14 * lead.Day), Rules: []scoring.Rule{
				{Name: "read a page", Each: []string{"page_viewed"}, Points: 2 * lead.Point},
				{Name: "read the prices", Each: []string{"page_viewed"}, When: `event.path startsWith "/prices"`, Points: 20 * lead.Point},
				{Name: "opened a campaign", Each: []string{"email_opened"}, Points: 6 * lead.Point, AtMost: []scoring.Rate{{Times: 3, Per: scoring.Daily}}},
				{Name: "wants a quote", Each: []string{"quote_requested"}, Worth: "event.amount / 1000", UpTo: scoring.At(40 * lead.Point)},
			}},
		},
		Temperature: scoring.Temperature{Bands: []scoring.Band{{Name: "hot", From: 40 * lead.Point}, {Name: "warm", From: 15 * lead.Point}}, Else: "cold"},
	}, schema)
	var person lead.State
	var state scoring.State
	var bound lead.Bound
	facts := schema.NewFacts()
	monday := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	for i, kind := range []string{"page_viewed", "email_opened", "email_opened", "email_opened"} {
		_ = schema.Bind(lead.Event{ID: fmt.Sprint(i), Kind: kind, Time: monday}, &bound)
		schema.Apply(&person, &bound)
		facts.See(&person)
		facts.Hear(&bound)
		facts.At(bound.Time)
		scorer.Apply(&state, &bound, facts)
	}
	fmt.Println(scorer.Heat(&state, bound.Time))
	// Output:
	// total 20, 20 short of hot 40
	//   + one page viewed with event.path startsWith "/prices" gives 20 (read the prices), which makes 42
	//   + to know that lead.industry in ["retail", "logistics"] gives 30 (target industry), which makes 50
	//   + one quote requested gives 40, if event.amount / 1000 is so much (wants a quote), which makes 60
	//   · one page viewed gives 2 (read a page), which makes 22
	//   - one email opened gives nothing now: at most 3 per day
	//   5 above warm 15, falls below it on Sun 8 Nov 2026 04:27:09.418
}

func TestAnOutlookSurvivesJSON(t *testing.T) {
	o := scoring.Outlook{Score: "total", At: 7, Now: 30 * lead.Point, Known: true, Short: 10 * lead.Point, Above: &scoring.Band{Name: "warm", From: 40 * lead.Point}}
	data, err := json.Marshal(o)
	require.NoError(t, err)
	var back scoring.Outlook
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, o, back)
	var band scoring.Band
	require.NoError(t, json.Unmarshal([]byte(`"40"`), &band))
	require.Equal(t, scoring.Band{From: 40 * lead.Point}, band)
}

// The event that would bring a lead nearer is itself one of those that the condition counts.
func TestProspectCountsTheEventItself(t *testing.T) {
	for src, want := range map[string]bool{
		`interest < 5 and count("page_viewed", "30d") < 2`:   false,
		`interest < 5 and count("page_viewed", "30d") >= 2`:  true,
		`interest >= 1 and since("page_viewed") > "1h"`:      false,
		`interest >= 1 and count("email_opened", "30d") < 1`: true,
	} {
		w := newWorld(t, one(scoring.Rule{Each: []string{"page_viewed"}, When: "event.seconds > 10", Points: lead.Point}))
		var found diag.List
		when := w.schema.Standing(&found, "", src)
		require.Empty(t, found, src)
		w.facts = w.schema.NewFacts()
		w.event("page_viewed", t0, map[string]any{"seconds": 1.0})
		for range 2 { // the supposed event is forgotten again
			p := w.scorer.Prospect(w.state, when, w.facts, days(1))
			require.False(t, p.Holds, src)
			require.Len(t, p.Chances, 1, src)
			require.Equal(t, want, p.Chances[0].Reaches, src)
		}
	}
}

// What a prospect promises of a change comes true when the event happens: a change is counted from what the score was before it.
func TestProspectOfAChangeComesTrue(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		schema := newSchema(t)
		scorer, err := scoring.Compile(plainModel, schema)
		require.NoError(t, err)
		var found diag.List
		when := schema.Standing(&found, "", fmt.Sprintf(`change("interest", "2d") %s %d`, rapid.SampledFrom([]string{">=", "<", "=="}).Draw(r, "compares"), rapid.IntRange(-6, 6).Draw(r, "with")))
		require.Empty(t, found)
		w := &world{t: t, schema: schema, scorer: scorer, facts: schema.NewFacts(), person: &lead.State{}, state: &scoring.State{}}
		at := t0
		for range rapid.IntRange(0, 6).Draw(r, "events") {
			at = at.Add(lead.Span(rapid.IntRange(0, 30).Draw(r, "hours")) * lead.Hour)
			w.event(rapid.SampledFrom(happenings).Draw(r, "kind"), at, nil)
		}
		at = at.Add(lead.Span(rapid.IntRange(0, 80).Draw(r, "then")) * lead.Hour)
		for _, c := range w.scorer.Prospect(w.state, when, w.facts, at).Chances {
			if c.When != "" {
				continue
			}
			st := w.state.Clone()
			b := w.bind(c.Kind, at, nil)
			w.facts.See(w.person)
			w.facts.Hear(&b)
			w.facts.At(at)
			scorer.Apply(&st, &b, w.facts)
			w.facts.At(at)
			scorer.Fill(&st, w.facts)
			require.Equal(r, when.True(w.facts), c.Reaches, c.String())
		}
	})
}

// Where no score is lacking, only what would make the condition hold is a chance.
func TestProspectOfWhatNoScoreLacks(t *testing.T) {
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{
		{Name: "opened", Each: []string{"email_opened"}, Points: 10 * lead.Point},
		{Name: "busy", When: "lead.visits > 3", Points: 10 * lead.Point},
	}}}})
	var found diag.List
	quiet := w.schema.Standing(&found, "", `since("email_opened") > "20d"`)
	read := w.schema.Standing(&found, "", `count("email_opened", "7d") >= 2`)
	require.NoError(t, found.Err())
	w.facts = w.schema.NewFacts()
	w.event("email_opened", t0, nil)
	w.facts.See(w.person)
	require.Empty(t, w.scorer.Prospect(w.state, quiet, w.facts, t0).Chances)
	chances := w.scorer.Prospect(w.state, read, w.facts, t0).Chances
	require.Len(t, chances, 1)
	require.Equal(t, "opened", chances[0].Rule)
}
