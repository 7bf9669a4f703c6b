package sla

import (
	"cmp"
	"math/bits"
	"slices"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Supply counts, for one promise and one period, the leads that were handed over, or the meetings that were held.
type Supply struct {
	Promise string       `json:"p"`
	From    lead.Instant `json:"f"` // when the period began
	Count   int64        `json:"n,omitempty"`
	// Portions counts, in the order of the promise's OfWhich, those that have the quality.
	Portions []int64 `json:"q,omitempty"`
	// Accepted and Rejected count the answers of sales.
	Accepted int64 `json:"a,omitempty"`
	Rejected int64 `json:"r,omitempty"`
	// Returned counts the leads that came back in the period, Reported those whose return carried the required report.
	Returned int64 `json:"b,omitempty"`
	Reported int64 `json:"o,omitempty"`
}

// Period is how a promise about each period was kept in one of them.
type Period struct {
	Promise string       `json:"promise"`
	By      string       `json:"by"`
	From    lead.Instant `json:"from"` // the period's own bounds, To excluded
	To      lead.Instant `json:"to"`
	// Promised is what was owed: of a period that the agreement covers only in part, the part by elapsed time, rounded up. Delivered is what came.
	Promised  int64  `json:"promised"`
	Delivered int64  `json:"delivered"`
	Accepted  int64  `json:"accepted,omitempty"`
	Rejected  int64  `json:"rejected,omitempty"`
	Returned  int64  `json:"returned,omitempty"`
	Parts     []Part `json:"parts,omitempty"`
	// Open says that the period has not ended yet; Kept whether what came is enough, so far.
	Open bool `json:"open,omitempty"`
	Kept bool `json:"kept"`
}

// Part is how a share of the leads handed over, or returned, was kept. Of no leads every share is kept.
type Part struct {
	Portion Portion `json:"portion"`
	Count   int64   `json:"count"` // those that have the quality
	Kept    bool    `json:"kept"`
}

// period gives the bounds of the period in which an instant lies, on the promise's calendar's clock; the end is excluded.
func (p *promise) period(at lead.Instant) (from, to lead.Instant) {
	d := p.hours.DateOf(at.Time())
	first, next := p.Every.bounds(d)
	return p.midnight(first), p.midnight(next)
}

// midnight gives the first instant of a date. Beyond the calendar's horizon its offset is not the calendar's to know, and the zone's own is taken.
func (p *promise) midnight(d time.Time) lead.Instant {
	day := calendar.Date{Year: d.Year(), Month: d.Month(), Day: d.Day()}
	at := p.hours.At(day, 0, 0)
	if p.hours.DateOf(at) != day || at.Year() > calendar.LastYear {
		at = time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, p.hours.Location())
	}
	return lead.At(at)
}

// bounds gives the first date of the period of a date and of the next one, as midnights in UTC.
func (e Every) bounds(d calendar.Date) (first, next time.Time) {
	switch e.Unit {
	case UnitMonth, UnitYear:
		n := e.N
		if e.Unit == UnitYear {
			n *= 12
		}
		months := (d.Year-1970)*12 + int(d.Month) - 1
		months -= mod(months, n)
		return month(months), month(months + n)
	}
	n := e.N
	if e.Unit == UnitWeek {
		n *= 7
	}
	const monday = 4 // 5 January 1970, in days since the 1st
	day := int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
	day -= mod(day-monday, n)
	return date(day), date(day + n)
}

func month(months int) time.Time {
	return time.Date(1970, time.Month(1+months), 1, 0, 0, 0, 0, time.UTC)
}

func date(day int) time.Time { return time.Unix(int64(day)*86_400, 0).UTC() }

func mod(a, n int) int { return (a%n + n) % n }

// supply gives the count of a promise's period, made if there is none yet.
func (r *Report) supply(p *promise, at lead.Instant) *Supply {
	from, _ := p.period(at)
	i, ok := r.findSupply(p.Name, from)
	if !ok {
		s := Supply{Promise: p.Name, From: from}
		if len(p.OfWhich) > 0 {
			s.Portions = make([]int64, len(p.OfWhich))
		}
		r.Supplies = slices.Insert(r.Supplies, i, s)
	}
	return &r.Supplies[i]
}

func (r *Report) findSupply(promise string, from lead.Instant) (int, bool) {
	return slices.BinarySearchFunc(r.Supplies, from, func(s Supply, from lead.Instant) int {
		return cmp.Or(cmp.Compare(s.Promise, promise), cmp.Compare(s.From, from))
	})
}

