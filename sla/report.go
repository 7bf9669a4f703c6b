package sla

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Report counts what became of promises, by promise, person, team, month and week. It belongs in the Book: it is plain data, the zero Report has counted nothing, and
// reports of different leads, or of different times, merge in any order to the same. What is counted twice counts twice: the Book's positions prevent that.
//
// A week that crosses the end of a month is in two parts, so that months and weeks both add up. Weeks are kept apart for the last [lead.MostWeeks] up to the newest
// that was counted; what is older has no week, in whatever order it was counted and merged.
type Report struct {
	Cells    []Cell   `json:"cells,omitempty"`    // by promise, month, week and person
	Supplies []Supply `json:"supplies,omitempty"` // by promise and period

	newest lead.ISOWeek // of the cells, zero: not known
}

// Cell counts the clocks of one promise that started in one month and week and were answered by, or broken in the hands of, one person of one team. A clock whose verdict changes moves:
// its old count goes down, in another report perhaps, so that a cell of a report that is not merged yet can be negative.
type Cell struct {
	Promise   string       `json:"p"`
	Month     lead.Month   `json:"m"`
	Week      lead.ISOWeek `json:"i,omitempty"`
	Who       string       `json:"w,omitempty"`
	Team      string       `json:"y,omitempty"` // of Who, at that time
	By        string       `json:"b,omitempty"`
	Started   int64        `json:"s,omitempty"` // only where Who is empty: whose it will be is not known at the start
	Kept      int64        `json:"k,omitempty"`
	Late      int64        `json:"l,omitempty"`
	Broken    int64        `json:"x,omitempty"`
	Cancelled int64        `json:"c,omitempty"`
	Waived    int64        `json:"v,omitempty"`
	Corrected int64        `json:"r,omitempty"` // of Kept, those that had been reported as broken
	Elapsed   Times        `json:"e,omitzero"`  // of those answered: from start to evidence, as time passes
	Working   Times        `json:"o,omitzero"`  // and on the calendar
	// Open counts the clocks without a verdict that this person holds, as far as is known; Waiting has the starts, as Unix milliseconds, of those not answered yet,
	// the broken ones among them.
	Open    int64 `json:"n,omitempty"`
	Waiting Times `json:"t,omitzero"`
	// GivenUp and GivenUpWorking are how long those that were cancelled or waived, or ended unanswered, had run.
	GivenUp        Times `json:"g,omitzero"`
	GivenUpWorking Times `json:"q,omitzero"`
	NoChannel      int64 `json:"z,omitempty"` // of Cancelled, those that had no permitted channel
	Unanswered     int64 `json:"u,omitempty"` // of Broken, those whose measuring ended without an answer
	Barred         int64 `json:"d,omitempty"` // attempts that broke a contact rule
}

// compare orders cells.
func (k *cellKey) compare(c *Cell) int {
	return cmp.Or(cmp.Compare(k.promise, c.Promise), cmp.Compare(k.month, c.Month), cmp.Compare(k.week, c.Week), cmp.Compare(k.who, c.Who), cmp.Compare(k.team, c.Team))
}

// cellKey is what cells are told apart by.
type cellKey struct {
	promise   string
	month     lead.Month
	week      lead.ISOWeek
	who, team string
}

// cell gives a cell, made if there is none yet.
func (r *Report) cell(k cellKey, by string) *Cell {
	k.week = k.week.Kept(r.newest)
	i, n := 0, len(r.Cells)
	for i < n { // cells are large: they are compared where they are
		if middle := (i + n) / 2; k.compare(&r.Cells[middle]) > 0 {
			i = middle + 1
		} else {
			n = middle
		}
	}
	if i == len(r.Cells) || k.compare(&r.Cells[i]) != 0 {
		r.Cells = slices.Insert(r.Cells, i, Cell{Promise: k.promise, Month: k.month, Week: k.week, Who: k.who, Team: k.team, By: by})
	}
	return &r.Cells[i]
}

// Add counts a change. It counts in the month and week in which the clock started, on the clock of the promise's calendar (of a promise that the terms do
// not have: in UTC), whenever the change came.
func (r *Report) Add(t *Terms, c *Change) {
	month, week := t.dated(c.Promise, c.Start)
	r.pass(week)
	of := func(who, team string) *Cell {
		return r.cell(cellKey{c.Promise, month, week, who, team}, c.By)
	}
	if c.Was != 0 && c.Kind != Passed {
		of(c.WasWho, c.WasTeam).take(c)
	}
	switch c.Kind {
	case Started:
		of("", "").Started++
		of(c.Holder, c.HolderTeam).hold(c)
	case Passed:
		of(c.Holder, c.HolderTeam).loose(c, c.Was == 0)
		of(c.Who, c.Team).holdAs(c, c.Was == 0)
	case Barred:
		of(c.Who, c.Team).Barred++
	case Ended:
		of(c.Holder, c.HolderTeam).loose(c, false)
		cell := of(c.WasWho, c.WasTeam)
		cell.Unanswered++
		cell.giveUp(c)
	case Kept, KeptLate, Corrected, Broken, Cancelled, Waived:
		of(c.Holder, c.HolderTeam).answered(c)
		of(c.Who, c.Team).put(c)
	}
}

