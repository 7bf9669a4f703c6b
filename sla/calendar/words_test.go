package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestWords(t *testing.T) {
	h := compiled(t, office("Europe/Paris"))
	for _, c := range []struct{ start, due, want string }{
		{"2026-11-20 16:00", "2026-11-20 16:30", "Friday 16:00, due Friday 16:30"},
		{"2026-11-20 16:00", "2026-11-26 16:00", "Friday 16:00, due Thursday 16:00"},
		{"2026-11-20 16:00", "2026-11-27 09:00", "Friday 16:00, due Friday 27 November 09:00"},
		{"2026-12-30 16:00", "2027-01-07 09:00", "Wednesday 16:00, due Thursday 7 January 2027 09:00"},
		{"2026-11-20 16:00", "2026-11-20 16:00:30", "Friday 16:00, due Friday 16:00:30"},
		{"2026-11-20 16:00", "2026-11-19 16:00", "Friday 16:00, due Thursday 19 November 16:00"},
	} {
		assert.Equal(t, c.want, h.Words(wall(t, h, c.start), wall(t, h, c.due)))
	}
	assert.Equal(t, "Friday 16:00", h.Moment(time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC), time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)), "on the calendar's own clock")
}

func TestExamplesStartBeforeTheLongestClosure(t *testing.T) {
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		spec Calendar
		term Term
		want string
	}{
		{plain("Europe/Paris", "mon-fri", "09:00-17:00"), Working(3 * time.Hour), "Friday 15:30, due Monday 10:30"},
		{plain("Europe/Paris", "sun-thu", "09:00-17:00"), Days(1), "Thursday 15:00, due Sunday 15:00"},
		{plain("Europe/Paris", "mon-fri", "16:00-17:00"), Elapsed(24 * time.Hour), "Friday 16:00, due Saturday 16:00"},
		{plain("Europe/Paris", "mon", "09:00-17:00"), Working(0), "Monday 17:00, due Monday 23 November 09:00"},
		{Calendar{Open: Always()}, Working(30 * time.Minute), "Friday 16:00, due Friday 16:30"},
		{Calendar{Zone: "UTC", AlsoOpen: Openings{{"2026-11-18", []string{"10:00-12:00"}}}}, Working(9 * time.Hour), "Friday 16:00, and never due"},
	} {
		assert.Equal(t, c.want, compiled(t, c.spec).Example(monday, c.term))
	}
}
