package sla

import "github.com/leadkit/leadkit/lead"

// What a promise does with a running clock when the lead passes to another owner.
const (
	KeepClock    = "keep"
	RestartClock = "restart"
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
		if p == nil || p.OnNewOwner == "" || c.Holder == who {
			continue
		}
		if term := c.Term; !term.IsZero() && c.Holder != "" && c.Broken == 0 {
			out = m.stop(p, c, Cancelled, "passed on", out)
			m.st.retire(i)
			out = m.open(p, term, out)
			i-- // another clock has come to this place
			continue
		}
		ch := p.change(c, Passed, m.at)
		ch.Event, ch.Who, c.Holder = m.b.ID, who, who
		if c.Broken != 0 {
			ch.Was = Broken
		}
		out = append(out, ch)
	}
	return out
}
