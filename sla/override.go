package sla

import "github.com/leadkit/leadkit/lead"

// override sets the deadline of a promise's clocks that run and are not broken, as a manager did by hand, until an instant if the event names one. What falls due at
// the deadline, or relative to it, moves with it; steps at shares of the time stay where they were. A deadline that has passed breaks the promise at the next millisecond. While a pause
// lasts, nothing is set, nor by what has ended already.
func (m *moment) override(out []Change) []Change {
	get := func(name string) lead.Value { return m.b.Value(m.t.schema.Prop(m.b.Kind, name)) }
	p, due, until := m.t.promise(get("promise").Text), lead.Instant(get("deadline").Num), lead.Instant(get("until").Num)
	if p == nil || due <= 0 || until != 0 && until <= m.at {
		return out
	}
	from, to := of(m.st.Clocks, p.Name)
	for i := from; i < to; i++ {
		c := &m.st.Clocks[i]
		if c.Broken != 0 || c.paused() != nil {
			continue
		}
		before := c.Due
		if c.Set.Until != 0 {
			before = c.Set.Before
		}
		if c.Set = (Setting{m.b.ID, before, until}); before == 0 {
			c.Set.Until = 0 // there is none to go back to
		}
		m.due(p, c, max(due, c.Start))
		ch := m.change(p, c, Moved)
		ch.Who, ch.Team, ch.Reason = m.b.By, m.t.team(m.f, m.b.By), get("reason").Text
		out = m.fit(p, c, append(out, ch))
	}
	return out
}

// unset gives a clock the deadline back that it had before a manager set it.
func (m *moment) unset(p *promise, c *Clock, out []Change) []Change {
	before := c.Set.Before
	c.Set = Setting{}
	m.due(p, c, before)
	ch := m.change(p, c, Moved)
	ch.Reason = spaced(lead.OverrideEnded)
	return m.fit(p, c, append(out, ch))
}

// due gives a clock another deadline.
func (m *moment) due(p *promise, c *Clock, due lead.Instant) {
	old, end := c.Due, false
	c.Due = due
	marks := c.Marks[:0:0]
	for _, mark := range c.Marks {
		step, _ := p.step(mark.What)
		switch {
		case mark.What == markUntil:
			continue
		case step.relative():
			mark.At = max(p.relative(c, step), m.at+1)
		case mark.At == old+1 && mark.What != markRisk && mark.What != markFit && mark.What != markAway:
			mark.At = max(due, m.at) + 1
			end = end || mark.What == markBroken
		}
		marks = append(marks, mark)
	}
	if !end { // no calendar had reached so far
		marks = append(marks, Mark{max(due, m.at) + 1, markBroken})
	}
	if c.Set.Until != 0 {
		marks = append(marks, Mark{c.Set.Until, markUntil})
	}
	c.Marks = marks
	c.sortMarks()
}
