package nurture_test

import (
	"slices"
	"testing"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla/calendar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheirHoursAreTheirs(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("p", days(1), "a", "b", "c")}, Contents: emails("a", "b", "c"), TheirHours: theirs}
	sent := func(zone string, begin lead.Instant) (list []string) {
		w := newWorld(t, plan)
		if zone != "" {
			w.hear(begin, lead.ProfileUpdated, props{"zone": zone})
		}
		w.consent(begin, "email")
		w.advance(begin + 5*day)
		loc, err := time.LoadLocation(zone)
		require.NoError(t, err)
		for _, i := range dues(w.steps) {
			list = append(list, i.Time().In(loc).Format("Mon 15:04"))
		}
		return list
	}
	// Monday 09:00 in Paris is 03:00 in New York, and 17:00 in Tokyo.
	assert.Equal(t, []string{"Mon 08:00", "Tue 08:00", "Wed 08:00"}, sent("America/New_York", start)[:3])
	assert.Equal(t, []string{"Mon 17:00", "Tue 17:00", "Thu 08:00"}, sent("Asia/Tokyo", start+7*day)[:3], "11 November is closed there, too")
	// On Saturday evening in Lord Howe, where clocks go forward by half an hour on Sunday 4 October 2026.
	assert.Equal(t, []string{"Mon 08:00", "Tue 08:00", "Wed 08:00"}, sent("Australia/Lord_Howe", at("2026-12-05T21:00:00+11:00"))[:3])
	// On the weekend on which the clocks go forward in Paris, Monday 08:00 comes an hour sooner.
	assert.Equal(t, "Mon 08:00", sent("Europe/Paris", at("2027-03-27T21:00:00+01:00"))[0])
	w := newWorld(t, plan)
	w.consent(at("2026-11-07T22:00:00+01:00"), "email")
	w.advance(start + 10*day)
	assert.Equal(t, "Mon 2026-11-09 08:00 content_due p/only: a", w.told(nurture.ContentDue)[0], "whose zone is not known is at home")
}

// On Good Friday and Whit Monday offices are closed in Germany, on 8 May in France; on Corpus Christi in Bavaria alone; in Switzerland on 1 August, as the plan itself says.
func TestTheirHolidaysAreTheirs(t *testing.T) {
	for name, c := range map[string]struct {
		about props
		shut  []string
	}{
		"in France":                 {props{"country": "FR"}, []string{"04-06", "05-01", "05-08", "05-14", "05-25"}},
		"in Germany":                {props{"country": "DE"}, []string{"04-03", "04-06", "05-01", "05-14", "05-25"}},
		"in Bavaria":                {props{"country": "DE", "region": "DE-BY"}, []string{"04-03", "04-06", "05-01", "05-14", "05-25", "06-04"}},
		"in Bavaria, short":         {props{"country": "DE", "region": "BY"}, []string{"04-03", "04-06", "05-01", "05-14", "05-25", "06-04"}},
		"the region of another one": {props{"country": "FR", "region": "DE-BY"}, []string{"04-06", "05-01", "05-08", "05-14", "05-25"}},
		"the region as it is said":  {props{"country": "DE", "region": "Bayern"}, []string{"04-03", "04-06", "05-01", "05-14", "05-25"}},
		"in Switzerland":            {props{"country": "CH"}, []string{"04-03"}},
		"where nobody knows":        {props{"country": "AQ"}, []string{"04-06", "05-01", "05-08", "05-14", "05-25"}},
		"unknown":                   {nil, []string{"04-06", "05-01", "05-08", "05-14", "05-25"}},
	} {
		for day := at("2026-04-01T00:00:00Z"); day < at("2026-06-10T00:00:00Z"); day += lead.Instant(lead.Day) {
			text := day.Time().Format("01-02")
			if wd := day.Time().Weekday(); wd == time.Saturday || wd == time.Sunday {
				continue
			}
			w := newWorld(t, nurture.Plan{Programs: []nurture.Program{course("p", days(1), "a")}, Contents: emails("a"), TheirHolidays: true,
				TheirHours: calendar.Calendar{Zone: "UTC", Open: calendar.Week{{Days: "mon-fri", Spans: []string{"08:00-20:00"}}}, Closed: []string{"jun 8", "holidays FR"},
					Holidays: []calendar.Set{{Name: "CH", Days: []string{"easter-2"}}}}})
			w.clock, w.quiet = day, false
			if c.about != nil {
				w.hear(day, lead.ProfileUpdated, c.about)
			}
			w.consent(day, "email")
			w.advance(day + lead.Instant(lead.Day) - 1)
			assert.Equal(t, !slices.Contains(c.shut, text) && text != "06-08", len(w.contents()) == 1, "%s on %s", name, text)
		}
	}
}

func TestTheirHolidaysNeedTheirHours(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("p", days(1), "a")}, Contents: emails("a"), TheirHolidays: true}
	_, err := nurture.Compile(plan, schemaOf(t), nil)
	require.ErrorContains(t, err, "their_holidays")
}

