package routing

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Compile checks a policy and makes it ready. The schema gives the language of its conditions, the currency and the lead types; calendars are the contract's, by name.
// The error is a [diag.List] with places in the policy.
func Compile(p Policy, s *lead.Schema, calendars map[string]*calendar.Hours) (*Router, error) {
	c := &compiler{spec: p, schema: s, calendars: calendars, r: &Router{channelOf: map[string]int{}, personOf: map[string]int{},
		fallback: p.Fallback, keepOwner: p.KeepOwner, hold: p.HoldAmbiguous, public: publicOf(p.PublicDomains), by: p.Choose, currency: s.Currency()}}
	if c.r.fallback == "" {
		c.r.fallback = DefaultFallback
	}
	c.addNeeds()
	if int(p.Choose) >= len(chooseWords) {
		c.found.Add("/choose", "unknown-choose", "the value is none of those that are known", "")
	}
	c.addClasses()
	c.addChannels()
	c.addRegions()
	c.addPeople()
	c.rankPlots()
	c.addMembers()
	c.addQuotas()
	c.look()
	c.addPricing()
	c.addResale()
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	c.r.warnings = c.found
	return c.r, nil
}

type compiler struct {
	regions   map[string][]*plot
	spec      Policy
	schema    *lead.Schema
	calendars map[string]*calendar.Hours
	r         *Router
	found     diag.List
}

// name reports a name that is missing or taken.
func (c *compiler) name(path, name string, taken bool) {
	switch {
	case name == "":
		c.found.Add(path, "missing-name", "the name is missing", "")
	case taken:
		c.found.Add(path, "name-taken", fmt.Sprintf("the name %q is taken", name), "choose another name")
	}
}

// price reports an amount in another currency, or below zero.
func (c *compiler) price(path string, m lead.Money) {
	switch {
	case m.Currency != "" && m.Currency != c.r.currency:
		c.found.Add(path, "other-currency", fmt.Sprintf("%s is not in %s", m, c.r.currency), "a contract has one currency")
	case m.Minor < 0 || m.Minor > lead.MostMinor:
		c.found.Add(path, "bad-amount", fmt.Sprintf("%s is no price", m), "write an amount of zero or more")
	}
}

// money gives an amount in the contract's currency.
func (c *compiler) money(m lead.Money) lead.Money {
	return lead.Money{Minor: m.Minor, Currency: c.r.currency}
}

func (c *compiler) addNeeds() {
	for _, n := range c.spec.Needs {
		path := diag.Join("/needs", n.Skill)
		c.name(path, n.Skill, slices.ContainsFunc(c.r.needs, func(o need) bool { return o.skill == n.Skill }))
		if strings.TrimSpace(n.When) == "" {
			c.found.Add(diag.Join(path, "when"), "missing-condition", "it is not said which leads need this skill", "write a condition on the lead")
		}
		c.r.needs = append(c.r.needs, need{n.Skill, c.schema.LeadCondition(&c.found, diag.Join(path, "when"), n.When)})
	}
}

func (c *compiler) addChannels() {
	for i, ch := range c.spec.Channels {
		path := diag.Join("/channels", ch.Name)
		_, taken := c.r.channelOf[ch.Name]
		c.name(path, ch.Name, taken)
		c.price(diag.Join(path, "cost"), ch.Cost)
		for key, bad := range map[string]bool{"strategy": int(ch.Strategy) >= len(strategyWords), "hours": int(ch.Hours) >= len(hoursWords),
			"sold": int(ch.Sold) >= len(exclusivityWords)} {
			if bad {
				c.found.Add(diag.Join(path, key), "unknown-"+key, "the value is none of those that are known", "")
			}
		}
		c.r.channelOf[ch.Name] = i
		out := channel{Channel: ch, takes: c.schema.LeadCondition(&c.found, diag.Join(path, "takes"), ch.Takes), speak: map[string]group{}, skilled: map[string]group{}}
		c.addOdds(path, &out)
		c.r.channels = append(c.r.channels, out)
	}
}

func (c *compiler) addPeople() {
	for _, p := range c.spec.People {
		path := diag.Join("/people", p.Name)
		_, taken := c.r.personOf[p.Name]
		c.name(path, p.Name, taken)
		c.r.personOf[p.Name] = 0
		c.r.people = append(c.r.people, c.person(path, p))
		c.addClosings(path, p)
	}
	slices.SortStableFunc(c.r.people, func(a, b person) int { return strings.Compare(a.Name, b.Name) })
	for i := range c.r.people {
		c.r.personOf[c.r.people[i].Name] = i
	}
	c.addClocks()
	c.checkCovers()
}

