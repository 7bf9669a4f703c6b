package lead

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestKeepHoldsTheLatest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 6).Draw(t, "n")
		all := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Instant { return Instant(rapid.IntRange(1, 12).Draw(t, "at")) })).Draw(t, "all")
		var m Track
		for _, at := range all {
			m.keep(at, n)
		}
		slices.Sort(all)
		require.Equal(t, append([]Instant(nil), all[max(0, len(all)-n):]...), append([]Instant(nil), m.Times...))
	})
}

// visit is a test drive.
type visit struct {
	at      Instant
	minutes float64
}

func anyVisits(t *rapid.T) (list []visit) {
	for range rapid.IntRange(0, 30).Draw(t, "visits") {
		list = append(list, visit{start.Add(Span(rapid.Int64Range(0, int64(10*Day)).Draw(t, "at"))), float64(rapid.IntRange(-20, 20).Draw(t, "minutes"))})
	}
	return list
}

func remembered(t *rapid.T, s *Schema, list []visit) *State {
	st := &State{}
	for i, v := range list {
		s.Apply(st, bound(t, s, fmt.Sprint(i), "test_drive", v.at, map[string]any{"minutes": v.minutes}))
	}
	return st
}

func TestMemoryIsARecount(t *testing.T) {
	s := newSchema(t, own())
	within := map[int]*Condition{}
	for n := 1; n <= 5; n++ {
		within[n] = s.compiled(t, fmt.Sprintf(`count("test_drive", "2d") >= %d`, n))
	}
	total := map[string]*Condition{}
	for _, src := range []string{`count("test_drive") == 7`, `since("test_drive") < "1d"`, `last("test_drive") == now`, `sum("test_drive", "minutes") > 0`} {
		total[src] = s.compiled(t, src)
	}
	rapid.Check(t, func(t *rapid.T) {
		list := anyVisits(t)
		latest := start
		for _, v := range list {
			latest = max(latest, v.at)
		}
		now := latest.Add(Span(rapid.SampledFrom([]int64{0, 1, int64(Day) - 1, int64(Day), int64(2*Day) - 1, int64(2 * Day), int64(2*Day) + 1}).Draw(t, "later")))
		if len(list) > 0 && rapid.Bool().Draw(t, "at a boundary") {
			now = max(latest, rapid.SampledFrom(list).Draw(t, "of").at.Add(2*Day+Span(rapid.IntRange(-1, 1).Draw(t, "beside"))))
		}
		recent, sum := 0, 0.0
		for _, v := range list {
			if now.Sub(v.at) < 2*Day {
				recent++
			}
			sum += v.minutes
		}
		f := s.NewFacts()
		f.See(remembered(t, s, list))
		f.At(now)
		for n, c := range within {
			require.Equal(t, recent >= n, c.True(f), "%d in 2 days, %d asked for", recent, n)
		}
		require.Equal(t, len(list) == 7, total[`count("test_drive") == 7`].True(f))
		require.Equal(t, len(list) > 0 && now.Sub(latest) < Day, total[`since("test_drive") < "1d"`].True(f))
		require.Equal(t, len(list) > 0 && now == latest, total[`last("test_drive") == now`].True(f))
		require.Equal(t, sum > 0, total[`sum("test_drive", "minutes") > 0`].True(f))
	})
}

func TestAWindowedSumIsOfWholeEventsWithinAGrain(t *testing.T) {
	for _, window := range []Span{1, 29, 61, 30 * Second, 5 * Day} {
		s := newSchema(t, own())
		s.compiled(t, fmt.Sprintf(`sum("test_drive", "minutes", %q) > 0`, window))
		grain := Span(s.tracks[0].grain)
		require.LessOrEqual(t, s.tracks[0].grains(), int64(grains))
		rapid.Check(t, func(t *rapid.T) {
			list := anyVisits(t)
			for i := range list { // within a few windows of each other
				list[i].at = start.Add(list[i].at.Sub(start) % (3 * window))
			}
			latest := start
			for _, v := range list {
				latest = max(latest, v.at)
			}
			now := latest.Add(Span(rapid.Int64Range(0, int64(2*window)).Draw(t, "later")))
			st := remembered(t, s, list)
			lo, hi := s.tracks[0].over(st.Memory.track(s.tracks[0].name), now, now)
			require.Equal(t, lo, hi)
			least, most := 0.0, 0.0 // over what surely counts, what may count adds or takes
			for _, v := range list {
				age := now.Sub(v.at)
				switch {
				case age <= window-grain:
					least, most = least+v.minutes, most+v.minutes
				case age < window+grain:
					least, most = least+min(0, v.minutes), most+max(0, v.minutes)
				}
			}
			require.True(t, least <= lo.Num && lo.Num <= most, "%v is not between %v and %v", lo.Num, least, most)
			if len(st.Memory) > 0 {
				require.LessOrEqual(t, len(st.Memory[0].Sums), grains+1)
			}
		})
	}
}

func TestOverASpanABoundHoldsAtEveryInstant(t *testing.T) {
	s := newSchema(t, own())
	for _, src := range []string{`count("test_drive", "2d") >= 3`, `since("test_drive") > "1d"`, `sum("test_drive", "minutes", "2d") > 5`, `count("test_drive") > 3`} {
		s.compiled(t, src)
	}
	rapid.Check(t, func(t *rapid.T) {
		list := anyVisits(t)
		st := remembered(t, s, list)
		from := start.Add(10 * Day)
		to := from.Add(Span(rapid.Int64Range(0, int64(4*Day)).Draw(t, "span")))
		at := from.Add(Span(rapid.Int64Range(0, int64(to.Sub(from))).Draw(t, "at")))
		for _, tr := range s.tracks {
			m := st.Memory.track(tr.name)
			lo, hi := tr.over(m, from, to)
			is, _ := tr.over(m, at, at)
			require.Equal(t, is.Type, lo.Type)
			require.True(t, lo.Num <= is.Num && is.Num <= hi.Num, "%s: %v is not between %v and %v", tr.name, is.Num, lo.Num, hi.Num)
		}
	})
}

func TestSumsAreExactHoweverLarge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := new(big.Int)
		var sum Points
		var over int64
		for range rapid.IntRange(0, 20).Draw(t, "n") {
			p := Points(rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64, 0, -1, 1})).Draw(t, "p"))
			addExact(&sum, &over, p)
			want.Add(want, big.NewInt(int64(p)))
		}
		got := new(big.Int).Lsh(big.NewInt(over), 64)
		require.Equal(t, want.String(), got.Add(got, big.NewInt(int64(sum))).String())
	})
	assert.Equal(t, Points(math.MaxInt64), summand(1e300))
	assert.Equal(t, Points(math.MinInt64), summand(-1e300))
	assert.Equal(t, Points(1_500_000), summand(1.5))
	assert.InEpsilon(t, 16*0x1p64/1e6+2.5, exactFloat(2_500_000, 16), 1e-12)
}

func TestHistoryFunctionsThatCannotBeAnswered(t *testing.T) {
	for src, code := range map[string]string{
		`count("page_viwed") > 1`:                     "unknown-kind-of-event",
		`count("page_viewed", "7d") > lead.employees`: "unbounded-count",
		`count("page_viewed", "7d") > 300`:            "unbounded-count",
		`sum("page_viewed", "path") > 1`:              "unknown-property",
		`sum("page_viewed", "nope", "1d") > 1`:        "unknown-property",
	} {
		s := newSchema(t, Vocabulary{})
		assert.Contains(t, conditionCodes(s, src), code, src)
	}
}
