package nurture

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// contents lets what is ripe at this instant fall due, in the order of the programs' priority.
func (w *walk) contents() {
	for i := range w.p.programs {
		pr := &w.p.programs[i]
		m := w.st.in(pr.name)
		if m == nil || m.Ripe == 0 || m.Ripe > w.at {
			continue
		}
		s := pr.stream(m.Stream)
		if s == nil {
			continue // only in a malformed state: elsewhere move has seen to it
		}
		w.run(pr, m, s)
	}
}

// run takes the lead as far through a program as this instant allows.
func (w *walk) run(pr *program, m *Membership, s *stream) {
	for range len(s.nodes) + 2 {
		w.course(pr, m, s)
		if m.Left != 0 || m.Ripe == 0 || m.Ripe > w.at || w.p.release(w.st) > w.at || w.p.opening(pr, w.st, w.at) != w.at {
			return
		}
		w.attempt(pr, m, s)
	}
}

// attempt sends the next content, or says why there is none.
func (w *walk) attempt(pr *program, m *Membership, s *stream) {
	n, at := s.node(m.Step)
	list := s.contents
	if n != nil {
		list = n.contents
	}
	found := w.pick(pr, s, list)
	if found.content == nil && found.later != 0 {
		m.Idle, m.Ripe, m.Rule = Ruled, found.later, found.rule
		return
	}
	m.rest(Busy, m.Ripe)
	if found.withheld != nil {
		w.withhold(m, found)
	}
	if found.content != nil {
		w.send(pr, m, s, found)
	}
	switch {
	case n != nil && found.content == nil && found.withheld != nil && !w.reaches(pr, s):
		m.rest(Blocked, 0)
	case n != nil:
		w.goTo(pr, m, s, at, n.to)
	case found.content != nil:
		m.Ripe = pr.pace(m, s, w.at)
	case found.withheld != nil:
		m.rest(Blocked, 0)
	default:
		w.exhaust(pr, m)
	}
}

// rest notes why nothing falls due until an instant, other than by the contact rules.
func (m *Membership) rest(why Idle, until lead.Instant) { m.Idle, m.Ripe, m.Rule = why, until, "" }

// wake ends a program's idleness when there is something to send: at the earliest when the rhythm allows it.
func (w *walk) wake(pr *program, m *Membership) {
	if m.Idle == Busy {
		return
	}
	s := pr.stream(m.Stream)
	if n, _ := s.node(m.Step); n != nil {
		w.wakeAt(pr, m, s, n)
		return
	}
	found := w.pick(pr, s, s.contents)
	switch {
	case found.content != nil:
		m.rest(Busy, w.paced(pr, m, s))
	case found.later != 0:
		m.Idle, m.Ripe, m.Rule = Ruled, max(found.later, w.paced(pr, m, s)), found.rule
	case found.withheld != nil && m.Idle != Blocked:
		w.withhold(m, found)
		m.rest(Blocked, 0)
	case found.withheld == nil && m.Idle != Empty:
		w.exhaust(pr, m)
	}
}

// wakeAt ends the idleness of a lead at a step of its course.
func (w *walk) wakeAt(pr *program, m *Membership, s *stream, n *node) {
	found := w.pick(pr, s, n.contents)
	switch {
	case found.content != nil:
		m.rest(Busy, w.paced(pr, m, s))
	case found.later != 0:
		m.Idle, m.Ripe, m.Rule = Ruled, max(found.later, w.paced(pr, m, s)), found.rule
	case found.withheld != nil && !w.reaches(pr, s):
		m.rest(Blocked, 0)
	default:
		m.rest(Busy, w.at)
	}
}

// reaches reports whether any of the ways on which the stream sends is allowed, now or at another hour.
func (w *walk) reaches(pr *program, s *stream) bool {
	for i := range s.contents {
		if may, later, _ := w.may(&s.contents[i], pr.purpose); may || later != 0 {
			return true
		}
	}
	return false
}

// pace is when the content after one is due.
func (pr *program) pace(m *Membership, s *stream, last lead.Instant) lead.Instant {
	if m.Slow {
		return pr.later(last, pr.exhausted.Every)
	}
	return pr.later(last, s.Every)
}

// choice is the content whose turn it is, and the first one that would have gone before it had there been a basis for contact.
type choice struct {
	content  *content
	rank     int
	withheld *content
	reason   string
	later    lead.Instant // when a contact rule lets another one go
	rule     string       // why it does not now
}

