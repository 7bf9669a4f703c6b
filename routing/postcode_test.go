package routing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func areaOf(t require.TestingT, text string) (a Area) {
	require.NoError(t, a.UnmarshalText([]byte(text)))
	return a
}

func TestCodesWithLetters(t *testing.T) {
	for _, c := range []struct{ area, in, out string }{
		{"GB S", "S1 2HE, S10 1AA, S", "SW1A 1AA, SE1 9GF, SK1 1AA"},
		{"GB SW", "SW1A 1AA, SW19 5AE, SW", "S1 2HE, W1A 1AA, LONDON, SWINDON"},
		{"GB SW1", "SW1A 1AA, SW1Y 4AR, SW1", "SW10 9NL, SW19 5AE, SW2 1AA, SW, S1 1AA"},
		{"GB SW1A", "SW1A 1AA, SW1A", "SW1Y 4AR, SW1, SW11 1AA"},
		{"GB M1", "M1 1AA, M1", "M11 1AA, M11, M2 5BQ"},
		{"GB M11", "M11 1AA, M11", "M1 1AA"},
		{"GB m1 1", "M1 1AA, M1 1AE", "M1 2AA, M11 1AA, M11, M1"},
		{"GB CR0", "CR0 1AA", "CR1 1AA"},
		{"GB E1", "E1 6AN, E1W 1UN", "E10 5AA, EC1A 1BB"},
		{"GB SW2-SW12", "SW2 1AA, SW9 0AA, SW10 9NL, SW12 8AA", "SW1A 1AA, SW13 0AA, SW20 8AA, SE5 5AA"},
		{"GB EC1-EC4", "EC1A 1BB, EC4Y 0AA, EC2 1AA", "E1 6AN, EC5 1AA"},
		{"GB SW1E-SW1Y", "SW1E 5AA, SW1P 3AA, SW1Y 4AR", "SW1A 1AA, SW1 1AA, SW2 1AA"},
		{"GB L-N", "L1 1AA, LL11 1AA, M1 1AA, N1C 4AG", "NE1 1AA, KY1 1AA"},
		{"GB SW1A 1-SW1A 2", "SW1A 1AA, SW1A 2AA", "SW1A 0AA, SW1A 3AA"},
		{"GB", "SW1A 1AA, GIR 0AA, ", ""},
		{"GG GY1", "GY1 1AA", "GY10 1SF"}, {"IM IM1", "IM1 1AA", "IM10 1AA"}, {"JE JE2-JE3", "JE2 3QA", "JE1 1AA"},
		{"NL 1012", "1012 AB, 1012", "1013 AB, 101"},
		{"NL 10", "1012 AB, 1099 ZZ", "1112 AB"},
		{"NL 1012 AB", "1012 AB", "1012 AC, 1012, 1012 A"},
		{"NL 1012 AA-1012 KZ", "1012 AA, 1012 BZ, 1012 KZ", "1012 LA, 1013 AA, 1012"},
		{"NL 1000-1109", "1000 AA, 1109 ZZ", "1110 AA, 0999 AA"},
		{"CA K", "K1A 0B1, K0A 1A0", "M5V 3L9"},
		{"CA K1A", "K1A 0B1, K1A", "K1B 0B1, K1"},
		{"CA K1A 0B1", "K1A 0B1", "K1A 0B2"},
		{"CA K1A-K2C", "K1A 0B1, K1Z 1A1, K2C 1A1", "K2E 1A1, K0A 1A0"},
		{"IE D", "D02 X285, D6W PV38, D", "A65 F4E2"},
		{"IE D02", "D02 X285, D02", "D20 X285, D2"},
		{"IE D06", "D06 X285", "D6W PV38"},
		{"IE D6W", "D6W PV38", "D06 X285"},
		{"IE D01-D24", "D01 X285, D24 X285, D6W PV38", "A65 F4E2, D25 X285"},
		{"IE D07-D24", "D07 X285", "D06 X285, D6W PV38"},
		{"IE A65 F4E2", "A65 F4E2", "A65 F4E3"},
		{"MT VLT", "VLT 1117", "MST 1751"}, // nothing is known of Malta's form
		{"FR 50000-59999", "50000, 59999", "50A00, 60000"},
	} {
		o := plotOf(areaOf(t, c.area))
		for i, list := range []string{c.in, c.out} {
			for code := range strings.SplitSeq(list, ", ") {
				if i == 0 || code != "" {
					assert.Equal(t, i == 0, o.holds(&Request{Country: o.country, Postal: plain(code)}), "%s has %q", c.area, code)
					assert.Equal(t, i == 0, o.holds(&Request{Country: o.country, Postal: plain(strings.ToLower(code))}), "%s has %q in small letters", c.area, code)
				}
			}
		}
	}
}

