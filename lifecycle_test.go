package leadkit

import (
	"cmp"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
)

// life is one lead under a contract, told in hours.
type life struct {
	t  *testing.T
	e  *Engine
	r  Record
	n  int
	id string // of the lead; empty: L1
}

func lifeUnder(t *testing.T, contract string) *life {
	e, err := Load(File{Name: "c.yaml", Data: []byte(contract)})
	require.NoError(t, err)
	return &life{t: t, e: e}
}

func hour(n int) time.Time { return genesis.Add(time.Duration(n) * time.Hour) }

// tell gives what an event at an hour does, as "kind: subject (reason)".
func (l *life) tell(at int, kind string, props map[string]any) []string {
	l.n++
	effects, err := l.e.Apply(&l.r, lead.Event{ID: fmt.Sprint(l.id, "e", l.n), Lead: cmp.Or(l.id, "L1"), Kind: kind, By: "Mia", Time: hour(at), Props: props}, hour(at))
	require.NoError(l.t, err)
	return told(effects)
}

func (l *life) wait(at int) []string {
	effects, err := l.e.Advance(&l.r, hour(at))
	require.NoError(l.t, err)
	return told(effects)
}

func told(effects []Effect) (list []string) {
	for _, f := range effects {
		list = append(list, fmt.Sprintf("%s: %s (%s)", f.Kind, f.Subject, f.Reason))
	}
	return list
}

func TestALeadThatGoesRoundIsStuck(t *testing.T) {
	l := lifeUnder(t, `
scores:
  interest: {opened: {each: email_opened, points: 10, decay: none}}
moves:
  up:   {from: inquiry, to: nurturing, when: interest >= 10}
  down: {from: nurturing, to: inquiry, when: interest < 20}
  hand: {from: [inquiry, nurturing], to: mql, upon: quote_requested}
  back: {from: mql, to: nurturing, upon: recalled}
  sold: {from: mql, to: customer, upon: won}
  deal: {from: mql, to: opportunity, upon: opportunity_opened}
  sal:  {from: mql, to: sal, upon: accepted}
  sql:  {from: mql, to: sql, upon: need_confirmed}
`)
	require.NotEmpty(t, l.e.Warnings())
	assert.Contains(t, l.e.Warnings()[0].String(), "goes round at one instant when interest = 10: inquiry -> nurturing -> inquiry")
	l.tell(0, lead.Created, nil)
	assert.Equal(t, []string{"stage changed: nurturing (up)", "stage changed: inquiry (down)", "stuck: up (it was taken at this instant already)"},
		l.tell(1, "email_opened", nil)[:3])
	assert.Empty(t, l.wait(100), "time alone does not go on")
	assert.Equal(t, []string{"stage changed: nurturing (up)"}, l.tell(101, "email_opened", nil)[:1])
}

func TestAViewSaysWhoseTurnItIs(t *testing.T) {
	l := lifeUnder(t, `
promises:
  follow up: {by: sales, from: handed_over, do: phone, within: 24h}
`)
	at := func(n int) lead.Duty {
		v, err := l.e.At(&l.r, hour(n))
		require.NoError(t, err)
		return v.Duty
	}
	l.tell(0, lead.Created, nil)
	assert.Equal(t, "marketing", at(0).Team)
	l.tell(1, lead.QuoteRequested, nil)
	d := at(2)
	assert.Equal(t, []string{"sales", ""}, []string{d.Team, d.Lack})
	assert.Equal(t, []any{"follow up", lead.At(hour(25))}, []any{d.Next.What, d.Next.Due}, "what was promised is the next act")
	l.tell(3, lead.Contacted, map[string]any{"channel": "phone", "direction": "outbound", "outcome": "reached"})
	assert.Equal(t, "no next act has a date", at(4).Lack)
	l.tell(5, lead.MeetingBooked, map[string]any{"purpose": "demo", "at": hour(50)})
	d = at(6)
	assert.Equal(t, []any{"demo", lead.At(hour(50)), "Mia", ""}, []any{d.Next.What, d.Next.Due, d.Next.By, d.Lack})
	assert.Contains(t, at(51).Lack, "the last one, demo, was due")
}

