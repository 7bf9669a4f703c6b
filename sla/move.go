package sla

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Move brings a state that was advanced up to an instant under these terms, which are not those that it was made under. Promises that were renamed take their clocks with them. What becomes
// of a clock that runs and is not broken is said by its promise's OnChange, or else by how, where nothing is [KeepClock]:
//
//   - [KeepClock] leaves its deadline. It may be kept already, where less is asked for now.
//   - [ReplanClock] gives it the deadline that it would have had under these terms from its start, with its evidence; where that has passed it breaks at the next millisecond.
//   - [RestartClock] gives it the whole time from now.
//
// A clock that is re-planned or restarted is cancelled, and another opened. The case of a clock is the one with the condition that it had, else the first whose condition reads nothing of an event
// and holds now, else the promise's own term. Where there is none its clocks are kept, also where only the hours of calendars changed and it is [KeepClock]; where the promise is gone they are
// cancelled. A pause that nothing ends any more ends, a channel that is not permitted any more is dropped, and where there are no lists any more what waited for one is delivered.
func (t *Terms) Move(st *State, how string, f *lead.Facts, at lead.Instant, out []Change) []Change {
	m := moment{t: t, st: st, b: &lead.Bound{Time: at}, f: f, at: at}
	for i := range t.promises {
		if p := &t.promises[i]; p.Was != "" {
			st.rename(p.Was, p.Name)
		}
	}
	for _, c := range slices.Clone(st.Clocks) {
		out = m.carry(c, how, out)
	}
	for i := range t.promises {
		if p := &t.promises[i]; len(p.Resume) == 0 {
			out = m.resume(p, out)
		}
	}
	out = m.narrow(out)
	if t.delivery == nil && st.Delivery.At != 0 {
		st.Delivery.At = at
		out = t.deliver(st, out)
	}
	return out
}

// carry brings a running clock under these terms.
func (m *moment) carry(c Clock, how string, out []Change) []Change {
	i, _ := find(m.st.Clocks, c.Promise, c.Ordinal)
	p := m.t.promise(c.Promise)
	if p == nil || !p.each() {
		out = m.stop(&promise{Promise: Promise{Name: c.Promise}, hours: m.t.plain}, &m.st.Clocks[i], Cancelled, reasonMoved, out)
		m.st.retire(i)
		return out
	}
	how = cmp.Or(p.OnChange, how, KeepClock)
	x := m.planUnder(p, &c)
	if how == KeepClock || c.Broken != 0 || x.term.IsZero() {
		return m.retain(p, i, out)
	}
	out = m.stop(p, &m.st.Clocks[i], Cancelled, reasonMoved, out)
	m.st.retire(i)
	return m.reopen(p, &c, x, how == RestartClock, out)
}

// retain leaves a clock its deadline: absences may be others, and what is asked for.
func (m *moment) retain(p *promise, i int, out []Change) []Change {
	c := &m.st.Clocks[i]
	if p.needs(c) == nil {
		out = m.stop(p, c, Cancelled, reasonNone, out)
		m.st.retire(i)
		return out
	}
	m.t.foresee(m.st, c, m.at)
	if kind, answered := p.judge(c); kind != 0 {
		out = m.answer(p, c, kind, answered, out)
		m.st.retire(i)
		return out
	}
	return m.fit(p, c, out)
}

// planUnder gives how long there is for a clock that was made under other terms.
func (m *moment) planUnder(p *promise, c *Clock) plan {
	for i := range p.Terms {
		if c.Case != "" && p.Terms[i].When == c.Case {
			return p.planOf(&p.Terms[i])
		}
	}
	for i, when := range p.cases {
		if when != nil && m.f != nil && when.True(m.f) {
			return p.planOf(&p.Terms[i])
		}
	}
	return p.plan()
}

// reopen opens a clock in the place of another.
func (m *moment) reopen(p *promise, old *Clock, x plan, fresh bool, out []Change) []Change {
	if fresh {
		return m.open(p, x, out)
	}
	c := m.clock(p, x, old.Start, cmp.Or(old.For, old.Holder))
	c.Cause, c.Ordinal, c.Pauses, c.Dropped = old.Cause, m.st.opened(p.Name), slices.Clone(old.Pauses), slices.Clone(old.Dropped)
	c.Holder, c.For, c.Team = old.Holder, old.For, old.Team
	for _, e := range old.Evidence {
		if p.hears(e.Atom) {
			c.add(e, p.need.all)
		}
	}
	p.paused(&c)
	for i := range c.Marks {
		c.Marks[i].At = max(c.Marks[i].At, m.at+1)
	}
	m.t.foresee(m.st, &c, m.at)
	return m.enter(p, c, true, out)
}

// was checks the names that promises had before.
func (c *compiler) was() {
	taken := map[string]bool{}
	for i := range c.t.promises {
		p := &c.t.promises[i]
		switch path := diag.Join("", p.Name, "was"); {
		case p.Was == "":
			continue
		case c.t.promise(p.Was) != nil:
			c.found.Add(path, "name-taken", fmt.Sprintf("the promise %q is still there", p.Was), "leave it out, or remove that promise")
		case taken[p.Was]:
			c.found.Add(path, "name-taken", fmt.Sprintf("%q became another promise already", p.Was), "let one promise take its clocks")
		}
		taken[p.Was] = true
	}
}

// rename gives what is remembered of a promise another name. Clocks keep the ids that they began with.
func (st *State) rename(was, now string) {
	before := 0
	if i, ok := st.findOpened(now); ok {
		before = st.Opened[i].Times
	}
	for _, list := range []*[]Clock{&st.Clocks, &st.Past} {
		for i := range *list {
			if c := &(*list)[i]; c.Promise == was {
				c.Name = c.ID()
				c.Promise, c.Ordinal = now, c.Ordinal+before
			}
		}
		*list = join2(*list, nil)
	}
	if from, to := of(st.Past, now); to-from > MostPast {
		st.Past = slices.Delete(st.Past, from, to-MostPast)
	}
	if i, ok := st.findOpened(was); ok {
		times := st.Opened[i].Times
		st.Opened = slices.Delete(st.Opened, i, i+1)
		if i, ok = st.findOpened(now); !ok {
			st.Opened = slices.Insert(st.Opened, i, Opened{Promise: now})
		}
		st.Opened[i].Times += times
	}
	if i, ok := slices.BinarySearch(st.Held, was); ok {
		st.Held[i] = now
		slices.Sort(st.Held)
		st.Held = slices.Compact(st.Held)
	}
}

// Move brings what was counted under other terms under these: what a promise counted goes on under the name that it has now. It may be called at any time, before or after what was
// counted of leads that moved, and again.
func (r *Report) Move(t *Terms) {
	names := map[string]string{}
	for i := range t.promises {
		if p := &t.promises[i]; p.Was != "" {
			names[p.Was] = p.Name
		}
	}
	if len(names) == 0 {
		return
	}
	var moved Report
	for i := range r.Cells {
		c := r.Cells[i]
		c.Promise = cmp.Or(names[c.Promise], c.Promise)
		moved.Merge(&Report{Cells: []Cell{c}})
	}
	for _, s := range r.Supplies {
		s.Promise = cmp.Or(names[s.Promise], s.Promise)
		moved.Merge(&Report{Supplies: []Supply{s}})
	}
	*r = moved
}
