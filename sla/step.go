package sla

import (
	"fmt"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Step is one step of escalation: what is done at which share of the time, so long before or after the deadline, or when all attempts of a cadence were made
// and none had the answer that ends it. Its text forms are
//
//	tell manager at 100%
//	remind 2 working hours before
//	reassign 1d after
//	return to marketing when exhausted
//
// A step whose instant lies before the start comes a millisecond after it.
type Step struct {
	Do        string        `json:"do"`                  // "remind", "tell …", "reassign", "return to marketing"
	At        Percent       `json:"at,omitempty"`        // of the time that there is
	Before    calendar.Term `json:"before,omitzero"`     // so long before the deadline
	After     calendar.Term `json:"after,omitzero"`      // so long after the deadline
	Exhausted bool          `json:"exhausted,omitempty"` // when the attempts of a cadence are used up
}

// The acts of escalation. [TellAct] is followed by whom to tell.
const (
	RemindAct   = "remind"
	ReassignAct = "reassign"
	ReturnAct   = "return to marketing"
	TellAct     = "tell"
)

const stepRemedy = `write "remind at 50%", "remind 2 working hours before", "tell manager at 100%", "reassign 1d after" or "return to marketing when exhausted"`

const exhausted = "when exhausted"

// String gives the text form.
func (s Step) String() string {
	switch {
	case s.Exhausted:
		return s.Do + " " + exhausted
	case s.Before != (calendar.Term{}):
		return s.Do + " " + s.Before.String() + " before"
	case s.After != (calendar.Term{}):
		return s.Do + " " + s.After.String() + " after"
	}
	return s.Do + " at " + s.At.String()
}

// MarshalText gives the text form.
func (s Step) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the text form.
func (s *Step) UnmarshalText(text []byte) error {
	words := fields(text)
	for n := 1; n < len(words); n++ {
		step := Step{Do: strings.Join(words[:n], " ")}
		if step.when(words[n:]) && step.valid() {
			*s = step
			return nil
		}
	}
	f := diag.Finding{Code: "malformed-step", Summary: fmt.Sprintf("%q is no step of escalation", text), Remedy: stepRemedy}
	if len(words) > 0 {
		f.Near = diag.Near(words[0], []string{RemindAct, ReassignAct, TellAct, "return"})
	}
	return diag.List{f}
}

// when reads the words behind the act.
func (s *Step) when(words []string) bool {
	last := len(words) - 1
	if s.Exhausted = strings.Join(words, " ") == exhausted; s.Exhausted {
		return true
	}
	term := strings.Join(words[:last], " ")
	switch {
	case words[0] == "at" && last == 1:
		return s.At.UnmarshalText([]byte(words[1])) == nil
	case words[last] == "before":
		return s.Before.UnmarshalText([]byte(term)) == nil
	case words[last] == "after":
		return s.After.UnmarshalText([]byte(term)) == nil
	}
	return false
}

// valid reports whether the step is one of the known acts at one instant.
func (s Step) valid() bool {
	ways := 0
	for _, is := range []bool{s.Exhausted, s.At != 0, s.Before != (calendar.Term{}), s.After != (calendar.Term{})} {
		if is {
			ways++
		}
	}
	return ways == 1 && knownAct(s.Do) && s.At >= 0 && s.At <= MostPercent && s.Before.N >= 0 && s.After.N >= 0
}

func knownAct(act string) bool {
	whom, tell := strings.CutPrefix(act, TellAct+" ")
	return act == RemindAct || act == ReassignAct || act == ReturnAct || tell && strings.TrimSpace(whom) != ""
}

// relative reports whether the step is counted from the deadline.
func (s Step) relative() bool { return s.Before.N > 0 || s.After.N > 0 }

// relative gives the instant of a step that is counted from the deadline, zero if no calendar reaches so far.
func (p *promise) relative(c *Clock, s Step) lead.Instant {
	term := s.After
	if s.Before.N > 0 {
		term = calendar.Term{Measure: s.Before.Measure, N: -s.Before.N}
	}
	at, err := p.on(c).Due(c.Due.Time(), term)
	if err != nil {
		return 0
	}
	if s.After.N > 0 {
		return max(c.Due+1, lead.At(at))
	}
	return max(c.Start+1, lead.At(at))
}

// step gives the step that a mark is, if it is one.
func (p *promise) step(what string) (Step, bool) {
	for _, m := range p.marks {
		if m.what == what && m.step != (Step{}) {
			return m.step, true
		}
	}
	var s Step
	return s, s.UnmarshalText([]byte(what)) == nil // of a step that the contract no longer has
}

// exhaust gives the steps that follow when a cadence used up its attempts.
func (m *moment) exhaust(p *promise, c *Clock, out []Change) []Change {
	for _, s := range p.Then {
		if s.Exhausted {
			ch := m.change(p, c, StepDue)
			ch.Step = s.Do
			out = append(out, ch)
		}
	}
	return out
}

// exhausted reports whether a clock's attempts were all made before any evidence that ends them.
func (p *promise) exhausted(c *Clock) bool {
	n := p.needs(c)
	if n == nil || n.cadence == nil {
		return false
	}
	attempts, channels, last := n.cadence.count(c.Evidence)
	ended, ok := n.after(c.Evidence, point{})
	return attempts >= n.cadence.attempts && channels >= n.cadence.channels && (n.endless || !ok || last < ended.at)
}
