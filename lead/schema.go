package lead

import (
	"slices"

	"github.com/leadkit/leadkit/internal/rule"
	"github.com/leadkit/leadkit/lead/diag"
)

// Banks of an environment.
const (
	bankLead   uint8 = iota
	bankEvent        // a kind's own properties
	bankCommon       // what every event has
	bankScore
	bankClock
	bankMemory
	bankChange
	bankCombination
)

// Places in the bank of what every event has.
const (
	commonKind = iota
	commonTime
	commonBy
	commonAuto
	commonSize
)

// Places in the clock's bank.
const (
	clockNow = iota
	clockStage
	clockOwner
	clockTeam
	clockTemperature
	clockGrid
	clockSize
)

// Schema is the shared vocabulary compiled: which names there are and of which type, and where a lead's facts lie in memory.
// It grows while a contract compiles: attributes and kinds first, then the scores' names, then the stages. After that it is immutable and goroutine-safe.
type Schema struct {
	currency  string
	kinds     []Kind
	kindOf    map[string]KindID
	props     [][]Property
	propOf    []map[string]int
	plans     []plan // by kind
	attrs     []Property
	attrOf    map[string]int
	spots     []spot // by attribute
	wanted    []int
	types     []string
	familyOf  map[string]string // by channel
	channelOf map[string]string // by UTM value
	scores    []string
	stages    []string
	tracks    []track
	tracksOf  [][]int // by kind
	changes   []Change
	sums      []Combination                   // of scores, in standing conditions
	adds      func(Combination) *diag.Finding // answers for them
	used      map[string]bool
	asksMay   bool // the contract reads whether there is a basis for contact
	asksTopic bool // it reads what the lead is interested in
	asksKind  bool // it reads of an event what every event has
	base      *rule.Scope
	scopes    []*rule.Scope
	members   map[string]Member
	contents  map[string]Content
	carriers  []carrier // by kind, where there are contents
}

