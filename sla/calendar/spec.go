package calendar

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/leadkit/leadkit/lead/diag"
)

// Calendar is the specification of working time: when a team, a person or an on-call rota is there. A person's calendar is a copy of the team's with absences
// appended to Closed.
type Calendar struct {
	Name string `json:"name,omitempty" contract:"name"`
	// Zone is an IANA name such as "Europe/Paris", or "UTC". Only a calendar that is always open may leave it out.
	Zone string `json:"zone,omitempty"`
	// Open is the ordinary week.
	Open Week `json:"open,omitempty"`
	// Closed are dates on which no span begins: "holidays FR", "2026-12-24", "2026-12-24..2026-12-31", "dec 24", "last mon of aug", "easter+1".
	// [Compile] describes them all. A span that began the evening before still runs to its end.
	Closed []string `json:"closed,omitempty"`
	// AlsoOpen are openings beside the ordinary week. They win over Closed: a half-day is a closed date that is also open in the morning.
	AlsoOpen Openings `json:"also_open,omitempty"`
	// Holidays are sets of the contract's own, for Closed to name.
	Holidays []Set `json:"holidays,omitempty"`
}

// Week is the ordinary week, or the word "always".
type Week []Shift

// Shift is the spans that begin on some weekdays.
type Shift struct {
	Days string `json:"days" contract:"name"` // "mon-fri", "sat", "mon,wed", "fri-mon", "daily"
	// Spans are half-open: "09:00-12:30" is open at 09:00 and closed at 12:30. An end at or before the beginning is of the next date, "22:00-06:00";
	// the whole date is "00:00-24:00".
	Spans []string `json:"spans" contract:"value"`
}

// Openings are one-off openings.
type Openings []Opening

// Opening is spans on single dates, written as in [Calendar.Closed].
type Opening struct {
	On    string   `json:"on" contract:"name"`
	Spans []string `json:"spans" contract:"value"`
}

// Set is holidays of one's own under a name: rules, the text of an iCalendar file, or both.
type Set struct {
	Name string   `json:"name" contract:"name"`
	Days []string `json:"days,omitempty"` // dates and yearly rules, as in [Calendar.Closed]
	ICal string   `json:"ical,omitempty"` // see [ICal] for what is read of it
}

// Always is a week without a closing.
func Always() Week { return Week{{Days: "daily", Spans: []string{"00:00-24:00"}}} }

// UnmarshalText reads the short form of a week, "always".
func (w *Week) UnmarshalText(text []byte) error {
	if string(text) != "always" {
		return diag.List{{Code: "malformed-week", Summary: fmt.Sprintf("%q is no week", text), Near: diag.Near(string(text), []string{"always"}),
			Remedy: `write "always", or days and their spans such as mon-fri: ["09:00-17:00"]`}}
	}
	*w = Always()
	return nil
}

const (
	daysRemedy = `write days such as mon-fri, "mon,wed" or daily`
	spanRemedy = `write a span such as "09:00-12:30", or "22:00-06:00" over midnight`
)

// parseDays reads a list of weekdays into a set of them.
func parseDays(text string) (days [7]bool, fault *diag.Finding) {
	at := 0
	for part := range strings.SplitSeq(text, ",") {
		word := strings.ToLower(strings.TrimSpace(part))
		if word == "daily" {
			return [7]bool{true, true, true, true, true, true, true}, nil
		}
		from, to, stretch := strings.Cut(word, "-")
		i, ok := weekday(from)
		j, ok2 := i, ok
		if stretch {
			j, ok2 = weekday(to)
		}
		if !ok || !ok2 {
			return days, daysFault(text, part, at, [2]string{from, to}, ok)
		}
		for days[j] = true; i != j; i = (i + 1) % 7 {
			days[i] = true
		}
		at += utf8.RuneCountInString(part) + 1
	}
	return days, nil
}

func daysFault(text, part string, at int, ends [2]string, firstRight bool) *diag.Finding {
	wrong := ends[0]
	if firstRight {
		wrong = ends[1]
	}
	f := &diag.Finding{Code: "malformed-days", Summary: fmt.Sprintf("%q are no days of the week", text),
		Place: diag.Place{From: at, To: at + utf8.RuneCountInString(part)}, Near: diag.Near(strings.TrimSpace(wrong), append(append([]string{"daily"}, weekdays...), longDays...))}
	if f.Near == "" {
		f.Remedy = daysRemedy
	}
	return f
}

func weekday(word string) (int, bool) {
	word = strings.TrimSpace(word)
	for i := range weekdays {
		if word == weekdays[i] || word == longDays[i] {
			return i, true
		}
	}
	return 0, false
}

// parseSpan reads "09:00-12:30" into wall time; an end at or before the beginning is of the next date.
func parseSpan(text string) (span, *diag.Finding) {
	left, right, cut := strings.Cut(text, "-")
	from, ok := parseClock(left)
	to, ok2 := parseClock(right)
	fault := &diag.Finding{Code: "malformed-span", Summary: fmt.Sprintf("%q is no span of a day", text), Remedy: spanRemedy}
	switch n := utf8.RuneCountInString(left); {
	case !cut:
		return span{}, fault
	case !ok || from == dayMs:
		fault.Place.To = n
		return span{}, fault
	case !ok2:
		fault.Place.From, fault.Place.To = n+1, utf8.RuneCountInString(text)
		return span{}, fault
	case from == to:
		fault.Summary = fmt.Sprintf("%q ends where it begins", text)
		fault.Remedy = `write "00:00-24:00" for the whole date`
		return span{}, fault
	case to < from:
		to += dayMs
	}
	return span{from, to}, nil
}

// parseClock reads "9:00", "09:00" or "24:00" into milliseconds.
func parseClock(text string) (int64, bool) {
	hour, minute, ok := strings.Cut(strings.TrimSpace(text), ":")
	h, okH := digits(hour)
	m, okM := digits(minute)
	if !ok || !okH || !okM || len(minute) != 2 || h > 24 || m > 59 || h == 24 && m > 0 {
		return 0, false
	}
	return int64(h)*60*minuteMs + int64(m)*minuteMs, true
}

// digits reads a number of one or two digits.
func digits(text string) (int, bool) {
	n := 0
	for _, r := range text {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, len(text) == 1 || len(text) == 2
}
