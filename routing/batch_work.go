package routing

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// batching is the work on one batch.
type batching struct {
	r     *Router
	d     *Desk
	x     *index
	at    lead.Instant
	seats []seatFor // the columns: people, then unattended channels
	asked []*asked  // the rows
	bands []string  // "" is every band that no quota names
	gap   int64     // in the unit of costs
}

// seatFor is somebody who can take leads of the batch.
type seatFor struct {
	person int // -1: a channel that takes leads itself
	room   int
	each   []int // taken, by band
}

// asked is one lead of the batch.
type asked struct {
	*Request
	band  int
	can   []candidate
	top   int64      // what it brings at best
	low   int64      // what it loses at worst, zero if nothing: so much is lost if it waits
	owned bool       // can holds nobody but the owner of the account, or who covers for them
	level int        // of the candidates who are asked now
	to    *candidate // nil: it waits
}

// candidate is a lead with somebody who can take it.
type candidate struct {
	seat, channel int
	level         int // the lower ones are asked first
	value         int64
	by            Basis
	of            string // by cover: for whom
}

// cost gives what a candidate costs in a transport: twice its value as a gain, and one, so that of two equal assignments that with fewer waiting is better.
func (a *asked) cost(p *candidate) int64 {
	if p == nil {
		return 0
	}
	return -2*(p.value-a.low) - 1
}

// mostWorth bounds what a lead is taken to bring, or to lose, in minor units: see mostSpan.
const mostWorth = 1 << 33

func (r *Router) batch(d *Desk, requests []Request, at lead.Instant, cells int) (out Batch, err error) {
	b := &batching{r: r, d: d, at: max(at, d.Clock, 1), bands: append([]string{""}, r.quotas.bands...)}
	if (len(b.bands)+1)*(len(r.people)+len(r.channels)+1) >= mostNodes {
		return out, fmt.Errorf("%w: %d people in %d bands", ErrBatch, len(r.people), len(b.bands))
	}
	b.x = r.bind(d, b.at)
	r.tick(d, b.x, b.at)
	b.open(requests, &out)
	b.sit()
	b.look()
	b.levels(true, cells)
	b.levels(false, cells)
	b.close(&out)
	return out, nil
}

// open takes the requests that are not decided yet, sorted, and the leads from where they are.
func (b *batching) open(requests []Request, out *Batch) {
	last := map[string]*asked{} // by lead
	for i := range requests {
		q := &requests[i]
		if at, ok := b.x.byRequest[q.id()]; ok && (!b.d.Taken[at].Queue || b.d.Taken[at].Closed != 0) {
			out.Decisions = append(out.Decisions, b.d.Taken[at].Decision)
			continue
		}
		if old := last[q.Lead]; old == nil || old.before(q) {
			last[q.Lead] = &asked{Request: q, band: b.r.bandOf(q), level: -1}
		}
	}
	for _, a := range last {
		b.asked = append(b.asked, a)
	}
	slices.SortFunc(b.asked, func(a, o *asked) int { return cmp.Compare(a.id(), o.id()) })
	for _, a := range b.asked {
		if i, ok := b.x.byLead[a.Lead]; ok && b.d.Taken[i].Request != a.id() {
			b.r.end(b.d, b.x, i, a.leaves(), b.at)
		}
	}
}

// before reports whether a request was asked before another.
func (q *Request) before(o *Request) bool {
	return cmp.Or(cmp.Compare(q.At, o.At), cmp.Compare(q.id(), o.id())) < 0
}

// sit finds who has how much room.
func (b *batching) sit() {
	for p := range b.r.people {
		b.seats = append(b.seats, seatFor{person: p, room: b.r.spare(b.d, b.x, p, b.at), each: make([]int, len(b.bands))})
	}
	for range b.r.channels {
		b.seats = append(b.seats, seatFor{person: -1, room: mostQuota, each: make([]int, len(b.bands))})
	}
}

