package lead

import (
	"slices"

	"github.com/leadkit/leadkit/internal/rule"
)

// Facts is what conditions read, at an instant or over a span of time: a lead, an event, scores, the clock, history.
// It is scratch memory that belongs to one goroutine and is filled anew for each decision; it holds no state.
type Facts struct {
	schema *Schema
	env    rule.Env
	upper  [rule.Banks][]Value
	reads  []bool // by attribute: the contract reads it
	known  []int  // by attribute: the turn in which a lead last had it, and the contract reads it
	turn   int    // counts the leads seen
	filled []int  // what is known of the present one
	before []int  // and of the one before it
	told   []int  // the derived names that the contract reads
	passed []int  // of these, the ones that depend on the instant
	past   []*Track
	state  *State
	From   Instant // the span, or twice the same instant
	To     Instant
}

// NewFacts gives empty facts for the schema, which has to be complete.
func (s *Schema) NewFacts() *Facts {
	f := &Facts{schema: s, state: &State{}, past: make([]*Track, len(s.tracks))}
	sizes := [rule.Banks]int{bankLead: len(s.attrs) + len(derived), bankCommon: commonSize, bankScore: len(s.scores), bankClock: clockSize, bankMemory: len(s.tracks), bankChange: len(s.changes), bankCombination: len(s.sums)}
	for bank, size := range sizes {
		f.env.Bank[bank] = make([]Value, size)
		f.upper[bank] = make([]Value, size)
	}
	f.known = make([]int, len(s.attrs))
	for _, p := range s.attrs {
		f.reads = append(f.reads, s.used[p.Name])
	}
	for i, p := range derived {
		switch {
		case !s.used[p.Name]:
		case mayChannels[p.Name] != "":
			f.passed = append(f.passed, i)
		default:
			f.told = append(f.told, i)
		}
	}
	return f
}

// See fills in what is known of the lead, its stage and its owner. Follow it by At or Over, and call it again when the state has changed.
func (f *Facts) See(st *State) {
	bank := f.env.Bank[bankLead]
	f.before, f.filled, f.state = f.filled, f.before[:0], st
	f.turn++
	for i := range st.Fields {
		f.fill(&st.Fields[i])
	}
	for _, at := range f.before {
		if f.known[at] != f.turn {
			bank[at] = Value{}
		}
	}
	for _, i := range f.told {
		bank[len(f.schema.attrs)+i] = f.derived(derived[i].Name)
	}
	for i := range f.past {
		f.past[i] = st.Memory.track(f.schema.tracks[i].name)
	}
	for i, s := range [...]string{st.Life.Stage, st.Life.Owner, st.Life.Team} {
		if v := &f.env.Bank[bankClock][clockStage+i]; v.Text != s {
			*v, f.upper[bankClock][clockStage+i] = text(s), text(s)
		}
	}
}

// fill puts an attribute into its place. What the contract does not know, such as an attribute of an older one, is passed over.
func (f *Facts) fill(field *Field) {
	at := -1
	if field.spot != nil && field.spot.first == &f.schema.spots[0] {
		at = field.spot.index
	} else if i, ok := f.schema.attrOf[field.Name]; ok {
		at = i
	}
	if at >= 0 && f.reads[at] {
		f.env.Bank[bankLead][at], f.known[at] = field.Value, f.turn
		f.filled = append(f.filled, at)
	}
}

// Suppose lets the history that conditions read have one more event of a kind, until forget is called. What the event carries is not known: sums stay as they are.
// Follow it by At or Over.
func (f *Facts) Suppose(kind KindID, at Instant) (forget func()) {
	was := slices.Clone(f.past)
	for _, i := range f.schema.tracksOf[kind] {
		var t Track
		if f.past[i] != nil {
			t = *f.past[i]
			t.Times = slices.Clone(t.Times)
		}
		t.Count++
		t.keep(at, f.schema.tracks[i].keep)
		f.past[i] = &t
	}
	return func() { copy(f.past, was) }
}

// KnowsAny reports whether anything is known of one of some attributes that conditions read, given by [Schema.AttributeNumber].
func (f *Facts) KnowsAny(attributes []int) bool {
	for _, at := range attributes {
		if f.turn > 0 && f.known[at] == f.turn {
			return true
		}
	}
	return false
}

// Hear fills in an event, nil for none.
func (f *Facts) Hear(b *Bound) {
	if b != nil {
		f.env.Bank[bankEvent] = b.Values
	} else {
		f.env.Bank[bankEvent] = nil
	}
	if f.schema.asksKind {
		f.common(b)
	}
}

// common are the names of what every event has.
var common = []string{"event.kind", "event.time", "event.by", "event.automatic"}

