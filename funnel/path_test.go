package funnel

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// kindsOf lists the notes' kinds with their steps.
func kindsOf(notes []Note) (list []string) {
	for _, n := range notes {
		if n.Step != "" {
			list = append(list, n.Kind+" "+n.Step)
		} else {
			list = append(list, n.Kind)
		}
	}
	return list
}

func TestALeadsWayToTheSale(t *testing.T) {
	w := newWorld(t, Definition{})
	w.event(t, "l", lead.Created, day(3, 1), map[string]any{"potential": eur(900), "source_channel": "webinar", "source_campaign": "spring", "cost": eur(12)})
	w.event(t, "l", lead.QuoteRequested, day(3, 4), nil)
	w.own("l", "north", "ann")
	w.event(t, "l", lead.Accepted, day(3, 5), nil)
	w.event(t, "l", lead.Opportunity, day(3, 9), map[string]any{"amount": eur(800), "closing": day(6, 1)})
	open, ok := w.funnel.Open(&w.leads["l"].path, &w.leads["l"].state)
	assert.True(t, ok)
	assert.Equal(t, Open{Lead: "l", Stage: "opportunity", Amount: eur(800), Owner: "ann", Team: "north", Expected: lead.At(day(6, 1))}, open)
	w.event(t, "l", lead.Won, day(4, 2), map[string]any{"amount": eur(750)})

	assert.Equal(t, []string{"spent", "reached inquiry", "reached mql", "reached sal", "reached opportunity", "reached customer", "won"}, kindsOf(w.notes))
	sale := w.notes[5]
	assert.Equal(t, lead.At(day(3, 1)), sale.Cohort)
	assert.Equal(t, "opportunity", sale.From)
	assert.Equal(t, lead.Span(24)*lead.Day, sale.Since)
	assert.Equal(t, Mark{Step: "customer", Month: lead.MonthOf(2026, 4), Week: lead.WeekOf(2026, 4, 2), Channel: "webinar", Campaign: "spring", Team: "north", Owner: "ann", Amount: eur(750)}, sale.Mark)
	assert.Len(t, sale.Before, 4)
	assert.Equal(t, eur(900), sale.Before[0].Amount, "at its entry the lead was worth its potential")
	_, ok = w.funnel.Open(&w.leads["l"].path, &w.leads["l"].state)
	assert.False(t, ok, "a sale is not open")
}

func TestAReturnBelongsToWhoGaveTheLeadBack(t *testing.T) {
	w := newWorld(t, Definition{})
	w.event(t, "l", lead.Created, day(3, 1), nil)
	w.event(t, "l", lead.QuoteRequested, day(3, 4), nil)
	w.own("l", "north", "ann")
	w.event(t, "l", lead.Rejected, day(3, 5), map[string]any{"reason": "misrouted", "note": "not mine"})
	require.Empty(t, w.leads["l"].state.Life.Owner, "the machine has taken the owner away")
	left := w.notes[len(w.notes)-1]
	assert.Equal(t, Left, left.Kind)
	assert.Equal(t, []string{"rejected", "misrouted", "mql", "ann", "north"}, []string{left.Exit, left.Reason, left.Stage, left.Owner, left.Team})

	w.event(t, "l", lead.Disqualified, day(3, 9), map[string]any{"reason": "academic"})
	lost := w.notes[len(w.notes)-1]
	assert.Equal(t, Lost, lost.Kind)
	assert.Empty(t, lost.Owner, "ann has nothing to do with what came later")
}

