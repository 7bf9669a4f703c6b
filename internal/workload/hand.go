package workload

import (
	"math"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Hand is the work as plain code, which is what leadkit is measured against: it stays as it is. It keeps a sum for each half-life of a lead, and neither explains nor
// counts nor limits anything; its sums depend on the order of events in their last digits.
type Hand struct {
	log   *Log
	leads []handLead
}

// handLead is a lead: what it is, and its sums.
type handLead struct {
	Person
	sum  [4]float64
	last [4]int64
	fit  float64
}

// NewHand begins the work on a log.
func NewHand(log *Log) *Hand {
	h := &Hand{log: log, leads: make([]handLead, len(log.People))}
	for i, p := range log.People {
		t := int64(Start)
		h.leads[i] = handLead{Person: p, last: [4]int64{t, t, t, t}}
	}
	return h
}

// Fold takes all events.
func (h *Hand) Fold() {
	for i := range h.log.Events {
		e := &h.log.Events[i]
		h.leads[e.Lead].take(e)
	}
}

// Judge finds out what each lead is.
func (h *Hand) Judge() {
	for i := range h.leads {
		h.leads[i].judge()
	}
}

// Total gives a lead's total at an instant, in points.
func (h *Hand) Total(i int, at lead.Instant) float64 {
	l := &h.leads[i]
	total := l.fit
	for k, sum := range l.sum {
		total += sum * math.Exp2(-float64(int64(at)-l.last[k])/float64(halves[k]))
	}
	return total
}

// add is one sum at one half-life.
func (l *handLead) add(half int, points float64, at int64) {
	l.sum[half] = l.sum[half]*math.Exp2(-float64(at-l.last[half])/float64(halves[half])) + points
	l.last[half] = at
}

func (l *handLead) take(e *Event) {
	var p [4]float64
	switch e.Kind {
	case "email_opened":
		p[0] = 1
		if e.Closeness > 0.5 {
			p[0] += 2
		}
	case "email_clicked":
		p[0] = 3
		if strings.Contains(e.URL, "/demo") {
			p[1] = 5
		}
	case "page_viewed":
		p[0] = 1
		if strings.HasPrefix(e.Path, "/pricing") {
			p[1] = 10
		}
		if e.Seconds > 60 {
			p[0] += 4
		}
		if e.Path == "/unsubscribe" {
			p[1] -= 5
		}
	case "careers_page_viewed":
		p[2] = -10
		if strings.HasPrefix(e.Path, "/careers/apply") {
			p[3] = -20
		}
	case "white_paper_downloaded":
		p[1] = 8
		if e.Topic == "logistics" || e.Topic == "retail" {
			p[2] = 6
		}
	case "video_watched":
		p[0] = 2
		if e.Share >= 0.75 {
			p[1] = 5
		}
	case "event_registered":
		p[2] = 10
		if e.Topic == "roadmap" {
			p[2] += 4
		}
	case "webinar_attended":
		p[2] = 12
		if e.Minutes > 30 {
			p[2] += 8
		}
	case "form_sent":
		p[2] = 15
		if e.Form == "contact" {
			p[1] = 10
		}
	case "inbound_call":
		p[2] = 20
		if e.Seconds > 120 {
			p[2] += 10
		}
	case "quote_requested":
		p[3] = 40
		if e.Amount > 10000 {
			p[3] += 20
		}
	case "demo_requested":
		p[3] = 35
		if e.Product == "suite" {
			p[3] += 15
		} else {
			p[2] = 5
		}
	}
	for half, points := range p {
		if points != 0 {
			l.add(half, points, e.At)
		}
	}
}

func (l *handLead) judge() {
	l.fit = 0
	give := func(is bool, points float64) {
		if is {
			l.fit += points
		}
	}
	give(l.Industry == "retail" || l.Industry == "logistics", 30)
	give(l.Industry == "manufacturing", 10)
	give(l.Country == "FR", 10)
	give(l.Country == "DE" || l.Country == "BE" || l.Country == "CH", 5)
	give(strings.Contains(l.JobTitle, "director"), 15)
	give(strings.HasPrefix(l.JobTitle, "chief"), 20)
	give(l.Market == "B2B", 5)
	give(l.Visits > 10, 5)
	give(l.Visits > 50, 10)
	give(l.Language == "fr", 3)
	give(strings.HasPrefix(l.Company, "Acme"), 7)
	give(l.Visits >= 1, 1)
	give(strings.HasSuffix(l.Email, ".edu"), -40)
}
