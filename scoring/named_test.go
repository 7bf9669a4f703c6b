package scoring_test

import (
	"encoding"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// twoPaces gives 100 points that halve in 14 days and takes 20 that halve in 7.
var twoPaces = scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{
	{Name: "opened", Each: []string{"email_opened"}, Points: 100 * lead.Point, Decay: scoring.HalfLife(14 * lead.Day)},
	{Name: "left", Each: []string{"page_viewed"}, Points: -20 * lead.Point, Decay: scoring.HalfLife(7 * lead.Day)},
}}}}

func conditions(t require.TestingT, schema *lead.Schema, score string) []*lead.Condition {
	var found diag.List
	list := []*lead.Condition{schema.Standing(&found, "", score+" >= 5"), schema.Standing(&found, "", `temperature == "hot"`)}
	require.NoError(t, found.Err())
	return list
}

// one makes a model of one score with one rule.
func one(r scoring.Rule) scoring.Model {
	r.Name = "rule"
	return scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{r}}}}
}

func TestLimits(t *testing.T) {
	day := func(n int, hour int) lead.Instant { return t0.Add(lead.Span(n)*lead.Day + lead.Span(hour)*lead.Hour) } // t0 is a Monday, 9:00 UTC
	opened := scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point}
	rates := func(list ...string) scoring.Rule {
		r := opened
		for _, text := range list {
			var rate scoring.Rate
			require.NoError(t, rate.UnmarshalText([]byte(text)))
			r.AtMost = append(r.AtMost, rate)
		}
		return r
	}
	once, cool := opened, opened
	once.Once, cool.CoolDown = true, 2*lead.Hour
	for _, c := range []struct {
		name string
		rule scoring.Rule
		at   []lead.Instant
		want string
	}{
		{"a day begins at midnight", rates("2 per day"), []lead.Instant{day(0, 0), day(0, 1), day(0, 14), day(0, 15), day(1, 0)}, "4"},
		{"a week begins on Monday", rates("1 per week"), []lead.Instant{day(0, 0), day(6, 14), day(6, 15)}, "2"},
		{"a month begins on the first", rates("1 per month"), []lead.Instant{day(0, 0), day(28, 14), day(28, 15)}, "2"},
		{"a rolling span ends after its last millisecond", rates("1 within 2h"), []lead.Instant{day(0, 0), day(0, 2) - 1, day(0, 2)}, "2"},
		{"a cool-down is a rolling span", cool, []lead.Instant{day(0, 0), day(0, 1), day(0, 2), day(0, 3)}, "2"},
		{"once is once", once, []lead.Instant{day(0, 0), day(40, 0)}, "1"},
		{"the stricter limit holds", rates("2 per day", "3 per month"), []lead.Instant{day(0, 0), day(0, 1), day(0, 2), day(1, 0), day(2, 0)}, "3"},
		{"a late event counts in its own day", rates("1 per day"), []lead.Instant{day(5, 0), day(4, 0)}, "1"},
		{"a late event counts while all that gave is remembered", rates("2 per day"), []lead.Instant{day(5, 0), day(4, 0), day(4, 1)}, "2"},
	} {
		w := newWorld(t, one(c.rule))
		for _, at := range c.at {
			w.event("email_opened", at, nil)
		}
		assert.Equal(t, c.want, w.score("interest", day(60, 0)), c.name)
	}
}

func TestDaysBeginInTheZone(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point, AtMost: []scoring.Rate{{Times: 1, Per: scoring.Daily}}})
	m.Zone = "Europe/Paris"
	w := newWorld(t, m)
	for _, hour := range []lead.Span{0, 13, 14} { // 10:00, 23:00 and the next midnight in Paris
		w.event("email_opened", after(hour*lead.Hour), nil)
	}
	assert.Equal(t, "2", w.score("interest", days(2)))
}

func TestWhatIsHeldBackIsTold(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: 3 * lead.Point, Once: true}))
	for range 4 {
		w.event("email_opened", t0, nil)
	}
	lines := w.scorer.Explain(w.state, t0)
	assert.Equal(t, lead.Line{Score: "interest", Rule: "rule", Points: 3 * lead.Point, Given: 3 * lead.Point, Times: 1, Last: t0,
		Reason: "each email_opened, once; held back 3 times; 9 points withheld"}, lines[0])
}

