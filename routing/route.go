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
	r.tick(d, x, at)
	if i, ok := x.byLead[q.Lead]; ok {
		r.end(d, x, i, q.leaves(), at)
	}
	dec := r.decide(d, x, &q, at)
	r.take(d, x, dec)
	return r.share(d, x, &q)
}

// Reassign is the Cause of a request for a lead that was taken away after a broken promise.
const Reassign = "reassign"

// leaves gives how the lead of a request leaves whoever has it.
func (q *Request) leaves() End {
	if q.Cause == Reassign {
		return Dropped
	}
	return Recycled
}

// decide finds who takes a lead, and pays the turn.
func (r *Router) decide(d *Desk, x *index, q *Request, at lead.Instant) Decision {
	dec := Decision{Request: q.id(), Lead: q.Lead, At: at, Queue: true, Team: r.fallback, Potential: q.Potential}
	if r.hold && len(q.Ambiguous) > 0 {
		dec.Reasons = ManyAccounts
		return dec
	}
	if q.Opportunity != "" && r.along(d, x, q, &dec) {
		return dec
	}
	x.passed = x.passed[:0]
	if r.by == ExpectedValue && len(q.Channels) > 1 {
		r.best(d, x, q, &dec)
	} else {
		r.first(d, x, q, &dec)
	}
	if dec.Reasons = r.refused(d, x, q, at); dec.Queue && len(x.passed) == 0 {
		dec.Reasons = NotTaken
	}
	return dec
}

// first gives a lead to the first channel that has somebody for it, and notes those before.
func (r *Router) first(d *Desk, x *index, q *Request, dec *Decision) {
	for _, name := range q.Channels {
		if c, ok := r.channelOf[name]; !ok {
			continue
		} else if r.serve(d, x, c, q, dec, true) {
			return
		} else {
			x.passed = append(x.passed, c)
		}
	}
}

// best gives a lead to the channel in which it is worth most with whoever would get it there; of equals to the first. It notes those before that have nobody.
func (r *Router) best(d *Desk, x *index, q *Request, dec *Decision) {
	best, most, before := -1, int64(0), 0
	for _, name := range q.Channels {
		c, ok := r.channelOf[name]
		if !ok {
			continue
		}
		var look Decision
		if !r.serve(d, x, c, q, &look, false) {
			x.passed = append(x.passed, c)
		} else if best < 0 || look.Expected.Minor > most {
			best, most, before = c, look.Expected.Minor, len(x.passed)
		}
	}
	if best >= 0 {
		x.passed = x.passed[:before]
		r.serve(d, x, best, q, dec, true)
	}
}

// serve finds who takes a lead in a channel and has them pay, or only looks; it reports whether there is anybody.
func (r *Router) serve(d *Desk, x *index, c int, q *Request, dec *Decision, pay bool) bool {
	ch, member := &r.channels[c], -1
	if ch.Unattended {
		dec.Team, dec.By = ch.Team, ByChannel
	} else if member = r.choose(d, x, c, q, dec, pay); member < 0 {
		return false
	} else {
		p := &r.people[ch.members[member]]
		dec.Person, dec.Team = p.Name, ch.teamOf(p)
	}
	dec.Channel, dec.Queue, dec.Expected = ch.Name, false, r.expected(c, member, q)
	return true
}

// expected gives what the lead is worth there, where chances are known.
func (r *Router) expected(c, member int, q *Request) lead.Money {
	if !r.valued && len(r.channels[c].closings) == 0 {
		return lead.Money{}
	}
	return lead.Money{Minor: r.worth(c, member, q), Currency: r.currency}
}

// along gives a lead to whoever works on the account's open opportunity, or covers for them, if they are free: whatever its place, language and type.
func (r *Router) along(d *Desk, x *index, q *Request, dec *Decision) bool {
	name := r.cover(d, q.Owner, x.at)
	p, ok := r.personOf[name]
	if !ok || !x.free[p] || r.barred(d, q, name) {
		return false
	}
	who := &r.people[p]
	c := who.channels[0].channel
	for _, s := range who.channels {
		if slices.Contains(q.Channels, r.channels[s.channel].Name) {
			c = s.channel
			break
		}
	}
	ch := &r.channels[c]
	dec.Channel, dec.Person, dec.Team, dec.Queue = ch.Name, name, ch.teamOf(who), false
	dec.Band = r.band(d, ch, q)
	dec.By, dec.Opportunity, dec.Expected = ByOpportunity, q.Opportunity, r.expected(c, ch.member(p), q)
	if name != q.Owner {
		dec.For = q.Owner
	}
	return true
}

// barred reports whether the request excludes somebody, or they had the lead before and let it go.
func (r *Router) barred(d *Desk, q *Request, name string) bool {
	return slices.Contains(q.Not, name) || slices.ContainsFunc(d.dropped(q.Lead), func(x Drop) bool { return x.Person == name })
}

// choose finds the member of a channel who takes a lead, -1 if none can; with pay it is their turn.
func (r *Router) choose(d *Desk, x *index, c int, q *Request, dec *Decision, pay bool) int {
	ch := &r.channels[c]
	band := r.band(d, ch, q)
	k := r.rank(d, x, c, band)
	x.tiers.reset()
	ch.places.find(&x.tiers, q)
	ch.able(q, &x.able)
	r.bar(d, x, k, c, q)
	m := r.owner(d, x, k, c, q, dec)
	for i := 0; i < len(x.tiers.list) && m < 0; i++ {
		if r.narrow(x, k, c, x.tiers.list[i]) {
			dec.By, m = ByStrategy, r.pick(d, x, k, q, pay)
		}
	}
	for _, b := range x.barred {
		k.move(b, r.part(x, c, b, ch.members[b]))
	}
	if m >= 0 {
		dec.Band = band
	}
	return m
}

