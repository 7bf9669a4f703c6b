package lead

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A week is what the standard library makes of its seven days, and no other day.
func TestWeeksAreThoseOfISO8601(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(1, 1, 1+rapid.IntRange(0, 3_652_058).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		w := WeekOf(day.Date())
		year, n := day.ISOWeek()
		require.Equal(t, fmt.Sprintf("%04d-W%02d", year, n), w.String())
		require.Equal(t, time.Monday, w.Monday().Weekday())
		after := day.Sub(w.Monday())
		require.True(t, 0 <= after && after < 7*24*time.Hour, "%s in the week of %s", day, w.Monday())
		var back ISOWeek
		require.NoError(t, back.UnmarshalText([]byte(w.String())))
		require.Equal(t, w, back)
	})
}

func TestWeeks(t *testing.T) {
	for date, want := range map[[3]int]string{
		{2026, 1, 1}: "2026-W01", {2025, 12, 29}: "2026-W01", {2025, 12, 28}: "2025-W52",
		// 2026 begins on a Thursday, and so has 53.
		{2026, 12, 31}: "2026-W53", {2027, 1, 3}: "2026-W53", {2027, 1, 4}: "2027-W01", {2021, 1, 1}: "2020-W53", {2023, 1, 1}: "2022-W52",
		{1970, 1, 1}: "1970-W01", {1969, 12, 31}: "1970-W01", {1, 1, 1}: "0001-W01", {9999, 12, 31}: "9999-W52",
	} {
		assert.Equal(t, want, WeekOf(date[0], time.Month(date[1]), date[2]).String(), date)
	}
	assert.Equal(t, LastWeek, WeekOf(9999, 12, 31))
	assert.Equal(t, "none", ISOWeek(0).String())
	assert.True(t, LastWeek.Valid() && ISOWeek(0).Valid() && !ISOWeek(-1).Valid() && !(LastWeek+1).Valid())
	for _, wrong := range []string{"2026-W54", "2025-W53", "2026-W00", "2026-w03", "2026W03", "2026-W3", "2026-03", "-026-W03", "2026-W+3", "0000-W01"} {
		var w ISOWeek
		assert.Error(t, w.UnmarshalText([]byte(wrong)), wrong)
	}
	newest := WeekOf(2026, 12, 31)
	assert.Equal(t, []ISOWeek{newest, newest - MostWeeks + 1, 0, 0, newest + 1},
		[]ISOWeek{newest.Kept(newest), (newest - MostWeeks + 1).Kept(newest), (newest - MostWeeks).Kept(newest), ISOWeek(0).Kept(newest), (newest + 1).Kept(newest)})
	assert.Equal(t, ISOWeek(1), ISOWeek(1).Kept(0), "none is newest yet")
	assert.Less(t, newest-MostWeeks, WeekOf(2025, 1, 2), "the year before lies beside it")
}
