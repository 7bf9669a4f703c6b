package leadtest

import (
	"strings"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/internal/document"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// book is what scenario files hold, joined.
type book struct {
	Scenarios []scenario `json:"scenarios"`
}

// scenario is one story of one lead. Its name is a sentence.
type scenario struct {
	Name  string     `json:"name" contract:"name"`
	About string     `json:"about,omitempty" contract:"doc"` // prose
	Start moment     `json:"start,omitempty"`                // none: a Monday at 09:00
	Lead  []property `json:"lead,omitempty"`                 // what lead_created carries
	Route string     `json:"route,omitempty"`                // "none": what is asked stays open
	Steps []step     `json:"steps"`
}

// step is a moment, what happens then, and what is expected of it; any of the three may be left out.
type step struct {
	After     calendar.Term `json:"after,omitempty"`
	Wait      calendar.Term `json:"wait,omitempty"`
	At        moment        `json:"at,omitempty"`
	Automatic bool          `json:"automatic,omitempty"`
	By        string        `json:"by,omitempty"`
	ID        string        `json:"id,omitempty"`    // none: one of its own
	Heard     delay         `json:"heard,omitempty"` // how much later the host learns of it
	Expect    *expectation  `json:"expect,omitempty"`
	Events    []happening   `json:"events,omitempty" contract:"inline"`
}

// UnmarshalText reads the short form, an event without properties.
func (s *step) UnmarshalText(text []byte) error {
	s.Events = []happening{{Kind: string(text)}}
	return nil
}

// happening is an event: its kind and its properties.
type happening struct {
	Kind  string     `json:"kind" contract:"name"`
	Props []property `json:"props,omitempty" contract:"inline"`
}

// UnmarshalText is there so that a kind may stand alone, without properties. It takes no other value.
func (h *happening) UnmarshalText(text []byte) error {
	return diag.List{{Code: "wrong-shape", Summary: "properties with their values belong here, not " + string(text), Remedy: "write {property: value}, or nothing"}}
}

// property is what an event or a lead carries, as it is written. Which type it has, the contract says.
type property struct {
	Name   string   `json:"name" contract:"name"`
	Values []string `json:"values" contract:"value"`
}

// UnmarshalText reads a single value.
func (p *property) UnmarshalText(text []byte) error {
	p.Values = []string{string(text)}
	return nil
}

// expectation is what must be true now, and what must have happened since the last one.
type expectation struct {
	Stage       *string `json:"stage,omitempty"`
	Temperature *string `json:"temperature,omitempty"`
	// Owner is the lead's. Nobody: "nobody".
	Owner    *string    `json:"owner,omitempty"`
	Cycle    int        `json:"cycle,omitempty"` // the how manieth demand of the lead this is, from 1
	Happens  []claim    `json:"happens,omitempty"`
	Not      []claim    `json:"not,omitempty"`
	Next     upcoming   `json:"next,omitempty"`
	Promises []standing `json:"promises,omitempty"`
	Scores   []amount   `json:"scores,omitempty" contract:"inline"`

	nothing bool
}

const nothingHappens = "nothing happens"

// UnmarshalText reads the short form, "nothing happens".
func (x *expectation) UnmarshalText(text []byte) error {
	if string(text) != nothingHappens {
		return diag.List{{Code: "bad-value", Summary: "an expectation in one word is " + nothingHappens, Near: diag.Near(string(text), []string{nothingHappens})}}
	}
	x.nothing = true
	return nil
}

// standing is how a promise must stand.
type standing struct {
	Promise string `json:"promise" contract:"name"`
	Status  string `json:"status"`
}

// UnmarshalText reads the status.
func (s *standing) UnmarshalText(text []byte) error {
	s.Status = string(text)
	return nil
}

// claim says that something happens: an effect, or one about something.
type claim struct {
	Of []about `json:"of" contract:"inline"`
}

// UnmarshalText reads "handed over", and in quotes "promise broken: follow up".
func (c *claim) UnmarshalText(text []byte) error {
	effect, subject, _ := strings.Cut(string(text), ": ")
	c.Of = []about{{Effect: effect, Subject: subject}}
	return nil
}

// about is an effect and what it is about, anything if that is empty.
type about struct {
	Effect  string `json:"effect" contract:"name"`
	Subject string `json:"subject"`
}

// UnmarshalText reads what it is about.
func (a *about) UnmarshalText(text []byte) error {
	a.Subject = string(text)
	return nil
}

// String gives the effect as a scenario writes it.
func (a about) String() string {
	if a.Subject == "" {
		return a.Effect
	}
	return a.Effect + ": " + a.Subject
}

// read reads scenario files.
func read(files []leadkit.File) (b book, places document.Places, found diag.List) {
	places = document.Places{}
	for _, f := range files {
		document.Read(f.Name, f.Data, &b, places, &found)
	}
	return b, places, found
}

// delay is "2h later" or "2h".
type delay struct{ Span lead.Span }

// UnmarshalText reads it.
func (d *delay) UnmarshalText(text []byte) error {
	return d.Span.UnmarshalText([]byte(strings.TrimSuffix(string(text), " later")))
}