// spare gives how many more leads a person can take now.
func (r *Router) spare(d *Desk, x *index, person int, at lead.Instant) int {
	p := &r.people[person]
	none := Seat{}
	s, room := &none, mostQuota
	if i := x.seats[person]; i >= 0 {
		s = &d.Seats[i]
	}
	if x.away[person] {
		return 0
	}
	for _, c := range p.Capacity {
		used, _ := p.used(c, s, at, x.periods)
		room = min(room, c.Most-used)
	}
	return max(0, room)
}

// look finds who can take which lead, and what it brings there.
func (b *batching) look() {
	best := make([]int, len(b.seats)) // by seat: the place in can, counted from 1
	for _, a := range b.asked {
		if b.r.hold && len(a.Ambiguous) > 0 || a.Opportunity != "" && b.along(a) {
			continue
		}
		clear(best)
		level := 0
		for _, name := range a.Channels {
			c, ok := b.r.channelOf[name]
			if !ok {
				continue
			}
			if b.r.channels[c].Unattended {
				a.add(best, candidate{seat: len(b.r.people) + c, channel: c, level: level, value: b.r.worth(c, -1, a.Request), by: ByChannel})
			} else if b.members(a, c, level, best) {
				break
			}
			if b.r.by != ExpectedValue { // the channels are asked one after the other
				level = a.above()
			}
		}
		a.weigh()
	}
}

// along leaves of the candidates only who works on the account's open opportunity, or covers for them, if they are free.
func (b *batching) along(a *asked) bool {
	var dec Decision
	if !b.r.along(b.d, b.x, a.Request, &dec) {
		return false
	}
	a.only(candidate{seat: b.r.personOf[dec.Person], channel: b.r.channelOf[dec.Channel], value: dec.Expected.Minor, by: dec.By, of: dec.For})
	return true
}

// only makes a candidate the only one.
func (a *asked) only(p candidate) {
	a.owned, a.can = true, []candidate{p}
	a.weigh()
}

// members adds the members of a channel who can take a lead, level by level as [Router.Route] asks them: those with the most specific territory first, among them those at
// work. If they are the first who can take it, and the owner of the account or who covers for them is among them, nobody else is a candidate, and it reports true.
func (b *batching) members(a *asked, c, level int, best []int) bool {
	r, x := b.r, b.x
	ch := &r.channels[c]
	k := r.rank(b.d, x, c, r.band(b.d, ch, a.Request))
	x.tiers.reset()
	ch.places.find(&x.tiers, a.Request)
	ch.able(a.Request, &x.able)
	r.bar(b.d, x, k, c, a.Request)
	defer func() {
		for _, m := range x.barred {
			k.move(m, r.part(x, c, m, ch.members[m]))
		}
	}()
	var dec Decision
	if len(a.can) == 0 {
		if m := r.owner(b.d, x, k, c, a.Request, &dec); m >= 0 {
			a.only(candidate{seat: ch.members[m], channel: c, value: r.worth(c, m, a.Request), by: dec.By, of: dec.For})
			return true
		}
	}
	for i, tier := range x.tiers.list {
		for side := range 2 {
			if side == offWork && ch.Hours == RequireOpen {
				continue
			}
			r.within(x, k, c, tier, side, func(m int) {
				a.add(best, candidate{seat: ch.members[m], channel: c, level: level + 2*i + side, value: r.worth(c, m, a.Request), by: ByBatch})
			})
		}
	}
	return false
}

// within calls f with everybody who can take the lead within a tier, on one side of it: those whose territory it is, and those who stand in for them.
func (r *Router) within(x *index, k *ranks, c int, tier group, side int, f func(m int)) {
	for i, w := range tier {
		for w &= x.able[i]; w != 0; w &= w - 1 {
			for _, m := range k.parts[2*(i<<6|low(w))+side].heap {
				f(int(m))
			}
		}
	}
	for _, s := range x.stands[c] {
		if in := k.in[s.by]; in >= 0 && int(in&1) == side && tier.has(k.ch.cohortOf[s.of]) && x.able.has(k.ch.cohortOf[s.by]) {
			f(s.by)
		}
	}
}

