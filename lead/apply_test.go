package lead

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead/diag"
)

// history is a schema whose contract reads every history function and every derived name.
func history(t testing.TB) (*Schema, []*Condition) {
	s := newSchema(t, own())
	var conditions []*Condition
	for _, src := range []string{
		`count("page_viewed") > 3`, `count("page_viewed", "7d") >= 2`, `count("email_opened", "30d") > 4`, `since("page_viewed") > "3d"`,
		`last("quote_requested") > "2026-11-05"`, `sum("test_drive", "minutes", "5d") > 10`, `sum("quote_requested", "amount") > 1000000`,
		`lead.created != nil and lead.cost > 10 and lead.completeness >= 0.25 and lead.cycle >= 0`, `lead.projects > 1`, `lead.next_project > "2026-12-01"`,
		`lead.top_interest == "a"`, `"b" in lead.interests`, `lead.may_email or lead.may_phone or lead.may_sms or lead.may_post`,
		`lead.first_channel == "webinar"`, `lead.latest_channel != lead.first_channel`, `lead.first_campaign == "a" or lead.latest_campaign == "b"`,
		`lead.returns > 0 or lead.return_reason == "price"`, `lead.hobby contains "a"`, `lead.salary > 1000`, `lead.birthday > "2026-12-01"`, `"b" in lead.pets`,
		`lead.commute > "1d"`, `lead.smoker`,
	} {
		conditions = append(conditions, s.compiled(t, src))
	}
	return s, conditions
}

func (s *Schema) compiled(t testing.TB, src string) *Condition {
	var found diag.List
	c := s.LeadCondition(&found, "/", src)
	require.NoError(t, found.Err(), src)
	return c
}

func TestTheOrderOfArrivalDoesNotMatter(t *testing.T) {
	s, conditions := history(t)
	rapid.Check(t, func(t *rapid.T) {
		events := anyEvents(t, s, 2, 40)
		one, other := fold(s, events), fold(s, rapid.Permutation(events).Draw(t, "order"))
		require.Equal(t, encode(t, one), encode(t, other))
		require.Equal(t, truths(s, conditions, &one), truths(s, conditions, &other))
	})
}

func truths(s *Schema, conditions []*Condition, st *State) (list []bool) {
	f := s.NewFacts()
	f.See(st)
	f.At(start.Add(20 * Day))
	for _, c := range conditions {
		list = append(list, c.True(f))
	}
	return list
}

func TestWhatOverflowsDropsTheOldestInAnyOrder(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	rapid.Check(t, func(t *rapid.T) {
		var events []Bound
		for i := range 80 {
			at := start.Add(Span(rapid.IntRange(0, 40).Draw(t, "hour")) * Hour)
			name := fmt.Sprint("n", rapid.IntRange(0, 50).Draw(t, "name"))
			events = append(events, *bound(t, s, fmt.Sprint("p", i), ProjectUpdated, at, map[string]any{"project": name, "date": at}),
				*bound(t, s, fmt.Sprint("c", i), ConsentGiven, at, map[string]any{"purpose": name, "channel": "email"}),
				*bound(t, s, fmt.Sprint("t", i), "email_opened", at, map[string]any{"topic": name}))
		}
		one, other := fold(s, events), fold(s, rapid.Permutation(events).Draw(t, "order"))
		require.Equal(t, one.Plans, other.Plans)
		require.Equal(t, one.Basis, other.Basis)
		require.Equal(t, one.Overfull, other.Overfull)
		names := func(topics []Topic) (list []string) {
			for _, topic := range topics {
				list = append(list, fmt.Sprint(topic.Name, topic.Last))
			}
			return list
		}
		require.Equal(t, names(one.Topics), names(other.Topics), "which topics remain; how often a forgotten one was met is not known")
		require.LessOrEqual(t, len(one.Plans), MostProjects)
		require.LessOrEqual(t, len(one.Basis), MostConsents)
		require.LessOrEqual(t, len(one.Topics), MostTopics)
	})
}

