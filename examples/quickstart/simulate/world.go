package main

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/host"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/lead"
)

// world is the time of the simulation: what happens next, and the log of what happened.
type world struct {
	r      *rand.Rand
	host   *host.Host
	people map[string]*person
	agenda agenda
	now    time.Time
	made   time.Time // when what is written down now happened; zero: now
	end    time.Time
	log    []sample.Entry
	number int
	err    error
}

var begin = time.Date(2026, time.January, 12, 7, 0, 0, 0, time.UTC)

const days = 150

func newWorld(contract []byte, seed uint64) (*world, error) {
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: contract})
	if err != nil {
		return nil, err
	}
	w := &world{r: rand.New(rand.NewPCG(seed, 1)), host: host.New(engine), people: map[string]*person{}, now: begin, end: begin.AddDate(0, 0, days)}
	w.host.Told = w.told
	return w, nil
}

// live lets a number of people live through the period and gives the log.
func (w *world) live(people int) ([]sample.Entry, error) {
	for n := range people {
		p := meet(w.r, n+1, begin, days*24*time.Hour)
		w.people[p.id] = &p
		if !p.business && w.r.Float64() < 0.5 {
			w.wander(&p)
		}
		w.at(p.born, func() { w.arrive(&p) })
	}
	w.plan()
	for len(w.agenda) > 0 && w.err == nil && !w.agenda[0].at.After(w.end) {
		// What a timer tells may put something into the agenda that comes before the next timer: one at a time.
		if t, ok := w.host.Alarm(); ok && !t.After(w.agenda[0].at) {
			w.err = w.host.Wake(t)
			continue
		}
		next := heap.Pop(&w.agenda).(deed)
		w.now = next.at
		next.do()
	}
	slices.SortStableFunc(w.log, func(a, b sample.Entry) int { return a.At.Compare(b.At) })
	return w.log, w.err
}

// plan puts the costs of campaigns and the two teams' meetings into the agenda.
func (w *world) plan() {
	for i, campaign := range campaigns[:4] {
		for month := range 4 {
			at := begin.AddDate(0, month, 2+i)
			w.at(at, func() {
				w.event("", "campaign:"+campaign, lead.CostIncurred, false, map[string]any{"amount": float64(1500 + 400*i), "source_campaign": campaign, "what": "media"})
			})
		}
	}
	for week := range days / 7 {
		at := begin.AddDate(0, 0, 7*week+1).Add(90 * time.Minute)
		w.at(at, func() { w.mailing(campaigns[week%4]) })
	}
	for week := 1; week < days/7; week += 2 {
		if week == 9 {
			continue // the one that nobody came to
		}
		at := begin.AddDate(0, 0, 7*week+3).Add(2 * time.Hour)
		w.at(at, func() {
			w.event("", "team:sales", lead.MeetingHeld, false, map[string]any{"meeting": fmt.Sprint("jour fixe ", week)})
		})
	}
}

// at puts something into the agenda.
func (w *world) at(t time.Time, do func()) {
	w.number++
	heap.Push(&w.agenda, deed{at: t.Truncate(time.Millisecond), n: w.number, do: do})
}

// after puts something into the agenda after a time that varies around a mean.
func (w *world) after(mean time.Duration, do func()) {
	wait := time.Duration(w.r.ExpFloat64() * float64(mean))
	w.at(w.now.Add(min(wait, 20*mean)), do)
}

// event logs an event that happens now, and lets the host hear it. Some are heard late, some twice.
func (w *world) event(id, about, kind string, automatic bool, props map[string]any) {
	w.eventBy("", id, about, kind, automatic, props)
}

func (w *world) eventBy(by, id, about, kind string, automatic bool, props map[string]any) {
	e := sample.Entry{At: w.now, Event: lead.Event{ID: fmt.Sprintf("e%06d", len(w.log)+1), Lead: id, About: about, Kind: kind, Time: w.now,
		Automatic: automatic, By: by, Props: props}}
	switch {
	case !w.made.IsZero():
		e.Time = w.made
	case kind == "email_opened" && w.r.Float64() < 0.05:
		e.Time = e.Time.Add(-time.Duration(w.r.Float64() * float64(36*time.Hour))).Truncate(time.Millisecond)
	}
	w.hear(e)
	if w.r.Float64() < 0.01 {
		w.hear(e)
	}
}

func (w *world) hear(e sample.Entry) {
	w.log = append(w.log, e)
	if err := w.host.Apply(e.Event, e.At); err != nil && w.err == nil {
		w.err = err
	}
}

// chance is the share of a hot person's weight, from cold to hot.
func chance(heat, cold, hot float64) float64 { return cold + (hot-cold)*math.Sqrt(heat) }

// deed is something to come.
type deed struct {
	at time.Time
	n  int
	do func()
}

type agenda []deed

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return a[i].at.Before(a[j].at) || a[i].at.Equal(a[j].at) && a[i].n < a[j].n
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(deed)) }
func (a *agenda) Pop() any {
	old := *a
	last := old[len(old)-1]
	*a = old[:len(old)-1]
	return last
}