func TestARecycledLeadIsNoSecondMQL(t *testing.T) {
	w := newWorld(t, Definition{})
	w.event(t, "l", lead.Created, day(3, 1), nil)
	for i := range 3 {
		w.event(t, "l", lead.QuoteRequested, day(3, 4+3*i), nil)
		w.event(t, "l", lead.Rejected, day(3, 5+3*i), map[string]any{"reason": "misrouted", "note": "n"})
	}
	mql, _ := w.leads["l"].path.Find("mql")
	assert.Equal(t, Reach{Step: "mql", First: lead.At(day(3, 4)), Last: lead.At(day(3, 10)), Times: 2}, mql)
	tally := w.tally(t)
	assert.EqualValues(t, 1, tally.Reached("mql", Filter{}).Leads)
	assert.EqualValues(t, 3, tally.gatherEnds(Overall, Filter{})[""][End{Kind: Left, Exit: "rejected", Reason: "misrouted"}].Times)
	assert.EqualValues(t, 2, tally.Ends[End{Kind: Left, Exit: "rejected", Reason: "misrouted", Stage: "mql", Month: lead.MonthOf(2026, 3), Week: lead.WeekOf(2026, 3, 8)}].Times)
}

func TestAReopenedDemandIsNeitherWonNorLost(t *testing.T) {
	w := newWorld(t, Definition{})
	w.event(t, "l", lead.Created, day(3, 1), map[string]any{"entry": "contract"})
	w.event(t, "l", lead.Won, day(3, 2), map[string]any{"amount": eur(500)})
	w.event(t, "l", lead.Reopened, day(5, 1), nil)
	assert.Equal(t, []string{"reached opportunity", "reached customer", "won", "reopened"}, kindsOf(w.notes))
	tally := w.tally(t)
	assert.Zero(t, tally.sum("opportunity", Filter{}).Won)
	assert.Equal(t, Worth{Leads: 1, Amount: eur(500)}, tally.Sales(Filter{}), "what was sold stays sold")

	open, ok := w.funnel.Open(&w.leads["l"].path, &w.leads["l"].state)
	assert.True(t, ok)
	assert.Equal(t, Open{Lead: "l", Stage: "nurturing"}, open, "what was sold is not what the next demand is worth")

	w.event(t, "l", lead.QuoteRequested, day(5, 2), nil)
	w.event(t, "l", lead.Accepted, day(5, 3), nil)
	w.event(t, "l", lead.Opportunity, day(5, 4), map[string]any{"amount": eur(40), "closing": day(5, 5)})
	w.event(t, "l", lead.Won, day(5, 5), nil)
	tally = w.tally(t)
	assert.Equal(t, Worth{Leads: 2, Amount: eur(540)}, tally.Sales(Filter{}), "the second sale is one too")
	assert.EqualValues(t, 1, tally.Reached("customer", Filter{}).Leads, "but the lead became a customer once")
	assert.EqualValues(t, 1, tally.sum("mql", Filter{}).Won, "a step reached in the second demand ended with it")
	assert.EqualValues(t, 1, tally.sum("", Filter{}).Won)
}

func TestAutomaticEventsReachNothing(t *testing.T) {
	w := newWorld(t, withDemo())
	w.event(t, "l", lead.Created, day(3, 1), nil)
	before := encode(t, w.leads["l"].path)
	held := lead.Event{Lead: "l", Kind: lead.MeetingHeld, Time: day(3, 2), Automatic: true, Props: map[string]any{"purpose": "demo"}}
	w.hear(t, held, lead.At(day(3, 2)))
	cost := lead.Event{Lead: "l", Kind: lead.CostIncurred, Time: day(3, 2), Automatic: true, Props: map[string]any{"amount": eur(5)}}
	w.hear(t, cost, lead.At(day(3, 2)))
	assert.Equal(t, before, encode(t, w.leads["l"].path))
	assert.Len(t, w.notes, 1)
}

