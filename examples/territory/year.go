package main

import (
	"cmp"
	"container/heap"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
)

//go:embed contract.yaml
var contract string

// A strategy is the contract with another word for how people are chosen, whether leads wait for a batch, and how many of one a person gets at most, if that is not
// what the contract's quotas say.
type strategy struct {
	name, word string
	batch      bool
	each       int
}

var strategies = []strategy{{"rotation", "rotation", false, 0}, {"least value", "least value", false, 0}, {"batch by value", "expected value", true, 0},
	{"batch, one each", "expected value", true, 1}}

// quotas are the lines of the contract that bound what one batch gives a person.
const quotas = `    - {band: hot, at_most: 2}
    - {at_most: 3}
`

func (s strategy) contract() []byte {
	text := strings.ReplaceAll(contract, "strategy: rotation", "strategy: "+s.word)
	if s.each > 0 {
		text = strings.Replace(text, quotas, fmt.Sprintf("    - {at_most: %d}\n", s.each), 1)
	}
	return []byte(text)
}

// year is a host: it keeps the records, the desk and the book, and plays the people.
type year struct {
	strategy
	engine  *leadkit.Engine
	desk    routing.Desk
	book    leadkit.Book
	records []*leadkit.Record
	demands []demand
	agenda  agenda
	pending []routing.Request // that wait for the next batch
	asked   map[string]routing.Request
	desks   map[string]*person // by name
	posted  int64
	batches int
	gap     int64
	listed  int64
	sold    int64
	queued  int
	months  [12]struct{ leads, won int64 }
	revenue int64
	cost    int64 // of handling
	shop    shopping
	turns   []turn // by lead
}

// shopping is what the channel without people does.
type shopping struct{ leads, won, revenue int64 }

// person is what one of the forty has had.
type person struct {
	name, team, channel string
	leads               int64
	bands               [3]int64 // hot, warm, cold
	value               int64    // potential of their leads, in euros
	won, revenue        int64
	answers             []time.Duration // in working time
	free                time.Time       // when they are through with what they have
	got                 time.Time       // when they got the last one, and how many at once
	together            int
}

// entry is something that happens to a lead, or a batch.
type entry struct {
	at time.Time
	n  int // its place among those of one instant
	do func(at time.Time) error
}

type agenda []entry

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return a[i].at.Before(a[j].at) || a[i].at.Equal(a[j].at) && a[i].n < a[j].n
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(entry)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

func (y *year) plan(at time.Time, do func(at time.Time) error) {
	y.posted++
	heap.Push(&y.agenda, entry{at, int(y.posted), do})
}

// monthOf numbers the month of an instant, all after the year being its last.
func monthOf(at time.Time) int {
	if at.Year() > start.Year() {
		return 11
	}
	return int(at.Month()) - 1
}

// end is when the year is looked back upon: what came late in it has had time to turn out.
var end = start.AddDate(1, 2, 0)

var lastInstant = lead.At(end)

// live lives the year under one strategy.
func live(s strategy, leads int) (*year, error) {
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: s.contract()})
	if err != nil {
		return nil, err
	}
	y := &year{strategy: s, engine: engine, asked: map[string]routing.Request{}, desks: map[string]*person{}}
	y.staff()
	for i := range leads {
		d := newDemand(i, leads)
		y.demands, y.records, y.turns = append(y.demands, d), append(y.records, &leadkit.Record{}), append(y.turns, turn{})
		for _, ev := range d.events() {
			y.plan(ev.Time, func(at time.Time) error { return y.hear(i, ev) })
		}
	}
	if s.batch {
		y.nextBatch(start)
	}
	for len(y.agenda) > 0 {
		e := heap.Pop(&y.agenda).(entry)
		if e.at.After(end) {
			break
		}
		if err := e.do(e.at); err != nil {
			return nil, err
		}
	}
	return y, y.close()
}

// staff reads who there is from the contract.
func (y *year) staff() {
	for _, channel := range []string{routing.FieldSales, routing.InsideSales, routing.ExternalNetwork} {
		for _, name := range y.engine.Router().Members(channel) {
			y.desks[name] = &person{name: name, channel: channel}
		}
	}
}

