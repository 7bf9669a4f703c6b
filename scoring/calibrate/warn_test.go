package calibrate_test

import (
	"fmt"
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
