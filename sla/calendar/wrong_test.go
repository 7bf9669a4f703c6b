package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Mistakes of other products and libraries, each by name.

func TestWrongOneHourFromSaturdayNight(t *testing.T) {
	h := compiled(t, plain("Europe/London", "mon-fri", "09:00-17:00"))
	due, err := h.Add(wall(t, h, "2026-11-21 23:00"), time.Hour)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-23 10:00", clock(due))
	next, ok := h.NextOpening(wall(t, h, "2026-11-21 23:30"))
	assert.True(t, ok)
	assert.Equal(t, "2026-11-23 09:00", clock(next))

	h = compiled(t, plain("Europe/London", "sun-thu", "09:00-17:00"))
	next, _ = h.NextOpening(wall(t, h, "2026-11-21 23:30"))
	assert.Equal(t, "2026-11-22 09:00", clock(next), "24 hours later would be past the Sunday's opening")
}

func TestWrongOpeningAtTenOnTheDayTheClocksGoForward(t *testing.T) {
	h := compiled(t, plain("America/New_York", "daily", "10:00-17:00"))
	next, _ := h.NextOpening(wall(t, h, "2026-03-08 01:00"))
	assert.Equal(t, "2026-03-08 10:00", clock(next), "midnight plus ten hours would be 11:00")
	next, _ = h.NextOpening(wall(t, h, "2026-11-01 00:30"))
	assert.Equal(t, "2026-11-01 10:00", clock(next), "midnight plus ten hours would be 09:00")
	assert.Equal(t, 7*time.Hour, h.Between(h.At(Date{2026, 3, 8}, 0, 0), h.At(Date{2026, 3, 8}, 24, 0)))

	h = compiled(t, plain("Asia/Jerusalem", "sun-fri", "09:00-14:00"))
	next, _ = h.NextOpening(wall(t, h, "2026-03-27 01:00"))
	assert.Equal(t, "2026-03-27 09:00", clock(next), "in Jerusalem the clocks go forward on a Friday")
}

func TestDaysOf23And25Hours(t *testing.T) {
	h := compiled(t, Calendar{Zone: "Europe/Paris", Open: Always()})
	day := func(m time.Month, d int) time.Duration {
		return h.Between(h.At(Date{2026, m, d}, 0, 0), h.At(Date{2026, m, d}, 24, 0))
	}
	assert.Equal(t, 23*time.Hour, day(3, 29))
	assert.Equal(t, 25*time.Hour, day(10, 25))
	assert.Equal(t, 24*time.Hour, day(10, 26))

	night := compiled(t, plain("Europe/Paris", "daily", "22:00-06:00"))
	assert.Equal(t, 7*time.Hour, night.Between(wall(t, night, "2026-03-28 12:00"), wall(t, night, "2026-03-29 12:00")))
	assert.Equal(t, 9*time.Hour, night.Between(wall(t, night, "2026-10-24 12:00"), wall(t, night, "2026-10-25 12:00")))
}

func TestWallTimesThatDoNotExistOrHappenTwice(t *testing.T) {
	h := compiled(t, plain("Europe/Paris", "daily", "02:30-05:00"))
	next, _ := h.NextOpening(wall(t, h, "2026-03-29 00:00"))
	assert.Equal(t, "2026-03-29 03:30", clock(next))
	next, _ = h.NextOpening(wall(t, h, "2026-10-25 00:00"))
	assert.Equal(t, "2026-10-25T00:30:00Z", next.UTC().Format(time.RFC3339), "the first 02:30, in summer time")
	assert.Equal(t, 3*time.Hour+30*time.Minute, h.Between(next, next.Add(12*time.Hour)), "02:30 to 05:00 is an hour longer on that night")
}

// Each span is read off the clock by itself: where the clocks skip 02:00 to 03:00, an opening from 02:10 to 02:20 is from 03:10 to 03:20.
func TestAnOpeningInTheGapBesideAnotherSpan(t *testing.T) {
	spec := plain("Europe/Paris", "daily", "01:30-03:15")
	spec.AlsoOpen = Openings{{"2026-03-29", []string{"02:10-02:20"}}}
	h := compiled(t, spec)
	closing, _ := h.NextClosing(wall(t, h, "2026-03-29 03:00"))
	assert.Equal(t, "2026-03-29 03:20", clock(closing))
	assert.Equal(t, 50*time.Minute, h.Between(wall(t, h, "2026-03-29 00:00"), closing))
}

func TestASpanThatTheGapTurnsRound(t *testing.T) {
	h := compiled(t, plain("Europe/Paris", "daily", "02:30-03:15"))
	assert.False(t, h.OpenOn(Date{2026, 3, 29}), "02:30 is 03:30 on that night, after 03:15")
	due, err := h.AddDays(wall(t, h, "2026-03-28 03:00"), 1)
	require.NoError(t, err)
	assert.Equal(t, "2026-03-30 03:00", clock(due))
}

