package nurture_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla/calendar"
	"github.com/stretchr/testify/require"
)

// start is a Monday, 09:00 in Paris.
var start = at("2026-11-02T09:00:00+01:00")

func at(text string) lead.Instant {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return lead.At(t)
}

func paris(i lead.Instant) string {
	loc, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return i.Time().In(loc).Format("Mon 2006-01-02 15:04")
}

func office(t require.TestingT) *calendar.Hours {
	h, err := calendar.Compile(calendar.Calendar{Name: "office", Zone: "Europe/Paris",
		Open: calendar.Week{{Days: "mon-fri", Spans: []string{"09:00-12:30", "14:00-18:00"}}}, Closed: []string{"2026-11-11", "2026-12-25"}})
	require.NoError(t, err)
	return h
}

// schemaOf is the schema that tests share in shape: two scores, the default stages.
func schemaOf(t require.TestingT) *lead.Schema {
	s, err := lead.NewSchema(lead.Vocabulary{}, "EUR")
	require.NoError(t, err)
	for _, score := range []string{"fit", "total"} {
		_, ok := s.DeclareScore(score)
		require.True(t, ok)
	}
	_, err = lead.Compile(lead.Lifecycle{}, s)
	require.NoError(t, err)
	return s
}

// world is a small engine: one lead, its clock, and nurture alone. It goes from one due instant or flip of a watched condition to the next, as the root does.
type world struct {
	t      require.TestingT
	schema *lead.Schema
	p      *nurture.Planner
	f      *lead.Facts
	lead   lead.State
	st     nurture.State
	fit    lead.Points
	total  lead.Points
	clock  lead.Instant
	steps  []nurture.Step
	events int
	idle   int // due instants at which nothing was said
	// elsewhere is when contents were sent that nurture had not asked for, other the names of these.
	elsewhere []lead.Instant
	other     []string
	quiet     bool // their hours are kept
	local     bool // with the holidays of their country
	person    int  // how many steps there were when the present person began to answer for the lead
}

func newWorld(t require.TestingT, plan nurture.Plan) *world {
	s := schemaOf(t)
	h := office(t)
	p, err := nurture.Compile(plan, s, map[string]*calendar.Hours{"office": h, "default": h})
	require.NoError(t, err)
	w := &world{t: t, schema: s, p: p, f: s.NewFacts(), clock: start}
	w.lead.ID = "L1"
	w.lead.Life = lead.Life{Stage: "nurturing", Since: start, Cycle: 1}
	w.quiet, w.local = len(plan.TheirHours.Open) > 0, plan.TheirHolidays
	return w
}

func (w *world) look(from, to lead.Instant) {
	w.f.See(&w.lead)
	w.f.Over(from, to)
	w.f.SetScore(0, w.fit, w.fit, true)
	w.f.SetScore(1, w.total, w.total, true)
	w.f.Hear(nil)
}

// advance goes to an instant, through everything that time decides on the way.
func (w *world) advance(to lead.Instant) {
	for {
		next, due := w.next(to)
		if next == 0 {
			break
		}
		w.clock = next
		steps, state := len(w.steps), encoded(w.t, w.st)
		w.poke()
		if due && len(w.steps) == steps && encoded(w.t, w.st) == state {
			w.idle++
		}
	}
	w.clock = max(w.clock, to)
}

// poke advances at the clock, whether anything is due or not.
func (w *world) poke() {
	w.look(w.clock, w.clock)
	said := len(w.steps)
	w.steps = w.p.Advance(&w.st, w.f, nil, w.clock, w.steps)
	w.respects(w.steps[said:])
}

