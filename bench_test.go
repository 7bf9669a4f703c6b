package leadkit_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/lead"
)

// line is an event of the sample log, typed beforehand.
type line struct {
	bound lead.Bound
	at    lead.Instant
	slot  int // which record
}

// sampleLog types the sample log beforehand: the events that belong to a lead, in the order in which they were learned.
func sampleLog(b *testing.B) (*leadkit.Engine, []line, []lead.Event, int) {
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: sample.Contract()})
	require.NoError(b, err)
	log, err := sample.Log()
	require.NoError(b, err)
	slots := map[string]int{}
	var lines []line
	var events []lead.Event
	for _, e := range log {
		if e.Lead == "" {
			continue
		}
		if _, ok := slots[e.Lead]; !ok {
			slots[e.Lead] = len(slots)
		}
		var bound lead.Bound
		require.NoError(b, engine.Bind(e.Event, &bound))
		lines = append(lines, line{bound.Clone(), lead.At(e.At), slots[e.Lead]})
		events = append(events, e.Event)
	}
	return engine, lines, events, len(slots)
}

// BenchmarkApply folds the sample log through the sample contract, one event an iteration. After the whole log it begins again with empty records.
func BenchmarkApply(b *testing.B) {
	engine, lines, events, leads := sampleLog(b)
	b.Run("bound", func(b *testing.B) {
		fold(b, lines, leads, func(r *leadkit.Record, n int) ([]leadkit.Effect, error) {
			return engine.ApplyBound(r, &lines[n].bound, lines[n].at)
		})
	})
	b.Run("wire", func(b *testing.B) {
		fold(b, lines, leads, func(r *leadkit.Record, n int) ([]leadkit.Effect, error) {
			return engine.Apply(r, events[n], lines[n].at.Time())
		})
	})
}

// BenchmarkApplyNext asks for the next wake-up after each event.
func BenchmarkApplyNext(b *testing.B) {
	engine, lines, _, leads := sampleLog(b)
	fold(b, lines, leads, func(r *leadkit.Record, n int) ([]leadkit.Effect, error) {
		effects, err := engine.ApplyBound(r, &lines[n].bound, lines[n].at)
		engine.Next(r)
		return effects, err
	})
}

func fold(b *testing.B, lines []line, leads int, apply func(r *leadkit.Record, n int) ([]leadkit.Effect, error)) {
	records := make([]leadkit.Record, leads)
	n, effects := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		if n == len(lines) {
			n = 0
			clear(records)
		}
		got, err := apply(&records[lines[n].slot], n)
		if err != nil {
			b.Fatal(err)
		}
		n++
		effects += len(got)
	}
	b.ReportMetric(float64(effects)/float64(b.N), "effects/op")
	b.ReportMetric(1e9/float64(b.Elapsed().Nanoseconds())*float64(b.N), "events/s")
	for i := range lines { // the records as they are after the whole log, whatever the number of iterations
		if i == 0 {
			clear(records)
		}
		if _, err := apply(&records[lines[i].slot], i); err != nil {
			b.Fatal(err)
		}
	}
	size := 0
	for i := range records {
		data, _ := json.Marshal(&records[i])
		size += len(data)
	}
	b.ReportMetric(float64(size)/float64(leads), "record-B/lead")
}

// An event that has no effect allocates nothing once its lead has met its kind.
func TestApplyWithoutEffectDoesNotAllocate(t *testing.T) {
	if raced {
		t.Skip("the race detector allocates")
	}
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: sample.Contract()})
	require.NoError(t, err)
	var record leadkit.Record
	begin := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	_, err = engine.Apply(&record, lead.Event{ID: "0", Lead: "L", Kind: lead.Created, Time: begin}, begin)
	require.NoError(t, err)
	bounds := make([]lead.Bound, 400)
	for i := range bounds {
		ev := lead.Event{ID: fmt.Sprint("e", i), Lead: "L", Kind: "page_viewed", Time: begin.Add(time.Duration(i) * time.Second), Props: map[string]any{"path": "/news"}}
		require.NoError(t, engine.Bind(ev, &bounds[i]))
	}
	n := 0
	apply := func() {
		effects, err := engine.ApplyBound(&record, &bounds[n], bounds[n].Time)
		n++
		if err != nil || len(effects) > 0 {
			t.Fatal(effects, err)
		}
	}
	for range 100 {
		apply() // the memory of the duplicates fills
	}
	require.Zero(t, testing.AllocsPerRun(200, apply))
}
