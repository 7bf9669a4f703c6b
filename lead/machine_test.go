package lead

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestEntries(t *testing.T) {
	for entry, want := range map[string]string{"": "inquiry", "quote": "sql", "contract": "opportunity", "something else": "inquiry"} {
		x := newStory(t, Lifecycle{})
		_, ok := x.event(start, "page_viewed", nil)
		assert.False(t, ok, "a visit makes no lead")
		_, ok = x.event(start, Created, map[string]any{"entry": entry})
		assert.True(t, ok)
		assert.Equal(t, want, x.stage())
		assert.Equal(t, 1, x.st.Life.Cycle)
		assert.Equal(t, want != "inquiry", x.m.HandsOver(x.taken[0]), "who enters in sales' hands is handed over")
		_, ok = x.event(start, Created, nil)
		assert.False(t, ok, "a lead enters once")
	}
}

func TestEachDefaultReasonRequiresItsReport(t *testing.T) {
	reports := map[string]any{"note": "n", "project_date": "2027-03-01", "qualification": "q", "new_contact": "Ada", "competitor": "Acme"}
	from := map[string]string{Rejected: "mql", Recycled: "sal", Disqualified: "inquiry", Lost: "opportunity"}
	for _, exit := range DefaultLifecycle().Exits {
		for _, reason := range exit.Reasons {
			name := exit.Name + ": " + reason.Name
			x := newStory(t, Lifecycle{})
			x.to(start, from[exit.Name])
			props := map[string]any{"reason": reason.Name}
			if reason.Name == "unreachable" {
				step, _ := x.event(start.Add(Hour), exit.Name, props)
				assert.Contains(t, step.Refused, `count("contact_attempted")`, name)
				for range 6 {
					x.event(start.Add(2*Hour), Contacted, map[string]any{"outcome": "no_answer"})
				}
			}
			for _, field := range reason.Requires {
				step, ok := x.event(start.Add(Day), exit.Name, props)
				require.True(t, ok)
				assert.Equal(t, "the reason "+reason.Name+" requires a report with "+field, step.Refused)
				assert.Equal(t, from[exit.Name], x.stage(), "without its report, nothing moves")
				props[field] = reports[field]
			}
			step, ok := x.event(start.Add(Day), exit.Name, props)
			require.True(t, ok)
			require.Empty(t, step.Refused, name)
			assert.Equal(t, reason.To, x.stage(), name)
			assert.Equal(t, []string{exit.Name, reason.Name}, []string{x.st.Life.ReturnExit, x.st.Life.ReturnReason})
			returns := 1
			if exit.Name == Disqualified {
				returns = 0 // sales never had it
			}
			assert.Equal(t, returns, x.st.Life.Returns, name)
			assert.Equal(t, returns == 1, x.m.Returns(x.taken[len(x.taken)-1]), name)
		}
	}
}

func TestExitsThatAreRefused(t *testing.T) {
	x := newStory(t, Lifecycle{})
	x.to(start, "mql")
	for want, try := range map[string][2]string{
		"a lead cannot be recycled in stage mql":      {Recycled, "no_date"},
		`there is no reason "no_date" to be rejected`: {Rejected, "no_date"},
		`there is no reason "" to be disqualified`:    {Disqualified, ""},
	} {
		step, ok := x.event(start.Add(Hour), try[0], map[string]any{"reason": try[1]})
		assert.True(t, ok)
		assert.Equal(t, want, step.Refused)
	}
	step, _ := x.event(start, StageOverridden, map[string]any{"stage": "mlq"})
	assert.Equal(t, "there is no stage mlq", step.Refused)
	step, _ = x.event(start, Accepted, nil)
	assert.Empty(t, step.Refused)
	step, _ = x.event(start, Opportunity, map[string]any{"closing": "2027-01-01"})
	assert.Equal(t, "the report lacks amount", step.Refused)
	step, _ = x.event(start, Opportunity, nil)
	assert.Equal(t, "the report lacks amount", step.Refused, "the first that is missing")
	assert.Equal(t, "sal", x.stage())
}

