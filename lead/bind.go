package lead

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/leadkit/leadkit/internal/rule"
)

// Limits on the texts of an event. What is longer is refused.
const (
	MostID   = 256
	MostText = 8192
)

// Bind checks an event against the schema and writes its typed form to b, reusing b's memory.
// Every problem is reported at once in an [EventError]; b is then of no use. An unknown property is a problem: a misspelt one would otherwise be lost.
// What an event leaves out of the topic and the closeness of a content that the contract declares is taken from there.
func (s *Schema) Bind(ev Event, b *Bound) error {
	var fault *EventError // made only when there is a problem
	fault = fault.check(&ev)
	id, ok := s.kindOf[ev.Kind]
	if !ok {
		return fault.add(&ev, "kind", "is unknown")
	}
	if s.kinds[id].Class == Verdict {
		fault = fault.add(&ev, "kind", "is one that only the engine makes")
	}
	s.reset(b, id, At(ev.Time))
	b.ID, b.Lead, b.About, b.By, b.Automatic = ev.ID, ev.Lead, ev.About, ev.By, ev.Automatic
	if fault = s.bindProps(&ev, b, fault); fault != nil {
		fault.sort()
		return fault
	}
	s.complete(b)
	return nil
}

// check checks what every event has.
func (e *EventError) check(ev *Event) *EventError {
	const long = "is not a text of at most 256 bytes"
	if ev.ID == "" {
		e = e.add(ev, "id", "is missing")
	}
	for _, f := range [...]struct{ name, text string }{{"id", ev.ID}, {"lead", ev.Lead}, {"about", ev.About}, {"by", ev.By}} {
		if len(f.text) > MostID || !utf8.ValidString(f.text) {
			e = e.add(ev, f.name, long)
		}
	}
	if at := At(ev.Time); at <= 0 || at > Forever {
		e = e.add(ev, "time", "is missing, or not between 1970 and 9999")
	}
	return e
}

func (e *EventError) add(ev *Event, field, what string) *EventError {
	if e == nil {
		e = &EventError{Event: ev.ID, Kind: ev.Kind}
	}
	e.Problems = append(e.Problems, Problem{field, what})
	return e
}

// sort puts the event's own fields, in the order they were found, before its properties.
func (e *EventError) sort() {
	field := func(p Problem) string {
		if strings.HasPrefix(p.Field, "props.") {
			return p.Field
		}
		return ""
	}
	slices.SortStableFunc(e.Problems, func(a, b Problem) int { return strings.Compare(field(a), field(b)) })
}

func (s *Schema) bindProps(ev *Event, b *Bound, fault *EventError) *EventError {
	positions := s.propOf[b.Kind]
	for name, given := range ev.Props {
		at, ok := positions[name]
		if !ok {
			fault = fault.add(ev, "props."+name, "is no property of this kind")
			continue
		}
		value, what := s.value(&s.props[b.Kind][at], given)
		if what != "" {
			fault = fault.add(ev, "props."+name, what)
			continue
		}
		b.Values[at] = value
	}
	return fault
}

// reset empties b for an event of a kind.
func (s *Schema) reset(b *Bound, id KindID, at Instant) {
	n := len(s.props[id])
	if cap(b.Values) < n {
		b.Values = make([]Value, n, n+8)
	}
	b.Values = b.Values[:n]
	clear(b.Values)
	*b = Bound{Kind: id, Time: at, Values: b.Values}
}

// Make writes an event of a kind to b, for the engine's own use: no check of the class, and properties as typed values.
// It reports false when the kind is unknown; a property that the kind does not have is left out.
func (s *Schema) Make(b *Bound, kind string, at Instant, props ...Prop) bool {
	id, ok := s.kindOf[kind]
	if !ok {
		return false
	}
	s.reset(b, id, at)
	for _, p := range props {
		if i, ok := s.propOf[id][p.Name]; ok {
			b.Values[i] = p.Value
		}
	}
	return true
}

// Prop is a named value.
type Prop struct {
	Name  string
	Value Value
}

// TextProp gives a named text.
func TextProp(name, value string) Prop { return Prop{name, text(value)} }

func text(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{Type: rule.Text, Text: s}
}

func truth(t bool) Value {
	v := Value{Type: rule.Bool}
	if t {
		v.Num = 1
	}
	return v
}

func number(n float64) Value { return Value{Type: rule.Number, Num: n} }

func date(i Instant) Value {
	if i == 0 {
		return Value{}
	}
	return Value{Type: rule.Time, Num: float64(i)}
}

func elapsed(s Span) Value { return Value{Type: rule.Span, Num: float64(s)} }
