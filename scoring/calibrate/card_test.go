package calibrate_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring/calibrate"
)

func firstCode(err error) string {
	var found diag.List
	if !errors.As(err, &found) {
		return "no list of findings"
	}
	return found[0].Code
}

func at(n float64) *float64 { return &n }

func edited() *calibrate.Card {
	return &calibrate.Card{Score: "fit", Base: -20, Double: 20,
		Attributes: []calibrate.Attribute{{Column: "Source", Name: "source", Type: lead.Text}, {Column: "Visits", Name: "visits", Type: lead.Number}},
		Lines: []calibrate.Line{
			{Name: "unknown or by mail", Column: "Source", Missing: true, Texts: []string{"mailing"}, Points: -10},
			{Name: "referral", Column: "Source", Texts: []string{"referral"}, Points: 30},
			{Name: "some visits", Column: "Visits", From: at(2), To: at(5), Points: 7},
			{Name: "many visits or unknown", Column: "Visits", Missing: true, From: at(5), Points: 12},
		}}
}

func TestEditedCard(t *testing.T) {
	card := edited()
	table := &calibrate.Table{Outcome: make([]bool, 6), Columns: []calibrate.Column{
		{Name: "Source", Texts: []string{"", "mailing", "referral", "fair", "", "referral"}},
		{Name: "Visits", Numbers: []float64{1, 2, 4.9, 5, math.NaN(), math.NaN()}}}}
	points, err := card.Points(table)
	require.NoError(t, err)
	assert.Equal(t, []int{-10, -3, 37, 12, 2, 42}, points)
	assert.InDelta(t, 0.5, card.Probability(20), 1e-12)
	assert.InDelta(t, 2./3, card.Probability(40), 1e-12)
	engine := compile(t, card)
	for row, want := range points {
		got, known := engine.score(card, table, row)
		assert.Equal(t, row != 4, known, "of row 4 nothing is known: unscored")
		if known {
			assert.Equal(t, lead.Points(want)*lead.Point, got, "row %d", row)
		}
	}
}

func TestEditedCardIsChecked(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*calibrate.Card)
		code   string
	}{
		"score":            {func(c *calibrate.Card) { c.Score = "zone" }, "bad-name"},
		"double":           {func(c *calibrate.Card) { c.Double = 0 }, "out-of-range"},
		"attribute's name": {func(c *calibrate.Card) { c.Attributes[0].Name = "Lead Source" }, "bad-name"},
		"attribute's type": {func(c *calibrate.Card) { c.Attributes[1].Type = lead.Date }, "wrong-type"},
		"column":           {func(c *calibrate.Card) { c.Lines[0].Column = "Sorce" }, "unknown-column"},
		"no value":         {func(c *calibrate.Card) { c.Lines[1].Texts = nil }, "no-value"},
		"text of a number": {func(c *calibrate.Card) { c.Lines[2].Texts = []string{"x"} }, "wrong-type"},
		"number of a text": {func(c *calibrate.Card) { c.Lines[1].From = at(1) }, "wrong-type"},
		"empty range":      {func(c *calibrate.Card) { c.Lines[2].To = at(2) }, "empty-range"},
		"NaN":              {func(c *calibrate.Card) { c.Lines[2].To = at(math.NaN()) }, "empty-range"},
		"empty text":       {func(c *calibrate.Card) { c.Lines[1].Texts = []string{""} }, "bad-text"},
		"long text":        {func(c *calibrate.Card) { c.Lines[1].Texts = []string{strings.Repeat("x", 5000)} }, "bad-text"},
		"no points":        {func(c *calibrate.Card) { c.Lines[1].Points = 0 }, "no-points"},
		"same name":        {func(c *calibrate.Card) { c.Lines[1].Name = c.Lines[0].Name }, "name-taken"},
		"overlapping":      {func(c *calibrate.Card) { c.Lines[3].From = at(4) }, "overlap"},
		"same text":        {func(c *calibrate.Card) { c.Lines[1].Texts = []string{"mailing"} }, "overlap"},
	} {
		card := edited()
		c.change(card)
		_, _, err := card.Model()
		assert.Equal(t, c.code, firstCode(err), name)
		_, err = card.Points(&calibrate.Table{Outcome: []bool{true}})
		assert.Equal(t, c.code, firstCode(err), name)
	}
}

func TestPointsRefusesAnotherTable(t *testing.T) {
	for name, c := range map[string]struct {
		columns []calibrate.Column
		code    string
	}{
		"absent": {[]calibrate.Column{{Name: "Visits", Numbers: []float64{1}}}, "unknown-column"},
		"texts":  {[]calibrate.Column{{Name: "Source", Texts: []string{"x"}}, {Name: "Visits", Texts: []string{"1"}}}, "wrong-type"},
	} {
		_, err := edited().Points(&calibrate.Table{Columns: c.columns, Outcome: []bool{true}})
		assert.Equal(t, c.code, firstCode(err), name)
	}
}

