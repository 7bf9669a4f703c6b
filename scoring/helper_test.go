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

// decay reads a decay.
func decay(text string) (d scoring.Decay) {
	if err := d.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return d
}

func drawDecay(r *rapid.T) scoring.Decay {
	switch rapid.IntRange(0, 5).Draw(r, "decay") {
	case 0:
		return scoring.Decay{}
	case 1:
		return scoring.Decay{Curve: scoring.Lasting}
	case 2, 3:
		return scoring.HalfLife(rapid.SampledFrom([]lead.Span{lead.Hour, lead.Day, 7 * lead.Day, 14 * lead.Day, 61*lead.Day + 7, 3650 * lead.Day}).Draw(r, "half-life"))
	}
	return decay(rapid.SampledFrom([]string{"window 7d", "window 90d grain 1d", "linear 30d", "linear 1h", "linear 10d down to 20%", "linear 100d within 40d", "20% off every 7d",
		"3.7% off every 1d down to 30%", "50% off every 90m within 3h", "half-life 14d within 90d", "half-life 1h within 3d grain 17m", "half-life 100d within 10d"}).Draw(r, "grained"))
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
	if rule.Worth == "" && rapid.IntRange(0, 5).Draw(r, "in points") == 0 {
		rule.Decay = decay(rapid.SampledFrom([]string{"2 off every 1d", "5 off every 7d down to 1", "linear 20d down to 3.5"}).Draw(r, "points off"))
	}
	if rapid.IntRange(0, 2).Draw(r, "grouped") == 0 {
		rule.Group = "some"
	}
	if rapid.IntRange(0, 3).Draw(r, "held") == 0 {
		rule.Min, rule.Max = drawRange(r, 15)
	}
	return rule
}

// drawRange draws a minimum and a maximum, either of which may be absent.
func drawRange(r *rapid.T, most int64) (least, greatest scoring.Level) {
	if rapid.Bool().Draw(r, "min") {
		least = scoring.At(lead.Points(rapid.Int64Range(-most, 0).Draw(r, "least")) * lead.Point)
	}
	if rapid.Bool().Draw(r, "max") {
		greatest = scoring.At(lead.Points(rapid.Int64Range(0, most).Draw(r, "most")) * lead.Point)
	}
	return least, greatest
}

// drawModel draws a model without limits, so that order is not to matter.
func drawModel(r *rapid.T) scoring.Model {
	m := scoring.Model{Total: rapid.SampledFrom([]string{"", "fit + interest", "2 * interest - 0.5 * fit", "max(fit, interest) - min(interest / 4, 10)", "fit - interest", "min(60, max(0, fit + 0.25 * interest))"}).Draw(r, "total"),
		Temperature: scoring.Temperature{Bands: []scoring.Band{{Name: "hot", From: 20 * lead.Point}, {Name: "warm", From: 5 * lead.Point}}, Else: "cold"},
		Grid: scoring.Grid{Letters: scoring.Axis{Of: "fit", Bands: []scoring.Band{{Name: "A", From: 10 * lead.Point}}, Else: "B"},
			Digits: scoring.Axis{Of: "interest", Bands: []scoring.Band{{Name: "1", From: 20 * lead.Point}, {Name: "2", From: 0}}, Else: "3"}}}
	for _, name := range []string{"fit", "interest"} {
		sc := scoring.Score{Name: name, Decay: drawDecay(r), Groups: []scoring.Group{{Name: "some"}}}
		sc.Groups[0].Min, sc.Groups[0].Max = drawRange(r, 25)
		for i := range rapid.IntRange(0, 5).Draw(r, "rules") {
			sc.Rules = append(sc.Rules, drawRule(r, fmt.Sprint("rule ", i)))
		}
		if rapid.Bool().Draw(r, "fit") {
			sc.Rules = append(sc.Rules, scoring.Rule{Name: "visits", When: "lead.visits > 3", Points: drawPoints(r), Group: rapid.SampledFrom([]string{"", "some"}).Draw(r, "fit group")})
		}
		if rapid.Bool().Draw(r, "silence") {
			rule := scoring.Rule{Name: "silent", After: scoring.Silence(3 * lead.Day), Again: scoring.Interval(2 * lead.Day), Times: 3, Points: drawPoints(r)}
			if rapid.Bool().Draw(r, "of") {
				rule.Of = []string{"video_watched"}
			}
			if rule.Points < 0 && rapid.Bool().Draw(r, "floored") {
				rule.DownTo = scoring.At(lead.Points(rapid.Int64Range(-10, 20).Draw(r, "floor")) * lead.Point)
			}
			sc.Rules = append(sc.Rules, rule)
		}
		sc.Min, sc.Max = drawRange(r, 60)
		if rapid.IntRange(0, 5).Draw(r, "for") == 0 {
			sc.For = scoring.Scope{When: "lead.visits < 6"}
		}
		sc.Rules = rapid.Permutation(sc.Rules).Draw(r, "rules in order")
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
	if rapid.IntRange(0, 2).Draw(r, "frozen") == 0 {
		w.freeze(r, end.Add(lead.Span(rapid.Int64Range(-3, 0).Draw(r, "before"))*lead.Day))
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

// freeze freezes a score, or all, for a time or until it is resumed, which may have happened already.
func (w *world) freeze(r *rapid.T, at lead.Instant) {
	props := map[string]any{"score": rapid.SampledFrom(append(w.scorer.Names(), "")).Draw(r, "frozen score"), "reason": "on holiday"}
	if rapid.Bool().Draw(r, "thaws") {
		props["until"] = at.Add(7 * lead.Day)
	}
	w.event(lead.ScoreFrozen, at, props)
	if rapid.IntRange(0, 3).Draw(r, "resumed") == 0 {
		w.event(lead.ScoreResumed, at, map[string]any{"score": rapid.SampledFrom(append(w.scorer.Names(), "")).Draw(r, "resumed score")})
	}
}
