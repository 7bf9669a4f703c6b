package nurture

import "github.com/leadkit/leadkit/lead"

// course takes the lead through the steps that are ripe, up to one that sends or waits, or to the end of the course. That it comes to an end is certain: where
// steps lead back without time going by, the plan does not compile.
func (w *walk) course(pr *program, m *Membership, s *stream) {
	for range len(s.nodes) + 1 {
		n, at := s.node(m.Step)
		if n == nil || m.Ripe == 0 || m.Ripe > w.at || n.kind == sends && w.offers(pr, s, n.contents) {
			return
		}
		if to := w.pass(m, n); !w.goTo(pr, m, s, at, to) {
			return
		}
	}
}

// pass says where the lead goes on from a step that is over.
func (w *walk) pass(m *Membership, n *node) int {
	switch n.kind {
	case waitsFor:
		w.turn(m, "nothing came within "+n.AtMost.String())
		return n.otherwise
	case waitsUntil:
		if w.date(n) == 0 {
			w.turn(m, n.Until+" is not known")
			return n.otherwise
		}
	case branches:
		for i := range n.cases {
			if c := &n.cases[i]; c.when.True(w.f) {
				w.turn(m, c.why)
				return c.to
			}
		}
		w.turn(m, "no branch fits")
		return n.otherwise
	}
	return n.to
}

// turn says which way the lead goes on, and why.
func (w *walk) turn(m *Membership, why string) {
	w.say(Turned, m, why)
	w.out[len(w.out)-1].Step = m.Step
}

// goTo takes the lead to a place, and reports whether it is still in the course. It goes back only while something is left for it in the stream.
func (w *walk) goTo(pr *program, m *Membership, s *stream, from, to int) bool {
	if to == leaving {
		w.leave(pr, m, "by its step "+s.nodes[from].Name)
		return false
	}
	if to <= from {
		if m.Rounds >= MostRounds || !w.offers(pr, s, s.contents) {
			to = len(s.nodes)
		} else {
			m.Rounds++
		}
	}
	if to >= len(s.nodes) { // what is left in the stream follows in its rhythm
		m.Step, m.Rounds, m.Ripe = "", 0, w.paced(pr, m, s)
		return false
	}
	w.arrive(pr, m, s, &s.nodes[to])
	return true
}

// arrive brings the lead to a step, and says until when it stays.
func (w *walk) arrive(pr *program, m *Membership, s *stream, n *node) {
	m.Step, m.Ripe = n.Name, w.at
	switch n.kind {
	case sends:
		if w.offers(pr, s, n.contents) {
			m.Ripe = w.paced(pr, m, s)
		}
	case waits:
		m.Ripe = pr.later(w.at, n.Wait)
	case waitsFor:
		m.Ripe = pr.later(w.at, n.AtMost)
	case waitsUntil:
		w.aim(m, n)
	}
}

// paced is the first instant at which the rhythm of the stream allows a content.
func (w *walk) paced(pr *program, m *Membership, s *stream) lead.Instant {
	if m.Last == 0 {
		return w.at
	}
	return max(w.at, pr.pace(m, s, m.Last))
}

// aim sets how long a step waits for a date, which may have changed.
func (w *walk) aim(m *Membership, n *node) {
	m.Ripe = w.at
	if date := w.date(n); date != 0 {
		m.Ripe = min(max(w.at, date.Add(-n.Before)), lead.Forever)
	}
}

// date is the date that a step waits for, zero if it is not known.
func (w *walk) date(n *node) lead.Instant {
	l := w.f.Lead()
	if n.Until == nextProject {
		return l.NextProject()
	}
	f, _ := l.Field(n.Until)
	return lead.Instant(f.Value.Num)
}

// nextProject is the one date that is not an attribute.
const nextProject = "next_project"

// offers reports whether there is a content among some that the lead has not had and that suits it, be there a basis for it or not.
func (w *walk) offers(pr *program, s *stream, list []content) bool {
	found := w.pick(pr, s, list)
	return found.content != nil || found.withheld != nil || found.later != 0
}

// answer ends a wait for an event.
func (w *walk) answer(h *hook) {
	pr := &w.p.programs[h.program]
	m := w.st.in(pr.name)
	if m == nil || w.st.halted() || m.Control {
		return
	}
	s := &pr.streams[h.stream]
	if n := &s.nodes[h.node]; m.Stream == s.Name && m.Step == n.Name && h.guard.True(w.f) {
		w.turn(m, h.why)
		w.goTo(pr, m, s, h.node, n.to)
	}
}
