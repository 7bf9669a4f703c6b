package calibrate_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring/calibrate"
)

var pipeline = calibrate.Frequencies{Stages: []string{"new", "qualified", "proposal"}}

var drawPast = rapid.Custom(func(r *rapid.T) calibrate.Past {
	p := calibrate.Past{Team: rapid.SampledFrom([]string{"", "north", "south"}).Draw(r, "team"), Won: rapid.Bool().Draw(r, "won"),
		Stage: rapid.SampledFrom([]string{"", "new", "qualified", "proposal"}).Draw(r, "stage"), Known: map[string]string{}}
	for _, field := range []string{"source", "country", "tag"} {
		p.Known[field] = rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(r, field)
	}
	return p
})

func learned(t require.TestingT, history []calibrate.Past) (c calibrate.Counts) {
	for _, p := range history {
		require.NoError(t, pipeline.Learn(&c, p))
	}
	return c
}

func TestCountsMergeInAnyOrder(t *testing.T) {
	history := rapid.SliceOfN(drawPast, 0, 12)
	rapid.Check(t, func(r *rapid.T) {
		x, y, z := history.Draw(r, "x"), history.Draw(r, "y"), history.Draw(r, "z")
		a, b, c := learned(r, x), learned(r, y), learned(r, z)
		before := text(b)
		ab, ba := a, b
		ab.Merge(b)
		ba.Merge(a)
		require.Equal(r, text(ab), text(ba), "commutative")
		bc, left, right := b, ab, a
		bc.Merge(c)
		left.Merge(c)
		right.Merge(bc)
		require.Equal(r, text(left), text(right), "associative")
		require.Equal(r, before, text(b), "the other one is left as it is")
		all := rapid.Permutation(append(append(append([]calibrate.Past{}, x...), y...), z...)).Draw(r, "order")
		require.Equal(r, text(learned(r, all)), text(left), "learning one by one, in any order, is the same")
	})
}

func TestUnlearnTakesBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		counts := learned(r, rapid.SliceOfN(drawPast, 0, 8).Draw(r, "history"))
		before, p := text(counts), drawPast.Draw(r, "p")
		require.NoError(r, pipeline.Learn(&counts, p))
		require.NotEqual(r, before, text(counts))
		require.NoError(r, pipeline.Unlearn(&counts, p))
		require.Equal(r, before, text(counts))
	})
	var none calibrate.Counts
	assert.Equal(t, "not-counted", firstCode(pipeline.Unlearn(&none, calibrate.Past{Won: true})))
	assert.Equal(t, "unknown-stage", firstCode(pipeline.Learn(&none, calibrate.Past{Stage: "propsal"})))
	assert.Empty(t, none.Teams)
}

// The ledger's sum is the log-odds of naive Bayes, worked out here from the history itself.
func TestLinesSumToNaiveBayes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		history := rapid.SliceOfN(drawPast, 1, 30).Draw(r, "history")
		counts := learned(r, history)
		now := drawPast.Draw(r, "now")
		lines := pipeline.Explain(&counts, calibrate.Present{Team: now.Team, Stage: now.Stage, Known: now.Known})
		want := 20 * math.Log2(odds(history, now))
		require.InDelta(r, want, calibrate.Sum(lines).Float(), 1e-5)
		for _, l := range lines {
			require.Equal(r, "chance", l.Score)
		}
	})
}

// odds is the plain definition.
func odds(history []calibrate.Past, now calibrate.Past) float64 {
	count := func(team bool, is func(p calibrate.Past) bool) (won, lost float64) {
		for _, p := range history {
			switch {
			case team && p.Team != now.Team || !is(p):
			case p.Won:
				won++
			default:
				lost++
			}
		}
		return won, lost
	}
	team := true
	won, lost := count(true, func(calibrate.Past) bool { return true })
	if won == 0 || lost == 0 {
		team = false
		won, lost = count(false, func(calibrate.Past) bool { return true })
	}
	const s = 0.1
	o := (won + s) / (lost + s)
	rank := map[string]int{"": 0, "new": 1, "qualified": 2, "proposal": 3}
	w, l := count(team, func(p calibrate.Past) bool { return p.Won || rank[p.Stage] >= rank[now.Stage] })
	if now.Stage != "" && won > 0 && lost > 0 {
		o *= (w + s) / won * lost / (l + s)
	}
	for field, value := range now.Known {
		values := map[string]bool{}
		w, l := count(team, func(p calibrate.Past) bool { return p.Known[field] == value })
		fw, fl := count(team, func(p calibrate.Past) bool {
			if p.Known[field] != "" {
				values[p.Known[field]] = true
			}
			return p.Known[field] != ""
		})
		if team {
			clear(values)
			for _, p := range history {
				if p.Team == now.Team && p.Known[field] != "" {
					values[p.Known[field]] = true
				}
			}
		}
		if value == "" || w+l == 0 || fw == 0 || fl == 0 {
			continue
		}
		k := float64(len(values))
		o *= (w + s) / (fw + k*s) * (fl + k*s) / (l + s)
	}
	return o
}

