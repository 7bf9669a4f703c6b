package scoring

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Bounds of decays that go by grains.
const (
	MostGrains    = 400 // until nothing changes any more: each is a sum to remember
	ShortestGrain = lead.Minute
	usualGrains   = 30
)

// mostParts bounds the denominator of what is left, so that a sum times a numerator stays within 128 bits.
const mostParts = 1<<32 - 1

// Grain is what the events of one grain gave, in 2^-16 millionths; with a half-life, scaled to the grain's beginning.
type Grain struct {
	Index int64 `json:"i"` // the instant divided by the grain's length
	Sum   Wide  `json:"s"`
}

// fade is a compiled decay by grains: of a grain of age k, left[k]/den is left, and beyond the end of left as much as at its end.
type fade struct {
	grain lead.Span
	left  []uint64 // never more than before
	den   uint64
	half  int
}

// last is the age from which on nothing changes but by a half-life; tail is what is left then.
func (f *fade) last() int64  { return int64(len(f.left)) - 1 }
func (f *fade) tail() uint64 { return f.left[len(f.left)-1] }

func (f *fade) index(t lead.Instant) int64 { return int64(max(t, 0)) / int64(f.grain) }

func (f *fade) start(index int64) lead.Instant { return lead.Instant(index) * lead.Instant(f.grain) }

// same reports whether sums by grain fade alike. Their half-lives are not compared.
func (f *fade) same(o *fade) bool {
	if f == nil || o == nil {
		return f == o
	}
	return f.grain == o.grain && f.den == o.den && slices.Equal(f.left, o.left)
}

// at gives the numerator of what is left at an instant of a grain.
func (f *fade) at(index, now int64) uint64 {
	return f.left[min(max(now-index, 0), f.last())]
}

// give adds an event to the grains of a line, of which those are kept that still change, counted from the newest. Older ones are in Old, if anything is left of them.
func (f *fade) give(rest *Rest, halves []half, newest, t lead.Instant, points lead.Points) {
	index := f.index(t)
	w := product(int64(points), 1<<fine)
	if f.half > 0 {
		weight := halves[f.half].since(t, f.start(index))
		w = weight.points(points)
	}
	f.add(rest, index, w)
	f.prune(rest, max(index, f.index(newest)))
}

func (f *fade) add(rest *Rest, index int64, w Wide) {
	i, ok := slices.BinarySearchFunc(rest.Grains, index, func(g Grain, index int64) int { return cmp.Compare(g.Index, index) })
	if !ok {
		rest.Grains = slices.Insert(rest.Grains, i, Grain{Index: index})
	}
	rest.Grains[i].Sum = rest.Grains[i].Sum.add(w)
}

func (f *fade) prune(rest *Rest, newest int64) {
	n := 0
	for n < len(rest.Grains) && rest.Grains[n].Index <= newest-f.last() {
		if f.tail() > 0 {
			rest.Old = rest.Old.add(rest.Grains[n].Sum)
		}
		n++
	}
	rest.Grains = slices.Delete(rest.Grains, 0, n)
}

// over bounds what is left over a span, by grains from above zero and from below: each of the two only sinks towards zero. Over an instant the bounds are equal.
func (f *fade) over(rest *Rest, halves []half, from, to lead.Instant) (lo, hi Wide) {
	up, down := f.sums(rest, halves, from)
	if from == to {
		w := up.add(down).parts(f.den)
		return w, w
	}
	up2, down2 := f.sums(rest, halves, to)
	return up2.add(down).parts(f.den), up.add(down2).parts(f.den)
}

// still reports whether over a span no grain ages: all that changes then, changes by the half-life.
func (f *fade) still(from, to lead.Instant) bool { return f.index(from) == f.index(to) }

