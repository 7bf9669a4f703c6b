package routing

import (
	"fmt"
	"strings"
)

// postcode is how a country writes its postal codes: so many parts one after the other, each of them a word of its alphabet. A key has a byte for each part, the
// word's place in the alphabet above '0', so that codes are compared part by part: SW2 comes before SW10, and SW10 does not begin with SW1.
type postcode struct {
	parts []alphabet
	head  int    // areas of so many parts are known to exist: all of them are surveyed
	deep  int    // areas of so many parts are surveyed, where some of the same head are taken; what is smaller is not
	space int    // the part before which a space is written; 0: none
	like  string // what an area is, for a remedy
}

// alphabet are the words that a part can be, in their order. The empty one is a part that a code does without.
type alphabet struct {
	words   []string
	rank    map[string]int
	longest int
}

func alphabetOf(words ...string) alphabet {
	a := alphabet{words, map[string]int{}, 0}
	for i, w := range words {
		a.rank[w], a.longest = i, max(a.longest, len(w))
	}
	return a
}

// each gives the alphabet of single characters.
func each(characters string) alphabet { return alphabetOf(strings.Split(characters, "")...) }

// numbers gives those below 100, in at least so many digits, and words that stand behind one of them.
func numbers(width int, behind map[int]string) alphabet {
	var words []string
	for i := range 100 {
		words = append(words, fmt.Sprintf("%0*d", width, i))
		if w, ok := behind[i]; ok {
			words = append(words, w)
		}
	}
	return alphabetOf(words...)
}

var (
	digit, letter, alnum = each("0123456789"), each(capitals), each("0123456789" + capitals)

	// numeric is how codes of digits alone are surveyed, whatever their country.
	numeric = postcode{parts: []alphabet{digit, digit, digit, digit, digit, digit, digit, digit, digit}, head: mostDigits, deep: mostDigits}

	// The areas are those that lie on the map: neither the armed forces' (BF) nor those of large receivers (BX).
	unitedKingdom = british("M", strings.Fields("AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU HA HD HG HP HR HS "+
		"HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW "+
		"UB W WA WC WD WF WN WR WS WV YO ZE")...)
	guernsey, man, jersey = british("GY", "GY"), british("IM", "IM"), british("JE", "JE")

	// Dublin 6W lies between D06 and D07.
	ireland = postcode{parts: []alphabet{each("ACDEFHKNPRTVWXY"), numbers(2, map[int]string{6: "6W"}), alnum, alnum, alnum, alnum}, head: 1, deep: 2, space: 2,
		like: "a letter such as D, a routing key such as D02, or more of a code such as D02 X285"}
	netherlands = postcode{parts: []alphabet{each("123456789"), digit, digit, digit, letter, letter}, head: 4, deep: 6, space: 4,
		like: "digits such as 10 or 1012, or more of a code such as 1012 AB"}
	// Canada Post writes no D, F, I, O, Q and U, and does not begin with W or Z.
	canada = postcode{parts: []alphabet{each("ABCEGHJKLMNPRSTVXY"), digit, canadian, digit, canadian, digit}, head: 1, deep: 3, space: 3,
		like: "a letter such as K, digit and letter such as K1A, or more of a code such as K1A 0B1"}
	canadian = each("ABCEGHJKLMNPRSTVWXYZ")
)

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// british is how the United Kingdom and the islands beside it write their codes: SW1A 1AA is area SW, district 1, there A, sector 1, unit AA.
func british(such string, areas ...string) postcode {
	return postcode{parts: []alphabet{alphabetOf(areas...), numbers(1, nil), alphabetOf(append([]string{""}, letter.words...)...), digit, letter, letter}, head: 1, deep: 2, space: 3,
		like: fmt.Sprintf("an area such as %[1]s, a district such as %[1]s1, or more of a code such as %[1]s1 1AA", such)}
}

// postcodeOf gives how a country writes its codes; nil: in a way that is not known here.
func postcodeOf(country string) *postcode {
	switch country {
	case "GB":
		return &unitedKingdom
	case "GG":
		return &guernsey
	case "IM":
		return &man
	case "JE":
		return &jersey
	case "IE":
		return &ireland
	case "NL":
		return &netherlands
	case "CA":
		return &canada
	}
	return nil
}

// key appends to an empty key that of a code or of its first parts, nothing if it cannot be read. Where it is not known how a country writes its codes, a code is its own key.
func (p *postcode) key(key []byte, code string) []byte {
	if p == nil {
		return append(key, code...)
	}
	key, _ = p.read(key, code)
	return key
}

// read appends the parts of a code that is written in capitals, digits and spaces. No part goes on behind a space: "M1 1" is sector 1 of district M1, "M11" a district.
// Of several ways to read a code, long parts come first.
func (p *postcode) read(key []byte, code string) ([]byte, bool) {
	rest := strings.TrimLeft(code, " ")
	switch {
	case rest == "":
		return key, true
	case len(key) == len(p.parts):
		return key[:0], false
	}
	a := &p.parts[len(key)]
	for n := min(a.longest, len(rest)); n >= 0; n-- {
		if rank, ok := a.rank[rest[:n]]; ok {
			if read, ok := p.read(append(key, byte('0'+rank)), rest[n:]); ok {
				return read, true
			}
		}
	}
	return key[:0], false
}

// text writes a key as the country does.
func (p *postcode) text(key string) string {
	if p == nil {
		return key
	}
	var b strings.Builder
	for i := range len(key) {
		if i == p.space && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.parts[i].words[key[i]-'0'])
	}
	return b.String()
}

// clean gives a code as the country writes it, if it can be read, and whether it is a whole code.
func (p *postcode) clean(code string) (text string, whole bool) {
	if p == nil {
		return plain(code), false
	}
	code = spaced(code)
	if key, ok := p.read(nil, code); ok {
		return p.text(string(key)), len(key) == len(p.parts)
	}
	return code, false
}

// unit gives how many codes begin with the same so many parts.
func (p *postcode) unit(parts int) int64 {
	n := int64(1)
	for _, a := range p.parts[parts:] {
		n *= int64(len(a.words))
	}
	return n
}

// span gives the codes from one key to another, of as many parts. Parts beyond the form's count for nothing.
func (p *postcode) span(from, to string) codeRange {
	a, b, unit := int64(0), int64(0), p.unit(0)
	for i := range min(len(from), len(p.parts)) {
		unit /= int64(len(p.parts[i].words))
		a, b = a+int64(from[i]-'0')*unit, b+int64(to[i]-'0')*unit
	}
	return codeRange{a, b + unit}
}

// begin gives the first so many parts of a code's key.
func (p *postcode) begin(code int64, parts int) string {
	key := make([]byte, parts)
	code /= p.unit(parts)
	for i := parts - 1; i >= 0; i-- {
		n := int64(len(p.parts[i].words))
		key[i], code = byte('0'+code%n), code/n
	}
	return string(key)
}
