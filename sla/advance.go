package sla

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// share gives when a share of a clock's time is used up, counted as the clock counts; the whole of it is used up after the deadline's own
// millisecond. Zero: no calendar reaches so far.
func (p *promise) share(c *Clock, share Percent) lead.Instant {
	if share == 100 {
		return c.Due + 1
	}
	if !c.Working {
		return max(c.Start+1, c.Start.Add(portion(c.Due.Sub(c.Start), share)))
	}
	open := portion(p.working(c, c.Start, c.Due), share)
	at, err := p.on(c).Add(c.Start.Time(), open.Duration())
	if err != nil {
		return 0
	}
	return max(c.Start+1, lead.At(at))
}

// portion is share percent of a span, without overflow of what a term can be.
func portion(s lead.Span, share Percent) lead.Span {
	return s/100*lead.Span(share) + s%100*lead.Span(share)/100
}

// working gives the open time between two instants, on a clock's calendar.
func (p *promise) working(c *Clock, from, to lead.Instant) lead.Span {
	return lead.Span(p.on(c).Between(from.Time(), to.Time()).Milliseconds())
}

// spent gives how much time a clock has counted up to an instant, as it passes and on the calendar. Pauses count nothing.
func (p *promise) spent(c *Clock, to lead.Instant) (elapsed, working lead.Span) {
	if to <= c.Start {
		return 0, 0
	}
	elapsed, working = to.Sub(c.Start), p.working(c, c.Start, to)
	for _, pause := range c.Pauses {
		end := pause.To
		if end == 0 || end > to {
			end = to
		}
		if end > pause.From {
			elapsed -= end.Sub(pause.From)
			working -= p.working(c, pause.From, end)
		}
	}
	return elapsed, working
}

// sortMarks orders marks by instant; those of one instant keep the order at risk, broken, steps as the contract has them.
func (c *Clock) sortMarks() {
	slices.SortStableFunc(c.Marks, func(a, b Mark) int { return cmp.Compare(a.At, b.At) })
}

// Advance does what time does to the clocks up to an instant, in order of the instants at which it falls due, then of promise and ordinal: promises at risk, broken,
// and steps of escalation, each exactly once and with its own instant. Then it starts the clocks whose conditions have become true, at the facts' instant.
// It changes nothing where [Terms.Due] gives no instant up to at and no condition of [Terms.Watched] has changed.
func (t *Terms) Advance(st *State, f *lead.Facts, at lead.Instant, out []Change) []Change {
	out = t.fall(st, f, at, out)
	if len(t.watches) == 0 || f == nil {
		return out
	}
	m := moment{t: t, st: st, b: &lead.Bound{Time: at}, f: f, at: at}
	return m.stand(out)
}

// fall does what falls due up to an instant.
func (t *Terms) fall(st *State, f *lead.Facts, at lead.Instant, out []Change) []Change {
	for {
		var first *Clock
		for i := range st.Clocks {
			c := &st.Clocks[i]
			if len(c.Marks) > 0 && c.Marks[0].At <= at && c.paused() == nil && (first == nil || c.Marks[0].At < first.Marks[0].At) {
				first = c
			}
		}
		if d := st.Delivery.At; d != 0 && d <= at && (first == nil || d <= first.Marks[0].At) {
			out = t.deliver(st, out)
			continue
		}
		if first == nil {
			return out
		}
		mark := first.Marks[0]
		first.Marks = first.Marks[1:]
		if len(first.Marks) == 0 {
			first.Marks = nil
		}
		if p := t.promise(first.Promise); p != nil && mark.What == markAway {
			out = t.leave(p, st, first, f, mark.At, out)
		} else if p != nil && mark.What == markUntil {
			m := moment{t: t, st: st, b: &lead.Bound{Time: mark.At}, f: f, at: mark.At}
			out = m.unset(p, first, out)
		} else if p != nil {
			ch := p.fall(first, mark, f)
			ch.Team = t.team(f, ch.Who)
			if ch.Kind == Broken {
				first.WhoTeam = ch.Team
			}
			out = append(out, ch)
		}
	}
}

// fall is what a mark does when it falls due.
func (p *promise) fall(c *Clock, mark Mark, f *lead.Facts) Change {
	ch := p.change(c, StepDue, mark.At)
	ch.Missing, ch.Who = p.needs(c).missing(c.Evidence), c.keeper(f)
	switch mark.What {
	case markRisk:
		ch.Kind, ch.Share = AtRisk, p.AtRisk
		c.risky()
	case markFit:
		ch = p.squeeze(c, mark.At, ch.Who)
	case markBroken:
		ch.Kind, c.Broken, c.Who = Broken, mark.At, ch.Who
		c.Marks = slices.DeleteFunc(slices.Clone(c.Marks), func(k Mark) bool { return k.What == markUntil || k.What == markRisk || k.What == markFit })
	default:
		s, _ := p.step(mark.What)
		ch.Step, ch.Share, ch.Before, ch.After = s.Do, s.At, s.Before, s.After
	}
	return ch
}

