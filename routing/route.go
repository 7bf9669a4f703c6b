package routing

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Route decides who takes a lead, and notes it on the desk. A request that the desk remembers gets the decision it got, and changes nothing.
// A lead that somebody has, or that waits, is taken from there first: a lead is in one place at a time. Of a request whose Cause is "reassign" whoever had it
// is taken to have let it drop.
//
// A person gets the lead who is not absent, has room in every capacity, covers the place, speaks the language, has the skills, is not excluded, and did not
// reject or drop this lead before. The owner of the account comes first, then whoever covers for the absent owner, then the channel's strategy.
func (r *Router) Route(d *Desk, q Request, at lead.Instant) Decision {
	at = max(at, d.Clock, 1)
	x := r.bind(d, at)
	if i, ok := x.byRequest[q.id()]; ok {
		return d.Taken[i].Decision
	}
	d.Clock = at
	if i, ok := x.byLead[q.Lead]; ok {
		end := Recycled
		if q.Cause == Reassign {
			end = Dropped
		}
		r.end(d, x, i, end, at)
	}
	dec := r.decide(d, x, &q, at)
	r.take(d, x, dec)
	return dec
}

// Reassign is the Cause of a request for a lead that was taken away after a broken promise.
const Reassign = "reassign"

// decide finds who takes a lead, and pays the turn.
func (r *Router) decide(d *Desk, x *index, q *Request, at lead.Instant) Decision {
	dec := Decision{Request: q.id(), Lead: q.Lead, At: at, Queue: true, Team: r.fallback}
	passed := 0 // channels that take the lead and have nobody for it
	for _, name := range q.Channels {
		c, ok := r.channelOf[name]
		if !ok {
			continue
		}
		ch := &r.channels[c]
		if ch.Unattended {
			dec.Channel, dec.Team, dec.Queue, dec.By = ch.Name, ch.Team, false, ByChannel
			break
		}
		if member := r.choose(d, x, c, q, &dec); member >= 0 {
			p := &r.people[ch.members[member]]
			dec.Channel, dec.Person, dec.Team, dec.Queue = ch.Name, p.Name, p.Team, false
			if dec.Team == "" {
				dec.Team = ch.Team
			}
			break
		}
		passed++
	}
	switch {
	case passed > 0:
		dec.Reasons = r.refused(d, q, dec.Channel, at)
	case dec.Queue:
		dec.Reasons = NotTaken
	}
	return dec
}

// choose finds the member of a channel who takes a lead, -1 if none can.
func (r *Router) choose(d *Desk, x *index, c int, q *Request, dec *Decision) int {
	ch := &r.channels[c]
	set := x.scratch[c]
	r.eligible(d, x, c, q, set)
	if ch.Hours == RequireOpen {
		set.and(x.work[c])
	}
	if q.Owner != "" {
		if m := r.owner(d, x, c, q, set, dec); m >= 0 {
			return m
		}
	}
	if ch.Hours == PreferOpen && set.meets(x.work[c]) {
		set.and(x.work[c])
	}
	if set.empty() {
		return -1
	}
	dec.By = ByStrategy
	return r.pick(d, x, c, q, set)
}

// owner finds the owner of the account among those who can take the lead, or who covers for them.
func (r *Router) owner(d *Desk, x *index, c int, q *Request, set group, dec *Decision) int {
	p, ok := r.personOf[q.Owner]
	if !ok {
		return -1
	}
	if m := r.channels[c].member(p); m >= 0 && set.has(m) {
		dec.By = ByOwner
		return m
	}
	if !x.away[p] {
		return -1
	}
	if by, ok := r.personOf[r.cover(d, q.Owner, x.at)]; ok {
		if m := r.channels[c].member(by); m >= 0 && set.has(m) {
			dec.By, dec.For = ByCover, q.Owner
			return m
		}
	}
	return -1
}

