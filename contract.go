package leadkit

import (
	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/internal/document"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Contract is what marketing and sales agreed on: a value, whether it was written as a Go literal, as YAML or as JSON.
// Every section may be left out. The zero Contract has the default lifecycle, no scores and no promises.
type Contract struct {
	// Name names the contract, for people.
	Name   string `json:"contract,omitempty" contract:"doc"`
	Signed Signed `json:"signed,omitempty" contract:"doc"`
	// Currency is ISO 4217. All money in the contract and in events is in it. Empty: EUR.
	Currency string `json:"currency,omitempty"`
	// Calendars are declared once, by name. The one named "default" serves wherever none is named.
	Calendars []calendar.Calendar `json:"calendars,omitempty"`
	Lead      lead.Vocabulary     `json:"lead,omitempty"`
	Scores    scoring.Model       `json:"scores,omitempty"`
	lead.Lifecycle
	OnReturn OnReturn          `json:"on_return,omitempty"`
	Nurture  nurture.Plan      `json:"nurture,omitempty"`
	Routing  routing.Policy    `json:"routing,omitempty"`
	Promises sla.Agreement     `json:"promises,omitempty"`
	Funnel   funnel.Definition `json:"funnel,omitempty"`
	// Retention says how long what is personal is kept.
	Retention Retention `json:"retention,omitzero"`
	// Skew is how far an event's time may lie ahead of the instant it is applied at, and that instant behind the record's clock. Zero: 5m.
	Skew lead.Span `json:"skew,omitempty"`

	found  diag.List
	places document.Places
}

// Signed says who agreed to the contract and until when. It has no effect.
type Signed struct {
	Marketing string `json:"marketing,omitempty" contract:"doc"` // the date, or the name
	Sales     string `json:"sales,omitempty" contract:"doc"`     // likewise
	ReviewBy  string `json:"review_by,omitempty" contract:"doc"` // the date by which both look at it again
}

// File is one file of a contract.
type File struct {
	Name string // for findings
	Data []byte
}
