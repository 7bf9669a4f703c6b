package scoring_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

func drawVerdict(r *rapid.T) scoring.Verdict {
	v := scoring.Verdict{
		Outcome: rapid.SampledFrom([]string{"", "", lead.Accepted, lead.Rejected, lead.Recycled, lead.Disqualified, lead.Lost, lead.Won}).Draw(r, "outcome"),
		Reason:  rapid.SampledFrom([]string{"", "duplicate", "not_mature"}).Draw(r, "reason"),
		After:   rapid.Bool().Draw(r, "after"),
		Again:   rapid.Bool().Draw(r, "again"),
	}
	for _, name := range []string{"a", "b", "c"} {
		if p := rapid.Int64Range(-2, 3).Draw(r, name); p != 0 {
			v.Rules = append(v.Rules, scoring.Gave{Score: "interest", Rule: name, Points: lead.Points(p) * lead.Point})
		}
	}
	return v
}

func verdictsOf(list ...scoring.Verdict) *scoring.Verdicts {
	var v scoring.Verdicts
	for _, x := range list {
		v.Add(x)
	}
	return &v
}

func bytesOf(t require.TestingT, v any) string {
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

// Laws 7 and 8: in whatever order verdicts are added, however they are split and merged, and through their encoding, they come to the same bytes.
func TestVerdictsMerge(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(drawVerdict), 0, 25).Draw(r, "verdicts")
		want := bytesOf(r, verdictsOf(list...))
		require.Equal(r, want, bytesOf(r, verdictsOf(rapid.Permutation(list).Draw(r, "order")...)))
		i := rapid.IntRange(0, len(list)).Draw(r, "first cut")
		j := rapid.IntRange(i, len(list)).Draw(r, "second cut")
		parts := func() (a, b, c *scoring.Verdicts) {
			return verdictsOf(list[:i]...), verdictsOf(list[i:j]...), verdictsOf(list[j:]...)
		}
		a, b, c := parts()
		before := bytesOf(r, b)
		a.Merge(b)
		require.Equal(r, before, bytesOf(r, b))
		a.Merge(c)
		require.Equal(r, want, bytesOf(r, a), "(a + b) + c")
		a, b, c = parts()
		c.Merge(b)
		c.Merge(a)
		require.Equal(r, want, bytesOf(r, c), "c + b + a")
		var read scoring.Verdicts
		require.NoError(r, json.Unmarshal([]byte(want), &read))
		require.Equal(r, want, bytesOf(r, &read))
	})
}

var reviewed = scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{
	{Name: "a", Each: []string{"email_opened"}, Points: lead.Point},
	{Name: "b", Each: []string{"page_viewed"}, Points: lead.Point},
	{Name: "see", Was: "c", Each: []string{"form_sent"}, Points: -lead.Point}}}}}

// What a review counts is what a walk over all verdicts counts, each share lies within its interval, and the worst comes first.
func TestReviewCountsPlainly(t *testing.T) {
	w := newWorld(t, reviewed)
	rapid.Check(t, func(r *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(drawVerdict), 0, 40).Draw(r, "verdicts")
		fault := math.Inf(1)
		for _, line := range w.scorer.Review(verdictsOf(list...)) {
			require.False(r, line.Gone)
			var handed, kept, answered int64
			for _, v := range list {
				if !gaveTo(v, line) {
					continue
				}
				switch {
				case v.Outcome == "":
					handed++
				case v.Outcome == lead.Accepted:
					kept, answered = kept+1, answered+1
				case v.Outcome == lead.Rejected:
					answered++
				case (v.Outcome == lead.Recycled || v.Outcome == lead.Disqualified) && !v.Again:
					if v.After {
						kept--
					} else {
						answered++
					}
				}
			}
			require.Equal(r, handed, line.Handed)
			require.Equal(r, answered, line.Stayed.Of)
			require.Equal(r, max(0, min(kept, answered)), line.Stayed.Had)
			now := 1 - line.Stayed.High
			if line.Against {
				now = line.Stayed.Low
			}
			require.LessOrEqual(r, now, fault)
			fault = now
			if line.Fair != nil {
				require.LessOrEqual(r, line.Fair.Low, line.Fair.Points)
				require.LessOrEqual(r, line.Fair.Points, line.Fair.High)
			}
		}
	})
}

func gaveTo(v scoring.Verdict, line scoring.Review) bool {
	for _, g := range v.Rules {
		name := g.Rule
		if name == "c" {
			name = "see"
		}
		if name == line.Rule && g.Points < 0 == line.Against {
			return true
		}
	}
	return false
}

// handed gives the verdicts of so many equal hand-overs that were answered alike.
func handed(times int, rules []scoring.Gave, acts ...scoring.Verdict) (list []scoring.Verdict) {
	for range times {
		for _, act := range append([]scoring.Verdict{{}}, acts...) {
			act.Rules = rules
			list = append(list, act)
		}
	}
	return list
}

