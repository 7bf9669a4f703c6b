package scoring_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// companySchema knows what companies tell.
func companySchema(t require.TestingT) *lead.Schema {
	schema, err := lead.NewSchema(lead.Vocabulary{Attributes: scoring.CompanyAttributes()}, "")
	require.NoError(t, err)
	return schema
}

// companies scores a company by fit and interest; somebody has to decide, and somebody to pay.
var companies = scoring.Model{
	Scores: []scoring.Score{
		{Name: "fit", Rules: []scoring.Rule{{Name: "target", When: `lead.industry == "retail"`, Points: 20 * lead.Point}}},
		{Name: "interest", Rules: []scoring.Rule{{Name: "opened", Each: []string{"email_opened"}, Points: 10 * lead.Point}}},
	},
	Company: scoring.Account{Fit: "fit", Interest: "interest", People: 3, Group: []scoring.Role{
		{Name: "decides", When: `lead.job_title contains "director"`}, {Name: "pays", When: `lead.job_title contains "buyer"`}}},
}

func companyScorer(t require.TestingT, m scoring.Model) *scoring.Scorer {
	scorer, err := scoring.Compile(m, companySchema(t))
	require.NoError(t, err)
	return scorer
}

func drawMember(r *rapid.T) scoring.Member {
	m := scoring.Member{Company: "ACME", Lead: fmt.Sprint("L", rapid.IntRange(0, 6).Draw(r, "lead")), Number: rapid.Int64Range(1, 9).Draw(r, "number"),
		Fit: lead.Points(rapid.Int64Range(-3, 3).Draw(r, "fit")) * lead.Point, Interest: lead.Points(rapid.Int64Range(0, 9).Draw(r, "interest")) * 10 * lead.Point,
		Reached: rapid.Bool().Draw(r, "reached"), Gone: rapid.IntRange(0, 5).Draw(r, "gone") == 0}
	m.At = t0.Add(lead.Span(m.Number))
	for _, role := range []string{"decides", "pays"} {
		if rapid.Bool().Draw(r, role) {
			m.Roles = append(m.Roles, role)
		}
	}
	return m
}

func companyOf(list ...scoring.Member) *scoring.Company {
	var c scoring.Company
	for _, m := range list {
		c.Join(m)
	}
	return &c
}

// Laws 4, 7 and 8: in whatever order and however often people tell it, however companies are split and merged, and through the encoding, a company comes to the same bytes.
func TestCompanyJoinsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(drawMember), 0, 20).Draw(r, "members")
		want := bytesOf(r, companyOf(list...))
		twice := slices.Concat(rapid.Permutation(list).Draw(r, "order"), list)
		require.Equal(r, want, bytesOf(r, companyOf(twice...)))
		cut := rapid.IntRange(0, len(list)).Draw(r, "cut")
		a, b := companyOf(list[:cut]...), companyOf(list[cut:]...)
		c, d := *companyOf(list[:cut]...), *companyOf(list[cut:]...)
		a.Merge(b)
		d.Merge(&c)
		require.Equal(r, want, bytesOf(r, a))
		require.Equal(r, want, bytesOf(r, &d))
		var read scoring.Company
		require.NoError(r, json.Unmarshal([]byte(want), &read))
		require.Equal(r, want, bytesOf(r, &read))
	})
}

// The score is the best fit and the best interests at 1, ½, ¼, and the lines sum to it exactly.
func TestCompanyScoreIsPlain(t *testing.T) {
	scorer := companyScorer(t, companies)
	rapid.Check(t, func(r *rapid.T) {
		c := companyOf(rapid.SliceOfN(rapid.Custom(drawMember), 0, 20).Draw(r, "members")...)
		v := scorer.Company(c)
		var interests []lead.Points
		var fit lead.Points
		roles, first := map[string]bool{}, true
		for _, p := range c.People {
			if p.Gone {
				continue
			}
			if first || p.Fit > fit {
				fit, first = p.Fit, false
			}
			interests = append(interests, p.Interest)
			for _, role := range p.Roles {
				roles[role] = roles[role] || p.Reached
			}
		}
		slices.Sort(interests)
		want, weight := fit, lead.Points(1)
		for i := range min(3, len(interests)) {
			want += interests[len(interests)-1-i] / weight // whole tens of points: divisible by four
			weight *= 2
		}
		require.Equal(r, want, v.Score)
		require.Equal(r, roles["decides"] && roles["pays"], v.Complete)
		var sum lead.Points
		for _, l := range v.Lines {
			sum += l.Points
		}
		require.Equal(r, v.Score, sum)
	})
}

