package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadkit/leadkit/lead"
)

// width is how many columns a line may take.
const width = 100

// grouped writes a number with a comma between thousands.
func grouped(n int64) string {
	digits, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// counted writes a number and a noun: "1 lead", "1,200 leads".
func counted(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return grouped(n) + " " + noun
}

// exactly writes an amount to the minor unit, with thousands apart: "1,234.50 EUR".
func exactly(m lead.Money) string {
	if m.Currency == "" {
		return "-"
	}
	number, currency, _ := strings.Cut(m.String(), " ")
	whole, decimals, fraction := strings.Cut(number, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return m.String()
	}
	text := grouped(n)
	if n == 0 && m.Minor < 0 {
		text = "-0"
	}
	if fraction {
		text += "." + decimals
	}
	return text + " " + currency
}

// roundly writes an amount in whole major units: "1,235 EUR".
func roundly(m lead.Money) string {
	if m.Currency == "" {
		return "-"
	}
	return grouped(int64(roundHalfUp(m.Float()))) + " " + m.Currency
}

func roundHalfUp(x float64) float64 {
	if x < 0 {
		return -roundHalfUp(-x)
	}
	return float64(int64(x + 0.5))
}

// share writes a part of a whole in percent: "42 %".
func share(part, whole int64) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(part)/float64(whole))
}

// tenths writes points with one decimal, and a sign where asked.
func tenths(p lead.Points) string { return fmt.Sprintf("%.1f", clean(p)) }
func signed(p lead.Points) string { return fmt.Sprintf("%+.1f", clean(p)) }

// clean avoids a negative zero.
func clean(p lead.Points) float64 {
	if p > -50_000 && p < 50_000 {
		return 0
	}
	return p.Float()
}

// given writes points as they were given, whole where they are whole: "+8", "-0.5".
func given(p lead.Points) string {
	if p > 0 {
		return "+" + p.String()
	}
	return p.String()
}

// words writes a length of time in its two largest units: "2 days 4 hours".
func words(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	units := []struct {
		name string
		size time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}, {"second", time.Second}}
	for i, u := range units {
		if n := d / u.size; n > 0 {
			text := counted(int64(n), u.name)
			if i+1 < len(units) {
				if rest := (d - n*u.size) / units[i+1].size; rest > 0 {
					text += " " + counted(int64(rest), units[i+1].name)
				}
			}
			return text
		}
	}
	return "less than a second"
}

// spelled writes a name as people say it.
func spelled(name string) string { return strings.ReplaceAll(name, "_", " ") }

const (
	dayLayout    = "Mon 2 Jan 2006"
	momentLayout = dayLayout + " 15:04"
)

// moment writes an instant on the contract's clock: "Mon 2 Mar 2026 09:00".
func (c *contract) moment(i lead.Instant) string {
	if i == 0 {
		return "never"
	}
	return i.Time().In(c.zone).Format(momentLayout)
}

// local gives an instant as a time of the contract's zone, for JSON; none for zero.
func (c *contract) local(i lead.Instant) *time.Time {
	if i == 0 {
		return nil
	}
	t := i.Time().In(c.zone)
	return &t
}

// wrap breaks a text at spaces so that, behind an indent, no line exceeds the width; further lines begin under the first.
func wrap(indent int, text string) string {
	var b strings.Builder
	column := indent
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+n > width:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			column = indent
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

// table lines columns up: those whose name in the first row begins with "<" to the left, all others to the right.
func table(rows [][]string) string {
	if len(rows) == 0 {
		return ""
	}
	widths, left := make([]int, len(rows[0])), make([]bool, len(rows[0]))
	head := slices.Clone(rows[0])
	for i, name := range head {
		left[i] = strings.HasPrefix(name, "<")
		head[i] = strings.TrimPrefix(name, "<")
	}
	rows = append([][]string{head}, rows[1:]...)
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		line := " "
		for i, cell := range row {
			line += " " + pad(cell, widths[i], left[i])
			if i+1 < len(row) {
				line += " "
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

func pad(cell string, to int, left bool) string {
	space := strings.Repeat(" ", max(0, to-utf8.RuneCountInString(cell)))
	if left {
		return cell + space
	}
	return space + cell
}

// joined puts the texts that are not empty together.
func joined(sep string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return s == "" }), sep)
}

// or gives a text, or another where it is empty.
func or(text, other string) string { return cmp.Or(text, other) }
