package scoring

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Grid names the fields of a table of two scores, its row first: "A1". A lead of which either score is unscored is in no field.
type Grid struct {
	Letters Axis `json:"letters,omitzero"`
	Digits  Axis `json:"digits,omitzero"`
}

// Axis names bands of a score, as [Temperature] does. The bands of Letters are letters, those of Digits are digits.
type Axis struct {
	Of    string `json:"of,omitempty"` // a score's name; empty: total
	Bands []Band `json:"bands,omitempty" contract:"inline"`
	Else  string `json:"else,omitempty"` // the band below all others
}

// bands is a compiled axis.
type bands struct {
	score int    // in the order of scores; len(scores): total; -1: there is none
	list  []Band // the highest first
	below string
}

func (b *bands) of(points lead.Points, known bool) string {
	if !known || b.score < 0 {
		return ""
	}
	for i := range b.list {
		if points >= b.list[i].From {
			return b.list[i].Name
		}
	}
	return b.below
}

func (b *bands) names() []string {
	names := []string{b.below}
	for _, band := range b.list {
		names = append(names, band.Name)
	}
	return names
}

// bands checks that the bands of a score leave no gap.
func (c *compiler) bands(path string, a Axis) bands {
	names := []string{a.Else}
	levels := map[lead.Points]string{}
	for _, b := range a.Bands {
		at := diag.Join(path, b.Name)
		if b.Name == "" || slices.Contains(names, b.Name) {
			c.add(at, "name-taken", fmt.Sprintf("there are two bands named %q, or one without a name", b.Name), "give each band its name")
		}
		if other, ok := levels[b.From]; ok {
			c.add(at, "empty-band", fmt.Sprintf("%q and %q both begin at %s points", other, b.Name, b.From), "let them begin at different numbers of points")
		}
		names, levels[b.From] = append(names, b.Name), b.Name
	}
	if a.Else == "" {
		c.add(path, "gap", "a score below all bands has no band", "write else: with a name for what is below")
	}
	b := bands{score: -1, list: slices.Clone(a.Bands), below: a.Else}
	if of := cmp.Or(a.Of, Total); !slices.Contains(c.s.Names(), of) {
		c.found.Unknown(path+"/of", "score", of, c.s.Names())
	} else {
		b.score = slices.Index(c.s.Names(), of)
	}
	slices.SortFunc(b.list, func(a, b Band) int { return cmp.Compare(b.From, a.From) })
	return b
}

func (a Axis) empty() bool { return len(a.Bands) == 0 && a.Else == "" && a.Of == "" }

func (c *compiler) temperature(t Temperature) {
	c.s.heat.score = -1
	if Axis(t).empty() {
		return
	}
	c.s.heat = c.bands("/temperature", Axis(t))
	if c.found.Err() == nil {
		c.s.schema.DeclareTemperature(c.s.heat.names())
	}
}

func (c *compiler) grid(g Grid) {
	c.s.letters.score, c.s.digits.score = -1, -1
	if g.Letters.empty() && g.Digits.empty() {
		return
	}
	for _, axis := range []struct {
		name string
		Axis
	}{{"letters", g.Letters}, {"digits", g.Digits}} {
		if axis.empty() {
			c.add("/grid", "no-axis", "the grid has no "+axis.name, "write "+axis.name+": with the bands of a score")
			return
		}
	}
	c.s.letters, c.s.digits = c.bands("/grid/letters", g.Letters), c.bands("/grid/digits", g.Digits)
	c.spelt("/grid/letters", c.s.letters, "letters", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
	c.spelt("/grid/digits", c.s.digits, "digits", "0123456789")
	if c.found.Err() != nil {
		return
	}
	var fields []string
	for _, row := range c.s.letters.names() {
		for _, column := range c.s.digits.names() {
			fields = append(fields, row+column)
		}
	}
	c.s.schema.DeclareGrid(fields)
}

// spelt checks that names are of one sort of characters, so that no two fields have one name.
func (c *compiler) spelt(path string, b bands, what, set string) {
	for _, name := range b.names() {
		if strings.Trim(name, set) != "" {
			c.add(path, "bad-name", fmt.Sprintf("%q is not made of %s", name, what), "name the rows by letters and the columns by digits")
		}
	}
}

// Grid gives the field at an instant; "" where either score is unscored, and for a model without a grid.
func (s *Scorer) Grid(st *State, at lead.Instant) string {
	if s.letters.score < 0 || s.digits.score < 0 {
		return ""
	}
	q := s.at(st, at)
	row, column := q.extent(s.letters.score), q.extent(s.digits.score)
	return s.field(row.lo, row.known, column.lo, column.known)
}

func (s *Scorer) field(row lead.Points, rowKnown bool, column lead.Points, columnKnown bool) string {
	if !rowKnown || !columnKnown {
		return ""
	}
	return s.letters.of(row, true) + s.digits.of(column, true)
}
