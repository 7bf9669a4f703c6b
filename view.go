package leadkit

import (
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
)

// View is where a lead stands at an instant, with the reasons.
type View struct {
	Lead        string             `json:"lead"`
	At          lead.Instant       `json:"at"`
	Stage       string             `json:"stage"`
	Meaning     string             `json:"meaning,omitempty"`
	Since       lead.Instant       `json:"since,omitempty"`
	Cycle       int                `json:"cycle,omitempty"`
	Acts        string             `json:"acts,omitempty"` // the team that must act
	Owner       string             `json:"owner,omitempty"`
	Duty        lead.Duty          `json:"duty,omitzero"` // whose turn it is, and what they may do next
	Route       string             `json:"route,omitempty"`
	Temperature string             `json:"temperature,omitempty"`
	Grid        string             `json:"grid,omitempty"` // the field of the scores' grid
	Scores      []lead.Score       `json:"scores,omitempty"`
	Lines       []lead.Line        `json:"lines,omitempty"` // sum exactly to the scores
	Hands       []scoring.Hand     `json:"hands,omitempty"` // scores that are set by hand or frozen: by whom, why, until when
	Promises    []sla.Standing     `json:"promises,omitempty"`
	Nurture     []nurture.Position `json:"nurture,omitempty"`
	Passages    []lead.Passage     `json:"passages,omitempty"`
	Receipt     *lead.Receipt      `json:"receipt,omitempty"`
	Next        lead.Instant       `json:"next,omitempty"` // when something changes by itself; zero: never
}

// At gives where a lead stands at an instant, not before the record's clock. The record is not changed: what falls due until then is done on a copy.
func (e *Engine) At(r *Record, at time.Time) (View, error) {
	c := r.Clone()
	if _, err := e.Advance(c, at); err != nil {
		return View{}, err
	}
	if c.Clock > lead.At(at) {
		return View{}, ErrPast
	}
	v := e.view(c)
	if next, ok := e.Next(c); ok {
		v.Next = lead.At(next)
	}
	return v, nil
}

func (e *Engine) view(r *Record) View {
	life := &r.Lead.Life
	stage, _ := e.machine.Stage(life.Stage)
	v := View{
		Lead: r.Lead.ID, At: r.Clock, Stage: life.Stage, Meaning: stage.Meaning, Acts: stage.Owner, Since: life.Since, Cycle: life.Cycle,
		Owner: life.Owner, Route: life.Route, Temperature: e.scorer.Temperature(&r.Scores, r.Clock), Grid: e.scorer.Grid(&r.Scores, r.Clock), Lines: e.scorer.Explain(&r.Scores, r.Clock),
		Hands:    e.scorer.Hands(&r.Scores, r.Clock),
		Promises: e.terms.At(&r.Promises, r.Clock), Nurture: e.planner.At(&r.Nurture, r.Clock), Passages: life.Passages, Receipt: life.Receipt,
	}
	for i, name := range e.schema.Scores() {
		points, known := e.scorer.Score(&r.Scores, i, r.Clock)
		v.Scores = append(v.Scores, lead.Score{Name: name, Points: points, Known: known})
	}
	v.Duty = e.duty(r, v.Promises)
	return v
}

// duty tells whose turn it is. Where no next act was agreed, it is what sales promised: the first that is due.
func (e *Engine) duty(r *Record, promises []sla.Standing) lead.Duty {
	x := e.run(r)
	defer e.done(x)
	x.look(nil)
	d := e.machine.Duty(&r.Lead, x.facts, r.Clock)
	if d.Lack == "" {
		return d
	}
	for _, p := range promises {
		if p.By == sla.Sales && (p.Status == sla.StatusPending || p.Status == sla.StatusAtRisk) && p.Due != 0 && (d.Next == nil || p.Due < d.Next.Due) {
			d.Next, d.Lack = &lead.Planned{Key: lead.PlanPromise, Ref: p.Clock, What: p.Promise, Due: p.Due, At: p.Start}, ""
		}
	}
	return d
}