func TestAManagersOwnerStandsUntilItsDate(t *testing.T) {
	l := lifeUnder(t, `
routing:
  channels: {direct: {}}
  people:
    Ada: {channels: direct}
promises:
  accept: {by: sales, from: handed_over, do: accepted, within: 24h, then: reassign at 100%}
`)
	l.tell(0, lead.Created, nil)
	assert.Equal(t, []string{"refused: owner_overridden (the lead is not in sales' hands)"}, l.tell(1, lead.OwnerOverridden, map[string]any{"owner": "Cleo"}))
	l.tell(2, lead.QuoteRequested, nil)
	assert.Equal(t, []string{"released: L1 (owner_overridden)", "assigned: Cleo (owner_overridden)", "promise: accept ()"},
		l.tell(3, lead.OwnerOverridden, map[string]any{"owner": "Cleo", "until": hour(40)}))
	assert.NotContains(t, fmt.Sprint(l.wait(30)), "routing asked", "nobody else is looked for")
	assert.Equal(t, "Cleo", l.r.Lead.Life.Owner)
	next, ok := l.e.Next(&l.r)
	assert.True(t, ok)
	assert.Equal(t, hour(40), next)
	assert.Equal(t, []string{"released: L1 (override ended)", "routing asked: override ended ()"}, l.wait(40), "nobody had it before")
	l.tell(41, lead.Assigned, map[string]any{"owner": "Ada"})
	l.tell(42, lead.OwnerOverridden, map[string]any{"owner": "Cleo", "until": hour(50)})
	assert.Equal(t, []string{"assigned: Ada (override ended)"}, l.wait(50))
}

func TestANewContactPersonIsScoredAnew(t *testing.T) {
	l := lifeUnder(t, `
lead: {attributes: {fleet: number}}
scores:
  fit:      {big: {when: lead.fleet > 20, points: 30}, known: {when: 'lead.email endsWith ".edu"', points: 5}}
  interest: {opened: {each: email_opened, points: 10, decay: none}}
`)
	scores := func() (list []lead.Points) {
		v, err := l.e.At(&l.r, l.r.Clock.Time())
		require.NoError(t, err)
		for _, s := range v.Scores {
			list = append(list, s.Points/lead.Point)
		}
		return list[:2]
	}
	l.tell(0, lead.Created, map[string]any{"fleet": 30, "email": "x@campus.edu"})
	l.tell(1, "email_opened", nil)
	assert.Equal(t, []lead.Points{35, 10}, scores())
	l.tell(2, lead.ContactChanged, map[string]any{"first_name": "Bob"})
	assert.Equal(t, []lead.Points{30, 0}, scores(), "what the company is stays, what the former person did does not")
	l.tell(3, "email_opened", nil)
	assert.Equal(t, []lead.Points{30, 10}, scores())
}

func TestAReportScoresTheLeadAnew(t *testing.T) {
	l := lifeUnder(t, `
scores:
  fit: {rich: {when: lead.budget > 1000, points: 30}}
`)
	l.tell(0, lead.Created, nil)
	l.tell(1, lead.QuoteRequested, nil)
	l.tell(2, lead.Accepted, nil)
	l.tell(3, lead.Recycled, map[string]any{"reason": "no_date", "qualification": "q", "budget": 5000})
	v, err := l.e.At(&l.r, hour(3))
	require.NoError(t, err)
	assert.Equal(t, 30*lead.Point, v.Scores[0].Points)
	f, _ := l.r.Lead.Field("budget")
	assert.Equal(t, "Mia", f.Who)
}

// The order of moves and entries decides which goes first, so it is part of what was agreed.
func TestTheOrderOfMovesIsPartOfTheContract(t *testing.T) {
	one, other := &Contract{}, &Contract{}
	one.Lifecycle, other.Lifecycle = lead.DefaultLifecycle(), lead.DefaultLifecycle()
	other.Moves[0], other.Moves[1] = other.Moves[1], other.Moves[0]
	assert.NotEqual(t, one.hash(), other.hash())
	other.Moves[0], other.Moves[1] = other.Moves[1], other.Moves[0]
	assert.Equal(t, one.hash(), other.hash())
	other.Entries[0], other.Entries[1] = other.Entries[1], other.Entries[0]
	assert.NotEqual(t, one.hash(), other.hash())
}

// An event may be called "time", which is also how the cause of what falls due is told: its effects have ids of their own all the same.
func TestAnEventMayBeCalledTime(t *testing.T) {
	e := must(Compile(&Contract{}))
	var r Record
	effects, err := e.Apply(&r, lead.Event{ID: "time", Lead: "L1", Kind: lead.Created, Time: genesis}, genesis)
	require.NoError(t, err)
	require.Equal(t, effectID("L1", "time", StageChanged, "inquiry", 0), effects[0].ID)
	require.NotEqual(t, effects[0].ID, effectID("L1", byTime+" "+lead.At(genesis).String(), StageChanged, "inquiry", 0))
}