func TestUnscoredIsNotZero(t *testing.T) {
	fit := scoring.Score{Name: "fit", Rules: []scoring.Rule{{Name: "busy", When: "lead.visits > 3", Points: 10 * lead.Point}}}
	interest := scoring.Score{Name: "interest", Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: lead.Point}}}
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{fit, interest}, Temperature: scoring.Temperature{Bands: []scoring.Band{{Name: "hot", From: 5 * lead.Point}}, Else: "cold"}})
	assert.Equal(t, "unscored", w.score("total", t0))
	assert.Empty(t, w.scorer.Temperature(w.state, t0))
	w.event("page_viewed", t0, nil)
	assert.Equal(t, "unscored", w.score("total", t0), "an event that no rule is about")
	w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 1.0})
	assert.Equal(t, "0", w.score("fit", t0), "known and not fit")
	assert.Equal(t, "unscored", w.score("interest", t0))
	assert.Equal(t, "0", w.score("total", t0))
	assert.Equal(t, "cold", w.scorer.Temperature(w.state, t0))
	w.event(lead.ProfileUpdated, t0+1, map[string]any{"visits": 7.0})
	assert.Equal(t, "10", w.score("total", t0+1))
	w.event(lead.ProfileUpdated, t0+2, map[string]any{"visits": 2.0})
	assert.Equal(t, "0", w.score("fit", t0+2), "points go away with the fact")
}

// The parts of a total are rounded each for itself, and the total once: the difference has a line of its own.
func TestATotalHasItsRounding(t *testing.T) {
	rule := func(name string) scoring.Score {
		return scoring.Score{Name: name, Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 1}}}
	}
	w := newWorld(t, scoring.Model{Scores: []scoring.Score{rule("one"), rule("other")}, Total: "0.5 * one + 0.5 * other"})
	w.event("email_opened", t0, nil)
	var told []string
	for _, l := range w.scorer.Explain(w.state, t0) {
		if l.Score == scoring.Total {
			told = append(told, l.Rule+" "+l.Points.String())
		}
	}
	assert.Equal(t, []string{"0.5 * one 0.000001", "0.5 * other 0.000001", "rounding -0.000001"}, told)
	assert.Equal(t, "0.000001", w.score(scoring.Total, t0))
}

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

func TestWorth(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"quote_requested"}, Worth: "event.amount / 1000", AtLeast: scoring.At(2 * lead.Point), UpTo: scoring.At(40 * lead.Point)}))
	sum := []string{"unscored", "2", "12.34568", "52.34568"}
	for i, amount := range []any{nil, 100.0, 10345.6789, 1e12} {
		w.event("quote_requested", t0, map[string]any{"amount": amount})
		assert.Equal(t, sum[i], w.score("interest", t0))
	}
}

func TestWorthThatIsNoNumberDoesNotFire(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"page_viewed"}, Worth: "1 / event.seconds"}))
	w.event("page_viewed", t0, map[string]any{"seconds": 0.0})
	assert.Equal(t, "unscored", w.score("interest", t0))
	w.event("page_viewed", t0, map[string]any{"seconds": 1e-300})
	assert.Equal(t, "1000000000", w.score("interest", t0), "one event gives at most MostPoints")
}

func TestRuleAboutSeveralKindsHasOneLine(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened", "page_viewed"}, Points: lead.Point, Once: true}))
	w.event("email_opened", t0, nil)
	w.event("page_viewed", t0, nil)
	assert.Equal(t, "1", w.score("interest", t0))
	assert.Len(t, w.state.Lines, 1)
}

func TestRenewKeepsWhatTheLeadIs(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point, Once: true})
	m.Scores = append(m.Scores, scoring.Score{Name: "fit", Rules: []scoring.Rule{{Name: "busy", When: "lead.visits > 3", Points: 10 * lead.Point}}})
	w := newWorld(t, m)
	w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 7.0})
	w.event("email_opened", t0, nil)
	w.scorer.Renew(w.state, days(10))
	assert.Equal(t, "unscored", w.score("interest", days(10)))
	assert.Equal(t, "10", w.score("fit", days(10)))
	w.event("email_opened", days(10)-1, nil)
	assert.Equal(t, "unscored", w.score("interest", days(10)), "an event of the cycle before")
	w.event("email_opened", days(10), nil)
	assert.Equal(t, "1", w.score("interest", days(10)), "once in each cycle")
}

