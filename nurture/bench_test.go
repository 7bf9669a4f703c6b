package nurture_test

import (
	"fmt"
	"testing"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// manyPrograms is a plan of some size: ten programs of three streams with twelve contents each.
func manyPrograms() nurture.Plan {
	plan := nurture.Plan{AtMost: []nurture.Cap{{N: 1, Per: lead.Day}, {N: 2, Per: lead.Week}}, Hours: "office"}
	for p := range 10 {
		pr := course(fmt.Sprintf("program %d", p), days(7))
		pr.Enter.When = fmt.Sprintf(`stage == "nurturing" and total >= %d`, 10*p)
		for s := range 3 {
			stream := nurture.Stream{Name: fmt.Sprintf("stream %d", s), Every: days(7)}
			if s > 0 {
				stream.When = fmt.Sprintf("total >= %d and fit > 0", 20*s)
			}
			for c := range 12 {
				name := fmt.Sprintf("content %d %d %d", p, s, c)
				stream.Contents = append(stream.Contents, name)
				plan.Contents = append(plan.Contents, emails(name)...)
			}
			if s == 0 {
				pr.Streams = nil
			}
			pr.Streams = append(pr.Streams, stream)
		}
		plan.Programs = append(plan.Programs, pr)
	}
	return plan
}

// busy is a lead in five of ten programs that has received some contents.
func busy(t require.TestingT) (*world, *lead.Bound) {
	w := newWorld(t, manyPrograms())
	w.consent(start, "email")
	w.score(start+day, 0, 45)
	w.advance(start + 30*day)
	w.hear(start+31*day, "page_viewed", nil)
	var b lead.Bound
	require.NoError(t, w.schema.Bind(lead.Event{ID: "last", Kind: "page_viewed", Time: w.clock.Time()}, &b))
	w.look(w.clock, w.clock)
	w.f.Hear(&b)
	return w, &b
}

func TestNothingIsAllocatedWhereNothingHappens(t *testing.T) {
	w, b := busy(t)
	require.Len(t, w.p.At(&w.st, w.clock), 5)
	steps := make([]nurture.Step, 0, 8)
	watched := make([]*lead.Condition, 0, 64)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		steps = w.p.Apply(&w.st, b, w.f, nil, w.clock, steps[:0])
		watched = w.p.Watched(&w.st, watched[:0])
		w.p.Due(&w.st, w.clock)
	}))
	assert.Empty(t, steps)
}

// waiting is a lead in the middle of a course, with hours of its own.
func waiting(t require.TestingT) (*world, *lead.Bound) {
	plan := walked(send("hello", "a"), nurture.Node{Name: "asks", For: []string{"white_paper_downloaded"}, AtMost: days(60)}, send("last", "b"))
	plan.TheirHours, plan.AtMost = theirs, []nurture.Cap{{N: 1, Per: lead.Day}}
	w := newWorld(t, plan)
	w.hear(start, lead.ProfileUpdated, props{"zone": "Australia/Lord_Howe"})
	w.consent(start, "email")
	w.advance(start + 2*day)
	var b lead.Bound
	require.NoError(t, w.schema.Bind(lead.Event{ID: "last", Kind: "page_viewed", Time: w.clock.Time()}, &b))
	w.look(w.clock, w.clock)
	w.f.Hear(&b)
	require.Equal(t, "asks", w.st.Programs[0].Step)
	return w, &b
}

func TestNothingIsAllocatedWhereACourseWaits(t *testing.T) {
	w, b := waiting(t)
	steps := make([]nurture.Step, 0, 8)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		steps = w.p.Apply(&w.st, b, w.f, nil, w.clock, steps[:0])
		w.p.Due(&w.st, w.clock)
	}))
	assert.Empty(t, steps)
}

func BenchmarkCourse(b *testing.B) {
	w, event := waiting(b)
	steps := make([]nurture.Step, 0, 8)
	b.Run("event", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			steps = w.p.Apply(&w.st, event, w.f, nil, w.clock, steps[:0])
		}
	})
	b.Run("due", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			w.p.Due(&w.st, w.clock)
		}
	})
}

func BenchmarkUplift(b *testing.B) {
	r := cohort(900, 90, 100, 5)
	b.ReportAllocs()
	for b.Loop() {
		r.Uplift("p", start+400*day)
	}
}

func BenchmarkPlan(b *testing.B) {
	w, event := busy(b)
	steps := make([]nurture.Step, 0, 8)
	b.Run("event", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			steps = w.p.Apply(&w.st, event, w.f, nil, w.clock, steps[:0])
		}
	})
	b.Run("automatic", func(b *testing.B) {
		b.ReportAllocs()
		automatic := event.Clone()
		automatic.Automatic = true
		for b.Loop() {
			steps = w.p.Apply(&w.st, &automatic, w.f, nil, w.clock, steps[:0])
		}
	})
	b.Run("due", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			w.p.Due(&w.st, w.clock)
		}
	})
	b.Run("watched", func(b *testing.B) {
		b.ReportAllocs()
		list := make([]*lead.Condition, 0, 64)
		for b.Loop() {
			list = w.p.Watched(&w.st, list[:0])
		}
	})
	b.Run("content", func(b *testing.B) {
		b.ReportAllocs()
		at := w.p.Due(&w.st, w.clock)
		require.NotZero(b, at)
		w.look(at, at)
		st := w.st
		for b.Loop() {
			st.Programs = append(st.Programs[:0:0], w.st.Programs...)
			st.Had = append(st.Had[:0:0], w.st.Had...)
			st.Sent = append(st.Sent[:0:0], w.st.Sent...)
			if steps = w.p.Advance(&st, w.f, nil, at, steps[:0]); len(steps) != 1 {
				b.Fatal(steps)
			}
		}
	})
}