// respects checks, as it is told, that nothing goes to a person without a basis, or while it is quiet where they are.
func (w *world) respects(steps []nurture.Step) {
	for _, s := range steps {
		if s.Kind != nurture.ContentDue {
			continue
		}
		may, why := w.lead.May(s.Channel, lead.Marketing, s.At)
		require.True(w.t, may, "%s: %s", s, why)
		if w.quiet {
			zone := w.lead.Text("zone")
			if zone == "" || zone == "Mars/Olympus" {
				zone = "Europe/Paris"
			}
			loc, err := time.LoadLocation(zone)
			require.NoError(w.t, err)
			wall := s.At.Time().In(loc)
			require.True(w.t, wall.Weekday() != time.Sunday && wall.Hour() >= 8 && wall.Hour() < 20 && wall.YearDay() != 315, "%s: it is %s there", s, wall)
			if w.local {
				days, err := calendar.Holidays(w.keeps(), wall.Year())
				require.NoError(w.t, err)
				require.False(w.t, slices.ContainsFunc(days, func(h calendar.Holiday) bool {
					return h.Date == calendar.Date{Year: wall.Year(), Month: wall.Month(), Day: wall.Day()}
				}), "%s: %s is a holiday in %s", s, wall, w.keeps())
			}
		}
	}
}

// keeps gives the holidays that are kept where the lead is: those of Bavaria or of its country, of an unknown one those of France.
func (w *world) keeps() string {
	switch country := w.lead.Text("country"); {
	case country == "DE" && w.lead.Text("region") == "BY":
		return "DE-BY"
	case country == "DE" || country == "US":
		return country
	}
	return "FR"
}

// abroad are these hours, with holidays.
var abroad = calendar.Calendar{Zone: "Europe/Paris", Open: calendar.Week{{Days: "mon-sat", Spans: []string{"08:00-20:00"}}}, Closed: []string{"nov 11", "holidays FR"}}

// theirs are the hours that respects knows: no Sunday, no 11 November.
var theirs = calendar.Calendar{Zone: "Europe/Paris", Open: calendar.Week{{Days: "mon-sat", Spans: []string{"08:00-20:00"}}}, Closed: []string{"nov 11"}}

// next gives the first instant up to one at which something is due or a condition flips, and whether it is the former.
func (w *world) next(to lead.Instant) (lead.Instant, bool) {
	due := lead.Earliest(w.p.Due(&w.st, w.clock), w.schema.Due(&w.lead, w.clock))
	if due > to {
		due = 0
	}
	end := orEnd(due, to)
	for _, c := range w.p.Watched(&w.st, nil) {
		w.look(w.clock, w.clock)
		if flip := w.flip(c, c.Over(w.f), w.clock+1, end); flip != 0 {
			end, due = min(end, flip), min(flip, orEnd(due, flip))
		}
	}
	return due, due != 0 && due == w.p.Due(&w.st, w.clock)
}

func orEnd(i, or lead.Instant) lead.Instant {
	if i == 0 {
		return or
	}
	return i
}

// flip finds the first instant of a span at which a condition is no longer what it was.
func (w *world) flip(c *lead.Condition, was lead.Truth, from, to lead.Instant) lead.Instant {
	if from > to {
		return 0
	}
	w.look(from, to)
	switch is := c.Over(w.f); {
	case is == was:
		return 0
	case is != lead.Maybe:
		return from
	case from == to:
		w.t.Errorf("%s is neither true nor false at %s", c, from)
		w.t.FailNow()
	}
	middle := from + (to-from)/2
	if first := w.flip(c, was, from, middle); first != 0 {
		return first
	}
	return w.flip(c, was, middle+1, to)
}

type props = map[string]any

// hear folds an event that happens at an instant.
func (w *world) hear(when lead.Instant, kind string, p props) {
	w.advance(when)
	w.events++
	var b lead.Bound
	require.NoError(w.t, w.schema.Bind(lead.Event{ID: fmt.Sprintf("e%d", w.events), Lead: "L1", Kind: kind, Time: when.Time(), Props: p}, &b))
	w.schema.Apply(&w.lead, &b)
	w.apply(&b)
}

