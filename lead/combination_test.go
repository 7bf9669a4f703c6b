package lead

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead/diag"
)

// adding is a schema with scores for whose sums somebody answers, and what was asked.
func adding(t testing.TB, names ...string) (*Schema, *[]Combination) {
	s, asked := newSchema(t, Vocabulary{}), new([]Combination)
	for _, name := range names {
		_, ok := s.DeclareScore(name)
		require.True(t, ok)
	}
	s.Combine(func(c Combination) *diag.Finding {
		*asked = append(*asked, c)
		return nil
	})
	return s, asked
}

func TestASumOfScoresIsAskedForOnce(t *testing.T) {
	s, asked := adding(t, "fit", "interest", "total")
	var found diag.List
	sum := s.Standing(&found, "", "fit + interest >= 50")
	other := s.Standing(&found, "", "2 * (total - 0.125 * fit) + lead.employees > 3 or interest + fit < 10")
	s.Standing(&found, "", "(interest ?? -1.5) + 0.1 * fit * 3 > 0")
	s.Standing(&found, "", "fit >= 50 and total + lead.employees > 3")
	require.NoError(t, found.Err())
	assert.Equal(t, []Combination{
		{"fit + interest", []Multiple{{Score: 0, Factor: 1_000_000}, {Score: 1, Factor: 1_000_000}}},
		{"-0.125 * fit + total", []Multiple{{Score: 0, Factor: -125_000}, {Score: 2, Factor: 1_000_000}}},
		{"0.3 * fit + (interest ?? -1.5)", []Multiple{{Score: 0, Factor: 300_000}, {Score: 1, Factor: 1_000_000, Optional: true, Else: -1_500_000}}},
	}, *asked)

	f := s.NewFacts()
	f.Over(start, start.Add(Day))
	f.SetCombination(0, 49*Point, 51*Point, true)
	assert.Equal(t, Maybe, sum.Over(f))
	f.SetCombination(0, 50*Point, 51*Point, true)
	assert.Equal(t, Yes, sum.Over(f))
	f.At(start)
	f.SetCombination(0, 9*Point, 9*Point, true)
	assert.False(t, sum.True(f))
	assert.True(t, other.True(f))
	f.SetCombination(0, 0, 0, false)
	assert.False(t, other.True(f), "a sum with an unscored part is missing")
	f.SetCombination(len(*asked), 0, 0, true) // passed over
}

func TestSumsThatNobodyAnswersFor(t *testing.T) {
	s, _ := adding(t, "fit", "interest", "total")
	other, _ := newSchema(t, Vocabulary{}).DeclareScore("fit")
	assert.Zero(t, other)
	for src, fault := range map[string]string{
		`fit / 3 + interest > 0`:                              "more than six decimal places",
		`fit + 0.1234567 * interest > 0`:                      "more than six decimal places",
		`(fit ?? 0.0000001) + interest > 0`:                   "more than six decimal places",
		`fit - 1000001 * interest > 0`:                        "beyond a million",
		`fit + 1e300 * interest > 0`:                          "beyond a million",
		`fit + change("interest", "7d") > 0`:                  `change("interest", "7d") is added up with something else`,
		`fit + since("page_viewed") / "1d" > 0`:               `since("page_viewed") is added up with something else`,
		`since("page_viewed") - since("email_opened") > "1d"`: "may cancel out",
	} {
		var found diag.List
		assert.Nil(t, s.Standing(&found, "/when", src))
		require.Len(t, found, 1, src)
		assert.Equal(t, "cannot-be-foreseen", found[0].Code)
		assert.Contains(t, found[0].Summary, fault, src)
		assert.NotEmpty(t, found[0].Remedy)
	}
	s.Combine(func(Combination) *diag.Finding { return &diag.Finding{Summary: "too much", Remedy: "less"} })
	var found diag.List
	s.Standing(&found, "", "fit + interest > 3")
	require.Len(t, found, 1)
	assert.Contains(t, found[0].Summary, "too much")

	alone := newSchema(t, Vocabulary{})
	for _, name := range []string{"fit", "interest"} {
		alone.DeclareScore(name)
	}
	found = nil
	assert.Nil(t, alone.Standing(&found, "", "fit + interest > 3"))
	assert.Contains(t, found[0].Summary, "may cancel out")
	assert.NotNil(t, alone.LeadCondition(new(diag.List), "", "fit + interest > 3"), "what is read once adds up anything")
}

// A loop that is claimed of a lifecycle counts in what its conditions add up.
func TestALoopOverASum(t *testing.T) {
	for name, test := range map[string]struct {
		up, down, when string
	}{
		"an overlap":                {"fit + interest >= 40", "fit + interest < 50", "fit = 40 and interest = 0"},
		"an overlap of differences": {"2 * fit - interest > 0", "fit > interest", "fit = 2 and interest = 1"},
		"a gap":                     {"fit + interest >= 50", "fit + interest < 40", ""},
		"of an unscored lead":       {"not (fit + interest < 50)", "not (fit + interest >= 40)", "fit = 50 and interest = nothing"},
		"two sides":                 {"fit > interest", "interest > fit", ""},
		"the total beside them all": {"fit + interest + depth >= 40", "total < 30", ""},
	} {
		l := small()
		l.Stages = append(l.Stages, Stage{Name: "warm", Owner: "marketing"})
		l.Moves = append(l.Moves, Move{Name: "up", From: []string{"new"}, To: "warm", When: test.up}, Move{Name: "down", From: []string{"warm"}, To: "new", When: test.down})
		s, _ := adding(t, "fit", "interest", "depth", "total")
		m, err := Compile(l, s)
		require.NoError(t, err)
		told := ""
		for _, f := range m.Warnings() {
			if f.Code == "endless-loop" {
				told += f.Summary
			}
		}
		if test.when == "" {
			assert.Empty(t, told, name)
		} else {
			assert.Contains(t, told, "when "+test.when+":", name)
		}
	}
}

// A sum of scores is one of scores: it moves a lead only before the hand-over.
func TestASumAfterTheHandOver(t *testing.T) {
	s, _ := adding(t, "fit", "interest", "total")
	l := DefaultLifecycle()
	l.Moves = append(l.Moves, Move{Name: "cooled", From: []string{"mql"}, To: "nurturing", When: "fit + interest < 10"})
	_, err := Compile(l, s)
	assert.Contains(t, codes(t, err), "score-after-hand-over /moves/cooled/when")
}
