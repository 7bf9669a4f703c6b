package routing

import (
	"math"
	"slices"
)

// pick lets a channel's strategy choose from a set of members that is not empty.
func (r *Router) pick(d *Desk, x *index, c int, q *Request, set group) int {
	ch := &r.channels[c]
	switch ch.Strategy {
	case LeastLoaded:
		return leastLoaded(ch, x, set)
	case LongestWaiting:
		return longestWaiting(ch, x, set)
	case Rendezvous:
		return rendezvous(ch, hash(q.Lead), set)
	}
	return rotate(r.turns(d, x, c), ch, set)
}

// rotate gives everybody in the set their share of one turn, and has one of them pay a whole turn for the lead.
//
// Of those who have earned something it takes the one who will have earned a whole turn first. With the same set each time this is earliest deadline
// first over the windows of a proportionate-fair schedule (Baruah, Cohen, Plaxton and Varvel, 1996; Tijdeman's chairman assignment, 1980), so that after every
// lead everybody's number of leads is less than one away from their weight's share. Where the set varies, perhaps nobody in it has earned
// anything; then it takes who has the most. All shares of one lead are whole multiples of one unit, so nothing is ever lost by rounding.
func rotate(credit []int64, ch *channel, set group) int {
	total := ch.total(set)
	unit := Turn / total
	turn := total * unit
	best, most := -1, int64(math.MinInt64)
	if ch.equal {
		share := ch.weights[0] * unit
		for i, w := range set {
			for ; w != 0; w &= w - 1 {
				m := i<<6 | low(w)
				credit[m] += share
				if credit[m] > most {
					best, most = m, credit[m]
				}
			}
		}
	} else {
		best = earliest(credit, ch, set, unit, turn)
	}
	credit[best] -= turn
	return best
}

// earliest adds the shares and finds whose deadline is the earliest, of equal ones who is owed the most; of those who have earned nothing, if all are such, who has the most.
func earliest(credit []int64, ch *channel, set group, unit, turn int64) int {
	best, due, weight := -1, int64(unearned), int64(1) // due is what best lacks to a whole turn
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			m := i<<6 | low(w)
			own := ch.weights[m]
			credit[m] += own * unit
			lacks := max(turn-credit[m], -mostOwed)
			if credit[m] <= 0 { // a weight of nothing, so that it is never sooner
				lacks, own = unearned, 0
			}
			if a, b := lacks*weight, due*own; a < b || a == b && best >= 0 && credit[m] > credit[best] {
				best, due, weight = m, lacks, own
			}
		}
	}
	if best >= 0 && credit[best] > 0 {
		return best
	}
	best = -1
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			if m := i<<6 | low(w); best < 0 || credit[m] > credit[best] {
				best = m
			}
		}
	}
	return best
}

// mostOwed bounds what is compared, so that a product with a weight fits: beyond eight turns all are owed the same.
const mostOwed = 8 * Turn

// unearned is more than anybody who has earned something lacks.
const unearned = 8 * Turn

// total sums the weights of a set.
func (ch *channel) total(set group) int64 {
	var sum int64
	for i, w := range set {
		full := ^uint64(0)
		if n := len(ch.members) - i<<6; n < 64 {
			full = 1<<n - 1
		}
		if w == full {
			sum += ch.sums[i]
			continue
		}
		for ; w != 0; w &= w - 1 {
			sum += ch.weights[i<<6|low(w)]
		}
	}
	return sum
}

// turns gives the credits of a channel by member, after the pool was fitted to the members that the channel now has.
func (r *Router) turns(d *Desk, x *index, c int) []int64 {
	if at := x.pools[c]; at >= 0 {
		return d.Pools[at].Credit
	}
	ch := &r.channels[c]
	at, ok := d.pool(ch.Name)
	if !ok {
		d.Pools = slices.Insert(d.Pools, at, Pool{Channel: ch.Name})
		for i := range x.pools {
			x.pools[i] = -1
		}
	}
	if p := &d.Pools[at]; !slices.Equal(p.People, ch.names) {
		p.fit(ch)
	}
	x.pools[c] = at
	return d.Pools[at].Credit
}

// fit gives the pool the members of a channel. Who joins begins with no credit; what the leavers were ahead or behind is shared by all.
func (p *Pool) fit(ch *channel) {
	credit := make([]int64, len(ch.names))
	var sum int64
	for i, name := range ch.names {
		if j, ok := slices.BinarySearch(p.People, name); ok {
			credit[i] = p.Credit[j]
			sum += credit[i]
		}
	}
	n := int64(len(credit))
	for i := range credit {
		credit[i] -= sum / n
	}
	for i := range credit[:max(sum%n, -sum%n)] {
		credit[i] -= max(-1, min(1, sum%n))
	}
	p.People, p.Credit = slices.Clone(ch.names), credit
}

// refund gives a rejected lead's turn back to who paid it, at the cost of all who are free to take leads.
func (r *Router) refund(d *Desk, x *index, t *Taken) {
	c, ok := r.channelOf[t.Channel]
	if !ok || r.channels[c].Strategy != Rotation {
		return
	}
	ch := &r.channels[c]
	m := ch.member(r.personOf[t.Person])
	if m < 0 {
		return
	}
	credit, set := r.turns(d, x, c), x.scratch[c]
	copy(set, x.free[c])
	set.set(m)
	total := ch.total(set)
	unit := Turn / total
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			at := i<<6 | low(w)
			credit[at] -= ch.weights[at] * unit
		}
	}
	credit[m] += total * unit
}

// leastLoaded takes who would have the fewest open leads for their weight, of these who waited longest.
func leastLoaded(ch *channel, x *index, set group) int {
	best := -1
	var load, weight int64
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			m := i<<6 | low(w)
			p := ch.members[m]
			a, b := (x.open[p]+1)*weight, load*ch.weights[m]
			if best < 0 || a < b || a == b && x.last[p] < x.last[ch.members[best]] {
				best, load, weight = m, x.open[p]+1, ch.weights[m]
			}
		}
	}
	return best
}

// longestWaiting takes whose last lead is longest ago.
func longestWaiting(ch *channel, x *index, set group) int {
	best := -1
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			m := i<<6 | low(w)
			if best < 0 || x.last[ch.members[m]] < x.last[ch.members[best]] {
				best = m
			}
		}
	}
	return best
}
