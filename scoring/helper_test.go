package scoring_test

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// t0 is when the histories of these tests begin.
var t0 = lead.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))

// world is a scorer with one lead.
type world struct {
	t      require.TestingT
	schema *lead.Schema
	scorer *scoring.Scorer
	facts  *lead.Facts
	person *lead.State
	state  *scoring.State
	serial int
}

func newSchema(t require.TestingT) *lead.Schema {
	schema, err := lead.NewSchema(lead.Vocabulary{Attributes: []lead.Property{{Name: "visits", Type: lead.Number}}}, "")
	require.NoError(t, err)
	return schema
}

func newWorld(t require.TestingT, m scoring.Model) *world {
	schema := newSchema(t)
	scorer, err := scoring.Compile(m, schema)
	require.NoError(t, err)
	return &world{t: t, schema: schema, scorer: scorer, facts: schema.NewFacts(), person: &lead.State{}, state: &scoring.State{}}
}

// again gives the same model with another lead.
func (w *world) again() *world {
	c := *w
	c.facts, c.person, c.state = w.schema.NewFacts(), &lead.State{}, &scoring.State{}
	return &c
}

func (w *world) bind(kind string, at lead.Instant, props map[string]any) lead.Bound {
	w.serial++
	var b lead.Bound
	require.NoError(w.t, w.schema.Bind(lead.Event{ID: fmt.Sprint("e", w.serial), Kind: kind, Time: at.Time(), Props: props}, &b))
	return b
}

func (w *world) apply(b lead.Bound) {
	changed := w.schema.Apply(w.person, &b)
	w.facts.See(w.person)
	w.facts.Hear(&b)
	w.facts.At(b.Time)
	w.scorer.Apply(w.state, &b, w.facts)
	if changed {
		w.scorer.Refit(w.state, w.facts)
	}
}

func (w *world) event(kind string, at lead.Instant, props map[string]any) {
	w.apply(w.bind(kind, at, props))
}

// score gives a score by name; "unscored" or the decimal number.
func (w *world) score(name string, at lead.Instant) string {
	for i, n := range w.scorer.Names() {
		if n == name {
			p, known := w.scorer.Score(w.state, i, at)
			if !known {
				return "unscored"
			}
			return p.String()
		}
	}
	return "no such score"
}

func after(s lead.Span) lead.Instant { return t0.Add(s) }

func days(n int) lead.Instant { return after(lead.Span(n) * lead.Day) }

// happening is an event of a generated history, before it is bound.
type happening struct {
	Kind string
	At   lead.Instant
	Num  float64
}

var happenings = []string{"email_opened", "page_viewed", "video_watched", "quote_requested"}

func (h happening) props() map[string]any {
	switch h.Kind {
	case "page_viewed":
		return map[string]any{"seconds": h.Num}
	case "video_watched":
		return map[string]any{"share": h.Num / 100}
	case "quote_requested":
		return map[string]any{"amount": h.Num}
	}
	return nil
}

func drawHistory(r *rapid.T, most int) []happening {
	return rapid.SliceOfN(rapid.Custom(func(r *rapid.T) happening {
		span := rapid.SampledFrom([]lead.Span{lead.Hour, lead.Day, 90 * lead.Day, 4000 * lead.Day}).Draw(r, "span")
		return happening{
			Kind: rapid.SampledFrom(happenings).Draw(r, "kind"),
			At:   t0 + lead.Instant(rapid.Int64Range(0, int64(span)).Draw(r, "at")),
			Num:  float64(rapid.IntRange(-200, 200).Draw(r, "num")),
		}
	}), 0, most).Draw(r, "history")
}

func drawDecay(r *rapid.T) scoring.Decay {
	switch rapid.IntRange(0, 4).Draw(r, "decay") {
	case 0:
		return scoring.Decay{}
	case 1:
		return scoring.Decay{Curve: scoring.Lasting}
	}
	return scoring.HalfLife(rapid.SampledFrom([]lead.Span{lead.Hour, lead.Day, 7 * lead.Day, 14 * lead.Day, 61*lead.Day + 7, 3650 * lead.Day}).Draw(r, "half-life"))
}