// sums adds up what is left at an instant, apart above and below zero, in parts of den.
func (f *fade) sums(rest *Rest, halves []half, at lead.Instant) (up, down Wide) {
	now := f.index(at)
	add := func(w Wide, left uint64) {
		if w.Hi < 0 {
			down = down.add(w.times(left))
		} else {
			up = up.add(w.times(left))
		}
	}
	add(rest.Old, f.tail())
	for i := range rest.Grains {
		g := &rest.Grains[i]
		left := f.at(g.Index, now)
		if left == 0 {
			continue
		}
		w := g.Sum
		if f.half > 0 {
			w = halves[f.half].faded(w, f.start(g.Index), at)
		}
		add(w, left)
	}
	return up, down
}

// slack bounds by how much over differs from the true value: see [slackOf].
func (f *fade) slack(rest *Rest, halves []half, at lead.Instant) Wide {
	cut := wide(1)
	for i := range rest.Grains {
		cut = cut.add(slackOf(halves[f.half].faded(rest.Grains[i].Sum, f.start(rest.Grains[i].Index), at)))
	}
	return cut
}

// merge adds the grains of another line.
func (f *fade) merge(rest *Rest, other *Rest, newest lead.Instant) {
	rest.Old = rest.Old.add(other.Old)
	rest.Grains = slices.Clone(rest.Grains)
	for _, g := range other.Grains {
		f.add(rest, g.Index, g.Sum)
	}
	f.prune(rest, f.index(newest))
}

// since gives the weight of a point given at t, at a landmark that is at most 32 half-lives before.
func (h *half) since(t, landmark lead.Instant) weight {
	whole, part := h.at(t - landmark)
	return weight{power(part), shiftOf(min(whole, 1<<epochBits-1))}
}

// faded gives what is left at an instant of a sum at a landmark, cut off towards zero; before the landmark, the sum.
func (h *half) faded(w Wide, landmark, at lead.Instant) Wide {
	s := epochSums{w}
	return s.at(0, h.fading(max(at-landmark, 0)))
}

// fade compiles a decay that goes by grains, for a rule that gives so many points at each event; zero where they differ from event to event.
func (c *compiler) fade(path string, d Decay, points lead.Points) *fade {
	off, ok := d.Off.fraction(points)
	floor, known := d.Floor.fraction(points)
	if !ok || !known {
		c.add(path, "not-a-share", "what goes off is in points, and the points differ from event to event", "write a share such as 20% off every 7d")
		return nil
	}
	den, fits := common(off.den, floor.den)
	if !fits {
		c.add(path, "too-fine", "what goes off or stays is too fine a part of the points", "write it, or the points, with fewer decimals")
		return nil
	}
	ends := d.ends(off, floor)
	f := &fade{grain: d.grain(ends), half: c.half(d)}
	n := grains(ends, f.grain)
	if d.Curve == Linear {
		den, fits = common(den, uint64(grains(d.Span, f.grain)))
	}
	f.den = den
	switch {
	case n > MostGrains:
		c.add(path, "too-many-grains", fmt.Sprintf("it takes %d grains of %s until nothing changes any more, at most %d can be", n, f.grain, MostGrains), "write a longer grain")
		return nil
	case f.half > 0 && f.grain > d.HalfLife<<epochBits:
		c.add(path, "bad-grain", fmt.Sprintf("a grain of %s is longer than 32 half-lives", f.grain), "write a shorter grain or window")
		return nil
	case !fits:
		c.add(path, "too-fine", "what goes off or stays is too fine a part of the points", "write it, or the points, with fewer decimals")
		return nil
	}
	for k := range n + 1 {
		f.left = append(f.left, d.left(k, f, off, floor))
	}
	return f
}

// fraction is num/den, in lowest terms.
type fraction struct{ num, den uint64 }

// fraction gives the part as a share of points, at most the whole; false for a number of points where the points are not known.
func (p Part) fraction(points lead.Points) (fraction, bool) {
	num, den := magnitude(int64(p.Points)), magnitude(int64(points))
	switch {
	case num == 0:
		return fraction{0, 1}, true
	case p.Percent:
		den = 100 * uint64(lead.Point)
	case den == 0:
		return fraction{}, false
	}
	num = min(num, den)
	d := gcd(num, den)
	return fraction{num / d, den / d}, true
}

