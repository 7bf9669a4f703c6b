package funnel

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

// two teams: north takes two leads, gives one back, which south wins; south also loses one.
func twoTeams(t testing_) *world {
	w := newWorld(t, Definition{})
	for i, id := range []string{"a", "b", "c"} {
		w.event(t, id, lead.Created, day(2, 1), map[string]any{"potential": eur(100)})
		w.event(t, id, lead.QuoteRequested, day(2, 2), nil)
		w.own(id, teams[i/2], people[i])
		w.event(t, id, lead.Accepted, day(2, 3), nil)
	}
	w.event(t, "a", lead.Recycled, day(2, 4), map[string]any{"reason": "new_contact", "new_contact": "x"})
	w.event(t, "a", lead.QuoteRequested, day(3, 5), nil)
	w.own("a", "south", "cid")
	w.event(t, "a", lead.Accepted, day(3, 6), nil)
	w.event(t, "a", lead.Opportunity, day(3, 7), map[string]any{"amount": eur(80), "closing": day(3, 9)})
	w.event(t, "a", lead.Won, day(3, 8), nil)
	w.event(t, "c", lead.Lost, day(3, 9), map[string]any{"reason": "price"})
	return w
}

func TestTheReportOfATeam(t *testing.T) {
	w := twoTeams(t)
	lines := w.funnel.Report(w.tally(t), ByTeam, Filter{})
	require.Len(t, lines, 3)
	nobody, north, south := lines[0], lines[1], lines[2]
	assert.Equal(t, []string{"", "north", "south"}, []string{nobody.Name, north.Name, south.Name})
	assert.EqualValues(t, 3, nobody.Steps[1].Leads, "they became mql before somebody had them")

	sal := north.Steps[2]
	assert.Equal(t, Worth{Leads: 2, Valued: 2, Amount: eur(200)}, sal.Worth)
	assert.Equal(t, rateOf(1, 2), sal.Sale, "one of the two that north accepted became a customer, by south")
	assert.EqualValues(t, 1, sal.Open)
	assert.Equal(t, []EndLine{{Kind: Left, Exit: "recycled", Reason: "new_contact", Worth: Worth{Leads: 1, Amount: eur(100)}}}, north.Ends)

	assert.Equal(t, []EndLine{{Kind: Lost, Exit: "lost", Reason: "price", Worth: Worth{Leads: 1, Amount: eur(100)}}, {Kind: Won, Worth: Worth{Leads: 1, Amount: eur(80)}}},
		south.Ends)
	assert.EqualValues(t, 1, south.Steps[4].Leads)
	assert.Equal(t, Worth{Leads: 1, Amount: eur(80)}, w.tally(t).Sales(Filter{Owner: "cid"}))
	assert.Zero(t, w.tally(t).Sales(Filter{Owner: "bob"}).Leads)
}

func TestTheMostFrequentReasonComesFirst(t *testing.T) {
	var tally Tally
	for i, reason := range []string{"price", "no_decision", "missing_function", "no_decision"} {
		require.NoError(t, tally.Add(Note{Kind: Lost, At: lead.Instant(1 + i), Exit: lead.Lost, Reason: reason}))
	}
	var reasons []string
	for _, end := range newWorld(t, Definition{}).funnel.Report(&tally, Overall, Filter{})[0].Ends {
		reasons = append(reasons, end.Reason)
	}
	assert.Equal(t, []string{"no_decision", "missing_function", "price"}, reasons)
}

func TestThePeriodView(t *testing.T) {
	w := twoTeams(t)
	w.spend(t, "team:south", eur(9), nil)
	view := w.funnel.Periods(w.tally(t), Filter{})
	require.Len(t, view.Lines, 2)
	february, march := view.Lines[0], view.Lines[1]
	assert.Equal(t, []int64{3, 3, 3, 0, 0, 0}, leadsOf(february.Steps))
	assert.Equal(t, []int64{0, 0, 0, 0, 1, 1}, leadsOf(march.Steps))
	assert.EqualValues(t, 3, february.Entered.Leads)
	assert.Equal(t, eur(9), march.Spent)
	assert.Equal(t, []Worth{{Leads: 1, Amount: eur(80)}, {Leads: 1, Amount: eur(100)}}, []Worth{march.Won, march.Lost})

	south := w.funnel.Periods(w.tally(t), Filter{Team: "south", During: During{From: lead.MonthOf(2026, 3)}})
	require.Len(t, south.Lines, 1)
	assert.Equal(t, []int64{0, 0, 0, 0, 1, 1}, leadsOf(south.Lines[0].Steps))
	assert.Empty(t, w.funnel.Periods(w.tally(t), Filter{Team: "east"}).Lines)
	assert.Empty(t, w.funnel.Periods(&Tally{}, Filter{}).Lines)
}

func leadsOf(list []Worth) (leads []int64) {
	for _, w := range list {
		leads = append(leads, w.Leads)
	}
	return leads
}

// Leads submitted around midnight of the month belong to the month that the contract's wall clock shows.
func TestCohortsAreOfTheContractsMonths(t *testing.T) {
	for zone, want := range map[string]string{"": "2011-10", "Europe/Amsterdam": "2011-11", "America/New_York": "2011-10"} {
		w := newWorld(t, Definition{Zone: zone})
		w.event(t, "l", lead.Created, time.Date(2011, 10, 31, 23, 0, 0, 0, time.UTC), nil)
		assert.Equal(t, want, w.funnel.Cohorts(w.tally(t), ByMonth, Filter{}).Lines[0].Name, zone)
	}
}

func TestDimensionsAreWords(t *testing.T) {
	assert.Equal(t, "overall month week channel campaign type team owner overall", Overall.String()+" "+ByMonth.String()+" "+ByWeek.String()+" "+ByChannel.String()+" "+
		ByCampaign.String()+" "+ByType.String()+" "+ByTeam.String()+" "+ByOwner.String()+" "+Dimension(99).String())
}
