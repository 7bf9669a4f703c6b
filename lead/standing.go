package lead

// CameBack is the move by which a lead comes back by itself: see [Reason.Back].
const CameBack = "came back"

// Standing finds the first move that a standing condition or the time in the stage makes due at an instant, the facts' own.
// Where the only moves that are due were taken at that instant already, it reports false and a step that is Stuck.
//
// It also notes since when conditions that must hold for some time have been true: call it at every event and at every instant that [Machine.Due] gives.
func (m *Machine) Standing(st *State, f *Facts, at Instant) (Step, bool) {
	here := m.stages[st.Life.Stage]
	if here == nil {
		return Step{}, false
	}
	if back := st.Life.Back; back != "" && at >= st.Life.Until && m.stages[back] != nil && m.lacks(st, back) == "" && m.outside(st, back) == "" {
		return Step{Move: CameBack, To: back, Reason: st.Life.ReturnReason}, true
	}
	if step, ok := m.ended(st, at); ok {
		return step, true
	}
	if step, ok := m.awaited(st, at); ok {
		return step, true
	}
	var first, stuck Step
	for _, mv := range here.standing {
		switch {
		case !mv.ripe(st, f, at) || first.Move != "" || st.Life.Overruled(at) || m.held(st, mv, at) || m.lacks(st, mv.To) != "" || m.outside(st, mv.To) != "":
		case !st.Life.took(mv.Name, at):
			first = Step{Move: mv.Name, To: mv.To}
		case stuck.Move == "":
			stuck = Step{Move: mv.Name, To: mv.To, Refused: takenAlready, Stuck: true}
		}
	}
	if first.Move == "" {
		return stuck, false
	}
	return first, true
}

// held reports whether a lead that was given back may not be handed over yet.
func (m *Machine) held(st *State, mv *move, at Instant) bool {
	return at < st.Life.Until && m.stages[mv.To].HandedOver
}

func (mv *move) ripe(st *State, f *Facts, at Instant) bool {
	is := mv.standing.True(f)
	if mv.For > 0 {
		since := st.Life.holding(mv.Name, is, at)
		return is && at >= since.Add(mv.For)
	}
	return is && at >= st.Life.Since.Add(mv.After)
}

// Due gives the next instant, after now, at which time alone makes a move due: a stage's time is up, a condition has held long enough, a return's
// earliest re-entry has come, what a manager set by hand ends. Zero is never. When a condition itself changes is for [Machine.Watched].
func (m *Machine) Due(st *State, now Instant) Instant {
	here := m.stages[st.Life.Stage]
	if here == nil {
		return 0
	}
	due := Earliest(after(now, st.Life.Until), after(now, st.Life.Override.Until), after(now, st.Life.Deputy.Until))
	for _, mv := range here.standing {
		if mv.After > 0 {
			due = Earliest(due, after(now, st.Life.Since.Add(mv.After)))
		}
	}
	for _, h := range st.Life.Holds {
		for _, mv := range here.standing {
			if mv.Name == h.Move {
				due = Earliest(due, after(now, h.Since.Add(mv.For)))
			}
		}
	}
	return due
}

// after gives the instant if it lies after now, else zero.
func after(now, i Instant) Instant {
	if i > now {
		return i
	}
	return 0
}

// Watched appends the conditions whose change, by time alone, may move the lead.
func (m *Machine) Watched(st *State, list []*Condition) []*Condition {
	here := m.stages[st.Life.Stage]
	if here == nil {
		return list
	}
	for _, mv := range here.standing {
		if mv.standing.Varies() {
			list = append(list, mv.standing)
		}
	}
	return list
}
