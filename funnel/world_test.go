package funnel

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

// world is a contract without the rooms that the funnel does not need: it folds events as the root does.
type world struct {
	schema  *lead.Schema
	machine *lead.Machine
	funnel  *Funnel
	facts   *lead.Facts
	leads   map[string]*record
	notes   []Note
	next    int
}

type record struct {
	state lead.State
	path  Path
}

type testing_ interface {
	require.TestingT
	Helper()
}

func newSchema(t testing_, v lead.Vocabulary, l lead.Lifecycle) (*lead.Schema, *lead.Machine) {
	t.Helper()
	schema, err := lead.NewSchema(v, "EUR")
	require.NoError(t, err)
	machine, err := lead.Compile(l, schema)
	require.NoError(t, err)
	return schema, machine
}

func newWorld(t testing_, d Definition) *world {
	t.Helper()
	schema, machine := newSchema(t, lead.Vocabulary{}, lead.Lifecycle{})
	compiled, err := Compile(d, schema)
	require.NoError(t, err)
	return &world{schema: schema, machine: machine, funnel: compiled, facts: schema.NewFacts(), leads: map[string]*record{}}
}

func (w *world) record(id string) *record {
	if w.leads[id] == nil {
		w.leads[id] = &record{state: lead.State{ID: id}}
	}
	return w.leads[id]
}

// event binds and folds one event, and the stage that it leads to. It happened when it is heard.
func (w *world) event(t testing_, id, kind string, at time.Time, props map[string]any) {
	t.Helper()
	w.hear(t, lead.Event{Lead: id, Kind: kind, Time: at, Props: props}, lead.At(at))
}

func (w *world) hear(t testing_, ev lead.Event, at lead.Instant) {
	t.Helper()
	w.next++
	ev.ID = fmt.Sprint("e", w.next)
	var b lead.Bound
	require.NoError(t, w.schema.Bind(ev, &b))
	if ev.Lead == "" {
		w.notes = w.funnel.Spend(&b, w.notes)
		return
	}
	r := w.record(ev.Lead)
	w.schema.Apply(&r.state, &b)
	w.fold(r, &b, at)
	step, ok := w.machine.Upon(&r.state, &b, w.facts, at)
	if !ok || step.Refused != "" {
		return
	}
	w.pass(r, w.machine.Take(&r.state, step, at))
}

// fold gives the event to the funnel.
func (w *world) fold(r *record, b *lead.Bound, at lead.Instant) {
	w.facts.See(&r.state)
	w.facts.Hear(b)
	w.facts.At(at)
	w.notes = w.funnel.Apply(&r.path, b, w.facts, at, w.notes)
}

// pass tells of a passage.
func (w *world) pass(r *record, p lead.Passage) {
	var b lead.Bound
	w.schema.Make(&b, lead.StageEntered, p.At, lead.TextProp("stage", p.To), lead.TextProp("from", p.From), lead.TextProp("move", p.Move),
		lead.TextProp("reason", p.Reason))
	b.Lead, b.ID = r.state.ID, p.Event
	w.fold(r, &b, p.At)
}

// own puts a lead into somebody's hands.
func (w *world) own(id, team, owner string) {
	r := w.record(id)
	r.state.Life.Team, r.state.Life.Owner = team, owner
}

func (w *world) tally(t testing_) *Tally {
	t.Helper()
	return tallyOf(t, w.notes)
}

func tallyOf(t testing_, notes []Note) *Tally {
	t.Helper()
	var tally Tally
	for _, n := range notes {
		require.NoError(t, tally.Add(n))
	}
	return &tally
}

