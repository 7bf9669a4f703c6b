package sla

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// genChanges folds some leads and gives each one's changes, in their order.
func genChanges(t *rapid.T) (*desk, [][]Change) {
	first := newDesk(t, genPromises(t)...)
	var all [][]Change
	for range rapid.IntRange(1, 4).Draw(t, "leads") {
		d := first.again()
		d.lead.Life.Owner = rapid.SampledFrom([]string{"", "Ada", "Ben"}).Draw(t, "owner")
		for _, h := range genHistory(t, d) {
			d.hear(h.b, h.at)
		}
		d.until(d.now.Add(rapid.SampledFrom(gaps).Draw(t, "rest")))
		all = append(all, d.all)
	}
	return first, all
}

// Law 7: parts of what happened, however it is divided, merge in any order and grouping to the report of the whole.
func TestReportsMergeInAnyOrderToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, leads := genChanges(t)
		var whole Report
		parts := make([]Report, 3)
		for _, changes := range leads {
			age(changes, rapid.SampledFrom([]lead.Span{0, 0, 100, 106, 107, 400}).Draw(t, "weeks ago"))
			for i := range changes {
				whole.Add(d.terms, &changes[i])
				parts[rapid.IntRange(0, 2).Draw(t, "shard")].Add(d.terms, &changes[i])
			}
		}
		want := encoded(t, whole)
		for _, order := range [][]int{{0, 1, 2}, {2, 0, 1}} {
			var left, right Report
			for _, i := range order {
				left.Merge(&parts[i])
			}
			for _, i := range order[1:] {
				right.Merge(&parts[i])
			}
			first := parts[order[0]]
			var grouped Report
			grouped.Merge(&first)
			grouped.Merge(&right)
			require.Equal(t, want, encoded(t, left))
			require.Equal(t, sums(&whole), sums(&left))
			require.Equal(t, sums(&whole), sums(&grouped))
			require.Equal(t, encoded(t, left), encoded(t, grouped), "(a + b) + c = a + (b + c)")
		}
		var back Report
		decode(t, want, &back)
		require.Equal(t, want, encoded(t, back))
		require.Equal(t, sums(&whole), sums(&back))
	})
}

// age lets the clocks of a lead have started so many weeks before.
func age(changes []Change, weeks lead.Span) {
	for i := range changes {
		changes[i].Start = changes[i].Start.Add(-weeks * 7 * lead.Day)
	}
}

// sums gives everything that a report says.
func sums(r *Report) (lines []string) {
	var times []Which
	for _, m := range append(r.Months(), 0) {
		times = append(times, Which{Month: m})
	}
	for _, w := range r.Weeks() {
		times = append(times, Which{Week: w})
	}
	for _, p := range append(r.Promises(), "") {
		for _, which := range times {
			for _, who := range append(r.People(), "") {
				which.Promise, which.Who = p, who
				m, s := which.Month.String()+which.Week.String(), r.Tally(which)
				lines = append(lines, fmt.Sprintf("%s %s %s %d %d %d %d %d %d %d %d %v %v", p, m, who, s.Started, s.Kept, s.Late, s.Broken, s.Cancelled, s.Waived, s.Open,
					s.Corrected, s.Elapsed.All(), s.Working.All()))
			}
		}
	}
	return lines
}

