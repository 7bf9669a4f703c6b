package lead

import (
	"slices"
	"strings"
)

// Duty says whose turn it is with a lead at an instant, what they may do next, and why not the rest.
type Duty struct {
	Stage string `json:"stage,omitempty"`
	Team  string `json:"team,omitempty"`  // that must act: the stage's owner
	Owner string `json:"owner,omitempty"` // the person who has the lead
	// Next is the first act that is planned and not past. Overdue are those of which nobody said what became of them, by date.
	Next    *Planned  `json:"next,omitempty"`
	Overdue []Planned `json:"overdue,omitempty"`
	// Lack says, of a lead in sales' hands, that no next act has a date: "it is progressing" is not a state.
	Lack string `json:"lack,omitempty"`
	// May is what can be done now, Refused what cannot, in the contract's order: entries, moves, exits.
	May     []Choice `json:"may,omitempty"`
	Refused []Choice `json:"refused,omitempty"`
}

// Choice is one way on: an entry, a move or a reason of an exit.
type Choice struct {
	Move   string `json:"move"`             // the name of the move, entry or exit
	Reason string `json:"reason,omitempty"` // of an exit
	// Kind is the event that takes it; empty: it goes by itself. Class says who brings the event: a team's act, the lead's own signal, a fact, a verdict.
	Kind  string `json:"kind,omitempty"`
	Class Class  `json:"class,omitempty"`
	To    string `json:"to,omitempty"`
	// Requires are the properties that the event must carry, If the condition that it must meet.
	Requires []string `json:"requires,omitempty"`
	If       string   `json:"if,omitempty"`
	Why      string   `json:"why,omitempty"` // in words, why not
}

// Duty tells whose turn it is. Facts have to hold the lead and its scores at that instant, and no event. It changes nothing.
func (m *Machine) Duty(st *State, f *Facts, at Instant) Duty {
	d := Duty{Stage: st.Life.Stage, Owner: st.Life.Owner}
	here := m.stages[d.Stage]
	if here == nil {
		if d.Stage == "" {
			m.choose(&d, m.entering(f))
		}
		return d
	}
	d.Team = here.Owner
	if !here.Final {
		d.plan(st, at, here.HandedOver)
	}
	var list []Choice
	for _, mv := range m.moves {
		list = m.moving(list, mv, st, f, at)
	}
	for i := range m.exits {
		list = m.exits[i].leaving(list, m, st, f)
	}
	m.choose(&d, list)
	return d
}

// choose parts the choices into those that there are and those that are refused.
func (m *Machine) choose(d *Duty, list []Choice) {
	for _, c := range list {
		if c.Why == "" {
			d.May = append(d.May, c)
		} else {
			d.Refused = append(d.Refused, c)
		}
	}
}

func (d *Duty) plan(st *State, at Instant, sales bool) {
	for _, p := range st.Planned() {
		switch {
		case p.Due < at:
			d.Overdue = append(d.Overdue, p)
		case d.Next == nil:
			d.Next = &p
		}
	}
	switch {
	case !sales || d.Next != nil:
	case len(d.Overdue) == 0:
		d.Lack = "no next act has a date"
	default:
		last := d.Overdue[len(d.Overdue)-1]
		d.Lack = "no next act has a date: the last one, " + last.What + ", was due " + last.Due.String() + ", and nobody said what became of it"
	}
}

// entering lists what makes the record a lead.
func (m *Machine) entering(f *Facts) (list []Choice) {
	for _, e := range m.entries {
		for _, id := range sortedKinds(e.guards) {
			c := f.choice(e.Name, e.To, id)
			c.guarded(e.guards[id], e.When, f)
			list = append(list, c)
		}
	}
	return list
}

