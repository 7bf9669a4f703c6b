package sla

import (
	"fmt"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Standing is how a promise to a lead stands at an instant.
type Standing struct {
	Promise string `json:"promise"`
	By      string `json:"by"`
	// Status is one of the Status… words.
	Status string       `json:"status"`
	Clock  string       `json:"clock,omitempty"` // [Clock.ID], empty if none has started
	Start  lead.Instant `json:"start,omitempty"`
	Due    lead.Instant `json:"due,omitempty"` // as far as a pause that lasts lets one know
	// Used is the share of the time that is used up, in percent, counted as the clock counts.
	Used     Percent      `json:"used,omitempty"`
	Missing  string       `json:"missing,omitempty"` // the evidence that is missing, in words
	Dropped  []Dropped    `json:"dropped,omitempty"` // the channels it does without
	Answered lead.Instant `json:"answered,omitempty"`
	Late     lead.Span    `json:"late,omitempty"` // how long after the deadline, so far or until it was answered
	Words    string       `json:"words"`          // all this in words
}

// The words of [Standing.Status].
const (
	StatusNotStarted = "not started"
	StatusPending    = "pending"
	StatusAtRisk     = "at risk"
	StatusPaused     = "paused"
	StatusBroken     = "broken"
	StatusKept       = "kept"
	StatusKeptLate   = "kept late"
	StatusCancelled  = "cancelled"
	StatusWaived     = "waived"
)

// At gives how each promise to the lead stands at an instant up to which the state has been advanced: its running clocks, or else the one that ended last.
// Promises are in order of their names. It changes nothing.
func (t *Terms) At(st *State, at lead.Instant) []Standing {
	var list []Standing
	for i := range t.promises {
		p := &t.promises[i]
		if !p.each() || p.measured {
			continue
		}
		from, to := of(st.Clocks, p.Name)
		for j := from; j < to; j++ {
			list = append(list, p.standing(&st.Clocks[j], at))
		}
		if from < to {
			continue
		}
		if from, to := of(st.Past, p.Name); from < to {
			list = append(list, p.standing(&st.Past[to-1], at))
			continue
		}
		list = append(list, Standing{Promise: p.Name, By: p.By, Status: StatusNotStarted, Words: p.Name + ": " + StatusNotStarted})
	}
	return list
}

func (p *promise) standing(c *Clock, at lead.Instant) Standing {
	s := Standing{Promise: p.Name, By: p.By, Status: p.status(c), Clock: c.ID(), Start: c.Start, Due: c.Due, Answered: c.Answered}
	end := at
	if c.Ended != 0 {
		end = c.Ended
	}
	if c.Answered != 0 {
		end = c.Answered
	} else {
		s.Dropped = c.Dropped
		if n := p.needs(c); n != nil {
			s.Missing = n.missing(c.Evidence)
		}
	}
	s.Used = p.used(c, end)
	if c.Due != 0 && end > c.Due && c.Broken != 0 && s.Status != StatusKept {
		s.Late = end.Sub(c.Due)
	}
	s.Words = p.words(&s, p.on(c))
	return s
}

func (p *promise) status(c *Clock) string {
	switch {
	case c.Verdict == Kept || c.Verdict == Corrected:
		return StatusKept
	case c.Verdict != 0:
		return c.Verdict.String()
	case c.Broken != 0:
		return StatusBroken
	case c.paused() != nil:
		return StatusPaused
	case c.Risky:
		return StatusAtRisk
	}
	return StatusPending
}

// used gives which share of its time a clock has used up, rounded down.
func (p *promise) used(c *Clock, at lead.Instant) Percent {
	if c.Due == 0 {
		return 0
	}
	whole := *c
	if whole.paused() != nil { // its deadline is still that of before the pause
		whole.Pauses = whole.Pauses[:len(whole.Pauses)-1]
	}
	used, usedWorking := p.spent(c, at)
	total, totalWorking := p.spent(&whole, c.Due)
	if c.Working {
		used, total = usedWorking, totalWorking
	}
	if total <= 0 {
		return 100
	}
	return Percent(min(float64(used)*100/float64(total), float64(MostPercent)))
}

// words says how a promise stands on its calendar's clock: "follow up: pending, due Saturday 16:00, 20% used, missing phone".
func (p *promise) words(s *Standing, h *calendar.Hours) string {
	parts := []string{p.Name + ": " + s.Status}
	switch {
	case s.Status == StatusPending || s.Status == StatusAtRisk:
		if s.Due != 0 {
			parts = append(parts, "due "+h.Moment(s.Due.Time(), s.Start.Time()), s.Used.String()+" used")
		}
	case s.Status == StatusPaused:
		parts = append(parts, s.Used.String()+" used")
	case s.Answered != 0:
		parts = append(parts, "answered "+h.Moment(s.Answered.Time(), s.Start.Time()))
	}
	if s.Late > 0 {
		parts = append(parts, s.Late.String()+" late")
	}
	for _, d := range s.Dropped {
		parts = append(parts, "without "+d.Channel+" ("+d.Reason+")")
	}
	if s.Missing != "" && s.Status != StatusCancelled && s.Status != StatusWaived {
		parts = append(parts, "missing "+s.Missing)
	}
	return strings.Join(parts, ", ")
}

// Example says in words what a promise means: "handed over Friday 16:00, due Saturday 16:00". A promise about each period is told by the one in which
// the example lies. It is empty for a promise that the agreement does not have.
func (t *Terms) Example(name string) string {
	p := t.promise(name)
	switch {
	case p == nil:
		return ""
	case p.meeting():
		from, to := p.period(exampleDay)
		first, last := p.days(from, to)
		return "a meeting between " + first + " and " + last
	case p.supply():
		return p.supplyExample()
	}
	var parts []string
	after, from := exampleDay.Time(), "from that moment"
	if len(p.From) > 0 {
		from = spaced(p.From[0])
	}
	for _, cs := range p.Terms {
		parts = append(parts, fmt.Sprintf("if %s: %s %s", cs.When, from, p.on(&Clock{Calendar: cs.Calendar}).Example(after, cs.Within)))
	}
	if !p.Within.IsZero() {
		text := from + " " + p.hours.Example(after, p.Within)
		if len(parts) > 0 {
			text = "else: " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// exampleDay is where examples begin: Monday 2 November 2026, in an ordinary week of most calendars.
const exampleDay lead.Instant = 1793577600000

func (p *promise) supplyExample() string {
	from, to := p.period(exampleDay)
	text := "leads handed over"
	if p.Deliver.Count > 0 {
		text = p.Deliver.String() + " handed over"
	}
	first, last := p.days(from, to)
	text += " from " + first + " to " + last
	for _, portion := range p.OfWhich {
		text += ", " + portion.String()
	}
	return text
}

// days gives the first and the last day of a period.
func (p *promise) days(from, to lead.Instant) (first, last string) {
	const layout = "2 January 2006"
	loc := p.hours.Location()
	return from.Time().In(loc).Format(layout), (to - 1).Time().In(loc).Format(layout)
}