// Every clock that started is counted once, by how it stands at the end.
func TestTheReportCountsEachClockAsItStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, leads := genChanges(t)
		var r Report
		want := map[string]int64{}
		var answered []lead.Span
		for _, changes := range leads {
			stands, took := map[string]Kind{}, map[string]lead.Span{}
			for i := range changes {
				c := &changes[i]
				r.Add(d.terms, c)
				switch c.Kind {
				case Started, Broken, Kept, KeptLate, Corrected, Cancelled, Waived:
					stands[c.Clock] = c.Kind
				}
				if c.Answered != 0 {
					took[c.Clock] = c.Elapsed
				}
			}
			for clock, kind := range stands {
				want[kind.String()]++
				if span, ok := took[clock]; ok {
					answered = append(answered, span)
				}
			}
		}
		s := r.Tally(Which{})
		got := map[string]int64{"started": s.Open, "broken": s.Broken, "kept": s.Kept - s.Corrected, "corrected": s.Corrected, "kept late": s.Late, "cancelled": s.Cancelled, "waived": s.Waived}
		for kind, n := range got {
			require.Equal(t, want[kind], n, kind)
		}
		slices.Sort(answered)
		require.Equal(t, answered, append([]lead.Span(nil), s.Elapsed.All()...))
		require.Equal(t, len(answered), s.Working.Len())

		inAll := map[string]int64{}
		for _, m := range r.Months() {
			one, upTo := r.Tally(Which{Month: m}), r.Tally(Which{Until: m})
			inAll["kept"] += one.Kept
			require.Equal(t, inAll["kept"], upTo.Kept)
			require.Equal(t, one, r.Tally(Which{Month: m, Until: m}))
			require.Zero(t, r.Tally(Which{Month: m + 1, Until: m}).Started)
		}

		byPerson := int64(0)
		for _, who := range r.People() {
			one := r.Tally(Which{Who: who})
			require.True(t, one.Kept >= 0 && one.Late >= 0 && one.Broken >= 0, "%+v", one)
			byPerson += one.Kept
		}
		require.LessOrEqual(t, byPerson, s.Kept)
	})
}

func TestTheReportBooksAClockInTheMonthItStartedAndUnderWhoAnswered(t *testing.T) {
	d := newDesk(t, followUp())
	d.lead.Life.Owner = "Ada"
	d.event(lead.HandedOver, "2026-11-01 00:30")
	d.contact("2026-11-01 10:00", "email", "")
	d.until(instant("2026-11-02 10:00"))
	var r Report
	for i := range d.all {
		r.Add(d.terms, &d.all[i])
	}
	assert.Equal(t, int64(1), r.Tally(Which{Who: "Ada"}).Broken)
	d.lead.Life.Owner = "Ben"
	for _, c := range d.contact("2026-11-02 11:00", "phone", "") {
		r.Add(d.terms, &c)
	}
	november := text[lead.Month]("2026-11")
	assert.Equal(t, []lead.Month{november}, r.Months(), "half past midnight in Paris, which is still October in UTC")
	assert.Equal(t, []string{"Ada", "Ben"}, r.People())
	assert.Zero(t, r.Tally(Which{Who: "Ada"}).Broken, "it was answered after all")
	late := r.Tally(Which{Promise: "follow up", By: Sales, Who: "Ben", Month: november})
	assert.Equal(t, int64(1), late.Late)
	assert.Equal(t, []lead.Span{34*lead.Hour + 30*lead.Minute}, late.Elapsed.All())
	assert.Equal(t, []lead.Span{2 * lead.Hour}, late.Working.All(), "Monday from nine to eleven")
	assert.Zero(t, r.Tally(Which{By: Marketing}).Started)
}

func TestACorrectionTakesTheLateAnswerBack(t *testing.T) {
	d := newDesk(t, Promise{Name: "call", By: Sales, From: []string{lead.HandedOver}, Do: "phone", Within: term("24h")})
	d.event(lead.HandedOver, "2026-11-06 16:00")
	d.contact("2026-11-09 10:00", "phone", "")
	d.late(lead.Contacted, "2026-11-06 17:00", "2026-11-10 09:00", "channel", "phone")
	require.Equal(t, []string{"started", "broken", "kept late", "corrected"}, kinds(d.all))
	var r, shard Report
	for i := range d.all {
		r.Add(d.terms, &d.all[i])
		if i == 3 {
			shard.Add(d.terms, &d.all[i])
		}
	}
	s := r.Tally(Which{})
	assert.Equal(t, [5]int64{1, 1, 0, 0, 1}, [5]int64{s.Started, s.Kept, s.Late, s.Broken, s.Corrected})
	assert.Equal(t, []lead.Span{lead.Hour}, s.Elapsed.All())
	assert.Equal(t, []lead.Span{lead.Hour}, s.Working.All())

	var back Report
	decode(t, encoded(t, shard), &back)
	for i := range d.all[:3] {
		back.Add(d.terms, &d.all[i])
	}
	assert.Equal(t, sums(&r), sums(&back), "also where the correction was counted first, elsewhere")
}

