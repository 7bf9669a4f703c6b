package sla

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

func minutes(t *rapid.T, label string) (list []lead.Span) {
	for range rapid.IntRange(0, 20).Draw(t, label) {
		list = append(list, lead.Span(rapid.IntRange(1, 15).Draw(t, label+" span"))*lead.Minute)
	}
	return list
}

// Where nothing is open the estimate is the plain share, and its percentiles are those of nearest rank.
func TestACurveOfAnsweredOnesIsThePlainOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		answered := minutes(t, "answered")
		c := NewCurve(answered, nil)
		var times Times
		for _, s := range answered {
			times.Add(s)
		}
		for p := 1; p <= 100; p++ {
			want, known := times.Percentile(p)
			got, ok := c.Percentile(p)
			require.Equal(t, known, ok)
			require.Equal(t, want, got, "%d of %v", p, answered)
		}
		for m := lead.Span(0); m <= 16*lead.Minute && len(answered) > 0; m += lead.Minute {
			require.InDelta(t, 1-float64(times.Within(m))/float64(len(answered)), c.Left(m), 1e-12)
		}
	})
}

// The estimate is the product, over the spans at which answers came, of the share of those then waiting that went on waiting.
func TestACurveIsTheProductLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		answered, open := minutes(t, "answered"), minutes(t, "open")
		c := NewCurve(answered, open)
		require.Equal(t, [2]int{len(answered), len(open)}, [2]int{c.Answered, c.Open})
		left := 1.0
		for m := lead.Span(0); m <= 16*lead.Minute; m += lead.Minute {
			came, waiting := 0, 0
			for _, s := range answered {
				if s == m {
					came++
				}
				if s >= m {
					waiting++
				}
			}
			for _, s := range open {
				if s >= m {
					waiting++
				}
			}
			if came > 0 {
				left *= 1 - float64(came)/float64(waiting)
			}
			require.InDelta(t, left, c.Left(m), 1e-12)
		}
		if median, ok := c.Median(); ok {
			require.LessOrEqual(t, c.Left(median), 0.5+1e-9)
			require.Greater(t, c.Left(median-1), 0.5)
		} else {
			require.Greater(t, left, 0.5)
		}
	})
}

// The remission times of 21 patients under 6-mercaptopurine (Freireich and others 1963), the usual example: survival 0.857 after 6 weeks, 0.448 after 23,
// and a median of 23 weeks.
func TestACurveOfTheTextbook(t *testing.T) {
	c := NewCurve([]lead.Span{6, 6, 6, 7, 10, 13, 16, 22, 23}, []lead.Span{6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35})
	for after, want := range map[lead.Span]float64{5: 1, 6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448, 40: 0.448} {
		assert.InDelta(t, want, c.Left(after), 0.0005, after)
	}
	median, ok := c.Median()
	assert.True(t, ok)
	assert.Equal(t, lead.Span(23), median)
	_, ok = c.Percentile(60)
	assert.False(t, ok, "nobody has seen so many")
	for _, p := range []int{0, -1, 101} {
		_, ok = c.Percentile(p)
		assert.False(t, ok)
	}
}

// Both ends of Wilson's interval are where the distance between share and count is z standard deviations.
func TestWilsonSolvesItsEquation(t *testing.T) {
	const z = 1.959963984540054
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1000).Draw(t, "n")
		k := rapid.Int64Range(0, n).Draw(t, "k")
		s := Wilson(k, n)
		require.True(t, 0 <= s.Low && s.Low <= s.Share && s.Share <= s.High && s.High <= 1, "%+v", s)
		for _, end := range []float64{s.Low, s.High} {
			require.InDelta(t, z*math.Sqrt(end*(1-end)/float64(n)), math.Abs(s.Share-end), 1e-7)
		}
	})
	assert.Equal(t, Share{0, 0, 1}, Wilson(0, 0))
	s := Wilson(9, 10)
	assert.InDelta(t, 0.596, s.Low, 0.0005)
	assert.InDelta(t, 0.982, s.High, 0.0005)
}

// speedToLead is the first human attempt after the lead's own act.
func speedToLead() Promise {
	return Promise{Name: "speed to lead", By: Sales, From: []string{lead.QuoteRequested, lead.DemoRequested}, Do: "contact", Within: term("5m"), Once: true}
}

func TestSpeedToLeadInBands(t *testing.T) {
	var r Report
	first := newDesk(t, speedToLead())
	for _, answer := range []string{"2026-11-02 09:05", "2026-11-02 09:05:00.001", "2026-11-02 09:30", "2026-11-02 10:00", "2026-11-03 09:00", "2026-11-03 09:00:00.001", "", "lost"} {
		d := first.again()
		d.event(lead.QuoteRequested, "2026-11-02 09:00")
		robot := d.bound(lead.Contacted, d.now, "channel", "email")
		robot.Automatic = true
		d.hear(robot, d.now+1)
		switch answer {
		case "":
		case "lost":
			d.event(lead.Lost, "2026-11-02 12:00")
		default:
			d.contact(answer, "phone", "no_answer")
		}
		d.until(instant("2026-11-05 18:00"))
		for i := range d.all {
			r.Add(d.terms, &d.all[i])
		}
	}
	got := r.Responses(first.terms, Which{Promise: "speed to lead"}, instant("2026-11-05 18:00"))
	assert.Equal(t, Bands{FiveMinutes: 1, HalfHour: 2, Hour: 1, Day: 1, Later: 1, Waiting: 2}, got.Bands, "who is lost after the promise broke was never answered, and still is not")
	assert.Equal(t, Bands{FiveMinutes: 1, HalfHour: 2, Hour: 1, Day: 2, Waiting: 2}, got.WorkingBands, "nine hours are open from one morning to the next")
	assert.Equal(t, [2]int{6, 2}, [2]int{got.Elapsed.Answered, got.Elapsed.Open})
	median, ok := got.Elapsed.Median()
	assert.True(t, ok)
	assert.Equal(t, lead.Hour, median, "the fourth of eight: the two that were never answered are not dropped")
	plain := r.Tally(Which{})
	m, _ := plain.Elapsed.Median()
	assert.Less(t, m, float64(lead.Hour), "which the plain median does")
}

