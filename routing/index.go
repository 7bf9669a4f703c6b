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
	pools     []int          // by channel; -1: none yet
	free      []group        // by channel: members who are neither absent nor full
	work      []group        // by channel: members who are at work
	stands    [][]stand      // by channel: who stands in for whom
	open      []int64        // by person
	last      []lead.Instant // by person
	scratch   []group        // by channel
	workUntil lead.Instant
	wakes     []wake         // a heap
	wakeOf    []lead.Instant // by person: the wake that counts
	away      []bool         // by person: absent
	periods   periods
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
	x := &index{desk: d, router: r, at: at, byRequest: make(map[string]int, len(d.Taken)), byLead: make(map[string]int, len(d.Taken)), seats: make([]int, len(r.people)), pools: make([]int, len(r.channels)), open: make([]int64, len(r.people)),
		last: make([]lead.Instant, len(r.people)), wakeOf: make([]lead.Instant, len(r.people)), away: make([]bool, len(r.people)),
		stands: make([][]stand, len(r.channels)), periods: newPeriods(len(r.clocks))}
	for i := range r.channels {
		n := len(r.channels[i].members)
		x.free, x.work, x.scratch = append(x.free, newGroup(n)), append(x.work, newGroup(n)), append(x.scratch, newGroup(n))
		x.pools[i] = -1
	}
	x.readTaken(d)
	x.readSeats(d)
	for i := range r.people {
		r.review(d, x, i, at)
	}
	r.standIn(d, x, at)
	return x
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
		x.seats[i] = -1
	}
	for at := range d.Seats {
		s := &d.Seats[at]
		if p, ok := x.router.personOf[s.Person]; ok {
			x.seats[p], x.open[p], x.last[p] = at, int64(s.Open), s.Last
		}
	}
}

// wake brings who is free and who is at work up to an instant.
func (r *Router) wake(d *Desk, x *index, at lead.Instant) {
	changed := false
	for len(x.wakes) > 0 && x.wakes[0].at <= at {
		w := x.pop()
		if x.wakeOf[w.person] == w.at {
			was := x.away[w.person]
			r.review(d, x, w.person, at)
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
	for _, c := range p.channels {
		x.free[c.channel].put(c.at, !absent && !full)
	}
	x.away[person] = absent
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

// member gives a person's place among the members, or -1.
func (ch *channel) member(person int) int {
	if at, ok := slices.BinarySearch(ch.members, person); ok {
		return at
	}
	return -1
}

// clockIn works out anew who is at work.
func (r *Router) clockIn(x *index, at lead.Instant) {
	for i := range r.channels {
		copy(x.work[i], r.channels[i].always)
	}
	x.workUntil = lead.Forever
	now := at.Time()
	for i, h := range r.calendars {
		next, ok := h.NextOpening(now)
		if h.Open(now) {
			for c := range r.channels {
				x.work[c].or(r.channels[c].hours[i])
			}
			next, ok = h.NextClosing(now)
		}
		if ok {
			x.workUntil = min(x.workUntil, lead.At(next))
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
