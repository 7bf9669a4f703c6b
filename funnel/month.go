package funnel

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// Month is a calendar month, counted from January of the year 0: its text form is "2026-03". The zero Month is none.
type Month int32

// lastMonth is December 9999.
const lastMonth = Month(9999*12 + 11)

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

func (m Month) valid() bool { return m >= 0 && m <= lastMonth }

// farthest bounds how far a wall clock is from UTC, with room for a day skipped at the date line.
const farthest = 26 * time.Hour

// monthIn gives the month that a wall clock in the zone shows at an instant. Far from a month's ends every clock shows the same one,
// so that the zone's own rules need asking only near them.
func monthIn(at lead.Instant, zone *time.Location) Month {
	t := at.Time()
	first, last := t.Add(-farthest), t.Add(farthest)
	if zone != time.UTC && first.Month() != last.Month() {
		t = t.In(zone)
	}
	return MonthOf(t.Year(), t.Month())
}

// end gives the last instant of the month on the zone's wall clock. Where the clock shows the turn of the month twice, it is the first.
func (m Month) end(zone *time.Location) lead.Instant {
	next := m + 1
	lo := lead.At(time.Date(next.Year(), next.Of(), 1, 0, 0, 0, 0, time.UTC).Add(-farthest))
	hi := lo + 2*lead.Instant(farthest.Milliseconds())
	for lo+1 < hi { // monthIn(lo) < next <= monthIn(hi)
		if mid := lo + (hi-lo)/2; monthIn(mid, zone) < next {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}
