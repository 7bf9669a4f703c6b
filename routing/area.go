package routing

import (
	"errors"
	"fmt"
	"strings"
)

// Area is a part of somebody's territory: a country, "BE"; the part of it whose postal codes begin in one way, "FR 59", or lie in a range, "FR 59000-62999"; or a region of the policy, by its name.
type Area struct {
	Country string // ISO 3166-1, two capital letters
	Postal  string // first characters of the postal code, capitals and digits; empty: the whole country
	To      string // with a range, the first digits of its last codes: as many as Postal has
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
	country, postal, _ := strings.Cut(strings.Replace(s, "-", " ", 1), " ")
	if len(country) != 2 || !knownCountry(plain(country)) {
		*a = Area{Region: s}
		return nil
	}
	read := Area{Country: plain(country), Postal: plain(postal)}
	if _, rest, _ := strings.Cut(s, " "); strings.Contains(rest, "-") {
		from, to, _ := strings.Cut(rest, "-")
		if from, to = plain(from), plain(to); digits(from) && digits(to) {
			read.Postal, read.To = from, to
		}
	}
	if fault := read.fault(); fault != "" {
		return fmt.Errorf("%q is no area: %s", s, fault)
	}
	*a = read
	return nil
}

// mostDigits bounds a range of postal codes.
const mostDigits = 9

// fault says what is wrong with an area that is no region, "" if nothing.
func (a Area) fault() string {
	switch {
	case !knownCountry(a.Country):
		return "write a country such as BE, a postal area such as FR 59, or the name of a region"
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

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

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
