package calendar

import (
	"slices"
	"sort"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// oracle is the definition, minute by minute and by package time alone: which minutes around a date are open.
type oracle struct {
	loc     *time.Location
	minutes []int64 // Unix minutes, consecutive
	walls   []int64 // what the wall clock shows then, as minutes
	open    []bool
	dates   map[int]bool // dates on which a span begins
}

const oracleDays = 6

// newOracle covers some days from a date on, for a calendar written as spans per weekday with single closed dates and openings.
func newOracle(loc *time.Location, day int, week [7][]string, closed map[int]bool, extra map[int][]string) *oracle {
	o := &oracle{loc: loc, dates: map[int]bool{}}
	first := time.Unix(int64(day-3)*86_400, 0)
	for m := range (oracleDays + 6) * 1440 {
		at := first.Add(time.Duration(m) * time.Minute)
		_, offset := at.In(loc).Zone()
		o.minutes, o.walls = append(o.minutes, at.Unix()/60), append(o.walls, at.Unix()/60+int64(offset)/60)
	}
	o.open = make([]bool, len(o.minutes))
	for d := day - 2; d < day+oracleDays+1; d++ {
		if !slices.ContainsFunc(o.walls, func(w int64) bool { return w >= int64(d)*1440 && w < int64(d+1)*1440 }) {
			continue // a date that the clocks jumped over
		}
		spans := week[weekdayOf(d)]
		if closed[d] {
			spans = nil
		}
		for _, text := range append(slices.Clone(spans), extra[d]...) {
			from, _ := time.Parse("15:04", text[:5])
			length := minutesBetween(text[:5], text[6:])
			start := int64(d)*1440 + int64(from.Hour()*60+from.Minute())
			o.mark(d, o.index(start), o.index(start+length))
		}
	}
	return o
}

func minutesBetween(from, to string) int64 {
	minutes := func(s string) int64 {
		return int64(s[0]-'0')*600 + int64(s[1]-'0')*60 + int64(s[3]-'0')*10 + int64(s[4]-'0')
	}
	if n := minutes(to) - minutes(from); n > 0 {
		return n
	}
	return minutes(to) - minutes(from) + 1440
}

func (o *oracle) mark(day, from, to int) {
	for i := from; i < to; i++ {
		o.open[i] = true
		o.dates[day] = true
	}
}

// index is the minute at which the wall clock shows w: the first one, or as much later than the gap's beginning as w is.
func (o *oracle) index(w int64) int {
	if i := slices.Index(o.walls, w); i >= 0 {
		return i
	}
	i := slices.IndexFunc(o.walls, func(x int64) bool { return x > w })
	return i + int(w-o.walls[i-1]) - 1
}

func (o *oracle) at(i int) time.Time { return time.Unix(o.minutes[i]*60, 0) }

// window is the range of minutes that the oracle knows for certain.
func (o *oracle) window() (int, int) { return 2 * 1440, len(o.minutes) - 3*1440 }

func (o *oracle) check(t require.TestingT, h *Hours) {
	from, to := o.window()
	counted := []int{}
	for i := from; i < to; i++ {
		at := o.at(i)
		if h.Open(at) != o.open[i] || h.Open(at.Add(time.Minute-time.Nanosecond)) != o.open[i] {
			require.Failf(t, "Open differs", "at %v the oracle says %v", at.In(o.loc), o.open[i])
		}
		if got := h.Between(o.at(from), at); got != time.Duration(len(counted))*time.Minute {
			require.Failf(t, "Between differs", "up to %v the oracle says %d minutes, not %v", at.In(o.loc), len(counted), got)
		}
		if o.open[i] {
			counted = append(counted, i)
		}
	}
	for k, i := range counted { // k minutes have passed where minute i begins, k+1 where it ends
		got, err := h.Add(o.at(from), time.Duration(k+1)*time.Minute)
		require.NoError(t, err)
		require.True(t, got.Equal(o.at(i).Add(time.Minute)), "Add of %d minutes gives %v", k+1, got)
		back, err := h.Sub(o.at(to), time.Duration(len(counted)-k)*time.Minute)
		require.NoError(t, err)
		require.True(t, back.Equal(o.at(i)), "Sub of %d minutes gives %v", len(counted)-k, back)
	}
	o.checkEdges(t, h, from, to)
}

// checkEdges compares the searches, where the answer lies within the window.
func (o *oracle) checkEdges(t require.TestingT, h *Hours, from, to int) {
	var openings, closings []int
	for i := from + 1; i < to; i++ {
		if o.open[i] && !o.open[i-1] {
			openings = append(openings, i)
		}
		if !o.open[i] && o.open[i-1] {
			closings = append(closings, i)
		}
	}
	for i := from; i < to; i += 13 {
		for _, c := range []struct {
			edges      []int
			next, prev func(time.Time) (time.Time, bool)
		}{{openings, h.NextOpening, h.PrevOpening}, {closings, h.NextClosing, h.PrevClosing}} {
			k := sort.SearchInts(c.edges, i+1)
			if k < len(c.edges) {
				got, ok := c.next(o.at(i))
				require.True(t, ok && got.Equal(o.at(c.edges[k])), "next edge after %v is %v", o.at(i), got)
			}
			if k > 0 {
				got, ok := c.prev(o.at(i))
				require.True(t, ok && got.Equal(o.at(c.edges[k-1])), "edge before %v is %v", o.at(i), got)
			}
		}
	}
	for d := int(floor(o.walls[from], 1440)) + 1; d < int(o.walls[to]/1440)-1; d++ {
		require.Equal(t, o.dates[d], h.OpenOn(dateOf(d)), "OpenOn(%v)", dateOf(d))
	}
}

func TestEqualToTheMinuteByMinuteOracle(t *testing.T) {
	zones := changing(t)
	names := make([]string, 0, len(zones))
	for name := range zones {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom(names).Draw(rt, "zone")
		changes := slices.DeleteFunc(slices.Clone(zones[name]), func(at time.Time) bool { return at.Year() < 1973 }) // before, offsets of odd seconds
		if len(changes) == 0 {
			return
		}
		day := int(rapid.SampledFrom(changes).Draw(rt, "change").Unix()/86_400) - rapid.IntRange(0, 4).Draw(rt, "earlier")
		nights := rapid.Bool().Draw(rt, "nights")
		spec := Calendar{Zone: name}
		var week [7][]string
		for i, weekday := range weekdays {
			if week[i] = spanLists(nights).Draw(rt, weekday); week[i] != nil {
				spec.Open = append(spec.Open, Shift{weekday, week[i]})
			}
		}
		closed, extra := map[int]bool{}, map[int][]string{}
		for _, d := range rapid.SliceOfNDistinct(rapid.IntRange(day-1, day+6), 0, 3, rapid.ID).Draw(rt, "closed") {
			closed[d] = true
			spec.Closed = append(spec.Closed, dateOf(d).String())
		}
		for _, d := range rapid.SliceOfNDistinct(rapid.IntRange(day-1, day+6), 1, 3, rapid.ID).Draw(rt, "openings") {
			extra[d] = []string{rapid.SampledFrom([]string{"10:00-16:00", "23:30-01:15", "00:00-24:00", "02:10-02:20"}).Draw(rt, "span")}
			spec.AlsoOpen = append(spec.AlsoOpen, Opening{dateOf(d).String(), extra[d]})
		}
		h := compiled(rt, spec)
		newOracle(h.Location(), day, week, closed, extra).check(rt, h)
	})
}