func (c *compiler) person(path string, p Person) person {
	p.Capacity = slices.Clone(p.Capacity)
	out := person{Person: p, weight: c.weight(path, p.Weight), calendar: c.calendar(path, p.Calendar), tongues: languages(p.Languages), plots: c.territory(path, p)}
	seen := map[Capacity]bool{}
	for i, k := range p.Capacity {
		at := diag.Join(path, "capacity", fmt.Sprint(i))
		over := Capacity{Per: k.Per, Within: k.Within}
		if fault := k.fault(); fault != "" {
			c.found.Add(at, "bad-capacity", fault, "write one such as 14 per month")
		} else if seen[over] {
			c.found.Add(at, "double-capacity", fmt.Sprintf("%s: there are two capacities over the same period", k), "keep the smaller one")
		}
		seen[over] = true
		if k.Per == Rolling {
			out.times = max(out.times, k.Most)
		}
	}
	return out
}

// weight gives a weight in hundredths.
func (c *compiler) weight(path string, w float64) int64 {
	hundredths := math.Round(w * 100)
	switch {
	case w == 0:
		return 100
	case !(hundredths >= 1 && hundredths <= mostWeight), math.Abs(hundredths-w*100) > 1e-6:
		c.found.Add(diag.Join(path, "weight"), "bad-weight", fmt.Sprintf("%v is no weight", w), "write a number from 0.01 to 100 with at most two decimals")
		return 100
	}
	return int64(hundredths)
}

const mostWeight = 100 * 100 // in hundredths

// calendar gives the number of a calendar among those in use, -1 for none.
func (c *compiler) calendar(path, name string) int {
	hours, ok := c.calendars[name]
	switch {
	case name == "":
		if hours = c.calendars["default"]; hours == nil {
			return -1
		}
	case !ok || hours == nil:
		c.found.Unknown(diag.Join(path, "calendar"), "calendar", name, slices.Collect(maps.Keys(c.calendars)))
		return -1
	}
	at := slices.Index(c.r.calendars, hours)
	if at < 0 {
		at = len(c.r.calendars)
		c.r.calendars = append(c.r.calendars, hours)
	}
	return at
}

// addClocks gives each person the clock of their zone, and the instants of their absences.
func (c *compiler) addClocks() {
	zones := []*time.Location{time.UTC}
	for _, h := range c.r.calendars {
		zones = append(zones, h.Location())
	}
	for i, z := range zones {
		c.r.clocks = append(c.r.clocks, clock{zone: z, at: i})
	}
	for i := range c.r.people {
		p := &c.r.people[i]
		p.clock = &c.r.clocks[p.calendar+1]
		for j, a := range p.Absent {
			from, to, ok := dates(a.Dates, p.clock.zone)
			if !ok {
				c.found.Add(diag.Join("/people", p.Name, "absent", fmt.Sprint(j), "dates"), "bad-dates", fmt.Sprintf("%q are no dates", a.Dates),
					"write 2026-08-03, or 2026-08-03..2026-08-21")
			}
			p.absences = append(p.absences, absence{from, to, a.Cover})
		}
	}
}

// dates reads "2026-08-03..2026-08-21", both included, or one date.
func dates(text string, zone *time.Location) (from, to lead.Instant, ok bool) {
	first, last, both := strings.Cut(text, "..")
	if !both {
		last = first
	}
	a, err := time.Parse(time.DateOnly, strings.TrimSpace(first))
	b, err2 := time.Parse(time.DateOnly, strings.TrimSpace(last))
	if err != nil || err2 != nil || b.Before(a) || a.Year() < 1971 {
		return 0, 0, false
	}
	return lead.At(dayStart(a.Year(), a.Month(), a.Day(), zone)), lead.At(dayStart(b.Year(), b.Month(), b.Day()+1, zone)), true
}

