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

// monthIn gives the month that a wall clock in the zone shows at an instant. Far from a month's ends every clock shows the same one,
// so that the zone's own rules need asking only near them.
func monthIn(at lead.Instant, zone *time.Location) Month {
	t := at.Time()
	first, last := t.Add(-farthest), t.Add(farthest)
	if zone != time.UTC && first.Month() != last.Month() {
		t = t.In(zone)
	}
	return lead.MonthOf(t.Year(), t.Month())
}

// weekIn gives the week in the same way.
func weekIn(at lead.Instant, zone *time.Location) Week {
	const far = lead.Span(farthest / time.Millisecond)
	if zone != time.UTC && lead.WeekAt(at.Add(-far)) != lead.WeekAt(at.Add(far)) {
		_, offset := at.Time().In(zone).Zone()
		at = at.Add(lead.Span(offset) * lead.Second)
	}
	return lead.WeekAt(at)
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
