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
		if o := theirs.line(r); o != nil && !o.silent() {
			s.line(v, r.home, r.place).merge(o, r, &s.halves[r.half])
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

func (l *Line) merge(o *Line, r *rule, h *half) {
	if r.fade == nil {
		l.mergeSums(o, h)
	}
	rest, other := l.rest(), o.rest()
	if r.fade != nil {
		r.fade.merge(&rest, &other, max(l.Last, o.Last))
	}
	rest.Held += other.Held
	rest.Less = plus(rest.Less, other.Less)
	rest.Times = append(slices.Clone(rest.Times), other.Times...)
	slices.Sort(rest.Times)
	if r.limit != nil {
		rest.Times = r.limit.latest(rest.Times)
	}
	l.setRest(rest)
	l.Count += o.Count
	l.Given = plus(l.Given, o.Given)
	l.Last = max(l.Last, o.Last)
}

func (l *Line) mergeSums(o *Line, h *half) {
	sums, theirs := l.sums(), o.sums()
	if by := h.epoch(o.Last) - h.epoch(l.Last); by > 0 {
		sums.age(by)
	} else {
		theirs.age(-by)
	}
	for i, w := range theirs {
		sums.add(int64(i), w)
	}
	l.setSums(sums)
}

func union(a, b []uint32) []uint32 {
	all := append(slices.Clone(a), b...)
	slices.SortFunc(all, cmp.Compare)
	return slices.Compact(all)
}
