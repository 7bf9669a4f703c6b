package calibrate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/scoring/calibrate"
)

func TestCrossValidation(t *testing.T) {
	table := market(3, 3000)
	v, err := calibrate.CrossValidate(table, calibrate.Options{})
	require.NoError(t, err)
	assert.Len(t, v.Folds, 5)
	assert.Greater(t, v.AUC, 0.7)
	shuffled := table.Pick(rand.New(rand.NewPCG(4, 4)).Perm(table.Rows()))
	again, err := calibrate.CrossValidate(shuffled, calibrate.Options{})
	require.NoError(t, err)
	assert.Equal(t, text(v), text(again), "the order of rows makes no difference")
	other, err := calibrate.CrossValidate(table, calibrate.Options{Seed: 7})
	require.NoError(t, err)
	assert.NotEqual(t, v.AUC, other.AUC, "the seed does")
	won := 0
	for _, f := range v.Folds {
		assert.InDelta(t, 600, f.Leads, 1)
		won += f.Won
	}
	assert.Equal(t, table.Won(), won)
}

// Of many columns of noise some tell the outcome by chance, and a card that takes them looks good. Cross-validation is not fooled: whatever is
// chosen is chosen without the fold.
func TestNothingLeaksIntoAFold(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	table := &calibrate.Table{}
	const leads = 600
	for range leads {
		table.Outcome = append(table.Outcome, r.IntN(2) == 0)
	}
	for k := range 60 {
		c := calibrate.Column{Name: fmt.Sprint("noise ", k)}
		for range leads {
			c.Texts = append(c.Texts, fmt.Sprint(r.IntN(3)))
		}
		table.Columns = append(table.Columns, c)
	}
	o := calibrate.Options{Worth: 1e-9, Lines: 40}
	card, err := calibrate.Fit(table, o)
	require.NoError(t, err)
	learned, err := calibrate.Evaluate(card, table)
	require.NoError(t, err)
	assert.Greater(t, learned.AUC, 0.63)
	v, err := calibrate.CrossValidate(table, o)
	require.NoError(t, err)
	assert.InDelta(t, 0.5, v.AUC, 0.06)
}

// Whoever came several times, a win once and a loss another time, is in one fold, and in no other.
func TestOneLeadIsInOneFold(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		table := drawTable(r)
		for range table.Outcome {
			table.IDs = append(table.IDs, rapid.SampledFrom([]string{"", "", "a", "b", "c", "d", "e", "f"}).Draw(r, "id"))
		}
		folds, err := calibrate.Folds(table, 2, 1)
		if err != nil {
			require.ErrorContains(r, err, "2 folds need")
			return
		}
		at := map[string]int{}
		for row, id := range table.IDs {
			if fold, seen := at[id]; seen && id != "" {
				require.Equal(r, fold, folds[row], id)
			}
			at[id] = folds[row]
		}
		for k := range 2 {
			_, inside, _ := table.Split(folds, k)
			require.NotZero(r, inside.Rows())
		}
	})
}

func TestFoldsPartTheLeadsEvenly(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		table := drawTable(r)
		n := rapid.IntRange(2, 4).Draw(r, "n")
		folds, err := calibrate.Folds(table, n, 1)
		if min(table.Won(), table.Rows()-table.Won()) < n {
			require.Error(r, err)
			return
		}
		require.NoError(r, err)
		wins := make([]int, n)
		for row, k := range folds {
			if table.Outcome[row] {
				wins[k]++
			}
		}
		require.LessOrEqual(r, slices.Max(wins)-slices.Min(wins), 1)
		for k := range n {
			outside, inside, rows := table.Split(folds, k)
			require.Equal(r, table.Rows(), outside.Rows()+inside.Rows())
			require.Len(r, rows, inside.Rows())
		}
	})
}

func TestCrossValidateRefuses(t *testing.T) {
	few := market(9, 40)
	for row := range few.Outcome {
		few.Outcome[row] = row < 3
	}
	_, err := calibrate.CrossValidate(few, calibrate.Options{})
	assert.Equal(t, "too-few", firstCode(err))
	_, err = calibrate.CrossValidate(few, calibrate.Options{Folds: 1})
	assert.Equal(t, "out-of-range", firstCode(err))
	_, err = calibrate.Folds(few, 0, 0)
	assert.Equal(t, "too-few", firstCode(err))
}