func TestALateStepBearsItsOwnTime(t *testing.T) {
	w := newWorld(t, withDemo())
	w.event(t, "l", lead.Created, day(3, 10), nil)
	w.event(t, "l", lead.QuoteRequested, day(4, 20), nil)
	w.hear(t, lead.Event{Lead: "l", Kind: lead.MeetingHeld, Time: day(3, 31), Props: map[string]any{"purpose": "demo"}}, lead.At(day(5, 1)))
	demo := w.notes[2]
	assert.Equal(t, lead.At(day(3, 31)), demo.At)
	assert.Equal(t, "inquiry", demo.From)
	assert.Equal(t, 21*lead.Day, demo.Since)
	tally := w.tally(t)
	assert.Equal(t, 20*lead.Day, tally.Velocity("demo", "mql", During{}).Median, "the way between two steps is that of their times, not of their arrival")
	assert.Zero(t, tally.Velocity("mql", "demo", During{}).Count)
	assert.Equal(t, 41*lead.Day, tally.Velocity("", "mql", During{}).Median)
	assert.Equal(t, Spread{Count: 1}, tally.Velocity("", "inquiry", During{}))
	assert.Equal(t, rateOf(1, 1), tally.Conversion("demo", "mql", Filter{}))

	ahead := newWorld(t, withDemo())
	ahead.hear(t, lead.Event{Lead: "l", Kind: lead.MeetingHeld, Time: day(3, 2).Add(time.Minute), Props: map[string]any{"purpose": "demo"}}, lead.At(day(3, 2)))
	assert.Equal(t, lead.At(day(3, 2)), ahead.notes[0].At, "a fast clock is taken as the engine's")
}

func TestWhatSalesNamesIsWhatTheLeadIsWorth(t *testing.T) {
	var p Path
	p.deal(100, 10)
	p.deal(300, 5)
	assert.EqualValues(t, 100, p.Deal, "an older amount does not win")
	p.deal(90, 10)
	assert.EqualValues(t, 100, p.Deal, "of two at one instant the greater does")
	p.deal(50, 11)
	assert.EqualValues(t, 50, p.Deal)
}

func TestAnAmountCanBeStatedByTheStep(t *testing.T) {
	d := Definition{Steps: []Step{{Name: "inquiry", Amount: "lead.budget / 2"}, {Name: "asked", Upon: []string{lead.QuoteRequested}, Amount: "event.amount"},
		{Name: "customer"}}}
	w := newWorld(t, d)
	w.event(t, "l", lead.Created, day(3, 1), map[string]any{"budget": eur(80), "potential": eur(7)})
	w.event(t, "l", lead.QuoteRequested, day(3, 2), map[string]any{"amount": eur(30)})
	assert.Equal(t, []lead.Money{eur(40), eur(30)}, []lead.Money{w.notes[0].Amount, w.notes[1].Amount})

	w.event(t, "m", lead.Created, day(3, 1), nil)
	assert.Zero(t, w.notes[2].Amount, "a missing amount is not known")
	assert.EqualValues(t, 1, w.tally(t).Reached("inquiry", Filter{}).Valued)
}

// Whatever happens to leads, each step of each is noted once, with all that was reached before, and its path round-trips.
func TestEachStepIsNotedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := generated(t, rapid.Uint64().Draw(t, "seed"), 12)
		reached := map[string][]Mark{}
		for _, n := range w.notes {
			if n.Kind != Reached {
				continue
			}
			before := reached[n.Lead]
			assert.Equal(t, len(before), len(n.Before))
			for i, m := range before {
				assert.NotEqual(t, m.Step, n.Step)
				m.First = n.Before[i].First
				assert.Equal(t, m, n.Before[i], "a mark is the same ever after")
			}
			assert.GreaterOrEqual(t, n.Since, lead.Span(0))
			reached[n.Lead] = append(before, n.Mark)
		}
		for id, r := range w.leads {
			assert.Len(t, r.path.Reached, len(reached[id]))
			data, err := json.Marshal(r.path)
			require.NoError(t, err)
			var again Path
			require.NoError(t, json.Unmarshal(data, &again))
			assert.Equal(t, r.path, again)
		}
	})
}

// A path is bounded, and full it notes no more.
func TestAPathIsBounded(t *testing.T) {
	w := newWorld(t, Definition{})
	r := w.record("l")
	for i := range MostReaches {
		r.path.Reached = append(r.path.Reached, Reach{Step: "gone " + string(rune('a'+i)), First: 1})
	}
	w.event(t, "l", lead.Created, day(3, 1), nil)
	assert.Len(t, r.path.Reached, MostReaches)
	assert.Empty(t, w.notes)
}

