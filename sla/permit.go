package sla

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Dropped is a channel that a promise does without, and why.
type Dropped struct {
	Channel string `json:"channel"`
	Reason  string `json:"reason"`
}

// salesPurpose is the purpose for which a refusal on record binds every promise, without a rule that says so.
const salesPurpose = "sales"

// The reasons that rules share.
const (
	reasonNone    = "no permitted channel"
	reasonErased  = "the person was erased"
	reasonRefused = "refused"
	reasonAddress = "no address"
	reasonHours   = "outside the permitted hours"
)

// lead gives what is known of the lead, nil if nothing is.
func (m *moment) lead() *lead.State {
	if m.f == nil {
		return nil
	}
	return m.f.Lead()
}

// rule gives a rule as it is where the lead is.
func (m *moment) rule(i int) *contactRule {
	r := &m.t.rules[i]
	if !r.TheirZone {
		return r
	}
	there := m.t.there(r, m.lead())
	return &there
}

// basis says why there is no basis for contact on a channel at an instant, "" if there is one or none is needed.
func (m *moment) basis(channel string, at lead.Instant) string {
	st := m.lead()
	if st == nil {
		return ""
	}
	if st.Gone != 0 {
		return reasonErased
	}
	if len(st.Basis) > 0 {
		if ok, why := st.May(channel, salesPurpose, at); !ok && why == reasonRefused {
			return why
		}
	}
	for i := range m.t.rules {
		r := m.rule(i)
		if !r.binds(people) || !r.takes(channel) || r.Basis == "" && len(r.Address) == 0 || !r.dated(at) || !r.when.True(m.f) {
			continue
		}
		if len(r.Address) > 0 && !r.addressed(st) {
			return reasonAddress
		}
		if r.Basis != "" {
			if ok, why := st.May(channel, r.Basis, at); !ok {
				return why
			}
		}
	}
	return ""
}

// barred says why an attempt must not have been made, "" if it was permitted.
func (m *moment) barred() string {
	if len(m.t.rules) == 0 && (m.lead() == nil || len(m.lead().Basis) == 0) || m.f == nil || m.b.Value(m.t.props.direction).Text == "inbound" {
		return ""
	}
	channel, at := m.b.Value(m.t.props.channel).Text, min(m.b.Time, m.at)
	if why := m.basis(channel, at); why != "" {
		return why
	}
	if why := m.counted(channel, at); why != "" {
		return why
	}
	if m.permitted(channel, at) != at {
		return reasonHours
	}
	return ""
}

// mostSteps bounds the search for an instant that several calendars permit.
const mostSteps = 200

// permitted gives the last instant up to one at which the hours of all rules permit a channel, zero if none is found.
func (m *moment) permitted(channel string, at lead.Instant) lead.Instant {
	if m.f == nil {
		return at
	}
	for range mostSteps {
		last := at
		for i := range m.t.rules {
			r := m.rule(i)
			if r.hours == nil || !r.binds(people) || !r.takes(channel) || !r.dated(last) || !r.when.True(m.f) || r.hours.Open(last.Time()) {
				continue
			}
			closing, ok := r.hours.PrevClosing(last.Time())
			if !ok {
				return 0
			}
			last = lead.At(closing) - 1
		}
		if last == at {
			return at
		}
		at = last
	}
	return 0
}

// bar tells each running clock for which an attempt would have been evidence that it is none.
func (m *moment) bar(u *touch, why string, out []Change) []Change {
	from, to := of(m.st.Clocks, u.p.Name)
	for i := from; i < to; i++ {
		if !slices.ContainsFunc(u.atoms, func(a atom) bool { _, ok := a.match(&m.t.props, m.b); return ok }) {
			continue
		}
		ch := m.change(u.p, &m.st.Clocks[i], Barred)
		ch.Reason = why
		out = append(out, ch)
	}
	return out
}

