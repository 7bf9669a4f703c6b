package routing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Invoice is a statement settled by the policy's rules for what is given back.
type Invoice struct {
	Partner string `json:"partner"`
	Period  string `json:"period"`
	// Items add up to Net, to the cent.
	Items []Item     `json:"items,omitempty"`
	Net   lead.Money `json:"net"`
	// Refused are the claims above the ceiling, the latest of the period.
	Refused []Claim `json:"refused,omitempty"`
	// Owed is how many leads the partner is still to have in replacement after this period.
	Owed int64 `json:"owed,omitempty"`
}

// Item is one line of an invoice.
type Item struct {
	What   string     `json:"what"`
	Leads  int64      `json:"leads"`
	Amount lead.Money `json:"amount"` // below zero: in the partner's favour
}

// Invoices settles statements, in their order. Of the claims of one statement those that came first are granted, up to the ceiling. Settled by credit, they are
// deducted at once; settled by replacement, each when a later statement charges a lead of its level, the longest owed first.
func (r *Router) Invoices(ss Statements) []Invoice {
	list := make([]Invoice, 0, len(ss))
	var owed []Claim
	for i := range ss {
		s := &ss[i]
		if i > 0 && ss[i-1].Partner != s.Partner {
			owed = nil
		}
		var inv Invoice
		inv, owed = r.settle(s, owed)
		list = append(list, inv)
	}
	return list
}

// settle makes one invoice, and gives what is owed after it.
func (r *Router) settle(s *Statement, owed []Claim) (Invoice, []Claim) {
	rules := &r.pricing.returns
	inv := Invoice{Partner: s.Partner, Period: s.Period}
	for _, l := range s.Levels {
		inv.add("charged: "+l.Name, l.Leads, l.Amount)
		owed = inv.replace(l, owed)
	}
	granted := min(int64(len(s.Claims)), rules.AtMost.of(s.Leads))
	inv.Refused = slices.Clone(s.Claims[granted:])
	for _, c := range s.Claims[:granted] {
		if rules.Settled == Replacement {
			owed = append(slices.Clip(owed), c)
			continue
		}
		inv.add("given back: "+c.Reason, 1, lead.Money{Minor: -c.Amount.Minor, Currency: c.Amount.Currency})
	}
	if len(inv.Refused) == 0 {
		inv.Refused = nil
	}
	inv.Owed = int64(len(owed))
	return inv, owed
}

// replace deducts what was paid for leads that those of a level stand in for, and gives what is still owed.
func (inv *Invoice) replace(l Sum, owed []Claim) (rest []Claim) {
	left := l.Leads
	for _, c := range owed {
		if c.Level != l.Name || left == 0 {
			rest = append(rest, c)
			continue
		}
		left--
		inv.add("in replacement: "+c.Level, 1, lead.Money{Minor: -c.Amount.Minor, Currency: c.Amount.Currency})
	}
	return rest
}

// add adds to an item of the same name, or a new one, and to the whole.
func (inv *Invoice) add(what string, leads int64, m lead.Money) {
	i := slices.IndexFunc(inv.Items, func(it Item) bool { return it.What == what })
	if i < 0 {
		i = len(inv.Items)
		inv.Items = append(inv.Items, Item{What: what})
	}
	it := &inv.Items[i]
	it.Leads += leads
	it.Amount = lead.Money{Minor: it.Amount.Minor + m.Minor, Currency: either(it.Amount.Currency, m.Currency)}
	inv.Net = lead.Money{Minor: inv.Net.Minor + m.Minor, Currency: either(inv.Net.Currency, m.Currency)}
}

// Recovered gives which part of a cost, such as marketing's, the invoices of statements earn back: 0.25 is a quarter. It reports false for a cost of zero or
// less, or another currency.
func (r *Router) Recovered(ss Statements, cost lead.Money) (float64, bool) {
	var sum int64
	for _, inv := range r.Invoices(ss) {
		if c := inv.Net.Currency; c != "" && c != cost.Currency {
			return 0, false
		}
		sum += inv.Net.Minor
	}
	if cost.Minor <= 0 {
		return 0, false
	}
	return float64(sum) / float64(cost.Minor), true
}

// String gives an invoice as lines of text.
func (inv Invoice) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s\n", inv.Partner, inv.Period)
	for _, it := range inv.Items {
		fmt.Fprintf(&b, "  %-32s %5d %16s\n", it.What, it.Leads, it.Amount)
	}
	fmt.Fprintf(&b, "  %-38s %16s\n", "to pay", inv.Net)
	return b.String()
}