// scored is the default lifecycle with moves on a score.
func scored() Lifecycle {
	l := DefaultLifecycle()
	l.Moves = append(l.Moves,
		Move{Name: "ripe", From: []string{"inquiry", "nurturing"}, To: "mql", When: "total >= 50"},
		Move{Name: "silent", From: []string{"inquiry"}, To: "nurturing", After: 30 * Day},
		Move{Name: "cooled down", From: []string{"nurturing"}, To: "inquiry", When: "total < -5", For: 3 * Day},
		Move{Name: "nurtured", From: []string{"nurturing"}, To: "mql", Upon: []string{Ready}})
	return l
}

func TestALeadGivenBackIsHeldFromBeingHandedOver(t *testing.T) {
	x := newStory(t, scored())
	x.total = 60 * Point
	x.event(start, Created, nil)
	require.Equal(t, "mql", x.stage())
	x.event(start, Accepted, nil)
	x.event(start.Add(Day), Recycled, map[string]any{"reason": "no_date", "qualification": "q"})
	until := start.Add(31 * Day)
	assert.Equal(t, []any{"nurturing", until, 2}, []any{x.stage(), x.st.Life.Until, x.st.Life.Cycle})
	assert.Equal(t, until, x.m.Due(&x.st, start.Add(Day)))
	x.wait(until - 1)
	assert.Equal(t, "nurturing", x.stage())
	b := &Bound{}
	require.True(t, x.s.Make(b, Ready, until-1))
	step, _ := x.hear(b, until-1)
	assert.Equal(t, "it may not be handed over again before 2026-12-03T09:00:00.000Z", step.Refused, "a room's verdict waits too")
	x.total = -10 * Point
	x.wait(until - 1 - Instant(4*Day))
	x.wait(until - 1 - Instant(Day))
	require.Equal(t, "inquiry", x.stage())
	assert.Equal(t, until, x.st.Life.Until, "moving about in marketing's hands does not end it")
	x.total = 60 * Point
	x.wait(until - 1)
	assert.Equal(t, "inquiry", x.stage())
	x.wait(until)
	assert.Equal(t, "mql", x.stage())
	assert.Zero(t, x.st.Life.Until)
}

func TestALeadThatAsksIsHandedOverAtOnce(t *testing.T) {
	x := newStory(t, scored())
	x.to(start, "sal")
	x.event(start, Recycled, map[string]any{"reason": "no_budget", "qualification": "q"})
	x.event(start.Add(Day), QuoteRequested, nil)
	assert.Equal(t, "mql", x.stage())
	assert.Zero(t, x.st.Life.Until)
}

func TestALostLeadComesBack(t *testing.T) {
	lose := func(x *story, props map[string]any) {
		x.to(start, "opportunity")
		step, _ := x.event(start, Lost, props)
		require.Empty(t, step.Refused)
	}
	x := newStory(t, Lifecycle{})
	lose(x, map[string]any{"reason": "no_decision"})
	assert.Equal(t, start.Add(90*Day), x.m.Due(&x.st, start))
	x.wait(start.Add(90*Day) - 1)
	assert.Equal(t, "lost", x.stage())
	x.wait(start.Add(90 * Day))
	last := x.taken[len(x.taken)-1]
	assert.Equal(t, []any{"nurturing", CameBack, "no_decision", 1, 2}, []any{x.stage(), last.Move, last.Reason, last.Cycle, x.st.Life.Cycle})
	assert.Equal(t, start.Add(90*Day), x.st.Life.From)
	assert.Equal(t, []any{Instant(0), ""}, []any{x.st.Life.Until, x.st.Life.Back})
	assert.Equal(t, x.taken, x.st.Life.Passages, "its history is kept")

	x = newStory(t, Lifecycle{})
	lose(x, map[string]any{"reason": "to_competitor", "competitor": "Acme", "contract_ends": start.Add(400 * Day)})
	assert.Equal(t, start.Add(310*Day), x.st.Life.Until, "90 days before that contract ends")

	x = newStory(t, Lifecycle{})
	x.event(start-1, ProfileUpdated, map[string]any{"contract_ends": start.Add(200 * Day)})
	lose(x, map[string]any{"reason": "to_competitor", "competitor": "Acme"})
	assert.Equal(t, start.Add(110*Day), x.st.Life.Until, "as was known already")

	x = newStory(t, Lifecycle{})
	lose(x, map[string]any{"reason": "price"})
	x.event(start.Add(Day), Reopened, nil)
	assert.Equal(t, []any{"nurturing", Instant(0), "", 2}, []any{x.stage(), x.st.Life.Until, x.st.Life.Back, x.st.Life.Cycle}, "who is reopened does not come back again")
}