func TestTextOfAreasWithLetters(t *testing.T) {
	for text, want := range map[string]string{
		"GB SW1A1AA": "GB SW1A 1AA", "gb-sw1a-1aa": "GB SW1A 1AA", "GB sw 1": "GB SW1", "GB M11AA": "GB M1 1AA", "GB M111AA": "GB M11 1AA", "GB M1 1": "GB M1 1", "GB M11": "GB M11",
		"GB SW1 - SW9": "GB SW1-SW9", "GB-SW1-SW9": "GB SW1-SW9", "GB AB-DG": "GB AB-DG", "GB CR01AA": "GB CR0 1AA", "GB SW1 A": "GB SW1A",
		"NL 1012ab": "NL 1012 AB", "NL 1012-AB": "NL 1012 AB", "NL-1012": "NL 1012", "NL 10-12": "NL 10-12", "NL 1012 aa - 1012kz": "NL 1012 AA-1012 KZ", "NL 1012 K": "NL 1012 K",
		"CA k1a0b1": "CA K1A 0B1", "CA K1A-0B1": "CA K1A 0B1", "CA K1A-K1C": "CA K1A-K1C", "CA K1": "CA K1",
		"IE d02x285": "IE D02 X285", "IE D02-X285": "IE D02 X285", "IE D01-D6W": "IE D01-D6W", "IE A-F": "IE A-F",
		"LV LV-1001": "LV LV1001", "FR-59000-62999": "FR 59000-62999", "MT VLT 11": "MT VLT11", "AR C1425-CLA": "AR C1425CLA",
	} {
		a := areaOf(t, text)
		assert.Equal(t, want, a.String(), text)
		assert.Equal(t, a, areaOf(t, a.String()), text)
	}
	for text, want := range map[string]string{
		"GB WS-Q":      "write an area such as M, a district such as M1, or more of a code such as M1 1AA",
		"GB London":    "write an area such as M",
		"GB SW1A 1AAA": "write an area such as M",
		"GB SW1-9":     "write an area such as M", // either SW1 to SW9, or sector 9 of SW1
		"GB SW1-SW1D":  "a range says as much on both sides",
		"GB SW9-SW1":   "the range ends before it begins",
		"GB SW20-SW3":  "the range ends before it begins",
		"IE D2":        "write a letter such as D, a routing key such as D02",
		"IE D6W-D06":   "the range ends before it begins",
		"NL 0999":      "write digits such as 10 or 1012",
		"NL 1012 AA-B": "write digits such as 10 or 1012",
		"CA K1D":       "write a letter such as K",
		"CA Z1A":       "write a letter such as K",
		"AR C10-C14":   "a range has as many digits on both sides",
	} {
		assert.ErrorContains(t, new(Area).UnmarshalText([]byte(text)), want, text)
	}
	for _, a := range []Area{{Country: "GB", Postal: "SW1A1AA"}, {Country: "GB", Postal: "SW1", To: "sw9"}, {Country: "GB", Postal: "SW1", To: "SW 9"}, {Country: "GB", To: "SW9"}, {Country: "NL", Postal: "Q"}, {Country: "NL", Postal: "11", To: "Q"}} {
		assert.NotEmpty(t, a.fault(), "%v", a)
	}
	assert.Equal(t, "write it as SW1A 1AA", Area{Country: "GB", Postal: "SW1A1AA"}.fault())
}

