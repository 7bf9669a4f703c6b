package leadkit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
)

const marketContract = `
currency: EUR
scores:
  interest: {decay: half-life 7d, opened: {each: email_opened, points: 40}}
nurture:
  contents: {case study: {channel: email}, new range: {channel: email}, our story: {channel: email}}
  exit: {when: 'stage == "customer"'}
  programs:
    comeback: {enter: {upon: disqualified}, exhausted: wait, streams: {only: {every: 10d, contents: [case study, new range, our story]}}}
routing:
  channels:
    external_network: {takes: 'lead.country == "BE"', charged: true, sold: exclusive}
    inside_sales: {}
  people:
    Dubois SA: {channels: external_network}
    Eve: {channels: inside_sales}
  quotas: [{person: Eve, at_most: 20}]
  quality:
    gold: {price: 80 EUR}
  returns: {reasons: [misrouted, wrong_number], within: 7d, at_most: 50%, settled: credit}
  resale:
    reasons: [no_product]
    asks: {any: {price: 40 EUR}}
    returned: 10%
    loses_per_week: 5%
    sold: exclusive
    listed_for: 60d
    like_others: 2
    industries: [metal]
`

func TestADisqualifiedLeadIsListedAndSold(t *testing.T) {
	l := lifeUnder(t, marketContract)
	l.tell(0, lead.Created, map[string]any{"email": "p.martin@acme.example", "company": "Acme", "country": "FR", "industry": "metal", "cost": 31.5})
	l.tell(0, lead.ConsentGiven, map[string]any{"channel": "email", "basis": "consent"})
	l.tell(1, "email_opened", nil)
	assert.Equal(t, []string{"stage changed: disqualified (disqualified: no_product)", "lead listed: disqualified (disqualified: no_product)"},
		only(l.tell(1, lead.Disqualified, map[string]any{"reason": "no_product"}), "stage changed", "lead listed"))

	trade := func(at int, props map[string]any) []string {
		return only(l.tell(at, lead.Traded, props), "lead traded", "refused")
	}
	assert.Equal(t, []string{"lead traded: interest ()"}, trade(2, map[string]any{"step": "interest", "buyer": "Durand"}))
	assert.Equal(t, []string{"lead traded: ask ()"}, trade(3, map[string]any{"step": "ask", "buyer": "Durand", "question": "q1", "text": "Which industry?"}))
	assert.Equal(t, []string{"refused: traded (answer: the answer tells who the lead is)"}, trade(4, map[string]any{"step": "answer", "question": "q1", "text": "It is Acme."}))
	assert.Equal(t, []string{"lead traded: answer ()"}, trade(5, map[string]any{"step": "answer", "question": "q1", "text": "Metal."}))
	assert.Equal(t, []string{"lead traded: reveal ()"}, trade(6, map[string]any{"step": "reveal", "buyer": "Durand"}))
	assert.Equal(t, []string{"lead traded: offer ()"}, trade(7, map[string]any{"step": "offer", "buyer": "Durand", "price": 45.0}))
	assert.Equal(t, []string{"lead traded: accept ()", "lead traded: end ()"}, trade(8, map[string]any{"step": "accept", "buyer": "Durand"}))
	assert.Equal(t, []string{"refused: traded (deliver: no lawful basis names the recipient)"}, trade(9, map[string]any{"step": "deliver", "buyer": "Durand"}))
	l.tell(10, lead.ConsentGiven, map[string]any{"channel": "any", "purpose": "transfer to Durand", "basis": "consent", "text": "v4"})
	delivered := l.tell(11, lead.Traded, map[string]any{"step": "deliver", "buyer": "Durand"})
	assert.Equal(t, []string{"lead traded: deliver ()"}, only(delivered, "lead traded"))
	assert.Equal(t, []string{"nurture: comeback (upon passed_on)"}, only(delivered, "nurture"), "nobody else works on it")
	held := l.total()
	assert.Empty(t, only(l.wait(30*24), "content due"))
	assert.Equal(t, held, l.total(), "nor does its score fade")
	assert.Equal(t, []string{"nurture: comeback (upon taken_back)"}, only(l.tell(31*24, lead.Traded, map[string]any{"step": "recall", "buyer": "Durand", "reason": "nothing done"}), "nurture"))
	assert.Less(t, l.total(), held)
	assert.NotEmpty(t, only(l.wait(60*24), "content due"), "the wait that remained runs on")
}