// Of more people than a company remembers, the same are kept in whatever order they come.
func TestCompanyIsBounded(t *testing.T) {
	var list []scoring.Member
	for i := range scoring.MostPeople + 50 {
		list = append(list, scoring.Member{Company: "ACME", Lead: fmt.Sprint(i), Number: 1, Interest: lead.Points(i)})
	}
	c := companyOf(list...)
	slices.Reverse(list)
	require.Len(t, c.People, scoring.MostPeople)
	require.Equal(t, bytesOf(t, c), bytesOf(t, companyOf(list...)))
	require.False(t, c.Join(scoring.Member{Company: "another", Lead: "x", Number: 1}))
	news := scoring.Member{Company: "ACME", Lead: c.People[3].Lead, Number: 2}
	require.True(t, c.Join(news))
	require.False(t, c.Join(news), "told twice")
	scorer := companyScorer(t, scoring.Model{Scores: companies.Scores, Company: scoring.Account{Interest: "interest"}})
	require.False(t, scorer.Company(c).Complete, "without a group there is nothing to complete")
}

// Everything new that is told makes a later version, also where somebody else is forgotten for it.
func TestVersionsOfACompanyGrow(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var c scoring.Company
		told := rapid.IntRange(0, 40).Draw(r, "told")
		for i := range scoring.MostPeople - 20 + told {
			c.Join(scoring.Member{Company: "ACME", Lead: fmt.Sprint("L", i), Number: int64(1 + i%7), At: t0.Add(lead.Span(i % 5))})
		}
		for i := range 10 {
			m := drawMember(r)
			m.Lead = fmt.Sprint("L", rapid.IntRange(0, 900).Draw(r, "lead"))
			m.Number, m.At = int64(10+i), c.At().Add(lead.Span(rapid.IntRange(0, 1).Draw(r, "later")))
			before, people := c.Version(), len(c.People)
			if c.Join(m) {
				require.Greater(r, c.Version(), before, "%d of %d people", i, people)
			}
			require.GreaterOrEqual(r, c.At(), m.At)
			require.Len(r, c.Version(), 47)
		}
	})
}

func TestAccountFindings(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*scoring.Model)
		code   string
		path   string
	}{
		"no interest":     {func(m *scoring.Model) { m.Company.Interest = "" }, "no-interest", "/company"},
		"unknown score":   {func(m *scoring.Model) { m.Company.Interest = "intrest" }, "unknown-score", "/company/interest"},
		"negative step":   {func(m *scoring.Model) { m.Company.Step = -1 }, "negative-step", "/company/step"},
		"too many people": {func(m *scoring.Model) { m.Company.People = 99 }, "bad-people", "/company/people"},
		"unknown kind":    {func(m *scoring.Model) { m.Company.Reached = []string{"called"} }, "unknown-kind-of-event", "/company/reached"},
		"two roles":       {func(m *scoring.Model) { m.Company.Group[1].Name = "decides" }, "name-taken", "/company/group/decides"},
		"empty role":      {func(m *scoring.Model) { m.Company.Group[1].When = "" }, "no-condition", "/company/group/pays"},
		"role by score":   {func(m *scoring.Model) { m.Company.Group[1].When = "interest > 3" }, "not-fit", "/company/group/pays/when"},
		"wound up": {func(m *scoring.Model) {
			m.Scores[0].Rules = append(slices.Clone(m.Scores[0].Rules), scoring.Rule{Name: "big", When: "lead.company_score > 9", Points: 1})
		}, "reads-company", "/company/fit"},
		"wound up by brackets": {func(m *scoring.Model) {
			m.Scores[0].Rules = append(slices.Clone(m.Scores[0].Rules), scoring.Rule{Name: "big", When: `lead["company_score"] > 9`, Points: 1})
		}, "reads-company", "/company/fit"},
		"wound up by whom it is about": {func(m *scoring.Model) { m.Scores[1].For.When = "lead.company_score < 50" }, "reads-company", "/company/interest"},
		"wound up by a role":           {func(m *scoring.Model) { m.Company.Group[0].When = "not lead.company_complete" }, "reads-company", "/company/group/decides/when"},
	} {
		t.Run(name, func(t *testing.T) {
			m := companies
			m.Scores, m.Company.Group = slices.Clone(m.Scores), slices.Clone(m.Company.Group)
			c.change(&m)
			_, err := scoring.Compile(m, companySchema(t))
			var found diag.List
			require.ErrorAs(t, err, &found)
			require.Equal(t, c.code, found[0].Code)
			require.Equal(t, c.path, found[0].Place.Path)
		})
	}
	_, err := scoring.Compile(companies, newSchema(t))
	require.ErrorContains(t, err, "company_score")
	m := companies
	m.Company.Group = append(slices.Clone(m.Company.Group), scoring.Role{Name: "pays in advance", When: "lead.employees > 3"})
	warned := companyScorer(t, m).Warnings()
	require.Len(t, warned, 1)
	require.Equal(t, "/company/group/pays in advance", warned[0].Place.Path)
	require.Equal(t, `lead.company_missing contains "pays" where "pays in advance" is missing, too`, warned[0].Summary)
}

