package sla

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Try is an attempt to contact the lead, or a content that was sent to it, that contact rules count.
type Try struct {
	At      lead.Instant `json:"t"`
	ID      string       `json:"e"` // of the event; of a content that fell due, its name
	Channel string       `json:"c"`
	Refused bool         `json:"r,omitempty"`
	Content bool         `json:"m,omitempty"` // it was a content
}

// who says whose contact it was.
func (t *Try) who() string {
	if t.Content {
		return contents
	}
	return people
}

// compare orders by time, the same in any order of arrival.
func (t Try) compare(o Try) int {
	return cmp.Or(cmp.Compare(t.At, o.At), cmp.Compare(t.ID, o.ID), cmp.Compare(t.who(), o.who()), cmp.Compare(t.Channel, o.Channel))
}

// counted says which limit or refusal stands against an attempt on a channel at an instant, "" if none does.
func (m *moment) counted(channel string, at lead.Instant) string {
	for i := range m.t.rules {
		r := m.rule(i)
		if !r.counts() || !r.binds(people) || !r.takes(channel) || !r.dated(at) || !r.when.True(m.f) {
			continue
		}
		if why, _ := r.counted(m.st.Tries, m.since(), at); why != "" {
			return why
		}
	}
	return ""
}

// since says from when on the present person answers for the lead, zero if the first one does.
func (m *moment) since() lead.Instant {
	if st := m.lead(); st != nil {
		return st.Contact.At
	}
	return 0
}

// counts reports whether the rule counts anything.
func (r *contactRule) counts() bool { return r.AtMost.Times > 0 || r.AfterRefusal > 0 }

// counted says which of the rule's limit and a refusal stands against another contact at an instant, and until when it does by what was tried so far, in order of time.
// What was tried before the present person answered for the lead does not count. Where both stand, the refusal is told, and the end is the later one.
func (r *contactRule) counted(tries []Try, since, at lead.Instant) (why string, until lead.Instant) {
	n := 0
	for i := len(tries) - 1; i >= 0; i-- {
		try := &tries[i]
		if try.At > at || try.At < since || !r.takes(try.Channel) {
			continue
		}
		if end := try.At.Add(r.AfterRefusal); try.Refused && at < end {
			why, until = reasonRefused, max(until, end)
		}
		if end := try.At.Add(r.AtMost.Per); r.AtMost.Times > 0 && at < end && r.binds(try.who()) {
			if n++; n == r.AtMost.Times {
				why, until = cmp.Or(why, "more than "+r.AtMost.String()), max(until, end)
			}
		}
	}
	return why, until
}

// attempt gives what the event is to the rules that count: false if it is none of what they do.
func (m *moment) attempt() (Try, bool) {
	if m.t.tries == 0 || m.b == nil || m.b.Kind != m.t.contact || m.b.Value(m.t.props.direction).Text == "inbound" {
		return Try{}, false
	}
	channel := m.b.Value(m.t.props.channel).Text
	return Try{At: min(m.b.Time, m.at), ID: m.b.ID, Channel: channel, Refused: m.b.Value(m.t.props.outcome).Text == "refused"},
		m.t.counts(channel, people)
}

// counts reports whether a rule counts contacts on a channel, of people or of contents.
func (t *Terms) counts(channel, who string) bool {
	return slices.ContainsFunc(t.rules, func(r contactRule) bool {
		return r.takes(channel) && (r.AtMost.Times > 0 && r.binds(who) || r.AfterRefusal > 0 && who == people)
	})
}

// tries gives what was tried so far, with the attempt that is heard now, if one is.
func (m *moment) tries() []Try {
	list := m.st.Tries
	if try, ok := m.attempt(); ok {
		if i, known := slices.BinarySearchFunc(list, try, Try.compare); !known {
			list = slices.Insert(slices.Clone(list), i, try)
		}
	}
	return list
}

// note remembers an attempt for the rules that count attempts.
func (m *moment) note() {
	if try, ok := m.attempt(); ok {
		m.st.remember(try, m.at.Add(-m.t.tries))
	}
}

// Sent notes, at the record's clock, that a content was sent to the lead, so that it counts for the rules from when it was sent. The id tells it from others of that
// instant: noted twice, it counts once.
func (t *Terms) Sent(st *State, id, channel string, when, now lead.Instant) {
	if t.counts(channel, contents) {
		st.remember(Try{At: min(when, now), ID: id, Channel: channel, Content: true}, now.Add(-t.tries))
	}
}

// remember puts a contact among those that count, and forgets what is older than an instant.
func (st *State) remember(try Try, oldest lead.Instant) {
	i, known := slices.BinarySearchFunc(st.Tries, try, Try.compare)
	if known {
		return
	}
	st.Tries = slices.Insert(st.Tries, i, try)
	st.Tries = slices.DeleteFunc(st.Tries, func(t Try) bool { return t.At < oldest })
	st.forget(try.Channel, try.Content)
}

// forget keeps of the attempts on a channel, or of the contents, the last ones, and the last refusal: as many as any rule can count.
func (st *State) forget(channel string, content bool) {
	n, refusal := 0, -1
	for i := len(st.Tries) - 1; i >= 0; i-- {
		try := &st.Tries[i]
		if try.Channel != channel || try.Content != content {
			continue
		}
		if try.Refused && refusal < 0 {
			refusal = i
			continue
		}
		if n++; n > mostAttempts {
			st.Tries = slices.Delete(st.Tries, i, i+1)
		}
	}
}
