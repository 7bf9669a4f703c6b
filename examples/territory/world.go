package main

import (
	"fmt"
	"math"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// A demand is one lead of the year, with what fate has in store for it.
type demand struct {
	n         int
	id        string
	at        time.Time
	country   string
	language  string
	kind      string
	industry  string
	potential float64 // in euros
	cost      float64
	pages     int
	webinar   bool
	asks      bool // for a quote
}

// fate gives a number from 0 to 1 that belongs to a lead and a question: SplitMix64 of both.
func fate(n int, question string) float64 {
	h := uint64(n)*0x9e3779b97f4a7c15 + 1
	for i := range len(question) {
		h = (h ^ uint64(question[i])) * 1099511628211
	}
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return float64((h^h>>31)>>11) / (1 << 53)
}

// pick takes one of several things by their shares.
func pick(u float64, shares []float64) int {
	for i, s := range shares {
		if u -= s; u < 0 {
			return i
		}
	}
	return len(shares) - 1
}

var (
	countries  = []string{"FR", "DE", "ES", "NL", "BE"}
	languages  = map[string]string{"FR": "fr", "DE": "de", "ES": "es", "NL": "nl"}
	kinds      = []string{"consumables", "one_off_purchase", "repeat_purchase", "framework_contract"}
	industries = []string{"metal", "wood", "automotive", "food", "packaging"}
	// potentials are the median of each kind, in euros.
	potentials = []float64{900, 9_000, 14_000, 45_000}
)

// start is the first midnight of the year.
var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// newDemand makes the n-th lead of the year. Spring and autumn bring more than summer, working days more than the weekend.
func newDemand(n, of int) demand {
	d := demand{n: n, id: fmt.Sprintf("lead %05d", n), country: countries[pick(fate(n, "country"), []float64{0.22, 0.21, 0.2, 0.19, 0.18})]}
	day := 360 * (float64(n) + fate(n, "day")) / float64(of)
	day -= 9 * math.Sin(4*math.Pi*day/360)
	d.at = start.Add(time.Duration(day) * 24 * time.Hour)
	if w := d.at.Weekday(); (w == time.Saturday || w == time.Sunday) && fate(n, "weekend") < 0.8 {
		d.at = d.at.AddDate(0, 0, 2)
	}
	d.at = d.at.Add(time.Duration((6 + 13*fate(n, "hour")) * float64(time.Hour))).Truncate(time.Minute)
	k := pick(fate(n, "kind"), []float64{0.34, 0.36, 0.22, 0.08})
	d.kind, d.industry = kinds[k], industries[int(5*fate(n, "industry"))]
	d.potential = math.Round(potentials[k] * math.Exp(1.1*normal(n)))
	d.cost = math.Round(2500+4000*fate(n, "cost")) / 100
	if d.language = languages[d.country]; d.country == "BE" {
		d.language = []string{"nl", "fr"}[pick(fate(n, "language"), []float64{0.58, 0.42})]
	}
	d.pages, d.webinar, d.asks = int(4*fate(n, "pages")), fate(n, "webinar") < 0.2, fate(n, "asks") < 0.8
	return d
}

// normal gives a number that is distributed normally (Box and Muller, 1958).
func normal(n int) float64 {
	return math.Sqrt(-2*math.Log(1-fate(n, "radius"))) * math.Cos(2*math.Pi*fate(n, "angle"))
}

// events gives what the lead does by itself.
func (d *demand) events() (list []lead.Event) {
	add := func(kind string, after time.Duration, props map[string]any) {
		list = append(list, lead.Event{ID: fmt.Sprintf("%s %d", d.id, len(list)), Lead: d.id, Kind: kind, Time: d.at.Add(after), Props: props})
	}
	add(lead.Created, 0, map[string]any{"country": d.country, "language": d.language, "type": d.kind, "industry": d.industry, "potential": d.potential, "cost": d.cost,
		"email": fmt.Sprintf("buyer%d@example.com", d.n), "company": fmt.Sprintf("Workshop %d", d.n), "source_channel": "website"})
	for i := range d.pages {
		add("page_viewed", time.Duration(5+3*i)*time.Minute, map[string]any{"path": "/prices"})
	}
	if d.webinar {
		add("webinar_attended", time.Hour, nil)
	}
	if d.asks {
		add(lead.QuoteRequested, 2*time.Hour, map[string]any{"amount": d.potential})
	}
	return list
}
