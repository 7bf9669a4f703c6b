package funnel

// latest gives the newest week in any key.
func (t *Tally) latest() (w Week) {
	for g := range t.Groups {
		w = max(w, g.Week)
	}
	for l := range t.Legs {
		w = max(w, l.Week)
	}
	for c := range t.Costs {
		w = max(w, c.Week)
	}
	for e := range t.Ends {
		w = max(w, e.Week)
	}
	return w
}

// pass moves on to a newer week: what now lies too far behind loses its week. As that depends on the newest week alone, and sums do not depend on order,
// it does not matter when it happens.
func (t *Tally) pass(newest Week) {
	if newest <= t.newest {
		return
	}
	t.newest = newest
	for g, c := range t.Groups {
		if c != nil && g.Week != g.Week.Kept(newest) {
			delete(t.Groups, g)
			t.count(g).merge(c)
		}
	}
	for l, spans := range t.Legs {
		if l.Week != l.Week.Kept(newest) {
			delete(t.Legs, l)
			t.leg(l, spans...)
		}
	}
	for c, sum := range t.Costs {
		if c.Week != c.Week.Kept(newest) {
			delete(t.Costs, c)
			t.spent(c, sum)
		}
	}
	for e, sum := range t.Ends {
		if e.Week != e.Week.Kept(newest) {
			delete(t.Ends, e)
			t.end(e, sum)
		}
	}
}
