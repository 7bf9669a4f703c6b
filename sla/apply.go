package sla

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// The atoms that are neither kinds nor channels.
const (
	atomContact = "contact"
	atomReached = "reached"
)

// sort says by what an atom is satisfied.
type sort uint8

const (
	sortKind    sort = iota // any event of the kind
	sortContact             // an attempt to contact the lead, on a channel or any
	sortReached             // a contact that reached the person
	sortAttempt             // an attempt, noted with its channel
)

// atom is an atom of a promise as it is matched with events of one kind.
type atom struct {
	name    string
	sort    sort
	channel string // empty: any
}

// match reports whether an event satisfies the atom, and under which name that is noted.
func (a *atom) match(props *contactProps, b *lead.Bound) (string, bool) {
	if a.sort == sortKind {
		return a.name, true
	}
	outcome := b.Value(props.outcome).Text
	if a.sort == sortReached {
		return a.name, outcome == "reached"
	}
	channel := b.Value(props.channel).Text
	if b.Value(props.direction).Text == "inbound" || outcome == "bounced" || outcome == "wrong_number" || a.channel != "" && a.channel != channel {
		return "", false
	}
	if a.sort == sortAttempt {
		return attemptAtom + channel, true
	}
	return a.name, true
}

// moment is an event as it meets the promises.
type moment struct {
	t  *Terms
	st *State
	b  *lead.Bound
	f  *lead.Facts
	at lead.Instant
	// unlawful says why the attempt must not have been made, "" if it was permitted or is none.
	unlawful string
}

// Apply folds one event, also one that the engine itself made such as handed_over, at the record's clock: it satisfies, cancels, waives, resumes and
// pauses running clocks, in this order, and then starts one; and it starts those whose conditions have become true. What became of promises is appended to out. Whatever time does before has to be done: see [Terms.Advance].
//
// Facts have to hold the lead and the event.
func (t *Terms) Apply(st *State, b *lead.Bound, f *lead.Facts, at lead.Instant, out []Change) []Change {
	m := moment{t: t, st: st, b: b, f: f, at: at}
	if t.Hears(b.Kind) {
		out = m.event(out)
	}
	if len(t.watches) > 0 && f != nil {
		out = m.stand(out)
	}
	return out
}

// event lets the promises hear the event.
func (m *moment) event(out []Change) []Change {
	t, b := m.t, m.b
	if b.Kind == t.contact {
		m.unlawful = m.barred()
		m.note()
		if !b.Automatic {
			m.st.Touched = max(m.st.Touched, min(b.Time, m.at))
		}
	}
	if t.passes(b.Kind) {
		out = m.pass(out)
	}
	if t.delivery != nil && b.Kind == t.handed {
		out = m.handOver(out)
	}
	if m.st.Delivery.At != 0 && t.exit(b.Kind) && m.left() {
		m.st.Delivery = Pending{}
	}
	if b.Kind == t.absences {
		out = m.away(out)
	}
	if b.Kind == t.override {
		out = m.override(out)
	}
	for i := range t.touches[b.Kind] {
		out = m.touch(&t.touches[b.Kind][i], out)
	}
	if t.refuses(b.Kind) && (b.Kind != t.contact || b.Value(t.props.outcome).Text == "refused") {
		out = m.narrow(out)
	}
	return out
}

// Hears reports whether events of a kind can start, satisfy or end a promise. One that cannot may be left out.
func (t *Terms) Hears(kind lead.KindID) bool {
	return int(kind) < len(t.touches) && (len(t.touches[kind]) > 0 || t.refuses(kind) || t.passes(kind) || kind == t.contact || kind == t.override || kind == t.absences || t.delivery != nil && (kind == t.handed || t.exit(kind)))
}

// exit reports whether events of a kind take the lead out of sales' hands.
func (t *Terms) exit(kind lead.KindID) bool {
	return slices.Contains(exits, t.schema.KindOf(kind).Name)
}

// refuses reports whether events of a kind can take a channel from a promise.
func (t *Terms) refuses(kind lead.KindID) bool {
	return t.narrows && (kind == t.refusals[0] || kind == t.refusals[1] || kind == t.contact && t.tries > 0)
}

