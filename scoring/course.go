package scoring

import (
	"math/bits"

	"github.com/leadkit/leadkit/lead"
)

// mostFaders is how many half-lives a course tells apart; what fades by further ones is bounded by its ends.
const mostFaders = 8

// course is how a number runs over a span of time, in 2^-16 millionths: at every instant between lo and hi. It is also the sum of a number between low and high
// and of parts that fade by half-lives: see [course.bounds].
type course struct {
	lo, hi    Wide
	low, high Wide
	n         int
	up, down  bool // some part is above zero, some below
	width     lead.Span
	faders    [mostFaders]fader // the first n
}

// fader is the sum of all parts of one half-life at the two ends of a span. cut bounds by how much each differs from its true value.
type fader struct {
	half             int
	first, last, cut Wide
}

// between adds a number that stays between two others.
func (c *course) between(lo, hi Wide) {
	c.lo, c.hi = c.lo.add(lo), c.hi.add(hi)
	c.low, c.high = c.low.add(lo), c.high.add(hi)
}

// fade adds a part that fades from a to b, and never grows meanwhile.
func (c *course) fade(half int, a, b, cut Wide) {
	lo, hi := least(a, b), most(a, b)
	c.lo, c.hi = c.lo.add(lo), c.hi.add(hi)
	c.up, c.down = c.up || a.above(), c.down || a.Hi < 0
	c.part(fader{half, a, b, cut})
}

func (c *course) part(p fader) {
	for i := range c.n {
		if f := &c.faders[i]; f.half == p.half {
			f.first, f.last, f.cut = f.first.add(p.first), f.last.add(p.last), f.cut.add(p.cut)
			return
		}
	}
	if c.n == mostFaders {
		c.low, c.high = c.low.add(least(p.first, p.last)).add(p.cut.neg()), c.high.add(most(p.first, p.last)).add(p.cut)
		return
	}
	c.faders[c.n] = p
	c.n++
}

// plus adds another course over the same span.
func (c *course) plus(d *course) {
	c.lo, c.hi = c.lo.add(d.lo), c.hi.add(d.hi)
	c.low, c.high = c.low.add(d.low), c.high.add(d.high)
	c.up, c.down = c.up || d.up, c.down || d.down
	for i := range d.n {
		c.part(d.faders[i])
	}
}

// minus gives how far the course is above another one over the same span.
func (c *course) minus(d *course) *course {
	x, y := *c, *d
	y.times(-1)
	x.plus(&y)
	return &x
}

// times multiplies by a factor of at most 2^40 a course that was held.
func (c *course) times(factor int64) {
	if c.large() {
		c.fix(c.lo, c.hi)
	}
	c.lo, c.hi, c.low, c.high = c.lo.scaled(factor), c.hi.scaled(factor), c.low.scaled(factor), c.high.scaled(factor)
	if factor < 0 {
		c.lo, c.hi, c.low, c.high, c.up, c.down = c.hi, c.lo, c.high, c.low, c.down, c.up
	}
	for i := range c.n {
		f := &c.faders[i]
		f.first, f.last, f.cut = f.first.scaled(factor), f.last.scaled(factor), f.cut.times(magnitude(factor))
	}
}

// large reports parts so large that they cannot be multiplied.
func (c *course) large() bool {
	is := func(w Wide) bool { hi, _ := w.size(); return hi>>16 != 0 }
	large := is(c.low) || is(c.high)
	for i := range c.n {
		large = large || is(c.faders[i].first) || is(c.faders[i].last)
	}
	return large
}

// fix makes the course a number between two others.
func (c *course) fix(lo, hi Wide) {
	c.lo, c.hi, c.low, c.high, c.n, c.up, c.down = lo, hi, lo, hi, 0, false, false
}

// hold keeps it within a minimum and a maximum. Where neither can matter over the span, it runs as before.
func (c *course) hold(halves []half, low, high Wide) {
	if !c.lo.less(low) && !high.less(c.hi) {
		return
	}
	lo, hi := c.bounds(halves)
	if lo.less(low) || high.less(hi) {
		c.fix(least(most(lo, low), high), least(most(hi, low), high))
	}
}

// bounds gives the lowest and highest value over the span.
//
// The parts of one half-life h are together a part A(t) = A·2^(-t/h), whatever their signs, so A(t) lies between its values at the ends, and its slope is -ln 2/h · A(t). So the
// slope of the sum of all parts has bounds, and the sum is at most so far from its values at the ends. Where the slope has one sign, those are the bounds; and where parts
// cancel each other out, the bounds are as near to each other as their rounding. What the ends were cut off by is given back. The result is never wider than lo and hi.
//
// Where all parts fall, or all rise, lo and hi are the values at the ends, and nothing is nearer.
func (c *course) bounds(halves []half) (lo, hi Wide) {
	if !c.up || !c.down {
		return c.lo, c.hi
	}
	var first, last, slow, fast, slack Wide
	for i := range c.n {
		f := &c.faders[i]
		low, high, ok := f.drop(&halves[f.half])
		if !ok {
			return c.lo, c.hi
		}
		first, last, slack = first.add(f.first), last.add(f.last), slack.add(f.cut).add(f.cut)
		slow, fast = slow.add(low), fast.add(high)
	}
	fall, rise := c.within(most(fast, Wide{})), c.within(most(slow.neg(), Wide{}))
	least1, most1 := first.add(fall.neg()), first.add(rise)
	least2, most2 := last.add(rise.neg()), last.add(fall)
	lo = most(c.lo, c.low.add(most(least1, least2)).add(slack.neg()))
	hi = least(c.hi, c.high.add(least(most1, most2)).add(slack))
	return lo, hi
}

// drop bounds the pace of a half-life times what fades by it; false where that is too large to tell.
func (f *fader) drop(h *half) (lo, hi Wide, ok bool) {
	lo, hi = least(f.first, f.last).add(f.cut.neg()), most(f.first, f.last).add(f.cut)
	low, _ := lo.size()
	high, _ := hi.size()
	if max(low, high)>>12 != 0 {
		return Wide{}, Wide{}, false
	}
	return h.paced(lo, 0, 1), h.paced(hi, 1, 0), true
}

// paced multiplies by one over the half-life, in 2^-63ths, rounded by adding to its magnitude: so much above zero, so much below.
func (h *half) paced(w Wide, above, below uint64) Wide {
	if w.Hi < 0 {
		return w.times(h.pace + below)
	}
	return w.times(h.pace + above)
}

// within gives how far something comes within the span that moves by ln 2 · w/2^63 in each millisecond, rounded up. w is not negative.
func (c *course) within(w Wide) Wide {
	hi, lo := w.size()
	by := uint64(c.width)/10000*6932 + 6932 // ln 2 < 0.6932
	h0, l0 := bits.Mul64(lo, by)
	h1, l1 := bits.Mul64(hi, by)
	l1, carry := bits.Add64(l1, h0, 0)
	h1 += carry
	if h1>>61 != 0 {
		return Wide{1<<62 - 1, 0}
	}
	return Wide{int64(h1<<1 | l1>>63), l1<<1 | l0>>63}.add(wide(1))
}

// slackOf bounds by how much a part differs from its true value: what was cut off, and the rounding of the weight, less than one part in 2^58.
func slackOf(part Wide) Wide {
	hi, lo := part.size()
	return wide(2 + int64(min(hi, 1<<40)<<6|lo>>58))
}
