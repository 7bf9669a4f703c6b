package lead

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead/diag"
)

// start is the first instant of every history here.
var start = At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))

// own is a vocabulary with an attribute of each type.
func own() Vocabulary {
	return Vocabulary{
		Attributes: []Property{{Name: "hobby", Type: Text}, {Name: "children", Type: Number}, {Name: "smoker", Type: Bool}, {Name: "birthday", Type: Date},
			{Name: "salary", Type: Amount}, {Name: "commute", Type: TimeLen}, {Name: "pets", Type: Texts},
			{Name: "tier", Type: Text, Known: []string{"gold", "silver"}}, {Name: "industry", Type: Text}},
		Events: []Kind{{Name: "test_drive", Props: []Property{{Name: "model", Type: Text}, {Name: "minutes", Type: Number}}},
			{Name: "page_viewed", Props: []Property{{Name: "referrer", Type: Text}}}, {Name: "visit_made", Class: Act}},
		Types: []string{"leasing"}, Channels: []Channel{{"digital", "podcast", []string{"Spotify"}}},
	}
}

func newSchema(t testing.TB, v Vocabulary) *Schema {
	s, err := NewSchema(v, "")
	require.NoError(t, err)
	return s
}

// machineOf compiles a lifecycle on a fresh schema with the scores fit and total.
func machineOf(t testing.TB, l Lifecycle) (*Machine, *Schema) {
	s := newSchema(t, Vocabulary{})
	for _, name := range []string{"fit", "total"} {
		_, ok := s.DeclareScore(name)
		require.True(t, ok)
	}
	m, err := Compile(l, s)
	require.NoError(t, err)
	return m, s
}

// bound binds an event of a kind or fails the test.
func bound(t require.TestingT, s *Schema, id, kind string, at Instant, props map[string]any) *Bound {
	b := &Bound{}
	require.NoError(t, s.Bind(Event{ID: id, Lead: "l", Kind: kind, Time: at.Time(), Props: props}, b))
	return b
}

// anyValue draws a value that a property takes.
func anyValue(t *rapid.T, p Property) any {
	if len(p.Known) > 0 {
		return rapid.SampledFrom(p.Known).Draw(t, p.Name)
	}
	switch p.Type {
	case Number:
		return rapid.Float64Range(-1e6, 1e6).Draw(t, p.Name)
	case Bool:
		return rapid.Bool().Draw(t, p.Name)
	case Date:
		return start.Add(Span(rapid.Int64Range(0, int64(90*Day)).Draw(t, p.Name)))
	case Amount:
		return Money{rapid.Int64Range(1, MostMinor).Draw(t, p.Name), "EUR"}
	case TimeLen:
		return Span(rapid.Int64Range(0, int64(Week)).Draw(t, p.Name))
	case Texts:
		return rapid.SliceOfN(rapid.StringMatching(`[a-z<&é]{1,4}`), 1, 3).Draw(t, p.Name)
	}
	return rapid.StringMatching(`[a-c ]{1,2}`).Draw(t, p.Name)
}

// anyProps draws some properties of a kind.
func anyProps(t *rapid.T, s *Schema, id KindID) map[string]any {
	list := s.Props(id)
	props := map[string]any{}
	for range rapid.IntRange(0, 5).Draw(t, "properties") {
		if len(list) > 0 {
			p := rapid.SampledFrom(list).Draw(t, "property")
			props[p.Name] = anyValue(t, p)
		}
	}
	return props
}

// anyEvents draws a history of bound events with different ids, of which many fall on the same instants. The contact person stays the same: see
// TestANewContactPersonInAnyOrder.
func anyEvents(t *rapid.T, s *Schema, least, most int) []Bound {
	events := make([]Bound, rapid.IntRange(least, most).Draw(t, "events"))
	for i := range events {
		id := KindID(rapid.IntRange(0, s.Kinds()-1).Filter(func(k int) bool {
			return s.KindOf(KindID(k)).Class != Verdict && s.KindOf(KindID(k)).Name != ContactChanged
		}).Draw(t, "kind"))
		ev := Event{ID: fmt.Sprintf("e%d", i), Lead: "l", Kind: s.KindOf(id).Name, Props: anyProps(t, s, id),
			Time: start.Add(Hour * Span(rapid.IntRange(0, 300).Draw(t, "hour"))).Time(), Automatic: rapid.IntRange(0, 9).Draw(t, "automatic") == 0,
			By: rapid.SampledFrom([]string{"", "anna", "ben"}).Draw(t, "by")}
		delete(ev.Props, "new_contact")
		require.NoError(t, s.Bind(ev, &events[i]))
	}
	return events
}

func fold(s *Schema, events []Bound) State {
	var st State
	for i := range events {
		s.Apply(&st, &events[i])
	}
	return st
}

func encode(t require.TestingT, v any) string {
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

func decoded(t require.TestingT, st State) State {
	var back State
	require.NoError(t, json.Unmarshal([]byte(encode(t, st)), &back))
	return back
}

// codes lists what an error found, as "code path".
func codes(t require.TestingT, err error) (list []string) {
	var found diag.List
	require.ErrorAs(t, err, &found)
	for _, f := range found {
		list = append(list, f.Code+" "+f.Place.Path)
	}
	return list
}

// conditionCodes lists the codes of what is wrong with a condition about a lead.
func conditionCodes(s *Schema, src string) (list []string) {
	var found diag.List
	s.LeadCondition(&found, "/when", src)
	for _, f := range found {
		list = append(list, f.Code)
	}
	return list
}

func eventCondition(t testing.TB, s *Schema, src string, kind KindID) *Condition {
	var found diag.List
	c := s.EventCondition(&found, "/when", src, kind)
	require.NoError(t, found.Err())
	return c
}
