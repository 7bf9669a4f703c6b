package lead

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit/internal/rule"
)

// Instant is a moment in whole Unix milliseconds. Zero means "none"; nothing in this module happens before 1 January 1970 00:00:00.001 UTC.
type Instant int64

// Forever is later than every instant that is accepted (the end of the year 9999).
const Forever Instant = 253402300799999

// At gives the instant of t, its fraction of a millisecond cut off. The zero time is the zero Instant; what lies after [Forever] is one millisecond
// after it, and what lies as far before 1970 is there.
func At(t time.Time) Instant {
	const most = int64(Forever / 1000)
	switch second := t.Unix(); {
	case t.IsZero():
		return 0
	case second > most:
		return Forever + 1
	case second < -most:
		return -Forever - 1
	}
	return Instant(t.UnixMilli())
}

// Time gives the instant as a time in UTC, the zero time for the zero Instant.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).UTC()
}

// String gives RFC 3339 with milliseconds, in UTC, or "never" for the zero Instant.
func (i Instant) String() string {
	if i == 0 {
		return "never"
	}
	return i.Time().Format("2006-01-02T15:04:05.000Z07:00")
}

// Add gives the instant so much later.
func (i Instant) Add(s Span) Instant { return i + Instant(s) }

// Sub gives the span from u to i.
func (i Instant) Sub(u Instant) Span { return Span(i - u) }

// Earliest gives the smallest of the instants that are not zero, zero if there is none.
func Earliest(instants ...Instant) Instant {
	var first Instant
	for _, i := range instants {
		if i != 0 && (first == 0 || i < first) {
			first = i
		}
	}
	return first
}

// Span is an elapsed length of time in milliseconds. Its text form sums numbers with a unit: "90m", "36h", "14d", "1w12h"; a day is 24 hours.
type Span int64

// The units of a [Span].
const (
	Second Span = 1000
	Minute      = 60 * Second
	Hour        = 60 * Minute
	Day         = 24 * Hour
	Week        = 7 * Day
)

// Duration gives the span as a [time.Duration].
func (s Span) Duration() time.Duration { return time.Duration(s) * time.Millisecond }

// String gives the shortest text of the span: "14d", "1d12h".
func (s Span) String() string { return rule.FormatSpan(int64(s)) }

// MarshalText gives the text of String.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the text form.
func (s *Span) UnmarshalText(text []byte) error {
	ms, ok := rule.ParseSpan(string(text))
	if !ok {
		return fmt.Errorf("%q is not a span of time: write one such as 90m, 36h or 14d", text)
	}
	*s = Span(ms)
	return nil
}
