package scoring

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Level is a number of points that may be absent, so that a minimum of 0 differs from none. Its text form is the decimal number.
type Level struct {
	Points lead.Points
	Set    bool
}

// At gives a Level that is present.
func At(points lead.Points) Level { return Level{points, true} }

// String gives the number, empty for the zero Level.
func (l Level) String() string {
	if !l.Set {
		return ""
	}
	return l.Points.String()
}

// MarshalText gives the text of String.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads a decimal number of points.
func (l *Level) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*l = Level{}
		return nil
	}
	l.Set = true
	return l.Points.UnmarshalText(text)
}

// Period is a stretch of the calendar.
type Period uint8

// The periods of the calendar, in the model's zone. A week begins on Monday.
const (
	Rolling Period = iota // no stretch of the calendar: any span
	Daily
	Weekly
	Monthly
)

var periodNames = [...]string{Daily: "day", Weekly: "week", Monthly: "month"}

// Rate says how often: Times per day, week or month of the calendar, or within any Span: two events count together if less than it lies between them. Days begin
// in the model's zone, weeks on a Monday. Its text form is "3 per day", "1 per month" or "3 within 36h".
type Rate struct {
	Times int
	Per   Period
	Span  lead.Span // for Rolling
}

// String gives the text form.
func (r Rate) String() string {
	if r.Per == Rolling || int(r.Per) >= len(periodNames) {
		return strconv.Itoa(r.Times) + " within " + r.Span.String()
	}
	return strconv.Itoa(r.Times) + " per " + periodNames[r.Per]
}

// MarshalText gives the text of String.
func (r Rate) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the text form.
func (r *Rate) UnmarshalText(text []byte) error {
	bad := fmt.Errorf("%q is not how often: write 3 per day, 1 per week, 2 per month or 3 within 36h", text)
	words := strings.Fields(string(text))
	if len(words) != 3 {
		return bad
	}
	n, err := strconv.Atoi(words[0])
	if err != nil {
		return bad
	}
	*r = Rate{Times: n}
	switch words[1] {
	case "within":
		if r.Span.UnmarshalText([]byte(words[2])) == nil {
			return nil
		}
	case "per":
		for i, name := range periodNames {
			if name == words[2] && name != "" {
				r.Per = Period(i)
				return nil
			}
		}
	}
	return bad
}

// Silence is a span without activity. Its text form is "30d of silence".
type Silence lead.Span

const ofSilence = " of silence"

// MarshalText gives the text form.
func (s Silence) MarshalText() ([]byte, error) { return []byte(lead.Span(s).String() + ofSilence), nil }

// UnmarshalText reads the text form.
func (s *Silence) UnmarshalText(text []byte) error {
	span, ok := strings.CutSuffix(strings.Join(strings.Fields(string(text)), " "), ofSilence)
	if ok && (*lead.Span)(s).UnmarshalText([]byte(span)) == nil {
		return nil
	}
	return fmt.Errorf("%q is no silence: write 30d of silence", text)
}

// Interval is the span between two repetitions. Its text form is "every 30d".
type Interval lead.Span

const every = "every "

// MarshalText gives the text form.
func (i Interval) MarshalText() ([]byte, error) { return []byte(every + lead.Span(i).String()), nil }

// UnmarshalText reads the text form.
func (i *Interval) UnmarshalText(text []byte) error {
	span, ok := strings.CutPrefix(strings.Join(strings.Fields(string(text)), " "), every)
	if ok && (*lead.Span)(i).UnmarshalText([]byte(span)) == nil {
		return nil
	}
	return fmt.Errorf("%q is no repetition: write every 30d", text)
}
