package lead

import "slices"

// Hears reports whether events of a kind can do anything to a lead's stage by themselves. One that cannot may be left out.
func (m *Machine) Hears(kind Kind, id KindID) bool {
	if kind.Name == StageOverridden || kind.Class != Signal {
		return true
	}
	for i := range m.entries {
		if _, ok := m.entries[i].guards[id]; ok {
			return true
		}
	}
	for i := range m.exits {
		if m.exits[i].kind == id {
			return true
		}
	}
	return slices.ContainsFunc(m.spec.Stages, func(s Stage) bool {
		st := m.stages[s.Name]
		return st != nil && int(id) < len(st.upon) && len(st.upon[id]) > 0
	})
}
