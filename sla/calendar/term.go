package calendar

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadkit/leadkit/lead/diag"
)

// Measure says what a Term is counted in. The zero value is elapsed time.
type Measure uint8

const (
	ElapsedTime Measure = iota // what any clock counts, "24h"
	WorkingTime                // open time on a calendar, "8 working hours"
	WorkingDays                // open dates on a calendar, "1 working day"
)

// Term is how long a promise gives: "24h", "14d", "30 minutes", "8 working hours", "2 working days". The zero value is "0", no time at all.
type Term struct {
	Measure Measure
	N       int64 // milliseconds; of WorkingDays, days
}

// Elapsed is a term of elapsed time, in whole milliseconds.
func Elapsed(d time.Duration) Term { return Term{ElapsedTime, d.Milliseconds()} }

// Working is a term of open time, in whole milliseconds.
func Working(d time.Duration) Term { return Term{WorkingTime, d.Milliseconds()} }

// Days is a term of working days.
func Days(n int) Term { return Term{WorkingDays, int64(n)} }

// IsZero reports whether t is the zero Term.
func (t Term) IsZero() bool { return t == Term{} }

// units of time, longest first. A working day is no number of hours, so that only the hour and what is shorter can be "working".
var units = []struct {
	short, long string
	ms          int64
}{{"w", "week", 7 * dayMs}, {"d", "day", dayMs}, {"h", "hour", 60 * minuteMs}, {"m", "minute", minuteMs}, {"s", "second", 1000}, {"ms", "millisecond", 1}}

// String gives the canonical text, in the longest unit that divides the term: "90m", "24h", "14d", "8 working hours", "1 working day". Elapsed weeks are written in
// days, and one day in hours.
func (t Term) String() string {
	switch {
	case t.IsZero():
		return "0"
	case t.Measure == WorkingDays:
		return fmt.Sprintf("%d working %s", t.N, plural("day", t.N))
	}
	for _, u := range units[1:] {
		if t.N%u.ms != 0 || u.short == "d" && (t.Measure == WorkingTime || t.N < 2*dayMs && t.N > -2*dayMs) {
			continue
		}
		if t.Measure == WorkingTime {
			return fmt.Sprintf("%d working %s", t.N/u.ms, plural(u.long, t.N/u.ms))
		}
		return strconv.FormatInt(t.N/u.ms, 10) + u.short
	}
	return ""
}

func plural(unit string, n int64) string {
	if n == 1 {
		return unit
	}
	return unit + "s"
}

// MarshalText gives the text of String.
func (t Term) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads a term: "0", numbers with units ("90m", "1d12h", "30 minutes", "2 weeks"), and the same with "working" before the unit, of hours and shorter
// units or of days alone. The error is a [diag.List].
func (t *Term) UnmarshalText(text []byte) error {
	p := termParser{text: string(text), rest: strings.TrimSpace(string(text))}
	term, ok := p.term()
	if !ok {
		return diag.List{p.fault}
	}
	*t = term
	return nil
}

// termParser reads from the left; rest is what is still to be read.
type termParser struct {
	text, rest string
	fault      diag.Finding
}

func (p *termParser) fail(word, summary string, known []string) bool {
	from := utf8.RuneCountInString(p.text) - utf8.RuneCountInString(strings.TrimRight(p.rest, " \t"))
	p.fault = diag.Finding{Code: "malformed-term", Summary: fmt.Sprintf("%q is no term: %s", p.text, summary), Near: diag.Near(word, known),
		Place: diag.Place{From: max(0, from), To: utf8.RuneCountInString(p.text)}}
	if word == "" || p.fault.Near == "" {
		p.fault.Near, p.fault.Remedy = "", `write one such as 24h, 14d, "30 minutes", "8 working hours" or "2 working days"`
	}
	return false
}

// most bounds a term, at some 140,000 years: far beyond every horizon and far from overflow.
const most = 1 << 52

func (p *termParser) term() (Term, bool) {
	if p.rest == "0" {
		return Term{}, true
	}
	if p.rest == "" {
		return Term{}, p.fail("", "it is empty", nil)
	}
	var t Term
	for n := 0; p.rest != ""; n++ {
		m, ok := p.part()
		switch {
		case !ok:
			return t, false
		case n > 0 && (m.Measure != t.Measure || m.Measure == WorkingDays):
			return t, p.fail("", "elapsed time, working time and working days do not add up", nil)
		case m.N > most-t.N:
			return t, p.fail("", "it is too long", nil)
		}
		t = Term{m.Measure, t.N + m.N}
	}
	return t, true
}

// part reads a number and a unit.
func (p *termParser) part() (Term, bool) {
	number := p.rest[:len(p.rest)-len(strings.TrimLeft(p.rest, "0123456789"))]
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return Term{}, p.fail("", "a whole number is missing", nil)
	}
	p.rest = strings.TrimLeft(p.rest[len(number):], " \t")
	working := false
	word := p.word()
	if word == "working" {
		working = true
		p.rest = strings.TrimLeft(p.rest[len(word):], " \t")
		word = p.word()
	}
	unit := unitMs(word)
	days := working && unit == dayMs
	switch {
	case unit == 0:
		return Term{}, p.fail(word, fmt.Sprintf("unknown unit %q", word), unitNames())
	case working && unit > dayMs:
		return Term{}, p.fail("", "write working weeks as working days", nil)
	case n > most || !days && n > most/unit:
		return Term{}, p.fail("", "it is too long", nil)
	}
	p.rest = strings.TrimLeft(p.rest[len(word):], " \t")
	switch {
	case days:
		return Term{WorkingDays, n}, true
	case working:
		return Term{WorkingTime, n * unit}, true
	}
	return Term{ElapsedTime, n * unit}, true
}

// word is the letters that come next.
func (p *termParser) word() string {
	end := strings.IndexFunc(p.rest, func(r rune) bool { return r < 'a' || r > 'z' })
	if end < 0 {
		return p.rest
	}
	return p.rest[:end]
}

func unitMs(word string) int64 {
	for _, u := range units {
		if word == u.short || word == u.long || word == u.long+"s" {
			return u.ms
		}
	}
	return 0
}

func unitNames() []string {
	names := []string{"working"}
	for _, u := range units {
		names = append(names, u.long, u.long+"s")
	}
	return names
}

// Due is when a term that starts at start is over, in whole milliseconds: that instant itself still keeps the promise.
// The error is a [*HorizonError]; elapsed time needs no horizon.
func (h *Hours) Due(start time.Time, term Term) (time.Time, error) {
	switch term.Measure {
	case WorkingDays:
		return h.AddDays(start, int(min(max(term.N, math.MinInt32), math.MaxInt32)))
	case WorkingTime:
		return h.Add(start, time.Duration(min(max(term.N, -mostWorking), mostWorking))*time.Millisecond)
	}
	x := millis(start)
	if x == math.MaxInt64 || x == math.MinInt64 || term.N > most || term.N < -most {
		return time.Time{}, h.beyond(start)
	}
	return h.time(x + term.N), nil
}

// mostWorking exceeds the horizon and fits a Duration.
const mostWorking = (LastYear - FirstYear + 10) * 366 * dayMs
