package calibrate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// Model gives the card as a scoring model of one score, a rule about what the lead is for each line, and the vocabulary that declares the
// attributes which the rules read. Both go into a contract as they are. The error is a [diag.List] of what an editor of the card got wrong; places
// are in the card.
//
// The score of a lead is the card's points. There is one difference: a lead of which none of the attributes is known is unscored, although lines
// for missing values hold.
func (c *Card) Model() (scoring.Model, lead.Vocabulary, error) {
	if err := c.check(); err != nil {
		return scoring.Model{}, lead.Vocabulary{}, err
	}
	var v lead.Vocabulary
	for _, a := range c.Attributes {
		v.Attributes = append(v.Attributes, lead.Property{Name: a.Name, Type: a.Type})
	}
	score := scoring.Score{Name: c.Score}
	for i := range c.Lines {
		l := &c.Lines[i]
		for n, when := range l.conditions(c.attribute(l.Column)) {
			name := l.Name
			if n > 0 {
				name = fmt.Sprintf("%s, part %d", l.Name, n+1)
			}
			score.Rules = append(score.Rules, scoring.Rule{Name: name, When: when, Points: lead.Points(l.Points) * lead.Point})
		}
	}
	return scoring.Model{Scores: []scoring.Score{score}}, v, nil
}

func (c *Card) attribute(column string) *Attribute {
	i := slices.IndexFunc(c.Attributes, func(a Attribute) bool { return a.Column == column })
	if i < 0 {
		return nil
	}
	return &c.Attributes[i]
}

// mostCondition is how many bytes of texts a condition may list: the language has a limit of 4096 for the whole, and a quoted byte takes at most four.
const mostCondition = 3800

// conditions writes the line as conditions of which at most one holds; one, unless its texts are too many.
func (l *Line) conditions(a *Attribute) (list []string) {
	name := "lead." + a.Name
	if l.Missing {
		list = append(list, name+" == nil")
	}
	if l.ranged() {
		var bounds []string
		if l.From != nil {
			bounds = append(bounds, name+" >= "+decimal(*l.From))
		}
		if l.To != nil {
			bounds = append(bounds, name+" < "+decimal(*l.To))
		}
		list = append(list, strings.Join(bounds, " and "))
	}
	var quoted []string
	size := 0
	for _, text := range l.Texts {
		q := strconv.Quote(text)
		if size += len(q) + 2; size > mostCondition && len(quoted) > 0 {
			list, quoted, size = append(list, oneOf(name, quoted)), nil, len(q)+2
		}
		quoted = append(quoted, q)
	}
	if len(quoted) > 0 {
		list = append(list, oneOf(name, quoted))
	}
	return list
}

func oneOf(name string, quoted []string) string {
	if len(quoted) == 1 {
		return name + " == " + quoted[0]
	}
	return name + " in [" + strings.Join(quoted, ", ") + "]"
}

// check reports what is wrong with a card that may have been edited.
func (c *Card) check() error {
	var found diag.List
	checkScore(&found, c.Score)
	if c.Double < 1 || c.Double > MostDouble {
		found.Add("/double", "out-of-range", fmt.Sprintf("%d is not between 1 and %d", c.Double, MostDouble), "")
	}
	c.checkAttributes(&found)
	names := map[string]bool{}
	for i := range c.Lines {
		l := &c.Lines[i]
		path := diag.Join("/lines", strconv.Itoa(i))
		if l.Name == "" || names[l.Name] {
			found.Add(path, "name-taken", fmt.Sprintf("there are two lines named %q, or one without a name", l.Name), "give each line its name")
		}
		names[l.Name] = true
		c.checkLine(&found, path, l)
	}
	for i := range c.Lines {
		c.checkOverlap(&found, i)
	}
	return found.Err()
}

func (c *Card) checkAttributes(found *diag.List) {
	columns := map[string]bool{}
	for i, a := range c.Attributes {
		path := diag.Join("/attributes", strconv.Itoa(i))
		if columns[a.Column] || !lead.IsName(a.Name) {
			found.Add(path, "bad-name", fmt.Sprintf("the column %q stands twice, or %q cannot be an attribute's name", a.Column, a.Name), "")
		}
		if a.Type != lead.Text && a.Type != lead.Number {
			found.Add(path, "wrong-type", fmt.Sprintf("a column cannot be of type %s", a.Type), "write string or number")
		}
		columns[a.Column] = true
	}
}

