package calibrate

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"
)

// Values says in words for which values the line holds: "3 to below 5".
func (l *Line) Values() string {
	var parts []string
	if l.Missing {
		parts = append(parts, "missing")
	}
	const most = 3
	for _, text := range l.Texts[:min(len(l.Texts), most)] {
		parts = append(parts, short(text))
	}
	if more := len(l.Texts) - most; more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	switch {
	case l.From != nil && l.To != nil:
		parts = append(parts, decimal(*l.From)+" to below "+decimal(*l.To))
	case l.From != nil:
		parts = append(parts, decimal(*l.From)+" or more")
	case l.To != nil:
		parts = append(parts, "below "+decimal(*l.To))
	}
	return strings.Join(parts, ", ")
}

// short makes a text fit for a name: on one line and no longer than 40 characters.
func short(text string) string {
	runes := []rune(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), " "))
	if len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return string(runes)
}

// decimal writes a number as people do and expressions read: with an exponent only where there would be many zeros.
func decimal(n float64) string {
	if size := math.Abs(n); size >= 1e15 || size < 1e-6 && n != 0 {
		return strconv.FormatFloat(n, 'e', -1, 64)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// nameLines names lines by what they say; of two with one name the second is numbered.
func nameLines(lines []Line) {
	taken := map[string]bool{}
	for i := range lines {
		l := &lines[i]
		l.Name = short(l.Column) + ": " + l.Values()
		for n := 2; taken[l.Name]; n++ {
			l.Name = fmt.Sprintf("%s: %s (%d)", short(l.Column), l.Values(), n)
		}
		taken[l.Name] = true
	}
}

// String prints the card for people: what a lead without points is, what the scale is, and a line for each line.
func (c *Card) String() string {
	var b strings.Builder
	lines := fmt.Sprintf("%d lines", len(c.Lines))
	if len(c.Lines) == 1 {
		lines = "1 line"
	}
	fmt.Fprintf(&b, "%s: %s, learned from %d leads, of which %d won (%s)\n", c.Score, lines, c.Leads, c.Won, percent(ratio(c.Won, c.Leads)))
	fmt.Fprintf(&b, "intercept %d: a lead without points wins with %s; every %d points double the odds; at %d points they are even\n\n",
		c.Base, percent(c.Probability(0)), c.Double, -c.Base)
	if len(c.Lines) == 0 {
		return b.String() + "No value of any column tells enough of the outcome to have points.\n"
	}
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "points\tleads\twon\t")
	for i := range c.Lines {
		l := &c.Lines[i]
		fmt.Fprintf(t, "%+d\t%d\t%s\t  %s\n", l.Points, l.Leads, percent(ratio(l.Won, l.Leads)), l.Name)
	}
	t.Flush()
	return b.String()
}

func percent(p float64) string { return strconv.FormatFloat(100*p, 'f', 1, 64) + " %" }

func ratio(part, whole int) float64 { return float64(part) / float64(max(1, whole)) }