// hold counts a clock with the one who holds it.
func (cell *Cell) hold(c *Change) { cell.holdAs(c, true) }

func (cell *Cell) holdAs(c *Change, open bool) {
	cell.Waiting.Add(lead.Span(c.Start))
	if open {
		cell.Open++
	}
}

// loose takes back what hold counted.
func (cell *Cell) loose(c *Change, open bool) {
	cell.Waiting.Remove(lead.Span(c.Start))
	if open {
		cell.Open--
	}
}

// answered takes a clock with a verdict from those that are open, and one with an answer from those that wait for it.
func (cell *Cell) answered(c *Change) {
	switch {
	case c.Kind == Broken:
		cell.Open--
	case c.Was == 0:
		cell.loose(c, true)
	case c.Was == Broken && !c.Unanswered:
		cell.loose(c, false)
	}
}

// dated gives the month and the week of an instant on a promise's calendar's clock.
func (t *Terms) dated(promise string, at lead.Instant) (lead.Month, lead.ISOWeek) {
	when := at.Time()
	if p := t.promise(promise); p != nil {
		when = when.In(p.hours.Location())
	}
	y, m, d := when.Date()
	return lead.MonthOf(y, m), lead.WeekOf(y, m, d)
}

// take takes back what a change revises.
func (cell *Cell) take(c *Change) {
	if c.Was == KeptLate {
		cell.Late--
		cell.Elapsed.Remove(c.WasElapsed)
		cell.Working.Remove(c.WasWorking)
		return
	}
	cell.Broken--
	if c.Unanswered {
		cell.Unanswered--
		cell.GivenUp.Remove(c.WasElapsed)
		cell.GivenUpWorking.Remove(c.WasWorking)
	}
}

func (cell *Cell) put(c *Change) {
	switch c.Kind {
	case Broken:
		cell.Broken++
		return
	case Cancelled:
		cell.Cancelled++
		if c.Reason == reasonNone {
			cell.NoChannel++
		}
		cell.giveUp(c)
		return
	case Waived:
		cell.Waived++
		cell.giveUp(c)
		return
	case KeptLate:
		cell.Late++
	case Corrected:
		cell.Corrected++
		cell.Kept++
	default:
		cell.Kept++
	}
	cell.Elapsed.Add(c.Elapsed)
	cell.Working.Add(c.Working)
}

func (cell *Cell) giveUp(c *Change) {
	cell.GivenUp.Add(c.Elapsed)
	cell.GivenUpWorking.Add(c.Working)
}

// Merge adds what another report counted.
func (r *Report) Merge(o *Report) {
	r.pass(o.latest())
	for i := range o.Cells {
		c := &o.Cells[i]
		r.cell(cellKey{c.Promise, c.Month, c.Week, c.Who, c.Team}, c.By).merge(c)
	}
	for i := range o.Supplies {
		s := &o.Supplies[i]
		at, ok := r.findSupply(s.Promise, s.From)
		if !ok {
			r.Supplies = slices.Insert(r.Supplies, at, Supply{Promise: s.Promise, From: s.From})
		}
		r.Supplies[at].merge(s)
	}
}

func (cell *Cell) merge(o *Cell) {
	cell.By = max(cell.By, o.By)
	cell.Started += o.Started
	cell.Kept += o.Kept
	cell.Late += o.Late
	cell.Broken += o.Broken
	cell.Cancelled += o.Cancelled
	cell.Waived += o.Waived
	cell.Corrected += o.Corrected
	cell.Elapsed.Merge(&o.Elapsed)
	cell.Working.Merge(&o.Working)
	cell.Open += o.Open
	cell.NoChannel += o.NoChannel
	cell.Unanswered += o.Unanswered
	cell.Barred += o.Barred
	cell.Waiting.Merge(&o.Waiting)
	cell.GivenUp.Merge(&o.GivenUp)
	cell.GivenUpWorking.Merge(&o.GivenUpWorking)
}

func (s *Supply) merge(o *Supply) {
	s.Count += o.Count
	s.Accepted += o.Accepted
	s.Rejected += o.Rejected
	s.Returned += o.Returned
	s.Reported += o.Reported
	for len(s.Portions) < len(o.Portions) {
		s.Portions = append(s.Portions, 0)
	}
	for i, n := range o.Portions {
		s.Portions[i] += n
	}
}

