package nurture_test

import (
	"testing"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla/calendar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const day = lead.Instant(lead.Day)

func TestACourseSendsEachContentOnceInItsRhythm(t *testing.T) {
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a", "b")}, Contents: emails("a", "b")})
	w.consent(start, "email")
	w.advance(start + 60*day)
	assert.Equal(t, []string{
		"Mon 2026-11-02 09:00 entered basics/only",
		"Mon 2026-11-02 09:00 content_due basics/only: a",
		"Mon 2026-11-09 09:00 content_due basics/only: b",
		"Mon 2026-11-16 09:00 exhausted basics/only",
	}, w.told())
	assert.Equal(t, "it received everything", w.steps[3].Reason)
	assert.Zero(t, w.p.Due(&w.st, w.clock))
}

func TestPoliciesOfExhaustion(t *testing.T) {
	grown := func(policy nurture.Policy) *world {
		plan := nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a")}, Contents: emails("a")}
		plan.Programs[0].Exhausted = policy
		w := newWorld(t, plan)
		w.consent(start, "email")
		w.advance(start + 20*day)
		plan.Programs[0].Streams[0].Contents = []string{"new", "newer", "a"}
		plan.Contents = emails("new", "newer", "a")
		p, err := nurture.Compile(plan, w.schema, nil)
		require.NoError(t, err)
		w.p = p
		w.poke()
		w.advance(start + 200*day)
		return w
	}
	t.Run("wait", func(t *testing.T) {
		w := grown(nurture.Policy{Fate: nurture.Wait})
		assert.Equal(t, []string{"Mon 2026-11-02 09:00 content_due basics/only: a", "Sun 2026-11-22 09:00 content_due basics/only: new",
			"Sun 2026-11-29 09:00 content_due basics/only: newer"}, w.told(nurture.ContentDue))
	})
	t.Run("exit", func(t *testing.T) {
		w := grown(nurture.Policy{Fate: nurture.Exit})
		assert.Equal(t, []string{"Mon 2026-11-02 09:00 content_due basics/only: a", "Mon 2026-11-09 09:00 exited basics/only"},
			w.told(nurture.ContentDue, nurture.Exited))
	})
	t.Run("slow", func(t *testing.T) {
		w := grown(nurture.Policy{Fate: nurture.Slow, Every: days(30)})
		assert.Equal(t, []string{"Mon 2026-11-02 09:00 content_due basics/only: a", "Wed 2026-12-02 09:00 content_due basics/only: new",
			"Fri 2027-01-01 09:00 content_due basics/only: newer"}, w.told(nurture.ContentDue))
	})
}

func TestContentAddedOnTopGoesFirst(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a", "b")}, Contents: emails("a", "b", "new")}
	w := newWorld(t, plan)
	w.consent(start, "email")
	plan.Programs[0].Streams[0].Contents = []string{"new", "a", "b"}
	p, err := nurture.Compile(plan, w.schema, nil)
	require.NoError(t, err)
	w.p = p
	w.advance(start + 30*day)
	assert.Equal(t, []string{"a", "new", "b"}, w.contents())
}

func TestNeverTwiceAcrossProgramsNorWhatWasSentElsewhere(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("first", days(7), "a", "b"), course("second", days(7), "b", "a", "c", "d")},
		Contents: emails("a", "b", "c", "d")}
	w := newWorld(t, plan)
	w.hear(start, lead.ContentSent, props{"content": "c"})
	w.consent(start, "email")
	w.advance(start + 40*day)
	assert.Equal(t, []string{
		"Mon 2026-11-02 09:00 content_due first/only: a",
		"Mon 2026-11-02 09:00 content_due second/only: b",
		"Mon 2026-11-09 09:00 content_due second/only: d",
	}, w.told(nurture.ContentDue))
}

func TestAConfirmationCountsNothingTwice(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("basics", days(1), "a", "b", "c")}, Contents: emails("a", "b", "c"),
		AtMost: []nurture.Cap{{N: 2, Per: lead.Week}}}
	w := newWorld(t, plan)
	w.consent(start, "email")
	w.hear(start+5000, lead.ContentSent, props{"content": "a", "program": "basics"})
	w.advance(start + 7*day)
	assert.Equal(t, []string{
		"Mon 2026-11-02 09:00 content_due basics/only: a",
		"Tue 2026-11-03 09:00 content_due basics/only: b",
		"Mon 2026-11-09 09:00 content_due basics/only: c",
	}, w.told(nurture.ContentDue))
}

