package routing

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// quota draws quotas that compile.
func quotasOf(t *rapid.T) (list []Quota) {
	for _, person := range []string{"", "P00", "P01"} {
		for _, band := range []string{"", "hot", "warm"} {
			q := Quota{Person: person, Band: band, AtLeast: max(0, rapid.IntRange(-6, 3).Draw(t, "least"))}
			if rapid.IntRange(0, 3).Draw(t, "bounded") == 0 {
				q.AtMost = max(1, q.AtLeast) + rapid.IntRange(0, 2).Draw(t, "more")
			}
			if q.AtLeast+q.AtMost > 0 {
				list = append(list, q)
			}
		}
	}
	return list
}

func batchRequests(t *rapid.T, n int) (list []Request) {
	for i := range n {
		q := requests(t, i)
		q.Lead = fmt.Sprintf("l%d", i)
		q.Owner = oneOf(t, "owner", "", "", "", "", "P00")
		q.Temperature = oneOf(t, "temperature", "", "hot", "warm", "cold")
		q.Potential = eur(rapid.Int64Range(0, 40).Draw(t, "potential") * 1000)
		q.Chances = []Share{250_000, 500_000, 0}[:len(q.Channels)]
		list = append(list, q)
	}
	return list
}

func TestBatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := policies(t)
		p.People = append(p.People, people(t, "P90", 1), people(t, "P91", 1)) // so that P00 and P01 of the quotas are not all
		p.Quotas, p.Choose = quotasOf(t), oneOf(t, "choose", FirstMatch, ExpectedValue)
		if len(p.People) < 4 {
			p.Quotas = nil
		}
		r := compilable(t, p)
		var d, turned Desk
		at := instant("2026-03-02 10:00")
		for i := range rapid.IntRange(0, 4).Draw(t, "before") {
			for _, d := range []*Desk{&d, &turned} {
				r.Route(d, Request{ID: fmt.Sprintf("b%d", i), Lead: fmt.Sprintf("l%d", i*3), Channels: []string{"field", "inside"}}, at)
			}
		}
		list := batchRequests(t, rapid.IntRange(0, 25).Draw(t, "leads"))
		before := d.Clone()
		out, err := r.Batch(&d, list, at)
		require.NoError(t, err)
		require.Len(t, out.Decisions, len(list), "no lead is lost")
		require.Zero(t, out.Gap.Minor, "nothing is better")
		judgeBatch(t, r, &before, &d, list, out, at)

		again, err := r.Batch(&d, list, at)
		require.NoError(t, err)
		for i, dec := range out.Decisions {
			if !dec.Queue {
				require.Equal(t, dec, again.Decisions[i], "asked again, nothing changes but for those who wait")
			}
		}

		other, err := r.Batch(&turned, rapid.Permutation(list).Draw(t, "order"), at)
		require.NoError(t, err)
		require.Equal(t, out, other, "whatever the order")
		_, err = r.Batch(&turned, list, at)
		require.NoError(t, err)
		require.Equal(t, text(t, &d), text(t, &turned))
	})
}

func TestBatchOfSeveralRoundsKnowsWhatItMayLose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := team(4, Rotation, func(i int, p *Person) {
			p.Capacity = []Capacity{{Most: rapid.IntRange(1, 8).Draw(t, "room")}}
			p.Channels = oneOf(t, "channels", []string{"sales"}, []string{"sales", "cheap"}, []string{"cheap"})
		})
		p.Choose, p.Channels[0].Cost = ExpectedValue, eur(500)
		p.Channels = append(p.Channels, Channel{Name: "cheap", Cost: eur(50)})
		r := compiled(t, p)
		var list []Request
		for i := range rapid.IntRange(0, 40).Draw(t, "leads") {
			q := ask(i)
			q.Channels, q.Potential = oneOf(t, "takes", []string{"sales"}, []string{"cheap"}, []string{"sales", "cheap"}), eur(rapid.Int64Range(0, 3_000).Draw(t, "potential"))
			q.Chances = []Share{800_000, 300_000}[:len(q.Channels)]
			list = append(list, q)
		}
		var d, dealt Desk
		best, err := r.Batch(&d, list, 5)
		require.NoError(t, err)
		parts, err := r.batch(&dealt, list, 5, 7*rapid.IntRange(1, 20).Draw(t, "cells"))
		require.NoError(t, err)
		require.Len(t, parts.Decisions, len(list))
		for _, s := range dealt.Seats {
			require.LessOrEqual(t, s.Open, r.people[r.personOf[s.Person]].Capacity[0].Most)
		}
		lost := worthOf(r, list, best) - worthOf(r, list, parts)
		require.GreaterOrEqual(t, lost, int64(0))
		require.LessOrEqual(t, lost, parts.Gap.Minor)
	})
}

