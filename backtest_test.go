package leadkit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

const backtested = `
scores:
  interest: {opened: {each: email_opened, points: 15, decay: none}}
routing:
  channels: {direct: {}}
  people: {Ada: {channels: direct}, Ben: {channels: direct}}
moves:
  ripe:     {from: inquiry, to: mql, when: interest >= 50}
  accepted: {from: mql, to: sal, upon: accepted}
  back:     {from: [mql, sal], to: nurturing, upon: recalled}
  out:      {from: nurturing, to: inquiry, upon: touched}
  won:      {from: [sal, sql, opportunity], to: customer, upon: won}
  sql:      {from: sal, to: sql, upon: need_confirmed}
  deal:     {from: sal, to: opportunity, upon: opportunity_opened}
promises:
  follow up: {by: sales, from: handed_over, do: phone, within: 24h}
`

// recorded is a log of leads that open three to five emails, one a day, and are called on the fifth.
func recorded() (log []Logged) {
	tell := func(n, day int, kind string, props map[string]any) {
		at := hour(24*day + n)
		log = append(log, Logged{at, lead.Event{ID: fmt.Sprintf("%d-%d-%s", n, day, kind), Lead: fmt.Sprint("L", n), Kind: kind, Time: at, Props: props}})
	}
	for n := range 9 {
		tell(n, 0, lead.Created, nil)
	}
	for day := 1; day <= 5; day++ {
		for n := range 9 {
			if day <= 3+n%3 {
				tell(n, day, "email_opened", nil)
			}
		}
	}
	for n := range 9 {
		tell(n, 5, lead.Contacted, map[string]any{"channel": "phone", "direction": "outbound", "outcome": "reached"})
	}
	slices.SortStableFunc(log, func(a, b Logged) int { return a.At.Compare(b.At) })
	return log
}

func TestBacktestSetsTwoContractsSideBySide(t *testing.T) {
	from := lifeUnder(t, backtested).e
	to := lifeUnder(t, strings.Replace(backtested, ">= 50", ">= 45", 1)).e
	b, err := Compare(recorded(), hour(24*30), from, to)
	require.NoError(t, err)
	assert.Equal(t, "handed over 6 → 9\nfollow up: started 6 → 9\nfollow up: kept 6 → 0\nfollow up: broken 0 → 9\nanother course for 9 of 9 leads", b.String())
	assert.Equal(t, LeadChange{Fate{Lead: "L0", Stage: "inquiry"}, Fate{Lead: "L0", Stage: "mql", Handed: lead.At(hour(72)), Broken: []string{"follow up"}}}, b.Leads[0])
	assert.Equal(t, map[string]int{"mql": 9}, b.Is.Stages)
	require.Len(t, Diff(from, to), 1)
	assert.Equal(t, "moves, ripe, when: threshold 50 → 45", Diff(from, to)[0].String())
	same, err := Compare(recorded(), hour(24*30), from, from)
	require.NoError(t, err)
	assert.Equal(t, "nothing would have been different", same.String())
	assert.Empty(t, same.Leads)
}

func TestBacktestPassesOverWhatAContractDoesNotTake(t *testing.T) {
	e := lifeUnder(t, backtested).e
	log := append(recorded(), Logged{hour(300), lead.Event{ID: "x", Lead: "L1", Kind: "no_such_kind", Time: hour(300)}},
		Logged{hour(301), lead.Event{ID: "y", Lead: "L1", Kind: lead.Assigned, Time: hour(301), Props: map[string]any{"request": "r", "owner": "Zoe"}}})
	b, err := e.Backtest(log, hour(400))
	require.NoError(t, err)
	assert.Equal(t, []int{1, 6}, []int{b.Refused, b.HandedOver})
	_, err = e.Backtest([]Logged{log[0], log[20], {hour(-1), log[0].Event}}, hour(400))
	assert.ErrorIs(t, err, ErrPast)
	assert.ErrorContains(t, err, "line 3 of the log")
}

// A log replayed as it was lived comes out as it was lived.
func TestBacktestIsWhatHappened(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, history := compileGenerated(t), genHistory(t)
		f := folder{t: t, e: e}
		f.between = func(f *folder, until time.Time) { f.wake(until) }
		var log []Logged
		for _, h := range history {
			log = append(log, Logged{h.at, h.ev})
		}
		f.fold(history)
		b, err := e.Backtest(log, history[len(history)-1].at)
		require.NoError(t, err)
		handed := 0
		for _, effect := range f.effects {
			if effect.Kind == HandedOver {
				handed++
			}
		}
		if !e.routes { // who takes a lead is decided at other instants here
			require.Equal(t, handed, b.HandedOver)
			require.Equal(t, map[string]int{f.r.Lead.Life.Stage: 1}, b.Stages)
		}
		require.Zero(t, b.Refused)
	})
}
