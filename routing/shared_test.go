package routing

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// partners is a network that sells its leads more than once.
func partners(n int, sold Exclusivity, strategy Strategy) Policy {
	p := team(n, strategy, func(_ int, p *Person) { p.Capacity = []Capacity{{Most: 4}, {Most: 6, Per: PerWeek}} })
	p.Channels[0].Charged, p.Channels[0].Sold = true, sold
	p.Quality, p.SemiExclusive, p.Shared = []Level{{Name: "gold", Price: eur(9_000)}}, 600_000, 300_000
	return p
}

func TestALeadIsSoldToAsManyAsSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sold := oneOf(t, "sold", Exclusive, SemiExclusive, Shared)
		r := compiled(t, partners(rapid.IntRange(1, 7).Draw(t, "partners"), sold, oneOf(t, "strategy", Rotation, LeastLoaded, LongestWaiting, Rendezvous)))
		desk, twin := &Desk{}, &Desk{}
		at, open := instant("2026-03-02 10:00"), map[string]Decision{}
		for i := range rapid.IntRange(1, 30).Draw(t, "steps") {
			at = at.Add(lead.Span(rapid.IntRange(0, 40).Draw(t, "hours")) * lead.Hour)
			twin = reread(t, twin)
			if dec, ok := open[ask(i/3).Lead]; ok && rapid.Bool().Draw(t, "release") {
				end := oneOf(t, "end", Finished, Rejected)
				require.True(t, r.Release(desk, dec.Lead, end, at))
				r.Release(twin, dec.Lead, end, at)
				delete(open, dec.Lead)
			}
			if dec, ok := open[ask(i/2).Lead]; ok && rapid.Bool().Draw(t, "one leaves") {
				all := append([]string{dec.Person}, dec.Also...)
				who, end := oneOf(t, "who", all...), oneOf(t, "end", Finished, Rejected)
				require.Equal(t, len(all) > 1, r.ReleaseOne(desk, dec.Lead, who, end, at))
				r.ReleaseOne(twin, dec.Lead, who, end, at)
				if len(all) > 1 {
					all = slices.DeleteFunc(all, func(name string) bool { return name == who })
					dec.Person, dec.Also = all[0], all[1:]
					open[dec.Lead] = dec
				}
			}
			q := ask(i)
			dec := r.Route(desk, q, at)
			require.Equal(t, dec, r.Route(twin, q, at), "a crash makes no difference")
			require.Equal(t, dec, r.Route(desk, q, at), "nor does asking again")
			open[q.Lead] = dec
			all := append([]string{dec.Person}, dec.Also...)
			require.LessOrEqual(t, len(all), sold.places())
			slices.Sort(all)
			require.Len(t, slices.Compact(all), len(dec.Also)+1, "nobody twice")
			load := map[string]int{}
			for _, dec := range open {
				for _, name := range append([]string{dec.Person}, dec.Also...) {
					load[name]++
				}
			}
			for _, s := range desk.Seats {
				require.Equal(t, load[s.Person], s.Open)
				require.LessOrEqual(t, s.Open, 4, "never more than they have room for")
			}
		}
		require.Equal(t, text(t, desk), text(t, twin))
	})
}

func TestABatchSellsToAsManyAsSaid(t *testing.T) {
	r := compiled(t, partners(3, SemiExclusive, Rotation))
	var d Desk
	out, err := r.Batch(&d, []Request{ask(1), ask(2), ask(3)}, 5)
	require.NoError(t, err)
	for i, dec := range out.Decisions {
		assert.Len(t, dec.Also, 1)
		assert.NotEqual(t, dec.Person, dec.Also[0])
		assert.Equal(t, dec, d.Taken[i].Decision)
	}
	bills := r.Bills(out.Decisions[0], &lead.Receipt{Quality: "gold"})
	require.Len(t, bills, 2)
	assert.Equal(t, []lead.Money{eur(5_400), eur(5_400)}, []lead.Money{bills[0].Price, bills[1].Price})
}
