package sla

import (
	"github.com/leadkit/leadkit/lead"
)

// What a promise does with a running clock when the lead passes to another owner.
const (
	KeepClock    = "keep"
	ReplanClock  = "re-plan"
	RestartClock = "restart"
	MoveClock    = "move" // of a pause only
)

// passes reports whether events of a kind can give the lead another owner.
func (t *Terms) passes(kind lead.KindID) bool { return kind == t.owners[0] || kind == t.owners[1] }

// pass passes the clocks that run to the lead's new owner.
func (m *moment) pass(out []Change) []Change {
	who := owner(m.f)
	if who == "" {
		return out
	}
	for i := 0; i < len(m.st.Clocks); i++ {
		c := &m.st.Clocks[i]
		p := m.t.promise(c.Promise)
		first := c.Holder == ""
		if p == nil || c.Holder == who || c.For == who {
			continue
		}
		if p.OnNewOwner == RestartClock && !first && c.Broken == 0 {
			x := plan{c.Term, c.Case, p.counts(c)}
			out = m.stop(p, c, Cancelled, "passed on", out)
			m.st.retire(i)
			out = m.open(p, x, out)
			i-- // another clock has come to this place
			continue
		}
		ch := m.change(p, c, Passed)
		ch.Who, ch.Team = who, m.t.team(m.f, who)
		c.Holder, c.For, c.Team = who, "", ch.Team
		if c.Broken != 0 {
			ch.Was = Broken
		} else if p.OnNewOwner == ReplanClock || first {
			m.replan(p, c, who)
			ch.Due = c.Due
		}
		m.t.foresee(m.st, c, m.at)
		out = m.fit(p, c, append(out, ch))
	}
	return out
}

// counts gives the calendar of a clock as the contract names it.
func (p *promise) counts(c *Clock) string {
	for i := range p.Terms {
		if c.Case != "" && p.Terms[i].When == c.Case {
			return p.planOf(&p.Terms[i]).calendar
		}
	}
	return p.Calendar
}

// replan counts the time of a clock anew from its start, on the calendar that now counts it. What time has done to it already, it does not do again, and
// what would have been done before this instant comes at the next millisecond. A deadline that a manager set stays.
func (m *moment) replan(p *promise, c *Clock, who string) {
	name := m.t.named(p, p.counts(c), who)
	if name == c.Calendar || c.Set != (Setting{}) {
		return
	}
	fresh := Clock{Promise: c.Promise, Start: c.Start, Term: c.Term, Working: c.Working, Calendar: name, Pauses: c.Pauses}
	p.schedule(&fresh, c.Start)
	p.paused(&fresh)
	c.Calendar = name
	c.reset(&fresh, m.at)
}
