package scoring_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// The workload of the benchmarks: 40 rules, of which 27 are about 12 kinds of event (3 take points) and 13 about what the lead is (1 takes points),
// four half-lives, 20,000 events of 1,000 leads within 60 days.
const (
	manyEvents = 20_000
	manyLeads  = 1_000
	roundSpan  = 60 * lead.Day
)

const (
	opened = iota
	clicked
	viewed
	careers
	paper
	video
	registered
	webinar
	form
	call
	quote
	demo
)

var workKinds = []string{"email_opened", "email_clicked", "page_viewed", "careers_page_viewed", "white_paper_downloaded", "video_watched",
	"event_registered", "webinar_attended", "form_sent", "inbound_call", "quote_requested", "demo_requested"}

var workHalves = []lead.Span{7 * lead.Day, 14 * lead.Day, 30 * lead.Day, 90 * lead.Day}

func workModel() scoring.Model {
	var rules []scoring.Rule
	on := func(kind int, when string, points lead.Points, half int) {
		rules = append(rules, scoring.Rule{Name: fmt.Sprintf("%s %d", workKinds[kind], len(rules)), Each: []string{workKinds[kind]}, When: when,
			Points: points * lead.Point, Decay: scoring.HalfLife(workHalves[half])})
	}
	on(opened, "", 1, 0)
	on(opened, "event.closeness > 0.5", 2, 0)
	on(clicked, "", 3, 0)
	on(clicked, `event.url contains "/demo"`, 5, 1)
	on(viewed, "", 1, 0)
	on(viewed, `event.path startsWith "/pricing"`, 10, 1)
	on(viewed, "event.seconds > 60", 4, 0)
	on(viewed, `event.path == "/unsubscribe"`, -5, 1)
	on(careers, "", -10, 2)
	on(careers, `event.path startsWith "/careers/apply"`, -20, 3)
	on(paper, "", 8, 1)
	on(paper, `event.topic in ["logistics", "retail"]`, 6, 2)
	on(video, "", 2, 0)
	on(video, "event.share >= 0.75", 5, 1)
	on(registered, "", 10, 2)
	on(registered, `event.topic == "roadmap"`, 4, 2)
	on(webinar, "", 12, 2)
	on(webinar, "event.minutes > 30", 8, 2)
	on(form, "", 15, 2)
	on(form, `event.form == "contact"`, 10, 1)
	on(call, "", 20, 2)
	on(call, "event.seconds > 120", 10, 2)
	on(quote, "", 40, 3)
	on(quote, "event.amount > 10000", 20, 3)
	on(demo, "", 35, 3)
	on(demo, `event.product == "suite"`, 15, 3)
	on(demo, `event.product != "suite"`, 5, 2)
	var fits []scoring.Rule
	is := func(when string, points lead.Points) {
		fits = append(fits, scoring.Rule{Name: fmt.Sprint("fit ", len(fits)), When: when, Points: points * lead.Point})
	}
	is(`lead.industry in ["retail", "logistics"]`, 30)
	is(`lead.industry == "manufacturing"`, 10)
	is(`lead.country == "FR"`, 10)
	is(`lead.country in ["DE", "BE", "CH"]`, 5)
	is(`lead.job_title contains "director"`, 15)
	is(`lead.job_title startsWith "chief"`, 20)
	is(`lead.market == "B2B"`, 5)
	is("lead.visits > 10", 5)
	is("lead.visits > 50", 10)
	is(`lead.language == "fr"`, 3)
	is(`lead.company startsWith "Acme"`, 7)
	is("lead.visits >= 1", 1)
	is(`lead.email endsWith ".edu"`, -40)
	return scoring.Model{Scores: []scoring.Score{{Name: "fit", Rules: fits}, {Name: "interest", Rules: rules}}, Total: "fit + interest",
		Temperature: scoring.Temperature{Bands: []scoring.Band{{Name: "hot", From: 70 * lead.Point}, {Name: "warm", From: 40 * lead.Point}}, Else: "cold"}}
}

// workEvent is an event as the hand-written code takes it.
type workEvent struct {
	kind                                   string
	lead                                   int
	at                                     int64
	closeness, seconds, share, num, amount float64
	path, url, topic, form, product        string
}

