package routing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// odds are compiled [Odds].
type odds struct {
	when   *lead.Condition
	chance Share
}

// unknownChance stands where nothing is said of a member: then the channel's odds count.
const unknownChance Share = -1

// chance gives how likely a lead is won in a channel.
func (ch *channel) chance(f *lead.Facts) Share {
	for _, o := range ch.odds {
		if o.when.True(f) {
			return o.chance
		}
	}
	return 0
}

// expected gives what a lead is worth in a channel, in minor units: probability × potential × margin − cost of handling. The product is rounded once, halves up.
func (ch *channel) expected(potential lead.Money, chance Share) int64 {
	margin := cmp.Or(ch.Margin, Whole)
	return scale(potential.Minor, uint64(chance)*uint64(margin), uint64(Whole)*uint64(Whole), uint64(Whole)*uint64(Whole)/2) - ch.Cost.Minor
}

// weigh notes the chances of a lead in its channels, and with [ExpectedValue] puts those first in which it is worth most; of equals the first in the contract's order.
func (r *Router) weigh(q *Request, f *lead.Facts) {
	if !r.valued {
		return
	}
	list := make([]weighed, len(q.Channels))
	for i, name := range q.Channels {
		ch := &r.channels[r.channelOf[name]]
		chance := ch.chance(f)
		list[i] = weighed{name, chance, ch.expected(q.Potential, chance)}
	}
	if r.by == ExpectedValue {
		slices.SortStableFunc(list, func(a, b weighed) int { return cmp.Compare(b.worth, a.worth) })
	}
	for i, w := range list {
		q.Channels[i] = w.channel
		q.Chances = append(q.Chances, w.chance)
	}
}

type weighed struct {
	channel string
	chance  Share
	worth   int64
}

// chanceOf gives how likely a member wins a lead.
func (ch *channel) chanceOf(q *Request, member int) Share {
	if list := ch.closing(q.Type); list != nil && list[member] != unknownChance {
		return list[member]
	}
	return q.chance(ch.Name)
}

// closing gives the chances of the members for a type of lead, nil if none is given.
func (ch *channel) closing(typ string) []Share {
	if list := ch.closings[typ]; list != nil {
		return list
	}
	return ch.closings[AnyType]
}

// chance gives the chance in a channel.
func (q *Request) chance(channel string) Share {
	if i := slices.Index(q.Channels, channel); i >= 0 && i < len(q.Chances) {
		return max(0, min(Whole, q.Chances[i]))
	}
	return 0
}

// Expected gives what a lead is worth to whoever would handle it: probability × potential × margin − cost of handling. The person is empty for the channel itself; an
// unknown channel gives zero.
func (r *Router) Expected(q Request, channel, person string) lead.Money {
	c, ok := r.channelOf[channel]
	if !ok {
		return lead.Money{}
	}
	m := -1
	if p, ok := r.personOf[person]; ok {
		m = r.channels[c].member(p)
	}
	return lead.Money{Minor: r.worth(c, m, &q), Currency: r.currency}
}

// worth gives what a lead is worth with a member of a channel, or with -1 in the channel itself, in minor units.
func (r *Router) worth(c, member int, q *Request) int64 {
	ch := &r.channels[c]
	if member < 0 {
		return ch.expected(q.Potential, q.chance(ch.Name))
	}
	return ch.expected(q.Potential, ch.chanceOf(q, member))
}

// bestValue takes who wins such leads most often.
func (k *ranks) bestValue(c *choice, q *Request) int {
	best, most := -1, Share(-1)
	list, usual := k.ch.closing(q.Type), q.chance(k.ch.Name)
	k.each(c, func(m int) {
		chance := usual
		if list != nil && list[m] != unknownChance {
			chance = list[m]
		}
		if chance > most || chance == most && k.lighter(m, best) {
			best, most = m, chance
		}
	})
	return best
}

// mostLoad bounds what a lead counts as in [LeastValue], so that sums do not run over.
const mostLoad = int64(1) << 46

