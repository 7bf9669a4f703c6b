package lead

// Way is a move that a standing condition takes out of a stage.
type Way struct {
	Move, To string
	When     *Condition
}

// Ways lists the moves by a standing condition out of the lead's stage, in the contract's order. When is nil where the time in the stage alone decides.
func (m *Machine) Ways(st *State) (list []Way) {
	here := m.stages[st.Life.Stage]
	if here == nil {
		return nil
	}
	for _, mv := range here.standing {
		list = append(list, Way{mv.Name, mv.To, mv.standing})
	}
	return list
}