// The points are worked out by hand: 30 with a stay and 10 do not, of 40 without it 10 stay; so w = ln(30.5² / 10.5²) of a, and of b, which stands in the others, its opposite; its
// variance is 2/30.5 + 2/10.5. Both give 10 today, so a unit of weight is worth 10 / √(w² + variance).
func TestFairPoints(t *testing.T) {
	yes, no := scoring.Verdict{Outcome: lead.Accepted}, scoring.Verdict{Outcome: lead.Rejected, Reason: "duplicate"}
	rule := func(name string) []scoring.Gave {
		return []scoring.Gave{{Score: "interest", Rule: name, Points: 10 * lead.Point}}
	}
	var v scoring.Verdicts
	for _, list := range [][]scoring.Verdict{handed(30, rule("a"), yes), handed(10, rule("a"), no), handed(10, rule("b"), yes), handed(30, rule("b"), no)} {
		for _, x := range list {
			v.Add(x)
		}
	}
	list := newWorld(t, reviewed).scorer.Review(&v)
	require.Equal(t, "b", list[0].Rule)
	log := 2 * math.Log(30.5/10.5)
	variance := 2/30.5 + 2/10.5
	unit := 10 / math.Sqrt(log*log+variance)
	points := func(w float64) lead.Points { return lead.Points(math.Round(w*unit)) * lead.Point }
	require.Equal(t, points(-log), list[0].Fair.Points)
	require.Equal(t, points(log), list[1].Fair.Points)
	require.Equal(t, points(log-1.959963984540054*math.Sqrt(variance)), list[1].Fair.Low)
	require.Equal(t, "10 of 40 (25 %, 14 to 40 %)", list[0].Stayed.String())
}

// One rejection condemns nobody: a rule with many goes before it.
func TestFewAnswersCondemnNobody(t *testing.T) {
	no := scoring.Verdict{Outcome: lead.Rejected}
	a, b := []scoring.Gave{{Score: "interest", Rule: "a", Points: 1}}, []scoring.Gave{{Score: "interest", Rule: "b", Points: 1}}
	v := verdictsOf(append(append(handed(1, a, no), handed(12, b, no)...), handed(3, b, scoring.Verdict{Outcome: lead.Accepted})...)...)
	list := newWorld(t, reviewed).scorer.Review(v)
	require.Equal(t, "b", list[0].Rule)
	require.Zero(t, list[1].Stayed.Had)
}

// What bounds, rounds or was set by hand is no rule.
func TestJudgeReadsRulesAlone(t *testing.T) {
	v := scoring.Judge(&lead.Receipt{Lines: []lead.Line{
		{Score: "interest", Rule: "read", Points: 5, Given: 9, Times: 2},
		{Score: "interest", Rule: "faded", Points: 0, Given: 9, Times: 2},
		{Score: "interest", Rule: "at most 3", Points: -2},
		{Score: "interest", Rule: scoring.Rounding, Points: 1},
		{Score: "interest", Rule: scoring.SetByHand, Points: 4, Given: 4, Times: 1},
		{Score: scoring.Total, Rule: "interest", Points: 8},
	}}, lead.Won, "", lead.Accepted)
	require.Equal(t, []scoring.Gave{{Score: "interest", Rule: "read", Points: 5}}, v.Rules)
}

// Sales has answered 80 hand-overs. The white paper brings leads that are not mature; reading the prices tells little; who asked for a quote stays.
func ExampleScorer_Review() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	scorer, _ := scoring.Compile(scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{
		{Name: "took a white paper", Each: []string{"white_paper_downloaded"}, Points: 20 * lead.Point},
		{Name: "read the prices", Each: []string{"page_viewed"}, Points: 15 * lead.Point},
		{Name: "asked for a quote", Each: []string{"quote_requested"}, Points: 25 * lead.Point}}}}}, schema)
	paper := scoring.Gave{Score: "interest", Rule: "took a white paper", Points: 20 * lead.Point}
	prices := scoring.Gave{Score: "interest", Rule: "read the prices", Points: 15 * lead.Point}
	quote := scoring.Gave{Score: "interest", Rule: "asked for a quote", Points: 25 * lead.Point}
	yes, won := scoring.Verdict{Outcome: lead.Accepted}, scoring.Verdict{Outcome: lead.Won}
	no := scoring.Verdict{Outcome: lead.Rejected, Reason: "below_definition"}
	back := scoring.Verdict{Outcome: lead.Recycled, Reason: "not_mature", After: true}
	var said scoring.Verdicts // a part of the book; it merges with that of another shard
	for _, list := range [][]scoring.Verdict{
		handed(14, []scoring.Gave{paper}, yes, back), handed(6, []scoring.Gave{paper}, yes), handed(6, []scoring.Gave{paper}, no),
		handed(5, []scoring.Gave{paper, prices}, yes, back), handed(9, []scoring.Gave{paper, prices}, yes),
		handed(14, []scoring.Gave{prices, quote}, yes), handed(5, []scoring.Gave{prices, quote}, yes, won), handed(6, []scoring.Gave{prices}, no),
		handed(12, []scoring.Gave{quote}, yes), handed(3, []scoring.Gave{quote}, yes, back),
	} {
		for _, v := range list {
			said.Add(v)
		}
	}
	for _, line := range scorer.Review(&said) {
		fmt.Println(line)
	}
	// Output:
	// interest/took a white paper helped to hand over 40 for 20 points: 15 of 40 (38 %, 24 to 53 %) stayed
	//       6 rejected: below definition
	//      19 recycled: not mature
	//     by what became of them it would give -17 (-27 to -7)
	// interest/read the prices helped to hand over 39 for 15 points: 28 of 39 (72 %, 56 to 83 %) stayed
	//       6 rejected: below definition
	//       5 recycled: not mature
	//       5 won
	//     by what became of them it would give 12 (2 to 21)
	// interest/asked for a quote helped to hand over 34 for 25 points: 31 of 34 (91 %, 77 to 97 %) stayed
	//       3 recycled: not mature
	//       5 won
	//     by what became of them it would give 30 (17 to 42)
}
