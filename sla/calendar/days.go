package calendar

import "time"

// DateOf is the civil date of t on the calendar's clock.
func (h *Hours) DateOf(t time.Time) Date {
	y, m, d := t.In(h.Location()).Date()
	return Date{y, m, d}
}

// At is the instant when the calendar's clock shows hour:minute on a date: the first time if it does so twice, and moved later by the gap if it
// never does. An hour from 24 on is of the next date, as in "24:00". Outside of the horizon the nearest offset is taken.
func (h *Hours) At(d Date, hour, minute int) time.Time {
	w := int64(dayOf(d.Year, d.Month, d.Day))*dayMs + (int64(hour)*60+int64(minute))*minuteMs
	if len(h.zone.at) == 0 {
		return h.time(w)
	}
	return h.time(h.zone.instant(w))
}

// OpenOn reports whether d is an open date, a working day: a date on which a span begins. The small hours of a night shift do not make one.
func (h *Hours) OpenOn(d Date) bool {
	day := dayOf(d.Year, d.Month, d.Day)
	if !h.dated(day) {
		return false
	}
	_, p := h.table.on(day)
	return p.opens() > 0
}

func (h *Hours) dated(day int) bool { return len(h.table.runs) > 0 && firstDay <= day && day < endDay }

// AddDays is n working days after t: the same wall time on the n-th open date after the date of t. Where that is in a break or before opening,
// it is the next opening; where it is at or after the last closing of the date's spans, it is that closing. A negative n counts back.
// No days is Add of no duration. The error is a [*HorizonError].
func (h *Hours) AddDays(t time.Time, n int) (time.Time, error) {
	x := millis(t)
	if n == 0 || !h.covers(x) {
		return h.Add(t, 0)
	}
	wall := h.zone.wall(x)
	day := min(max(int(floor(wall, dayMs)), firstDay), endDay-1)
	k := h.table.ordinal(day) + n
	if n > 0 {
		k = h.table.ordinal(day+1) + n - 1
	}
	if k < 0 || k >= h.table.ordinal(endDay) {
		return time.Time{}, h.beyond(t)
	}
	return h.time(h.onDate(h.table.nth(k), wall-floor(wall, dayMs)*dayMs)), nil
}

// onDate places the wall time rel of an open date into its hours.
func (h *Hours) onDate(day int, rel int64) int64 {
	begin, p := h.table.on(day)
	closing := begin + int64(p.last)
	if x := h.zone.instant(int64(day)*dayMs + rel); x < closing {
		return h.table.most(open, h.table.measure(open, x))
	}
	return closing
}

// DaysBetween is the number of working days from t to u: of open dates after the date of t, up to and including the date of u. It is negative if u is on
// an earlier date than t, and then counts the open dates after that of u up to that of t.
func (h *Hours) DaysBetween(t, u time.Time) int {
	if len(h.table.runs) == 0 {
		return 0
	}
	return h.ordinal(u) - h.ordinal(t)
}

// ordinal counts the open dates up to and including that of t.
func (h *Hours) ordinal(t time.Time) int {
	x := min(max(millis(t), h.table.first()), h.table.last())
	return h.table.ordinal(min(max(int(floor(h.zone.wall(x), dayMs))+1, firstDay), endDay))
}
