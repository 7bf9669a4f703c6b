package routing

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

func TestRotationStaysWithinOneLead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(1, mostWeight), rapid.SampledFrom([]int64{1, 7, 100, 5000, mostWeight})), 1, 12).Draw(t, "weights")
		r := compiled(t, team(len(weights), Rotation, func(i int, p *Person) { p.Weight = float64(weights[i]) / 100 }))
		var d Desk
		var total int64
		for _, w := range weights {
			total += w
		}
		got := make([]int64, len(weights))
		for n := int64(1); n <= 300; n++ {
			got[r.personOf[r.Route(&d, ask(int(n)), 1).Person]]++
			for i, w := range weights {
				off := got[i]*total - n*w // the deviation in leads, times the total
				require.Less(t, max(off, -off), total, "after %d leads, weight %d of %d has %d", n, w, total, got[i])
			}
		}
	})
}

func TestRotationOverVaryingSetsIsFair(t *testing.T) {
	// Each lead can be taken by some people only. Each person's number of leads follows the sum of their shares.
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "people")
		r := compiled(t, team(n, Rotation, nil))
		random := rapid.Uint64().Draw(t, "seed")
		var d Desk
		due, got := make([]float64, n), make([]float64, n)
		for i := range 500 {
			random = mix(random)
			q, able := ask(i), 0
			for j := range n {
				if random>>j&1 == 0 {
					q.Not = append(q.Not, r.people[j].Name)
				} else {
					able++
				}
			}
			dec := r.Route(&d, q, 1)
			for j := range n {
				if random>>j&1 != 0 {
					due[j] += 1 / float64(able)
				}
				if dec.Person == r.people[j].Name {
					got[j]++
				}
				require.Less(t, math.Abs(got[j]-due[j]), float64(n)/2, "everybody is near what they could have had")
				require.InDelta(t, due[j]-got[j], d.Credit("sales", r.people[j].Name), 1e-6, "and the credit says how near")
			}
		}
	})
}

func TestNoCatchUpFloodAfterALeave(t *testing.T) {
	for _, strategy := range []Strategy{Rotation, LongestWaiting} {
		t.Run(strategy.String(), func(t *testing.T) {
			r := compiled(t, team(4, strategy, func(i int, p *Person) {
				if i == 0 {
					p.Absent = []Absence{{Dates: "2026-03-02..2026-03-20"}}
				}
			}))
			var d Desk
			at, n := instant("2026-03-02 08:00"), 0
			for ; at < instant("2026-03-21 00:00"); at = at.Add(lead.Hour) {
				n++
				require.NotEqual(t, "P00", r.Route(&d, ask(n), at).Person, "who is away gets nothing")
			}
			got := 0
			for i := 1; i <= 40; i++ {
				n++
				at = at.Add(lead.Hour)
				if r.Route(&d, ask(n), at).Person == "P00" {
					got++
				}
				require.InDelta(t, float64(i)/4, got, 1, "who comes back gets a fourth, from the first lead on")
			}
		})
	}
}

func TestRejectedLeadGivesItsTurnBack(t *testing.T) {
	r := compiled(t, team(3, Rotation, func(_ int, p *Person) {
		p.Capacity = []Capacity{{Most: 2, Per: PerDay}, {Most: 2, Per: Rolling, Within: lead.Day}}
	}))
	var d Desk
	first := r.Route(&d, ask(1), 1)
	require.Equal(t, "P00", first.Person)
	before := d.Seat("P00")
	require.True(t, r.Release(&d, "q1", Rejected, 2))
	assert.Equal(t, Seat{Person: "P00", Counts: []Count{{Per: PerDay}}, Times: []lead.Instant{}}, d.Seat("P00"), "as if it had never come: %v", before)
	assert.Zero(t, d.Credit("sales", "P00"))
	assert.Equal(t, "P00", r.Route(&d, ask(2), 3).Person, "so the turn is theirs again")
	assert.Equal(t, "P01", r.Route(&d, Request{ID: "q1 again", Lead: "l1", Channels: []string{"sales"}}, 4).Person, "but not with the lead they rejected")
	for i := 3; i <= 6; i++ {
		r.Route(&d, ask(i), 5)
	}
	assert.Equal(t, []int{2, 2, 2}, []int{d.Seat("P00").Open, d.Seat("P01").Open, d.Seat("P02").Open})
	assert.True(t, r.Route(&d, ask(7), 6).Queue)
}

func TestRejectedLeadNeverComesBack(t *testing.T) {
	r := compiled(t, team(1, Rotation, nil))
	var d Desk
	require.Equal(t, "P00", r.Route(&d, ask(1), 1).Person)
	require.True(t, r.Release(&d, "l1", Rejected, 2))
	dec := r.Route(reread(t, &d), Request{ID: "again", Lead: "l1", Channels: []string{"sales"}}, 3)
	assert.True(t, dec.Queue, "even if nobody else can take it")
	assert.Equal(t, Barred, dec.Reasons)
}

