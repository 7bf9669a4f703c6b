package scoring

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Account says how a company is scored out of its people: its fit, and the interest of the best of them, each further one counting half of the one before, so that
// ten interns are not one buyer. The people of a company are the leads with one text in the attribute company. Conditions of each of them read
// lead.company_score, company_people, company_reached, company_roles (how many of them are filled), company_missing and company_complete. The zero Account scores no companies.
type Account struct {
	// Fit is a score about what leads are; the company has the best of its people's. Empty: none.
	Fit string `json:"fit,omitempty"`
	// Interest is the score of which the best count 1, ½, ¼ and so on.
	Interest string `json:"interest,omitempty"`
	// Step is by how many points interest is told to the company, rounded down: the smaller, the more is told. 0: 10.
	Step lead.Points `json:"step,omitempty"`
	// People is how many of the best count, at most [MostCounted]. 0: 8.
	People int `json:"people,omitempty"`
	// Reached lists the kinds of event after which a person counts as reached, until another demand begins. Empty: contact_attempted with the outcome reached, meeting_held and need_confirmed.
	Reached []string `json:"reached,omitempty"`
	// Group is the buying group: the roles that somebody has to have.
	Group []Role `json:"group,omitempty"`
}

// Role is a role in a buying group. It is filled when one person about whom When holds is reached. Its short form is the condition alone.
type Role struct {
	Name string `json:"name" contract:"name"`
	When string `json:"when" contract:"expression"` // about what the lead is
}

// UnmarshalText reads the short form.
func (r *Role) UnmarshalText(text []byte) error {
	r.When = string(text)
	return nil
}

// UnmarshalJSON reads both forms.
func (r *Role) UnmarshalJSON(data []byte) error {
	type plain Role
	return lead.EitherForm(data, (*plain)(r), r.UnmarshalText)
}

// Bounds of an account.
const (
	MostCounted = 16 // people whose interest counts
	MostRoles   = 16
)

// What a company tells the records of its people, as attributes.
const (
	CompanyScore    = "company_score"
	CompanyPeople   = "company_people"   // people with any interest
	CompanyReached  = "company_reached"  // people reached
	CompanyRoles    = "company_roles"    // roles of the buying group that are filled
	CompanyMissing  = "company_missing"  // the roles that nobody fills, "decides, pays", in the contract's order; "none"
	CompanyComplete = "company_complete" // none of them is missing
)

// CompanyAttributes lists the attributes by which a record knows of its company; they have to be in the vocabulary of a model with an [Account]. The slice is the caller's.
func CompanyAttributes() []lead.Property {
	return []lead.Property{{Name: CompanyScore, Type: lead.Number}, {Name: CompanyPeople, Type: lead.Number}, {Name: CompanyReached, Type: lead.Number},
		{Name: CompanyRoles, Type: lead.Number}, {Name: CompanyMissing, Type: lead.Text}, {Name: CompanyComplete, Type: lead.Bool}}
}

// account is a compiled Account.
type account struct {
	fit, interest int // in the order of scores; -1: none
	step          lead.Points
	people        int
	reached       []lead.KindID
	plain         bool // reached as the trade has it
	roles         []role
}

type role struct {
	name string
	when *lead.Condition
}

func (a *Account) empty() bool {
	return a.Fit == "" && a.Interest == "" && a.Step == 0 && a.People == 0 && len(a.Reached) == 0 && len(a.Group) == 0
}

// account compiles how companies are scored.
func (c *compiler) account(spec Account) {
	const path = "/company"
	if spec.empty() {
		return
	}
	a := &account{fit: -1, interest: -1, step: cmp.Or(spec.Step, 10*lead.Point), people: cmp.Or(spec.People, 8)}
	if spec.Interest == "" {
		c.add(path, "no-interest", "nothing says which score is the people's interest", "write interest: with a score's name")
	}
	a.fit, a.interest = c.part(path+"/fit", spec.Fit), c.part(path+"/interest", spec.Interest)
	if a.step < 0 {
		c.add(path+"/step", "negative-step", "interest cannot be told by less than nothing", "leave it out for 10")
	}
	if a.people < 0 || a.people > MostCounted {
		c.add(path+"/people", "bad-people", fmt.Sprintf("%d people is not between 1 and %d", a.people, MostCounted), "")
	}
	for _, p := range CompanyAttributes() {
		if have, ok := c.s.schema.Attribute(p.Name); !ok || have.Type != p.Type {
			c.add(path, "no-attribute", fmt.Sprintf("the vocabulary has no attribute %s of the type that a company tells", p.Name), "leave its declaration to the contract")
		}
	}
	a.reached, a.plain = c.kinds(path+"/reached", spec.Reached), len(spec.Reached) == 0
	c.roles(path+"/group", a, spec.Group)
	c.s.account = a
}

// part finds a score that a company is made of. It must not read what the company tells: the two would wind each other up.
func (c *compiler) part(path, name string) int {
	if name == "" {
		return -1
	}
	i := slices.IndexFunc(c.s.scores, func(sc score) bool { return sc.Name == name })
	if i < 0 {
		c.found.Unknown(path, "score", name, c.names())
		return -1
	}
	for _, spec := range c.s.scores[i].Rules {
		if readsCompany(spec.When + spec.Worth) {
			c.add(path, "reads-company", fmt.Sprintf("the rule %q reads what the company is told by this very score", spec.Name), "read it in a move, or in another score")
		}
	}
	if readsCompany(c.s.scores[i].For.When) {
		c.add(path, "reads-company", fmt.Sprintf("whom the score %q is about depends on what the company is told by it", name), "read it in a move, or in another score")
	}
	return i
}

// readsCompany tells whether an expression reads what a company tells.
func readsCompany(src string) bool {
	return slices.ContainsFunc(CompanyAttributes(), func(p lead.Property) bool { return strings.Contains(src, p.Name) })
}

func (c *compiler) roles(path string, a *account, group []Role) {
	if len(group) > MostRoles {
		c.add(path, "too-many-roles", fmt.Sprintf("there are %d roles, at most %d can be", len(group), MostRoles), "")
	}
	seen := map[string]bool{}
	for i, r := range group {
		at := diag.Join(path, r.Name)
		if r.Name == "" || seen[r.Name] {
			c.add(at, "name-taken", fmt.Sprintf("there are two roles named %q, or one without a name", r.Name), "give each role its name")
		}
		seen[r.Name] = true
		c.within(at, r.Name, group[:i])
		if strings.TrimSpace(r.When) == "" {
			c.add(at, "no-condition", "nothing says who has the role", "write a condition such as lead.job_title contains \"director\"")
			continue
		}
		if readsCompany(r.When) {
			c.add(at+"/when", "reads-company", "who has a role depends on what the company is told by it", "let it read what the person is")
		}
		when := c.s.schema.LeadCondition(&c.found, at+"/when", r.When)
		if c.factual(at+"/when", when) {
			a.roles = append(a.roles, role{r.Name, when})
		}
	}
}

// within warns of a name that is part of another one: who looks for it among those missing finds the other.
func (c *compiler) within(at, name string, others []Role) {
	for _, o := range others {
		short, long := name, o.Name
		if len(short) > len(long) {
			short, long = long, short
		}
		if short != "" && short != long && strings.Contains(long, short) {
			c.found.Warn(at, "name-in-name", fmt.Sprintf("lead.%s contains %q where %q is missing, too", CompanyMissing, short, long), "name them apart")
		}
	}
}
