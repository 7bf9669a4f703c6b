package leadtest

import (
	"strconv"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// theLead is the id of every scenario's lead.
const theLead = "lead"

// event makes an event of what is written, each property of the type that the contract gives it. wrong are the properties that cannot have it.
func event(e *leadkit.Engine, kind string, props []property, start, at time.Time, hours *calendar.Hours) (ev lead.Event, wrong []string) {
	ev = lead.Event{ID: "test", Lead: theLead, Kind: kind, Time: at, Props: map[string]any{}}
	schema := e.Schema()
	id, _ := schema.Kind(kind)
	for _, p := range props {
		var t lead.Type
		for _, known := range schema.Props(id) {
			if known.Name == p.Name {
				t = known.Type
			}
		}
		value, ok := typed(t, p.Values, start, at, hours)
		if !ok {
			wrong = append(wrong, p.Name)
			continue
		}
		ev.Props[p.Name] = value
	}
	return ev, wrong
}

// typed gives a value of a type. What has no type, or is wrong in a way that the schema reports, stays a text.
func typed(t lead.Type, values []string, start, at time.Time, hours *calendar.Hours) (any, bool) {
	if t == lead.Texts {
		return values, true
	}
	if len(values) != 1 {
		return nil, false
	}
	text := values[0]
	switch t {
	case lead.Number, lead.Amount:
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return f, true
		}
		return text, t == lead.Amount
	case lead.Bool:
		return text == "true", text == "true" || text == "false"
	case lead.Date:
		return dated(text, start, at, hours)
	}
	return text, true
}

// dated reads a date: "+60d" is after the event.
func dated(text string, start, at time.Time, hours *calendar.Hours) (any, bool) {
	var m moment
	if m.UnmarshalText([]byte(text)) != nil {
		return nil, false
	}
	if m.since != nil {
		start = at
	}
	t, err := m.after(start, at, hours)
	return t, err == nil
}

// told gives an event in words: "page_viewed: path /prices, seconds 12".
func told(kind string, props []property) string {
	parts := make([]string, len(props))
	for i, p := range props {
		parts[i] = p.Name + " " + strings.Join(p.Values, " and ")
	}
	if len(parts) == 0 {
		return kind
	}
	return kind + ": " + strings.Join(parts, ", ")
}
