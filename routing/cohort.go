package routing

import (
	"fmt"
	"slices"
)

// cohort is the members of a channel who can take the same leads and have the same weight. Who of them gets one depends on what they have, no more on the lead.
// What is worked out once for a cohort does not have to be worked out for each of them.
type cohort struct {
	members []int // ascending
	weight  int64
}

// fill sorts the members of a channel into cohorts, and works out what each can take.
func (r *Router) fill(ch *channel) {
	of := map[string]int{}
	for m, i := range ch.members {
		p := &r.people[i]
		ch.names, ch.weights, ch.hashes = append(ch.names, p.Name), append(ch.weights, p.weight), append(ch.hashes, hash(p.Name))
		key := p.kind()
		at, ok := of[key]
		if !ok {
			at = len(ch.cohorts)
			of[key] = at
			ch.cohorts = append(ch.cohorts, cohort{weight: p.weight})
		}
		ch.cohorts[at].members = append(ch.cohorts[at].members, m)
		ch.cohortOf = append(ch.cohortOf, at)
	}
	r.closeLeads(ch)
	n := len(ch.cohorts)
	ch.places, ch.any, ch.all = newPlaces(n), newGroup(n), newGroup(n)
	for at, c := range ch.cohorts {
		p := &r.people[ch.members[c.members[0]]]
		for _, o := range p.plots {
			ch.places.add(at, n, o)
		}
		put(ch.skilled, p.Skills, at, n)
		put(ch.speak, p.tongues, at, n)
		if len(p.tongues) == 0 {
			ch.any.set(at)
		}
		ch.all.set(at)
	}
}

// kind tells people apart who can take different leads, or have different weights.
func (p *person) kind() string {
	var plots []string
	for _, o := range p.plots {
		plots = append(plots, fmt.Sprintf("%d %q %q %q %q %p", o.kind, o.country, o.from, o.to, o.name, o.shape))
	}
	sets := [][]string{plots, slices.Clone(p.Skills), slices.Clone(p.tongues)}
	for i := range sets {
		slices.Sort(sets[i])
		sets[i] = slices.Compact(sets[i])
	}
	return fmt.Sprintf("%d %q", p.weight, sets)
}

func put(sets map[string]group, keys []string, member, size int) {
	for _, k := range keys {
		if sets[k] == nil {
			sets[k] = newGroup(size)
		}
		sets[k].set(member)
	}
}

// languages gives the languages of tags.
func languages(tags []string) (list []string) {
	for _, t := range tags {
		list = append(list, language(t))
	}
	return list
}

// teamOf gives a member's team.
func (ch *channel) teamOf(p *person) string {
	if p.Team != "" {
		return p.Team
	}
	return ch.Team
}

// member gives a person's place among the members, or -1.
func (ch *channel) member(person int) int {
	if at, ok := slices.BinarySearch(ch.members, person); ok {
		return at
	}
	return -1
}
