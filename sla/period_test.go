package sla

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

func volume(every, deliver string, portions ...string) Promise {
	p := Promise{Name: "volume", By: Marketing, Every: text[Every](every)}
	if deliver != "" {
		p.Deliver = text[Volume](deliver)
	}
	for _, s := range portions {
		p.OfWhich = append(p.OfWhich, text[Portion](s))
	}
	return p
}

// Periods tile time: each instant lies in exactly one, and the next begins where it ends, at midnight of the calendar's clock.
func TestPeriodsTileTime(t *testing.T) {
	paris := office().Location()
	rapid.Check(t, func(t *rapid.T) {
		e := Every{rapid.IntRange(1, 24).Draw(t, "n"), rapid.SampledFrom([]Unit{UnitDay, UnitWeek, UnitMonth, UnitYear}).Draw(t, "unit")}
		p := promise{Promise: Promise{Every: e}, hours: office()}
		at := lead.Instant(rapid.Int64Range(int64(instant("1990-01-01 00:00")), int64(instant("2090-01-01 00:00"))).Draw(t, "at"))
		from, to := p.period(at)
		require.True(t, from <= at && at < to)
		for _, in := range []lead.Instant{from, to - 1} {
			f, u := p.period(in)
			require.Equal(t, [2]lead.Instant{from, to}, [2]lead.Instant{f, u})
		}
		next, _ := p.period(to)
		require.Equal(t, to, next)
		a, b := from.Time().In(paris), to.Time().In(paris)
		require.Equal(t, "00:00:00", a.Format(time.TimeOnly))
		length := map[Unit]time.Time{UnitDay: a.AddDate(0, 0, e.N), UnitWeek: a.AddDate(0, 0, 7*e.N), UnitMonth: a.AddDate(0, e.N, 0), UnitYear: a.AddDate(e.N, 0, 0)}
		require.True(t, b.Equal(length[e.Unit]), "%s to %s", a, b)
		if e.Unit == UnitWeek {
			require.Equal(t, time.Monday, a.Weekday())
		}
	})
}

func TestPeriodsBeyondTheCalendarsHorizon(t *testing.T) {
	d := newDesk(t, volume("month", "1 mql"))
	var r Report
	list := r.Periods(d.terms, instant("2100-01-15 00:00"), instant("2103-01-15 00:00"))
	require.Len(t, list, 37)
	for i, p := range list {
		assert.Equal(t, "01 00:00", p.From.Time().In(office().Location()).Format("02 15:04"), i)
	}
}

func TestTheUsualPeriods(t *testing.T) {
	for every, want := range map[string][2]string{
		"month": {"2026-10-01 00:00", "2026-11-01 00:00"}, "quarter": {"2026-10-01 00:00", "2027-01-01 00:00"}, "year": {"2026-01-01 00:00", "2027-01-01 00:00"},
		"week": {"2026-10-19 00:00", "2026-10-26 00:00"}, "day": {"2026-10-25 00:00", "2026-10-26 00:00"},
	} {
		p := promise{Promise: Promise{Every: text[Every](every)}, hours: office()}
		from, to := p.period(instant("2026-10-25 12:00"))
		assert.Equal(t, [2]lead.Instant{instant(want[0]), instant(want[1])}, [2]lead.Instant{from, to}, every)
	}
	day := promise{Promise: Promise{Every: text[Every]("day")}, hours: office()}
	from, to := day.period(instant("2026-10-25 12:00"))
	assert.Equal(t, 25*lead.Hour, to.Sub(from), "the day on which the clocks go back")
}

func receipt(at string, total int, more ...func(*lead.Receipt)) *lead.Receipt {
	r := &lead.Receipt{At: instant(at), Scores: []lead.Score{{Name: "total", Points: lead.Points(total) * lead.Point, Known: true}}}
	for _, f := range more {
		f(r)
	}
	return r
}

func TestMarketingsPromiseIsJudgedOnReceipts(t *testing.T) {
	d := newDesk(t, volume("month", "3 mql", "60% accepted", "50% total >= 70", "100% completeness >= 75%", "25% type consumables", "25% temperature hot"))
	good := func(r *lead.Receipt) { r.Completeness, r.Type, r.Temperature = 0.75, "consumables", "hot" }
	var r Report
	leads := []*lead.Receipt{receipt("2026-10-01 00:00", 70, good), receipt("2026-10-15 10:00", 69, good), receipt("2026-10-31 23:59", 90, good), receipt("2026-11-01 00:00", 90)}
	for _, x := range leads {
		r.AddReceipt(d.terms, x, "mql")
		r.AddReceipt(d.terms, x, "opportunity") // another stage: not what was promised
	}
	r.AddOutcome(d.terms, leads[0], "mql", lead.Accepted)
	r.AddOutcome(d.terms, leads[1], "mql", lead.Rejected)
	r.AddOutcome(d.terms, leads[2], "mql", lead.Recycled)

	list := r.Periods(d.terms, instant("2026-10-01 00:00"), instant("2026-11-10 00:00"))
	require.Len(t, list, 2)
	october := list[0]
	assert.Equal(t, Period{Promise: "volume", By: Marketing, From: instant("2026-10-01 00:00"), To: instant("2026-11-01 00:00"), Promised: 3, Delivered: 3, Accepted: 1, Rejected: 1,
		Parts: october.Parts}, october)
	kept, counts := []bool{}, []int64{}
	for _, part := range october.Parts {
		kept, counts = append(kept, part.Kept), append(counts, part.Count)
	}
	assert.Equal(t, []int64{1, 2, 3, 3, 3}, counts)
	assert.Equal(t, []bool{false, true, true, true, true}, kept, "one of three is accepted, not sixty in a hundred: silence is no acceptance")
	assert.True(t, list[1].Open)
	assert.False(t, list[1].Kept)

	r.AddOutcome(d.terms, leads[2], "mql", lead.Accepted) // in November, about October's
	assert.True(t, r.Periods(d.terms, 0, instant("2026-11-10 00:00"))[0].Kept)
}

