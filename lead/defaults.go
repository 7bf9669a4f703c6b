package lead

import "slices"

// withDefaults fills in the sections that are empty. Beside stages of the contract's own, a default is cut down to the stages that there are.
func (l Lifecycle) withDefaults() Lifecycle {
	d := DefaultLifecycle()
	if len(l.Stages) > 0 {
		d.fit(l.Stages)
	}
	return Lifecycle{
		Stages:  orElse(l.Stages, d.Stages),
		Entries: orElse(l.Entries, d.Entries),
		Moves:   orElse(l.Moves, d.Moves),
		Exits:   orElse(l.Exits, d.Exits),

		Precedence: orElse(l.Precedence, d.Precedence),
	}
}

// fit removes from entries, moves and exits what names a stage that is not in the list.
func (l *Lifecycle) fit(stages []Stage) {
	absent := func(name string) bool {
		return !slices.ContainsFunc(stages, func(s Stage) bool { return s.Name == name })
	}
	l.Entries = slices.DeleteFunc(l.Entries, func(e Entry) bool { return absent(e.To) })
	for i := range l.Moves {
		l.Moves[i].From = slices.DeleteFunc(slices.Clone(l.Moves[i].From), absent)
	}
	l.Moves = slices.DeleteFunc(l.Moves, func(mv Move) bool { return absent(mv.To) || len(mv.From) == 0 })
	for i := range l.Exits {
		l.Exits[i].fit(absent)
	}
	l.Exits = slices.DeleteFunc(l.Exits, func(x Exit) bool { return len(x.From) == 0 || len(x.Reasons) == 0 })
	if slices.ContainsFunc(stages, func(s Stage) bool { return !slices.Contains(l.Precedence, s.Name) }) {
		l.Precedence = nil // beside other stages, it would say more than was meant
	}
	l.Precedence = slices.DeleteFunc(l.Precedence, absent)
}

func (x *Exit) fit(absent func(string) bool) {
	x.From = slices.DeleteFunc(slices.Clone(x.From), absent)
	x.Reasons = slices.DeleteFunc(x.Reasons, func(r Reason) bool { return absent(r.To) })
	for i := range x.Reasons {
		if r := &x.Reasons[i]; r.Back != "" && absent(r.Back) {
			r.Back = ""
		}
	}
}
