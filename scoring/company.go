package scoring

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// MostPeople is how many people a company remembers. Of more, those are kept whose ids have the least hashes, whatever the order in which they came.
const MostPeople = 512

// Company is what is known of a company's people. It is plain data; the zero Company is one without people. In whatever order its people are joined, how often, and
// however companies are merged, it comes to the same bytes.
type Company struct {
	Name   string   `json:"name,omitempty"`
	People []Member `json:"people,omitempty"` // sorted by lead; what each told last
	// Told is when anybody told anything last, those counted who are not remembered.
	Told lead.Instant `json:"told,omitempty"`
}

// Join takes what a person tells, and reports whether it says anything new. One of another company, one that is older than what is known, and one told twice change nothing.
func (c *Company) Join(m Member) bool {
	if m.Lead == "" || m.Company == "" || c.Name != "" && m.Company != c.Name {
		return false
	}
	c.Name, c.Told = m.Company, max(c.Told, m.At)
	i, ok := slices.BinarySearchFunc(c.People, m.Lead, func(p Member, id string) int { return cmp.Compare(p.Lead, id) })
	switch {
	case ok && !m.later(&c.People[i]):
		return false
	case ok:
		c.People[i] = m
		return true
	}
	c.People = slices.Insert(c.People, i, m)
	if len(c.People) <= MostPeople {
		return true
	}
	last := c.outermost()
	c.People = slices.DeleteFunc(c.People, func(p Member) bool { return p.Lead == last })
	return last != m.Lead
}

// outermost gives whom the company forgets first.
func (c *Company) outermost() string {
	return slices.MaxFunc(c.People, func(a, b Member) int {
		return cmp.Or(cmp.Compare(spread(a.Lead), spread(b.Lead)), cmp.Compare(a.Lead, b.Lead))
	}).Lead
}

// later orders what one person has told. Of two with one number, which no record tells, either order would do, as long as it is one.
func (m *Member) later(o *Member) bool {
	text := func(m *Member) string { return strings.Join(m.Roles, ",") }
	truth := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(m.Number, o.Number), truth(m.Gone)-truth(o.Gone), cmp.Compare(m.Interest, o.Interest), cmp.Compare(m.Fit, o.Fit),
		truth(m.Reached)-truth(o.Reached), cmp.Compare(text(m), text(o))) > 0
}

func spread(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64()
}

// Merge adds what another state of the same company knows.
func (c *Company) Merge(o *Company) {
	for _, m := range o.People {
		c.Join(m)
	}
	if o.Name == c.Name {
		c.Told = max(c.Told, o.Told)
	}
}

// Version is a text of 47 digits that grows with everything new that is told. Whoever is forgotten takes a number with them: so it grows first with when something
// was told last, then with how few of all people are remembered, then with the numbers.
func (c *Company) Version() string {
	var numbers int64
	for i := range c.People {
		numbers += c.People[i].Number
	}
	var forgotten uint64
	if len(c.People) == MostPeople {
		forgotten = ^spread(c.outermost())
	}
	return fmt.Sprintf("%013d%016x%018d", c.At(), forgotten, numbers)
}

// At gives when something was told last.
func (c *Company) At() lead.Instant {
	at := c.Told
	for i := range c.People {
		at = max(at, c.People[i].At)
	}
	return at
}

// Has reports whether a lead is one of the company's people.
func (c *Company) Has(id string) bool {
	return slices.ContainsFunc(c.People, func(p Member) bool { return p.Lead == id && !p.Gone })
}

// CompanyView is how a company stands, with the reasons.
type CompanyView struct {
	Company string      `json:"company"`
	Score   lead.Points `json:"score"`
	// Lines sum exactly to the score: the fit, then the people whose interest counts, the best first.
	Lines   []lead.Line `json:"lines,omitempty"`
	People  int         `json:"people"`  // with any interest
	Reached int         `json:"reached"` // people reached
	// Filled and Missing are the roles of the buying group, in the contract's order. Complete says that there are roles and none is missing.
	Filled   []string `json:"filled,omitempty"`
	Missing  []string `json:"missing,omitempty"`
	Complete bool     `json:"complete"`
}

// Company reads a company: its fit, which is the best of its people's, and the interest of the best, each counting half of the one before, rounded once to a millionth
// of a point. Lines name people by the ids of their leads.
func (s *Scorer) Company(c *Company) CompanyView {
	v := CompanyView{Company: c.Name}
	if s.account == nil {
		return v
	}
	people := slices.DeleteFunc(slices.Clone(c.People), func(p Member) bool { return p.Gone })
	s.fill(&v, people)
	if len(people) == 0 {
		return v
	}
	sum := Wide{}
	if s.account.fit >= 0 {
		fit := slices.MaxFunc(people, func(a, b Member) int { return cmp.Compare(a.Fit, b.Fit) }).Fit
		sum = inFine(fit)
		v.Lines = append(v.Lines, lead.Line{Score: CompanyScore, Rule: s.scores[s.account.fit].Name, Points: fit})
	}
	slices.SortFunc(people, func(a, b Member) int { return cmp.Or(cmp.Compare(b.Interest, a.Interest), cmp.Compare(a.Lead, b.Lead)) })
	for i, p := range people[:min(len(people), s.account.people)] {
		if p.Interest == 0 {
			break
		}
		before := rounded(sum)
		sum = sum.add(product(int64(p.Interest), 1<<(fine-i)))
		v.Lines = append(v.Lines, lead.Line{Score: CompanyScore, Rule: p.Lead, Points: rounded(sum) - before, Given: p.Interest, Times: 1})
	}
	v.Score = rounded(sum)
	return v
}

// fill counts people and roles.
func (s *Scorer) fill(v *CompanyView, people []Member) {
	filled := map[string]bool{}
	for i := range people {
		p := &people[i]
		if p.Interest > 0 {
			v.People++
		}
		if !p.Reached {
			continue
		}
		v.Reached++
		for _, name := range p.Roles {
			filled[name] = true
		}
	}
	for _, r := range s.account.roles {
		if filled[r.name] {
			v.Filled = append(v.Filled, r.name)
		} else {
			v.Missing = append(v.Missing, r.name)
		}
	}
	v.Complete = len(s.account.roles) > 0 && len(v.Missing) == 0
}

// Props gives what the company tells the records of its people: properties of a profile_updated.
func (v *CompanyView) Props() map[string]any {
	return map[string]any{CompanyScore: v.Score.Float(), CompanyPeople: float64(v.People), CompanyReached: float64(v.Reached),
		CompanyRoles: float64(len(v.Filled)), CompanyMissing: cmp.Or(strings.Join(v.Missing, ", "), "none"), CompanyComplete: v.Complete}
}
