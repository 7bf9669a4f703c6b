package lead

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestANewContactPersonJoinsTheSameLead(t *testing.T) {
	own := Vocabulary{Attributes: []Property{{Name: "fleet", Type: Number}, {Name: "hobby", Type: Text, Personal: true}}}
	s := newSchema(t, own)
	views, attempts := s.compiled(t, `count("page_viewed") > 0`), s.compiled(t, `count("contact_attempted") > 0`)
	var st State
	tell := func(id, kind string, after Span, props map[string]any) {
		s.Apply(&st, bound(t, s, id, kind, start.Add(after), props))
	}
	tell("1", Created, 0, map[string]any{"first_name": "Ada", "last_name": "L", "email": "ada@acme.eu", "company": "Acme", "industry": "retail", "employees": 80,
		"potential": 25000, "type": "consumables", "fleet": 30, "hobby": "chess", "source_channel": "webinar", "cost": 12})
	tell("2", ProjectUpdated, Hour, map[string]any{"project": "vans", "date": "2027-03-01"})
	tell("3", ConsentGiven, Hour, map[string]any{"channel": "email"})
	tell("4", "page_viewed", 2*Hour, map[string]any{"topic": "vans"})
	tell("5", Contacted, 3*Hour, map[string]any{"outcome": "wrong_number"})
	before := s.View(&st)
	change := bound(t, s, "6", ContactChanged, start.Add(Day), map[string]any{"person": "p-2", "first_name": "Bob", "email": "bob@acme.eu"})
	change.By = "anna"
	require.True(t, s.Apply(&st, change))

	after := s.View(&st)
	assert.Equal(t, Person{FirstName: "Bob", Email: "bob@acme.eu"}, after.Person)
	assert.Equal(t, "p-2", st.Person)
	assert.Equal(t, Contact{At: start.Add(Day), Event: "6", By: "anna"}, st.Contact)
	assert.Equal(t, before.Company, after.Company)
	assert.Equal(t, before.Need, after.Need, "project and potential stay")
	assert.Equal(t, before.Projects, after.Projects)
	assert.Equal(t, before.Source, after.Source)
	assert.Equal(t, map[string]any{"fleet": 30.0}, after.More, "what the contract calls personal goes")
	assert.Empty(t, after.Topics)
	assert.Empty(t, after.Basis)
	may, why := st.May("email", Marketing, start.Add(2*Day))
	assert.Equal(t, []any{false, "no basis on record"}, []any{may, why})
	assert.Zero(t, st.Signal)
	f := s.NewFacts()
	f.See(&st)
	f.At(start.Add(Day))
	assert.False(t, views.True(f), "personal signals do not stay")
	assert.False(t, attempts.True(f), "nobody tried to reach them yet")

	tell("7", "page_viewed", 4*Hour, map[string]any{"topic": "vans"})
	tell("8", ProfileUpdated, 4*Hour, map[string]any{"last_name": "L", "employees": 90})
	tell("9", ConsentGiven, 4*Hour, map[string]any{"channel": "email"})
	tell("10", ContactChanged, 5*Hour, map[string]any{"first_name": "Carl"})
	after = s.View(&st)
	assert.Equal(t, Person{FirstName: "Bob", Email: "bob@acme.eu"}, after.Person, "what is heard of the former person is not taken")
	assert.Equal(t, 90, after.Company.Employees)
	assert.Empty(t, after.Basis)
	assert.Empty(t, after.Topics)
	assert.Zero(t, st.Signal)
	tell("11", "page_viewed", 2*Day, map[string]any{"topic": "cranes"})
	assert.Equal(t, "cranes", st.TopTopic())
}

func TestAReportNamesANewContactPerson(t *testing.T) {
	x := newStory(t, Lifecycle{})
	x.event(start, Created, map[string]any{"first_name": "Ada", "email": "ada@acme.eu", "potential": 25000})
	x.to(start, "sal")
	step, _ := x.event(start.Add(Day), Recycled, map[string]any{"reason": "new_contact", "new_contact": "Bob Martin"})
	require.Empty(t, step.Refused)
	view := x.s.View(&x.st)
	assert.Equal(t, Person{LastName: "Bob Martin"}, view.Person)
	assert.Equal(t, Money{2500000, "EUR"}, view.Need.Potential)
	assert.Equal(t, []any{"nurturing", 2}, []any{x.stage(), x.st.Life.Cycle})
}

// Attributes, lawful bases and projects are as if what the former person did had never been heard, in any order of arrival.
func TestANewContactPersonInAnyOrder(t *testing.T) {
	s := newSchema(t, own())
	rapid.Check(t, func(t *rapid.T) {
		events := anyEvents(t, s, 2, 30)
		change := *bound(t, s, "e-change", ContactChanged, start.Add(Hour*Span(rapid.IntRange(0, 300).Draw(t, "changed"))), map[string]any{"email": "b@c.d"})
		all := append(slices.Clone(events), change)
		one, other := fold(s, all), fold(s, rapid.Permutation(all).Draw(t, "order"))
		require.ElementsMatch(t, one.Fields, other.Fields)
		require.ElementsMatch(t, one.Basis, other.Basis)
		require.ElementsMatch(t, one.Plans, other.Plans)
		require.Equal(t, one.Signal, other.Signal)
		for _, f := range one.Fields {
			attr, _ := s.Attribute(f.Name)
			require.False(t, attr.Personal && one.before(f.At, f.By), f.Name)
		}
		for _, c := range one.Basis {
			require.False(t, one.before(c.At, c.Event))
		}
	})
}
