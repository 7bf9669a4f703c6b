package scoring_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/internal/workload"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// rival is one way of doing the work of the benchmarks.
type rival interface {
	Judge() // what each lead is
	Fold()  // all events
	Total(i int, at lead.Instant) float64
}

// rivals gives leadkit and others on one log, their totals compared.
func rivals(b *testing.B, people, events int, others map[string]func(*workload.Log) rival) map[string]rival {
	log := workload.NewLog(people, events)
	kit, err := workload.NewKit(log)
	require.NoError(b, err)
	all := map[string]rival{"leadkit": kit}
	kit.Judge()
	kit.Fold()
	for name, make := range others {
		all[name] = make(log)
		all[name].Judge()
		all[name].Fold()
		require.NoError(b, kit.Same(all[name].Total), name)
	}
	return all
}

func byHand(log *workload.Log) rival { return workload.NewHand(log) }

func oneByOne(log *workload.Log) rival {
	kit, err := workload.NewKit(log)
	if err != nil {
		panic(err)
	}
	return workload.OneByOne{Kit: kit}
}

// measure lets a rival do the work again and again, each time on top of what it has: the same 60 days.
func measure(b *testing.B, r rival, events int) {
	b.ReportAllocs()
	rounds := 0
	for b.Loop() {
		r.Judge()
		r.Fold()
		rounds++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rounds)/float64(events), "ns/event")
}

// BenchmarkFold: 20,000 events of 1,000 leads, typed and in memory, through 40 rules, those about what a lead is once for each lead. ns/event is the figure to compare.
// leadkit folds the log as a whole, onebyone each event by itself.
func BenchmarkFold(b *testing.B) {
	const people, events = 1_000, 20_000
	all := rivals(b, people, events, map[string]func(*workload.Log) rival{"onebyone": oneByOne, "handwritten": byHand, "exprloop": newLoop})
	for _, name := range []string{"leadkit", "onebyone", "handwritten", "exprloop"} {
		b.Run(name, func(b *testing.B) { measure(b, all[name], events) })
	}
}

// BenchmarkJudge: what 1,000 leads are, by 13 rules.
func BenchmarkJudge(b *testing.B) {
	const people = 1_000
	all := rivals(b, people, people, map[string]func(*workload.Log) rival{"handwritten": byHand})
	for _, name := range []string{"leadkit", "handwritten"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			rounds := 0
			for b.Loop() {
				all[name].Judge()
				rounds++
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rounds)/people, "ns/lead")
		})
	}
}

// BenchmarkFoldCold: so many leads that hardly any is in a cache when its event comes.
func BenchmarkFoldCold(b *testing.B) {
	const people, events = 300_000, 600_000
	all := rivals(b, people, events, map[string]func(*workload.Log) rival{"onebyone": oneByOne, "handwritten": byHand})
	for _, name := range []string{"leadkit", "onebyone", "handwritten"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			rounds := 0
			for b.Loop() {
				all[name].Fold()
				rounds++
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rounds)/events, "ns/event")
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
			kit, err := workload.NewKit(workload.NewLog(1, 1_000))
			require.NoError(b, err)
			st := &kit.States[0]
			for i := range earlier {
				kit.Apply(st, i%len(kit.Events))
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				kit.Apply(st, i%100)
			}
		})
	}
}

// busy is a lead with 200 events.
func busy(b testing.TB) *workload.Kit {
	kit, err := workload.NewKit(workload.NewLog(1, 200))
	require.NoError(b, err)
	kit.Judge()
	kit.Fold()
	return kit
}

func BenchmarkFill(b *testing.B) {
	kit, end := busy(b), workload.End
	st := &kit.States[0]
	for name, span := range map[string]lead.Span{"instant": 0, "span": lead.Day} {
		b.Run(name, func(b *testing.B) {
			kit.Facts.Over(end, end.Add(span))
			b.ReportAllocs()
			for b.Loop() {
				kit.Scorer.Fill(st, kit.Facts)
			}
		})
	}
}

// Looking at the scores allocates nothing, at an instant or over a span.
func TestFillDoesNotAllocate(t *testing.T) {
	kit := busy(t)
	for _, span := range []lead.Span{0, lead.Day} {
		kit.Facts.Over(workload.End, workload.End.Add(span))
		require.Zero(t, testing.AllocsPerRun(10, func() { kit.Scorer.Fill(&kit.States[0], kit.Facts) }), span)
	}
}

func BenchmarkOver(b *testing.B) {
	kit, end := busy(b), workload.End
	st := &kit.States[0]
	b.ReportAllocs()
	for b.Loop() {
		kit.Scorer.Over(st, 1, end, end.Add(lead.Day))
	}
}

func BenchmarkNext(b *testing.B) {
	kit, end := busy(b), workload.End
	st := &kit.States[0]
	b.ReportAllocs()
	for b.Loop() {
		kit.Scorer.Next(st, 1, 40*lead.Point, end)
	}
}

func BenchmarkExplain(b *testing.B) {
	kit, end := busy(b), workload.End
	st := &kit.States[0]
	b.ReportAllocs()
	for b.Loop() {
		kit.Scorer.Explain(st, end)
	}
}

// BenchmarkOutlook: all single events that would lift a score are tried.
func BenchmarkOutlook(b *testing.B) {
	for _, rules := range []int{40, 4000} {
		b.Run(fmt.Sprint(rules), func(b *testing.B) {
			w, events := wideWorld(b, rules)
			for i := range events {
				w.facts.Hear(&events[i])
				w.scorer.Apply(w.state, &events[i], w.facts)
			}
			b.ReportAllocs()
			for b.Loop() {
				w.scorer.Outlook(w.state, 0, t0, scoring.Band{From: 1000 * lead.Point})
			}
		})
	}
}