func TestOverride(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: 10 * lead.Point}))
	w.event("email_opened", t0, nil)
	set := func(at lead.Instant, score string, points any, until any) {
		w.event(lead.ScoreOverridden, at, map[string]any{"score": score, "points": points, "until": until, "reason": "met at a fair"})
	}
	set(days(1), "interest", 80.0, days(3).Time())
	w.event("email_opened", days(1), nil)
	assert.Equal(t, "80", w.score("interest", days(2)), "it sticks")
	lines := w.scorer.Explain(w.state, days(2))
	assert.Equal(t, []lead.Points{20 * lead.Point, 60 * lead.Point}, []lead.Points{lines[0].Points, lines[1].Points}, "the machine's score goes on")
	assert.Equal(t, scoring.SetByHand, lines[1].Rule)
	at, ok := w.scorer.Next(w.state, 0, 50*lead.Point, days(2))
	assert.True(t, ok)
	assert.Equal(t, days(3), at)
	assert.Equal(t, "20", w.score("interest", days(3)))
	set(t0, "interest", 1.0, nil)
	assert.Equal(t, "80", w.score("interest", days(2)), "an older act does not replace a later one")
	set(days(4), "interest", 5.0, nil)
	set(days(5), "interest", nil, nil)
	assert.Equal(t, "20", w.score("interest", days(5)), "lifted")
	set(days(6), "nonsense", 5.0, nil)
	assert.Len(t, w.state.Overrides, 1)
	w.state.Erase()
	assert.Empty(t, w.state.Overrides[0].Reason)
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

func TestScoreIsHeldWithinItsRange(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"page_viewed"}, Worth: "event.seconds"})
	m.Scores[0].Min, m.Scores[0].Max = scoring.At(0), scoring.At(100*lead.Point)
	w := newWorld(t, m)
	w.event("page_viewed", t0, map[string]any{"seconds": 130.0})
	assert.Equal(t, "100", w.score("interest", t0))
	assert.Equal(t, "at most 100", w.scorer.Explain(w.state, t0)[1].Rule)
	w.event("page_viewed", t0, map[string]any{"seconds": -200.0})
	assert.Equal(t, "0", w.score("interest", t0))
}

