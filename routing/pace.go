package routing

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Who comes back from an absence to an emptier desk than the others' would be given every lead until it is as full. By the strategies that level the load they
// are paced instead: each lead that they could have had brings them catchUp times their weight's share of a turn; with a whole one they are
// chosen like anybody, and a lead costs one; without they come after everybody else. So of any leads in a row that others can take, too, they get fewer than
// catchUp times their share, and two. (With the strategy expected value this is about leads that others win as often.) It ends when they have as much for their weight as these others have on average.

// catchUp is how fast who comes back catches up: three halves of their share.
const catchUp, catchUpOver = 3, 2

// mostPace bounds [Seat.Pace]: less than two turns, so that none are saved up.
const mostPace = 2*Turn - 1

// levels reports whether a strategy goes by what people have.
func (s Strategy) levels() bool { return s == LeastLoaded || s == LeastValue || s == BestValue }

// held reports whether a member is paced, and without a turn.
func (k *ranks) held(m int) bool {
	if len(k.x.paced) == 0 {
		return false
	}
	p := k.x.pace[k.ch.members[m]]
	return 0 < p && p < Turn
}

// tick brings the desk's clock to an instant. Whoever came back since is paced from now on.
func (r *Router) tick(d *Desk, x *index, at lead.Instant) {
	r.welcome(d, x)
	d.Clock = at
}

// welcome notes who came back since the desk's clock.
func (r *Router) welcome(d *Desk, x *index) {
	for _, p := range x.back {
		if !x.away[p] && x.pace[p] == 0 {
			r.setPace(d, x, p, Turn)
		}
	}
	x.back = x.back[:0]
}

// setPace changes how far a person's next turn has come; zero: they are not paced.
func (r *Router) setPace(d *Desk, x *index, person int, turn int64) {
	r.sit(d, x, person).Pace = turn
	was := x.pace[person]
	if x.pace[person] = turn; (was == 0) != (turn == 0) {
		x.paced = slices.DeleteFunc(x.paced, func(p int) bool { return p == person })
		if turn != 0 {
			x.paced = append(x.paced, person)
		}
	}
	r.reorder(x, person)
}

// notice remembers that a person came back, if an absence of theirs ended since the desk's clock and none goes on.
func (r *Router) notice(d *Desk, x *index, person int, at lead.Instant) {
	p := &r.people[person]
	if !p.levelled || d.Clock == 0 || x.away[person] {
		return
	}
	ended := func(from, to lead.Instant) bool { return from < to && d.Clock < to && to <= at }
	if slices.ContainsFunc(p.absences, func(a absence) bool { return ended(a.from, a.to) }) ||
		slices.ContainsFunc(d.leavesOf(p.Name), func(l Leave) bool { return ended(l.From, l.To) }) {
		x.back = append(x.back, person)
	}
}

// caughtUp ends the pace of those of a choice who have as much for their weight as the others on average.
func (r *Router) caughtUp(d *Desk, x *index, k *ranks, c *choice) {
	var has, weight int64
	k.each(c, func(m int) {
		if x.pace[k.ch.members[m]] == 0 {
			has, weight = has+k.has(m), weight+k.ch.weights[m]
		}
	})
	if weight == 0 {
		return
	}
	for i := len(x.paced) - 1; i >= 0; i-- {
		p := x.paced[i]
		if m := k.ch.member(p); m >= 0 && k.among(c, m) && fraction(k.has(m), k.ch.weights[m], has, weight) >= 0 {
			r.setPace(d, x, p, 0)
		}
	}
}

// has gives what a member has, as the strategy counts it.
func (k *ranks) has(m int) int64 {
	if k.ch.Strategy == LeastValue {
		return min(k.value(m), mostLoad)
	}
	return k.load(m)
}

// among reports whether a member is one of a choice.
func (k *ranks) among(c *choice, m int) bool {
	return slices.Contains(c.extras, m) || k.in[m] >= 0 && int(k.in[m]&1) == c.side && c.cohorts.has(k.ch.cohortOf[m])
}

// advance brings those of a choice who are paced nearer to their next turn, and has one of them pay who was chosen.
func (r *Router) advance(d *Desk, x *index, k *ranks, c *choice, chosen int) {
	unit, _ := k.unit(c)
	for _, p := range x.paced {
		m := k.ch.member(p)
		if m < 0 || !k.among(c, m) {
			continue
		}
		turn := min(mostPace, x.pace[p]+k.ch.weights[m]*unit*catchUp/catchUpOver)
		if m == chosen {
			turn -= Turn
		}
		r.setPace(d, x, p, max(1, turn))
	}
}

// level lets a strategy that goes by what people have choose, at the pace of those who came back.
func (r *Router) level(d *Desk, x *index, k *ranks, q *Request, pay bool) int {
	c := &x.choice
	r.welcome(d, x)
	if len(x.paced) > 0 {
		r.caughtUp(d, x, k, c)
	}
	m := k.least(c, q)
	if pay && len(x.paced) > 0 {
		r.advance(d, x, k, c, m)
	}
	return m
}

// least takes who comes first by what people have.
func (k *ranks) least(c *choice, q *Request) int {
	switch k.ch.Strategy {
	case LeastValue:
		return k.leastValue(c, loadOf(q.Potential))
	case BestValue:
		return k.bestValue(c, q)
	}
	return k.leastLoaded(c)
}
