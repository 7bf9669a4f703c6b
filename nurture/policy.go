package nurture

import (
	"fmt"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Fate is what becomes of a lead for which nothing is left to send.
type Fate uint8

// The fates. None is the default: a plan says what it wants.
const (
	Unstated Fate = iota
	Wait          // it stays, and receives what is added later, or begins to suit it, in the stream's rhythm
	Exit          // it leaves the program
	Slow          // it stays, and receives what is added later in a slower rhythm, until it changes streams
)

var fateNames = [...]string{Wait: "wait", Exit: "exit", Slow: "slow"}

// Policy says what becomes of a lead for which nothing is left: because it received everything, or because nothing of what is left suits it.
// Its text form is "wait", "exit" or "slow every 30d". No content is ever repeated.
type Policy struct {
	Fate  Fate
	Every calendar.Term // the rhythm of Slow
}

// String gives the text form, "" for the zero Policy.
func (p Policy) String() string {
	switch {
	case int(p.Fate) >= len(fateNames):
		return ""
	case p.Fate == Slow:
		return "slow every " + p.Every.String()
	}
	return fateNames[p.Fate]
}

// MarshalText gives the text of String.
func (p Policy) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the text form.
func (p *Policy) UnmarshalText(text []byte) error {
	word, rest, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	every, slow := strings.CutPrefix(strings.TrimSpace(rest), "every ")
	switch {
	case word == "wait" && rest == "":
		*p = Policy{Fate: Wait}
	case word == "exit" && rest == "":
		*p = Policy{Fate: Exit}
	case word == "slow" && slow:
		var t calendar.Term
		if err := t.UnmarshalText([]byte(every)); err != nil {
			return err
		}
		*p = Policy{Slow, t}
	default:
		return diag.List{{Code: "malformed-policy", Summary: fmt.Sprintf("%q says not what becomes of a lead for which nothing is left", text),
			Near: diag.Near(word, fateNames[1:]), Remedy: policyRemedy}}
	}
	return nil
}

const policyRemedy = `write "wait", "exit" or "slow every 30d"`
