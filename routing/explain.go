package routing

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Explain appends to list, for each candidate in the contract's order and each channel's by name, why they could not take the lead at an instant, or that they could.
// It changes nothing and takes no turn. It goes by what the desk says now: ask before the lead is routed, or of one that waits.
func (r *Router) Explain(d *Desk, q Request, at lead.Instant, list []Refusal) []Refusal {
	at = max(at, d.Clock, 1)
	levels := make([]int, 0, len(r.people))
	for i := range r.channels {
		list = r.explain(d, &r.channels[i], &q, at, levels, list)
	}
	return list
}

// explain is the plain definition of who can take a lead: what the router's sets are tested against. levels is scratch memory.
func (r *Router) explain(d *Desk, ch *channel, q *Request, at lead.Instant, levels []int, list []Refusal) []Refusal {
	if !slices.Contains(q.Channels, ch.Name) {
		why := NotTaken
		if r.hold && len(q.Ambiguous) > 0 {
			why |= ManyAccounts
		}
		return append(list, Refusal{Channel: ch.Name, Reasons: why})
	}
	switch {
	case ch.Unattended && r.hold && len(q.Ambiguous) > 0:
		return append(list, Refusal{Channel: ch.Name, Reasons: ManyAccounts})
	case ch.Unattended:
		return append(list, Refusal{Channel: ch.Name})
	case len(ch.members) == 0:
		return append(list, Refusal{Channel: ch.Name, Reasons: NoMember})
	}
	from, levels := len(list), r.levels(d, ch, q, at, levels)
	for i, m := range ch.members {
		why := r.reasons(d, m, q, at)
		if levels[i] < 0 {
			why |= Outside
		}
		list = append(list, Refusal{Channel: ch.Name, Person: r.people[m].Name, Reasons: why})
	}
	r.prefer(ch, levels, at, list[from:])
	return list
}

// levels gives for each member how specific the part of the territory is in which a lead lies, theirs or that of an absent member for whom they stand in; -1 for none.
func (r *Router) levels(d *Desk, ch *channel, q *Request, at lead.Instant, list []int) []int {
	list = list[:0]
	for _, m := range ch.members {
		list = append(list, r.people[m].level(q))
	}
	for _, m := range ch.members {
		if away, _, _ := r.away(d, m, at); !away {
			continue
		}
		if by, ok := r.personOf[r.cover(d, r.people[m].Name, at)]; ok {
			if i := ch.member(by); i >= 0 {
				list[i] = max(list[i], r.people[m].level(q))
			}
		}
	}
	return list
}

// prefer adds why some of those who could take a lead come after others: their territory is wider, they are not at work.
func (r *Router) prefer(ch *channel, levels []int, at lead.Instant, list []Refusal) {
	off := func(i int) bool { return ch.Hours != IgnoreHours && !r.atWork(&r.people[ch.members[i]], at) }
	level, someAtWork := -1, false
	for i := range list {
		if ch.Hours == RequireOpen && off(i) {
			list[i].Reasons |= OffHours
		}
		if list[i].Reasons == 0 {
			level = max(level, levels[i])
		}
	}
	for i := range list {
		if list[i].Reasons == 0 && levels[i] < level {
			list[i].Reasons |= Wider
		}
		someAtWork = someAtWork || list[i].Reasons == 0 && !off(i)
	}
	for i := range list {
		if someAtWork && off(i) {
			list[i].Reasons |= OffHours
		}
	}
}

// reasons gives all reasons against a person but the place, and those that depend on the others: the hours, and who has the more specific territory.
func (r *Router) reasons(d *Desk, person int, q *Request, at lead.Instant) (why Reason) {
	p := &r.people[person]
	seat := d.Seat(p.Name)
	if away, _, _ := r.away(d, person, at); away {
		why |= Absent
	}
	if full, _ := p.full(&seat, at, nil); full {
		why |= Full
	}
	if len(p.tongues) > 0 && q.Language != "" && !slices.Contains(p.tongues, q.Language) {
		why |= NoLanguage
	}
	for _, s := range q.Skills {
		if !slices.Contains(p.Skills, s) {
			why |= NoSkill
		}
	}
	if r.hold && len(q.Ambiguous) > 0 {
		why |= ManyAccounts
	}
	if r.barred(d, q, p.Name) {
		why |= Barred
	}
	return why
}

// level gives how specific the part of a person's own territory is in which a lead lies, -1 for none.
func (p *person) level(q *Request) int {
	level := -1
	for _, o := range p.plots {
		if o.holds(q) {
			level = max(level, o.level)
		}
	}
	return level
}

func (r *Router) atWork(p *person, at lead.Instant) bool {
	return p.calendar < 0 || r.calendars[p.calendar].Open(at.Time())
}

// refused joins the reasons of all in the channels that were passed over.
func (r *Router) refused(d *Desk, x *index, q *Request, at lead.Instant) (why Reason) {
	for _, c := range x.passed {
		ch := &r.channels[c]
		x.levels = slices.Grow(x.levels[:0], len(ch.members))
		x.whom = r.explain(d, ch, q, at, x.levels, x.whom[:0])
		for _, f := range x.whom {
			why |= f.Reasons
		}
	}
	return why
}

// refusedBy joins the reasons of all in all channels that take a lead.
func (r *Router) refusedBy(d *Desk, x *index, q *Request, at lead.Instant) Reason {
	x.passed = x.passed[:0]
	for _, name := range q.Channels {
		if c, ok := r.channelOf[name]; ok {
			x.passed = append(x.passed, c)
		}
	}
	return r.refused(d, x, q, at)
}
