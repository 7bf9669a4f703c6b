package leadtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla/calendar"
)

// player plays one scenario: a host with one lead and one desk. It wakes the engine exactly when it asks to be woken.
type player struct {
	e       *leadkit.Engine
	hours   *calendar.Hours
	s       *scenario
	record  leadkit.Record
	desk    routing.Desk
	start   time.Time
	since   []leadkit.Effect // what happened since the last expectation
	result  Result
	stopped bool
	path    string // of the step, for findings
	places  func(path string) diag.Origin
}

func start(s *scenario, hours *calendar.Hours) (time.Time, error) {
	m := s.Start
	if m.isZero() {
		m = usualStart
	}
	usual, err := usualStart.after(time.Time{}, time.Time{}, hours)
	if err != nil {
		return usual, err
	}
	return m.after(usual, usual, hours)
}

func (p *player) play() Result {
	path := diag.Join("/scenarios", p.s.Name)
	p.result = Result{Scenario: p.s.Name, Place: p.places(path)}
	p.start, _ = start(p.s, p.hours)
	p.path = path + "/lead"
	p.apply(step{}, lead.Created, p.s.Lead, p.start)
	for i := range p.s.Steps {
		if p.stopped {
			break
		}
		p.path = fmt.Sprintf("%s/steps/%d", path, i)
		p.step(&p.s.Steps[i])
	}
	return p.result
}

func (p *player) step(s *step) {
	now := p.record.Clock.Time()
	at, err := p.when(s, now)
	if err != nil {
		p.stop("a moment that can be", err.Error())
		return
	}
	if at.Before(now) {
		p.stop("a moment after "+p.clock(lead.At(now)), p.clock(lead.At(at)))
		return
	}
	if len(s.Events) == 0 {
		p.wake(at)
	}
	for _, h := range s.Events {
		p.apply(*s, h.Kind, h.Props, at)
	}
	if s.Expect != nil && !p.stopped {
		p.expect(s.Expect)
	}
}

func (p *player) when(s *step, now time.Time) (time.Time, error) {
	switch {
	case !s.At.isZero():
		return s.At.after(p.start, now, p.hours)
	case !s.Wait.IsZero():
		return p.hours.Due(now, s.Wait)
	}
	return p.hours.Due(now, s.After)
}

// apply applies an event that happens at an instant, when it is heard.
func (p *player) apply(s step, kind string, props []property, at time.Time) {
	heard := at.Add(s.Heard.Span.Duration())
	p.wake(heard)
	if p.stopped {
		return
	}
	ev, _ := event(p.e, kind, props, p.start, at, p.hours)
	ev.ID, ev.Automatic, ev.By = s.ID, s.Automatic, s.By
	if ev.ID == "" {
		ev.ID = fmt.Sprintf("event %d", len(p.result.Timeline)+1)
	}
	text := told(kind, props)
	if s.Automatic {
		text += " (automatic)"
	}
	if s.Heard.Span != 0 {
		text += ", which happened " + s.Heard.Span.String() + " earlier"
	}
	p.enter(Event, lead.At(heard), text, "")
	effects, err := p.e.Apply(&p.record, ev, heard)
	if err != nil {
		p.stop("an event that is taken", err.Error())
		return
	}
	p.carryOut(effects)
}

// mostWakes bounds how often the engine may ask to be woken within one step.
const mostWakes = 100_000

// wake lets time pass until an instant: it wakes the engine whenever it asked for that, and at the end.
func (p *player) wake(until time.Time) {
	for range mostWakes {
		next, ok := p.e.Next(&p.record)
		if !ok || next.After(until) || p.record.Clock == 0 {
			p.advance(until)
			return
		}
		p.advance(next)
	}
	p.stop("time to pass", fmt.Sprintf("the engine asked %d times to be woken", mostWakes))
}

func (p *player) advance(to time.Time) {
	if p.record.Clock == 0 {
		return // nothing has happened yet
	}
	effects, err := p.e.Advance(&p.record, to)
	if err != nil {
		p.stop("time to pass", err.Error())
		return
	}
	p.carryOut(effects)
}

// carryOut does what effects ask for, as a host does.
func (p *player) carryOut(effects []leadkit.Effect) {
	for i := range effects {
		f := &effects[i]
		p.enter(Effect, f.At, words(f), f.Reason)
		p.since = append(p.since, *f)
		switch f.Kind {
		case leadkit.RouteAsked:
			p.route(f)
		case leadkit.Released:
			p.e.Router().Release(&p.desk, f.Subject, f.End, f.At)
		case leadkit.SharedBack:
			p.e.Router().ReleaseOne(&p.desk, f.Lead, f.Subject, f.End, f.At)
		case leadkit.Assigned:
			if f.Placed != nil {
				p.e.Router().Place(&p.desk, *f.Placed)
			}
		}
	}
}

func (p *player) route(f *leadkit.Effect) {
	if p.s.Route == "none" {
		return
	}
	answer := p.e.Answer(p.e.Router().Route(&p.desk, *f.Route, f.At))
	effects, err := p.e.Apply(&p.record, answer, p.record.Clock.Time())
	if err != nil {
		p.stop("an assignment that is taken", err.Error())
		return
	}
	p.carryOut(effects)
}

