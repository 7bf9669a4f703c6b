package nurture

import (
	"sync"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// wallHours are hours of the wall clock, read in any zone.
type wallHours struct {
	hours *calendar.Hours // of the wall's time, as if it were UTC
	zones map[string]*time.Location
	home  *time.Location
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
		q.hours = c.wall(spec)
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

// opening is the first instant from one on at which the hours are open in a zone, [lead.Forever] if there is none. While a zone keeps its offset, the wall
// runs as time does; at the end of that the search goes on with the next offset.
func (q *wallHours) opening(from lead.Instant, zone string) lead.Instant {
	loc := q.zones[zone]
	if loc == nil {
		loc = q.home
	}
	for range mostOpenings {
		wall, end := wallOf(from, loc)
		open := instant(q.hours.Add(wall.Time(), 0))
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
