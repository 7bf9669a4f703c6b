package nurture

import (
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

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
	// TheirHours are the hours in which a person may be written to, holidays included, on the person's own clock: that of the lead's attribute zone. Outside of them
	// is quiet. Its zone serves where the lead's own is not known. Both these hours and the plan's or the program's have to be open.
	TheirHours calendar.Calendar `json:"their_hours,omitzero"`
	// TheirHolidays says that the holidays in TheirHours go by the lead's own country: by its attributes country ("DE") and, where it is known by its code, region ("BY" or
	// "DE-BY"). They take the place of the sets that closed names by such a code, as in "holidays FR"; single dates and sets with other names stay. Where a country has no set, built in or
	// of its own (holidays), those that closed names are kept.
	TheirHolidays bool `json:"their_holidays,omitempty"`
	// Exit ends every program. Without one, those of the stages customer, lost and disqualified do that the contract has.
	Exit Trigger `json:"exit,omitzero"`
	// Ready is the trigger of every program that has none of its own.
	Ready Trigger `json:"ready,omitzero"`
	// Freeze are kinds of event at which all programs stand still, beside the hand-over and the sale to a partner, who has it then; Thaw those at which they go on with the
	// wait that remained. That a partner no longer has the lead does not end a freeze of theirs, nor they that one.
	Freeze []string `json:"freeze,omitempty"`
	Thaw   []string `json:"thaw,omitempty"`
	// HoldOut is the share of leads that receive nothing, whatever program they enter, so that [Report.Uplift] can tell what nurture is worth. A lead is held out or not by
	// its id alone, for ever. All else happens to it as to the others. Zero: nobody.
	HoldOut Share `json:"hold_out,omitempty"`
	// Won says that a lead has bought. Without one it is the stage customer, or, where the contract has none, the event won.
	Won Trigger `json:"won,omitzero"`
	// TooEarly says which hand-overs were. TooLate are the reasons of an event lost that say that the lead bought elsewhere; if it did so before it was handed over, or
	// before sales first tried to reach it, it was too late. None: to_competitor.
	TooEarly Untimely `json:"too_early,omitzero"`
	TooLate  []string `json:"too_late,omitempty"`
	// Bands are the contract's temperature bands, the hottest first. A lead that rises among them has warmed. The contract's compiler fills them in.
	Bands []string `json:"-"`
}

// Untimely says which hand-overs came too early: sales gave the lead back for one of the Reasons (none: not_mature) Within a time (zero: 30d).
type Untimely struct {
	Reasons []string  `json:"reasons,omitempty"`
	Within  lead.Span `json:"within,omitempty"`
}

// Program is a course of contents for leads of one sort.
type Program struct {
	Name string `json:"name" contract:"name"`
	// Was are the names of programs of an earlier contract whose leads are in this one now.
	Was     []string `json:"was,omitempty" contract:"doc"`
	Enter   Entry    `json:"enter,omitzero"`
	Exit    Trigger  `json:"exit,omitzero"`
	Ready   Trigger  `json:"ready,omitzero"`
	Streams []Stream `json:"streams,omitempty" contract:"ordered"`
	// Exhausted says what becomes of a lead for which nothing is left. It has to be stated.
	Exhausted Policy `json:"exhausted,omitzero"`
	// OnReturn says what a lead does that sales gives back. Empty: [Resume]; or [Restart].
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
	// Steps are the stream's course, walked once, from the first. After its last step the lead receives, in the stream's rhythm, what its steps and Contents name
	// and it has not had: what was withheld on the way, and what is added later. Without steps, that is all of the stream.
	Steps []Node `json:"steps,omitempty" contract:"ordered"`
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
	// Topic is what it is about, in the words in which events name the interests of a lead. An event that names the content and no topic is about this one.
	Topic string `json:"topic,omitempty"`
	// Closeness is how close it is to the offer, from 0 to 1: event.closeness of an event that names the content and does not say it itself. 0: not said.
	Closeness float64 `json:"closeness,omitempty"`
	// Persona are the names of those it is made for, any of which suffices. None: everybody.
	Persona []string `json:"persona,omitempty"`
	// Position are places in the buying cycle that it is made for: values of the lead's attribute buying_position. None: any, and where it is not known.
	Position []string `json:"position,omitempty"`
	// When is a standing condition on who may receive it.
	When string `json:"when,omitempty" contract:"expression"`
	// Title is for people to read.
	Title string `json:"title,omitempty" contract:"doc"`
}

// Persona is a group of people that a standing condition tells apart.
type Persona struct {
	Name string `json:"name" contract:"name"`
	When string `json:"when" contract:"expression"` // read when a content is chosen
}
