package routing

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Explain appends to list, for each candidate in the contract's order and each channel's by name, why they could not take the lead at an instant, or that they could.
// It changes nothing and takes no turn. It goes by what the desk says now: ask before the lead is routed, or of one that waits.
func (r *Router) Explain(d *Desk, q Request, at lead.Instant, list []Refusal) []Refusal {
	at = max(at, d.Clock, 1)
	for i := range r.channels {
		list = r.explain(d, &r.channels[i], &q, at, list)
	}
	return list
}

// explain is the plain definition of who can take a lead: what the router's sets are tested against.
func (r *Router) explain(d *Desk, ch *channel, q *Request, at lead.Instant, list []Refusal) []Refusal {
	if !slices.Contains(q.Channels, ch.Name) {
		return append(list, Refusal{Channel: ch.Name, Reasons: NotTaken})
	}
	switch {
	case ch.Unattended:
		return append(list, Refusal{Channel: ch.Name})
	case len(ch.members) == 0:
		return append(list, Refusal{Channel: ch.Name, Reasons: NoMember})
	}
	from, atWork := len(list), false
	for _, m := range ch.members {
		p := &r.people[m]
		f := Refusal{Channel: ch.Name, Person: p.Name, Reasons: r.reasons(d, ch, m, q, at)}
		atWork = atWork || f.Reasons == 0 && r.atWork(p, at)
		list = append(list, f)
	}
	if ch.Hours == IgnoreHours || ch.Hours == PreferOpen && !atWork {
		return list
	}
	for i, m := range ch.members {
		if !r.atWork(&r.people[m], at) {
			list[from+i].Reasons |= OffHours
		}
	}
	return list
}

// reasons gives all reasons against a person but the hours.
func (r *Router) reasons(d *Desk, ch *channel, person int, q *Request, at lead.Instant) (why Reason) {
	p := &r.people[person]
	seat := d.Seat(p.Name)
	if away, _, _ := r.away(d, person, at); away {
		why |= Absent
	}
	if full, _ := p.full(&seat, at, nil); full {
		why |= Full
	}
	if !covers(p.Territory, q.Country, q.Postal) && !r.standsIn(d, ch, person, q, at) {
		why |= Outside
	}
	if len(p.Languages) > 0 && q.Language != "" && !slices.ContainsFunc(p.Languages, func(l string) bool { return language(l) == q.Language }) {
		why |= NoLanguage
	}
	for _, s := range q.Skills {
		if !slices.Contains(p.Skills, s) {
			why |= NoSkill
		}
	}
	if slices.Contains(q.Not, p.Name) || slices.ContainsFunc(d.dropped(q.Lead), func(x Drop) bool { return x.Person == p.Name }) {
		why |= Barred
	}
	return why
}

// standsIn reports whether a person covers for an absent member in whose territory the lead is.
func (r *Router) standsIn(d *Desk, ch *channel, person int, q *Request, at lead.Instant) bool {
	for _, m := range ch.members {
		if m != person && r.cover(d, r.people[m].Name, at) == r.people[person].Name && covers(r.people[m].Territory, q.Country, q.Postal) {
			return true
		}
	}
	return false
}

func (r *Router) atWork(p *person, at lead.Instant) bool {
	return p.calendar < 0 || r.calendars[p.calendar].Open(at.Time())
}

// refused joins the reasons of all who were asked before a channel, "" for all channels.
func (r *Router) refused(d *Desk, q *Request, before string, at lead.Instant) (why Reason) {
	for _, name := range q.Channels {
		if name == before {
			break
		}
		if c, ok := r.channelOf[name]; ok {
			for _, f := range r.explain(d, &r.channels[c], q, at, nil) {
				why |= f.Reasons
			}
		}
	}
	return why
}
