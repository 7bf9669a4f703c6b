package lead

import (
	"fmt"
	"strconv"
	"time"
)

// ISOWeek is a week of ISO 8601: it begins on Monday, belongs to the year of its Thursday, and is counted from the first of the year 1. Its text form is "2026-W03".
// The zero ISOWeek is none.
type ISOWeek int32

// LastWeek is the last one of the year 9999.
const LastWeek = ISOWeek(521_723)

// MostWeeks is for how many weeks, up to the newest, what is counted is kept apart by week: two years at their longest, so that each week has the same one of the
// year before beside it.
const MostWeeks = 106

// before1970 are the days from Monday 1 January of the year 1 to 1 January 1970.
const before1970 = 719_162

// WeekOf gives the week of a date.
func WeekOf(year int, month time.Month, day int) ISOWeek {
	return WeekAt(Instant(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).UnixMilli()))
}

// WeekAt gives the week of an instant in UTC.
func WeekAt(at Instant) ISOWeek { return ISOWeek((at+before1970*Instant(Day))/Instant(Week) + 1) }

// Monday gives its first day, as midnight in UTC.
func (w ISOWeek) Monday() time.Time { return time.Unix((int64(w-1)*7-before1970)*86_400, 0).UTC() }

// Kept gives the week as it is kept beside the newest one: none, if it lies [MostWeeks] or more behind it.
func (w ISOWeek) Kept(newest ISOWeek) ISOWeek {
	if w <= newest-MostWeeks {
		return 0
	}
	return w
}

// String gives "2026-W03", or "none" for the zero ISOWeek.
func (w ISOWeek) String() string {
	if w == 0 {
		return "none"
	}
	year, n := w.Monday().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, n)
}

// MarshalText gives the text of String, nothing for the zero ISOWeek.
func (w ISOWeek) MarshalText() ([]byte, error) {
	if w == 0 {
		return nil, nil
	}
	return []byte(w.String()), nil
}

// UnmarshalText reads the text form. A week 53 of a year that has 52 is an error.
func (w *ISOWeek) UnmarshalText(text []byte) error {
	s := string(text)
	if s == "" {
		*w = 0
		return nil
	}
	if len(s) == len("2026-W03") {
		year, _ := strconv.Atoi(s[:4])
		n, _ := strconv.Atoi(s[6:])
		if read := WeekOf(year, time.January, 4) + ISOWeek(n-1); year > 0 && read.Valid() && read.String() == s {
			*w = read
			return nil
		}
	}
	return fmt.Errorf("%q is no week: write one such as 2026-W03", s)
}

// Valid reports whether it is none, or a week up to [LastWeek].
func (w ISOWeek) Valid() bool { return w >= 0 && w <= LastWeek }