// total gives the lead's first score.
func (l *life) total() lead.Points {
	p, _ := l.e.Scorer().Score(&l.r.Scores, 0, l.r.Clock)
	return p
}

// only keeps what was told of some kinds.
func only(told []string, kinds ...string) (list []string) {
	for _, line := range told {
		for _, kind := range kinds {
			if len(line) > len(kind) && line[:len(kind)+1] == kind+":" {
				list = append(list, line)
			}
		}
	}
	return list
}

// hall is a host with a book and a desk.
type hall struct {
	t       *testing.T
	e       *Engine
	book    Book
	desk    routing.Desk
	records map[string]*Record
	posted  int64
}

func (h *hall) tell(id, leadID, kind string, at time.Time, props map[string]any) {
	if h.records[leadID] == nil {
		h.records[leadID] = &Record{}
	}
	h.hear(lead.Event{ID: id, Lead: leadID, Kind: kind, By: "Mia", Time: at, Props: props}, at)
}

// hear applies an event, and everything that it calls for.
func (h *hall) hear(ev lead.Event, at time.Time) {
	effects, err := h.e.Apply(h.records[ev.Lead], ev, at)
	require.NoError(h.t, err)
	h.posted++
	require.NoError(h.t, h.e.Post(&h.book, "all", h.posted, effects))
	for _, f := range effects {
		switch f.Kind {
		case RouteAsked:
			h.hear(h.e.Answer(h.e.Router().Route(&h.desk, *f.Route, f.At)), at)
		case SharedBack:
			require.True(h.t, h.e.Router().ReleaseOne(&h.desk, f.Lead, f.Subject, f.End, f.At))
		case Released:
			h.e.Router().Release(&h.desk, f.Subject, f.End, f.At)
		}
	}
}

func TestPartnersPayForWhatTheyKeep(t *testing.T) {
	e, err := Load(File{Name: "c.yaml", Data: []byte(marketContract)})
	require.NoError(t, err)
	h := &hall{t: t, e: e, records: map[string]*Record{}}
	march := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	for i, id := range []string{"a", "b", "c", "d"} {
		at := march.AddDate(0, 0, i)
		h.tell("created "+id, id, lead.Created, at, map[string]any{"country": "BE", "cost": 50.0})
		h.tell("quote "+id, id, lead.QuoteRequested, at.Add(time.Hour), nil)
	}
	for i, id := range []string{"a", "b", "c"} {
		h.tell("back "+id, id, lead.Rejected, march.AddDate(0, 0, 4).Add(time.Duration(i)*time.Hour), map[string]any{"reason": "misrouted", "note": "a private person"})
	}
	invoices := e.Invoices(&h.book)
	require.Len(t, invoices, 1)
	assert.Equal(t, "Dubois SA, 2026-03\n"+
		"  charged: gold                        4       320.00 EUR\n"+
		"  given back: misrouted                2      -160.00 EUR\n"+
		"  to pay                                       160.00 EUR\n", invoices[0].String(), "half of them may be given back")
	assert.Equal(t, "c", invoices[0].Refused[0].Lead, "the last one is one too many")

	h.tell("no product", "c", lead.Disqualified, march.AddDate(0, 0, 8), map[string]any{"reason": "no_product"})
	for i, step := range []string{"interest", "reveal", "offer", "accept"} {
		h.tell(step, "c", lead.Traded, march.AddDate(0, 1, i), map[string]any{"step": step, "buyer": "Durand", "price": 40.0})
	}
	h.tell("consent", "c", lead.ConsentGiven, march.AddDate(0, 1, 5), map[string]any{"channel": "any", "purpose": "transfer to Durand", "basis": "consent"})
	h.tell("deliver", "c", lead.Traded, march.AddDate(0, 1, 6), map[string]any{"step": "deliver", "buyer": "Durand"})
	require.Len(t, e.Sales(&h.book), 1)
	assert.Equal(t, "2026-04", e.Sales(&h.book)[0].Period)
	assert.Equal(t, lead.Money{Minor: 4000, Currency: "EUR"}, e.Sales(&h.book)[0].Net)
	part, ok := e.Recovered(&h.book)
	assert.True(t, ok)
	assert.Equal(t, 1.0, part, "160 from the partner and 40 for the listing, of 4 leads for 50 each")
}