func TestACustomerWhoComesBackWasNotGivenBack(t *testing.T) {
	x := newStory(t, Lifecycle{})
	x.to(start, "opportunity")
	x.event(start, Won, nil)
	x.event(start.Add(Day), Reopened, nil)
	assert.Equal(t, "nurturing", x.stage())
	assert.False(t, x.m.Returns(x.taken[len(x.taken)-1]))
	assert.Equal(t, []int{0, 2}, []int{x.st.Life.Returns, x.st.Life.Cycle})
}

func TestTheOwnerGoesWithSales(t *testing.T) {
	x := newStory(t, Lifecycle{})
	x.to(start, "mql")
	x.st.Life.Owner, x.st.Life.Team, x.st.Life.Route = "anna", "north", "direct"
	x.event(start, Accepted, nil)
	assert.Equal(t, "anna", x.st.Life.Owner)
	x.event(start.Add(Hour), Recalled, nil)
	assert.Equal(t, [3]string{}, [3]string{x.st.Life.Owner, x.st.Life.Team, x.st.Life.Route})
	assert.True(t, x.m.Returns(x.taken[len(x.taken)-1]), "a recall takes the lead out of sales' hands")
}

func TestAStageNeedsWhatItNeeds(t *testing.T) {
	l := small()
	l.Stages[1].Needs = []string{"email", "next_project"}
	x := newStory(t, l)
	x.event(start, Created, nil)
	step, _ := x.event(start, QuoteRequested, map[string]any{"amount": 3})
	assert.Equal(t, "stage sold needs email", step.Refused)
	x.event(start, ProfileUpdated, map[string]any{"email": "a@b.c"})
	step, _ = x.event(start, QuoteRequested, map[string]any{"amount": 3})
	assert.Equal(t, "stage sold needs next_project", step.Refused)
	x.event(start, ProjectUpdated, map[string]any{"date": "2027-01-01"})
	step, _ = x.event(start, QuoteRequested, map[string]any{"amount": 3})
	assert.Empty(t, step.Refused)
	assert.Equal(t, "sold", x.stage())
}

func TestAStandingMoveWaitsForWhatTheStageNeeds(t *testing.T) {
	l := small()
	l.Stages[1].Needs = []string{"email"}
	l.Moves[0].When = "total >= 10"
	l.Exits[0].Reasons[0] = Reason{Name: "price", To: "dead", Again: Day, Back: "sold"}
	x := newStory(t, l)
	x.total = 10 * Point
	x.event(start, Created, nil)
	assert.Equal(t, "new", x.stage())
	x.event(start.Add(Hour), ProfileUpdated, map[string]any{"email": "a@b.c"})
	assert.Equal(t, "sold", x.stage())
	x.st.Fields = nil
	x.event(start.Add(Hour), Lost, map[string]any{"reason": "price"})
	x.wait(start.Add(2 * Day))
	assert.Equal(t, "dead", x.stage(), "nor does a lead come back without it")
	x.event(start.Add(2*Day), ProfileUpdated, map[string]any{"email": "a@b.c"})
	assert.Equal(t, "sold", x.stage())
}

