package sla

import (
	"fmt"
	"testing"

	"github.com/leadkit/leadkit/lead"
)

// BenchmarkClockApply is one event against an agreement of three promises.
func BenchmarkClockApply(b *testing.B) {
	answers := answer("4 working hours")
	promises := []Promise{followUp(), answers, cadenceOf(6, 2, 4*lead.Hour, "10 working days")}
	at := instant("2026-11-06 16:00")
	b.Run("unconcerned", func(b *testing.B) {
		d := newDesk(b, promises...)
		ev := d.bound("page_viewed", at)
		b.ReportAllocs()
		for b.Loop() {
			d.all = d.terms.Apply(&d.st, ev, d.facts, at, d.all[:0])
		}
	})
	b.Run("no clock", func(b *testing.B) {
		d := newDesk(b, promises...)
		ev := d.bound(lead.Contacted, at, "channel", "phone")
		b.ReportAllocs()
		for b.Loop() {
			d.all = d.terms.Apply(&d.st, ev, d.facts, at, d.all[:0])
		}
	})
	b.Run("evidence known", func(b *testing.B) {
		d := newDesk(b, promises...)
		d.event(lead.HandedOver, "2026-11-06 16:00")
		ev := d.bound(lead.Contacted, at, "channel", "phone")
		d.hear(ev, at)
		b.ReportAllocs()
		for b.Loop() {
			d.all = d.terms.Apply(&d.st, ev, d.facts, at, d.all[:0])
		}
	})
	b.Run("start and keep", func(b *testing.B) {
		d := newDesk(b, answers)
		start, end := d.bound(lead.HandedOver, at), d.bound(lead.Accepted, at+1)
		b.ReportAllocs()
		for b.Loop() {
			d.st = State{}
			d.all = d.terms.Apply(&d.st, start, d.facts, at, d.all[:0])
			d.all = d.terms.Apply(&d.st, end, d.facts, at+1, d.all)
		}
	})
	b.Run("due", func(b *testing.B) {
		d := newDesk(b, promises...)
		d.event(lead.HandedOver, "2026-11-06 16:00")
		b.ReportAllocs()
		for b.Loop() {
			d.terms.Due(&d.st, at)
		}
	})
}

// BenchmarkReport counts a million clocks, of ten people over a year, and asks for the whole.
func BenchmarkReport(b *testing.B) {
	const clocks = 1_000_000
	d := newDesk(b, followUp())
	people := make([]string, 10)
	for i := range people {
		people[i] = fmt.Sprintf("person %d", i)
	}
	start := instant("2026-01-01 09:00")
	b.ReportAllocs()
	for b.Loop() {
		var r Report
		rest := uint64(1)
		for range clocks {
			rest = rest*6364136223846793005 + 1442695040888963407
			at := start.Add(lead.Span(rest>>33) % (365 * lead.Day))
			c := Change{Promise: "follow up", By: Sales, Kind: Started, At: at, Start: at}
			r.Add(d.terms, &c)
			c.Kind, c.Who, c.Elapsed = Kept, people[rest>>60%10], lead.Span(rest>>40)%lead.Day
			c.Working = c.Elapsed / 3
			r.Add(d.terms, &c)
		}
		s := r.Tally(Which{})
		if median, ok := s.Elapsed.Median(); !ok || s.Kept != clocks || median == 0 {
			b.Fatal("not all were counted")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/clocks, "ns/clock")
}
