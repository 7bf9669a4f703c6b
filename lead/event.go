package lead

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Event is one thing that happened, as it travels between systems: the wire form, which [Schema.Bind] checks and types.
type Event struct {
	// ID names the event for ever; a second event with the same id is a duplicate and changes nothing.
	ID string `json:"id"`
	// Lead is the record it belongs to. It is empty for what has no lead: a campaign's cost, the teams' meeting; About then says what it is about.
	Lead  string `json:"lead,omitempty"`
	About string `json:"about,omitempty"` // "campaign:spring", "team:sales"
	Kind  string `json:"kind"`
	// Time is when it happened. Fractions of a millisecond are cut off.
	Time time.Time `json:"time"`
	// Automatic marks what no human did: mail proxies, link scanners, staff, tests, automatic replies.
	// Such an event gives no points, ends no silence and keeps no promise; it is counted.
	Automatic bool `json:"automatic,omitempty"`
	// By is who caused it: a person, a team, a system.
	By string `json:"by,omitempty"`
	// Props are the kind's properties: texts, numbers, truths; a date as a [time.Time], an [Instant] or a text, an amount as [Money], a number of
	// major units or a text, a duration as a [time.Duration], a [Span] or a text, a list as a []string or a text with commas. Nil is missing.
	Props map[string]any `json:"props,omitempty"`
}

// KindID is the number of a kind in one schema.
type KindID uint16

// Bound is an event that passed the schema: the form that rooms take. It is reusable: Bind overwrites it.
type Bound struct {
	Kind      KindID
	Automatic bool
	Time      Instant
	// Values are the properties in the order of [Schema.Props]. A missing property has the zero Value.
	Values              []Value
	ID, Lead, About, By string
}

// Value gives the property at a position that [Schema.Prop] gave, missing for a negative one.
func (b *Bound) Value(position int) Value {
	if position < 0 || position >= len(b.Values) {
		return Value{}
	}
	return b.Values[position]
}

// Clone gives a copy that shares nothing.
func (b *Bound) Clone() Bound {
	c := *b
	c.Values = append([]Value(nil), b.Values...)
	return c
}

// ErrRefused is wrapped by every error about an event that is not taken: the state is unchanged.
var ErrRefused = errors.New("event refused")

// EventError says why an event was refused. It wraps [ErrRefused].
type EventError struct {
	Event    string    // its id
	Kind     string    // its kind
	Problems []Problem // all of them, in the order of the event's fields, then of the property names
}

// Problem is one thing that is wrong with an event.
type Problem struct {
	Field string // "id", "kind", "time", "props.amount"
	What  string // in words: "is not a number"
}

// Error gives all problems on one line.
func (e *EventError) Error() string {
	list := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		list[i] = p.Field + " " + p.What
	}
	return fmt.Sprintf("event %q of kind %q refused: %s", e.Event, e.Kind, strings.Join(list, "; "))
}

// Unwrap gives [ErrRefused].
func (e *EventError) Unwrap() error { return ErrRefused }
