package routing

import "math"

// transport is the problem of a batch in whole numbers: each of the leads goes to one of the people, of whom the last is nobody, at the least cost, so that
// everybody has no more than their most of each band and altogether, and as few leads as possible less than their least.
type transport struct {
	people, bands int
	band          []int   // of each lead
	cost          []int64 // by lead, then person; never where they may not meet. With nobody it is 0
	all           []bound // by person; nobody has room for all
	each          []bound // by band, then person
}

// bound is how many leads there are to be.
type bound struct{ least, most int }

// never is the cost of what may not be. No sum of costs reaches it, as long as no two costs are further apart than mostSpan, and there are no more than mostNodes.
const (
	never     = math.MaxInt64 / 4
	mostSpan  = 1 << 36
	mostNodes = 1 << 12
)

// flow is a solution of a transport of leads, and its proof.
//
// Leads are added one by one, each along the cheapest path through the people: it displaces another lead, that one another, up to somebody who has room
// (successive shortest paths: Jewell 1958, Iri 1960, Busacker and Gowen 1960; with prices that keep all lengths at zero or more: Edmonds and Karp, Tomizawa
// 1972). So after every lead the assignment of those that were added is the best there is. Then whoever has less than their least is filled up, one lead
// at a time, along the cheapest cycle. Paths run over people, not leads: the cheapest lead by which somebody can be relieved in favour of somebody else is
// the top of a heap for the two.
//
// A node is a person within a band, at band·people + person, or altogether, at bands·people + person; the last is the end, behind everybody who has room.
type flow struct {
	*transport
	least []int   // by node: what is insisted on so far
	short int64   // the cost of one lead less than that: more than any rearrangement gains
	where []int   // by lead: the person
	place []int   // by lead: where it is in the list of who has it
	got   []int   // by node: leads
	price []int64 // by node: what one more lead there costs the others, which proves that the solution is the best
	rows  []row   // by node, those of persons within a band

	dist     []int64 // of one search, by node; never for one that was not reached
	from     []int   // the node before
	frontier []int   // reached, and perhaps to be reached by a shorter way
	settled  []int   // reached by the shortest way
	done     []bool  // which those are
	path     []shift
}

type shift struct{ lead, to int }

const begin = -1

func solve(t *transport) *flow {
	nodes := (t.bands+1)*t.people + 1
	f := &flow{transport: t, least: make([]int, nodes), where: make([]int, len(t.band)), place: make([]int, len(t.band)), got: make([]int, nodes),
		price: make([]int64, nodes), rows: make([]row, t.bands*t.people), dist: make([]int64, nodes), from: make([]int, nodes), done: make([]bool, nodes)}
	for i := range t.band {
		f.add(i)
	}
	f.weigh()
	for v := range nodes - 1 {
		for f.least[v] = min(f.got[v], f.bound(v).least); f.least[v] < f.bound(v).least; {
			f.least[v]++
			f.fill(v)
		}
	}
	return f
}

// weigh finds what a lead short must cost: more than the longest path can gain.
func (f *flow) weigh() {
	var low, high int64
	for _, c := range f.cost {
		if c < never {
			low, high = min(low, c), max(high, c)
		}
	}
	f.short = (high - low + 1) * int64(len(f.got)+1)
}

func (f *flow) row(lead int) []int64 { return f.cost[lead*f.people : (lead+1)*f.people] }

func (f *flow) end() int { return len(f.got) - 1 }

// onward gives the node behind a node: the person altogether, or the end.
func (f *flow) onward(v int) int {
	if v < len(f.rows) {
		return len(f.rows) + v%f.people
	}
	return f.end()
}

func (f *flow) bound(v int) bound {
	if v < len(f.each) {
		return f.each[v]
	}
	return f.all[v-len(f.each)]
}

// further gives the cost of one more lead that passes onward from a node, and reports whether there is room for it.
func (f *flow) further(v int) (int64, bool) {
	switch {
	case f.got[v] < f.least[v]:
		return -f.short, true
	case f.got[v] < f.bound(v).most:
		return 0, true
	}
	return 0, false
}

// fewer gives the cost of one lead less, and reports whether there is one.
func (f *flow) fewer(v int) (int64, bool) {
	if f.got[v] <= f.least[v] {
		return f.short, f.got[v] > 0
	}
	return 0, true
}

// add assigns one more lead.
func (f *flow) add(lead int) {
	f.clear()
	at := f.band[lead] * f.people
	for p, c := range f.row(lead) {
		if c < never {
			f.start(at+p, c+f.price[at+p])
		}
	}
	f.search(f.end(), never)
	f.shift(f.end(), lead)
}

// fill gives a node that is short one more lead, if that leaves nobody else short who matters more.
func (f *flow) fill(v int) {
	f.clear()
	from := f.onward(v)
	f.start(from, 0)
	gain := f.short + f.price[v] - f.price[from]
	if f.search(v, gain) {
		f.got[v]++
		f.shift(v, begin)
	}
	if zero := f.price[f.end()]; zero != 0 {
		for v := range f.price {
			f.price[v] -= zero
		}
	}
}