func (p *player) enter(kind EntryKind, at lead.Instant, text, why string) {
	p.result.Timeline = append(p.result.Timeline, Entry{Kind: kind, At: at, After: at.Sub(lead.At(p.start)), Clock: p.clock(at), Text: text, Why: why})
}

func (p *player) clock(at lead.Instant) string {
	return at.Time().In(p.hours.Location()).Format("Mon 2 Jan 15:04")
}

// stop ends a scenario that cannot go on.
func (p *player) stop(expected, got string) {
	p.differ("the scenario", expected, got, "")
	p.stopped = true
}

func (p *player) differ(of, expected, got, why string) {
	at := p.record.Clock
	p.enter(Expected, at, of, "")
	d := Difference{Of: of, Expected: expected, Got: got, Why: why, Place: p.places(p.path), Entry: len(p.result.Timeline) - 1}
	p.result.Differences = append(p.result.Differences, d)
}

// expect compares what is with what is expected.
func (p *player) expect(x *expectation) {
	step := p.path
	p.path += "/expect"
	before := len(p.result.Differences)
	view, err := p.e.At(&p.record, p.record.Clock.Time())
	if err != nil {
		p.stop("a lead that can be read", err.Error())
		return
	}
	p.compare("stage", x.Stage, view.Stage)
	p.compare("temperature", x.Temperature, view.Temperature)
	p.owner(x, view.Owner)
	if x.Cycle != 0 && x.Cycle != view.Cycle {
		p.differ("cycle", strconv.Itoa(x.Cycle), strconv.Itoa(view.Cycle), "")
	}
	p.scores(x, &view)
	p.effects(x)
	p.promises(x, &view)
	p.next(x)
	if len(p.result.Differences) == before {
		p.enter(Expected, p.record.Clock, "as expected", "")
	}
	p.since = p.since[:0]
	p.path = step
}

func (p *player) compare(of string, want *string, got string) {
	if want != nil && *want != got {
		p.differ(of, *want, orNothing(got), "")
	}
}

func orNothing(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func (p *player) owner(x *expectation, got string) {
	if x.Owner != nil && *x.Owner == "nobody" && got == "" {
		return
	}
	p.compare("owner", x.Owner, got)
}

func (p *player) scores(x *expectation, view *leadkit.View) {
	for i := range x.Scores {
		a := &x.Scores[i]
		at := slices.IndexFunc(view.Scores, func(s lead.Score) bool { return s.Name == a.Score })
		if at >= 0 && !a.met(view.Scores[at]) {
			p.differ(a.Score, a.Text, pointsOf(view.Scores[at]), p.because(a.Score, view))
		}
	}
}

// because gives what a score is made of. The total is made of all the others.
func (p *player) because(score string, view *leadkit.View) string {
	if score != scoring.Total {
		return ledger(score, view.Lines)
	}
	var parts []string
	for _, s := range view.Scores {
		if why := ledger(s.Name, view.Lines); why != "" && s.Name != score {
			parts = append(parts, s.Name+" "+pointsOf(s)+": "+why)
		}
	}
	return strings.Join(parts, "; ")
}

func (p *player) effects(x *expectation) {
	got := make([]string, len(p.since))
	for i := range p.since {
		got[i] = words(&p.since[i])
	}
	all := strings.Join(got, ", ")
	if x.nothing && len(got) > 0 {
		p.differ("happens", "nothing", all, "")
	}
	each(x.Happens, func(a about) {
		if !slices.ContainsFunc(p.since, func(f leadkit.Effect) bool { return a.is(&f) }) {
			p.differ("happens", a.String(), orNothing(all), "")
		}
	})
	each(x.Not, func(a about) {
		if i := slices.IndexFunc(p.since, func(f leadkit.Effect) bool { return a.is(&f) }); i >= 0 {
			p.differ("happens", "not "+a.String(), got[i], p.since[i].Reason)
		}
	})
}

func each(claims []claim, do func(about)) {
	for _, c := range claims {
		for _, a := range c.Of {
			do(a)
		}
	}
}

func (p *player) promises(x *expectation, view *leadkit.View) {
	for _, want := range x.Promises {
		for _, s := range slices.Backward(view.Promises) { // of several that run, the one that began last
			if s.Promise == want.Promise {
				if s.Status != want.Status {
					p.differ(s.Promise, want.Status, s.Status, s.Words)
				}
				break
			}
		}
	}
}

func (p *player) next(x *expectation) {
	if x.Next.text == "" {
		return
	}
	now := p.record.Clock.Time()
	want, err := x.Next.resolve(p.start, now, p.hours)
	got, _ := p.e.Next(&p.record)
	if err == nil && got.Equal(want) {
		return
	}
	words := "never"
	if !got.IsZero() {
		at := lead.At(got)
		words = "in " + at.Sub(p.record.Clock).String() + ", at " + at.Time().In(p.hours.Location()).Format("Mon 2 Jan 15:04:05.000")
	}
	p.differ("next", x.Next.text, words, "")
}
