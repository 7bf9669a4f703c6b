package calendar

import (
	"fmt"
	"time"
)

// Date is a day of the civil calendar (Gregorian), in no zone. Its text form is "2026-12-24".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// String gives the date as "2026-12-24".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// MarshalText gives the text of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2026-12-24". A date that does not exist is refused.
func (d *Date) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return fmt.Errorf("%q is not a date: write one such as 2026-12-24", text)
	}
	*d = Date{t.Year(), t.Month(), t.Day()}
	return nil
}

const (
	minuteMs = 60_000
	dayMs    = 24 * 60 * minuteMs
)

// dayOf numbers dates: 1970-01-01 is 0. A day or month that overflows runs on, as in time.Date.
func dayOf(year int, month time.Month, day int) int {
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
}

// dateOf is the inverse of dayOf.
func dateOf(day int) Date {
	t := time.Unix(int64(day)*86_400, 0).UTC()
	return Date{t.Year(), t.Month(), t.Day()}
}

// weekdayOf counts from Monday, 0, to Sunday, 6. 1970-01-01 was a Thursday.
func weekdayOf(day int) int { return ((day+3)%7 + 7) % 7 }

// easter is the day of Easter Sunday, Gregorian. Source: the anonymous algorithm in Nature, 20 April 1876, as Meeus gives it (Astronomical Algorithms, chapter 8).
func easter(year int) int {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	return dayOf(year, time.Month(month), (h+l-7*m+33*month+19)%32)
}

// orthodoxEaster is the day of Easter Sunday by the Julian reckoning, as a Gregorian date. Source: Meeus, the same chapter. The difference of
// 13 days between the calendars holds from 1900-03-01 to 2100-02-28, which the horizon lies within.
func orthodoxEaster(year int) int {
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) - d + 34) % 7
	return dayOf(year, time.Month((d+e+114)/31), (d+e+114)%31+1) + 13
}
