package main

import (
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
)

const day = 24 * time.Hour

// wander is a stranger who builds cars in the configurator before leaving a name.
func (w *world) wander(p *person) {
	p.visitor = "v" + p.id
	for n := range 1 + w.r.IntN(3) {
		w.at(p.born.Add(-time.Duration(40*(n+1)+w.r.IntN(30))*time.Minute), func() { w.configure("", p) })
	}
}

// arrive is when a person becomes known.
func (w *world) arrive(p *person) {
	props := map[string]any{"source_channel": sources[p.source], "source_campaign": pick(w.r, campaigns), "cost": float64(2 + w.r.IntN(2*costs[p.source]))}
	for k, v := range p.props {
		props[k] = v
	}
	if w.r.Float64() < 0.1 {
		delete(props, "source_channel")
		props["utm_source"], props["utm_medium"] = "ads", []string{"cpc", "email", "qr_code"}[w.r.IntN(3)]
	}
	w.event(p.id, "", lead.Created, false, props)
	if w.r.Float64() < 0.9 {
		w.event(p.id, "", lead.ConsentGiven, false, map[string]any{"channel": "any", "basis": "consent", "text": "2026-01", "proof": "form"})
	}
	if p.visitor != "" {
		w.event(p.id, "", lead.Identified, false, map[string]any{"visitor": p.visitor})
	}
	w.after(day/2, func() { w.act(p) })
}

// act is the next thing a person does. The hotter, the sooner, and the nearer to the offer.
func (w *world) act(p *person) {
	p.heat *= 0.97 + 0.05*w.r.Float64()
	heat := min(1, p.heat)
	roll := w.r.Float64()
	switch {
	case p.seeker && roll < 0.5:
		w.event(p.id, "", "careers_page_viewed", false, map[string]any{"path": "/careers"})
	case roll < chance(heat, 0, 0.016):
		w.ask(p)
	case roll < 0.04:
		w.event(p.id, "", "white_paper_downloaded", false, w.content(p))
	case roll < 0.065:
		w.event(p.id, "", "video_watched", false, map[string]any{"topic": pick(w.r, topics), "share": float64(w.r.IntN(101)) / 100})
	case roll < 0.085:
		w.event(p.id, "", pick(w.r, []string{"webinar_attended", "event_attended"}), false, w.content(p))
	case roll < 0.09:
		w.event(p.id, "", "inbound_call", false, map[string]any{"seconds": float64(40 + w.r.IntN(600))})
	case roll < 0.15 && !p.business:
		w.configure(p.id, p)
	case roll < 0.7:
		w.visit(p)
	case roll < 0.705:
		w.event(p.id, "", lead.Unsubscribed, false, map[string]any{"channel": "email"})
	default:
		w.open(p)
	}
	w.after(time.Duration(float64(day)*(9-8*heat)), func() { w.act(p) })
}

// ask is a person who raises a hand.
func (w *world) ask(p *person) {
	if w.r.Float64() < 0.3 {
		w.event(p.id, "", lead.DemoRequested, false, map[string]any{"product": "range"})
		return
	}
	w.event(p.id, "", lead.QuoteRequested, false, map[string]any{"product": "range", "amount": p.props["potential"]})
}

// visit is some pages read in one sitting; the hotter, the likelier the prices are among them.
func (w *world) visit(p *person) {
	for n := range 6 + w.r.IntN(25) {
		path := pick(w.r, []string{"/models", "/news", "/about", "/services", "/references", "/", "/dealers", "/electric"})
		if w.r.Float64() < 0.06*p.heat {
			path = "/prices/fleet"
		}
		props := map[string]any{"path": path, "seconds": float64(5 + w.r.IntN(200)), "topic": pick(w.r, topics)}
		w.at(w.now.Add(time.Duration(n*45+w.r.IntN(40))*time.Second), func() { w.event(p.id, "", "page_viewed", false, props) })
	}
}

// mailing is the newsletter, which everybody gets on a Tuesday: a mail proxy opens it for many, some people read it, and a few link scanners follow all links.
func (w *world) mailing(campaign string) {
	for n := range len(w.people) {
		p := w.people[personID(n+1)]
		if p.born.After(w.now) {
			continue
		}
		roll := w.r.Float64()
		later := time.Duration(w.r.ExpFloat64() * float64(5*time.Hour))
		props := map[string]any{"campaign": campaign, "topic": pick(w.r, topics)}
		switch {
		case roll < 0.45:
			w.at(w.now.Add(time.Duration(1+w.r.IntN(90))*time.Second), func() { w.event(p.id, "", "email_opened", true, props) })
		case roll < 0.5:
			w.at(w.now.Add(time.Second), func() { w.event(p.id, "", "email_clicked", true, map[string]any{"url": "/offers"}) })
		case roll < 0.56+0.3*p.heat:
			w.at(w.now.Add(later), func() { w.open(p) })
		}
	}
}

// open is an email that a person opens.
func (w *world) open(p *person) {
	w.event(p.id, "", "email_opened", false, map[string]any{"campaign": pick(w.r, campaigns[:4]), "topic": pick(w.r, topics)})
	if w.r.Float64() < 0.4*p.heat {
		w.event(p.id, "", "email_clicked", false, map[string]any{"url": "/offers", "topic": pick(w.r, topics)})
	}
}

func (w *world) content(p *person) map[string]any {
	topic := pick(w.r, topics)
	return map[string]any{"content": topic + " guide", "topic": topic, "closeness": float64(w.r.IntN(11)) / 10}
}

func (w *world) configure(id string, p *person) {
	w.event(id, "", lead.ConfigSaved, false, map[string]any{"visitor": "v" + p.id, "step": pick(w.r, []string{"engine", "colour", "options", "summary"}),
		"options": []string{"tow bar", "roof"}, "amount": p.props["potential"], "topic": "test drive"})
}

// told is sales hearing of the contract's effects.
func (w *world) told(f leadkit.Effect) {
	p := w.people[f.Lead]
	if t := f.At.Time(); t.After(w.now) {
		w.now = t
	}
	switch f.Kind {
	case leadkit.HandedOver:
		w.atWork(9*time.Hour, func() { w.answer(p) })
	case leadkit.ContentDue:
		if w.r.Float64() < 0.3+0.4*p.heat {
			topic := f.Content.Content
			w.after(day, func() {
				w.event(p.id, "", "email_opened", false, map[string]any{"content": topic, "campaign": "nurture"})
			})
		}
	}
}

// atWork puts something into the agenda after some time, not at night and not on a weekend.
func (w *world) atWork(mean time.Duration, do func()) {
	t := w.now.Add(time.Duration(w.r.ExpFloat64() * float64(mean)))
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday || t.Hour() < 8 || t.Hour() > 16 {
		t = t.Add(time.Hour + time.Duration(w.r.IntN(3000))*time.Second)
	}
	w.at(t, do)
}
