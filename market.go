package leadkit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/routing"
)

// resale checks which leads are for sale: nobody sells what sales works on, or for a reason for which none leaves.
func (b *builder) resale() {
	if b.e.machine == nil {
		return
	}
	r := &b.c.Routing.Resale
	for i, name := range r.Stages {
		path := diag.Join("/routing/resale/stages", strconv.Itoa(i))
		if st, ok := b.stage(path, name); ok && st.HandedOver {
			b.found.Add(path, "still-wanted", "sales has the leads in stage "+name, "name stages that are not handed over")
		}
	}
	var known []string
	for _, x := range b.e.machine.Spec().Exits {
		for _, reason := range x.Reasons {
			known = append(known, reason.Name)
		}
	}
	for i, name := range r.Reasons {
		if !slices.Contains(known, name) {
			b.found.Unknown(diag.Join("/routing/resale/reasons", strconv.Itoa(i)), "reason", name, known)
		}
	}
}

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
	if x.r.Lead.Gone != 0 {
		trades = market.Erase(d, x.r.Clock, nil)
	} else {
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
	x.r.Lead.Life.Outside = outside(x.r.Deal)
	switch now := x.held(); {
	case now && !was:
		x.tell(lead.PassedOn, id, lead.TextProp("partner", x.r.Deal.Holders()[0]))
	case was && !now:
		x.tell(lead.TakenBack, id, lead.TextProp("reason", trades[0].Reason))
	}
}

// outside names all who have a lead by a deal, "" for nobody.
func outside(d *routing.Deal) string {
	if d == nil {
		return ""
	}
	return strings.Join(d.Holders(), ", ")
}

// joinDeals gives the deal of a merged record, and appends whom to tell of the other one: of two, that is kept by which somebody has the lead, or else that of the record which says
// where the lead stands. Who has the lead by the other one, has it by this one from now on.
func (e *Engine) joinDeals(first, second *routing.Deal, at lead.Instant, list []routing.Trade) (*routing.Deal, []routing.Trade) {
	if first == nil || second != nil && len(first.Holders()) == 0 && len(second.Holders()) > 0 {
		first, second = second, first
	}
	return first, e.router.Market().Join(first, second, at, list)
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
	return e.router.Recovered(all, e.funnel.Costs(&b.Funnel, funnel.During{}).Total.Total)
}
