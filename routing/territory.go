package routing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

// addRegions compiles the regions.
func (c *compiler) addRegions() {
	c.regions = map[string][]*plot{}
	for _, g := range c.spec.Regions {
		path := diag.Join("/regions", g.Name)
		_, taken := c.regions[g.Name]
		c.name(path, g.Name, taken)
		var a Area
		if err := a.UnmarshalText([]byte(g.Name)); g.Name != "" && (err != nil || a.Region == "") {
			c.found.Add(path, "area-as-name", fmt.Sprintf("%q reads as an area: it begins with a country", g.Name), "give the region another name")
		}
		plots := append(c.areas(path, g), c.shapes(path, g)...)
		for _, name := range g.Called {
			plots = append(plots, &plot{kind: inRegion, name: called(name), country: g.Country})
		}
		if g.Country != "" && (!knownCountry(g.Country) || len(g.Called) == 0) {
			c.found.Add(diag.Join(path, "country"), "unknown-area", fmt.Sprintf("%q says nothing here", g.Country), "write a country such as BE, beside what the region is called")
		}
		if len(plots) == 0 {
			c.found.Add(path, "empty-region", "the region holds nothing", "give it areas, a name under called, a polygon, or around and within")
		}
		c.regions[g.Name] = plots
	}
}

func (c *compiler) areas(path string, g Region) (plots []*plot) {
	for i, a := range g.Areas {
		fault := a.fault()
		if a.Region != "" {
			fault = "a region is made of countries and postal areas"
		}
		if fault != "" {
			c.found.Add(diag.Join(path, "areas", fmt.Sprint(i)), "unknown-area", fmt.Sprintf("%q is no area", a), fault)
			continue
		}
		o := plotOf(a)
		if o.kind = inRegion; a.Postal == "" {
			o.kind = oneOfCountries
		}
		plots = append(plots, o)
	}
	return plots
}

func plotOf(a Area) *plot {
	o := &plot{kind: postalArea, country: a.Country, form: postcodeOf(a.Country)}
	o.from = string(o.form.key(nil, a.Postal))
	o.to = o.from
	if a.To != "" {
		o.to = string(o.form.key(nil, a.To))
	}
	if a.Postal == "" {
		o.kind = wholeCountry
	}
	return o
}

// mostCorners bounds a polygon.
const mostCorners = 1000

func (c *compiler) shapes(path string, g Region) (plots []*plot) {
	if (g.Around == Point{}) != (g.Within == 0) {
		c.found.Add(path, "bad-circle", "of a circle only one half is given", "write both around and within")
	} else if g.Within != 0 {
		plots = c.shape(g.Name, diag.Join(path, "within"), circleOf(g), plots)
	}
	if len(g.Polygon) > 0 {
		plots = c.shape(g.Name, diag.Join(path, "polygon"), g.Polygon, plots)
	}
	return plots
}

// circleOf gives the corners of a circle, none if it is too large, or too near to a pole or to the 180th meridian.
func circleOf(g Region) []Point {
	if g.Within < 1 || g.Within > MostDistance || max(g.Around.Lat, -g.Around.Lat) > 80*degree || max(g.Around.Lon, -g.Around.Lon) > 145*degree {
		return nil
	}
	return circle(g.Around, g.Within)
}

func (c *compiler) shape(name, path string, corners []Point, plots []*plot) []*plot {
	if len(corners) < 3 || len(corners) > mostCorners || slices.ContainsFunc(corners, func(p Point) bool { _, ok := pointOf(float64(p.Lat)/degree, float64(p.Lon)/degree); return !ok }) {
		c.found.Add(path, "bad-shape", "it is no shape on the map", fmt.Sprintf("a polygon has 3 to %d corners, a circle lies below 80 degrees of latitude and 145 of longitude", mostCorners))
		return plots
	}
	s := newShape(slices.Clone(corners))
	if !s.simple() {
		c.found.Add(path, "bad-shape", "its sides cross or touch each other", "write the corners in their order around it")
		return plots
	}
	return append(plots, &plot{kind: shaped, shape: s, name: name})
}

// territory gives the plots of a person.
func (c *compiler) territory(path string, p Person) (plots []*plot) {
	for i, a := range p.Territory {
		at := diag.Join(path, "territory", fmt.Sprint(i))
		if a.Region != "" {
			if of, ok := c.regions[a.Region]; ok {
				plots = append(plots, of...)
				continue
			}
			c.found.Unknown(at, "area", a.Region, c.regionNames())
			continue
		}
		if fault := a.fault(); fault != "" {
			c.found.Add(at, "unknown-area", fmt.Sprintf("%q is no area", a), fault)
			continue
		}
		plots = append(plots, plotOf(a))
	}
	for i, name := range p.Accounts {
		if strings.TrimSpace(name) == "" {
			c.found.Add(diag.Join(path, "accounts", fmt.Sprint(i)), "missing-name", "the name is missing", "")
		}
		plots = append(plots, &plot{kind: namedAccount, name: name})
	}
	if len(p.Territory) == 0 && len(p.Accounts) == 0 {
		plots = append(plots, &plot{kind: everywhere})
	}
	return plots
}

func (c *compiler) regionNames() (names []string) {
	for _, g := range c.spec.Regions {
		names = append(names, g.Name)
	}
	return names
}

// rankPlots numbers all plots by how specific they are.
func (c *compiler) rankPlots() {
	var all []*plot
	for i := range c.r.people {
		all = append(all, c.r.people[i].plots...)
	}
	rank(all)
}
