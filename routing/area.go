package routing

import (
	"fmt"
	"strings"
)

// Area is a country, or the part of it whose postal codes begin in one way. Its text form is "BE" or "FR 59".
type Area struct {
	Country string // ISO 3166-1, two capital letters
	Postal  string // first characters of the postal code, capitals and digits; empty: the whole country
}

// String gives the text form.
func (a Area) String() string { return strings.TrimSpace(a.Country + " " + a.Postal) }

// MarshalText gives the text of String.
func (a Area) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the text form. "FR-59" is "FR 59".
func (a *Area) UnmarshalText(text []byte) error {
	country, postal, _ := strings.Cut(strings.Replace(strings.TrimSpace(string(text)), "-", " ", 1), " ")
	read := Area{Country: plain(country), Postal: plain(postal)}
	if !knownCountry(read.Country) {
		return fmt.Errorf("%q is no area: write a country such as BE, or a postal area such as FR 59", text)
	}
	*a = read
	return nil
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

// places finds who covers a place, as sets over the members of one channel.
type places struct {
	everywhere group
	countries  map[string]*country
	limited    bool // somebody is limited to a territory
}

type country struct {
	whole    group
	lengths  []int // of the postal areas
	prefixes map[string]group
}

func newPlaces(size int) places {
	return places{everywhere: newGroup(size), countries: map[string]*country{}}
}

func (p *places) add(member, size int, territory []Area) {
	if len(territory) == 0 {
		p.everywhere.set(member)
		return
	}
	p.limited = true
	for _, a := range territory {
		c := p.countries[a.Country]
		if c == nil {
			c = &country{whole: newGroup(size), prefixes: map[string]group{}}
			p.countries[a.Country] = c
		}
		if a.Postal == "" {
			c.whole.set(member)
			continue
		}
		if c.prefixes[a.Postal] == nil {
			c.prefixes[a.Postal] = newGroup(size)
			c.lengths = insertSorted(c.lengths, len(a.Postal))
		}
		c.prefixes[a.Postal].set(member)
	}
}

// find sets into to who covers a place.
func (p *places) find(to group, code, postal string) {
	copy(to, p.everywhere)
	c := p.countries[code]
	if c == nil {
		return
	}
	to.or(c.whole)
	for _, n := range c.lengths {
		if n > len(postal) {
			return
		}
		to.or(c.prefixes[postal[:n]])
	}
}

// covers is the plain definition of who covers a place.
func covers(territory []Area, code, postal string) bool {
	for _, a := range territory {
		if a.Country == code && strings.HasPrefix(postal, a.Postal) {
			return true
		}
	}
	return len(territory) == 0
}