func TestADateThatNeverWas(t *testing.T) {
	h := compiled(t, plain("Pacific/Apia", "mon-fri", "09:00-17:00"))
	assert.False(t, h.OpenOn(Date{2011, 12, 30}), "Samoa went from Thursday 29 to Saturday 31 December")
	due, err := h.Add(wall(t, h, "2011-12-29 16:00"), 2*time.Hour)
	require.NoError(t, err)
	assert.Equal(t, "2012-01-02 10:00", clock(due))
	due, err = h.AddDays(wall(t, h, "2011-12-29 16:00"), 1)
	require.NoError(t, err)
	assert.Equal(t, "2012-01-02 16:00", clock(due))
}

func TestWrongAWorkingDayOfMinusEightHours(t *testing.T) {
	_, err := Compile(plain("Europe/Paris", "mon-fri", "17:00-9:00x"))
	require.Error(t, err)
	h := compiled(t, plain("Europe/Paris", "mon", "17:00-09:00"))
	assert.Equal(t, 16*time.Hour, h.Between(wall(t, h, "2026-11-23 00:00"), wall(t, h, "2026-11-25 00:00")), "an end before the beginning is of the next date")
	for _, span := range []string{"09:00-09:00", "25:00-26:00", "09:00-24:30", "24:00-03:00", "-09:00-17:00", "09:60-10:00", "9-17", "", "-", "09:00"} {
		_, err := Compile(plain("Europe/Paris", "mon", span))
		assert.Error(t, err, span)
	}
}

func TestWrongACalendarWithoutAWorkingDayLoopsForEver(t *testing.T) {
	for name, spec := range map[string]Calendar{
		"empty":         {Zone: "Europe/Paris"},
		"always closed": {Zone: "Europe/Paris", Open: Always(), Closed: []string{"1970-01-01..2099-12-31"}},
		"yearly closed": {Zone: "Europe/Paris", Open: Always(), Closed: []string{"jan 1..dec 31"}},
	} {
		_, err := Compile(spec)
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), "never opens", name)
	}
}

func TestNoSearchIsUnbounded(t *testing.T) {
	h := compiled(t, Calendar{Zone: "UTC", AlsoOpen: []Opening{{"2026-12-05", []string{"10:00-16:00"}}}})
	due, err := h.Add(wall(t, h, "2026-11-22 00:00"), 6*time.Hour)
	require.NoError(t, err)
	assert.Equal(t, "2026-12-05 16:00", clock(due))
	var horizon *HorizonError
	_, err = h.Add(wall(t, h, "2026-11-22 00:00"), 6*time.Hour+time.Millisecond)
	assert.ErrorAs(t, err, &horizon)
	_, err = h.Add(wall(t, h, "2026-12-05 16:00"), 0)
	assert.ErrorAs(t, err, &horizon, "it never opens again")
	_, err = h.Sub(wall(t, h, "2026-12-05 10:00"), time.Millisecond)
	assert.ErrorAs(t, err, &horizon)
	_, err = h.AddDays(wall(t, h, "2026-12-05 12:00"), 1)
	assert.ErrorAs(t, err, &horizon)
	_, ok := h.NextOpening(wall(t, h, "2026-12-05 10:00"))
	assert.False(t, ok)
	_, ok = h.PrevClosing(wall(t, h, "2026-12-05 15:59"))
	assert.False(t, ok)
}

func TestAlwaysOpenHasNoEdges(t *testing.T) {
	h := compiled(t, Calendar{Open: Always()})
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for _, search := range []func(time.Time) (time.Time, bool){h.NextOpening, h.NextClosing, h.PrevOpening, h.PrevClosing} {
		_, ok := search(at)
		assert.False(t, ok)
	}
	due, err := h.Add(at, 30*time.Minute)
	require.NoError(t, err)
	assert.Equal(t, at.Add(30*time.Minute), due)
}

func TestClosedForYearsInOneSearch(t *testing.T) {
	h := compiled(t, Calendar{Zone: "Europe/Paris", Open: Always(), Closed: []string{"2000-01-01..2079-12-31"}})
	next, ok := h.NextOpening(wall(t, h, "2000-01-01 00:00"))
	assert.True(t, ok)
	assert.Equal(t, "2080-01-01 00:00", clock(next))
	prev, ok := h.PrevClosing(wall(t, h, "2079-12-31 23:59"))
	assert.True(t, ok)
	assert.Equal(t, "2000-01-01 00:00", clock(prev))
}

