package lead

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead/diag"
)

func TestVocabularyFindings(t *testing.T) {
	text := func(names ...string) Vocabulary { return Vocabulary{Attributes: of(Text, names...)} }
	kind := func(k Kind) Vocabulary { return Vocabulary{Events: []Kind{k}} }
	for want, v := range map[string]Vocabulary{
		"bad-name /attributes/Hobby":             text("Hobby"),
		"bad-name /attributes/":                  text(""),
		"name-taken /attributes/hobby":           text("hobby", "hobby"),
		"name-taken /attributes/completeness":    text("completeness"),
		"name-taken /attributes/utm_source":      text("utm_source"),
		"name-taken /attributes/entry":           text("entry"),
		"name-taken /attributes/employees":       text("employees"),
		"name-taken /attributes/market":          {Attributes: []Property{{Name: "market", Type: Text, Known: []string{"B2G"}}}},
		"missing-type /attributes/hobby":         {Attributes: []Property{{Name: "hobby"}}},
		"missing-type /attributes/pet":           {Attributes: []Property{{Name: "pet", Type: 99}}},
		"wrong-type /attributes/age/known":       {Attributes: []Property{{Name: "age", Type: Number, Known: []string{"1"}}}},
		"bad-name /events/Test Drive":            kind(Kind{Name: "Test Drive"}),
		"bad-class /events/ready":                kind(Kind{Name: Ready}),
		"bad-class /events/x":                    kind(Kind{Name: "x", Class: Verdict}),
		"bad-class /events/y/class":              kind(Kind{Name: "y", Class: 77}),
		"name-taken /events/accepted/class":      kind(Kind{Name: Accepted, Class: Signal}),
		"name-taken /events/page_viewed/seconds": kind(Kind{Name: "page_viewed", Props: of(Text, "seconds")}),
		"name-taken /events/drive/by":            kind(Kind{Name: "drive", Props: of(Text, "by")}),
		"name-taken /events/lead_created/email":  kind(Kind{Name: Created, Props: of(Text, "email")}),
		"name-taken /types/0":                    {Types: []string{"consumables"}},
		"bad-name /types/1":                      {Types: []string{"leasing", "Long Rent"}},
		"bad-family /channels/podcast/family":    {Channels: []Channel{{"", "podcast", nil}}},
		"name-taken /channels/blog/family":       {Channels: []Channel{{"traditional", "blog", nil}}},
		"name-taken /channels/podcast/utm":       {Channels: []Channel{{"digital", "podcast", []string{"CPC"}}}},
		"name-taken /channels/podcast":           {Channels: []Channel{{"digital", "podcast", nil}, {"digital", "podcast", nil}}},
		"unknown-attribute /wanted/1":            {Wanted: []string{"email", "emial"}},
		"name-taken /wanted/1":                   {Wanted: []string{"email", "email"}},
	} {
		_, err := NewSchema(v, "")
		assert.Equal(t, []string{want}, codes(t, err))
	}
	_, err := NewSchema(Vocabulary{Attributes: of(Text, "A"), Types: []string{"B"}, Wanted: []string{"c"}}, "euro")
	assert.Equal(t, []string{"bad-name /attributes/A", "bad-currency /currency", "bad-name /types/0", "unknown-attribute /wanted/0"}, codes(t, err), "all in one pass")
	many := make([]string, mostNames+1)
	for i := range many {
		many[i] = "n" + strings.Repeat("x", i%60) + string(rune('a'+i/60%26)) + string(rune('a'+i/1560))
	}
	_, err = NewSchema(text(many...), "")
	assert.Contains(t, codes(t, err), "too-many ")
}

func TestWhatIsBuiltInMayBeDeclaredAgain(t *testing.T) {
	s := newSchema(t, Vocabulary{
		Attributes: []Property{{Name: "industry", Type: Text}, {Name: "employees", Type: Number}},
		Events:     []Kind{{Name: "page_viewed", Props: props(of(Text, "path", "referrer"), of(Number, "seconds"))}},
	})
	assert.Equal(t, len(Attributes()), len(s.AttributeNames()))
	assert.Equal(t, len(Kinds()), s.Kinds())
	id, _ := s.Kind("page_viewed")
	assert.GreaterOrEqual(t, s.Prop(id, "referrer"), 0, "and be given more properties")
}

