package scoring

import (
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// basket is rules whose points are held together within a minimum and a maximum: a whole score, a group of its rules, or one rule.
type basket struct {
	name     string // of what holds it, in the ledger; "" for a score
	low      lead.Points
	high     lead.Points
	inner    []int // baskets in it
	groups   []int // half-lives
	grains   []*rule
	silences []*rule // those without a floor
	floors   []*rule // those with one, of a score
}

func newBasket(name string, least, most Level) basket {
	b := basket{name: name, low: -MostScore, high: MostScore}
	if least.Set {
		b.low = max(b.low, least.Points)
	}
	if most.Set {
		b.high = min(b.high, most.Points)
	}
	return b
}

// basket numbers a new one.
func (c *compiler) basket(path, name string, least, most Level) int {
	b := newBasket(name, least, most)
	if b.low > b.high {
		c.add(path+"/min", "empty-range", fmt.Sprintf("the minimum %s is above the maximum %s", b.low, b.high), "")
	}
	c.s.baskets = append(c.s.baskets, b)
	return len(c.s.baskets) - 1
}

func (c *compiler) inner(outer, inner int) int {
	c.s.baskets[outer].inner = append(c.s.baskets[outer].inner, inner)
	return inner
}

// groups makes the baskets of a score's groups.
func (c *compiler) groups(path string, number int, spec Score) {
	sc := &c.s.scores[number]
	for _, g := range spec.Groups {
		at := diag.Join(path+"/groups", g.Name)
		switch _, taken := sc.groups[g.Name]; {
		case g.Name == "" || taken:
			c.add(at, "name-taken", fmt.Sprintf("the score %q has two groups named %q, or one without a name", spec.Name, g.Name), "give each group its name")
			continue
		case !g.Min.Set && !g.Max.Set:
			c.found.Warn(at, "no-cap", fmt.Sprintf("the group %q has neither a minimum nor a maximum", g.Name), "write min: or max:")
		case !slices.ContainsFunc(spec.Rules, func(r Rule) bool { return r.Group == g.Name }):
			c.found.Warn(at, "no-rules", fmt.Sprintf("no rule is in the group %q", g.Name), "write group: "+g.Name+" in a rule")
		}
		sc.groups[g.Name] = c.inner(sc.basket, c.basket(at, "group "+g.Name, g.Min, g.Max))
	}
}

// put finds the basket of a rule.
func (c *compiler) put(path string, number int, spec Rule) int {
	sc := &c.s.scores[number]
	at := sc.basket
	if spec.Group != "" {
		group, ok := sc.groups[spec.Group]
		if !ok {
			names := make([]string, len(sc.Groups))
			for i, g := range sc.Groups {
				names[i] = g.Name
			}
			c.found.Unknown(path+"/group", "group", spec.Group, names)
			return at
		}
		at = group
	}
	if spec.Min.Set || spec.Max.Set {
		at = c.inner(at, c.basket(path, spec.Name, spec.Min, spec.Max))
	}
	return at
}

// group numbers a half-life in a basket.
func (c *compiler) group(basket, half int) int {
	p := pair{basket, half}
	i, ok := c.pairs[p]
	if !ok {
		i = len(c.s.groups)
		c.pairs[p] = i
		c.s.groups = append(c.s.groups, p)
		c.s.baskets[basket].groups = append(c.s.baskets[basket].groups, i)
	}
	return i
}

// reading is what is asked of a state: over a span or, from being to, at an instant.
type reading struct {
	s        *Scorer
	st       *State
	v        *view
	from, to lead.Instant
	kept     []course  // by score, how those run that were looked at; a width of zero is none. May be shorter than the scores
	held     []holding // at an instant the same
}

// holding is what a score holds at an instant, once that is looked at.
type holding struct {
	points Wide
	looked bool
}

func (s *Scorer) over(st *State, from, to lead.Instant) reading {
	return reading{s: s, st: st, v: s.look(st), from: from, to: to}
}

func (s *Scorer) at(st *State, at lead.Instant) reading { return s.over(st, at, at) }

// inFine gives points in 2^-16 millionths.
func inFine(p lead.Points) Wide { return product(int64(p), 1<<fine) }

// exact gives what a basket holds at an instant.
func (q *reading) exact(basket int) Wide {
	b := &q.s.baskets[basket]
	return b.hold(q.raw(basket))
}

func (b *basket) hold(w Wide) Wide { return least(most(w, inFine(b.low)), inFine(b.high)) }

// holds gives what a score holds at an instant, whatever a person's hand has set.
func (q *reading) holds(score int) Wide {
	basket := q.s.scores[score].basket
	if score >= len(q.held) {
		return q.exact(basket)
	}
	h := &q.held[score]
	if !h.looked {
		*h = holding{q.exact(basket), true}
	}
	return h.points
}

// raw gives what lies in a basket at an instant, before it is held.
func (q *reading) raw(basket int) Wide { return q.sum(&q.s.baskets[basket], basket) }

func (q *reading) sum(b *basket, number int) Wide {
	w := inFine(q.v.fit[number])
	for _, i := range b.groups {
		if q.v.groups[i].used() {
			w = w.add(q.v.at(i, &q.s.halves[q.s.groups[i].half], q.from))
		}
	}
	for _, r := range b.grains {
		if rest := q.rest(r); rest != nil {
			lo, _ := r.fade.over(rest, q.s.halves, q.from, q.from)
			w = w.add(lo)
		}
	}
	for _, r := range b.silences {
		w = w.add(inFine(q.taken(r, q.from)))
	}
	for _, i := range b.inner {
		w = w.add(q.exact(i))
	}
	for _, r := range b.floors {
		w = r.floored(w, inFine(q.taken(r, q.from)))
	}
	return w
}

// course gives what a basket holds over a span.
func (q *reading) course(basket int, c *course) {
	b := &q.s.baskets[basket]
	still := inFine(q.v.fit[basket])
	c.between(still, still)
	for _, i := range b.groups {
		q.group(i, c)
	}
	for _, r := range b.grains {
		q.grains(r, c)
	}
	for _, r := range b.silences {
		q.silence(r, c)
	}
	for _, i := range b.inner {
		q.inner(i, c)
	}
	for _, r := range b.floors {
		q.floor(r, c)
	}
	c.hold(q.s.halves, inFine(b.low), inFine(b.high))
}

// inner adds a basket that lies in another.
func (q *reading) inner(basket int, c *course) {
	d := course{width: c.width}
	q.course(basket, &d)
	c.plus(&d)
}

// run gives how a score runs over the span, whatever a person's hand has set: in room, which is not asked for where it is kept.
func (q *reading) run(score int, room *course) *course {
	if score < len(q.kept) {
		room = &q.kept[score]
	}
	if room.width == 0 {
		room.width = q.to.Sub(q.from)
		q.course(q.s.scores[score].basket, room)
	}
	return room
}

// bounds gives what a score stays between over the span, whatever a person's hand has set.
func (q *reading) bounds(score int) (lo, hi Wide) {
	if score < len(q.kept) {
		return q.run(score, nil).bounds(q.s.halves)
	}
	var room course
	return q.run(score, &room).bounds(q.s.halves)
}

// group adds what is left of one half-life.
func (q *reading) group(i int, c *course) {
	number := q.s.groups[i].half
	if !q.v.groups[i].used() {
		return
	}
	h := &q.s.halves[number]
	a, b := q.v.at(i, h, q.from), Wide{}
	if number == 0 {
		c.between(a, a)
		return
	}
	b = q.v.at(i, h, q.to)
	c.fade(number, a, b, slackOf(a))
}

// grains adds what is left of a rule that fades by grains.
func (q *reading) grains(r *rule, c *course) {
	rest := q.rest(r)
	if rest == nil {
		return
	}
	f := r.fade
	lo, hi := f.over(rest, q.s.halves, q.from, q.to)
	if f.half == 0 || !f.still(q.from, q.to) {
		c.between(lo, hi)
		return
	}
	c.lo, c.hi, c.up, c.down = c.lo.add(lo), c.hi.add(hi), true, true // some grains may be above zero, some below
	a, _ := f.over(rest, q.s.halves, q.from, q.from)
	b, _ := f.over(rest, q.s.halves, q.to, q.to)
	c.part(fader{f.half, a, b, f.slack(rest, q.s.halves, q.from)})
}

func (q *reading) rest(r *rule) *Rest {
	if at, is := q.st.place(r.key); is {
		return &q.st.Rests[at]
	}
	return nil
}

func (q *reading) silence(r *rule, c *course) {
	a, b := inFine(q.taken(r, q.from)), inFine(q.taken(r, q.to))
	c.between(least(a, b), most(a, b))
}

// taken gives what a silence has taken by an instant.
func (q *reading) taken(r *rule, at lead.Instant) lead.Points {
	return r.points * lead.Points(r.silence.steps(q.st.active(r.silence.key), at))
}

// floor lets a silence with a floor take its points. What it leaves never falls with what there was, nor with what it leaves over.
func (q *reading) floor(r *rule, c *course) {
	a, b := inFine(q.taken(r, q.from)), inFine(q.taken(r, q.to)) // b is at most a
	if b == (Wide{}) {
		return
	}
	lo, hi := c.bounds(q.s.halves)
	floor := inFine(r.silence.floor.Points)
	switch {
	case hi.less(floor): // too low throughout
	case a == b && floor.less(lo.add(b)):
		c.between(b, b)
	default:
		c.fix(r.floored(lo, b), r.floored(hi, a))
	}
}

// floored takes points as far as the floor; from what is below it, none.
func (r *rule) floored(w, taken Wide) Wide {
	floor := inFine(r.silence.floor.Points)
	if !r.silence.floor.Set {
		return w.add(taken)
	}
	return least(w, most(w.add(taken), floor))
}