func TestSpansAreHalfOpen(t *testing.T) {
	h := compiled(t, plain("Europe/Paris", "mon-fri", "09:00-17:00"))
	assert.True(t, h.Open(wall(t, h, "2026-11-20 09:00")))
	assert.True(t, h.Open(wall(t, h, "2026-11-20 16:59:59.999")))
	assert.False(t, h.Open(wall(t, h, "2026-11-20 17:00")))
	assert.False(t, h.Open(wall(t, h, "2026-11-20 17:00:00.9")), "a closed end counts 17:00:00 as working")
	assert.Equal(t, time.Duration(0), h.Between(wall(t, h, "2026-11-20 17:00"), wall(t, h, "2026-11-20 17:00:00.9")))

	due, err := h.Add(wall(t, h, "2026-11-20 16:00"), time.Hour)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-20 17:00", clock(due), "what uses up a span exactly ends at its closing")
	due, err = h.Add(due, 0)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-23 09:00", clock(due), "no duration, outside hours, is the next opening")
	due, err = h.Sub(wall(t, h, "2026-11-22 12:00"), 0)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-20 17:00", clock(due), "and back from there the last closing")
}

func TestWrongBreaksInsideADayAreNotPossible(t *testing.T) {
	h := compiled(t, office("Europe/Paris"))
	due, err := h.Add(wall(t, h, "2026-11-20 12:00"), time.Hour)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-20 14:30", clock(due))
	closing, _ := h.NextClosing(wall(t, h, "2026-11-20 09:00"))
	assert.Equal(t, "2026-11-20 12:30", clock(closing))
	assert.Equal(t, 7*time.Hour+30*time.Minute, h.Between(wall(t, h, "2026-11-20 00:00"), wall(t, h, "2026-11-21 00:00")))
}

// A promise of 30 minutes, made in one zone and read in another, is the same instant.
func TestWrongThirtyMinutesInAnotherZone(t *testing.T) {
	h := compiled(t, Calendar{Zone: "Asia/Tokyo", Open: Always()})
	start := time.Date(2026, 11, 20, 23, 50, 0, 0, time.FixedZone("", -5*3600))
	due, err := h.Due(start, Working(30*time.Minute))
	require.NoError(t, err)
	assert.Equal(t, 30*time.Minute, due.Sub(start))
}

func TestWholeDayOpenIsOpenAtTen(t *testing.T) {
	h := compiled(t, plain("Europe/Paris", "mon-fri", "00:00-24:00"))
	assert.True(t, h.Open(wall(t, h, "2026-11-20 10:00")))
	closing, _ := h.NextClosing(wall(t, h, "2026-11-16 10:00"))
	assert.Equal(t, "2026-11-21 00:00", clock(closing), "midnight between two whole days closes nothing")
}

func TestEverythingAtTheEndsOfTime(t *testing.T) {
	h := compiled(t, office("Europe/Paris"))
	var none Hours
	always := compiled(t, Calendar{Open: Always()})
	assert.False(t, always.Open(time.Unix(1<<62, 0)), "beyond what milliseconds can number is beyond the horizon")
	assert.False(t, always.Open(time.Unix(-1<<62, 0)))
	for _, at := range []time.Time{{}, time.Unix(1<<62, 0), time.Unix(-1<<62, 0), time.UnixMilli(h.table.first()), time.UnixMilli(h.table.last()),
		time.UnixMilli(h.table.first() - 1), time.UnixMilli(h.table.last() + 1), time.UnixMilli(h.table.last() - 1)} {
		for _, c := range []*Hours{h, &none} {
			for _, d := range []time.Duration{0, 1, -1, 1 << 62, -1 << 63, 1<<63 - 1} {
				_, _ = c.Add(at, d)
				_, _ = c.Sub(at, d)
				_, _ = c.Due(at, Term{WorkingTime, int64(d)})
				_, _ = c.Due(at, Term{WorkingDays, int64(d)})
				_, _ = c.Due(at, Term{ElapsedTime, int64(d)})
				_, _ = c.AddDays(at, int(d))
			}
			for _, search := range []func(time.Time) (time.Time, bool){c.NextOpening, c.NextClosing, c.PrevOpening, c.PrevClosing} {
				search(at)
			}
			assert.False(t, c.Open(at))
			assert.Equal(t, c.Between(at, time.Time{}), -c.Between(time.Time{}, at))
			c.DaysBetween(at, time.Time{})
			c.OpenOn(c.DateOf(at))
			c.Closed(Date{1 << 40, 13, -9})
			c.At(Date{1 << 20, 1, 1}, 1<<30, -1<<30)
			_ = c.Example(at, Working(time.Hour))
			for range c.Spans(at, at.Add(1<<62)) {
				break
			}
		}
	}
}
