package funnel

import "github.com/leadkit/leadkit/lead"

// Path is what the funnel remembers of one lead. It is plain data, the zero Path is a lead that has reached nothing, and it holds
// at most [MostReaches] reaches.
type Path struct {
	// Reached are the steps, in the order in which the first reach of each became known. A step is noted once, whatever happens later.
	Reached []Reach `json:"r,omitempty"`
	// Channel and Campaign are the lead's first source, as it was known at its first step: they stay, so that no lead changes its cohort.
	Channel  string `json:"c,omitempty"`
	Campaign string `json:"m,omitempty"`
	// Team and Owner last had the lead. They outlive the return, which is theirs.
	Team  string `json:"t,omitempty"`
	Owner string `json:"o,omitempty"`
	// Deal is the amount that sales last named, in minor units, and Dealt when: of two at one instant the greater.
	Deal  int64        `json:"d,omitempty"`
	Dealt lead.Instant `json:"a,omitempty"`
	// Closing is when the sale is expected, as the opportunity last said.
	Closing lead.Instant `json:"x,omitempty"`
	// End is how the demand ended: Won, Lost or not yet.
	End string `json:"e,omitempty"`
}

// Reach is when a lead reached a step, and where it stood.
type Reach struct {
	Step  string       `json:"s"`
	First lead.Instant `json:"f"`
	Last  lead.Instant `json:"l,omitempty"` // zero: the first
	Times int          `json:"n,omitempty"` // how often it was reached again
	Type  string       `json:"y,omitempty"`
	Team  string       `json:"t,omitempty"`
	Owner string       `json:"o,omitempty"`
	// Amount is what the lead was worth, in minor units. Zero: not known.
	Amount int64 `json:"a,omitempty"`
}

// Find gives the reach of a step.
func (p *Path) Find(step string) (Reach, bool) {
	if r := p.find(step); r != nil {
		return *r, true
	}
	return Reach{}, false
}

// Cohort gives the instant of the first step, zero if there is none.
func (p *Path) Cohort() lead.Instant {
	if len(p.Reached) == 0 {
		return 0
	}
	return p.Reached[0].First
}

func (p *Path) find(step string) *Reach {
	for i := range p.Reached {
		if p.Reached[i].Step == step {
			return &p.Reached[i]
		}
	}
	return nil
}

// before gives the reach that is latest among those not later than an instant; of several at one instant the one known last.
func (p *Path) before(at lead.Instant) *Reach {
	var last *Reach
	for i := range p.Reached {
		if r := &p.Reached[i]; r.First <= at && (last == nil || r.First >= last.First) {
			last = r
		}
	}
	return last
}

// deal notes an amount that sales named.
func (p *Path) deal(minor int64, at lead.Instant) {
	if at > p.Dealt || at == p.Dealt && minor > p.Deal {
		p.Deal, p.Dealt = minor, at
	}
}
