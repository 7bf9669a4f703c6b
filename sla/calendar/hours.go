package calendar

import (
	"fmt"
	"iter"
	"math"
	"time"

	"github.com/leadkit/leadkit/lead/diag"
)

// Hours is a compiled calendar: the set of instants at which it is open, within the horizon of years from [FirstYear] to [LastYear] in its zone.
// Outside of the horizon it is closed. It is immutable and may be used by any number of goroutines.
//
// Instants are whole milliseconds: what is finer is cut off, of durations too. Results are in the calendar's zone.
// The zero value never opens; [Compile] refuses to make such a one.
type Hours struct {
	name     string
	loc      *time.Location
	zone     zone
	table    table
	shut     []reason // sorted by day
	names    []string
	warnings diag.List
	plan     plan // as it was written, for another zone
}

// HorizonError says that the calendar does not open long enough between an instant and the end (or the start) of its horizon.
type HorizonError struct {
	Calendar string // its name, may be empty
	At       time.Time
}

// Error names the calendar and the instant.
func (e *HorizonError) Error() string {
	name := ""
	if e.Calendar != "" {
		name = fmt.Sprintf(" %q", e.Calendar)
	}
	return fmt.Sprintf("calendar%s does not open long enough, counted from %s, within the years %d to %d", name, e.At.Format(time.RFC3339), FirstYear, LastYear)
}

// Name is the calendar's name in its specification.
func (h *Hours) Name() string { return h.name }

// Warnings are the findings that did not keep the calendar from compiling.
func (h *Hours) Warnings() diag.List { return h.warnings }

// In gives the calendar as it is where the clocks show the time of another zone: open at the same times of day, on the same dates.
func (h *Hours) In(zone *time.Location) *Hours {
	if zone == nil || len(h.table.runs) == 0 {
		return h
	}
	there := *h
	from, until := horizon()
	there.loc, there.plan.zone = zone, newZone(zone, from, until)
	there.zone, there.table = there.plan.zone, there.plan.table()
	return &there
}

// Location is the calendar's zone.
func (h *Hours) Location() *time.Location {
	if h.loc == nil {
		return time.UTC
	}
	return h.loc
}

func (h *Hours) time(ms int64) time.Time { return time.UnixMilli(ms).In(h.Location()) }

// millis is t in whole milliseconds. What they cannot number is as far off as they go, and outside of every horizon.
func millis(t time.Time) int64 {
	const most = 1 << 53
	switch s := t.Unix(); {
	case s > most:
		return math.MaxInt64
	case s < -most:
		return math.MinInt64
	}
	return t.UnixMilli()
}

// covers reports whether the horizon includes x, its end too.
func (h *Hours) covers(x int64) bool {
	return len(h.table.runs) > 0 && h.table.first() <= x && x <= h.table.last()
}

func (h *Hours) beyond(t time.Time) error { return &HorizonError{h.name, t.In(h.Location())} }

// Open reports whether t is open. Spans are half-open: 09:00 of "09:00-17:00" is open, 17:00 is not.
func (h *Hours) Open(t time.Time) bool {
	x := millis(t)
	return h.covers(x) && h.open(x)
}

func (h *Hours) open(x int64) bool {
	return h.table.measure(open, x+1) > h.table.measure(open, x)
}

// Between is the open time from t to u, negative if u is before t.
func (h *Hours) Between(t, u time.Time) time.Duration {
	if len(h.table.runs) == 0 {
		return 0
	}
	return time.Duration(h.table.measure(open, millis(u))-h.table.measure(open, millis(t))) * time.Millisecond
}

// Add is the instant by which d of open time has passed since t. What uses up a span exactly ends at its closing.
// No duration is t itself if that is open, and else the next opening. A negative d is Sub.
//
//	Between(t, Add(t, d)) == d             for d ≥ 0
//	Add(t, Between(t, u)) == u             for u > t, after an opening, up to and including its closing
//	Add(Add(t, a), b)     == Add(t, a+b)   for b > 0
//
// The error is a [*HorizonError].
func (h *Hours) Add(t time.Time, d time.Duration) (time.Time, error) {
	x, ms := millis(t), d.Milliseconds()
	if ms < 0 {
		return h.Sub(t, -d)
	}
	if !h.covers(x) {
		return time.Time{}, h.beyond(t)
	}
	m, total := h.table.measure(open, x), h.table.total(open)
	switch {
	case ms > total-m || ms == 0 && m == total:
		return time.Time{}, h.beyond(t)
	case ms == 0:
		return h.time(h.table.most(open, m)), nil
	}
	return h.time(h.table.least(open, m+ms)), nil
}

