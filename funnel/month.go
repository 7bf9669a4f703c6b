package funnel

import (
	"time"

	"github.com/leadkit/leadkit/lead"
)

// Month is a calendar month, Week a week of ISO 8601.
type (
	Month = lead.Month
	Week  = lead.ISOWeek
)

// farthest bounds how far a wall clock is from UTC, with room for a day skipped at the date line.
const farthest = 26 * time.Hour

// monthIn and weekIn give the month and the week that a wall clock in the zone shows at an instant.
func monthIn(at lead.Instant, zone *time.Location) Month { return in(at, zone, monthAt) }
func weekIn(at lead.Instant, zone *time.Location) Week   { return in(at, zone, weekAt) }

func monthAt(t time.Time) Month { return lead.MonthOf(t.Year(), t.Month()) }
func weekAt(t time.Time) Week   { return lead.WeekOf(t.Date()) }

// in reads a wall clock in the zone. Far from the ends of a month or a week every clock shows the same one, so that the zone's own rules need asking only near them.
func in[P Month | Week](at lead.Instant, zone *time.Location, of func(time.Time) P) P {
	t := at.Time()
	if zone != time.UTC && of(t.Add(-farthest)) != of(t.Add(farthest)) {
		t = t.In(zone)
	}
	return of(t)
}

// endOf gives the last instant of a month on the zone's wall clock. Where the clock shows the turn of the month twice, it is the first.
func endOf(m Month, zone *time.Location) lead.Instant {
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
