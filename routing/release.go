package routing

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Release ends what a decision began, named by its request's id or by the lead: the load goes down. A lead that was rejected gives its turn back: it counts in
// no capacity and the rotation owes it anew. It reports false where nothing is open by that name.
func (r *Router) Release(d *Desk, requestOrLead string, end End, at lead.Instant) bool {
	at = max(at, d.Clock, 1)
	x := r.bind(d, at)
	i, ok := x.byRequest[requestOrLead]
	if !ok || d.Taken[i].Closed != 0 {
		if i, ok = x.byLead[requestOrLead]; !ok {
			return false
		}
	}
	r.tick(d, x, at)
	r.end(d, x, i, end, at)
	return true
}

// ReleaseOne ends the part that one of several partners has in a decision, named as in [Router.Release]: the others keep the lead. Where it was given to that partner first, the next
// has it in their place. It reports false where nothing is open by that name, the partner has no part in it, or nobody else has.
func (r *Router) ReleaseOne(d *Desk, requestOrLead, partner string, end End, at lead.Instant) bool {
	at = max(at, d.Clock, 1)
	x := r.bind(d, at)
	i, ok := x.byRequest[requestOrLead]
	if !ok || d.Taken[i].Closed != 0 {
		if i, ok = x.byLead[requestOrLead]; !ok {
			return false
		}
	}
	t := &d.Taken[i]
	j := slices.Index(t.Also, partner)
	first := partner == t.Person
	if len(t.Also) == 0 || !first && j < 0 {
		return false
	}
	d.Clock = at
	left := *t
	if first {
		t.Person, t.Before, t.By, j = t.Also[0], t.Prior[0], ByStrategy, 0
	} else {
		left = t.of(partner, t.Prior[j])
	}
	t.Also, t.Prior = without(t.Also, j), without(t.Prior, j)
	r.leave(d, x, &left, end, at)
	return true
}

// without gives a list without one item, nil where nothing is left. The list itself stays as it is.
func without[T any](list []T, i int) []T {
	if len(list) == 1 {
		return nil
	}
	return slices.Delete(slices.Clone(list), i, i+1)
}

// end closes a decision.
func (r *Router) end(d *Desk, x *index, i int, end End, at lead.Instant) {
	t := &d.Taken[i]
	t.Closed = at
	x.finished++
	delete(x.byLead, t.Lead)
	if t.Person != "" {
		r.leave(d, x, t, end, at)
	}
	for j, name := range t.Also {
		o := t.of(name, t.Prior[j])
		r.leave(d, x, &o, end, at)
	}
	if x.finished > 4*MostFinished {
		x.tidy(d)
	}
}

// leave takes a lead off a person's desk.
func (r *Router) leave(d *Desk, x *index, t *Taken, end End, at lead.Instant) {
	if end == Rejected || end == Dropped {
		d.drop(Drop{Lead: t.Lead, Person: t.Person, At: at})
	}
	p, known := r.personOf[t.Person]
	if !known {
		d.empty(x, t)
		return
	}
	if x.seats[p] < 0 {
		return
	}
	s := &d.Seats[x.seats[p]]
	s.Open, s.Value = max(0, s.Open-1), max(0, s.Value-loadOf(t.Potential))
	if end == Rejected {
		r.uncount(&r.people[p], s, t, x)
		r.feed(d, x, &t.Decision, -1)
		if t.By == ByStrategy {
			r.refund(d, x, t)
		}
	}
	x.load(p, s)
	r.reorder(x, p)
	r.review(d, x, p, at)
}

// empty takes a lead off the desk of somebody whom the policy no longer knows. Who has nothing left is forgotten.
func (d *Desk) empty(x *index, t *Taken) {
	i, ok := d.seat(t.Person)
	if !ok {
		return
	}
	if s := &d.Seats[i]; s.Open > 1 {
		s.Open, s.Value = s.Open-1, max(0, s.Value-loadOf(t.Potential))
		return
	}
	d.Seats = slices.Delete(d.Seats, i, i+1)
	x.readSeats(d)
}

// refund gives a rejected lead's turn back.
func (r *Router) refund(d *Desk, x *index, t *Taken) {
	c, ok := r.channelOf[t.Channel]
	if !ok || r.channels[c].Strategy != Rotation {
		return
	}
	if m := r.channels[c].member(r.personOf[t.Person]); m >= 0 {
		k := r.rank(d, x, c, t.Band)
		k.keep(d)
		k.refund(m)
	}
}

// uncount takes a rejected lead out of every capacity.
func (r *Router) uncount(p *person, s *Seat, t *Taken, x *index) {
	for i := range s.Counts {
		k := &s.Counts[i]
		if index, _ := p.clock.period(k.Per, t.At); index == k.Index {
			k.N = max(0, k.N-1)
		}
	}
	if i, ok := slices.BinarySearch(s.Times, t.At); ok {
		s.Times = slices.Delete(s.Times, i, i+1)
	}
	if s.Last == t.At {
		s.Last = t.Before
	}
}

// tidy forgets the oldest released decisions.
func (x *index) tidy(d *Desk) {
	drop := x.finished - MostFinished
	d.Taken = slices.DeleteFunc(d.Taken, func(t Taken) bool {
		if t.Closed == 0 || drop == 0 {
			return false
		}
		drop--
		return true
	})
	x.readTaken(d)
}

// Leave tells the desk that a person is away, or with an earlier end that they are back sooner than it was told. Of two leaves that begin at one instant the
// later told holds. It reports false for somebody the policy does not know. A leave that is over is forgotten.
func (r *Router) Leave(d *Desk, l Leave, at lead.Instant) bool {
	if _, ok := r.personOf[l.Person]; !ok {
		return false
	}
	at = max(at, d.Clock, 1)
	x := r.bind(d, at)
	r.tick(d, x, at)
	p := r.personOf[l.Person]
	was := x.away[p]
	i, ok := slices.BinarySearchFunc(d.Leaves, l, func(a, b Leave) int {
		if c := strings.Compare(a.Person, b.Person); c != 0 {
			return c
		}
		return int(max(-1, min(1, a.From-b.From)))
	})
	if ok {
		d.Leaves[i] = l
	} else {
		d.Leaves = slices.Insert(d.Leaves, i, l)
	}
	d.index = nil
	d.Leaves = slices.DeleteFunc(d.Leaves, func(l Leave) bool { return l.To <= at || l.To <= l.From })
	if len(d.Leaves) > MostLeaves {
		first := 0
		for i := range d.Leaves {
			if d.Leaves[i].From < d.Leaves[first].From {
				first = i
			}
		}
		d.Leaves = slices.Delete(d.Leaves, first, first+1)
	}
	if x = r.bind(d, at); was && r.people[p].levelled { // back sooner than was told
		x.back = append(x.back, p)
		r.welcome(d, x)
	}
	return true
}
