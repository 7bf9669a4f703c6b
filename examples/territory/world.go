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
	day -= float64(9 * wave(day/180))
	d.at = start.Add(time.Duration(day) * 24 * time.Hour)
	if w := d.at.Weekday(); (w == time.Saturday || w == time.Sunday) && fate(n, "weekend") < 0.8 {
		d.at = d.at.AddDate(0, 0, 2)
	}
	d.at = d.at.Add(6*time.Hour + time.Duration(float64(13*time.Hour)*fate(n, "hour"))).Truncate(time.Minute)
	k := pick(fate(n, "kind"), []float64{0.34, 0.36, 0.22, 0.08})
	d.kind, d.industry = kinds[k], industries[int(5*fate(n, "industry"))]
	d.potential = math.Round(potentials[k] * spread(fate(n, "potential")))
	d.cost = (2500 + math.Round(4000*fate(n, "cost"))) / 100
	if d.language = languages[d.country]; d.country == "BE" {
		d.language = []string{"nl", "fr"}[pick(fate(n, "language"), []float64{0.58, 0.42})]
	}
	d.pages, d.webinar, d.asks = int(4*fate(n, "pages")), fate(n, "webinar") < 0.2, fate(n, "asks") < 0.8
	return d
}

// What follows gives the same number on every processor: it calls no function that some compute by other instructions, and the conversions keep them from
// multiplying and adding in one step, which rounds once instead of twice.

// wave rises from 0 to 1, falls to -1 and comes back, once in each whole number: two parabolas in place of a sine.
func wave(x float64) float64 {
	x -= math.Floor(x)
	if x < 0.5 {
		return 16 * x * (0.5 - x)
	}
	return 16 * (x - 0.5) * (x - 1)
}

// quantiles are those of a log-normal distribution with a deviation of 1.1, by 32nds, in thousandths of its median.
var quantiles = [...]float64{
	54, 129, 185, 235, 282, 329, 377, 426, 476, 529, 584,
	642, 704, 770, 841, 917, 1000, 1090, 1189, 1298, 1420, 1557,
	1712, 1891, 2100, 2349, 2653, 3037, 3544, 4262, 5406, 7760, 18491,
}

// spread gives by how much a lead differs from the median of its kind.
func spread(u float64) float64 {
	at := u * float64(len(quantiles)-1)
	i := int(at)
	return (quantiles[i] + float64((quantiles[i+1]-quantiles[i])*(at-float64(i)))) / 1000
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
