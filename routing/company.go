package routing

import "strings"

// nameKey gives what a company is recognised by, "" where the name or the postal code is missing.
func nameKey(name, country, postal string) string {
	if name = CompanyName(name); name == "" || postal == "" {
		return ""
	}
	return country + "|" + postal + "|" + name
}

// CompanyName gives the name of a company as it is compared: in small letters, without accents, signs and legal forms, so that "Société Générale S.A." is "societe generale".
//
// It knows the accented letters of the languages that are written in Latin script, not those of other scripts, which it leaves as they are; and of legal forms those of Europe and
// North America, at the end of the name, or the usual French ones at its beginning. It knows no abbreviations ("Ets"), no translations and no misspellings: two names are the same or they are not.
func CompanyName(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch plain, accented := unaccented[r]; {
		case accented:
			b.WriteString(plain)
		case r == '&' || r == '+':
			b.WriteString(" ")
		case r == '.' || r == '\'' || r == '’' || 0x300 <= r && r <= 0x36F: // S.A., O'Neill, accents of their own
		case r < 0x80 && !('a' <= r && r <= 'z' || '0' <= r && r <= '9'), 0x2000 <= r && r <= 0x206F, r == 0xA0:
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(withoutForm(strings.Fields(b.String())), " ")
}

// withoutForm takes legal forms away, but never the whole name. Of "SARL AB" the name is AB.
func withoutForm(words []string) []string {
	for len(words) > 1 {
		n := formWords(words)
		switch {
		case n > 0 && !(len(words)-n == 1 && leadingForms[words[0]]):
			words = words[:len(words)-n]
		case leadingForms[words[0]]:
			words = words[1:]
		default:
			return words
		}
	}
	return words
}

// formWords counts the words of the legal form at the end, zero if there is none.
func formWords(words []string) int {
	for n := min(4, len(words)-1); n > 0; n-- {
		if legalForms[strings.Join(words[len(words)-n:], " ")] {
			return n
		}
	}
	return 0
}

// legalForms stand at the end of a name, in up to four words.
var legalForms = forms(
	"sa, sas, sasu, sarl, eurl, snc, scs, sca, sci, scop, gie, selarl, s a, s a s, s a r l, " + // French
		"nv, bv, bvba, sprl, srl, scrl, cvba, vof, n v, b v, " + // Belgian, Dutch
		"gmbh, ag, kg, ohg, ug, se, ev, eg, mbh, kgaa, gbr, gesmbh, gmbh co, gmbh co kg, ag co kg, " + // German, Austrian, Swiss
		"ltd, limited, plc, llp, llc, lp, inc, incorporated, corp, corporation, co, company, " + // English
		"spa, sapa, srls, sl, slu, sau, lda, sgps, s p a, s r l, s l, " + // Italian, Spanish, Portuguese
		"oy, oyj, ab, as, asa, aps, a s, " + // Nordic
		"sp zoo, sp z oo, spzoo, sro, s r o, zrt, kft, nyrt, doo, d o o, ood, eood, uab, sia") // of the East

// leadingForms stand at the beginning of a name.
var leadingForms = forms("sa, sas, sasu, sarl, eurl, snc, sci, selarl")

func forms(list string) map[string]bool {
	m := map[string]bool{}
	for form := range strings.SplitSeq(list, ", ") {
		m[form] = true
	}
	return m
}

// unaccented gives the plain letters of accented ones.
var unaccented = func() map[rune]string {
	m := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ĳ': "ij"}
	for plain, accented := range map[string]string{"a": "àáâãäåāăąǎȁ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęěȅ", "g": "ĝğġģǧ", "h": "ĥħ", "i": "ìíîïĩīĭįıǐ", "j": "ĵ", "k": "ķǩ",
		"l": "ĺļľŀł", "n": "ñńņňŉ", "o": "òóôõöøōŏőǒ", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűųǔ", "w": "ŵ", "y": "ýÿŷ", "z": "źżž"} {
		for _, r := range accented {
			m[r] = plain
		}
	}
	return m
}()

// domainOf gives the domain of a web or email address in small letters, without "www", "" where there is none.
func domainOf(address string) string {
	s := strings.ToLower(strings.TrimSpace(address))
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		s = s[i+1:]
	}
	if i := strings.IndexAny(s, "/?#:"); i >= 0 {
		s = s[:i]
	}
	s = strings.TrimSuffix(strings.TrimPrefix(s, "www."), ".")
	if !strings.Contains(s, ".") || strings.HasPrefix(s, ".") || strings.ContainsAny(s, " \t\n") {
		return ""
	}
	return s
}