func TestAnotherPersonHasReceivedNothing(t *testing.T) {
	plan := walked(send("hello", "a", "b"), nurture.Node{Name: "breathe", Wait: days(10)}, send("last", "a", "c"))
	plan.AtMost = []nurture.Cap{{N: 1, Per: 20 * lead.Day}}
	w := newWorld(t, plan)
	w.consent(start, "email")
	w.hear(start+5*day, lead.ContactChanged, props{"first_name": "Eve"})
	assert.Empty(t, w.st.Had)
	assert.Empty(t, w.st.Sent)
	assert.Equal(t, "breathe", w.st.Programs[0].Step, "where the project is in its course stays")
	w.consent(start+6*day, "email")
	w.hear(start+7*day, lead.ContentSent, props{"content": "d"})
	w.advance(start + 200*day)
	assert.Equal(t, []string{"a", "a", "b", "c"}, w.contents(), "of which the new person receives a for the first time")
	assert.Equal(t, start+27*day, dues(w.steps)[1], "its cap counts what it was sent itself")
}

func TestWhatIsHeardLateOfAFormerPersonIsNotTheNewOnes(t *testing.T) {
	w := newWorld(t, walked(send("hello", "a")))
	w.hear(start+5*day, lead.ContactChanged, props{"first_name": "Eve"})
	var b lead.Bound
	require.NoError(t, w.schema.Bind(lead.Event{ID: "late", Lead: "L1", Kind: lead.ContentSent, Time: start.Time(), Props: props{"content": "a"}}, &b))
	w.apply(&b)
	assert.Empty(t, w.st.Had)
}

func TestAnEventFreezesAndAnotherThaws(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("p", days(10), "a", "b", "c")}, Contents: emails("a", "b", "c"), Freeze: []string{"video_watched"}, Thaw: []string{"form_sent"}}
	w := newWorld(t, plan)
	w.consent(start, "email")
	w.hear(start+4*day, "video_watched", nil)
	assert.Contains(t, w.p.At(&w.st, w.clock)[0].Note, "frozen since 2026-11-06")
	assert.Zero(t, w.p.Due(&w.st, w.clock))
	w.handOver(start + 10*day)
	w.hear(start+20*day, "form_sent", nil)
	w.advance(start + 30*day)
	assert.Equal(t, []string{"a"}, w.contents(), "sales still has it")
	w.giveBack(start+30*day, "no_budget")
	w.advance(start + 100*day)
	assert.Equal(t, []lead.Instant{start, start + 36*day, start + 46*day}, dues(w.steps), "six days of the wait remained")
	assert.Equal(t, []string{"Fri 2026-11-06 09:00 frozen p/only: a", "Thu 2026-11-12 09:00 paused p/only: a", "Wed 2026-12-02 09:00 resumed p/only"},
		w.told(nurture.Frozen, nurture.Paused, nurture.Resumed))
}

func TestContentByPositionInTheBuyingCycle(t *testing.T) {
	plan := nurture.Plan{Programs: []nurture.Program{course("p", days(1), "offer", "comparison", "basics")}, Contents: emails("offer", "comparison", "basics")}
	plan.Contents[0].Position, plan.Contents[1].Position = []string{"decides"}, []string{"compares", "decides"}
	w := newWorld(t, plan)
	w.consent(start, "email")
	w.advance(start + 5*day)
	w.hear(start+5*day, lead.ProfileUpdated, props{"buying_position": "compares"})
	w.advance(start + 10*day)
	w.hear(start+10*day, lead.ProfileUpdated, props{"buying_position": "decides"})
	assert.Equal(t, []string{"basics", "comparison", "offer"}, w.contents())
}

// TestWhoEnters: by why it came back, stage, interest, score and market, and no other.
func TestWhoEnters(t *testing.T) {
	pr := course("p", days(7), "a")
	pr.Enter.When = `stage == "nurturing" and lead.return_reason == "not_mature" and "stock" in lead.interests and total >= 10 and lead.market == "B2B"`
	for missing := range 6 {
		w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a")})
		if missing == 4 {
			w.stage(start, "inquiry")
		}
		for i, step := range []func(){
			func() { w.lead.Life.ReturnReason = "not_mature" },
			func() { w.hear(start, "page_viewed", props{"topic": "stock"}) },
			func() { w.hear(start, lead.ProfileUpdated, props{"market": "B2B"}) },
			func() { w.score(start, 0, 10) },
		} {
			if i != missing {
				step()
			}
		}
		w.hear(start, "page_viewed", nil)
		assert.Equal(t, missing == 5, len(w.told(nurture.Entered)) == 1, missing)
	}
}

// The basis has to be for the purpose that the program has.
func TestTheBasisIsForAPurpose(t *testing.T) {
	pr := course("p", days(1), "a")
	pr.Purpose = "product_news"
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a")})
	w.consent(start, "email")
	assert.Empty(t, w.contents(), "agreeing to marketing is not agreeing to this")
	w.hear(start+day, lead.ConsentGiven, props{"channel": "email", "purpose": "product_news"})
	assert.Equal(t, []string{"a"}, w.contents())
}

func TestContentAddedLaterGoesToWhoHasWalkedTheCourse(t *testing.T) {
	w := newWorld(t, walked(send("hello", "a"), nurture.Node{Name: "breathe", Wait: days(3)}))
	w.consent(start, "email")
	w.advance(start + 30*day)
	require.Equal(t, []string{"a"}, w.contents())
	later, err := nurture.Compile(walked(send("new", "b"), send("hello", "a"), nurture.Node{Name: "breathe", Wait: days(3)}), w.schema, nil)
	require.NoError(t, err)
	w.p = later
	w.poke()
	assert.Equal(t, []string{"a", "b"}, w.contents())
}