// A first response as the bank's log has it: from the first scheduling in a lead's life to the first start that follows.
func TestFirstResponseIsMeasuredElapsedAndWorking(t *testing.T) {
	p := Promise{Name: "first response", By: Sales, From: []string{"work_scheduled"}, Do: "work_started", Within: term("8 working hours"), Once: true}
	var r Report
	for _, answers := range []string{"2026-11-06 16:00", "2026-11-06 17:00", "2026-11-09 10:00", "2026-11-20 16:00"} {
		d := newDesk(t, p)
		d.event("work_started", "2026-11-06 16:00") // before the first scheduling, of the same instant: not the one that follows
		d.event("work_scheduled", "2026-11-06 16:00")
		d.event("work_started", answers)
		d.event("work_scheduled", "2026-11-23 16:00")
		d.event("work_started", "2026-11-23 16:01")
		for i := range d.all {
			r.Add(d.terms, &d.all[i])
		}
	}
	s := r.Tally(Which{Promise: "first response"})
	assert.Equal(t, 4, s.Elapsed.Len())
	assert.Equal(t, []lead.Span{0, lead.Hour, 66 * lead.Hour, 14 * lead.Day}, s.Elapsed.All())
	assert.Equal(t, []lead.Span{0, lead.Hour, 3 * lead.Hour, 90 * lead.Hour}, s.Working.All())
	assert.Equal(t, 2, s.Elapsed.Within(lead.Hour))
	assert.Equal(t, 3, s.Working.Within(8*lead.Hour))
	median, ok := s.Elapsed.Median()
	assert.True(t, ok)
	assert.InDelta(t, float64(67*lead.Hour)/2, median, 0)
	p90, _ := s.Elapsed.Percentile(90)
	assert.Equal(t, 14*lead.Day, p90)
}

func TestTimesAgreeWithTheirDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all, part Times
		var plain []lead.Span
		for range rapid.IntRange(0, 40).Draw(t, "n") {
			v := lead.Span(rapid.IntRange(0, 9).Draw(t, "v"))
			if rapid.Bool().Draw(t, "shard") {
				part.Add(v)
			} else {
				all.Add(v)
			}
			switch i := slices.Index(plain, v); {
			case i >= 0 && rapid.IntRange(0, 3).Draw(t, "remove") == 0:
				all.Remove(v) // wherever it was added
				plain = slices.Delete(plain, i, i+1)
				fallthrough
			default:
				plain = append(plain, v)
			}
		}
		require.LessOrEqual(t, all.Within(100), all.Len())
		all.Merge(&part)
		slices.Sort(plain)
		require.Equal(t, len(plain), all.Len())
		bound := lead.Span(rapid.IntRange(-1, 10).Draw(t, "bound"))
		within := 0
		for _, v := range plain {
			if v <= bound {
				within++
			}
		}
		require.Equal(t, within, all.Within(bound))
		p := rapid.IntRange(1, 100).Draw(t, "p")
		got, ok := all.Percentile(p)
		median, okMedian := all.Median()
		require.Equal(t, len(plain) > 0, ok && okMedian)
		if !ok {
			return
		}
		rank := int(math.Ceil(float64(p) / 100 * float64(len(plain)) * (1 - 1e-12)))
		require.Equal(t, plain[rank-1], got)
		n := len(plain)
		require.InDelta(t, float64(plain[(n-1)/2]+plain[n/2])/2, median, 0)
		var back Times
		decode(t, encoded(t, all), &back)
		require.Equal(t, all.All(), back.All())
	})
}

func TestTimesOfNothing(t *testing.T) {
	var s Times
	_, ok := s.Median()
	assert.False(t, ok)
	s.Add(5)
	for _, p := range []int{0, -1, 101} {
		_, ok = s.Percentile(p)
		assert.False(t, ok)
	}
}