func loadOf(potential lead.Money) int64 { return max(0, min(mostLoad, potential.Minor)) }

// leastValue takes whose open leads would be worth the least for their weight.
func (k *ranks) leastValue(c *choice, worth int64) int {
	best := -1
	k.first(c, func(m int) {
		if best < 0 || k.poorer(m, best, worth) {
			best = m
		}
	})
	return best
}

func (k *ranks) poorer(a, b int, worth int64) bool {
	if x := k.held(a); x != k.held(b) {
		return !x
	}
	if d := fraction(k.value(a)+worth, k.ch.weights[a], k.value(b)+worth, k.ch.weights[b]); d != 0 {
		return d < 0
	}
	return k.longer(a, b)
}

// value gives what a member's open leads are worth.
func (k *ranks) value(m int) int64 { return k.x.value[k.ch.members[m]] }

// addOdds compiles what leads are worth in a channel.
func (c *compiler) addOdds(path string, ch *channel) {
	for i, o := range ch.Wins {
		at := diag.Join(path, "wins", o.Name)
		c.name(at, o.Name, slices.ContainsFunc(ch.Wins[:i], func(p Odds) bool { return p.Name == o.Name }))
		c.chance(at, o.Chance)
		if strings.TrimSpace(o.When) == "" && i+1 < len(ch.Wins) {
			c.found.Warn(at, "odds-take-all", "these odds are those of every lead: the ones after them are never read", "say when, or put them last")
		}
		ch.odds = append(ch.odds, odds{c.schema.LeadCondition(&c.found, diag.Join(at, "when"), o.When), o.Chance})
	}
	c.share(diag.Join(path, "margin"), ch.Margin, Whole)
	c.r.valued = c.r.valued || len(ch.odds) > 0 || c.spec.Choose == ExpectedValue
}

func (c *compiler) chance(path string, s Share) {
	if s < 0 || s > Whole {
		c.found.Add(path, "bad-share", fmt.Sprintf("%s is no chance", s), "write one from 0% to 100%")
	}
}

// addClosings checks how likely a person wins.
func (c *compiler) addClosings(path string, p Person) {
	types := append(c.schema.Types(), AnyType)
	for i, w := range p.Wins {
		at := diag.Join(path, "wins", w.Type)
		c.chance(at, w.Chance)
		switch {
		case !slices.Contains(types, w.Type):
			c.found.Unknown(at, "type of lead", w.Type, types)
		case slices.ContainsFunc(p.Wins[:i], func(o Closing) bool { return o.Type == w.Type }):
			c.name(at, w.Type, true)
		}
	}
}

// closeLeads works out the members' chances by type of lead: of a type that a member does not name, those of "any".
func (r *Router) closeLeads(ch *channel) {
	ch.closings = map[string][]Share{}
	for _, i := range ch.members {
		for _, w := range r.people[i].Wins {
			ch.closings[w.Type] = nil
		}
	}
	for typ := range ch.closings {
		list := make([]Share, len(ch.members))
		for m, i := range ch.members {
			list[m] = r.people[i].closes(typ)
		}
		ch.closings[typ] = list
	}
}

func (p *person) closes(typ string) Share {
	chance := unknownChance
	for _, w := range p.Wins {
		if w.Type == typ {
			return w.Chance
		}
		if w.Type == AnyType {
			chance = w.Chance
		}
	}
	return chance
}

// lookAtValue finds what a choice by value cannot be made with.
func (c *compiler) lookAtValue(ch *channel) {
	path := diag.Join("/channels", ch.Name)
	if c.spec.Choose == ExpectedValue && len(ch.odds) == 0 {
		c.found.Warn(path, "no-odds", "a lead here is worth its cost alone, for it is never won", "write under wins how likely it is")
	}
	if ch.Strategy == BestValue && len(ch.closings) == 0 {
		c.found.Warn(diag.Join(path, "strategy"), "alike", "nobody here is said to win more often than the others", "write under wins how likely each of them does")
	}
}