func TestATopicThatIsNewIsNotDroppedForBeingRare(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	var st State
	for i := range 2 * MostTopics {
		s.Apply(&st, bound(t, s, fmt.Sprint(i), "email_opened", start.Add(Span(i)), map[string]any{"topic": fmt.Sprintf("t%02d", i/2)}))
	}
	s.Apply(&st, bound(t, s, "new", "email_opened", start.Add(Day), map[string]any{"topic": "new"}))
	require.Len(t, st.Topics, MostTopics)
	assert.True(t, slices.ContainsFunc(st.Topics, func(x Topic) bool { return x.Name == "new" }))
	assert.False(t, slices.ContainsFunc(st.Topics, func(x Topic) bool { return x.Name == "t00" }), "the one met longest ago goes")
}

func TestARegisterHoldsTheLatestByTimeThenID(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	rapid.Check(t, func(t *rapid.T) {
		type entry struct {
			at   Instant
			id   string
			text string
		}
		var st State
		var best entry
		for i := range rapid.IntRange(1, 12).Draw(t, "n") {
			e := entry{start.Add(Span(rapid.IntRange(0, 3).Draw(t, "at"))), fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "id"), "-", i), fmt.Sprint("v", i)}
			s.Apply(&st, bound(t, s, e.id, ProfileUpdated, e.at, map[string]any{"email": e.text}))
			if e.at > best.at || e.at == best.at && e.id > best.id {
				best = e
			}
		}
		f, ok := st.Field("email")
		require.True(t, ok)
		require.Equal(t, best, entry{f.At, f.By, f.Value.Text})
	})
}

func TestAStateSurvivesJSON(t *testing.T) {
	s, conditions := history(t)
	rapid.Check(t, func(t *rapid.T) {
		events := anyEvents(t, s, 0, 30)
		half := rapid.IntRange(0, len(events)).Draw(t, "half")
		st := fold(s, events[:half])
		back := decoded(t, st)
		require.Equal(t, encode(t, st), encode(t, back))
		require.Equal(t, truths(s, conditions, &st), truths(s, conditions, &back))
		for i := range events[half:] {
			require.Equal(t, s.Apply(&st, &events[half+i]), s.Apply(&back, &events[half+i]), "it goes on as the original does")
		}
		require.Equal(t, encode(t, st), encode(t, back))
		require.Equal(t, truths(s, conditions, &st), truths(s, conditions, &back))
	})
}

func TestAStateIsReadUnderAnotherSchema(t *testing.T) {
	s := newSchema(t, own())
	st := fold(s, []Bound{*bound(t, s, "1", ProfileUpdated, start, map[string]any{"hobby": "chess", "email": "a@b.c", "tier": "gold"})})
	plain := newSchema(t, Vocabulary{})
	email := plain.compiled(t, `lead.email == "a@b.c"`)
	f := plain.NewFacts()
	f.See(&st)
	f.At(start)
	assert.True(t, email.True(f), "an attribute that has moved is found, one that is not declared is passed over")
}

func TestAutomaticEventsTellFactsOnly(t *testing.T) {
	s, _ := history(t)
	apply := func(kind string, props map[string]any) State {
		var st State
		b := bound(t, s, "1", kind, start, props)
		b.Automatic = true
		s.Apply(&st, b)
		return st
	}
	assert.Equal(t, State{Automatic: 1}, apply("page_viewed", map[string]any{"topic": "x"}), "counted, and neither remembered nor a signal")
	assert.Equal(t, State{Automatic: 1}, apply(Touched, map[string]any{"source_channel": "blog"}), "a link scanner is no touch")
	assert.Equal(t, State{Automatic: 1}, apply(Recycled, map[string]any{"reason": "no_date", "qualification": "x"}))
	st := apply(Unsubscribed, nil)
	require.Len(t, st.Basis, 1)
	assert.True(t, st.Basis[0].Refused, "a mail program's unsubscription is one")
	st = apply(CostIncurred, map[string]any{"amount": 12.5})
	assert.Equal(t, Money{1250, "EUR"}, st.Cost)
	st = apply(ProfileUpdated, map[string]any{"email": "a@b.c"})
	assert.Equal(t, "a@b.c", st.Text("email"))
}

