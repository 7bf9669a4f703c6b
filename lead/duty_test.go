package lead

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// duty gives whose turn it is.
func (x *story) duty(at Instant) Duty {
	x.look(nil, at)
	return x.m.Duty(&x.st, x.f, at)
}

func TestWhoseTurnItIs(t *testing.T) {
	x := newStory(t, scored())
	d := x.duty(start)
	assert.Equal(t, "", d.Team)
	require.Len(t, d.May, 3)
	assert.Equal(t, Choice{Move: "contract to finalise", Kind: Created, Class: Fact, To: "opportunity", If: `event.entry == "contract"`}, d.May[0])

	x.event(start, Created, nil)
	d = x.duty(start.Add(Hour))
	assert.Equal(t, []any{"inquiry", "marketing", "", ""}, []any{d.Stage, d.Team, d.Owner, d.Lack}, "marketing need not plan a next act")
	assert.Contains(t, d.May, Choice{Move: "raised a hand", Kind: DemoRequested, Class: Signal, To: "mql"})
	assert.Contains(t, d.Refused, Choice{Move: "ripe", To: "mql", If: "total >= 50", Why: "waits for total >= 50"})
	assert.Contains(t, d.Refused, Choice{Move: "silent", To: "nurturing", Why: "not before " + start.Add(30*Day).String()})
	assert.Contains(t, d.Refused, Choice{Move: "accepted", Kind: Accepted, Class: Act, To: "sal", Why: "only from mql"})
	assert.Contains(t, d.Refused, Choice{Move: Recycled, Kind: Recycled, Class: Act, Why: "only from sal, sql, opportunity"})

	x.event(start.Add(Hour), QuoteRequested, nil)
	x.event(start.Add(Hour), Accepted, nil)
	d = x.duty(start.Add(2 * Hour))
	assert.Equal(t, []any{"sal", "sales", "no next act has a date"}, []any{d.Stage, d.Team, d.Lack})
	assert.Contains(t, d.May, Choice{Move: "need confirmed", Kind: NeedConfirmed, Class: Act, To: "sql", Requires: []string{"date"}})
	assert.Contains(t, d.May, Choice{Move: Recycled, Reason: "no_budget", Kind: Recycled, Class: Act, To: "nurturing", Requires: []string{"qualification"}})
	assert.Contains(t, d.Refused, Choice{Move: Recycled, Reason: "unreachable", Kind: Recycled, Class: Act, To: "nurturing",
		Why: `needs count("contact_attempted") >= 6`})
}

func TestALeadInSalesHandsHasANextActWithADate(t *testing.T) {
	day := func(n int) Instant { return start.Add(Span(n) * Day) }
	for name, test := range map[string]struct {
		events []Event
		what   string
		due    Instant
	}{
		"nothing":             {nil, "", 0},
		"a demo":              {[]Event{{Kind: MeetingBooked, Props: map[string]any{"meeting": "m", "purpose": "demo", "at": day(5)}}}, "demo", day(5)},
		"a meeting, moved":    {[]Event{{Kind: MeetingBooked, Props: map[string]any{"purpose": "both managements", "at": day(5)}}, {Kind: MeetingMoved, Props: map[string]any{"at": day(9)}}}, "both managements", day(9)},
		"a meeting of none":   {[]Event{{Kind: MeetingBooked, Props: map[string]any{"at": day(5)}}}, PlanMeeting, day(5)},
		"a meeting, held":     {[]Event{{Kind: MeetingBooked, Props: map[string]any{"meeting": "m", "at": day(5)}}, {Kind: MeetingHeld, Props: map[string]any{"meeting": "m"}}}, "", 0},
		"another, held":       {[]Event{{Kind: MeetingBooked, Props: map[string]any{"meeting": "m", "at": day(5)}}, {Kind: MeetingHeld, Props: map[string]any{"meeting": "n"}}}, PlanMeeting, day(5)},
		"cancelled":           {[]Event{{Kind: MeetingBooked, Props: map[string]any{"at": day(5)}}, {Kind: MeetingDropped}}, "", 0},
		"nobody came":         {[]Event{{Kind: MeetingBooked, Props: map[string]any{"at": day(5)}}, {Kind: MeetingNoShow}}, "", 0},
		"call back":           {[]Event{{Kind: Contacted, Props: map[string]any{"outcome": "call_back", "call_back_at": day(3)}}}, PlanCall, day(3)},
		"call back, no luck":  {[]Event{{Kind: Contacted, Props: map[string]any{"call_back_at": day(3)}}, {Kind: Contacted, Props: map[string]any{"outcome": "no_answer"}}}, PlanCall, day(3)},
		"call back, reached":  {[]Event{{Kind: Contacted, Props: map[string]any{"call_back_at": day(3)}}, {Kind: Contacted, Props: map[string]any{"outcome": "reached"}}}, "", 0},
		"answer to a quote":   {[]Event{{Kind: QuoteSent, Props: map[string]any{"quote": "q1", "answer_by": day(7)}}}, PlanAnswer, day(7)},
		"a quote, and silent": {[]Event{{Kind: QuoteSent, Props: map[string]any{"quote": "q1"}}}, "", 0},
		"closing":             {[]Event{{Kind: Opportunity, Props: map[string]any{"amount": 1, "closing": day(40)}}}, PlanClosing, day(40)},
		"the first of two":    {[]Event{{Kind: Opportunity, Props: map[string]any{"closing": day(40)}}, {Kind: ActPlanned, Props: map[string]any{"act": "proposal", "at": day(6)}}}, "proposal", day(6)},
		"done":                {[]Event{{Kind: ActPlanned, Props: map[string]any{"act": "proposal", "at": day(6)}}, {Kind: ActDone, Props: map[string]any{"act": "proposal"}}}, "", 0},
	} {
		x := newStory(t, Lifecycle{})
		x.to(start, "sal")
		for i, ev := range test.events {
			x.event(start.Add(Span(i+1)*Hour), ev.Kind, ev.Props)
		}
		d := x.duty(day(1))
		if test.what == "" {
			assert.Nil(t, d.Next, name)
			assert.Equal(t, "no next act has a date", d.Lack, name)
			continue
		}
		require.NotNil(t, d.Next, name)
		assert.Equal(t, []any{test.what, test.due, ""}, []any{d.Next.What, d.Next.Due, d.Lack}, name)
		d = x.duty(test.due.Add(Day))
		assert.NotEmpty(t, d.Overdue, name)
	}
}