func TestEveryBuiltInKindIsSound(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	for _, name := range []string{Created, ProfileUpdated, Identified, Touched, ProjectUpdated, ConsentGiven, ConsentRevoked, Unsubscribed, CostIncurred, Erased,
		QuoteRequested, DemoRequested, ConfigSaved, Assigned, Accepted, Rejected, Recycled, Disqualified, Lost, Won, Reopened, Recalled, Contacted, NeedConfirmed,
		Opportunity, QuoteSent, MeetingBooked, MeetingMoved, MeetingHeld, MeetingDropped, MeetingNoShow, ScoreOverridden, StageOverridden, Merged, ContentSent,
		HandedOver, StageEntered, Returned, Ready, PromiseBroken} {
		_, ok := s.Kind(name)
		assert.True(t, ok, name)
	}
	names := s.KindNames()
	slices.Sort(names)
	assert.Equal(t, len(names), len(slices.Compact(names)), "no name twice")
	for i := range s.Kinds() {
		k := s.KindOf(KindID(i))
		assert.NotEmpty(t, k.Meaning, k.Name)
		assert.True(t, IsName(k.Name), k.Name)
		var own []string
		for _, p := range s.Props(KindID(i)) {
			assert.True(t, IsName(p.Name) && p.Type != 0, "%s %s", k.Name, p.Name)
			own = append(own, p.Name)
		}
		slices.Sort(own)
		assert.Equal(t, len(own), len(slices.Compact(slices.Clone(own))), "%s %v", k.Name, own)
	}
}

func TestTheCallersSlicesAreTheCallersOwn(t *testing.T) {
	for _, k := range Kinds() {
		for i := range k.Props {
			clear(k.Props[i].Known)
			k.Props[i].Name = "changed"
		}
	}
	attributes := Attributes()
	clear(attributes)
	s := newSchema(t, Vocabulary{})
	bound(t, s, "1", Contacted, start, map[string]any{"channel": "phone", "outcome": "reached", "direction": "outbound"})
	types := s.Types()
	clear(types)
	assert.Equal(t, Types(), s.Types())
}

func TestTheOrderOfDeclarationHasNoMeaning(t *testing.T) {
	v := own()
	names := newSchema(t, v).AttributeNames()
	slices.Reverse(v.Attributes)
	assert.Equal(t, names, newSchema(t, v).AttributeNames())
	assert.True(t, slices.IsSorted(names))
}

func TestTypesAndClassesInWords(t *testing.T) {
	for typ := Text; typ <= Texts; typ++ {
		var back Type
		word, _ := typ.MarshalText()
		require.NoError(t, back.UnmarshalText(word))
		assert.Equal(t, typ, back)
	}
	for class := Signal; class < Verdict; class++ {
		var back Class
		word, _ := class.MarshalText()
		require.NoError(t, back.UnmarshalText(word))
		assert.Equal(t, class, back)
	}
	var typ Type
	assert.ErrorContains(t, typ.UnmarshalText([]byte("text")), "write one of string")
	assert.Error(t, typ.UnmarshalText(nil))
	var class Class
	assert.Error(t, class.UnmarshalText([]byte("verdict")), "only the engine makes verdicts")
	assert.Equal(t, "none none type 99", Class(0).String()+" "+Class(99).String()+" "+Type(99).String())
	var p Property
	require.NoError(t, p.UnmarshalText([]byte("money")))
	assert.Equal(t, Amount, p.Type)
	var c Channel
	require.NoError(t, c.UnmarshalText([]byte("digital")))
	assert.Equal(t, "digital", c.Family)
}

func TestNamesThatAreTaken(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	for _, name := range append(slices.Clone(reserved), "", "Fit", "a b", "1st") {
		_, ok := s.DeclareScore(name)
		assert.False(t, ok, name)
	}
	at, ok := s.DeclareScore("fit")
	assert.True(t, ok && at == 0)
	_, ok = s.DeclareScore("fit")
	assert.False(t, ok)
	at, ok = s.DeclareScore("interest")
	assert.True(t, ok && at == 1, "a name that was refused takes no number")
	assert.Equal(t, []string{"fit", "interest"}, s.Scores())
	assert.True(t, s.DeclareStages([]string{"mql"}))
	assert.True(t, s.DeclareTemperature([]string{"hot"}))
}

func TestASuggestedNameIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		require.True(t, IsName(suggestName(rapid.String().Draw(t, "name"))))
	})
	assert.Equal(t, "test_drive", suggestName("Test Drive"))
}

func TestFindKindNamesTheNearOne(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	var found diag.List
	_, ok := s.FindKind(&found, "/x", "quote_request")
	assert.False(t, ok)
	assert.Equal(t, "quote_requested", found[0].Near)
	id, ok := s.FindKind(&found, "/x", Won)
	assert.True(t, ok && s.KindOf(id).Name == Won && len(found) == 1)
	assert.Equal(t, "EUR", s.Currency())
}

// A vocabulary survives JSON, and its short forms are read there, too.
func TestAVocabularySurvivesJSON(t *testing.T) {
	v := Vocabulary{Attributes: []Property{{Name: "colour", Type: Text, Known: []string{"red"}}}, Channels: []Channel{{Name: "fair", Family: "traditional", UTM: []string{"f"}}}}
	data, err := json.Marshal(v)
	require.NoError(t, err)
	var read Vocabulary
	require.NoError(t, json.Unmarshal(data, &read))
	assert.Equal(t, v, read)
	require.NoError(t, json.Unmarshal([]byte(`{"attributes": ["number"], "channels": ["digital"]}`), &read))
	assert.Equal(t, Number, read.Attributes[0].Type)
	assert.Equal(t, "digital", read.Channels[0].Family)
	assert.Error(t, read.Attributes[0].UnmarshalJSON(nil))
}
