package nurture_test

import (
	"fmt"
	"testing"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla/calendar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// walked is a program with a course, by email, a content every day at most.
func walked(steps ...nurture.Node) nurture.Plan {
	pr := course("basics", days(1))
	pr.Streams[0].Steps = steps
	return nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a", "b", "c", "d")}
}

func send(name string, contents ...string) nurture.Node {
	return nurture.Node{Name: name, Send: contents}
}

func TestACourseIsWalkedOnceAndThenWhatIsLeftFollows(t *testing.T) {
	plan := walked(send("hello", "a"), nurture.Node{Name: "breathe", Wait: calendar.Days(5)}, send("proof", "b", "c"))
	plan.Programs[0].Streams[0].Contents = []string{"d"}
	plan.Contents = append(plan.Contents, nurture.Content{Name: "letter", Channel: "post"})
	plan.Programs[0].Streams[0].Contents = append(plan.Programs[0].Streams[0].Contents, "letter")
	w := newWorld(t, plan)
	w.lead.Basis = []lead.Consent{{Channel: "post", Purpose: lead.Marketing, At: start, Event: "e"}}
	w.poke()
	w.consent(start+1, "email")
	assert.Equal(t, "waits until 2026-11-09T08:00:00.000Z", w.p.At(&w.st, w.clock)[0].Note)
	assert.Equal(t, "breathe", w.p.At(&w.st, w.clock)[0].Step)
	w.advance(start + 60*day)
	assert.Equal(t, []string{
		"Mon 2026-11-02 09:00 entered basics/only",
		"Mon 2026-11-02 09:00 withheld basics/only/hello: a",
		"Mon 2026-11-09 09:00 content_due basics/only/proof: b",
		"Tue 2026-11-10 09:00 content_due basics/only: a",
		"Wed 2026-11-11 09:00 content_due basics/only: c",
		"Thu 2026-11-12 09:00 content_due basics/only: d",
		"Fri 2026-11-13 09:00 content_due basics/only: letter",
		"Sat 2026-11-14 09:00 exhausted basics/only",
	}, w.told(), "what was withheld before the person agreed is made up for")
}

func TestACourseWaitsForWhomNothingMayReach(t *testing.T) {
	w := newWorld(t, walked(send("hello", "a"), nurture.Node{Name: "breathe", Wait: days(3)}, send("last", "b")))
	w.poke()
	w.advance(start + 10*day)
	assert.Equal(t, []string{"Mon 2026-11-02 09:00 withheld basics/only/hello: a"}, w.told()[1:], "once")
	assert.Equal(t, "waits for a basis for contact", w.p.At(&w.st, w.clock)[0].Note)
	assert.Zero(t, w.p.Due(&w.st, w.clock))
	w.consent(start+10*day, "email")
	w.advance(start + 20*day)
	assert.Equal(t, []lead.Instant{start + 10*day, start + 13*day}, dues(w.steps))
}

func TestAStepPassesOverWhatTheLeadHasHad(t *testing.T) {
	w := newWorld(t, walked(send("hello", "a"), send("again", "a"), nurture.Node{Name: "breathe", Wait: days(3)}, send("last", "b")))
	w.lead.Basis = []lead.Consent{{Channel: "any", Purpose: lead.Marketing, At: start, Event: "e"}}
	w.poke()
	w.advance(start + 10*day)
	assert.Equal(t, []string{"Mon 2026-11-02 09:00 content_due basics/only/hello: a", "Thu 2026-11-05 09:00 content_due basics/only/last: b"}, w.told(nurture.ContentDue),
		"no day is waited for a step that has nothing to send")
}

func TestAStepWaitsForADateOfTheLead(t *testing.T) {
	plan := walked(nurture.Node{Name: "near", Until: "next_project", Before: 60 * lead.Day, Else: "unknown"}, send("soon", "a"),
		nurture.Node{Name: "end", To: nurture.ToExit}, send("unknown", "b"), nurture.Node{Name: "leave", To: nurture.ToExit})
	postponed := func(w *world, when, date lead.Instant) {
		w.hear(when, lead.ProjectUpdated, props{"project": "x", "date": date.Time()})
	}
	begin := func(date lead.Instant) *world {
		w := newWorld(t, plan)
		w.st.Paused = start // so that it enters only once the date is known
		w.consent(start, "email")
		if date != 0 {
			postponed(w, start, date)
		}
		w.giveBack(start, "project_postponed")
		return w
	}
	t.Run("which may be postponed meanwhile", func(t *testing.T) {
		w := begin(start + 100*day)
		assert.Contains(t, w.p.At(&w.st, w.clock)[0].Note, "waits for next_project until 2026-12-12")
		postponed(w, start+10*day, start+200*day)
		w.advance(start + 300*day)
		assert.Equal(t, []lead.Instant{start + 140*day}, dues(w.steps))
		assert.Equal(t, "by its step end", w.steps[len(w.steps)-1].Reason)
	})
	t.Run("or drawn near, so that it goes on at once", func(t *testing.T) {
		w := begin(start + 100*day)
		postponed(w, start+10*day, start+50*day)
		assert.Equal(t, []lead.Instant{start + 10*day}, dues(w.steps))
	})
	t.Run("or is not known", func(t *testing.T) {
		w := begin(0)
		assert.Equal(t, []string{"b"}, w.contents())
		assert.Equal(t, "next_project is not known", w.steps[slicesIndex(w.steps, nurture.Turned, 0)].Reason)
	})
	t.Run("and keeps its date while sales has the lead", func(t *testing.T) {
		w := begin(start + 100*day)
		w.handOver(start + 10*day)
		w.giveBack(start+20*day, "no_budget")
		w.advance(start + 300*day)
		assert.Equal(t, []lead.Instant{start + 40*day}, dues(w.steps))
	})
}

func TestAStepWaitsForAnEventWithALimit(t *testing.T) {
	plan := walked(nurture.Node{Name: "asked", For: []string{"white_paper_downloaded"}, When: `event.topic == "stock"`, AtMost: days(14), To: "read", Else: "remind"},
		send("remind", "a"), nurture.Node{Name: "over", To: nurture.ToExit}, send("read", "b"), nurture.Node{Name: "done", To: nurture.ToExit})
	t.Run("it comes", func(t *testing.T) {
		w := newWorld(t, plan)
		w.consent(start, "email")
		assert.Equal(t, "waits for white_paper_downloaded until 2026-11-16T08:00:00.000Z", w.p.At(&w.st, w.clock)[0].Note)
		w.hear(start+day, "white_paper_downloaded", props{"topic": "prices"})
		w.hear(start+2*day, "white_paper_downloaded", props{"topic": "stock"})
		assert.Equal(t, []string{"Wed 2026-11-04 09:00 turned basics/only/asked", "Wed 2026-11-04 09:00 content_due basics/only/read: b",
			"Wed 2026-11-04 09:00 exited basics/only"}, w.told()[1:])
		assert.Equal(t, "upon white_paper_downloaded", w.steps[1].Reason)
	})
	t.Run("it does not", func(t *testing.T) {
		w := newWorld(t, plan)
		w.consent(start, "email")
		w.advance(start + 20*day)
		w.hear(start+20*day, "white_paper_downloaded", props{"topic": "stock"})
		assert.Equal(t, []string{"Mon 2026-11-16 09:00 turned basics/only/asked", "Mon 2026-11-16 09:00 content_due basics/only/remind: a",
			"Mon 2026-11-16 09:00 exited basics/only"}, w.told()[1:])
		assert.Equal(t, "nothing came within 14d", w.steps[1].Reason)
	})
	t.Run("it comes while sales has the lead: the wait is what it was", func(t *testing.T) {
		w := newWorld(t, plan)
		w.consent(start, "email")
		w.handOver(start + day)
		w.hear(start+2*day, "white_paper_downloaded", props{"topic": "stock"})
		w.giveBack(start+31*day, "no_budget")
		w.advance(start + 100*day)
		assert.Equal(t, []lead.Instant{start + 44*day}, dues(w.steps))
	})
}

func TestABranchTakesTheFirstWayThatFits(t *testing.T) {
	plan := walked(nurture.Node{Name: "fork", Branch: []nurture.Case{{When: "fit >= 20", To: "proof"}, {When: "total >= 40", To: "offer"}}, Else: nurture.ToExit},
		send("proof", "a"), nurture.Node{Name: "end", To: nurture.ToExit}, send("offer", "b"), nurture.Node{Name: "over", To: nurture.ToExit})
	for _, c := range []struct {
		fit, total lead.Points
		want       string
		why        string
	}{{20, 40, "[a]", "fit >= 20"}, {0, 40, "[b]", "total >= 40"}, {0, 0, "[]", "no branch fits"}} {
		w := newWorld(t, plan)
		w.lead.Basis = []lead.Consent{{Channel: "any", Purpose: lead.Marketing, At: start, Event: "e"}}
		w.score(start, c.fit, c.total)
		assert.Equal(t, c.want, fmt.Sprint(w.contents()))
		assert.Equal(t, c.why, w.steps[1].Reason)
		assert.Equal(t, nurture.Exited, w.steps[len(w.steps)-1].Kind)
	}
}

// A loop goes on as long as there is something to send: then what the program says of who has received everything holds, and nobody goes round for ever.
func TestALoopEndsWithWhatThereIsToSend(t *testing.T) {
	w := newWorld(t, walked(send("send", "a", "b", "c"), nurture.Node{Name: "asked", For: []string{"page_viewed"}, AtMost: days(10), Else: "send", To: nurture.ToExit}))
	w.lead.Basis = []lead.Consent{{Channel: "any", Purpose: lead.Marketing, At: start, Event: "e"}}
	w.poke()
	w.advance(start + 400*day)
	assert.Equal(t, []lead.Instant{start, start + 10*day, start + 20*day}, dues(w.steps))
	assert.Equal(t, "Wed 2026-12-02 09:00 exhausted basics/only", w.told()[len(w.told())-1])
	assert.Zero(t, w.p.Due(&w.st, w.clock))
}

func TestALoopThatSendsNothingIsBoundedToo(t *testing.T) {
	plan := walked(nurture.Node{Name: "asked", For: []string{"page_viewed"}, AtMost: days(1), Else: "asked"}, send("send", "a"))
	w := newWorld(t, plan)
	w.poke()
	w.advance(start + 4000*day)
	turns := w.told(nurture.Turned)
	assert.Len(t, turns, nurture.MostRounds+1)
	assert.Contains(t, w.told()[len(w.told())-1], "withheld", "then what is left has its turn")
}

func TestACourseBeginsAnewInAnotherStreamAndWhenItsStepIsGone(t *testing.T) {
	plan := walked(nurture.Node{Name: "breathe", Wait: days(30)}, send("hello", "a"))
	plan.Programs[0].Streams = append(plan.Programs[0].Streams, nurture.Stream{Name: "buy", When: "total >= 40", Every: days(1),
		Steps: []nurture.Node{{Name: "breathe", Wait: days(2)}, send("offer", "b")}})
	w := newWorld(t, plan)
	w.consent(start, "email")
	w.score(start+day, 0, 40)
	w.advance(start + 4*day)
	assert.Equal(t, []lead.Instant{start + 3*day}, dues(w.steps))

	two := newWorld(t, walked(nurture.Node{Name: "old", Wait: days(30)}, send("hello", "a")))
	two.poke()
	p, err := nurture.Compile(walked(nurture.Node{Name: "new", Wait: days(3)}, send("hello", "a")), two.schema, nil)
	require.NoError(t, err)
	two.p = p
	two.consent(start+day, "email")
	two.advance(start + 5*day)
	assert.Equal(t, []lead.Instant{start + 4*day}, dues(two.steps))
	assert.Equal(t, "its step is no longer in the plan", two.steps[slicesIndex(two.steps, nurture.Moved, 0)].Reason)
}

func TestFindingsOfACourse(t *testing.T) {
	wait := nurture.Node{Name: "w", Wait: days(1)}
	cases := []struct {
		name, path, code string
		steps            []nurture.Node
	}{
		{"unreachable", "/b", "unreachable-step", []nurture.Node{{Name: "x", To: "c"}, send("b", "b"), send("c", "c")}},
		{"unreachable behind an exit", "/b", "unreachable-step", []nurture.Node{{Name: "x", To: nurture.ToExit}, send("b", "b")}},
		{"a loop in which time stands still", "/x", "endless-loop", []nurture.Node{send("x", "a"), {Name: "y", Branch: []nurture.Case{{When: "fit > 1", To: "x"}}}, wait}},
		{"a date does not break it, it may be past", "/x", "endless-loop", []nurture.Node{{Name: "x", Until: "next_project"}, {Name: "y", To: "x"}}},
		{"a step that leads to itself", "/x", "endless-loop", []nurture.Node{{Name: "x", To: "x"}}},
		{"unknown step", "/x/to", "unknown-step", []nurture.Node{{Name: "x", Wait: days(1), To: "y"}}},
		{"unknown step of a branch", "/x/branch/to", "unknown-step", []nurture.Node{{Name: "x", Branch: []nurture.Case{{When: "fit > 1", To: "y"}}}}},
		{"unknown step of else", "/x/else", "unknown-step", []nurture.Node{{Name: "x", Branch: []nurture.Case{{When: "fit > 1", To: "exit"}}, Else: "y"}}},
		{"a branch without a condition", "/x/branch/when", "no-condition", []nurture.Node{{Name: "x", Branch: []nurture.Case{{To: "exit"}}}}},
		{"a branch to nowhere", "/x/branch/1/to", "no-step", []nurture.Node{{Name: "x", Branch: []nurture.Case{{When: "fit > 1", To: "exit"}, {When: "fit > 2"}}}}},
		{"unknown name in a branch", "/x/branch/when", "unknown-name", []nurture.Node{{Name: "x", Branch: []nurture.Case{{When: "fitt > 1", To: "exit"}}}}},
		{"an endless wait", "/x/at_most", "endless-wait", []nurture.Node{{Name: "x", For: []string{"page_viewed"}}}},
		{"unknown kind", "/x/for", "unknown-kind-of-event", []nurture.Node{{Name: "x", For: []string{"page_vieewd"}, AtMost: days(1)}}},
		{"unknown date", "/x/until", "unknown-date", []nurture.Node{{Name: "x", Until: "industry"}}},
		{"unknown content", "/x/send/0", "unknown-content", []nurture.Node{send("x", "z")}},
		{"negative wait", "/x/wait", "negative-span", []nurture.Node{{Name: "x", Wait: days(-1)}}},
		{"a wait of seconds", "/x/wait", "no-rhythm", []nurture.Node{{Name: "x", Wait: calendar.Term{N: 1000}}}},
		{"negative lead time", "/x/before", "negative-span", []nurture.Node{{Name: "x", Until: "next_project", Before: -1}}},
		{"two things at once", "/x", "not-one-step", []nurture.Node{{Name: "x", Wait: days(1), Send: []string{"a"}}}},
		{"nothing at all", "/x", "not-one-step", []nurture.Node{{Name: "x"}}},
		{"a limit without an event", "/x/at_most", "no-effect", []nurture.Node{{Name: "x", Wait: days(1), AtMost: days(1)}}},
		{"else where nothing is asked", "/x/else", "no-effect", []nurture.Node{{Name: "x", Wait: days(1), Else: "exit"}}},
		{"a name twice", "/w", "name-taken", []nurture.Node{wait, wait}},
		{"a step named exit", "/exit", "name-taken", []nurture.Node{{Name: "exit", Wait: days(1)}}},
	}
	s, h := schemaOf(t), office(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			plan := walked(c.steps...)
			_, err := nurture.Compile(plan, s, map[string]*calendar.Hours{"default": h})
			var list diag.List
			require.ErrorAs(t, err, &list)
			var errors []string
			for _, f := range list {
				if f.Severity == diag.Error {
					errors = append(errors, f.Place.Path+" "+f.Code)
				}
			}
			assert.Contains(t, errors, "/programs/basics/streams/only/steps"+c.path+" "+c.code, "%s", err)
			for _, e := range errors {
				assert.Contains(t, e, c.code, "no other sort of finding")
			}
		})
	}
	plan := walked(wait, send("x", "a"))
	plan.Programs[0].Streams[0].After = days(1)
	_, err := nurture.Compile(plan, s, nil)
	assert.ErrorContains(t, err, "a stream that has steps waits by them")
}

func TestALoopIsNamedStepByStep(t *testing.T) {
	_, err := nurture.Compile(walked(nurture.Node{Name: "pause", Wait: days(1)}, send("x", "a"), send("y", "b"), nurture.Node{Name: "z", To: "x"}), schemaOf(t), nil)
	assert.ErrorContains(t, err, "leads go round without time going by: x -> y -> z -> x; put a wait between them")
}