// workLead is a lead as the hand-written code takes it, with its sum for each half-life.
type workLead struct {
	industry, country, title, market, language, company, email string
	visits                                                     float64
	sum                                                        [4]float64
	last                                                       [4]int64
	fit                                                        float64
}

// workload is all of it, in both forms.
type workload struct {
	*world
	leads   []workLead
	events  []workEvent
	persons []lead.State
	states  []scoring.State
	bound   []lead.Bound
	owner   []int32 // the lead of each bound event
}

func pick(r *rand.Rand, list ...string) string { return list[r.IntN(len(list))] }

func newWorkload(t require.TestingT) *workload {
	w := &workload{world: newWorld(t, workModel()), leads: make([]workLead, manyLeads), persons: make([]lead.State, manyLeads), states: make([]scoring.State, manyLeads)}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range w.leads {
		w.addLead(t, r, i)
	}
	for i := range manyEvents {
		w.addEvent(r, int64(t0)+int64(i)*int64(roundSpan)/manyEvents)
	}
	w.facts.See(&lead.State{})
	w.facts.At(t0)
	return w
}

func (w *workload) addLead(t require.TestingT, r *rand.Rand, i int) {
	l := &w.leads[i]
	*l = workLead{industry: pick(r, "retail", "logistics", "manufacturing", "education", "health"), country: pick(r, "FR", "DE", "BE", "CH", "US"),
		title: pick(r, "sales director", "chief buyer", "assistant", "student"), market: pick(r, "B2B", "B2C"), language: pick(r, "fr", "de", "en"),
		company: pick(r, "Acme Lyon", "Globex", "Initech"), email: pick(r, "a@acme.fr", "b@uni.edu", "c@globex.com"), visits: float64(r.IntN(80))}
	for k := range l.last {
		l.last[k] = int64(t0)
	}
	b := w.bind(lead.ProfileUpdated, t0, map[string]any{"industry": l.industry, "country": l.country, "job_title": l.title, "market": l.market,
		"language": l.language, "company": l.company, "email": l.email, "visits": l.visits})
	require.True(t, w.schema.Apply(&w.persons[i], &b))
}

func (w *workload) addEvent(r *rand.Rand, at int64) {
	kind := r.IntN(len(workKinds))
	e := workEvent{kind: workKinds[kind], lead: r.IntN(manyLeads), at: at}
	props := map[string]any{}
	switch kind {
	case opened:
		e.closeness = r.Float64()
		props["closeness"] = e.closeness
	case clicked:
		e.url = pick(r, "https://acme.example/demo", "https://acme.example/blog")
		props["url"] = e.url
	case viewed:
		e.path, e.seconds = pick(r, "/pricing/eu", "/blog/1", "/unsubscribe", "/"), float64(r.IntN(120))
		props["path"], props["seconds"] = e.path, e.seconds
	case careers:
		e.path = pick(r, "/careers/apply/7", "/careers")
		props["path"] = e.path
	case paper, registered:
		e.topic = pick(r, "logistics", "retail", "roadmap", "other")
		props["topic"] = e.topic
	case video:
		e.share = r.Float64()
		props["share"] = e.share
	case webinar:
		e.num = float64(r.IntN(60))
		props["minutes"] = e.num
	case form:
		e.form = pick(r, "contact", "newsletter")
		props["form"] = e.form
	case call:
		e.seconds = float64(r.IntN(300))
		props["seconds"] = e.seconds
	case quote:
		e.amount = float64(r.IntN(20000))
		props["amount"] = e.amount
	case demo:
		e.product = pick(r, "suite", "basic")
		props["product"] = e.product
	}
	w.events = append(w.events, e)
	b := w.bind(e.kind, lead.Instant(at), props)
	w.bound, w.owner = append(w.bound, b.Clone()), append(w.owner, int32(e.lead))
}

// fold lets leadkit score a round of all events, moved by so much.
func (w *workload) fold(moved lead.Instant) {
	for i := range w.bound {
		b := &w.bound[i]
		at := b.Time
		b.Time += moved
		w.facts.Hear(b)
		w.scorer.Apply(&w.states[w.owner[i]], b, w.facts)
		b.Time = at
	}
}

