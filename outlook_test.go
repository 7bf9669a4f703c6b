package leadkit

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

const outlooked = `
contract: outlooked
scores:
  interest:
    decay: half-life 7d
    read the prices:   {each: page_viewed, points: 20, at_most: 1 per day}
    asked for a quote: {each: quote_requested, points: 25}
  temperature: {of: interest, hot: 60, warm: 30, else: cold}
moves:
  ripe: {from: inquiry, to: mql, when: interest >= 40}
`

// What would move a lead, through a whole contract.
func ExampleEngine_Outlook() {
	engine, err := Load(File{Name: "outlooked.yaml", Data: []byte(outlooked)})
	if err != nil {
		fmt.Println(err)
		return
	}
	var record Record
	begin := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	for i, kind := range []string{lead.Created, "page_viewed", "page_viewed"} {
		at := begin.AddDate(0, 0, i)
		if _, err := engine.Apply(&record, lead.Event{ID: fmt.Sprint(i), Lead: "L1", Kind: kind, Time: at}, at); err != nil {
			fmt.Println(err)
		}
	}
	outlook, _ := engine.Outlook(&record, begin.AddDate(0, 0, 2))
	fmt.Println(outlook)
	// Output:
	// interest 38.11, 21.89 short of hot 60
	//   + one quote requested gives 25 (asked for a quote), which makes 63.11
	//   - one page viewed gives nothing now: at most 1 per day
	//   8.11 above warm 30, falls below it on Fri 6 Mar 2026 19:01:23.685
	// ripe → mql, when interest >= 40
	//   interest is 38.11, 1.89 short of >= 40
	//   + one quote requested gives 25 (asked for a quote), which makes 63.11
	//   - one page viewed gives nothing now: at most 1 per day
}

// comesTrue gives the event that a chance speaks of. The generated rules beside it that read history may make more of it than it says.
func comesTrue(e *Engine, c scoring.Chance) (kind string, props map[string]any, ok bool) {
	has := func(rule string) bool {
		return slices.ContainsFunc(e.contract.Scores.Scores[1].Rules, func(r scoring.Rule) bool { return r.Name == rule })
	}
	switch c.Rule {
	case "opened", "again and again", "careers":
		return c.Kind, nil, true
	case "read prices", "clicked":
		return c.Kind, map[string]any{"path": map[string]string{"read prices": "/prices", "clicked": "/"}[c.Rule]}, !has("often")
	case "pinged":
		return c.Kind, map[string]any{"strength": c.Points.Float() / 2}, !has("surge")
	case "target industry":
		return lead.ProfileUpdated, map[string]any{"industry": "retail"}, e.contract.Scores.Scores[1].For.When == ""
	case "big fleet":
		return lead.ProfileUpdated, map[string]any{"fleet": 51.0}, true
	case "student":
		return lead.ProfileUpdated, map[string]any{"email": "x@example.edu"}, true
	}
	return "", nil, false
}

// What an outlook promises of a single event comes true: the move is taken, or is not.
func TestOutlookComesTrue(t *testing.T) {
	tried := map[string]int{}
	defer func() { t.Log(tried) }()
	rapid.Check(t, func(t *rapid.T) {
		e, history := compileGenerated(t), genHistory(t)
		f := folder{t: t, e: e}
		f.fold(history)
		before := string(encode(t, &f.r))
		o, err := e.Outlook(&f.r, f.r.Clock.Time())
		require.NoError(t, err)
		require.Equal(t, before, string(encode(t, &f.r)), "an outlook changes nothing")
		for _, way := range o.Moves {
			for _, c := range way.Chances {
				kind, props, ok := comesTrue(e, c)
				if !ok || !c.Reaches || f.r.Lead.Gone != 0 { // of an erased person nothing is taken any more
					continue
				}
				tried[c.Rule]++
				r := f.r.Clone()
				_, err := e.Apply(r, lead.Event{ID: "one more", Lead: "L1", Kind: kind, Time: r.Clock.Time(), Props: props}, r.Clock.Time())
				require.NoError(t, err)
				moved := string(encode(t, r.Lead.Life.Passages)) != string(encode(t, f.r.Lead.Life.Passages))
				held := len(r.Lead.Life.Holds) > 0 || r.Clock < r.Lead.Life.Until || r.Lead.Life.Overruled(r.Clock)
				require.True(t, moved || held, "%s: %s", way.Move, c)
			}
		}
	})
}
