package leadkit_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/routing"
)

var handedOver = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// routed applies an event that hands a lead over, and gives the request for routing that follows.
func routed(t *testing.T, e *leadkit.Engine, attributes map[string]any) routing.Request {
	var r leadkit.Record
	_, err := e.Apply(&r, lead.Event{ID: "e1", Lead: "L1", Kind: lead.Created, Time: handedOver, Props: attributes}, handedOver)
	require.NoError(t, err)
	effects, err := e.Apply(&r, lead.Event{ID: "e2", Lead: "L1", Kind: "quote_requested", Time: handedOver}, handedOver)
	require.NoError(t, err)
	for _, f := range effects {
		if f.Kind == leadkit.RouteAsked {
			return *f.Route
		}
	}
	require.Fail(t, "no routing was asked for")
	return routing.Request{}
}

const handOver = `
lead: {events: {quote_requested: {}}}
moves: {asks: {from: [inquiry, nurturing], to: mql, upon: quote_requested}}
`

func TestTerritoriesOfAContract(t *testing.T) {
	e, err := leadkit.Load(file("c.yaml", handOver+`
routing:
  channels: {field_sales: {}}
  regions:
    around Lille: {around: "50.6292, 3.0573", within: 30 km}
    the triangle: {polygon: ["50, 2", "50, 2.5", "50.4, 2.2"]}
    Benelux:      {areas: [BE, NL, LU]}
    the north:    {called: Hauts-de-France, country: FR}
  people:
    Anna: {channels: field_sales, territory: [around Lille, Benelux]}
    Ben:  {channels: field_sales, territory: [FR 59000-62999]}
    Chloe: {channels: field_sales, territory: [the triangle, the north]}
    Dirk: {channels: field_sales, territory: FR}
    Ed:   {channels: field_sales, territory: [GB AB-ST, GB SW1-SW9]}
    Fay:  {channels: field_sales, territory: [gb sw1a, GB SW11-SW20, GB SY-ZE]}
`))
	require.NoError(t, err)
	gap := slices.IndexFunc(e.Warnings(), func(f diag.Finding) bool { return f.Code == "territory-gap" })
	require.GreaterOrEqual(t, gap, 0)
	assert.Equal(t, [2]string{"/routing/channels/field_sales", "nobody in field_sales takes GB SW10"}, [2]string{e.Warnings()[gap].Place.Path, e.Warnings()[gap].Summary})
	_, err = leadkit.Load(file("c.yaml", handOver+"routing: {channels: {a: {}}, people: {Ed: {channels: a, territory: [GB, GB SW1-9]}}}"))
	require.ErrorContains(t, err, `"GB SW1-9" is no area: write an area such as M, a district such as M1`)
	for _, c := range []struct {
		want       string
		attributes map[string]any
	}{
		{"Anna", map[string]any{"country": "FR", "postal_code": "59 650", "latitude": 50.62, "longitude": 3.13}},
		{"Anna", map[string]any{"country": "LU"}},
		{"Ben", map[string]any{"country": "FR", "postal_code": "59 400", "region": "Hauts-de-France"}},
		{"Chloe", map[string]any{"country": "FR", "region": "hauts-de-france"}},
		{"Chloe", map[string]any{"latitude": 50.1, "longitude": 2.2}},
		{"Dirk", map[string]any{"country": "FR", "postal_code": "13001"}},
		{"Ed", map[string]any{"country": "gb", "postal_code": "sw1y 4ar"}},
		{"Fay", map[string]any{"country": "GB", "postal_code": "SW1A1AA"}},
		{"Fay", map[string]any{"country": "GB", "postal_code": "SW11 1AA"}},
		{"", map[string]any{"country": "GB", "postal_code": "SW10 9NL"}},
	} {
		var d routing.Desk
		assert.Equal(t, c.want, e.Router().Route(&d, routed(t, e, c.attributes), lead.At(handedOver)).Person, "%v", c.attributes)
	}
}

func TestExpectedValueOfAContract(t *testing.T) {
	e, err := leadkit.Load(file("c.yaml", handOver+`
routing:
  choose: expected value
  channels:
    e_commerce:  {unattended: true, cost: 1.00 EUR, margin: 10%, wins: {all: 2%}}
    field_sales: {cost: 240 EUR, margin: 30%, strategy: expected value, wins: {frame: {when: 'lead.type == "framework_contract"', chance: 40%}, other: 15%}}
  people:
    Anna: {channels: field_sales, wins: {framework_contract: 35%}}
    Ben:  {channels: field_sales, wins: {framework_contract: 50%, any: 10%}}
`))
	require.NoError(t, err)
	var d routing.Desk
	dec := e.Router().Route(&d, routed(t, e, map[string]any{"potential": 50000, "type": "framework_contract"}), lead.At(handedOver))
	assert.Equal(t, "Ben", dec.Person)
	assert.Equal(t, "7260.00 EUR", dec.Expected.String())
	d = routing.Desk{}
	assert.Equal(t, "e_commerce", e.Router().Route(&d, routed(t, e, map[string]any{"potential": 3000}), lead.At(handedOver)).Channel)
}

