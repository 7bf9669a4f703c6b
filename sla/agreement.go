package sla

import (
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

// The sides of an agreement: who owes a promise.
const (
	Marketing = "marketing"
	Sales     = "sales"
	Both      = "both"
)

// Agreement is what the two teams promised each other.
type Agreement struct {
	Promises []Promise `json:"promises,omitempty" contract:"inline"`
	// Delivery says when leads that are handed over reach sales. Zero: at once.
	Delivery Delivery `json:"delivery,omitzero"`
	// SpeedFrom are the lead's own acts, such as quote_requested, from which [SpeedToLead] and the other measures are taken. None: nothing is measured without a promise.
	SpeedFrom []string `json:"speed_from,omitempty"`
	// ContactRules bind every promise that asks for a contact, and the contents that nurture sends. A refusal on record for the purpose "sales", and an erasure, bind without a rule.
	ContactRules []ContactRule `json:"contact_rules,omitempty"`
}

// Promise is one promise. It is of one of three families, and the fields of another family are a finding:
//
//   - about each lead, with From or AsSoonAs: a clock starts, Do says what satisfies it, Within until when;
//   - about each period, with Every and Deliver or OfWhich: how many leads of which quality are handed over;
//   - of meetings, with Every alone.
type Promise struct {
	Name string `json:"name" contract:"name"`
	// Was is the name that it had in the contract before: its clocks go on. OnChange says what becomes of those that run when a lead moves to this contract from another: "keep" leaves their
	// deadlines, "re-plan" gives those that they would have had under this contract from their start, "restart" the whole time again. Nothing: what [Terms.Move] is told. Neither says what is promised.
	Was      string `json:"was,omitempty" contract:"doc"`
	OnChange string `json:"on_change,omitempty" contract:"doc"`
	// By is who owes it: marketing, sales or both.
	By string `json:"by"`

	// From are the kinds of event that start a clock, verdicts such as handed_over included; When is a condition on that event and the lead.
	// An automatic signal starts none. While a clock of the promise runs and is not broken, another event starts a second one only with Restart;
	// with Once, the first clock in a lead's life is also the last.
	From    []string `json:"from,omitempty"`
	When    string   `json:"when,omitempty" contract:"expression"`
	Restart bool     `json:"restart,omitempty"`
	Once    bool     `json:"once,omitempty"`
	// AsSoonAs starts a clock at the instant at which a condition on the lead becomes true, by an event or by time alone.
	AsSoonAs string `json:"as_soon_as,omitempty" contract:"expression"`
	// Do says what satisfies the promise: an expression over atoms.
	//
	//	email and phone             both, in any order; "and" binds closer than "or", and "or" closer than "then"
	//	accepted or rejected        either; "any of (a, b)" is the same
	//	2 of (a, b, c)              so many of the list
	//	email then phone            the second after the first
	//	email then phone within 4h  and at most so long after it
	//
	// An atom is a kind of event; a channel, which is a person's outbound contact_attempted there that neither bounced nor went to a wrong number; "contact", which
	// is one on any channel; or "reached", a contact_attempted that reached the person. What is automatic is no evidence, unless Automatic says so, nor is the event that started the clock.
	Do string `json:"do,omitempty"`
	// A cadence stands in place of Do: so many attempts by people to contact the lead, on so many channels (zero: one), each so long after the
	// last one that counted; ended early by the evidence Ends (empty: "reached").
	Attempts int       `json:"attempts,omitempty"`
	Channels int       `json:"channels,omitempty"` // how many different ones at least
	Apart    lead.Span `json:"apart,omitempty"`    // between two attempts that count
	Ends     string    `json:"ends,omitempty"`
	// Within is how long there is, unless the first of Terms that fits when the clock starts says otherwise. With Terms alone, where none fits no clock starts.
	Within calendar.Term `json:"within,omitzero"`
	Terms  []Case        `json:"terms,omitempty"`
	// Calendar counts the working time, and has the zone in which months and weeks begin. Empty: "default". With "owner" it is the lead's owner's own, as far as the contract
	// knows it; the first owner's, where the lead had none at the start. Months and weeks are then those of "default".
	Calendar string `json:"calendar,omitempty"`
	// Automatic lets what no person did count as evidence, too: an automatic reply. Recorded lets only those contacts count that a system recorded, not those that somebody
	// declared. Else people's deeds count, however they became known.
	Automatic bool `json:"automatic,omitempty"`
	Recorded  bool `json:"recorded,omitempty"`
	// Since lets evidence count from so long before the clock started. Zero: from the start.
	Since lead.Span `json:"since,omitempty"`
	// Pause and Resume are kinds of event that stop the clock and let it go on. Cancel are those that end it; with none, it ends when the lead is
	// given back, won, lost, disqualified or erased. Waive are those by which somebody forgoes the promise: it is then neither kept nor broken.
	// OnResume says what a pause does to the deadline. "move", or nothing, moves it by what was left of the time; "keep" leaves it, and what would have fallen due
	// meanwhile comes at the next millisecond; "restart" gives the whole time anew. No clock breaks while it is paused.
	Pause    []string `json:"pause,omitempty"`
	Resume   []string `json:"resume,omitempty"`
	Cancel   []string `json:"cancel,omitempty"`
	Waive    []string `json:"waive,omitempty"`
	OnResume string   `json:"on_resume,omitempty"`
	// OnNewOwner says what becomes of a running clock when the lead passes to another owner. "keep", or nothing, leaves its deadline; "re-plan" counts its time anew from its start on the new
	// owner's calendar, and where that has passed it breaks at the next millisecond; "restart"
	// ends it as cancelled and gives the new owner one with the whole time, unless it had no owner before, or was broken.
	//
	// When an absence of the owner begins, a clock passes to the cover with its deadline unchanged, whatever OnNewOwner says, and back when it ends.
	OnNewOwner string `json:"on_new_owner,omitempty"`
	// AtRisk is the share of the time after which the promise counts as at risk. Zero: only when what is missing no longer fits in what is left, for the attempts
	// still owed need their distance, or the hours of contact rules end before the deadline.
	AtRisk Percent `json:"at_risk,omitempty"`
	// Then are the steps of escalation.
	Then []Step `json:"then,omitempty"`

	// Credit is what a breach costs the side that owes the promise.
	Credit Credit `json:"credit,omitzero"`

	// Every is the period of a promise about no single lead.
	Every Every `json:"every,omitzero"`
	// Deliver is how many leads are handed over in each period, and to which stage; OfWhich what share of them has a quality.
	Deliver Volume    `json:"deliver,omitzero"`
	OfWhich []Portion `json:"of_which,omitempty"`
	// About are the points that a meeting is held about: [Terms.Agenda] works out "broken promises", "recycled twice" and "untouched 5 working days". Purpose, if given, is the one that a meeting must have to count.
	About   []string `json:"about,omitempty" contract:"doc"`
	Purpose string   `json:"purpose,omitempty"`
}

// Case is a term that holds under a condition on the event that starts the clock and the lead: its temperature, type, potential or territory.
type Case struct {
	When   string        `json:"when" contract:"expression"` // read once, as the clock starts
	Within calendar.Term `json:"within"`                     // how long there is then
	// Calendar counts it, such as that of those on call for hot leads. Empty: the promise's.
	Calendar string `json:"calendar,omitempty"`
}
