package nurture

import (
	"strings"
	"sync"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// wallHours are hours of the wall clock, read in any zone, with the holidays of any country.
type wallHours struct {
	hours *calendar.Hours // of the wall's time, as if it were UTC
	zones map[string]*time.Location
	home  *time.Location
	spec  calendar.Calendar // that of hours
	sets  map[string]string // the sets of holidays by their codes, each its own name; nil: the calendar's are kept everywhere
	kept  sync.Map          // by such a name, *calendar.Hours: what was worked out once, the same whoever did it
}

// locations are the zones that a lead may name, read once from the machine's data. A zone that it does not have is left out.
var locations = sync.OnceValue(func() map[string]*time.Location {
	zones := map[string]*time.Location{}
	for _, name := range calendar.Zones() {
		if loc, err := time.LoadLocation(name); err == nil {
			zones[name] = loc
		}
	}
	return zones
})

// theirs compiles the hours in which a person may be written to.
func (c *compiler) theirs() {
	spec := c.plan.TheirHours
	if len(spec.Open) == 0 && spec.Zone == "" && len(spec.Closed) == 0 && len(spec.AlsoOpen) == 0 {
		if c.plan.TheirHolidays {
			c.found.Add("/their_holidays", "no-hours", "there are no hours in which these would be holidays", "write their_hours:, or leave it out")
		}
		return
	}
	q := &wallHours{zones: locations(), home: time.UTC}
	if h := c.calendars["default"]; h != nil {
		q.home = h.Location()
	}
	if spec.Zone != "" {
		if h := c.wall(spec); h != nil {
			q.home = h.Location()
		}
	}
	if spec.Zone = "UTC"; len(c.found) == 0 || !c.said("/their_hours/zone") {
		q.hours, q.spec = c.wall(spec), spec.Clone()
	}
	if c.plan.TheirHolidays {
		q.sets = map[string]string{}
		for _, name := range spec.Codes() {
			q.sets[name] = name
		}
	}
	c.p.theirs = q
}

// wall compiles a calendar, nil after a finding.
func (c *compiler) wall(spec calendar.Calendar) *calendar.Hours {
	h, err := calendar.Compile(spec)
	list, _ := err.(diag.List)
	for _, f := range list {
		if f.Place.Path = "/their_hours" + f.Place.Path; !c.said(f.Place.Path) {
			c.found = append(c.found, f)
		}
	}
	return h
}

// known gives the name of a zone, nothing if it is not known: then home serves.
func (q *wallHours) known(zone string) string {
	if q.zones[zone] == nil {
		return ""
	}
	return zone
}

// holidays gives the name of the set that is kept in a region, which goes by its code ("DE-BY" or "BY"), or else in its country; nothing if neither is known, or if they do
// not matter: then those of the calendar are.
func (q *wallHours) holidays(country, region string) string {
	if q.sets == nil || country == "" {
		return ""
	}
	if region != "" {
		if set := q.sets[country+"-"+region]; set != "" {
			return set
		}
		if set := q.sets[region]; set != "" && strings.HasPrefix(region, country+"-") {
			return set
		}
	}
	return q.sets[country]
}

// keeping gives the hours with a set of holidays.
func (q *wallHours) keeping(set string) *calendar.Hours {
	if q.sets[set] == "" {
		return q.hours
	}
	if known, ok := q.kept.Load(set); ok {
		return known.(*calendar.Hours)
	}
	there, err := calendar.Compile(q.spec.Keeping(set))
	if err != nil {
		there = q.hours // with these, it would never open
	}
	known, _ := q.kept.LoadOrStore(set, there)
	return known.(*calendar.Hours)
}

// opening is the first instant from one on at which the hours are open in a zone, with a set of holidays, [lead.Forever] if there is none. While a zone keeps its offset, the wall
// runs as time does; at the end of that the search goes on with the next offset.
func (q *wallHours) opening(from lead.Instant, zone, set string) lead.Instant {
	hours := q.keeping(set)
	loc := q.zones[zone]
	if loc == nil {
		loc = q.home
	}
	for range mostOpenings {
		wall, end := wallOf(from, loc)
		open := instant(hours.Add(wall.Time(), 0))
		if open >= lead.Forever {
			return lead.Forever
		}
		if at := from.Add(open.Sub(wall)); end == 0 || at < end {
			return at
		}
		from = end
	}
	return lead.Forever
}

// wallOf gives what the clock on the wall shows in a zone, and until when it runs on without a jump; zero is for ever.
func wallOf(at lead.Instant, loc *time.Location) (wall, end lead.Instant) {
	t := at.Time().In(loc)
	_, seconds := t.Zone()
	_, bound := t.ZoneBounds()
	switch {
	case bound.IsZero():
	case bound.After(t):
		end = lead.At(bound)
	default: // where a rule and no table gives the offsets, the last day of a leap year can have a bound before it
		end = at.Add(lead.Day)
	}
	return at.Add(lead.Span(seconds) * lead.Second), end
}
