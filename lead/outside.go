package lead

// Who outside has a lead, such as its buyer, has it alone: sales is not handed it until they no longer have it. [Life.Outside] says who it is.
//
// What time or a score would hand over waits, and goes as soon as it still may then. The first move upon an event, such as the lead raising its hand, is remembered and taken then,
// unless the lead has come to a stage that the move does not leave. What a manager sets by hand is refused, and not remembered.

// outside says in words why a lead may not enter a stage while somebody outside has it, "" if it may.
func (m *Machine) outside(st *State, to string) string {
	if st.Life.Outside == "" || !m.handed(to) || m.handed(st.Life.Stage) {
		return ""
	}
	return "it is with " + st.Life.Outside + ", and handed over only once it is no longer"
}

// Await remembers a step that was refused because somebody outside has the lead. The first of several is kept.
func (l *Life) Await(step Step) {
	if step.Waits && l.Awaited == "" {
		l.Awaited = step.Move
	}
}

// awaited gives the step that has waited until nobody outside has the lead any more.
func (m *Machine) awaited(st *State, at Instant) (Step, bool) {
	life := &st.Life
	if life.Awaited == "" || life.Outside != "" || life.took(life.Awaited, at) {
		return Step{}, false
	}
	mv := m.stages[life.Stage].moveUpon(life.Awaited)
	if mv == nil || m.lacks(st, mv.To) != "" {
		return Step{}, false
	}
	return Step{Move: mv.Name, To: mv.To}, true
}

// moveUpon finds a move upon an event that leaves the stage, nil if there is none of this name.
func (s *stage) moveUpon(name string) *move {
	if s == nil {
		return nil
	}
	for _, list := range s.upon {
		for _, mv := range list {
			if mv.Name == name {
				return mv
			}
		}
	}
	return nil
}