// able gives the cohorts who speak the language and have the skills.
func (ch *channel) able(q *Request, to *group) {
	set := append((*to)[:0], ch.all...)
	*to = set
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
}

// bar takes those out of the ranks whom the request excludes, and those who had the lead before and let it go.
func (r *Router) bar(d *Desk, x *index, k *ranks, c int, q *Request) {
	x.barred = x.barred[:0]
	for _, name := range q.Not {
		r.without(x, k, c, name)
	}
	if len(d.Drops) > 0 {
		for _, drop := range d.dropped(q.Lead) {
			r.without(x, k, c, drop.Person)
		}
	}
}

func (r *Router) without(x *index, k *ranks, c int, name string) {
	if p, ok := r.personOf[name]; ok {
		if m := r.channels[c].member(p); m >= 0 && k.in[m] >= 0 {
			k.move(m, -1)
			x.barred = append(x.barred, m)
		}
	}
}

// owner finds the owner of the account among those who can take the lead, or who covers for them.
func (r *Router) owner(d *Desk, x *index, k *ranks, c int, q *Request, dec *Decision) int {
	p, ok := r.personOf[q.Owner]
	if q.Owner == "" || !ok {
		return -1
	}
	if m := r.channels[c].member(p); r.can(x, k, c, m) {
		dec.By = ByOwner
		return m
	}
	if !x.away[p] {
		return -1
	}
	if by, ok := r.personOf[r.cover(d, q.Owner, x.at)]; ok {
		if m := r.channels[c].member(by); r.can(x, k, c, m) {
			dec.By, dec.For = ByCover, q.Owner
			return m
		}
	}
	return -1
}

// can reports whether a member can take the lead, however wide the territory by which they can.
func (r *Router) can(x *index, k *ranks, c, m int) bool {
	if m < 0 || k.in[m] < 0 || !x.able.has(k.ch.cohortOf[m]) || k.ch.Hours == RequireOpen && k.in[m]&1 == offWork {
		return false
	}
	for _, tier := range x.tiers.list {
		if tier.has(k.ch.cohortOf[m]) {
			return true
		}
		for _, s := range x.stands[c] {
			if s.by == m && tier.has(k.ch.cohortOf[s.of]) {
				return true
			}
		}
	}
	return false
}

// narrow finds whom the strategy is to choose from within a tier, and reports whether there is anybody.
func (r *Router) narrow(x *index, k *ranks, c int, tier group) bool {
	o := &x.choice
	o.cohorts, o.extras = append(o.cohorts[:0], tier...), o.extras[:0]
	o.cohorts.and(x.able)
	extras := [2]int{}
	for _, s := range x.stands[c] {
		own := k.ch.cohortOf[s.by]
		if k.in[s.by] >= 0 && tier.has(k.ch.cohortOf[s.of]) && !tier.has(own) && x.able.has(own) && !slices.Contains(o.extras, s.by) {
			o.extras = append(o.extras, s.by)
			extras[k.in[s.by]&1]++
		}
	}
	for side := range 2 {
		if side == offWork && k.ch.Hours == RequireOpen {
			return false
		}
		if extras[side] > 0 || o.cohorts.meets(k.ready[side]) {
			o.side = side
			if extras[1-side] > 0 {
				o.extras = slices.DeleteFunc(o.extras, func(m int) bool { return int(k.in[m]&1) != side })
			}
			return true
		}
	}
	return false
}

// pick lets a channel's strategy choose.
func (r *Router) pick(d *Desk, x *index, k *ranks, q *Request, pay bool) int {
	c := &x.choice
	switch k.ch.Strategy {
	case LeastLoaded, LeastValue, BestValue:
		return r.level(d, x, k, q, pay)
	case LongestWaiting:
		return k.longestWaiting(c)
	case Rendezvous:
		return k.rendezvous(c, hash(q.Lead))
	}
	unit, turn := k.unit(c)
	m := k.next(c, unit, turn)
	if pay {
		k.keep(d)
		k.pay(c, m, unit, turn)
	}
	return m
}

// take notes a decision: the request, and the load of the person.
func (r *Router) take(d *Desk, x *index, dec Decision) {
	t := Taken{Decision: dec}
	r.burden(d, x, &t)
	d.Taken = append(d.Taken, t)
	x.byRequest[dec.Request], x.byLead[dec.Lead] = len(d.Taken)-1, len(d.Taken)-1
	if len(d.Taken)-x.finished > MostOpen {
		r.forget(d, x, dec.At)
	}
}

// burden puts a lead on its person's desk.
func (r *Router) burden(d *Desk, x *index, t *Taken) {
	p, known := r.personOf[t.Person]
	if !known {
		return
	}
	s := r.sit(d, x, p)
	t.Before = s.Last
	s.Open, s.Value, s.Last = s.Open+1, s.Value+loadOf(t.Potential), t.At
	x.load(p, s)
	r.reorder(x, p)
	r.count(x, &r.people[p], s, t.At)
	r.feed(d, x, &t.Decision, 1)
	r.review(d, x, p, t.At)
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
