package lead

import (
	"cmp"
	"slices"
)

// Merge adds what is known of another record of the same person to st, at an instant up to which both were brought; the other is not changed. st is the one that says where the lead
// stands: the one that [Machine.Precedence] puts first. What registers hold is the latest of both, costs and counts are added, the first source is the earlier one and the latest the later one.
//
// A refusal wins: a basis for contact does not outlive the refusal of the same purpose for the same channel, or for any, in the other record, whichever is later.
// An erasure wins too: what is merged with an erased person's record is erased.
func (s *Schema) Merge(st, other *State, at Instant) {
	o := *other
	st.Person = orText(st.Person, o.Person)
	if later(o.Contact.At, o.Contact.Event, st.Contact.At, st.Contact.Event) {
		st.Contact, st.Person = o.Contact, orText(o.Person, st.Person)
	}
	st.Created = Earliest(st.Created, o.Created)
	st.mergeRegisters(&o)
	st.mergeBasis(&o)
	st.mergeTopics(o.Topics)
	st.mergeTouches(&o)
	st.spend(o.Cost)
	st.Life.merge(&o.Life, at)
	s.mergeMemory(st, o.Memory)
	st.Signal = max(st.Signal, o.Signal)
	st.Unmapped, st.Automatic = st.Unmapped+o.Unmapped, st.Automatic+o.Automatic
	st.Keep(o.Marks)
	if st.Gone = Earliest(st.Gone, o.Gone); st.Gone != 0 {
		st.Erase(st.Gone)
	}
}

// registers joins two sorted lists of registers: of one key the later event is kept, and of more than most the latest.
func registers[T any](a, b []T, key func(x, y T) int, stamp func(*T) (Instant, string), most int) (list []T, dropped bool) {
	list = slices.Clone(a)
	for _, x := range b {
		i, ok := slices.BinarySearchFunc(list, x, key)
		at, id := stamp(&x)
		if !ok {
			list = slices.Insert(list, i, x)
		} else if t, other := stamp(&list[i]); later(at, id, t, other) {
			list[i] = x
		}
	}
	for most > 0 && len(list) > most {
		list, dropped = dropOldest(list, stamp), true
	}
	return list, dropped
}

func (st *State) mergeRegisters(o *State) {
	st.Fields, _ = registers(st.Fields, o.Fields, func(a, b Field) int { return compare(a.Name, b.Name) }, func(f *Field) (Instant, string) { return f.At, f.By }, 0)
	st.Plans, _ = registers(st.Plans, o.Plans, func(a, b Project) int { return compare(a.Name, b.Name) }, func(p *Project) (Instant, string) { return p.At, p.By }, MostProjects)
	st.Agenda, _ = registers(st.Agenda, o.Agenda, byPlan, func(p *Planned) (Instant, string) { return p.At, p.Event }, MostPlanned)
}

func (st *State) mergeBasis(o *State) {
	mine, theirs := unrefused(st.Basis, o.Basis), unrefused(o.Basis, st.Basis)
	byPurpose := func(a, b Consent) int { return cmp.Or(compare(a.Purpose, b.Purpose), compare(a.Channel, b.Channel)) }
	list, dropped := registers(mine, theirs, byPurpose, func(c *Consent) (Instant, string) { return c.At, c.Event }, MostConsents)
	st.Basis, st.Overfull = list, st.Overfull || o.Overfull || dropped
}

// unrefused gives a list without the bases that the other one refuses.
func unrefused(list, other []Consent) []Consent {
	return slices.DeleteFunc(slices.Clone(list), func(c Consent) bool {
		return !c.Refused && slices.ContainsFunc(other, func(o Consent) bool {
			return o.Refused && o.Purpose == c.Purpose && (o.Channel == c.Channel || o.Channel == "any")
		})
	})
}

