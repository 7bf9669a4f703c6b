package calibrate

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// What one column alone may tell without being suspected to have been written after the outcome.
const (
	tooGood = 0.9  // its AUC
	tooPure = 0.99 // the share of one outcome among the leads of a bin …
	tooWide = 0.05 // … the share of all leads that are in such bins …
	tooRare = 0.1  // … and how often the other outcome is in them at the most, for what is known, beside how often it would be by chance

	farTooGood = 0.97 // the AUC of a whole card
	mostFew    = 100  // fewer leads may be told apart by chance

	many   = 50   // so many whole numbers are not all different by chance
	nearly = 0.95 // the share of a column's values that makes it what the others are
)

// identifies tells whether a column names leads rather than describing them: no value stands twice, and none is missing. Numbers have to be whole,
// and many enough for that to be no chance.
func (l *learner) identifies(c *Column) bool {
	n := l.t.Rows()
	if n < many || slices.Contains(l.o.Keep, c.Name) || !distinct(c, n) {
		return false
	}
	l.found.Warn(diag.Join("", c.Name), "identifier", "no two leads have the same value, so it is taken for an identifier and left out", "keep it by name if it is a fact")
	return true
}

func distinct(c *Column, rows int) bool {
	if c.Numbers == nil {
		texts := slices.Sorted(slices.Values(c.Texts))
		return texts[0] != "" && len(slices.Compact(texts)) == rows
	}
	return c.different() == rows
}

// different counts the different numbers; none if one is missing or has a fraction.
func (c *Column) different() int {
	for _, n := range c.Numbers {
		if n != math.Trunc(n) { // NaN too
			return 0
		}
	}
	return len(slices.Compact(slices.Sorted(slices.Values(c.Numbers))))
}

// resemble warns of numbers that name leads, but for a few, and of texts that are numbers, but for a few.
func (l *learner) resemble(c *Column) {
	path, n := diag.Join("", c.Name), l.t.Rows()
	if c.Numbers != nil {
		if n >= many && float64(c.different()) >= nearly*float64(n) && !slices.Contains(l.o.Keep, c.Name) {
			l.found.Warn(path, "nearly-identifier", "hardly any two leads have the same value", "leave it out if it names leads, or numbers them in the order of time; keep it by name if it is a fact")
		}
		return
	}
	var others []string
	for _, text := range c.Texts {
		if x, err := strconv.ParseFloat(text, 64); text != "" && (err != nil || !known(x)) {
			others = append(others, text)
		}
	}
	if whole := float64(n - c.gone()); len(others) > 0 && whole-float64(len(others)) >= nearly*whole {
		l.found.Warn(path, "nearly-numbers", "nearly all values are numbers, so that these make it a column of texts: "+enumerate(others), "say that they are missing, or write numbers")
	}
}

// enumerate lists texts, each on one line.
func enumerate(texts []string) string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = short(text)
	}
	return diag.Enumerate(list)
}

// useless warns of a column that has one value, or none that enough leads share.
func (l *learner) useless(c *Column) {
	path := diag.Join("", c.Name)
	if c.constant() {
		l.found.Warn(path, "tells-nothing", "all leads have the same value", "")
		return
	}
	l.found.Warn(path, "tells-nothing", fmt.Sprintf("there are no two values of at least %d leads each, so it is left out", l.o.Least),
		"group the values, or learn from more leads")
}

func (c *Column) constant() bool {
	for row := range c.rows() {
		if c.missing(row) != c.missing(0) || c.Texts != nil && c.Texts[row] != c.Texts[0] || c.Numbers != nil && c.Numbers[row] != c.Numbers[0] && !c.missing(row) {
			return false
		}
	}
	return true
}

// suspectAll warns when the whole card tells too much.
func (l *learner) suspectAll(points []int) {
	scores := make([]float64, len(points))
	for i, n := range points {
		scores[i] = float64(n)
	}
	auc := AUC(scores, l.t.Outcome)
	if auc < farTooGood || l.t.Rows() < mostFew {
		return
	}
	best, most := "", 0.0
	for _, f := range l.factors {
		if a := f.auc(l.t.Rows(), l.t.Won()); a > most {
			best, most = f.column, a
		}
	}
	l.found.Warn("", "leakage", fmt.Sprintf("the card tells won leads from lost ones with an AUC of %.3f, which is implausible", auc),
		fmt.Sprintf("see which columns were written when the outcome was known; %q tells most", best))
}

// suspect warns of a column that tells the outcome too well to have been known before it, and of rare texts.
func (l *learner) suspect(f *factor, cells []int16) {
	path := diag.Join("", f.column)
	const remedy = "leave it out if it was written when the outcome was known"
	if auc := f.auc(l.t.Rows(), l.t.Won()); auc >= tooGood && l.t.Rows() >= mostFew {
		l.found.Warn(path, "leakage", fmt.Sprintf("alone it tells won leads from lost ones with an AUC of %.3f, which is implausible", auc), remedy)
	} else if share := f.pure(l.t.Rows(), l.t.Won()) / float64(l.t.Rows()); share >= tooWide && l.t.Rows() >= mostFew {
		l.found.Warn(path, "leakage", fmt.Sprintf("%.0f %% of the leads have values that settle the outcome", 100*share), remedy)
	}
	if f.rarely > 0 {
		l.found.Warn(path, "rare", fmt.Sprintf("what fewer than %d leads share has no points (%d leads in all): %s", l.o.Least, f.rarely, enumerate(f.rare)), "")
	}
}

// auc is that of the bins, ordered by the share of their leads that won. Leads in no bin are a bin of their own.
func (f *factor) auc(leads, won int) float64 {
	bins := slices.Clone(f.bins)
	rest := bin{leads: leads, won: won}
	for _, b := range bins {
		rest.leads -= b.leads
		rest.won -= b.won
	}
	bins = slices.DeleteFunc(append(bins, rest), func(b bin) bool { return b.leads == 0 })
	slices.SortStableFunc(bins, func(a, b bin) int { return cmp.Compare(a.share(), b.share()) })
	below, pairs := 0.0, 0.0
	for _, b := range bins {
		w, n := float64(b.won), float64(b.leads-b.won)
		pairs += w * (below + n/2)
		below += n
	}
	return pairs / (float64(won) * float64(leads-won))
}

// share is the share of its leads that won.
func (b *bin) share() float64 { return float64(b.won) / float64(b.leads) }

// pure counts the leads in bins that settle the outcome; none where that may be chance, as of few leads, or of an outcome that is rare everywhere.
func (f *factor) pure(leads, won int) float64 {
	n, others, chance, rate := 0, 0, 0.0, float64(won)/float64(leads)
	for _, b := range f.bins {
		if b.leads == 0 || max(b.share(), 1-b.share()) < tooPure {
			continue
		}
		n += b.leads
		others += min(b.won, b.leads-b.won)
		if b.share() < 0.5 {
			chance += float64(float64(b.leads) * rate)
		} else {
			chance += float64(float64(b.leads) * (1 - rate))
		}
	}
	if _, most := lead.Wilson(int64(others), int64(n)); float64(n)*most > tooRare*chance {
		return 0
	}
	return float64(n)
}
