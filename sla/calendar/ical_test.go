package calendar

import (
	"strings"
	"testing"

	"github.com/leadkit/leadkit/lead/diag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func ical(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

func icalDates(t *testing.T, text string) string {
	days, err := ICal(text)
	require.NoError(t, err)
	var dates []string
	for _, d := range days {
		dates = append(dates, d.Date.String())
	}
	return strings.Join(dates, " ")
}

func TestICalEvents(t *testing.T) {
	for _, c := range []struct {
		name, want string
		lines      []string
	}{
		{"one day", "2026-12-24", []string{"DTSTART;VALUE=DATE:20261224"}},
		{"the end is excluded", "2026-12-24 2026-12-25", []string{"DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261226"}},
		{"an end on the start", "2026-12-24", []string{"DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261224"}},
		{"a duration", "2026-12-24 2026-12-25", []string{"DTSTART;VALUE=DATE:20261224", "DURATION:P2D"}},
		{"each year, counted", "2024-02-29 2028-02-29", []string{"DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;COUNT=2"}},
		{"until, with a time", "2026-12-24 2027-12-24", []string{"DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=YEARLY;UNTIL=20271224T000000Z"}},
		{"every other year", "2026-12-24 2028-12-24", []string{"DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=YEARLY;INTERVAL=2;COUNT=2"}},
		{"nth weekday", "2026-11-26 2027-11-25", []string{"DTSTART;VALUE=DATE:20261126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2"}},
		{"last weekday", "2026-05-25 2027-05-31", []string{"DTSTART;VALUE=DATE:20260525", "RRULE:BYDAY=-1MO;FREQ=YEARLY;BYMONTH=5;WKST=MO;COUNT=2"}},
		{"a day of the month", "2026-07-14 2027-07-14", []string{"DTSTART;VALUE=DATE:20260714", "RRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=14;COUNT=2"}},
		{"without one, with another", "2026-07-14 2027-07-15", []string{"DTSTART;VALUE=DATE:20260714", "RRULE:FREQ=YEARLY;COUNT=2", "EXDATE;VALUE=DATE:20270714", "RDATE;VALUE=DATE:20270715"}},
		{"cancelled", "", []string{"DTSTART;VALUE=DATE:20260714", "STATUS:CANCELLED"}},
		{"an alarm within", "2026-07-14", []string{"DTSTART;VALUE=DATE:20260714", "BEGIN:VALARM", "DURATION:PT15M", "END:VALARM"}},
	} {
		assert.Equal(t, c.want, icalDates(t, ical(c.lines...)), c.name)
	}
}

func TestICalFoldsAndEscapes(t *testing.T) {
	days, err := ICal(ical("DTSTART;VALUE=DATE:202607", " 14", `SUMMARY:Plant closed\, all`, "  of it"))
	require.NoError(t, err)
	assert.Equal(t, []Holiday{{Date{2026, 7, 14}, "Plant closed, all of it"}}, days)
}

func TestICalFindings(t *testing.T) {
	for _, c := range []struct {
		name, code, summary, at string
		lines                   []string
	}{
		{"daily", "malformed-ical", `"FREQ=DAILY"`, "RRULE:FREQ=DAILY", []string{"DTSTART;VALUE=DATE:20260714", "RRULE:FREQ=DAILY"}},
		{"by set position", "malformed-ical", `"BYSETPOS=1"`, "RRULE:FREQ=YEARLY;BYSETPOS=1", []string{"DTSTART;VALUE=DATE:20260714", "RRULE:FREQ=YEARLY;BYSETPOS=1"}},
		{"every Monday of May", "malformed-ical", `"BYDAY=MO"`, "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=MO", []string{"DTSTART;VALUE=DATE:20260504", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=MO"}},
		{"a weekday of no month", "malformed-ical", "with BYMONTH", "RRULE:FREQ=YEARLY;BYDAY=1MO", []string{"DTSTART;VALUE=DATE:20260504", "RRULE:FREQ=YEARLY;BYDAY=1MO"}},
		{"no start", "malformed-ical", "has no start", "BEGIN:VEVENT", []string{"SUMMARY:x"}},
		{"a bad start", "malformed-ical", "no date for its start", "DTSTART:soon", []string{"DTSTART:soon"}},
		{"one date changed", "malformed-ical", "changes one date", "RECURRENCE-ID:20260714", []string{"DTSTART;VALUE=DATE:20260714", "RECURRENCE-ID:20260714"}},
		{"longer than it returns", "malformed-ical", "longer than a year", "RRULE:FREQ=YEARLY", []string{"DTSTART;VALUE=DATE:20260714", "DTEND;VALUE=DATE:20280714", "RRULE:FREQ=YEARLY"}},
		{"hours", "malformed-ical", "not of whole days", "DURATION:PT8H", []string{"DTSTART;VALUE=DATE:20260714", "DURATION:PT8H"}},
	} {
		text := ical(c.lines...)
		_, err := ICal(text)
		var found diag.List
		require.ErrorAs(t, err, &found, c.name)
		require.Len(t, found, 1, c.name)
		assert.Equal(t, c.code, found[0].Code, c.name)
		assert.Contains(t, found[0].Summary, c.summary, c.name)
		assert.Equal(t, c.at, text[found[0].Place.From:found[0].Place.To], c.name)
	}
}

func TestICalTimedEventIsAWarning(t *testing.T) {
	text := ical("SUMMARY:Stand-up", "DTSTART:20260714T090000Z", "DTEND:20260714T091500Z", "RRULE:FREQ=DAILY") + ical("DTSTART;VALUE=DATE:20260714", "SUMMARY:Fête")
	spec := plain("Europe/Paris", "daily", "09:00-17:00")
	spec.Closed, spec.Holidays = []string{"holidays plant"}, []Set{{Name: "plant", ICal: text}}
	h := compiled(t, spec)
	assert.False(t, h.OpenOn(Date{2026, 7, 14}))
	require.Len(t, h.Warnings(), 1)
	assert.Equal(t, "timed-event", h.Warnings()[0].Code)
	assert.Equal(t, diag.Place{Path: "/holidays/plant/ical", From: 62, To: 86}, h.Warnings()[0].Place)
}

func TestNoICalTextPanicsOrRunsAway(t *testing.T) {
	lines := rapid.SampledFrom([]string{"BEGIN:VEVENT", "END:VEVENT", "DTSTART;VALUE=DATE:20261224", "DTSTART:16010101", "DTEND:99991231", "DURATION:P9999999999W", "DURATION:P", "RRULE:FREQ=YEARLY",
		"RRULE:FREQ=YEARLY;INTERVAL=9223372036854775807", "RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=5MO", "RRULE:;;=", "RRULE:FREQ=YEARLY;UNTIL=1", "RDATE:20260101,,x", " folded", "SUMMARY:é", ":", ";", ""})
	rapid.Check(t, func(rt *rapid.T) {
		days, found := parseICal(strings.Join(rapid.SliceOfN(lines, 0, 12).Draw(rt, "lines"), "\n"))
		require.Less(rt, len(days), 12*366*(LastYear-FirstYear+2))
		for _, f := range found {
			require.LessOrEqual(rt, f.Place.From, f.Place.To)
		}
	})
}