func TestAccountsOfAContract(t *testing.T) {
	e, err := leadkit.Load(file("c.yaml", handOver+`
routing:
  channels: {field_sales: {takes: 'lead.potential > 100000'}, inside_sales: {}}
  people:
    Anna: {channels: field_sales}
    Ben:  {channels: inside_sales}
    Chloe: {channels: inside_sales}
  public_domains: provider.example
  hold_ambiguous: true
`))
	require.NoError(t, err)
	accounts, err := e.Router().Accounts([]routing.Account{
		{ID: "1", Name: "Roulers SA", Domains: []string{"roulers.be"}, Owner: "Chloe"},
		{ID: "2", Name: "Dupont", Country: "FR", Postal: "59000", Opportunities: []routing.Opportunity{{ID: "o1", Owner: "Anna"}}},
		{ID: "3", Name: "Müller GmbH", Country: "DE", Postal: "10115"}, {ID: "4", Name: "Muller AG", Country: "DE", Postal: "10115"},
	})
	require.NoError(t, err)
	for _, c := range []struct {
		want       string
		attributes map[string]any
	}{
		{"has the account", map[string]any{"email": "jan@roulers.be"}},
		{"works on the opportunity o1", map[string]any{"company": "DUPONT sarl", "country": "FR", "postal_code": "59 000", "email": "jo@provider.example"}},
		{"waits in the queue unassigned; nobody before: several accounts fit", map[string]any{"company": "MÜLLER", "country": "DE", "postal_code": "10115"}},
	} {
		q := routed(t, e, c.attributes)
		var d routing.Desk
		dec := e.Router().Route(&d, q.With(accounts.Match(q)), lead.At(handedOver))
		assert.Equal(t, c.want, dec.Why(), "%v", c.attributes)
		assert.Equal(t, dec.Person, e.Answer(dec).Props["owner"])
	}
}

func TestMixOfAContract(t *testing.T) {
	e, err := leadkit.Load(file("c.yaml", handOver+`
routing:
  classes: {small: 10000 EUR, large: {}}
  channels: {inside_sales: {mix: value}}
  people:
    Anna: {channels: inside_sales}
    Ben:  {channels: inside_sales}
`))
	require.NoError(t, err)
	var d routing.Desk
	for i, potential := range []int{5000, 20000, 6000, 30000} {
		q := routed(t, e, map[string]any{"potential": potential})
		q.ID, q.Lead = fmt.Sprint(i), fmt.Sprint(i)
		e.Router().Route(&d, q, lead.At(handedOver))
	}
	for _, part := range e.Router().MixOf(&d, "inside_sales") {
		assert.Equal(t, []int{1, 2}, []int{part.Got, part.Of}, "%s has one small and one large lead", part.Person)
	}
}

// A lead that nobody can take waits in the queue, with a promise on it, until somebody can.
func TestPromiseOnTheQueue(t *testing.T) {
	e, err := leadkit.Load(file("c.yaml", handOver+`
routing:
  channels: {inside_sales: {}}
  people: {Anna: {channels: inside_sales, capacity: 1 open}}
  fallback: the sales desk
promises:
  nobody waits: {by: sales, from: assigned, when: 'event.team == "the sales desk"', do: assigned, within: 4h}
`))
	require.NoError(t, err)
	var d routing.Desk
	e.Router().Route(&d, routing.Request{ID: "other", Lead: "other", Channels: []string{"inside_sales"}}, lead.At(handedOver))
	var r leadkit.Record
	apply := func(ev lead.Event, at time.Time) []leadkit.Effect {
		effects, err := e.Apply(&r, ev, at)
		require.NoError(t, err)
		return effects
	}
	apply(lead.Event{ID: "e1", Lead: "L1", Kind: lead.Created, Time: handedOver}, handedOver)
	var q routing.Request
	for _, f := range apply(lead.Event{ID: "e2", Lead: "L1", Kind: "quote_requested", Time: handedOver}, handedOver) {
		if f.Route != nil {
			q = *f.Route
		}
	}
	waits := e.Router().Route(&d, q, lead.At(handedOver))
	require.True(t, waits.Queue)
	apply(e.Answer(waits), handedOver)
	view, err := e.At(&r, handedOver)
	require.NoError(t, err)
	require.Equal(t, "pending", string(view.Promises[0].Status))

	later := handedOver.Add(time.Hour)
	still, ok := e.Router().Retry(&d, q, lead.At(later))
	assert.False(t, ok, "Anna is full")
	assert.Equal(t, waits, still)
	e.Router().Release(&d, "other", routing.Finished, lead.At(later))
	taken, ok := e.Router().Retry(&d, q, lead.At(later))
	require.True(t, ok)
	apply(e.Answer(taken), later)
	view, err = e.At(&r, later)
	require.NoError(t, err)
	assert.Equal(t, "Anna", view.Owner)
	assert.Equal(t, "kept", string(view.Promises[0].Status))
	again, ok := e.Router().Retry(&d, q, lead.At(later))
	assert.False(t, ok)
	assert.Equal(t, taken, again, "asked again, it is the same decision")
	assert.Empty(t, apply(e.Answer(again), later), "and the same event")
}
