package routing

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// stall is a market with one lead on it.
type stall struct {
	t    require.TestingT
	m    Market
	s    *lead.Schema
	st   lead.State
	deal *Deal
	now  lead.Instant
	last []Trade
}

func newStall(t require.TestingT, edit func(*Policy)) *stall {
	p := market()
	p.Returns = Returns{Reasons: []string{"wrong_number"}, Within: 7 * lead.Day}
	if edit != nil {
		edit(&p)
	}
	s := schema(t)
	r, err := Compile(p, s, nil)
	require.NoError(t, err)
	x := &stall{t: t, m: r.Market(), s: s, now: instant("2026-03-02 10:00"), st: lead.State{ID: "l1"}}
	x.hear(lead.Created, map[string]any{"first_name": "Paul", "last_name": "Li", "company": "Aciéries du Nord", "email": "p.li@acier.example", "mobile": "+33 6 12 34 56 78",
		"country": "FR", "industry": "metal", "potential": 60_000.0})
	x.deal = x.m.Open("listing 7", x.now)
	return x
}

func (x *stall) hear(kind string, props map[string]any) {
	var b lead.Bound
	require.NoError(x.t, x.s.Bind(lead.Event{ID: fmt.Sprint(kind, len(x.st.Basis)), Lead: "l1", Kind: kind, Time: x.now.Time(), Props: props}, &b))
	x.s.Apply(&x.st, &b)
}

func (x *stall) consent(recipient string) {
	x.hear(lead.ConsentGiven, map[string]any{"channel": "any", "purpose": Purpose(recipient), "basis": "consent", "text": "v3"})
}

func (x *stall) step(s Step) error {
	f := x.s.NewFacts()
	f.See(&x.st)
	f.At(x.now)
	var err error
	x.last, err = x.m.Apply(x.deal, s, f, x.now, nil)
	return err
}

// sell brings a buyer up to holding the lead.
func (x *stall) sell(buyer string) error {
	x.consent(buyer)
	for _, s := range []Step{{Kind: StepInterest}, {Kind: StepReveal}, {Kind: StepOffer, Price: eur(12_000)}, {Kind: StepAccept}, {Kind: StepDeliver, ID: "d " + buyer}} {
		s.Buyer = buyer
		if err := x.step(s); err != nil {
			return err
		}
	}
	return nil
}

func TestSaleOfALead(t *testing.T) {
	x := newStall(t, nil)
	require.NoError(t, x.step(Step{Kind: StepInterest, Buyer: "Dubois SA"}))
	require.NoError(t, x.step(Step{Kind: StepAsk, Buyer: "Dubois SA", Question: "1", Text: "How many presses?"}))
	require.Equal(t, TellsWho, x.step(Step{Kind: StepAnswer, Question: "1", Text: "Ask Mr Li"}))
	require.NoError(t, x.step(Step{Kind: StepAnswer, Question: "1", Text: "Two, of 400 t, in the metal industry"}))
	assert.Equal(t, []Trade{{Kind: StepAnswer, Deal: "listing 7", Buyer: "Dubois SA", Question: "1", Text: "Two, of 400 t, in the metal industry"}}, x.last)
	require.Equal(t, NoQuestion, x.step(Step{Kind: StepAnswer, Question: "1", Text: "Three"}))

	offer := Step{Kind: StepOffer, Buyer: "Dubois SA", Price: eur(2_000), Text: "paid within 30 days"}
	require.Equal(t, Hidden, x.step(offer))
	require.NoError(t, x.step(Step{Kind: StepReveal, Buyer: "Dubois SA"}))
	require.NoError(t, x.step(offer))
	require.Equal(t, BelowReserve, x.step(Step{Kind: StepAccept, Buyer: "Dubois SA"}))
	offer.Price = eur(9_000)
	require.NoError(t, x.step(offer))
	require.NoError(t, x.step(Step{Kind: StepAccept, Buyer: "Dubois SA"}))
	assert.Equal(t, []Trade{{Kind: StepAccept, Deal: "listing 7", Buyer: "Dubois SA", Price: eur(9_000)}, {Kind: StepEnd, Deal: "listing 7", Ended: SoldOut}}, x.last)

	deliver := Step{Kind: StepDeliver, Buyer: "Dubois SA", ID: "e9"}
	require.Equal(t, NoBasis, x.step(deliver))
	x.consent("Durand SA")
	require.Equal(t, NoBasis, x.step(deliver), "a basis that names another recipient")
	x.consent("Dubois SA")
	require.NoError(t, x.step(deliver))
	assert.Equal(t, &Charge{Request: "e9", Lead: "l1", Partner: "Dubois SA", Channel: Marketplace, Level: "large", Price: eur(9_000), At: x.now}, x.last[0].Charge)
	assert.Equal(t, []string{"Dubois SA"}, x.deal.Holders())
	require.Equal(t, WrongStand, x.step(deliver), "never twice")

	x.now = x.now.Add(8 * lead.Day)
	err := x.step(Step{Kind: StepReturn, Buyer: "Dubois SA", Reason: "wrong_number"})
	require.ErrorIs(t, err, ErrNoReturn)
	require.Equal(t, NoGoodReason, Denied(err))
	x.now = x.now.Add(-2 * lead.Day)
	require.NoError(t, x.step(Step{Kind: StepReturn, Buyer: "Dubois SA", Reason: "wrong_number"}))
	assert.Equal(t, eur(9_000), x.last[0].Credit.Charge.Price)
	assert.Equal(t, OnSale, x.deal.Ended, "it may be sold again")
	require.NoError(t, x.sell("Durand SA"))
	require.NoError(t, x.step(Step{Kind: StepRecall, Buyer: "Durand SA", Reason: "nothing done"}))
	assert.Empty(t, x.deal.Holders())
}

