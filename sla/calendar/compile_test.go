package calendar

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadkit/leadkit/lead/diag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAllFindingsInOnePass(t *testing.T) {
	_, err := Compile(Calendar{
		Zone: "Europe/Pari",
		Open: Week{
			{"mon-fir", []string{"09:00-17:00"}},
			{"sat", []string{"9-12", "10:00-25:00"}},
			{"sun", nil},
			{"mon,tue", []string{"09:00-12:00", "11:00-13:00"}},
		},
		Closed:   []string{"holidays FRR", "dez 24", "2026-13-01", "plant"},
		AlsoOpen: []Opening{{"2026-12-05", []string{"10:00"}}, {"tomorrow", []string{"10:00-12:00"}}},
		Holidays: []Set{{Name: "FR"}, {Name: "plant", Days: []string{"easter+"}, ICal: "BEGIN:VEVENT\n"}},
	})
	var found diag.List
	require.ErrorAs(t, err, &found)
	var lines []string
	for _, f := range found {
		lines = append(lines, f.String())
	}
	assert.Equal(t, []string{
		`/also_open/2026-12-05/0: "10:00" is no span of a day; write a span such as "09:00-12:30", or "22:00-06:00" over midnight`,
	}, lines[:1])
	codes := func(path string) string {
		i := slices.IndexFunc(found, func(f diag.Finding) bool { return f.Place.Path == path })
		if i < 0 {
			return "none"
		}
		return found[i].Code + " " + found[i].Near
	}
	for path, want := range map[string]string{
		"/zone":                  "unknown-zone Europe/Paris",
		"/open/mon-fir":          "malformed-days fri",
		"/open/sat/0":            "malformed-span ",
		"/open/sat/1":            "malformed-span ",
		"/open/sun":              "no-spans ",
		"/open/mon,tue/1":        "overlapping-spans ",
		"/closed/0":              "unknown-set-of-holidays FR",
		"/closed/1":              "malformed-date dec",
		"/closed/2":              "malformed-date ",
		"/closed/3":              "malformed-date holidays plant",
		"/also_open/tomorrow":    "malformed-date ",
		"/holidays/FR":           "duplicate-set ",
		"/holidays/plant/days/0": "malformed-date ",
		"/holidays/plant/ical":   "malformed-ical ",
	} {
		assert.Equal(t, want, codes(path), path)
	}
	assert.Len(t, found, 15)
}

func TestOverlapsAreSaidOnce(t *testing.T) {
	for _, c := range []struct {
		week Week
		want []string
	}{
		{Week{{"mon-fri", []string{"09:00-12:00", "12:00-17:00"}}}, nil},
		{Week{{"mon-fri", []string{"09:00-17:00"}}, {"fri", []string{"09:00-15:00"}}}, []string{"/open/fri/0"}},
		{Week{{"daily", []string{"22:00-06:00"}}, {"mon", []string{"05:00-08:00"}}}, []string{"/open/mon/0"}},
		{Week{{"sun", []string{"22:00-06:00"}}, {"mon", []string{"05:00-08:00"}}}, []string{"/open/mon/0"}},
		{Week{{"mon", []string{"22:00-06:00"}}, {"sun", []string{"05:00-08:00"}}}, nil},
	} {
		spec := Calendar{Zone: "UTC", Open: c.week}
		_, err := Compile(spec)
		var found diag.List
		if err != nil {
			require.ErrorAs(t, err, &found)
		}
		var got []string
		for _, f := range found {
			assert.Equal(t, "overlapping-spans", f.Code)
			got = append(got, f.Place.Path)
		}
		assert.Equal(t, c.want, got, "%v", c.week)
	}
}

func TestZones(t *testing.T) {
	for zone, want := range map[string]string{"": "no zone", "Local": "unknown zone", "../etc/passwd": "unknown zone", "Europe/Berlim": `did you mean "Europe/Berlin"?`} {
		_, err := Compile(office(zone))
		assert.ErrorContains(t, err, want, zone)
	}
	_, err := Compile(Calendar{Open: Always(), Closed: []string{"dec 24"}})
	assert.ErrorContains(t, err, "no zone", "a date needs one")
	for _, name := range zoneNames() {
		_, err := time.LoadLocation(name)
		assert.NoError(t, err)
	}
}

func TestDaysOfTheWeek(t *testing.T) {
	for text, want := range map[string]string{"mon-fri": "mon tue wed thu fri", "sat": "sat", "mon,wed": "mon wed", "fri-mon": "mon fri sat sun", "daily": "mon tue wed thu fri sat sun",
		"Monday - Wednesday, sat": "mon tue wed sat", "tue-tue": "tue", "sun-sat": "mon tue wed thu fri sat sun"} {
		days, fault := parseDays(text)
		require.Nil(t, fault, text)
		var got []string
		for i, on := range days {
			if on {
				got = append(got, weekdays[i])
			}
		}
		assert.Equal(t, want, strings.Join(got, " "), text)
	}
	for text, at := range map[string]string{"": "", "mon-": "mon-", "mon,,tue": "", "mon,x-fri": "x-fri", "weekday": "weekday"} {
		_, fault := parseDays(text)
		require.NotNil(t, fault, text)
		assert.Equal(t, at, text[fault.Place.From:fault.Place.To], text)
	}
}