func sortedKinds(guards map[KindID]*Condition) []KindID {
	list := make([]KindID, 0, len(guards))
	for id := range guards {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

func (f *Facts) choice(move, to string, id KindID) Choice {
	kind := &f.schema.kinds[id]
	return Choice{Move: move, To: to, Kind: kind.Name, Class: kind.Class}
}

// guarded says what a condition makes of a choice. One that reads the event cannot be judged before there is one.
func (c *Choice) guarded(guard *Condition, text string, f *Facts) {
	switch {
	case guard == nil:
	case guard.readsEvent():
		c.If = text
	case !guard.True(f):
		c.Why = "needs " + text
	}
}

func (c *Condition) readsEvent() bool {
	return slices.ContainsFunc(c.Names(), func(name string) bool { return strings.HasPrefix(name, "event.") })
}

// moving adds the choices that a move gives: one for each kind of event that takes it, or one that goes by itself.
func (m *Machine) moving(list []Choice, mv *move, st *State, f *Facts, at Instant) []Choice {
	here := slices.Contains(mv.From, st.Life.Stage)
	if len(mv.Upon) == 0 {
		if here {
			list = append(list, Choice{Move: mv.Name, To: mv.To, If: mv.When, Why: m.stands(mv, st, f, at)})
		}
		return list
	}
	for _, id := range sortedKinds(mv.guards) {
		c := f.choice(mv.Name, mv.To, id)
		if !here {
			c.Why = "only from " + strings.Join(mv.From, ", ")
		} else {
			m.heard(&c, mv, id, st, f, at)
		}
		list = append(list, c)
	}
	return list
}

// heard judges a move upon an event, as [Machine.Upon] will.
func (m *Machine) heard(c *Choice, mv *move, id KindID, st *State, f *Facts, at Instant) {
	c.Requires = mv.Requires
	c.guarded(mv.guards[id], mv.When, f)
	switch {
	case c.Why != "":
		return
	case st.Life.took(mv.Name, at):
		c.Why = takenAlready
		return
	}
	for _, first := range m.stages[st.Life.Stage].upon[id] {
		if first == mv {
			break
		}
		if guard := first.guards[id]; guard.True(f) && !guard.readsEvent() && !st.Life.took(first.Name, at) {
			c.Why = quoted(first.Name) + " goes first"
			return
		}
	}
	if c.Class == Verdict {
		c.Why = m.waits(st, mv, at)
	}
	if c.Why == "" {
		c.Why = m.outside(st, mv.To)
	}
	m.needed(c, id, st, f)
}

// needed refuses a choice whose stage needs a fact, unless the event itself can bring it.
func (m *Machine) needed(c *Choice, id KindID, st *State, f *Facts) {
	for _, name := range m.missing(st, c.To) {
		if f.schema.brings(id, name) {
			c.Requires = append(slices.Clone(c.Requires), name)
		} else if c.Why == "" {
			c.Why = "stage " + c.To + " needs " + name
		}
	}
}

// brings reports whether events of a kind can make an attribute known.
func (s *Schema) brings(id KindID, name string) bool {
	if name == nextProject {
		return false
	}
	return slices.ContainsFunc(s.plans[id].writes, func(w write) bool { return s.attrs[w.attr].Name == name })
}

// stands says why a standing move is not taken, "" if it is due.
func (m *Machine) stands(mv *move, st *State, f *Facts, at Instant) string {
	if why := m.waits(st, mv, at); why != "" {
		return why
	}
	ripe := st.Life.Since.Add(mv.After)
	if mv.For > 0 {
		i := slices.IndexFunc(st.Life.Holds, func(h Hold) bool { return h.Move == mv.Name })
		ripe = at.Add(mv.For)
		if i >= 0 {
			ripe = st.Life.Holds[i].Since.Add(mv.For)
		}
	}
	switch {
	case !mv.standing.True(f):
		return "waits for " + mv.When
	case at < ripe:
		return "not before " + ripe.String()
	case st.Life.took(mv.Name, at):
		return takenAlready
	}
	return orText(m.outside(st, mv.To), m.lacks(st, mv.To))
}

// leaving adds the choices that an exit gives: one for each reason.
func (x *exit) leaving(list []Choice, m *Machine, st *State, f *Facts) []Choice {
	if !x.from[st.Life.Stage] {
		c := f.choice(x.Name, "", x.kind)
		c.Why = "only from " + strings.Join(x.From, ", ")
		return append(list, c)
	}
	for _, r := range x.Reasons {
		c := f.choice(x.Name, r.To, x.kind)
		c.Reason, c.Requires = r.Name, r.Requires
		if !x.reasons[r.Name].when.True(f) {
			c.Why = "needs " + r.When
		}
		m.needed(&c, x.kind, st, f)
		list = append(list, c)
	}
	return list
}
