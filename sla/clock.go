package sla

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// State is what the promises about one lead remember. It is plain data; the zero State has no clocks.
//
// It is bounded: for each promise at most [MostClocks] running clocks, each with at most [MostEvidence] pieces of evidence and [MostPauses] pauses, and
// [MostPast] ended ones; at most [MostRecent] pieces of evidence that came before a clock, on each channel [MostTries] attempts and as many contents, and [MostAway] absences.
type State struct {
	Clocks []Clock    `json:"c,omitempty"` // those that run, by promise and ordinal
	Past   []Clock    `json:"p,omitempty"` // those that ended last, by promise and ordinal
	Opened []Opened   `json:"n,omitempty"` // by promise
	Recent []Evidence `json:"r,omitempty"` // what promises with Since may still count, by time
	// Touched is when a person last tried to reach the lead, or was reached.
	Touched lead.Instant `json:"l,omitempty"`
	Held    []string     `json:"h,omitempty"` // the promises whose starting condition holds, by name
	Tries   []Try        `json:"a,omitempty"` // the attempts and contents that contact rules still count, by time
	Away    []Absence    `json:"w,omitempty"` // what was told of absences, by person and beginning
	// Delivery is the hand-over that waits for its list.
	Delivery Pending `json:"d,omitzero"`
}

// Bounds of a State. A clock beyond MostClocks ends the oldest of its promise as cancelled; of more evidence than MostEvidence that of the
// atom with most of it goes, from the middle; a pause beyond MostPauses is no pause; what is past or recent beyond its bound is forgotten, the oldest first.
const (
	MostClocks   = 4
	MostPast     = 4
	MostEvidence = 64
	MostPauses   = 16
	MostRecent   = 64
	MostTries    = mostAttempts + 1 // on each channel
	MostAway     = 16
)

// Clone gives a copy that shares nothing.
func (st *State) Clone() State {
	c := State{Clocks: slices.Clone(st.Clocks), Past: slices.Clone(st.Past), Opened: slices.Clone(st.Opened), Recent: slices.Clone(st.Recent), Touched: st.Touched, Held: slices.Clone(st.Held), Tries: slices.Clone(st.Tries), Away: slices.Clone(st.Away), Delivery: st.Delivery}
	for _, list := range [][]Clock{c.Clocks, c.Past} {
		for i := range list {
			list[i].Marks, list[i].Evidence, list[i].Pauses = slices.Clone(list[i].Marks), slices.Clone(list[i].Evidence), slices.Clone(list[i].Pauses)
			list[i].Dropped = slices.Clone(list[i].Dropped)
		}
	}
	return c
}

// Opened counts the clocks that a promise has opened for the lead.
type Opened struct {
	Promise string `json:"p"`
	Times   int    `json:"n"`
}

// Clock is one promise to one lead, from what started it to what ended it. It runs until its verdict is a final one, also after it was broken.
type Clock struct {
	Promise string       `json:"p"`
	Ordinal int          `json:"n"`           // from 1, within promise and lead
	Name    string       `json:"j,omitempty"` // its id under the name that the promise had when it started, where that is another
	Cause   string       `json:"e,omitempty"` // the id of the event that started it, empty where time did
	Start   lead.Instant `json:"s"`
	// Due is the last instant that keeps the promise; pauses move it. Zero: no calendar reaches so far.
	Due      lead.Instant `json:"d,omitempty"`
	Working  bool         `json:"w,omitempty"` // the time is counted on the calendar
	Marks    []Mark       `json:"m,omitempty"` // what time will do to it, by instant
	Evidence []Evidence   `json:"v,omitempty"` // by instant
	Pauses   []Pause      `json:"u,omitempty"`
	Dropped  []Dropped    `json:"z,omitempty"` // the channels it does without
	Risky    bool         `json:"k,omitempty"` // it was at risk
	Broken   lead.Instant `json:"b,omitempty"` // when it broke
	Who      string       `json:"o,omitempty"` // who owed it when it broke
	// Term is how long there was, Case the condition of the case that said so, Calendar what it is counted on, where that is not the promise's own.
	Term     calendar.Term `json:"l,omitzero"`
	Case     string        `json:"q,omitempty"`
	Calendar string        `json:"c,omitempty"`
	// Holder is who holds it: the lead's owner, as last heard of, or with For whoever stands in for that one. Team is their team.
	Holder  string `json:"h,omitempty"`
	For     string `json:"f,omitempty"`
	Team    string `json:"y,omitempty"`
	WhoTeam string `json:"i,omitempty"` // the team of Who
	// Set is the deadline that a manager set by hand.
	Set Setting `json:"g,omitzero"`
	// Verdict and Ended say how and when it ended, Answered when the evidence was complete. Zero while it runs.
	Verdict  Kind         `json:"x,omitempty"`
	Ended    lead.Instant `json:"t,omitempty"`
	Answered lead.Instant `json:"a,omitempty"`
}

