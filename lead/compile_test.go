package lead

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// small is a lifecycle of three stages, of which tests break one thing at a time.
func small() Lifecycle {
	return Lifecycle{
		Stages:  []Stage{{Name: "new", Owner: "marketing"}, {Name: "sold", Owner: "sales", HandedOver: true}, {Name: "dead", Owner: "marketing", Final: true}},
		Entries: []Entry{{Name: "came in", To: "new"}},
		Moves: []Move{{Name: "ripe", From: []string{"new"}, To: "sold", When: "fit > 10"},
			{Name: "asked", From: []string{"new"}, To: "sold", Upon: []string{QuoteRequested}, Requires: []string{"amount"}}},
		Exits: []Exit{{Name: Lost, From: []string{"sold"}, Reasons: []Reason{{Name: "price", To: "dead", Again: 30 * Day, Back: "new"}}}},
	}
}

func TestLifecycleFindings(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Lifecycle)
		want   []string
	}{
		"a stage twice":            {func(l *Lifecycle) { l.Stages = append(l.Stages, l.Stages[2]) }, []string{"name-taken /stages/dead"}},
		"a stage's name":           {func(l *Lifecycle) { l.Stages = append(l.Stages, Stage{Name: "In Talks", Owner: "sales"}) }, []string{"bad-name /stages/In Talks"}},
		"a stage nobody owns":      {func(l *Lifecycle) { l.Stages[0].Owner = "" }, []string{"no-owner /stages/new"}},
		"a need that is none":      {func(l *Lifecycle) { l.Stages[1].Needs = []string{"next_project", "emial"} }, []string{"unknown-attribute /stages/sold/needs"}},
		"an entry to nowhere":      {func(l *Lifecycle) { l.Entries[0].To = "newt" }, []string{"unknown-stage /entries/came in/to"}},
		"an entry upon what":       {func(l *Lifecycle) { l.Entries[0].Upon = []string{"lead_craeted"} }, []string{"unknown-kind-of-event /entries/came in/upon"}},
		"an entry twice":           {func(l *Lifecycle) { l.Entries = append(l.Entries, l.Entries[0]) }, []string{"name-taken /entries/came in"}},
		"a move twice":             {func(l *Lifecycle) { l.Moves[1].Name = "ripe" }, []string{"name-taken /moves/ripe"}},
		"a move named as an entry": {func(l *Lifecycle) { l.Moves[1].Name = "came in" }, []string{"name-taken /moves/came in"}},
		"a move named as an exit":  {func(l *Lifecycle) { l.Moves[1].Name = Lost }, []string{"name-taken /moves/lost"}},
		"a move named as ours":     {func(l *Lifecycle) { l.Moves[1].Name = CameBack }, []string{"name-taken /moves/came back"}},
		"a move without a name":    {func(l *Lifecycle) { l.Moves[1].Name = "" }, []string{"bad-name /moves/"}},
		"a move to nowhere":        {func(l *Lifecycle) { l.Moves[0].To = "" }, []string{"unknown-stage /moves/ripe/to"}},
		"a move from nowhere":      {func(l *Lifecycle) { l.Moves[0].From = nil }, []string{"no-from /moves/ripe"}},
		"a move from what":         {func(l *Lifecycle) { l.Moves[0].From = []string{"old"} }, []string{"unknown-stage /moves/ripe/from"}},
		"a move without a trigger": {func(l *Lifecycle) { l.Moves[0].When = "" }, []string{"no-trigger /moves/ripe"}},
		"an event that waits":      {func(l *Lifecycle) { l.Moves[1].After = Day }, []string{"two-triggers /moves/asked"}},
		"for and after":            {func(l *Lifecycle) { l.Moves[0].After, l.Moves[0].For = Day, Day }, []string{"two-triggers /moves/ripe"}},
		"a negative time":          {func(l *Lifecycle) { l.Moves[0].For = -1 }, []string{"negative-span /moves/ripe"}},
		"a report of a condition":  {func(l *Lifecycle) { l.Moves[0].Requires = []string{"x"} }, []string{"no-report /moves/ripe/requires"}},
		"over what":                {func(l *Lifecycle) { l.Moves[0].Over = []string{"aksed"} }, []string{"unknown-move /moves/ripe/over"}},
		"over what stands above":   {func(l *Lifecycle) { l.Moves[1].Over = []string{"ripe"} }, []string{"wrong-order /moves/asked/over"}},
		"a loop without end":       {func(l *Lifecycle) { l.endless() }, []string{"endless-loop /moves/out", "moves-tie /moves/out"}},
		"a report that is none":    {func(l *Lifecycle) { l.Moves[1].Requires = []string{"amuont"} }, []string{"unknown-property /moves/asked/requires"}},
		"a wrong guard, said once": {func(l *Lifecycle) {
			l.Moves[1].Upon, l.Moves[1].When, l.Moves[1].Requires = []string{Won, QuoteRequested}, "fit > ", nil
		}, []string{"syntax /moves/asked/when"}},
		"a score after hand-over":   {func(l *Lifecycle) { l.Moves[0].From = []string{"new", "sold"}; l.Moves[0].To = "dead" }, []string{"score-after-hand-over /moves/ripe/when"}},
		"a move upon an exit":       {func(l *Lifecycle) { l.Moves[1].Upon, l.Moves[1].Requires = []string{Lost}, nil }, []string{"exit-taken /moves/asked/upon"}},
		"an exit that is none":      {func(l *Lifecycle) { l.Exits[0].Name = "lsot" }, []string{"unknown-exit /exits/lsot"}},
		"an exit twice":             {func(l *Lifecycle) { l.Exits = append(l.Exits, l.Exits[0]) }, []string{"name-taken /exits/lost"}},
		"an exit from nowhere":      {func(l *Lifecycle) { l.Exits[0].From = nil }, []string{"no-from /exits/lost"}},
		"an exit without reasons":   {func(l *Lifecycle) { l.Exits[0].Reasons = nil }, []string{"no-reasons /exits/lost"}},
		"a reason twice":            {func(l *Lifecycle) { l.Exits[0].Reasons = append(l.Exits[0].Reasons, Reason{Name: "price", To: "dead"}) }, []string{"name-taken /exits/lost/reasons/price"}},
		"a reason without a name":   {func(l *Lifecycle) { l.Exits[0].Reasons[0].Name = "" }, []string{"bad-name /exits/lost/reasons/"}},
		"a reason to nowhere":       {func(l *Lifecycle) { l.Exits[0].Reasons[0].To = "" }, []string{"no-stage /exits/lost/reasons/price"}},
		"a reason to what":          {func(l *Lifecycle) { l.Exits[0].Reasons[0].To = "daed" }, []string{"unknown-stage /exits/lost/reasons/price/to"}},
		"back to what":              {func(l *Lifecycle) { l.Exits[0].Reasons[0].Back, l.Exits[0].Reasons[0].Again = "nwe", Day }, []string{"unknown-stage /exits/lost/reasons/price/back"}},
		"back, but when":            {func(l *Lifecycle) { l.Exits[0].Reasons[0].Again = 0 }, []string{"no-time /exits/lost/reasons/price"}},
		"a negative time of return": {func(l *Lifecycle) { l.Exits[0].Reasons[0].Again = -1 }, []string{"negative-span /exits/lost/reasons/price/again"}},
		"before what":               {func(l *Lifecycle) { l.Exits[0].Reasons[0].Before, l.Exits[0].Reasons[0].Again = "contract_end", Day }, []string{"unknown-property /exits/lost/reasons/price/before"}},
		"before no date":            {func(l *Lifecycle) { l.Exits[0].Reasons[0].Before, l.Exits[0].Reasons[0].Again = "note", Day }, []string{"wrong-type /exits/lost/reasons/price/before"}},
		"a reason's condition":      {func(l *Lifecycle) { l.Exits[0].Reasons[0].When = "event.note" }, []string{"unknown-name /exits/lost/reasons/price/when"}},
		"a reason's report":         {func(l *Lifecycle) { l.Exits[0].Reasons[0].Requires = []string{"rapport"} }, []string{"unknown-property /exits/lost/reasons/price/requires"}},
		"an unreachable stage":      {func(l *Lifecycle) { l.Stages = append(l.Stages, Stage{Name: "limbo", Owner: "sales", Final: true}) }, []string{"unreachable-stage /stages/limbo"}},
		"a dead end":                {func(l *Lifecycle) { l.Stages[2].Final, l.Exits[0].Reasons[0].Back = false, "" }, []string{"dead-end /stages/dead"}},
	} {
		s := newSchema(t, Vocabulary{})
		s.DeclareScore("fit")
		l := small()
		_, err := Compile(l, s)
		require.NoError(t, err)
		test.change(&l)
		s = newSchema(t, Vocabulary{})
		s.DeclareScore("fit")
		m, err := Compile(l, s)
		assert.Nil(t, m, name)
		if assert.Error(t, err, name) {
			assert.Equal(t, test.want, codes(t, err), name)
		}
	}
}

