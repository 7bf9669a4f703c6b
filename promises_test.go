package leadkit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/sla"
)

// promised gives what became of promises, as "promise: what, who".
func promisedTo(effects []Effect) (list []string) {
	for _, f := range effects {
		if f.Promise != nil {
			list = append(list, f.Promise.Promise+": "+f.Promise.Kind.String()+", "+f.Promise.Who)
		}
	}
	return list
}

func (l *life) promises(at int, kind string, props map[string]any) []string {
	l.n++
	effects, err := l.e.Apply(&l.r, lead.Event{ID: "p" + string(rune('a'+l.n)), Lead: "L1", Kind: kind, By: "Mia", Time: hour(at), Props: props}, hour(at))
	require.NoError(l.t, err)
	return promisedTo(effects)
}

func (l *life) elapse(at int) []string {
	effects, err := l.e.Advance(&l.r, hour(at))
	require.NoError(l.t, err)
	return promisedTo(effects)
}

const covered = `
calendars:
  default: {zone: Europe/Paris, open: {mon-fri: ["09:00-17:00"]}}
  north:   {zone: Europe/Paris, open: {mon-sun: ["08:00-20:00"]}}
routing:
  channels: {inside: {}}
  people:
    Ada: {team: north, channels: inside, calendar: north, absent: {dates: 2026-03-23..2026-03-27, cover: Ben}}
    Ben: {team: south, channels: inside}
promises:
  follow up: {by: sales, from: handed_over, do: phone, within: 10d}
`

func TestWhenAnAbsenceStartsPromisesPassToTheCover(t *testing.T) {
	l := lifeUnder(t, covered)
	l.promises(0, lead.Created, nil)
	require.Equal(t, []string{"follow up: started, contract"}, l.promises(1, lead.QuoteRequested, nil))
	require.Equal(t, []string{"follow up: passed on, Ada"}, l.promises(2, lead.Assigned, map[string]any{"owner": "Ada", "team": "north"}))
	due := l.r.Promises.Clocks[0].Due
	next, ok := l.e.Next(&l.r)
	require.True(t, ok)
	assert.Equal(t, "2026-03-23T00:00:00+01:00", next.In(mustZone("Europe/Paris")).Format(time.RFC3339), "on her own calendar's clock")
	effects, err := l.e.Advance(&l.r, next)
	require.NoError(t, err)
	require.Equal(t, []string{"follow up: passed on, Ben"}, promisedTo(effects))
	assert.Equal(t, [4]string{"Ada", "north", "Ben", "south"}, [4]string{effects[0].Promise.Holder, effects[0].Promise.HolderTeam, effects[0].Promise.Who, effects[0].Promise.Team})
	assert.Equal(t, due, effects[0].Promise.Due)
	assert.Equal(t, "Ada", l.r.Lead.Life.Owner, "the lead is hers")
	assert.Equal(t, []string{"follow up: passed on, Ada", "follow up: broken, Ada"}, l.elapse(24*30), "she is back")
}

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

func TestAnAbsenceThatIsToldPassesPromisesOn(t *testing.T) {
	l := lifeUnder(t, covered)
	l.promises(0, lead.Created, nil)
	var desk routing.Desk
	effects, err := l.e.Apply(&l.r, lead.Event{ID: "q", Lead: "L1", Kind: lead.QuoteRequested, Time: hour(1)}, hour(1))
	require.NoError(t, err)
	for _, f := range effects {
		if f.Route != nil {
			f.Route.Not = []string{"Ada"}
			_, err := l.e.Apply(&l.r, l.e.Answer(l.e.Router().Route(&desk, *f.Route, f.At)), hour(1))
			require.NoError(t, err)
		}
	}
	require.Equal(t, "Ben", l.r.Lead.Life.Owner)
	tell := func(at int, want ...string) {
		var passed []string
		for _, r := range l.e.Router().Advance(&desk, lead.At(hour(at)), nil) {
			effects, err := l.e.Apply(&l.r, l.e.Relieve(r), hour(at))
			require.NoError(t, err)
			passed = append(passed, promisedTo(effects)...)
		}
		assert.Equal(t, want, passed)
	}
	ill := routing.Leave{Person: "Ben", From: lead.At(hour(3)), To: lead.At(hour(100)), Cover: "Ada"}
	require.True(t, l.e.Router().Leave(&desk, ill, lead.At(hour(2))))
	tell(2)
	tell(3, "follow up: passed on, Ada")
	assert.Equal(t, []string{"follow up: uncovered, Ada"}, l.elapse(80), "Ada is away, too, and her cover is Ben")
	ill.To = lead.At(hour(85))
	require.True(t, l.e.Router().Leave(&desk, ill, lead.At(hour(84))))
	tell(84)
	tell(85, "follow up: passed on, Ben")
}

