package funnel

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Definition says what a contract counts: the milestones of a lead, in order, and what is known of its chances beforehand.
// The zero Definition counts the stages of the default lifecycle.
type Definition struct {
	// Zone is the IANA time zone of calendar months and weeks. Empty: UTC. When it changes, a lead that is under way near the end of one can part from its cohort.
	Zone string `json:"zone,omitempty"`
	// Steps are the milestones, in the order in which a lead is expected to pass them. It may skip some, and may enter at any.
	// None: those of inquiry, mql, sal, sql, opportunity and customer that the lifecycle has.
	Steps []Step `json:"steps,omitempty" contract:"ordered"`
	// Won are the stages in which a demand ends as a sale. None: customer.
	Won []string `json:"won,omitempty"`
	// Lost are the stages in which it ends as anything else. None: lost and disqualified.
	Lost []string `json:"lost,omitempty"`
	// Probability gives the chance of a sale of a lead in a stage, where it is not to be estimated.
	Probability []Chance `json:"probability,omitempty"`
	// Smoothing is the weight of the overall share of sales in the estimate for one step, in leads. Zero: 2.
	Smoothing float64 `json:"smoothing,omitempty"`
}

// Step is one milestone. With neither Stage nor Upon it is the entering of the stage that has the step's name.
type Step struct {
	Name string `json:"name" contract:"name"`
	// Stage are the stages any of which is entered.
	Stage []string `json:"stage,omitempty"`
	// Upon are kinds of event, any of which happens.
	Upon []string `json:"upon,omitempty"`
	// When is a condition on that event and the lead, at that moment. Upon a stage, event.from and event.move can be read too.
	When string `json:"when,omitempty" contract:"expression"`
	// Amount is what the lead is worth at the step, in major units of the contract's currency.
	// None: the amount last named by an opportunity, a quote or a signature, or else the lead's potential.
	Amount string `json:"amount,omitempty" contract:"expression"`
	// Meaning says in a sentence what it means to have come here.
	Meaning string `json:"meaning,omitempty" contract:"doc"`
}

// UnmarshalText reads the short form, the stage alone. An empty text is the stage of the step's own name.
func (s *Step) UnmarshalText(text []byte) error {
	s.Stage = nil
	if stage := strings.TrimSpace(string(text)); stage != "" {
		s.Stage = []string{stage}
	}
	return nil
}

// Chance is the probability that a lead in a stage becomes a sale.
type Chance struct {
	Stage string `json:"stage" contract:"name"`
	P     Share  `json:"p"`
}

// UnmarshalText reads the short form, the probability alone.
func (c *Chance) UnmarshalText(text []byte) error { return c.P.UnmarshalText(text) }

// Share is a part of a whole, 0 to 1. Its text form is "0.5" or "50%".
type Share float64

// String gives the shortest decimal: "0.5".
func (s Share) String() string { return strconv.FormatFloat(float64(s), 'g', -1, 64) }

// MarshalText gives the text of String.
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the text form.
func (s *Share) UnmarshalText(text []byte) error {
	digits, percent := strings.CutSuffix(strings.TrimSpace(string(text)), "%")
	f, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if percent {
		f /= 100
	}
	if err != nil || !(f >= 0 && f <= 1) {
		return fmt.Errorf("%q is no share: write one such as 0.5 or 50%%", text)
	}
	*s = Share(f)
	return nil
}

// valid reports whether a share given as a Go value is one.
func (s Share) valid() bool { return s >= 0 && s <= 1 && !math.IsNaN(float64(s)) }

// Bounds of a Definition, and so of a [Path].
const (
	MostSteps   = 64  // of a Definition
	MostReaches = 128 // that a Path remembers: after the contract has changed, also steps that are gone
)

var (
	defaultSteps = []string{"inquiry", "mql", "sal", "sql", "opportunity", "customer"}
	defaultWon   = []string{"customer"}
	defaultLost  = []string{"lost", "disqualified"}
)
