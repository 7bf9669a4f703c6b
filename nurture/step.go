package nurture

import (
	"fmt"

	"github.com/leadkit/leadkit/lead"
)

// Kind is what a [Step] is. Its text form is a word.
type Kind uint8

// The kinds of step.
const (
	Entered    Kind = iota + 1 // the lead entered a program
	Moved                      // it moved into another stream
	ContentDue                 // a content is to be sent: asked for once, and from then on received
	Withheld                   // a content's turn has come, and nothing allows to send it
	Exhausted                  // nothing is left to send
	Ready                      // the lead is ready for sales
	Exited                     // it left the program
	Paused                     // it was handed over, sales has it: the clock of the program stands still
	Resumed                    // sales gave it back, or nothing stops it any more: the clock goes on
	Turned                     // it took a turn in its course: a branch, an event that it waited for, or the end of that wait
	HeldOut                    // it entered a program, and receives nothing, to compare with those that do
	Frozen                     // an event stopped the clock of the program
	Warmed                     // its temperature rose
	Won                        // it bought
	TooEarly                   // it was handed over too early
	TooLate                    // it bought elsewhere before it was handed over, or before sales tried to reach it
)

var kindNames = [...]string{Entered: "entered", Moved: "moved", ContentDue: "content_due", Withheld: "withheld", Exhausted: "exhausted",
	Ready: "ready", Exited: "exited", Paused: "paused", Resumed: "resumed", Turned: "turned", HeldOut: "held_out", Frozen: "frozen",
	Warmed: "warmed", Won: "won", TooEarly: "too_early", TooLate: "too_late"}

// String gives the kind as a word.
func (k Kind) String() string {
	if int(k) < len(kindNames) && k > 0 {
		return kindNames[k]
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// MarshalText gives the text of String.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads a kind's word.
func (k *Kind) UnmarshalText(text []byte) error {
	for i, name := range kindNames {
		if i > 0 && name == string(text) {
			*k = Kind(i)
			return nil
		}
	}
	return fmt.Errorf("%q is no kind of step", text)
}

// Step is one thing that nurture decided, with its instant and its reason.
type Step struct {
	Kind    Kind         `json:"kind"`
	Program string       `json:"program"` // empty: TooEarly or TooLate of a lead that is in none
	Stream  string       `json:"stream,omitempty"`
	Step    string       `json:"step,omitempty"`    // of the stream's course, if it has one
	Content string       `json:"content,omitempty"` // of Ready, Warmed, Paused, Won, TooEarly and TooLate, the content received last
	Channel string       `json:"channel,omitempty"`
	At      lead.Instant `json:"at"`
	Reason  string       `json:"reason,omitempty"` // in words
	// Control says that the lead is held out in the program.
	Control bool `json:"control,omitempty"`
	// Cohort is when the lead entered the program for the first time: of Won, and of Entered and HeldOut if this is the first time.
	Cohort lead.Instant `json:"cohort,omitempty"`
}

// String gives the step on one line.
func (s Step) String() string {
	text := s.At.String() + " " + s.Kind.String() + " " + s.Program
	if s.Stream != "" {
		text += "/" + s.Stream
	}
	if s.Step != "" {
		text += "/" + s.Step
	}
	if s.Content != "" {
		text += ": " + s.Content
	}
	if s.Channel != "" {
		text += " by " + s.Channel
	}
	if s.Reason != "" {
		text += " (" + s.Reason + ")"
	}
	return text
}
