package lead

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestFactsForgetTheLeadBefore(t *testing.T) {
	s, conditions := history(t)
	rapid.Check(t, func(t *rapid.T) {
		one, other := fold(s, anyEvents(t, s, 0, 20)), fold(s, anyEvents(t, s, 0, 20))
		want := truths(s, conditions, &other)
		f := s.NewFacts()
		f.See(&one)
		f.At(start)
		f.See(&other)
		f.Over(start, start.Add(Week))
		f.At(start.Add(20 * Day))
		for i, c := range conditions {
			require.Equal(t, want[i], c.True(f), c.String())
		}
	})
}

func TestYesAndNoOverASpanAreCertain(t *testing.T) {
	s, conditions := history(t)
	rapid.Check(t, func(t *rapid.T) {
		st := fold(s, anyEvents(t, s, 0, 20))
		f := s.NewFacts()
		from := start.Add(20 * Day)
		to := from.Add(Span(rapid.Int64Range(0, int64(9*Day)).Draw(t, "span")))
		if due := s.Due(&st, from); due != 0 && due <= to {
			to = due - 1 // no basis for contact expires within the span
		}
		at := from.Add(Span(rapid.Int64Range(0, int64(to.Sub(from))).Draw(t, "at")))
		for _, c := range conditions {
			f.See(&st)
			f.Over(from, to)
			over := c.Over(f)
			f.At(at)
			require.NotEqual(t, Maybe, c.Over(f), "over an instant nothing is open")
			require.Equal(t, c.True(f), c.Over(f) == Yes)
			if over != Maybe {
				require.Equal(t, over == Yes, c.True(f), c.String())
			}
		}
	})
}

func TestFactsDoNotGrow(t *testing.T) {
	s, _ := history(t)
	st := fold(s, []Bound{*bound(t, s, "1", Created, start, map[string]any{"email": "a@b.c", "country": "FR"})})
	f := s.NewFacts()
	f.See(&st)
	f.At(start)
	filled := len(f.filled)
	for i := range 1000 {
		f.Over(start, start.Add(Span(i)))
	}
	assert.Len(t, f.filled, filled)
}

func TestFactsWithoutALead(t *testing.T) {
	s, conditions := history(t)
	f := s.NewFacts()
	f.At(start)
	f.Hear(nil)
	assert.Equal(t, State{}, *f.Lead())
	for _, c := range conditions {
		c.True(f)
	}
	assert.True(t, (*Condition)(nil).True(f))
	assert.Equal(t, Yes, (*Condition)(nil).Over(f))
	assert.False(t, (*Condition)(nil).Varies())
	assert.Empty(t, (*Condition)(nil).String()+(*Quantity)(nil).String())
	assert.Empty(t, (*Condition)(nil).Names())
	_, ok := (*Quantity)(nil).Of(f)
	assert.False(t, ok)
}

func TestScoresAndTemperatureAreRead(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	fit, _ := s.DeclareScore("fit")
	require.True(t, s.DeclareTemperature([]string{"hot", "cold"}))
	good, hot := s.compiled(t, `fit >= 12.5`), s.compiled(t, `temperature == "hot"`)
	f := s.NewFacts()
	f.Over(start, start.Add(Day))
	f.SetScore(fit, 12*Point, 13*Point, true)
	f.SetTemperature("hot", "cold")
	assert.Equal(t, []Truth{Maybe, Maybe}, []Truth{good.Over(f), hot.Over(f)})
	band, fixed := f.Temperature()
	assert.Equal(t, "hot false", fmt.Sprint(band, " ", fixed))
	f.At(start)
	f.SetScore(fit, 12_500_000, 12_500_000, true)
	f.SetTemperature("hot", "hot")
	assert.Equal(t, []Truth{Yes, Yes}, []Truth{good.Over(f), hot.Over(f)})
	f.SetScore(fit, 0, 0, false)
	assert.False(t, good.True(f), "an unscored lead has no score to compare")
}