func TestExclusivity(t *testing.T) {
	for sold, most := range map[Exclusivity]int{Exclusive: 1, SemiExclusive: 2, Shared: MostShared} {
		x := newStall(t, func(p *Policy) { p.Resale.Sold = sold })
		require.NoError(t, x.step(Step{Kind: StepInterest, Buyer: "waiting"}))
		for i := range most {
			require.NoError(t, x.sell(fmt.Sprint("buyer ", i)), sold)
		}
		assert.Equal(t, NotOnSale, x.sell("one more"), sold)
		assert.Len(t, x.deal.Holders(), most)
		assert.Equal(t, Told, x.deal.Buyer("waiting").Stand)
	}
}

func TestListingEnds(t *testing.T) {
	x := newStall(t, func(p *Policy) { p.Resale.ListedFor = 30 * lead.Day })
	end := x.now.Add(30 * lead.Day)
	require.NoError(t, x.step(Step{Kind: StepInterest, Buyer: "A"}))
	assert.Equal(t, end, x.m.Due(x.deal, x.now))
	assert.Empty(t, x.m.Advance(x.deal, end-1, nil))
	assert.Equal(t, []Trade{{Kind: StepEnd, Deal: "listing 7", Ended: Expired}, {Kind: StepTell, Deal: "listing 7", Buyer: "A", Ended: Expired}}, x.m.Advance(x.deal, end, nil))
	assert.Empty(t, x.m.Advance(x.deal, end, nil))
	assert.Zero(t, x.m.Due(x.deal, x.now))
	x.now = end
	assert.Equal(t, NotOnSale, x.step(Step{Kind: StepInterest, Buyer: "B"}))
	assert.Equal(t, NotOnSale, x.step(Step{Kind: StepWithdraw}))
}

func TestErasedLeadIsUnlisted(t *testing.T) {
	x := newStall(t, func(p *Policy) { p.Resale.Sold = SemiExclusive })
	require.NoError(t, x.sell("A"))
	require.NoError(t, x.step(Step{Kind: StepInterest, Buyer: "B"}))
	require.NoError(t, x.step(Step{Kind: StepAsk, Buyer: "B", Question: "1", Text: "Is it Paul?"}))
	x.st.Erase(x.now)
	told := x.m.Erase(x.deal, x.now, nil)
	assert.Equal(t, []Trade{{Kind: StepEnd, Deal: "listing 7", Ended: Unlisted}, {Kind: StepTell, Deal: "listing 7", Buyer: "A", Ended: Unlisted}, {Kind: StepTell, Deal: "listing 7", Buyer: "B", Ended: Unlisted}}, told)
	assert.Empty(t, x.m.Erase(x.deal, x.now, nil))
	assert.NotContains(t, text(t, x.deal), "Paul")
	assert.Contains(t, text(t, x.deal), "120.00 EUR", "what was agreed stays")
	assert.Equal(t, GoneForGood, x.step(Step{Kind: StepInterest, Buyer: "C"}))
}

