package leadkit

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
)

// The laws of the design, through the whole engine, on generated contracts and histories.

// folder folds a history as a host does: it answers what the engine asks at once.
type folder struct {
	t       require.TestingT
	e       *Engine
	r       Record
	desk    routing.Desk
	effects []Effect
	// between is called before each event and may wake the engine; roundTrip writes and reads the record before each event.
	between   func(f *folder, until time.Time)
	roundTrip bool
}

func (f *folder) fold(history []heard) {
	for _, h := range history {
		if f.roundTrip {
			f.r = reread(f.t, &f.r)
		}
		if f.between != nil && f.r.Clock != 0 {
			f.between(f, h.at)
		}
		effects, err := f.e.Apply(&f.r, h.ev, h.at)
		require.NoError(f.t, err)
		f.take(effects)
	}
}

func (f *folder) wake(at time.Time) {
	effects, err := f.e.Advance(&f.r, at)
	require.NoError(f.t, err)
	f.take(effects)
}

// take keeps effects and answers the last request that an event caused, as a host does that routes in the same transaction. What is asked by time alone stays
// open: when it would be answered depends on when the host wakes.
func (f *folder) take(effects []Effect) {
	f.effects = append(f.effects, effects...)
	for i := len(effects) - 1; i >= 0; i-- {
		if effects[i].Kind == RouteAsked && !byTimeAlone(effects, effects[i].Cause) {
			d := f.e.Router().Route(&f.desk, *effects[i].Route, effects[i].At)
			answer := f.e.Answer(d)
			answer.Time = f.r.Clock.Time()
			more, err := f.e.Apply(&f.r, answer, f.r.Clock.Time())
			require.NoError(f.t, err)
			f.take(more)
			return
		}
	}
}

// byTimeAlone reports whether a cause goes back to time: an effect's may be another one of the same call, such as that nurture found the lead ready.
func byTimeAlone(effects []Effect, cause string) bool {
	for range effects {
		i := slices.IndexFunc(effects, func(f Effect) bool { return f.ID == cause })
		if i < 0 {
			break
		}
		cause = effects[i].Cause
	}
	return cause == timeCause
}

func reread(t require.TestingT, r *Record) (fresh Record) {
	require.NoError(t, json.Unmarshal(encode(t, r), &fresh))
	return fresh
}

func encode(t require.TestingT, v any) []byte {
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return data
}

func compileGenerated(t *rapid.T) *Engine {
	c := genContract(t)
	e, err := Compile(c)
	require.NoError(t, err)
	return e
}

const monthLater = 50 * 24 * time.Hour

func end(history []heard) time.Time { return history[len(history)-1].at.Add(monthLater) }

// The laws are worth what the generator makes: every kind of effect has to come up.
func TestGeneratorCovers(t *testing.T) {
	seen := map[EffectKind]int{}
	for seed := range 400 {
		e := must(Compile(rapid.Custom(genContract).Example(seed)))
		f := folder{t: t, e: e}
		history := rapid.Custom(genHistory).Example(seed)
		f.fold(history)
		f.wake(end(history))
		for _, effect := range f.effects {
			seen[effect.Kind]++
		}
	}
	t.Log(seen)
	for _, kind := range []EffectKind{StageChanged, HandedOver, Returned, Warmed, RouteAsked, Assigned, Released, Answered, ContentDue, Nurtured,
		Promised, AtRisk, Escalated, Broken, Corrected, Refused, Stuck, Noted, Judged, Delivered, CompanyTold} {
		require.NotZero(t, seen[kind], kind)
	}
}

// Law 1: folding the same log again gives the same bytes and the same effects, also when every record in between was stored and read.
func TestLawReplay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, history := compileGenerated(t), genHistory(t)
		once, twice := folder{t: t, e: e}, folder{t: t, e: e, roundTrip: true}
		once.fold(history)
		twice.fold(history)
		once.wake(end(history))
		twice.wake(end(history))
		require.JSONEq(t, string(encode(t, &once.r)), string(encode(t, &twice.r)))
		require.Equal(t, string(encode(t, &once.r)), string(encode(t, &twice.r)))
		require.Equal(t, string(encode(t, once.effects)), string(encode(t, twice.effects)))
	})
}