func (m *moment) touch(u *touch, out []Change) []Change {
	if len(u.atoms) > 0 && m.counts(u.p) {
		if m.unlawful == "" {
			out = m.hear(u, out)
		} else {
			out = m.bar(u, m.unlawful, out)
		}
	}
	if m.b.Automatic && m.t.schema.KindOf(m.b.Kind).Class == lead.Signal {
		return out
	}
	if u.cancel || u.exit && m.left() {
		out = m.end(u.p, Cancelled, spaced(m.t.schema.KindOf(m.b.Kind).Name), out)
	}
	if u.waive {
		out = m.end(u.p, Waived, "", out)
	}
	if u.resume {
		out = m.resume(u.p, out)
	}
	if u.pause {
		out = m.pause(u.p, out)
	}
	if u.start != nil {
		out = m.start(u, out)
	}
	return out
}

// counts reports whether the event can be evidence for a promise at all.
func (m *moment) counts(p *promise) bool {
	if m.b.Automatic && !p.Automatic {
		return false
	}
	return !p.Recorded || m.b.Kind != m.t.contact || m.b.Value(m.t.props.declared).Num == 0
}

// left reports whether the event took the lead out of the hands it was in. An act did only if the lifecycle did not refuse it.
func (m *moment) left() bool {
	if m.t.schema.KindOf(m.b.Kind).Class != lead.Act || m.f == nil || m.f.Lead() == nil {
		return true
	}
	passages := m.f.Lead().Life.Passages
	return len(passages) > 0 && passages[len(passages)-1].Event == m.b.ID
}

func owner(f *lead.Facts) string {
	if f == nil || f.Lead() == nil {
		return ""
	}
	return f.Lead().Life.Owner
}

// hear takes evidence in, for the clocks that run, for those that ended without it in time, and for those that may still start.
func (m *moment) hear(u *touch, out []Change) []Change {
	when := min(m.b.Time, m.at)
	from, to := of(m.st.Clocks, u.p.Name)
	for i := from; i < to; {
		c := &m.st.Clocks[i]
		if when < c.Start.Add(-u.p.Since) || !m.add(u, c, when) {
			i++
			continue
		}
		kind, answered := u.p.judge(c)
		if kind == 0 {
			out = m.fit(u.p, c, out)
			i++
			continue
		}
		out = m.answer(u.p, c, kind, answered, out)
		m.st.retire(i)
		to--
	}
	from, to = of(m.st.Past, u.p.Name)
	for i := from; i < to; i++ {
		c := &m.st.Past[i]
		if c.Verdict != Broken && c.Verdict != KeptLate || when > c.Due || when < c.Start.Add(-u.p.Since) || !m.add(u, c, when) {
			continue
		}
		if answered, ok := u.p.needs(c).met(c.Evidence); ok && answered <= c.Due {
			out = m.answer(u.p, c, Corrected, answered, out)
		}
	}
	if u.p.Since > 0 {
		m.remember(u, when)
	}
	return out
}

// add notes the event under each atom that it satisfies, and reports whether that was news.
func (m *moment) add(u *touch, c *Clock, when lead.Instant) (news bool) {
	for i := range u.atoms {
		if name, ok := u.atoms[i].match(&m.t.props, m.b); ok {
			news = c.add(Evidence{when, m.b.ID, name}, u.p.need.all) || news
		}
	}
	return news
}

// remember keeps evidence for a clock that starts later.
func (m *moment) remember(u *touch, when lead.Instant) {
	for i := range u.atoms {
		if name, ok := u.atoms[i].match(&m.t.props, m.b); ok {
			m.st.Recent, _ = insert(m.st.Recent, Evidence{when, m.b.ID, name})
		}
	}
	oldest := m.at.Add(-m.t.since)
	m.st.Recent = slices.DeleteFunc(m.st.Recent, func(e Evidence) bool { return e.At < oldest })
	if over := len(m.st.Recent) - MostRecent; over > 0 {
		m.st.Recent = slices.Delete(m.st.Recent, 0, over)
	}
}

// judge says what the evidence of a running clock makes of it; zero: nothing yet.
func (p *promise) judge(c *Clock) (Kind, lead.Instant) {
	answered, ok := p.needs(c).met(c.Evidence)
	switch {
	case !ok:
		return 0, 0
	case !c.inTime(answered):
		return KeptLate, answered
	case c.Broken != 0:
		return Corrected, answered
	}
	return Kept, answered
}

