package calendar

import "time"

// Example says in words, for people, what a term means on this calendar: "Friday 16:00, due Monday 11:00". It starts shortly before the longest closure that begins
// in the week after the instant given, where a reader is most likely to err; without a closure, on Friday at 16:00.
func (h *Hours) Example(after time.Time, term Term) string {
	start := h.telling(after, term)
	due, err := h.Due(start, term)
	if err != nil {
		return h.Moment(start, start) + ", and never due"
	}
	return h.Words(start, due)
}

// Words gives a start and its deadline as people say them on this calendar's clock, "Friday 16:00, due Monday 11:00", with the date if they are
// a week or more apart, "due Monday 4 January 11:00", and with the year if it is another one.
func (h *Hours) Words(start, due time.Time) string {
	return h.Moment(start, start) + ", due " + h.Moment(due, start)
}

// Moment gives an instant in words, as seen from another: "Monday 11:00", and with the date or the year where these are needed.
func (h *Hours) Moment(t, seen time.Time) string {
	t, seen = t.In(h.Location()), seen.In(h.Location())
	const clock, fine = " 15:04", " 15:04:05"
	layout := "Monday"
	apart := dayOf(t.Date()) - dayOf(seen.Date())
	if apart >= 7 || apart < 0 {
		layout = "Monday 2 January"
		if t.Year() != seen.Year() {
			layout += " 2006"
		}
	}
	if t.Second() != 0 {
		return t.Format(layout + fine)
	}
	return t.Format(layout + clock)
}

// telling picks the start of an example.
func (h *Hours) telling(after time.Time, term Term) time.Time {
	const week = 7 * 24 * time.Hour
	var start time.Time
	var longest time.Duration
	for from, to := range h.Spans(after, after.Add(week)) {
		next, ok := h.NextOpening(to)
		if closing, isClosing := h.PrevClosing(to); !ok || !isClosing || !closing.Equal(to) || next.Sub(to) <= longest {
			continue
		}
		longest = next.Sub(to)
		start = to.Add(-ahead(term))
		if start.Before(from) {
			start = from
		}
	}
	if longest == 0 {
		d := h.DateOf(after)
		d.Day += (4 - weekdayOf(dayOf(d.Year, d.Month, d.Day)) + 7) % 7
		return h.At(d, 16, 0)
	}
	return start
}

// ahead is how long before a closing an example starts: two hours, or half of a shorter working term, so that the closing falls within it.
func ahead(term Term) time.Duration {
	const usual, grain = 2 * time.Hour, 5 * time.Minute
	half := time.Duration(min(max(term.N, 0), mostWorking)) * time.Millisecond / 2
	if term.Measure == WorkingTime && half < usual {
		return max(half.Truncate(grain), min(half, grain))
	}
	return usual
}