// sentElsewhere tells of a content that somebody sent, or confirms one.
func (w *world) sentElsewhere(when lead.Instant, name string) {
	w.advance(when)
	if !slices.Contains(contentsOf(w.steps[w.person:]), name) && !slices.Contains(w.other, name) {
		w.elsewhere, w.other = append(w.elsewhere, when), append(w.other, name)
	}
	w.hear(when, lead.ContentSent, props{"content": name})
}

// verdict folds a verdict of the engine.
func (w *world) verdict(when lead.Instant, kind string, p ...lead.Prop) {
	w.advance(when)
	var b lead.Bound
	require.True(w.t, w.schema.Make(&b, kind, when, p...))
	w.apply(&b)
}

func (w *world) apply(b *lead.Bound) {
	w.look(w.clock, w.clock)
	w.f.Hear(b)
	if w.lead.Contact.Event == b.ID && b.ID != "" {
		w.person, w.elsewhere, w.other = len(w.steps), nil, nil
	}
	said := len(w.steps)
	w.steps = w.p.Apply(&w.st, b, w.f, nil, w.clock, w.steps)
	w.respects(w.steps[said:])
	w.f.Hear(nil)
}

func (w *world) stage(when lead.Instant, stage string) {
	w.advance(when)
	w.lead.Life.Stage, w.lead.Life.Since = stage, when
	w.verdict(when, lead.StageEntered, lead.TextProp("stage", stage))
}

func (w *world) handOver(when lead.Instant) {
	w.stage(when, "mql")
	w.verdict(when, lead.HandedOver)
}

func (w *world) giveBack(when lead.Instant, reason string) {
	w.advance(when)
	w.lead.Life.Cycle++
	w.lead.Life.Returns++
	w.lead.Life.ReturnReason = reason
	w.stage(when, "nurturing")
	w.verdict(when, lead.Returned, lead.TextProp("exit", lead.Recycled), lead.TextProp("reason", reason))
}

// score sets the scores, and lets an event be heard at which they are read.
func (w *world) score(when lead.Instant, fit, total lead.Points) {
	w.advance(when)
	w.fit, w.total = fit*lead.Point, total*lead.Point
	w.hear(when, "page_viewed", nil)
}

func (w *world) consent(when lead.Instant, channel string) {
	w.hear(when, lead.ConsentGiven, props{"channel": channel, "basis": "consent"})
}

// told gives the steps of some kinds as short lines.
func (w *world) told(kinds ...nurture.Kind) []string {
	list := []string{}
	for _, s := range w.steps {
		if len(kinds) > 0 && !slices.Contains(kinds, s.Kind) {
			continue
		}
		line := paris(s.At) + " " + s.Kind.String() + " " + s.Program + "/" + s.Stream
		if s.Step != "" {
			line += "/" + s.Step
		}
		if s.Content != "" {
			line += ": " + s.Content
		}
		list = append(list, line)
	}
	return list
}

// contents gives the names of what fell due, in order.
func (w *world) contents() []string { return contentsOf(w.steps) }

func contentsOf(steps []nurture.Step) []string {
	list := []string{}
	for _, s := range steps {
		if s.Kind == nurture.ContentDue {
			list = append(list, s.Content)
		}
	}
	return list
}

func days(n int) calendar.Term { return calendar.Elapsed(time.Duration(n) * 24 * time.Hour) }

// course is a program of one stream, by email, at any time.
func course(name string, every calendar.Term, contents ...string) nurture.Program {
	return nurture.Program{Name: name, Enter: nurture.Entry{When: `stage == "nurturing"`}, Exhausted: nurture.Policy{Fate: nurture.Wait},
		Ready: nurture.Trigger{When: "total >= 50", Upon: []string{lead.DemoRequested}}, Streams: []nurture.Stream{{Name: "only", Every: every, Contents: contents}}}
}

func emails(names ...string) (list []nurture.Content) {
	for _, name := range names {
		list = append(list, nurture.Content{Name: name, Channel: "email"})
	}
	return list
}

func TestTheWorldKeepsItsOwnCalendar(t *testing.T) {
	require.Equal(t, "Mon 2026-11-02 09:00", paris(start))
}
