package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func holidayDates(t *testing.T, set string, year int) string {
	days, err := Holidays(set, year)
	require.NoError(t, err)
	var dates []string
	for _, d := range days {
		dates = append(dates, d.Date.String()[5:])
	}
	return strings.Join(dates, " ")
}

// The dates as the authorities published them.
func TestPublishedHolidays(t *testing.T) {
	for _, c := range []struct {
		set  string
		year int
		want string
	}{
		// service-public.fr
		{"FR", 2024, "01-01 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25"},
		{"FR", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"},
		{"FR", 2008, "01-01 03-24 05-01 05-08 05-12 07-14 08-15 11-01 11-11 12-25"}, // Ascension on 1 May
		{"FR-57", 2026, "01-01 04-03 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25 12-26"},
		{"FR-974", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-20 12-25"},
		{"FR", 2027, "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25"},
		{"FR-67", 2027, "01-01 03-26 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25 12-26"},
		{"FR-972", 2027, "01-01 03-29 05-01 05-06 05-08 05-17 05-22 07-14 08-15 11-01 11-11 12-25"},
		{"FR-973", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 06-10 07-14 08-15 11-01 11-11 12-25"},
		// bmi.bund.de and the states
		{"DE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26"},
		{"DE", 2017, "01-01 04-14 04-17 05-01 05-25 06-05 10-03 10-31 12-25 12-26"},
		{"DE-BY", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26"},
		{"DE-NW", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26"},
		{"DE-SN", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 11-18 12-25 12-26"},
		{"DE-BE", 2025, "01-01 03-08 04-18 04-21 05-01 05-08 05-29 06-09 10-03 12-25 12-26"},
		{"DE-HH", 2018, "01-01 03-30 04-02 05-01 05-10 05-21 10-03 10-31 12-25 12-26"},
		{"DE", 2027, "01-01 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26"},
		{"DE-BW", 2027, "01-01 01-06 03-26 03-29 05-01 05-06 05-17 05-27 10-03 11-01 12-25 12-26"},
		{"DE-HE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 12-25 12-26"},
		{"DE-SN", 2027, "01-01 03-26 03-29 05-01 05-06 05-17 10-03 10-31 11-17 12-25 12-26"},
		{"DE-BB", 2026, "01-01 04-03 04-05 04-06 05-01 05-14 05-24 05-25 10-03 10-31 12-25 12-26"},
		{"DE-MV", 2027, "01-01 03-08 03-26 03-29 05-01 05-06 05-17 10-03 10-31 12-25 12-26"},
		{"DE-TH", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 09-20 10-03 10-31 12-25 12-26"},
		{"DE-ST", 2027, "01-01 01-06 03-26 03-29 05-01 05-06 05-17 10-03 10-31 12-25 12-26"},
		{"DE-SL", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26"},
		// Boletín Oficial del Estado, without the Mondays in place of Sundays
		{"ES", 2025, "01-01 01-06 04-18 05-01 08-15 10-12 11-01 12-06 12-08 12-25"},
		{"ES-CT", 2025, "01-01 01-06 04-18 04-21 05-01 06-24 08-15 09-11 10-12 11-01 12-06 12-08 12-25 12-26"},
		{"ES-MD", 2025, "01-01 01-06 04-17 04-18 05-01 05-02 08-15 10-12 11-01 12-06 12-08 12-25"},
		{"ES", 2026, "01-01 01-06 04-03 05-01 08-15 10-12 11-01 12-06 12-08 12-25"},
		{"ES", 2027, "01-01 01-06 03-26 05-01 08-15 10-12 11-01 12-06 12-08 12-25"},
		{"ES-CT", 2026, "01-01 01-06 04-03 04-06 05-01 06-24 08-15 09-11 10-12 11-01 12-06 12-08 12-25 12-26"},
		{"ES-AN", 2026, "01-01 01-06 02-28 04-02 04-03 05-01 08-15 10-12 11-01 12-06 12-08 12-25"},
		{"ES-MD", 2026, "01-01 01-06 04-02 04-03 05-01 05-02 08-15 10-12 11-01 12-06 12-08 12-25"},
		{"IT", 2011, "01-01 01-06 03-17 04-24 04-25 05-01 06-02 08-15 11-01 12-08 12-25 12-26"}, // Easter Monday on 25 April
		{"IT", 2025, "01-01 01-06 04-20 04-21 04-25 05-01 06-02 08-15 11-01 12-08 12-25 12-26"},
		{"IT", 2026, "01-01 01-06 04-05 04-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26"},
		{"IT", 2027, "01-01 01-06 03-28 03-29 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26"},
		{"IT-RM", 2026, "01-01 01-06 04-05 04-06 04-25 05-01 06-02 06-29 08-15 10-04 11-01 12-08 12-25 12-26"},
		{"IT-BZ", 2027, "01-01 01-06 03-28 03-29 04-25 05-01 05-17 06-02 08-15 10-04 11-01 12-08 12-25 12-26"},
		{"IT-MI", 2025, "01-01 01-06 04-20 04-21 04-25 05-01 06-02 08-15 11-01 12-07 12-08 12-25 12-26"},
		{"BE", 2026, "01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25"},
		{"BE", 2027, "01-01 03-29 05-01 05-06 05-17 07-21 08-15 11-01 11-11 12-25"},
		{"NL", 2027, "01-01 03-28 03-29 04-27 05-06 05-16 05-17 12-25 12-26"},
		{"NL", 2024, "01-01 03-31 04-01 04-27 05-09 05-19 05-20 12-25 12-26"},
		{"NL", 2025, "01-01 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26"},
		{"NL", 2013, "01-01 03-31 04-01 04-30 05-09 05-19 05-20 12-25 12-26"},
		// gov.uk/bank-holidays; the weekend dates themselves beside their substitutes
		{"GB-ENG", 2012, "01-01 01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"},
		{"GB-ENG", 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-26 12-28"},
		{"GB-ENG", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28"},
		{"GB-ENG", 2022, "01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27"},
		{"GB-WLS", 2023, "01-01 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"},
		{"GB-SCT", 2022, "01-01 01-02 01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-25 12-26 12-27"},
		{"GB-SCT", 2023, "01-01 01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26"},
		{"GB-NIR", 2026, "01-01 03-17 04-03 04-06 05-04 05-25 07-12 07-13 08-31 12-25 12-26 12-28"},
		{"GB-ENG", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28"},
		{"GB-ENG", 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28"},
		{"GB-WLS", 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28"},
		{"GB-SCT", 2026, "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-26 12-28"},
		{"GB-SCT", 2027, "01-01 01-02 01-04 03-26 05-03 05-31 08-02 11-30 12-25 12-26 12-27 12-28"},
		{"GB-NIR", 2027, "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-25 12-26 12-27 12-28"},
		{"GB-ENG", 2002, "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26"},
		{"GB-ENG", 2011, "01-01 01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-25 12-26 12-27"},
		// opm.gov; the weekend dates themselves beside the observed ones
		{"US", 2021, "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31"},
		{"US", 2020, "01-01 01-20 02-17 05-25 07-03 07-04 09-07 10-12 11-11 11-26 12-25"},
		{"US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25"},
		{"US-DC", 2021, "01-01 01-18 01-20 02-15 04-16 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31"},
		{"US-MA", 2026, "01-01 01-19 02-16 04-20 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25"},
		{"US", 2027, "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31"},
		{"US-TX", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 11-27 12-24 12-25 12-26"},
		{"US-MA", 2027, "01-01 01-18 02-15 04-19 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31"},
	} {
		assert.Equal(t, c.want, holidayDates(t, c.set, c.year), "%s %d", c.set, c.year)
	}
}

// Easter Sundays, Gregorian from the U.S. Naval Observatory's list, and Julian from that of the Orthodox churches.
func TestEaster(t *testing.T) {
	for year, want := range map[int][2]string{1970: {"03-29", "04-26"}, 2000: {"04-23", "04-30"}, 2008: {"03-23", "04-27"}, 2011: {"04-24", "04-24"}, 2016: {"03-27", "05-01"},
		2024: {"03-31", "05-05"}, 2025: {"04-20", "04-20"}, 2026: {"04-05", "04-12"}, 2038: {"04-25", "04-25"}, 2099: {"04-12", "04-12"}} {
		assert.Equal(t, want[0], dateOf(easter(year)).String()[5:], "%d", year)
		assert.Equal(t, want[1], dateOf(orthodoxEaster(year)).String()[5:], "%d", year)
	}
}

func TestEveryRowOfTheTablesIsARule(t *testing.T) {
	for _, table := range tables() {
		for _, r := range table {
			_, fault := parseRule(r.on)
			assert.Nil(t, fault, "%s: %s", r.sets, r.on)
			assert.NotEmpty(t, r.name)
		}
	}
}

func TestEverySetCompilesAndAgreesWithItsCalendar(t *testing.T) {
	for _, set := range Sets() {
		h := compiled(t, Calendar{Zone: "Europe/Paris", Open: Always(), Closed: []string{"holidays " + set}})
		for _, year := range []int{2000, 2022, 2040} {
			days, err := Holidays(set, year)
			require.NoError(t, err)
			assert.True(t, slices.IsSortedFunc(days, func(a, b Holiday) int { return strings.Compare(a.Date.String(), b.Date.String()) }))
			for _, d := range days {
				assert.False(t, h.OpenOn(d.Date), "%s %v", set, d)
				name, ok := h.Closed(d.Date)
				assert.True(t, ok)
				assert.Equal(t, d.Name, name, "%s %v", set, d)
			}
			year := h.DaysBetween(h.At(Date{year - 1, 12, 31}, 0, 0), h.At(Date{year, 12, 31}, 0, 0))
			assert.Contains(t, []int{365, 366}, year+len(days), set)
		}
	}
}

func TestUnknownSetsAreNamed(t *testing.T) {
	for name, want := range map[string]string{
		"fr":    `did you mean "FR"?`,
		"FRA":   `did you mean "FR"?`,
		"DE-XX": "regions of DE with days of their own are DE-BB, DE-BE",
		"BE-BR": "no region of BE has days of its own: write holidays BE",
		"":      "known: BE, DE, ES, FR, GB, IT, NL, US",
	} {
		_, err := Holidays(name, 2026)
		assert.ErrorContains(t, err, want, name)
	}
	_, err := Holidays("FR", 1969)
	assert.ErrorContains(t, err, "1970 to 2099")
}

func TestRules(t *testing.T) {
	for _, c := range []struct{ rule, want string }{
		{"2026-12-24", "2026-12-24"},
		{"2026-12-30..2027-01-02", "2026-12-30 2026-12-31 2027-01-01 2027-01-02"},
		{"dec 24 in 2026", "2026-12-24"},
		{"24 December in 2026", "2026-12-24"},
		{"dec 31..jan 2 in 2026", "2026-12-31 2027-01-01 2027-01-02"},
		{"feb 29 from 2026 until 2033", "2028-02-29 2032-02-29"},
		{"1st mon of may in 2026", "2026-05-04"},
		{"5th fri of oct from 2026 until 2028", "2026-10-30 2027-10-29"},
		{"last monday of may in 2026", "2026-05-25"},
		{"easter-2 in 2026", "2026-04-03"},
		{"orthodox easter+1 in 2026", "2026-04-13"},
		{"wed before nov 23 in 2026", "2026-11-18"},
		{"mon before may 25 in 2026", "2026-05-18"}, // 25 May is a Monday itself
		{"mon on or before may 25 in 2026", "2026-05-25"},
		{"mon on or after may 26 in 2026", "2026-06-01"},
		{"fri after 4th thu of nov in 2026", "2026-11-27"},
		{"apr 27 moved sun-1 from 2024 until 2025", "2024-04-27 2025-04-26"},
		{"jul 4 observed sat-1, sun+1 from 2026 until 2027", "2026-07-03 2026-07-04 2027-07-04 2027-07-05"},
		{"jan 1 observed sat-1 in 2028", "2027-12-31 2028-01-01"},
		{"jan 20 every 4 years from 2021 until 2029", "2021-01-20 2025-01-20 2029-01-20"},
	} {
		r, fault := parseRule(c.rule)
		require.Nil(t, fault, c.rule)
		var got []string
		r.years(func(day int) { got = append(got, dateOf(day).String()) })
		slices.Sort(got)
		assert.Equal(t, c.want, strings.Join(got, " "), c.rule)
	}
}

func TestAStretchOverTheWholeYear(t *testing.T) {
	for rule, want := range map[string]int{"jan 1..dec 31 in 2026": 365, "jan 2..jan 1 in 2026": 365, "mar 5..mar 4 in 2027": 366, "dec 24..dec 24 in 2026": 1} {
		r, fault := parseRule(rule)
		require.Nil(t, fault)
		n := 0
		r.years(func(int) { n++ })
		assert.Equal(t, want, n, rule)
	}
}

func TestMalformedRules(t *testing.T) {
	for _, c := range []struct {
		rule, at, summary string
	}{
		{"", "", "it ends too early"},
		{"2026-02-30", "2026-02-30", "that date does not exist"},
		{"2150-01-01", "2150-01-01", "years 1970 to 2099"},
		{"dez 24", "dez", "a month is missing"},
		{"dec 32", "32", "dec has no day 32"},
		{"dec", "", "a day of the month is missing"},
		{"1st munday of may", "munday", "a weekday is missing"},
		{"6th mon of may", "6th", "a day of the month is missing"},
		{"easter+x", "easter+x", "after easter comes a number of days"},
		{"mon before", "", "it ends too early"},
		{"mon near may 1", "near", `"before" or "after"`},
		{"dec 24 observed", "", "a weekday and a number of days are missing"},
		{"dec 24 until 2020 from 2030", "from", `"from" is not understood here`},
		{"dec 24 from 2030 until 2020", "dec", "last year comes before its first"},
		{"2026-12-31..2026-12-24", "2026-12-31", "ends before it begins"},
		{"2026-12-31..jan 2", "2026-12-31", "from a date to a date"},
		{"mon after mon after mon after mon after mon after may 1", "mon", "too many days that lean on days"},
		{"every day", "every", "a month is missing"},
	} {
		_, fault := parseRule(c.rule)
		require.NotNil(t, fault, c.rule)
		assert.Contains(t, fault.Summary, c.summary, c.rule)
		assert.Equal(t, c.at, string([]rune(c.rule)[fault.Place.From:fault.Place.To]), c.rule)
		assert.NotEmpty(t, fault.Remedy+fault.Near, c.rule)
	}
}

func TestNoRuleTextPanicsOrRunsAway(t *testing.T) {
	words := rapid.SampledFrom([]string{"dec", "24", "..", "1st", "last", "mon", "of", "may", "easter", "easter+1", "orthodox", "before", "after", "on", "or", "observed", "moved",
		"sat-1", "from", "until", "in", "every", "years", "2026", "2026-12-24", "99999999", "-1", "é", ",", "easter-99999999999999999999"})
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOfN(words, 0, 8).Draw(rt, "words"), " ")
		if rapid.Bool().Draw(rt, "raw") {
			text = rapid.String().Draw(rt, "text")
		}
		r, fault := parseRule(text)
		if fault == nil {
			n := 0
			r.years(func(int) { n++ })
			require.Less(rt, n, 366*(LastYear-FirstYear+4))
			return
		}
		require.GreaterOrEqual(rt, fault.Place.From, 0)
		require.LessOrEqual(rt, fault.Place.To, len([]rune(text)))
	})
}

func TestDateNumbers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		day := rapid.IntRange(-100_000, 100_000).Draw(rt, "day")
		d := dateOf(day)
		require.Equal(rt, day, dayOf(d.Year, d.Month, d.Day))
		require.Equal(rt, (int(time.Unix(int64(day)*86_400, 0).UTC().Weekday())+6)%7, weekdayOf(day))
		var again Date
		text, err := d.MarshalText()
		require.NoError(rt, err)
		require.NoError(rt, again.UnmarshalText(text))
		require.Equal(rt, d, again)
	})
}
