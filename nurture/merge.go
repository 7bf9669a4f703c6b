package nurture

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Merge adds another record's nurture of the same person to st, at an instant up to which both were brought; the other is not changed. st is of the record that says where the lead
// stands. What either has received, the person has received: no content comes twice. Caps count what both were sent. Of a program that both are in, the place further on is
// kept, and its next content comes when the later of both is due; what only one is in goes on, and all stand still where sales has the lead or an event froze either.
// Who is nurtured in a program goes before who is held out of it.
func (p *Planner) Merge(st, other *State, cycle int, at lead.Instant) {
	programs, stood := slices.Clone(st.Programs), st.halted()
	st.Frozen, st.Away = lead.Earliest(st.Frozen, other.Frozen), lead.Earliest(st.Away, other.Away)
	for i := range programs {
		programs[i].pausedAs(st.halted(), stood, at)
	}
	for _, m := range other.Programs {
		m.pausedAs(st.halted(), other.halted(), at)
		i, ok := slices.BinarySearchFunc(programs, m.Program, func(m Membership, name string) int { return cmp.Compare(m.Program, name) })
		if ok {
			programs[i] = joined(programs[i], m)
		} else {
			programs = slices.Insert(programs, i, m)
		}
	}
	st.Programs = programs
	st.Had = slices.Clone(st.Had)
	for _, r := range other.Had {
		i, ok := st.findHad(r.Key)
		if ok {
			st.Had[i].At = max(st.Had[i].At, r.At)
		} else {
			st.Had = slices.Insert(st.Had, i, r)
		}
	}
	for len(st.Had) > MostReceived {
		p.forget(st)
	}
	st.Sent = slices.Concat(st.Sent, other.Sent)
	slices.Sort(st.Sent)
	st.Sent = st.Sent[max(0, len(st.Sent)-p.most):]
	st.Cycle, st.Ready, st.Late = cycle, max(st.Ready, other.Ready), max(st.Late, other.Late)
	st.Reports = bothReports(st.Reports, other.Reports)
	st.Band = cmp.Or(st.Band, other.Band)
	st.Contents, st.Withheld = st.Contents+other.Contents, st.Withheld+other.Withheld
}

// pausedAs pauses or resumes a membership that goes over to another record.
func (m *Membership) pausedAs(paused, was bool, at lead.Instant) {
	switch {
	case m.Left != 0 || paused == was:
	case paused:
		m.Wait, m.Ripe, m.Held = max(0, m.Ripe.Sub(at)), 0, 0
		if m.Idle != Busy {
			m.Wait = 0
		}
	default:
		if m.Idle == Busy && !m.Control {
			m.Ripe = min(at.Add(m.Wait), lead.Forever)
		}
		m.Wait, m.Ready = 0, false
	}
}

// joined makes one place of two in the same program, the same whichever comes first.
func joined(a, b Membership) Membership {
	if further(&b, &a) {
		a, b = b, a
	}
	a.Last, a.Sent = max(a.Last, b.Last), a.Sent+b.Sent
	a.Barred, a.Ready = a.Left != 0 && (a.Barred || b.Barred), a.Left == 0 && (a.Ready || b.Ready)
	a.First, a.Won = lead.Earliest(a.First, b.First), lead.Earliest(a.Won, b.Won)
	if a.Left == 0 && b.Left == 0 && a.Idle == Busy && (a.Step == "" || a.Step == b.Step) {
		a.Ripe, a.Wait = max(a.Ripe, b.Ripe), max(a.Wait, b.Wait)
	}
	return a
}

// further reports whether a lead is further on in a program by one place than by another: who is in it goes before who has left it, then who is not held out, then who
// received more.
func further(a, b *Membership) bool {
	one := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(one(a.Left == 0), one(b.Left == 0)), cmp.Compare(one(b.Control), one(a.Control)), cmp.Compare(a.Sent, b.Sent), cmp.Compare(b.Since, a.Since), cmp.Compare(a.Left, b.Left),
		cmp.Compare(a.Stream, b.Stream), cmp.Compare(a.Step, b.Step), cmp.Compare(b.Rounds, a.Rounds), cmp.Compare(a.Wait, b.Wait), cmp.Compare(one(b.Slow), one(a.Slow)), cmp.Compare(a.Held, b.Held), cmp.Compare(a.Idle, b.Idle), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Ripe, b.Ripe), cmp.Compare(a.Last, b.Last)) > 0
}
