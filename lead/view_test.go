package lead

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAProfileGoesThereAndBack(t *testing.T) {
	s := newSchema(t, own())
	rapid.Check(t, func(t *rapid.T) {
		id, _ := s.Kind(ProfileUpdated)
		props := map[string]any{}
		for _, p := range s.Props(id) {
			if rapid.Bool().Draw(t, "has "+p.Name) {
				props[p.Name] = anyValue(t, p)
			}
		}
		if _, ok := props["employees"]; ok {
			props["employees"] = rapid.IntRange(1, 1e6).Draw(t, "employees")
		}
		st := fold(s, []Bound{*bound(t, s, "1", ProfileUpdated, start, props)})
		view := s.View(&st)
		back := fold(s, []Bound{*bound(t, s, "1", ProfileUpdated, start, ProfileOf(view))})
		require.Equal(t, view, s.View(&back))
		for name := range props {
			if name == "contact_validated" || name == "latitude" || name == "longitude" {
				continue // not validated is not known, and a position is whole
			}
			one, _ := st.Field(name)
			other, ok := back.Field(name)
			require.True(t, ok, name)
			require.Equal(t, one.Value, other.Value, name)
		}
	})
}

func TestTheViewShowsWhatIsKnown(t *testing.T) {
	s := newSchema(t, own())
	var st State
	st.ID = "l1"
	s.Apply(&st, bound(t, s, "1", Created, start, map[string]any{"first_name": "Ada", "email": "ada@acme.eu", "company": "Acme", "employees": 120, "market": "B2B",
		"type": "leasing", "potential": "12000", "postal_code": "01000", "latitude": 46.2, "longitude": 5.2, "utm_medium": "cpc", "pets": "cat,dog", "salary": 10}))
	s.Apply(&st, bound(t, s, "2", "email_opened", start.Add(Day), map[string]any{"topic": "vans"}))
	s.Apply(&st, bound(t, s, "3", ProjectUpdated, start.Add(Day), map[string]any{"project": "fleet", "date": "2027-01-01"}))
	st.Life.Receipt = &Receipt{Latest: Touch{Channel: "blog"}}
	l := s.View(&st)
	assert.Equal(t, Person{FirstName: "Ada", Email: "ada@acme.eu"}, l.Person)
	assert.Equal(t, Company{Name: "Acme", Employees: 120}, l.Company)
	assert.Equal(t, Need{Type: "leasing", Potential: Money{1200000, "EUR"}}, l.Need)
	assert.Equal(t, Place{PostalCode: "01000", Position: &Position{46.2, 5.2}}, l.Place)
	assert.Equal(t, []string{"l1", "B2B", "paid_advertising", "blog"}, []string{l.ID, l.Market, l.Source.First.Channel, l.Source.AtHandOver.Channel})
	assert.Equal(t, []Topic{{"vans", 1, start.Add(Day)}}, l.Topics)
	assert.Equal(t, "fleet", l.Projects[0].Name)
	assert.Equal(t, map[string]any{"pets": []string{"cat", "dog"}, "salary": Money{1000, "EUR"}}, l.More)
	l.Topics[0].Name, l.Projects[0].Name = "", ""
	assert.Equal(t, "vans fleet", st.Topics[0].Name+" "+st.Plans[0].Name, "the view shares nothing")
}

func TestEveryAttributeHasAPlaceInTheView(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	for _, p := range Attributes() {
		given := map[Type]any{Text: "x", Number: 3, Bool: true, Date: start, Amount: 3}[p.Type]
		if len(p.Known) > 0 {
			given = p.Known[0]
		} else if p.Name == "type" {
			given = "consumables"
		}
		st := fold(s, []Bound{*bound(t, s, "1", ProfileUpdated, start, map[string]any{p.Name: given})})
		l := s.View(&st)
		assert.Empty(t, l.More, p.Name)
		assert.NotEmpty(t, ProfileOf(l)[p.Name], p.Name)
	}
}

func TestVisitorsHoldWhatTheyDid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type key struct{ visitor, id string }
		var list []Event
		seen := map[key]bool{}
		for i := range rapid.IntRange(0, 90).Draw(t, "events") {
			ev := Event{ID: fmt.Sprint(i), Kind: ConfigSaved, Time: start.Add(Span(rapid.IntRange(0, 20).Draw(t, "at")) * Minute).Time(),
				Props: map[string]any{"visitor": rapid.SampledFrom([]string{"v", "w"}).Draw(t, "visitor")}}
			list = append(list, ev)
			if rapid.IntRange(0, 4).Draw(t, "twice") == 0 {
				list = append(list, ev)
			}
			seen[key{ev.Props["visitor"].(string), ev.ID}] = true
		}
		var one, other Visitors
		for _, ev := range list {
			require.True(t, one.Hold(ev))
		}
		for _, ev := range rapid.Permutation(list).Draw(t, "order") {
			other.Hold(ev)
		}
		data, err := json.Marshal(one)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(data, new(Visitors)))
		for _, visitor := range []string{"v", "w"} {
			var want []Event
			for _, ev := range list {
				k := key{visitor, ev.ID}
				if seen[k] {
					delete(seen, k)
					ev.Lead = "l"
					want = append(want, ev)
				}
			}
			slices.SortFunc(want, byTime)
			want = want[max(0, len(want)-MostVisits):]
			got := one.Identify(visitor, "l")
			require.Equal(t, len(want), len(got))
			for i := range want {
				require.Equal(t, want[i], got[i])
			}
			require.Equal(t, got, other.Identify(visitor, "l"), "in any order of arrival")
			require.Empty(t, one.Identify(visitor, "l"), "the visitor is forgotten")
		}
		require.Empty(t, one.List)
	})
}

func TestVisitorsTakeOnlyTheAnonymous(t *testing.T) {
	var v Visitors
	visitor := map[string]any{"visitor": "v"}
	for name, ev := range map[string]Event{
		"no visitor": {ID: "1"}, "an empty one": {ID: "1", Props: map[string]any{"visitor": ""}}, "a number": {ID: "1", Props: map[string]any{"visitor": 3}},
		"a lead": {ID: "1", Lead: "l", Props: visitor}, "no id": {Props: visitor},
	} {
		assert.False(t, v.Hold(ev), name)
	}
	assert.Empty(t, v.List)
}

func TestVisitorsAreBounded(t *testing.T) {
	var v Visitors
	for i := range MostVisitors + 10 {
		v.Hold(Event{ID: "1", Time: start.Add(Span(i)).Time(), Props: map[string]any{"visitor": fmt.Sprint("v", i)}})
	}
	assert.Len(t, v.List, MostVisitors)
	assert.Empty(t, v.Identify("v9", "l"))
	assert.NotEmpty(t, v.Identify("v10", "l"))
}

func TestVisitsAttachToTheLeadAsLateEvents(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	var v Visitors
	v.Hold(Event{ID: "1", Kind: ConfigSaved, Time: start.Time(), Props: map[string]any{"visitor": "v", "topic": "van", "step": "engine", "options": "tow bar", "amount": 30000}})
	var st State
	s.Apply(&st, bound(t, s, "2", Identified, start.Add(Day), map[string]any{"visitor": "v", "email": "ada@acme.eu"}))
	for _, ev := range v.Identify("v", "l1") {
		var b Bound
		require.NoError(t, s.Bind(ev, &b))
		s.Apply(&st, &b)
	}
	assert.Equal(t, start, st.Signal)
	assert.Equal(t, "van", st.TopTopic())
}
