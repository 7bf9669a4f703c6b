package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla"
)

// Story is one lead's life, line by line, and where it stands.
type Story struct {
	Lead        string             `json:"lead"`
	Who         []string           `json:"who"` // person and company; place and need; source
	Moments     []Moment           `json:"moments"`
	Stage       string             `json:"stage"`
	Meaning     string             `json:"meaning,omitempty"`
	Since       *time.Time         `json:"since,omitempty"`
	Cycle       int                `json:"cycle"`
	Acts        string             `json:"acts,omitempty"`
	Owner       string             `json:"owner,omitempty"`
	Route       string             `json:"route,omitempty"`
	Temperature string             `json:"temperature,omitempty"`
	Scores      []lead.Score       `json:"scores"`
	Ledger      []lead.Line        `json:"ledger"`            // sums exactly to the scores
	Outlook     []string           `json:"outlook,omitempty"` // what would make it hotter, when it cools, what each move lacks
	Promises    []sla.Standing     `json:"promises"`
	Nurture     []nurture.Position `json:"nurture"`
	Next        *time.Time         `json:"next,omitempty"` // when something changes by itself
	Upcoming    []string           `json:"upcoming,omitempty"`
}

// Moment is one line of a story.
type Moment struct {
	At     time.Time `json:"at"`
	What   string    `json:"what"` // "signal", "act", "fact", "stage", "points", …
	Text   string    `json:"text"`
	Points []Gain    `json:"points,omitempty"`
	Total  string    `json:"total,omitempty"` // the total score then, where points changed

	kind string    // of a signal: those of one sitting are told together
	last time.Time // when the sitting went on last
}

// Gain is what a rule gave or took.
type Gain struct {
	Score  string      `json:"score"`
	Rule   string      `json:"rule"`
	Points lead.Points `json:"points"`
	Times  int64       `json:"times,omitempty"`
}

// story folds a lead's own log once more, step by step: the same events at the same instants give the same record, so this is what happened.
func (w *world) story(id string) (*Story, error) {
	if w.host.Records[id] == nil {
		return nil, w.unknownLead(id)
	}
	t, err := w.fold(id)
	if err != nil {
		return nil, err
	}
	v, err := w.engine.At(t.record, w.at)
	if err != nil {
		return nil, err
	}
	s := &Story{
		Lead: id, Who: w.who(&t.record.Lead), Moments: t.moments, Stage: v.Stage, Meaning: v.Meaning, Since: w.local(v.Since), Cycle: v.Cycle, Acts: v.Acts,
		Owner: v.Owner, Route: v.Route, Temperature: v.Temperature, Scores: v.Scores, Ledger: v.Lines, Promises: v.Promises, Nurture: v.Nurture,
		Next: w.local(v.Next),
	}
	outlook, err := w.engine.Outlook(t.record, w.at)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(localised(outlook.String(), w.zone)) {
		s.Outlook = append(s.Outlook, strings.TrimSpace(line))
	}
	s.Upcoming, err = w.upcoming(t.record, v.Next)
	return s, err
}

// fold gives a teller who has told all of a lead's life.
func (w *world) fold(id string) (*teller, error) {
	t := &teller{world: w, record: &leadkit.Record{}}
	for _, e := range w.heard[id] {
		if err := t.event(e); err != nil {
			return nil, err
		}
	}
	return t, t.wait(w.at)
}

// teller tells what each step does. What it remembers of the lead is how it was before the step.
type teller struct {
	*world
	record  *leadkit.Record
	moments []Moment
	cycle   int
	owner   string
	had     []lead.Line
}

// look remembers how the lead is before a step.
func (t *teller) look() {
	life := &t.record.Lead.Life
	t.cycle, t.owner, t.had = life.Cycle, life.Owner, t.lines()
}

// event tells of one event, after what fell due before it.
func (t *teller) event(e sample.Entry) error {
	if err := t.wait(e.At); err != nil {
		return err
	}
	t.look()
	seen := slices.Clone(t.record.Seen)
	effects, err := t.engine.Apply(t.record, e.Event, e.At)
	if err != nil {
		return err
	}
	twice := len(effects) == 0 && slices.Equal(seen, t.record.Seen)
	if e.Kind != lead.Assigned {
		t.tell(t.taken(e, twice))
	}
	t.step(e.At, effects)
	return nil
}

