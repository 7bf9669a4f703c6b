package routing

import (
	"cmp"

	"github.com/leadkit/leadkit/lead"
)

// Request asks who takes a lead. It says all that the decision needs of the lead: [Router.Request] makes it.
type Request struct {
	// ID names the request for ever: the same id gives the same decision. Empty: the lead's id.
	ID    string       `json:"id"`
	Lead  string       `json:"lead"`
	At    lead.Instant `json:"at"`              // when it was asked
	Cause string       `json:"cause,omitempty"` // "handed_over", "reassign": why it is asked
	Not   []string     `json:"not,omitempty"`   // people who must not get it
	// Channels are those that take the lead, in the order in which they are tried; Chances how likely it is won in each, where the policy says so; Skills what it needs.
	Channels []string `json:"channels,omitempty"`
	Chances  []Share  `json:"chances,omitempty"`
	Skills   []string `json:"skills,omitempty"`
	Owner    string   `json:"owner,omitempty"` // the person who has the account, if they can take it
	Country  string   `json:"country,omitempty"`
	Postal   string   `json:"postal,omitempty"` // capitals and digits alone
	Region   string   `json:"region,omitempty"` // in small letters
	Point    Point    `json:"point,omitzero"`
	// Company is what an account is found by. Account is the one that the lead belongs to, Opportunity its open one, Ambiguous those of which several fit: see [Request.With].
	Company     Company  `json:"company,omitzero"`
	Account     string   `json:"account,omitempty"`
	Opportunity string   `json:"opportunity,omitempty"`
	Ambiguous   []string `json:"ambiguous,omitempty"`
	Language    string   `json:"language,omitempty"`
	// What a report on the mix of leads, or a choice by value, goes by.
	Type        string     `json:"type,omitempty"`
	Temperature string     `json:"temperature,omitempty"`
	Quality     string     `json:"quality,omitempty"`
	Potential   lead.Money `json:"potential,omitzero"`
}

// Request asks for a lead as it is now: it evaluates what the channels take and which skills are needed. Temperature and quality are those of the receipt
// of its last hand-over. Facts have to hold the lead at their instant. Neither the facts nor not are kept.
func (r *Router) Request(id string, f *lead.Facts, at lead.Instant, cause string, not []string) Request {
	st := f.Lead()
	q := Request{ID: id, Lead: st.ID, At: at, Cause: cause, Not: append([]string(nil), not...), Country: plain(st.Text("country")),
		Postal: plain(st.Text("postal_code")), Language: language(st.Text("language")), Type: st.Text("type"), Region: called(st.Text("region")), Point: pointAt(st),
		Company: Company{Name: st.Text("company"), Registration: plain(st.Text("registration")), Domain: cmp.Or(domainOf(st.Text("domain")), domainOf(st.Text("email")))}}
	for i := range r.channels {
		if r.channels[i].takes.True(f) {
			q.Channels = append(q.Channels, r.channels[i].Name)
		}
	}
	for _, n := range r.needs {
		if n.when.True(f) {
			q.Skills = append(q.Skills, n.skill)
		}
	}
	q.Potential = r.potential(st)
	r.weigh(&q, f)
	if rc := st.Life.Receipt; rc != nil {
		q.Temperature, q.Quality = rc.Temperature, rc.Quality
	}
	if r.keepOwner {
		q.Owner = cmp.Or(st.Life.Owner, st.Life.Had)
	}
	return q
}

// potential gives what a lead may bring, the zero amount if that is unknown.
func (r *Router) potential(st *lead.State) (m lead.Money) {
	if amount, ok := st.Number("potential"); ok {
		m, _ = lead.MoneyOf(amount, r.currency)
	}
	return m
}

// id gives the request's id, or the lead's.
func (q *Request) id() string {
	if q.ID == "" {
		return q.Lead
	}
	return q.ID
}

// pointAt gives where the lead is, the zero Point if that is unknown.
func pointAt(st *lead.State) Point {
	lat, ok := st.Number("latitude")
	lon, too := st.Number("longitude")
	if !ok || !too {
		return Point{}
	}
	p, _ := pointOf(lat, lon)
	return p
}