// Odoo's rule: a won lead has passed every stage, a lost one only those up to its own.
func TestStagesAreCountedAsInOdoo(t *testing.T) {
	counts := learned(t, []calibrate.Past{{Won: true, Stage: "new"}, {Stage: "qualified"}, {Stage: "new"}, {}})
	require.Len(t, counts.Teams, 1)
	assert.Equal(t, []calibrate.Stage{
		{Name: "new", Count: calibrate.Count{Won: 1, Lost: 2}},
		{Name: "proposal", Count: calibrate.Count{Won: 1}},
		{Name: "qualified", Count: calibrate.Count{Won: 1, Lost: 1}},
	}, counts.Teams[0].Stages)
	assert.Equal(t, calibrate.Count{Won: 1, Lost: 3}, counts.Teams[0].Count)
	score := func(stage string) lead.Points {
		return calibrate.Sum(pipeline.Explain(&counts, calibrate.Present{Stage: stage}))
	}
	assert.Less(t, score("new"), score("qualified"))
	assert.Less(t, score("qualified"), score("proposal"))
}

// odoo/odoo#128237: 99.99 rounded to 100 was taken for won.
func TestAnOpenLeadIsNeverCertain(t *testing.T) {
	assert.Equal(t, 0.9999, pipeline.Probability(lead.MostPoints))
	assert.Equal(t, 0.0001, pipeline.Probability(-lead.MostPoints))
	assert.Equal(t, 0.5, pipeline.Probability(0))
	assert.InDelta(t, 2./3, pipeline.Probability(20*lead.Point), 1e-12)
}

func TestATeamWithFewOutcomesReadsThoseOfAll(t *testing.T) {
	f := calibrate.Frequencies{Few: 2}
	var counts calibrate.Counts
	for range 3 {
		require.NoError(t, f.Learn(&counts, calibrate.Past{Team: "north", Won: true}))
		require.NoError(t, f.Learn(&counts, calibrate.Past{Team: "north"}))
		require.NoError(t, f.Learn(&counts, calibrate.Past{Team: "south"}))
	}
	require.NoError(t, f.Learn(&counts, calibrate.Past{Team: "south", Won: true}))
	line := func(team string) lead.Line { return f.Explain(&counts, calibrate.Present{Team: team})[0] }
	assert.Equal(t, "3 won, 3 lost", line("north").Reason)
	assert.Equal(t, "4 won, 6 lost", line("south").Reason)
	assert.Equal(t, "4 won, 6 lost", line("nowhere").Reason)
	assert.Empty(t, f.Explain(&calibrate.Counts{}, calibrate.Present{}), "without outcomes nothing is said")
}

func TestCountsSurviveJSON(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		counts := learned(r, rapid.SliceOfN(drawPast, 0, 10).Draw(r, "history"))
		var read calibrate.Counts
		require.NoError(r, json.Unmarshal([]byte(text(counts)), &read))
		require.Equal(r, counts, read)
	})
}

func TestFrequenciesAreChecked(t *testing.T) {
	assert.NoError(t, pipeline.Check())
	for _, f := range []calibrate.Frequencies{{Smoothing: -1}, {Smoothing: math.NaN()}, {Double: -1}, {Stages: []string{"a", "a"}}, {Stages: []string{""}}} {
		assert.Error(t, f.Check())
	}
	odd := calibrate.Frequencies{Smoothing: math.NaN(), Double: -5}
	assert.Equal(t, pipeline.Probability(lead.Point), odd.Probability(lead.Point), "numbers out of range count as their defaults")
}
