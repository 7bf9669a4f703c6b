package sla

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// start opens a clock, if the event and the promise's other clocks let it.
func (m *moment) start(u *touch, out []Change) []Change {
	p := u.p
	if !m.mayStart(p) || !u.start.guard.True(m.f) {
		return out
	}
	x := p.plan()
	for i, when := range u.start.cases {
		if when.True(m.f) {
			x = p.planOf(&p.Terms[i])
			break
		}
	}
	if x.term.IsZero() && !p.measured {
		return out
	}
	return m.open(p, x, m.crowd(p, out))
}

// plan is how long there is for a promise: by which case, and on which calendar.
type plan struct {
	term     calendar.Term
	when     string // the case's condition, empty: none
	calendar string // as the contract names it
}

// plan gives what holds where no case does.
func (p *promise) plan() plan { return plan{p.Within, "", p.Calendar} }

func (p *promise) planOf(cs *Case) plan {
	return plan{cs.Within, cs.When, cmp.Or(cs.Calendar, p.Calendar)}
}

// open opens a clock.
func (m *moment) open(p *promise, x plan, out []Change) []Change {
	c := m.clock(p, x, m.at, owner(m.f))
	c.Cause, c.Ordinal = m.b.ID, m.st.opened(p.Name)
	if p.Since > 0 {
		m.recall(p, &c)
	}
	covered := m.t.hold(m.st, &c, owner(m.f), m.f, m.at)
	return m.enter(p, c, covered, out)
}

// clock makes a clock that starts at an instant, for an owner whose calendar may count.
func (m *moment) clock(p *promise, x plan, at lead.Instant, who string) Clock {
	c := Clock{Promise: p.Name, Start: at, Term: x.term, Case: x.when, Working: x.term.Measure != calendar.ElapsedTime, Calendar: m.t.named(p, x.calendar, who)}
	p.schedule(&c, at)
	return c
}

// named gives the calendar that counts a clock, empty where that is the promise's own.
func (t *Terms) named(p *promise, name, who string) string {
	if name == OwnerCalendar {
		m, _ := t.schema.Member(who)
		if name = cmp.Or(m.Calendar, defaultCalendar); t.calendars[name] == p.hours {
			return ""
		}
		return name
	}
	if name == p.Calendar {
		return ""
	}
	return name
}

// on gives the calendar that counts a clock.
func (p *promise) on(c *Clock) *calendar.Hours {
	if h := p.calendars[c.Calendar]; c.Calendar != "" && h != nil {
		return h
	}
	return p.hours
}

// enter lets a clock run that has been made: without the channels that are not permitted, and ended at once if its evidence is there or none can be.
func (m *moment) enter(p *promise, c Clock, covered bool, out []Change) []Change {
	m.drop(p, &c)
	ch := m.change(p, &c, Started)
	ch.Dropped = c.Dropped
	i, _ := find(m.st.Clocks, c.Promise, c.Ordinal)
	m.st.Clocks = slices.Insert(m.st.Clocks, i, c)
	n := p.needs(&c)
	if n == nil {
		out = m.stop(p, &m.st.Clocks[i], Cancelled, reasonNone, append(out, ch))
		m.st.retire(i)
		return out
	}
	ch.Missing = n.missing(c.Evidence)
	if c.Due != 0 && m.t.tight(p) {
		if latest := m.latest(n, &c, c.Due); latest < c.Due {
			ch.Latest = max(latest, m.at)
		}
	}
	out = append(out, ch)
	if !covered {
		ch := m.change(p, &c, Uncovered)
		ch.Reason = reasonAway
		out = append(out, ch)
	}
	if kind, answered := p.judge(&m.st.Clocks[i]); kind != 0 {
		out = m.answer(p, &m.st.Clocks[i], kind, answered, out)
		m.st.retire(i)
		return out
	}
	return m.fit(p, &m.st.Clocks[i], out)
}

func (m *moment) mayStart(p *promise) bool {
	if p.Once {
		if _, ok := m.st.findOpened(p.Name); ok {
			return false
		}
	}
	from, to := of(m.st.Clocks, p.Name)
	for i := from; i < to && !p.Restart; i++ {
		if m.st.Clocks[i].Broken == 0 {
			return false
		}
	}
	return true
}

// crowd makes room for one more clock of a promise.
func (m *moment) crowd(p *promise, out []Change) []Change {
	from, to := of(m.st.Clocks, p.Name)
	if to-from < MostClocks {
		return out
	}
	out = m.stop(p, &m.st.Clocks[from], Cancelled, reasonCrowded, out)
	m.st.retire(from)
	return out
}

// recall takes in evidence from before the start.
func (m *moment) recall(p *promise, c *Clock) {
	for _, e := range m.st.Recent {
		if e.ID != c.Cause && e.At >= c.Start.Add(-p.Since) && p.hears(e.Atom) {
			c.add(e, p.need.all)
		}
	}
}

// hears reports whether evidence noted under a name is about the promise.
func (p *promise) hears(name string) (is bool) {
	if p.need.cadence != nil && len(name) >= len(attemptAtom) && name[:len(attemptAtom)] == attemptAtom {
		return true
	}
	p.need.each(func(atom string) { is = is || atom == name })
	return is
}

// schedule works out the deadline of a clock whose time is counted from an instant, and all that time will do to it.
func (p *promise) schedule(c *Clock, from lead.Instant) {
	if p.measured {
		return
	}
	due, err := p.on(c).Due(from.Time(), c.Term)
	if err != nil {
		return
	}
	c.Due = max(lead.At(due), from)
	c.Marks = make([]Mark, 0, len(p.marks))
	for _, m := range p.marks {
		when := lead.Instant(0)
		if m.step.relative() {
			when = p.relative(c, m.step)
		} else {
			when = p.share(c, m.share)
		}
		if when != 0 {
			c.Marks = append(c.Marks, Mark{when, m.what})
		}
	}
	c.sortMarks()
}