func (f *flow) clear() {
	clear(f.done)
	f.frontier, f.settled = f.frontier[:0], f.settled[:0]
	for v := range f.dist {
		f.dist[v] = never
	}
}

func (f *flow) start(v int, d int64) {
	f.dist[v], f.from[v] = d, begin
	f.frontier = append(f.frontier, v)
}

// search finds the cheapest path to a node from where it begins, if there is one shorter than a length, and raises the prices by it.
func (f *flow) search(to int, below int64) bool {
	for reached := int64(-never); ; {
		u := f.nearest(reached, min(below, f.dist[to]))
		if u < 0 {
			break
		}
		f.done[u], reached = true, f.dist[u]
		f.settled = append(f.settled, u)
		switch {
		case u < len(f.rows):
			f.relieve(u, to)
		case u < f.end():
			f.through(u)
		default:
			f.back(u)
		}
	}
	length := min(below, f.dist[to])
	for _, v := range f.settled {
		f.price[v] += length - f.dist[v]
	}
	return f.dist[to] < below
}

// nearest takes the nearest node of the frontier, if it is nearer than a length; else it gives -1. None is nearer than what was reached.
func (f *flow) nearest(reached, length int64) int {
	best := -1
	for i, v := range f.frontier {
		if d := f.dist[v]; d < length {
			if best, length = i, d; d == reached {
				break
			}
		}
	}
	if best < 0 {
		return -1
	}
	v, n := f.frontier[best], len(f.frontier)-1
	f.frontier[best] = f.frontier[n]
	f.frontier = f.frontier[:n]
	return v
}

// reach notes a way to a node.
func (f *flow) reach(v, from int, cost int64) {
	if d := f.dist[from] - f.price[from] + cost + f.price[v]; d < f.dist[v] && !f.done[v] {
		if f.dist[v] == never {
			f.frontier = append(f.frontier, v)
		}
		f.dist[v], f.from[v] = d, from
	}
}

// relieve goes on from a person within a band: to the person altogether, or with one of their leads to somebody else.
func (f *flow) relieve(u, to int) {
	if w, ok := f.further(u); ok {
		f.reach(f.onward(u), u, w)
	}
	if u%f.people == f.people-1 && to == f.end() {
		return // whoever nobody wanted before is not wanted now: prices only rise
	}
	at := u - u%f.people
	for p, w := range f.ready(u).best {
		if w < never {
			f.reach(at+p, u, w)
		}
	}
}

// through goes on from a person: to the end, if they have room, or back into a band of theirs.
func (f *flow) through(u int) {
	if w, ok := f.further(u); ok {
		f.reach(f.end(), u, w)
	}
	for v := u - len(f.rows); v < len(f.rows); v += f.people {
		if w, ok := f.fewer(v); ok {
			f.reach(v, u, w)
		}
	}
}

// back goes from the end to everybody who has something.
func (f *flow) back(end int) {
	for v := len(f.rows); v < end; v++ {
		if w, ok := f.fewer(v); ok {
			f.reach(v, end, w)
		}
	}
}

// shift moves the leads along a path that was found, from its end.
func (f *flow) shift(last, lead int) {
	f.path = f.path[:0]
	for v := last; ; v = f.from[v] {
		before := f.from[v]
		switch {
		case before == begin && lead != begin:
			f.path = append(f.path, shift{lead, v % f.people})
		case before == begin:
		case before == f.end() || before >= len(f.rows) && v < len(f.rows):
			f.got[v]--
		case v >= len(f.rows):
			f.got[before]++
		default:
			f.path = append(f.path, shift{f.rows[before].lead[v%f.people], v % f.people})
		}
		if before == begin {
			break
		}
	}
	for _, s := range f.path {
		if s.lead != lead {
			f.leave(s.lead)
		}
		f.join(s.lead, s.to)
	}
}

// dual gives a cost that no assignment falls below, whatever the prices are; with those of a best assignment it is that assignment's own. By linear
// duality: every lead pays the price where it goes, and everybody's room is worth its price.
func (f *flow) dual() (sum int64) {
	for i, band := range f.band {
		best := int64(never)
		for p, c := range f.row(i) {
			if c < never {
				best = min(best, c+f.price[band*f.people+p])
			}
		}
		sum += best
	}
	for v := range f.end() {
		b, w := f.bound(v), f.price[f.onward(v)]-f.price[v]
		sum += int64(b.least)*min(0, w-f.short) + int64(b.most-b.least)*min(0, w)
	}
	return sum
}

// primal gives the cost of the assignment, with that of every lead that somebody has within their least counted as gained.
func (f *flow) primal() (sum int64) {
	for i, p := range f.where {
		sum += f.row(i)[p]
	}
	for v := range f.end() {
		sum -= f.short * int64(min(f.got[v], f.bound(v).least))
	}
	return sum
}
