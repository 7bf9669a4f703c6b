package routing

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

func accounts(t require.TestingT, r *Router, list ...Account) *Accounts {
	a, err := r.Accounts(list)
	require.NoError(t, err)
	return a
}

func TestMatchOfAnAccount(t *testing.T) {
	r := compiled(t, offices())
	a := accounts(t, r,
		Account{ID: "1", Name: "Roulers S.A.", Registration: "BE 0403.019.261", Domains: []string{"www.roulers.be", "https://roulers.com/fr"}, Country: "BE", Postal: "8800", Owner: "Ben"},
		Account{ID: "2", Name: "Dupont SARL", Country: "FR", Postal: "59000", Owner: "Anna", Opportunities: []Opportunity{{ID: "o1", Owner: "Ben"}}},
		Account{ID: "3", Name: "SARL Dupont", Registration: "552081317", Country: "FR", Postal: "59 000", Owner: "Ben"},
		Account{ID: "4", Name: "Müller GmbH & Co. KG", Domains: []string{"mueller.example"}, Country: "DE", Postal: "10115", Opportunities: []Opportunity{{ID: "o2"}, {ID: "o3", Owner: "Ben"}}, Owner: "Anna"},
		Account{ID: "5", Name: "Müller Nord", Domains: []string{"nord.mueller.example", "shared.example"}, Opportunities: []Opportunity{{ID: "o4"}}, Owner: "Chloé"},
		Account{ID: "6", Domains: []string{"shared.example"}},
	)
	for _, c := range []struct {
		name string
		q    Request
		want Match
	}{
		{"nothing is known", Request{}, Match{}},
		{"registration, however it is written", Request{Company: Company{Registration: "be0403 019 261", Domain: "mueller.example"}}, Match{Account: "1", By: ByRegistration, Owner: "Ben"}},
		{"an unknown registration: the domain", Request{Company: Company{Registration: "1", Domain: "info@roulers.com"}}, Match{Account: "1", By: ByDomain, Owner: "Ben"}},
		{"a domain below", Request{Company: Company{Domain: "hr.roulers.be"}}, Match{Account: "1", By: ByDomain, Owner: "Ben"}},
		{"the nearest domain", Request{Company: Company{Domain: "x@mail.nord.mueller.example"}}, Match{Account: "5", By: ByDomain, Owner: "Chloé", Opportunity: "o4"}},
		{"not what only ends so", Request{Company: Company{Domain: "notroulers.be"}}, Match{}},
		{"several by domain", Request{Company: Company{Domain: "shared.example", Name: "Dupont"}, Country: "FR", Postal: "59000"}, Match{By: ByDomain, Ambiguous: []string{"5", "6"}}},
		{"several by name", Request{Company: Company{Name: "DUPONT s.a.r.l."}, Country: "FR", Postal: "59000"}, Match{By: ByName, Ambiguous: []string{"2", "3"}}},
		{"by name, elsewhere", Request{Company: Company{Name: "Dupont"}, Country: "FR", Postal: "59100"}, Match{}},
		{"by name, without a postal code", Request{Company: Company{Name: "Dupont"}, Country: "FR"}, Match{}},
		{"a public domain says nothing", Request{Company: Company{Domain: "roulers@gmail.com", Name: "Müller"}, Country: "DE", Postal: "10115"}, Match{Account: "4", By: ByName, Owner: "Anna"}},
	} {
		assert.Equal(t, c.want, a.Match(c.q), c.name)
	}
}

func TestFindingsOfAccounts(t *testing.T) {
	p := offices()
	p.PublicDomains = []string{"provider.example"}
	_, err := compiled(t, p).Accounts([]Account{{ID: "1", Domains: []string{"ok.example", "gmail.com"}}, {ID: "1"}, {Domains: []string{"provider.example", "nodots"}}})
	require.ErrorContains(t, err, `/0/domains/1: "gmail.com" is no domain of a company`)
	require.ErrorContains(t, err, `/1: the id "1" is taken`)
	require.ErrorContains(t, err, `/2: the account has no id`)
	require.ErrorContains(t, err, `/2/domains/0: "provider.example"`)
	require.ErrorContains(t, err, `/2/domains/1: "nodots"`)
}

