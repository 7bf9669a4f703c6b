package routing

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// share gives a lead that was just taken to other partners, too, if its channel sells leads more than once: to as many as there are places, each chosen as the first was.
// They have it until the lead is released. It gives the decision.
func (r *Router) share(d *Desk, x *index, q *Request) Decision {
	i := x.byRequest[q.id()]
	dec := d.Taken[i].Decision
	c, ok := r.channelOf[dec.Channel]
	if !ok || dec.Person == "" || !r.channels[c].Charged {
		return dec
	}
	again := *q
	again.Owner, again.Opportunity, again.Not = "", "", append(slices.Clone(q.Not), dec.Person)
	for len(d.Taken[i].Also)+1 < r.channels[c].Sold.places() {
		var other Decision
		m := r.choose(d, x, c, &again, &other, true)
		if m < 0 {
			break
		}
		o := d.Taken[i].of(r.channels[c].names[m], 0)
		r.burden(d, x, &o)
		t := &d.Taken[i]
		t.Also, t.Prior = append(slices.Clip(t.Also), o.Person), append(slices.Clip(t.Prior), o.Before)
		again.Not = append(again.Not, o.Person)
	}
	return d.Taken[i].Decision
}

// of gives what is remembered of the lead as that of one of those who have it, too.
func (t *Taken) of(name string, before lead.Instant) Taken {
	o := *t
	o.Person, o.Before, o.By = name, before, ByStrategy
	return o
}

// places gives how many may have a lead.
func (e Exclusivity) places() int {
	return [...]int{Exclusive: 1, SemiExclusive: 2, Shared: MostShared}[min(e, Shared)]
}