func TestApplyTellsWhetherAFactMayHaveChanged(t *testing.T) {
	s, _ := history(t)
	var st State
	email := map[string]any{"email": "a@b.c"}
	for i, step := range []struct {
		kind    string
		props   map[string]any
		changed bool
	}{
		{ProfileUpdated, email, true}, {ProfileUpdated, email, false}, {ProfileUpdated, nil, false}, {"page_viewed", nil, true}, {"inbound_call", nil, false},
		{"inbound_call", map[string]any{"seconds": 3}, false}, {ConfigSaved, map[string]any{"topic": "car"}, true}, {Accepted, nil, false},
		{CostIncurred, map[string]any{"amount": 1}, true}, {Identified, map[string]any{"email": "b@b.c"}, true},
	} {
		assert.Equal(t, step.changed, s.Apply(&st, bound(t, s, fmt.Sprint(i), step.kind, start.Add(Hour*Span(i)), step.props)), "%s %v", step.kind, step.props)
	}
	assert.Equal(t, "b@b.c", st.Text("email"), "who is identified by an address has it")
}

func TestAReportIsWrittenBack(t *testing.T) {
	s := newSchema(t, Vocabulary{Attributes: []Property{{Name: "project_date", Type: Text}, {Name: "note", Type: Text}}})
	var st State
	report := bound(t, s, "1", Recycled, start, map[string]any{"reason": "no_budget", "budget": "1000 EUR", "contact_validated": true, "note": "call in May",
		"competitor": "Acme", "contract_ends": "2027-05-01", "project_date": "2027-06-01", "qualification": "real need"})
	report.By = "anna"
	assert.True(t, s.Apply(&st, report), "so the lead is scored again")
	for _, name := range []string{"budget", "competitor", "contact_validated", "contract_ends", "note", "qualification"} {
		f, _ := st.Field(name)
		assert.Equal(t, []string{"anna", "1"}, []string{f.Who, f.By}, name)
	}
	view := s.View(&st)
	assert.Equal(t, Money{100000, "EUR"}, view.Need.Budget)
	assert.True(t, view.Person.Validated)
	assert.Equal(t, []string{"Acme", "real need"}, []string{view.Need.Competitor, view.Need.Qualification})
	assert.Equal(t, "2027-05-01T00:00:00.000Z", view.Need.ContractEnds.String())
	assert.Equal(t, map[string]any{"note": "call in May"}, view.More, "an attribute of the same name but another type is not written")
	assert.Equal(t, "2027-06-01T00:00:00.000Z", st.NextProject().String())
}

func TestAPostponedProjectSupersedesWhatWasKnown(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	project := func(id string, at Instant, name, day string) *Bound {
		return bound(t, s, id, ProjectUpdated, at, map[string]any{"project": name, "date": day})
	}
	var st State
	s.Apply(&st, project("1", start, "crm", "2026-12-01"))
	s.Apply(&st, project("2", start.Add(Hour), "erp", "2027-02-01"))
	assert.Equal(t, "2026-12-01", st.NextProject().String()[:10])
	s.Apply(&st, bound(t, s, "3", Recycled, start.Add(Day), map[string]any{"reason": "project_postponed", "project_date": "2027-03-01"}))
	assert.Equal(t, "2027-03-01", st.NextProject().String()[:10], "the report names no project: it speaks of all")
	assert.Equal(t, 1, st.openProjects())
	s.Apply(&st, project("4", start.Add(2*Day), "erp", "2027-01-15"))
	assert.Equal(t, "2027-01-15", st.NextProject().String()[:10], "what is heard later stands")
	s.Apply(&st, bound(t, s, "5", Recycled, start.Add(3*Day), map[string]any{"project": "erp", "project_date": "2027-04-01"}))
	assert.Equal(t, "2027-03-01", st.NextProject().String()[:10], "a report may name its project")
	s.Apply(&st, bound(t, s, "6", ProjectUpdated, start.Add(4*Day), map[string]any{"project": "erp", "status": "done"}))
	assert.Equal(t, 1, st.openProjects())
}