// refit lets leadkit find out what each lead is.
func (w *workload) refit() {
	for i := range w.states {
		w.facts.See(&w.persons[i])
		w.scorer.Refit(&w.states[i], w.facts)
	}
}

// foldByHand is fold as plain code, frozen: what leadkit is measured against.
func (w *workload) foldByHand(moved int64) {
	for i := range w.events {
		e := &w.events[i]
		w.leads[e.lead].take(e, e.at+moved)
	}
}

func (w *workload) refitByHand() {
	for i := range w.leads {
		w.leads[i].judge()
	}
}

// add is one sum at one half-life, in order of time.
func (l *workLead) add(half int, points float64, at int64) {
	l.sum[half] = l.sum[half]*math.Exp2(-float64(at-l.last[half])/float64(workHalves[half])) + points
	l.last[half] = at
}

func (l *workLead) take(e *workEvent, at int64) {
	var p [4]float64
	switch e.kind {
	case "email_opened":
		p[0] = 1
		if e.closeness > 0.5 {
			p[0] += 2
		}
	case "email_clicked":
		p[0] = 3
		if strings.Contains(e.url, "/demo") {
			p[1] = 5
		}
	case "page_viewed":
		p[0] = 1
		if strings.HasPrefix(e.path, "/pricing") {
			p[1] = 10
		}
		if e.seconds > 60 {
			p[0] += 4
		}
		if e.path == "/unsubscribe" {
			p[1] -= 5
		}
	case "careers_page_viewed":
		p[2] = -10
		if strings.HasPrefix(e.path, "/careers/apply") {
			p[3] = -20
		}
	case "white_paper_downloaded":
		p[1] = 8
		if e.topic == "logistics" || e.topic == "retail" {
			p[2] = 6
		}
	case "video_watched":
		p[0] = 2
		if e.share >= 0.75 {
			p[1] = 5
		}
	case "event_registered":
		p[2] = 10
		if e.topic == "roadmap" {
			p[2] += 4
		}
	case "webinar_attended":
		p[2] = 12
		if e.num > 30 {
			p[2] += 8
		}
	case "form_sent":
		p[2] = 15
		if e.form == "contact" {
			p[1] = 10
		}
	case "inbound_call":
		p[2] = 20
		if e.seconds > 120 {
			p[2] += 10
		}
	case "quote_requested":
		p[3] = 40
		if e.amount > 10000 {
			p[3] += 20
		}
	case "demo_requested":
		p[3] = 35
		if e.product == "suite" {
			p[3] += 15
		} else {
			p[2] = 5
		}
	}
	for half, points := range p {
		if points != 0 {
			l.add(half, points, at)
		}
	}
}

func (l *workLead) judge() {
	l.fit = 0
	give := func(is bool, points float64) {
		if is {
			l.fit += points
		}
	}
	give(l.industry == "retail" || l.industry == "logistics", 30)
	give(l.industry == "manufacturing", 10)
	give(l.country == "FR", 10)
	give(l.country == "DE" || l.country == "BE" || l.country == "CH", 5)
	give(strings.Contains(l.title, "director"), 15)
	give(strings.HasPrefix(l.title, "chief"), 20)
	give(l.market == "B2B", 5)
	give(l.visits > 10, 5)
	give(l.visits > 50, 10)
	give(l.language == "fr", 3)
	give(strings.HasPrefix(l.company, "Acme"), 7)
	give(l.visits >= 1, 1)
	give(strings.HasSuffix(l.email, ".edu"), -40)
}

// totalByHand is the total at an instant.
func (l *workLead) totalByHand(at lead.Instant) float64 {
	total := l.fit
	for k, sum := range l.sum {
		total += sum * math.Exp2(-float64(int64(at)-l.last[k])/float64(workHalves[k]))
	}
	return total
}

// requireSameTotals compares all leads at the end of a round.
func (w *workload) requireSameTotals(t require.TestingT, at lead.Instant) {
	for i := range w.leads {
		got, known := w.scorer.Score(&w.states[i], 2, at)
		require.True(t, known)
		require.InDelta(t, w.leads[i].totalByHand(at), got.Float(), 0.000_002)
	}
}
