package routing

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// index is what a router works out from a desk once, and keeps up to date, so that a decision does not have to look at everything.
// It is never encoded and holds nothing that the desk does not say.
type index struct {
	desk      *Desk // the one it belongs to: a copied desk has another
	router    *Router
	at        lead.Instant   // no decision of the index is older
	byRequest map[string]int // places in Taken
	byLead    map[string]int // of the open ones
	finished  int            // how many in Taken are not open
	seats     []int          // by person; -1: none yet
	ranks     [][]*ranks     // by channel: one, or one for each band
	free      []bool         // by person: neither absent nor full
	away      []bool         // by person: absent
	open      []int64        // by person
	value     []int64        // by person: of the open leads
	last      []lead.Instant // by person
	pace      []int64        // by person: [Seat.Pace]
	paced     []int          // who has one
	back      []int          // who came back since the desk's clock
	working   []bool         // by calendar: it is open
	stands    [][]stand      // by channel: who stands in for whom
	workUntil lead.Instant
	wakes     []wake         // a heap
	wakeOf    []lead.Instant // by person: the wake that counts
	periods   periods
	scratch
}

// scratch is memory that a decision needs and leaves behind.
type scratch struct {
	tiers  tiers
	able   group // cohorts that speak the language and have the skills
	barred []int // members
	passed []int // channels that take the lead and have nobody for it
	whom   []Refusal
	levels []int
	choice choice
}

// wake is an instant at which a person may become free, or cease to be.
type wake struct {
	at     lead.Instant
	person int
}

// stand says that the member at by stands in for the absent one at of.
type stand struct{ of, by int }

// bind gives the index of a desk for this router, up to date at an instant that is not before the desk's clock.
func (r *Router) bind(d *Desk, at lead.Instant) *index {
	x := d.index
	if x == nil || x.desk != d || x.router != r || at < x.at {
		x = r.newIndex(d, at)
		d.index = x
	}
	x.at = at
	r.wake(d, x, at)
	return x
}

func (r *Router) newIndex(d *Desk, at lead.Instant) *index {
	n := len(r.people)
	x := &index{desk: d, router: r, at: at, byRequest: make(map[string]int, len(d.Taken)), byLead: make(map[string]int, len(d.Taken)), seats: make([]int, n),
		open: make([]int64, n), value: make([]int64, n), last: make([]lead.Instant, n), pace: make([]int64, n), wakeOf: make([]lead.Instant, n), away: make([]bool, n), free: make([]bool, n),
		working: make([]bool, len(r.calendars)), stands: make([][]stand, len(r.channels)), ranks: make([][]*ranks, len(r.channels)), periods: newPeriods(len(r.clocks))}
	for i := range d.Pools {
		d.Pools[i].settle()
		d.Pools[i].live = nil
		d.Pools[i].mend()
	}
	x.readTaken(d)
	x.readSeats(d)
	for i := range r.people {
		r.review(d, x, i, at)
		r.notice(d, x, i, at)
	}
	r.standIn(d, x, at)
	return x
}

// rank gives the ranks of a channel, for a band of its mix.
func (r *Router) rank(d *Desk, x *index, c int, band string) *ranks {
	for _, k := range x.ranks[c] {
		if k.band == band {
			return k
		}
	}
	ch := &r.channels[c]
	k := newRanks(ch, x, band)
	if at, ok := d.pool(ch.Name, band); ok {
		p := d.Pools[at]
		if !slices.Equal(p.People, ch.names) {
			p.fit(ch)
		} else {
			d.Pools[at].live, k.told = k, true
		}
		copy(k.own, p.Credit)
	}
	for m, p := range ch.members {
		k.move(m, r.part(x, c, m, p))
	}
	x.ranks[c] = append(x.ranks[c], k)
	return k
}

// part gives the part of a channel where a person belongs now, -1 for none.
func (r *Router) part(x *index, c, member, person int) int {
	ch, calendar := &r.channels[c], r.people[person].calendar
	switch part := 2 * ch.cohortOf[member]; {
	case !x.free[person]:
		return -1
	case ch.Hours == IgnoreHours || calendar < 0 || x.working[calendar]:
		return part + atWork
	default:
		return part + offWork
	}
}

// place puts a person where they belong now, in every channel.
func (r *Router) place(x *index, person int) {
	for _, s := range r.people[person].channels {
		for _, k := range x.ranks[s.channel] {
			k.move(s.at, r.part(x, s.channel, s.at, person))
		}
	}
}

// reorder restores the order after a person's load has changed.
func (r *Router) reorder(x *index, person int) {
	for _, s := range r.people[person].channels {
		for _, k := range x.ranks[s.channel] {
			if k.ch.Strategy != Rotation {
				k.fix(s.at)
			}
		}
	}
}

