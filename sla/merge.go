package sla

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// The reasons for which a clock is cancelled that something else takes the place of.
const (
	reasonMerged  = "merged"
	reasonMoved   = "another contract"
	reasonCrowded = "too many at once"
)

// Merge gives the state of two leads that turned out to be one, at an instant up to which both were advanced. It is the same whichever comes first. Of same-named promises that
// run and are not broken the one with the earlier deadline goes on, with the evidence of both; the other is cancelled. All else is kept, up to the bounds of a [State]; clocks of one of the
// two get new ordinals, behind those of the other.
func (t *Terms) Merge(a, b *State, at lead.Instant, out []Change) (State, []Change) {
	first, second := a.Clone(), b.Clone()
	x, _ := json.Marshal(&first) // plain data always marshals
	y, _ := json.Marshal(&second)
	if bytes.Compare(x, y) > 0 {
		first, second = second, first
	}
	second.renumber(&first)
	st := first
	st.Clocks = join2(st.Clocks, second.Clocks)
	st.Past = join2(st.Past, second.Past)
	for _, o := range second.Opened {
		i, ok := st.findOpened(o.Promise)
		if !ok {
			st.Opened = slices.Insert(st.Opened, i, Opened{Promise: o.Promise})
		}
		st.Opened[i].Times += o.Times
	}
	for _, e := range second.Recent {
		st.Recent, _ = insert(st.Recent, e)
	}
	st.Recent = last(st.Recent, MostRecent)
	st.Tries = append(st.Tries, second.Tries...)
	slices.SortFunc(st.Tries, Try.compare)
	st.Tries = slices.Compact(st.Tries)
	for _, channel := range t.channels {
		st.forget(channel, false)
		st.forget(channel, true)
	}
	if st.Delivery.At == 0 || second.Delivery.At != 0 && second.Delivery.At < st.Delivery.At {
		st.Delivery = second.Delivery
	}
	st.Held = append(st.Held, second.Held...)
	slices.Sort(st.Held)
	st.Held = slices.Compact(st.Held)
	st.Touched = max(st.Touched, second.Touched)
	for _, a := range second.Away {
		st.know(a, at)
	}
	m := moment{t: t, st: &st, b: &lead.Bound{Time: at}, at: at}
	return st, m.look(m.unite(out))
}

// look passes on the clocks of those whose absence only the other lead was told of.
func (m *moment) look(out []Change) []Change {
	for i := range m.st.Clocks {
		c := &m.st.Clocks[i]
		p := m.t.promise(c.Promise)
		if p == nil {
			continue
		}
		if by := m.t.standIn(m.st, c.keeps(), m.at); by != "" {
			out = m.t.leave(p, m.st, c, m.f, m.at, out)
			continue
		}
		m.t.foresee(m.st, c, m.at)
	}
	return out
}

// last gives the last n of a list.
func last[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

// renumber gives the clocks ordinals behind those of another state.
func (st *State) renumber(o *State) {
	for _, list := range [][]Clock{st.Clocks, st.Past} {
		for i := range list {
			if at, ok := o.findOpened(list[i].Promise); ok {
				list[i].Ordinal += o.Opened[at].Times
				list[i].Name = ""
			}
		}
	}
}

// join2 joins two lists of clocks in their order.
func join2(a, b []Clock) []Clock {
	list := append(a, b...)
	slices.SortFunc(list, func(a, b Clock) int {
		return cmp.Or(cmp.Compare(a.Promise, b.Promise), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	return list
}

// unite leaves of each promise's running clocks that are not broken the one with the earliest deadline, and keeps the bounds.
func (m *moment) unite(out []Change) []Change {
	for i := range m.t.promises {
		p := &m.t.promises[i]
		if from, to := of(m.st.Clocks, p.Name); from < to && !p.Restart {
			out = m.earliest(p, out)
		}
		for from, to := of(m.st.Clocks, p.Name); to-from > MostClocks; to-- {
			out = m.stop(p, &m.st.Clocks[from], Cancelled, reasonCrowded, out)
			m.st.retire(from)
		}
		if from, to := of(m.st.Past, p.Name); to-from > MostPast {
			m.st.Past = slices.Delete(m.st.Past, from, to-MostPast)
		}
	}
	return out
}

func (m *moment) earliest(p *promise, out []Change) []Change {
	from, to := of(m.st.Clocks, p.Name)
	best := -1
	for i := from; i < to; i++ {
		if c := &m.st.Clocks[i]; c.Broken == 0 && (best < 0 || earlier(c, &m.st.Clocks[best])) {
			best = i
		}
	}
	if best < 0 {
		return out
	}
	keep := m.st.Clocks[best].Ordinal
	for i := from; i < to; {
		c := &m.st.Clocks[i]
		if c.Broken != 0 || c.Ordinal == keep {
			i++
			continue
		}
		at, _ := find(m.st.Clocks, p.Name, keep)
		for _, e := range c.Evidence {
			if e.At >= m.st.Clocks[at].Start.Add(-p.Since) {
				m.st.Clocks[at].add(e, p.need.all)
			}
		}
		out = m.stop(p, c, Cancelled, reasonMerged, out)
		m.st.retire(i)
		to--
	}
	at, _ := find(m.st.Clocks, p.Name, keep)
	if kind, answered := p.judge(&m.st.Clocks[at]); kind != 0 {
		out = m.answer(p, &m.st.Clocks[at], kind, answered, out)
		m.st.retire(at)
	}
	return out
}

// earlier reports whether a clock's deadline is the earlier one; of equal ones that of the clock that started first, then of the lower ordinal.
func earlier(a, b *Clock) bool {
	due := func(c *Clock) lead.Instant {
		if c.Due == 0 {
			return lead.Forever
		}
		return c.Due
	}
	return cmp.Or(cmp.Compare(due(a), due(b)), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Ordinal, b.Ordinal)) < 0
}
