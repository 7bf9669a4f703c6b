package nurture

import "slices"

// read reads the conditions that matter now and lets ripe contents fall due.
func (w *walk) read() {
	w.notice()
	why, all := w.over()
	known, ripe := 0, false
	for i := range w.p.programs {
		pr := &w.p.programs[i]
		m := w.program(pr, w.st.member(pr.name), why, all)
		if m == nil {
			continue
		}
		known++
		ripe = ripe || m.Left == 0 && m.Ripe != 0 && m.Ripe <= w.at && (m.Step != "" || w.p.release(w.st) <= w.at)
	}
	if known < len(w.st.Programs) {
		w.prune()
	}
	if ripe && !w.st.halted() {
		w.contents()
	}
}

// over reports whether every program ends, and why.
func (w *walk) over() (why string, all bool) {
	if w.f.Lead().Gone != 0 {
		return "the person was erased", true
	}
	if w.p.exit.is(w.f) {
		return w.p.exit.why, true
	}
	return "", false
}

// program reads one program's conditions, and gives the lead's place in it, which may be new.
func (w *walk) program(pr *program, m *Membership, why string, all bool) *Membership {
	if m == nil || m.Left != 0 {
		if m = w.mayEnter(pr, m, all); m == nil || m.Left != 0 {
			return m
		}
	} else if all {
		w.leave(pr, m, why)
		return m
	} else if pr.exit.is(w.f) {
		w.leave(pr, m, pr.exit.why)
		return m
	}
	if w.st.halted() {
		return m
	}
	w.move(pr, m)
	w.wake(pr, m)
	w.follow(pr, m)
	w.ready(pr, m)
	return m
}

// mayEnter lets the lead enter a program whose standing condition has become true.
func (w *walk) mayEnter(pr *program, m *Membership, all bool) *Membership {
	if pr.upon || w.st.halted() {
		return m
	}
	switch is := pr.enter.True(w.f); {
	case !is && m != nil:
		m.Barred = false
	case is && !all && (m == nil || !m.Barred) && !pr.exit.is(w.f):
		return w.enter(pr, pr.why)
	}
	return m
}

// move takes the lead into the stream whose condition pulls it.
func (w *walk) move(pr *program, m *Membership) {
	s, here := pr.pulled(w.f), pr.stream(m.Stream)
	why := ""
	switch {
	case s != nil && s != here:
		why = s.why
	case here == nil:
		s, why = &pr.streams[0], "its stream is no longer in the plan"
	case m.Step != "" && !here.has(m.Step):
		s, why = here, "its step is no longer in the plan"
	default:
		return
	}
	w.begin(pr, m, s)
	w.say(Moved, m, why)
}

// follow lets the wait for a date follow the date.
func (w *walk) follow(pr *program, m *Membership) {
	if m.Step == "" {
		return
	}
	if n, _ := pr.stream(m.Stream).node(m.Step); n.kind == waitsUntil {
		w.aim(m, n)
	}
}

// ready says that the lead is ready as the condition becomes true, or as soon after as it may be handed over again.
func (w *walk) ready(pr *program, m *Membership) {
	m.Held = 0
	if m.Left != 0 {
		return // nothing was left for it, a moment ago
	}
	is, until := pr.ready.is(w.f), w.f.Lead().Life.Until
	switch {
	case !is:
		m.Ready = false
	case m.Ready:
	case w.at < until:
		m.Held = until
	default:
		m.Ready = true
		w.sayReady(m, pr.ready.why)
	}
}

// prune forgets programs that the plan no longer has.
func (w *walk) prune() {
	for i := range w.st.Programs {
		m := &w.st.Programs[i]
		if _, ok := w.p.index[m.Program]; !ok && m.Left == 0 {
			w.say(Exited, m, "the program is no longer in the plan")
		}
	}
	w.st.Programs = slices.DeleteFunc(w.st.Programs, func(m Membership) bool {
		_, ok := w.p.index[m.Program]
		return !ok
	})
}
