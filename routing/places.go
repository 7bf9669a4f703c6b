package routing

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// plot is an area of somebody's territory, compiled.
type plot struct {
	kind    plotKind
	country string
	form    *postcode // of a postal plot: how the country writes its codes; nil: not known
	from    string    // of a postal plot: the key of the first characters
	to      string    // of a range: as long a key; else the same as from
	name    string    // an account, or what a lead's region is called
	shape   *shape
	level   int // how specific: higher ones go first. Plots of the same level are alike specific
}

// plotKind is how specific a plot is; within the postal ones, the fewer codes the more specific, and within shapes the smaller on the map: of two of which one lies in the other, that one.
type plotKind uint8

const (
	everywhere plotKind = iota
	oneOfCountries
	wholeCountry
	inRegion
	postalArea
	shaped
	namedAccount
)

// holds is the plain definition of whether a lead lies in a plot.
func (p *plot) holds(q *Request) bool {
	switch p.kind {
	case everywhere:
		return true
	case namedAccount:
		return q.Account != "" && q.Account == p.name
	case shaped:
		return q.Point != (Point{}) && p.shape.holds(q.Point)
	}
	switch {
	case p.name != "":
		return q.Region == p.name && (p.country == "" || p.country == q.Country)
	case p.country != q.Country:
		return false
	}
	var room [16]byte
	return p.covers(p.form.key(room[:0], q.Postal))
}

// covers reports whether a postal plot, or a whole country, has the codes of a key of its country.
func (p *plot) covers(key []byte) bool {
	if len(key) < len(p.from) {
		return false
	}
	start := key[:len(p.from)]
	return p.from <= string(start) && string(start) <= p.to && (p.from == p.to || p.form != nil || digits(string(start)))
}

// called gives the name of a region as it is compared: in small letters, without spaces at its ends.
func called(region string) string { return strings.ToLower(strings.TrimSpace(region)) }

// narrower compares how specific two plots are: negative where a is the more specific.
func narrower(a, b *plot) int {
	switch {
	case a.kind == shaped && b.kind == shaped:
		return cmp.Compare(a.shape.area, b.shape.area)
	case a.kind != b.kind || a.kind != postalArea:
		return cmp.Compare(b.kind, a.kind)
	}
	if a.country != b.country { // no lead lies in both
		return cmp.Compare(a.country, b.country)
	}
	if a.form != nil {
		x, y := a.span(), b.span()
		return cmp.Compare(x.to-x.from, y.to-y.from)
	}
	n, digits := a.codes()
	m, others := b.codes()
	switch d := min(digits, others); { // n/10^digits against m/10^others
	case digits-d > 18 || others-d > 18:
		return cmp.Compare(others, digits)
	default:
		return cmp.Compare(n*pow10(others-d), m*pow10(digits-d))
	}
}

// codes gives how many codes of so many digits a postal plot has.
func (p *plot) codes() (n int64, digits int) {
	if p.from == p.to {
		return 1, len(p.from)
	}
	a, _ := strconv.ParseInt(p.from, 10, 64)
	b, _ := strconv.ParseInt(p.to, 10, 64)
	return b - a + 1, len(p.from)
}

func pow10(n int) int64 {
	p := int64(1)
	for range min(n, 9) {
		p *= 10
	}
	return p
}

// rank numbers plots by how specific they are.
func rank(all []*plot) {
	slices.SortStableFunc(all, func(a, b *plot) int { return narrower(b, a) })
	for i, p := range all {
		if i > 0 {
			p.level = all[i-1].level
			if narrower(all[i-1], p) != 0 {
				p.level++
			}
		}
	}
}

// places finds who covers a place, as sets over the cohorts of one channel, by how specific the territory is.
type places struct {
	limited    bool // somebody is limited to a territory
	everywhere group
	accounts   map[string]group
	regions    map[string]group // by name, in any country
	countries  map[string]*country
	shapes     []shapeSet // those of the highest level first
}

// country finds who covers a place in one country.
type country struct {
	form         *postcode
	oneOf, whole group
	regions      map[string]group
	regional     []codeSet // postal areas of regions
	levels       []codeLevel
}

// codeLevel are the postal plots of one level, the prefixes by their length, the ranges as they come.
type codeLevel struct {
	level    int
	length   int
	prefixes map[string]group
	ranges   []codeSet
}

type codeSet struct {
	plot plot
	set  group
}

type shapeSet struct {
	level int
	shape *shape
	set   group
}

func newPlaces(size int) places {
	return places{everywhere: newGroup(size), accounts: map[string]group{}, regions: map[string]group{}, countries: map[string]*country{}}
}