// Whatever is written, it is refused, or it says the same when it is written and read again.
func TestAreasAreReadOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := oneOf(t, "country", "GB", "nl", "CA", "IE", "LV", "") + oneOf(t, "gap", " ", "-", "")
		for range rapid.IntRange(0, 6).Draw(t, "pieces") {
			text += oneOf(t, "piece", "-", " ", "SW", "k", "D", "6W", "1", "0", "10", "1012", "AB", "é")
		}
		var a Area
		if a.UnmarshalText([]byte(text)) != nil {
			require.Equal(t, Area{}, a)
			return
		}
		require.Equal(t, a, areaOf(t, a.String()), text)
		if a.Region == "" {
			require.Empty(t, a.fault())
			_, err := Compile(team(1, Rotation, func(_ int, p *Person) { p.Territory = []Area{a} }), schema(t), nil)
			require.NoError(t, err)
		}
	})
}

// Every whole code is read as what it was written as, with spaces and without.
func TestWholeCodesAreReadInOneWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := postcodeOf(oneOf(t, "country", "GB", "GG", "IM", "JE", "IE", "NL", "CA"))
		var key []byte
		for _, a := range form.parts {
			key = append(key, byte('0'+rapid.IntRange(0, len(a.words)-1).Draw(t, "word")))
		}
		text := form.text(string(key))
		require.Equal(t, string(key), string(form.key(nil, text)), text)
		require.Equal(t, string(key), string(form.key(nil, plain(text))), text)
		clean, whole := form.clean(strings.ToLower(plain(text)))
		require.Equal(t, text, clean)
		require.True(t, whole)
	})
}

// small are forms of few codes: one like the British, one like the Dutch.
func small() []*postcode {
	return []*postcode{
		{parts: []alphabet{alphabetOf("A", "AB", "B", "C"), alphabetOf("0", "1", "2", "9", "10", "11"), alphabetOf("", "A", "B"), each("01"), each("A"), each("A")}, head: 1, deep: 2, space: 3},
		{parts: []alphabet{each("123"), each("0123"), each("ABC"), each("AB")}, head: 2, deep: 4, space: 2},
	}
}

// code is one as the oracle sees it: the places of its parts' words.
type code []int

// codes lists all codes of a form, in their order.
func codes(form *postcode) (list []code) {
	list = []code{nil}
	for _, a := range form.parts {
		var longer []code
		for _, c := range list {
			for i := range a.words {
				longer = append(longer, append(slices.Clone(c), i))
			}
		}
		list = longer
	}
	return list
}

func (c code) text(form *postcode) (text string) {
	for i, word := range c {
		if i == form.space {
			text += " "
		}
		text += form.parts[i].words[word]
	}
	return text
}

// stretch is an area as the oracle sees it: what begins with anything from one to the other.
type stretch struct{ from, to code }

func (s stretch) has(c code) bool {
	start := c[:len(s.from)]
	return slices.Compare(s.from, start) <= 0 && slices.Compare(start, s.to) <= 0
}

func stretches(t *rapid.T, form *postcode) (s stretch, text string) {
	n := rapid.IntRange(1, len(form.parts)).Draw(t, "parts")
	if n == form.space && form.parts[n-1].words[0] == "" {
		n++ // a part that may be missing is not missing at the end
	}
	word := func(i int) int { return rapid.IntRange(0, len(form.parts[i].words)-1).Draw(t, "word") }
	for i := range n {
		s.from = append(s.from, word(i))
	}
	s.to = s.from
	if rapid.Bool().Draw(t, "range") {
		s.to = slices.Clone(s.from)
		for i := n - 1; i >= 0 && rapid.Bool().Draw(t, "other"); i-- {
			s.to[i] = word(i)
		}
		if slices.Compare(s.to, s.from) < 0 {
			s.from, s.to = s.to, s.from
		}
		return s, s.from.text(form) + "-" + s.to.text(form)
	}
	return s, s.from.text(form)
}