// A line of so many texts that no condition can list them becomes several rules, of which one holds.
func TestManyTextsAreSeveralRules(t *testing.T) {
	card := edited()
	l := &card.Lines[1]
	for i := range 200 {
		l.Texts = append(l.Texts, strings.Repeat("é", 20)+string(rune('A'+i%26))+string(rune('a'+i/26)))
	}
	model, _, err := card.Model()
	require.NoError(t, err)
	assert.Greater(t, len(model.Scores[0].Rules), 6)
	table := &calibrate.Table{Outcome: []bool{true}, Columns: []calibrate.Column{{Name: "Source", Texts: l.Texts[150:151]}, {Name: "Visits", Numbers: []float64{0}}}}
	got, known := compile(t, card).score(card, table, 0)
	assert.True(t, known)
	assert.Equal(t, 30*lead.Point, got)
}

func TestAttributesHaveNamesOfTheirOwn(t *testing.T) {
	table := &calibrate.Table{}
	for _, name := range []string{"Lead Source", "lead-source", "type", "Created", "market", "No."} {
		table.Columns = append(table.Columns, calibrate.Column{Name: name})
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		sum := 0
		for i := range table.Columns {
			yes := r.IntN(2)
			sum += yes
			table.Columns[i].Texts = append(table.Columns[i].Texts, []string{"no", "yes"}[yes])
		}
		table.Outcome = append(table.Outcome, sum+r.IntN(5) > 5)
	}
	card, err := calibrate.Fit(table, calibrate.Options{})
	require.NoError(t, err)
	names := map[string]string{}
	for _, a := range card.Attributes {
		names[a.Column] = a.Name
	}
	for column, name := range map[string]string{"Lead Source": "lead_source", "lead-source": "lead_source_2", "type": "type_2", "Created": "created_2",
		"market": "market_2", "No.": "no"} {
		assert.Equal(t, name, names[column], column)
	}
	compile(t, card)
}

func TestRebased(t *testing.T) {
	table := market(3, 2000)
	card, err := calibrate.Fit(table, calibrate.Options{})
	require.NoError(t, err)
	var rows []int // every won lead, and each third lost one
	for row, won := range table.Outcome {
		if won || row%3 == 0 {
			rows = append(rows, row)
		}
	}
	drifted := table.Pick(rows)
	rebased, err := card.Rebased(drifted)
	require.NoError(t, err)
	assert.Equal(t, card.Lines, rebased.Lines)
	assert.InDelta(t, 20*math.Log2(3), rebased.Base-card.Base, 3, "three times the odds")
	s, err := card.Stability(table, drifted)
	require.NoError(t, err)
	assert.True(t, s.Rate.Drifted())
	assert.Positive(t, s.Score)
	assert.Len(t, s.Columns, len(card.Columns()))
	same, err := card.Stability(table, table)
	require.NoError(t, err)
	assert.InDelta(t, 0, same.Score, 1e-12)
	assert.False(t, same.Rate.Drifted())
	_, err = card.Rebased(&calibrate.Table{Columns: drifted.Pick([]int{0}).Columns, Outcome: []bool{true}})
	assert.Equal(t, "one-outcome", firstCode(err))
}

func TestColumnsOfCells(t *testing.T) {
	c := calibrate.ParseColumn("n", []string{"1", " 2.5 ", "", "Select", "-0"}, "Select")
	require.Len(t, c.Numbers, 5)
	assert.Equal(t, []float64{1, 2.5}, c.Numbers[:2])
	assert.True(t, math.IsNaN(c.Numbers[2]) && math.IsNaN(c.Numbers[3]))
	assert.False(t, math.Signbit(c.Numbers[4]))
	assert.Equal(t, []string{"1", "x", ""}, calibrate.ParseColumn("t", []string{"1", "x", "Select"}, "Select").Texts)
	assert.Equal(t, []string{"1", "Inf"}, calibrate.ParseColumn("t", []string{"1", "Inf"}).Texts, "infinity is a text")
	assert.Equal(t, []string{"", ""}, calibrate.ParseColumn("t", []string{"", " "}).Texts, "no number, no column of numbers")
	_, bad := calibrate.NumberColumn("n", []string{"1", "one"})
	assert.Equal(t, 1, bad)
}

func TestATableThatDoesNotFitTogetherIsRefused(t *testing.T) {
	table := &calibrate.Table{IDs: []string{"a"}, Columns: []calibrate.Column{{Name: "x", Texts: []string{"y"}}, {Name: "empty"}}, Outcome: []bool{true, false, true, false}}
	_, err := calibrate.Folds(table, 2, 0)
	assert.Equal(t, "bad-length", firstCode(err))
	_, err = calibrate.CrossValidate(table, calibrate.Options{})
	assert.Equal(t, "bad-length", firstCode(err))
	_, err = edited().Rebased(table)
	assert.Equal(t, "bad-length", firstCode(err))
	_, err = edited().Stability(table, table)
	assert.Equal(t, "bad-length", firstCode(err))
	_, err = calibrate.Evaluate(edited(), table)
	assert.Equal(t, "bad-length", firstCode(err))
	picked := table.Pick([]int{3, -1, 9, 0})
	assert.Equal(t, []bool{false, true}, picked.Outcome)
	assert.Equal(t, []string{"y"}, picked.Columns[0].Texts)
}