// The zone's own table against package time, at instants all over the horizon, and wall times back from it.
func TestZoneAgreesWithPackageTime(t *testing.T) {
	names, err := zoneFile()
	if err != nil {
		t.Skipf("no list of time zones: %v", err)
	}
	for i, name := range names {
		loc, err := time.LoadLocation(name)
		require.NoError(t, err)
		from, until := horizon()
		z := newZone(loc, from, until)
		for at := from.Add(time.Duration(i) * time.Minute); at.Before(until); at = at.Add(61*24*time.Hour + 7*time.Hour) {
			x := at.UnixMilli()
			require.Equal(t, x+offsetAt(at.In(loc)), z.wall(x), "%s at %v", name, at)
			first := z.instant(z.wall(x))
			require.LessOrEqual(t, first, x)
			require.Equal(t, z.wall(x), z.wall(first))
		}
		for k, change := range z.at[1:] { // to the millisecond
			require.Equal(t, offsetAt(time.UnixMilli(change-1).In(loc)), z.off[k], "%s before %v", name, time.UnixMilli(change))
			require.Equal(t, offsetAt(time.UnixMilli(change).In(loc)), z.off[k+1], "%s at %v", name, time.UnixMilli(change))
			if gap := z.off[k+1] - z.off[k]; gap > 0 {
				w := change + z.off[k] + gap/2
				require.Equal(t, w+gap, z.wall(z.instant(w)), "a wall time that does not exist moves later by the gap, %s at %v", name, time.UnixMilli(change))
			}
		}
	}
}
