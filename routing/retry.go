package routing

import "github.com/leadkit/leadkit/lead"

// Retry decides anew about a lead that waits in the fallback queue. If somebody can take it now, they do, under the same request, and it reports true. Otherwise nothing changes: the
// answer is the decision that stands, for a request that the desk does not know the zero one. Ask when [Router.Due] says so and after [Router.Release] and [Router.Leave],
// the longest waiting first: [Desk.Waiting] lists them.
func (r *Router) Retry(d *Desk, q Request, at lead.Instant) (Decision, bool) {
	at = max(at, d.Clock, 1)
	x := r.bind(d, at)
	i, ok := x.byRequest[q.id()]
	if !ok {
		return Decision{}, false
	}
	if t := &d.Taken[i]; !t.Queue || t.Closed != 0 || t.Lead != q.Lead {
		return t.Decision, false
	}
	dec := r.decide(d, x, &q, at)
	if dec.Queue {
		return d.Taken[i].Decision, false
	}
	r.tick(d, x, at)
	t := &d.Taken[i]
	dec.Try = t.Try + 1
	t.Decision = dec
	r.burden(d, x, t)
	return r.share(d, x, &q), true
}

// room gives the next instant after another one at which time alone may let somebody take a lead that waits: an absence or a period ends, or the work begins.
func (r *Router) room(d *Desk, after lead.Instant) lead.Instant {
	next := lead.Forever
	for i := range r.people {
		p := &r.people[i]
		_, _, until := r.away(d, i, after)
		next = min(next, until)
		s := d.Seat(p.Name)
		if full, until := p.full(&s, after, nil); full {
			next = min(next, until)
		}
	}
	for _, h := range r.calendars {
		if opens, ok := h.NextOpening(after.Time()); ok && !h.Open(after.Time()) {
			next = min(next, lead.At(opens))
		}
	}
	if next == lead.Forever {
		return 0
	}
	return next
}