// channels gives the channels that a promise may need, in the schema's order: those it names, or all.
func (p *promise) channels(all []string) (list []string) {
	if p.need.cadence != nil {
		return all
	}
	p.need.each(func(atom string) {
		switch {
		case atom == atomContact || atom == atomReached:
			list = all
		case slices.Contains(all, atom) && !slices.Contains(list, atom):
			list = append(slices.Clone(list), atom)
		}
	})
	return list
}

// without reports whether the clock does without a channel.
func (c *Clock) without(channel string) bool {
	return slices.ContainsFunc(c.Dropped, func(d Dropped) bool { return d.Channel == channel })
}

// has reports whether a channel is needed no more: its evidence is there.
func (p *promise) has(c *Clock, channel string) bool {
	return !p.need.all && slices.ContainsFunc(c.Evidence, func(e Evidence) bool { return e.Atom == channel })
}

// drop finds the channels that a clock has to do without, and reports whether there are more than before. A limit or a refusal drops a channel only
// if it outlasts the deadline.
func (m *moment) drop(p *promise, c *Clock) (more bool) {
	if m.lead() == nil || len(m.t.rules) == 0 && len(m.lead().Basis) == 0 && m.lead().Gone == 0 {
		return false
	}
	for _, channel := range p.uses {
		if c.without(channel) || p.has(c, channel) {
			continue
		}
		why := m.basis(channel, m.at)
		if why == "" && c.Due != 0 {
			why = m.counted(channel, max(m.at, c.Due))
		}
		if why != "" {
			c.Dropped = append(slices.Clip(c.Dropped), Dropped{channel, why})
			more = true
		}
	}
	return more
}

// narrow drops channels from the clocks that run, after the person refused: what is left may be kept already, or nothing may be left.
func (m *moment) narrow(out []Change) []Change {
	for i := 0; i < len(m.st.Clocks); {
		c := &m.st.Clocks[i]
		p := m.t.promise(c.Promise)
		if p == nil || c.Broken != 0 || !m.drop(p, c) {
			i++
			continue
		}
		n := p.needs(c)
		if n == nil {
			out = m.stop(p, c, Cancelled, reasonNone, out)
			m.st.retire(i)
			continue
		}
		ch := m.change(p, c, Narrowed)
		ch.Dropped, ch.Missing = c.Dropped, n.missing(c.Evidence)
		out = append(out, ch)
		if kind, answered := p.judge(c); kind != 0 {
			out = m.answer(p, c, kind, answered, out)
			m.st.retire(i)
			continue
		}
		out = m.fit(p, c, out)
		i++
	}
	return out
}

// needs gives what satisfies a clock: the promise's need without the channels that were dropped, nil if nothing is left.
func (p *promise) needs(c *Clock) *need {
	if len(c.Dropped) == 0 {
		return &p.need
	}
	gone := func(atom string) bool {
		if atom == atomContact || atom == atomReached {
			return len(c.Dropped) >= len(p.uses)
		}
		return c.without(atom)
	}
	e, ok := p.need.without(gone)
	n := need{expr: e, all: p.need.all}
	if p.need.cadence == nil {
		if !ok {
			return nil
		}
		return &n
	}
	left := len(p.uses) - len(c.Dropped)
	if left <= 0 {
		return nil
	}
	cad := *p.need.cadence
	cad.channels = min(cad.channels, left)
	n.cadence, n.endless = &cad, !ok
	return &n
}

// without gives the expression without some of its atoms; false if nothing is left.
func (e *expr) without(gone func(string) bool) (expr, bool) {
	if e.join == joinAtom {
		return *e, !gone(e.atom)
	}
	var items []expr
	whole := true // the item before is there: a span is counted from it
	for i := range e.items {
		item, ok := e.items[i].without(gone)
		if item.within = e.items[i].within; !whole {
			item.within = 0
		}
		if whole = ok; ok {
			items = append(items, item)
		}
	}
	if len(items) == 0 {
		return expr{}, false
	}
	rest := expr{join: e.join, n: min(e.n, len(items)), items: items}
	if len(items) == 1 {
		items[0].within = 0
		return items[0], true
	}
	return rest, true
}
