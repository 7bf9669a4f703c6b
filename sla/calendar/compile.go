package calendar

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead/diag"
)

// Compile checks a calendar and works it out for the years of the horizon. The error is a [diag.List] with all findings.
//
// A date is written, in Closed, AlsoOpen and Holidays, as
//
//	2026-12-24                          one date
//	2026-12-24..2026-12-31              a stretch, both ends included
//	dec 24, 24 dec, aug 1..aug 15       every year
//	1st mon of may, last mon of aug     the n-th weekday of a month
//	easter, easter+1, easter-2          by Easter Sunday; "orthodox easter+1" by that of the Orthodox churches
//	wed before nov 23                   the nearest weekday before or after a day; also "mon on or after jan 1"
//	apr 27 moved sun-1                  moved by so many days if it falls on that weekday
//	jul 4 observed sat-1 sun+1          closed on the date itself and on the one it is moved to
//	may 8 from 1982                     only some years: "from 1999 until 2018", "in 2012", "every 5 years from 2000"
//
// and in Closed also as "holidays FR", where the set is one of [Sets] or of the calendar's own.
func Compile(spec Calendar) (*Hours, error) {
	c := compiler{plan: plan{shut: map[int]string{}, extra: map[int][]span{}}}
	loc := c.location(&spec)
	c.week(spec.Open)
	c.sets(spec.Holidays)
	c.closed(spec.Closed)
	c.alsoOpen(spec.AlsoOpen)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	from, until := horizon()
	c.plan.zone = newZone(loc, from, until)
	h := &Hours{name: spec.Name, loc: loc, zone: c.plan.zone, table: c.plan.table(), warnings: c.found, plan: c.plan}
	if h.table.total(open) == 0 {
		c.found.Add("", "never-open", "the calendar never opens", `give it hours, such as open: {mon-fri: ["09:00-17:00"]}, or open: always`)
		return nil, c.found.Err()
	}
	h.reasons(c.plan.shut)
	return h, nil
}

// compiler gathers the plan and the findings.
type compiler struct {
	plan  plan
	own   map[string][]Holiday
	found diag.List
}

func (c *compiler) location(spec *Calendar) *time.Location {
	const path = "/zone"
	switch spec.Zone {
	case "":
		if !always(spec) {
			c.found.Add(path, "no-zone", "the calendar has no zone, so its hours are no instants", "write one such as zone: Europe/Paris, or zone: UTC")
		}
		return time.UTC
	case "Local": // would be another zone on each machine
		c.found.Unknown(path, "zone", spec.Zone, zoneNames())
		return time.UTC
	}
	loc, err := time.LoadLocation(spec.Zone)
	switch {
	case err == nil:
		return loc
	case slices.Contains(zoneNames(), spec.Zone):
		c.found.Add(path, "no-zone-data", fmt.Sprintf("this machine has no data of the zone %q", spec.Zone), "import time/tzdata in the program")
	default:
		c.found.Unknown(path, "zone", spec.Zone, zoneNames())
	}
	return time.UTC
}

// always reports whether no zone can make a difference.
func always(spec *Calendar) bool {
	return len(spec.Open) == 1 && slices.Equal(spec.Open[0].Spans, Always()[0].Spans) && spec.Open[0].Days == "daily" && len(spec.Closed) == 0
}

// placed is a span of the week as it was written, to name it when another overlaps it.
type placed struct {
	span
	days, text, path string
}

func (c *compiler) week(week Week) {
	var all []placed // on a line of two weeks, so that Sunday night meets Monday morning
	for _, shift := range week {
		path := diag.Join("/open", shift.Days)
		days, fault := parseDays(shift.Days)
		c.fault(path, fault)
		for i, text := range shift.Spans {
			at := diag.Join(path, strconv.Itoa(i))
			s, fault := parseSpan(text)
			if c.fault(at, fault) {
				continue
			}
			for w, on := range days {
				if on {
					c.plan.week[w] = append(c.plan.week[w], s)
					all = append(all, placed{span{int64(w)*dayMs + s.from, int64(w)*dayMs + s.to}, shift.Days, text, at})
				}
			}
		}
		if len(shift.Spans) == 0 {
			c.found.Add(path, "no-spans", fmt.Sprintf("%q has no hours", shift.Days), spanRemedy+", or leave the days out")
		}
	}
	c.overlaps(all)
}

