package rule

import (
	"strconv"
	"strings"
	"time"
)

// maxSpan is the longest duration an expression may write, in milliseconds: a thousand years of 365 days.
const maxSpan = 1000 * 365 * 24 * 60 * 60 * 1000

// units are the units of durations, longest first. A day is 24 elapsed hours and a week seven of them.
var units = [...]struct {
	name string
	ms   int64
}{{"w", 604_800_000}, {"d", 86_400_000}, {"h", 3_600_000}, {"m", 60_000}, {"s", 1000}, {"ms", 1}}

// ParseSpan reads a duration: a sum of whole numbers with a unit each, "90d", "1d12h", "250ms", without spaces or sign.
// Units are ms, s, m, h, d (24 hours) and w. The result is in milliseconds. It refuses anything else, and more than 1,000 years.
func ParseSpan(text string) (ms int64, ok bool) {
	for rest := text; rest != ""; {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, err := strconv.ParseInt(rest[:digits], 10, 64)
		if err != nil {
			return 0, false
		}
		rest = rest[digits:]
		letters := len(rest) - len(strings.TrimLeft(rest, "dhmsw"))
		unit := unitOf(rest[:letters])
		if unit == 0 || n > maxSpan/unit {
			return 0, false
		}
		if ms += n * unit; ms > maxSpan {
			return 0, false
		}
		rest = rest[letters:]
	}
	return ms, text != ""
}

func unitOf(name string) int64 {
	for _, u := range units {
		if u.name == name {
			return u.ms
		}
	}
	return 0
}

// FormatSpan writes a duration of whole milliseconds, not negative, as [ParseSpan] reads it, with the fewest units and no weeks: "1d12h".
func FormatSpan(ms int64) string {
	if ms <= 0 {
		return "0s"
	}
	var b strings.Builder
	for _, u := range units[1:] {
		if n := ms / u.ms; n > 0 {
			b.WriteString(strconv.FormatInt(n, 10))
			b.WriteString(u.name)
			ms -= n * u.ms
		}
	}
	return b.String()
}

// parseTime reads a constant instant: a date, which is its midnight in UTC, or RFC 3339. The result is in Unix milliseconds.
func parseTime(text string) (ms int64, ok bool) {
	for _, layout := range [...]string{time.DateOnly, time.RFC3339Nano} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UnixMilli(), true
		}
	}
	return 0, false
}

func formatTime(ms int64) string {
	t := time.UnixMilli(ms).UTC()
	if ms%86_400_000 == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02T15:04:05.999Z07:00")
}
