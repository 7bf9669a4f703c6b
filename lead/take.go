package lead

// Take takes a step that is not refused, at an instant, and gives the passage. It begins a new cycle where the lead comes back: out of sales' hands,
// or out of a final stage, into one that is not final; what was planned in the one before is dropped. The passage still belongs to the cycle it ends. A step without a stage to go to changes nothing.
func (m *Machine) Take(st *State, step Step, at Instant) Passage {
	life := &st.Life
	if life.Cycle == 0 {
		life.Cycle, life.From = 1, at
	}
	p := Passage{From: life.Stage, To: step.To, At: at, Move: step.Move, Reason: step.Reason, Event: step.Event, By: step.By, Cycle: life.Cycle}
	if step.To == "" {
		return p
	}
	if st.Gone != 0 {
		p.Reason = p.lasting()
	}
	renewed := (m.handed(p.From) && !m.handed(p.To) || m.final(p.From)) && !m.final(p.To)
	life.hold(m, step, renewed)
	was := life.Override
	life.pass(p)
	life.overrule(step, p, was)
	if step.Exit != "" {
		life.ReturnExit, life.ReturnReason = step.Exit, step.Reason
		if m.Returns(p) {
			life.Returns++
		}
	}
	if renewed {
		life.Cycle, life.From = life.Cycle+1, at
		st.Agenda = nil
	}
	if !m.handed(p.To) {
		life.Had = orText(life.Owner, life.Had)
		life.Owner, life.Team, life.Route = "", "", ""
	}
	if !m.handed(p.To) || m.final(p.To) {
		life.Deputy = Deputy{}
	}
	if life.Awaited != "" && m.stages[p.To].moveUpon(life.Awaited) == nil {
		life.Awaited = ""
	}
	return p
}

// hold sets until when the lead is not handed over and where it comes back to. An exit says both. Any other step ends the coming back; what holds the
// lead from being handed over stays while it moves about in marketing's hands, and ends when it is handed over or begins anew.
func (l *Life) hold(m *Machine, step Step, renewed bool) {
	switch {
	case step.Exit != "":
		l.Until, l.Back = step.Until, step.Back
	case m.handed(step.To) || renewed:
		l.Until, l.Back = 0, ""
	default:
		l.Back = ""
	}
}

func (m *Machine) final(stage string) bool {
	s := m.stages[stage]
	return s != nil && s.Final
}

func (m *Machine) handed(stage string) bool {
	s := m.stages[stage]
	return s != nil && s.HandedOver
}

// HandsOver reports whether a passage is a hand-over: from marketing's hands into sales'.
func (m *Machine) HandsOver(p Passage) bool {
	return m.handed(p.To) && !m.handed(p.From)
}

// Returns reports whether a passage gives a lead back: out of sales' hands, other than after winning it. A recall is one.
func (m *Machine) Returns(p Passage) bool {
	return m.handed(p.From) && !m.handed(p.To) && !m.final(p.From)
}
