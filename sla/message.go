package sla

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Permit says why a content may not be sent to the lead on a channel at an instant, "" if the contact rules allow it; and when, at the earliest, they may allow it by
// themselves, zero if only an event can change that. The event is the one that is heard now, nil if none is: an attempt counts before the promises have heard of it. The
// facts hold the lead.
func (t *Terms) Permit(st *State, b *lead.Bound, f *lead.Facts, channel string, at lead.Instant) (why string, next lead.Instant) {
	m := moment{t: t, st: st, b: b, f: f, at: at}
	tries := m.tries()
	for i := range t.rules {
		r := m.rule(i)
		if !r.binds(contents) || !r.takes(channel) || !r.dated(at) || !r.when.True(f) {
			continue
		}
		reason, opening := r.forbids(f.Lead(), channel, at)
		if reason == "" || opening != 0 {
			if counted, until := r.counted(tries, f.Lead().Contact.At, at); counted != "" && until >= opening {
				reason, opening = counted, until
			}
		}
		if reason == "" {
			continue
		}
		if end := r.end(); end != 0 && (opening == 0 || end < opening) {
			opening = end
		}
		if why == "" || opening == 0 || next != 0 && opening > next {
			why, next = reason, opening
		}
		if opening == 0 {
			return why, 0
		}
	}
	return why, next
}

// forbids says why a rule that is in force allows no message, whatever was sent before, and when it does.
func (r *contactRule) forbids(st *lead.State, channel string, at lead.Instant) (why string, next lead.Instant) {
	if len(r.Address) > 0 && !r.addressed(st) {
		return reasonAddress, 0
	}
	if r.Basis != "" {
		if ok, reason := st.May(channel, r.Basis, at); !ok {
			return reason, 0
		}
	}
	if r.hours == nil || r.hours.Open(at.Time()) {
		return "", 0
	}
	if opening, ok := r.hours.NextOpening(at.Time()); ok {
		return reasonHours, lead.At(opening)
	}
	return reasonHours, 0
}

// addressed reports whether one of the addresses that the rule asks for is known.
func (r *contactRule) addressed(st *lead.State) bool {
	return slices.ContainsFunc(r.Address, func(name string) bool { _, ok := st.Field(name); return ok })
}

// end is the instant from which the rule is no longer in force, zero if there is none.
func (r *contactRule) end() lead.Instant {
	if r.Until == (calendar.Date{}) {
		return 0
	}
	return lead.At(r.clock.At(r.Until, 24, 0))
}
