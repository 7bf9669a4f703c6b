package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// canonicalText spells an expression in one way: texts in double quotes, and space only between two words.
func canonicalText(src string) string {
	var b strings.Builder
	runes := []rune(strings.TrimSpace(src))
	for i := 0; i < len(runes); {
		switch r := runes[i]; {
		case r == '"' || r == '\'':
			end := quoted(runes, i)
			b.WriteString(requote(string(runes[i+1:max(i+1, end-1)]), r))
			i = end
		case unicode.IsSpace(r):
			for i < len(runes) && unicode.IsSpace(runes[i]) {
				i++
			}
			if word(runes[i]) && wordBefore(b.String()) {
				b.WriteByte(' ')
			}
		default:
			b.WriteRune(r)
			i++
		}
	}
	return b.String()
}

// quoted gives the place behind the text that begins at i.
func quoted(runes []rune, i int) int {
	for j := i + 1; j < len(runes); j++ {
		switch runes[j] {
		case '\\':
			j++
		case runes[i]:
			return j + 1
		}
	}
	return len(runes)
}

func requote(inside string, quote rune) string {
	if quote == '\'' {
		inside = strings.ReplaceAll(strings.ReplaceAll(inside, `\'`, `'`), `"`, `\"`)
	}
	return `"` + inside + `"`
}

func word(r rune) bool {
	return r == '_' || r == '"' || r == '\'' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

func wordBefore(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && word(r)
}
