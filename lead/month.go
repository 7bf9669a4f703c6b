package lead

import (
	"fmt"
	"time"
)

// Month is a calendar month, counted from January of the year 0: its text form is "2026-03". The zero Month is none.
type Month int32

// LastMonth is December 9999.
const LastMonth = Month(9999*12 + 11)

// MonthOf gives the month of a year.
func MonthOf(year int, month time.Month) Month { return Month(year*12 + int(month) - 1) }

// Year gives the month's year.
func (m Month) Year() int { return int(m) / 12 }

// Of gives which month of its year it is.
func (m Month) Of() time.Month { return time.Month(int(m)%12 + 1) }

// String gives "2026-03", or "none" for the zero Month.
func (m Month) String() string {
	if m == 0 {
		return "none"
	}
	return fmt.Sprintf("%04d-%02d", m.Year(), m.Of())
}

// MarshalText gives the text of String, nothing for the zero Month.
func (m Month) MarshalText() ([]byte, error) {
	if m == 0 {
		return nil, nil
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads the text form.
func (m *Month) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = 0
		return nil
	}
	t, err := time.Parse("2006-01", string(text))
	if err != nil || len(text) != len("2006-01") || t.Year() < 1 {
		return fmt.Errorf("%q is no month: write one such as 2026-03", text)
	}
	*m = MonthOf(t.Year(), t.Month())
	return nil
}

// Valid reports whether it is none, or a month up to [LastMonth].
func (m Month) Valid() bool { return m >= 0 && m <= LastMonth }