// Law 2: one Advance to an instant is any number of smaller ones.
func TestLawTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, history := compileGenerated(t), genHistory(t)
		asleep := folder{t: t, e: e}
		awake := folder{t: t, e: e, between: func(f *folder, until time.Time) {
			for range rapid.IntRange(0, 4).Draw(t, "ticks") {
				now := f.r.Clock.Time()
				f.wake(now.Add(time.Duration(rapid.Int64Range(0, int64(until.Sub(now)/time.Millisecond)).Draw(t, "tick")) * time.Millisecond))
			}
		}}
		asleep.fold(history)
		awake.fold(history)
		awake.between(&awake, end(history))
		asleep.wake(end(history))
		awake.wake(end(history))
		require.Equal(t, string(encode(t, &asleep.r)), string(encode(t, &awake.r)))
		require.Equal(t, string(encode(t, asleep.effects)), string(encode(t, awake.effects)))
	})
}

// Law 3: until Next nothing changes by itself, and at Next something does.
func TestLawWakeUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, history := compileGenerated(t), genHistory(t)
		f := folder{t: t, e: e}
		f.fold(history)
		for range 6 {
			next, ok := e.Next(&f.r)
			until := f.r.Clock.Time().Add(400 * 24 * time.Hour)
			if ok && next.Before(until) {
				until = next.Add(-time.Millisecond)
			}
			before := verdict(e, &f.r, f.r.Clock)
			for range 4 {
				span := until.Sub(f.r.Clock.Time()) / time.Millisecond
				at := f.r.Clock.Time().Add(time.Duration(rapid.Int64Range(0, int64(span)).Draw(t, "ms")) * time.Millisecond)
				require.Equal(t, before, verdict(e, &f.r, lead.At(at)), "changed before Next, at %v", at)
			}
			require.Equal(t, before, verdict(e, &f.r, lead.At(until)), "changed just before Next")
			if !ok {
				break
			}
			require.NotEqual(t, before, verdict(e, &f.r, lead.At(next)), "nothing changed at Next, %v", next)
			f.wake(next)
		}
	})
}

// verdict is everything at an instant that is not a score's digits: the record without its clock, and the truth of every watched condition.
func verdict(e *Engine, r *Record, at lead.Instant) string {
	c := r.Clone()
	effects, err := e.Advance(c, at.Time())
	if err != nil {
		return err.Error()
	}
	x := e.run(c)
	defer e.done(x)
	x.look(nil)
	truths := []bool{}
	// What is watched belongs to the state before: these conditions are compared at both instants.
	x.r = r
	for _, cond := range e.machine.Watched(&r.Lead, e.planner.Watched(&r.Nurture, e.terms.Watched(&r.Promises, nil))) {
		truths = append(truths, cond.True(x.facts))
	}
	c.Clock = 0
	data, _ := json.Marshal(c)
	more, _ := json.Marshal(truths)
	return string(data) + string(more) + string(must(json.Marshal(len(effects))))
}

// genSums makes up a contract whose rules remember sums alone: none decides in the order of arrival.
func genSums(t *rapid.T) *Contract {
	c := genContract(t)
	for i := range c.Scores.Scores {
		for j := range c.Scores.Scores[i].Rules {
			r := &c.Scores.Scores[i].Rules[j]
			r.AtMost, r.Once, r.Diminishing = nil, false, scoring.Diminishing{}
			if r.Name == "often" || r.Name == "surge" {
				r.When = ""
			}
		}
	}
	c.Lifecycle = lead.DefaultLifecycle()
	c.Retention = Retention{} // of a person who is erased, only what came before is known
	return c
}

