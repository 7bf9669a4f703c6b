package routing

import (
	"errors"
	"fmt"
	"strings"
)

// Area is a part of somebody's territory: a country, "BE"; the part of it whose postal codes begin in one way, "FR 59", or lie in a range, "FR 59000-62999"; or a region of the policy, by its name.
//
// Codes with letters are read as their country writes them, whatever the case and the spaces: in the United Kingdom (and GG, IM and JE) by area, "GB SW", by district,
// "GB SW1", which has SW1A but not SW10, or by more of a code, "GB SW1A 1"; in the Netherlands "NL 1012" or "NL 1012 AB", in Canada "CA K1A" or "CA K1A 0B1", in Ireland "IE D",
// "IE D02" or "IE D02 X285". Their ranges say as much on both sides and go part by part, numbers as numbers: "GB SW1-SW20", "NL 1012 AA-1012 KZ"; "IE D01-D24" has D6W, too.
// Other countries' codes with letters are compared by their first characters, and have no ranges.
//
// Of a country of which only postal areas are taken, what nobody in a channel takes is a warning. Which codes exist is not known here: of codes of digits it names all that is
// left, whether it exists or not; of the codes above, areas that do exist (GB SW, CA K, IE D, four Dutch digits) of which nobody has any part, and what lies between two parts
// of one of them that are taken (by district, such as GB SW1, CA K1A or IE D02; Dutch ones by letters). It says nothing of what
// lies before the first and behind the last part, or within a district.
type Area struct {
	Country string // ISO 3166-1, two capital letters
	Postal  string // first characters of the postal code, capitals and digits, with a space where the countries named above write one; empty: the whole country
	To      string // with a range, the first characters of its last codes: as many digits as Postal, or as many parts
	Region  string // the name of a region, and nothing else
}

// String gives the text form.
func (a Area) String() string {
	switch {
	case a.Region != "":
		return a.Region
	case a.To != "":
		return a.Country + " " + a.Postal + "-" + a.To
	}
	return strings.TrimSpace(a.Country + " " + a.Postal)
}

// MarshalText gives the text of String.
func (a Area) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the text form. "FR-59" is "FR 59". What is neither a country nor begins with one is the name of a region.
func (a *Area) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	if s == "" {
		return errors.New("an area is missing: write a country such as BE, a postal area such as FR 59, or the name of a region")
	}
	country, codes := s, ""
	if i := strings.IndexAny(s, " -"); i >= 0 {
		country, codes = s[:i], s[i+1:]
	}
	if len(country) != 2 || !knownCountry(plain(country)) {
		*a = Area{Region: s}
		return nil
	}
	read := Area{Country: plain(country)}
	read.Postal, read.To = ends(postcodeOf(read.Country), codes)
	if fault := read.fault(); fault != "" {
		return fmt.Errorf("%q is no area: %s", s, fault)
	}
	*a = read
	return nil
}

// ends reads the beginning of codes, or a range. A hyphen inside of a whole code is none: "SW1A-1AA", and where the form is not known, one between what is not alike: "LV-1001".
func ends(form *postcode, codes string) (from, to string) {
	all, whole := form.clean(codes)
	first, last, ranged := strings.Cut(codes, "-")
	if !ranged || whole {
		return all, ""
	}
	from, _ = form.clean(first)
	to, _ = form.clean(last)
	if form == nil && (digits(from) != digits(to) || !digits(from) && len(from) != len(to)) {
		return all, ""
	}
	return from, to
}

// mostDigits bounds a range of postal codes.
const mostDigits = 9

// fault says what is wrong with an area that is no region, "" if nothing.
func (a Area) fault() string {
	switch {
	case !knownCountry(a.Country):
		return "write a country such as BE, a postal area such as FR 59, or the name of a region"
	case postcodeOf(a.Country) != nil:
		return a.misread(postcodeOf(a.Country))
	case plain(a.Postal) != a.Postal:
		return "a postal area is written in capitals and digits alone"
	case a.To == "":
		return ""
	case !digits(a.Postal) || !digits(a.To) || len(a.Postal) != len(a.To) || len(a.To) > mostDigits:
		return fmt.Sprintf("a range has as many digits on both sides, at most %d, such as FR 59000-62999", mostDigits)
	case a.To < a.Postal:
		return "the range ends before it begins"
	}
	return ""
}

// misread says what is wrong with the codes of an area, as its country writes them.
func (a Area) misread(form *postcode) string {
	from, to := string(form.key(nil, a.Postal)), string(form.key(nil, a.To))
	switch first, last := form.text(from), form.text(to); {
	case from == "" && a.Postal+a.To != "", to == "" && a.To != "":
		return "write " + form.like
	case first != a.Postal:
		return "write it as " + first
	case last != a.To:
		return "write it as " + last
	case a.To == "":
		return ""
	case len(from) != len(to):
		return "a range says as much on both sides: each is " + form.like
	case to < from:
		return "the range ends before it begins"
	}
	return ""
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// spaced gives the letters and digits of a code in capitals, with one space for whatever stands between them: "sw1a-1aa" is "SW1A 1AA".
func spaced(code string) string {
	return strings.Join(strings.FieldsFunc(strings.ToUpper(code), func(r rune) bool { return (r < '0' || '9' < r) && (r < 'A' || 'Z' < r) }), " ")
}

// plain gives the letters and digits of a code in capitals: "sw1a 1aa" is "SW1A1AA".
func plain(code string) string {
	clean := func(r rune) bool { return '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' }
	if strings.IndexFunc(code, func(r rune) bool { return !clean(r) }) < 0 {
		return code
	}
	return strings.Map(func(r rune) rune {
		if clean(r) {
			return r
		}
		return -1
	}, strings.ToUpper(code))
}

// language gives the language of a tag: "fr-BE" is "fr".
func language(tag string) string {
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(strings.TrimSpace(tag))
}

// countries are the codes of ISO 3166-1 alpha-2 (officially assigned, 2024), and XK, which Kosovo uses.
const countries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM " +
	"CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN " +
	"HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN " +
	"MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE " +
	"SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT " +
	"ZA ZM ZW"

func knownCountry(code string) bool {
	return len(code) == 2 && code[0] != ' ' && code[1] != ' ' && strings.Contains(countries, code)
}