func TestDroppedLeadKeepsItsTurn(t *testing.T) {
	r := compiled(t, team(2, Rotation, nil))
	var d Desk
	require.Equal(t, "P00", r.Route(&d, ask(1), 1).Person)
	again := ask(1)
	again.ID, again.Cause = "q1 again", Reassign
	assert.Equal(t, "P01", r.Route(&d, again, 2).Person)
	assert.Equal(t, Seat{Person: "P00", Last: 1}, d.Seat("P00"), "the load went down")
	again.ID = "q1 a third time"
	dec := r.Route(&d, again, 3)
	assert.True(t, dec.Queue, "both let it drop")
	assert.Equal(t, "waits in the queue unassigned; nobody before: had it before", dec.Why())
}

func TestCapacityOf14PerMonthIsNotRoundedToNobody(t *testing.T) {
	// A well-known system divides a monthly capacity by 30 and rounds: with 14 or fewer, nobody ever gets a lead.
	r := compiled(t, team(1, Rotation, func(_ int, p *Person) { p.Capacity = []Capacity{{Most: 14, Per: PerMonth}} }))
	var d Desk
	got := map[string]int{}
	n := 0
	for at := instant("2026-01-01 00:00"); at < instant("2026-07-01 00:00"); at = at.Add(lead.Day) {
		n++
		if r.Route(&d, ask(n), at).Person != "" {
			got[at.Time().Format("Jan")]++
		}
	}
	assert.Equal(t, map[string]int{"Jan": 14, "Feb": 14, "Mar": 14, "Apr": 14, "May": 14, "Jun": 14}, got)
}

func TestRollingCapacityFreesAtTheInstant(t *testing.T) {
	r := compiled(t, team(1, Rotation, func(_ int, p *Person) { p.Capacity = []Capacity{{Most: 2, Per: Rolling, Within: lead.Hour}} }))
	var d Desk
	at := instant("2026-01-01 00:00")
	hour := lead.Instant(lead.Hour)
	for i, c := range []struct {
		after lead.Instant
		queue bool
	}{{0, false}, {10, false}, {hour - 1, true}, {hour, false}, {hour + 9, true}, {hour + 10, false}, {hour + 11, true}, {2 * hour, false}} {
		said := r.Explain(&d, ask(i), at+c.after, nil)[0].Reasons
		assert.Equal(t, c.queue, said == Full, "explained %d ms later: %s", c.after, said)
		assert.Equal(t, c.queue, r.Route(&d, ask(i), at+c.after).Queue, "%d ms later", c.after)
	}
}

func TestCalendarPeriodsAreThoseOfTheZone(t *testing.T) {
	r := compiled(t, team(1, Rotation, func(_ int, p *Person) { p.Calendar, p.Capacity = "denver", []Capacity{{Most: 1, Per: PerDay}} }))
	var d Desk
	assert.False(t, r.Route(&d, ask(1), instant("2026-01-02 06:59")).Queue, "23:59 in Denver")
	assert.False(t, r.Route(&d, ask(2), instant("2026-01-02 07:00")).Queue, "midnight")
	assert.True(t, r.Route(&d, ask(3), instant("2026-01-03 06:59")).Queue)
}

func TestLeastLoadedByWeight(t *testing.T) {
	r := compiled(t, team(2, LeastLoaded, func(i int, p *Person) { p.Weight = float64(i + 1) }))
	var d Desk
	for i := range 9 {
		r.Route(&d, ask(i), lead.Instant(i+1))
	}
	assert.Equal(t, []int{3, 6}, []int{d.Seat("P00").Open, d.Seat("P01").Open})
}

func TestRendezvousMovesOnlyTheLeaversLeads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Int64Range(1, mostWeight), 2, 10).Draw(t, "weights")
		policy := team(len(weights), Rendezvous, func(i int, p *Person) { p.Weight = float64(weights[i]) / 100 })
		gone := rapid.IntRange(0, len(weights)-1).Draw(t, "gone")
		all := compiled(t, policy)
		name := policy.People[gone].Name
		policy.People = append(append([]Person{}, policy.People[:gone]...), policy.People[gone+1:]...)
		fewer := compiled(t, policy)
		var a, b Desk
		for i := range 100 {
			was, is := all.Route(&a, ask(i), 1).Person, fewer.Route(&b, ask(i), 1).Person
			require.NotEmpty(t, is)
			if was != name {
				require.Equal(t, was, is)
			}
		}
	})
}

func TestRendezvousFollowsTheWeights(t *testing.T) {
	r := compiled(t, team(4, Rendezvous, func(i int, p *Person) { p.Weight = []float64{1, 2, 0.5, 6.5}[i] }))
	got := make([]int, 4)
	const leads = 40_000
	var d Desk
	k := r.rank(&d, r.bind(&d, 1), 0, "")
	for i := range leads {
		got[k.rendezvous(&choice{cohorts: k.ch.all}, hash(fmt.Sprintf("lead %d", i)))]++
	}
	for i, share := range []float64{0.1, 0.2, 0.05, 0.65} {
		assert.InDelta(t, share*leads, got[i], 4*math.Sqrt(leads*share*(1-share)), "within four standard deviations")
	}
}

