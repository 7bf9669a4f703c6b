package calibrate_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring/calibrate"
)

// A card scores every lead as the contract's engine does that is given the card as rules.
func TestModelGivesTheCardsPoints(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		table := drawTable(r)
		card, err := calibrate.Fit(table, drawOptions(r))
		require.NoError(r, err)
		points, err := card.Points(table)
		require.NoError(r, err)
		engine := compile(r, card)
		for row, want := range points {
			got, known := engine.score(card, table, row)
			if known {
				require.Equal(r, lead.Points(want)*lead.Point, got, "row %d by %s", row, card)
			}
		}
	})
}

func TestCardIsSound(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		table, o := drawTable(r), drawOptions(r)
		card, err := calibrate.Fit(table, o)
		require.NoError(r, err)
		require.LessOrEqual(r, len(card.Lines), o.Lines)
		for _, l := range card.Lines {
			require.NotZero(r, l.Points)
			require.Contains(r, card.Columns(), l.Column)
			alone := *card
			alone.Lines = []calibrate.Line{l}
			points, err := alone.Points(table)
			require.NoError(r, err)
			leads, won := 0, 0
			for row, p := range points {
				if p != 0 {
					leads++
					if table.Outcome[row] {
						won++
					}
				}
			}
			require.Equal(r, []int{l.Leads, l.Won}, []int{leads, won}, "the line %s counts the leads it holds for", l.Name)
			require.GreaterOrEqual(r, leads, o.Least)
		}
		report, err := calibrate.Evaluate(card, table)
		require.NoError(r, err)
		require.InDelta(r, report.BaseRate, report.Foreseen, 0.25*0.51*math.Ln2/20, "the intercept is right to the rounding of half a point")
	})
}

// The order of rows makes no difference to a bit, with ids or without.
func TestFitKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		table, o := drawTable(r), drawOptions(r)
		if rapid.Bool().Draw(r, "ids") {
			for row := range table.Outcome {
				table.IDs = append(table.IDs, fmt.Sprint(row))
			}
		}
		shuffled := table.Pick(rapid.Permutation(indices(table.Rows())).Draw(r, "order"))
		first, err := calibrate.Fit(table, o)
		require.NoError(r, err)
		second, err := calibrate.Fit(shuffled, o)
		require.NoError(r, err)
		require.Equal(r, text(first), text(second))
	})
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func TestCardSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		table := drawTable(r)
		card, err := calibrate.Fit(table, drawOptions(r))
		require.NoError(r, err)
		var read calibrate.Card
		require.NoError(r, json.Unmarshal([]byte(text(card)), &read))
		require.Equal(r, text(card), text(read))
		before, err := card.Points(table)
		require.NoError(r, err)
		after, err := read.Points(table)
		require.NoError(r, err)
		require.Equal(r, before, after)
	})
}

// The points come near the odds that the leads were made with.
func TestFitFindsTheOddsOfMadeUpLeads(t *testing.T) {
	card, err := calibrate.Fit(market(1, 20_000), calibrate.Options{})
	require.NoError(t, err)
	for _, l := range card.Lines {
		assert.NotEqual(t, "Noise", l.Column)
	}
	const double = 20 / math.Ln2
	// The commonest source, whichever it is, has no points: differences count.
	of := func(source string) float64 {
		for _, l := range card.Lines {
			if slices.Contains(l.Texts, source) {
				return float64(l.Points)
			}
		}
		return 0
	}
	assert.InDelta(t, 2.5*double, of("referral")-of("search"), 4)
	assert.InDelta(t, 1*double, of("fair")-of("search"), 4)
	assert.InDelta(t, 0, of("mailing")-of("search"), 4)
	i := slices.IndexFunc(card.Lines, func(l calibrate.Line) bool { return l.Column == "Employees" && l.From != nil && l.To == nil })
	require.GreaterOrEqual(t, i, 0)
	assert.InDelta(t, 1*double, card.Lines[i].Points, 6)
	assert.InDelta(t, 50, *card.Lines[i].From, 20, "the next of twenty quantiles")
}