func TestNoCoverIsAFinding(t *testing.T) {
	for _, c := range []struct{ people, path string }{
		{"Ada: {channels: inside, absent: 2026-03-23..2026-03-27}", "/routing/people/Ada/absent/0/cover"},
		{"Ada: {channels: inside, absent: {dates: 2026-03-23..2026-03-27, cover: Ben}}\n    Ben: {channels: inside, absent: {dates: 2026-03-26, cover: Ada}}", "/routing/people/Ada/absent/0/cover"},
	} {
		e, err := Load(File{Name: "c.yaml", Data: []byte("routing:\n  channels: {inside: {}}\n  people:\n    " + c.people + "\n")})
		require.NoError(t, err)
		require.NotEmpty(t, e.Warnings())
		assert.Equal(t, [2]any{"no-cover", c.path}, [2]any{e.Warnings()[0].Code, e.Warnings()[0].Place.Path})
		assert.Equal(t, diag.Warning, e.Warnings()[0].Severity)
	}
	l := lifeUnder(t, "routing: {channels: {inside: {}}, people: {Ada: {channels: inside, absent: 2026-03-23..2026-03-27}}}\npromises: {call: {by: sales, from: handed_over, do: phone, within: 3d}}\n")
	l.promises(0, lead.Created, nil)
	l.promises(1, lead.QuoteRequested, nil)
	l.promises(2, lead.Assigned, map[string]any{"owner": "Ada"})
	assert.Equal(t, []string{"call: uncovered, Ada", "call: broken, Ada"}, l.elapse(24*30))
}

func TestTheOwnersCalendarCounts(t *testing.T) {
	l := lifeUnder(t, covered+`
  call: {by: sales, from: handed_over, do: phone, within: 8 working hours, calendar: owner, on_new_owner: re-plan}
`)
	zone := mustZone("Europe/Paris")
	due := func() string { return l.r.Promises.Clocks[0].Due.Time().In(zone).Format("Mon 15:04") }
	l.promises(0, lead.Created, nil)
	l.promises(1, lead.QuoteRequested, nil) // Friday 10:00
	require.Equal(t, "Mon 10:00", due(), "nobody has it yet: the default")
	l.promises(2, lead.Assigned, map[string]any{"owner": "Ada"})
	require.Equal(t, "Fri 18:00", due(), "Ada's day is longer")
	l.promises(3, lead.Assigned, map[string]any{"owner": "Ben"})
	require.Equal(t, "Mon 10:00", due(), "and Ben's is the default's")
}

func TestLeadsAreDeliveredAsADatedList(t *testing.T) {
	l := lifeUnder(t, `
calendars:
  default: {zone: Europe/Paris, open: {mon-fri: ["09:00-17:00"]}}
  mondays: {zone: Europe/Paris, open: {mon: ["08:00-08:01"]}}
promises:
  delivery:  {at: mondays, at_once: lead.country == "FR"}
  follow up: {by: sales, from: handed_over, do: email and phone, within: 24h}
`)
	l.tell(0, lead.Created, nil)
	assert.NotContains(t, l.tell(1, lead.QuoteRequested, nil), "promise: follow up (email and phone)", "handed over on a Friday")
	next, ok := l.e.Next(&l.r)
	require.True(t, ok)
	assert.Equal(t, "Mon 08:00", next.In(mustZone("Europe/Paris")).Format("Mon 15:04"))
	effects, err := l.e.Advance(&l.r, next)
	require.NoError(t, err)
	require.Len(t, effects, 2)
	assert.Equal(t, [2]any{Delivered, "mondays"}, [2]any{effects[0].Kind, effects[0].Subject})
	assert.Equal(t, lead.At(next).Add(lead.Day), effects[1].Promise.Due)
}

