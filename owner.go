package leadkit

import (
	"slices"
	"strconv"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
)

// assigned takes an assignment if it answers an open request, or was made by hand. Any other is released again.
func (x *run) assigned(b *lead.Bound) {
	k := &x.e.kinds
	request, owner := b.Value(k.request).Text, b.Value(k.owner).Text
	waits := owner == "" && b.Value(k.route).Text == "" // in the fallback queue: the request stays open
	if request != "" && (waits && !x.r.asks(request) || !waits && !x.r.answered(request)) {
		x.emit(Effect{Kind: Released, Subject: request, Reason: "nobody asked for it any more", End: routing.Recycled})
		return
	}
	life := &x.r.Lead.Life
	if life.Outside != "" {
		x.emit(Effect{Kind: Refused, Subject: lead.Assigned, Reason: "it is with " + life.Outside + ": take it back first"})
		return
	}
	x.moved()
	life.Owner, life.Team, life.Route, life.Deputy = owner, b.Value(k.team).Text, b.Value(k.route).Text, lead.Deputy{}
	if request == "" {
		x.place(life.Route)
	} else {
		x.emit(Effect{Kind: Assigned, Subject: owner, Reason: life.Route})
	}
	x.bill(request, lead.Items(b.Value(k.also)))
}

// place tells that the lead is with its owner otherwise than by the desk, which has to know.
func (x *run) place(reason string) {
	f := x.emit(Effect{Kind: Assigned, Subject: x.r.Lead.Life.Owner, Reason: reason})
	d := x.e.router.Placed(f.ID, &x.r.Lead, x.r.Clock)
	f.Placed = &d
}

// appointed lets a manager set who has the lead, and takes it from whoever had it or was asked to take it.
func (x *run) appointed(b *lead.Bound) {
	life := &x.r.Lead.Life
	had := life.Owner != "" || life.Route != "" || len(x.r.Asked) > 0
	if refused := x.e.machine.Appoint(&x.r.Lead, b, x.e.schema, x.r.Clock); refused != "" {
		x.emit(Effect{Kind: Refused, Subject: lead.OwnerOverridden, Reason: refused})
		return
	}
	if had {
		x.release(routing.Dropped, lead.OwnerOverridden)
	}
	x.place(lead.OwnerOverridden)
	x.moved()
	x.look(b)
}

// restore gives a lead back to whom it had before a manager set the owner for a time. Where nobody had it, somebody is looked for.
func (x *run) restore() {
	life := &x.r.Lead.Life
	if !life.Restore(x.r.Clock) {
		return
	}
	if life.Owner != "" {
		x.place(lead.OverrideEnded)
		return
	}
	x.release(routing.Dropped, lead.OverrideEnded)
	x.moved()
	x.route(lead.OverrideEnded, nil)
}

// bill charges the partners who pay for leads: who has it, and others to whom it was sold, too.
func (x *run) bill(request string, also []string) {
	life := &x.r.Lead.Life
	if life.Receipt == nil {
		return
	}
	d := routing.Decision{Request: request, Lead: x.r.Lead.ID, Channel: life.Route, Team: life.Team, Person: life.Owner, Also: also, At: x.r.Clock}
	charges := x.e.router.Bills(d, life.Receipt)
	if len(charges) == 0 {
		return
	}
	x.r.Charges = charges[:min(len(charges), routing.MostShared)]
	for i := range x.r.Charges {
		charge := x.r.Charges[i]
		x.emit(Effect{Kind: Billed, Subject: charge.Partner, Reason: charge.Level, Charge: &charge})
	}
}

// leaveOne lets one of several partners give the lead back: their charge is credited, the others keep it.
func (x *run) leaveOne(b *lead.Bound) {
	get := func(name string) string { return b.Value(x.e.schema.Prop(b.Kind, name)).Text }
	life, partner, reason := &x.r.Lead.Life, get("partner"), get("reason")
	i := slices.IndexFunc(x.r.Charges, func(c routing.Charge) bool { return c.Partner == partner })
	refused := ""
	switch {
	case i < 0:
		refused = "the partner " + strconv.Quote(partner) + " does not have the lead"
	case len(x.r.Charges) == 1:
		refused = "nobody else has the lead: it leaves by an exit, such as rejected"
	default:
		credit, err := x.e.router.Credit(x.r.Charges[i], reason, x.r.Clock)
		if err != nil {
			refused = err.Error()
			break
		}
		x.emit(Effect{Kind: Credited, Subject: partner, Reason: reason, Credit: &credit})
	}
	if refused != "" {
		x.emit(Effect{Kind: Refused, Subject: lead.PartnerReturned, Reason: refused})
		return
	}
	x.r.Charges = slices.Delete(slices.Clone(x.r.Charges), i, i+1)
	x.emit(Effect{Kind: SharedBack, Subject: partner, Reason: reason, End: routing.Rejected})
	if life.Owner == partner {
		life.Owner = x.r.Charges[0].Partner
		x.emit(Effect{Kind: Assigned, Subject: life.Owner, Reason: life.Route})
		x.moved()
		x.look(b)
	}
}