func TestAnswersThatTellWho(t *testing.T) {
	x := newStall(t, nil)
	for _, said := range []string{"It is Paul.", "the acieries du nord; no: ACIÉRIES-DU-NORD", "write to li at once", "p.li (at) acier.example, p.li@acier.example", "call 06 12 34.56.78", "lead l1"} {
		assert.True(t, tellsWho(&x.st, said), said)
	}
	for _, said := range []string{"France, metal, 60000 EUR", "Two presses of 400 t; listed in 2026", "polished, believe me"} {
		assert.False(t, tellsWho(&x.st, said), said)
	}
}

// TestDealKeepsItsLaws takes steps at random: refusals change nothing, a deal survives its encoding, never has it more holders than it may, and what is charged is
// held or given back, once.
func TestDealKeepsItsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sold := oneOf(t, "sold", Exclusive, SemiExclusive, Shared)
		x := newStall(t, func(p *Policy) { p.Resale.Sold, p.Resale.ListedFor = sold, 20*lead.Day })
		for _, b := range []string{"A", "B", "C"} {
			x.consent(b)
		}
		charged, credited, recalled := map[string]int{}, map[string]int{}, map[string]int{}
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			x.advance(x.now.Add(lead.Span(rapid.IntRange(0, 30).Draw(t, "hours")) * lead.Hour))
			if rapid.IntRange(0, 60).Draw(t, "erased") == 0 && x.st.Gone == 0 {
				x.st.Erase(x.now)
				x.m.Erase(x.deal, x.now, nil)
			}
			before := text(t, x.deal)
			err := x.step(anyStep(t))
			require.True(t, x.deal.Sound())
			require.LessOrEqual(t, x.deal.Taken(), x.m.r.resale.Sold.places(), "no double sale")
			if err != nil {
				require.NotZero(t, Denied(err))
				require.Empty(t, x.last)
				require.Equal(t, before, text(t, x.deal), "a refusal changes nothing")
				continue
			}
			for _, trade := range x.last {
				switch trade.Kind {
				case StepDeliver:
					charged[trade.Buyer]++
				case StepReturn:
					credited[trade.Buyer]++
				case StepRecall:
					recalled[trade.Buyer]++
				}
			}
			var back Deal
			require.NoError(t, json.Unmarshal([]byte(text(t, x.deal)), &back))
			require.Equal(t, *x.deal, back)
		}
		holds := map[string]int{}
		for _, b := range x.deal.Holders() {
			holds[b]++
		}
		for b, n := range charged {
			if x.st.Gone == 0 {
				require.Equal(t, n, credited[b]+recalled[b]+holds[b], "who was charged has it, gave it back, or lost it")
			}
		}
	})
}

func (x *stall) advance(to lead.Instant) {
	if due := x.m.Due(x.deal, x.now); due != 0 && due <= to {
		x.m.Advance(x.deal, due, nil)
	}
	x.now = to
}

func anyStep(t *rapid.T) Step {
	return Step{Kind: StepKind(rapid.IntRange(0, len(stepWords)).Draw(t, "kind")), Buyer: oneOf(t, "buyer", "A", "B", "C", "C", ""), Question: oneOf(t, "question", "1", "2", ""),
		Text: oneOf(t, "text", "", "how many?", "two", "Paul"), Price: oneOf(t, "price", eur(12_000), eur(11_000), eur(1), lead.Money{Minor: 5, Currency: "USD"}),
		Reason: oneOf(t, "reason", "wrong_number", "changed_mind"), ID: "e"}
}

func TestDealIsBounded(t *testing.T) {
	x := newStall(t, nil)
	for i := range MostBuyers {
		require.NoError(t, x.step(Step{Kind: StepInterest, Buyer: fmt.Sprint(i)}))
	}
	assert.Equal(t, TooMany, x.step(Step{Kind: StepInterest, Buyer: "late"}))
	for i := range MostQuestions {
		require.NoError(t, x.step(Step{Kind: StepAsk, Buyer: "1", Question: fmt.Sprint(i), Text: "?"}))
	}
	assert.Equal(t, TooMany, x.step(Step{Kind: StepAsk, Buyer: "1", Question: "late", Text: "?"}))
	assert.Equal(t, AskedTwice, x.step(Step{Kind: StepAsk, Buyer: "2", Question: "1", Text: "?"}))
	assert.Equal(t, TooLong, x.step(Step{Kind: StepAsk, Buyer: "2", Question: "x", Text: string(make([]byte, MostSaid))}))
	x.deal = nil
	err := x.step(Step{Kind: StepInterest, Buyer: "A"})
	assert.True(t, errors.Is(err, NoDeal))
	assert.EqualError(t, err, "the lead is not listed")
}
