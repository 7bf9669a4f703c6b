package leadkit

import "github.com/leadkit/leadkit/lead"

// Most events are signals that change nothing that anybody decides by: a page too many on one day, an email opened by a machine. They take a short way, on which
// only what they leave behind is written. That nothing else happens is certain as long as the record is calm: until then no room has anything to do, and no watched
// condition changes by itself. TestShortWay compares it with the long one.

// most is how far ahead calm is looked for.
const most = 12 * lead.Hour

// inertKinds finds the kinds of signal that no room listens to, other than scoring.
func (e *Engine) inertKinds() []bool {
	list := make([]bool, e.schema.Kinds())
	for i := range list {
		id := lead.KindID(i)
		kind := e.schema.KindOf(id)
		list[i] = kind.Class == lead.Signal && !e.machine.Hears(kind, id) && !e.planner.Hears(id) && !e.terms.Hears(id) && !e.funnel.Hears(id)
	}
	return list
}

// aloneKinds finds the kinds of which scoring reads nothing but the event.
func (e *Engine) aloneKinds() []bool {
	list := make([]bool, e.schema.Kinds())
	for i := range list {
		list[i] = e.scorer.Alone(lead.KindID(i))
	}
	return list
}

// brief folds an event into the lead and its scores, and reports whether that can change nothing else: no room listens to it, and no score and no
// fact that a condition reads has changed.
func (x *run) brief(b *lead.Bound) (inert bool) {
	changed := x.e.schema.Apply(&x.r.Lead, b)
	if changed {
		x.moved()
	}
	x.facts.Hear(b)
	x.facts.To = x.r.Clock
	if !x.e.alone[b.Kind] {
		x.see()
		x.facts.At(x.r.Clock)
	}
	x.fresh = false
	gave := x.e.scorer.Apply(&x.r.Scores, b, x.facts)
	reached := x.reached(b)
	return x.e.inert[b.Kind] && !gave && !changed && !reached
}

// calm looks how long nothing will happen by itself, and remembers it with the record.
func (x *run) calm() {
	r := x.r
	until := r.Clock.Add(most)
	for _, end := range [...]lead.Instant{x.due(), x.e.scorer.Hush(&r.Scores, r.Clock)} {
		if end != 0 && end <= until {
			until = end - 1
		}
	}
	r.calm = r.Clock
	if until <= r.Clock {
		return
	}
	if x.watch(); x.steady(r.Clock, until) {
		r.calm = until
	}
}