// add notes a candidate: of two ways to the same person that of the lower level, then the better, then the earlier channel.
func (a *asked) add(best []int, p candidate) {
	at := best[p.seat]
	if at == 0 {
		a.can = append(a.can, p)
		best[p.seat] = len(a.can)
		return
	}
	if old := &a.can[at-1]; p.level < old.level || p.level == old.level && p.value > old.value {
		*old = p
	}
}

// above gives the first level above those of all candidates.
func (a *asked) above() (level int) {
	for i := range a.can {
		level = max(level, a.can[i].level+1)
	}
	return level
}

func (a *asked) weigh() {
	for i := range a.can {
		p := &a.can[i]
		p.value = max(-mostWorth, min(mostWorth, p.value))
		a.low = min(a.low, p.value)
	}
}

// levels assigns the leads with an owner, or those without, level by level: a lead that nobody takes is offered to those of its next level who have room.
func (b *batching) levels(owned bool, cells int) {
	for {
		var list []*asked
		for _, a := range b.asked {
			if a.owned == owned && a.to == nil && b.next(a) {
				list = append(list, a)
			}
		}
		if len(list) == 0 {
			return
		}
		b.rounds(list, cells)
	}
}

// next brings a lead to its next level with somebody who has room, and reports whether there is one.
func (b *batching) next(a *asked) bool {
	found := false
	last := a.level
	for i := range a.can {
		p := &a.can[i]
		if p.level <= last || found && p.level > a.level || !b.hasRoom(p.seat, a.band) {
			continue
		}
		if !found || p.level < a.level || p.value > a.top {
			a.top = p.value
		}
		found, a.level = true, p.level
	}
	return found
}

func (b *batching) hasRoom(seat, band int) bool {
	return b.left(seat, b.bands[band], 1).most > 0 && b.left(seat, allBands, 1).most > 0
}

// rounds assigns leads to those of their level. More than fit into one round are dealt, best first, every n-th to each, and to each round its part of the room.
// What these leave goes into further ones.
func (b *batching) rounds(list []*asked, cells int) {
	slices.SortStableFunc(list, func(a, o *asked) int { return cmp.Compare(o.top, a.top) })
	most := max(1, cells/(len(b.seats)+1))
	if n := (len(list) + most - 1) / most; n > 1 {
		b.deal(list, n, most)
		return
	}
	f := b.round(list, 1)
	b.gap += f.primal() - f.dual()
}

// deal bounds by the prices of each round what the best assignment of all could cost.
func (b *batching) deal(list []*asked, n, most int) {
	whole := b.transport(1)
	floor := int64(-never)
	for k := range n {
		var part []*asked
		for i := k; i < len(list); i += n {
			part = append(part, list[i])
		}
		floor = max(floor, whole.floor(list, b.round(part, n-k).price))
	}
	left := slices.DeleteFunc(slices.Clone(list), func(a *asked) bool { return a.to != nil })
	for part := range slices.Chunk(left, most) {
		b.round(part, 1)
	}
	for _, a := range list {
		b.gap += a.cost(a.to)
		if a.to != nil {
			b.gap++ // the bound counts values alone
		}
	}
	b.gap -= floor
}

// floor gives a cost that no assignment of leads falls below, whatever the prices are; minimums have no part in it. See [flow.dual].
func (t *transport) floor(list []*asked, price []int64) (sum int64) {
	for _, a := range list {
		best := price[(a.band+1)*t.people-1]
		for i := range a.can {
			if p := &a.can[i]; p.level == a.level {
				best = min(best, a.cost(p)+price[a.band*t.people+p.seat])
			}
		}
		sum += best
	}
	for v, b := range slices.Concat(t.each, t.all) {
		var onward int64
		if v < len(t.each) {
			onward = price[len(t.each)+v%t.people]
		}
		sum += int64(b.most) * min(0, onward-price[v])
	}
	return sum
}
