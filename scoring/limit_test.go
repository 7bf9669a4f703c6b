package scoring_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

func TestLimits(t *testing.T) {
	day := func(n int, hour int) lead.Instant { return t0.Add(lead.Span(n)*lead.Day + lead.Span(hour)*lead.Hour) } // t0 is a Monday, 9:00 UTC
	opened := scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point}
	rates := func(list ...string) scoring.Rule {
		r := opened
		for _, text := range list {
			var rate scoring.Rate
			require.NoError(t, rate.UnmarshalText([]byte(text)))
			r.AtMost = append(r.AtMost, rate)
		}
		return r
	}
	once, cool := opened, opened
	once.Once, cool.CoolDown = true, 2*lead.Hour
	for _, c := range []struct {
		name string
		rule scoring.Rule
		at   []lead.Instant
		want string
	}{
		{"a day begins at midnight", rates("2 per day"), []lead.Instant{day(0, 0), day(0, 1), day(0, 14), day(0, 15), day(1, 0)}, "4"},
		{"a week begins on Monday", rates("1 per week"), []lead.Instant{day(0, 0), day(6, 14), day(6, 15)}, "2"},
		{"a month begins on the first", rates("1 per month"), []lead.Instant{day(0, 0), day(28, 14), day(28, 15)}, "2"},
		{"a rolling span ends after its last millisecond", rates("1 within 2h"), []lead.Instant{day(0, 0), day(0, 2) - 1, day(0, 2)}, "2"},
		{"a cool-down is a rolling span", cool, []lead.Instant{day(0, 0), day(0, 1), day(0, 2), day(0, 3)}, "2"},
		{"once is once", once, []lead.Instant{day(0, 0), day(40, 0)}, "1"},
		{"the stricter limit holds", rates("2 per day", "3 per month"), []lead.Instant{day(0, 0), day(0, 1), day(0, 2), day(1, 0), day(2, 0)}, "3"},
		{"an event older than all that is remembered gives nothing", rates("1 per day"), []lead.Instant{day(5, 0), day(4, 0)}, "1"},
		{"a late event counts while all that gave is remembered", rates("2 per day"), []lead.Instant{day(5, 0), day(4, 0), day(4, 1)}, "2"},
	} {
		w := newWorld(t, one(c.rule))
		for _, at := range c.at {
			w.event("email_opened", at, nil)
		}
		assert.Equal(t, c.want, w.score("interest", day(60, 0)), c.name)
	}
}

func TestDaysBeginInTheZone(t *testing.T) {
	m := one(scoring.Rule{Each: []string{"email_opened"}, Points: lead.Point, AtMost: []scoring.Rate{{Times: 1, Per: scoring.Daily}}})
	m.Zone = "Europe/Paris"
	w := newWorld(t, m)
	for _, hour := range []lead.Span{0, 13, 14} { // 10:00, 23:00 and the next midnight in Paris
		w.event("email_opened", after(hour*lead.Hour), nil)
	}
	assert.Equal(t, "2", w.score("interest", days(2)))
}

func TestWhatIsHeldBackIsTold(t *testing.T) {
	w := newWorld(t, one(scoring.Rule{Each: []string{"email_opened"}, Points: 3 * lead.Point, Once: true}))
	for range 4 {
		w.event("email_opened", t0, nil)
	}
	lines := w.scorer.Explain(w.state, t0)
	assert.Equal(t, lead.Line{Score: "interest", Rule: "rule", Points: 3 * lead.Point, Given: 3 * lead.Point, Times: 1, Last: t0,
		Reason: "each email_opened, once; held back 3 times; 9 points withheld"}, lines[0])
}
