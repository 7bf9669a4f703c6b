package leadkit

import (
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
)

// rules gives the contact rules of the promises as nurture asks them, nil if the contract has none. The event is the one that is heard now: nurture hears it before the
// promises do.
func (x *run) rules(b *lead.Bound) nurture.Rules {
	if !x.e.ruled {
		return nil
	}
	x.pending = b
	return (*contactRules)(x)
}

// contactRules are a run, asked by nurture what may be sent to its lead.
type contactRules run

// Permit asks the promises: see [nurture.Rules].
func (c *contactRules) Permit(channel string, at lead.Instant) (why string, next lead.Instant) {
	return c.e.terms.Permit(&c.r.Promises, c.pending, c.facts, channel, at)
}

// Sent tells them.
func (c *contactRules) Sent(id, channel string, when, at lead.Instant) {
	c.e.terms.Sent(&c.r.Promises, id, channel, when, at)
}