func TestWhatIsSentElsewhereCountsForTheCaps(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("basics", days(1), "a")}, Contents: emails("a"), AtMost: []nurture.Cap{{N: 1, Per: lead.Week}}}
	w := newWorld(t, plan)
	w.hear(start, lead.ContentSent, props{"content": "newsletter 7"})
	w.consent(start+day, "email")
	w.advance(start + 8*day)
	assert.Equal(t, []string{"Mon 2026-11-09 09:00 content_due basics/only: a"}, w.told(nurture.ContentDue))
}

func TestTheFirstProgramHasTheRoomThatACapLeaves(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("first", days(2), "a", "b"), course("second", days(2), "c", "d")},
		Contents: emails("a", "b", "c", "d"), AtMost: []nurture.Cap{{N: 1, Per: lead.Day}}}
	w := newWorld(t, plan)
	w.consent(start, "email")
	w.advance(start + 6*day)
	assert.Equal(t, []string{
		"Mon 2026-11-02 09:00 content_due first/only: a",
		"Tue 2026-11-03 09:00 content_due second/only: c",
		"Wed 2026-11-04 09:00 content_due first/only: b",
		"Thu 2026-11-05 09:00 content_due second/only: d",
	}, w.told(nurture.ContentDue))
}

func TestHoursAndWorkingDays(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("basics", calendar.Days(5), "a", "b", "c")}, Contents: emails("a", "b", "c"), Hours: "office"}
	w := newWorld(t, plan)
	w.consent(at("2026-11-06T19:00:00+01:00"), "email") // Friday evening
	w.advance(start + 40*day)
	assert.Equal(t, []string{
		"Mon 2026-11-09 09:00 content_due basics/only: a",
		"Tue 2026-11-17 09:00 content_due basics/only: b", // Wednesday 11 November is closed
		"Tue 2026-11-24 09:00 content_due basics/only: c",
	}, w.told(nurture.ContentDue))
}

func TestNoBasisWithholdsAndTheNextAllowedChannelGoes(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "mail 1", "mail 2", "letter")},
		Contents: append(emails("mail 1", "mail 2"), nurture.Content{Name: "letter", Channel: "post"})}
	w := newWorld(t, plan)
	w.consent(start, "post")
	w.advance(start + 100*day)
	assert.Equal(t, []string{
		"Mon 2026-11-02 09:00 entered basics/only",
		"Mon 2026-11-02 09:00 withheld basics/only: mail 1",
		"Mon 2026-11-02 09:00 content_due basics/only: letter",
		"Mon 2026-11-09 09:00 withheld basics/only: mail 1",
	}, w.told())
	assert.Equal(t, "no basis on record", w.steps[1].Reason)
	assert.Equal(t, "waits for a basis for contact", w.p.At(&w.st, w.clock)[0].Note)
	assert.Zero(t, w.p.Due(&w.st, w.clock), "no timer runs for a lead that may not be contacted")

	w.consent(start+100*day, "any")
	w.advance(start + 120*day)
	assert.Equal(t, []string{"letter", "mail 1", "mail 2"}, w.contents())
	w.hear(start+120*day, lead.Unsubscribed, nil)
	assert.EqualValues(t, 2, w.st.Withheld)
}

func TestStreamsPullAndTheRhythmHoldsAcrossThem(t *testing.T) {
	pr := course("basics", days(7), "p1", "p2", "p3")
	pr.Streams = append(pr.Streams,
		nurture.Stream{Name: "why us", Aim: nurture.WhyUs, When: "fit >= 20", Every: days(5), Contents: []string{"w1"}},
		nurture.Stream{Name: "buy", Aim: nurture.ReadyToBuy, When: "total >= 40", Every: days(3), Contents: []string{"b1"}})
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("p1", "p2", "p3", "w1", "b1")})
	w.consent(start, "email")
	w.score(start+day, 20, 20)
	w.score(start+2*day, 20, 45) // both are true: the last one pulls
	w.score(start+6*day, 20, 10) // back to the last that is true
	w.score(start+7*day, 0, 0)   // none is true: it stays
	w.advance(start + 30*day)
	assert.Equal(t, []string{
		"Mon 2026-11-02 09:00 entered basics/only",
		"Mon 2026-11-02 09:00 content_due basics/only: p1",
		"Tue 2026-11-03 09:00 moved basics/why us",
		"Wed 2026-11-04 09:00 moved basics/buy",
		"Thu 2026-11-05 09:00 content_due basics/buy: b1",
		"Sun 2026-11-08 09:00 exhausted basics/buy",
		"Sun 2026-11-08 09:00 moved basics/why us",
		"Tue 2026-11-10 09:00 content_due basics/why us: w1",
		"Sun 2026-11-15 09:00 exhausted basics/why us",
	}, w.told())
}

