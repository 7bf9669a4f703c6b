package sla

import "slices"

// timed reports whether an item of a then has to come within a span of the one before it.
func (e *expr) timed() bool {
	return slices.ContainsFunc(e.items, func(item expr) bool { return item.within != 0 })
}

// steps gives, for each item of a timed then, all the points at which the items up to it can have been complete: a first e-mail may be too old for the call
// that answers a second one. It ends with the first item that cannot be complete.
func (e *expr) steps(list []Evidence, from point) (steps [][]point) {
	reached := []point{from}
	for i := range e.items {
		item := &e.items[i]
		var next []point
		for _, r := range reached {
			for q, ok := r, true; ok; q, ok = following(list, q) {
				p, done := item.after(list, q)
				if !done || item.within != 0 && p.at > r.at.Add(item.within) {
					break // later ones end later
				}
				next = append(next, p)
			}
		}
		slices.SortFunc(next, point.compare)
		reached = slices.Compact(next)
		if len(reached) == 0 {
			return steps
		}
		steps = append(steps, reached)
	}
	return steps
}

// following gives the point of the first piece of evidence after a point.
func following(list []Evidence, from point) (point, bool) {
	for i := range list {
		if p := (point{list[i].At, list[i].ID}); p.compare(from) > 0 {
			return p, true
		}
	}
	return point{}, false
}

// chained is after for a timed then: the first of the points at which all can have been complete.
func (e *expr) chained(list []Evidence, from point) (point, bool) {
	steps := e.steps(list, from)
	if len(steps) < len(e.items) {
		return point{}, false
	}
	return steps[len(steps)-1][0], true
}

// rest is lacks for a timed then: what comes behind the items that are complete, unless the evidence shows that it would come too late.
func (e *expr) rest(list []Evidence, from point) *expr {
	steps := e.steps(list, from)
	n := len(steps)
	for n > 0 && e.items[n].within != 0 && list[len(list)-1].At > steps[n-1][len(steps[n-1])-1].at.Add(e.items[n].within) {
		n--
	}
	items := slices.Clone(e.items[n:])
	if n == 0 && len(items) > 0 {
		items[0].within = 0
	}
	return &expr{join: joinThen, items: items}
}