// wait tells of everything that falls due up to an instant, each at its own.
func (t *teller) wait(until time.Time) error {
	for t.record.Clock != 0 {
		next, ok := t.engine.Next(t.record)
		if !ok || next.After(until) {
			break
		}
		t.look()
		effects, err := t.engine.Advance(t.record, next)
		if err != nil {
			return err
		}
		t.step(next, effects)
	}
	return nil
}

// lines gives the ledger at the record's clock.
func (t *teller) lines() []lead.Line {
	return t.engine.Scorer().Explain(&t.record.Scores, t.record.Clock)
}

// step tells which points changed, then what else happened. Where a new demand began, the points went with the old one.
func (t *teller) step(at time.Time, effects []leadkit.Effect) {
	renewed := t.cycle != 0 && t.record.Lead.Life.Cycle != t.cycle
	if !renewed {
		t.gains(at)
	}
	for i := range effects {
		t.effect(&effects[i])
	}
	if renewed {
		t.tell(Moment{At: at, What: "points", Text: "a new demand begins, what events gave for the old one no longer counts", Total: t.total()})
	}
}

// gains tells which rules gave or took points in the last step.
func (t *teller) gains(at time.Time) {
	now, gains := t.lines(), []Gain(nil)
	for _, l := range now {
		old := find(t.had, l)
		if d := l.Given - old.Given; d != 0 {
			gains = append(gains, Gain{l.Score, l.Rule, d, l.Times - old.Times})
		}
	}
	for _, l := range t.had {
		if find(now, l).Rule == "" && l.Given != 0 {
			gains = append(gains, Gain{l.Score, "no longer: " + l.Rule, -l.Given, 0})
		}
	}
	if len(gains) > 0 {
		t.tell(Moment{At: at, What: "points", Points: gains, Total: t.total()})
	}
}

func find(lines []lead.Line, like lead.Line) lead.Line {
	i := slices.IndexFunc(lines, func(l lead.Line) bool { return l.Score == like.Score && l.Rule == like.Rule })
	if i < 0 {
		return lead.Line{}
	}
	return lines[i]
}

func (t *teller) total() string {
	points, known := t.engine.Scorer().Score(&t.record.Scores, len(t.engine.Schema().Scores())-1, t.record.Clock)
	if !known {
		return ""
	}
	return tenths(points)
}

// sitting is how far apart two signals may be that are told together.
const sitting = time.Hour

// tell adds a moment. Signals of one sitting that change nothing but points are told together.
func (t *teller) tell(m Moment) {
	m.At = m.At.In(t.zone)
	m.last = m.At
	if n := len(t.moments); n > 0 && t.moments[n-1].joins(&m) {
		return
	}
	t.moments = append(t.moments, m)
}

// joins takes another moment in, if it belongs to the same sitting.
func (m *Moment) joins(o *Moment) bool {
	if m.kind == "" || o.At.Sub(m.last) > sitting {
		return false
	}
	m.last = o.At
	switch {
	case o.kind == m.kind:
		m.Text += "\n" + o.Text
	case o.What == "points" && o.Text == "":
		for _, g := range o.Points {
			m.gain(g)
		}
		m.Total = o.Total
	default:
		return false
	}
	return true
}

func (m *Moment) gain(g Gain) {
	i := slices.IndexFunc(m.Points, func(p Gain) bool { return p.Score == g.Score && p.Rule == g.Rule })
	if i < 0 {
		m.Points = append(m.Points, g)
		return
	}
	m.Points[i].Points += g.Points
	m.Points[i].Times += g.Times
}

// upcoming says what the next wake-up will do: the effects that it would have on a copy.
func (w *world) upcoming(r *leadkit.Record, next lead.Instant) ([]string, error) {
	if next == 0 {
		return nil, nil
	}
	t := &teller{world: w, record: r.Clone()}
	if _, err := w.engine.Advance(t.record, w.at); err != nil {
		return nil, err
	}
	effects, err := w.engine.Advance(t.record, next.Time())
	if err != nil {
		return nil, err
	}
	for i := range effects {
		t.effect(&effects[i])
	}
	var texts []string
	for _, m := range t.moments {
		texts = append(texts, fmt.Sprintf("%s: %s", m.What, firstLine(m.Text)))
	}
	return texts, nil
}
