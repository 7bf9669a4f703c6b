package lead

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// story drives one lead through a machine, as the engine does.
type story struct {
	t     require.TestingT
	m     *Machine
	s     *Schema
	st    State
	f     *Facts
	total Points
	n     int
	taken []Passage
	stuck bool // a move is due that was taken at this instant already: it goes on at the next instant at which anybody looks
}

func newStory(t testing.TB, l Lifecycle) *story {
	m, s := machineOf(t, l)
	return &story{t: t, m: m, s: s, f: s.NewFacts()}
}

// look fills the facts at an instant.
func (x *story) look(b *Bound, at Instant) {
	x.f.See(&x.st)
	x.f.Hear(b)
	x.f.At(at)
	x.f.SetScore(1, x.total, x.total, true)
}

// event tells an event and gives the step it made, then takes standing moves until none is due.
func (x *story) event(at Instant, kind string, props map[string]any) (Step, bool) {
	x.n++
	b := bound(x.t, x.s, fmt.Sprintf("e%03d", x.n), kind, at, props)
	return x.hear(b, at)
}

func (x *story) hear(b *Bound, at Instant) (Step, bool) {
	x.s.Apply(&x.st, b)
	x.look(b, at)
	step, ok := x.m.Upon(&x.st, b, x.f, at)
	if ok && step.Refused == "" {
		x.taken = append(x.taken, x.m.Take(&x.st, step, at))
	}
	x.wait(at)
	return step, ok
}

// wait takes what stands at an instant. It fails rather than going on for ever.
func (x *story) wait(at Instant) {
	for range 100 {
		x.look(nil, at)
		step, ok := x.m.Standing(&x.st, x.f, at)
		if x.stuck = step.Stuck; !ok {
			return
		}
		x.taken = append(x.taken, x.m.Take(&x.st, step, at))
	}
	require.Fail(x.t, "a lead moves for ever at one instant")
}

func (x *story) stage() string { return x.st.Life.Stage }

// to brings the lead to a stage by hand.
func (x *story) to(at Instant, stage string) {
	_, ok := x.event(at, StageOverridden, map[string]any{"stage": stage})
	require.True(x.t, ok)
	require.Equal(x.t, stage, x.stage())
}
