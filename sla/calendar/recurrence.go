package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// recurrence is an RRULE of FREQ=YEARLY that names one date a year.
type recurrence struct {
	day          day
	every, count int
	until        int // a day; 0: none
	byDay        string
}

// parseRecurrence reads an RRULE in capitals. The second result says what is not supported.
func parseRecurrence(text string, start int) (recurrence, string) {
	d := dateOf(start)
	r := recurrence{every: 1, day: day{kind: onMonthDay, month: d.Month, n: d.Day}}
	for part := range strings.SplitSeq(text, ";") {
		key, value, _ := strings.Cut(part, "=")
		if !r.read(key, value) {
			return r, fmt.Sprintf("returns by a rule that is not supported, %q", part)
		}
	}
	switch {
	case !strings.Contains(text, "FREQ=YEARLY"):
		return r, "returns by a rule without FREQ=YEARLY"
	case r.byDay == "":
		return r, ""
	case strings.Contains(text, "BYMONTHDAY"), !strings.Contains(text, "BYMONTH="):
		return r, "returns by BYDAY, which is supported with BYMONTH and without BYMONTHDAY only"
	}
	return r, r.weekday()
}

// read takes one part of the rule and reports whether it is supported.
func (r *recurrence) read(key, value string) (ok bool) {
	switch key {
	case "FREQ":
		return value == "YEARLY"
	case "INTERVAL":
		r.every, ok = positive(value)
	case "COUNT":
		r.count, ok = positive(value)
	case "UNTIL":
		r.until, ok = icalDate(value[:min(len(value), len("20261224"))])
	case "BYMONTH":
		n, isNumber := positive(value)
		r.day.month, ok = time.Month(n), isNumber && n <= 12
	case "BYMONTHDAY":
		r.day.n, ok = positive(value)
		ok = ok && r.day.n <= 31
	case "BYDAY":
		r.byDay, ok = value, true
	case "WKST", "":
		ok = true
	}
	return ok
}

// weekday turns BYDAY, such as "3MO" or "-1MO", into the day.
func (r *recurrence) weekday() string {
	fault := fmt.Sprintf("returns by a rule that is not supported, %q", "BYDAY="+r.byDay)
	cut := max(len(r.byDay)-2, 0)
	n, err := strconv.Atoi(r.byDay[:cut])
	w := slices.Index([]string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}, r.byDay[cut:])
	if err != nil || w < 0 || n == 0 || n < -1 || n > 5 {
		return fault
	}
	r.day = day{kind: onNth, month: r.day.month, n: n, weekday: w}
	return ""
}

func positive(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0
}

// starts lists the first days from start on: the start itself, which counts as the first even where the rule would not name it, then one for each year.
func (r *recurrence) starts(start int) []int {
	days := []int{start}
	for year := dateOf(start).Year; year <= LastYear; year += min(r.every, LastYear) {
		if r.count > 0 && len(days) >= r.count {
			break
		}
		n, ok := r.day.in(year)
		if r.until != 0 && n > r.until {
			break
		}
		if ok && n > start {
			days = append(days, n)
		}
	}
	return days
}