// plotIn is plotOf for a form that no country has.
func plotIn(t *rapid.T, form *postcode, text string) *plot {
	from, to := ends(form, text)
	if to == "" {
		to = from
	}
	o := &plot{kind: postalArea, country: "GB", form: form, from: string(form.key(nil, from)), to: string(form.key(nil, to))}
	require.NotEmpty(t, o.from, text)
	require.Len(t, o.to, len(o.from), text)
	return o
}

// Areas have the codes that the oracle says; of two of which one has fewer of the other's, that one is the more specific; and gaps are exactly those that the survey promises.
func TestSurveyOfCodesWithLetters(t *testing.T) {
	for i, form := range small() {
		all := codes(form)
		rapid.Check(t, func(t *rapid.T) {
			var plots []*plot
			var list []codeRange
			taken, sets := map[string]bool{}, [][]bool{}
			for range rapid.IntRange(1, 6).Draw(t, "areas") {
				s, text := stretches(t, form)
				o := plotIn(t, form, text)
				plots, list = append(plots, o), append(list, o.span())
				set := make([]bool, len(all))
				for j, c := range all {
					set[j] = s.has(c)
					require.Equal(t, set[j], o.covers(form.key(nil, plain(c.text(form)))), "%s has %s", text, c.text(form))
					taken[fmt.Sprint(c[:form.deep])] = taken[fmt.Sprint(c[:form.deep])] || set[j]
				}
				sets = append(sets, set)
			}
			for j, a := range plots {
				for k, b := range plots {
					if inside(sets[j], sets[k]) {
						require.Equal(t, !inside(sets[k], sets[j]), narrower(a, b) < 0, "%s in %s", a, b)
					}
				}
			}
			var gaps []*plot
			for _, text := range form.gaps(list) {
				gaps = append(gaps, plotIn(t, form, text))
			}
			for _, c := range all {
				gap := slices.ContainsFunc(gaps, func(o *plot) bool { return o.covers(form.key(nil, plain(c.text(form)))) })
				require.Equal(t, isGap(form, all, taken, c), gap, "form %d: %s", i, c.text(form))
			}
		})
	}
}

func inside(a, b []bool) bool {
	for i := range a {
		if a[i] && !b[i] {
			return false
		}
	}
	return true
}

// isGap is the promise of the survey, said of one code.
func isGap(form *postcode, all []code, taken map[string]bool, c code) bool {
	before, behind := false, false
	for _, o := range all {
		if slices.Equal(o[:form.head], c[:form.head]) && taken[fmt.Sprint(o[:form.deep])] {
			order := slices.Compare(o[:form.deep], c[:form.deep])
			before, behind = before || order <= 0, behind || order >= 0
		}
	}
	return !taken[fmt.Sprint(c[:form.deep])] && before == behind
}

