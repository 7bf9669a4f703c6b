package routing

import (
	"slices"
	"strings"
	"unicode"

	"github.com/leadkit/leadkit/lead"
)

// general are the attributes that an answer to a buyer may name: they tell of many.
var general = []string{"country", "region", "type", "market", "industry", "language", "zone", "zone_from", "buying_position", "qualification"}

// shortestName is from how many letters on a value tells anything within a longer word: a shorter one has to be a word.
const shortestName = 3

// longestNumber is how many digits in a row, spaces and punctuation left out, a text may have: a telephone number has more. An amount of millions has as many.
const longestNumber = 7

// tellsWho reports whether a text tells who a lead is: it holds the text of an attribute that is not general, an id, something like an address of electronic mail,
// or a number as long as one of a telephone. Case, spaces and punctuation make no difference. It errs on the safe side.
func tellsWho(st *lead.State, text string) bool {
	if strings.ContainsRune(text, '@') || digitsInARow(text) > longestNumber {
		return true
	}
	said, words := letters(text), strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	known := []string{st.ID, st.Person}
	for i := range st.Fields {
		if f := &st.Fields[i]; !slices.Contains(general, f.Name) {
			known = append(known, strings.FieldsFunc(f.Value.Text, unicode.IsControl)...) // a list is parted by control characters
		}
	}
	for _, p := range st.Plans {
		known = append(known, p.Name)
	}
	for _, k := range known {
		switch k = letters(k); {
		case len(k) >= shortestName && strings.Contains(said, k), k != "" && slices.Contains(words, k):
			return true
		}
	}
	return false
}

// letters gives the letters and digits of a text in small letters.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// digitsInARow gives how many digits follow each other at most, whatever stands between them that is no letter.
func digitsInARow(s string) (most int) {
	n := 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			n++
			most = max(most, n)
		case unicode.IsLetter(r):
			n = 0
		}
	}
	return most
}
