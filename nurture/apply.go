package nurture

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Apply hears one event, at an instant that is not before the last one: who enters, leaves, pauses, comes back, raises a hand, what was sent elsewhere.
// Then it does what [Planner.Advance] does. Facts have to hold the lead, with what the event said of it, the event, and the scores. Rules are the contact rules, nil
// where there are none.
//
// The verdict events handed_over and returned pause and resume. When another person answers for the lead from this event on, what the former one received is
// forgotten: where the lead is in its programs stays. An event content_sent confirms what fell due; of a content that did not fall due here, it says that
// the person has received it, and it counts for the caps, and for the rules if its channel is known. Automatic events are ignored, other than that one.
func (p *Planner) Apply(st *State, b *lead.Bound, f *lead.Facts, rules Rules, at lead.Instant, out []Step) []Step {
	if int(b.Kind) >= len(p.hooks) {
		return out
	}
	hooks := p.hooks[b.Kind]
	if b.Automatic && (len(hooks) == 0 || hooks[0].role != confirms) {
		return out
	}
	w := walk{p: p, st: st, f: f, rules: rules, at: at, out: out}
	w.renew()
	if c := &f.Lead().Contact; c.Event != "" && c.Event == b.ID {
		w.newcomer()
	}
	for i := range hooks {
		if !b.Automatic || hooks[i].role == confirms {
			w.hear(&hooks[i], b)
		}
	}
	w.read()
	return w.out
}

// Hears reports whether events of a kind mean anything to a program by themselves. One that does not, and that changes no fact and no score, can be left out.
func (p *Planner) Hears(kind lead.KindID) bool {
	return int(kind) < len(p.hooks) && len(p.hooks[kind]) > 0
}

// Advance does what is due at exactly an instant, which is not before the last one: it reads again the conditions that matter now, and lets ripe contents fall due.
// At an instant at which nothing is due it changes nothing. Facts have to hold the lead and the scores at that instant.
func (p *Planner) Advance(st *State, f *lead.Facts, rules Rules, at lead.Instant, out []Step) []Step {
	w := walk{p: p, st: st, f: f, rules: rules, at: at, out: out}
	w.read()
	return w.out
}

// walk is one call: a lead at an instant, and the steps found so far.
type walk struct {
	p     *Planner
	st    *State
	f     *lead.Facts
	rules Rules // nil: there are none
	at    lead.Instant
	out   []Step
}

func (w *walk) say(kind Kind, m *Membership, reason string) {
	w.out = append(w.out, Step{Kind: kind, Program: m.Program, Stream: m.Stream, At: w.at, Reason: reason, Control: m.Control})
}

// sayAfter says something, and after which content it came.
func (w *walk) sayAfter(kind Kind, m *Membership, reason string) {
	w.say(kind, m, reason)
	w.out[len(w.out)-1].Content = w.p.names[w.st.latest().Key]
}

// renew notes a new cycle, in which the lead may enter again what it left.
func (w *walk) renew() {
	cycle := w.f.Lead().Life.Cycle
	if cycle == w.st.Cycle {
		return
	}
	w.st.Cycle, w.st.Late = cycle, 0
	for i := range w.st.Programs {
		w.st.Programs[i].Barred = false
	}
}

func (w *walk) hear(h *hook, b *lead.Bound) {
	switch h.role {
	case confirms:
		w.confirm(b)
	case tries:
		w.try(b)
	case reports:
		w.report(b)
	case loses:
		w.lost(b)
	case wins:
		w.win(h.why)
	case pauses:
		w.pause()
	case freezes:
		w.freeze(&w.st.Frozen, h)
	case goes:
		w.freeze(&w.st.Away, h)
	case resumes:
		w.resume(b)
	case thaws:
		w.thaw(&w.st.Frozen, h)
	case comes:
		w.thaw(&w.st.Away, h)
	case exits:
		w.leaveUpon(h)
	case enters:
		w.enterUpon(h)
	case answers:
		w.answer(h)
	case raises:
		w.raise(h)
	}
}

// newcomer begins with nothing received: the person who answers for the lead now is another one.
func (w *walk) newcomer() {
	w.st.Had, w.st.Sent = nil, nil
	for i := range w.st.Programs {
		w.st.Programs[i].Last, w.st.Programs[i].Slow = 0, false
	}
}

// confirm notes a content that was sent elsewhere. What fell due here counted as received at once. A former person's is passed over.
func (w *walk) confirm(b *lead.Bound) {
	name, when := b.Value(w.p.sent).Text, min(b.Time, w.at)
	if b.Time < w.f.Lead().Contact.At {
		return
	}
	if name != "" {
		if w.st.had(key(name)) {
			return
		}
		w.p.receive(w.st, key(name), when)
	}
	w.p.count(w.st, when)
	w.went(b.ID, w.p.channel(name, b.Value(w.p.by).Text), when)
}

func (w *walk) pause() {
	if w.st.Paused != 0 {
		return
	}
	stood := w.st.halted()
	w.st.Paused, w.st.Tried = w.at, 0
	w.halt(Paused, "sales has the lead", stood)
}

