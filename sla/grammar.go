package sla

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

// Percent is a share in whole hundredths. Its text form is "80%".
type Percent int

// MostPercent bounds a share of the time of a promise: ten times as long.
const MostPercent Percent = 1000

// String gives "80%".
func (p Percent) String() string { return strconv.Itoa(int(p)) + "%" }

// MarshalText gives the text of String.
func (p Percent) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads a whole number and "%", from 1% to [MostPercent].
func (p *Percent) UnmarshalText(text []byte) error {
	digits, ok := strings.CutSuffix(strings.TrimSpace(string(text)), "%")
	n, err := strconv.ParseUint(strings.TrimSpace(digits), 10, 16)
	if !ok || err != nil || n < 1 || n > uint64(MostPercent) {
		return malformed("percent", string(text), "share", `write a whole number of percent such as "80%"`)
	}
	*p = Percent(n)
	return nil
}

// malformed is the finding about a text of one of the small grammars.
func malformed(code, text, what, remedy string) error {
	return diag.List{{Code: "malformed-" + code, Summary: fmt.Sprintf("%q is no %s", text, what), Remedy: remedy}}
}

// fields splits a text at its spaces.
func fields(text []byte) []string { return strings.Fields(string(text)) }

// Unit is the unit of a period.
type Unit string

// The units of periods. A week begins on Monday.
const (
	UnitDay   Unit = "day"
	UnitWeek  Unit = "week"
	UnitMonth Unit = "month"
	UnitYear  Unit = "year"
)

// Every is a period that comes again and again: "month", "2 weeks", "quarter", which is 3 months. Periods of several units are counted from
// Monday 5 January 1970 (days and weeks) or from January 1970 (months and years), so that quarters are those of the calendar year.
type Every struct {
	N    int
	Unit Unit
}

const quarter = "quarter"

// String gives the text form.
func (e Every) String() string {
	switch {
	case e.N == 3 && e.Unit == UnitMonth:
		return quarter
	case e.N == 1:
		return string(e.Unit)
	}
	return strconv.Itoa(e.N) + " " + string(e.Unit) + "s"
}

// MarshalText gives the text form, nothing for the zero Every.
func (e Every) MarshalText() ([]byte, error) {
	if e == (Every{}) {
		return nil, nil
	}
	return []byte(e.String()), nil
}

// UnmarshalText reads the text form.
func (e *Every) UnmarshalText(text []byte) error {
	words := fields(text)
	n := 1
	if len(words) == 2 {
		n, _ = strconv.Atoi(words[0])
		words = words[1:]
	}
	if len(words) != 1 || n < 1 || n > mostUnits {
		return malformedEvery(string(text), "")
	}
	word := strings.TrimSuffix(words[0], "s")
	switch unit := Unit(word); unit {
	case UnitDay, UnitWeek, UnitMonth, UnitYear:
		*e = Every{n, unit}
	case quarter:
		*e = Every{3 * n, UnitMonth}
	default:
		return malformedEvery(string(text), diag.Near(word, []string{"day", "week", "month", quarter, "year"}))
	}
	return nil
}

// mostUnits bounds a period.
const mostUnits = 120

func malformedEvery(text, near string) error {
	return diag.List{{Code: "malformed-period", Summary: fmt.Sprintf("%q is no period", text), Near: near, Remedy: `write "month", "quarter", "week" or "2 weeks"`}}
}

func (e Every) valid() bool {
	return e.N >= 1 && e.N <= mostUnits && slices.Contains([]Unit{UnitDay, UnitWeek, UnitMonth, UnitYear}, e.Unit)
}

// Volume is a number of leads handed over, and the stage they are handed over to, empty for any. Its text form is "120 mql", "120 leads" for any stage.
type Volume struct {
	Count int
	Stage string
}

const anyStage = "leads"

// String gives the text form.
func (v Volume) String() string {
	if v.Stage == "" {
		return strconv.Itoa(v.Count) + " " + anyStage
	}
	return strconv.Itoa(v.Count) + " " + v.Stage
}

// MarshalText gives the text form, nothing for the zero Volume.
func (v Volume) MarshalText() ([]byte, error) {
	if v == (Volume{}) {
		return nil, nil
	}
	return []byte(v.String()), nil
}

// UnmarshalText reads the text form.
func (v *Volume) UnmarshalText(text []byte) error {
	words := fields(text)
	if len(words) == 2 {
		if n, err := strconv.ParseUint(words[0], 10, 31); err == nil && n > 0 {
			*v = Volume{int(n), words[1]}
			if v.Stage == anyStage {
				v.Stage = ""
			}
			return nil
		}
	}
	return malformed("volume", string(text), "number of leads", `write "120 mql" with the stage they are handed over to, or "120 leads" for any`)
}
