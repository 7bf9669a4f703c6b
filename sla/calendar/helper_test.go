package calendar

import (
	"archive/zip"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func compiled(t require.TestingT, spec Calendar) *Hours {
	h, err := Compile(spec)
	require.NoError(t, err)
	return h
}

// office is a week with a break, in a zone.
func office(zone string) Calendar {
	return Calendar{Zone: zone, Open: Week{{Days: "mon-fri", Spans: []string{"09:00-12:30", "14:00-18:00"}}}}
}

func plain(zone, days, span string) Calendar {
	return Calendar{Zone: zone, Open: Week{{Days: days, Spans: []string{span}}}}
}

// wall reads "2026-03-27 16:00" or "2026-03-27 16:00:00.9" on the calendar's clock.
func wall(t *testing.T, h *Hours, text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text[:16], h.Location())
	require.NoError(t, err)
	if len(text) > 16 {
		d, err := time.ParseDuration(text[17:] + "s")
		require.NoError(t, err)
		at = at.Add(d)
	}
	return at
}

func clock(t time.Time) string { return t.Format("2006-01-02 15:04") }

// zoneFile lists every name of Go's own copy of the time zone database.
var zoneFile = sync.OnceValues(func() ([]string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	r, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var names []string
	for _, f := range r.File {
		if !strings.HasSuffix(f.Name, "/") && f.Name != "Factory" {
			names = append(names, f.Name)
		}
	}
	return names, nil
})

// changing gives every zone that has changed its clock within sixty years of 2026, and the instants at which it did, from 1970 on.
func changing(t *testing.T) map[string][]time.Time {
	names, err := zoneFile()
	if err != nil {
		t.Skipf("no list of time zones: %v", err)
	}
	all := map[string][]time.Time{}
	for _, name := range names {
		loc, err := time.LoadLocation(name)
		require.NoError(t, err, name)
		at := time.Date(1966, 11, 22, 0, 0, 0, 0, time.UTC).In(loc)
		for until := at.AddDate(60, 0, 0); ; {
			end, ok := boundAfter(at)
			if !ok || end.After(until) {
				break
			}
			_, before := at.Zone()
			if _, after := end.Zone(); before != after && end.Year() >= FirstYear {
				all[name] = append(all[name], end)
			}
			at = end
		}
	}
	require.Greater(t, len(all), 400)
	return all
}

var zoneSample = []string{"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia", "America/Sao_Paulo",
	"Asia/Kathmandu", "Africa/Casablanca", "Antarctica/Troll", "America/Godthab", "Asia/Gaza", "Pacific/Kwajalein", "UTC", "Asia/Tokyo"}

// calendars generates specifications: spans with breaks, over midnight, all day; closed dates and stretches; one-off openings.
func calendars() *rapid.Generator[Calendar] {
	return rapid.Custom(func(t *rapid.T) Calendar {
		spec := Calendar{Zone: rapid.SampledFrom(zoneSample).Draw(t, "zone")}
		nights := rapid.Bool().Draw(t, "nights")
		for _, day := range weekdays {
			if spans := spanLists(nights).Draw(t, day); len(spans) > 0 {
				spec.Open = append(spec.Open, Shift{day, spans})
			}
		}
		if rapid.Bool().Draw(t, "holidays") {
			spec.Closed = append(spec.Closed, "holidays "+rapid.SampledFrom([]string{"FR", "DE-BY", "GB-SCT", "US"}).Draw(t, "set"))
		}
		for range rapid.IntRange(0, 3).Draw(t, "closed") {
			from := dates().Draw(t, "from")
			to := dateOf(from + rapid.SampledFrom([]int{0, 0, 1, 10, 400}).Draw(t, "length"))
			spec.Closed = append(spec.Closed, dateOf(from).String()+".."+to.String())
		}
		for range rapid.IntRange(0, 3).Draw(t, "openings") {
			spans := spanLists(nights).Filter(func(s []string) bool { return len(s) > 0 }).Draw(t, "spans")
			spec.AlsoOpen = append(spec.AlsoOpen, Opening{dateOf(dates().Draw(t, "on")).String(), spans})
		}
		if len(spec.Open)+len(spec.AlsoOpen) == 0 {
			spec.Open = Always()
		}
		return spec
	})
}

// spanLists generates the spans of one date, of a calendar that works nights or of one that has whole days; no night runs into the spans of the next date.
func spanLists(nights bool) *rapid.Generator[[]string] {
	lists := [][]string{nil, {"09:00-17:00"}, {"09:00-12:30", "14:00-18:00"}, {"06:15-06:45", "07:00-07:01"}, {"05:30-12:00", "12:00-24:00"}}
	if nights {
		return rapid.SampledFrom(append(lists, []string{"22:00-05:00"}, []string{"05:00-06:30", "22:00-02:30"}, []string{"23:59-00:30"}))
	}
	return rapid.SampledFrom(append(lists, []string{"00:00-24:00"}, []string{"00:00-02:30", "02:45-24:00"}, []string{"01:30-03:15"}))
}

// dates generates days from 2000 to 2040, often close to each other.
func dates() *rapid.Generator[int] {
	return rapid.OneOf(rapid.IntRange(dayOf(2000, 1, 1), dayOf(2040, 1, 1)), rapid.IntRange(dayOf(2026, 3, 20), dayOf(2026, 4, 10)), rapid.Just(dayOf(2011, 12, 29)))
}

// instants generates instants over the horizon, most of them near the other dates and near changes of the clock.
func instants(h *Hours) *rapid.Generator[time.Time] {
	near := rapid.Custom(func(t *rapid.T) time.Time {
		at := time.Unix(int64(dates().Draw(t, "day"))*86_400, 0)
		if bounds := h.zone.at[1:]; len(bounds) > 0 && rapid.Bool().Draw(t, "change") {
			at = time.UnixMilli(rapid.SampledFrom(bounds).Draw(t, "at"))
		}
		return at.Add(time.Duration(rapid.IntRange(-72*60, 72*60).Draw(t, "minutes")) * time.Minute).Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, -1, 37_123}).Draw(t, "ms")) * time.Millisecond)
	})
	return near.Filter(func(t time.Time) bool { return h.covers(t.UnixMilli()) })
}