func TestANextActThatIsPastIsALack(t *testing.T) {
	x := newStory(t, Lifecycle{})
	x.to(start, "sal")
	x.event(start.Add(Hour), MeetingBooked, map[string]any{"purpose": "demo", "at": start.Add(Day)})
	assert.NotNil(t, x.duty(start.Add(Day)).Next)
	d := x.duty(start.Add(Day) + 1)
	assert.Nil(t, d.Next)
	assert.Equal(t, "no next act has a date: the last one, demo, was due 2026-11-03T09:00:00.000Z, and nobody said what became of it", d.Lack)
	x.event(start.Add(2*Day), Recycled, map[string]any{"reason": "no_date", "qualification": "q"})
	assert.Empty(t, x.st.Agenda, "a new cycle plans anew")
	x.to(start.Add(3*Day), "customer")
	assert.Equal(t, "", x.duty(start.Add(3*Day)).Lack, "nothing is owed where the demand ends")
}

func TestWhatIsPlannedComesOutInAnyOrder(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SampledFrom([]string{MeetingBooked, MeetingMoved, MeetingHeld, MeetingDropped, MeetingNoShow, Contacted, QuoteSent, Opportunity, ActPlanned, ActDone})
		var events []Bound
		for i := range rapid.IntRange(2, 30).Draw(t, "events") {
			kind := kinds.Draw(t, "kind")
			id, _ := s.Kind(kind)
			events = append(events, *bound(t, s, string(rune('A'+i)), kind, start.Add(Hour*Span(rapid.IntRange(0, 9).Draw(t, "hour"))), anyProps(t, s, id)))
		}
		one, other := fold(s, events), fold(s, rapid.Permutation(events).Draw(t, "order"))
		require.Equal(t, encode(t, one), encode(t, other))
		last := Instant(0)
		for _, p := range one.Planned() {
			require.GreaterOrEqual(t, p.Due, last)
			require.NotEmpty(t, p.What)
			last = p.Due
		}
	})
}