// Law 4: rules that remember sums give the same score in any order of arrival, and a duplicate changes nothing.
func TestLawOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := must(Compile(genSums(t)))
		var signals []heard
		for _, h := range genHistory(t) {
			if id, _ := e.schema.Kind(h.ev.Kind); e.schema.KindOf(id).Class == lead.Signal && h.ev.Kind != lead.QuoteRequested || h.ev.Kind == lead.ProfileUpdated {
				signals = append(signals, h)
			}
		}
		at := genesis.Add(900 * 24 * time.Hour)
		for i := range signals {
			signals[i].at = at
		}
		shuffled := rapid.Permutation(signals).Draw(t, "order")
		one, other := folder{t: t, e: e}, folder{t: t, e: e}
		one.fold(signals)
		other.fold(append(shuffled, shuffled...))
		for i := range e.schema.Scores() {
			for _, later := range []lead.Span{0, lead.Hour, 30 * lead.Day} {
				p, known := e.scorer.Score(&one.r.Scores, i, one.r.Clock.Add(later))
				q, also := e.scorer.Score(&other.r.Scores, i, one.r.Clock.Add(later))
				require.Equal(t, p, q)
				require.Equal(t, known, also)
			}
		}
	})
}

// Law 5: the lines of the explanation sum exactly to the scores.
func TestLawLedger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, history := compileGenerated(t), genHistory(t)
		f := folder{t: t, e: e}
		f.fold(history)
		view, err := e.At(&f.r, f.r.Clock.Time().Add(time.Duration(rapid.Int64Range(0, 90*86400).Draw(t, "s"))*time.Second))
		require.NoError(t, err)
		sums := map[string]lead.Points{}
		for _, line := range view.Lines {
			sums[line.Score] += line.Points
		}
		for _, s := range view.Scores {
			require.Equal(t, s.Points, sums[s.Name], s.Name)
		}
	})
}

// Law 6: bad input is a typed error and changes nothing, not even what fell due meanwhile.
func TestLawRefusal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, history := compileGenerated(t), genHistory(t)
		f := folder{t: t, e: e}
		f.fold(history)
		before := string(encode(t, &f.r))
		bad := rapid.SampledFrom(refusals).Draw(t, "refusal")
		ev := lead.Event{ID: "bad", Lead: "L1", Kind: "email_opened", Time: f.r.Clock.Time()}
		at := f.r.Clock.Time().Add(100 * 24 * time.Hour)
		bad.spoil(&ev, &at)
		effects, err := e.Apply(&f.r, ev, at)
		require.ErrorIs(t, err, bad.is, bad.name)
		require.Empty(t, effects)
		require.Equal(t, before, string(encode(t, &f.r)))
	})
}

// Law 8: a contract survives YAML and JSON with its meaning, and a record survives JSON to the byte.
func TestLawRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := genContract(t)
		e := must(Compile(c))
		for _, write := range []func() ([]byte, error){c.YAML, c.JSON} {
			data, err := write()
			require.NoError(t, err)
			again, err := Load(File{Name: "again", Data: data})
			require.NoError(t, err, string(data))
			require.Equal(t, e.Hash(), again.Hash(), string(data))
		}
		var plain Contract // as a host keeps a Go value
		require.NoError(t, json.Unmarshal(must(json.Marshal(c)), &plain))
		require.Equal(t, e.Hash(), must(Compile(&plain)).Hash())
		f := folder{t: t, e: e}
		f.fold(genHistory(t))
		fresh := reread(t, &f.r)
		require.Equal(t, string(encode(t, &f.r)), string(encode(t, &fresh)))
	})
}

// Law 9: the short way of events that change nothing gives what the long way gives.
func TestShortWay(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		c := genContract(t)
		history := genHistory(t)
		short, long := folder{t: t, e: must(Compile(c))}, folder{t: t, e: must(Compile(c))}
		clear(long.e.inert)
		short.between = func(f *folder, until time.Time) {
			if lead.At(until) <= f.r.calm {
				taken++
			}
		}
		short.fold(history)
		long.fold(history)
		short.wake(end(history))
		long.wake(end(history))
		require.Equal(t, string(encode(t, &long.r)), string(encode(t, &short.r)))
		require.Equal(t, string(encode(t, long.effects)), string(encode(t, short.effects)))
	})
	require.Positive(t, taken)
}