func TestDefaultsAreCutDownToTheContractsStages(t *testing.T) {
	own := Lifecycle{Stages: []Stage{{Name: "inquiry", Owner: "marketing"}, {Name: "nurturing", Owner: "marketing"}, {Name: "mql", Owner: "sales", HandedOver: true},
		{Name: "sal", Owner: "sales", HandedOver: true}, {Name: "lost", Owner: "marketing", Final: true}}}
	m, err := Compile(own, newSchema(t, Vocabulary{}))
	require.NoError(t, err)
	spec := m.Spec()
	assert.Equal(t, "need detected", spec.Entries[0].Name)
	assert.Len(t, spec.Entries, 1)
	var moves, exits []string
	for _, mv := range spec.Moves {
		moves = append(moves, mv.Name)
	}
	for _, x := range spec.Exits {
		exits = append(exits, x.Name)
	}
	assert.Equal(t, []string{"raised a hand", "ready", "accepted", "recalled", "reopened"}, moves)
	assert.Equal(t, []string{Rejected, Recycled, Lost}, exits, "nobody can be disqualified")
	assert.Equal(t, []string{"sal"}, spec.Exits[1].From)
	_, err = Compile(Lifecycle{Stages: []Stage{{Name: "alone", Owner: "sales", Final: true}}}, newSchema(t, Vocabulary{}))
	assert.Equal(t, []string{"no-entry /entries"}, codes(t, err))
}

