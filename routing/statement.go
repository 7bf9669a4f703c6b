package routing

import (
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// Statement sums up what a partner was charged in a period, and what they gave back. Sums are exact. What is to be paid says [Router.Invoices].
type Statement struct {
	Partner  string     `json:"partner"`
	Period   string     `json:"period"` // as its maker names it: "2026-11"
	Leads    int64      `json:"leads,omitempty"`
	Charged  lead.Money `json:"charged,omitzero"`
	Returned int64      `json:"returned,omitempty"`
	Credited lead.Money `json:"credited,omitzero"`
	// Levels are the charges by quality level, sorted; Reasons the credits by reason, sorted. Each adds up to the whole.
	Levels  []Sum `json:"levels,omitempty"`
	Reasons []Sum `json:"reasons,omitempty"`
	// Claims are the leads that were given back, in the order in which they were.
	Claims []Claim `json:"claims,omitempty"`
}

// Sum is a number of leads and their amount.
type Sum struct {
	Name   string     `json:"name"`
	Leads  int64      `json:"leads"`
	Amount lead.Money `json:"amount"`
}

// Statements are statements sorted by partner, then by period. The zero value is ready. They are plain data; merging them is associative and commutative.
type Statements []Statement

// Month names the calendar month of an instant in a zone: "2026-11".
func Month(at lead.Instant, zone *time.Location) string { return at.Time().In(zone).Format("2006-01") }

// Net is what remains to be paid if everything that was given back is credited: charged less credited. It is below zero where more was credited in the period than charged.
func (s *Statement) Net() lead.Money {
	return lead.Money{Minor: s.Charged.Minor - s.Credited.Minor, Currency: either(s.Charged.Currency, s.Credited.Currency)}
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Charge adds a charge to its partner's statement for a period. An error, about currencies or too large a sum, leaves the statements as they were.
func (ss *Statements) Charge(period string, c Charge) error {
	one := []Sum{{c.Level, 1, c.Price}}
	return ss.Merge(Statements{{Partner: c.Partner, Period: period, Leads: 1, Charged: c.Price, Levels: one}})
}

// Credit adds a credit to its partner's statement for the period in which it is given.
func (ss *Statements) Credit(period string, c Credit) error {
	one := []Sum{{c.Reason, 1, c.Charge.Price}}
	claim := Claim{Request: c.Charge.Request, Lead: c.Charge.Lead, Level: c.Charge.Level, Reason: c.Reason, Amount: c.Charge.Price, At: c.At}
	return ss.Merge(Statements{{Partner: c.Charge.Partner, Period: period, Returned: 1, Credited: c.Charge.Price, Reasons: one, Claims: []Claim{claim}}})
}

// Merge adds other statements. An error leaves the statements as they were.
func (ss *Statements) Merge(others Statements) error {
	merged := slices.Clone(*ss)
	for i := range others {
		o := &others[i]
		at, ok := merged.find(o.Partner, o.Period)
		if !ok {
			merged = slices.Insert(merged, at, Statement{Partner: o.Partner, Period: o.Period})
		}
		sum, err := merged[at].add(o)
		if err != nil {
			return err
		}
		merged[at] = sum
	}
	*ss = merged
	return nil
}

func (ss Statements) find(partner, period string) (int, bool) {
	return slices.BinarySearchFunc(ss, Statement{Partner: partner, Period: period}, func(a, b Statement) int {
		if c := strings.Compare(a.Partner, b.Partner); c != 0 {
			return c
		}
		return strings.Compare(a.Period, b.Period)
	})
}

// add gives the sum of two statements and changes neither.
func (s Statement) add(o *Statement) (Statement, error) {
	var errs [5]error
	s.Leads, s.Returned = s.Leads+o.Leads, s.Returned+o.Returned
	s.Charged, errs[0] = s.Charged.Add(o.Charged)
	s.Credited, errs[1] = s.Credited.Add(o.Credited)
	s.Levels, errs[2] = addSums(s.Levels, o.Levels)
	s.Reasons, errs[3] = addSums(s.Reasons, o.Reasons)
	s.Claims, errs[4] = addClaims(s.Claims, o.Claims)
	for _, err := range errs {
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func addSums(list, more []Sum) (_ []Sum, err error) {
	list = slices.Clone(list)
	for _, m := range more {
		at, ok := slices.BinarySearchFunc(list, m.Name, func(s Sum, name string) int { return strings.Compare(s.Name, name) })
		if !ok {
			list = slices.Insert(list, at, Sum{Name: m.Name})
		}
		list[at].Leads += m.Leads
		if list[at].Amount, err = list[at].Amount.Add(m.Amount); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Net sums up what all partners owe if everything that was given back is credited.
func (ss Statements) Net() (sum lead.Money, err error) {
	for i := range ss {
		if sum, err = sum.Add(ss[i].Net()); err != nil {
			return lead.Money{}, err
		}
	}
	return sum, nil
}
