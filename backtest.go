package leadkit

import (
	"cmp"
	"container/heap"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/sla"
)

// Logged is one line of a host's log: an event, and the instant at which the host learned of it.
type Logged struct {
	At    time.Time  `json:"at"`
	Event lead.Event `json:"event"`
}

// Fate is what became of one lead in a replay.
type Fate struct {
	Lead   string       `json:"lead"`
	Stage  string       `json:"stage,omitempty"`
	Handed lead.Instant `json:"handed,omitempty"` // when it was handed over for the first time
	Broken []string     `json:"broken,omitempty"` // the promises that were broken for it, sorted, each as often as it was
}

func (f *Fate) equal(o *Fate) bool {
	return f.Lead == o.Lead && f.Stage == o.Stage && f.Handed == o.Handed && slices.Equal(f.Broken, o.Broken)
}

// Tested is what a contract would have made of a log.
type Tested struct {
	Contract   string         `json:"contract"` // its hash
	HandedOver int            `json:"handed_over"`
	Returned   int            `json:"returned"`
	Stages     map[string]int `json:"stages"`   // how many leads stand where
	Promises   []Kept         `json:"promises"` // in the contract's order
	Refused    int            `json:"refused"`  // events that the contract does not take
	Leads      []Fate         `json:"leads"`    // sorted by lead
	Book       Book           `json:"book"`     // all the rest: the funnel, response times, statements
}

// Kept is how often a promise was kept.
type Kept struct {
	Promise   string `json:"promise"`
	Started   int64  `json:"started"`
	Kept      int64  `json:"kept"`
	Late      int64  `json:"late"`
	Broken    int64  `json:"broken"`
	Cancelled int64  `json:"cancelled"`
}

// Backtest is what two contracts would have made of one log.
type Backtest struct {
	Was   Tested       `json:"was"`
	Is    Tested       `json:"is"`
	Leads []LeadChange `json:"leads"` // those of which something else became, sorted by lead
}

// LeadChange is a lead of which another contract would have made something else.
type LeadChange struct {
	Was Fate `json:"was"`
	Is  Fate `json:"is"`
}

// Compare replays one log under two contracts and sets the outcomes side by side. See [Engine.Backtest].
func Compare(log []Logged, until time.Time, from, to *Engine) (Backtest, error) {
	was, err := from.Backtest(log, until)
	if err != nil {
		return Backtest{}, err
	}
	is, err := to.Backtest(log, until)
	if err != nil {
		return Backtest{}, err
	}
	b := Backtest{Was: was, Is: is}
	for i := range was.Leads { // both logs name the same leads
		if !was.Leads[i].equal(&is.Leads[i]) {
			b.Leads = append(b.Leads, LeadChange{was.Leads[i], is.Leads[i]})
		}
	}
	return b, nil
}

// Backtest replays a log under this contract, from nothing and up to an instant. The log's lines are in the order in which the host learned of them. What people and leads did is taken as it was
// recorded: a contract that asks at another time would have met with other answers, which nobody knows. What the desk decided is left out of the log, and decided anew by the contract's routing. Events that the contract does not take are counted
// and passed over.
func (e *Engine) Backtest(log []Logged, until time.Time) (Tested, error) {
	b := backtest{e: e, records: map[string]*Record{}, armed: map[string]time.Time{}, fates: map[string]*Fate{}}
	b.result = Tested{Contract: e.hash, Stages: map[string]int{}}
	for i, line := range log {
		if err := b.hear(line); err != nil {
			return Tested{}, fmt.Errorf("line %d of the log: %w", i+1, err)
		}
	}
	if err := b.wake(until); err != nil {
		return Tested{}, err
	}
	return b.finish(), nil
}

// backtest is a host in memory.
type backtest struct {
	e        *Engine
	records  map[string]*Record
	fates    map[string]*Fate
	desk     routing.Desk
	timers   alarms
	armed    map[string]time.Time
	position int64
	result   Tested
}

func (b *backtest) hear(line Logged) error {
	if err := b.wake(line.At); err != nil {
		return err
	}
	ev := line.Event
	if ev.Kind == lead.Assigned && ev.Props["request"] != nil {
		return nil // the desk decides anew
	}
	if ev.Lead == "" {
		b.position++
		return b.refused(b.e.Observe(&b.result.Book, "log", b.position, ev))
	}
	return b.apply(ev, line.At)
}

// refused counts an event that the contract does not take. Any other error is one.
func (b *backtest) refused(err error) error {
	if errors.Is(err, lead.ErrRefused) {
		b.result.Refused++
		return nil
	}
	return err
}

func (b *backtest) apply(ev lead.Event, at time.Time) error {
	r := b.records[ev.Lead]
	if r == nil {
		r = &Record{}
		b.records[ev.Lead], b.fates[ev.Lead] = r, &Fate{Lead: ev.Lead}
	}
	effects, err := b.e.Apply(r, ev, at)
	if err != nil {
		return b.refused(err)
	}
	return b.carryOut(r, effects)
}

