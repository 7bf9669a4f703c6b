package lead

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/internal/rule"
)

// State is what is known of one lead: one demand of one person. It is plain data; the zero State is a lead nothing is known about.
// It is bounded: see the Most… constants.
type State struct {
	ID      string    `json:"id,omitempty"`
	Person  string    `json:"person,omitempty"`
	Created Instant   `json:"created,omitempty"`
	Fields  []Field   `json:"fields,omitempty"` // sorted by name
	First   Touch     `json:"first,omitzero"`   // the first source: never overwritten by a later one
	Latest  Touch     `json:"latest,omitzero"`
	Basis   []Consent `json:"basis,omitempty"`  // sorted by purpose, then channel
	Plans   []Project `json:"plans,omitempty"`  // sorted by name
	Topics  []Topic   `json:"topics,omitempty"` // sorted by name
	Agenda  []Planned `json:"agenda,omitempty"` // sorted by key, then reference
	Contact Contact   `json:"contact,omitzero"`
	Cost    Money     `json:"cost,omitzero"`
	Life    Life      `json:"life"`
	Memory  Memory    `json:"memory,omitempty"`
	// Signal is when the last signal that counts happened, Unmapped how many sources named no known channel,
	// Automatic how many automatic events came.
	Signal    Instant `json:"signal,omitempty"`
	Unmapped  int64   `json:"unmapped,omitempty"`
	Automatic int64   `json:"automatic,omitempty"`
	// Overfull says that a basis for contact was forgotten, there being more than MostConsents: it may have been a refusal.
	Overfull bool    `json:"overfull,omitempty"`
	Gone     Instant `json:"gone,omitempty"` // when the person was erased
	// Marks are what is left of an erased person's addresses: see [Mark].
	Marks []string `json:"marks,omitempty"`
}

// Bounds of a State. What exceeds them drops the oldest.
const (
	MostConsents = 32
	MostProjects = 16
	MostTopics   = 32
	MostPlanned  = 32
	MostMarks    = 16
)

// Field is what is known of one attribute: a register, in which the latest event wins, and among events of one instant the one with the greatest id.
type Field struct {
	Name  string  `json:"n"`
	Value Value   `json:"v"`
	spot  *spot   // where a schema keeps it
	At    Instant `json:"t"`
	By    string  `json:"e"`           // the event's id
	Who   string  `json:"w,omitempty"` // who caused that event
}

// Field gives what is known of an attribute.
func (st *State) Field(name string) (Field, bool) {
	at, ok := st.find(name)
	if !ok {
		return Field{}, false
	}
	return st.Fields[at], true
}

// Text gives an attribute as text, "" if it is unknown or no text.
func (st *State) Text(name string) string {
	f, _ := st.Field(name)
	if f.Value.Type != rule.Text {
		return ""
	}
	return f.Value.Text
}

// Number gives an attribute as a number: an amount of money in major units.
func (st *State) Number(name string) (float64, bool) {
	f, _ := st.Field(name)
	return f.Value.Num, f.Value.Type == rule.Number
}

func (st *State) find(name string) (int, bool) {
	return slices.BinarySearchFunc(st.Fields, name, func(f Field, name string) int { return strings.Compare(f.Name, name) })
}

// later reports whether (t, id) comes after (u, other) in the order of registers.
func later(t Instant, id string, u Instant, other string) bool {
	return t > u || t == u && id > other
}

// Erase removes what tells who the person is, and all that people wrote of them: every attribute but market, type, potential, budget and employees,
// lawful bases, projects, topics and what was planned, and what a manager wrote when setting a stage by hand. Cost, sources, passages, counts and receipts stay.
// at is when the erasure took effect. From then on nothing personal is taken: see [Schema.Apply].
func (st *State) Erase(at Instant) {
	st.Fields = slices.DeleteFunc(st.Fields, func(f Field) bool { return !slices.Contains(lasting, f.Name) })
	for i := range st.Fields {
		st.Fields[i].Who = "" // it may be the person
	}
	st.Person, st.Basis, st.Plans, st.Topics, st.Agenda, st.Overfull = "", nil, nil, nil, nil, false
	st.Contact.By, st.Life.Override.Reason, st.Life.Deputy.Reason = "", "", ""
	for i := range st.Life.Passages {
		p := &st.Life.Passages[i]
		p.Reason = p.lasting()
	}
	if st.Gone == 0 {
		st.Gone = at
	}
}
