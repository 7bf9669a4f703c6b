package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// slowDays is the definition of AddDays: date by date.
func slowDays(h *Hours, t time.Time, n int) time.Time {
	d, step := h.DateOf(t), 1
	if n < 0 {
		n, step = -n, -1
	}
	for n > 0 {
		if d = dateOf(dayOf(d.Year, d.Month, d.Day+step)); h.OpenOn(d) {
			n--
		}
	}
	local := t.In(h.Location())
	at := h.At(d, local.Hour(), local.Minute()).Add(time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond()).Truncate(time.Millisecond))
	if h.Open(at) {
		return at
	}
	_, p := h.table.on(dayOf(d.Year, d.Month, d.Day))
	if closing := h.time(h.zone.reached(int64(dayOf(d.Year, d.Month, d.Day))*dayMs) + int64(p.last)); !at.Before(closing) {
		return closing
	}
	next, _ := h.NextOpening(at)
	return next
}

func TestAddDaysEqualsDateByDate(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := compiled(rt, calendars().Draw(rt, "calendar"))
		for range 10 {
			at := instants(h).Draw(rt, "t")
			n := rapid.SampledFrom([]int{1, 2, 5, 40, -1, -3}).Draw(rt, "n")
			got, err := h.AddDays(at, n)
			if err != nil {
				var horizon *HorizonError
				require.ErrorAs(rt, err, &horizon)
				continue
			}
			if h.zone.instant(h.zone.wall(at.UnixMilli())) != at.UnixMilli() || len(h.zone.at) > 1 && clockChanges(h, got) {
				continue // seconds do not add up to wall time across a change; the oracle of At covers it
			}
			require.True(rt, got.Equal(slowDays(h, at, n)), "AddDays(%v, %d) = %v, not %v", at.In(h.Location()), n, got, slowDays(h, at, n))
		}
	})
}

func clockChanges(h *Hours, t time.Time) bool {
	_, a := t.Add(-26 * time.Hour).Zone()
	_, b := t.Add(26 * time.Hour).Zone()
	return a != b
}

func TestDaysBetweenCountsWhatAddDaysAdds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		spec := office(rapid.SampledFrom(zoneSample).Draw(rt, "zone"))
		spec.Closed = []string{"holidays FR"}
		h := compiled(rt, spec)
		at := instants(h).Draw(rt, "t")
		n := rapid.IntRange(1, 300).Draw(rt, "n")
		if due, err := h.AddDays(at, n); err == nil {
			require.Equal(rt, n, h.DaysBetween(at, due))
			require.Equal(rt, -n, h.DaysBetween(due, at))
		}
	})
}

func TestWorkingDays(t *testing.T) {
	spec := office("Europe/Paris")
	spec.Closed = []string{"holidays FR"}
	h := compiled(t, spec)
	for _, c := range []struct {
		name, start string
		n           int
		due         string
	}{
		{"the same wall time on the next open date", "2026-11-17 10:15", 1, "2026-11-18 10:15"},
		{"over the weekend", "2026-11-20 16:00", 1, "2026-11-23 16:00"},
		{"over a weekend and a holiday on a Monday", "2026-04-03 16:00", 1, "2026-04-07 16:00"},
		{"in a break: the next opening", "2026-11-17 13:00", 1, "2026-11-18 14:00"},
		{"where the break begins: the next opening", "2026-11-17 12:30", 1, "2026-11-18 14:00"},
		{"before opening: that opening", "2026-11-17 06:00", 1, "2026-11-18 09:00"},
		{"after closing: that closing", "2026-11-20 20:00", 1, "2026-11-23 18:00"},
		{"at closing: that closing", "2026-11-20 18:00", 1, "2026-11-23 18:00"},
		{"from a closed date", "2026-11-21 11:00", 1, "2026-11-23 11:00"},
		{"no days in hours: now", "2026-11-17 10:15", 0, "2026-11-17 10:15"},
		{"no days out of hours: the next opening", "2026-11-21 11:00", 0, "2026-11-23 09:00"},
		{"back", "2026-11-23 16:00", -1, "2026-11-20 16:00"},
		{"ten days over Christmas and New Year", "2026-12-18 10:00", 10, "2027-01-05 10:00"},
		{"where the clocks go forward on the way", "2026-03-27 16:00", 1, "2026-03-30 16:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			due, err := h.AddDays(wall(t, h, c.start), c.n)
			require.NoError(t, err)
			assert.Equal(t, c.due, clock(due))
		})
	}
}

func TestWorkingDaysOfNightShifts(t *testing.T) {
	h := compiled(t, plain("Europe/Berlin", "mon-fri", "22:00-06:00"))
	assert.False(t, h.OpenOn(Date{2026, 11, 21}), "the small hours of Friday's shift make Saturday no working day")
	assert.True(t, h.Open(wall(t, h, "2026-11-21 05:59")))
	due, err := h.AddDays(wall(t, h, "2026-11-20 23:00"), 1)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-23 23:00", clock(due))
	due, err = h.AddDays(wall(t, h, "2026-11-17 02:00"), 1)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-18 02:00", clock(due))
}

func TestAtReadsTheWallClock(t *testing.T) {
	h := compiled(t, office("America/New_York"))
	assert.Equal(t, "2026-03-08T03:30:00-04:00", h.At(Date{2026, 3, 8}, 2, 30).Format(time.RFC3339), "02:30 does not exist: an hour later")
	assert.Equal(t, "2026-11-01T01:30:00-04:00", h.At(Date{2026, 11, 1}, 1, 30).Format(time.RFC3339), "01:30 happens twice: the first")
	assert.Equal(t, "2026-11-02T00:00:00-05:00", h.At(Date{2026, 11, 1}, 24, 0).Format(time.RFC3339))
}
