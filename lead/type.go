package lead

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/internal/rule"
)

// Value is one typed value: a property of an event or an attribute of a lead. It is comparable; the zero Value is missing.
// Num carries numbers, truths (0 or 1), instants and spans (milliseconds); Text carries texts.
type Value = rule.Value

// Type is the type of a declared attribute or property. Its text form is the word a contract writes.
type Type uint8

// The types a contract may declare.
const (
	Text    Type = iota + 1 // "string"
	Number                  // "number": finite
	Bool                    // "bool"
	Date                    // "date": an instant, RFC 3339, or a day, which is its first instant in UTC
	Amount                  // "money": in the contract's currency, read in expressions as a number of major units
	TimeLen                 // "duration": an elapsed span such as "90m"
	Texts                   // "list": a set of texts
)

var typeNames = [...]string{Text: "string", Number: "number", Bool: "bool", Date: "date", Amount: "money", TimeLen: "duration", Texts: "list"}

// inExpressions gives the type that expressions see.
var inExpressions = [...]rule.Type{Text: rule.Text, Number: rule.Number, Bool: rule.Bool, Date: rule.Time,
	Amount: rule.Number, TimeLen: rule.Span, Texts: rule.List}

// String gives the word a contract writes.
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return fmt.Sprintf("type %d", uint8(t))
}

// MarshalText gives the text of String.
func (t Type) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads a type's word.
func (t *Type) UnmarshalText(text []byte) error {
	for i, name := range typeNames {
		if name == string(text) && name != "" {
			*t = Type(i)
			return nil
		}
	}
	return fmt.Errorf("%q is no type: write one of string, number, bool, date, money, duration, list", text)
}

// Property is a named, typed value that events of a kind may carry, or that a lead may have.
type Property struct {
	Name string `json:"name" contract:"name"`
	Type Type   `json:"type"`
	// Known lists the only values a text may take. None: any.
	Known []string `json:"known,omitempty"`
	// Personal says of an attribute that it belongs to the person, and not to the company or the demand: it goes when another person answers for the
	// lead. What is built in knows that of itself.
	Personal bool `json:"personal,omitempty"`
}

// UnmarshalText reads the short form, the type alone.
func (p *Property) UnmarshalText(text []byte) error { return p.Type.UnmarshalText(text) }

// UnmarshalJSON reads both forms: the object, and the type alone.
func (p *Property) UnmarshalJSON(data []byte) error {
	type plain Property
	return EitherForm(data, (*plain)(p), p.UnmarshalText)
}

// EitherForm reads JSON of a spec that may be written shortly: a text goes to short, its UnmarshalText, and all else into whole, which points to the spec as a type without
// methods. It is for the UnmarshalJSON of such specs.
func EitherForm(data []byte, whole any, short func([]byte) error) error {
	if !bytes.HasPrefix(data, []byte{'"'}) {
		return json.Unmarshal(data, whole)
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	return short([]byte(text))
}

// props joins lists into one that shares nothing with them.
func props(lists ...[]Property) []Property {
	all := slices.Concat(lists...)
	for i := range all {
		all[i].Known = slices.Clone(all[i].Known)
	}
	return all
}

func of(t Type, names ...string) []Property {
	list := make([]Property, len(names))
	for i, name := range names {
		list[i] = Property{Name: name, Type: t}
	}
	return list
}

func known(name string, values ...string) []Property {
	return []Property{{Name: name, Type: Text, Known: slices.Clone(values)}}
}
