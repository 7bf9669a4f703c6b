package lead

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// mergeSchema has conditions that ask for history, so that there is a memory to merge.
func mergeSchema(t testing.TB) *Schema {
	s := newSchema(t, own())
	for _, src := range []string{`count("page_viewed", "7d") >= 3`, `since("email_opened") > "20d"`, `count("form_sent") > 2`} {
		require.Empty(t, conditionCodes(s, src), src)
	}
	return s
}

// What is merged is what one record would have that had heard it all; but for lawful bases, of which a refusal wins.
func TestMergedIsHeardByOne(t *testing.T) {
	s := mergeSchema(t)
	rapid.Check(t, func(rt *rapid.T) {
		events := anyEvents(rt, s, 2, 40)
		cut := rapid.IntRange(0, len(events)).Draw(rt, "cut")
		a, b, all := fold(s, events[:cut]), fold(s, events[cut:]), fold(s, events)
		ab, ba := decoded(rt, a), decoded(rt, b)
		before := encode(rt, b)
		s.Merge(&ab, &b, Forever)
		require.Equal(rt, before, encode(rt, b), "the other is not changed")
		s.Merge(&ba, &a, Forever)
		require.Equal(rt, encode(rt, ab), encode(rt, ba), "whichever comes first")
		if ab.Gone != 0 || len(all.Agenda) >= MostPlanned || len(all.Plans) >= MostProjects {
			return // what an erased person is not heard saying depends on when the erasure is heard
		}
		ab.Basis, all.Basis = nil, nil
		require.Equal(rt, encode(rt, all), encode(rt, ab))
	})
}

func TestARefusalWinsWhicheverIsLater(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	tell := func(at Instant, kind string, props map[string]any) (st State) {
		s.Apply(&st, bound(t, s, kind+at.String(), kind, at, props))
		return st
	}
	for _, refusal := range []State{tell(start, Unsubscribed, nil), tell(start, ConsentRevoked, nil), tell(start, ConsentRevoked, map[string]any{"channel": "email"})} {
		given := tell(start.Add(Day), ConsentGiven, map[string]any{"channel": "email"})
		s.Merge(&given, &refusal, start.Add(Day))
		may, why := given.May("email", Marketing, start.Add(2*Day))
		assert.False(t, may)
		assert.Equal(t, "refused", why)
		s.Apply(&given, bound(t, s, "again", ConsentGiven, start.Add(3*Day), map[string]any{"channel": "email"}))
		may, _ = given.May("email", Marketing, start.Add(4*Day))
		assert.True(t, may, "what is given after that counts again")
	}
	other := tell(start.Add(Day), ConsentGiven, map[string]any{"channel": "phone"})
	refusal := tell(start, Unsubscribed, nil)
	s.Merge(&other, &refusal, start.Add(Day))
	may, _ := other.May("phone", Marketing, start.Add(2*Day))
	assert.True(t, may, "an email refused is no telephone refused")
}

func TestAnErasureWins(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	var gone, known State
	gone.Erase(start)
	s.Apply(&known, bound(t, s, "e", Created, start, map[string]any{"email": "ada@b.example", "potential": 5000, "cost": 3}))
	s.Merge(&known, &gone, start)
	assert.Equal(t, start, known.Gone)
	assert.NotContains(t, encode(t, known), "ada")
	assert.Equal(t, Money{300, "EUR"}, known.Cost)
}

func TestThePastOfBothIsKept(t *testing.T) {
	x, y := newStory(t, Lifecycle{}), newStory(t, Lifecycle{})
	x.event(start, Created, nil)
	x.event(start.Add(Day), QuoteRequested, nil)
	x.event(start.Add(2*Day), Accepted, nil)
	x.event(start.Add(3*Day), Recycled, map[string]any{"reason": "no_date", "qualification": "q"})
	y.event(start.Add(Day), Created, nil)
	y.to(start.Add(2*Day), "sql")
	y.st.Life.Owner = "anna"
	require.Negative(t, x.m.Precedence(&y.st.Life, &x.st.Life), "what sales has goes before what marketing has")
	x.s.Merge(&y.st, &x.st, start.Add(10*Day))
	life := y.st.Life
	assert.Equal(t, []any{"sql", "anna", 2, 1, "no_date"}, []any{life.Stage, life.Owner, life.Cycle, life.Returns, life.ReturnReason})
	assert.Equal(t, start, y.st.Created)
	var at []Instant
	for _, p := range life.Passages {
		at = append(at, p.At)
	}
	assert.IsNonDecreasing(t, at)
	assert.Len(t, at, 6)
	var spent Span
	for _, d := range life.Spent(start.Add(10 * Day)) {
		spent += d.Spent
	}
	assert.Equal(t, 19*Day, spent, "ten days of the one, nine of the other")
}

func TestPrecedenceOfStages(t *testing.T) {
	m, _ := machineOf(t, Lifecycle{})
	assert.Equal(t, 0, m.rank("opportunity"))
	assert.Equal(t, 9, m.rank(""), "no lead yet")
	order := func(l Lifecycle) (list []string) {
		m, _ := machineOf(t, l)
		list = make([]string, len(m.spec.Stages))
		for name, n := range m.ranks {
			list[n] = name
		}
		return list
	}
	l := small()
	assert.Equal(t, []string{"sold", "new", "dead"}, order(l), "where the contract says nothing")
	l.Stages[0], l.Stages[2] = l.Stages[2], l.Stages[0]
	assert.Equal(t, []string{"sold", "new", "dead"}, order(l), "in whatever order stages are declared")
	l.Precedence = []string{"dead"}
	assert.Equal(t, []string{"dead", "sold", "new"}, order(l))
	l.Precedence = []string{"dead", "daed", "dead"}
	s := newSchema(t, Vocabulary{})
	s.DeclareScore("fit")
	_, err := Compile(l, s)
	assert.Equal(t, []string{"unknown-stage /precedence/1", "name-taken /precedence/2"}, codes(t, err))
}