// pick finds the first of some contents of a stream that the lead has not had, that suits it, and that may be sent.
func (w *walk) pick(pr *program, s *stream, list []content) (found choice) {
	if !s.ByInterest {
		w.pickRank(pr, list, anyRank, "", &found)
		return found
	}
	top := w.f.Lead().TopTopic()
	for rank := topInterest; rank <= noInterest && found.content == nil; rank++ {
		w.pickRank(pr, list, rank, top, &found)
	}
	return found
}

// Ranks of a content by the lead's interests.
const (
	anyRank = iota
	topInterest
	anInterest
	noInterest
)

var rankReasons = [...]string{anyRank: "next in the stream", topInterest: "about its top interest", anInterest: "about one of its interests",
	noInterest: "next in the stream"}

func (w *walk) pickRank(pr *program, list []content, rank int, top string, found *choice) {
	for i := range list {
		c := &list[i]
		if rank != anyRank && w.rank(c, top) != rank || w.st.had(c.key) || !w.suits(c) {
			continue
		}
		switch may, later, why := w.may(c, pr.purpose); {
		case may:
			found.content, found.rank = c, rank
			return
		case later != 0:
			if found.later == 0 || later < found.later {
				found.later, found.rule = later, why
			}
		case found.withheld == nil:
			found.withheld, found.reason = c, why
		}
	}
}

func (w *walk) rank(c *content, top string) int {
	if c.Topic == "" {
		return noInterest
	}
	if c.Topic == top {
		return topInterest
	}
	if slices.ContainsFunc(w.f.Lead().Topics, func(t lead.Topic) bool { return t.Name == c.Topic }) {
		return anInterest
	}
	return noInterest
}

func (w *walk) suits(c *content) bool {
	if !c.when.True(w.f) || !c.position.True(w.f) {
		return false
	}
	for _, persona := range c.personas {
		if persona.True(w.f) {
			return true
		}
	}
	return len(c.personas) == 0
}

func (w *walk) send(pr *program, m *Membership, s *stream, found choice) {
	c := found.content
	w.p.receive(w.st, c.key, w.at)
	w.p.count(w.st, w.at)
	w.went(c.Name, c.Channel, w.at)
	w.st.Contents++
	m.Last = w.at
	m.Sent++
	w.out = append(w.out, Step{Kind: ContentDue, Program: pr.name, Stream: s.Name, Step: m.Step, Content: c.Name, Channel: c.Channel, At: w.at,
		Reason: rankReasons[found.rank]})
}

func (w *walk) withhold(m *Membership, found choice) {
	w.st.Withheld++
	w.out = append(w.out, Step{Kind: Withheld, Program: m.Program, Stream: m.Stream, Step: m.Step, Content: found.withheld.Name, Channel: found.withheld.Channel,
		At: w.at, Reason: found.reason})
}

// exhaust does what the program says of a lead for which nothing is left.
func (w *walk) exhaust(pr *program, m *Membership) {
	why := "nothing of what is left suits it"
	if w.hadAll(pr.stream(m.Stream)) {
		why = "it received everything"
	}
	w.say(Exhausted, m, why)
	if pr.exhausted.Fate == Exit {
		w.leave(pr, m, why)
		return
	}
	m.rest(Empty, 0)
	m.Slow = pr.exhausted.Fate == Slow
}

func (w *walk) hadAll(s *stream) bool {
	for i := range s.contents {
		if !w.st.had(s.contents[i].key) {
			return false
		}
	}
	return true
}

// count notes for the caps that a content was sent.
func (p *Planner) count(st *State, at lead.Instant) {
	if p.most > 0 {
		st.count(at, p.most)
	}
}

// receive notes that a content was received. The plan's own contents always have room, as there are at most [MostReceived] of them.
func (p *Planner) receive(st *State, content uint32, at lead.Instant) {
	if len(st.Had) >= MostReceived {
		p.forget(st)
	}
	i, _ := st.findHad(content)
	st.Had = slices.Insert(st.Had, i, Received{content, at})
}

// forget drops the oldest content that the plan does not have, or else the oldest of all; of several at one instant that with the least key.
func (p *Planner) forget(st *State) {
	first := slices.MinFunc(st.Had, func(a, b Received) int {
		return cmp.Or(p.ours(a)-p.ours(b), cmp.Compare(a.At, b.At))
	})
	at, _ := st.findHad(first.Key)
	st.Had = slices.Delete(st.Had, at, at+1)
}

// ours is 1 for a content of the plan, else 0.
func (p *Planner) ours(r Received) int {
	if _, ok := p.names[r.Key]; ok {
		return 1
	}
	return 0
}
