package routing

import (
	"encoding/json"
	"slices"
)

// next finds whose turn it is, everybody there is to choose from being given their share of one turn, of which one of them is to pay the whole for the lead.
//
// Of those who have earned something it takes the one who will have earned a whole turn first. With the same set each time this is earliest deadline
// first over the windows of a proportionate-fair schedule (Baruah, Cohen, Plaxton and Varvel, 1996; Tijdeman's chairman assignment, 1980), so that after every
// lead everybody's number of leads is less than one away from their weight's share. Where the set varies, perhaps nobody in it has earned
// anything; then it takes who has the most. All shares of one lead are whole multiples of one unit, so nothing is ever lost by rounding.
//
// In a part all weights are the same, and whoever is owed the most is first by either rule: only the first of each part is looked at.
func (k *ranks) next(c *choice, unit, turn int64) int {
	t := taker{turn: turn, member: -1}
	for i, w := range c.cohorts {
		for w &= k.ready[c.side][i]; w != 0; w &= w - 1 {
			co := i<<6 | low(w)
			p, weight := &k.parts[2*co+c.side], k.ch.cohorts[co].weight
			m := int(p.heap[0])
			t.consider(m, k.own[m]+p.given+weight*unit, weight)
		}
	}
	for _, m := range c.extras {
		t.consider(m, k.credit(m)+k.ch.weights[m]*unit, k.ch.weights[m])
	}
	return t.member
}

// pay gives everybody there is to choose from their share, to a part as a whole, and takes the turn from one of them.
func (k *ranks) pay(c *choice, m int, unit, turn int64) {
	for i, w := range c.cohorts {
		for w &= k.ready[c.side][i]; w != 0; w &= w - 1 {
			co := i<<6 | low(w)
			k.give(&k.parts[2*co+c.side], k.ch.cohorts[co].weight*unit)
		}
	}
	for _, m := range c.extras {
		k.own[m] += k.ch.weights[m] * unit
		k.fix(m)
	}
	k.own[m] -= turn
	k.fix(m)
}

// unit gives a lead's share for a weight of one, and all shares together: as good as a turn.
func (k *ranks) unit(c *choice) (unit, turn int64) {
	var total int64
	for i, w := range c.cohorts {
		for w &= k.ready[c.side][i]; w != 0; w &= w - 1 {
			co := i<<6 | low(w)
			total += int64(len(k.parts[2*co+c.side].heap)) * k.ch.cohorts[co].weight
		}
	}
	for _, m := range c.extras {
		total += k.ch.weights[m]
	}
	unit = Turn / total
	return unit, unit * total
}

// give gives every member of a part the same.
func (k *ranks) give(p *part, share int64) {
	if p.given += share; p.given < mostGiven && p.given > -mostGiven {
		return
	}
	for _, m := range p.heap { // the order stays
		k.own[m] += p.given
	}
	p.given = 0
}

// mostGiven keeps sums from running over.
const mostGiven = int64(1) << 61

// taker finds whose turn it is.
type taker struct {
	turn                  int64
	member                int // -1: nobody yet
	credit, lacks, weight int64
}

// consider takes a member who comes before the best so far.
func (t *taker) consider(m int, credit, weight int64) {
	lacks := max(t.turn-credit, -mostOwed)
	if t.member < 0 || t.yields(m, credit, lacks, weight) {
		t.member, t.credit, t.lacks, t.weight = m, credit, lacks, weight
	}
}

// yields reports whether the best so far comes after another: who has earned something goes first, of these whose deadline is the earliest, then who is owed more; ties go by name.
func (t *taker) yields(m int, credit, lacks, weight int64) bool {
	earned := credit > 0
	if earned != (t.credit > 0) {
		return earned
	}
	if a, b := lacks*t.weight, t.lacks*weight; earned && a != b {
		return a < b
	}
	if credit != t.credit {
		return credit > t.credit
	}
	return m < t.member
}

// mostOwed bounds what is compared, so that a product with a weight fits: beyond eight turns all are owed the same.
const mostOwed = 8 * Turn

// refund gives a rejected lead's turn back to who paid it, at the cost of all who are free to take leads.
func (k *ranks) refund(m int) {
	all := choice{cohorts: k.ch.all}
	total := int64(0)
	for side := range 2 {
		all.side = side
		k.each(&all, func(o int) { total += k.ch.weights[o] })
	}
	if k.in[m] < 0 {
		total += k.ch.weights[m]
	}
	unit := Turn / total
	for i := range k.parts {
		k.give(&k.parts[i], -k.ch.cohorts[i/2].weight*unit)
	}
	if k.in[m] < 0 {
		k.own[m] -= k.ch.weights[m] * unit
	}
	k.own[m] += total * unit
	k.fix(m)
}

// keep makes sure that the desk has the pool, with these members.
func (k *ranks) keep(d *Desk) {
	if k.told {
		return
	}
	at, ok := d.pool(k.ch.Name, k.band)
	if !ok {
		d.Pools = slices.Insert(d.Pools, at, Pool{Channel: k.ch.Name, Band: k.band})
	}
	p := &d.Pools[at]
	if !slices.Equal(p.People, k.ch.names) {
		p.fit(k.ch)
	}
	p.live, k.told = k, true
}

// fit gives the pool the members of a channel. Who joins begins with no credit; what the leavers were ahead or behind is shared by all.
func (p *Pool) fit(ch *channel) {
	credit, got := make([]int64, len(ch.names)), make([]int, len(ch.names))
	var sum int64
	for i, name := range ch.names {
		if j, ok := slices.BinarySearch(p.People, name); ok {
			credit[i] = p.Credit[j]
			sum += credit[i]
			if j < len(p.Got) {
				got[i] = p.Got[j]
			}
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
	if ch.Mix != NoMix {
		p.Got = got
	}
}

// mend keeps a pool from doing harm that was put together by hand: see [Desk.Check].
func (p *Pool) mend() {
	for len(p.Credit) < len(p.People) {
		p.Credit = append(p.Credit, 0)
	}
	p.Credit = p.Credit[:len(p.People)]
	for i, c := range p.Credit {
		p.Credit[i] = max(-mostGiven/2, min(mostGiven/2, c))
	}
}

// settle writes the credits back.
func (p *Pool) settle() {
	if p.live == nil {
		return
	}
	for m := range p.Credit {
		p.Credit[m] = p.live.credit(m)
	}
}

// MarshalJSON writes the pool with its credits up to date.
func (p Pool) MarshalJSON() ([]byte, error) {
	type plain Pool
	p.settle()
	return json.Marshal(plain(p))
}

// Settle brings the credits of all pools up to date, which are kept elsewhere while the desk is at work. [Desk.Clone], [Desk.Credit] and the JSON encoding do it themselves:
// call it before you read [Pool.Credit], or write a desk in another way.
func (d *Desk) Settle() {
	for i := range d.Pools {
		d.Pools[i].settle()
	}
}