// people lists them by channel, then by team.
func (y *year) people() (list []*person) {
	for _, p := range y.desks {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *person) int {
		return cmp.Or(cmp.Compare(a.channel, b.channel), cmp.Compare(a.team, b.team), cmp.Compare(a.name, b.name))
	})
	return list
}

// hear gives an event to a lead's record, and does what it calls for.
func (y *year) hear(n int, ev lead.Event) error {
	effects, err := y.engine.Apply(y.records[n], ev, ev.Time)
	if err != nil {
		return err
	}
	y.posted++
	if err := y.engine.Post(&y.book, "year", y.posted, effects); err != nil {
		return err
	}
	for i := range effects {
		y.turns[n].judge(&effects[i])
		if err := y.carryOut(n, &effects[i]); err != nil {
			return err
		}
	}
	return nil
}

func (y *year) carryOut(n int, f *leadkit.Effect) error {
	switch f.Kind {
	case leadkit.RouteAsked:
		y.months[monthOf(f.At.Time())].leads++
		y.asked[f.Lead] = *f.Route
		if y.batch {
			y.pending = append(y.pending, *f.Route)
			return nil
		}
		return y.decided(n, y.engine.Router().Route(&y.desk, *f.Route, f.At))
	case leadkit.Released:
		y.engine.Router().Release(&y.desk, f.Subject, f.End, f.At)
	case leadkit.Listed:
		y.listed++
		y.market(n, f)
	case leadkit.Traded:
		if f.Trade.Charge != nil {
			y.sold++
		}
	}
	return nil
}

// decided passes a decision on to the lead, and sets whoever has it to work.
func (y *year) decided(n int, d routing.Decision) error {
	if err := y.hear(n, y.engine.Answer(d)); err != nil {
		return err
	}
	ch, _ := y.engine.Router().Channel(d.Channel)
	y.cost += ch.Cost.Minor
	switch {
	case d.Queue:
		y.queued++
	case d.Person == "":
		y.shopFor(n, d.At.Time())
	default:
		y.give(n, d)
	}
	return nil
}

// nextBatch plans the batches of the next day, at half past seven and at half past twelve in Paris.
func (y *year) nextBatch(day time.Time) {
	for _, at := range []time.Duration{6*time.Hour + 30*time.Minute, 11*time.Hour + 30*time.Minute} {
		y.plan(day.Add(at), y.decideTogether)
	}
	y.plan(day.AddDate(0, 0, 1), func(at time.Time) error { y.nextBatch(at); return nil })
}

func (y *year) decideTogether(at time.Time) error {
	if w := at.Weekday(); w == time.Saturday || w == time.Sunday || len(y.pending) == 0 {
		return nil
	}
	batch, err := y.engine.Router().Batch(&y.desk, y.pending, lead.At(at))
	if err != nil {
		return err
	}
	y.batches++
	y.gap += batch.Gap.Minor
	y.pending = slices.DeleteFunc(y.pending, func(q routing.Request) bool {
		return slices.ContainsFunc(batch.Decisions, func(d routing.Decision) bool { return d.Request == q.ID && !d.Queue })
	})
	for _, d := range batch.Decisions {
		if d.Queue {
			continue
		}
		if err := y.decided(y.number(d.Lead), d); err != nil {
			return err
		}
	}
	return nil
}

func (y *year) number(id string) (n int) {
	fmt.Sscanf(id, "lead %d", &n)
	return n
}

// close brings every record to the end of the year.
func (y *year) close() error {
	for n, r := range y.records {
		effects, err := y.engine.Advance(r, end)
		if err != nil {
			return fmt.Errorf("%s: %w", y.demands[n].id, err)
		}
		y.posted++
		if err := y.engine.Post(&y.book, "year", y.posted, effects); err != nil {
			return err
		}
		for i := range effects {
			y.turns[n].judge(&effects[i])
		}
	}
	return nil
}
