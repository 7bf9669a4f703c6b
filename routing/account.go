package routing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

// Account is a customer or a company that is known already, with who looks after it.
type Account struct {
	ID           string   `json:"id"`
	Name         string   `json:"name,omitempty"`
	Registration string   `json:"registration,omitempty"` // in a public register: a number such as a SIREN, or one for VAT
	Domains      []string `json:"domains,omitempty"`
	Country      string   `json:"country,omitempty"`
	Postal       string   `json:"postal,omitempty"`
	Owner        string   `json:"owner,omitempty"`
	// Opportunities are those that are open.
	Opportunities []Opportunity `json:"opportunities,omitempty"`
}

// Opportunity is an open one, with who works on it.
type Opportunity struct {
	ID    string `json:"id"`
	Owner string `json:"owner,omitempty"` // empty: the account's
}

// Company is what a lead says of the company it comes from, by which its account is found.
type Company struct {
	Name         string `json:"name,omitempty"`
	Registration string `json:"registration,omitempty"`
	Domain       string `json:"domain,omitempty"` // the company's, else that of the email address
}

// Match says to which account a lead belongs.
type Match struct {
	Account string  `json:"account,omitempty"` // empty: none, or not one alone
	By      MatchBy `json:"by,omitempty"`
	Owner   string  `json:"owner,omitempty"` // of the opportunity, else of the account
	// Opportunity is the account's open one, if there is one alone.
	Opportunity string `json:"opportunity,omitempty"`
	// Ambiguous lists the accounts, if several fit by what was looked at: then none is taken. Sorted; at most MostAmbiguous.
	Ambiguous []string `json:"ambiguous,omitempty"`
}

// MostAmbiguous bounds how many accounts a Match lists.
const MostAmbiguous = 10

// MatchBy says by what an account was found.
type MatchBy uint8

// By what an account is found.
const (
	ByNothing MatchBy = iota
	ByRegistration
	ByDomain
	ByName // together with country and postal code
)

var matchWords = []string{"nothing", "registration", "domain", "name"}

// String gives the word.
func (m MatchBy) String() string { return word(matchWords, int(m)) }

// MarshalText gives the word of String.
func (m MatchBy) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the word.
func (m *MatchBy) UnmarshalText(text []byte) error {
	i, err := readWord("match", matchWords, text)
	*m = MatchBy(i)
	return err
}

// Accounts finds the account of a lead. It is immutable and goroutine-safe; when the accounts change, compile them anew.
type Accounts struct {
	list   []Account
	public map[string]bool
	by     [ByName + 1]map[string][]int
}

// Accounts makes the host's accounts ready to be searched. The error is a [diag.List] with places such as "/3/domains/0" in the list.
func (r *Router) Accounts(list []Account) (*Accounts, error) {
	a := &Accounts{list: slices.Clone(list), public: r.public}
	for by := range a.by {
		a.by[by] = map[string][]int{}
	}
	var found diag.List
	seen := map[string]bool{}
	for i, c := range a.list {
		path := fmt.Sprintf("/%d", i)
		switch {
		case c.ID == "":
			found.Add(path, "missing-id", "the account has no id", "")
		case seen[c.ID]:
			found.Add(path, "id-taken", fmt.Sprintf("the id %q is taken", c.ID), "join the accounts")
		}
		seen[c.ID] = true
		a.add(i, &found)
	}
	return a, found.Err()
}

func (a *Accounts) add(i int, found *diag.List) {
	c := &a.list[i]
	a.note(ByRegistration, plain(c.Registration), i)
	a.note(ByName, nameKey(c.Name, plain(c.Country), plain(c.Postal)), i)
	for j, d := range c.Domains {
		domain := domainOf(d)
		if domain == "" || a.public[domain] {
			found.Add(fmt.Sprintf("/%d/domains/%d", i, j), "bad-domain", fmt.Sprintf("%q is no domain of a company", d), "leave it out")
			continue
		}
		a.note(ByDomain, domain, i)
	}
}

func (a *Accounts) note(by MatchBy, key string, i int) {
	if list := a.by[by][key]; key != "" && !slices.Contains(list, i) {
		a.by[by][key] = append(list, i)
	}
}

// Match finds the account of the lead that a request is for: by registration number, else by the company's domain or one above it, public mail domains excluded, else by
// the normalised name with country and postal code. What fits several accounts is ambiguous and no account is taken: nothing weaker is asked then.
//
// Of an account with one open opportunity, the opportunity goes along, and its owner is the lead's. Of one with several the account's owner is.
func (a *Accounts) Match(q Request) Match {
	if m, ok := a.found(ByRegistration, plain(q.Company.Registration)); ok {
		return m
	}
	for domain := domainOf(q.Company.Domain); strings.Contains(domain, "."); _, domain, _ = strings.Cut(domain, ".") {
		if a.public[domain] {
			break
		}
		if m, ok := a.found(ByDomain, domain); ok {
			return m
		}
	}
	m, _ := a.found(ByName, nameKey(q.Company.Name, q.Country, q.Postal))
	return m
}

func (a *Accounts) found(by MatchBy, key string) (Match, bool) {
	list := a.by[by][key]
	switch {
	case key == "" || len(list) == 0:
		return Match{}, false
	case len(list) > 1:
		m := Match{By: by}
		for _, i := range list {
			m.Ambiguous = append(m.Ambiguous, a.list[i].ID)
		}
		slices.Sort(m.Ambiguous)
		m.Ambiguous = m.Ambiguous[:min(len(list), MostAmbiguous)]
		return m, true
	}
	c := &a.list[list[0]]
	m := Match{Account: c.ID, By: by, Owner: c.Owner}
	if len(c.Opportunities) == 1 {
		m.Opportunity, m.Owner = c.Opportunities[0].ID, cmp.Or(c.Opportunities[0].Owner, c.Owner)
	}
	return m, true
}

// With gives the request with what is known of the lead's account: whoever has it, or works on its open opportunity, is asked first.
// Without an account the request stays as it was, but that several fit is noted.
func (q Request) With(m Match) Request {
	q.Ambiguous = m.Ambiguous
	if m.Account != "" {
		q.Account, q.Opportunity = m.Account, m.Opportunity
		q.Owner = cmp.Or(m.Owner, q.Owner)
	}
	return q
}