func (st *State) mergeTopics(other []Topic) {
	st.Topics = slices.Clone(st.Topics)
	for _, t := range other {
		i, ok := slices.BinarySearchFunc(st.Topics, t, func(a, b Topic) int { return compare(a.Name, b.Name) })
		if !ok {
			st.Topics = slices.Insert(st.Topics, i, t)
			continue
		}
		st.Topics[i].Times += t.Times
		st.Topics[i].Last = max(st.Topics[i].Last, t.Last)
	}
	for len(st.Topics) > MostTopics {
		st.Topics = dropOldest(st.Topics, func(t *Topic) (Instant, string) { return t.Last, t.Name })
	}
}

func (st *State) mergeTouches(o *State) {
	if o.First.Known() && (!st.First.Known() || later(st.First.At, st.First.By, o.First.At, o.First.By)) {
		st.First = o.First
	}
	if o.Latest.Known() && (!st.Latest.Known() || later(o.Latest.At, o.Latest.By, st.Latest.At, st.Latest.By)) {
		st.Latest = o.Latest
	}
}

func (s *Schema) mergeMemory(st *State, other Memory) {
	st.Memory = slices.Clone(st.Memory)
	for _, o := range other {
		i := slices.IndexFunc(s.tracks, func(t track) bool { return t.name == o.Call })
		mine := st.Memory.track(o.Call)
		switch {
		case i < 0: // no condition asks for it any more
		case mine == nil:
			st.Memory = append(st.Memory, o)
		default:
			mine.merge(&o, &s.tracks[i])
		}
	}
	slices.SortFunc(st.Memory, func(a, b Track) int { return compare(a.Call, b.Call) })
}

// merge adds another track of the same call.
func (m *Track) merge(o *Track, t *track) {
	m.Count += o.Count
	times := slices.Concat(m.Times, o.Times)
	slices.Sort(times)
	m.Times = times[max(0, len(times)-t.keep):]
	if len(m.Times) == 0 {
		m.Times = nil
	}
	addExact(&m.Sum, &m.Over, o.Sum)
	m.Over += o.Over
	m.Sums = slices.Clone(m.Sums)
	for _, g := range o.Sums {
		i, ok := slices.BinarySearchFunc(m.Sums, g.Index, func(g Grain, index int64) int { return cmp.Compare(g.Index, index) })
		if !ok {
			m.Sums = slices.Insert(m.Sums, i, g)
		} else {
			m.Sums[i].plus(g)
		}
	}
	if n := len(m.Sums); n > 0 {
		oldest := m.Sums[n-1].Index - t.grains()
		m.Sums = slices.DeleteFunc(m.Sums, func(g Grain) bool { return g.Index <= oldest })
	}
}

// merge adds the other's past; where the lead stands, who has it and what holds it stay. Time that the other spent where it stood counts as spent there.
func (l *Life) merge(o *Life, at Instant) {
	l.Cycle, l.From = max(l.Cycle, o.Cycle), Earliest(l.From, o.From)
	l.Returns += o.Returns
	if l.ReturnExit == "" {
		l.ReturnExit, l.ReturnReason = o.ReturnExit, o.ReturnReason
	}
	if l.Receipt == nil {
		l.Receipt = o.Receipt
	}
	l.Awaited = orText(l.Awaited, o.Awaited)
	l.Had = orText(l.Had, orText(o.Owner, o.Had))
	l.Totals = slices.Clone(l.Totals)
	for _, d := range o.Spent(at) {
		sum := total(&l.Totals, d.Stage)
		sum.Spent, sum.Times = sum.Spent+d.Spent, sum.Times+d.Times
	}
	l.Passages = slices.Concat(l.Passages, o.Passages)
	slices.SortStableFunc(l.Passages, func(a, b Passage) int { return cmp.Compare(a.At, b.At) })
	if n := len(l.Passages) - MostPassages; n > 0 {
		l.Passages = slices.Delete(l.Passages, 0, n)
	}
}
