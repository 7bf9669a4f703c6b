package nurture

import (
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Node is one step of a stream's course. It does one thing: it sends, waits, waits for an event, branches, or does nothing but lead elsewhere.
//
//	steps:
//	  first:   {send: cost of stock}
//	  breathe: {wait: 5 working days}
//	  fork:    {branch: {when: fit >= 20, to: proof}, else: asks}
//	  proof:   {send: [how Bolt did it, comparison]}
//	  asks:    {for: white_paper_downloaded, at_most: 14d, else: leave}
//	  near:    {until: next_project, before: 60d, to: last}
//	  leave:   {to: exit}
//	  last:    {send: site visit}
type Node struct {
	Name string `json:"name" contract:"name"`
	// Send are names of contents: the lead receives the first that it has not had, that suits it and may be sent, once the stream's rhythm, the caps and the
	// hours allow it. If there is none it goes on at once. What is withheld for want of a basis is made up for after the course; a lead whom the
	// stream may not reach in any way waits here until a basis is recorded.
	Send []string `json:"send,omitempty"`
	// Wait is a time: "5 working days", "36h".
	Wait calendar.Term `json:"wait,omitzero"`
	// Until is a date of the lead: next_project, or an attribute such as contract_ends. The lead goes on so long Before it, at once if that is past or the date
	// is not known. When the date changes, so does the wait.
	Until  string    `json:"until,omitempty"`
	Before lead.Span `json:"before,omitempty"`
	// For are kinds of event, of which the first that fits When, a condition on the event and the lead, ends the wait. AtMost is its limit.
	For    []string      `json:"for,omitempty"`
	When   string        `json:"when,omitempty" contract:"expression"`
	AtMost calendar.Term `json:"at_most,omitzero"`
	// Branch are ways to go on: the first whose condition is true is taken.
	Branch []Case `json:"branch,omitempty"`
	// To is the step with which the lead goes on; empty: the next one in the contract. [ToExit] is the end of the program.
	To string `json:"to,omitempty"`
	// Else is where it goes on instead when no branch fits, the event did not come in time, or the date is not known. Empty: as To.
	Else string `json:"else,omitempty"`
}

// ToExit is where a step leads that ends the program.
const ToExit = "exit"

// MostRounds is how often a lead goes back to an earlier step while it is in a stream. Then, and as soon as nothing is left in the stream that could be sent to it,
// its course is over.
const MostRounds = 100

// Case is one way to go on.
type Case struct {
	When string `json:"when" contract:"expression"` // a condition on the lead, read once: when the lead comes here
	To   string `json:"to"`                         // the step with which the lead goes on then
}

// nodeKind is what a step does.
type nodeKind uint8

const (
	leads nodeKind = iota // elsewhere, and nothing else
	sends
	waits
	waitsUntil
	waitsFor
	branches
)

// node is a compiled step. Places are positions in the stream's list of steps: behind the last one the course is over, leaving is the end of the program.
type node struct {
	Node
	kind      nodeKind
	contents  []content
	cases     []way
	to        int
	otherwise int
}

// leaving is a place: the program's end.
const leaving = -1

type way struct {
	when *lead.Condition
	why  string
	to   int
}

// timeless reports whether a lead can pass the step without time going by.
func (n *node) timeless() bool { return n.kind != waits && n.kind != waitsFor }

// next lists the places to which the step can lead.
func (n *node) next() []int {
	list := []int{n.to}
	if n.kind == branches {
		list = nil
		for _, c := range n.cases {
			list = append(list, c.to)
		}
	}
	if n.kind == branches || n.kind == waitsFor || n.kind == waitsUntil {
		list = append(list, n.otherwise)
	}
	return list
}

func (s *stream) has(step string) bool {
	n, _ := s.node(step)
	return n != nil
}

// node finds a step by name, and where it is; nil if the stream does not have it.
func (s *stream) node(name string) (*node, int) {
	if name == "" {
		return nil, 0
	}
	for i := range s.nodes {
		if s.nodes[i].Name == name {
			return &s.nodes[i], i
		}
	}
	return nil, 0
}
