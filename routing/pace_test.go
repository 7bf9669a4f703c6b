package routing

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// comeBack is a desk at which P00 was away while the others got leads, up to the instant of the return: an absence of the policy, or a leave told to the desk.
func comeBack(t require.TestingT, r *Router, told bool, leads int, worth func() int64) (*Desk, lead.Instant) {
	d, at := &Desk{}, instant("2026-03-02 08:00")
	if told {
		require.True(t, r.Leave(d, Leave{Person: "P00", From: at, To: at.Add(lead.Day)}, at))
	}
	for i := range leads {
		q := ask(i)
		q.Potential = eur(worth())
		require.NotEqual(t, "P00", r.Route(d, q, at+lead.Instant(i)).Person)
	}
	if told {
		return d, at.Add(lead.Day)
	}
	return d, instant("2026-03-21 08:00")
}

// Of any leads in a row, until they have as much as the others, who comes back gets fewer than one and a half times their share, and two.
func TestWhoComesBackIsNotFlooded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.SampledFrom([]float64{0.5, 1, 1, 2}), 2, 6).Draw(t, "weights")
		told := rapid.Bool().Draw(t, "told")
		strategy := oneOf(t, "strategy", LeastLoaded, LeastValue)
		r := compiled(t, team(len(weights), strategy, func(i int, p *Person) {
			if p.Weight = weights[i]; i == 0 && !told {
				p.Absent = []Absence{{Dates: "2026-03-02..2026-03-20"}}
			}
		}))
		random := rapid.Uint64().Draw(t, "seed")
		worth := func() int64 { random = mix(random); return int64(random%100) + 1 }
		before := rapid.IntRange(0, 60).Draw(t, "before")
		d, at := comeBack(t, r, told, before, worth)
		var over, least float64 // what they got beyond one and a half times their share, and the least that was
		for i := range 150 {
			q := ask(before + i)
			q.Potential = eur(worth())
			total := weights[0]
			for m, name := range r.Members("sales")[1:] {
				if random>>(20+m)&3 == 0 && total+weights[m+1] > weights[0] && m+2 < len(weights) {
					q.Not = append(q.Not, name)
				} else {
					total += weights[m+1]
				}
			}
			at += lead.Instant(lead.Hour)
			got := r.Route(d, q, at).Person
			if d.Seat("P00").Pace == 0 {
				return
			}
			over -= catchUp * weights[0] / total / catchUpOver
			least = min(least, over)
			if got == "P00" {
				over++
			}
			require.Less(t, over-least, 2.0, "after %d leads", i+1)
			if random>>40&1 == 0 {
				r.Release(d, d.Taken[int(random>>8%uint64(len(d.Taken)))].Lead, Finished, at)
			}
			if i%10 == 0 {
				d = reread(t, d)
			}
		}
	})
}

func TestWhoComesBackCatchesUp(t *testing.T) {
	for _, strategy := range []Strategy{LeastLoaded, LeastValue, BestValue} {
		for _, told := range []bool{false, true} {
			r := compiled(t, team(4, strategy, func(i int, p *Person) {
				if i == 0 && !told {
					p.Absent = []Absence{{Dates: "2026-03-02..2026-03-20"}}
				}
			}))
			d, at := comeBack(t, r, told, 30, func() int64 { return 100 })
			var when []int
			for i := range 80 {
				q := ask(100 + i)
				q.Potential = eur(100)
				if r.Route(d, q, at.Add(lead.Span(i))).Person == "P00" {
					when = append(when, i)
				}
			}
			assert.Equal(t, []int{0, 3, 6, 9}, when[:4], "%s: the first at once, then three in eight", strategy)
			assert.InDelta(t, 110.0/4, d.Seat("P00").Open, 1, "%s: and in the end they have as much as the others", strategy)
			assert.Zero(t, d.Seat("P00").Pace)
		}
	}
}

// Somebody who is told to be back sooner is paced from then on; who is alone there gets everything.
func TestWhoIsBackSoonerIsPaced(t *testing.T) {
	r := compiled(t, team(2, LeastLoaded, nil))
	d, at := comeBack(t, r, true, 10, func() int64 { return 1 })
	require.True(t, r.Leave(d, Leave{Person: "P00", From: instant("2026-03-02 08:00")}, at-1000))
	assert.Equal(t, Turn, d.Seat("P00").Pace)
	route := func(i int, not ...string) string {
		q := ask(100 + i)
		q.Not = not
		return r.Route(d, q, at).Person
	}
	assert.Equal(t, []string{"P00", "P01", "P00", "P00"}, []string{route(1), route(2), route(3, "P01"), route(4, "P01")})
}

// A return between two leads is noted by whatever the desk is told first, and lasts through a crash.
func TestReturnIsNotedByARelease(t *testing.T) {
	r := compiled(t, team(2, LeastLoaded, nil))
	d, at := comeBack(t, r, true, 10, func() int64 { return 1 })
	require.True(t, r.Release(d, "l3", Finished, at+5))
	assert.Equal(t, Turn, reread(t, d).Seat("P00").Pace)
}
