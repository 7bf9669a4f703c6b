package scoring_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

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
		{"/fit/rounding name-taken", with(func(r *scoring.Rule) { r.Name = scoring.Rounding })},
		{"/fit/frozen name-taken", with(func(r *scoring.Rule) { r.Name = scoring.Frozen })},
		{"/fit/set by hand name-taken", with(func(r *scoring.Rule) { r.Name = scoring.SetByHand })},
		{"/fit/at most 30 name-taken", with(func(r *scoring.Rule) { r.Name = "at most 30" })},
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
		{"/grid no-axis", func() scoring.Model {
			m := scores(scoring.Score{Name: "fit"})
			m.Grid.Letters = scoring.Axis{Of: "fit", Bands: []scoring.Band{{Name: "A", From: 5}}, Else: "B"}
			return m
		}()},
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

// Upon an event, the last one of its kind is the event: who asks how long ago it was is told how to ask for the first in a while.
func TestSinceTheEventItselfIsAWarning(t *testing.T) {
	for when, warned := range map[string]bool{`since("email_opened") > "10d"`: true, `lead.visits > 3 or not (since("email_opened") < "1d")`: true,
		`since("page_viewed") > "10d"`: false, `count("email_opened", "10d") < 2`: false} {
		scorer, err := scoring.Compile(one(scoring.Rule{Each: []string{"quote_requested", "email_opened"}, When: when, Points: lead.Point}), newSchema(t))
		require.NoError(t, err)
		var got []string
		for _, f := range scorer.Warnings() {
			got = append(got, f.String())
		}
		if warned {
			assert.Equal(t, []string{`/interest/rule/when: warning: upon email_opened, since("email_opened") is 0: the last one is that event; for the first in a while write count("email_opened", "10d") < 2`}, got)
		} else {
			assert.Empty(t, got)
		}
	}
}
