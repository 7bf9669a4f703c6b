package main

import (
	"time"

	"github.com/leadkit/leadkit/lead"
)

func (w *world) stage(p *person) string {
	if r := w.host.Records[p.id]; r != nil {
		return r.Lead.Life.Stage
	}
	return ""
}

// sales is something that the lead's owner does.
func (w *world) sales(p *person, kind string, props map[string]any) {
	w.eventBy(w.owner(p), p.id, "", kind, false, props)
}

func (w *world) owner(p *person) string {
	if r := w.host.Records[p.id]; r != nil {
		return r.Lead.Life.Owner
	}
	return ""
}

// answer is what sales does with a lead it was handed: accept, reject, disqualify, or nothing at all.
func (w *world) answer(p *person) {
	if w.stage(p) != "mql" {
		return
	}
	roll := w.r.Float64()
	switch {
	case roll < 0.07:
		w.atWork(4*day, func() { w.answer(p) }) // forgotten for a while
	case roll < 0.14 || p.place.country == "ES" && roll < 0.9:
		w.sales(p, lead.Disqualified, map[string]any{"reason": w.flaw(p)})
	case p.seeker:
		w.sales(p, lead.Disqualified, map[string]any{"reason": "job_seeker"})
	case roll < 0.24:
		w.sales(p, lead.Rejected, map[string]any{"reason": pick(w.r, []string{"incomplete", "below_definition"}), "note": "no phone number, no need we could see"})
	case roll < 0.26:
		w.sales(p, lead.Rejected, map[string]any{"reason": "below_definition"}) // without the report: refused
		w.atWork(3*time.Hour, func() { w.answer(p) })
	default:
		w.sales(p, lead.Accepted, nil)
		w.greet(p)
	}
}

// flaw is why sales will never have a lead as a customer.
func (w *world) flaw(p *person) string {
	if p.place.country == "ES" {
		return "outside_territory"
	}
	return pick(w.r, []string{"no_product", "competitor", "supplier", "false_data"})
}

// greet is the first mail and the first call. Most come soon; some people put them off.
func (w *world) greet(p *person) {
	mail, call := 45*time.Minute, time.Hour
	if w.r.Float64() < 0.18 {
		mail, call = 2*day, 3*day
	}
	if w.r.Float64() < 0.95 {
		w.atWork(mail, func() { w.contact(p, "email", "left_message") })
	}
	w.call(p, 0, call)
}

// contact is an attempt to reach the person. Some are written down hours later.
func (w *world) contact(p *person, channel, outcome string) {
	props := map[string]any{"channel": channel, "direction": "outbound", "outcome": outcome}
	if w.r.Float64() < 0.9 {
		w.sales(p, lead.Contacted, props)
		return
	}
	made, by := w.now, w.owner(p)
	w.atWork(6*time.Hour, func() {
		w.made = made
		w.eventBy(by, p.id, "", lead.Contacted, false, props)
		w.made = time.Time{}
	})
}

// call tries to reach the person, up to six times.
func (w *world) call(p *person, tried int, wait time.Duration) {
	w.atWork(wait, func() {
		if w.stage(p) != "sal" {
			return
		}
		if w.r.Float64() < 0.25+0.3*p.heat {
			w.contact(p, "phone", "reached")
			w.atWork(20*time.Hour, func() { w.qualify(p) })
			return
		}
		w.contact(p, "phone", pick(w.r, []string{"no_answer", "no_answer", "left_message", "left_message", "call_back", "wrong_number"}))
		if tried < 5 {
			w.call(p, tried+1, day)
			return
		}
		w.atWork(day, func() { w.sales(p, lead.Recycled, map[string]any{"reason": "unreachable"}) })
	})
}

// qualify is the talk that confirms need and date, or gives the lead back with a report.
func (w *world) qualify(p *person) {
	if w.stage(p) != "sal" {
		return
	}
	roll := w.r.Float64()
	switch {
	case roll < 0.28-0.15*p.heat:
		w.sales(p, lead.Recycled, map[string]any{"reason": "not_mature", "qualification": "compares three makers, decides in autumn"})
	case roll < 0.46-0.15*p.heat:
		w.sales(p, lead.Recycled, map[string]any{"reason": "project_postponed", "project_date": w.now.Add(70 * day).Truncate(time.Second)})
	case roll < 0.5:
		w.sales(p, lead.Recycled, map[string]any{"reason": "no_budget", "qualification": "the budget is decided in June"})
	default:
		w.sales(p, lead.NeedConfirmed, map[string]any{"date": w.now.Add(40 * day).Truncate(time.Second)})
		w.visitThem(p)
		w.atWork(5*day, func() { w.offer(p) })
	}
}

// visitThem is a meeting at which the need is looked at on the spot. Now and then nobody comes.
func (w *world) visitThem(p *person) {
	meeting := map[string]any{"meeting": "M-" + p.id, "purpose": "demo", "at": w.now.Add(2 * day).Truncate(time.Second)}
	w.sales(p, lead.MeetingBooked, meeting)
	w.atWork(2*day, func() {
		if w.r.Float64() < 0.15 {
			w.sales(p, lead.MeetingNoShow, map[string]any{"meeting": meeting["meeting"], "purpose": "demo", "by": "lead"})
			return
		}
		w.sales(p, lead.MeetingHeld, map[string]any{"meeting": meeting["meeting"], "purpose": "demo"})
	})
}

func (w *world) offer(p *person) {
	if w.stage(p) != "sql" {
		return
	}
	amount := p.props["potential"].(float64) * (0.8 + 0.3*w.r.Float64())
	amount = 100 * float64(int(amount/100))
	w.sales(p, lead.Opportunity, map[string]any{"amount": amount, "closing": w.now.Add(30 * day).Truncate(time.Second)})
	w.sales(p, lead.QuoteSent, map[string]any{"quote": "Q-" + p.id, "amount": amount})
	w.atWork(16*day, func() { w.close(p, amount) })
}

func (w *world) close(p *person, amount float64) {
	if w.stage(p) != "opportunity" {
		return
	}
	switch roll := w.r.Float64(); {
	case roll < 0.22+0.2*p.heat:
		w.sales(p, lead.Won, map[string]any{"amount": amount})
	case roll < 0.8:
		w.sales(p, lead.Lost, map[string]any{"reason": "no_decision"})
	default:
		w.sales(p, lead.Lost, map[string]any{"reason": "to_competitor", "competitor": "another maker", "contract_ends": w.now.Add(400 * day).Truncate(time.Second)})
	}
}
