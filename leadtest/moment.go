package leadtest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// moment is an instant as people say it: "+3d" after the start, "16:00" or "Friday 16:00" the next time a clock of the contract's zone shows it, "2026-03-02" or
// "2026-03-02 09:00" in that zone, or RFC 3339.
type moment struct {
	text  string
	since *calendar.Term // after the start
	day   string         // a day of the week, "" for any
	date  calendar.Date  // or a date
	clock time.Duration  // the time of day
	exact time.Time      // RFC 3339
}

func (m moment) isZero() bool { return m.text == "" }

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// UnmarshalText reads a moment.
func (m *moment) UnmarshalText(text []byte) error {
	m.text = string(text)
	if rest, ok := strings.CutPrefix(m.text, "+"); ok {
		m.since = new(calendar.Term)
		return m.since.UnmarshalText([]byte(rest))
	}
	if t, err := time.Parse(time.RFC3339, m.text); err == nil {
		m.exact = t
		return nil
	}
	return m.words(strings.Fields(strings.ToLower(m.text)))
}

func (m *moment) words(words []string) error {
	if len(words) == 0 || len(words) > 2 {
		return m.wrong("")
	}
	first := words[0]
	switch day := weekday(first); {
	case day != "":
		m.day = day
	case m.date.UnmarshalText([]byte(first)) == nil:
		if len(words) == 1 {
			return nil
		}
	case len(words) == 2:
		return m.wrong(diag.Near(first, weekdays))
	}
	t, err := time.Parse("15:04", words[len(words)-1])
	if err != nil {
		return m.wrong("")
	}
	m.clock = time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	return nil
}

func (m *moment) wrong(near string) error {
	f := diag.Finding{Code: "bad-moment", Summary: fmt.Sprintf("%q is no moment", m.text), Near: near}
	if near == "" {
		f.Remedy = `write one such as +3d, Friday 16:00, "16:00" or 2026-03-02 09:00`
	}
	return diag.List{f}
}

// weekday gives the full name of a day of the week, of which the first three letters are enough.
func weekday(word string) string {
	i := slices.IndexFunc(weekdays, func(day string) bool { return word == day || word == day[:3] })
	if i < 0 {
		return ""
	}
	return weekdays[i]
}

// after gives the instant that is meant at now.
func (m moment) after(start, now time.Time, hours *calendar.Hours) (time.Time, error) {
	switch {
	case m.since != nil:
		return hours.Due(start, *m.since)
	case !m.exact.IsZero():
		return m.exact, nil
	case m.date != calendar.Date{}:
		return m.on(m.date, hours), nil
	}
	day := hours.DateOf(now)
	for range 8 {
		t := m.on(day, hours)
		if !t.Before(now) && (m.day == "" || strings.EqualFold(t.Weekday().String(), m.day)) {
			return t, nil
		}
		day.Day++ // a day too many is the next month's first
	}
	return time.Time{}, fmt.Errorf("%q is never", m.text)
}

func (m moment) on(d calendar.Date, hours *calendar.Hours) time.Time {
	return hours.At(d, int(m.clock/time.Hour), int(m.clock%time.Hour/time.Minute)).In(hours.Location())
}

// usualStart is where scenarios begin that do not say: a Monday in an ordinary week of most calendars.
var usualStart = moment{date: calendar.Date{Year: 2026, Month: time.March, Day: 2}, clock: 9 * time.Hour}

// upcoming is when the engine has to wake next: "never", "in 3h", "at Friday 16:00".
type upcoming struct {
	text  string
	never bool
	in    *calendar.Term
	at    moment
}

// UnmarshalText reads it.
func (u *upcoming) UnmarshalText(text []byte) error {
	u.text = string(text)
	if u.text == "never" {
		u.never = true
		return nil
	}
	if rest, ok := strings.CutPrefix(u.text, "in "); ok {
		u.in = new(calendar.Term)
		return u.in.UnmarshalText([]byte(rest))
	}
	if err := u.at.UnmarshalText([]byte(strings.TrimPrefix(u.text, "at "))); err != nil {
		return diag.List{{Code: "bad-moment", Summary: fmt.Sprintf("%q does not say when", u.text), Remedy: "write never, in 3h or at Friday 16:00"}}
	}
	return nil
}

func (u upcoming) resolve(start, now time.Time, hours *calendar.Hours) (time.Time, error) {
	switch {
	case u.never:
		return time.Time{}, nil
	case u.in != nil:
		return hours.Due(now, *u.in)
	}
	return u.at.after(start, now, hours)
}