func TestAStartedPeriodIsProrated(t *testing.T) {
	d := newDesk(t, volume("month", "121 mql"))
	var r Report
	list := r.Periods(d.terms, instant("2026-11-16 00:00"), instant("2026-12-01 00:00"))
	require.Len(t, list, 2)
	assert.Equal(t, int64(61), list[0].Promised, "half of 121, rounded up")
	assert.Equal(t, int64(121), list[1].Promised)
	assert.False(t, list[0].Kept)
	assert.Equal(t, int64(121), r.Periods(d.terms, 0, instant("2026-11-16 00:00"))[0].Promised, "no beginning is known")
	rapid.Check(t, func(t *rapid.T) {
		n, whole := rapid.Int64Range(0, 1<<31).Draw(t, "n"), rapid.Int64Range(1, 1<<50).Draw(t, "whole")
		part := rapid.Int64Range(1, whole).Draw(t, "part")
		want, rest := new(big.Int).DivMod(new(big.Int).Mul(big.NewInt(n), big.NewInt(part)), big.NewInt(whole), new(big.Int))
		if rest.Sign() > 0 {
			want.Add(want, big.NewInt(1))
		}
		require.Equal(t, want.Int64(), prorate(n, lead.Span(part), lead.Span(whole)))
	})
}

func TestMeetingsAreHeldEveryPeriod(t *testing.T) {
	review := Promise{Name: "review", By: Both, Every: text[Every]("month"), About: []string{"lost deals"}, Purpose: "review"}
	meet := Promise{Name: "meet", By: Both, Every: text[Every]("2 weeks"), About: []string{"broken promises", "recycled twice"}}
	d := newDesk(t, meet, review)
	var r Report
	r.AddMeeting(d.terms, "", instant("2026-10-26 10:00"))
	r.AddMeeting(d.terms, "review", instant("2026-11-24 10:00"))
	list := r.Periods(d.terms, instant("2026-10-26 00:00"), instant("2026-11-25 00:00"))
	got := []string{}
	for _, p := range list {
		got = append(got, fmt.Sprintf("%s %s %d of %d %v %v", p.Promise, p.From.Time().In(office().Location()).Format(time.DateOnly), p.Delivered, p.Promised, p.Kept, p.Open))
	}
	assert.Equal(t, []string{"meet 2026-10-26 1 of 1 true false", "meet 2026-11-09 0 of 1 false false", "meet 2026-11-23 1 of 1 true true",
		"review 2026-10-01 0 of 1 false false", "review 2026-11-01 1 of 1 true true"}, got)
}

func TestSuppliesMergeAndSurviveJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(t, volume("month", "120 leads", "60% accepted", "50% total >= 70"), Promise{Name: "meet", By: Both, Every: text[Every]("week"), About: []string{"x"}})
		var whole, a, b Report
		for range rapid.IntRange(0, 30).Draw(t, "n") {
			x := &lead.Receipt{At: instant("2026-10-01 00:00").Add(lead.Span(rapid.Int64Range(0, int64(100*lead.Day)).Draw(t, "at"))),
				Scores: []lead.Score{{Name: "total", Points: lead.Points(rapid.IntRange(60, 80).Draw(t, "total")) * lead.Point, Known: rapid.Bool().Draw(t, "known")}}}
			part := rapid.SampledFrom([]*Report{&a, &b}).Draw(t, "shard")
			kind := rapid.SampledFrom([]string{lead.Accepted, lead.Rejected, ""}).Draw(t, "answer")
			for _, r := range []*Report{&whole, part} {
				r.AddReceipt(d.terms, x, "mql")
				r.AddMeeting(d.terms, "", x.At)
			}
			other := rapid.SampledFrom([]*Report{&a, &b}).Draw(t, "shard of the answer")
			for _, r := range []*Report{&whole, other} {
				r.AddOutcome(d.terms, x, "mql", kind)
			}
		}
		var ab, ba, back Report
		ab.Merge(&a)
		ab.Merge(&b)
		ba.Merge(&b)
		ba.Merge(&a)
		require.Equal(t, encoded(t, whole), encoded(t, ab))
		require.Equal(t, encoded(t, whole), encoded(t, ba))
		decode(t, encoded(t, whole), &back)
		at := instant("2027-01-01 00:00")
		require.Equal(t, whole.Periods(d.terms, 0, at), back.Periods(d.terms, 0, at))
	})
}
