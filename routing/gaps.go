package routing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

// survey finds the gaps between the territories of a channel, and where they overlap without being the same.
//
// Gaps are looked for in countries of which only postal areas are taken, by their digits; of countries that nobody's territory names, those that the channel's condition does; places without a postal code and codes with letters are not surveyed.
// Two people who have the same area share it, and one area within another is the more specific one: neither is a finding. Ranges of codes that cross are, and shapes that do.
func (c *compiler) survey(ch *channel) {
	c.overlaps(ch)
	if !ch.places.everywhere.empty() {
		return
	}
	codes := map[string][]codeRange{}
	for _, m := range ch.members {
		for _, o := range c.r.people[m].plots {
			switch {
			case o.country == "":
			case o.from != "" && digits(o.from):
				codes[o.country] = append(codes[o.country], o.span())
			default: // a whole country, a region of another kind, letters
				codes[o.country] = append(codes[o.country], codeRange{0, wholeRange})
			}
		}
	}
	c.unnamed(ch, codes)
	for country, list := range codes {
		if gaps := gapsIn(list); len(gaps) > 0 {
			c.found.Warn(diag.Join("/channels", ch.Name), "territory-gap", fmt.Sprintf("nobody in %s takes %s %s", ch.Name, country, strings.Join(gaps, ", ")),
				"give the codes that exist to somebody, or the whole country")
		}
	}
}

// unnamed finds countries that a channel's condition names and nobody's territory does. Shapes, accounts and what is called a region may lie in any country.
func (c *compiler) unnamed(ch *channel, codes map[string][]codeRange) {
	if len(ch.members) == 0 || len(ch.places.shapes)+len(ch.places.accounts)+len(ch.places.regions) > 0 || c.schema.CouldText(ch.takes, "lead.country", "??") {
		return
	}
	var list []string
	for _, code := range strings.Fields(countries) {
		if codes[code] == nil && c.schema.CouldText(ch.takes, "lead.country", code) {
			list = append(list, code)
		}
	}
	if len(list) > 0 {
		c.found.Warn(diag.Join("/channels", ch.Name), "territory-gap", fmt.Sprintf("nobody in %s takes %s, which the channel does", ch.Name, strings.Join(list, ", ")),
			"give them to somebody, or take them out of the condition")
	}
}

// codeRange is a part of all codes of a country, from 0 to wholeRange.
type codeRange struct{ from, to int64 }

const wholeRange = int64(1_000_000_000) // 10^mostDigits

// span gives the codes of a postal plot of digits.
func (p *plot) span() codeRange {
	from, to, unit := int64(0), int64(0), wholeRange
	for i := range min(len(p.from), mostDigits) {
		unit /= 10
		from, to = from+int64(p.from[i]-'0')*unit, to+int64(p.to[i]-'0')*unit
	}
	return codeRange{from, to + unit}
}

// gapsIn gives what is left over, as prefixes and ranges: "01", "30-58".
func gapsIn(list []codeRange) (gaps []string) {
	slices.SortFunc(list, func(a, b codeRange) int { return int(max(-1, min(1, a.from-b.from))) })
	upTo := int64(0)
	for _, r := range append(list, codeRange{wholeRange, wholeRange}) {
		if r.from > upTo {
			gaps = append(gaps, gap(upTo, r.from))
		}
		upTo = max(upTo, r.to)
	}
	return gaps
}

// gap writes a range of codes in as few digits as it can.
func gap(from, to int64) string {
	unit, n := wholeRange, 0
	for from%unit != 0 || to%unit != 0 {
		unit, n = unit/10, n+1
	}
	first, last := fmt.Sprintf("%0*d", n, from/unit), fmt.Sprintf("%0*d", n, to/unit-1)
	if first == last {
		return first
	}
	return first + "-" + last
}

// holding is a plot in somebody's territory.
type holding struct {
	*plot
	person string
}

// overlaps finds areas of two people that cross. Of the same two areas it tells once.
func (c *compiler) overlaps(ch *channel) {
	var postal, shapes []holding
	for _, m := range ch.members {
		p := &c.r.people[m]
		for _, o := range p.plots {
			switch {
			case o.kind == shaped:
				shapes = addHolding(shapes, holding{o, p.Name})
			case o.kind == postalArea && digits(o.from):
				postal = addHolding(postal, holding{o, p.Name})
			}
		}
	}
	slices.SortStableFunc(postal, func(a, b holding) int {
		return cmp.Or(cmp.Compare(a.country, b.country), cmp.Compare(a.span().from, b.span().from))
	})
	c.sweep(postal, func(a, b *plot) (near, cross bool) {
		x, y := a.span(), b.span()
		near = a.country == b.country && y.from < x.to
		return near, near && x.from < y.from && x.to < y.to
	})
	slices.SortStableFunc(shapes, func(a, b holding) int { return cmp.Compare(a.shape.min.Lat, b.shape.min.Lat) })
	c.sweep(shapes, func(a, b *plot) (near, cross bool) {
		return b.shape.min.Lat < a.shape.max.Lat, a.shape.overlaps(b.shape) && !a.shape.inside(b.shape) && !b.shape.inside(a.shape)
	})
}

// addHolding adds an area that is not there yet: who else has the same one shares it.
func addHolding(list []holding, h holding) []holding {
	if slices.ContainsFunc(list, func(o holding) bool { return *o.plot == *h.plot }) {
		return list
	}
	return append(list, h)
}

// sweep compares each area with those after it that are near.
func (c *compiler) sweep(list []holding, compare func(a, b *plot) (near, cross bool)) {
	for i, a := range list {
		for _, b := range list[i+1:] {
			near, cross := compare(a.plot, b.plot)
			if !near {
				break
			}
			if cross && a.person != b.person {
				c.found.Warn(diag.Join("/people", b.person, "territory"), "territory-overlap", fmt.Sprintf("%s crosses %s, which %s has", b.plot, a.plot, a.person),
					"end one where the other begins, or give both people the same")
			}
		}
	}
}

// String gives an area for a finding.
func (p *plot) String() string {
	switch {
	case p.name != "":
		return p.name
	case p.from != p.to:
		return p.country + " " + p.from + "-" + p.to
	}
	return p.country + " " + p.from
}
