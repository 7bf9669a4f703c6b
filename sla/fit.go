package sla

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// latest gives the last instant at which what is missing can still be begun so that it is complete by an instant: permitted hours end before it, or the
// attempts of a cadence need their distance. Zero: never.
func (m *moment) latest(n *need, c *Clock, by lead.Instant) lead.Instant {
	if n == nil {
		return by
	}
	if n.cadence == nil {
		return m.begin(&n.expr, c, c.Evidence, point{}, by)
	}
	attempts, _, last := n.cadence.count(c.Evidence)
	t := by
	for i := n.cadence.attempts - attempts; i > 0; i-- {
		t = m.any(m.t.channels, c, t)
		if i > 1 {
			t = t.Add(-n.cadence.apart)
		}
	}
	if attempts > 0 && t < last.Add(n.cadence.apart) && n.cadence.attempts > attempts {
		return min(t, last) // not even if the next attempt were made at once
	}
	return t
}

// any gives the last instant up to one at which any of some channels that were not dropped is permitted.
func (m *moment) any(channels []string, c *Clock, by lead.Instant) (last lead.Instant) {
	for _, channel := range channels {
		if !c.without(channel) {
			if last = max(last, m.permitted(channel, by)); last == by {
				return by
			}
		}
	}
	return last
}

// begin is latest for an expression of which some evidence, after a point, is there.
func (m *moment) begin(e *expr, c *Clock, list []Evidence, from point, by lead.Instant) lead.Instant {
	if _, ok := e.after(list, from); ok {
		return by
	}
	switch e.join {
	case joinAtom:
		switch {
		case e.atom == atomContact || e.atom == atomReached:
			return m.any(m.t.channels, c, by)
		case slices.Contains(m.t.channels, e.atom):
			return m.permitted(e.atom, by)
		}
		return by
	case joinThen:
		rest := slices.Clone(e.items)
		for len(rest) > 1 {
			p, ok := rest[0].after(list, from)
			if !ok {
				break
			}
			from, rest = p, rest[1:]
		}
		for i := len(rest) - 1; i > 0; i-- {
			by = m.begin(&rest[i], c, nil, point{}, by)
		}
		return m.begin(&rest[0], c, list, from, by)
	}
	ends := make([]lead.Instant, 0, len(e.items))
	for i := range e.items {
		ends = append(ends, m.begin(&e.items[i], c, list, from, by))
	}
	slices.Sort(ends)
	n := len(ends)
	if e.join == joinSome {
		n = e.n
	}
	return ends[len(ends)-n]
}

// fit notes when a clock gets at risk because what is missing no longer fits in what is left, and says so if it does not fit now.
func (m *moment) fit(p *promise, c *Clock, out []Change) []Change {
	c.Marks = slices.DeleteFunc(c.Marks, func(k Mark) bool { return k.What == markFit })
	if c.Risky || c.Broken != 0 || c.Due == 0 || c.paused() != nil || !m.t.tight(p) {
		return out
	}
	latest := m.latest(p.needs(c), c, c.Due)
	if latest >= c.Due {
		return out
	}
	if latest >= m.at {
		c.Marks = append(slices.Clip(c.Marks), Mark{latest + 1, markFit})
		c.sortMarks()
		return out
	}
	ch := p.squeeze(c, m.at, m.who(c))
	ch.Team = m.t.team(m.f, ch.Who)
	return append(out, ch)
}

// tight reports whether evidence may not fit though the deadline has not passed.
func (t *Terms) tight(p *promise) bool {
	return p.need.cadence != nil && p.need.cadence.apart > 0 || slices.ContainsFunc(t.rules, func(r contactRule) bool { return r.hours != nil })
}

// squeeze puts a clock at risk because what is missing no longer fits.
func (p *promise) squeeze(c *Clock, at lead.Instant, who string) Change {
	ch := p.change(c, AtRisk, at)
	ch.Missing, ch.Who, ch.Reason = p.needs(c).missing(c.Evidence), who, reasonFit
	c.risky()
	return ch
}

const reasonFit = "what is missing does not fit in what is left"

// risky notes that a clock is at risk: it is said once.
func (c *Clock) risky() {
	c.Risky = true
	c.Marks = slices.DeleteFunc(slices.Clone(c.Marks), func(k Mark) bool { return k.What == markFit || k.What == markRisk })
	if len(c.Marks) == 0 {
		c.Marks = nil
	}
}
