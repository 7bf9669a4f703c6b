package calibrate

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Table is what was known of past leads when they were to be scored, and what became of them. The order of its rows has no meaning.
type Table struct {
	// IDs name the leads. With the seed they decide which fold a lead belongs to; rows with one id belong to one. None: the rows' contents do.
	IDs     []string
	Columns []Column
	Outcome []bool
}

// Column is a fact about every lead: either Texts or Numbers, as long as the table. A missing text is empty, a missing number NaN.
type Column struct {
	Name    string
	Texts   []string
	Numbers []float64
}

// ParseColumn makes a column of cells as a CSV file has them. A cell is missing if, without the spaces around it, it is empty or one of missing. The
// column has numbers if every other cell is a finite number, and there is one.
func ParseColumn(name string, cells []string, missing ...string) Column {
	if c, at := NumberColumn(name, cells, missing...); at < 0 && slices.ContainsFunc(c.Numbers, known) {
		return c
	}
	return TextColumn(name, cells, missing...)
}

// TextColumn makes a column of texts.
func TextColumn(name string, cells []string, missing ...string) Column {
	c := Column{Name: name, Texts: make([]string, len(cells))}
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); !slices.Contains(missing, cell) {
			c.Texts[i] = cell
		}
	}
	return c
}

// NumberColumn makes a column of numbers. The second result is the first row whose cell is neither missing nor a finite number, -1 if there is none.
func NumberColumn(name string, cells []string, missing ...string) (Column, int) {
	c := Column{Name: name, Numbers: make([]float64, len(cells))}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" || slices.Contains(missing, cell) {
			c.Numbers[i] = math.NaN()
			continue
		}
		n, err := strconv.ParseFloat(cell, 64)
		if err != nil || !known(n) {
			return c, i
		}
		c.Numbers[i] = n + 0 // no -0
	}
	return c, -1
}

func known(n float64) bool { return !math.IsNaN(n) && !math.IsInf(n, 0) }

func (c *Column) rows() int { return max(len(c.Texts), len(c.Numbers)) }

// missing tells whether a row's value is missing.
func (c *Column) missing(row int) bool {
	if c.Numbers != nil {
		return math.IsNaN(c.Numbers[row])
	}
	return c.Texts[row] == ""
}

// gone counts the missing values.
func (c *Column) gone() (n int) {
	for row := range c.rows() {
		if c.missing(row) {
			n++
		}
	}
	return n
}

func (c *Column) pick(rows []int) Column {
	return Column{Name: c.Name, Texts: pick(c.Texts, rows), Numbers: pick(c.Numbers, rows)}
}

// pick gives some of a list's values, passing over what the list does not have. It is nil for nil alone.
func pick[T any](list []T, rows []int) []T {
	if list == nil {
		return nil
	}
	picked := make([]T, 0, len(rows))
	for _, row := range rows {
		if row >= 0 && row < len(list) {
			picked = append(picked, list[row])
		}
	}
	return picked
}

// Rows gives how many leads there are.
func (t *Table) Rows() int { return len(t.Outcome) }

// Won gives how many leads had the outcome.
func (t *Table) Won() (n int) {
	for _, won := range t.Outcome {
		if won {
			n++
		}
	}
	return n
}

// Pick gives the table of some rows, in the order given. Rows that the table does not have are passed over.
func (t *Table) Pick(rows []int) *Table {
	p := &Table{IDs: pick(t.IDs, rows), Outcome: pick(t.Outcome, rows)}
	for i := range t.Columns {
		p.Columns = append(p.Columns, t.Columns[i].pick(rows))
	}
	return p
}

// Without gives the table without the named columns. What is named and is no column is in the second result.
func (t *Table) Without(names ...string) (*Table, []string) {
	p := *t
	p.Columns = slices.DeleteFunc(slices.Clone(t.Columns), func(c Column) bool { return slices.Contains(names, c.Name) })
	unknown := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return t.column(name) != nil })
	return &p, unknown
}

