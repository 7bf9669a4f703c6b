package calibrate_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/scoring/calibrate"
)

// market makes leads up whose odds are known: source, employees and missing industry count, noise does not.
func market(seed uint64, leads int) *calibrate.Table {
	r := rand.New(rand.NewPCG(seed, 1))
	t := &calibrate.Table{Columns: []calibrate.Column{{Name: "Source"}, {Name: "Employees"}, {Name: "Industry"}, {Name: "Noise"}}}
	c := t.Columns
	for i := range leads {
		source := []string{"search", "fair", "referral", "mailing"}[r.IntN(4)]
		employees := math.Floor(math.Exp(7 * r.Float64()))
		industry := []string{"", "retail", "logistics"}[r.IntN(3)]
		z := map[string]float64{"search": -1, "fair": 0, "referral": 1.5, "mailing": -1}[source]
		if employees >= 50 {
			z++
		}
		if industry == "" {
			z -= 1.5
		}
		if r.IntN(20) == 0 {
			employees = math.NaN()
		}
		t.IDs = append(t.IDs, fmt.Sprint("lead ", i))
		c[0].Texts, c[1].Numbers = append(c[0].Texts, source), append(c[1].Numbers, employees)
		c[2].Texts, c[3].Texts = append(c[2].Texts, industry), append(c[3].Texts, fmt.Sprint("n", r.IntN(12)))
		t.Outcome = append(t.Outcome, r.Float64() < 1/(1+math.Exp(-z)))
	}
	return t
}

// drawTable draws a small table with awkward texts and numbers, ties and gaps, and both outcomes.
func drawTable(r *rapid.T) *calibrate.Table {
	n := rapid.IntRange(8, 40).Draw(r, "leads")
	t := &calibrate.Table{Outcome: rapid.SliceOfN(rapid.Bool(), n, n).Draw(r, "outcome")}
	t.Outcome[0], t.Outcome[1] = true, false
	texts := rapid.SampledFrom([]string{"", "a", "b", `say "no"`, `back\slash`, "línea\nnueva", "tab\t", "\u2028", "🙂", "Übergrößenträger", "{{x}}", "' or '"})
	numbers := rapid.SampledFrom([]float64{math.NaN(), 0, 1, 2, 2.5, -3, 1e-9, 1e12, 0.1, 0.30000000000000004, 1279, 1e300})
	for i, name := range []string{"Lead Source", "type", "Employees", "market", "42", "lead source"} {
		if !rapid.Bool().Draw(r, name) {
			continue
		}
		c := calibrate.Column{Name: name}
		if i%2 == 0 {
			c.Texts = rapid.SliceOfN(texts, n, n).Draw(r, "texts")
		} else {
			c.Numbers = rapid.SliceOfN(numbers, n, n).Draw(r, "numbers")
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}

func drawOptions(r *rapid.T) calibrate.Options {
	return calibrate.Options{Lines: rapid.IntRange(1, 12).Draw(r, "lines"), Bins: rapid.IntRange(2, 9).Draw(r, "bins"),
		Least: rapid.IntRange(1, 4).Draw(r, "least"), Worth: rapid.SampledFrom([]float64{1e-9, 1, 4}).Draw(r, "worth")}
}

// engine scores profiles by a compiled card.
type engine struct {
	t      require.TestingT
	schema *lead.Schema
	scorer *scoring.Scorer
	facts  *lead.Facts
}

func compile(t require.TestingT, c *calibrate.Card) *engine {
	model, vocabulary, err := c.Model()
	require.NoError(t, err)
	schema, err := lead.NewSchema(vocabulary, "")
	require.NoError(t, err)
	scorer, err := scoring.Compile(model, schema)
	require.NoError(t, err)
	return &engine{t, schema, scorer, schema.NewFacts()}
}

// score gives what the engine says of a row; false when nothing is known that could score.
func (e *engine) score(c *calibrate.Card, t *calibrate.Table, row int) (lead.Points, bool) {
	props := map[string]any{}
	for _, a := range c.Attributes {
		for i := range t.Columns {
			column := &t.Columns[i]
			switch {
			case column.Name != a.Column:
			case column.Texts != nil:
				props[a.Name] = column.Texts[row]
			case !math.IsNaN(column.Numbers[row]):
				props[a.Name] = column.Numbers[row]
			}
		}
	}
	var bound lead.Bound
	require.NoError(e.t, e.schema.Bind(lead.Event{ID: "e", Kind: lead.ProfileUpdated, Time: lead.Instant(1).Time(), Props: props}, &bound))
	var person lead.State
	var state scoring.State
	e.schema.Apply(&person, &bound)
	e.facts.See(&person)
	e.facts.At(1)
	e.scorer.Refit(&state, e.facts)
	return e.scorer.Score(&state, 0, 1)
}

func column(t *calibrate.Table, name string) *calibrate.Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}
