package routing

import "github.com/leadkit/leadkit/lead"

// Place notes that a lead was given to somebody otherwise than by [Router.Route]: by a manager, or back to whom it had before. Nobody is asked whether they
// have room; the lead counts for them in every capacity, and takes no turn in a rotation. Whoever had the lead has it no more. A decision whose request the desk remembers changes
// nothing, and it reports false. Somebody whom the policy does not know has no seat at the desk, so that only the lead is noted.
func (r *Router) Place(d *Desk, dec Decision) bool {
	at := max(dec.At, d.Clock, 1)
	x := r.bind(d, at)
	if _, ok := x.byRequest[dec.Request]; ok || dec.Request == "" {
		return false
	}
	r.tick(d, x, at)
	if i, ok := x.byLead[dec.Lead]; ok {
		r.end(d, x, i, Recycled, at)
	}
	dec.At, dec.By = at, ByHand
	r.take(d, x, dec)
	return true
}

// Placed is the decision that [Router.Place] is to be told of a lead's present owner, with what it may bring now. request names it for ever.
func (r *Router) Placed(request string, st *lead.State, at lead.Instant) Decision {
	life := &st.Life
	return Decision{Request: request, Lead: st.ID, Channel: life.Route, Team: life.Team, Person: life.Owner, At: at, By: ByHand, Potential: r.potential(st)}
}