func TestTimeMovesALead(t *testing.T) {
	x := newStory(t, scored())
	x.event(start, Created, nil)
	assert.Equal(t, start.Add(30*Day), x.m.Due(&x.st, start))
	x.wait(start.Add(30*Day) - 1)
	assert.Equal(t, "inquiry", x.stage())
	x.wait(start.Add(30 * Day))
	assert.Equal(t, "nurturing", x.stage())
	assert.Equal(t, []Duration{{"inquiry", 30 * Day, 1}}, x.st.Life.Totals)
	watched := x.m.Watched(&x.st, nil)
	assert.Len(t, watched, 2, "ripe and cooled down")

	at := start.Add(40 * Day)
	x.total = -10 * Point
	x.wait(at)
	assert.Equal(t, at.Add(3*Day), x.m.Due(&x.st, at))
	x.total = 0
	x.wait(at.Add(Day))
	assert.Zero(t, x.m.Due(&x.st, at.Add(Day)), "the condition was broken off")
	x.total = -10 * Point
	x.wait(at.Add(2 * Day))
	x.wait(at.Add(5*Day) - 1)
	assert.Equal(t, "nurturing", x.stage())
	x.wait(at.Add(5 * Day))
	assert.Equal(t, "inquiry", x.stage())
}

func TestAMoveUponAnEventGoesFirstAndTheFirstInTheContractWins(t *testing.T) {
	l := small()
	l.Moves = append(l.Moves, Move{Name: "asked too", From: []string{"new"}, To: "dead", Upon: []string{QuoteRequested}},
		Move{Name: "ripe too", From: []string{"new"}, To: "dead", When: "total > 10"})
	l.Moves[0].When = "total > 10"
	x := newStory(t, l)
	x.event(start, Created, nil)
	x.total = 20 * Point
	x.event(start, QuoteRequested, map[string]any{"amount": 1})
	assert.Equal(t, "asked", x.taken[1].Move)
	x = newStory(t, l)
	x.total = 20 * Point
	x.event(start, Created, nil)
	assert.Equal(t, "ripe", x.taken[1].Move)
}

// ring is a lifecycle of n stages in a ring, each left at once.
func ring(n int) Lifecycle {
	l := Lifecycle{Entries: []Entry{{Name: "came in", To: "s0"}}, Exits: []Exit{{Name: Lost, From: []string{"s0"}, Reasons: []Reason{{Name: "price", To: "s1"}}}}}
	for i := range n {
		l.Stages = append(l.Stages, Stage{Name: fmt.Sprint("s", i), Owner: "marketing"})
		l.Moves = append(l.Moves, Move{Name: fmt.Sprint("on ", i), From: []string{fmt.Sprint("s", i)}, To: fmt.Sprint("s", (i+1)%n), When: "lead.cost >= 0"})
	}
	return l
}

func TestWhereAMoveIsDueASecondTimeAtOneInstantTheLeadIsStuck(t *testing.T) {
	x := newStory(t, ring(3))
	x.event(start, Created, nil)
	assert.Equal(t, []string{"came in", "on 0", "on 1", "on 2"}, moves(x.taken))
	x.look(nil, start)
	step, ok := x.m.Standing(&x.st, x.f, start)
	assert.False(t, ok)
	assert.Equal(t, Step{Move: "on 0", To: "s1", Refused: takenAlready, Stuck: true}, step)
	x.look(nil, start+1)
	step, ok = x.m.Standing(&x.st, x.f, start+1)
	assert.True(t, ok && !step.Stuck)

	x = newStory(t, Lifecycle{})
	x.event(start, Created, nil)
	step, ok = x.m.Standing(&x.st, x.f, start)
	assert.Equal(t, []any{Step{}, false}, []any{step, ok}, "where nothing is due, nothing is stuck")
	x.event(start, QuoteRequested, nil)
	x.to(start, "inquiry")
	step, ok = x.event(start, QuoteRequested, nil)
	assert.True(t, ok && step.Stuck)
	assert.Equal(t, []string{"raised a hand", takenAlready, "inquiry"}, []string{step.Move, step.Refused, x.stage()})
	step, _ = x.event(start+1, QuoteRequested, nil)
	assert.Equal(t, "mql", x.stage())
	assert.False(t, step.Stuck)
}

