package routing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Router is a compiled policy. It is immutable and goroutine-safe; what changes is on a [Desk].
type Router struct {
	channels  []channel
	channelOf map[string]int
	people    []person // sorted by name
	personOf  map[string]int
	needs     []need
	fallback  string
	keepOwner bool
	hold      bool            // what fits several accounts
	public    map[string]bool // domains
	by        Choose          // of the channel
	valued    bool            // chances are known
	classes   []Class
	currency  string
	calendars []*calendar.Hours // those that people have
	clocks    []clock
	pricing   pricing
	resale    resale
	quotas    quotas
	warnings  diag.List
}

// channel is a compiled channel. Sets are over its cohorts.
type channel struct {
	Channel
	takes    *lead.Condition
	members  []int // people, ascending
	names    []string
	weights  []int64
	hashes   []uint64
	cohorts  []cohort
	cohortOf []int // by member
	places   places
	all      group
	any      group            // speak every language
	speak    map[string]group // beside those
	skilled  map[string]group
	odds     []odds
	closings map[string][]Share // by type of lead: the members' chances
}

// person is a compiled person.
type person struct {
	Person
	weight   int64
	calendar int    // -1: always at work
	clock    *clock // in the router's clocks
	absences []absence
	times    int // instants to remember
	channels []seatIn
	plots    []*plot
	tongues  []string // the languages
	levelled bool     // works in a channel whose strategy goes by what people have
}

// seatIn is a person's place among the members of a channel.
type seatIn struct{ channel, at int }

type absence struct {
	from, to lead.Instant
	cover    string
}

type need struct {
	skill string
	when  *lead.Condition
}

// Warnings gives the findings that did not keep the policy from compiling.
func (r *Router) Warnings() diag.List { return slices.Clone(r.warnings) }

// Channel gives a channel of the policy.
func (r *Router) Channel(name string) (Channel, bool) {
	i, ok := r.channelOf[name]
	if !ok {
		return Channel{}, false
	}
	return r.channels[i].Channel, true
}

// People lists everybody whom the policy names, as the other rooms have to know them: by name, with their absences by beginning.
func (r *Router) People() []lead.Member {
	list := make([]lead.Member, len(r.people))
	for i := range r.people {
		p := &r.people[i]
		list[i] = lead.Member{Name: p.Name, Team: p.Team, Calendar: p.Calendar}
		for _, a := range p.absences {
			list[i].Away = append(list[i].Away, lead.Away{From: a.from, To: a.to, Cover: a.cover})
		}
		slices.SortFunc(list[i].Away, func(a, b lead.Away) int { return cmp.Compare(a.From, b.From) })
	}
	return list
}

// Members lists who works in a channel, sorted.
func (r *Router) Members(channel string) []string {
	i, ok := r.channelOf[channel]
	if !ok {
		return nil
	}
	return slices.Clone(r.channels[i].names)
}

// cover gives who stands in for a person at an instant: the person, unless absent; else their cover, or the cover's if that is absent too. Empty: nobody.
func (r *Router) cover(d *Desk, name string, at lead.Instant) string {
	for range len(r.people) + 1 {
		p, ok := r.personOf[name]
		if !ok {
			return ""
		}
		away, cover, _ := r.away(d, p, at)
		if !away {
			return name
		}
		name = cover
	}
	return ""
}

// away reports whether a person is absent, who covers, and when this may change; Forever if never.
func (r *Router) away(d *Desk, at int, now lead.Instant) (is bool, cover string, until lead.Instant) {
	p := &r.people[at]
	until = lead.Forever
	see := func(from, to lead.Instant, by string) {
		switch {
		case now < from:
			until = min(until, from)
		case now < to:
			is, until = true, min(until, to)
			if by != "" {
				cover = by
			}
		}
	}
	for _, a := range p.absences {
		see(a.from, a.to, a.cover)
	}
	if len(d.Leaves) > 0 {
		for _, l := range d.leavesOf(p.Name) {
			see(l.From, l.To, l.Cover)
		}
	}
	return is, cover, until
}

func (d *Desk) leavesOf(name string) []Leave {
	from, _ := slices.BinarySearchFunc(d.Leaves, name, func(l Leave, name string) int { return strings.Compare(l.Person, name) })
	to := from
	for to < len(d.Leaves) && d.Leaves[to].Person == name {
		to++
	}
	return d.Leaves[from:to]
}

// full reports whether a capacity of a person is used up, and when time alone changes this; Forever if never.
func (p *person) full(s *Seat, now lead.Instant, known periods) (is bool, until lead.Instant) {
	until = lead.Forever
	for _, c := range p.Capacity {
		used, then := p.used(c, s, now, known)
		if used >= c.Most {
			// Full until the last of the full ones is not.
			if !is {
				until = then
			}
			is, until = true, max(until, then)
		}
	}
	return is, until
}

// used gives how much of a capacity is used, and when that becomes less by itself: so that there is room again.
func (p *person) used(c Capacity, s *Seat, now lead.Instant, known periods) (int, lead.Instant) {
	switch c.Per {
	case AtOnce:
		return s.Open, lead.Forever
	case Rolling:
		since := now.Add(-c.Within)
		at, _ := slices.BinarySearch(s.Times, since+1)
		n := len(s.Times) - at
		if n < c.Most {
			return n, lead.Forever
		}
		return n, s.Times[len(s.Times)-c.Most].Add(c.Within)
	}
	for i := range s.Counts {
		if k := &s.Counts[i]; k.Per == c.Per {
			index, end := known.of(p.clock, c.Per, now)
			if k.Index >= index {
				return k.N, end
			}
		}
	}
	return 0, lead.Forever
}
