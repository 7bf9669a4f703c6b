package funnel

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

// bound makes a ready event of a lead that stands at mql.
func bound(b *testing.B, w *world, kind string, props map[string]any) (*record, *lead.Bound) {
	w.event(b, "l", lead.Created, day(3, 1), map[string]any{"potential": eur(900), "source_channel": "webinar"})
	w.event(b, "l", lead.QuoteRequested, day(3, 4), nil)
	r := w.record("l")
	ev := new(lead.Bound)
	require.NoError(b, w.schema.Bind(lead.Event{ID: "x", Lead: "l", Kind: kind, Time: day(3, 5), Props: props}, ev))
	w.facts.See(&r.state)
	w.facts.Hear(ev)
	w.facts.At(ev.Time)
	return r, ev
}

// BenchmarkApply folds events that mean nothing to the funnel, and one whose step was reached before: no allocation.
func BenchmarkApply(b *testing.B) {
	for name, c := range map[string]struct {
		kind  string
		props map[string]any
	}{"nothing": {"page_viewed", nil}, "condition": {lead.MeetingHeld, map[string]any{"purpose": "call"}}, "again": {lead.MeetingHeld, map[string]any{"purpose": "demo"}}} {
		b.Run(name, func(b *testing.B) {
			w := newWorld(b, withDemo())
			r, ev := bound(b, w, c.kind, c.props)
			out := w.funnel.Apply(&r.path, ev, w.facts, ev.Time, make([]Note, 0, 4))
			b.ReportAllocs()
			for b.Loop() {
				out = w.funnel.Apply(&r.path, ev, w.facts, ev.Time, out[:0])
			}
			require.Empty(b, out)
		})
	}
}

// BenchmarkReach folds an event that reaches a third step.
func BenchmarkReach(b *testing.B) {
	w := newWorld(b, withDemo())
	r, ev := bound(b, w, lead.MeetingHeld, map[string]any{"purpose": "demo"})
	out := make([]Note, 0, 4)
	b.ReportAllocs()
	for b.Loop() {
		p := r.path
		out = w.funnel.Apply(&p, ev, w.facts, ev.Time, out[:0])
	}
	require.Len(b, out, 1)
}

// BenchmarkTallyAdd adds the notes of 2,000 leads, some five each, to a tally that knows their groups; per note.
func BenchmarkTallyAdd(b *testing.B) {
	w := newWorld(b, withDemo())
	w.live(b, rand.New(rand.NewPCG(1, 1)), 2000)
	tally := w.tally(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := tally.Add(w.notes[i]); err != nil {
			b.Fatal(err)
		}
		if i++; i == len(w.notes) {
			i = 0
			for leg, spans := range tally.Legs {
				tally.Legs[leg] = spans[:0] // so that memory stays bounded over many rounds
			}
		}
	}
}

// BenchmarkForecast gives the expected sales of 500 open leads, by month and owner: in round hundreds exactly, in cents drawn.
func BenchmarkForecast(b *testing.B) {
	for name, unit := range map[string]int64{"exact": 10_000, "drawn": 1} {
		b.Run(name, func(b *testing.B) {
			c := chances(b)
			r := rand.New(rand.NewPCG(1, 1))
			open := make([]Open, 500)
			for i := range open {
				open[i] = Open{Lead: fmt.Sprint(i), Stage: stages[r.IntN(6)], Amount: lead.Money{Minor: unit * (1 + r.Int64N(1_000_000/unit)), Currency: "EUR"},
					Owner: people[r.IntN(3)], Expected: lead.At(day(1+r.IntN(4), 1))}
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Forecast(open, Odds{}, Sampling{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkMerge(b *testing.B) {
	w := newWorld(b, withDemo())
	w.live(b, rand.New(rand.NewPCG(1, 1)), 2000)
	part := w.tally(b)
	b.ReportAllocs()
	for b.Loop() {
		var whole Tally
		if err := whole.Merge(part); err != nil {
			b.Fatal(err)
		}
	}
}
