package lead

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAStageSetForATimeStandsAgainstScores(t *testing.T) {
	x := newStory(t, scored())
	x.event(start, Created, nil)
	x.total = 60 * Point
	until := start.Add(10 * Day)
	b := bound(t, x.s, "m", StageOverridden, start.Add(Hour), map[string]any{"stage": "nurturing", "reason": "their fair comes first", "until": until})
	b.By = "the manager"
	x.hear(b, b.Time)
	assert.Equal(t, "nurturing", x.stage(), "a score does not overrule a person")
	assert.Equal(t, Override{From: "inquiry", Until: until, Event: "m", By: "the manager", Reason: "their fair comes first"}, x.st.Life.Override)
	assert.Equal(t, until, x.m.Due(&x.st, start.Add(Hour)))
	ready := &Bound{}
	require.True(t, x.s.Make(ready, Ready, start.Add(Day)))
	step, _ := x.hear(ready, start.Add(Day))
	assert.Equal(t, "the stage was set by hand until 2026-11-12T09:00:00.000Z", step.Refused)
	x.wait(until - 1)
	assert.Equal(t, "nurturing", x.stage())
	x.wait(until)
	assert.Equal(t, []string{"need detected", StageOverridden, OverrideEnded, "ripe"}, moves(x.taken), "then it goes back, and the scores move it again")
	assert.Equal(t, []any{"mql", Override{}}, []any{x.stage(), x.st.Life.Override})
}

func TestAStageSetWithoutADateIsAPassageLikeAnyOther(t *testing.T) {
	x := newStory(t, scored())
	x.event(start, Created, nil)
	x.to(start.Add(Hour), "nurturing")
	assert.Zero(t, x.st.Life.Override)
	x.total = 60 * Point
	x.wait(start.Add(2 * Hour))
	assert.Equal(t, "mql", x.stage())
}

func TestWhatPeopleDoEndsAStageSetForATime(t *testing.T) {
	for kind, to := range map[string]string{QuoteRequested: "mql", Disqualified: "disqualified"} {
		x := newStory(t, scored())
		x.event(start, Created, nil)
		x.event(start, StageOverridden, map[string]any{"stage": "nurturing", "until": start.Add(Day)})
		props := map[string]any{}
		if kind == Disqualified {
			props["reason"] = "academic"
		}
		x.event(start.Add(Hour), kind, props)
		assert.Equal(t, []any{to, Override{}}, []any{x.stage(), x.st.Life.Override})
		x.wait(start.Add(Day))
		assert.Equal(t, to, x.stage())
	}
}

func TestASecondStageSetForATimeGoesBackToWhereTheFirstCameFrom(t *testing.T) {
	x := newStory(t, Lifecycle{})
	x.event(start, Created, nil)
	x.event(start, StageOverridden, map[string]any{"stage": "mql", "until": start.Add(Day)})
	x.event(start.Add(Hour), StageOverridden, map[string]any{"stage": "sal", "until": start.Add(2 * Day)})
	x.wait(start.Add(Day))
	assert.Equal(t, "sal", x.stage())
	x.wait(start.Add(2 * Day))
	assert.Equal(t, []any{"inquiry", 2}, []any{x.stage(), x.st.Life.Cycle})
	assert.True(t, x.m.Returns(x.taken[len(x.taken)-1]))
	step, _ := x.event(start.Add(3*Day), StageOverridden, map[string]any{"stage": "sal", "until": start.Add(3 * Day)})
	assert.Equal(t, "it would have ended already: 2026-11-05T09:00:00.000Z", step.Refused)

	x = newStory(t, Lifecycle{})
	x.event(start, StageOverridden, map[string]any{"stage": "mql", "until": start.Add(Day)})
	x.wait(start.Add(Day))
	assert.Equal(t, "mql", x.stage(), "who was no lead before, stays one")

	l := small()
	l.Stages[0].Needs = []string{"email"}
	x = newStory(t, l)
	x.event(start, Created, map[string]any{"email": "a@b.c"})
	x.event(start, StageOverridden, map[string]any{"stage": "sold", "until": start.Add(Day)})
	x.st.Fields = nil
	x.wait(start.Add(Day))
	assert.Equal(t, "sold", x.stage(), "it goes back when the stage has what it needs")
	x.event(start.Add(2*Day), ProfileUpdated, map[string]any{"email": "a@b.c"})
	assert.Equal(t, "new", x.stage())
}