// NewSchema compiles a vocabulary. The currency is ISO 4217, empty for EUR.
// Errors are a [diag.List] with places in the vocabulary.
func NewSchema(v Vocabulary, currency string) (*Schema, error) {
	if currency == "" {
		currency = "EUR"
	}
	found := v.check()
	if !KnownCurrency(currency) {
		found.Add("/currency", "bad-currency", "the currency is not an ISO 4217 code", "write one such as EUR")
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	s := &Schema{currency: currency, kindOf: map[string]KindID{}, attrOf: map[string]int{}, used: map[string]bool{}, types: append(Types(), v.Types...),
		familyOf: map[string]string{}, channelOf: map[string]string{}}
	s.addAttributes(v)
	s.addKinds(v)
	s.addChannels(v.Channels)
	for _, name := range orElse(v.Wanted, defaultWanted) {
		s.wanted = append(s.wanted, s.attrOf[name])
	}
	s.declare()
	return s, nil
}

func orElse[T any](list, other []T) []T {
	if len(list) > 0 {
		return list
	}
	return other
}

// addAttributes lays the attributes out by name, so that a contract's order of declaration has no meaning.
func (s *Schema) addAttributes(v Vocabulary) {
	s.attrs = missing(Attributes(), v.Attributes)
	slices.SortFunc(s.attrs, func(a, b Property) int { return compare(a.Name, b.Name) })
	for i := range s.attrs {
		if s.attrs[i].Name == attrType {
			s.attrs[i].Known = s.types
		}
		s.attrs[i].Personal = s.attrs[i].Personal || slices.Contains(personal, s.attrs[i].Name)
		s.attrOf[s.attrs[i].Name] = i
		s.spots = append(s.spots, spot{index: i})
	}
	for i := range s.spots {
		s.spots[i].first = &s.spots[0]
	}
}

// spot is where a schema keeps an attribute: among its own spots, the first of which tells one schema's from another's.
type spot struct {
	first *spot
	index int
}

// missing appends to a list of its own those of more whose name it has not.
func missing(list, more []Property) []Property {
	list = slices.Clone(list)
	for _, p := range more {
		if _, have := named(list, p.Name); !have {
			list = append(list, p)
		}
	}
	return list
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// addKinds numbers the kinds: the built-in ones, with what the contract adds to them, then the contract's own.
func (s *Schema) addKinds(v Vocabulary) {
	s.kinds = Kinds()
	for _, k := range v.Events {
		at := slices.IndexFunc(s.kinds, func(b Kind) bool { return b.Name == k.Name })
		switch {
		case at >= 0:
			s.kinds[at].Props = missing(s.kinds[at].Props, k.Props)
			continue
		case k.Class == 0:
			k.Class = Signal
		}
		s.kinds = append(s.kinds, k)
	}
	for i, k := range s.kinds {
		s.addKind(KindID(i), k)
	}
	s.tracksOf = make([][]int, len(s.kinds))
}

func (s *Schema) addKind(id KindID, k Kind) {
	list := k.Props
	switch k.Name {
	case Created, ProfileUpdated:
		list = missing(list, s.attrs)
	case ContactChanged:
		list = missing(list, slices.DeleteFunc(slices.Clone(s.attrs), func(p Property) bool { return !p.Personal }))
	}
	positions := map[string]int{}
	for i, p := range list {
		positions[p.Name] = i
	}
	s.kindOf[k.Name] = id
	s.props = append(s.props, list)
	s.propOf = append(s.propOf, positions)
	s.plans = append(s.plans, s.planOf(k, positions))
}

// declare gives every name its slot.
func (s *Schema) declare() {
	s.base = rule.NewScope()
	s.base.Resolve(s.resolve)
	s.base.Combine(s.combine)
	for i, p := range append(slices.Clone(s.attrs), derived...) {
		s.base.Declare(rule.Name{Name: "lead." + p.Name, Type: inExpressions[p.Type], Slot: rule.Slot{Bank: bankLead, Index: uint16(i)}, Known: p.Known})
	}
	clock := func(name string, index uint16, t rule.Type) {
		s.base.Declare(rule.Name{Name: name, Type: t, Slot: rule.Slot{Bank: bankClock, Index: index}, Varies: name == "now", Flows: name == "now"})
	}
	clock("now", clockNow, rule.Time)
	clock("owner", clockOwner, rule.Text)
	clock("team", clockTeam, rule.Text)
	s.scopes = make([]*rule.Scope, len(s.kinds))
	for i := range s.kinds {
		s.scopes[i] = s.eventScope(KindID(i))
	}
}

func (s *Schema) eventScope(kind KindID) *rule.Scope {
	scope := s.base.Child()
	declare := func(name string, t rule.Type, bank uint8, index int, known []string) {
		scope.Declare(rule.Name{Name: "event." + name, Type: t, Slot: rule.Slot{Bank: bank, Index: uint16(index)}, Known: known})
	}
	for i, p := range s.props[kind] {
		declare(p.Name, inExpressions[p.Type], bankEvent, i, p.Known)
	}
	// A kind's own property goes before the common one of the same name: who did not come to a meeting, whose promise was broken.
	declare("kind", rule.Text, bankCommon, commonKind, nil)
	declare("time", rule.Time, bankCommon, commonTime, nil)
	declare("by", rule.Text, bankCommon, commonBy, nil)
	declare("automatic", rule.Bool, bankCommon, commonAuto, nil)
	return scope
}

// reserved are the words that mean something else in an expression, or will: no score can have them as its name.
var reserved = []string{"lead", "event", "stage", "temperature", "grid", "now", "owner", "team", "count", "last", "since", "sum", "change", "min", "max",
	"not", "and", "or", "in", "contains", "matches", "true", "false", "nil", "let", "if", "else"}

// DeclareScore adds a score's name to the language and gives its number, which [Facts.SetScore] takes.
// It reports false when the name is taken or cannot be read in an expression.
func (s *Schema) DeclareScore(name string) (int, bool) {
	at := len(s.scores)
	if !IsName(name) || slices.Contains(reserved, name) ||
		!s.base.Declare(rule.Name{Name: name, Type: rule.Number, Slot: rule.Slot{Bank: bankScore, Index: uint16(at)}, Varies: true, Flows: true}) {
		return 0, false
	}
	s.scores = append(s.scores, name)
	return at, true
}

// DeclareTemperature makes the names of the temperature bands known to the language: temperature == "hot".
// A band changes as a score decays, so expressions that stand may compare it.
func (s *Schema) DeclareTemperature(bands []string) bool {
	return s.base.Declare(rule.Name{Name: "temperature", Type: rule.Text, Slot: rule.Slot{Bank: bankClock, Index: clockTemperature}, Known: bands, Varies: true})
}

// DeclareGrid makes the names of the grid's fields known to the language: grid == "A1". A field changes as a score decays, so expressions that stand may compare it.
func (s *Schema) DeclareGrid(fields []string) bool {
	return s.base.Declare(rule.Name{Name: "grid", Type: rule.Text, Slot: rule.Slot{Bank: bankClock, Index: clockGrid}, Known: fields, Varies: true})
}

// DeclareStages makes the stages known to the language: stage == "mql".
// It reports false when they were declared already: a schema has one lifecycle.
func (s *Schema) DeclareStages(stages []string) bool {
	if !s.base.Declare(rule.Name{Name: "stage", Type: rule.Text, Slot: rule.Slot{Bank: bankClock, Index: clockStage}, Known: stages}) {
		return false
	}
	s.stages = slices.Clone(stages)
	return true
}

// Stages lists the stages in the contract's order, none before [Compile].
func (s *Schema) Stages() []string { return slices.Clone(s.stages) }

// Currency gives the contract's currency.
func (s *Schema) Currency() string { return s.currency }

// Kind gives the number of a kind.
func (s *Schema) Kind(name string) (KindID, bool) {
	id, ok := s.kindOf[name]
	return id, ok
}

// KindOf gives the kind of a number.
func (s *Schema) KindOf(id KindID) Kind { return s.kinds[id] }

// KindNames lists the kinds, the built-in ones first.
func (s *Schema) KindNames() []string {
	names := make([]string, len(s.kinds))
	for i, k := range s.kinds {
		names[i] = k.Name
	}
	return names
}

// Kinds gives how many kinds there are: every KindID is below it.
func (s *Schema) Kinds() int { return len(s.kinds) }

// Prop gives the position of a property among [Bound.Values] for events of a kind, or -1.
func (s *Schema) Prop(kind KindID, name string) int {
	if at, ok := s.propOf[kind][name]; ok {
		return at
	}
	return -1
}

// Props lists a kind's own properties, in the order of [Bound.Values]. The slice is not to be changed.
func (s *Schema) Props(kind KindID) []Property { return s.props[kind] }

// Attribute gives the declaration of a lead's attribute.
func (s *Schema) Attribute(name string) (Property, bool) {
	at, ok := s.attrOf[name]
	if !ok {
		return Property{}, false
	}
	return s.attrs[at], true
}

// AttributeNumber gives the number of a lead's attribute, for [Facts.KnowsAny].
func (s *Schema) AttributeNumber(name string) (number int, ok bool) {
	number, ok = s.attrOf[name]
	return number, ok
}

// AttributeNames lists the attributes, sorted.
func (s *Schema) AttributeNames() []string {
	names := make([]string, len(s.attrs))
	for i, p := range s.attrs {
		names[i] = p.Name
	}
	return names
}

// Scores lists the scores by number.
func (s *Schema) Scores() []string { return slices.Clone(s.scores) }

// Types lists the lead types, the contract's own included.
func (s *Schema) Types() []string { return slices.Clone(s.types) }

// FindKind gives the number of a kind that a specification names at path, or reports the finding.
func (s *Schema) FindKind(found *diag.List, path, name string) (KindID, bool) {
	id, ok := s.kindOf[name]
	if !ok {
		found.Unknown(path, "kind of event", name, s.KindNames())
	}
	return id, ok
}
