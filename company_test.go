package leadkit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

const accounts = `
contract: accounts
scores:
  fit:
    target: {when: 'lead.industry == "retail"', points: 20}
  interest:
    decay: half-life 7d
    read the prices: {each: page_viewed, points: 20}
  company:
    fit: fit
    interest: interest
    step: 5
    group:
      decides: lead.job_title contains "director"
      pays: {when: lead.job_title contains "buyer"}
moves:
  the company is ripe: {from: inquiry, to: mql, when: 'lead.company_score >= 50 and not (lead.company_missing contains "pays")'}
`

// office is a host with companies: what a record tells goes to its company at once, and the answers to the records.
type office struct {
	t         require.TestingT
	e         *Engine
	records   map[string]*Record
	companies map[string]*scoring.Company
	serial    int
}

func newOffice(t require.TestingT, contract string) *office {
	return &office{t: t, e: must(Load(File{Name: "accounts.yaml", Data: []byte(contract)})), records: map[string]*Record{}, companies: map[string]*scoring.Company{}}
}

func (o *office) event(id, kind string, at time.Time, props map[string]any) {
	o.serial++
	o.apply(lead.Event{ID: fmt.Sprint("e", o.serial), Lead: id, Kind: kind, Time: at, Props: props}, at)
}

func (o *office) apply(ev lead.Event, at time.Time) {
	if o.records[ev.Lead] == nil {
		o.records[ev.Lead] = &Record{}
	}
	effects, err := o.e.Apply(o.records[ev.Lead], ev, at)
	require.NoError(o.t, err)
	o.pass(effects, at)
}

func (o *office) pass(effects []Effect, at time.Time) {
	for _, f := range effects {
		if f.Kind != CompanyTold {
			continue
		}
		if o.companies[f.Subject] == nil {
			o.companies[f.Subject] = &scoring.Company{}
		}
		for _, answer := range o.e.Join(o.companies[f.Subject], f) {
			o.apply(answer, at)
		}
	}
}

// A buyer and a director of one company become leads together: no one of them alone would. When their interest fades, the company says so by itself.
func TestCompanyMovesItsPeople(t *testing.T) {
	o := newOffice(t, accounts)
	at := genesis
	o.event("buyer", lead.Created, at, map[string]any{"company": "ACME", "industry": "retail", "job_title": "buyer"})
	o.event("director", lead.Created, at, map[string]any{"company": "ACME", "job_title": "director"})
	o.event("stranger", lead.Created, at, map[string]any{"job_title": "director"})
	o.event("buyer", "page_viewed", at, nil)
	o.event("buyer", lead.Contacted, at, map[string]any{"channel": "phone", "direction": "outbound", "outcome": "reached"})
	view := o.e.Company(o.companies["ACME"])
	require.Equal(t, 40*lead.Point, view.Score)
	require.Equal(t, []string{"pays"}, view.Filled)
	require.Equal(t, "inquiry", o.records["buyer"].Lead.Life.Stage)
	o.event("director", "page_viewed", at, nil)
	require.Equal(t, 50*lead.Point, o.e.Company(o.companies["ACME"]).Score)
	for _, id := range []string{"buyer", "director"} {
		require.Equal(t, "mql", o.records[id].Lead.Life.Stage, id)
	}
	require.Equal(t, "inquiry", o.records["stranger"].Lead.Life.Stage)
	o.event("director", lead.MeetingHeld, at, nil)
	require.True(t, o.e.Company(o.companies["ACME"]).Complete)
	complete, _ := o.records["buyer"].Lead.Field(scoring.CompanyComplete)
	require.EqualValues(t, 1, complete.Value.Num)
	missing, _ := o.records["buyer"].Lead.Field(scoring.CompanyMissing)
	require.Equal(t, "none", missing.Value.Text, "it was the director, before she was reached")

	next, ok := o.e.Next(o.records["buyer"])
	require.True(t, ok)
	effects, err := o.e.Advance(o.records["buyer"], next)
	require.NoError(t, err)
	o.pass(effects, next)
	require.Equal(t, 42*lead.Point+lead.Point/2, o.e.Company(o.companies["ACME"]).Score, "a millisecond later the 20 points of both are told as 15")
	o.event("director", lead.ProfileUpdated, next, map[string]any{"company": "Globex"})
	require.Equal(t, []string{"decides"}, o.e.Company(o.companies["ACME"]).Missing)
	require.True(t, o.companies["Globex"].Has("director"))
	o.event("director", lead.Erased, next, nil)
	require.False(t, o.companies["Globex"].Has("director"))
}

