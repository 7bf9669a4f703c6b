package scoring

import (
	"cmp"
	"slices"
)

// Merge adds another record of the same person to st; the other is not changed. Sums add exactly, so order does not matter. Limits counted apart before and count
// jointly after. The cycle began when the earlier one did. What the lead is has to be found anew with Refit.
func (s *Scorer) Merge(st *State, other *State) {
	pasts := s.bothPasts(st, other)
	v, theirs := s.prepared(st), s.look(other)
	for _, r := range s.events {
		line, rest := theirs.read(r), other.rest(r.key)
		if line.Count > 0 || !rest.empty() {
			st.merge(s.line(v, r.home, r.place), &line, &rest, r, &s.halves[r.half])
		}
	}
	st.From = min(st.From, other.From)
	st.Fit, st.Judged = union(st.Fit, other.Fit), union(st.Judged, other.Judged)
	for _, a := range other.Active {
		st.stir(a.Key, a.Last)
	}
	for _, o := range other.Overrides {
		take(&st.Overrides, o)
	}
	for _, o := range other.Frozen {
		take(&st.Frozen, o)
	}
	for _, o := range other.Away {
		take(&st.Away, o)
	}
	s.prepare(st)
	st.Past = s.level(st, pasts)
}

// merge adds to a line of the state another line of the same rule, and its rest.
func (st *State) merge(l, o *Line, other *Rest, r *rule, h *half) {
	rest := st.rest(r.key)
	if r.fade == nil {
		l.Sum, rest.Older = together(epochSums{l.Sum, rest.Older[0]}, epochSums{o.Sum, other.Older[0]}, h.epoch(o.Last)-h.epoch(l.Last))
	} else {
		r.fade.merge(&rest, other, max(l.Last, o.Last))
	}
	rest.Given = plus(rest.Given, other.Given)
	rest.Held += other.Held
	rest.Less = plus(rest.Less, other.Less)
	rest.Times = append(slices.Clone(rest.Times), other.Times...)
	slices.Sort(rest.Times)
	if r.limit != nil {
		rest.Times = r.limit.latest(rest.Times)
	}
	st.setRest(rest)
	l.Count += o.Count
	l.Last = max(l.Last, o.Last)
}

// together adds up sums, the second of which are so many epochs newer.
func together(a, b epochSums, by int64) (newest Wide, older [epochs - 1]Wide) {
	if by > 0 {
		a.age(by)
	} else {
		b.age(-by)
	}
	for i, w := range b {
		a.add(int64(i), w)
	}
	return a[0], [epochs - 1]Wide(a[1:])
}

func union(a, b []uint32) []uint32 {
	all := append(slices.Clone(a), b...)
	slices.SortFunc(all, cmp.Compare)
	return slices.Compact(all)
}