func drawPoints(r *rapid.T) lead.Points {
	p := lead.Points(rapid.SampledFrom([]int64{1, 7_333_333, 10_000_000, 250_000_000}).Draw(r, "points"))
	if rapid.Bool().Draw(r, "negative") {
		return -p
	}
	return p
}

// drawRule draws a rule about events.
func drawRule(r *rapid.T, name string) scoring.Rule {
	kind := rapid.SampledFrom(happenings).Draw(r, "kind")
	rule := scoring.Rule{Name: name, Each: []string{kind}, Points: drawPoints(r), Decay: drawDecay(r)}
	switch {
	case kind == "page_viewed" && rapid.Bool().Draw(r, "worth"):
		rule.Points, rule.Worth = 0, "event.seconds / 7"
		if rapid.Bool().Draw(r, "clamped") {
			rule.AtLeast, rule.UpTo = scoring.At(-3*lead.Point), scoring.At(12*lead.Point)
		}
	case kind == "video_watched":
		rule.When = "event.share > 0.25"
	case kind == "email_opened" && rapid.Bool().Draw(r, "several"):
		rule.Each = []string{"email_opened", "quote_requested"}
	}
	return rule
}

// drawModel draws a model without limits, so that order is not to matter.
func drawModel(r *rapid.T) scoring.Model {
	m := scoring.Model{Total: rapid.SampledFrom([]string{"", "fit + interest", "2 * interest - 0.5 * fit", "max(fit, interest) - min(interest / 4, 10)"}).Draw(r, "total"),
		Temperature: scoring.Temperature{Bands: []scoring.Band{{Name: "hot", From: 20 * lead.Point}, {Name: "warm", From: 5 * lead.Point}}, Else: "cold"}}
	for _, name := range []string{"fit", "interest"} {
		sc := scoring.Score{Name: name, Decay: drawDecay(r)}
		for i := range rapid.IntRange(0, 5).Draw(r, "rules") {
			sc.Rules = append(sc.Rules, drawRule(r, fmt.Sprint("rule ", i)))
		}
		if rapid.Bool().Draw(r, "fit") {
			sc.Rules = append(sc.Rules, scoring.Rule{Name: "visits", When: "lead.visits > 3", Points: drawPoints(r)})
		}
		if rapid.Bool().Draw(r, "silence") {
			rule := scoring.Rule{Name: "silent", After: scoring.Silence(3 * lead.Day), Again: scoring.Interval(2 * lead.Day), Times: 3, Points: drawPoints(r)}
			if rapid.Bool().Draw(r, "of") {
				rule.Of = []string{"video_watched"}
			}
			sc.Rules = append(sc.Rules, rule)
		}
		if rapid.Bool().Draw(r, "min") {
			sc.Min = scoring.At(lead.Points(rapid.Int64Range(-20, 0).Draw(r, "least")) * lead.Point)
		}
		if rapid.Bool().Draw(r, "max") {
			sc.Max = scoring.At(lead.Points(rapid.Int64Range(0, 60).Draw(r, "most")) * lead.Point)
		}
		m.Scores = append(m.Scores, sc)
	}
	return m
}

// drawWorld draws a model and a lead with a history, and gives an instant after it.
func drawWorld(r *rapid.T, most int) (*world, lead.Instant) {
	w := newWorld(r, drawModel(r))
	if rapid.Bool().Draw(r, "known") {
		w.event(lead.ProfileUpdated, t0, map[string]any{"visits": float64(rapid.IntRange(0, 8).Draw(r, "visits"))})
	}
	end := t0
	for _, h := range drawHistory(r, most) {
		w.event(h.Kind, h.At, h.props())
		end = max(end, h.At)
	}
	if rapid.Bool().Draw(r, "overridden") {
		w.override(r, end)
	}
	return w, end
}

func (w *world) override(r *rapid.T, at lead.Instant) {
	props := map[string]any{"score": rapid.SampledFrom(w.scorer.Names()).Draw(r, "score"), "points": 33.0, "reason": "met at a fair"}
	if rapid.Bool().Draw(r, "ends") {
		props["until"] = at.Add(5 * lead.Day)
	}
	w.event(lead.ScoreOverridden, at, props)
}
