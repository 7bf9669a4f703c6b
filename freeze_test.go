package leadkit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// A frozen lead is not handed over, whatever it does; resumed, or when the time is up, what it did counts.
func TestAFrozenLeadWaits(t *testing.T) {
	for name, resume := range map[string]bool{"resumed": true, "time is up": false} {
		t.Run(name, func(t *testing.T) {
			e := must(Load(File{Name: "outlooked.yaml", Data: []byte(outlooked)}))
			var r Record
			apply := func(id, kind string, days int, props map[string]any) {
				at := genesis.AddDate(0, 0, days)
				_, err := e.Apply(&r, lead.Event{ID: id, Lead: "L1", Kind: kind, Time: at, By: "Ada", Props: props}, at)
				require.NoError(t, err)
			}
			until := genesis.AddDate(0, 0, 5)
			apply("1", lead.Created, 0, nil)
			apply("2", "page_viewed", 0, nil)
			apply("3", lead.ScoreFrozen, 1, map[string]any{"reason": "asked for quiet", "until": until})
			apply("4", "page_viewed", 2, nil)
			apply("5", "page_viewed", 3, nil)
			require.Equal(t, "inquiry", r.Lead.Life.Stage)
			if resume {
				apply("6", lead.ScoreResumed, 4, nil)
				require.Equal(t, "mql", r.Lead.Life.Stage)
				return
			}
			next, ok := e.Next(&r)
			require.True(t, ok)
			require.Equal(t, until.UnixMilli(), next.UnixMilli())
			_, err := e.Advance(&r, next.Add(time.Hour))
			require.NoError(t, err)
			require.Equal(t, "mql", r.Lead.Life.Stage)
		})
	}
}

// A lead that is frozen before anything is known of it stays unscored, and its record says when it goes on.
func TestAnUnscoredLeadIsFrozen(t *testing.T) {
	l := lifeUnder(t, outlooked)
	l.tell(0, lead.Created, nil)
	l.tell(1, lead.ScoreFrozen, map[string]any{"reason": "not before the fair", "until": hour(48)})
	l.tell(2, "page_viewed", nil)
	l.tell(26, "page_viewed", nil)
	l.tell(46, "page_viewed", nil)
	v, err := l.e.At(&l.r, hour(46))
	require.NoError(t, err)
	require.Equal(t, "inquiry", v.Stage)
	require.Empty(t, v.Temperature)
	require.Empty(t, v.Lines)
	require.True(t, v.Hands[0].Unscored)
	for _, s := range v.Scores {
		require.False(t, s.Known, s.Name)
	}
	require.Equal(t, lead.At(hour(48)), v.Next)
	require.Empty(t, l.wait(47))
	l.wait(48)
	require.Equal(t, "mql", l.r.Lead.Life.Stage)
}

// Who set a score by hand, or froze it, why and until when is in the view as long as it counts.
func TestAViewSaysWhoSetAScore(t *testing.T) {
	e := must(Load(File{Name: "outlooked.yaml", Data: []byte(outlooked)}))
	var r Record
	apply := func(id, kind string, hours int, by string, props map[string]any) {
		at := genesis.Add(time.Duration(hours) * time.Hour)
		_, err := e.Apply(&r, lead.Event{ID: id, Lead: "L1", Kind: kind, Time: at, By: by, Props: props}, at)
		require.NoError(t, err)
	}
	hands := func(hours int) []scoring.Hand {
		v, err := e.At(&r, genesis.Add(time.Duration(hours)*time.Hour))
		require.NoError(t, err)
		return v.Hands
	}
	at := func(hours int) lead.Instant { return lead.At(genesis.Add(time.Duration(hours) * time.Hour)) }
	apply("1", lead.Created, 0, "", nil)
	apply("2", "page_viewed", 1, "", nil)
	require.Empty(t, hands(1))
	apply("3", lead.ScoreOverridden, 2, "Ada", map[string]any{"score": "interest", "points": 7, "reason": "met at a fair", "until": genesis.Add(9 * time.Hour)})
	set := scoring.Hand{Score: "interest", Points: 7 * lead.Point, By: "Ada", Reason: "met at a fair", Since: at(2), Until: at(9)}
	require.Equal(t, []scoring.Hand{set}, hands(8))
	require.Empty(t, hands(9))
	apply("4", lead.ScoreFrozen, 3, "Bo", map[string]any{"score": "interest", "reason": "on holiday"})
	frozen := scoring.Hand{Score: "interest", Points: 7 * lead.Point, Frozen: true, By: "Bo", Reason: "on holiday", Since: at(3)}
	require.Equal(t, []scoring.Hand{frozen}, hands(20))
}

// What a person does to a score that there is not is told, and changes nothing.
func TestASlipOfThePenIsRefused(t *testing.T) {
	e := must(Load(File{Name: "outlooked.yaml", Data: []byte(outlooked)}))
	for name, c := range map[string]struct {
		kind    string
		props   map[string]any
		refused string
	}{
		"misspelt":              {lead.ScoreOverridden, map[string]any{"score": "intrest", "points": 80}, "there is no score intrest"},
		"of no score":           {lead.ScoreOverridden, map[string]any{"points": 80}, "it names no score"},
		"too much":              {lead.ScoreOverridden, map[string]any{"score": "interest", "points": 1e300}, "no score can be set to 1e+300"},
		"a misspelt freeze":     {lead.ScoreFrozen, map[string]any{"score": "intrest"}, "there is no score intrest"},
		"a misspelt thaw":       {lead.ScoreResumed, map[string]any{"score": "intrest"}, "there is no score intrest"},
		"a freeze of all":       {lead.ScoreFrozen, nil, ""},
		"an override is lifted": {lead.ScoreOverridden, map[string]any{"score": "total"}, ""},
	} {
		var r Record
		at := genesis
		_, err := e.Apply(&r, lead.Event{ID: "1", Lead: "L1", Kind: lead.Created, Time: at}, at)
		require.NoError(t, err)
		before := string(encode(t, r.Scores))
		effects, err := e.Apply(&r, lead.Event{ID: "2", Lead: "L1", Kind: c.kind, Time: at, By: "Ada", Props: c.props}, at)
		require.NoError(t, err)
		refused := ""
		for _, f := range effects {
			if f.Kind == Refused {
				refused = f.Reason
				require.Equal(t, c.kind, f.Subject, name)
			}
		}
		require.Equal(t, c.refused, refused, name)
		if refused != "" {
			require.Equal(t, before, string(encode(t, r.Scores)), name)
		}
	}
}