// Two people's British areas are found to cross exactly if each has codes that the other has not, and both have some.
func TestOverlapsOfCodesWithLetters(t *testing.T) {
	var all []Request
	for _, area := range []string{"SE", "SW", "W"} {
		for _, district := range []string{"0", "1", "2", "10", "11", "99"} {
			for _, part := range []string{"", "A", "B", "Z"} {
				for _, sector := range "019" {
					all = append(all, Request{Country: "GB", Postal: fmt.Sprintf("%s%s%s%cAA", area, district, part, sector)})
				}
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		one := func(parts int) (text string) {
			for _, words := range [][]string{{"SE", "SW", "W"}, {"0", "1", "2", "10", "11"}, {"", "A", "B"}, {" 0", " 1"}}[:parts] {
				text += oneOf(t, "word", words...)
			}
			return text
		}
		p := team(rapid.IntRange(2, 5).Draw(t, "people"), Rotation, nil)
		for i := range p.People {
			parts := oneOf(t, "parts", 1, 2, 2, 4)
			a := areaOf(t, "GB "+one(parts))
			if b := areaOf(t, "GB "+one(parts)); rapid.Bool().Draw(t, "range") && plotOf(a).span().from < plotOf(b).span().from {
				a.To = b.Postal
			}
			p.People[i].Territory = []Area{a}
		}
		want := map[string]bool{}
		for i, one := range p.People {
			for _, other := range p.People[:i] {
				a, b := plotOf(one.Territory[0]), plotOf(other.Territory[0])
				mine, theirs, both := false, false, false
				for _, q := range all {
					x, y := a.holds(&q), b.holds(&q)
					mine, theirs, both = mine || x && !y, theirs || y && !x, both || x && y
				}
				if mine && theirs && both {
					want[couple(a.String(), b.String())] = true
				}
			}
		}
		got := map[string]bool{}
		for _, f := range compiled(t, p).Warnings() {
			if f.Code == "territory-overlap" {
				a, rest, _ := strings.Cut(f.Summary, " crosses ")
				b, _, _ := strings.Cut(rest, ", ")
				got[couple(a, b)] = true
			}
		}
		require.Equal(t, want, got)
	})
}

// How specific areas are is an order, whatever their countries.
func TestHowSpecificIsAnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func() *plot {
			return plotOf(areaOf(t, oneOf(t, "area", "GB SW", "GB SW1", "GB SW1-SW9", "GB M1 1AA", "FR 5", "FR 59", "FR 59000-62999", "NL 1012", "NL 1012 AA-1012 KZ", "SE 1", "SE 12345", "BE", "MT VLT")))
		}
		a, b, c := draw(), draw(), draw()
		require.Equal(t, narrower(a, b), -narrower(b, a))
		if narrower(a, b) <= 0 && narrower(b, c) <= 0 {
			require.LessOrEqual(t, narrower(a, c), min(narrower(a, b), narrower(b, c)))
		}
	})
}

// Who has what a region of a country is called, and who has a part of its codes, are found side by side.
func TestCodesBesideRegions(t *testing.T) {
	p := team(2, Rotation, func(i int, p *Person) { p.Territory = [][]Area{{{Region: "the city"}}, {areaOf(t, "GB SW1")}}[i] })
	p.Regions = []Region{{Name: "the city", Called: []string{"London"}, Country: "GB"}}
	r := compiled(t, p)
	assert.Empty(t, r.Warnings())
	q := ask(1)
	q.Country, q.Postal = "GB", "SW1A1AA"
	assert.Equal(t, "P01", r.Route(&Desk{}, q, 1).Person)
	q.Postal, q.Region = "SW101AA", "london"
	assert.Equal(t, "P00", r.Route(&Desk{}, q, 1).Person)
}

func couple(a, b string) string { return min(a, b) + " | " + max(a, b) }

func TestCodesWithLettersAllocateNothing(t *testing.T) {
	p := team(3, Rotation, func(i int, p *Person) { p.Territory = []Area{areaOf(t, []string{"GB SW", "GB SW1", "GB SW1-SW9"}[i])} })
	r := compiled(t, p)
	q := Request{Country: "GB", Postal: "SW1A1AA"}
	var found tiers
	look := func() {
		found.reset()
		r.channels[0].places.find(&found, &q)
	}
	look()
	assert.Len(t, found.list, 3)
	assert.Zero(t, testing.AllocsPerRun(100, look))
	assert.Zero(t, testing.AllocsPerRun(100, func() { r.people[1].level(&q) }))
}