func TestFindings(t *testing.T) {
	event := scoring.Rule{Name: "r", Each: []string{"email_opened"}, Points: lead.Point}
	with := func(f func(*scoring.Rule)) scoring.Model {
		r := event
		f(&r)
		return scoring.Model{Scores: []scoring.Score{{Name: "fit", Rules: []scoring.Rule{r}}}}
	}
	scores := func(list ...scoring.Score) scoring.Model {
		for i := range list {
			list[i].Rules = []scoring.Rule{event}
		}
		return scoring.Model{Scores: list}
	}
	total := func(src string) scoring.Model {
		m := scores(scoring.Score{Name: "fit"}, scoring.Score{Name: "interest"})
		m.Total = src
		return m
	}
	heat := func(h scoring.Temperature) scoring.Model {
		m := scores(scoring.Score{Name: "fit"})
		m.Temperature = h
		return m
	}
	silent := func(f func(*scoring.Rule)) scoring.Model {
		return with(func(r *scoring.Rule) { r.Each, r.After = nil, scoring.Silence(lead.Day); f(r) })
	}
	for _, c := range []struct {
		want string // place and code
		m    scoring.Model
	}{
		{"/fit/r/each unknown-kind-of-event", with(func(r *scoring.Rule) { r.Each = []string{"email_opend"} })},
		{"/fit/r/each listed-twice", with(func(r *scoring.Rule) { r.Each = append(r.Each, r.Each[0]) })},
		{"/fit/r/each override-scores", with(func(r *scoring.Rule) { r.Each = []string{lead.ScoreOverridden} })},
		{"/fit/r no-points", with(func(r *scoring.Rule) { r.Points = 0 })},
		{"/fit/r/points too-many-points", with(func(r *scoring.Rule) { r.Points = lead.MostPoints + 1 })},
		{"/fit/r/worth two-worths", with(func(r *scoring.Rule) { r.Worth = "3" })},
		{"/fit/r/up_to unused-key", with(func(r *scoring.Rule) { r.UpTo = scoring.At(1) })},
		{"/fit/r/times unused-key", with(func(r *scoring.Rule) { r.Times = 3 })},
		{"/fit/r/at_most bad-rate", with(func(r *scoring.Rule) { r.AtMost = []scoring.Rate{{Times: 0, Per: scoring.Daily}} })},
		{"/fit/r/at_most bad-rate", with(func(r *scoring.Rule) { r.AtMost = []scoring.Rate{{Times: 1}} })},
		{"/fit/r/cool_down negative-span", with(func(r *scoring.Rule) { r.CoolDown = -1 })},
		{"/fit/r/decay bad-half-life", with(func(r *scoring.Rule) { r.Decay = scoring.HalfLife(1) })},
		{"/fit/r/decay unknown-decay", with(func(r *scoring.Rule) { r.Decay.Curve = 9 })},
		{"/fit/r/when reads-score", with(func(r *scoring.Rule) { r.When = "fit > 3" })},
		{"/fit/r/after two-triggers", with(func(r *scoring.Rule) { r.After = 3 })},
		{"/fit/r no-trigger", with(func(r *scoring.Rule) { r.Each = nil })},
		{"/fit/r/when not-fit", with(func(r *scoring.Rule) { r.Each, r.When = nil, `count("email_opened") > 3` })},
		{"/fit/r/once unused-key", with(func(r *scoring.Rule) { r.Each, r.When, r.Once = nil, "lead.visits > 1", true })},
		{"/fit/r/decay unused-key", silent(func(r *scoring.Rule) { r.Decay = scoring.HalfLife(lead.Day) })},
		{"/fit/r/again no-times", silent(func(r *scoring.Rule) { r.Again = 1 })},
		{"/fit/r/times no-interval", silent(func(r *scoring.Rule) { r.Times = 2 })},
		{"/fit/r/times bad-times", silent(func(r *scoring.Rule) { r.Again, r.Times = 1, 1_000_000 })},
		{"/fit/r name-taken", scoring.Model{Scores: []scoring.Score{{Name: "fit", Rules: []scoring.Rule{event, event}}}}},
		{"/fit name-taken", scores(scoring.Score{Name: "fit"}, scoring.Score{Name: "fit"})},
		{"/total name-taken", scores(scoring.Score{Name: "total"})},
		{"/Fit bad-name", scores(scoring.Score{Name: "Fit"})},
		{"/fit/min empty-range", scores(scoring.Score{Name: "fit", Min: scoring.At(2), Max: scoring.At(1)})},
		{"/zone unknown-zone", scoring.Model{Zone: "Europe/Pariss"}},
		{"/total unknown-score", total("fit + intrest")},
		{"/total not-linear", total("fit * interest")},
		{"/total not-linear", total("1 / fit")},
		{"/total not-linear", total("fit / 0")},
		{"/total bad-number", total("fit / 3")},
		{"/total bad-number", total("0.0000001 * fit")},
		{"/total bad-number", total("9999999999999999999999 * fit")},
		{"/total bad-syntax", total("fit +")},
		{"/total bad-syntax", total("(fit")},
		{"/total bad-syntax", total("min(fit")},
		{"/total bad-syntax", total("fit é")},
		{"/total bad-syntax", total("fit interest")},
		{"/total no-scores", total("3")},
		{"/total no-scores", scoring.Model{Total: "fit"}},
		{"/total too-deep", total(strings.Repeat("(", 4000))},
		{"/total too-deep", total(strings.Repeat("-", 4000))},
		{"/total too-long", total(strings.Repeat("fit + ", 700_000) + "fit")},
		{"/temperature/of unknown-score", heat(scoring.Temperature{Of: "fits", Else: "cold"})},
		{"/temperature gap", heat(scoring.Temperature{Bands: []scoring.Band{{Name: "hot"}}})},
		{"/temperature/warm empty-band", heat(scoring.Temperature{Bands: []scoring.Band{{Name: "hot", From: 5}, {Name: "warm", From: 5}}, Else: "cold"})},
		{"/temperature/cold name-taken", heat(scoring.Temperature{Bands: []scoring.Band{{Name: "cold", From: 5}}, Else: "cold"})},
	} {
		_, err := scoring.Compile(c.m, newSchema(t))
		var found diag.List
		require.ErrorAs(t, err, &found, c.want)
		var got []string
		for _, f := range found {
			got = append(got, f.Place.Path+" "+f.Code)
		}
		assert.Contains(t, got, c.want)
	}
}

func TestFindingHasItsPlaceInTheTotal(t *testing.T) {
	m := twoPaces
	m.Total = "2 * (intrest + 1)"
	_, err := scoring.Compile(m, newSchema(t))
	var found diag.List
	require.ErrorAs(t, err, &found)
	assert.Equal(t, diag.Place{Path: "/total", From: 5, To: 12}, found[0].Place)
	assert.Equal(t, "interest", found[0].Near)
}