// answer notes on a clock that its evidence was complete, and makes the change that says so.
func (m *moment) answer(p *promise, c *Clock, kind Kind, answered lead.Instant, out []Change) []Change {
	ended, used := c.Verdict == Broken, c.Verdict == 0 && p.exhausted(c)
	ch := m.change(p, c, kind)
	if c.Broken != 0 {
		ch.Was, ch.WasWho, ch.WasTeam = Broken, c.Who, c.WhoTeam
	}
	if c.Verdict == KeptLate {
		ch.Was = KeptLate
		ch.WasElapsed, ch.WasWorking = p.spent(c, c.Answered)
	}
	if ended {
		ch.Unanswered = true
		ch.WasElapsed, ch.WasWorking = p.spent(c, c.Ended)
	}
	if kind == Corrected {
		broken := p.change(c, Broken, c.Broken)
		ch.Revokes = broken.Key()
	}
	ch.Answered = answered
	ch.Elapsed, ch.Working = p.spent(c, answered)
	c.Answered, c.Who, c.WhoTeam, c.Verdict, c.Ended = answered, ch.Who, ch.Team, kind, m.at
	c.settle()
	out = append(out, ch)
	if used {
		return m.exhaust(p, c, out)
	}
	return out
}

// settle forgets what an ended clock no longer needs: only one that was not kept in time can still be corrected.
func (c *Clock) settle() {
	c.Marks = nil
	if c.Verdict != Broken && c.Verdict != KeptLate {
		c.Evidence = nil
	}
}

// change makes a change of a clock, with what every change says.
func (p *promise) change(c *Clock, kind Kind, at lead.Instant) Change {
	return Change{Promise: p.Name, By: p.By, Kind: kind, At: at, Start: c.Start, Due: c.Due, Clock: c.ID(), Cause: c.Cause, Holder: c.Holder, HolderTeam: c.Team}
}

// change makes a change that the event decides.
func (m *moment) change(p *promise, c *Clock, kind Kind) Change {
	ch := p.change(c, kind, m.at)
	ch.Event = m.b.ID
	ch.Who = m.who(c)
	ch.Team = m.t.team(m.f, ch.Who)
	return ch
}

// who gives who answers for a clock: the lead's owner or who stands in, or else who caused the event.
func (m *moment) who(c *Clock) string { return cmp.Or(c.keeper(m.f), m.b.By) }

// keeper gives the lead's owner, or who stands in.
func (c *Clock) keeper(f *lead.Facts) string {
	who := owner(f)
	if c.For != "" && c.For == who {
		return c.Holder
	}
	return who
}

// end ends the clocks of a promise. One that was broken stays so, and only its measuring ends; nobody can forgo it any more.
func (m *moment) end(p *promise, verdict Kind, reason string, out []Change) []Change {
	from, to := of(m.st.Clocks, p.Name)
	for i := from; i < to; {
		c := &m.st.Clocks[i]
		if c.Broken != 0 && verdict == Waived {
			i++
			continue
		}
		out = m.stop(p, c, verdict, reason, out)
		m.st.retire(i)
		to--
	}
	return out
}

func (m *moment) stop(p *promise, c *Clock, verdict Kind, reason string, out []Change) []Change {
	c.Verdict, c.Ended = verdict, m.at
	if c.Broken != 0 {
		verdict, c.Verdict = Ended, Broken
	}
	ch := m.change(p, c, verdict)
	ch.Reason = reason
	ch.Elapsed, ch.Working = p.spent(c, m.at)
	if verdict == Ended {
		ch.WasWho, ch.WasTeam = c.Who, c.WhoTeam
		c.settle()
		return append(out, ch)
	}
	if n := p.needs(c); n != nil {
		ch.Missing = n.missing(c.Evidence)
	} else {
		ch.Dropped = c.Dropped
	}
	if verdict == Waived {
		ch.Who, ch.Team = m.b.By, m.t.team(m.f, m.b.By)
	}
	c.Who, c.WhoTeam = ch.Who, ch.Team
	c.settle()
	return append(out, ch)
}

// retire moves a clock that ended from those that run to those that are past.
func (st *State) retire(i int) {
	c := st.Clocks[i]
	st.Clocks = slices.Delete(st.Clocks, i, i+1)
	at, _ := find(st.Past, c.Promise, c.Ordinal)
	st.Past = slices.Insert(st.Past, at, c)
	if from, to := of(st.Past, c.Promise); to-from > MostPast {
		st.Past = slices.Delete(st.Past, from, from+1)
	}
}
