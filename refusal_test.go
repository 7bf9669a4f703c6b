package leadkit

import (
	"math"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// refusals are the ways in which an event can be bad.
var refusals = []struct {
	name  string
	is    error
	spoil func(ev *lead.Event, at *time.Time)
}{
	{"no id", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) { ev.ID = "" }},
	{"an id too long", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) { ev.ID = strings.Repeat("x", 300) }},
	{"an unknown kind", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) { ev.Kind = "email_opend" }},
	{"a verdict", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) { ev.Kind = lead.HandedOver }},
	{"no time", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) { ev.Time = time.Time{} }},
	{"an unknown property", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) { ev.Props = map[string]any{"x": 1.0} }},
	{"a wrong type", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) { ev.Props = map[string]any{"topic": 1.0} }},
	{"not a number", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) { ev.Props = map[string]any{"closeness": math.NaN()} }},
	{"infinity", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) { ev.Props = map[string]any{"closeness": math.Inf(1)} }},
	{"oversize", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) { ev.Props = map[string]any{"topic": strings.Repeat("x", 9000)} }},
	{"another currency", lead.ErrRefused, func(ev *lead.Event, _ *time.Time) {
		ev.Kind, ev.Props = lead.QuoteRequested, map[string]any{"amount": "12.00 USD"}
	}},
	{"another lead", ErrLead, func(ev *lead.Event, _ *time.Time) { ev.Lead = "L2" }},
	{"no lead", ErrLead, func(ev *lead.Event, _ *time.Time) { ev.Lead = "" }},
	{"the future", ErrFuture, func(ev *lead.Event, at *time.Time) { ev.Time = at.Add(6 * time.Minute) }},
	{"the past", ErrPast, func(ev *lead.Event, at *time.Time) { *at = ev.Time.Add(-6 * time.Minute) }},
}