// Which chooses cells; what is left out chooses all. Measures such as [SpeedToLead], which are no promises, are chosen by name only.
type Which struct {
	Promise string
	By      string
	Who     string
	Team    string
	// Month is the one in which clocks started, or with Until the first of several, such as a quarter's. Until alone chooses all months up to it.
	Month lead.Month
	Until lead.Month
	// Week and UntilWeek choose weeks in the same way. With months, too, it is the days that lie in both.
	Week      lead.ISOWeek
	UntilWeek lead.ISOWeek
}

func (w *Which) takes(c *Cell) bool {
	return (w.Promise == "" && c.By != "" || w.Promise == c.Promise) && (w.By == "" || w.By == c.By) && (w.Who == "" || w.Who == c.Who) && (w.Team == "" || w.Team == c.Team) &&
		in(c.Month, w.Month, w.Until) && in(c.Week, w.Week, w.UntilWeek)
}

// in reports whether a month or a week is the first one, or with a last one from there up to it.
func in[P lead.Month | lead.ISOWeek](p, first, last P) bool {
	if last == 0 {
		return first == 0 || p == first
	}
	return first <= p && p <= last
}

// Tally is the sum of the cells that a question chooses. Every clock that started is in one of Open, Kept, Late, Broken, Cancelled and Waived.
type Tally struct {
	Started   int64 `json:"started"`
	Kept      int64 `json:"kept"`
	Late      int64 `json:"kept_late"`
	Broken    int64 `json:"broken"` // and not answered since
	Cancelled int64 `json:"cancelled"`
	Waived    int64 `json:"waived"`
	// Open are those that started and have no verdict yet; of a person or a team, those that they held last. Started is not known by person or team: it is then zero.
	Open      int64 `json:"open"`
	Corrected int64 `json:"corrected"`            // of Kept, those that had been reported as broken
	NoChannel int64 `json:"no_channel,omitempty"` // of Cancelled, those that had no permitted channel
	Barred    int64 `json:"barred,omitempty"`     // attempts that broke a contact rule: those are no clocks
	// Unanswered are, of Broken, those of which measuring ended without an answer.
	Unanswered int64 `json:"unanswered,omitempty"`
	Elapsed    Times `json:"-"` // the response times of those kept or kept late
	Working    Times `json:"-"`
}

// Tally sums the cells that a question chooses.
func (r *Report) Tally(w Which) Tally {
	var sum Cell
	for i := range r.Cells {
		if w.takes(&r.Cells[i]) {
			sum.merge(&r.Cells[i])
		}
	}
	t := Tally{Started: sum.Started, Kept: sum.Kept, Late: sum.Late, Broken: sum.Broken, Cancelled: sum.Cancelled, Waived: sum.Waived,
		Corrected: sum.Corrected, Elapsed: sum.Elapsed, Working: sum.Working,
		NoChannel: sum.NoChannel, Barred: sum.Barred, Open: sum.Open, Unanswered: sum.Unanswered}
	if w.Who == "" && w.Team == "" {
		t.Open = t.Started - t.Kept - t.Late - t.Broken - t.Cancelled - t.Waived
	} else {
		t.Started = 0
	}
	return t
}

// Promises lists the promises of which clocks were counted, ascending.
func (r *Report) Promises() []string {
	return distinct(r.Cells, func(c *Cell) string { return c.Promise })
}

// Months lists the months in which clocks started, ascending.
func (r *Report) Months() []lead.Month {
	return distinct(r.Cells, func(c *Cell) lead.Month { return c.Month })
}

// Weeks lists the weeks in which clocks started, ascending, as far as they are kept apart.
func (r *Report) Weeks() []lead.ISOWeek {
	return slices.DeleteFunc(distinct(r.Cells, func(c *Cell) lead.ISOWeek { return c.Week }), func(w lead.ISOWeek) bool { return w == 0 })
}

// People lists the persons that are named, ascending.
func (r *Report) People() []string {
	return named(distinct(r.Cells, func(c *Cell) string { return c.Who }))
}

// Teams lists the teams that are named, ascending.
func (r *Report) Teams() []string {
	return named(distinct(r.Cells, func(c *Cell) string { return c.Team }))
}

func named(list []string) []string {
	return slices.DeleteFunc(list, func(name string) bool { return name == "" })
}

func distinct[T cmp.Ordered](cells []Cell, of func(*Cell) T) []T {
	list := make([]T, len(cells))
	for i := range cells {
		list[i] = of(&cells[i])
	}
	slices.Sort(list)
	return slices.Compact(list)
}