func (c *compiler) checkCovers() {
	for i := range c.r.people {
		p := &c.r.people[i]
		for j, a := range p.Absent {
			path := diag.Join("/people", p.Name, "absent", fmt.Sprint(j), "cover")
			at, ok := c.r.personOf[a.Cover]
			switch {
			case a.Cover == "":
				c.found.Warn(path, "no-cover", fmt.Sprintf("nobody looks after the leads of %s during %s", p.Name, a.Dates), "name somebody under cover")
			case !ok:
				c.found.Unknown(path, "person", a.Cover, slices.Collect(maps.Keys(c.r.personOf)))
			case a.Cover == p.Name:
				c.found.Add(path, "own-cover", "nobody covers for themselves", "")
			case !shares(c.r.people[at].Channels, p.Channels):
				c.found.Add(path, "useless-cover", fmt.Sprintf("%s works in none of the channels of %s", a.Cover, p.Name), "name somebody who shares a channel")
			case c.uncovered(p.Name, p.absences[j]):
				c.found.Warn(path, "no-cover", fmt.Sprintf("%s is absent, too, and nobody covers for both", a.Cover), "name somebody who is there")
			}
		}
	}
}

// uncovered reports whether there is an instant of an absence at which whoever covers is absent, too, and so on to the end.
func (c *compiler) uncovered(name string, a absence) bool {
	at := []lead.Instant{a.from}
	for i := range c.r.people {
		for _, b := range c.r.people[i].absences {
			if a.from < b.from && b.from < a.to {
				at = append(at, b.from)
			}
		}
	}
	return slices.ContainsFunc(at, func(t lead.Instant) bool { return c.r.cover(&Desk{}, name, t) == "" })
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// addMembers joins people and channels.
func (c *compiler) addMembers() {
	for i := range c.r.people {
		p := &c.r.people[i]
		path := diag.Join("/people", p.Name, "channels")
		if len(p.Channels) == 0 {
			c.found.Add(path, "missing-channel", p.Name+" works in no channel", "name at least one")
		}
		for _, name := range p.Channels {
			at, ok := c.r.channelOf[name]
			if !ok {
				c.found.Unknown(path, "channel", name, slices.Collect(maps.Keys(c.r.channelOf)))
				continue
			}
			ch := &c.r.channels[at]
			if n := len(ch.members); n > 0 && ch.members[n-1] == i {
				continue // named twice
			}
			p.channels = append(p.channels, seatIn{at, len(ch.members)})
			p.levelled = p.levelled || ch.Strategy.levels()
			ch.members = append(ch.members, i)
		}
	}
	for i := range c.r.channels {
		c.r.fill(&c.r.channels[i])
	}
}

// look finds what is allowed and yet surely not meant.
func (c *compiler) look() {
	for i := range c.r.channels {
		ch := &c.r.channels[i]
		path := diag.Join("/channels", ch.Name)
		if ch.Unattended && strings.TrimSpace(ch.Takes) == "" && i+1 < len(c.r.channels) {
			c.found.Warn(path, "channel-takes-all", "every lead that comes here stays here: the channels after it get none",
				"say what it takes, or put it last")
		}
		c.lookAtValue(ch)
		c.lookAtMix(ch)
		c.survey(ch)
		switch {
		case ch.Unattended && len(ch.members) > 0:
			c.found.Add(diag.Join(path, "unattended"), "attended", ch.names[0]+" works in a channel that is said to be unattended", "take the people or the word away")
		case !ch.Unattended && len(ch.members) == 0:
			c.found.Warn(path, "nobody-there", "nobody works in "+ch.Name+": it takes no lead", "name it as a channel of somebody, or write unattended: true")
		}
		if ch.Charged && len(c.spec.Quality) == 0 {
			c.found.Warn(diag.Join(path, "charged"), "no-price", "its leads are charged, and there is no price", "write the quality levels with their prices")
		}
	}
	c.lookAtTeams()
	for _, n := range c.r.needs {
		if !slices.ContainsFunc(c.r.people, func(p person) bool { return slices.Contains(p.Skills, n.skill) }) {
			c.found.Warn(diag.Join("/needs", n.skill), "nobody-skilled", "nobody has the skill "+n.skill, "leads that need it will wait in the fallback queue")
		}
	}
	for i := range c.r.people {
		p := &c.r.people[i]
		for _, s := range p.Skills {
			if !slices.ContainsFunc(c.r.needs, func(n need) bool { return n.skill == s }) {
				c.found.Warn(diag.Join("/people", p.Name, "skills"), "unused-skill", "no lead ever needs the skill "+s, "name it under needs")
			}
		}
	}
}