// Two names with one FNV-1a hash, found by search.
func TestKeyCollisionIsAFinding(t *testing.T) {
	seen := map[uint32]string{}
	var rules []scoring.Rule
	for i := 0; len(rules) == 0; i++ {
		name := "rule " + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + lead.Points(i).String()
		if other, ok := seen[fnv("interest/"+name)]; ok && other != name {
			for _, n := range []string{other, name} {
				rules = append(rules, scoring.Rule{Name: n, Each: []string{"email_opened"}, Points: 1})
			}
		}
		seen[fnv("interest/"+name)] = name
	}
	_, err := scoring.Compile(scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: rules}}}, newSchema(t))
	require.ErrorContains(t, err, "same 32-bit key")
}

func fnv(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

func TestGrammars(t *testing.T) {
	type scalar interface {
		encoding.TextMarshaler
	}
	read := func(into encoding.TextUnmarshaler, text string) error { return into.UnmarshalText([]byte(text)) }
	for text, into := range map[string]encoding.TextUnmarshaler{"none": new(scoring.Decay), "half-life 14d": new(scoring.Decay), "": new(scoring.Decay), "-2.5": new(scoring.Level), "0": new(scoring.Level),
		"3 per day": new(scoring.Rate), "1 per week": new(scoring.Rate), "2 per month": new(scoring.Rate), "3 within 1d12h": new(scoring.Rate),
		"30d of silence": new(scoring.Silence), "every 30d": new(scoring.Interval)} {
		require.NoError(t, read(into, text), text)
		back, err := into.(scalar).MarshalText()
		require.NoError(t, err)
		assert.Equal(t, text, string(back))
	}
	for text, into := range map[string]encoding.TextUnmarshaler{"half-life": new(scoring.Decay), "linear": new(scoring.Decay), "half-life x": new(scoring.Decay), "NaN": new(scoring.Level), "much": new(scoring.Level),
		"3 per hour": new(scoring.Rate), "x per day": new(scoring.Rate), "3 within": new(scoring.Rate), "3 within x": new(scoring.Rate), "often": new(scoring.Rate),
		"30d": new(scoring.Silence), "x of silence": new(scoring.Silence), "30d ": new(scoring.Interval), "every x": new(scoring.Interval)} {
		assert.Error(t, read(into, text), text)
	}
}

// A state that no scorer wrote gives some number, and never a panic.
func TestMalformedStateDoesNotPanic(t *testing.T) {
	w := newWorld(t, twoPaces)
	w.event("email_opened", t0, nil)
	st := w.state.Clone()
	st.Lines[0].Last, st.Lines[0].Sum = -1<<63, scoring.Wide{Hi: -1 << 63}
	st.Fit, st.Judged = []uint32{1, 1}, []uint32{7}
	assert.NotPanics(t, func() {
		w.scorer.Score(&st, 0, t0)
		w.scorer.Over(&st, 0, t0, days(3))
		w.scorer.Explain(&st, -5)
		w.scorer.Merge(&st, w.state)
		w.scorer.Next(&st, 0, 5, lead.Forever)
		w.scorer.Score(&st, 99, t0)
		w.scorer.Score(&st, -1, t0)
	})
}

// codes lists the findings of a model as "place code".
func codes(t *testing.T, m scoring.Model) (got []string) {
	_, err := scoring.Compile(m, newSchema(t))
	var found diag.List
	require.ErrorAs(t, err, &found)
	for _, f := range found {
		got = append(got, f.Place.Path+" "+f.Code)
	}
	return got
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

func TestScoreOfSomeLeads(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"page_viewed"}, Points: 10 * lead.Point})
	m.Scores[0].For = scoring.Scope{Market: []string{"B2B"}, When: "lead.visits > 1 or lead.visits < -1"}
	w := newWorld(t, m)
	w.event("page_viewed", t0, nil)
	assert.Equal(t, "unscored", w.score("interest", t0), "not known")
	w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 2.0})
	assert.Equal(t, "unscored", w.score("total", t0), "the market is not known")
	w.event(lead.ProfileUpdated, t0+1, map[string]any{"market": "B2B"})
	assert.Equal(t, "10", w.score("interest", t0+1), "what it did before counts")
	w.event(lead.ProfileUpdated, t0+2, map[string]any{"visits": 0.0})
	assert.Equal(t, "unscored", w.score("interest", t0+2))
}