func TestErasureLeavesNothingPersonal(t *testing.T) {
	s := newSchema(t, own())
	const secret = "SECRET"
	plant := func(id KindID) map[string]any {
		props := map[string]any{}
		for _, p := range s.Props(id) {
			switch {
			case p.Name == "visitor" || strings.HasPrefix(p.Name, "source_") || strings.HasPrefix(p.Name, "utm_"):
			case len(p.Known) > 0:
				props[p.Name] = p.Known[0]
			case p.Type == Text:
				props[p.Name] = secret
			case p.Type == Texts:
				props[p.Name] = []string{secret}
			case p.Type == Number:
				props[p.Name] = 31337.5
			case p.Type == Date:
				props[p.Name] = Instant(1234567890123)
			case p.Type == Amount:
				props[p.Name] = 12
			}
		}
		return props
	}
	m, err := Compile(Lifecycle{}, s)
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		var st State
		st.Person = secret
		f := s.NewFacts()
		step := func(i int) {
			id := KindID(rapid.IntRange(0, s.Kinds()-1).Filter(func(k int) bool { return s.KindOf(KindID(k)).Class != Verdict }).Draw(t, "kind"))
			props := plant(id)
			if s.KindOf(id).Name == StageOverridden {
				props["stage"] = "sql"
			}
			b := bound(t, s, fmt.Sprint("e", i), s.KindOf(id).Name, start.Add(Span(i)*Minute), props)
			b.By = secret
			s.Apply(&st, b)
			f.See(&st)
			f.Hear(b)
			f.At(b.Time)
			if taken, ok := m.Upon(&st, b, f, b.Time); ok && taken.Refused == "" {
				taken.By = "" // an act's author is of sales, and stays
				m.Take(&st, taken, b.Time)
			}
		}
		before, after := rapid.IntRange(0, 30).Draw(t, "before"), rapid.IntRange(0, 10).Draw(t, "after")
		for i := range before {
			step(i)
		}
		st.Erase(start.Add(Hour))
		for i := range after {
			step(before + i)
		}
		text := strings.ReplaceAll(encode(t, st), `"n":"employees","v":31337.5`, "")
		require.NotContains(t, text, secret)
		require.NotContains(t, text, "31337", "latitude, children")
		require.NotContains(t, text, "1234567890123", "birthday")
		once := encode(t, st)
		st.Erase(start.Add(Day))
		require.Equal(t, once, encode(t, st), "erasing twice is erasing once")
	})
}

func TestErasureKeepsAmountsCountsAndPassages(t *testing.T) {
	m, s := machineOf(t, Lifecycle{})
	var st State
	b := bound(t, s, "1", Created, start, map[string]any{"email": "a@b.c", "potential": 5000, "market": "B2B", "type": "consumables", "cost": 30, "source_channel": "blog"})
	s.Apply(&st, b)
	m.Take(&st, Step{Move: "need detected", To: "inquiry", Event: "1"}, start)
	st.Erase(start.Add(Day))
	assert.Equal(t, []string{"market", "potential", "type"}, []string{st.Fields[0].Name, st.Fields[1].Name, st.Fields[2].Name})
	assert.Equal(t, Money{3000, "EUR"}, st.Cost)
	assert.Equal(t, "blog", st.First.Channel)
	assert.Len(t, st.Life.Passages, 1)
	assert.Equal(t, start.Add(Day), st.Gone)
}