func TestCallsToConsumersAreRuledByName(t *testing.T) {
	l := lifeUnder(t, `
promises:
  contact_rules: {France: calls to consumers FR}
  call: {by: sales, from: handed_over, do: phone, within: 3d}
`)
	l.promises(0, lead.Created, map[string]any{"country": "FR", "market": "B2C"})
	assert.Equal(t, []string{"call: started, contract"}, l.promises(1, lead.QuoteRequested, nil))
	call := map[string]any{"channel": "phone", "outcome": "reached"}
	assert.Equal(t, []string{"call: barred, Mia"}, l.promises(24, lead.Contacted, call), "on a Saturday")
	assert.Equal(t, []string{"call: kept, Mia"}, l.promises(73, lead.Contacted, call), "on Monday, at eleven")
}

func TestTheBookHasCreditsResponsesAndAgenda(t *testing.T) {
	l := lifeUnder(t, `
promises:
  speed_from: [quote_requested]
  call:   {by: sales, from: handed_over, do: phone, within: 2h, credit: {each: 50 EUR, at_most: 80 EUR}}
  volume: {by: marketing, every: month, deliver: 3 mql, credit: {each_missing: 1 lead}}
  meet:   {by: both, every: 2 weeks, about: [broken promises]}
`)
	var b Book
	n := int64(0)
	post := func(effects []Effect, err error) {
		require.NoError(t, err)
		n++
		require.NoError(t, l.e.Post(&b, "one", n, effects))
	}
	event := func(id string, at int, kind string, props map[string]any) {
		post(l.e.Apply(&l.r, lead.Event{ID: id, Lead: "L1", Kind: kind, By: "Mia", Time: hour(at), Props: props}, hour(at)))
	}
	event("a", 0, lead.Created, nil)
	event("b", 1, lead.QuoteRequested, nil)
	post(l.e.Advance(&l.r, hour(5)))
	end := genesis.AddDate(0, 0, 20)
	due := l.e.Credits(&b, genesis.AddDate(0, 0, -19), end)
	require.Len(t, due, 2)
	assert.Equal(t, [2]any{"call", "50.00 EUR"}, [2]any{due[0].Promise, due[0].Amount.String()})
	assert.Equal(t, [3]any{"volume", "2 leads", int64(2)}, [3]any{due[1].Promise, due[1].Amount.String(), due[1].Missing})
	event("c", 6, lead.Contacted, map[string]any{"channel": "phone"})
	assert.Equal(t, sla.Bands{Day: 1}, l.e.Responses(&b, sla.Which{Promise: sla.SpeedToLead}, end).Bands)
	agenda := l.e.Agenda("meet", []*Record{&l.r}, genesis, end)
	require.Len(t, agenda, 1)
	assert.Equal(t, "L1", agenda[0].Lead)
	assert.Contains(t, agenda[0].Words, "call: kept late")
}

// Silence is never acceptance: the lead is given to somebody else once, then taken back, and both count against sales.
func TestSilenceIsReassignedOnceThenRecalled(t *testing.T) {
	l := lifeUnder(t, `
routing: {channels: {inside: {}}, people: {Ada: {channels: inside}, Ben: {channels: inside}}}
promises:
  answer: {by: sales, from: handed_over, do: accepted or rejected, within: 4h, then: [remind 1h before, reassign at 100%, return to marketing at 200%]}
`)
	l.tell(0, lead.Created, nil)
	l.tell(1, lead.QuoteRequested, nil)
	effects, err := l.e.Advance(&l.r, hour(24*20))
	require.NoError(t, err)
	count := map[string]int{}
	var all sla.Report
	for _, f := range effects {
		count[string(f.Kind)]++
		if f.Promise != nil {
			all.Add(l.e.Terms(), f.Promise)
			count[f.Promise.Step]++
		}
	}
	assert.Equal(t, []int{1, 1, 1, 1, 1}, []int{count["remind"], count["reassign"], count["return to marketing"], count[string(Returned)], count[string(RouteAsked)]})
	assert.Equal(t, "nurturing", l.r.Lead.Life.Stage)
	assert.EqualValues(t, 1, all.Tally(sla.Which{By: sla.Sales}).Broken)
}
