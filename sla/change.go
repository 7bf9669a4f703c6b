package sla

import (
	"fmt"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Kind says what became of a promise.
type Kind uint8

// The kinds of change. Kept, KeptLate, Cancelled, Waived and Ended are the last of a clock, except that Corrected may follow KeptLate and Ended.
const (
	Started   Kind = iota + 1
	AtRisk         // the share of time that the promise names has been used
	StepDue        // a step of escalation is due
	Broken         // the deadline has passed without the evidence; the clock goes on measuring
	Kept           // the evidence was complete in time
	KeptLate       // the evidence was complete after the deadline
	Corrected      // evidence in time was heard of after the promise had been reported as broken: it is kept
	Cancelled      // an event took the promise's object away
	Paused         // the clock stands still
	Resumed        // it goes on, with its deadline moved
	Waived         // somebody forwent the promise: neither kept nor broken
	Barred         // an attempt broke a contact rule: it is no evidence
	Narrowed       // channels were dropped from the running promise
	Passed         // it passed to another owner, with its deadline unchanged unless the promise says otherwise; or to the cover of one who is absent
	Uncovered      // whoever holds it is absent, and nobody covers
	Moved          // a manager set its deadline by hand, or what was set has ended
	Delivered      // a lead that was handed over reached sales: of no promise, its reason is the move that handed it over
	Ended          // measuring a broken promise has ended without an answer
)

var kindNames = [...]string{Started: "started", AtRisk: "at risk", StepDue: "step", Broken: "broken", Kept: "kept", KeptLate: "kept late",
	Corrected: "corrected", Cancelled: "cancelled", Paused: "paused", Resumed: "resumed", Waived: "waived",
	Barred: "barred", Narrowed: "narrowed", Passed: "passed on", Uncovered: "uncovered", Moved: "moved", Ended: "ended", Delivered: "delivered"}

// String gives the kind in words, "" for zero.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// MarshalText gives the text of String.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads a kind's words.
func (k *Kind) UnmarshalText(text []byte) error {
	for i, name := range kindNames {
		if name == string(text) {
			*k = Kind(i)
			return nil
		}
	}
	return fmt.Errorf("%q is no kind of change", text)
}

// Change is something that became of a promise to a lead. What time decides bears the instant it fell due: a promise that is due at 16:00 is broken
// one millisecond later. What an event decides bears the record's clock.
type Change struct {
	Promise string       `json:"promise"`
	By      string       `json:"by"` // the side that owes it
	Kind    Kind         `json:"kind"`
	At      lead.Instant `json:"at"`
	Start   lead.Instant `json:"start"`
	Due     lead.Instant `json:"due,omitempty"`
	Clock   string       `json:"clock"` // [Clock.ID]
	// Step is what is to be done, "reassign", and Share of how much of the time; an AtRisk has the share too.
	Step  string  `json:"step,omitempty"`
	Share Percent `json:"share,omitempty"`
	// Before and After are how far from the deadline the step is, if it is counted from there.
	Before calendar.Term `json:"before,omitzero"`
	After  calendar.Term `json:"after,omitzero"`
	// Missing is the evidence that is missing, in words. Reason is why a promise was cancelled, an attempt barred, or a promise at risk before its share of time.
	Missing string `json:"missing,omitempty"`
	Reason  string `json:"reason,omitempty"`
	// Dropped are the channels that the promise does without, of Started, Narrowed and a Cancelled for want of a permitted channel.
	Dropped []Dropped `json:"dropped,omitempty"`
	// Latest is, of Started, the last instant at which what is missing can be begun, where that is before the deadline: permitted hours end, or a cadence needs its distance.
	Latest lead.Instant `json:"latest,omitempty"`
	// Answered is when the evidence was complete; Elapsed and Working are the time from the start to it, or to the cancellation or the waiver, pauses left out, as it passes and on the calendar.
	Answered lead.Instant `json:"answered,omitempty"`
	Elapsed  lead.Span    `json:"elapsed,omitempty"`
	Working  lead.Span    `json:"working,omitempty"`
	// Who is the lead's owner, whoever stands in for an absent one, or where there is neither the person who acted. Team is their team.
	Who  string `json:"who,omitempty"`
	Team string `json:"team,omitempty"`
	// Holder is the owner that the clock had been counted for, of the changes that are counted. HolderTeam is their team.
	Holder     string `json:"holder,omitempty"`
	HolderTeam string `json:"holder_team,omitempty"`
	// Cause is the id of the event that started the clock, Event of the one that decided this change, empty where time did.
	// List is the calendar at whose opening a Delivered was delivered.
	List  string `json:"list,omitempty"`
	Cause string `json:"cause,omitempty"`
	Event string `json:"event,omitempty"`
	// Revokes is the [Change.Key] of the broken promise that a Corrected takes back.
	Revokes string `json:"revokes,omitempty"`
	// Was is what the clock had been reported as: Broken, of a KeptLate; Broken or KeptLate, of a Corrected. WasWho, WasElapsed and WasWorking are what
	// that report said.
	Was        Kind      `json:"was,omitempty"`
	WasWho     string    `json:"was_who,omitempty"`
	WasTeam    string    `json:"was_team,omitempty"`
	WasElapsed lead.Span `json:"was_elapsed,omitempty"`
	WasWorking lead.Span `json:"was_working,omitempty"`
	// Unanswered says, of a Corrected, that measuring had ended without an answer.
	Unanswered bool `json:"unanswered,omitempty"`
}

// Key names the change for ever, within its lead: "follow up#1 broken", "follow up#1 remind at 50%". Pauses, which can recur, bear their instant.
func (c *Change) Key() string {
	switch c.Kind {
	case Delivered:
		return c.Kind.String() + " " + c.Event
	case StepDue:
		return c.Clock + " " + c.Escalation().String()
	case Paused, Resumed:
		return c.Clock + " " + c.Kind.String() + " " + c.At.String()
	case Uncovered, Passed, Moved:
		if c.Event == "" {
			return c.Clock + " " + c.Kind.String() + " " + c.At.String()
		}
		return c.Clock + " " + c.Kind.String() + " " + c.Event
	case Barred, Narrowed:
		return c.Clock + " " + c.Kind.String() + " " + c.Event
	}
	return c.Clock + " " + c.Kind.String()
}

// Escalation gives the step of a StepDue.
func (c *Change) Escalation() Step {
	return Step{Do: c.Step, At: c.Share, Before: c.Before, After: c.After, Exhausted: c.Share == 0 && c.Before == (calendar.Term{}) && c.After == (calendar.Term{})}
}

// String gives the change in words: "follow up: broken, phone is missing".
func (c *Change) String() string {
	text := c.Promise + ": " + c.Kind.String()
	if c.Kind == Delivered {
		return c.Kind.String()
	}
	if c.Kind == StepDue {
		text = c.Promise + ": " + c.Escalation().String()
	}
	if c.Kind == Passed {
		text += " to " + c.Who
	}
	for _, d := range c.Dropped {
		text += ", without " + d.Channel + " (" + d.Reason + ")"
	}
	if c.Latest != 0 {
		text += ", to begin by " + c.Latest.String()
	}
	switch {
	case c.Reason != "":
		return text + ", " + c.Reason
	case c.Missing != "":
		return text + ", missing: " + c.Missing
	case c.Answered != 0:
		return text + " after " + c.Elapsed.String()
	}
	return text
}
