package lead

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The laws of the design for the lifecycle alone, on generated lifecycles and histories. Those of whole contracts are in the root.

// anyLifecycle draws the default lifecycle with some more moves, whose times are whole hours.
func anyLifecycle(t *rapid.T) Lifecycle {
	l := DefaultLifecycle()
	span := func(label string) Span { return Span(rapid.IntRange(1, 200).Draw(t, label)) * Hour }
	more := []Move{
		{Name: "ripe", From: []string{"inquiry", "nurturing"}, To: "mql", When: "total >= 50"},
		{Name: "ripe for long", From: []string{"nurturing"}, To: "mql", When: "total >= 20", For: span("for")},
		{Name: "not ready", From: []string{"inquiry"}, To: "nurturing", After: span("after")},
		{Name: "cooled", From: []string{"inquiry"}, To: "nurturing", When: "total < 10", For: span("cool")},
		{Name: "asleep", From: []string{"nurturing"}, To: "inquiry", When: "total < 40", After: span("asleep")},
		{Name: "unanswered", From: []string{"mql"}, To: "nurturing", After: span("unanswered")},
	}
	for _, mv := range more {
		if rapid.Bool().Draw(t, mv.Name) {
			l.Moves = append(l.Moves, mv)
		}
	}
	if rapid.Bool().Draw(t, "needs") {
		l.Stages[2].Needs = []string{"company"}
	}
	return l
}

// told is one thing that happens to a lead at a whole hour.
type told struct {
	at    Instant
	kind  string
	props map[string]any
	total Points
}

func anyStory(t *rapid.T) (list []told) {
	at := start
	list = append(list, told{at, Created, nil, 0})
	for range rapid.IntRange(1, 14).Draw(t, "events") {
		at = at.Add(Span(rapid.SampledFrom([]int{0, 1, 7, 60, 300, 2500}).Draw(t, "hours")) * Hour)
		until := at.Add(Span(rapid.IntRange(1, 400).Draw(t, "until")) * Hour)
		e := rapid.SampledFrom([]told{
			{kind: "email_opened"}, {kind: QuoteRequested}, {kind: Accepted}, {kind: Recalled}, {kind: Reopened}, {kind: ProfileUpdated, props: map[string]any{"company": "Moreau"}},
			{kind: Recycled, props: map[string]any{"reason": "not_mature", "qualification": "early"}},
			{kind: Recycled, props: map[string]any{"reason": "project_postponed", "project_date": until}},
			{kind: Lost, props: map[string]any{"reason": "to_competitor", "competitor": "Rossi", "contract_ends": until.Add(90 * Day)}},
			{kind: Lost, props: map[string]any{"reason": "no_decision"}},
			{kind: StageOverridden, props: map[string]any{"stage": "nurturing", "until": until}},
			{kind: StageOverridden, props: map[string]any{"stage": "sal", "until": until}},
		}).Draw(t, "event")
		e.at, e.total = at, Points(rapid.SampledFrom([]int{0, 15, 30, 45, 60}).Draw(t, "total"))*Point
		list = append(list, e)
	}
	return list
}

// fell does what falls due up to an instant, each thing at its own.
func (x *story) fell(now, to Instant) {
	for due := x.m.Due(&x.st, now); due != 0 && due <= to; due = x.m.Due(&x.st, due) {
		x.wait(due)
	}
}

// pass lets the time between two events go by. Who is stuck is looked at again an hour later, before which nothing falls due: all times are whole hours.
func (x *story) pass(way func(x *story, from, to Instant), from, to Instant) {
	for x.stuck && from < to {
		from = from.Add(Hour)
		x.wait(from)
	}
	way(x, from, to)
}

// live tells a story; pass lets the time between two events go by.
func (x *story) live(list []told, pass func(x *story, from, to Instant)) {
	for i, e := range list {
		if i > 0 {
			x.pass(pass, list[i-1].at, e.at)
		}
		x.total = e.total
		x.event(e.at, e.kind, e.props)
	}
	last := list[len(list)-1].at
	x.pass(pass, last, last.Add(150*Day))
}

// Laws 1, 2, 8 and 9: a story comes out the same when it is told again, in steps of any size, with the state written and read in between, and by looking
// every hour whether something is due instead of asking when.
func TestLawsOfTheLifecycle(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l, list := anyLifecycle(rt), anyStory(rt)
		asked := newStory(t, l)
		asked.live(list, (*story).fell)
		for _, way := range []struct {
			name string
			pass func(x *story, from, to Instant)
		}{
			{"again", (*story).fell},
			{"in steps", func(x *story, from, to Instant) {
				for range rapid.IntRange(0, 6).Draw(rt, "steps") {
					next := Instant(rapid.Int64Range(int64(from), int64(to)).Draw(rt, "step"))
					x.fell(from, next)
					from = next
				}
				x.fell(from, to)
			}},
			{"stored", func(x *story, from, to Instant) {
				x.st = decoded(t, x.st)
				x.fell(from, to)
			}},
			{"every hour", func(x *story, from, to Instant) {
				for at := from.Add(Hour); at <= to; at = at.Add(Hour) {
					x.wait(at)
				}
			}},
		} {
			other := newStory(t, l)
			other.live(list, way.pass)
			require.Equal(rt, asked.taken, other.taken, way.name)
			require.Equal(rt, encode(t, asked.st), encode(t, other.st), way.name)
		}
	})
}

// A move is taken once at an instant. Who is stuck there stays, with nothing due, until somebody looks at a later instant.
func TestWhoIsStuckGoesOnWhenLookedAt(t *testing.T) {
	l := DefaultLifecycle()
	l.Moves = append(l.Moves, Move{Name: "ripe", From: []string{"inquiry", "nurturing"}, To: "mql", When: "total >= 50"})
	x := newStory(t, l)
	x.total = 60 * Point
	x.event(start, Created, nil)
	require.Equal(t, "mql", x.stage())
	x.event(start, Recalled, nil)
	require.Equal(t, "nurturing", x.stage())
	require.True(t, x.stuck)
	require.Zero(t, x.m.Due(&x.st, start))
	x.wait(start.Add(1))
	require.Equal(t, "mql", x.stage())
	require.False(t, x.stuck)
}

// Law 3: before the instant that Due gives, looking changes nothing.
func TestLawTheLifecycleWakesUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := newStory(t, anyLifecycle(rt))
		x.live(anyStory(rt), func(x *story, from, to Instant) {
			for at := from; ; {
				due := x.m.Due(&x.st, at)
				until := min(to, due-1)
				if due == 0 {
					until = to
				}
				before := encode(t, x.st)
				for i := range 3 {
					if until > at {
						x.wait(Instant(rapid.Int64Range(int64(at), int64(until)).Draw(rt, fmt.Sprint("look ", i))))
					}
					require.Equal(rt, before, encode(t, x.st))
				}
				if due == 0 || due > to {
					return
				}
				x.wait(due)
				at = due
			}
		})
	})
}
