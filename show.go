package leadkit

import (
	"strings"
	"unicode"

	"github.com/leadkit/leadkit/lead/diag"
)

// Show prints findings for people: each with its place, the offending line, the range at fault underlined, the near name and the remedy.
// Of a line longer than a screen, the part around the fault is shown. Nothing that a file holds reaches the terminal as a control character.
func Show(found diag.List) string {
	var b strings.Builder
	for i, f := range found {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(visible(f.String()))
		b.WriteByte('\n')
		underline(&b, f.Origin)
	}
	return b.String()
}

// Of a long line, so many runes are shown before the fault and altogether.
const (
	shownBefore = 60
	shownRunes  = 160
)

// underline writes a line and, under it, what is at fault in it.
func underline(b *strings.Builder, o diag.Origin) {
	if strings.TrimSpace(o.Text) == "" || o.Column < 1 {
		return
	}
	line, at := window(visible(o.Text), o.Column-1)
	b.WriteString("    " + string(line) + "\n    ")
	for i, r := range line {
		switch {
		case i < at:
			b.WriteString(strings.Repeat(" ", cells(r)))
		case i < at+o.Width:
			b.WriteString(strings.Repeat("^", max(cells(r), 1)))
		}
	}
	if at >= len(line) { // something is missing at the line's end
		b.WriteByte('^')
	}
	b.WriteByte('\n')
}

// window gives a line, or the part around a rune of one that is long, and where that rune is in it.
func window(text string, at int) (line []rune, begin int) {
	from := 0
	if at > shownRunes-shownBefore {
		from = at - shownBefore
	}
	line = make([]rune, 0, min(len(text), shownRunes))
	n := 0
	for _, r := range text {
		if n >= from+shownRunes {
			break
		}
		if n >= from {
			line = append(line, r)
		}
		n++
	}
	return line, at - from
}

// visible replaces tabs by a space and every other control character by the sign for what cannot be shown.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// cells gives how many columns of a terminal a rune takes: none for an accent that is added to the letter before, two for those that East Asian typography
// sets wide (Unicode Standard Annex 11, in its broad ranges), one for all others.
func cells(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf && r != 0x303f, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1f64f, r >= 0x1f900 && r <= 0x1f9ff,
		r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}