// A lead can be lost before it has reached any step, and reach one later.
func TestAStepAfterTheEndEndedToo(t *testing.T) {
	w := newWorld(t, Definition{Steps: []Step{{Name: "demo", Upon: []string{lead.MeetingHeld}}, {Name: "customer"}}})
	w.event(t, "l", lead.Created, day(3, 1), nil)
	w.event(t, "l", lead.Disqualified, day(3, 2), map[string]any{"reason": "academic"})
	w.event(t, "l", lead.MeetingHeld, day(3, 3), nil)
	assert.Equal(t, []string{"lost", "reached demo"}, kindsOf(w.notes))
	line := w.funnel.Cohorts(w.tally(t), Overall, Filter{}).Lines[0]
	assert.Equal(t, []int64{1, 0, 1}, []int64{line.Leads, line.Open, line.Lost})
	w.event(t, "l", lead.Reopened, day(3, 4), nil)
	line = w.funnel.Cohorts(w.tally(t), Overall, Filter{}).Lines[0]
	assert.Equal(t, []int64{1, 1, 0}, []int64{line.Leads, line.Open, line.Lost})
}

func TestADemandEndsOnce(t *testing.T) {
	w := newWorld(t, Definition{})
	w.event(t, "l", lead.Created, day(3, 1), nil)
	w.event(t, "l", lead.Disqualified, day(3, 2), map[string]any{"reason": "academic"})
	n := len(w.notes)
	w.pass(w.record("l"), lead.Passage{From: "disqualified", To: "lost", At: lead.At(day(3, 3)), Move: lead.Lost, Reason: "price"})
	assert.Len(t, w.notes, n)
	w.pass(w.record("l"), lead.Passage{From: "lost", To: "customer", At: lead.At(day(3, 4)), Move: lead.StageOverridden})
	assert.Equal(t, []string{"reopened", "reached customer", "won"}, kindsOf(w.notes[n:]))
}

// What is learned later of where a lead came from does not move it to another cohort.
func TestALeadKeepsItsSource(t *testing.T) {
	w := newWorld(t, Definition{})
	w.event(t, "l", lead.Created, day(3, 5), map[string]any{"source_channel": "webinar"})
	w.hear(t, lead.Event{Lead: "l", Kind: lead.Touched, Time: day(3, 1), Props: map[string]any{"source_channel": "flyer"}}, lead.At(day(3, 6)))
	require.Equal(t, "flyer", w.record("l").state.First.Channel)
	w.event(t, "l", lead.QuoteRequested, day(3, 7), nil)
	w.event(t, "l", lead.CostIncurred, day(3, 7), map[string]any{"amount": eur(1)})
	w.event(t, "l", lead.CostIncurred, day(3, 7), map[string]any{"amount": eur(2), "source_channel": "tv", "source_campaign": "late"})
	assert.Equal(t, []string{"webinar", "webinar", "webinar", "tv"},
		[]string{w.notes[0].Channel, w.notes[1].Channel, w.notes[2].Channel, w.notes[3].Channel})
}

// Of steps at one instant the one that became known last is the one before.
func TestTheStepBefore(t *testing.T) {
	p := Path{Reached: []Reach{{Step: "a", First: 5}, {Step: "b", First: 5}, {Step: "c", First: 9}}}
	assert.Equal(t, "b", p.before(8).Step)
	assert.Equal(t, "c", p.before(9).Step)
	assert.Nil(t, p.before(4))
	assert.EqualValues(t, 5, p.Cohort())
	assert.Zero(t, new(Path).Cohort())
	_, ok := p.Find("d")
	assert.False(t, ok)
}

func TestTheLastReachIsTheLatest(t *testing.T) {
	w := newWorld(t, withDemo())
	for _, d := range []int{5, 9, 2} {
		w.hear(t, lead.Event{Lead: "l", Kind: lead.MeetingHeld, Time: day(3, d), Props: map[string]any{"purpose": "demo"}}, lead.At(day(3, 10)))
	}
	demo, _ := w.record("l").path.Find("demo")
	assert.Equal(t, Reach{Step: "demo", First: lead.At(day(3, 5)), Last: lead.At(day(3, 9)), Times: 2}, demo)
}
