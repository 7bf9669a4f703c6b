package sla

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// weekOracle gives the week that the standard library sees on a promise's clock.
func weekOracle(t require.TestingT, terms *Terms, c *Change) (w lead.ISOWeek) {
	year, n := c.Start.Time().In(terms.promise(c.Promise).hours.Location()).ISOWeek()
	require.NoError(t, w.UnmarshalText(fmt.Appendf(nil, "%04d-W%02d", year, n)))
	return w
}

// verdict is how a clock stands at last.
type verdict struct {
	week lead.ISOWeek
	team string
	kind Kind
	took lead.Span
}

// Each week, and each team in it, against a plain count of how the clocks that started in it stand.
func TestWeeksOfTheReportAgainstAPlainCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, leads := genChanges(t)
		var r Report
		var all []verdict
		newest := lead.ISOWeek(0)
		for _, changes := range leads {
			age(changes, rapid.SampledFrom([]lead.Span{0, 1, 52, 105, 106, 300}).Draw(t, "weeks ago"))
			stands := map[string]verdict{}
			for i := range changes {
				c := &changes[i]
				r.Add(d.terms, c)
				v := verdict{weekOracle(t, d.terms, c), c.Team, c.Kind, c.Elapsed}
				newest = max(newest, v.week)
				switch c.Kind {
				case Started:
					v.team = ""
					stands[c.Clock] = v
				case Broken, Kept, KeptLate, Corrected, Cancelled, Waived:
					stands[c.Clock] = v
				}
			}
			for _, v := range stands {
				all = append(all, v)
			}
		}
		weeks := r.Weeks()
		assert.LessOrEqual(t, len(weeks), lead.MostWeeks)
		var kept int64
		for _, w := range weeks {
			assert.Greater(t, w, newest-lead.MostWeeks)
			kept += r.Tally(Which{Week: w}).Kept
			for _, team := range append(r.Teams(), "") {
				want := Tally{}
				var spans Times
				for _, v := range all {
					if v.week == w && (team == "" || v.team == team) {
						want.count(v, &spans)
					}
				}
				got := r.Tally(Which{Week: w, Team: team})
				assert.Equal(t, [7]int64{want.Kept, want.Late, want.Broken, want.Cancelled, want.Waived, want.Corrected},
					[7]int64{got.Kept, got.Late, got.Broken, got.Cancelled, got.Waived, got.Corrected}, "%s %s", w, team)
				assert.Equal(t, spans.All(), got.Elapsed.All())
				if team == "" {
					assert.Equal(t, [2]int64{want.Started, want.Open}, [2]int64{got.Started, got.Open})
				}
				assert.Equal(t, encoded(t, got), encoded(t, r.Tally(Which{Week: w, UntilWeek: w, Team: team})))
			}
		}
		upTo := r.Tally(Which{UntilWeek: newest})
		assert.Equal(t, r.Tally(Which{}).Kept, upTo.Kept)
		assert.Equal(t, kept, r.Tally(Which{Week: newest - lead.MostWeeks + 1, UntilWeek: newest}).Kept)
	})
}

// count counts a clock as it stands.
func (t *Tally) count(v verdict, spans *Times) {
	t.Started++
	switch v.kind {
	case Started:
		t.Open++
	case Broken:
		t.Broken++
	case KeptLate:
		t.Late++
		spans.Add(v.took)
	case Corrected:
		t.Corrected++
		fallthrough
	case Kept:
		t.Kept++
		spans.Add(v.took)
	case Cancelled:
		t.Cancelled++
	case Waived:
		t.Waived++
	}
}

func TestClocksAreInTheWeekOfThePromisesClock(t *testing.T) {
	d := newDesk(t, followUp())
	for name, c := range map[string][3]string{
		"the last day of a year of 53 weeks":       {"2026-12-31 12:00", "2026-W53", "2026-12"},
		"the first Sunday of the next, in week 53": {"2027-01-03 23:59", "2026-W53", "2027-01"},
		"the Monday after it":                      {"2027-01-04 00:00", "2027-W01", "2027-01"},
		"a December day of the next year's week 1": {"2025-12-29 00:00", "2026-W01", "2025-12"},
		"the Sunday on which the clocks go on":     {"2026-03-29 23:59", "2026-W13", "2026-03"},
		"the Monday after, still Sunday in UTC":    {"2026-03-30 00:00", "2026-W14", "2026-03"},
		"the Sunday on which they go back":         {"2026-10-25 23:59", "2026-W43", "2026-10"},
		"the Monday after":                         {"2026-10-26 00:00", "2026-W44", "2026-10"},
		"a month that begins on a Thursday":        {"2026-10-01 00:00", "2026-W40", "2026-10"},
		"and the day before, of the same week":     {"2026-09-30 23:59", "2026-W40", "2026-09"},
	} {
		var r Report
		r.Add(d.terms, &Change{Kind: Started, Promise: "follow up", By: Sales, Start: instant(c[0])})
		require.Len(t, r.Weeks(), 1, name)
		assert.Equal(t, [2]string{c[1], c[2]}, [2]string{r.Weeks()[0].String(), r.Months()[0].String()}, name)
	}
}

// A report that was written before weeks were kept goes on; so does a clock of it that is answered later.
func TestAReportWithoutWeeksIsRead(t *testing.T) {
	d := newDesk(t, followUp())
	var r Report
	decode(t, `{"cells":[{"p":"follow up","m":"2026-10","b":"sales","s":1,"n":1,"t":{"in":[1792479600000]}}]}`, &r)
	at := instant("2026-10-20 09:00")
	require.Equal(t, "2026-10-20", at.Time().Format(time.DateOnly))
	r.Add(d.terms, &Change{Kind: Kept, Promise: "follow up", By: Sales, Start: at, Elapsed: lead.Hour, Who: "Ada", Team: "north"})
	s := r.Tally(Which{Month: text[lead.Month]("2026-10")})
	assert.Equal(t, [3]int64{1, 1, 0}, [3]int64{s.Started, s.Kept, s.Open})
	assert.EqualValues(t, 1, r.Tally(Which{Week: r.Weeks()[0], Team: "north"}).Kept)
	assert.Zero(t, r.Responses(d.terms, Which{}, at.Add(lead.Day)).Bands.Waiting)
}
