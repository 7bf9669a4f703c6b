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
// Gaps are looked for in countries of which only postal areas are taken, as [Area] says; of countries that nobody's territory names, those that the channel's condition does.
// Places without a postal code are not surveyed, nor are countries in which somebody's area has letters and the form of the codes is not known.
//
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
			case o.surveyed():
				codes[o.country] = append(codes[o.country], o.span())
			default: // a whole country, a region of another kind, letters
				codes[o.country] = append(codes[o.country], codeRange{0, surveyOf(o.country).unit(0)})
			}
		}
	}
	c.unnamed(ch, codes)
	for country, list := range codes {
		if gaps := surveyOf(country).gaps(list); len(gaps) > 0 {
			c.found.Warn(diag.Join("/channels", ch.Name), "territory-gap", fmt.Sprintf("nobody in %s takes %s %s", ch.Name, country, strings.Join(gaps, ", ")),
				"give the codes that exist to somebody, or the whole country")
		}
	}
}

// surveyed reports whether a plot is one of codes that can be put in order.
func (p *plot) surveyed() bool { return p.from != "" && (p.form != nil || digits(p.from)) }

// surveyOf gives the form by which the codes of a country are surveyed.
func surveyOf(country string) *postcode { return cmp.Or(postcodeOf(country), &numeric) }

// span gives the codes of a plot that is surveyed.
func (p *plot) span() codeRange { return cmp.Or(p.form, &numeric).span(p.from, p.to) }

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

// codeRange is a part of all codes of a country, in their order.
type codeRange struct{ from, to int64 }

// gaps gives what is left over, as areas and ranges: "01", "30-58".
func (p *postcode) gaps(list []codeRange) (gaps []string) {
	slices.SortFunc(list, func(a, b codeRange) int { return cmp.Compare(a.from, b.from) })
	small, upTo := p.unit(p.deep), int64(0)
	for _, r := range append(list, codeRange{p.unit(0), p.unit(0)}) {
		if gap := p.known(codeRange{upTo, r.from / small * small}); gap.from < gap.to {
			gaps = append(gaps, p.write(gap))
		}
		upTo = max(upTo, (r.to+small-1)/small*small)
	}
	return gaps
}

// known gives the part of a gap that has codes: all of it between two parts of one head, and else the heads that lie in it.
func (p *postcode) known(gap codeRange) codeRange {
	head := p.unit(p.head)
	if from, to := (gap.from+head-1)/head*head, gap.to/head*head; from <= to {
		return codeRange{from, to}
	}
	return gap
}

// write gives a range of codes in as few parts as it can.
func (p *postcode) write(r codeRange) string {
	n := 0
	for r.from%p.unit(n) != 0 || r.to%p.unit(n) != 0 {
		n++
	}
	first, last := p.text(p.begin(r.from, n)), p.text(p.begin(r.to-p.unit(n), n))
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
			case o.kind == postalArea && o.surveyed():
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
		return p.country + " " + p.form.text(p.from) + "-" + p.form.text(p.to)
	}
	return p.country + " " + p.form.text(p.from)
}