func TestTheDefaultLifecycle(t *testing.T) {
	m, s := machineOf(t, Lifecycle{})
	assert.Empty(t, m.Warnings())
	assert.Equal(t, []string{"inquiry", "nurturing", "mql", "sal", "sql", "opportunity", "customer", "lost", "disqualified"}, m.names())
	spec := m.Spec()
	exits := map[string]int{}
	for _, x := range spec.Exits {
		exits[x.Name] = len(x.Reasons)
	}
	assert.Equal(t, map[string]int{Rejected: 5, Recycled: 6, Disqualified: 7, Lost: 4}, exits)
	changed := DefaultLifecycle()
	clear(changed.Stages)
	clear(changed.Exits[0].Reasons)
	assert.Equal(t, spec, DefaultLifecycle(), "each caller has its own")
	term := m.Glossary()[2]
	assert.Equal(t, Term{Stage: "mql", Owner: "sales", Meaning: "Qualified by marketing and handed over; sales owes an answer.",
		Acts: []string{"accepted: to sal", "recalled: to nurturing", "rejected (5 reasons)", "disqualified (7 reasons)"}}, term)
	stage, ok := m.Stage("mql")
	assert.True(t, ok && stage.HandedOver)
	_, ok = m.Stage("nope")
	assert.False(t, ok)
	assert.Equal(t, s.Kinds(), len(m.stages["mql"].upon))
}

func (m *Machine) names() (list []string) {
	for _, st := range m.Stages() {
		list = append(list, st.Name)
	}
	return list
}

// endless adds two moves that wait for nothing.
func (l *Lifecycle) endless() {
	l.Stages = append(l.Stages, Stage{Name: "here", Owner: "marketing"})
	l.Moves = append(l.Moves, Move{Name: "out", From: []string{"new"}, To: "here", When: "1 < 2"}, Move{Name: "in", From: []string{"here"}, To: "new", When: "2 > 1"})
}