func TestTheTimeToHandOverToAcceptAndToConversation(t *testing.T) {
	list := []Promise{speedToLead(), speedToLead(), speedToLead(), speedToLead()}
	for i, do := range []string{"contact", lead.HandedOver, lead.Accepted, "reached"} {
		list[i].Name, list[i].Do, list[i].Cancel = do, do, []string{lead.Erased}
	}
	d := newDesk(t, list...)
	d.event(lead.QuoteRequested, "2026-11-02 09:00")
	d.event(lead.HandedOver, "2026-11-02 09:01")
	d.contact("2026-11-02 09:04", "phone", "no_answer")
	d.event(lead.Accepted, "2026-11-02 09:10")
	d.contact("2026-11-02 11:00", "phone", "reached")
	var r Report
	for i := range d.all {
		r.Add(d.terms, &d.all[i])
	}
	for name, want := range map[string]lead.Span{lead.HandedOver: lead.Minute, "contact": 4 * lead.Minute, lead.Accepted: 10 * lead.Minute, "reached": 2 * lead.Hour} {
		got := r.Responses(d.terms, Which{Promise: name}, d.now)
		median, ok := got.Elapsed.Median()
		assert.True(t, ok, name)
		assert.Equal(t, want, median, name)
	}
}

func TestOpenClocksByPerson(t *testing.T) {
	var r Report
	p := followUp()
	p.OnNewOwner = KeepClock
	d := newDesk(t, p)
	add := func(c []Change) {
		for i := range c {
			r.Add(d.terms, &c[i])
		}
	}
	open := func(who string) int64 { s := r.Tally(Which{Who: who}); return s.Open }
	add(d.event(lead.HandedOver, "2026-11-02 09:00"))
	assert.Equal(t, int64(1), open(""))
	d.lead.Life.Owner = "Ada"
	c := d.event(lead.Assigned, "2026-11-02 09:01", "owner", "Ada")
	require.Equal(t, []string{"passed on"}, kinds(c))
	add(c)
	require.Empty(t, d.event(lead.Assigned, "2026-11-02 09:02", "owner", "Ada"), "she has it already")
	assert.Equal(t, []int64{1, 1, 0}, []int64{open(""), open("Ada"), open("Ben")})
	d.lead.Life.Owner = "Ben"
	add(d.event(lead.OwnerOverridden, "2026-11-02 10:00", "owner", "Ben"))
	assert.Equal(t, []int64{1, 0, 1}, []int64{open(""), open("Ada"), open("Ben")})
	assert.Equal(t, instant("2026-11-03 09:00"), d.st.Clocks[0].Due, "with its deadline unchanged")
	add(d.until(instant("2026-11-04 09:00")))
	assert.Equal(t, []int64{0, 0, 0}, []int64{open(""), open("Ada"), open("Ben")})
	got := r.Responses(d.terms, Which{Who: "Ben"}, d.now)
	assert.Equal(t, int64(1), got.Bands.Waiting, "it broke in Ben's hands, and waits for its answer")
	d.lead.Life.Owner = "Cleo"
	add(d.event(lead.Assigned, "2026-11-04 10:00", "owner", "Cleo"))
	d.contact("2026-11-04 11:00", "email", "")
	add(d.contact("2026-11-04 12:00", "phone", ""))
	for _, who := range []string{"", "Ada", "Ben", "Cleo"} {
		got := r.Responses(d.terms, Which{Who: who}, d.now)
		assert.Zero(t, got.Bands.Waiting, who)
		assert.Zero(t, open(who), who)
	}
	s := r.Tally(Which{Who: "Cleo"})
	assert.Equal(t, int64(1), s.Late)
	b := r.Tally(Which{Who: "Ben"})
	assert.Zero(t, b.Broken, "kept late is not broken")
}

func TestANewOwnerGetsTheWholeTimeWhereThePromiseSaysSo(t *testing.T) {
	p := followUp()
	p.OnNewOwner = RestartClock
	d := newDesk(t, p)
	d.event(lead.HandedOver, "2026-11-02 09:00")
	d.lead.Life.Owner = "Ada"
	require.Equal(t, []string{"passed on"}, kinds(d.event(lead.Assigned, "2026-11-02 09:30", "owner", "Ada")), "the first owner takes it as it is")
	d.lead.Life.Owner = "Ben"
	c := d.event(lead.Assigned, "2026-11-02 15:00", "owner", "Ben")
	require.Equal(t, []string{"cancelled", "started"}, kinds(c))
	assert.Equal(t, "passed on", c[0].Reason)
	assert.Equal(t, instant("2026-11-03 15:00"), c[1].Due)
	require.Empty(t, d.event(lead.Assigned, "2026-11-02 16:00", "owner", "Ben"))
}

func TestWithoutAPermittedChannelIsCountedApart(t *testing.T) {
	d := consumer(t, "2026-08-11 00:00", false, call("24h"))
	d.event(lead.HandedOver, "2026-08-11 11:00")
	var r Report
	for i := range d.all {
		r.Add(d.terms, &d.all[i])
	}
	s := r.Tally(Which{})
	assert.Equal(t, [3]int64{1, 1, 0}, [3]int64{s.Cancelled, s.NoChannel, s.Open})
	assert.Equal(t, Share{0, 0, 1}, s.Reliability(), "it is neither kept nor broken")
}