// A person is reached by what the trade takes for it, or by what the contract names instead; never by what came by itself.
func TestWhoIsReached(t *testing.T) {
	named := companies
	named.Company.Reached = []string{lead.DemoRequested}
	none := companies
	none.Company = scoring.Account{}
	for _, c := range []struct {
		kind    string
		outcome string
		is      [2]bool // plainly, and with the contract's own kinds
	}{
		{lead.Contacted, "reached", [2]bool{true, false}}, {lead.Contacted, "left_message", [2]bool{false, false}}, {lead.MeetingHeld, "", [2]bool{true, false}},
		{lead.NeedConfirmed, "", [2]bool{true, false}}, {lead.DemoRequested, "", [2]bool{false, true}},
	} {
		for i, m := range []scoring.Model{companies, named, none} {
			schema := companySchema(t)
			scorer, err := scoring.Compile(m, schema)
			require.NoError(t, err)
			props := map[string]any{}
			if c.outcome != "" {
				props = map[string]any{"channel": "phone", "direction": "outbound", "outcome": c.outcome}
			}
			var b lead.Bound
			require.NoError(t, schema.Bind(lead.Event{ID: "1", Lead: "L", Kind: c.kind, Time: t0.Time(), Props: props}, &b))
			require.Equal(t, i < 2 && c.is[i%2], scorer.Reaches(&b), "%s %s %d", c.kind, c.outcome, i)
			b.Automatic = true
			require.False(t, scorer.Reaches(&b))
		}
	}
}

// Ten interns are not one buyer.
func ExampleScorer_Company() {
	schema, _ := lead.NewSchema(lead.Vocabulary{Attributes: scoring.CompanyAttributes()}, "EUR")
	scorer, _ := scoring.Compile(companies, schema)
	var interns, buyer scoring.Company
	for i := range 10 {
		interns.Join(scoring.Member{Company: "Interns", Lead: fmt.Sprint("intern ", i), Number: 1, Interest: 10 * lead.Point})
	}
	buyer.Join(scoring.Member{Company: "Buyer", Lead: "the buyer", Number: 1, Fit: 20 * lead.Point, Interest: 60 * lead.Point, Roles: []string{"pays"}, Reached: true})
	buyer.Join(scoring.Member{Company: "Buyer", Lead: "the director", Number: 1, Fit: 20 * lead.Point, Interest: 20 * lead.Point, Roles: []string{"decides"}})
	for _, c := range []*scoring.Company{&interns, &buyer} {
		v := scorer.Company(c)
		fmt.Println(v.Company, v.Score, "missing:", v.Missing)
		for _, line := range v.Lines {
			fmt.Printf("  %5v %s\n", line.Points, line.Rule)
		}
	}
	// Output:
	// Interns 17.5 missing: [decides pays]
	//       0 fit
	//      10 intern 0
	//       5 intern 1
	//     2.5 intern 2
	// Buyer 90 missing: [decides]
	//      20 fit
	//      60 the buyer
	//      10 the director
}