func encode(t testing_, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

func day(month, day int) time.Time {
	return time.Date(2026, time.Month(month), day, 9, 0, 0, 0, time.UTC)
}

func eur(major int64) lead.Money { return lead.Money{Minor: 100 * major, Currency: "EUR"} }

var (
	channels = []string{"trade_show", "webinar", "website", ""}
	teams    = []string{"north", "south"}
	people   = []string{"ann", "bob", "cid"}
)

// live makes lives of leads, of which it takes each next act at random: entries, hand-overs, acceptances, sales, exits of all kinds, costs and late events.
func (w *world) live(t testing_, r *rand.Rand, leads int) {
	t.Helper()
	for i := range leads {
		id := fmt.Sprint("lead", i)
		at := day(1, 1).Add(time.Duration(r.IntN(120*24)) * time.Hour)
		props := map[string]any{"potential": eur(int64(r.IntN(50)) * 100)}
		if channel := channels[r.IntN(len(channels))]; channel != "" {
			props["source_channel"] = channel
			props["source_campaign"] = []string{"", "spring", "autumn"}[r.IntN(3)]
		}
		if entry := []string{"", "", "", "quote", "contract"}[r.IntN(5)]; entry != "" {
			props["entry"] = entry
		}
		if r.IntN(3) == 0 {
			props["cost"] = lead.Money{Minor: int64(r.IntN(9000)), Currency: "EUR"}
		}
		w.event(t, id, lead.Created, at, props)
		for range r.IntN(12) {
			at = at.Add(time.Duration(r.IntN(200)) * time.Hour)
			w.act(t, r, id, at)
		}
	}
}

func (w *world) act(t testing_, r *rand.Rand, id string, at time.Time) {
	t.Helper()
	stage := w.record(id).state.Life.Stage
	if r.IntN(2) == 0 && w.record(id).state.Life.Receipt == nil && stage != "inquiry" && stage != "nurturing" {
		w.own(id, teams[r.IntN(len(teams))], people[r.IntN(len(people))])
	}
	late := at.Add(-time.Duration(r.IntN(2)*r.IntN(500)) * time.Hour)
	acts := []lead.Event{
		{Kind: lead.QuoteRequested, Props: map[string]any{"amount": eur(100)}},
		{Kind: lead.Accepted},
		{Kind: lead.Accepted},
		{Kind: lead.NeedConfirmed, Props: map[string]any{"date": at}},
		{Kind: lead.Opportunity, Props: map[string]any{"amount": eur(int64(1 + r.IntN(90))), "closing": at.AddDate(0, 2, 0)}},
		{Kind: lead.Won, Props: map[string]any{"amount": eur(int64(1 + r.IntN(90)))}},
		{Kind: lead.Won},
		{Kind: lead.Rejected, Props: map[string]any{"reason": "misrouted", "note": "n"}},
		{Kind: lead.Recycled, Props: map[string]any{"reason": "new_contact", "new_contact": "c"}},
		{Kind: lead.Disqualified, Props: map[string]any{"reason": "academic"}},
		{Kind: lead.Lost, Props: map[string]any{"reason": "price"}},
		{Kind: lead.Reopened},
		{Kind: lead.MeetingHeld, Props: map[string]any{"purpose": "demo"}},
		{Kind: lead.CostIncurred, Props: map[string]any{"amount": eur(int64(r.IntN(40)))}},
		{Kind: lead.QuoteSent, Props: map[string]any{"amount": eur(int64(r.IntN(40)))}, Automatic: true},
	}
	ev := acts[r.IntN(len(acts))]
	ev.Lead, ev.Time = id, late
	w.hear(t, ev, lead.At(at))
}

// withDemo is a definition that uses every way to reach a step.
func withDemo() Definition {
	return Definition{Zone: "Europe/Paris", Steps: []Step{
		{Name: "inquiry"}, {Name: "mql"}, {Name: "demo", Upon: []string{lead.MeetingHeld}, When: `event.purpose == "demo"`},
		{Name: "in sales' hands", Stage: []string{"sal", "sql"}}, {Name: "opportunity"}, {Name: "customer"}}}
}

// generated gives the notes of random lives, of which the seed decides.
func generated(t testing_, seed uint64, leads int) *world {
	t.Helper()
	w := newWorld(t, withDemo())
	r := rand.New(rand.NewPCG(seed, 1))
	w.live(t, r, leads)
	for range r.IntN(5) {
		w.hear(t, lead.Event{Kind: lead.CostIncurred, Time: day(1+r.IntN(4), 3), About: []string{"campaign:spring", "channel:webinar", "team:north", ""}[r.IntN(4)],
			Props: map[string]any{"amount": lead.Money{Minor: int64(r.IntN(99999)), Currency: "EUR"}}}, 0)
	}
	return w
}

var _ testing_ = (*testing.T)(nil)