func TestMissingIsABinOfItsOwn(t *testing.T) {
	card, err := calibrate.Fit(market(2, 4000), calibrate.Options{})
	require.NoError(t, err)
	for _, l := range card.Lines {
		assert.False(t, l.Missing && (len(l.Texts) > 0 || l.From != nil || l.To != nil), "%s", l.Name)
	}
	// Missing may be the commonest, and then has no points: the known ones have.
	known, missing := 0, 0
	for _, l := range card.Lines {
		if l.Column == "Industry" && l.Missing {
			missing = l.Points
		} else if l.Column == "Industry" {
			known = l.Points
		}
	}
	assert.InDelta(t, 1.5*20/math.Ln2, known-missing, 8)
}

func TestMonotoneOnRequest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		table := drawTable(r)
		var names []string
		for _, c := range table.Columns {
			if c.Numbers != nil {
				names = append(names, c.Name)
			}
		}
		o := drawOptions(r)
		o.Worth, o.Lines = 1e-9, 100
		sign := 1
		if rapid.Bool().Draw(r, "falling") {
			o.Falling, sign = names, -1
		} else {
			o.Rising = names
		}
		card, err := calibrate.Fit(table, o)
		require.NoError(r, err)
		for _, name := range names {
			checkMonotone(r, card, column(table, name), sign)
		}
	})
}

// checkMonotone scores every known number of a column alone, in rising order.
func checkMonotone(r *rapid.T, card *calibrate.Card, c *calibrate.Column, sign int) {
	if !slices.Contains(card.Columns(), c.Name) {
		return
	}
	numbers := slices.DeleteFunc(slices.Clone(c.Numbers), math.IsNaN)
	slices.Sort(numbers)
	table := &calibrate.Table{Columns: []calibrate.Column{{Name: c.Name, Numbers: numbers}}, Outcome: make([]bool, len(numbers))}
	alone := *card
	alone.Attributes = []calibrate.Attribute{{Column: c.Name, Name: "x", Type: lead.Number}}
	alone.Lines = slices.DeleteFunc(slices.Clone(card.Lines), func(l calibrate.Line) bool { return l.Column != c.Name })
	points, err := alone.Points(table)
	require.NoError(r, err)
	for i := 1; i < len(points); i++ {
		require.GreaterOrEqual(r, sign*points[i], sign*points[i-1], "%v then %v", numbers[i-1], numbers[i])
	}
}

// One in five of 200 sources wins seven times in ten, the others twice. No source alone has enough leads to be told from a large group of others with certainty: they
// are found together.
func TestManyTextsAreTold(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 8))
	table := &calibrate.Table{Columns: []calibrate.Column{{Name: "source"}}}
	for range 8000 {
		source := r.IntN(200)
		table.Columns[0].Texts = append(table.Columns[0].Texts, fmt.Sprint(source))
		table.Outcome = append(table.Outcome, r.IntN(10) < map[bool]int{true: 7, false: 2}[source < 40])
	}
	card, err := calibrate.Fit(table, calibrate.Options{})
	require.NoError(t, err)
	require.NotEmpty(t, card.Lines)
	assert.InDelta(t, 40, len(card.Lines[0].Texts), 3)
	assert.InDelta(t, 20*math.Log2(7*8/3.0/2), float64(card.Lines[0].Points-lowest(card)), 8)
}

// lowest gives the points of the last line, 0 if they are above.
func lowest(c *calibrate.Card) int { return min(0, c.Lines[len(c.Lines)-1].Points) }

// However many bins a column of noise has, chance alone seldom gives it a line.
func TestNoiseGetsNoLine(t *testing.T) {
	for _, bins := range []int{2, 5, 12, 30} {
		columns := 0
		for seed := range uint64(30) {
			r := rand.New(rand.NewPCG(seed, 3))
			table := &calibrate.Table{Columns: []calibrate.Column{{Name: "text"}, {Name: "number"}}}
			for range 1500 {
				table.Outcome = append(table.Outcome, r.IntN(3) == 0)
				table.Columns[0].Texts = append(table.Columns[0].Texts, fmt.Sprint(r.IntN(bins)))
				table.Columns[1].Numbers = append(table.Columns[1].Numbers, r.Float64())
			}
			card, err := calibrate.Fit(table, calibrate.Options{Bins: bins})
			require.NoError(t, err)
			columns += len(card.Attributes)
		}
		assert.LessOrEqual(t, columns, 8, "of 60 columns with %d bins", bins) // three are expected
	}
}

