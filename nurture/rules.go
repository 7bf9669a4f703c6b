package nurture

import (
	"cmp"

	"github.com/leadkit/leadkit/lead"
)

// Rules are the contact rules as they stand with one lead. They are asked beside the lawful basis: what they forbid for good is withheld, what they forbid until an instant
// waits for it.
type Rules interface {
	// Permit says why a content may not go on a channel at an instant, "" if it may; and when, at the earliest, it may by itself, zero if only an event can change that. It
	// changes nothing.
	Permit(channel string, at lead.Instant) (why string, next lead.Instant)
	// Sent notes, at an instant, that a content went on a channel at another one that is not after it, so that it counts for the rules. The id tells it from others that
	// went then.
	Sent(id, channel string, when, at lead.Instant)
}

// may says whether a content may be sent, when it may later by itself, and why not now.
func (w *walk) may(c *content, purpose string) (ok bool, later lead.Instant, why string) {
	ok, why = w.f.Lead().May(c.Channel, purpose, w.at)
	if !ok || w.rules == nil {
		return ok, 0, why
	}
	why, later = w.rules.Permit(c.Channel, w.at)
	return why == "", later, why
}

// went tells the rules that a content was sent.
func (w *walk) went(id, channel string, when lead.Instant) {
	if w.rules != nil && channel != "" {
		w.rules.Sent(id, channel, when, w.at)
	}
}

// channel gives that of one of the plan's contents, or else the one that an event names.
func (p *Planner) channel(name, told string) string {
	if at, ok := p.channels[name]; ok {
		return cmp.Or(told, at)
	}
	return told
}
