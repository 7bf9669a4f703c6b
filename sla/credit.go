package sla

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// Credit is what the side that owes a promise gives for each breach, and at most in a period: in money, or in replacement leads.
//
//	credit: {each: 50 EUR, at_most: 500 EUR}
//	credit: {each_missing: 1 lead, at_most: 10 leads}
//
// Of a promise about each lead, each clock that broke and was not corrected is a breach, in the month in which it started; of one about each period, each period that
// was not kept.
type Credit struct {
	Each Amount `json:"each,omitzero"`
	// EachMissing is given for each lead that a period lacks of the promised number, beside Each.
	EachMissing Amount `json:"each_missing,omitzero"`
	// AtMost bounds the sum of a period. Zero: no bound.
	AtMost Amount `json:"at_most,omitzero"`
}

// Amount is a sum of money, or a number of leads. Its text form is "50 EUR" or "2 leads".
type Amount struct {
	Money lead.Money
	Leads int
}

// String gives the text form.
func (a Amount) String() string {
	switch {
	case a.Leads == 1:
		return "1 lead"
	case a.Leads != 0:
		return strconv.Itoa(a.Leads) + " leads"
	}
	return a.Money.String()
}

// MarshalText gives the text form, nothing for the zero Amount.
func (a Amount) MarshalText() ([]byte, error) {
	if a == (Amount{}) {
		return nil, nil
	}
	return []byte(a.String()), nil
}

// UnmarshalText reads the text form.
func (a *Amount) UnmarshalText(text []byte) error {
	if words := fields(text); len(words) == 2 && (words[1] == "lead" || words[1] == "leads") {
		n, err := strconv.ParseUint(words[0], 10, 31)
		if err != nil || n == 0 {
			return malformed("amount", string(text), "number of leads", `write "2 leads"`)
		}
		*a = Amount{Leads: int(n)}
		return nil
	}
	var m lead.Money
	if err := m.UnmarshalText(text); err != nil || m.Minor <= 0 || m.Currency == "" {
		return malformed("amount", string(text), "credit", `write "50 EUR" or "2 leads"`)
	}
	*a = Amount{Money: m}
	return nil
}

// times gives the amount of n breaches and of so many missing leads, and whether a bound capped it.
func (c Credit) times(n, missing int64) (Amount, bool) {
	sum := Amount{Money: lead.Money{Currency: cmp.Or(c.Each.Money.Currency, c.EachMissing.Money.Currency)}}
	var capped bool
	sum.Money.Minor, capped = both(c.Each.Money.Minor, n, c.EachMissing.Money.Minor, missing, c.AtMost.Money.Minor)
	leads, cappedLeads := both(int64(c.Each.Leads), n, int64(c.EachMissing.Leads), missing, int64(c.AtMost.Leads))
	sum.Leads = int(leads)
	return sum, capped || cappedLeads
}

// both adds two products, up to a bound.
func both(a, n, b, m, most int64) (int64, bool) {
	x, capped := upTo(a, n, most)
	y, also := upTo(b, m, most)
	sum, over := upTo(1, x+y, most)
	return sum, capped || also || over
}

// like reports whether two amounts are in the same unit.
func (a Amount) like(b Amount) bool {
	return (a.Leads > 0) == (b.Leads > 0) && a.Money.Currency == b.Money.Currency
}

// upTo gives n times each, at most a bound, zero for none, and never more than money can be.
func upTo(each, n, most int64) (int64, bool) {
	if most == 0 {
		most = lead.MostMinor
	}
	if each > 0 && n > most/each {
		return most, true
	}
	return each * n, false
}

func (c *compiler) credit(path string, p *promise) {
	credit, each := p.Credit, p.Credit.Each
	if each == (Amount{}) {
		each = credit.EachMissing
	}
	switch {
	case credit == (Credit{}):
	case credit.EachMissing != (Amount{}) && p.Deliver.Count == 0:
		c.found.Add(path+"/each_missing", "nothing-missing", "the promise has no number of leads of which some could be missing", "write deliver:, or each:")
	case credit.EachMissing.Leads < 0 || credit.EachMissing.Money.Minor < 0 || credit.Each != (Amount{}) && credit.EachMissing != (Amount{}) && !credit.Each.like(credit.EachMissing):
		c.found.Add(path+"/each_missing", "another-unit", "the two credits are not in the same unit", `write both in money, or both in leads`)
	case credit.Each == (Amount{}) && credit.EachMissing == (Amount{}) || credit.Each.Leads < 0 || credit.Each.Money.Minor < 0 || credit.AtMost.Leads < 0 || credit.AtMost.Money.Minor < 0:
		c.found.Add(path+"/each", "malformed-amount", "the credit says not what is given for each breach", `write "50 EUR" or "2 leads"`)
	case credit.AtMost != (Amount{}) && !each.like(credit.AtMost):
		c.found.Add(path+"/at_most", "another-unit", "the credit and its bound are not in the same unit", "")
	case each.Leads == 0 && each.Money.Currency != c.schema.Currency():
		c.found.Add(path+"/each", "another-currency", fmt.Sprintf("the credit is in %s, the contract in %s", each.Money.Currency, c.schema.Currency()), "")
	case credit.AtMost != (Amount{}) && (credit.AtMost.Leads < each.Leads || credit.AtMost.Money.Minor < each.Money.Minor):
		c.found.Add(path+"/at_most", "bound-below-credit", "the bound is less than the credit for a single breach", "")
	}
}

// CreditDue is what is owed for the breaches of a promise in a period.
type CreditDue struct {
	Promise  string       `json:"promise"`
	By       string       `json:"by"` // who owes it
	From     lead.Instant `json:"from"`
	To       lead.Instant `json:"to"` // excluded
	Breaches int64        `json:"breaches"`
	Missing  int64        `json:"missing,omitempty"` // leads
	Amount   Amount       `json:"amount"`
	Capped   bool         `json:"capped,omitempty"` // the bound was reached
}

// Credits gives what is owed for breaches, by promise and period, from the instant at which the agreement came into force up to an instant: for the months of clocks, the
// one that runs included, and for the periods that have ended.
func (r *Report) Credits(t *Terms, from, at lead.Instant) (list []CreditDue) {
	periods := r.Periods(t, from, at)
	for i := range t.promises {
		p := &t.promises[i]
		if p.Credit == (Credit{}) {
			continue
		}
		if p.each() {
			list = append(list, r.clockCredits(p, from, at)...)
			continue
		}
		for _, d := range periods {
			if d.Promise == p.Name && !d.Open && !d.Kept {
				list = append(list, p.owes(d.From, d.To, 1, max(0, d.Promised-d.Delivered)))
			}
		}
	}
	return list
}

func (p *promise) owes(from, to lead.Instant, breaches, missing int64) CreditDue {
	d := CreditDue{Promise: p.Name, By: p.By, From: from, To: to, Breaches: breaches, Missing: missing}
	d.Amount, d.Capped = p.Credit.times(breaches, missing)
	return d
}

// clockCredits gives what is owed for the clocks of a promise, by month.
func (r *Report) clockCredits(p *promise, from, at lead.Instant) (list []CreditDue) {
	for _, month := range r.Months() {
		begin := time.Date(int(month)/12, time.Month(int(month)%12+1), 1, 0, 0, 0, 0, time.UTC)
		first, next := p.midnight(begin), p.midnight(begin.AddDate(0, 1, 0))
		s := r.Tally(Which{Promise: p.Name, Month: month})
		if n := s.Broken + s.Late; n > 0 && next > from && first <= at {
			list = append(list, p.owes(first, next, n, 0))
		}
	}
	return list
}