// Setting is that a manager set a deadline: by which event, what it was before, and when it is that again, zero for never.
type Setting struct {
	Event  string       `json:"e"`
	Before lead.Instant `json:"d,omitempty"`
	Until  lead.Instant `json:"u,omitempty"`
}

// ID names the clock for ever, within its lead: "follow up#1".
func (c *Clock) ID() string {
	if c.Name != "" {
		return c.Name
	}
	return c.Promise + "#" + strconv.Itoa(c.Ordinal)
}

// Mark is an instant at which time alone does something to a clock.
type Mark struct {
	At   lead.Instant `json:"t"`
	What string       `json:"w"` // "at risk", "no room", "broken", "absent", or a step: "remind at 50%"
}

// The marks that are no steps.
const (
	markRisk   = "at risk"
	markBroken = "broken"
	markFit    = "no room" // at risk, because what is missing does not fit any more
	markAway   = "absent"  // whoever holds it is absent from then on, or back
	markUntil  = "set"     // what a manager set ends
)

// Evidence is that an atom of a promise was satisfied.
type Evidence struct {
	At   lead.Instant `json:"t"`
	ID   string       `json:"e"` // the event
	Atom string       `json:"a"`
}

func (e *Evidence) compare(f *Evidence) int {
	return cmp.Or(cmp.Compare(e.At, f.At), cmp.Compare(e.ID, f.ID), cmp.Compare(e.Atom, f.Atom))
}

// Pause is a span in which the clock stands still, To zero while it lasts.
type Pause struct {
	From lead.Instant `json:"f"`
	To   lead.Instant `json:"t,omitempty"`
}

// paused gives the pause that lasts, nil if none does.
func (c *Clock) paused() *Pause {
	if n := len(c.Pauses); n > 0 && c.Pauses[n-1].To == 0 {
		return &c.Pauses[n-1]
	}
	return nil
}

// inTime reports whether evidence at an instant keeps the promise: up to the deadline's own millisecond. While a pause lasts the deadline is open.
func (c *Clock) inTime(at lead.Instant) bool {
	return c.Due == 0 || at <= c.Due || c.Broken == 0 && c.paused() != nil
}

// find gives the place of a clock among clocks sorted by promise and ordinal.
func find(list []Clock, promise string, ordinal int) (int, bool) {
	return slices.BinarySearchFunc(list, ordinal, func(c Clock, ordinal int) int {
		return cmp.Or(cmp.Compare(c.Promise, promise), cmp.Compare(c.Ordinal, ordinal))
	})
}

// of gives the clocks of a promise, which lie together.
func of(list []Clock, promise string) (from, to int) {
	from = 0
	for from < len(list) && list[from].Promise < promise {
		from++
	}
	to = from
	for to < len(list) && list[to].Promise == promise {
		to++
	}
	return from, to
}

// opened counts one more clock of a promise and gives its ordinal.
func (st *State) opened(promise string) int {
	i, ok := st.findOpened(promise)
	if !ok {
		st.Opened = slices.Insert(st.Opened, i, Opened{Promise: promise})
	}
	st.Opened[i].Times++
	return st.Opened[i].Times
}

func (st *State) findOpened(promise string) (int, bool) {
	return slices.BinarySearchFunc(st.Opened, promise, func(o Opened, promise string) int { return cmp.Compare(o.Promise, promise) })
}

// add takes a piece of evidence in, in its order. It reports false for what is known already. Where order does not matter, the earliest of each atom is all.
func (c *Clock) add(e Evidence, all bool) bool {
	if !all {
		for i := range c.Evidence {
			if old := &c.Evidence[i]; old.Atom == e.Atom {
				if old.compare(&e) <= 0 {
					return false
				}
				c.Evidence = slices.Delete(c.Evidence, i, i+1)
				break
			}
		}
	}
	var ok bool
	if c.Evidence, ok = insert(c.Evidence, e); ok && len(c.Evidence) > MostEvidence {
		c.thin()
	}
	return ok
}

func insert(list []Evidence, e Evidence) ([]Evidence, bool) {
	i, known := slices.BinarySearchFunc(list, e, func(a, b Evidence) int { return a.compare(&b) })
	if known {
		return list, false
	}
	return slices.Insert(list, i, e), true
}

// thin drops one piece: of the atom with the most pieces, of these the first by name, the one in the middle. The first ones and the last ones
// are those that decide.
func (c *Clock) thin() {
	most, times := "", 0
	for i := range c.Evidence {
		n := 0
		for j := range c.Evidence {
			if c.Evidence[j].Atom == c.Evidence[i].Atom {
				n++
			}
		}
		if n > times || n == times && c.Evidence[i].Atom < most {
			most, times = c.Evidence[i].Atom, n
		}
	}
	middle := times / 2
	for i := range c.Evidence {
		if c.Evidence[i].Atom == most {
			if middle--; middle < 0 {
				c.Evidence = slices.Delete(c.Evidence, i, i+1)
				return
			}
		}
	}
}
