package calibrate

import (
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// Options say how a card is learned. The zero Options are the defaults.
type Options struct {
	// Score names the score that the card becomes. Empty: fit.
	Score string
	// Lines is how many lines the card may have. 0: 30.
	Lines int
	// Bins is into how many bins of equally many leads a column of numbers is cut before neighbours are merged. 0: 20.
	Bins int
	// Least is how many leads a bin has to have, and a text that is to have points. 0: 20, or a fiftieth of the leads if that is less, and at least 2.
	Least int
	// Ridge is the penalty on points: on half the squares of the log-odds. It keeps a bin whose leads all won from being worth infinitely much. 0: 0.5.
	Ridge float64
	// Worth is what a line has to be worth to stay, however few there are: about twice the log-likelihood that it adds, beyond what the best of the
	// column's bins would add by chance. 0: 3, with which about one column of noise in twenty gets a line.
	Worth float64
	// Double is how many points double the odds. 0: 20.
	Double int
	// Rising and Falling name columns of numbers whose points may only rise, or only fall, with the number. The bin of the missing value is free.
	Rising, Falling []string
	// Keep names columns that are facts although no two leads have the same value, so that they are not taken for identifiers.
	Keep []string
	// Folds is into how many parts CrossValidate cuts the leads, and Seed decides which lead is in which. 0: 5.
	Folds int
	Seed  uint64
}

func orElse[T comparable](value, other T) T {
	var zero T
	if value == zero {
		return other
	}
	return value
}

// complete fills in the defaults.
func (o Options) complete(leads int) Options {
	o.Score = orElse(o.Score, "fit")
	o.Lines = orElse(o.Lines, 30)
	o.Bins = orElse(o.Bins, 20)
	o.Least = orElse(o.Least, max(2, min(20, leads/50)))
	o.Ridge = orElse(o.Ridge, 0.5)
	o.Worth = orElse(o.Worth, 3)
	o.Double = orElse(o.Double, 20)
	o.Folds = orElse(o.Folds, 5)
	return o
}

// Bounds of Options.
const (
	MostLines  = 1000
	MostFolds  = 1000
	MostDouble = 1000
)

// check reports what is wrong with completed options.
func (o *Options) check(t *Table) error {
	var found diag.List
	between := func(path string, n, least, most int) {
		if n < least || n > most {
			found.Add(path, "out-of-range", fmt.Sprintf("%d is not between %d and %d", n, least, most), "")
		}
	}
	between("/lines", o.Lines, 1, MostLines)
	between("/bins", o.Bins, 2, mostBins)
	between("/least", o.Least, 1, MostLeads)
	between("/double", o.Double, 1, MostDouble)
	between("/folds", o.Folds, 2, MostFolds)
	if !(o.Ridge > 0 && o.Ridge <= 1e6) {
		found.Add("/ridge", "out-of-range", fmt.Sprintf("%v is not above 0 and at most a million", o.Ridge), "")
	}
	if !(o.Worth >= 0 && o.Worth <= 1e9) {
		found.Add("/worth", "out-of-range", fmt.Sprintf("%v is not between 0 and a billion", o.Worth), "")
	}
	checkScore(&found, o.Score)
	o.checkDirections(&found, t)
	return found.Err()
}

// checkScore keeps a score's name apart from the words of expressions and of a model.
func checkScore(found *diag.List, name string) {
	taken := name == scoring.Total || name == "zone"
	if schema, err := lead.NewSchema(lead.Vocabulary{}, ""); err == nil && !taken {
		_, ok := schema.DeclareScore(name)
		taken = !ok
	}
	if taken {
		found.Add("/score", "bad-name", fmt.Sprintf("%q cannot be a score's name", name), "write lower-case letters, digits and _, a letter first, and no word of the language")
	}
}

func (o *Options) checkDirections(found *diag.List, t *Table) {
	var names []string
	for _, c := range t.Columns {
		if c.Numbers != nil {
			names = append(names, c.Name)
		}
	}
	for _, name := range append(slices.Clone(o.Rising), o.Falling...) {
		switch path := diag.Join("/rising or falling", name); {
		case !slices.Contains(names, name):
			found.Unknown(path, "column of numbers", name, names)
		case slices.Contains(o.Rising, name) && slices.Contains(o.Falling, name):
			found.Add(path, "two-directions", fmt.Sprintf("%q cannot both rise and fall", name), "")
		}
	}
}

func (o *Options) directions() map[string]float64 {
	signs := map[string]float64{}
	for _, name := range o.Rising {
		signs[name] = 1
	}
	for _, name := range o.Falling {
		signs[name] = -1
	}
	return signs
}