// Sub is the latest open instant from which d of open time leads to t. No duration is t itself if that is open, and else the last closing.
// A negative d is Add.
//
//	Sub(Add(t, d), d) == t   for open t
//
// The error is a [*HorizonError].
func (h *Hours) Sub(t time.Time, d time.Duration) (time.Time, error) {
	x, ms := millis(t), d.Milliseconds()
	if ms < 0 {
		return h.Add(t, -max(d, -maxDuration))
	}
	if !h.covers(x) {
		return time.Time{}, h.beyond(t)
	}
	m := h.table.measure(open, x)
	switch {
	case ms > m || ms == 0 && m == 0 && !h.open(x):
		return time.Time{}, h.beyond(t)
	case ms > 0:
		return h.time(h.table.most(open, m-ms)), nil
	case h.open(x):
		return h.time(x), nil
	}
	return h.time(h.table.least(open, m)), nil
}

const maxDuration = time.Duration(1<<63 - 1)

// NextOpening is the first opening after t; false if there is none within the horizon. Spans that touch are one: a calendar that is always open has no opening.
func (h *Hours) NextOpening(t time.Time) (time.Time, bool) { return h.next(t, open) }

// NextClosing is the first closing after t; false if there is none within the horizon.
func (h *Hours) NextClosing(t time.Time) (time.Time, bool) { return h.next(t, shut) }

// PrevOpening is the last opening at or before t; false if there is none within the horizon.
func (h *Hours) PrevOpening(t time.Time) (time.Time, bool) { return h.prev(t, open) }

// PrevClosing is the last closing at or before t; false if there is none within the horizon.
func (h *Hours) PrevClosing(t time.Time) (time.Time, bool) { return h.prev(t, shut) }

func (h *Hours) side(x int64) side {
	if h.open(x) {
		return open
	}
	return shut
}

// next is the first instant after t at which side s begins: where the other side is used up, after s itself is if it has begun already.
func (h *Hours) next(t time.Time, s side) (time.Time, bool) {
	x := millis(t)
	if !h.covers(x) {
		return time.Time{}, false
	}
	if h.side(x) == s {
		m := h.table.measure(1-s, x)
		if m == h.table.total(1-s) {
			return time.Time{}, false
		}
		x = h.table.most(1-s, m)
	}
	m := h.table.measure(s, x)
	if m == h.table.total(s) {
		return time.Time{}, false
	}
	return h.time(h.table.most(s, m)), true
}

// prev is the last instant up to t at which side s began: where the other side was last used up.
func (h *Hours) prev(t time.Time, s side) (time.Time, bool) {
	x := millis(t)
	if !h.covers(x) {
		return time.Time{}, false
	}
	if h.side(x) != s {
		m := h.table.measure(s, x)
		if m == 0 {
			return time.Time{}, false
		}
		x = h.table.least(s, m)
	}
	m := h.table.measure(1-s, x)
	if m == 0 {
		return time.Time{}, false
	}
	return h.time(h.table.least(1-s, m)), true
}

// Spans walks the open spans that overlap the time from t to u, cut to it, in order. Spans that touch are one.
func (h *Hours) Spans(t, u time.Time) iter.Seq2[time.Time, time.Time] {
	return func(yield func(from, to time.Time) bool) {
		if len(h.table.runs) == 0 {
			return
		}
		x, end := max(millis(t), h.table.first()), min(millis(u), h.table.last())
		for x < end {
			m := h.table.measure(open, x)
			if m == h.table.total(open) {
				return
			}
			from := h.table.most(open, m)
			to, c := end, h.table.measure(shut, from)
			if c < h.table.total(shut) {
				to = min(end, h.table.most(shut, c))
			}
			if from >= end || !yield(h.time(from), h.time(to)) {
				return
			}
			x = to
		}
	}
}