func numbers(n int) (list []float64) {
	for i := range n {
		list = append(list, float64(i*7919%n))
	}
	return list
}

func TestFitRefuses(t *testing.T) {
	good := func() *calibrate.Table { return market(9, 40) }
	with := func(change func(*calibrate.Table)) *calibrate.Table {
		table := good()
		change(table)
		return table
	}
	for name, c := range map[string]struct {
		table *calibrate.Table
		o     calibrate.Options
		code  string
	}{
		"no leads":         {&calibrate.Table{}, calibrate.Options{}, "no-leads"},
		"one outcome":      {with(func(t *calibrate.Table) { clear(t.Outcome) }), calibrate.Options{}, "one-outcome"},
		"short column":     {with(func(t *calibrate.Table) { t.Columns[0].Texts = t.Columns[0].Texts[1:] }), calibrate.Options{}, "bad-length"},
		"both kinds":       {with(func(t *calibrate.Table) { t.Columns[0].Numbers = t.Columns[1].Numbers }), calibrate.Options{}, "bad-length"},
		"ids":              {with(func(t *calibrate.Table) { t.IDs = t.IDs[1:] }), calibrate.Options{}, "bad-length"},
		"infinite":         {with(func(t *calibrate.Table) { t.Columns[1].Numbers[3] = math.Inf(1) }), calibrate.Options{}, "bad-number"},
		"no UTF-8":         {with(func(t *calibrate.Table) { t.Columns[0].Texts[3] = "\xff" }), calibrate.Options{}, "bad-text"},
		"same name":        {with(func(t *calibrate.Table) { t.Columns[1].Name = t.Columns[0].Name }), calibrate.Options{}, "name-taken"},
		"negative lines":   {good(), calibrate.Options{Lines: -1}, "out-of-range"},
		"one bin":          {good(), calibrate.Options{Bins: 1}, "out-of-range"},
		"negative ridge":   {good(), calibrate.Options{Ridge: -1}, "out-of-range"},
		"no ridge":         {good(), calibrate.Options{Ridge: math.NaN()}, "out-of-range"},
		"worth":            {good(), calibrate.Options{Worth: math.Inf(1)}, "out-of-range"},
		"score's name":     {good(), calibrate.Options{Score: "Fit"}, "bad-name"},
		"reserved name":    {good(), calibrate.Options{Score: "total"}, "bad-name"},
		"unknown column":   {good(), calibrate.Options{Rising: []string{"Employes"}}, "unknown-column-of-numbers"},
		"texts cannot":     {good(), calibrate.Options{Falling: []string{"Source"}}, "unknown-column-of-numbers"},
		"up and down both": {good(), calibrate.Options{Rising: []string{"Employees"}, Falling: []string{"Employees"}}, "two-directions"},
	} {
		_, err := calibrate.Fit(c.table, c.o)
		assert.Equal(t, c.code, firstCode(err), name)
	}
}

func TestWithoutFactsTheCardIsItsIntercept(t *testing.T) {
	card, err := calibrate.Fit(&calibrate.Table{Outcome: []bool{true, false, false, false, false}}, calibrate.Options{})
	require.NoError(t, err)
	assert.Empty(t, card.Lines)
	assert.Equal(t, -40, card.Base, "odds of one to four are two halvings, at 20 points each")
	assert.InDelta(t, 0.2, card.Probability(0), 1e-9)
}

func BenchmarkFit(b *testing.B) {
	table := market(1, 6000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := calibrate.Fit(table, calibrate.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPoints(b *testing.B) {
	table := market(1, 6000)
	card, err := calibrate.Fit(table, calibrate.Options{})
	require.NoError(b, err)
	for b.Loop() {
		if _, err := card.Points(table); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*table.Rows()), "ns/lead")
}