// A choice that may be taken is taken when its event comes, and one that is refused is not.
func TestDutySaysWhatTheMachineDoes(t *testing.T) {
	lifecycles := []Lifecycle{scored(), {}, needy()}
	values := map[string]any{"date": start, "amount": 3.0, "closing": start, "note": "n", "qualification": "q", "project_date": start, "new_contact": "Ada",
		"competitor": "Acme", "email": "a@b.c"}
	rapid.Check(t, func(rt *rapid.T) {
		x := newStory(t, rapid.SampledFrom(lifecycles).Draw(rt, "lifecycle"))
		x.t = rt
		at := start
		x.event(at, Created, nil)
		for range rapid.IntRange(0, 6).Draw(rt, "events") {
			at = at.Add(Span(rapid.SampledFrom([]int64{0, int64(Hour), int64(20 * Day)}).Draw(rt, "later")))
			x.total = Points(rapid.IntRange(-10, 60).Draw(rt, "total")) * Point
			if rapid.Bool().Draw(rt, "by hand") {
				props := map[string]any{"stage": rapid.SampledFrom(x.m.names()).Draw(rt, "stage")}
				if rapid.Bool().Draw(rt, "for a time") {
					props["until"] = at.Add(5 * Day)
				}
				x.event(at, StageOverridden, props)
			} else {
				x.event(at, rapid.SampledFrom([]string{QuoteRequested, Accepted, Recalled, Reopened}).Draw(rt, "kind"), nil)
			}
		}
		d := x.duty(at)
		before := encode(rt, x.st)
		for _, c := range append(d.May, d.Refused...) {
			if c.Kind == "" {
				continue
			}
			props := map[string]any{}
			for _, name := range c.Requires {
				props[name] = values[name]
			}
			if c.Class == Act && c.Reason != "" {
				props["reason"] = c.Reason
			}
			var b Bound
			if c.Class == Verdict {
				require.True(rt, x.s.Make(&b, c.Kind, at))
			} else {
				b = *bound(rt, x.s, "try", c.Kind, at, props)
			}
			y := story{t: rt, m: x.m, s: x.s, f: x.s.NewFacts(), st: decoded(rt, x.st), total: x.total}
			y.s.Apply(&y.st, &b)
			y.look(&b, at)
			step, ok := y.m.Upon(&y.st, &b, y.f, at)
			taken := ok && step.Refused == "" && step.Move == c.Move && step.To == c.To
			require.Equal(rt, c.Why == "", taken, "%+v %+v", c, step)
		}
		require.Equal(rt, before, encode(rt, x.st), "asking changes nothing")
	})
}

// needy is a lifecycle whose stages need facts and whose moves tie.
func needy() Lifecycle {
	l := small()
	l.Stages[1].Needs = []string{"email", "next_project"}
	l.Moves[0].When = "total > 10"
	l.Moves = append(l.Moves, Move{Name: "asked in vain", From: []string{"new"}, To: "dead", Upon: []string{QuoteRequested}},
		Move{Name: "shown", From: []string{"new"}, To: "sold", Upon: []string{DemoRequested, ProfileUpdated}, When: "total > 20"})
	return l
}

func TestTheTimeSpentInEachStage(t *testing.T) {
	x := newStory(t, Lifecycle{})
	assert.Empty(t, x.st.Life.Spent(start))
	x.event(start, Created, nil)
	x.event(start.Add(Day), QuoteRequested, nil)
	assert.Equal(t, []Duration{{"inquiry", Day, 1}, {"mql", 2 * Day, 1}}, x.st.Life.Spent(start.Add(3*Day)))
	assert.Equal(t, []Duration{{"inquiry", Day, 1}}, x.st.Life.Totals, "asking changes nothing")
	x.event(start.Add(3*Day), Recalled, nil)
	x.event(start.Add(4*Day), DemoRequested, nil)
	assert.Equal(t, []Duration{{"inquiry", Day, 1}, {"mql", 3 * Day, 2}, {"nurturing", Day, 1}}, x.st.Life.Spent(start.Add(5*Day)))
}

func TestWhatIsPlannedIsBounded(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	var st State
	for i := range 2 * MostPlanned {
		s.Apply(&st, bound(t, s, string(rune('A'+i)), ActPlanned, start.Add(Span(i)), map[string]any{"act": string(rune('A' + i)), "at": start.Add(Day)}))
	}
	require.Len(t, st.Agenda, MostPlanned)
	assert.Equal(t, string(rune('A'+MostPlanned)), st.Agenda[0].Ref, "what was agreed longest ago is forgotten")
}

func TestWhyAStandingMoveWaits(t *testing.T) {
	why := func(d Duty, move string) string {
		for _, c := range append(d.May, d.Refused...) {
			if c.Move == move && c.Kind == "" {
				return c.Why
			}
		}
		return "it is not listed"
	}
	x := newStory(t, scored())
	x.to(start, "nurturing")
	x.total = -10 * Point
	x.wait(start.Add(Day))
	assert.Equal(t, "not before "+start.Add(4*Day).String(), why(x.duty(start.Add(2*Day)), "cooled down"))
	assert.Equal(t, "it is not listed", why(x.duty(start.Add(2*Day)), "silent"), "it leaves another stage")
	x.to(start.Add(2*Day), "sal")
	x.event(start.Add(2*Day), Recycled, map[string]any{"reason": "no_date", "qualification": "q"})
	x.total = 60 * Point
	assert.Equal(t, "it may not be handed over again before "+start.Add(32*Day).String(), why(x.duty(start.Add(3*Day)), "ripe"))
	x.event(start.Add(3*Day), StageOverridden, map[string]any{"stage": "inquiry", "until": start.Add(5 * Day)})
	assert.Equal(t, "the stage was set by hand until "+start.Add(5*Day).String(), why(x.duty(start.Add(4*Day)), "ripe"))

	y := newStory(t, ring(3))
	y.event(start, Created, nil)
	assert.Equal(t, takenAlready, why(y.duty(start), "on 0"))
	assert.Equal(t, "", why(y.duty(start+1), "on 0"), "it is due")
}