func (x *index) readTaken(d *Desk) {
	clear(x.byRequest)
	clear(x.byLead)
	x.finished = 0
	for i := range d.Taken {
		t := &d.Taken[i]
		x.byRequest[t.Request] = i
		if t.Closed == 0 {
			x.byLead[t.Lead] = i
		} else {
			x.finished++
		}
	}
}

func (x *index) readSeats(d *Desk) {
	for i := range x.seats {
		x.seats[i], x.pace[i] = -1, 0
	}
	x.paced = x.paced[:0]
	for at := range d.Seats {
		s := &d.Seats[at]
		if p, ok := x.router.personOf[s.Person]; ok {
			x.seats[p] = at
			x.load(p, s)
			if x.pace[p] = max(0, min(mostPace, s.Pace)); x.pace[p] != 0 {
				x.paced = append(x.paced, p)
			}
		}
	}
}

// load copies what the strategies go by.
func (x *index) load(person int, s *Seat) {
	x.open[person], x.value[person], x.last[person] = max(0, int64(s.Open)), max(0, s.Value), s.Last
}

// wake brings who is free and who is at work up to an instant.
func (r *Router) wake(d *Desk, x *index, at lead.Instant) {
	changed := false
	for len(x.wakes) > 0 && x.wakes[0].at <= at {
		w := x.pop()
		if x.wakeOf[w.person] == w.at {
			was := x.away[w.person]
			r.review(d, x, w.person, at)
			r.notice(d, x, w.person, at)
			changed = changed || was || x.away[w.person] // of two absences in a row, each has its own cover
		}
	}
	if changed {
		r.standIn(d, x, at)
	}
	if at >= x.workUntil {
		r.clockIn(x, at)
	}
}

// review works out anew whether a person is free, and when to look again.
func (r *Router) review(d *Desk, x *index, person int, at lead.Instant) {
	p := &r.people[person]
	absent, _, until := r.away(d, person, at)
	full := false
	if s := x.seats[person]; s >= 0 {
		var then lead.Instant
		if full, then = p.full(&d.Seats[s], at, x.periods); full {
			until = min(until, then)
		}
	}
	x.away[person] = absent
	if free := !absent && !full; free != x.free[person] {
		x.free[person] = free
		r.place(x, person)
	}
	if x.wakeOf[person] != until {
		x.wakeOf[person] = until
		x.rouse(wake{until, person})
	}
}

// standIn works out anew who stands in for whom.
func (r *Router) standIn(d *Desk, x *index, at lead.Instant) {
	for i := range x.stands {
		x.stands[i] = x.stands[i][:0]
	}
	for i, away := range x.away {
		if !away {
			continue
		}
		by, ok := r.personOf[r.cover(d, r.people[i].Name, at)]
		if !ok {
			continue
		}
		for _, c := range r.people[i].channels {
			if at := r.channels[c.channel].member(by); at >= 0 {
				x.stands[c.channel] = append(x.stands[c.channel], stand{c.at, at})
			}
		}
	}
}

// clockIn works out anew who is at work.
func (r *Router) clockIn(x *index, at lead.Instant) {
	x.workUntil = lead.Forever
	now := at.Time()
	for i, h := range r.calendars {
		open := h.Open(now)
		next, ok := h.NextOpening(now)
		if open {
			next, ok = h.NextClosing(now)
		}
		if ok {
			x.workUntil = min(x.workUntil, lead.At(next))
		}
		if open == x.working[i] {
			continue
		}
		x.working[i] = open
		for p := range r.people {
			if r.people[p].calendar == i {
				r.place(x, p)
			}
		}
	}
}

// rouse adds a wake. The heap is built anew when most of it no longer counts.
func (x *index) rouse(w wake) {
	if w.at == lead.Forever {
		return
	}
	if len(x.wakes) < 4*len(x.wakeOf)+64 {
		x.push(w)
		return
	}
	x.wakes = x.wakes[:0]
	for p, at := range x.wakeOf {
		if 0 < at && at < lead.Forever {
			x.push(wake{at, p})
		}
	}
}

func (x *index) push(w wake) {
	x.wakes = append(x.wakes, w)
	for i := len(x.wakes) - 1; i > 0; {
		up := (i - 1) / 2
		if x.wakes[up].at <= x.wakes[i].at {
			return
		}
		x.wakes[up], x.wakes[i] = x.wakes[i], x.wakes[up]
		i = up
	}
}

func (x *index) pop() wake {
	first, n := x.wakes[0], len(x.wakes)-1
	x.wakes[0] = x.wakes[n]
	x.wakes = x.wakes[:n]
	for i := 0; ; {
		least := i
		for _, c := range [2]int{2*i + 1, 2*i + 2} {
			if c < n && x.wakes[c].at < x.wakes[least].at {
				least = c
			}
		}
		if least == i {
			return first
		}
		x.wakes[i], x.wakes[least] = x.wakes[least], x.wakes[i]
		i = least
	}
}