// wake lets time pass.
func (b *backtest) wake(until time.Time) error {
	for len(b.timers) > 0 && !b.timers[0].at.After(until) {
		t := heap.Pop(&b.timers).(alarm)
		if b.armed[t.lead] != t.at {
			continue // it was set anew meanwhile
		}
		delete(b.armed, t.lead)
		r := b.records[t.lead]
		effects, err := b.e.Advance(r, t.at)
		if err != nil {
			return err
		}
		if err := b.carryOut(r, effects); err != nil {
			return err
		}
	}
	return nil
}

func (b *backtest) carryOut(r *Record, effects []Effect) error {
	b.position++
	if err := b.e.Post(&b.result.Book, "log", b.position, effects); err != nil {
		return err
	}
	for i := range effects {
		f := &effects[i]
		b.note(f)
		switch {
		case f.Kind == RouteAsked:
			if err := b.apply(b.e.Answer(b.e.router.Route(&b.desk, *f.Route, f.At)), r.Clock.Time()); err != nil {
				return err
			}
		case f.Kind == Released:
			b.e.router.Release(&b.desk, f.Subject, f.End, f.At)
		case f.Placed != nil:
			b.e.router.Place(&b.desk, *f.Placed)
		}
	}
	if next, ok := b.e.Next(r); ok && Rearm(b.armed[r.Lead.ID], next) {
		b.armed[r.Lead.ID] = next
		heap.Push(&b.timers, alarm{next, r.Lead.ID})
	}
	return nil
}

func (b *backtest) note(f *Effect) {
	fate := b.fates[f.Lead]
	switch f.Kind {
	case HandedOver:
		b.result.HandedOver++
		if fate.Handed == 0 {
			fate.Handed = f.At
		}
	case Returned:
		b.result.Returned++
	case Broken:
		fate.Broken = append(fate.Broken, f.Subject)
	case Corrected:
		if i := slices.Index(fate.Broken, f.Subject); i >= 0 {
			fate.Broken = slices.Delete(fate.Broken, i, i+1)
		}
	}
}

func (b *backtest) finish() Tested {
	for id, fate := range b.fates {
		fate.Stage = b.records[id].Lead.Life.Stage
		slices.Sort(fate.Broken)
		b.result.Stages[fate.Stage]++
		b.result.Leads = append(b.result.Leads, *fate)
	}
	slices.SortFunc(b.result.Leads, func(a, b Fate) int { return cmp.Compare(a.Lead, b.Lead) })
	for _, p := range b.e.contract.Promises.Promises {
		t := b.result.Book.Promises.Tally(sla.Which{Promise: p.Name})
		if t.Started > 0 {
			b.result.Promises = append(b.result.Promises, Kept{p.Name, t.Started, t.Kept, t.Late, t.Broken, t.Cancelled})
		}
	}
	return b.result
}

// String sets the outcomes side by side: "handed over 12 → 15", each difference on a line; "nothing would have been different" where there is none.
func (b Backtest) String() string {
	var lines []string
	add := func(what string, was, is int64) {
		if was != is {
			lines = append(lines, fmt.Sprintf("%s %d → %d", what, was, is))
		}
	}
	add("handed over", int64(b.Was.HandedOver), int64(b.Is.HandedOver))
	add("returned", int64(b.Was.Returned), int64(b.Is.Returned))
	names := promiseNames(b.Was.Promises, b.Is.Promises)
	for _, name := range names {
		was, is := keptOf(b.Was.Promises, name), keptOf(b.Is.Promises, name)
		add(name+": started", was.Started, is.Started)
		add(name+": kept", was.Kept, is.Kept)
		add(name+": broken", was.Broken+was.Late, is.Broken+is.Late)
	}
	add("events refused", int64(b.Was.Refused), int64(b.Is.Refused))
	if n := len(b.Leads); n > 0 {
		lines = append(lines, fmt.Sprintf("another course for %d of %d leads", n, len(b.Was.Leads)))
	}
	if len(lines) == 0 {
		return "nothing would have been different"
	}
	return strings.Join(lines, "\n")
}

func promiseNames(a, b []Kept) (names []string) {
	for _, k := range slices.Concat(a, b) {
		if !slices.Contains(names, k.Promise) {
			names = append(names, k.Promise)
		}
	}
	return names
}

func keptOf(list []Kept, name string) Kept {
	i := slices.IndexFunc(list, func(k Kept) bool { return k.Promise == name })
	if i < 0 {
		return Kept{}
	}
	return list[i]
}

// alarms is a heap of timers: the earliest first, of one instant by lead.
type alarms []alarm

type alarm struct {
	at   time.Time
	lead string
}

// Len counts the timers, for container/heap.
func (a alarms) Len() int { return len(a) }

// Less puts the earlier one first, for container/heap.
func (a alarms) Less(i, j int) bool {
	return cmp.Or(a[i].at.Compare(a[j].at), cmp.Compare(a[i].lead, a[j].lead)) < 0
}

// Swap exchanges two, for container/heap.
func (a alarms) Swap(i, j int) { a[i], a[j] = a[j], a[i] }

// Push adds a timer, for container/heap.
func (a *alarms) Push(x any) { *a = append(*a, x.(alarm)) }

// Pop takes the last one, for container/heap.
func (a *alarms) Pop() any {
	last := len(*a) - 1
	x := (*a)[last]
	*a = (*a)[:last]
	return x
}