func (f *Facts) common(b *Bound) {
	bank := f.env.Bank[bankCommon]
	clear(bank)
	if b != nil {
		bank[commonKind], bank[commonTime] = text(f.schema.kinds[b.Kind].Name), date(b.Time)
		bank[commonBy], bank[commonAuto] = text(b.By), truth(b.Automatic)
	}
}

// At sets the instant of the facts. Scores have to be set after it.
func (f *Facts) At(at Instant) { f.Over(at, at) }

// Over sets the span of the facts, its ends included, in which no event happens, no basis for contact expires and no score becomes known or unscored. Scores have to be set after it.
func (f *Facts) Over(from, to Instant) {
	f.From, f.To = from, to
	f.env.Upper[bankScore], f.env.Upper[bankClock], f.env.Upper[bankMemory], f.env.Upper[bankChange] = nil, nil, nil, nil
	f.env.Upper[bankCombination] = nil
	f.env.Bank[bankClock][clockNow] = Value{Type: rule.Time, Num: float64(from)}
	f.upper[bankClock][clockNow] = Value{Type: rule.Time, Num: float64(to)}
	for i := range f.past {
		f.env.Bank[bankMemory][i], f.upper[bankMemory][i] = f.schema.tracks[i].over(f.past[i], from, to)
	}
	if from != to {
		f.env.Upper[bankScore], f.env.Upper[bankClock], f.env.Upper[bankMemory] = f.upper[bankScore], f.upper[bankClock], f.upper[bankMemory]
		f.env.Upper[bankChange], f.env.Upper[bankCombination] = f.upper[bankChange], f.upper[bankCombination]
	}
	for _, i := range f.passed {
		may, _ := f.state.May(mayChannels[derived[i].Name], Marketing, from)
		f.env.Bank[bankLead][len(f.schema.attrs)+i] = truth(may)
	}
}

// SetScore sets the lowest and highest value of a score over the span. Over an instant both are the score. An unscored lead has known false.
func (f *Facts) SetScore(score int, lo, hi Points, known bool) {
	low, high := number(lo.Float()), number(hi.Float())
	if !known {
		low, high = Value{}, Value{}
	}
	f.env.Bank[bankScore][score], f.upper[bankScore][score] = low, high
}

// SetTemperature sets the temperature over the span: the same text twice where it does not change.
func (f *Facts) SetTemperature(first, last string) {
	f.env.Bank[bankClock][clockTemperature], f.upper[bankClock][clockTemperature] = text(first), text(last)
}

// SetGrid sets the field of the grid over the span: two different texts where it may change.
func (f *Facts) SetGrid(first, last string) {
	f.env.Bank[bankClock][clockGrid], f.upper[bankClock][clockGrid] = text(first), text(last)
}

// Lead gives the lead that the facts are about.
func (f *Facts) Lead() *State { return f.state }

// derived works out a derived name that time alone does not change.
func (f *Facts) derived(name string) Value {
	st := f.state
	switch name {
	case "created":
		return date(st.Created)
	case "cycle":
		return number(float64(st.Life.Cycle))
	case "cost":
		return number(st.Cost.Float())
	case "completeness":
		return number(f.schema.Completeness(st))
	case "next_project":
		return date(st.NextProject())
	case "next_act":
		return date(st.nextAct())
	case "projects":
		return number(float64(st.openProjects()))
	case "top_interest":
		return text(st.TopTopic())
	case "interests":
		return st.topicList()
	case "first_channel":
		return text(st.First.Channel)
	case "latest_channel":
		return text(st.Latest.Channel)
	case "first_campaign":
		return text(st.First.Campaign)
	case "latest_campaign":
		return text(st.Latest.Campaign)
	case "returns":
		return number(float64(st.Life.Returns))
	case "return_reason":
		return text(st.Life.ReturnReason)
	}
	return Value{}
}

// mayChannels are the derived names that say whether a channel is permitted.
var mayChannels = map[string]string{"may_email": "email", "may_phone": "phone", "may_sms": "sms", "may_post": "post"}

// Completeness gives the share of the wanted attributes that are known, 0 to 1.
func (s *Schema) Completeness(st *State) float64 {
	n := 0
	for _, at := range s.wanted {
		if _, ok := st.find(s.attrs[at].Name); ok {
			n++
		}
	}
	return float64(n) / float64(len(s.wanted))
}

// Due gives the next instant after which a fact changes by itself in a way that no span foresees: the expiry of a basis for contact. Zero is never.
func (s *Schema) Due(st *State, after Instant) Instant {
	if s.asksMay {
		return st.expiry(after)
	}
	return 0
}
