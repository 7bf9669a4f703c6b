package routing

import (
	"time"

	"github.com/leadkit/leadkit/lead"
)

// clock works out calendar periods in one zone.
type clock struct {
	zone *time.Location
	at   int // the number of the clock in its router
}

// period numbers the calendar period that holds an instant, later periods higher, and gives the first instant at which this is to be worked out again.
// A clock that is put back over midnight does not bring the old period back.
func (c *clock) period(p Period, at lead.Instant) (index int64, until lead.Instant) {
	local := at.Time().In(c.zone)
	index = p.index(local)
	from, to := local.ZoneBounds()
	if !from.IsZero() {
		index = max(index, p.index(from.Add(-time.Millisecond)))
	}
	// Up to the next change of the clock its offset is that of now, so the next period's first midnight is plain arithmetic.
	_, offset := local.Zone()
	until = lead.At(p.next(local).Add(-time.Duration(offset) * time.Second))
	if !to.IsZero() {
		until = min(until, lead.At(to))
	}
	return index, until
}

// index numbers the period of a local date.
func (p Period) index(local time.Time) int64 {
	year, month, day := local.Date()
	months := int64(year)*12 + int64(month) - 1
	switch p {
	case PerYear:
		return int64(year)
	case PerQuarter:
		return months / 3
	case PerMonth:
		return months
	}
	days := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400
	if p == PerWeek {
		return (days + 3) / 7 // 1 January 1970 was a Thursday
	}
	return days
}

// next gives the midnight at which the period after that of a local date begins, as if the clock were UTC.
func (p Period) next(local time.Time) time.Time {
	year, month, day := local.Date()
	switch p {
	case PerYear:
		year, month, day = year+1, 1, 1
	case PerQuarter:
		month, day = month+3-(month-1)%3, 1
	case PerMonth:
		month, day = month+1, 1
	case PerWeek:
		day += 7 - (int(local.Weekday())+6)%7
	default:
		day++
	}
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// dayStart gives the first instant of a date. A midnight that the clock leaps over is the instant of the leap.
func dayStart(year int, month time.Month, day int, zone *time.Location) time.Time {
	t := time.Date(year, month, day, 0, 0, 0, 0, zone)
	if t.Hour() > 12 {
		if _, leap := t.ZoneBounds(); !leap.IsZero() {
			return leap
		}
	}
	return t
}

// periods remembers the current periods of every clock of a router. A nil one remembers nothing.
type periods []span

type span struct {
	index       int64
	from, until lead.Instant
}

func newPeriods(clocks int) periods { return make(periods, clocks*int(Rolling)) }

func (ps periods) of(c *clock, p Period, at lead.Instant) (int64, lead.Instant) {
	if ps == nil {
		return c.period(p, at)
	}
	s := &ps[c.at*int(Rolling)+int(p)]
	if at < s.from || at >= s.until {
		s.index, s.until = c.period(p, at)
		s.from = at
	}
	return s.index, s.until
}
