package bench

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/internal/workload"
)

// language says how a peer writes a test: with a format for each operator, of a name and a constant, the list of `in` among them.
type language struct {
	ops   map[string]string // "startsWith": `startsWith(%s, %s)`
	list  [2]string         // around the constants of `in`
	quote func(string) string
	name  string // a format for a name: "input.%s"
}

// infix are the operators that most languages write alike.
func infix(more map[string]string) map[string]string {
	ops := map[string]string{}
	for _, op := range []string{"==", "!=", ">", ">=", "in"} {
		ops[op] = "%s " + op + " %s"
	}
	for op, format := range more {
		ops[op] = format
	}
	return ops
}

func (l *language) test(t workload.Test) string {
	list := make([]string, len(t.Values))
	for i, v := range t.Values {
		if text, is := v.(string); is {
			list[i] = l.quote(text)
		} else {
			list[i] = strconv.FormatFloat(v.(float64), 'f', 4, 64)
		}
	}
	value := list[0]
	if t.Op == "in" {
		value = l.list[0] + strings.Join(list, ", ") + l.list[1]
	}
	return fmt.Sprintf(l.ops[t.Op], fmt.Sprintf(l.name, t.Name), value)
}

// condition is a rule's whole condition, its parts joined by and: the kind of event, and the test.
func (l *language) condition(r workload.Rule, and string) string {
	var parts []string
	if r.Kind != "" {
		parts = append(parts, fmt.Sprintf(l.ops["=="], fmt.Sprintf(l.name, "kind"), l.quote(r.Kind)))
	}
	if r.If.Name != "" {
		parts = append(parts, l.test(r.If))
	}
	return strings.Join(parts, and)
}

// single puts a text between single quotes; no text of the work has any inside.
func single(s string) string { return "'" + s + "'" }

// factsOf gives what a rule about an event may read, by name.
func factsOf(e *workload.Event) map[string]any {
	return map[string]any{"kind": e.Kind, "closeness": e.Closeness, "seconds": e.Seconds, "share": e.Share, "minutes": e.Minutes, "amount": e.Amount,
		"path": e.Path, "url": e.URL, "topic": e.Topic, "form": e.Form, "product": e.Product}
}

// inputs are the facts of all events and of all people, made before the clock starts.
type inputs[T any] struct{ events, people []T }

func inputsOf[T any](log *workload.Log, of func(map[string]any) T) inputs[T] {
	var in inputs[T]
	for i := range log.Events {
		in.events = append(in.events, of(factsOf(&log.Events[i])))
	}
	for i := range log.People {
		in.people = append(in.people, of(log.People[i].Props()))
	}
	return in
}