// worthOf sums up what a batch brings, and what those who wait would lose.
func worthOf(r *Router, list []Request, out Batch) (sum int64) {
	byID := map[string]Decision{}
	for _, dec := range out.Decisions {
		byID[dec.Request] = dec
	}
	for i := range list {
		q := &list[i]
		if c, ok := r.channelOf[byID[q.ID].Channel]; ok {
			sum += r.worth(c, 0, q)
			continue
		}
		sum += lossOf(r, q)
	}
	return sum
}

// lossOf gives what a lead would lose with the worst of those who can take it, each in the channel where they lose least.
func lossOf(r *Router, q *Request) (low int64) {
	best := map[int]int64{}
	for _, name := range q.Channels {
		c := r.channelOf[name]
		for _, p := range r.channels[c].members {
			if old, ok := best[p]; !ok || r.worth(c, 0, q) > old {
				best[p] = r.worth(c, 0, q)
			}
		}
	}
	for _, v := range best {
		low = min(low, v)
	}
	return low
}

// judgeBatch holds a batch against the plain definition of who can take what, and against the bounds.
func judgeBatch(t *rapid.T, r *Router, before, after *Desk, list []Request, out Batch, at lead.Instant) {
	asked := map[string]*Request{}
	for i := range list {
		asked[list[i].ID] = &list[i]
	}
	got := map[string]map[string]int{}
	for _, dec := range out.Decisions {
		q := asked[dec.Request]
		require.NotNil(t, q)
		if dec.Person == "" {
			require.True(t, dec.Queue && dec.Reasons != 0 || dec.Channel == "shop")
			continue
		}
		open := before.Clone()
		for i := range open.Taken { // what the batch takes the lead from
			if open.Taken[i].Lead == q.Lead && open.Taken[i].Closed == 0 {
				r.Release(&open, q.Lead, q.leaves(), at)
			}
		}
		why := r.reasons(&open, r.personOf[dec.Person], q, at)
		if dec.By == ByOpportunity {
			why &= Absent | Barred
		}
		require.Zero(t, why&^Full, "%s can take it: %s", dec.Person, why)
		if got[dec.Person] == nil {
			got[dec.Person] = map[string]int{}
		}
		got[dec.Person][""]++
		got[dec.Person][q.Temperature+" "]++
	}
	for name, n := range got {
		p := &r.people[r.personOf[name]]
		for _, c := range p.Capacity {
			seat := after.Seat(name)
			used, _ := p.used(c, &seat, at, nil)
			require.LessOrEqual(t, used, c.Most)
		}
		for _, band := range []string{"", "hot", "warm"} {
			key := band
			if band != "" {
				key += " "
			}
			if q := r.quotas.of(name, band); q.AtMost > 0 {
				require.LessOrEqual(t, n[key], q.AtMost)
			}
		}
	}
	for _, s := range out.Short {
		require.Less(t, s.Got, s.AtLeast)
	}
}

func TestBatchOfOneIsWhatRouteDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := compilable(t, policies(t))
		q := requests(t, 1)
		q.Channels = q.Channels[:min(1, len(q.Channels))]
		var one, other Desk
		at := instant("2026-03-02 10:00")
		can := r.Explain(&one, q, at, nil)
		dec := r.Route(&one, q, at)
		out, err := r.Batch(&other, []Request{q}, at)
		require.NoError(t, err)
		require.Len(t, out.Decisions, 1)
		got := out.Decisions[0]
		require.Equal(t, []any{dec.Queue, dec.Channel, dec.Reasons}, []any{got.Queue, got.Channel, got.Reasons}, "who can take it is the same")
		if dec.By != ByStrategy {
			require.Equal(t, dec, got)
			return
		}
		require.Contains(t, can, Refusal{Channel: got.Channel, Person: got.Person}, "and who is asked first")
	})
}

func TestBatchKnowsWhyAMinimumIsMissed(t *testing.T) {
	p := team(3, Rotation, func(i int, p *Person) { p.Capacity = []Capacity{{Most: 3}} })
	p.Quotas = []Quota{{Person: "P00", AtLeast: 5}, {Person: "P01", Band: "hot", AtLeast: 2}, {Person: "P02", Band: "warm", AtLeast: 2}, {Person: "P01", Band: "warm", AtLeast: 1}}
	r := compiled(t, p)
	list := []Request{ask(0), ask(1), ask(2), ask(3), ask(4), ask(5)}
	list[0].Temperature, list[1].Temperature, list[2].Temperature = "hot", "warm", "warm"
	var d Desk
	out, err := r.Batch(&d, list, 1)
	require.NoError(t, err)
	assert.Equal(t, []Shortage{{"P00", "", 5, 3, NoRoom}, {"P01", "hot", 2, 1, FewLeads}, {"P02", "warm", 2, 1, Contested}}, out.Short)
	assert.Equal(t, `{"person":"P02","band":"warm","at_least":2,"got":1,"why":"others need them"}`, text(t, out.Short[2]))
}