// Each case is a lifecycle that works, and of which something is to be said.
func TestLifecycleWarnings(t *testing.T) {
	add := func(moves ...Move) func(*Lifecycle) {
		return func(l *Lifecycle) {
			l.Stages = append(l.Stages, Stage{Name: "warm", Owner: "marketing"})
			l.Moves = append(l.Moves, Move{Name: "warmed up", From: []string{"new"}, To: "warm", Upon: []string{"email_clicked"}},
				Move{Name: "went cold", From: []string{"warm"}, To: "new", After: 90 * Day})
			l.Moves = append(l.Moves, moves...)
		}
	}
	upon := func(name, to, when string) Move {
		return Move{Name: name, From: []string{"warm"}, To: to, Upon: []string{"page_viewed"}, When: when}
	}
	standing := func(name, from, to, when string) Move {
		return Move{Name: name, From: []string{from}, To: to, When: when}
	}
	both := func(there, back string) []Move {
		return []Move{standing("a", "new", "warm", there), standing("b", "warm", "new", back)}
	}
	loop := []string{"endless-loop /moves/a", "moves-tie /moves/a"} // it ties with the one that is there already
	for name, test := range map[string]struct {
		change func(*Lifecycle)
		want   []string
	}{
		"nothing": {func(*Lifecycle) {}, nil},
		"upon one event, the first without a guard": {add(upon("a", "sold", ""), upon("b", "new", `event.path == "/"`)), []string{"never-wins /moves/b"}},
		"upon one event, with the same guard":       {add(upon("a", "sold", "fit > 3"), upon("b", "new", "fit>3")), []string{"never-wins /moves/b"}},
		"upon one event, at once":                   {add(upon("a", "sold", "fit > 3"), upon("b", "new", `event.path == "/"`)), []string{"moves-tie /moves/b"}},
		"upon one event, to one stage":              {add(upon("a", "sold", "fit > 3"), upon("b", "sold", `event.path == "/"`)), nil},
		"upon one event, never at once":             {add(upon("a", "sold", "fit > 3"), upon("b", "new", `fit < 2`)), nil},
		"upon one event, at once, and meant so": {func(l *Lifecycle) {
			first := upon("a", "sold", "fit > 3")
			first.Over = []string{"b"}
			add(first, upon("b", "new", ""))(l)
		}, nil},
		"standing, at once":            {add(standing("a", "warm", "sold", "fit > 30"), standing("b", "warm", "new", `lead.country == "FR"`)), []string{"moves-tie /moves/b"}},
		"standing, never at once":      {add(standing("a", "warm", "sold", "fit >= 30"), standing("b", "warm", "new", "fit < 10")), nil},
		"standing, the first always":   {add(standing("a", "warm", "new", "1 < 2"), standing("b", "warm", "new", "fit < 10")), []string{"never-wins /moves/b", "never-wins /moves/went cold"}},
		"time, the earlier always":     {add(Move{Name: "b", From: []string{"warm"}, To: "new", After: Day}), []string{"never-wins /moves/went cold"}},
		"time, the later never":        {add(Move{Name: "b", From: []string{"warm"}, To: "new", After: 100 * Day}), []string{"never-wins /moves/b"}},
		"a loop over one score":        {add(standing("a", "new", "warm", "total >= 40"), standing("b", "warm", "new", "total < 50")), []string{"endless-loop /moves/a"}},
		"hysteresis":                   {add(standing("a", "new", "warm", "total >= 50"), standing("b", "warm", "new", "total < 40")), nil},
		"a loop that time breaks":      {add(standing("a", "new", "warm", "total >= 40"), Move{Name: "b", From: []string{"warm"}, To: "new", When: "total < 50", For: Day}), nil},
		"a loop over an attribute":     {add(standing("a", "new", "warm", `lead.country == "FR"`), standing("b", "warm", "new", `lead.country in ["FR", "DE"]`)), []string{"endless-loop /moves/a", "moves-tie /moves/a"}},
		"a loop over history":          {add(standing("a", "new", "warm", `count("page_viewed") > 3`), standing("b", "warm", "new", `count("page_viewed") < 9`)), []string{"endless-loop /moves/a", "moves-tie /moves/a"}},
		"a loop over a silence":        {add(both(`since("page_viewed") > "3d"`, `since("page_viewed") < "9d"`)...), loop},
		"no loop over a silence":       {add(both(`since("page_viewed") > "9d"`, `since("page_viewed") < "3d"`)...), loop[1:]},
		"a loop over a truth":          {add(both(`lead.contact_validated`, `lead.contact_validated == true`)...), loop},
		"a loop over a list":           {add(both(`"a" in lead.interests`, `"a" in lead.interests or fit > 3`)...), loop},
		"a loop over a date":           {add(both(`lead.contract_ends > "2026-12-01"`, `lead.contract_ends < "2027-12-01"`)...), loop},
		"two looks at one history":     {add(both(`count("page_viewed") > 3`, `count("page_viewed", "7d") > 3`)...), loop[1:]},
		"a loop that the stage breaks": {add(standing("a", "new", "warm", "total >= 40"), standing("b", "warm", "new", `total < 50 and stage == "new"`)), nil},
		"a move to its own stage":      {add(standing("a", "new", "new", "total >= 40")), []string{"endless-loop /moves/a"}},
		"names that hang together":     {add(standing("a", "new", "warm", "total >= 40 and fit > 3"), standing("b", "warm", "new", "total < 50")), nil},
		"an entry that is never taken": {func(l *Lifecycle) { l.Entries = append(l.Entries, Entry{Name: "other", To: "sold"}) }, []string{"never-wins /entries/other"}},
		"a loss for ever":              {func(l *Lifecycle) { l.Exits[0].Reasons[0] = Reason{Name: "price", To: "dead"} }, []string{"no-way-back /exits/lost/reasons/price"}},
		"a loss, reopened, but not when": {func(l *Lifecycle) {
			l.Exits[0].Reasons[0] = Reason{Name: "price", To: "dead"}
			l.Moves = append(l.Moves, Move{Name: "reopened", From: []string{"dead"}, To: "new", Upon: []string{Reopened}})
		}, []string{"no-way-back /exits/lost/reasons/price"}},
	} {
		l := small()
		test.change(&l)
		m, _ := machineOf(t, l)
		var got []string
		for _, f := range m.Warnings() {
			got = append(got, f.Code+" "+f.Place.Path)
			assert.NotEmpty(t, f.Remedy, name)
		}
		assert.Equal(t, test.want, got, "%s: %v", name, m.Warnings())
	}
}

