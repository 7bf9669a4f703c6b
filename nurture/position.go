package nurture

import (
	"fmt"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Position is where a lead is in a program.
type Position struct {
	Program string       `json:"program"`
	Stream  string       `json:"stream"`
	Aim     string       `json:"aim,omitempty"`
	Step    string       `json:"step,omitempty"` // of the stream's course, if the lead is in one
	Since   lead.Instant `json:"since"`
	// Next is the first content of the stream that the lead has not had. What is sent is the first of these that suits the lead when the time has come.
	Next string `json:"next,omitempty"`
	// When is the instant at which a content falls due, as far as is known now. Zero: none does by itself.
	When lead.Instant `json:"when,omitempty"`
	Sent int64        `json:"sent"` // contents of this program so far
	Left int          `json:"left"` // contents of the stream that the lead has not had
	Note string       `json:"note"` // all this in words
}

// At gives the lead's place in each program it is in, by priority. It changes nothing.
func (p *Planner) At(st *State, at lead.Instant) []Position {
	var list []Position
	for i := range p.programs {
		pr := &p.programs[i]
		if m := st.in(pr.name); m != nil {
			list = append(list, p.position(st, pr, m, at))
		}
	}
	return list
}

func (p *Planner) position(st *State, pr *program, m *Membership, at lead.Instant) Position {
	pos := Position{Program: m.Program, Stream: m.Stream, Since: m.Since, Sent: m.Sent}
	if s := pr.stream(m.Stream); s != nil {
		pos.Aim = s.Aim
		for i := range s.contents {
			if c := &s.contents[i]; !st.had(c.key) {
				if pos.Left++; pos.Left == 1 {
					pos.Next = c.Name
				}
			}
		}
	}
	if !st.halted() {
		pos.When = p.moment(st, pr, m, at, max(p.release(st), at))
	}
	pos.Step = m.Step
	if pos.Note = pos.waiting(st, pr, m); pos.Note == "" {
		pos.Note = pos.words(st, m)
	}
	return pos
}

// waiting says what the lead waits for at a step of its course, nothing if it is not at one that waits.
func (pos *Position) waiting(st *State, pr *program, m *Membership) string {
	s := pr.stream(m.Stream)
	if s == nil || st.halted() {
		return ""
	}
	n, _ := s.node(m.Step)
	switch {
	case n == nil || pos.When == 0:
		return ""
	case n.kind == waitsFor:
		return fmt.Sprintf("waits for %s until %s", strings.Join(n.For, " or "), pos.When)
	case n.kind == waitsUntil:
		return fmt.Sprintf("waits for %s until %s", n.Until, pos.When)
	case n.kind == waits:
		return fmt.Sprintf("waits until %s", pos.When)
	}
	return ""
}

func (pos *Position) words(st *State, m *Membership) string {
	switch {
	case st.Paused != 0:
		return fmt.Sprintf("paused since %s: sales has the lead", st.Paused)
	case st.Frozen != 0:
		return fmt.Sprintf("frozen since %s", st.Frozen)
	case st.Away != 0:
		return fmt.Sprintf("frozen since %s: somebody outside has the lead", st.Away)
	case m.Control:
		return "held out: receives nothing, to compare with those that do"
	case m.Idle == Empty:
		return "nothing is left that suits; waits for more"
	case m.Idle == Blocked:
		return "waits for a basis for contact"
	case m.Idle == Ruled:
		return fmt.Sprintf("waits for the contact rules until %s: %s", pos.When, m.Rule)
	case pos.When == 0:
		return "nothing falls due"
	case pos.Left == 0:
		return fmt.Sprintf("has received everything, which is noted at %s", pos.When)
	case pos.Left == 1:
		return fmt.Sprintf("%q at %s, if it suits", pos.Next, pos.When)
	}
	return fmt.Sprintf("one of %d contents at %s, first of them %q", pos.Left, pos.When, pos.Next)
}