func TestAManagerSetsTheOwner(t *testing.T) {
	x := newStory(t, Lifecycle{})
	appoint := func(at Instant, props map[string]any) string {
		b := bound(t, x.s, "o"+at.String(), OwnerOverridden, at, props)
		b.By = "the manager"
		return x.m.Appoint(&x.st, b, x.s, at)
	}
	x.event(start, Created, nil)
	assert.Equal(t, "the lead is not in sales' hands", appoint(start, map[string]any{"owner": "ben"}))
	x.to(start, "mql")
	x.st.Life.Owner, x.st.Life.Team, x.st.Life.Route = "anna", "north", "direct"
	assert.Equal(t, "it names no owner", appoint(start, nil))
	assert.Equal(t, "it would have ended already: "+start.String(), appoint(start, map[string]any{"owner": "ben", "until": start}))
	assert.Equal(t, "anna", x.st.Life.Owner)
	assert.False(t, x.st.Life.Appointed(start))

	until := start.Add(14 * Day)
	assert.Empty(t, appoint(start, map[string]any{"owner": "ben", "reason": "anna is away", "until": until}))
	assert.Equal(t, []string{"ben", "north", "direct"}, []string{x.st.Life.Owner, x.st.Life.Team, x.st.Life.Route})
	assert.Equal(t, Deputy{Event: "o" + start.String(), By: "the manager", Reason: "anna is away", Until: until, Owner: "anna", Team: "north", Route: "direct"}, x.st.Life.Deputy)
	assert.Empty(t, appoint(start.Add(Hour), map[string]any{"owner": "carl", "team": "south", "until": until}))
	assert.Equal(t, until, x.m.Due(&x.st, start.Add(Hour)))
	assert.True(t, x.st.Life.Appointed(until-1))
	assert.False(t, x.st.Life.Restore(until-1))
	assert.True(t, x.st.Life.Restore(until))
	assert.Equal(t, []string{"anna", "north", "direct"}, []string{x.st.Life.Owner, x.st.Life.Team, x.st.Life.Route}, "it goes back to whom it had before them all")
	assert.False(t, x.st.Life.Restore(until))

	assert.Empty(t, appoint(until, map[string]any{"owner": "ben"}))
	assert.True(t, x.st.Life.Appointed(Forever), "without a date")
	x.event(until.Add(Day), Recalled, nil)
	assert.Zero(t, x.st.Life.Deputy, "the owner goes with sales")
}

func TestAnErasureTakesWhatManagersWrote(t *testing.T) {
	x := newStory(t, Lifecycle{})
	x.to(start, "mql")
	require.Empty(t, x.m.Appoint(&x.st, bound(t, x.s, "o", OwnerOverridden, start, map[string]any{"owner": "ben", "reason": "knows Ada well"}), x.s, start))
	x.event(start, StageOverridden, map[string]any{"stage": "sal", "reason": "Ada called", "until": start.Add(Day)})
	x.event(start, MeetingBooked, map[string]any{"purpose": "lunch with Ada", "at": start.Add(Day)})
	x.st.Erase(start)
	assert.NotContains(t, encode(t, x.st), "Ada")
	x.event(start, MeetingBooked, map[string]any{"purpose": "lunch with Ada", "at": start.Add(Day)})
	assert.Empty(t, x.st.Agenda)
}

func TestTheOwnerWhomAManagerSetGoesWithTheDemand(t *testing.T) {
	x := newStory(t, Lifecycle{})
	x.to(start, "opportunity")
	require.Empty(t, x.m.Appoint(&x.st, bound(t, x.s, "o", OwnerOverridden, start, map[string]any{"owner": "ben", "until": start.Add(Day)}), x.s, start))
	x.event(start.Add(Hour), Won, nil)
	assert.Equal(t, []any{"ben", Deputy{}}, []any{x.st.Life.Owner, x.st.Life.Deputy})
	assert.False(t, x.st.Life.Restore(start.Add(Day)), "the demand has ended")
}