func TestCompanyName(t *testing.T) {
	for in, want := range map[string]string{
		"Société Générale S.A.": "societe generale", "SARL  DUPONT & Fils": "dupont fils", "Müller GmbH & Co. KG": "muller", "Müller GmbH & Co. KGaA": "muller", "Straße AG": "strasse",
		"Łódź Sp. z o.o.": "lodz", "Sp. z o.o.": "sp z oo", "L'Œuvre": "loeuvre", "O’Neill Ltd.": "oneill", "Ørsted A/S": "orsted", "Ａ社": "ａ社", "SA": "sa", "SARL AB": "ab", "AB SARL": "ab", "Smith-Jones, Inc.": "smith jones",
		"e\u0301cole SAS": "ecole", "Coop": "coop", "Deutsche Telekom AG": "deutsche telekom", "": "", "...": "", "Bâtiment 3 S. A. R. L.": "batiment 3", "IŞIK": "isik",
	} {
		assert.Equal(t, want, CompanyName(in), in)
	}
}

// A name that was made plain stays as it is, and capitals, dots, spaces and a legal form make no difference.
func TestCompanyNameIsSettled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.SampledFrom([]rune("abéÉßx .-&'1SA"))).Draw(t, "name")
		plain := CompanyName(name)
		require.Equal(t, plain, CompanyName(plain))
		if plain != "" && !legalForms[plain] {
			for _, same := range []string{strings.ToUpper(plain), "  " + plain + " ", plain + " GmbH", "SARL " + plain, strings.ReplaceAll(plain, " ", " - ")} {
				require.Equal(t, plain, CompanyName(same), same)
			}
		}
	})
}

func TestOpportunityTakesTheLeadAlong(t *testing.T) {
	p := offices()
	p.People[1].Capacity = []Capacity{{Most: 1}}
	r := compiled(t, p)
	a := accounts(t, r, Account{ID: "1", Registration: "123", Owner: "Chloé", Opportunities: []Opportunity{{ID: "o1", Owner: "Ben"}}})
	ask := func(id string) Request {
		return Request{ID: id, Lead: id, Channels: []string{InsideSales, FieldSales}, Country: "DE", Language: "nl", Company: Company{Registration: "123"}}
	}
	var d Desk
	at := instant("2026-03-04 10:00")
	q := ask("q1")
	dec := r.Route(&d, q.With(a.Match(q)), at)
	assert.Equal(t, []any{"Ben", ByOpportunity, "o1", FieldSales}, []any{dec.Person, dec.By, dec.Opportunity, dec.Channel}, "neither territory nor the order of the channels keeps it from there")
	assert.Equal(t, "works on the opportunity o1", dec.Why())
	q = ask("q2")
	dec = r.Route(&d, q.With(a.Match(q)), at)
	assert.Equal(t, []any{"Chloé", ByStrategy}, []any{dec.Person, dec.By}, "a capacity is never exceeded: somebody else takes it")
	q = ask("q3")
	dec = r.Route(&d, q.With(a.Match(q)), instant("2026-08-04 10:00"))
	assert.Equal(t, []any{"Anna", ByOpportunity, "Ben"}, []any{dec.Person, dec.By, dec.For}, "whoever covers takes it")
}

func TestAmbiguousLeadIsHeld(t *testing.T) {
	p := offices()
	q := Request{ID: "q1", Lead: "l1", Channels: []string{InsideSales}, Owner: "Dirk"}.With(Match{By: ByName, Ambiguous: []string{"2", "3"}})
	var d Desk
	dec := compiled(t, p).Route(&d, q, instant("2026-03-04 10:00"))
	assert.Equal(t, "Dirk", dec.Person, "no account is guessed")
	p.HoldAmbiguous = true
	q.ID = "q2"
	r := compiled(t, p)
	dec = r.Route(&d, q, instant("2026-03-04 10:00"))
	assert.True(t, dec.Queue)
	assert.Equal(t, "waits in the queue sales desk; nobody before: several accounts fit", dec.Why())
	for _, f := range r.Explain(&Desk{}, q, instant("2026-03-04 10:00"), nil) {
		assert.Equal(t, ManyAccounts, f.Reasons&ManyAccounts, f)
	}
	q.ID = "q3"
	assert.Equal(t, "Dirk", r.Route(&d, q.With(Match{Account: "2"}), instant("2026-03-04 10:00")).Person, "until somebody says which")
}

func TestCompanyOfARequest(t *testing.T) {
	s := schema(t)
	r, err := Compile(offices(), s, hours(t))
	require.NoError(t, err)
	st := lead.State{ID: "l1"}
	f := facts(t, s, &st, 5, map[string]any{"company": "Roulers", "registration": "BE 1", "email": "Jan@Roulers.be"})
	assert.Equal(t, Company{"Roulers", "BE1", "roulers.be"}, r.Request("q1", f, 5, "", nil).Company)
	f = facts(t, s, &st, 6, map[string]any{"domain": "www.roulers.com"})
	assert.Equal(t, "roulers.com", r.Request("q1", f, 6, "", nil).Company.Domain)
}
