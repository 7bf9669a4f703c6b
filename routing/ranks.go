package routing

import (
	"math/bits"

	"github.com/leadkit/leadkit/lead"
)

// ranks keeps who of a channel can take a lead now, each cohort's members in the order in which the strategy takes them, those at work and the others apart:
// a heap each. It says nothing that the desk does not say; but the credits of a rotation it writes back to the desk only when somebody wants to read them.
type ranks struct {
	ch    *channel
	x     *index
	band  string
	told  bool    // the desk has the pool, with these members
	own   []int64 // credits: of a rotation, without what was given to the member's part as a whole
	parts []part  // two for each cohort: at work, and not
	in    []int32 // by member: the part, -1 for who is not free
	at    []int32 // by member: the place in the part's heap
	ready [2]group
}

// part is the members of a cohort who are free, at work or not.
type part struct {
	heap  []int32
	given int64 // what every one of them is owed beside their own credit
}

// The two sides of a cohort.
const (
	atWork = iota
	offWork
)

func newRanks(ch *channel, x *index, band string) *ranks {
	n := len(ch.members)
	k := &ranks{ch: ch, x: x, band: band, own: make([]int64, n), parts: make([]part, 2*len(ch.cohorts)), in: make([]int32, n), at: make([]int32, n),
		ready: [2]group{newGroup(len(ch.cohorts)), newGroup(len(ch.cohorts))}}
	for m := range k.in {
		k.in[m] = -1
	}
	return k
}

// credit gives what a rotation owes a member.
func (k *ranks) credit(m int) int64 {
	if in := k.in[m]; in >= 0 {
		return k.own[m] + k.parts[in].given
	}
	return k.own[m]
}

// move puts a member into a part, -1 for none.
func (k *ranks) move(m, to int) {
	from := int(k.in[m])
	if from == to {
		return
	}
	if from >= 0 {
		k.leave(m, from)
	}
	if to >= 0 {
		k.enter(m, to)
	}
}

func (k *ranks) leave(m, from int) {
	p := &k.parts[from]
	last := len(p.heap) - 1
	hole, other := int(k.at[m]), p.heap[last]
	p.heap = p.heap[:last]
	k.in[m] = -1
	k.own[m] += p.given
	if hole < last {
		p.heap[hole], k.at[other] = other, int32(hole)
		k.fix(int(other))
	}
	if last == 0 {
		k.ready[from&1].clear(from >> 1)
	}
}

func (k *ranks) enter(m, to int) {
	p := &k.parts[to]
	k.own[m] -= p.given
	k.in[m], k.at[m] = int32(to), int32(len(p.heap))
	p.heap = append(p.heap, int32(m))
	k.up(p, len(p.heap)-1)
	k.ready[to&1].set(to >> 1)
}

// fix restores the order after a member's rank has changed.
func (k *ranks) fix(m int) {
	if k.in[m] < 0 {
		return
	}
	p, i := &k.parts[k.in[m]], int(k.at[m])
	k.down(p, i)
	k.up(p, int(k.at[m]))
}

func (k *ranks) up(p *part, i int) {
	m := p.heap[i]
	for i > 0 {
		above := (i - 1) / 2
		if !k.before(m, p.heap[above]) {
			break
		}
		p.heap[i] = p.heap[above]
		k.at[p.heap[i]] = int32(i)
		i = above
	}
	p.heap[i], k.at[m] = m, int32(i)
}

func (k *ranks) down(p *part, i int) {
	m, n := p.heap[i], len(p.heap)
	for {
		next := 2*i + 1
		if next+1 < n && k.before(p.heap[next+1], p.heap[next]) {
			next++
		}
		if next >= n || !k.before(p.heap[next], m) {
			break
		}
		p.heap[i] = p.heap[next]
		k.at[p.heap[i]] = int32(i)
		i = next
	}
	p.heap[i], k.at[m] = m, int32(i)
}

// before is the order within a part, whose members have the same weight.
func (k *ranks) before(a, b int32) bool {
	switch k.ch.Strategy {
	case Rotation:
		if x, y := k.own[a], k.own[b]; x != y {
			return x > y
		}
	case LeastLoaded, LeastValue:
		if x := k.held(int(a)); x != k.held(int(b)) {
			return !x
		}
		x, y := k.load(int(a)), k.load(int(b))
		if k.ch.Strategy == LeastValue {
			x, y = k.value(int(a)), k.value(int(b))
		}
		if x != y {
			return x < y
		}
		fallthrough
	case LongestWaiting:
		if x, y := k.last(int(a)), k.last(int(b)); x != y {
			return x < y
		}
	}
	return a < b
}

// load gives how many leads a member has open.
func (k *ranks) load(m int) int64 { return k.x.open[k.ch.members[m]] }

// last gives when a member's last lead came.
func (k *ranks) last(m int) lead.Instant { return k.x.last[k.ch.members[m]] }

// choice is whom a strategy chooses from: the cohorts, one side of them, and others who stand in for somebody in them. It is scratch memory.
type choice struct {
	cohorts group
	side    int
	extras  []int
}

// first calls f with the first member of each part, and with all extras.
func (k *ranks) first(c *choice, f func(m int)) {
	for i, w := range c.cohorts {
		for w &= k.ready[c.side][i]; w != 0; w &= w - 1 {
			f(int(k.parts[2*(i<<6|low(w))+c.side].heap[0]))
		}
	}
	for _, m := range c.extras {
		f(m)
	}
}

// each calls f with everybody to choose from.
func (k *ranks) each(c *choice, f func(m int)) {
	for i, w := range c.cohorts {
		for w &= k.ready[c.side][i]; w != 0; w &= w - 1 {
			for _, m := range k.parts[2*(i<<6|low(w))+c.side].heap {
				f(int(m))
			}
		}
	}
	for _, m := range c.extras {
		f(m)
	}
}

// leastLoaded takes who would have the fewest open leads for their weight, of these who waited longest.
func (k *ranks) leastLoaded(c *choice) int {
	best := -1
	k.first(c, func(m int) {
		if best < 0 || k.lighter(m, best) {
			best = m
		}
	})
	return best
}

func (k *ranks) lighter(a, b int) bool {
	if x := k.held(a); x != k.held(b) {
		return !x
	}
	if d := fraction(k.load(a)+1, k.ch.weights[a], k.load(b)+1, k.ch.weights[b]); d != 0 {
		return d < 0
	}
	return k.longer(a, b)
}

// fraction compares a/b with c/d, none of which is negative.
func fraction(a, b, c, d int64) int {
	h, l := bits.Mul64(uint64(a), uint64(d))
	g, m := bits.Mul64(uint64(c), uint64(b))
	switch {
	case h != g:
		return sign(int64(h) - int64(g))
	case l < m:
		return -1
	case l > m:
		return 1
	}
	return 0
}

// longestWaiting takes whose last lead is longest ago.
func (k *ranks) longestWaiting(c *choice) int {
	best := -1
	k.first(c, func(m int) {
		if best < 0 || k.longer(m, best) {
			best = m
		}
	})
	return best
}

func (k *ranks) longer(a, b int) bool {
	if x, y := k.last(a), k.last(b); x != y {
		return x < y
	}
	return a < b
}