func TestContentByInterestAndPersona(t *testing.T) {
	pr := course("basics", days(7), "general", "pricing", "stock", "for buyers")
	pr.Streams[0].ByInterest = true
	plan := nurture.Plan{Programs: []nurture.Program{pr}, Personas: []nurture.Persona{{Name: "buyer", When: `lead.job_title contains "Buyer"`}},
		Contents: []nurture.Content{{Name: "general", Channel: "email"}, {Name: "pricing", Channel: "email", Topic: "pricing"},
			{Name: "stock", Channel: "email", Topic: "stock"}, {Name: "for buyers", Channel: "email", Persona: []string{"buyer"}}}}
	w := newWorld(t, plan)
	for i := range 3 {
		w.hear(start+lead.Instant(i), "page_viewed", props{"topic": "stock"})
	}
	w.hear(start+4, "page_viewed", props{"topic": "pricing"})
	w.consent(start+5, "email")
	w.advance(start + 60*day)
	assert.Equal(t, []string{"stock", "pricing", "general"}, w.contents())
	assert.Equal(t, "nothing of what is left suits it", w.steps[len(w.steps)-1].Reason)

	w.hear(start+60*day, lead.ProfileUpdated, props{"job_title": "Senior Buyer"})
	assert.Equal(t, []string{"stock", "pricing", "general", "for buyers"}, w.contents())
}

func TestReadyByScoreByHandAndByDate(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a"), course("other", days(7), "a")}, Contents: emails("a")}
	plan.Programs[0].Ready.When = `total >= 50 or lead.next_project - now < "60d"`
	w := newWorld(t, plan)
	w.consent(start, "email")
	w.score(start+day, 0, 50)
	w.score(start+2*day, 0, 60) // still true
	w.score(start+3*day, 0, 10)
	w.score(start+4*day, 0, 50) // true again
	w.score(start+5*day, 0, 0)
	w.hear(start+6*day, lead.DemoRequested, nil)
	w.hear(start+7*day, lead.ProjectUpdated, props{"project": "warehouse", "date": (start + 100*day).Time()})
	w.advance(start + 90*day)
	ready := w.told(nurture.Ready)
	assert.Equal(t, []string{
		"Tue 2026-11-03 09:00 ready basics/only: a",
		"Fri 2026-11-06 09:00 ready basics/only: a",
		"Sun 2026-11-08 09:00 ready basics/only: a",
		"Sat 2026-12-12 09:00 ready basics/only: a",
	}, ready, "the first program says it, once")
	assert.Equal(t, "upon demo_requested", w.steps[slicesIndex(w.steps, nurture.Ready, 2)].Reason)
}

// slicesIndex gives the index of the nth step of a kind.
func slicesIndex(steps []nurture.Step, k nurture.Kind, n int) int {
	for i, s := range steps {
		if s.Kind == k {
			if n == 0 {
				return i
			}
			n--
		}
	}
	return -1
}

func TestAReturnedLeadIsNotReadyBeforeItMayBeHandedOverAgain(t *testing.T) {
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a")}, Contents: emails("a")})
	w.score(start, 0, 80)
	w.handOver(start)
	w.lead.Life.Until = start + 40*day
	w.giveBack(start+10*day, "not_mature")
	w.hear(start+12*day, lead.DemoRequested, nil) // it asks itself
	w.advance(start + 60*day)
	assert.Equal(t, []string{"Mon 2026-11-02 09:00 ready basics/only", "Sat 2026-11-14 09:00 ready basics/only", "Sat 2026-12-12 09:00 ready basics/only"},
		w.told(nurture.Ready))
}

