package calibrate_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/scoring/calibrate"
)

func TestWarnings(t *testing.T) {
	table := market(6, 1000)
	fill := func(f func(row int) string) (list []string) {
		for row := range table.Outcome {
			list = append(list, f(row))
		}
		return list
	}
	won := func(row int) string { return fmt.Sprint(table.Outcome[row]) }
	table.Columns = append(table.Columns,
		calibrate.Column{Name: "Closed by", Texts: fill(won)},
		calibrate.Column{Name: "Number", Numbers: numbers(1000)},
		calibrate.Column{Name: "Id", Texts: fill(func(row int) string { return fmt.Sprint("x", row) })},
		calibrate.Column{Name: "Nearly a number", Numbers: append(numbers(999), 7)},
		calibrate.Column{Name: "Nearly numbers", Texts: fill(func(row int) string { return map[bool]string{true: "n/a", false: fmt.Sprint(row % 9)}[row%40 == 0] })},
		calibrate.Column{Name: "Same", Texts: fill(func(int) string { return "x" })},
		calibrate.Column{Name: "Lone", Texts: fill(func(row int) string { return fmt.Sprint(row == 0) })},
		calibrate.Column{Name: "Town", Texts: fill(func(row int) string { return fmt.Sprint("t", min(row, 4)) })},
		calibrate.Column{Name: "Receipt", Texts: fill(func(row int) string { return map[bool]string{true: won(row), false: ""}[row%10 == 0] })})
	card, err := calibrate.Fit(table, calibrate.Options{})
	require.NoError(t, err)
	found := map[string]string{}
	for _, w := range card.Warnings {
		found[w.Place.Path] += w.Code + " "
	}
	assert.Equal(t, map[string]string{"": "leakage ", "/Closed by": "leakage ", "/Number": "identifier ", "/Nearly a number": "nearly-identifier ", "/Nearly numbers": "nearly-numbers ", "/Id": "identifier ", "/Same": "tells-nothing ",
		"/Lone": "tells-nothing ", "/Town": "tells-nothing ", "/Receipt": "leakage "}, found)
	honest, unknown := table.Without("Closed by", "Receipt", "Nowhere")
	assert.Equal(t, []string{"Nowhere"}, unknown)
	card, err = calibrate.Fit(honest, calibrate.Options{Keep: []string{"Number", "Nearly a number"}})
	require.NoError(t, err)
	for _, w := range card.Warnings {
		assert.NotEqual(t, "leakage", w.Code)
		assert.NotContains(t, []string{"/Number", "/Nearly a number"}, w.Place.Path)
	}
}

func TestRareTextsHaveNoPoints(t *testing.T) {
	table := market(8, 1000)
	source := column(table, "Source")
	for row := range 10 {
		source.Texts[row] = "carrier\npigeon"
	}
	card, err := calibrate.Fit(table, calibrate.Options{})
	require.NoError(t, err)
	require.Len(t, card.Warnings, 1)
	assert.Equal(t, "rare", card.Warnings[0].Code)
	assert.Contains(t, card.Warnings[0].Summary, "carrier pigeon", "on one line")
	for _, l := range card.Lines {
		assert.NotContains(t, l.Texts, "carrier\npigeon")
	}
}

// Few outcomes make nearly every bin one of a single outcome, and so does a steep end of an honest column: neither is a leak. What settles the outcome of rare wins still is.
func TestHonestColumnsAreNoLeak(t *testing.T) {
	for _, odds := range []float64{-4.9, -4, -2, 0, 2, 4.9} {
		for seed := range uint64(8) {
			random := rand.New(rand.NewPCG(seed, 1))
			size, deal := calibrate.Column{Name: "Size"}, calibrate.Column{Name: "Deal"}
			table := &calibrate.Table{}
			for range 1500 {
				x := random.NormFloat64()
				won := random.Float64() < 1/(1+math.Exp(-odds-0.9*x))
				size.Numbers, table.Outcome = append(size.Numbers, x), append(table.Outcome, won)
				deal.Texts = append(deal.Texts, map[bool]string{true: "signed", false: "none"}[won || random.IntN(20) == 0])
			}
			table.Columns = []calibrate.Column{size, deal}
			card, err := calibrate.Fit(table, calibrate.Options{})
			require.NoError(t, err)
			paths := map[string]bool{}
			for _, w := range card.Warnings {
				if w.Code == "leakage" {
					paths[w.Place.Path] = true
				}
			}
			assert.False(t, paths["/Size"], "odds %v, seed %d: %v", odds, seed, card.Warnings)
			assert.True(t, odds > 2 || paths["/Deal"], "odds %v, seed %d", odds, seed)
		}
	}
}