// overlaps reports each span that begins while another is open, once.
func (c *compiler) overlaps(all []placed) {
	said := map[[2]string]bool{}
	for i, a := range all {
		for j, b := range all {
			hit := i != j && (over(a.span, b.from) || over(a.span, b.from+7*dayMs))
			if i > j && a.from == b.from {
				hit = false // each begins in the other: say so once
			}
			if key := [2]string{a.path, b.path}; hit && !said[key] {
				said[key] = true
				c.found.Add(b.path, "overlapping-spans", fmt.Sprintf("%s %q begins within %s %q", b.days, b.text, a.days, a.text), "let each hour be in one span only")
			}
		}
	}
}

func over(s span, x int64) bool { return s.from <= x && x < s.to }

// fault adds a finding made about the text at path, and reports whether there was one.
func (c *compiler) fault(path string, fault *diag.Finding) bool {
	if fault == nil {
		return false
	}
	c.found.Place(path, diag.List{*fault})
	return true
}

func (c *compiler) sets(sets []Set) {
	c.own = map[string][]Holiday{}
	for _, set := range sets {
		path := diag.Join("/holidays", set.Name)
		if _, twice := c.own[set.Name]; twice || slices.Contains(Sets(), set.Name) || set.Name == "" {
			c.found.Add(path, "duplicate-set", fmt.Sprintf("a set of holidays %q exists already", set.Name), "give it a name of its own")
		}
		var days []Holiday
		for i, text := range set.Days {
			r, fault := parseRule(text)
			if !c.fault(diag.Join(path, "days", strconv.Itoa(i)), fault) {
				r.years(func(day int) { days = append(days, Holiday{dateOf(day), text}) })
			}
		}
		events, err := parseICal(set.ICal)
		c.found.Place(diag.Join(path, "ical"), err)
		c.own[set.Name] = append(days, events...)
	}
}

const holidaysWord = "holidays"

func (c *compiler) closed(closed []string) {
	for i, text := range closed {
		path := diag.Join("/closed", strconv.Itoa(i))
		first, name, _ := strings.Cut(strings.TrimSpace(text), " ")
		if first == holidaysWord {
			c.closeSet(path, strings.TrimSpace(name))
			continue
		}
		r, fault := parseRule(text)
		if _, set := c.own[text]; set && fault != nil {
			fault.Near = holidaysWord + " " + text
		}
		if !c.fault(path, fault) {
			r.years(func(day int) { c.close(day, text) })
		}
	}
}

// close closes a date. The first reason given stays.
func (c *compiler) close(day int, why string) {
	if _, ok := c.plan.shut[day]; !ok {
		c.plan.shut[day] = why
	}
}

func (c *compiler) closeSet(path, name string) {
	if days, ok := c.own[name]; ok {
		for _, d := range days {
			c.close(dayOf(d.Date.Year, d.Date.Month, d.Date.Day), d.Name)
		}
		return
	}
	rules := setRules(name)
	if rules == nil {
		c.found = append(c.found, unknownSet(path, name, slices.Collect(maps.Keys(c.own))))
		return
	}
	if name == "GB" {
		c.found.Warn(path, "vague-holidays", "GB is only what all of the United Kingdom keeps, so without Easter Monday and the summer bank holiday",
			"name GB-ENG, GB-WLS, GB-SCT or GB-NIR")
	}
	for i := range rules {
		rules[i].years(func(day int) { c.close(day, rules[i].name) })
	}
}

func (c *compiler) alsoOpen(openings []Opening) {
	for _, o := range openings {
		path := diag.Join("/also_open", o.On)
		r, fault := parseRule(o.On)
		bad := c.fault(path, fault)
		var spans []span
		for i, text := range o.Spans {
			s, fault := parseSpan(text)
			if !c.fault(diag.Join(path, strconv.Itoa(i)), fault) {
				spans = append(spans, s)
			}
		}
		if len(o.Spans) == 0 {
			c.found.Add(path, "no-spans", fmt.Sprintf("%q has no hours", o.On), spanRemedy)
		}
		if !bad {
			r.years(func(day int) { c.plan.extra[day] = append(c.plan.extra[day], spans...) })
		}
	}
}