func TestSalesPausesAndTheRemainingWaitIsKept(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a", "b"), course("again", days(7), "c", "d")}, Contents: emails("a", "b", "c", "d")}
	plan.Programs[1].OnReturn = nurture.Restart
	w := newWorld(t, plan)
	w.consent(start, "email")
	w.handOver(start + 2*day)
	w.advance(start + 20*day)
	assert.Contains(t, w.p.At(&w.st, w.clock)[0].Note, "sales has the lead")
	w.giveBack(start+30*day, "no_budget")
	w.advance(start + 50*day)
	assert.Equal(t, []string{
		"Mon 2026-11-02 09:00 content_due basics/only: a",
		"Mon 2026-11-02 09:00 content_due again/only: c",
		"Wed 2026-11-04 09:00 paused basics/only: c",
		"Wed 2026-11-04 09:00 paused again/only: c",
		"Wed 2026-12-02 09:00 resumed basics/only",
		"Wed 2026-12-02 09:00 resumed again/only",
		"Wed 2026-12-02 09:00 content_due again/only: d",
		"Mon 2026-12-07 09:00 content_due basics/only: b",
	}, w.told(nurture.ContentDue, nurture.Paused, nurture.Resumed))
}

func TestExitsEndProgramsEvenInTheHandsOfSales(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a", "b")}, Contents: emails("a", "b")}
	w := newWorld(t, plan)
	w.consent(start, "email")
	w.handOver(start + day)
	w.stage(start+2*day, "customer")
	w.advance(start + 30*day)
	assert.Equal(t, []string{`Wed 2026-11-04 09:00 exited basics/only`}, w.told(nurture.Exited))
	assert.Equal(t, []string{"a"}, w.contents())
}

func TestWhoLeftEntersAgainOnlyWhenTheConditionWasFalseOrInANewCycle(t *testing.T) {
	pr := course("basics", days(7), "a")
	pr.Exit = nurture.Trigger{Upon: []string{"careers_page_viewed"}}
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a")})
	w.score(start, 0, 0)
	w.hear(start+day, "careers_page_viewed", nil)
	w.score(start+2*day, 0, 0)
	assert.Equal(t, []string{"Mon 2026-11-02 09:00 entered basics/only", "Tue 2026-11-03 09:00 exited basics/only"}, w.told(nurture.Entered, nurture.Exited))
	w.stage(start+3*day, "inquiry")
	w.stage(start+4*day, "nurturing")
	w.hear(start+5*day, "careers_page_viewed", nil)
	w.handOver(start + 6*day)
	w.giveBack(start+7*day, "not_mature")
	assert.Equal(t, []string{"Fri 2026-11-06 09:00 entered basics/only", "Sat 2026-11-07 09:00 exited basics/only", "Mon 2026-11-09 09:00 entered basics/only"},
		w.told(nurture.Entered, nurture.Exited)[2:])
}

func TestEntryUponAnEventReadsTheEvent(t *testing.T) {
	pr := course("webinar", days(7), "a")
	pr.Enter = nurture.Entry{Upon: []string{"webinar_attended"}, When: `event.topic == "stock" and stage == "nurturing"`}
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a")})
	w.hear(start, "webinar_attended", props{"topic": "prices"})
	assert.Empty(t, w.steps)
	w.hear(start+1, "webinar_attended", props{"topic": "stock"})
	w.hear(start+2, "webinar_attended", props{"topic": "stock"})
	assert.Equal(t, []string{"Mon 2026-11-02 09:00 entered webinar/only"}, w.told(nurture.Entered))
	assert.Equal(t, "upon webinar_attended", w.steps[0].Reason)
}

func TestSilenceEntersByTimeAlone(t *testing.T) {
	pr := course("wake up", days(7), "a")
	pr.Enter.When = `since("page_viewed") > "30d"`
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a")})
	w.consent(start, "email")
	w.score(start+day, 0, 0)
	w.advance(start + 60*day)
	require.Len(t, w.steps, 3)
	assert.Equal(t, start+31*day+1, w.steps[0].At)
	assert.Equal(t, nurture.ContentDue, w.steps[1].Kind)
}

