package main

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
)

// work is how much working time a lead takes until it is won or lost.
var work = map[string]time.Duration{routing.FieldSales: 5 * time.Hour, routing.InsideSales: 3*time.Hour + 30*time.Minute, routing.ExternalNetwork: 2 * time.Hour}

var bandNames = []string{"hot", "warm", "cold"}

// give puts a lead on somebody's pile: they call when they are through with those before.
func (y *year) give(n int, d routing.Decision) {
	p := y.desks[d.Person]
	q := y.asked[d.Lead]
	p.team = d.Team
	if d.Team == "partners" {
		p.team = q.Country
	}
	p.leads++
	y.turns[n].place = p.next(d.At.Time())
	p.value += q.Potential.Minor / 100
	for i, band := range bandNames {
		if q.Temperature == band {
			p.bands[i]++
		}
	}
	hours, ok := y.engine.Calendar(calendars[q.Country])
	if !ok {
		return
	}
	call := d.At.Time().Add(10 * time.Minute)
	if p.free.After(call) {
		call = p.free
	}
	if !hours.Open(call) {
		call, _ = hours.NextOpening(call)
	}
	p.free, _ = hours.Add(call, work[d.Channel])
	answer := hours.Between(q.At.Time(), call)
	p.answers = append(p.answers, answer)
	y.plan(call, func(at time.Time) error { return y.call(n, d, answer, at) })
}

var calendars = map[string]string{"FR": "default", "BE": "be", "DE": "de", "NL": "nl", "ES": "es"}

// call is the first contact, and what follows from it.
func (y *year) call(n int, d routing.Decision, answer time.Duration, at time.Time) error {
	who := &y.demands[n]
	for _, ev := range []lead.Event{
		y.act(n, "accept", lead.Accepted, d.Person, at, nil),
		y.act(n, "call", lead.Contacted, d.Person, at, map[string]any{"channel": "phone", "direction": "outbound", "outcome": "reached"}),
	} {
		if err := y.hear(n, ev); err != nil {
			return err
		}
	}
	switch u := fate(n, "truth"); {
	case u < 0.07:
		y.plan(at.Add(24*time.Hour), func(at time.Time) error {
			return y.hear(n, y.act(n, "no product", lead.Disqualified, d.Person, at, map[string]any{"reason": "no_product"}))
		})
	case d.Channel == routing.ExternalNetwork && u < 0.12:
		y.plan(at.Add(72*time.Hour), func(at time.Time) error {
			return y.hear(n, y.act(n, "false", lead.Disqualified, d.Person, at, map[string]any{"reason": "false_data"}))
		})
	case d.Channel == routing.ExternalNetwork: // what partners sell is theirs
	case fate(n, "won") < y.chance(d, who, answer):
		y.win(n, d, at.Add(time.Duration(5+30*fate(n, "time"))*24*time.Hour))
	default:
		y.plan(at.Add(time.Duration(5+40*fate(n, "time"))*24*time.Hour), func(at time.Time) error {
			return y.hear(n, y.act(n, "lost", lead.Lost, d.Person, at, map[string]any{"reason": "no_decision"}))
		})
	}
	return nil
}

// chance is how likely the lead is won: as the contract says of the person, more if it is hot, less the later the answer.
func (y *year) chance(d routing.Decision, who *demand, answer time.Duration) float64 {
	q := y.asked[d.Lead]
	c := y.engine.Router().Expected(q, d.Channel, d.Person).Float()
	ch, _ := y.engine.Router().Channel(d.Channel)
	p := (c + ch.Cost.Float()) / (who.potential * float64(ch.Margin) / float64(routing.Whole))
	switch q.Temperature {
	case "hot":
		p *= 1.4
	case "cold":
		p *= 0.7
	}
	switch {
	case answer <= 4*time.Hour:
		return p
	case answer <= 8*time.Hour:
		return 0.9 * p
	case answer <= 24*time.Hour:
		return 0.7 * p
	}
	return 0.45 * p
}

// win is a signed contract.
func (y *year) win(n int, d routing.Decision, at time.Time) {
	y.plan(at, func(at time.Time) error {
		amount := y.demands[n].potential
		y.months[monthOf(at)].won += int64(amount)
		y.revenue += int64(amount)
		if p := y.desks[d.Person]; p != nil {
			p.won++
			p.revenue += int64(amount)
		} else {
			y.shop.won++
			y.shop.revenue += int64(amount)
		}
		if err := y.hear(n, y.act(n, "need", lead.NeedConfirmed, d.Person, at, map[string]any{"date": at.AddDate(0, 1, 0)})); err != nil {
			return err
		}
		return y.hear(n, y.act(n, "won", lead.Won, d.Person, at.Add(time.Hour), map[string]any{"amount": amount}))
	})
}

// shopFor lets the shop do what it does: nobody is called.
func (y *year) shopFor(n int, at time.Time) {
	y.shop.leads++
	y.plan(at.Add(time.Hour), func(at time.Time) error {
		if err := y.hear(n, y.act(n, "accept", lead.Accepted, "shop", at, nil)); err != nil {
			return err
		}
		if fate(n, "won") < 0.18 {
			y.win(n, routing.Decision{Channel: routing.ECommerce}, at.Add(48*time.Hour))
		}
		return nil
	})
}

// market plays the buyers of a lead that is listed.
func (y *year) market(n int, f *leadkit.Effect) {
	if fate(n, "buyer") >= 0.45 {
		return
	}
	buyer := []string{"Handels-Union", "Outils du Sud", "Benelux Trade", "Mercado Norte"}[int(4*fate(n, "which buyer"))]
	price := f.Value.Reserve.Float() * 1.1
	day := 24 * time.Hour
	at := f.At.Time()
	step := func(after time.Duration, name string) {
		y.plan(at.Add(after), func(at time.Time) error {
			return y.hear(n, y.act(n, "sale "+name, lead.Traded, "sales desk", at, map[string]any{"step": name, "buyer": buyer, "price": price, "reason": "false_data"}))
		})
	}
	step(3*day, "interest")
	step(4*day, "reveal")
	step(5*day, "offer")
	step(6*day, "accept")
	y.plan(at.Add(7*day), func(at time.Time) error {
		return y.hear(n, y.act(n, "transfer", lead.ConsentGiven, "sales desk", at, map[string]any{"channel": "any", "purpose": routing.Purpose(buyer), "basis": "consent"}))
	})
	step(8*day, "deliver")
	if fate(n, "back") < 0.08 {
		step(13*day, "return")
	}
}

// act makes an event of the people.
func (y *year) act(n int, what, kind, by string, at time.Time, props map[string]any) lead.Event {
	return lead.Event{ID: fmt.Sprintf("%d %s", n, what), Lead: y.demands[n].id, Kind: kind, Time: at, By: by, Props: props}
}
