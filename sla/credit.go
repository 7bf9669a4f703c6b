package sla

import (
	"fmt"
	"strconv"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// Credit is what the side that owes a promise gives for each breach, and at most in a period: in money, or in replacement leads.
//
//	credit: {each: 50 EUR, at_most: 500 EUR}
//	credit: {each: 1 lead, at_most: 10 leads}
//
// Of a promise about each lead, each clock that broke and was not corrected is a breach, in the month in which it started; of one about each period, each period that
// was not kept.
type Credit struct {
	Each Amount `json:"each"`
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

// times gives the amount of n breaches, and whether a bound capped it.
func (c Credit) times(n int64) (Amount, bool) {
	sum := Amount{Money: lead.Money{Currency: c.Each.Money.Currency}}
	var capped bool
	sum.Money.Minor, capped = upTo(c.Each.Money.Minor, n, c.AtMost.Money.Minor)
	leads, cappedLeads := upTo(int64(c.Each.Leads), n, int64(c.AtMost.Leads))
	sum.Leads = int(leads)
	return sum, capped || cappedLeads
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

func (c *compiler) credit(path string, credit Credit) {
	switch {
	case credit == (Credit{}):
	case credit.Each == (Amount{}) || credit.Each.Leads < 0 || credit.Each.Money.Minor < 0 || credit.AtMost.Leads < 0 || credit.AtMost.Money.Minor < 0:
		c.found.Add(path+"/each", "malformed-amount", "the credit says not what is given for each breach", `write "50 EUR" or "2 leads"`)
	case credit.AtMost != (Amount{}) && ((credit.Each.Leads > 0) != (credit.AtMost.Leads > 0) || credit.Each.Money.Currency != credit.AtMost.Money.Currency):
		c.found.Add(path+"/at_most", "another-unit", "the credit and its bound are not in the same unit", "")
	case credit.Each.Leads == 0 && credit.Each.Money.Currency != c.schema.Currency():
		c.found.Add(path+"/each", "another-currency", fmt.Sprintf("the credit is in %s, the contract in %s", credit.Each.Money.Currency, c.schema.Currency()), "")
	case credit.AtMost != (Amount{}) && (credit.AtMost.Leads < credit.Each.Leads || credit.AtMost.Money.Minor < credit.Each.Money.Minor):
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
				list = append(list, p.owes(d.From, d.To, 1))
			}
		}
	}
	return list
}

func (p *promise) owes(from, to lead.Instant, breaches int64) CreditDue {
	d := CreditDue{Promise: p.Name, By: p.By, From: from, To: to, Breaches: breaches}
	d.Amount, d.Capped = p.Credit.times(breaches)
	return d
}

// clockCredits gives what is owed for the clocks of a promise, by month.
func (r *Report) clockCredits(p *promise, from, at lead.Instant) (list []CreditDue) {
	for _, month := range r.Months() {
		begin := time.Date(int(month)/12, time.Month(int(month)%12+1), 1, 0, 0, 0, 0, time.UTC)
		first, next := p.midnight(begin), p.midnight(begin.AddDate(0, 1, 0))
		s := r.Tally(Which{Promise: p.Name, Month: month})
		if n := s.Broken + s.Late; n > 0 && next > from && first <= at {
			list = append(list, p.owes(first, next, n))
		}
	}
	return list
}