func (c *Card) checkLine(found *diag.List, path string, l *Line) {
	a := c.attribute(l.Column)
	bounded := (l.From == nil || known(*l.From)) && (l.To == nil || known(*l.To)) && (l.From == nil || l.To == nil || *l.From < *l.To)
	switch {
	case a == nil:
		found.Unknown(path, "column", l.Column, c.Columns())
	case !l.Missing && !l.ranged() && len(l.Texts) == 0:
		found.Add(path, "no-value", "the line does not say for which values it holds", "write missing, texts, or from and to")
	case l.ranged() && a.Type != lead.Number, len(l.Texts) > 0 && a.Type != lead.Text:
		found.Add(path, "wrong-type", fmt.Sprintf("the column is of type %s", a.Type), "")
	case !bounded:
		found.Add(path, "empty-range", "no number is at least from and below to", "")
	case slices.ContainsFunc(l.Texts, func(text string) bool { return text == "" || len(strconv.Quote(text)) > mostCondition }):
		found.Add(path, "bad-text", fmt.Sprintf("a text is empty or longer than %d bytes", mostCondition), "")
	case l.Points == 0 || l.Points > mostBase || l.Points < -mostBase:
		found.Add(path, "no-points", fmt.Sprintf("%d points are none, or beyond %d", l.Points, mostBase), "leave the line out")
	}
}

// checkOverlap reports an earlier line of the same column that holds for one of the line's values.
func (c *Card) checkOverlap(found *diag.List, i int) {
	l := &c.Lines[i]
	for k := range i {
		if other := &c.Lines[k]; other.Column == l.Column && other.overlaps(l) {
			found.Add(diag.Join("/lines", strconv.Itoa(i)), "overlap", fmt.Sprintf("the line holds for values of %q too", other.Name), "")
		}
	}
}

func (l *Line) overlaps(o *Line) bool {
	if l.Missing && o.Missing || slices.ContainsFunc(l.Texts, func(t string) bool { return slices.Contains(o.Texts, t) }) {
		return true
	}
	low := func(l *Line) float64 {
		if l.From == nil {
			return math.Inf(-1)
		}
		return *l.From
	}
	below := func(a, b *Line) bool { return b.To == nil || low(a) < *b.To }
	return l.ranged() && o.ranged() && below(l, o) && below(o, l)
}

// attribute names the column as an attribute.
func (f *factor) attribute() Attribute {
	a := Attribute{Column: f.column, Type: lead.Text, Name: attributeName(f.column)}
	if f.number {
		a.Type = lead.Number
	}
	return a
}

// attributeName spells a column's name as a contract spells names: "Page Views Per Visit" is page_views_per_visit.
func attributeName(column string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(column) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9' && b.Len() > 0:
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	name := strings.TrimRight(b.String()[:min(b.Len(), mostName)], "_")
	if name == "" {
		return "attribute"
	}
	return name
}

const mostName = 56 // bytes; there is room for a number behind

// nameAttributes makes the names differ from each other and from what else they may not be: a built-in name of another type, or of known values only.
func nameAttributes(list []Attribute) {
	taken := map[string]bool{}
	for i := range list {
		a := &list[i]
		name := a.Name
		for n := 2; taken[a.Name] || !a.declarable(); n++ {
			a.Name = fmt.Sprintf("%s_%d", name, n)
		}
		taken[a.Name] = true
	}
}

func (a *Attribute) declarable() bool {
	for _, p := range lead.Attributes() {
		if p.Name == a.Name && (len(p.Known) > 0 || p.Name == "type" || p.Type != a.Type) {
			return false
		}
	}
	_, err := lead.NewSchema(lead.Vocabulary{Attributes: []lead.Property{{Name: a.Name, Type: a.Type}}}, "")
	return err == nil
}