func TestLogarithm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := rapid.Uint64().Draw(t, "hash")
		exact := 64 - math.Log2(float64(h)+1)
		require.InDelta(t, exact, float64(unlog(h))/(1<<logBits), 1.0/(1<<26))
	})
	assert.Zero(t, unlog(math.MaxUint64))
	assert.Equal(t, uint64(64)<<logBits, unlog(0))
}

func TestPeopleJoinAndLeaveTheRotation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d Desk
		n := 0
		for range rapid.IntRange(1, 5).Draw(t, "policies") {
			staff := rapid.SliceOfNDistinct(rapid.IntRange(0, 9), 1, 6, rapid.ID).Draw(t, "staff")
			policy := team(10, Rotation, nil)
			var chosen []Person
			for _, i := range staff {
				chosen = append(chosen, policy.People[i])
			}
			policy.People = chosen
			r := compiled(t, policy)
			for range rapid.IntRange(1, 20).Draw(t, "leads") {
				n++
				r.Route(&d, ask(n), 1)
			}
			var sum int64
			d.Settle()
			for _, c := range d.Pools[0].Credit {
				sum += c
				require.Less(t, max(c, -c), 3*Turn)
			}
			require.Zero(t, sum)
			require.Equal(t, r.Members("sales"), d.Pools[0].People)
		}
	})
}

func TestRanksAreThePlainDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.SampledFrom([]int64{1, 2, 3, 50, mostWeight}), 1, 70).Draw(t, "weights")
		strategy := rapid.SampledFrom([]Strategy{Rotation, Rotation, LeastLoaded, LongestWaiting, Rendezvous, LeastValue, BestValue}).Draw(t, "strategy")
		r := compiled(t, team(len(weights), strategy, func(i int, p *Person) { p.Weight, p.Name = float64(weights[i])/100, fmt.Sprintf("P%03d", i) }))
		var d Desk
		for i := range 40 {
			q := ask(i)
			q.Potential.Minor = rapid.Int64Range(0, 5).Draw(t, "potential")
			for m := range weights {
				if rapid.IntRange(0, 3).Draw(t, "out") == 0 {
					q.Not = append(q.Not, r.channels[0].names[m])
				}
			}
			want := plainly(r, &d, q, 1)
			require.Equal(t, want.person, r.Route(&d, q, lead.Instant(i+1)).Person)
			if want.credit != nil {
				require.Equal(t, want.credit, plainCredit(&d, &r.channels[0], ""))
			}
			if len(d.Taken) > 5 && rapid.Bool().Draw(t, "release") {
				r.Release(&d, d.Taken[rapid.IntRange(0, len(d.Taken)-1).Draw(t, "which")].Lead, oneOf(t, "end", Finished, Rejected), lead.Instant(i+1))
			}
		}
	})
}

func TestWhatIsGivenToAPartDoesNotRunOver(t *testing.T) {
	r := compiled(t, team(3, Rotation, nil))
	var d Desk
	for i := range 20 {
		for _, k := range d.Pools {
			for p := range k.live.parts {
				k.live.give(&k.live.parts[p], mostGiven-Turn)
				k.live.give(&k.live.parts[p], -(mostGiven - Turn))
			}
		}
		require.Equal(t, fmt.Sprintf("P%02d", i%3), r.Route(&d, ask(i), 1).Person)
	}
	assert.InDelta(t, 2.0/3, d.Credit("sales", "P02"), 1e-9)
}

func TestRoutingDoesNotAllocate(t *testing.T) {
	for _, strategy := range []Strategy{Rotation, LeastLoaded, LongestWaiting, Rendezvous, LeastValue, BestValue} {
		r := compiled(t, force(100, strategy, true, true))
		ids := make([]string, 4*MostFinished)
		for i := range ids {
			ids[i] = fmt.Sprint(i)
		}
		var d Desk
		q := Request{Channels: []string{"sales"}, Country: "FR", Language: "fr"}
		at, i := instant("2026-01-01 00:00"), 0
		step := func() {
			q.ID, q.Lead = ids[i%len(ids)], ids[i%len(ids)]
			if r.Route(&d, q, at).Person == "" {
				t.Fatal("nobody takes it")
			}
			r.Release(&d, q.Lead, Finished, at)
			at, i = at.Add(lead.Minute), i+1
		}
		for range 5 * len(ids) {
			step()
		}
		assert.Zero(t, testing.AllocsPerRun(1000, step), strategy)
	}
}

func TestPassingOverAChannelDoesNotAllocate(t *testing.T) {
	p := force(100, Rotation, true, false)
	p.Channels = append([]Channel{{Name: "closed", Hours: IgnoreHours}}, p.Channels...)
	for i := range p.People {
		p.People[i].Channels = append(p.People[i].Channels, "closed")
	}
	r := compiled(t, p)
	var d Desk
	x := r.bind(&d, 1)
	q := Request{Channels: []string{"closed", "sales"}, Country: "AT"}
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		x.passed = append(x.passed[:0], 0, 1)
		if r.refused(&d, x, &q, 1) != Outside {
			t.Fatal("everybody is elsewhere")
		}
	}))
}