// What sales did is known by the act, not by the name that a contract gives to the move upon it.
func TestAnActIsKnownWhateverItsMoveIsCalled(t *testing.T) {
	moves := lead.DefaultLifecycle().Moves
	for i := range moves {
		switch moves[i].Name {
		case "accepted":
			moves[i].Name = "taken up"
		case "recalled":
			moves[i].Name = "fetched home"
		}
	}
	e := must(Compile(&Contract{Lifecycle: lead.Lifecycle{Moves: moves}}))
	var r Record
	told := map[EffectKind]Effect{}
	for i, kind := range []string{lead.Created, lead.QuoteRequested, lead.Assigned, lead.Accepted, lead.Recalled} {
		ev := lead.Event{ID: kind, Lead: "L1", Kind: kind, Time: genesis.Add(time.Duration(i) * time.Hour)}
		if kind == lead.Assigned {
			ev.Props = map[string]any{"owner": "Ada"}
		}
		effects, err := e.Apply(&r, ev, ev.Time)
		require.NoError(t, err)
		for _, f := range effects {
			told[f.Kind] = f
		}
	}
	require.Equal(t, lead.Accepted, told[Answered].Subject)
	require.Equal(t, routing.Dropped, told[Released].End)
}

// The desk knows who has a lead, also when a manager gave it to somebody, and when it goes back.
func TestTheDeskKnowsWhomAManagerGaveALead(t *testing.T) {
	l := lifeUnder(t, `
routing:
  channels: {direct: {}}
  people:
    Ada: {channels: direct}
    Ben: {channels: direct}
`)
	var desk routing.Desk
	carry := func(effects []Effect, err error) {
		require.NoError(t, err)
		for _, f := range effects {
			switch {
			case f.Kind == RouteAsked:
				answer := l.e.Answer(l.e.Router().Route(&desk, *f.Route, f.At))
				_, err := l.e.Apply(&l.r, answer, f.At.Time())
				require.NoError(t, err)
			case f.Kind == Released:
				l.e.Router().Release(&desk, f.Subject, f.End, f.At)
			case f.Placed != nil:
				l.e.Router().Place(&desk, *f.Placed)
			}
		}
	}
	load := func() [2]int { return [2]int{desk.Seat("Ada").Open, desk.Seat("Ben").Open} }
	at := func(n int, kind string, props map[string]any) {
		carry(l.e.Apply(&l.r, lead.Event{ID: fmt.Sprint(kind, n), Lead: "L1", Kind: kind, Time: hour(n), Props: props}, hour(n)))
	}
	at(0, lead.Created, nil)
	at(1, lead.QuoteRequested, nil)
	assert.Equal(t, [2]int{1, 0}, load())
	at(2, lead.OwnerOverridden, map[string]any{"owner": "Ben", "until": hour(40)})
	assert.Equal(t, [2]int{0, 1}, load())
	carry(l.e.Advance(&l.r, hour(41)))
	assert.Equal(t, [2]int{1, 0}, load(), "it went back")
	at(42, lead.Assigned, map[string]any{"owner": "Ben"})
	assert.Equal(t, [2]int{0, 1}, load(), "given by hand, without a request")
	at(43, lead.Accepted, nil)
	at(44, lead.Lost, map[string]any{"reason": "no_decision"})
	assert.Equal(t, [2]int{0, 0}, load())
}

// "It is progressing" is not a state: that no next act has a date can be a promise of its own, that somebody hears of when it is broken.
func TestTheLackOfANextActIsReported(t *testing.T) {
	l := lifeUnder(t, `
promises:
  next act: {by: sales, as_soon_as: 'stage == "sal" and not (lead.next_act > now)', do: act_planned or meeting_booked, within: 48h, then: tell manager at 100%}
`)
	l.tell(0, lead.Created, nil)
	l.tell(1, lead.QuoteRequested, nil)
	assert.Contains(t, l.tell(2, lead.Accepted, nil), "promise: next act (act planned or meeting booked)")
	l.tell(3, lead.ActPlanned, map[string]any{"act": "demo", "at": hour(100)})
	assert.Empty(t, l.wait(99))
	next, ok := l.e.Next(&l.r)
	require.True(t, ok)
	assert.Equal(t, hour(100), next, "the demo's date has come, and nobody said what became of it")
	assert.Contains(t, l.wait(100), "promise: next act (act planned or meeting booked)")
	assert.Equal(t, []string{"promise broken: next act (act planned or meeting booked)", "promise step: next act (act planned or meeting booked)"}, l.wait(200))
}