func TestBatchKeepsAMinimumByValueClass(t *testing.T) {
	p := team(2, Rotation, nil)
	p.Classes = []Class{{"small", eur(10_000)}, {"large", lead.Money{}}}
	p.Quotas = []Quota{{Band: "large", AtLeast: 1, AtMost: 1}}
	r := compiled(t, p)
	list := []Request{ask(0), ask(1), ask(2), ask(3), ask(4)}
	for i := range list {
		list[i].Potential = eur([]int64{20_000, 30_000, 40_000, 500, 600}[i])
	}
	var d Desk
	out, err := r.Batch(&d, list, 1)
	require.NoError(t, err)
	large, waits := map[string]int{}, 0
	for _, dec := range out.Decisions {
		if i := slices.IndexFunc(list, func(q Request) bool { return q.Lead == dec.Lead }); i < 3 {
			large[dec.Person]++
		}
		if dec.Person == "" {
			waits++
			assert.NotZero(t, dec.Reasons&OverQuota)
		}
	}
	assert.Equal(t, map[string]int{"P00": 1, "P01": 1, "": 1}, large)
	assert.Equal(t, 1, waits, "and everybody else is placed")
	assert.Empty(t, out.Short)
}

func TestBatchIsWorthMoreThanOneByOne(t *testing.T) {
	sure := []Odds{{Name: "always", Chance: Whole}}
	p := Policy{Choose: ExpectedValue, Channels: []Channel{{Name: "field", Cost: eur(100), Wins: sure}, {Name: "inside", Cost: eur(5_000), Wins: sure}}, People: []Person{
		{Name: "Anna", Channels: []string{"field", "inside"}, Capacity: []Capacity{{Most: 1}}}, {Name: "Ben", Channels: []string{"inside"}, Capacity: []Capacity{{Most: 1}}}}}
	r := compiled(t, p)
	both, all := []string{"field", "inside"}, []Share{Whole, Whole}
	list := []Request{{ID: "a", Lead: "a", Channels: both, Chances: all, Potential: eur(10_000)}, {ID: "b", Lead: "b", Channels: both[1:], Chances: all, Potential: eur(90_000)}, {ID: "c", Lead: "c", Channels: both, Chances: all, Potential: eur(20_000)}}
	var d Desk
	out, err := r.Batch(&d, list, 5)
	require.NoError(t, err)
	assert.Equal(t, eur(19_900+85_000), out.Value)
	assert.Equal(t, []string{"", "Ben", "Anna"}, []string{out.Decisions[0].Person, out.Decisions[1].Person, out.Decisions[2].Person})
	assert.Equal(t, "waits in the queue unassigned; nobody before: at capacity", out.Decisions[0].Why())
	assert.Equal(t, "was given it in a batch", out.Decisions[1].Why())
}

func TestBatchOfOneLeadAskedTwice(t *testing.T) {
	r := compiled(t, team(2, Rotation, nil))
	var d Desk
	out, err := r.Batch(&d, []Request{{ID: "x", Lead: "l", At: 1, Channels: []string{"sales"}}, {ID: "y", Lead: "l", At: 2, Channels: []string{"sales"}}}, 5)
	require.NoError(t, err)
	require.Len(t, out.Decisions, 1)
	assert.Equal(t, "y", out.Decisions[0].Request, "the later request")
}

func TestALeadThatWaitsIsInTheNextBatch(t *testing.T) {
	r := compiled(t, team(1, Rotation, func(_ int, p *Person) { p.Capacity = []Capacity{{Most: 1, Per: PerDay}} }))
	var d Desk
	monday := instant("2026-03-02 08:00")
	list := []Request{ask(1), ask(2)}
	first, err := r.Batch(&d, list, monday)
	require.NoError(t, err)
	require.Len(t, d.Waiting(), 1)
	next, err := r.Batch(&d, list, monday.Add(lead.Day))
	require.NoError(t, err)
	for i := range list {
		if !first.Decisions[i].Queue {
			assert.Equal(t, first.Decisions[i], next.Decisions[i], "who was taken stays")
		}
		assert.Equal(t, "P00", next.Decisions[i].Person)
	}
	assert.Empty(t, d.Waiting())
	assert.Equal(t, 2, d.Seat("P00").Open)
}

func TestBatchTooLarge(t *testing.T) {
	r := compiled(t, team(mostNodes/2, Rotation, nil))
	var d Desk
	_, err := r.Batch(&d, []Request{ask(1)}, 5)
	assert.ErrorIs(t, err, ErrBatch)
	assert.Equal(t, "{}", text(t, &d), "nothing has changed")
}
