package workload

import (
	"math/rand/v2"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// Start and End are the 60 days in which the events happen.
var (
	Start = lead.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
	End   = Start.Add(60 * lead.Day)
)

// Event is one event, as code written by hand takes it. Properties that its kind does not have are zero.
type Event struct {
	Kind      string  `expr:"kind"`
	Lead      int     `expr:"lead"` // its number
	At        int64   `expr:"at"`   // Unix milliseconds
	Closeness float64 `expr:"closeness"`
	Seconds   float64 `expr:"seconds"`
	Share     float64 `expr:"share"`
	Minutes   float64 `expr:"minutes"`
	Amount    float64 `expr:"amount"`
	Path      string  `expr:"path"`
	URL       string  `expr:"url"`
	Topic     string  `expr:"topic"`
	Form      string  `expr:"form"`
	Product   string  `expr:"product"`
}

// Person is what is known of a lead.
type Person struct {
	Industry string  `expr:"industry"`
	Country  string  `expr:"country"`
	JobTitle string  `expr:"job_title"`
	Market   string  `expr:"market"`
	Language string  `expr:"language"`
	Company  string  `expr:"company"`
	Email    string  `expr:"email"`
	Visits   float64 `expr:"visits"`
}

// Log is people and the events of their 60 days, in order of time.
type Log struct {
	People []Person
	Events []Event
}

// NewLog makes up a log. Equal numbers give equal logs.
func NewLog(people, events int) *Log {
	r := rand.New(rand.NewPCG(1, 2))
	l := &Log{People: make([]Person, people), Events: make([]Event, events)}
	for i := range l.People {
		l.People[i] = person(r)
	}
	for i := range l.Events {
		l.Events[i] = event(r)
		l.Events[i].Lead, l.Events[i].At = r.IntN(people), int64(Start)+int64(i)*int64(End-Start)/int64(events)
	}
	return l
}

func pick(r *rand.Rand, list ...string) string { return list[r.IntN(len(list))] }

func person(r *rand.Rand) Person {
	return Person{Industry: pick(r, "retail", "logistics", "manufacturing", "education", "health"), Country: pick(r, "FR", "DE", "BE", "CH", "US"),
		JobTitle: pick(r, "sales director", "chief buyer", "assistant", "student"), Market: pick(r, "B2B", "B2C"), Language: pick(r, "fr", "de", "en"),
		Company: pick(r, "Acme Lyon", "Globex", "Initech"), Email: pick(r, "a@acme.fr", "b@uni.edu", "c@globex.com"), Visits: float64(r.IntN(80))}
}

func event(r *rand.Rand) Event {
	kind := r.IntN(len(kinds))
	e := Event{Kind: kinds[kind]}
	switch kind {
	case opened:
		e.Closeness = r.Float64()
	case clicked:
		e.URL = pick(r, "https://acme.example/demo", "https://acme.example/blog")
	case viewed:
		e.Path, e.Seconds = pick(r, "/pricing/eu", "/blog/1", "/unsubscribe", "/"), float64(r.IntN(120))
	case careers:
		e.Path = pick(r, "/careers/apply/7", "/careers")
	case paper, registered:
		e.Topic = pick(r, "logistics", "retail", "roadmap", "other")
	case video:
		e.Share = r.Float64()
	case webinar:
		e.Minutes = float64(r.IntN(60))
	case form:
		e.Form = pick(r, "contact", "newsletter")
	case call:
		e.Seconds = float64(r.IntN(300))
	case quote:
		e.Amount = float64(r.IntN(20000))
	case demo:
		e.Product = pick(r, "suite", "basic")
	}
	return e
}

// Props gives the properties that the event's kind has.
func (e *Event) Props() map[string]any {
	switch e.Kind {
	case kinds[opened]:
		return map[string]any{"closeness": e.Closeness}
	case kinds[clicked]:
		return map[string]any{"url": e.URL}
	case kinds[viewed]:
		return map[string]any{"path": e.Path, "seconds": e.Seconds}
	case kinds[careers]:
		return map[string]any{"path": e.Path}
	case kinds[paper], kinds[registered]:
		return map[string]any{"topic": e.Topic}
	case kinds[video]:
		return map[string]any{"share": e.Share}
	case kinds[webinar]:
		return map[string]any{"minutes": e.Minutes}
	case kinds[form]:
		return map[string]any{"form": e.Form}
	case kinds[call]:
		return map[string]any{"seconds": e.Seconds}
	case kinds[quote]:
		return map[string]any{"amount": e.Amount}
	}
	return map[string]any{"product": e.Product}
}

// Props gives the attributes of a person.
func (p *Person) Props() map[string]any {
	return map[string]any{"industry": p.Industry, "country": p.Country, "job_title": p.JobTitle, "market": p.Market,
		"language": p.Language, "company": p.Company, "email": p.Email, "visits": p.Visits}
}
