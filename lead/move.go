package lead

import (
	"slices"
	"strconv"

	"github.com/leadkit/leadkit/lead/diag"
)

// addWas checks the names that stages had before.
func (c *compiler) addWas() {
	c.m.was = map[string]string{}
	for _, st := range c.m.spec.Stages {
		for i, name := range st.Was {
			path := diag.Join("/stages", st.Name, "was", strconv.Itoa(i))
			switch {
			case c.m.stages[name] != nil:
				c.found.Add(path, "name-taken", "the stage "+quoted(name)+" is still there", "leave it out, or remove that stage")
			case c.m.was[name] != "":
				c.found.Add(path, "name-taken", quoted(name)+" became "+quoted(c.m.was[name])+" already", "let one stage take its leads")
			default:
				c.m.was[name] = st.Name
			}
		}
	}
}

// Now gives what a stage of an earlier contract is called now: its name, or that of the stage that says it was it. False where there is no such stage any more.
func (m *Machine) Now(stage string) (string, bool) {
	if m.Has(stage) {
		return stage, true
	}
	name, ok := m.was[stage]
	return name, ok
}

// Move brings where a lead stands, under another lifecycle, to this one. It gives the first stage that nothing became of, and then changes nothing: the stage the lead is in, the one it comes back to, or the one a manager's
// stage ends in. The past keeps its names. How long a move's condition has been true is forgotten where that condition or its time is not the same.
func (m *Machine) Move(l *Life, old *Machine) (gone string) {
	c := *l
	for _, stage := range []*string{&c.Stage, &c.Back, &c.Override.From} {
		if *stage == "" {
			continue
		}
		name, ok := m.Now(*stage)
		if !ok {
			return *stage
		}
		*stage = name
	}
	var totals []Duration
	for _, d := range l.Totals {
		name, ok := m.Now(d.Stage)
		if !ok {
			name = d.Stage
		}
		sum := total(&totals, name)
		sum.Spent, sum.Times = sum.Spent+d.Spent, sum.Times+d.Times
	}
	c.Totals = totals
	c.Holds = nil
	for _, h := range l.Holds {
		if now := m.heldBy(h.Move); m.holdsAs(old, c.Stage, h.Move, now) {
			c.holding(now, true, h.Since)
		}
	}
	*l = c
	return ""
}

// heldBy gives what a move of an earlier contract is called now.
func (m *Machine) heldBy(name string) string {
	if i := slices.IndexFunc(m.moves, func(mv *move) bool { return mv.Was == name }); i >= 0 {
		return m.moves[i].Name
	}
	return name
}

// holdsAs reports whether a move waits for the same condition under both lifecycles, here under another name perhaps.
func (m *Machine) holdsAs(old *Machine, stage, before, now string) bool {
	here, was := m.find(now), old.find(before)
	return here != nil && was != nil && slices.Contains(here.From, stage) && here.For > 0 && here.standing.String() == was.standing.String()
}

func (m *Machine) find(name string) *move {
	i := slices.IndexFunc(m.moves, func(mv *move) bool { return mv.Name == name })
	if i < 0 {
		return nil
	}
	return m.moves[i]
}

// Move brings what is known of a lead, under another vocabulary, to this one, and lists what is lost: attributes that are of another type now. Those that the vocabulary does not have any more
// stay, unread. History that no condition asks for any more is forgotten; what is asked for anew is counted from now on. It gives false, and changes nothing, where
// the money is of another currency.
func (s *Schema) Move(st *State, old *Schema) (lost []string, ok bool) {
	if s.currency != old.currency {
		return nil, false
	}
	st.Fields = slices.DeleteFunc(slices.Clone(st.Fields), func(f Field) bool {
		was, _ := old.Attribute(f.Name)
		is, known := s.Attribute(f.Name)
		gone := known && was.Type != is.Type
		if gone {
			lost = append(lost, f.Name)
		}
		return gone
	})
	st.Memory = slices.DeleteFunc(slices.Clone(st.Memory), func(m Track) bool {
		return !slices.ContainsFunc(s.tracks, func(t track) bool { return t.name == m.Call })
	})
	for i := range st.Memory {
		m := &st.Memory[i]
		at := slices.IndexFunc(s.tracks, func(t track) bool { return t.name == m.Call })
		m.Times = slices.Clone(m.Times[max(0, len(m.Times)-s.tracks[at].keep):])
	}
	if len(st.Memory) == 0 {
		st.Memory = nil
	}
	return lost, true
}