func TestASharedLeadIsBilledToEachPartner(t *testing.T) {
	e, err := Load(File{Name: "c.yaml", Data: []byte(`
routing:
  channels: {external_network: {charged: true, sold: semi_exclusive}}
  people:
    Dubois SA: {channels: external_network}
    Durand: {channels: external_network}
    Duval: {channels: external_network}
  quality: {gold: {price: 80 EUR}}
  semi_exclusive: 60%
  returns: {reasons: [misrouted]}
`)})
	require.NoError(t, err)
	h := &hall{t: t, e: e, records: map[string]*Record{}}
	h.tell("1", "a", lead.Created, genesis, nil)
	h.tell("2", "a", lead.QuoteRequested, genesis.Add(time.Hour), nil)
	require.Len(t, h.records["a"].Charges, 2)
	invoices := e.Invoices(&h.book)
	require.Len(t, invoices, 2)
	assert.Equal(t, []string{"Dubois SA", "Durand"}, []string{invoices[0].Partner, invoices[1].Partner})
	assert.Equal(t, lead.Money{Minor: 4800, Currency: "EUR"}, invoices[1].Net)
	h.tell("3", "a", lead.Rejected, genesis.Add(2*time.Hour), map[string]any{"reason": "misrouted", "note": "a private person"})
	for _, inv := range e.Invoices(&h.book) {
		assert.Zero(t, inv.Net.Minor, "both get it back")
	}
	assert.Empty(t, h.records["a"].Charges)
}

func TestAnErasedLeadLeavesTheMarket(t *testing.T) {
	l := lifeUnder(t, marketContract)
	l.tell(0, lead.Created, map[string]any{"email": "p.martin@acme.example"})
	l.tell(1, lead.Disqualified, map[string]any{"reason": "no_product"})
	l.tell(2, lead.Traded, map[string]any{"step": "interest", "buyer": "Durand"})
	assert.Equal(t, []string{"lead traded: end ()", "lead traded: tell ()"}, only(l.tell(3, lead.Erased, nil), "lead traded"))
	assert.Equal(t, []string{"refused: traded (interest: the person was erased)"}, only(l.tell(4, lead.Traded, map[string]any{"step": "interest", "buyer": "Durieux"}), "refused"))
}

func TestAListingEndsByItself(t *testing.T) {
	l := lifeUnder(t, marketContract)
	l.tell(0, lead.Created, nil)
	l.tell(1, lead.Disqualified, map[string]any{"reason": "no_product"})
	assert.Equal(t, []string{"lead traded: end ()"}, only(l.wait(1+60*24), "lead traded"))
	assert.Equal(t, routing.Expired, l.r.Deal.Ended)
}

func TestALeadThatComesBackIsNoLongerForSale(t *testing.T) {
	l := lifeUnder(t, marketContract)
	l.tell(0, lead.Created, nil)
	l.tell(1, lead.Disqualified, map[string]any{"reason": "no_product"})
	assert.Equal(t, []string{"lead traded: end ()"}, only(l.tell(2, lead.Reopened, nil), "lead traded"))
	assert.Equal(t, routing.Withdrawn, l.r.Deal.Ended)
}

func TestStockAndOffers(t *testing.T) {
	e, err := Load(File{Name: "c.yaml", Data: []byte(marketContract)})
	require.NoError(t, err)
	h := &hall{t: t, e: e, records: map[string]*Record{}}
	for _, id := range []string{"a", "b", "c", "d"} {
		h.tell("created "+id, id, lead.Created, genesis, map[string]any{"country": "FR", "industry": map[bool]string{true: "metal", false: "wood"}[id < "c"], "cost": 20.0, "email": id + "@acme.example"})
	}
	var all []*Record
	for _, id := range []string{"a", "b", "c"} {
		h.tell("no "+id, id, lead.Disqualified, genesis.Add(time.Hour), map[string]any{"reason": "no_product"})
		all = append(all, h.records[id])
	}
	all = append(all, h.records["d"])
	offers := e.Offers(all, hour(2))
	require.Len(t, offers, 3)
	assert.Equal(t, all[0].Deal.ID, offers[0].Deal)
	assert.Equal(t, `{"country":"FR","industry":"metal","age":"below 1 week"}`, string(encode(t, offers[0].Listing)))
	assert.Equal(t, offers[0].Listing, offers[1].Listing, "each is like another")
	assert.True(t, offers[2].Withheld, "the only one that is not of the metal industry is not shown")

	stock, err := e.Stock(all, hour(2))
	require.NoError(t, err)
	eur := func(minor int64) lead.Money { return lead.Money{Minor: minor, Currency: "EUR"} }
	assert.Equal(t, []routing.StockKind{
		{Name: "disqualified", Leads: 3, Cost: eur(6_000), Worth: eur(12_000), Expected: eur(10_800), Reserve: eur(12_000), Monthly: eur(5_400)},
		{Name: "untouched", Leads: 1, Cost: eur(2_000), Worth: eur(4_000), Expected: eur(3_600), Reserve: eur(4_000), Monthly: eur(1_800)},
	}, stock.Kinds)
	assert.Equal(t, int64(4), stock.Total.Leads)
	_, err = e.Stock(all, genesis.Add(-time.Hour))
	assert.ErrorIs(t, err, ErrPast)
}

