package nurture

import "github.com/leadkit/leadkit/sla/calendar"

// Plan is the specification of all that marketing sends to leads that are not ready yet. The zero Plan sends nothing.
type Plan struct {
	// Programs in the order of their priority: where a cap leaves room for one content only, the first program has it.
	Programs []Program `json:"programs,omitempty" contract:"ordered"`
	// Contents are what there is to send. A content belongs to no program: whoever received it in one never receives it in another.
	Contents []Content `json:"contents,omitempty"`
	// Personas are the groups of people that contents are made for.
	Personas []Persona `json:"personas,omitempty"`
	// AtMost are the caps on all contents that a person receives, across programs: "2 per week".
	AtMost []Cap `json:"at_most,omitempty"`
	// Hours names the calendar outside of which no content falls due. Empty: at any time.
	Hours string `json:"hours,omitempty"`
	// Exit ends every program. Without one, those of the stages customer, lost and disqualified do that the contract has.
	Exit Trigger `json:"exit,omitzero"`
	// Ready is the trigger of every program that has none of its own.
	Ready Trigger `json:"ready,omitzero"`
}

// Program is a course of contents for leads of one sort.
type Program struct {
	Name    string   `json:"name" contract:"name"`
	Enter   Entry    `json:"enter,omitzero"`
	Exit    Trigger  `json:"exit,omitzero"`
	Ready   Trigger  `json:"ready,omitzero"`
	Streams []Stream `json:"streams,omitempty" contract:"ordered"`
	// Exhausted says what becomes of a lead for which nothing is left. It has to be stated.
	Exhausted Policy `json:"exhausted,omitzero"`
	// OnReturn says what a lead does that sales gives back. Empty: [Resume].
	OnReturn string `json:"on_return,omitempty"`
	// Hours names the program's own calendar. Empty: the plan's.
	Hours string `json:"hours,omitempty"`
	// Purpose is what the lawful basis must be for. Empty: "marketing".
	Purpose string `json:"purpose,omitempty"`
}

// What a program does with a lead that comes back from sales.
const (
	Resume  = "resume"  // in its stream, with the wait that remained
	Restart = "restart" // from the beginning; what it received it does not receive again
)

// Entry says who enters a program.
type Entry struct {
	// When is a standing condition: a lead enters as it becomes true, and again only when it has been false in between or the lead is in a new cycle.
	// With Upon it is a guard instead, which may read the event.
	When string `json:"when,omitempty" contract:"expression"`
	// Upon are kinds of event, at each of which a lead enters that is not in the program.
	Upon []string `json:"upon,omitempty"`
}

// Trigger is one thing or another, either of which suffices. The zero Trigger never happens.
type Trigger struct {
	When string   `json:"when,omitempty" contract:"expression"` // a standing condition
	Upon []string `json:"upon,omitempty"`                       // kinds of event
}

// Stream is a part of a program with one aim and one rhythm.
//
// A lead is in one stream at a time. It begins in the last one whose condition is true, or else in the first, and moves whenever another becomes the last one
// whose condition is true. While none is, it stays.
type Stream struct {
	Name string `json:"name" contract:"name"`
	// Aim is what the lead is to be led to: problem, why_us or ready_to_buy.
	Aim string `json:"aim,omitempty"`
	// When is the standing condition that brings a lead here. Only the first stream may do without.
	When string `json:"when,omitempty" contract:"expression"`
	// Every is the rhythm: the least time between two contents of the program: "7d", "5 working days".
	Every calendar.Term `json:"every,omitzero"`
	// After is the wait before the first content. Zero: at once.
	After calendar.Term `json:"after,omitzero"`
	// Contents are the names of what is sent here, the most important first.
	Contents []string `json:"contents,omitempty"`
	// ByInterest sends what is about the lead's top interest first, then what is about any of its interests, then the rest.
	ByInterest bool `json:"by_interest,omitempty"`
}

// The aims of a stream.
const (
	Problem    = "problem"      // the lead sees that it has one
	WhyUs      = "why_us"       // the lead sees who can solve it
	ReadyToBuy = "ready_to_buy" // the lead sees that now is the time
)

// Content is one thing that can be sent, once, to a person.
type Content struct {
	Name string `json:"name" contract:"name"`
	// Channel is the way it goes, one of those of a contact: "email", "post".
	Channel string `json:"channel"`
	// Topic is what it is about, in the words in which events name the interests of a lead.
	Topic string `json:"topic,omitempty"`
	// Persona are the names of those it is made for, any of which suffices. None: everybody.
	Persona []string `json:"persona,omitempty"`
	// When is a standing condition on who may receive it.
	When string `json:"when,omitempty" contract:"expression"`
	// Title is for people to read.
	Title string `json:"title,omitempty" contract:"doc"`
}

// Persona is a group of people that a standing condition tells apart.
type Persona struct {
	Name string `json:"name" contract:"name"`
	When string `json:"when" contract:"expression"`
}