func TestAKindsOwnPropertyGoesBeforeTheCommonOne(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	b := bound(t, s, "1", MeetingNoShow, start, map[string]any{"by": "lead"})
	b.By = "anna"
	own := eventCondition(t, s, `event.by == "lead"`, b.Kind)
	f := s.NewFacts()
	f.Hear(b)
	f.At(start)
	assert.True(t, own.True(f), "who did not come")
	b = bound(t, s, "1", Accepted, start, nil)
	b.By = "anna"
	all := eventCondition(t, s, `event.by == "anna" and event.kind == "accepted" and event.time == "2026-11-02T09:00:00Z" and not event.automatic`, b.Kind)
	f.Hear(b)
	assert.True(t, all.True(f), "who said it")
	b.Automatic = true
	f.Hear(b)
	assert.False(t, all.True(f))
	f.Hear(nil)
	assert.False(t, all.True(f), "nothing was heard")
}

// busy is a schema with many conditions of which none asks for history, a lead and an event.
func busy(t testing.TB) (*Schema, *State, *Bound) {
	s := newSchema(t, own())
	s.compiled(t, `lead.may_email and lead.cost > 3 and lead.completeness > 0.5 and lead.top_interest == "x" and lead.next_project > now`)
	b := bound(t, s, "2", "page_viewed", start, map[string]any{"topic": "x", "path": "/pricing"})
	st := fold(s, []Bound{*bound(t, s, "1", Created, start, map[string]any{"email": "a@b.c", "country": "FR", "company": "Acme", "potential": 12}), *b})
	return s, &st, b
}

func TestSeeingAndHearingDoNotAllocate(t *testing.T) {
	s, st, b := busy(t)
	f := s.NewFacts()
	f.See(st)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		s.Apply(st, b)
		f.See(st)
		f.Hear(b)
		f.At(start)
		f.Over(start, start+1)
	}))
}

func BenchmarkFacts(b *testing.B) {
	s, st, ev := busy(b)
	f := s.NewFacts()
	b.ReportAllocs()
	for b.Loop() {
		f.See(st)
		f.Hear(ev)
		f.At(start)
	}
}

func BenchmarkApply(b *testing.B) {
	s, st, ev := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		s.Apply(st, ev)
	}
}

func BenchmarkBind(b *testing.B) {
	s := newSchema(b, Vocabulary{})
	ev := Event{ID: "e", Kind: "page_viewed", Time: start.Time(), Props: map[string]any{"path": "/pricing", "seconds": 12.0, "topic": "x"}}
	var bound Bound
	b.ReportAllocs()
	for b.Loop() {
		_ = s.Bind(ev, &bound)
	}
}

// Of the lead before nothing is left: neither an attribute nor a stage, an owner or a team.
func TestFactsForgetWhatTheNextLeadHasNot(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	require.True(t, s.DeclareStages([]string{"mql"}))
	conditions := []*Condition{s.compiled(t, `lead.country == "FR"`), s.compiled(t, `stage == "mql"`), s.compiled(t, `owner == "ann"`)}
	known := fold(s, []Bound{*bound(t, s, "1", Created, start, map[string]any{"country": "FR"})})
	known.Life.Stage, known.Life.Owner = "mql", "ann"
	f := s.NewFacts()
	for _, seen := range []struct {
		lead *State
		want bool
	}{{&known, true}, {&State{}, false}, {&known, true}, {&known, true}, {&State{}, false}, {&State{}, false}} {
		f.See(seen.lead)
		f.At(start)
		for _, c := range conditions {
			require.Equal(t, seen.want, c.True(f), c.String())
		}
		number, _ := s.AttributeNumber("country")
		require.Equal(t, seen.want, f.KnowsAny([]int{number}))
	}
}

// A lead that another schema wrote is read by its attributes' names, wherever they lie.
func TestFactsReadWhatAnotherSchemaWrote(t *testing.T) {
	other := newSchema(t, Vocabulary{Attributes: []Property{{Name: "aaa", Type: Text}}})
	other.compiled(t, `lead.aaa == "x"`)
	st := fold(other, []Bound{*bound(t, other, "1", Created, start, map[string]any{"country": "FR", "aaa": "x"})})
	s := newSchema(t, Vocabulary{})
	c := s.compiled(t, `lead.country == "FR"`)
	f := s.NewFacts()
	f.See(&st)
	f.At(start)
	require.True(t, c.True(f))
}
