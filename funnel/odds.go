package funnel

import "slices"

// Odds are the chances of a sale, by step.
type Odds struct {
	Steps []StepOdds `json:"steps"` // in the order of the steps
	// Entry is for leads of which no more is known than that they are leads.
	Entry StepOdds `json:"entry"`
}

// StepOdds is the chance that a lead which has reached a step becomes a sale.
type StepOdds struct {
	Step string  `json:"step,omitempty"`
	P    float64 `json:"p"`
	// Rate is what it rests on: of the leads that reached the step and whose demand has ended, how many were won.
	Rate  Rate  `json:"rate"`
	Open  int64 `json:"open"`            // leads that reached the step and whose demand goes on: they say nothing yet
	Given bool  `json:"given,omitempty"` // stated by the contract, or certain
}

// Odds gives the chances of a sale: those that the definition states, and for the others an estimate from the leads that reached the step, where the filter
// says, and whose demand has ended. With w won of n, overall W won of N, and k the definition's smoothing, it is
//
//	(w + k·p) / (n + k)   where   p = (W + 1) / (N + 2)
//
// the mean of a beta distribution whose prior has the weight of k leads, around Laplace's rule of succession for all leads: never 0 and never 1.
// As long as demands that are won end sooner or later than those that are lost, an estimate from young leads leans that way; Open says how many are missing.
func (c *Funnel) Odds(t *Tally, f Filter) Odds {
	entry := t.sum("", f)
	won, lost := max(0, entry.Won), max(0, entry.Lost)
	overall := float64(won+1) / float64(won+lost+2)
	o := Odds{Entry: c.stepOdds("", &entry, overall)}
	for _, step := range c.names {
		count := t.sum(step, f)
		o.Steps = append(o.Steps, c.stepOdds(step, &count, overall))
	}
	return o
}

func (c *Funnel) stepOdds(step string, count *Count, overall float64) StepOdds {
	won, lost := max(0, count.Won), max(0, count.Lost)
	k := c.spec.Smoothing
	o := StepOdds{Step: step, Rate: rateOf(won, won+lost), Open: max(0, count.Leads-won-lost), P: (float64(won) + k*overall) / (float64(won+lost) + k)}
	if p, ok := c.given(step); ok {
		o.P, o.Given = p, true
	}
	return o
}

// given gives the stated chance of the first stage of a step for which there is one. A step that only stages of Won reach is certain.
func (c *Funnel) given(step string) (float64, bool) {
	for i := range c.spec.Steps {
		if s := &c.spec.Steps[i]; s.Name == step {
			for _, stage := range s.Stage {
				if p, ok := c.chance(stage); ok {
					return p, true
				}
			}
		}
	}
	return 0, false
}

// chance gives what is certain or stated of a stage.
func (c *Funnel) chance(stage string) (float64, bool) {
	switch {
	case c.won[stage]:
		return 1, true
	case c.lost[stage]:
		return 0, true
	}
	i := slices.IndexFunc(c.spec.Probability, func(chance Chance) bool { return chance.Stage == stage })
	if i < 0 {
		return 0, false
	}
	return float64(c.spec.Probability[i].P), true
}

// Chance gives the chance of a lead in a stage: 1 where it is won and 0 where it is lost, else what the definition states, else the odds of the step
// which the stage is, else those of a lead of which no more is known. It is false where none of these is there.
func (c *Funnel) Chance(odds Odds, stage string) (float64, bool) {
	if p, ok := c.chance(stage); ok {
		return p, true
	}
	return odds.step(c.stepOf[stage]).P, len(odds.Steps) > 0
}

func (o *Odds) step(name string) StepOdds {
	for _, s := range o.Steps {
		if s.Step == name {
			return s
		}
	}
	return o.Entry
}