func TestAutomaticEventsAreIgnored(t *testing.T) {
	pr := course("basics", days(7), "a")
	pr.Enter = nurture.Entry{Upon: []string{"page_viewed", lead.ContentSent}}
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a")})
	var b lead.Bound
	for _, kind := range []string{"page_viewed", lead.ContentSent} {
		require.NoError(t, w.schema.Bind(lead.Event{ID: kind, Kind: kind, Time: start.Time(), Automatic: true}, &b))
		b.Values[max(0, w.schema.Prop(b.Kind, "content"))] = lead.TextProp("", "a").Value
		w.apply(&b)
	}
	assert.Empty(t, w.steps)
	assert.Len(t, w.st.Had, 1, "that a content was sent is a fact, whoever tells it")
}

func TestAnErasedPersonLeavesEverything(t *testing.T) {
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a", "b")}, Contents: emails("a", "b")})
	w.consent(start, "email")
	w.advance(start + day)
	w.lead.Erase(w.clock)
	w.hear(start+day, lead.Erased, nil)
	w.advance(start + 30*day)
	assert.Equal(t, []string{"Tue 2026-11-03 09:00 exited basics/only"}, w.told(nurture.Exited))
	assert.Equal(t, []string{"a"}, w.contents())
}

func TestAProgramThatThePlanNoLongerHasIsForgotten(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("old", days(7), "a", "b"), course("new", days(7), "a", "b")}, Contents: emails("a", "b")}
	w := newWorld(t, plan)
	w.consent(start, "email")
	plan.Programs = plan.Programs[1:]
	p, err := nurture.Compile(plan, w.schema, nil)
	require.NoError(t, err)
	w.p = p
	assert.NotZero(t, p.Due(&w.st, w.clock))
	w.poke()
	require.Len(t, w.st.Programs, 1)
	assert.Equal(t, "new", w.st.Programs[0].Program)
	assert.Equal(t, []string{"Mon 2026-11-02 09:00 exited old/only"}, w.told(nurture.Exited))
}

func TestWhoLeftWhileTheConditionWasFalseEntersAsItBecomesTrueByTime(t *testing.T) {
	pr := course("project", days(7), "a")
	pr.Enter.When, pr.Exhausted = `lead.next_project - now < "30d"`, nurture.Policy{Fate: nurture.Exit}
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a")})
	w.consent(start, "email")
	w.hear(start, lead.ProjectUpdated, props{"project": "x", "date": (start + 10*day).Time()})
	w.hear(start+day, lead.ProjectUpdated, props{"project": "x", "date": (start + 100*day).Time()}) // postponed; it leaves on 9 November
	w.advance(start + 90*day)
	assert.Equal(t, []string{"Mon 2026-11-02 09:00 entered project/only", "Mon 2026-11-09 09:00 exited project/only", "Mon 2027-01-11 09:00 entered project/only",
		"Mon 2027-01-11 09:00 exited project/only"}, w.told(nurture.Entered, nurture.Exited))
}

func TestTheSlowRhythmEndsWithTheStream(t *testing.T) {
	pr := course("basics", days(2), "a")
	pr.Exhausted = nurture.Policy{Fate: nurture.Slow, Every: days(30)}
	pr.Streams = append(pr.Streams, nurture.Stream{Name: "buy", When: "total >= 40", Every: days(3), Contents: []string{"b", "c"}})
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a", "b", "c")})
	w.consent(start, "email")
	w.score(start+10*day, 0, 40)
	w.advance(start + 20*day)
	assert.Equal(t, []string{"Mon 2026-11-02 09:00 content_due basics/only: a", "Thu 2026-11-12 09:00 content_due basics/buy: b",
		"Sun 2026-11-15 09:00 content_due basics/buy: c"}, w.told(nurture.ContentDue))
}

func TestTheRhythmCountsFromWhenAContentReallyFellDue(t *testing.T) {
	pr := course("basics", days(7), "a", "b")
	pr.Streams = append(pr.Streams, nurture.Stream{Name: "buy", When: "total >= 40", Every: days(3), Contents: []string{"c"}})
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a", "b", "c"), Hours: "office"})
	w.consent(start+5*day, "email") // Saturday
	w.score(start+7*day+1, 0, 40)
	w.advance(start + 14*day)
	assert.Equal(t, []string{"Mon 2026-11-09 09:00 content_due basics/only: a", "Thu 2026-11-12 09:00 content_due basics/buy: c"}, w.told(nurture.ContentDue))
}
