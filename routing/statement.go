package routing

import (
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// Statement sums up what a partner owes for a period. Sums are exact.
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

// Net is what remains to be paid: charged less credited. It is below zero where more was credited in the period than charged.
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
	return ss.Merge(Statements{{Partner: c.Charge.Partner, Period: period, Returned: 1, Credited: c.Charge.Price, Reasons: one}})
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
	var errs [4]error
	s.Leads, s.Returned = s.Leads+o.Leads, s.Returned+o.Returned
	s.Charged, errs[0] = s.Charged.Add(o.Charged)
	s.Credited, errs[1] = s.Credited.Add(o.Credited)
	s.Levels, errs[2] = addSums(s.Levels, o.Levels)
	s.Reasons, errs[3] = addSums(s.Reasons, o.Reasons)
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

// Net sums up what all partners owe.
func (ss Statements) Net() (sum lead.Money, err error) {
	for i := range ss {
		if sum, err = sum.Add(ss[i].Net()); err != nil {
			return lead.Money{}, err
		}
	}
	return sum, nil
}

// Recovered gives which part of a cost, such as marketing's, is earned back by what the partners owe: 0.25 is a quarter. It reports false for
// a cost of zero or less, another currency, or too large a sum.
func (ss Statements) Recovered(cost lead.Money) (float64, bool) {
	sum, err := ss.Net()
	if err != nil || cost.Minor <= 0 || sum.Currency != "" && sum.Currency != cost.Currency {
		return 0, false
	}
	return float64(sum.Minor) / float64(cost.Minor), true
}