// eligible sets into set the members of a channel who can take a lead, whatever the hours.
func (r *Router) eligible(d *Desk, x *index, c int, q *Request, set group) {
	ch := &r.channels[c]
	if ch.places.limited {
		ch.places.find(set, q.Country, q.Postal)
		for _, s := range x.stands[c] {
			if set.has(s.of) {
				set.set(s.by)
			}
		}
		set.and(x.free[c])
	} else {
		copy(set, x.free[c])
	}
	if len(ch.speak) > 0 && q.Language != "" {
		spoken := ch.speak[q.Language]
		for i := range set {
			if spoken == nil {
				set[i] &= ch.any[i]
			} else {
				set[i] &= ch.any[i] | spoken[i]
			}
		}
	}
	for _, s := range q.Skills {
		set.and(ch.skilled[s])
	}
	r.bar(d, c, q, set)
}

// bar removes those whom the request excludes, and those who had the lead before and let it go.
func (r *Router) bar(d *Desk, c int, q *Request, set group) {
	for _, name := range q.Not {
		r.without(c, name, set)
	}
	if len(d.Drops) > 0 {
		for _, x := range d.dropped(q.Lead) {
			r.without(c, x.Person, set)
		}
	}
}

func (r *Router) without(c int, name string, set group) {
	if p, ok := r.personOf[name]; ok {
		if m := r.channels[c].member(p); m >= 0 {
			set.clear(m)
		}
	}
}

// take notes a decision: the request, and the load of the person.
func (r *Router) take(d *Desk, x *index, dec Decision) {
	t := Taken{Decision: dec}
	if p, known := r.personOf[dec.Person]; known {
		s := r.sit(d, x, p)
		t.Before = s.Last
		s.Open, s.Last = s.Open+1, dec.At
		x.open[p], x.last[p] = int64(s.Open), dec.At
		r.count(x, &r.people[p], s, dec.At)
		r.review(d, x, p, dec.At)
	}
	d.Taken = append(d.Taken, t)
	x.byRequest[dec.Request], x.byLead[dec.Lead] = len(d.Taken)-1, len(d.Taken)-1
	if len(d.Taken)-x.finished > MostOpen {
		r.forget(d, x, dec.At)
	}
}

// forget releases the oldest lead that is open.
func (r *Router) forget(d *Desk, x *index, at lead.Instant) {
	for i := range d.Taken {
		if d.Taken[i].Closed == 0 {
			r.end(d, x, i, Finished, at)
			return
		}
	}
}

// sit gives a person's seat, a new one if they have none.
func (r *Router) sit(d *Desk, x *index, person int) *Seat {
	if at := x.seats[person]; at >= 0 {
		return &d.Seats[at]
	}
	name := r.people[person].Name
	at, ok := d.seat(name)
	if !ok {
		d.Seats = slices.Insert(d.Seats, at, Seat{Person: name})
		x.readSeats(d)
	}
	return &d.Seats[at]
}

// count counts a lead in every period that the person's capacity needs.
func (r *Router) count(x *index, p *person, s *Seat, at lead.Instant) {
	for _, c := range p.Capacity {
		if c.Per == AtOnce || c.Per == Rolling {
			continue
		}
		index, _ := x.periods.of(p.clock, c.Per, at)
		k := s.counted(c.Per)
		if k.Index < index {
			k.Index, k.N = index, 0
		}
		k.N++
	}
	if p.times > 0 {
		if n := len(s.Times) - p.times + 1; n > 0 {
			s.Times = append(s.Times[:0], s.Times[n:]...)
		}
		s.Times = append(s.Times, at)
	}
}

// counted gives the count over a period, a new one if there is none.
func (s *Seat) counted(p Period) *Count {
	i, ok := slices.BinarySearchFunc(s.Counts, p, func(c Count, p Period) int { return int(c.Per) - int(p) })
	if !ok {
		s.Counts = slices.Insert(s.Counts, i, Count{Per: p})
	}
	return &s.Counts[i]
}