// Due gives the next instant after now at which time changes something; zero if it never does.
func (t *Terms) Due(st *State, now lead.Instant) lead.Instant {
	var due lead.Instant
	if st.Delivery.At > now {
		due = st.Delivery.At
	}
	for i := range st.Clocks {
		c := &st.Clocks[i]
		if c.paused() != nil {
			continue
		}
		for _, mark := range c.Marks {
			if mark.At > now {
				due = lead.Earliest(due, mark.At)
				break
			}
		}
	}
	return due
}

// pause stops the clocks of a promise.
func (m *moment) pause(p *promise, out []Change) []Change {
	from, to := of(m.st.Clocks, p.Name)
	for i := from; i < to; i++ {
		c := &m.st.Clocks[i]
		if c.paused() != nil || len(c.Pauses) >= MostPauses {
			continue
		}
		c.Pauses = append(c.Pauses, Pause{From: m.at})
		out = append(out, m.change(p, c, Paused))
	}
	return out
}

// resume lets the clocks of a promise go on. What was still to come when the pause began is as far ahead as it was then, counted as the clock counts.
func (m *moment) resume(p *promise, out []Change) []Change {
	from, to := of(m.st.Clocks, p.Name)
	for i := from; i < to; i++ {
		c := &m.st.Clocks[i]
		pause := c.paused()
		if pause == nil {
			continue
		}
		p.after(c, pause.From, m.at)
		if pause.To = m.at; pause.To == pause.From {
			c.Pauses = c.Pauses[:len(c.Pauses)-1]
		}
		out = m.fit(p, c, append(out, m.change(p, c, Resumed)))
		out = m.back(p, c, out)
	}
	return out
}

// after does to the deadline and the marks of a clock what a pause does.
func (p *promise) after(c *Clock, from, to lead.Instant) {
	switch {
	case p.OnResume == KeepClock:
		for i := range c.Marks {
			if k := &c.Marks[i]; k.What != markAway {
				k.At = max(k.At, to+1)
			}
		}
		c.sortMarks()
	case p.OnResume == RestartClock && c.Broken == 0 && to > from:
		p.again(c, to)
	default:
		p.shift(c, from, to)
	}
}

// again gives a clock its whole time from an instant on. What time has done to it already, it does not do again.
func (p *promise) again(c *Clock, from lead.Instant) {
	fresh := Clock{Start: from, Term: c.Term, Working: c.Working, Calendar: c.Calendar}
	p.schedule(&fresh, from)
	c.Set = Setting{}
	c.reset(&fresh, from)
}

// reset gives a clock the deadline and the marks of another, as far as it still has them. None comes before the millisecond behind an instant.
func (c *Clock) reset(fresh *Clock, at lead.Instant) {
	marks := slices.DeleteFunc(slices.Clone(c.Marks), func(k Mark) bool { return k.What != markAway })
	for _, k := range fresh.Marks {
		if c.Due == 0 || slices.ContainsFunc(c.Marks, func(old Mark) bool { return old.What == k.What }) {
			marks = append(marks, Mark{max(k.At, at+1), k.What})
		}
	}
	c.Due, c.Marks = fresh.Due, marks
	c.sortMarks()
}

// paused does to a clock what its pauses do that are over.
func (p *promise) paused(c *Clock) {
	for _, pause := range c.Pauses {
		if pause.To != 0 {
			p.after(c, pause.From, pause.To)
		}
	}
}

// shift moves the deadline and the marks of a clock by a pause. A mark that no calendar reaches is gone.
func (p *promise) shift(c *Clock, from, to lead.Instant) {
	old := c.Due
	if c.Broken == 0 && c.Set.Before != 0 {
		c.Set.Before = p.later(c, from, to, c.Set.Before)
	}
	if c.Broken == 0 && c.Due != 0 {
		c.Due = p.later(c, from, to, c.Due)
	}
	marks := c.Marks[:0]
	for _, mark := range c.Marks {
		step, _ := p.step(mark.What)
		switch {
		case mark.What == markUntil:
			marks = append(marks, Mark{max(mark.At, to+1), mark.What})
			continue
		case mark.fixed():
			marks = append(marks, mark)
			continue
		case c.Broken == 0 && step.relative() && c.Due != 0:
			mark.At = p.relative(c, step)
		case mark.At == old+1 && c.Broken == 0:
			mark.At = c.Due + 1
		default:
			mark.At = p.later(c, from, to, mark.At)
		}
		if c.Due != 0 && mark.At != 0 {
			mark.At = max(mark.At, to+1)
			marks = append(marks, mark)
		}
	}
	c.Marks = marks
	c.sortMarks()
}

// fixed reports whether a pause does not move the mark.
func (k Mark) fixed() bool { return k.What == markAway || k.What == markUntil }

// back passes on a clock that resumes while its holder is absent, for an absence that began meanwhile.
func (m *moment) back(p *promise, c *Clock, out []Change) []Change {
	if slices.ContainsFunc(c.Marks, func(k Mark) bool { return k.What == markAway && k.At <= m.at }) {
		return m.t.leave(p, m.st, c, m.f, m.at, out)
	}
	return out
}

// later gives the instant that lies as far after to as x lay after from.
func (p *promise) later(c *Clock, from, to, x lead.Instant) lead.Instant {
	if !c.Working {
		return to.Add(x.Sub(from))
	}
	at, err := p.on(c).Add(to.Time(), p.working(c, from, x).Duration())
	if err != nil {
		return 0
	}
	return lead.At(at)
}
