package calendar

import (
	"testing"
	"time"
)

func benchmarked(b *testing.B) (*Hours, time.Time) {
	spec := office("Europe/Paris")
	spec.Closed = []string{"holidays FR", "2026-12-24..2026-12-31"}
	return compiled(b, spec), time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)
}

func BenchmarkCalendarAdd(b *testing.B) {
	h, start := benchmarked(b)
	for _, c := range []struct {
		name string
		d    time.Duration
	}{{"4h", 4 * time.Hour}, {"10y", 19_000 * time.Hour}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := h.Add(start, c.d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCalendarSub(b *testing.B) {
	h, start := benchmarked(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.Sub(start, 40*time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCalendarAddDays(b *testing.B) {
	h, start := benchmarked(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.AddDays(start, 10); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCalendarBetween(b *testing.B) {
	h, start := benchmarked(b)
	for _, c := range []struct {
		name  string
		years int
		days  int
	}{{"1d", 0, 1}, {"10y", 10, 0}} {
		b.Run(c.name, func(b *testing.B) {
			end := start.AddDate(c.years, 0, c.days)
			b.ReportAllocs()
			for b.Loop() {
				if h.Between(start, end) <= 0 {
					b.Fatal("no open time")
				}
			}
		})
	}
}

func BenchmarkCalendarNextOpening(b *testing.B) {
	h, start := benchmarked(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := h.NextOpening(start); !ok {
			b.Fatal("no opening")
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	spec := office("Europe/Paris")
	spec.Closed = []string{"holidays FR", "2026-12-24..2026-12-31"}
	b.ReportAllocs()
	for b.Loop() {
		compiled(b, spec)
	}
}
