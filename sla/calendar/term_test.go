package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/leadkit/leadkit/lead/diag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestTermTexts(t *testing.T) {
	for _, c := range []struct {
		text, canonical string
		term            Term
	}{
		{"0", "0", Term{}},
		{"24h", "24h", Elapsed(24 * time.Hour)},
		{"1d", "24h", Elapsed(24 * time.Hour)},
		{"48h", "2d", Elapsed(48 * time.Hour)},
		{"14d", "14d", Elapsed(14 * 24 * time.Hour)},
		{"2w", "14d", Elapsed(14 * 24 * time.Hour)},
		{"2 weeks", "14d", Elapsed(14 * 24 * time.Hour)},
		{"90m", "90m", Elapsed(90 * time.Minute)},
		{"1h30m", "90m", Elapsed(90 * time.Minute)},
		{"1 d 12 h", "36h", Elapsed(36 * time.Hour)},
		{"30 minutes", "30m", Elapsed(30 * time.Minute)},
		{"1 hour", "1h", Elapsed(time.Hour)},
		{"1500ms", "1500ms", Elapsed(1500 * time.Millisecond)},
		{"8 working hours", "8 working hours", Working(8 * time.Hour)},
		{"1 working hour", "1 working hour", Working(time.Hour)},
		{"90 working minutes", "90 working minutes", Working(90 * time.Minute)},
		{"24 working hours", "24 working hours", Working(24 * time.Hour)},
		{"1 working hour 30 working minutes", "90 working minutes", Working(90 * time.Minute)},
		{"1 working day", "1 working day", Days(1)},
		{"2 working days", "2 working days", Days(2)},
		{"0 working hours", "0 working hours", Working(0)},
	} {
		var got Term
		require.NoError(t, got.UnmarshalText([]byte(c.text)), c.text)
		assert.Equal(t, c.term, got, c.text)
		assert.Equal(t, c.canonical, got.String(), c.text)
	}
}

func TestMalformedTerms(t *testing.T) {
	for _, c := range []struct{ text, at, near string }{
		{"", "", ""},
		{"h", "h", ""},
		{"24", "", ""},
		{"-24h", "-24h", ""},
		{"1.5h", ".5h", ""},
		{"8 worken hours", "worken hours", "working"},
		{"3 huors", "huors", "hours"},
		{"2 working weeks", "weeks", ""},
		{"1 working day 2h", "", ""},
		{"1h 1 working hour", "", ""},
		{"99999999999999999999h", "99999999999999999999h", ""},
		{"999999999999999d", "d", ""},
		{"zwei Tage", "zwei Tage", ""},
	} {
		var got Term
		err := got.UnmarshalText([]byte(c.text))
		var found diag.List
		require.ErrorAs(t, err, &found, c.text)
		require.Len(t, found, 1)
		assert.Equal(t, "malformed-term", found[0].Code)
		assert.Equal(t, c.near, found[0].Near, c.text)
		assert.NotEmpty(t, found[0].Near+found[0].Remedy)
		assert.Equal(t, c.at, c.text[found[0].Place.From:found[0].Place.To], c.text)
		assert.Equal(t, Term{}, got, "a refused text changes nothing")
	}
}

func TestTermsRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		unit := rapid.SampledFrom([]int64{1, 1000, minuteMs, 60 * minuteMs, dayMs}).Draw(rt, "unit")
		term := Term{rapid.SampledFrom([]Measure{ElapsedTime, WorkingTime, WorkingDays}).Draw(rt, "measure"), unit * rapid.Int64Range(0, 1000).Draw(rt, "n")}
		data, err := json.Marshal(term)
		require.NoError(rt, err)
		var again Term
		require.NoError(rt, json.Unmarshal(data, &again), string(data))
		require.Equal(rt, term, again)
		require.Equal(rt, term.String(), again.String())
	})
}

func TestAnyTermText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9]{0,20} ?(working )?[a-z]{0,8}( [0-9]*[hdm])?`)).Draw(rt, "text")
		var term, again Term
		if term.UnmarshalText([]byte(text)) == nil {
			require.NoError(rt, again.UnmarshalText([]byte(term.String())))
			require.Equal(rt, term, again)
		}
	})
}

func TestDue(t *testing.T) {
	spec := office("Europe/Paris")
	spec.Closed = []string{"holidays FR"}
	h := compiled(t, spec)
	for _, c := range []struct{ term, start, due string }{
		{"24h", "2026-11-20 16:00", "2026-11-21 16:00"},
		{"4 working hours", "2026-11-20 16:00", "2026-11-23 11:00"},
		{"8 working hours", "2026-11-20 16:00", "2026-11-23 16:30"},
		{"1 working day", "2026-11-20 16:00", "2026-11-23 16:00"},
		{"30 minutes", "2026-11-20 16:00", "2026-11-20 16:30"},
		{"0 working hours", "2026-11-21 16:00", "2026-11-23 09:00"},
		{"0", "2026-11-21 16:00", "2026-11-21 16:00"},
		{"24h", "2026-03-28 16:00", "2026-03-29 17:00"}, // elapsed, over the night of 23 hours
		{"8 working hours", "2025-12-24 16:00", "2025-12-26 16:30"},
	} {
		var term Term
		require.NoError(t, term.UnmarshalText([]byte(c.term)))
		due, err := h.Due(wall(t, h, c.start), term)
		require.NoError(t, err)
		assert.Equal(t, c.due, clock(due), "%s from %s", c.term, c.start)
	}
}
