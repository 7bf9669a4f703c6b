package calendar

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// identities checks the four identities at t, for durations a and b and another instant u.
func identities(tb require.TestingT, h *Hours, t, u time.Time, a, b time.Duration) {
	t, u = t.Truncate(time.Millisecond), u.Truncate(time.Millisecond)
	sum, err := h.Add(t, a)
	if err != nil {
		var horizon *HorizonError
		require.ErrorAs(tb, err, &horizon)
		require.GreaterOrEqual(tb, a, h.Between(t, h.time(h.table.last())), "refused only when nothing opens again")
		return
	}
	require.Equal(tb, a, h.Between(t, sum), "Between(t, Add(t, a)) = a; t %v, a %v, sum %v", t, a, sum)
	if h.Open(t) {
		back, err := h.Sub(sum, a)
		require.NoError(tb, err)
		require.True(tb, back.Equal(t), "Sub(Add(t, a), a) = t; t %v, a %v, sum %v, back %v", t, a, sum, back)
	}
	if b > 0 {
		twice, err1 := h.Add(sum, b)
		once, err2 := h.Add(t, a+b)
		require.Equal(tb, err1 == nil, err2 == nil)
		require.True(tb, twice.Equal(once), "Add(Add(t, a), b) = Add(t, a+b); t %v, a %v, b %v, %v, %v", t, a, b, twice, once)
	}
	if u.After(t) && (h.Open(u) || h.Open(u.Add(-time.Millisecond))) && h.Open(u.Add(-time.Millisecond)) {
		again, err := h.Add(t, h.Between(t, u))
		require.NoError(tb, err)
		require.True(tb, again.Equal(u), "Add(t, Between(t, u)) = u; t %v, u %v, %v", t, u, again)
	}
}

func durations() *rapid.Generator[time.Duration] {
	return rapid.Custom(func(t *rapid.T) time.Duration {
		unit := rapid.SampledFrom([]time.Duration{time.Millisecond, time.Minute, 30 * time.Minute, time.Hour, 8 * time.Hour, 1000 * time.Hour}).Draw(t, "unit")
		return unit * time.Duration(rapid.IntRange(0, 20).Draw(t, "n"))
	})
}

func TestIdentitiesOverGeneratedCalendars(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := compiled(rt, calendars().Draw(rt, "calendar"))
		for range 30 {
			at := instants(h).Draw(rt, "t")
			identities(rt, h, at, at.Add(durations().Draw(rt, "later")), durations().Draw(rt, "a"), durations().Draw(rt, "b"))
		}
	})
}

// Each zone, at each change of its clock since 1970, and on each side of it.
func TestIdentitiesOverEveryZoneThatChangedItsClock(t *testing.T) {
	specs := []Calendar{office(""), plain("", "daily", "22:00-06:00"), plain("", "sat-sun", "00:00-24:00"), {Open: Week{{"daily", []string{"00:00-02:30", "02:45-24:00"}}}}}
	zones := changing(t)
	names := make([]string, 0, len(zones))
	for name := range zones {
		names = append(names, name)
	}
	slices.Sort(names)
	random := rand.New(rand.NewPCG(1, 2))
	for i, name := range names {
		spec := specs[i%len(specs)]
		spec.Zone = name
		h := compiled(t, spec)
		for _, change := range zones[name] {
			for range 6 {
				at := change.Add(time.Duration(random.Int64N(int64(96*time.Hour))) - 48*time.Hour)
				if !h.covers(at.UnixMilli()) {
					continue
				}
				d := func() time.Duration { return time.Duration(random.IntN(50*60*60)) * time.Second }
				identities(t, h, at, at.Add(d()), d(), d())
			}
		}
	}
}

// The edges of the search functions follow from what Open says a millisecond to either side.
func TestOpeningsAndClosingsAreWhereOpenChanges(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := compiled(rt, calendars().Draw(rt, "calendar"))
		for range 20 {
			at := instants(h).Draw(rt, "t").Truncate(time.Millisecond)
			no, nc := edge(rt, h, at, h.NextOpening, true), edge(rt, h, at, h.NextClosing, false)
			po, pc := edge(rt, h, at, h.PrevOpening, true), edge(rt, h, at, h.PrevClosing, false)
			require.True(rt, no.IsZero() || no.After(at))
			require.True(rt, nc.IsZero() || nc.After(at))
			require.False(rt, po.After(at))
			require.False(rt, pc.After(at))
			if !no.IsZero() && !nc.IsZero() {
				require.Equal(rt, h.Open(at), nc.Before(no), "open now means that it closes before it opens")
				first, last := no, nc
				if h.Open(at) {
					first, last = nc, no
				}
				open := h.Between(at, first)
				require.Equal(rt, map[bool]time.Duration{true: first.Sub(at), false: 0}[h.Open(at)], open, "nothing changes before the first of them")
				require.Equal(rt, map[bool]time.Duration{true: 0, false: last.Sub(first)}[h.Open(at)], h.Between(first, last))
			}
		}
	})
}

func edge(t require.TestingT, h *Hours, at time.Time, search func(time.Time) (time.Time, bool), opens bool) time.Time {
	x, ok := search(at)
	if ok {
		require.Equal(t, opens, h.Open(x), "at %v", x)
		require.Equal(t, !opens, h.Open(x.Add(-time.Millisecond)), "before %v", x)
	}
	return x
}

func TestSpansAddUpToBetween(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := compiled(rt, calendars().Draw(rt, "calendar"))
		from := instants(h).Draw(rt, "from").Truncate(time.Millisecond)
		until := from.Add(30 * 24 * time.Hour)
		var sum time.Duration
		last := from.Add(-1)
		for a, b := range h.Spans(from, until) {
			require.True(rt, a.After(last) && b.After(a) && !b.After(until))
			sum, last = sum+b.Sub(a), b
		}
		require.Equal(rt, h.Between(from, until), sum)
	})
}

func TestBetweenIsAntisymmetric(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := compiled(rt, calendars().Draw(rt, "calendar"))
		a, b, c := instants(h).Draw(rt, "a"), instants(h).Draw(rt, "b"), instants(h).Draw(rt, "c")
		require.Equal(rt, h.Between(a, b), -h.Between(b, a))
		require.Equal(rt, h.Between(a, c), h.Between(a, b)+h.Between(b, c))
	})
}
