package scoring_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// TestWorkloadEqualsHandWritten: the library and plain code reach the same 1,000 totals.
func TestWorkloadEqualsHandWritten(t *testing.T) {
	w := newWorkload(t)
	for round := range 3 {
		moved := lead.Instant(round) * lead.Instant(roundSpan)
		w.refit()
		w.refitByHand()
		w.fold(moved)
		w.foldByHand(int64(moved))
		w.requireSameTotals(t, t0+moved+lead.Instant(roundSpan))
	}
}

// BenchmarkFold: 20,000 events of 1,000 leads through 40 rules, fit once per lead; ns/event is the figure to compare. Each round is later than the one before.
func BenchmarkFold(b *testing.B) {
	for _, name := range []string{"leadkit", "handwritten"} {
		w := newWorkload(b)
		w.refit()
		w.refitByHand()
		w.fold(0)
		w.foldByHand(0)
		w.requireSameTotals(b, t0.Add(roundSpan))
		moved := lead.Instant(0)
		for range 60 { // ten years: a line gets room for sums of older epochs once in its life
			moved += lead.Instant(roundSpan)
			w.fold(moved)
			w.foldByHand(int64(moved))
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			rounds := 0
			for b.Loop() {
				moved += lead.Instant(roundSpan)
				rounds++
				if name == "leadkit" {
					w.refit()
					w.fold(moved)
				} else {
					w.refitByHand()
					w.foldByHand(int64(moved))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rounds)/manyEvents, "ns/event")
		})
	}
}

// BenchmarkRules: what an event costs does not depend on how many rules are about other kinds.
func BenchmarkRules(b *testing.B) {
	for _, rules := range []int{40, 4000} {
		b.Run(fmt.Sprint(rules), func(b *testing.B) {
			w, events := wideWorld(b, rules)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				e := &events[i%len(events)]
				w.facts.Hear(e)
				w.scorer.Apply(w.state, e, w.facts)
			}
		})
	}
}

// wideWorld has ten rules for each kind, and an event of each kind.
func wideWorld(t require.TestingT, rules int) (*world, []lead.Bound) {
	var v lead.Vocabulary
	var list []scoring.Rule
	for k := range rules / 10 {
		kind := fmt.Sprint("kind_", k)
		v.Events = append(v.Events, lead.Kind{Name: kind, Props: []lead.Property{{Name: "n", Type: lead.Number}}})
		for i := range 10 {
			list = append(list, scoring.Rule{Name: fmt.Sprint(kind, " ", i), Each: []string{kind}, When: fmt.Sprint("event.n > ", i), Points: lead.Point})
		}
	}
	schema, err := lead.NewSchema(v, "")
	require.NoError(t, err)
	scorer, err := scoring.Compile(scoring.Model{Scores: []scoring.Score{{Name: "interest", Decay: scoring.HalfLife(14 * lead.Day), Rules: list}}}, schema)
	require.NoError(t, err)
	w := &world{t: t, schema: schema, scorer: scorer, facts: schema.NewFacts(), person: &lead.State{}, state: &scoring.State{}}
	w.facts.See(w.person)
	w.facts.At(t0)
	var events []lead.Bound
	for k := range 4 { // four kinds, so that memory is equally warm
		events = append(events, w.bind(fmt.Sprint("kind_", k), t0, map[string]any{"n": 5.0}))
	}
	return w, events
}

// BenchmarkHistory: what an event costs does not depend on how many there were.
func BenchmarkHistory(b *testing.B) {
	for _, earlier := range []int{100, 10_000} {
		b.Run(fmt.Sprint(earlier), func(b *testing.B) {
			w := newWorkload(b)
			for i := range earlier {
				e := w.bound[i%manyEvents].Clone()
				w.facts.Hear(&e)
				w.scorer.Apply(w.state, &e, w.facts)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				e := &w.bound[i%100]
				w.facts.Hear(e)
				w.scorer.Apply(w.state, e, w.facts)
			}
		})
	}
}

// busy is a lead that 200 events of the workload belong to.
func busy(t require.TestingT) (*workload, lead.Instant) {
	w := newWorkload(t)
	w.facts.See(&w.persons[0])
	w.scorer.Refit(w.state, w.facts)
	for i := range 200 {
		e := &w.bound[i*manyEvents/200]
		w.facts.Hear(e)
		w.scorer.Apply(w.state, e, w.facts)
	}
	return w, t0.Add(roundSpan)
}

func BenchmarkFill(b *testing.B) {
	w, end := busy(b)
	for name, span := range map[string]lead.Span{"instant": 0, "span": lead.Day} {
		b.Run(name, func(b *testing.B) {
			w.facts.Over(end, end.Add(span))
			b.ReportAllocs()
			for b.Loop() {
				w.scorer.Fill(w.state, w.facts)
			}
		})
	}
}

func BenchmarkOver(b *testing.B) {
	w, end := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		w.scorer.Over(w.state, 1, end, end.Add(lead.Day))
	}
}

func BenchmarkNext(b *testing.B) {
	w, end := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		w.scorer.Next(w.state, 1, 40*lead.Point, end)
	}
}

func BenchmarkExplain(b *testing.B) {
	w, end := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		w.scorer.Explain(w.state, end)
	}
}