// Two records of one person count once, however they are merged.
func TestMergedPeopleCountOnce(t *testing.T) {
	o := newOffice(t, accounts)
	for _, id := range []string{"one", "other"} {
		o.event(id, lead.Created, genesis, map[string]any{"company": "ACME", "industry": "retail"})
		o.event(id, "page_viewed", genesis, nil)
	}
	require.Equal(t, 50*lead.Point, o.e.Company(o.companies["ACME"]).Score)
	effects, err := o.e.Merge(o.records["one"], o.records["other"], genesis)
	require.NoError(t, err)
	o.pass(effects, genesis)
	require.Equal(t, 60*lead.Point, o.e.Company(o.companies["ACME"]).Score, "20 of fit, 40 of one person's interest")
	require.False(t, o.companies["ACME"].Has("other"))
}

const winding = `
scores:
  interest: {told us more: {each: profile_updated, points: 10}}
  company: {interest: interest}
`

// What a company answers is nothing that a person told: where telling gives points, it would tell itself for ever.
func TestACompanysAnswersScoreNothing(t *testing.T) {
	o := newOffice(t, winding)
	for i, id := range []string{"one", "other"} {
		o.event(id, lead.Created, genesis.Add(time.Duration(i)), map[string]any{"company": "ACME"})
	}
	o.event("one", lead.ProfileUpdated, genesis, map[string]any{"industry": "retail"})
	require.Equal(t, 10*lead.Point, o.e.Company(o.companies["ACME"]).Score)
}

// The names of companies and of leads may be long: the answers' ids are not.
func TestCompaniesWithLongNamesAnswer(t *testing.T) {
	o := newOffice(t, accounts)
	long := strings.Repeat("x", lead.MostID-1)
	for _, id := range []string{"1" + long, "2" + long} {
		o.event(id, lead.Created, genesis, map[string]any{"company": long + long, "industry": "retail"})
		o.event(id, "page_viewed", genesis, nil)
	}
	score, _ := o.records["1"+long].Lead.Field(scoring.CompanyScore)
	require.EqualValues(t, 50, score.Value.Num)
}

// Laws 4 and 7: whatever several records tell, in any order and twice, a company comes to the same state; and it is what the records say when asked.
func TestCompanyHearsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := compileGenerated(t)
		if !e.Scorer().Accounts() {
			t.Skip("no companies")
		}
		told, records := []Effect{}, []*Record{}
		for i := range 2 {
			f := folder{t: t, e: e}
			history := genHistory(t)
			for j := range history {
				history[j].ev.Lead = fmt.Sprint("L", i)
			}
			f.fold(history)
			f.wake(end(history))
			for _, effect := range f.effects {
				if effect.Kind == CompanyTold {
					told = append(told, effect)
				}
			}
			records = append(records, &f.r)
		}
		join := func(list []Effect) map[string]*scoring.Company {
			all := map[string]*scoring.Company{"ACME": {}, "Globex": {}}
			for _, f := range list {
				e.Join(all[f.Subject], f)
			}
			return all
		}
		once := join(told)
		twice := join(append(rapid.Permutation(told).Draw(t, "order"), told...))
		require.Equal(t, string(encode(t, once)), string(encode(t, twice)))
		for _, r := range records {
			company := r.Lead.Text("company")
			for name, c := range once {
				require.Equal(t, name == company, c.Has(r.Lead.ID), name)
			}
		}
	})
}
