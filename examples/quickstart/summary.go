package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// Summary is what became of all leads.
type Summary struct {
	Leads        int64            `json:"leads"`
	Temperatures []string         `json:"temperatures"` // the hottest first; "" is unscored
	Stages       []StageLine      `json:"stages"`       // in the contract's order
	Returned     int64            `json:"returned"`     // leads that sales gave back at least once
	Again        int64            `json:"again"`        // of these, those that were handed over again
	Steps        []StepLine       `json:"steps"`        // in the funnel's order
	Exits        []ExitLine       `json:"exits"`        // the most frequent exit first, then the most frequent reason
	Rules        []scoring.Review `json:"rules"`        // what sales says of them, the worst first
	Sides        []SideLine       `json:"sides"`
	Promises     []Promise        `json:"promises"` // to single leads
	Periods      []Period         `json:"periods"`
	Nurture      Nurture          `json:"nurture,omitzero"`
	Costs        Costs            `json:"costs"`
	Expected     Expected         `json:"expected"`
	Partners     []Partner        `json:"partners,omitempty"`
	Listings     Listings         `json:"listings,omitzero"`
}

// StageLine is how many leads are in a stage, by temperature.
type StageLine struct {
	Stage string  `json:"stage"`
	Acts  string  `json:"acts,omitempty"` // the team that must act
	Leads int64   `json:"leads"`
	By    []int64 `json:"by"` // in the order of Temperatures
}

// StepLine is how many leads reached a step of the funnel.
type StepLine struct {
	Step   string    `json:"step"`
	Leads  int64     `json:"leads"`
	Share  float64   `json:"share"`            // of all leads that entered
	Median lead.Span `json:"median,omitempty"` // from the entry
}

// ExitLine is how often sales gave leads back for one reason.
type ExitLine struct {
	Exit   string `json:"exit"`
	Reason string `json:"reason"`
	Leads  int64  `json:"leads"`
}

// summary asks the rooms what became of all leads.
func (w *world) summary() (Summary, error) {
	s := Summary{Leads: int64(len(w.host.Records)), Temperatures: w.temperatures()}
	if err := w.stages(&s); err != nil {
		return s, err
	}
	w.steps(&s)
	w.exits(&s)
	s.Rules = w.engine.Review(&w.host.Book)
	w.promises(&s)
	w.nurture(&s)
	s.Costs = w.costs()
	var err error
	if s.Expected, err = w.expected(); err != nil {
		return s, err
	}
	w.partners(&s)
	return s, nil
}

func (w *world) temperatures() []string {
	var names []string
	bands, below := w.engine.Scorer().Bands()
	for _, b := range bands {
		names = append(names, b.Name)
	}
	if len(bands) > 0 {
		names = append(names, below)
	}
	return append(names, "")
}

// stages counts leads by stage and temperature. Records that are no leads yet stand in the last line, if there are any.
func (w *world) stages(s *Summary) error {
	lines := []StageLine{}
	for _, st := range w.engine.Machine().Stages() {
		lines = append(lines, StageLine{Stage: st.Name, Acts: st.Owner, By: make([]int64, len(s.Temperatures))})
	}
	lines = append(lines, StageLine{By: make([]int64, len(s.Temperatures))})
	for _, r := range w.records() {
		v, err := w.engine.At(r, w.at)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(lines, func(l StageLine) bool { return l.Stage == v.Stage })
		lines[i].Leads++
		lines[i].By[max(0, slices.Index(s.Temperatures, v.Temperature))]++
		s.Returned += one(r.Lead.Life.Returns > 0)
		s.Again += one(again(w.effects[r.Lead.ID]))
	}
	if last := len(lines) - 1; lines[last].Leads == 0 {
		lines = lines[:last]
	}
	s.Stages = lines
	return nil
}

// again reports whether a lead was handed over after it had been given back.
func again(effects []leadkit.Effect) bool {
	back := slices.IndexFunc(effects, func(f leadkit.Effect) bool { return f.Kind == leadkit.Returned })
	return back >= 0 && slices.ContainsFunc(effects[back:], func(f leadkit.Effect) bool { return f.Kind == leadkit.HandedOver })
}

func (w *world) steps(s *Summary) {
	t := &w.host.Book.Funnel
	for _, step := range w.engine.Funnel().Steps() {
		rate := t.Conversion("", step, funnel.Filter{})
		s.Steps = append(s.Steps, StepLine{Step: step, Leads: rate.Came, Share: rate.Share, Median: t.Velocity("", step, funnel.During{}).Median})
	}
}

// exits counts the reasons for which leads came back or ended.
func (w *world) exits(s *Summary) {
	counts := map[ExitLine]int64{}
	for end, sum := range w.host.Book.Funnel.Ends {
		if end.Exit != "" && end.Reason != "" && end.Kind != funnel.Reopened {
			counts[ExitLine{Exit: end.Exit, Reason: end.Reason}] += sum.Times
		}
	}
	for line, n := range counts {
		line.Leads = n
		s.Exits = append(s.Exits, line)
	}
	all := map[string]int64{}
	for _, line := range s.Exits {
		all[line.Exit] += line.Leads
	}
	slices.SortFunc(s.Exits, func(a, b ExitLine) int {
		return cmp.Or(cmp.Compare(all[b.Exit], all[a.Exit]), strings.Compare(a.Exit, b.Exit), cmp.Compare(b.Leads, a.Leads), strings.Compare(a.Reason, b.Reason))
	})
}

// handOverStep gives the funnel's step at which leads are handed over, "" if there is none.
func (w *world) handOverStep() string {
	for _, st := range w.engine.Machine().Stages() {
		if step := w.engine.Funnel().StepOf(st.Name); st.HandedOver && step != "" {
			return step
		}
	}
	return ""
}
