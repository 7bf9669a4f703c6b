package sla

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// watch is a condition that starts a promise's clock when it becomes true.
type watch struct {
	touch
	when *lead.Condition
}

// Watched appends the conditions whose change by time alone matters to the promises: those that start clocks.
func (t *Terms) Watched(_ *State, list []*lead.Condition) []*lead.Condition {
	for i := range t.watches {
		list = append(list, t.watches[i].when)
	}
	return list
}

// stand starts the clocks whose conditions have become true, and remembers which hold.
func (m *moment) stand(out []Change) []Change {
	for i := range m.t.watches {
		w := &m.t.watches[i]
		at, held := slices.BinarySearch(m.st.Held, w.p.Name)
		holds := w.when.True(m.f)
		switch {
		case holds && !held:
			m.st.Held = slices.Insert(m.st.Held, at, w.p.Name)
			out = m.start(&w.touch, out)
		case held && !holds:
			if m.st.Held = slices.Delete(m.st.Held, at, at+1); len(m.st.Held) == 0 {
				m.st.Held = nil
			}
		}
	}
	return out
}