// Hysteresis: a lead enters at 50 points and leaves under 40 for three days, so that scores that go up and down between do not move it to and fro.
func TestALeadDoesNotFlap(t *testing.T) {
	l := DefaultLifecycle()
	l.Moves = append(l.Moves, Move{Name: "ripens", From: []string{"inquiry"}, To: "nurturing", When: "total >= 50"},
		Move{Name: "cools", From: []string{"nurturing"}, To: "inquiry", When: "total < 40", For: 3 * Day})
	m, _ := machineOf(t, l)
	require.Empty(t, m.Warnings())
	rapid.Check(t, func(rt *rapid.T) {
		x := newStory(t, l)
		x.t = rt
		x.event(start, Created, nil)
		type passage struct {
			to string
			at Instant
		}
		var want, got []passage
		stage, below, at := "inquiry", Instant(0), start
		for range rapid.IntRange(1, 40).Draw(rt, "scores") {
			until := at.Add(Span(rapid.IntRange(1, 60).Draw(rt, "hours")) * Hour)
			for due := x.m.Due(&x.st, at); due != 0 && due <= until; due = x.m.Due(&x.st, due) {
				x.wait(due)
			}
			if stage == "nurturing" && below != 0 && below.Add(3*Day) <= until {
				stage = "inquiry"
				want = append(want, passage{stage, below.Add(3 * Day)})
			}
			at, x.total = until, Points(rapid.IntRange(30, 60).Draw(rt, "total"))*Point
			x.wait(at)
			switch {
			case stage == "inquiry" && x.total >= 50*Point:
				stage, below = "nurturing", 0
				want = append(want, passage{stage, at})
			case x.total >= 40*Point:
				below = 0
			case below == 0 || stage == "inquiry":
				below = at
			}
		}
		for i, p := range x.taken[1:] {
			got = append(got, passage{p.To, p.At})
			require.True(rt, p.Move == "ripens" || p.At.Sub(x.taken[i].At) >= 3*Day, "it stays for three days at least")
		}
		require.Equal(rt, want, got)
	})
}

func TestARingOfMovesStops(t *testing.T) {
	for _, n := range []int{2, 5, MostPassages - 1, MostPassages, MostPassages + 8} {
		x := newStory(t, ring(n))
		x.event(start, Created, nil) // fails if it does not
		assert.LessOrEqual(t, len(x.st.Life.Passages), MostPassages)
		moved := len(x.taken)
		x.wait(start.Add(1))
		assert.Greater(t, len(x.taken), moved, "at the next instant it goes on")
	}
}

