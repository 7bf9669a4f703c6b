package lead

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/internal/rule"
)

func TestBindTypesEveryProperty(t *testing.T) {
	s := newSchema(t, own())
	rapid.Check(t, func(t *rapid.T) {
		id := KindID(rapid.IntRange(0, s.Kinds()-1).Filter(func(k int) bool { return s.KindOf(KindID(k)).Class != Verdict }).Draw(t, "kind"))
		ev := Event{ID: "e", Kind: s.KindOf(id).Name, Time: start.Time(), Props: anyProps(t, s, id)}
		given := maps.Clone(ev.Props)
		b := Bound{Values: make([]Value, rapid.IntRange(0, 50).Draw(t, "used before"))}
		for i := range b.Values {
			b.Values[i] = text("left over")
		}
		require.NoError(t, s.Bind(ev, &b))
		require.Equal(t, given, ev.Props, "the event is left as it is")
		require.Len(t, b.Values, len(s.Props(id)))
		for i, p := range s.Props(id) {
			_, carried := given[p.Name]
			v := b.Value(i)
			require.Equal(t, carried, v != Value{}, p.Name)
			if carried {
				require.Equal(t, inExpressions[p.Type], v.Type, p.Name)
			}
		}
	})
}

func TestBindRefuses(t *testing.T) {
	s := newSchema(t, own())
	good := func() Event { return Event{ID: "e1", Lead: "l1", Kind: ConfigSaved, Time: start.Time()} }
	with := func(name string, value any) func(*Event) {
		return func(ev *Event) { ev.Props = map[string]any{name: value} }
	}
	kind := func(kind, name string, value any) func(*Event) {
		return func(ev *Event) { ev.Kind, ev.Props = kind, map[string]any{name: value} }
	}
	long := strings.Repeat("x", MostID+1)
	for name, test := range map[string]struct {
		change func(*Event)
		field  string
	}{
		"no id":              {func(ev *Event) { ev.ID = "" }, "id"},
		"a long id":          {func(ev *Event) { ev.ID = long }, "id"},
		"an id of bad UTF-8": {func(ev *Event) { ev.ID = "\xff" }, "id"},
		"a long lead":        {func(ev *Event) { ev.Lead = long }, "lead"},
		"a long subject":     {func(ev *Event) { ev.About = long }, "about"},
		"a bad author":       {func(ev *Event) { ev.By = "\xff" }, "by"},
		"no time":            {func(ev *Event) { ev.Time = time.Time{} }, "time"},
		"1970":               {func(ev *Event) { ev.Time = time.Unix(0, 0) }, "time"},
		"the year 10000":     {func(ev *Event) { ev.Time = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, "time"},
		"the end of time":    {func(ev *Event) { ev.Time = time.Unix(math.MaxInt64, 0) }, "time"},
		"the beginning":      {func(ev *Event) { ev.Time = time.Unix(math.MinInt64, 0) }, "time"},
		"an unknown kind":    {func(ev *Event) { ev.Kind = "page_viwed" }, "kind"},
		"a verdict":          {func(ev *Event) { ev.Kind = Ready }, "kind"},
		"a misspelt name":    {with("amuont", 3), "props.amuont"},
		"a common name":      {with("time", 3), "props.time"},
		"NaN":                {kind("page_viewed", "seconds", math.NaN()), "props.seconds"},
		"infinity":           {kind("page_viewed", "seconds", math.Inf(-1)), "props.seconds"},
		"a text as number":   {kind("page_viewed", "seconds", "3"), "props.seconds"},
		"a JSON overflow":    {kind("page_viewed", "seconds", json.Number("1e999")), "props.seconds"},
		"a number as text":   {with("step", 3), "props.step"},
		"a long text":        {with("step", strings.Repeat("x", MostText+1)), "props.step"},
		"text of bad UTF-8":  {with("step", "\xff"), "props.step"},
		"no known value":     {kind(Contacted, "channel", "pigeon"), "props.channel"},
		"no known type":      {kind(ProfileUpdated, "type", "rental"), "props.type"},
		"another currency":   {with("amount", Money{100, "USD"}), "props.amount"},
		"money in USD":       {with("amount", "1.00 USD"), "props.amount"},
		"money, no currency": {with("amount", Money{100, ""}), "props.amount"},
		"NaN of money":       {with("amount", math.NaN()), "props.amount"},
		"too much money":     {with("amount", Money{MostMinor + 1, "EUR"}), "props.amount"},
		"a cent divided":     {with("amount", "1.005"), "props.amount"},
		"a truth of money":   {with("amount", true), "props.amount"},
		"a word as date":     {kind(Contacted, "call_back_at", "tomorrow"), "props.call_back_at"},
		"a date too early":   {kind(Contacted, "call_back_at", "1969-12-31"), "props.call_back_at"},
		"a number as date":   {kind(Contacted, "call_back_at", 17), "props.call_back_at"},
		"yes":                {kind(Contacted, "declared", "yes"), "props.declared"},
		"a bad span":         {kind(ProfileUpdated, "commute", "an hour"), "props.commute"},
		"a negative span":    {kind(ProfileUpdated, "commute", -time.Hour), "props.commute"},
		"a span as number":   {kind(ProfileUpdated, "commute", 90), "props.commute"},
		"an empty item":      {with("options", []string{"a", ""}), "props.options"},
		"a separator":        {with("options", []string{"a\x1fb"}), "props.options"},
		"a mixed list":       {with("options", []any{"a", 3}), "props.options"},
		"a long list":        {with("options", []string{strings.Repeat("x", MostText), "y"}), "props.options"},
		"a list of what":     {with("options", 3), "props.options"},
		"two empty items":    {with("options", ","), "props.options"},
	} {
		ev := good()
		require.NoError(t, s.Bind(ev, &Bound{}), name)
		test.change(&ev)
		err := s.Bind(ev, &Bound{})
		var fault *EventError
		if !assert.ErrorAs(t, err, &fault, name) {
			continue
		}
		require.ErrorIs(t, err, ErrRefused)
		require.Len(t, fault.Problems, 1, "%s: %v", name, err)
		assert.Equal(t, test.field, fault.Problems[0].Field, name)
	}
}

func TestBindReportsAllProblemsInOneOrder(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	ev := Event{Kind: ConfigSaved, Props: map[string]any{"zz": 1, "step": 1, "amount": "x", "aa": 1}}
	for range 20 {
		var fault *EventError
		require.True(t, errors.As(s.Bind(ev, &Bound{}), &fault))
		var fields []string
		for _, p := range fault.Problems {
			fields = append(fields, p.Field)
		}
		require.Equal(t, []string{"id", "time", "props.aa", "props.amount", "props.step", "props.zz"}, fields)
	}
	assert.Equal(t, `event "e" of kind "nope" refused: time is missing, or not between 1970 and 9999; kind is unknown`,
		s.Bind(Event{ID: "e", Kind: "nope"}, &Bound{}).Error())
}

func TestBindTakesEveryUsualSpelling(t *testing.T) {
	s := newSchema(t, own())
	noon := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		kind, prop string
		given      []any
		want       Value
	}{
		{"page_viewed", "seconds", []any{3, int8(3), int16(3), int32(3), int64(3), uint(3), uint8(3), uint16(3), uint32(3), uint64(3), float32(3), 3.0, json.Number("3")}, number(3)},
		{ConfigSaved, "amount", []any{12.5, "12.5", "12.50 EUR", Money{1250, "EUR"}, json.Number("12.5")}, number(12.5)},
		{ConfigSaved, "options", []any{[]string{"a", "b"}, []any{"a", "b"}, "a,b", " a, b "}, rule.ListOf([]string{"a", "b"})},
		{Contacted, "call_back_at", []any{noon, At(noon), "2026-11-02T12:00:00Z", "2026-11-02T13:00:00+01:00", "2026-11-02T12:00:00.000Z"}, date(At(noon))},
		{Contacted, "declared", []any{true}, truth(true)},
		{ProfileUpdated, "commute", []any{90 * time.Minute, 90 * Minute, "90m", "1h30m"}, elapsed(90 * Minute)},
		{ProfileUpdated, "email", []any{nil, ""}, Value{}},
		{ProfileUpdated, "birthday", []any{nil, ""}, Value{}},
		{ProfileUpdated, "salary", []any{nil, "", Money{}}, Value{}},
		{ProfileUpdated, "commute", []any{nil, ""}, Value{}},
		{ProfileUpdated, "pets", []any{nil, "", []string{}, []any{}}, Value{}},
		{ProfileUpdated, "type", []any{"leasing"}, text("leasing")},
	} {
		for _, given := range test.given {
			b := bound(t, s, "e", test.kind, start, map[string]any{test.prop: given})
			assert.Equal(t, test.want, b.Value(s.Prop(b.Kind, test.prop)), "%s %s %T %v", test.kind, test.prop, given, given)
		}
	}
}