// of gives the fraction in parts of a multiple of its denominator.
func (f fraction) of(den uint64) uint64 { return den / f.den * f.num }

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// common gives the least common multiple; false if it is beyond mostParts.
func common(list ...uint64) (uint64, bool) {
	all := uint64(1)
	for _, n := range list {
		if n > mostParts {
			return 1, false
		}
		if all *= n / gcd(all, n); all > mostParts {
			return 1, false
		}
	}
	return all, true
}

// ends gives the age from which on nothing changes but by a half-life.
func (d Decay) ends(off, floor fraction) lead.Span {
	ends := d.Window
	switch d.Curve {
	case Linear:
		ends = d.Span
	case Stepping: // until (1 - floor) / off is used up
		hi, lo := bits.Mul64(floor.den-floor.num, off.den)
		steps, rest := bits.Div64(hi, lo, max(off.num*floor.den, 1))
		if rest > 0 {
			steps++
		}
		ends = lead.Span(min(steps, MostGrains+1)) * d.Every
	}
	if d.Window > 0 && (d.Window < ends || floor.num > 0) { // a floor is left until the window ends
		ends = d.Window
	}
	return ends
}

// grain gives the grain that is written, or the default.
func (d Decay) grain(ends lead.Span) lead.Span {
	switch {
	case d.Grain > 0:
		return d.Grain
	case d.Curve != Stepping:
		return max((ends+usualGrains-1)/usualGrains, ShortestGrain)
	}
	n := max((usualGrains*d.Every+ends-1)/max(ends, 1), 1)
	return max((d.Every+n-1)/n, ShortestGrain)
}

// grains gives how many grains a span takes, the last begun one counted whole.
func grains(s, grain lead.Span) int64 { return max(int64((s+grain-1)/grain), 1) }

// left gives what is left at an age in grains, in parts of f.den.
func (d Decay) left(k int64, f *fade, off, floor fraction) uint64 {
	if d.Window > 0 && k >= grains(d.Window, f.grain) {
		return 0
	}
	left := f.den
	switch d.Curve {
	case Linear:
		n := grains(d.Span, f.grain)
		left = f.den / uint64(n) * uint64(max(n-k, 0))
	case Stepping:
		steps := uint64(k) * uint64(f.grain) / uint64(d.Every)
		left -= min(left, min(steps, mostParts)*off.of(f.den))
	}
	return max(left, floor.of(f.den))
}

// grained checks what is said of grains.
func (c *compiler) grained(path string, d Decay) {
	for _, s := range []lead.Span{d.Span, d.Every, d.Window} {
		if s < 0 || s > LongestHalfLife || s > 0 && s < ShortestGrain {
			c.add(path, "bad-span", fmt.Sprintf("%s is not between %s and %s", s, ShortestGrain, LongestHalfLife), "write one such as 30d")
		}
	}
	switch {
	case d.Grain != 0 && (d.Grain < ShortestGrain || d.Grain > LongestHalfLife):
		c.add(path, "bad-grain", fmt.Sprintf("a grain of %s is not between %s and %s", d.Grain, ShortestGrain, LongestHalfLife), "leave it out for a thirtieth of the span")
	case d.Curve == Linear && d.Span == 0 || d.Curve == Stepping && d.Every == 0:
		c.add(path, "bad-span", "the decay says not over which time", "write one such as linear 30d or 20% off every 7d")
	case d.Curve == Stepping && (d.Off.Points <= 0 || d.Off.whole()):
		c.add(path, "bad-share", fmt.Sprintf("%s off is not a part of the points", d.Off), "write one such as 20% off every 7d, or window 7d for all at once")
	case d.Floor.Points < 0 || d.Floor.whole():
		c.add(path, "bad-share", fmt.Sprintf("down to %s, nothing fades", d.Floor), "write one such as 20%")
	}
}

// whole reports a share of a hundred percent or more.
func (p Part) whole() bool { return p.Percent && p.Points >= 100*lead.Point }
