package nurture

import "github.com/leadkit/leadkit/lead"

// Rules say why a message may not be sent to a lead on a channel at an instant, "" if it may; and when, at the earliest, it may by itself, zero if only an event can
// change that. The facts hold the lead. They are asked beside the lawful basis, and change nothing.
type Rules interface {
	Permit(f *lead.Facts, channel string, at lead.Instant) (why string, next lead.Instant)
}

// Under gives the planner that keeps contact rules, too: what they forbid for good is withheld, what they forbid at this hour waits.
func (p *Planner) Under(r Rules) *Planner {
	bound := *p
	bound.rules = r
	return &bound
}

// may says whether a content may be sent, when it may later by itself, and why not now.
func (w *walk) may(c *content, purpose string) (ok bool, later lead.Instant, why string) {
	ok, why = w.f.Lead().May(c.Channel, purpose, w.at)
	if !ok || w.p.rules == nil {
		return ok, 0, why
	}
	why, later = w.p.rules.Permit(w.f, c.Channel, w.at)
	return why == "", later, why
}
