package calendar

import "time"

// rule is a set of dates: one date, a date of every year, or a stretch from one to another.
type rule struct {
	day                day
	to                 *day   // the last date of a stretch; nil for a single date
	shift              [7]int // days to add, by the weekday it falls on, from Monday
	also               bool   // the shifted date is closed beside the date itself, and not instead of it
	first, last, every int    // years; 0: no bound, every one
}

type dayKind uint8

const (
	onDate     dayKind = iota // one date
	onMonthDay                // a day of a month, every year
	onNth                     // the n-th weekday of a month, the last if n is negative
	onEaster                  // n days after Easter Sunday
	onOrthodox                // n days after Easter Sunday by the Julian reckoning
	nearDay                   // the nearest weekday before or after another day
)

// day is a single date of a year.
type day struct {
	kind    dayKind
	date    int // onDate: its number
	month   time.Month
	n       int // day of the month, ordinal, days after Easter, or for nearDay the first and nearest distance that counts: -1, 0 or 1 …
	back    bool
	weekday int // from Monday, 0
	base    *day
}

// in gives the date in a year; false if that year has none.
func (d *day) in(year int) (int, bool) {
	switch d.kind {
	case onMonthDay:
		n := dayOf(year, d.month, d.n)
		return n, dateOf(n).Month == d.month
	case onNth:
		return d.nth(year)
	case onEaster:
		return easter(year) + d.n, true
	case onOrthodox:
		return orthodoxEaster(year) + d.n, true
	case nearDay:
		return d.near(year)
	}
	return d.date, dateOf(d.date).Year == year
}

func (d *day) nth(year int) (int, bool) {
	if d.n < 0 {
		end := dayOf(year, d.month+1, 0)
		return end - (weekdayOf(end)-d.weekday+7)%7, true
	}
	begin := dayOf(year, d.month, 1)
	n := begin + (d.weekday-weekdayOf(begin)+7)%7 + 7*(d.n-1)
	return n, dateOf(n).Month == d.month
}

func (d *day) near(year int) (int, bool) {
	n, ok := d.base.in(year)
	if d.back {
		n -= d.n
		return n - (weekdayOf(n)-d.weekday+7)%7, ok
	}
	n += d.n
	return n + (d.weekday-weekdayOf(n)+7)%7, ok
}

// yearly reports whether the rule needs a year to be a date.
func (d *day) yearly() bool { return d.kind != onDate }

// holds reports whether the rule is in force in a year.
func (r *rule) holds(year int) bool {
	switch {
	case r.first != 0 && year < r.first, r.last != 0 && year > r.last:
		return false
	case r.every > 1:
		return (year-r.first)%r.every == 0
	}
	return true
}

// in yields the dates of the rule that belong to a year. A shift or a stretch can carry them into the next or the one before.
func (r *rule) in(year int, yield func(day int)) {
	n, ok := r.day.in(year)
	if !ok || !r.holds(year) {
		return
	}
	if r.to != nil {
		r.stretch(n, year, yield)
		return
	}
	by := r.shift[weekdayOf(n)]
	if by == 0 || r.also {
		yield(n)
	}
	if by != 0 {
		yield(n + by)
	}
}

// stretch yields every date from n to the end of the stretch, which lies in the next year if it comes before n in this one.
func (r *rule) stretch(n, year int, yield func(day int)) {
	end, ok := r.to.in(year)
	if r.to.kind == onDate {
		end, ok = r.to.date, true
	} else if ok && end < n {
		end, ok = r.to.in(year + 1)
	}
	for ; ok && n <= end && n < endDay+reachDays; n++ {
		yield(n)
	}
}

// years yields all dates of the rule that may matter to the horizon.
func (r *rule) years(yield func(day int)) {
	if !r.day.yearly() {
		r.in(dateOf(r.day.date).Year, yield)
		return
	}
	for year := FirstYear - 1; year <= LastYear+1; year++ {
		r.in(year, yield)
	}
}
