package main

import (
	"slices"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla"
)

// Promise is how a promise to single leads was kept.
type Promise struct {
	Promise   string    `json:"promise"`
	By        string    `json:"by"`
	Started   int64     `json:"started"`
	Kept      int64     `json:"kept"`
	Late      int64     `json:"kept_late"`
	Broken    int64     `json:"broken"` // and not answered since
	Cancelled int64     `json:"cancelled"`
	Waived    int64     `json:"waived,omitempty"`
	Open      int64     `json:"open"`
	Corrected int64     `json:"corrected"`        // of Kept, those that had been reported as broken
	Median    lead.Span `json:"median,omitempty"` // working time from the start to the evidence
	Example   string    `json:"example"`
}

// Period is how a promise about each period was kept in one.
type Period struct {
	Promise   string    `json:"promise"`
	By        string    `json:"by"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"` // excluded
	Promised  int64     `json:"promised"`
	Delivered int64     `json:"delivered"`
	Accepted  int64     `json:"accepted"`
	Parts     []Part    `json:"parts,omitempty"`
	Open      bool      `json:"open"`
	Kept      bool      `json:"kept"`
	meeting   bool
}

// Part is how a share of what was delivered was kept.
type Part struct {
	Asked string `json:"asked"` // "75% accepted"
	Count int64  `json:"count"`
	Kept  bool   `json:"kept"`
}

// SideLine is what one side made of its promises: to leads and about periods, together.
type SideLine struct {
	By     string `json:"by"`
	Kept   int64  `json:"kept"`
	Late   int64  `json:"kept_late"` // too late is broken, but answered
	Broken int64  `json:"broken"`
	Open   int64  `json:"open"`
}

// promises asks how promises were kept.
func (w *world) promises(s *Summary) {
	meetings := map[string]bool{}
	for _, p := range w.engine.Terms().Promises() {
		if p.Every.N == 0 {
			s.Promises = append(s.Promises, w.promise(p))
		}
		meetings[p.Name] = p.Deliver.Count == 0 && len(p.OfWhich) == 0
	}
	if len(w.log.entries) > 0 {
		for _, p := range w.engine.Periods(&w.host.Book, w.log.entries[0].At, w.at) {
			s.Periods = append(s.Periods, w.period(p, meetings[p.Promise]))
		}
	}
	for _, by := range []string{sla.Marketing, sla.Sales, sla.Both} {
		if line := s.side(by); line != (SideLine{By: by}) {
			s.Sides = append(s.Sides, line)
		}
	}
}

func (w *world) promise(p sla.Promise) Promise {
	t := w.host.Book.Promises.Tally(sla.Which{Promise: p.Name})
	median, _ := t.Working.Median()
	return Promise{
		Promise: p.Name, By: p.By, Started: t.Started, Kept: t.Kept, Late: t.Late, Broken: t.Broken, Cancelled: t.Cancelled, Waived: t.Waived,
		Open: t.Open, Corrected: t.Corrected, Median: lead.Span(median), Example: w.engine.Terms().Example(p.Name),
	}
}

func (w *world) period(p sla.Period, meeting bool) Period {
	one := Period{Promise: p.Promise, By: p.By, From: p.From.Time().In(w.zone), To: p.To.Time().In(w.zone), Promised: p.Promised,
		Delivered: p.Delivered, Accepted: p.Accepted, Open: p.Open, Kept: p.Kept, meeting: meeting}
	for _, part := range p.Parts {
		one.Parts = append(one.Parts, Part{part.Portion.String(), part.Count, part.Kept})
	}
	return one
}

// side adds up what one side made of its promises.
func (s *Summary) side(by string) SideLine {
	line := SideLine{By: by}
	for _, p := range s.Promises {
		if p.By == by {
			line.Kept, line.Late, line.Broken, line.Open = line.Kept+p.Kept, line.Late+p.Late, line.Broken+p.Broken, line.Open+p.Open
		}
	}
	for _, p := range s.Periods {
		if p.By == by {
			line.Open += one(p.Open)
			line.Kept += one(!p.Open && p.Kept)
			line.Broken += one(!p.Open && !p.Kept)
		}
	}
	return line
}

// meetings gives the periods of promises of meetings, supplies the others.
func (s *Summary) meetings() []Period {
	return slices.DeleteFunc(slices.Clone(s.Periods), func(p Period) bool { return !p.meeting })
}

func (s *Summary) supplies() []Period {
	return slices.DeleteFunc(slices.Clone(s.Periods), func(p Period) bool { return p.meeting })
}