// The laws hold for the market as far as the generator makes leads that are listed and traded.
func TestGeneratorCoversTheMarket(t *testing.T) {
	seen := map[EffectKind]int{}
	for seed := range 200 {
		e := must(Compile(rapid.Custom(genContract).Example(seed)))
		f := folder{t: t, e: e}
		f.fold(rapid.Custom(genHistory).Example(seed))
		for _, effect := range f.effects {
			seen[effect.Kind]++
		}
	}
	assert.Positive(t, seen[Listed])
	assert.Positive(t, seen[Traded])
}

func TestOneOfTwoPartnersGivesALeadBack(t *testing.T) {
	e, err := Load(File{Name: "c.yaml", Data: []byte(`
routing:
  channels: {external_network: {charged: true, sold: semi_exclusive}}
  people:
    Dubois SA: {channels: external_network, capacity: 1 per week}
    Durand: {channels: external_network, capacity: 1 per week}
  quality: {gold: {price: 80 EUR}}
  semi_exclusive: 60%
  returns: {reasons: [misrouted], within: 7d}
`)})
	require.NoError(t, err)
	h := &hall{t: t, e: e, records: map[string]*Record{}}
	h.tell("1", "a", lead.Created, genesis, nil)
	h.tell("2", "a", lead.QuoteRequested, genesis.Add(time.Hour), nil)
	a := h.records["a"]
	require.Equal(t, "Dubois SA", a.Lead.Life.Owner)
	refused := func(id string, minutes time.Duration, partner, reason string) string {
		at := genesis.Add(minutes * time.Minute)
		effects, err := e.Apply(a, lead.Event{ID: id, Lead: "a", Kind: lead.PartnerReturned, Time: at,
			Props: map[string]any{"partner": partner, "reason": reason}}, at)
		require.NoError(t, err)
		require.Len(t, effects, 1)
		return string(effects[0].Kind) + ": " + effects[0].Reason
	}
	assert.Equal(t, `refused: the partner "Duval" does not have the lead`, refused("3", 90, "Duval", "misrouted"))
	assert.Contains(t, refused("4", 90, "Durand", "no mood"), `"no mood" is no reason`)

	h.tell("5", "a", lead.PartnerReturned, genesis.Add(2*time.Hour), map[string]any{"partner": "Dubois SA", "reason": "misrouted"})
	assert.Equal(t, "Durand", a.Lead.Life.Owner, "the other one has it alone")
	assert.Equal(t, "mql", a.Lead.Life.Stage)
	invoices := e.Invoices(&h.book)
	require.Len(t, invoices, 2)
	assert.Equal(t, []int64{0, 4800}, []int64{invoices[0].Net.Minor, invoices[1].Net.Minor})
	assert.Equal(t, []int{0, 1}, []int{h.desk.Seat("Dubois SA").Open, h.desk.Seat("Durand").Open})
	assert.Contains(t, refused("6", 121, "Durand", "misrouted"), "nobody else has the lead")

	h.tell("7", "b", lead.Created, genesis, nil)
	h.tell("8", "b", lead.QuoteRequested, genesis.Add(3*time.Hour), nil)
	assert.Equal(t, "Dubois SA", h.records["b"].Lead.Life.Owner, "what was given back counts in no capacity")
	require.Len(t, h.records["b"].Charges, 1)
	h.tell("9", "a", lead.Rejected, genesis.Add(4*time.Hour), map[string]any{"reason": "misrouted", "note": "a private person"})
	assert.Zero(t, e.Invoices(&h.book)[1].Net.Minor)
	assert.Zero(t, h.desk.Seat("Durand").Open)
}