// add says that a cohort covers a plot.
func (p *places) add(cohort, size int, o *plot) {
	p.limited = p.limited || o.kind != everywhere
	switch o.kind {
	case everywhere:
		p.everywhere.set(cohort)
		return
	case namedAccount:
		put(p.accounts, []string{o.name}, cohort, size)
		return
	case shaped:
		at := slices.IndexFunc(p.shapes, func(s shapeSet) bool { return s.shape == o.shape })
		if at < 0 {
			at, _ = slices.BinarySearchFunc(p.shapes, o.level, func(s shapeSet, level int) int { return cmp.Compare(level, s.level) })
			p.shapes = slices.Insert(p.shapes, at, shapeSet{o.level, o.shape, newGroup(size)})
		}
		p.shapes[at].set.set(cohort)
		return
	case inRegion:
		if o.name != "" && o.country == "" {
			put(p.regions, []string{o.name}, cohort, size)
			return
		}
	}
	c := p.countries[o.country]
	if c == nil {
		c = &country{form: postcodeOf(o.country), oneOf: newGroup(size), whole: newGroup(size), regions: map[string]group{}}
		p.countries[o.country] = c
	}
	c.add(cohort, size, o)
}

func (c *country) add(cohort, size int, o *plot) {
	switch {
	case o.kind == oneOfCountries:
		c.oneOf.set(cohort)
	case o.kind == wholeCountry:
		c.whole.set(cohort)
	case o.name != "":
		put(c.regions, []string{o.name}, cohort, size)
	case o.kind == inRegion:
		c.regional = addCodes(c.regional, cohort, size, o)
	default:
		c.addPostal(cohort, size, o)
	}
}

func (c *country) addPostal(cohort, size int, o *plot) {
	at, ok := slices.BinarySearchFunc(c.levels, o.level, func(l codeLevel, level int) int { return cmp.Compare(level, l.level) })
	if !ok {
		c.levels = slices.Insert(c.levels, at, codeLevel{level: o.level, length: len(o.from), prefixes: map[string]group{}})
	}
	l := &c.levels[at]
	if o.from == o.to && len(o.from) == l.length {
		put(l.prefixes, []string{o.from}, cohort, size)
		return
	}
	l.ranges = addCodes(l.ranges, cohort, size, o)
}

func addCodes(list []codeSet, cohort, size int, o *plot) []codeSet {
	at := slices.IndexFunc(list, func(s codeSet) bool { return s.plot.from == o.from && s.plot.to == o.to })
	if at < 0 {
		at, list = len(list), append(list, codeSet{*o, newGroup(size)})
	}
	list[at].set.set(cohort)
	return list
}

// tiers are the cohorts that cover a place, those of the most specific territory first. It is scratch memory of an index.
type tiers struct {
	list  []group
	spare []group // for a tier that is joined from several sets
	used  int
	key   []byte // of the code that is looked for
}

func (t *tiers) reset() { t.list, t.used = t.list[:0], 0 }

// add adds a tier. A nil set is none.
func (t *tiers) add(g group) {
	if g != nil && !g.empty() {
		t.list = append(t.list, g)
	}
}

// join adds a set to the tier that began when the list was so long.
func (t *tiers) join(from int, g group) {
	switch {
	case g == nil || g.empty():
		return
	case len(t.list) == from:
		t.list = append(t.list, g)
		return
	}
	if t.used == len(t.spare) {
		t.spare = append(t.spare, nil)
	}
	both := append(t.spare[t.used][:0], t.list[from]...)
	t.spare[t.used] = both
	t.used++
	both.or(g)
	t.list[from] = both
}

// find lists who covers a place.
func (p *places) find(t *tiers, q *Request) {
	if q.Account != "" {
		t.add(p.accounts[q.Account])
	}
	if len(p.shapes) > 0 && q.Point != (Point{}) {
		from := len(t.list)
		for i, s := range p.shapes {
			if i > 0 && s.level != p.shapes[i-1].level {
				from = len(t.list)
			}
			if s.shape.holds(q.Point) {
				t.join(from, s.set)
			}
		}
	}
	c := p.countries[q.Country]
	if c != nil {
		t.key = c.form.key(t.key[:0], q.Postal)
		c.codes(t)
	}
	p.regional(t, c, q)
	if c != nil {
		t.add(c.whole)
		t.add(c.oneOf)
	}
	t.add(p.everywhere)
}

func (c *country) codes(t *tiers) {
	for i := range c.levels {
		l, from := &c.levels[i], len(t.list)
		if l.length <= len(t.key) {
			t.join(from, l.prefixes[string(t.key[:l.length])])
		}
		for j := range l.ranges {
			if l.ranges[j].plot.covers(t.key) {
				t.join(from, l.ranges[j].set)
			}
		}
	}
}

func (p *places) regional(t *tiers, c *country, q *Request) {
	from := len(t.list)
	if q.Region != "" && len(p.regions) > 0 {
		t.join(from, p.regions[q.Region])
	}
	if c == nil {
		return
	}
	if q.Region != "" && len(c.regions) > 0 {
		t.join(from, c.regions[q.Region])
	}
	for i := range c.regional {
		if c.regional[i].plot.covers(t.key) {
			t.join(from, c.regional[i].set)
		}
	}
}
