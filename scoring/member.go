package scoring

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Member is what one person brings to the score of a company. It holds nothing personal but the lead's id.
type Member struct {
	Company string `json:"company"`
	Lead    string `json:"lead"`
	// Number counts what the lead has told: the greatest is the latest.
	Number int64        `json:"n"`
	At     lead.Instant `json:"at"` // when it was told
	// Gone says that the person is not, or no more, one of the company.
	Gone     bool        `json:"gone,omitempty"`
	Fit      lead.Points `json:"fit,omitempty"`
	Interest lead.Points `json:"interest,omitempty"` // rounded down to whole steps, at least 0
	Roles    []string    `json:"roles,omitempty"`    // in the buying group, sorted
	Reached  bool        `json:"reached,omitempty"`
}

// Same reports whether two say the same of a person.
func (m *Member) Same(o *Member) bool {
	return m.Company == o.Company && m.Gone == o.Gone && m.Fit == o.Fit && m.Interest == o.Interest && m.Reached == o.Reached && slices.Equal(m.Roles, o.Roles)
}

// Accounts reports whether the model scores companies.
func (s *Scorer) Accounts() bool { return s.account != nil }

// Member gives what a person brings to the company, as the facts have it at their instant; without a number. Without a company it is zero, but for Reached.
func (s *Scorer) Member(st *State, f *lead.Facts, reached bool) Member {
	m := Member{Reached: reached}
	if s.account == nil || f.Lead().Text("company") == "" {
		return m
	}
	m.Company, m.Lead = f.Lead().Text("company"), f.Lead().ID
	stake := s.Stake(st, f.To, f.To)
	m.Fit, m.Interest = stake.Fit, stake.Interest
	for i := range s.account.roles {
		if r := &s.account.roles[i]; r.when.True(f) {
			m.Roles = append(m.Roles, r.name)
		}
	}
	slices.Sort(m.Roles)
	return m
}

// Stake is what a person's scores are to the company.
type Stake struct {
	Fit, Interest lead.Points
	// Fixed says that they are so at every instant of the span that was asked for.
	Fixed bool
}

// Stake gives it over a span in which no event happens.
func (s *Scorer) Stake(st *State, from, to lead.Instant) Stake {
	a := s.account
	if a == nil {
		return Stake{Fixed: true}
	}
	l := Stake{Fixed: true}
	if a.fit >= 0 {
		lo, hi, _ := s.Over(st, s.first+a.fit, from, to)
		l.Fit, l.Fixed = lo, lo == hi
	}
	lo, hi, _ := s.Over(st, s.first+a.interest, from, to)
	l.Interest = a.whole(lo)
	l.Fixed = l.Fixed && l.Interest == a.whole(hi)
	return l
}

// whole rounds interest down to whole steps.
func (a *account) whole(p lead.Points) lead.Points { return max(p, 0) / a.step * a.step }

// Reaches reports whether a person counts as reached after an event.
func (s *Scorer) Reaches(b *lead.Bound) bool {
	a := s.account
	switch {
	case a == nil || b.Automatic:
		return false
	case !a.plain:
		return slices.Contains(a.reached, b.Kind)
	}
	switch s.schema.KindOf(b.Kind).Name {
	case lead.MeetingHeld, lead.NeedConfirmed:
		return true
	case lead.Contacted:
		return b.Value(s.schema.Prop(b.Kind, "outcome")).Text == "reached"
	}
	return false
}
