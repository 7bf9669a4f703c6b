package bench

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/internal/workload"
	"github.com/leadkit/leadkit/lead"
)

// rival is one way of doing the work.
type rival interface {
	Judge() // what each lead is
	Fold()  // all events
	Total(i int, at lead.Instant) float64
}

// engine finds out which rules hold, and calls give with their numbers.
type engine interface {
	event(i int, give func(rule int))  // rules about events, for one event of the log
	person(i int, give func(rule int)) // rules about what a lead is, for one lead
}

// work does the work with an engine: it keeps a sum for each half-life of a lead, as code written by hand does.
type work struct {
	engine
	log   *workload.Log
	rules []workload.Rule
	sum   []int // of each rule: which sum it adds to
	leads []sums
}

type sums struct {
	fit  float64
	sum  [4]float64
	last [4]int64
}

// halves are the half-lives in the order in which rules first name them.
func halves(rules []workload.Rule) (list []lead.Span, of []int) {
	known := map[lead.Span]int{}
	for _, r := range rules {
		at, is := known[r.Half]
		if !is && r.Half != 0 {
			at = len(list)
			known[r.Half] = at
			list = append(list, r.Half)
		}
		of = append(of, at)
	}
	return list, of
}

func newWork(log *workload.Log, e engine) *work {
	w := &work{engine: e, log: log, rules: workload.Rules(), leads: make([]sums, len(log.People))}
	_, w.sum = halves(w.rules)
	return w
}

func (w *work) Fold() {
	for i := range w.log.Events {
		e := &w.log.Events[i]
		to := &w.leads[e.Lead]
		w.event(i, func(rule int) {
			r, k := &w.rules[rule], w.sum[rule]
			to.sum[k] = to.sum[k]*math.Exp2(-float64(e.At-to.last[k])/float64(r.Half)) + float64(r.Points)
			to.last[k] = e.At
		})
	}
}

func (w *work) Judge() {
	for i := range w.leads {
		to := &w.leads[i]
		to.fit = 0
		w.person(i, func(rule int) { to.fit += float64(w.rules[rule].Points) })
	}
}

func (w *work) Total(i int, at lead.Instant) float64 {
	from, total := &w.leads[i], w.leads[i].fit
	list, _ := halves(w.rules)
	for k, half := range list {
		total += from.sum[k] * math.Exp2(-float64(int64(at)-from.last[k])/float64(half))
	}
	return total
}

// peers are all there are, by name, in the order of the report.
var peers = []struct {
	name string
	make func(testing.TB, *workload.Log) rival
}{
	{"handwritten", func(_ testing.TB, log *workload.Log) rival { return workload.NewHand(log) }},
	{"leadkit", func(t testing.TB, log *workload.Log) rival { return kitOf(t, log) }},
	{"cel", newCEL},
	{"govaluate", newGovaluate},
	{"opa", newOPA},
	{"duckdb", newDuckDB},
}

func kitOf(t testing.TB, log *workload.Log) *workload.Kit {
	kit, err := workload.NewKit(log)
	require.NoError(t, err)
	return kit
}

// done does the work once and compares the totals with leadkit's.
func done(t testing.TB, log *workload.Log, r rival) rival {
	kit := kitOf(t, log)
	for _, each := range []rival{kit, r} {
		each.Judge()
		each.Fold()
	}
	require.NoError(t, kit.Same(r.Total))
	return r
}

func TestPeersAgree(t *testing.T) {
	log := workload.NewLog(50, 1_000)
	for _, p := range peers {
		t.Run(p.name, func(t *testing.T) { done(t, log, p.make(t, log)) })
	}
}

// Two totals that differ are told apart.
func TestSameTellsApart(t *testing.T) {
	log := workload.NewLog(50, 1_000)
	kit, short := kitOf(t, log), workload.NewHand(&workload.Log{People: log.People, Events: log.Events[1:]})
	for _, each := range []rival{kit, short} {
		each.Judge()
		each.Fold()
	}
	require.Error(t, kit.Same(short.Total))
}

// BenchmarkPeers gives ns/event for each, on the same log.
func BenchmarkPeers(b *testing.B) {
	const people, events = 1_000, 20_000
	log := workload.NewLog(people, events)
	for _, p := range peers {
		b.Run(p.name, func(b *testing.B) {
			r, rounds := done(b, log, p.make(b, log)), 0
			b.ReportAllocs()
			for b.Loop() {
				r.Judge()
				r.Fold()
				rounds++
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rounds)/events, "ns/event")
		})
	}
}
