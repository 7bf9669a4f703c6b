package lead

// OverrideEnded is the move by which a lead leaves a stage that a manager set for a time only: see [Override].
const OverrideEnded = "override ended"

// Override is a stage that a manager set by hand until a date. Until then neither a standing move nor a room's verdict takes the lead out of it: scores and
// time do not overrule a person. What people do, and the lead itself, still moves it, and ends the override. At the date the lead goes back to the
// stage it was in before, by the move [OverrideEnded]; if that stage needs a fact that is missing, as soon as the fact is known.
//
// A stage that was set without a date has no Override: it is a passage like any other.
type Override struct {
	From   string  `json:"f,omitempty"` // where the lead goes back to; empty: it was no lead yet, and stays
	Until  Instant `json:"u,omitempty"`
	Event  string  `json:"e,omitempty"`
	By     string  `json:"b,omitempty"`
	Reason string  `json:"r,omitempty"`
}

// Deputy is an owner whom a manager set by hand. As long as it stands, no answer to a request for routing takes the lead from them. At the date the lead
// goes back to whom it had before. It ends when the lead leaves sales' hands, its demand ends, or it is assigned by hand.
type Deputy struct {
	Event  string  `json:"e,omitempty"`
	By     string  `json:"b,omitempty"`
	Reason string  `json:"r,omitempty"`
	Until  Instant `json:"u,omitempty"` // zero: no date
	// Owner, Team and Route are who had it before.
	Owner string `json:"o,omitempty"`
	Team  string `json:"m,omitempty"`
	Route string `json:"c,omitempty"`
}

// overridden reads a manager's stage from an event.
func (m *Machine) overridden(b *Bound, f *Facts, at Instant) (Step, bool) {
	get := func(name string) Value { return b.Value(f.schema.Prop(b.Kind, name)) }
	to, until := get("stage").Text, Instant(get("until").Num)
	switch {
	case m.stages[to] == nil:
		return Step{Move: StageOverridden, Refused: "there is no stage " + to}, true
	case until != 0 && until <= at:
		return Step{Move: StageOverridden, Refused: "it would have ended already: " + until.String()}, true
	}
	return Step{Move: StageOverridden, To: to, Reason: get("reason").Text, Until: until}, true
}

// overrule notes a stage that was set until a date. One that follows another goes back to where the first came from.
func (l *Life) overrule(step Step, p Passage, was Override) {
	if step.Move != StageOverridden || step.Until == 0 {
		return
	}
	l.Override = Override{From: p.From, Until: step.Until, Event: p.Event, By: p.By, Reason: p.Reason}
	if was.Until > p.At {
		l.Override.From = was.From
	}
}

// Overruled reports whether a manager's stage stands at an instant.
func (l *Life) Overruled(at Instant) bool { return at < l.Override.Until }

// ended gives the step back to where the lead was before a manager set its stage, if the time is up.
func (m *Machine) ended(st *State, at Instant) (Step, bool) {
	o := &st.Life.Override
	if o.Until == 0 || at < o.Until || o.From == st.Life.Stage || m.stages[o.From] == nil || m.lacks(st, o.From) != "" || m.outside(st, o.From) != "" {
		return Step{}, false
	}
	return Step{Move: OverrideEnded, To: o.From}, true
}

// Appoint lets an event owner_overridden set who has the lead. It gives why not, in words, and "" if it did.
func (m *Machine) Appoint(st *State, b *Bound, s *Schema, at Instant) (refused string) {
	get := func(name string) Value { return b.Value(s.Prop(b.Kind, name)) }
	life := &st.Life
	owner, until := get("owner").Text, Instant(get("until").Num)
	switch {
	case owner == "":
		return "it names no owner"
	case !m.handed(life.Stage) || m.final(life.Stage):
		return "the lead is not in sales' hands"
	case until != 0 && until <= at:
		return "it would have ended already: " + until.String()
	}
	before := Deputy{Owner: life.Owner, Team: life.Team, Route: life.Route}
	if life.Appointed(at) {
		before = life.Deputy
	}
	life.Deputy = Deputy{Event: b.ID, By: b.By, Reason: get("reason").Text, Until: until, Owner: before.Owner, Team: before.Team, Route: before.Route}
	if st.Gone != 0 {
		life.Deputy.Reason = ""
	}
	life.Owner, life.Team = owner, orText(get("team").Text, life.Team)
	return ""
}

// Appointed reports whether the owner is one whom a manager set by hand.
func (l *Life) Appointed(at Instant) bool {
	return l.Deputy.Event != "" && (l.Deputy.Until == 0 || at < l.Deputy.Until)
}

// Restore gives the lead back to whom it had before a manager set the owner, if the time is up, and reports whether it was.
func (l *Life) Restore(at Instant) bool {
	d := l.Deputy
	if d.Until == 0 || at < d.Until {
		return false
	}
	l.Owner, l.Team, l.Route, l.Deputy = d.Owner, d.Team, d.Route, Deputy{}
	return true
}