func TestNoMoveIsTakenTwiceAtOneInstant(t *testing.T) {
	lifecycles := []Lifecycle{scored(), ring(3), {}}
	rapid.Check(t, func(rt *rapid.T) {
		x := newStory(t, rapid.SampledFrom(lifecycles).Draw(rt, "lifecycle"))
		x.t = rt
		at := start
		for range rapid.IntRange(1, 30).Draw(rt, "events") {
			at = at.Add(Span(rapid.SampledFrom([]int64{0, 0, int64(Hour), int64(40 * Day)}).Draw(rt, "later")))
			x.total = Points(rapid.IntRange(-10, 60).Draw(rt, "total")) * Point
			kind := rapid.SampledFrom([]string{Created, Accepted, Rejected, Recycled, Lost, Reopened, QuoteRequested, NeedConfirmed, Won, StageOverridden, Recalled}).Draw(rt, "kind")
			id, _ := x.s.Kind(kind)
			props := anyProps(rt, x.s, id)
			switch kind {
			case StageOverridden:
				props["stage"] = rapid.SampledFrom(x.m.names()).Draw(rt, "stage")
			case Rejected, Recycled, Lost:
				props["reason"] = rapid.SampledFrom([]string{"duplicate", "no_date", "price", "no_decision"}).Draw(rt, "reason")
			}
			x.event(at, kind, props)
		}
		type once struct {
			move string
			at   Instant
		}
		acts := map[string]bool{StageOverridden: true, Rejected: true, Recycled: true, Lost: true} // one for each event
		seen := map[once]bool{}
		var last Passage
		for i, p := range x.taken {
			require.False(rt, seen[once{p.Move, p.At}], "%s at %s", p.Move, p.At)
			seen[once{p.Move, p.At}] = !acts[p.Move]
			require.Equal(rt, last.To, p.From, "each passage begins where the one before ended")
			require.GreaterOrEqual(rt, p.At, last.At)
			require.GreaterOrEqual(rt, p.Cycle, last.Cycle)
			require.True(rt, i == 0 || p.Cycle-last.Cycle <= 1)
			last = p
		}
		life := x.st.Life
		require.Equal(rt, last.To, life.Stage)
		if n := len(x.taken); n > 0 {
			kept := min(n, MostPassages)
			require.Equal(rt, x.taken[n-kept:], life.Passages)
		}
		var spent Span
		for _, d := range life.Totals {
			spent += d.Spent
		}
		if len(x.taken) > 0 {
			require.Equal(rt, life.Since.Sub(x.taken[0].At), spent, "the times in each stage add up")
		}
		back := decoded(rt, x.st)
		require.Equal(rt, encode(rt, x.st), encode(rt, back))
		calm := encode(rt, x.st)
		x.wait(at)
		require.Equal(rt, calm, encode(rt, x.st), "where nothing is due, nothing changes")
	})
}

func TestAutomaticEventsMoveNothing(t *testing.T) {
	x := newStory(t, Lifecycle{})
	b := bound(t, x.s, "1", Created, start, nil)
	b.Automatic = true
	_, ok := x.hear(b, start)
	assert.False(t, ok)
}

func TestWhoTookAStep(t *testing.T) {
	x := newStory(t, Lifecycle{})
	x.event(start, Created, nil)
	for i, kind := range []string{QuoteRequested, Accepted} {
		b := bound(t, x.s, kind, kind, start.Add(Span(i)), nil)
		b.By = "somebody"
		x.hear(b, b.Time)
	}
	assert.Equal(t, "", x.taken[1].By, "of a signal, that would be the lead's person")
	assert.Equal(t, []string{"somebody", Accepted}, []string{x.taken[2].By, x.taken[2].Event})
}

func TestAMachineMeetsAStateItDoesNotKnow(t *testing.T) {
	x := newStory(t, Lifecycle{})
	x.st.Life = Life{Stage: "gone", Until: start, Back: "gone too", Holds: []Hold{{"x", start}}, Cycle: 3}
	_, ok := x.event(start, Accepted, nil)
	assert.False(t, ok)
	assert.Zero(t, x.m.Due(&x.st, start-1))
	assert.Empty(t, x.m.Watched(&x.st, nil))
	before := encode(t, x.st)
	x.m.Take(&x.st, Step{Refused: "no"}, start)
	assert.Equal(t, before, encode(t, x.st), "a step without a stage changes nothing")
	x.m.Take(&x.st, Step{Move: "m", To: "nowhere"}, start)
	assert.Equal(t, "nowhere", x.stage())
}
