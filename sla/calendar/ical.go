package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadkit/leadkit/lead/diag"
)

// ICal reads the dates of the all-day events of an iCalendar text (RFC 5545), with their summaries, in order, within the horizon.
//
// Of an event it reads DTSTART, DTEND or a DURATION in days or weeks, EXDATE, RDATE, STATUS (a cancelled one is left out) and an RRULE of FREQ=YEARLY with
// INTERVAL, COUNT, UNTIL, BYMONTH and one of BYMONTHDAY and BYDAY with an ordinal ("1MO", "-1MO"). Whatever else would change the dates is an error. An event with
// a time of day is no holiday: it is left out, of which [Compile] warns. The error is a [diag.List].
func ICal(text string) ([]Holiday, error) {
	days, found := parseICal(text)
	return days, found.Err()
}

// event is a VEVENT as far as it matters here.
type event struct {
	summary   string
	from, to  int // days, to excluded
	days      int // by DURATION
	rrule     string
	dates     map[int]bool // RDATE true, EXDATE false
	left      bool         // cancelled or not all day
	line      [2]int       // where BEGIN:VEVENT stands, in runes
	ruleLine  [2]int
	hasStart  bool
	exception bool // RECURRENCE-ID
}

// property is one line of the text, unfolded.
type property struct {
	name, params, value string
	place               [2]int
}

func parseICal(text string) ([]Holiday, diag.List) {
	var found diag.List
	var days []Holiday
	var e *event
	depth := 0 // of components within an event, such as alarms
	for _, p := range unfold(text) {
		component := strings.ToUpper(p.value)
		switch {
		case p.name == "BEGIN" && e == nil && component == "VEVENT":
			e = &event{dates: map[int]bool{}, line: p.place}
		case e == nil:
		case p.name == "BEGIN":
			depth++
		case p.name == "END" && depth > 0:
			depth--
		case p.name == "END":
			days = append(days, e.holidays(&found)...)
			e = nil
		case depth == 0:
			e.read(p, &found)
		}
	}
	if e != nil {
		found = append(found, e.finding(e.line, "has no END:VEVENT", "the text may be cut off"))
	}
	slices.SortStableFunc(days, func(a, b Holiday) int { return cmp.Compare(a.Date.String(), b.Date.String()) })
	return slices.Compact(days), found
}

// unfold cuts a text into properties; a line that begins with a space or a tab continues the one before.
func unfold(text string) []property {
	var all []property
	at := 0
	for line := range strings.SplitSeq(text, "\n") {
		n := utf8.RuneCountInString(line)
		line = strings.TrimSuffix(line, "\r")
		if k := len(all); k > 0 && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")) {
			all[k-1].value += line[1:]
		} else if head, value, ok := strings.Cut(line, ":"); ok {
			name, params, _ := strings.Cut(head, ";")
			all = append(all, property{strings.ToUpper(strings.TrimSpace(name)), strings.ToUpper(params), value, [2]int{at, at + utf8.RuneCountInString(line)}})
		}
		at += n + 1
	}
	return all
}

func (e *event) finding(place [2]int, what, remedy string) diag.Finding {
	name := "an event"
	if e.summary != "" {
		name = fmt.Sprintf("the event %q", e.summary)
	}
	return diag.Finding{Code: "malformed-ical", Summary: name + " " + what, Remedy: remedy, Place: diag.Place{From: place[0], To: place[1]}}
}

// read takes one property of the event.
func (e *event) read(p property, found *diag.List) {
	fail := func(what string) { *found = append(*found, e.finding(p.place, what, "")) }
	switch p.name {
	case "SUMMARY":
		e.summary = strings.NewReplacer(`\\`, `\`, `\,`, ",", `\;`, ";", `\n`, " ", `\N`, " ").Replace(p.value)
	case "STATUS":
		e.left = e.left || strings.EqualFold(p.value, "CANCELLED")
	case "DTSTART":
		e.start(p, found)
	case "DTEND":
		if day, ok := icalDate(p.value); ok {
			e.to = day
		} else if !e.left {
			fail(fmt.Sprintf("has no date for its end, %q", p.value))
		}
	case "DURATION":
		if days, ok := icalDays(p.value); ok {
			e.days = days
		} else if !e.left {
			fail(fmt.Sprintf("has a duration that is not of whole days, %q", p.value))
		}
	case "RRULE":
		if e.rrule != "" {
			fail("has two rules")
		}
		e.rrule, e.ruleLine = strings.ToUpper(strings.TrimSpace(p.value)), p.place
	case "RDATE", "EXDATE":
		for text := range strings.SplitSeq(p.value, ",") {
			if day, ok := icalDate(text); ok {
				e.dates[day] = p.name == "RDATE"
			} else if !e.left {
				fail(fmt.Sprintf("has a date that cannot be read, %q", text))
			}
		}
	case "RECURRENCE-ID":
		e.exception, e.ruleLine = true, p.place
	}
}

func (e *event) start(p property, found *diag.List) {
	day, ok := icalDate(p.value)
	switch {
	case ok:
		e.from, e.hasStart = day, true
	case strings.Contains(p.value, "T"):
		f := e.finding(p.place, "has a time of day and is left out", "holidays are all-day events")
		f.Severity, f.Code = diag.Warning, "timed-event"
		*found, e.left = append(*found, f), true
	default:
		*found, e.left = append(*found, e.finding(p.place, fmt.Sprintf("has no date for its start, %q", p.value), "write one such as 20261224")), true
	}
}

// icalDate reads "20261224".
func icalDate(text string) (int, bool) {
	t, err := time.Parse("20060102", strings.TrimSpace(text))
	return int(floor(t.Unix(), 86_400)), err == nil
}

// icalDays reads "P3D" or "P1W".
func icalDays(text string) (int, bool) {
	text, ok := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(text)), "P")
	if !ok || text == "" {
		return 0, false
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	switch unit := text[len(text)-1]; {
	case err != nil || n < 1 || n > longestEvent:
		return 0, false
	case unit == 'W':
		return 7 * n, true
	default:
		return n, unit == 'D'
	}
}

// longestEvent bounds the days of an event that returns.
const longestEvent = 366

// holidays gives the event's dates within the horizon.
func (e *event) holidays(found *diag.List) []Holiday {
	if e.left {
		return nil
	}
	fail := func(place [2]int, what string) []Holiday {
		*found = append(*found, e.finding(place, what, "write the dates out, or leave the event out"))
		return nil
	}
	length := max(e.days, e.to-e.from, 1)
	if e.days == 0 && e.to == 0 {
		length = 1
	}
	switch {
	case !e.hasStart:
		return fail(e.line, "has no start")
	case e.exception:
		return fail(e.ruleLine, "changes one date of another event, which is not supported")
	case e.rrule != "" && length > longestEvent:
		return fail(e.ruleLine, "returns and is longer than a year")
	}
	starts := []int{e.from}
	if e.rrule != "" {
		r, fault := parseRecurrence(e.rrule, e.from)
		if fault != "" {
			return fail(e.ruleLine, fault)
		}
		starts = r.starts(e.from)
	}
	var days []Holiday
	for _, start := range e.edited(starts) {
		for day := max(start, firstDay); day < min(start+length, endDay); day++ {
			days = append(days, Holiday{dateOf(day), e.summary})
		}
	}
	return days
}

// edited adds the RDATEs and takes the EXDATEs away.
func (e *event) edited(starts []int) []int {
	for day, added := range e.dates {
		if added {
			starts = append(starts, day)
		}
	}
	return slices.DeleteFunc(starts, func(day int) bool {
		added, named := e.dates[day]
		return named && !added
	})
}