// AddReceipt counts a hand-over, to a stage, for the promises of the period in which it happened.
func (r *Report) AddReceipt(t *Terms, receipt *lead.Receipt, stage string) {
	for i := range t.promises {
		p := &t.promises[i]
		if !p.supplies(stage) {
			continue
		}
		s := r.supply(p, receipt.At)
		s.Count++
		for j, portion := range p.OfWhich {
			if j < len(s.Portions) && portion.of(receipt) {
				s.Portions[j]++
			}
		}
	}
}

// AddOutcome counts what sales answered to a hand-over, as the kind of its answer: accepted, or rejected; other kinds are no answer. It counts in the period
// of the hand-over, whenever the answer came. It is to be called once for each receipt.
func (r *Report) AddOutcome(t *Terms, receipt *lead.Receipt, stage, kind string) {
	for i := range t.promises {
		p := &t.promises[i]
		if !p.supplies(stage) {
			continue
		}
		switch kind {
		case lead.Accepted:
			s := r.supply(p, receipt.At)
			s.Accepted++
		case lead.Rejected:
			s := r.supply(p, receipt.At)
			s.Rejected++
		}
	}
}

func (p *promise) supplies(stage string) bool {
	return p.supply() && (p.Deliver.Stage == "" || p.Deliver.Stage == stage)
}

// AddReturn counts a lead that sales gave back, and whether it carried the report that its reason requires, for the promises of the period in which that happened.
func (r *Report) AddReturn(t *Terms, reported bool, at lead.Instant) {
	for i := range t.promises {
		p := &t.promises[i]
		if !slices.ContainsFunc(p.OfWhich, func(q Portion) bool { return q.What == WhatReported }) {
			continue
		}
		s := r.supply(p, at)
		s.Returned++
		if reported {
			s.Reported++
		}
	}
}

// AddMeeting counts a meeting that was held between the teams, for the promises of meetings that ask for no purpose or for this one.
func (r *Report) AddMeeting(t *Terms, purpose string, at lead.Instant) {
	for i := range t.promises {
		if p := &t.promises[i]; p.meeting() && (p.Purpose == "" || p.Purpose == purpose) {
			r.supply(p, at).Count++
		}
	}
}

// mostPeriods bounds an answer of Periods, for each promise.
const mostPeriods = 4000

// Periods gives how the promises about each period were kept, from the instant at which the agreement came into force up to an instant: by promise, then by
// period. Where from is zero, it begins with the first period in which anything was counted, and no period is covered in part.
func (r *Report) Periods(t *Terms, from, at lead.Instant) []Period {
	var list []Period
	for i := range t.promises {
		p := &t.promises[i]
		if p.each() {
			continue
		}
		begin := from
		if begin == 0 {
			if j, _ := r.findSupply(p.Name, 0); j < len(r.Supplies) && r.Supplies[j].Promise == p.Name {
				begin = r.Supplies[j].From
			} else {
				begin = at
			}
		}
		for n := 0; begin <= at && n < mostPeriods; n++ {
			period := r.judge(p, begin, from, at)
			list = append(list, period)
			if period.To <= begin {
				break
			}
			begin = period.To
		}
	}
	return list
}

// judge says how a promise was kept in the period in which an instant lies.
func (r *Report) judge(p *promise, in, from, at lead.Instant) Period {
	d := Period{Promise: p.Name, By: p.By, Promised: int64(p.Deliver.Count)}
	d.From, d.To = p.period(in)
	if p.meeting() {
		d.Promised = 1
	} else if from > d.From {
		d.Promised = prorate(d.Promised, d.To.Sub(from), d.To.Sub(d.From))
	}
	var s Supply
	if i, ok := r.findSupply(p.Name, d.From); ok {
		s = r.Supplies[i]
	}
	d.Delivered, d.Accepted, d.Rejected, d.Returned = s.Count, s.Accepted, s.Rejected, s.Returned
	d.Open, d.Kept = at < d.To, d.Delivered >= d.Promised
	for i, portion := range p.OfWhich {
		part, of := Part{Portion: portion}, s.Count
		switch {
		case portion.What == WhatReported:
			part.Count, of = s.Reported, s.Returned
		case portion.What == WhatAccepted:
			part.Count = s.Accepted
		case i < len(s.Portions):
			part.Count = s.Portions[i]
		}
		part.Kept = part.Count*100 >= of*int64(portion.Share)
		d.Kept = d.Kept && part.Kept
		d.Parts = append(d.Parts, part)
	}
	return d
}

// prorate gives n·part/whole, rounded up, for 0 < part ≤ whole.
func prorate(n int64, part, whole lead.Span) int64 {
	hi, lo := bits.Mul64(uint64(n), uint64(part))
	quotient, rest := bits.Div64(hi, lo, uint64(whole))
	if rest > 0 {
		quotient++
	}
	return int64(quotient)
}
