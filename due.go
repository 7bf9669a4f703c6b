package leadkit

import (
	"bytes"
	"encoding/json"

	"github.com/leadkit/leadkit/lead"
)

// advance does, in order of instant, all that falls due after the record's clock and up to an instant.
func (x *run) advance(to lead.Instant) {
	if to <= x.r.calm {
		return
	}
	x.r.calm = 0
	for x.r.Clock < to && x.r.Clock > 0 {
		t := x.upcoming(to)
		if t == 0 {
			return
		}
		x.r.Clock = t
		x.moment()
	}
}

// upcoming gives the first instant after the clock, and not after to, at which something is due or a watched condition flips. Zero is none.
func (x *run) upcoming(to lead.Instant) lead.Instant {
	due := x.due()
	if due != 0 && due < to {
		to = due
	}
	if flip := x.flip(to); flip != 0 {
		return flip
	}
	if due != 0 && due <= to {
		return due
	}
	return 0
}

// due gives the next instant at which a room has something to do.
func (x *run) due() lead.Instant {
	now := x.r.Clock
	return lead.Earliest(
		x.e.machine.Due(&x.r.Lead, now),
		x.e.planner.Due(&x.r.Nurture, now),
		x.e.terms.Due(&x.r.Promises, now),
		x.e.schema.Due(&x.r.Lead, now),
		x.e.scorer.Due(&x.r.Scores, now),
		after(now, x.e.overdue(x.r)),
		x.e.router.Market().Due(x.r.Deal, now),
	)
}

// after gives an instant that lies after another one, else zero.
func after(now, i lead.Instant) lead.Instant {
	if i > now {
		return i
	}
	return 0
}

// next gives the first instant after the clock at which something changes, zero if never. What falls due and turns out to change nothing is passed over,
// by trying it on a copy.
func (x *run) next() lead.Instant {
	original := x.r
	defer func() { x.r = original }()
	for {
		due := x.due()
		to := due
		if to == 0 {
			to = lead.Forever
		}
		if flip := x.flip(to); flip != 0 || due == 0 {
			return flip
		}
		before := x.r
		x.r = clone(before)
		x.moved()
		x.r.Clock = due
		x.e.scorer.Prepare(&x.r.Scores)
		x.moment()
		if len(x.effects) > 0 || differ(before, x.r) {
			return due
		}
	}
}

// differ reports whether two records differ in more than their clocks.
func differ(a, b *Record) bool {
	c := *a
	c.Clock = b.Clock
	before, _ := json.Marshal(&c) // plain data always marshals
	after, _ := json.Marshal(b)
	return !bytes.Equal(before, after)
}

// flip gives the first instant after the clock, and not after to, at which a watched condition or the temperature changes by itself. Zero is none.
//
// The search is exact: over a span, conditions are evaluated on bounds that hold at every instant of it, and a span in which something may change is halved until
// it is certain, at the latest over a single millisecond.
func (x *run) flip(to lead.Instant) lead.Instant {
	now := x.r.Clock
	if to <= now {
		return 0
	}
	x.watch()
	if x.steady(now, to) {
		return 0
	}
	x.doubtful(now)
	if to < lead.Forever {
		return x.first(now+1, to, true)
	}
	for from, width := now+1, lead.Instant(lead.Minute); from <= to; width *= 4 {
		end := min(to, from+width)
		if t := x.first(from, end, false); t != 0 {
			return t
		}
		from = end + 1
	}
	return 0
}

// doubtful keeps of what is watched only what may change within a span, with its truth at the clock. The facts have to be over the span.
func (x *run) doubtful(now lead.Instant) {
	n := 0
	for _, c := range x.watched {
		if c.Over(x.facts) == lead.Maybe {
			x.watched[n] = c
			n++
		}
	}
	x.watched, x.truths = x.watched[:n], x.truths[:0]
	x.span(now, now)
	for _, c := range x.watched {
		x.truths = append(x.truths, c.True(x.facts))
	}
}

// watch collects the conditions that matter now.
func (x *run) watch() {
	x.watched = x.e.machine.Watched(&x.r.Lead, x.watched[:0])
	x.watched = x.e.planner.Watched(&x.r.Nurture, x.watched)
	x.watched = x.e.terms.Watched(&x.r.Promises, x.watched)
	x.see()
	x.facts.Hear(nil)
}

// span fills the facts over a span.
func (x *run) span(from, to lead.Instant) {
	x.fresh = false
	x.looked++
	x.facts.Over(from, to)
	x.e.scorer.Fill(&x.r.Scores, x.facts)
}

// steady reports whether it is certain that nothing watched changes within a span.
func (x *run) steady(from, to lead.Instant) bool {
	x.span(from, to)
	for _, c := range x.watched {
		if c.Over(x.facts) == lead.Maybe {
			return false
		}
	}
	_, fixed := x.facts.Temperature()
	return fixed && x.stake(from, to) == lead.Yes
}

// first gives the first instant of a span at which something watched is not as it is at the clock, zero if there is none.
// uncertain says that the span as a whole need not be looked at.
func (x *run) first(from, to lead.Instant, uncertain bool) lead.Instant {
	if !uncertain || from == to {
		switch x.compare(from, to) {
		case lead.Yes:
			return 0
		case lead.No:
			return from
		}
	}
	if from == to {
		return 0
	}
	middle := from + (to-from)/2
	if t := x.first(from, middle, false); t != 0 {
		return t
	}
	return x.first(middle+1, to, true)
}

// compare says whether everything watched is, over a span, as it is at the clock: Yes at every instant, No at none.
func (x *run) compare(from, to lead.Instant) lead.Truth {
	x.span(from, to)
	band, fixed := x.facts.Temperature()
	if fixed && band != x.r.Temperature {
		return lead.No
	}
	all := x.stake(from, to)
	if all == lead.No {
		return lead.No
	}
	if !fixed {
		all = lead.Maybe
	}
	for i, c := range x.watched {
		switch over := c.Over(x.facts); {
		case over == lead.Maybe:
			all = lead.Maybe
		case (over == lead.Yes) != x.truths[i]:
			return lead.No
		}
	}
	return all
}
