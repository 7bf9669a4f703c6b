package sla

import (
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
	term := p.Within
	for i, when := range u.start.cases {
		if when.True(m.f) {
			term = p.Terms[i].Within
			break
		}
	}
	if term.IsZero() {
		return out
	}
	return m.open(p, term, m.crowd(p, out))
}

// open opens a clock.
func (m *moment) open(p *promise, term calendar.Term, out []Change) []Change {
	c := p.clock(term, m.at)
	if p.OnNewOwner == RestartClock {
		c.Term = term
	}
	c.Cause, c.Ordinal, c.Holder = m.b.ID, m.st.opened(p.Name), owner(m.f)
	if p.Since > 0 {
		m.recall(p, &c)
	}
	return m.enter(p, c, out)
}

// enter lets a clock run that has been made: without the channels that are not permitted, and ended at once if its evidence is there or none can be.
func (m *moment) enter(p *promise, c Clock, out []Change) []Change {
	m.drop(p, &c)
	ch := p.change(&c, Started, m.at)
	ch.Event, ch.Who, ch.Dropped = m.b.ID, m.owner(), c.Dropped
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
	if kind, answered := p.judge(&m.st.Clocks[i]); kind != 0 {
		out = append(out, m.answer(p, &m.st.Clocks[i], kind, answered))
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

// clock makes a clock that starts at an instant, with its deadline and all that time will do to it worked out.
func (p *promise) clock(term calendar.Term, at lead.Instant) Clock {
	c := Clock{Promise: p.Name, Start: at, Working: term.Measure != calendar.ElapsedTime}
	due, err := p.hours.Due(at.Time(), term)
	if err != nil {
		return c
	}
	c.Due = max(lead.At(due), at)
	for _, m := range p.marks {
		if when := p.share(&c, m.share); when != 0 {
			c.Marks = append(c.Marks, Mark{when, m.what})
		}
	}
	c.sortMarks()
	return c
}
