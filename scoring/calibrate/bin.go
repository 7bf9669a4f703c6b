package calibrate

import (
	"math"
	"slices"
	"strconv"
)

// bin is a set of values of one column: the missing one, texts, or the numbers from one bound up to another, which is excluded.
type bin struct {
	missing  bool
	texts    []string // sorted
	from, to float64  // -Inf and +Inf: no bound
	leads    int
	won      int
}

// factor is a column cut into bins. Where bins follow one another as numbers do, only neighbours may be merged.
type factor struct {
	column  string
	number  bool
	bins    []bin
	base    int              // the bin that gives no points, as does every value that is in no bin
	code    map[string]uint8 // of a text: its bin
	rare    []string         // texts of too few leads, which are in the base, sorted
	rarely  int              // how many leads have them
	cuts    []float64        // between bins of numbers, rising
	unknown int              // the bin of the missing value, -1: there is none
}

// mostBins bounds the bins of one column.
const mostBins = 250

// mostText bounds the bytes of a text that can have points: a condition has to hold it, quoted.
const mostText = 900

// newFactor cuts a column into bins; numbers into about the given number of equally many leads. Nil: it has one value only, or none often enough.
func newFactor(c *Column, won []bool, bins, least int) *factor {
	f := &factor{column: c.Name, number: c.Numbers != nil, unknown: -1}
	if f.number {
		f.cutNumbers(c, bins, least)
	} else {
		f.sortTexts(c, least)
	}
	if c.gone() >= least {
		f.unknown = len(f.bins)
		f.bins = append(f.bins, bin{missing: true})
	}
	f.count(c, won)
	if !f.number {
		f.base = f.commonest()
	}
	if len(f.bins) == 0 || f.base >= 0 && len(f.bins) == 1 || f.unknown == 0 && f.number {
		return nil
	}
	return f
}

// cutNumbers makes bins between the cuts, the first and the last without a bound.
func (f *factor) cutNumbers(c *Column, bins, least int) {
	if len(c.Numbers)-c.gone() < least {
		return
	}
	f.cuts = Cuts(c.Numbers, bins, least)
	low := math.Inf(-1)
	for _, cut := range f.cuts {
		f.bins = append(f.bins, bin{from: low, to: cut})
		low = cut
	}
	f.bins = append(f.bins, bin{from: low, to: math.Inf(1)})
}

// Cuts gives the numbers, rising, at which bins of about equally many of the numbers begin, but for the first bin. There are at most so many bins,
// and at most 250, of at least so many numbers each. Equal numbers are in one bin; each cut is the shortest decimal that parts its neighbours. NaN
// is left out.
func Cuts(numbers []float64, bins, least int) (cuts []float64) {
	values := slices.DeleteFunc(slices.Clone(numbers), math.IsNaN)
	slices.Sort(values)
	begin := 0
	bins = min(bins, mostBins)
	for i := 1; i < bins && len(values) > 0; i++ {
		at, _ := slices.BinarySearch(values, values[len(values)*i/bins]) // the first of its value
		if at == begin || at-begin < least || len(values)-at < least {
			continue
		}
		cuts = append(cuts, between(values[at-1], values[at]))
		begin = at
	}
	return cuts
}

// between gives the shortest decimal above lo and not above hi.
func between(lo, hi float64) float64 {
	for digits := range 17 {
		scale := math.Pow10(digits - 1 - int(math.Floor(math.Log10(max(hi-lo, math.SmallestNonzeroFloat64)))))
		if n := plain(math.Floor(hi*scale) / scale); lo < n && n <= hi {
			return n
		}
	}
	return hi
}

// plain rounds a number to 15 digits, so that it is written as it was meant.
func plain(n float64) float64 {
	short, _ := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	return short + 0 // no -0
}

// sortTexts gives every text of enough leads a bin, by the text.
func (f *factor) sortTexts(c *Column, least int) {
	count := map[string]int{}
	for _, text := range c.Texts {
		if text != "" {
			count[text]++
		}
	}
	names := make([]string, 0, len(count))
	for text := range count {
		names = append(names, text)
	}
	slices.SortFunc(names, func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return compare(a, b)
	})
	for i, text := range names {
		if count[text] < least || i >= mostBins || len(text) > mostText {
			f.rare = append(f.rare, text)
			f.rarely += count[text]
			continue
		}
		f.bins = append(f.bins, bin{texts: []string{text}})
	}
	slices.Sort(f.rare)
	slices.SortFunc(f.bins, func(a, b bin) int { return compare(a.texts[0], b.texts[0]) })
	f.code = make(map[string]uint8, len(f.bins))
	for i, b := range f.bins {
		f.code[b.texts[0]] = uint8(i)
	}
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// commonest gives the bin with the most leads, the first of several, or none if more leads have rare texts.
func (f *factor) commonest() int {
	best, most := -1, f.rarely
	for i, b := range f.bins {
		if b.leads > most || best < 0 && b.leads == most {
			best, most = i, b.leads
		}
	}
	return best
}

func (f *factor) count(c *Column, won []bool) {
	for row, w := range won {
		if i := f.place(c, row); i >= 0 {
			f.bins[i].leads++
			if w {
				f.bins[i].won++
			}
		}
	}
}

// place gives the bin of a row, -1 if its value is in none.
func (f *factor) place(c *Column, row int) int {
	switch {
	case c.missing(row):
		return f.unknown
	case f.number:
		at, exact := slices.BinarySearch(f.cuts, c.Numbers[row])
		if exact {
			at++
		}
		return at
	}
	if i, ok := f.code[c.Texts[row]]; ok {
		return int(i)
	}
	return -1
}
