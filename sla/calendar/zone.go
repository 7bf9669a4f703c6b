package calendar

import (
	"math"
	"sort"
	"time"
)

// zone is the offsets of one time zone over the horizon: off[i] from at[i] on, in milliseconds. Having them as numbers makes the two rules about
// wall time explicit, which time.Date leaves open, and is faster than asking time.Location each time.
type zone struct {
	at  []int64
	off []int64
}

// reachMs bounds how far UTC and any wall clock are apart, with room for a whole day skipped at the date line.
const reachMs = 26 * 60 * minuteMs

func newZone(loc *time.Location, from, until time.Time) zone {
	z := zone{at: []int64{math.MinInt64}, off: []int64{offsetAt(from.In(loc))}}
	for t := from.In(loc); t.Before(until); {
		end, ok := boundAfter(t)
		if !ok {
			break
		}
		// A bound at which only the name or the summer flag changes is no change of the clock.
		if o := offsetAt(end); o != z.off[len(z.off)-1] {
			z.at, z.off = append(z.at, end.UnixMilli()), append(z.off, o)
		}
		t = end
	}
	return z
}

// boundAfter is the end of the zone's offset in force at t, or a later t at which to ask again. Where a rule and no table gives the offsets, ZoneBounds takes
// a leap year to end a day early, and on that day gives an end that is not after t.
func boundAfter(t time.Time) (time.Time, bool) {
	_, end := t.ZoneBounds()
	if end.IsZero() || end.After(t) {
		return end, !end.IsZero()
	}
	return t.Add(24 * time.Hour), true
}

func offsetAt(t time.Time) int64 {
	_, seconds := t.Zone()
	return int64(seconds) * 1000
}

func (z *zone) segment(x int64) int {
	return sort.Search(len(z.at), func(i int) bool { return z.at[i] > x }) - 1
}

// wall is what the clock on the wall shows at instant x, as milliseconds since 1970-01-01 00:00 of the wall.
func (z *zone) wall(x int64) int64 { return x + z.off[z.segment(x)] }

// end is the instant at which segment i ends.
func (z *zone) end(i int) int64 {
	if i+1 == len(z.at) {
		return math.MaxInt64
	}
	return z.at[i+1]
}

// instant is when the wall clock shows w: the first time if it does so twice; if it never does, w moves later by the gap, which is to read it
// with the offset from before the gap.
func (z *zone) instant(w int64) int64 {
	first, moved := z.segment(w-reachMs), w
	for i := first; i < len(z.at) && (i == first || z.at[i] <= w+reachMs); i++ {
		x := w - z.off[i]
		switch {
		case x < z.at[i]: // segment i begins later on the wall than w
		case x < z.end(i):
			return x
		case w-z.off[i+1] < z.end(i):
			moved = x
		}
	}
	return moved
}

// reached is the first instant at which the wall clock shows w or later: where the date begins if w is its midnight.
func (z *zone) reached(w int64) int64 {
	for i := z.segment(w - reachMs); ; i++ {
		if x := max(z.at[i], w-z.off[i]); x < z.end(i) {
			return x
		}
	}
}
