package calendar

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Elsewhere the same days of one's own are closed, and the holidays that are kept there in place of those that are kept here.
func TestKeepingOtherHolidays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		own := []string{"2026-08-03..2026-08-14", "holidays works", "last mon of sep"}
		closed := slices.Clone(own)
		for _, set := range rapid.SliceOfN(rapid.SampledFrom([]string{"FR", "DE-BY", "US"}), 0, 2).Draw(rt, "here") {
			at := rapid.IntRange(0, len(closed)).Draw(rt, "at")
			closed = slices.Insert(closed, at, "holidays "+set)
		}
		spec := Calendar{Zone: "UTC", Open: Always(), Closed: closed, Holidays: []Set{{Name: "works", Days: []string{"jun 3"}}, {Name: "CH", Days: []string{"aug 1"}}}}
		before := spec.Clone()
		set := rapid.SampledFrom(spec.Codes()).Draw(rt, "there")
		there := compiled(rt, spec.Keeping(set))
		require.Equal(rt, before, spec)
		spec.Closed = own
		ours := compiled(rt, spec)
		year := rapid.IntRange(2000, 2040).Draw(rt, "year")
		var theirs []Holiday
		if set != "CH" {
			theirs, _ = Holidays(set, year)
		} else {
			theirs = []Holiday{{Date{year, time.August, 1}, "aug 1"}}
		}
		for day := dayOf(year, time.January, 1); day < dayOf(year+1, time.January, 1); day++ {
			d := dateOf(day)
			kept := slices.ContainsFunc(theirs, func(h Holiday) bool { return h.Date == d })
			require.Equal(rt, ours.OpenOn(d) && !kept, there.OpenOn(d), "%s in %s", d, set)
		}
	})
}

func TestCodesOfHolidays(t *testing.T) {
	codes := Calendar{Holidays: []Set{{Name: "works"}, {Name: "CH"}, {Name: "CH-ZH"}, {Name: "FR"}, {Name: "ch"}, {Name: "C1"}, {Name: "CH-"}, {Name: "CH-ABCD"}}}.Codes()
	assert.True(t, slices.IsSorted(codes))
	assert.Subset(t, codes, append(Sets(), "CH", "CH-ZH"))
	assert.Len(t, codes, len(Sets())+2)
}
