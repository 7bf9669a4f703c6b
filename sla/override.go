package sla

import "github.com/leadkit/leadkit/lead"

// override sets the deadline of a promise's clocks that run and are not broken, as a manager did by hand. What falls due at the deadline moves with it, the steps before and
// after stay where they were. A deadline that has passed breaks the promise at the next millisecond. While a pause lasts, nothing is set.
func (m *moment) override(out []Change) []Change {
	get := func(name string) lead.Value { return m.b.Value(m.t.schema.Prop(m.b.Kind, name)) }
	p, due := m.t.promise(get("promise").Text), lead.Instant(get("deadline").Num)
	if p == nil || due <= 0 {
		return out
	}
	from, to := of(m.st.Clocks, p.Name)
	for i := from; i < to; i++ {
		c := &m.st.Clocks[i]
		if c.Broken != 0 || c.paused() != nil {
			continue
		}
		due := max(due, c.Start)
		end := false
		for k := range c.Marks {
			if mark := &c.Marks[k]; mark.At == c.Due+1 && mark.What != markRisk && mark.What != markFit {
				mark.At = max(due, m.at) + 1
				end = end || mark.What == markBroken
			}
		}
		if !end { // no calendar had reached so far
			c.Marks = append(c.Marks, Mark{max(due, m.at) + 1, markBroken})
		}
		c.Due = due
		c.sortMarks()
		ch := m.change(p, c, Moved)
		ch.Who, ch.Team, ch.Reason = m.b.By, m.t.team(m.f, m.b.By), get("reason").Text
		out = m.fit(p, c, append(out, ch))
	}
	return out
}