func (t *Table) column(name string) *Column {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &t.Columns[i]
}

// Bounds of a table.
const (
	MostLeads   = 1 << 24
	MostColumns = 1024
)

// check reports what is wrong with a table, in terms of its columns and rows, which count from 0.
func (t *Table) check() error {
	var found diag.List
	seen := map[string]bool{}
	for i := range t.Columns {
		c := &t.Columns[i]
		path := diag.Join("", c.Name)
		if c.Name == "" || seen[c.Name] {
			found.Add(path, "name-taken", fmt.Sprintf("there are two columns named %q, or one without a name", c.Name), "give each column its name")
		}
		seen[c.Name] = true
		c.check(&found, path, t.Rows())
	}
	switch {
	case t.Rows() == 0:
		found.Add("", "no-leads", "there are no leads", "")
	case t.Rows() > MostLeads || len(t.Columns) > MostColumns:
		found.Add("", "too-many", fmt.Sprintf("there are more than %d leads or %d columns", MostLeads, MostColumns), "")
	case t.IDs != nil && len(t.IDs) != t.Rows():
		found.Add("", "bad-length", fmt.Sprintf("there are %d ids and %d outcomes", len(t.IDs), t.Rows()), "")
	}
	return found.Err()
}

func (c *Column) check(found *diag.List, path string, rows int) {
	if c.rows() != rows || c.Texts != nil && c.Numbers != nil {
		found.Add(path, "bad-length", fmt.Sprintf("the column has %d texts and %d numbers for %d outcomes", len(c.Texts), len(c.Numbers), rows), "fill one of them")
		return
	}
	for row, n := range c.Numbers {
		if math.IsInf(n, 0) {
			found.Add(path, "bad-number", fmt.Sprintf("row %d is infinite", row), "write NaN where a number is missing")
			return
		}
	}
	for row, text := range c.Texts {
		if len(text) > lead.MostText || !utf8.ValidString(text) {
			found.Add(path, "bad-text", fmt.Sprintf("row %d is not a text of at most %d bytes", row, lead.MostText), "")
			return
		}
	}
}

// sorted gives the rows in an order that a seed, their ids and their content decide, so that what is learned does not depend on the order in which
// they came.
func (t *Table) sorted(seed uint64) []int {
	type key struct{ id, content uint64 }
	order, keys := make([]int, t.Rows()), make([]key, t.Rows())
	for row := range order {
		order[row] = row
		keys[row].content = t.hash(row, seed)
		if t.IDs != nil {
			keys[row].id = newHash(seed).text(t.IDs[row]).sum()
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(keys[a].id, keys[b].id), cmp.Compare(keys[a].content, keys[b].content))
	})
	return order
}

func (t *Table) hash(row int, seed uint64) uint64 {
	h := newHash(seed)
	for i := range t.Columns {
		if c := &t.Columns[i]; c.Numbers != nil {
			h = h.number(math.Float64bits(c.Numbers[row]))
		} else {
			h = h.text(c.Texts[row])
		}
	}
	if t.Outcome[row] {
		h = h.number(1)
	}
	return h.sum()
}

// hash64 is FNV-1a over bytes, finished by the mixer of SplitMix64 (Steele, Lea, Flood 2014) so that near inputs lie far apart.
type hash64 uint64

func newHash(seed uint64) hash64 { return hash64(14695981039346656037).number(seed) }

func (h hash64) byte(b byte) hash64 { return (h ^ hash64(b)) * 1099511628211 }

func (h hash64) number(n uint64) hash64 {
	for shift := 0; shift < 64; shift += 8 {
		h = h.byte(byte(n >> shift))
	}
	return h
}

func (h hash64) text(s string) hash64 {
	for i := range len(s) {
		h = h.byte(s[i])
	}
	return h.byte(0xff) // no byte of UTF-8: it ends the text
}

func (h hash64) sum() uint64 {
	z := uint64(h)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
