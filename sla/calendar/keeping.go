package calendar

import (
	"slices"
	"strings"
)

// Keeping gives the calendar as it is where other holidays are kept: in place of the sets that Closed names by the code of a country or region, such as "holidays FR", it
// has the set of that name. All else in Closed stays, sets with other names too. See [Calendar.Codes] for the sets that there are.
func (c Calendar) Keeping(set string) Calendar {
	local := func(text string) bool {
		word, name, _ := strings.Cut(strings.TrimSpace(text), " ")
		return word == holidaysWord && isCode(strings.TrimSpace(name))
	}
	at := max(0, slices.IndexFunc(c.Closed, local))
	rest := slices.DeleteFunc(slices.Clone(c.Closed), local)
	c.Closed = slices.Insert(rest, at, holidaysWord+" "+set)
	return c
}

// Codes lists the sets of holidays that go by the code of a country or region: the built-in [Sets], and those of the calendar's own that are named so. The names are sorted,
// each once.
func (c Calendar) Codes() []string {
	codes := Sets()
	for _, set := range c.Holidays {
		if isCode(set.Name) {
			codes = append(codes, set.Name)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// Clone gives a copy that shares nothing.
func (c Calendar) Clone() Calendar {
	c.Open, c.Closed, c.AlsoOpen, c.Holidays = slices.Clone(c.Open), slices.Clone(c.Closed), slices.Clone(c.AlsoOpen), slices.Clone(c.Holidays)
	for i := range c.Open {
		c.Open[i].Spans = slices.Clone(c.Open[i].Spans)
	}
	for i := range c.AlsoOpen {
		c.AlsoOpen[i].Spans = slices.Clone(c.AlsoOpen[i].Spans)
	}
	for i := range c.Holidays {
		c.Holidays[i].Days = slices.Clone(c.Holidays[i].Days)
	}
	return c
}

// isCode reports whether a name has the form of a code of ISO 3166-1 ("FR") or 3166-2 ("DE-BY", "ES-CT").
func isCode(name string) bool {
	const capitals, digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
	country, region, has := strings.Cut(name, "-")
	return len(country) == 2 && strings.Trim(country, capitals) == "" && (!has || region != "" && len(region) <= 3 && strings.Trim(region, capitals+digits) == "")
}
