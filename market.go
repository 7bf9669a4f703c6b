package leadkit

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
)

// list offers a lead that nobody here wants to others, if the contract says so, unless somebody has it already.
func (x *run) list(p lead.Passage) {
	if !x.e.router.Listable(&x.r.Lead, p.To, p.Reason) || x.held() {
		return
	}
	x.look(nil)
	listing, value := x.e.router.List(&x.r.Lead, x.r.Clock), x.e.router.Value(x.facts)
	id := x.emit(Effect{Kind: Listed, Subject: p.To, Reason: reasonOf(p), Listing: &listing, Value: &value}).ID
	x.r.Deal = x.e.router.Market().Open(id, x.r.Clock)
}

// held reports whether a partner who bought the lead has it.
func (x *run) held() bool { return x.r.Deal != nil && len(x.r.Deal.Holders()) > 0 }

// unlist takes a lead off the market that is somewhere else now, or whose person was erased.
func (x *run) unlist() {
	d := x.r.Deal
	if d == nil {
		return
	}
	market, was := x.e.router.Market(), x.held()
	var trades []routing.Trade
	switch {
	case x.r.Lead.Gone != 0:
		trades = market.Erase(d, x.r.Clock, nil)
	case d.Closed == 0:
		trades = market.Close(d, x.r.Clock, nil)
	}
	x.traded(trades, was)
}

// expire ends a listing whose time is over.
func (x *run) expire() {
	x.traded(x.e.router.Market().Advance(x.r.Deal, x.r.Clock, nil), x.held())
}

// trade takes a step of the lead's sale.
func (x *run) trade(b *lead.Bound) {
	get := func(name string) lead.Value { return b.Value(x.e.schema.Prop(b.Kind, name)) }
	s := routing.Step{Buyer: get("buyer").Text, Question: get("question").Text, Text: get("text").Text, Reason: get("reason").Text, ID: b.ID}
	_ = s.Kind.UnmarshalText([]byte(get("step").Text)) // one that is missing is no step, and refused
	s.Price, _ = lead.MoneyOf(get("price").Num, x.e.schema.Currency())
	was := x.held()
	trades, err := x.e.router.Market().Apply(x.r.Deal, s, x.facts, x.r.Clock, nil)
	if err != nil {
		x.emit(Effect{Kind: Refused, Subject: lead.Traded, Reason: get("step").Text + ": " + err.Error()})
		return
	}
	x.traded(trades, was)
}

// traded passes on what came of a sale. While a partner has the lead, nobody else works on it: the other rooms are told when that begins and when it ends.
func (x *run) traded(trades []routing.Trade, was bool) {
	var id string
	for i := range trades {
		t := &trades[i]
		id = x.emit(Effect{Kind: Traded, Subject: t.Kind.String(), Reason: t.Reason, Trade: t}).ID
	}
	switch now := x.held(); {
	case now && !was:
		x.tell(lead.PassedOn, id, lead.TextProp("partner", x.r.Deal.Holders()[0]))
	case was && !now:
		x.tell(lead.TakenBack, id, lead.TextProp("reason", trades[0].Reason))
	}
}

// joinDeals gives the deal of a merged record: of two, that by which somebody has the lead, or else that of the record which says where the lead stands.
func (e *Engine) joinDeals(first, second *routing.Deal) *routing.Deal {
	if first == nil || second != nil && len(first.Holders()) == 0 && len(second.Holders()) > 0 {
		return second
	}
	return first
}

// Invoices settles what the partners owe for the leads they were given.
func (e *Engine) Invoices(b *Book) []routing.Invoice { return e.router.Invoices(b.Partners) }

// Sales settles what buyers owe for leads that were listed: the income from the leads that nobody here wanted, by buyer and month.
func (e *Engine) Sales(b *Book) []routing.Invoice { return e.router.Invoices(b.Sales) }

// Recovered gives which part of what marketing has spent partners and buyers pay back: 0.25 is a quarter. It reports false if nothing is known to be spent.
func (e *Engine) Recovered(b *Book) (float64, bool) {
	all := slices.Clone(b.Partners)
	if err := all.Merge(b.Sales); err != nil {
		return 0, false
	}
	return e.router.Recovered(all, e.funnel.Costs(&b.Funnel, 0, 0).Total.Total)
}