// freeze stops all programs for one of the reasons for which they stand still, and notes since when.
func (w *walk) freeze(since *lead.Instant, h *hook) {
	if *since != 0 {
		return
	}
	stood := w.st.halted()
	*since = w.at
	w.halt(Frozen, h.why, stood)
}

// halt stops the clocks of all programs, unless they stood still already.
func (w *walk) halt(kind Kind, why string, stood bool) {
	for i := range w.p.programs {
		if m := w.st.in(w.p.programs[i].name); m != nil {
			if !stood {
				m.Wait, m.Ripe, m.Held = max(0, m.Ripe.Sub(w.at)), 0, 0
			}
			w.sayAfter(kind, m, why)
		}
	}
}

// resume lets programs go on when sales gave the lead back, each where it was or from the beginning.
func (w *walk) resume(b *lead.Bound) {
	if w.st.Paused == 0 {
		return
	}
	w.early(b)
	w.st.Paused = 0
	why := "sales gave the lead back"
	for i := range w.p.programs {
		pr := &w.p.programs[i]
		m := w.st.in(pr.name)
		if m == nil {
			continue
		}
		m.Ready = false
		if pr.restart {
			w.begin(pr, m, pr.start(w.f))
			m.Wait, m.Ripe = max(0, m.Ripe.Sub(w.at)), 0
		}
		if !w.st.halted() {
			w.again(m, why+pr.how())
		}
	}
}

func (pr *program) how() string {
	if pr.restart {
		return "; from the beginning"
	}
	return ""
}

// thaw ends one of the reasons for which programs stand still. They go on if it was the last.
func (w *walk) thaw(since *lead.Instant, h *hook) {
	if *since == 0 {
		return
	}
	*since = 0
	if w.st.halted() {
		return
	}
	for i := range w.p.programs {
		if m := w.st.in(w.p.programs[i].name); m != nil {
			w.again(m, h.why)
		}
	}
}

// again lets the wait that remained run on.
func (w *walk) again(m *Membership, why string) {
	if m.Idle == Busy && !m.Control {
		m.Ripe = min(w.at.Add(m.Wait), lead.Forever)
	}
	m.Wait = 0
	w.say(Resumed, m, why)
}

func (w *walk) leaveUpon(h *hook) {
	for i := range w.p.programs {
		if m := w.st.in(w.p.programs[i].name); m != nil && (h.program == i || h.program < 0) {
			w.leave(&w.p.programs[i], m, h.why)
		}
	}
}

func (w *walk) leave(pr *program, m *Membership, why string) {
	w.say(Exited, m, why)
	*m = Membership{Program: m.Program, Stream: m.Stream, Since: m.Since, Left: w.at, Last: m.Last, Sent: m.Sent, First: m.First, Won: m.Won, Control: m.Control,
		Barred: !pr.upon && pr.enter.True(w.f)}
}

func (w *walk) enterUpon(h *hook) {
	pr := &w.p.programs[h.program]
	if w.st.halted() || w.st.in(pr.name) != nil || w.closed(pr) || !h.guard.True(w.f) {
		return
	}
	w.enter(pr, h.why)
}

// closed reports whether a lead that entered would leave at once.
func (w *walk) closed(pr *program) bool {
	return w.f.Lead().Gone != 0 || w.p.exit.is(w.f) || pr.exit.is(w.f)
}

func (w *walk) enter(pr *program, why string) *Membership {
	i, ok := w.st.find(pr.name)
	if !ok {
		w.st.Programs = slices.Insert(w.st.Programs, i, Membership{Program: pr.name})
	}
	m := &w.st.Programs[i]
	m.Since, m.Left, m.Barred = w.at, 0, false
	first := m.First == 0
	if first {
		m.First, m.Control = w.at, w.p.holdOut.holds(w.f.Lead().ID)
		if w.p.won.is(w.f) {
			m.Won = w.at // it is a customer already
		}
	}
	w.begin(pr, m, pr.start(w.f))
	kind := Entered
	if m.Control {
		kind = HeldOut
	}
	w.say(kind, m, why)
	if first {
		w.out[len(w.out)-1].Cohort = m.First
	}
	return m
}

// begin puts the lead at the beginning of a stream, or of its course. The rhythm holds across streams: the first content comes after the stream's own wait, and not before the
// stream's rhythm has passed since the program's last content.
func (w *walk) begin(pr *program, m *Membership, s *stream) {
	m.Stream, m.Step, m.Rounds, m.Idle, m.Rule, m.Slow, m.Wait, m.Ripe = s.Name, "", 0, Busy, "", false, 0, 0
	switch {
	case m.Control:
		return
	case len(s.nodes) > 0:
		w.arrive(pr, m, s, &s.nodes[0])
		return
	}
	m.Ripe = pr.later(w.at, s.After)
	if m.Last != 0 {
		m.Ripe = max(m.Ripe, pr.later(m.Last, s.Every))
	}
}

func (w *walk) raise(h *hook) {
	if m := w.st.in(w.p.programs[h.program].name); m != nil && !w.st.halted() {
		w.sayReady(m, h.why)
	}
}

// sayReady says that the lead is ready, once at an instant: of several programs the first says it.
func (w *walk) sayReady(m *Membership, why string) {
	if w.st.Ready == w.at {
		return
	}
	w.st.Ready = w.at
	w.sayAfter(Ready, m, why)
}