func TestAlsoOpenWinsOverClosed(t *testing.T) {
	spec := office("Europe/Paris")
	spec.Closed = []string{"holidays FR", "dec 24"}
	spec.AlsoOpen = []Opening{{"dec 24", []string{"09:00-12:00"}}, {"2026-12-05", []string{"10:00-16:00"}}, {"2026-12-07", []string{"12:00-15:00"}}, {"easter+50", []string{"09:00-17:00"}}}
	h := compiled(t, spec)
	open := func(y int, m time.Month, d int) time.Duration {
		return h.Between(h.At(Date{y, m, d}, 0, 0), h.At(Date{y, m, d}, 24, 0))
	}
	assert.Equal(t, 3*time.Hour, open(2026, 12, 24), "a half-day")
	assert.Equal(t, 6*time.Hour, open(2026, 12, 5), "a Saturday")
	assert.Equal(t, 9*time.Hour, open(2026, 12, 7), "beside the week's own hours, and what overlaps counts once")
	assert.Equal(t, 8*time.Hour, open(2026, 5, 25), "Whit Monday worked as the day of solidarity")
	assert.True(t, h.OpenOn(Date{2026, 12, 5}))
	why, ok := h.Closed(Date{2026, 12, 24})
	assert.True(t, ok)
	assert.Equal(t, "dec 24", why)
	why, _ = h.Closed(Date{2026, 12, 25})
	assert.Equal(t, "Christmas Day", why)
	_, ok = h.Closed(Date{2026, 12, 23})
	assert.False(t, ok)
}

func TestANightShiftOutlivesItsDate(t *testing.T) {
	spec := plain("Europe/Paris", "daily", "22:00-06:00")
	spec.Closed = []string{"2026-12-25"}
	h := compiled(t, spec)
	assert.True(t, h.Open(wall(t, h, "2026-12-25 05:59")), "it began on the 24th")
	assert.False(t, h.Open(wall(t, h, "2026-12-25 22:00")))
	assert.False(t, h.Open(wall(t, h, "2026-12-26 05:59")))
}

func TestGreatBritainAloneIsAWarning(t *testing.T) {
	spec := office("Europe/London")
	spec.Closed = []string{"holidays GB"}
	h := compiled(t, spec)
	require.Len(t, h.Warnings(), 1)
	assert.Contains(t, h.Warnings()[0].String(), "Easter Monday")
	spec.Closed = []string{"holidays GB-ENG"}
	assert.Empty(t, compiled(t, spec).Warnings())
}

func TestSpecRoundTrip(t *testing.T) {
	spec := office("Europe/Paris")
	spec.Name, spec.Closed = "default", []string{"holidays FR", "2026-12-24..2026-12-31", "holidays plant"}
	spec.AlsoOpen = []Opening{{"2026-12-05", []string{"10:00-16:00"}}}
	spec.Holidays = []Set{{Name: "plant", Days: []string{"aug 1..aug 15"}}}
	data, err := json.Marshal(spec)
	require.NoError(t, err)
	var again Calendar
	require.NoError(t, json.Unmarshal(data, &again))
	assert.Equal(t, spec, again)
	assert.Contains(t, string(data), `"open":{"mon-fri":["09:00-12:30","14:00-18:00"]}`, "as in a contract")

	require.NoError(t, json.Unmarshal([]byte(`{"open": "always"}`), &again))
	assert.Equal(t, Always(), again.Open)
	assert.ErrorContains(t, json.Unmarshal([]byte(`{"open": "alwys"}`), &again), `did you mean "always"?`)
	require.NoError(t, json.Unmarshal([]byte(`{"open": {"sun": "10:00-12:00", "mon": ["09:00-17:00"]}, "also_open": null}`), &again))
	assert.Equal(t, Week{{"sun", []string{"10:00-12:00"}}, {"mon", []string{"09:00-17:00"}}}, again.Open, "in the order of the file")
	assert.Empty(t, again.AlsoOpen)
	for _, bad := range []string{`{"open": 5}`, `{"open": ["mon"]}`, `{"open": {"mon": 5}}`, `{"also_open": "2026-12-05"}`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &again), bad)
	}
}

func TestOneCalendarForManyGoroutines(t *testing.T) {
	h := compiled(t, office("Europe/Paris"))
	want, err := h.Add(wall(t, h, "2026-11-20 16:00"), 100*time.Hour)
	require.NoError(t, err)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 200 {
				got, _ := h.Add(want, -100*time.Hour)
				got, _ = h.Add(got, 100*time.Hour)
				if !got.Equal(want) {
					t.Error("differs")
				}
				h.NextOpening(got)
				_, _ = h.AddDays(got, 3)
			}
		})
	}
	wait.Wait()
}

func TestHotPathsDoNotAllocate(t *testing.T) {
	spec := office("Europe/Paris")
	spec.Closed = []string{"holidays FR"}
	h := compiled(t, spec)
	at := wall(t, h, "2026-11-20 16:00")
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		due, _ := h.Add(at, 5000*time.Hour)
		_, _ = h.Sub(due, time.Hour)
		_, _ = h.AddDays(at, 7)
		_, _ = h.Due(at, Days(2))
		h.Between(at, due)
		h.NextClosing(at)
		h.Open(at)
	}))
}