func TestALoopIsToldWithAnExample(t *testing.T) {
	l := small()
	l.Stages = append(l.Stages, Stage{Name: "warm", Owner: "marketing"})
	l.Moves = append(l.Moves, Move{Name: "up", From: []string{"new"}, To: "warm", When: "total >= 40"}, Move{Name: "down", From: []string{"warm"}, To: "new", When: "total < 50"})
	m, _ := machineOf(t, l)
	assert.Equal(t, "/moves/up: warning: a lead goes round at one instant when total = 40: new -> warm -> new; "+
		"leave a gap between the conditions, such as enter at 50 and leave under 40, or write for: with a time such as 3d", m.Warnings()[0].String())
	x := newStory(t, l)
	x.total = 40 * Point
	x.event(start, Created, nil)
	assert.Equal(t, []string{"came in", "up", "down"}, moves(x.taken), "and it does")
}

func moves(taken []Passage) (list []string) {
	for _, p := range taken {
		list = append(list, p.Move)
	}
	return list
}

func TestASchemaTakesOneLifecycle(t *testing.T) {
	m, s := machineOf(t, Lifecycle{})
	assert.Equal(t, m.names(), s.Stages())
	clear(s.Stages())
	assert.Equal(t, m.names(), s.Stages(), "each caller has its own")
	_, err := Compile(small(), s)
	assert.Equal(t, []string{"second-lifecycle "}, codes(t, err))
	assert.Equal(t, m.names(), s.Stages())
	assert.Empty(t, newSchema(t, Vocabulary{}).Stages())
}