func TestMakeIsForTheEngine(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	var b Bound
	require.True(t, s.Make(&b, Ready, start, TextProp("program", "p"), TextProp("no such", "x")))
	assert.Equal(t, "p", b.Value(s.Prop(b.Kind, "program")).Text)
	assert.False(t, s.Make(&b, "no such", start))
	clone := b.Clone()
	b.Values[0] = Value{}
	assert.Equal(t, "p", clone.Value(s.Prop(b.Kind, "program")).Text)
	assert.Equal(t, Value{}, b.Value(-1))
	assert.Equal(t, Value{}, b.Value(99))
}

func TestBindDoesNotAllocateOnceWarm(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	ev := Event{ID: "e", Kind: "page_viewed", Time: start.Time(), Props: map[string]any{"path": "/pricing", "seconds": 12.0}}
	var b Bound
	assert.Zero(t, testing.AllocsPerRun(100, func() { _ = s.Bind(ev, &b) }))
}

func FuzzBind(f *testing.F) {
	s, err := NewSchema(own(), "")
	require.NoError(f, err)
	m, err := Compile(Lifecycle{}, s)
	require.NoError(f, err)
	for _, seed := range []string{
		`{"id":"1","kind":"lead_created","time":"2026-11-02T09:00:00Z","props":{"email":"a@b.c","utm_medium":"cpc","cost":"3.10 EUR","pets":["cat"]}}`,
		`{"id":"2","kind":"recycled","time":"2026-11-02T09:00:00Z","props":{"reason":"no_budget","qualification":"x","budget":1e9}}`,
		`{"id":"3","kind":"stage_overridden","time":"2026-11-02T09:00:00Z","props":{"stage":"sql"}}`,
		`{"id":"","kind":"x","time":"0001-01-01T00:00:00Z","props":{"a":null}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var ev Event
		if json.Unmarshal(data, &ev) != nil {
			return
		}
		var b Bound
		if err := s.Bind(ev, &b); err != nil {
			require.ErrorIs(t, err, ErrRefused)
			return
		}
		var st State
		s.Apply(&st, &b)
		require.Equal(t, encode(t, st), encode(t, decoded(t, st)))
		facts := s.NewFacts()
		facts.See(&st)
		facts.Hear(&b)
		facts.At(b.Time)
		if step, ok := m.Upon(&st, &b, facts, b.Time); ok && step.Refused == "" {
			m.Take(&st, step, b.Time)
		}
		s.View(&st)
	})
}
