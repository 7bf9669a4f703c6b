package lead

import "fmt"

// Class says what an event of a kind is to the contract.
type Class uint8

// The classes of kinds.
const (
	Signal  Class = iota + 1 // what the lead did or received: it can score, and ends a silence
	Act                      // what a team did with the lead
	Fact                     // what became known of the lead: attributes, source, consent, cost
	Verdict                  // what a room decided and the others must hear; only the engine makes these
)

var classNames = [...]string{Signal: "signal", Act: "act", Fact: "fact", Verdict: "verdict"}

// String gives the class as a word.
func (c Class) String() string {
	if c == 0 || int(c) >= len(classNames) {
		return "none"
	}
	return classNames[c]
}

// MarshalText gives the word of String.
func (c Class) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a class that a contract may give to its own kinds: "signal", "act" or "fact".
func (c *Class) UnmarshalText(text []byte) error {
	for i := Signal; i < Verdict; i++ {
		if classNames[i] == string(text) {
			*c = i
			return nil
		}
	}
	return fmt.Errorf("%q is no class of events: write one of signal, act, fact", text)
}

// Kind is a declared kind of event.
type Kind struct {
	Name string `json:"name" contract:"name"`
	// Class is what events of the kind are to the contract. The zero Class is Signal.
	Class   Class      `json:"class,omitempty"`
	Meaning string     `json:"meaning,omitempty" contract:"doc"` // what happened, in a few words
	Props   []Property `json:"props,omitempty" contract:"inline"`
}

// The kinds of event that the rooms themselves know by name. [Kinds] lists all that are built in.
const (
	Created         = "lead_created"
	ProfileUpdated  = "profile_updated"
	Identified      = "identified"
	Touched         = "touched"
	ProjectUpdated  = "project_updated"
	ConsentGiven    = "consent_given"
	ConsentRevoked  = "consent_withdrawn"
	Unsubscribed    = "unsubscribed"
	CostIncurred    = "cost_incurred"
	Erased          = "erased"
	ContactChanged  = "contact_changed"
	QuoteRequested  = "quote_requested"
	DemoRequested   = "demo_requested"
	ConfigSaved     = "configuration_saved"
	Assigned        = "assigned"
	Accepted        = "accepted"
	Rejected        = "rejected"
	Recycled        = "recycled"
	PartnerReturned = "partner_returned"
	Disqualified    = "disqualified"
	Lost            = "lost"
	Won             = "won"
	Reopened        = "reopened"
	Recalled        = "recalled"
	Contacted       = "contact_attempted"
	NeedConfirmed   = "need_confirmed"
	Opportunity     = "opportunity_opened"
	QuoteSent       = "quote_sent"
	MeetingBooked   = "meeting_booked"
	MeetingMoved    = "meeting_moved"
	MeetingHeld     = "meeting_held"
	MeetingDropped  = "meeting_cancelled"
	MeetingNoShow   = "meeting_no_show"
	AbsenceStarted  = "absence_started"
	ActPlanned      = "act_planned"
	ActDone         = "act_done"
	ScoreOverridden = "score_overridden"
	ScoreFrozen     = "score_frozen"
	ScoreResumed    = "score_resumed"
	StageOverridden = "stage_overridden"
	OwnerOverridden = "owner_overridden"
	// DeadlineOverridden moves the deadline of a promise: sla carries it out.
	DeadlineOverridden = "deadline_overridden"
	Merged             = "merged"
	ContentSent        = "content_sent"
	HandedOver         = "handed_over"
	Delivered          = "delivered"
	StageEntered       = "stage_entered"
	Returned           = "returned"
	Ready              = "ready"
	Traded             = "traded"
	PassedOn           = "passed_on"
	TakenBack          = "taken_back"
	PromiseBroken      = "promise_broken"
)

// The outcomes of a contact attempt, its channels and directions.
var (
	channels   = []string{"email", "phone", "sms", "post", "meeting", "social", "chat"}
	directions = []string{"outbound", "inbound"}
	outcomes   = []string{"reached", "left_message", "no_answer", "bounced", "wrong_number", "refused", "call_back"}
)

// content are the properties that every kind about a content carries: which, on what topic, and how close to the offer (0 to 1).
var content = props(of(Text, "content", "topic", "campaign"), of(Number, "closeness"))

// touch are the properties that say where a lead came from, and what that cost; UTM parameters are mapped onto the first four.
var touch = props(known("source_family", "traditional", "digital"), of(Text, "source_channel", "source_campaign", "source_content",
	"utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"), of(Amount, "cost"))

// visitor is the property that ties what an anonymous visitor does to the lead that it turns out to be: see [Visitors].
var visitor = of(Text, "visitor")

// report are the fields that sales gives back with a return; those that a lead has as attributes are written back to it.
// project names the project that project_date is about.
var report = props(of(Text, "note", "qualification", "competitor", "new_contact", "project"), of(Bool, "contact_validated"),
	of(Date, "project_date", "contract_ends"), of(Amount, "budget"))

// meeting are the properties of the kinds about meetings. A meeting's id joins its booking to what became of it. What by says of a meeting goes
// before what the event says of itself: who did not come, not who told it.
var meeting = props(of(Text, "meeting", "purpose", "by"), of(Date, "at"))

func kind(class Class, name, meaning string, lists ...[]Property) Kind {
	return Kind{Name: name, Class: class, Meaning: meaning, Props: props(lists...)}
}

// Kinds lists the built-in kinds of event: signals, acts, facts and verdicts, each in the order of a lead's life. The slice is the caller's.
func Kinds() []Kind {
	return append(append(append(signals(), acts()...), facts()...), verdicts()...)
}

func signals() []Kind {
	return []Kind{
		kind(Signal, "email_opened", "an email was opened", content),
		kind(Signal, "email_clicked", "a link in an email was followed", content, of(Text, "url")),
		kind(Signal, "page_viewed", "a page of the web site was read", content, visitor, of(Text, "path"), of(Number, "seconds")),
		kind(Signal, "careers_page_viewed", "the careers page was read", visitor, of(Text, "path")),
		kind(Signal, "white_paper_downloaded", "a white paper was downloaded", content, visitor),
		kind(Signal, "video_watched", "a video was watched", content, visitor, of(Number, "share")),
		kind(Signal, "event_registered", "a place at an event was taken", content, of(Text, "event")),
		kind(Signal, "event_attended", "an event was attended", content, of(Text, "event")),
		kind(Signal, "webinar_registered", "a place in a webinar was taken", content, of(Text, "event")),
		kind(Signal, "webinar_attended", "a webinar was attended", content, of(Text, "event"), of(Number, "minutes")),
		kind(Signal, "form_sent", "a form was sent", content, visitor, touch, of(Text, "form")),
		kind(Signal, "newsletter_subscribed", "the newsletter was subscribed to", of(Text, "newsletter")),
		kind(Signal, "inbound_call", "the lead called", of(Number, "seconds"), of(Text, "number")),
		kind(Signal, ConfigSaved, "a product was configured and the configuration saved", visitor, of(Text, "step", "topic"), of(Texts, "options"), of(Amount, "amount")),
		kind(Signal, QuoteRequested, "a quote was asked for", visitor, of(Text, "product"), of(Amount, "amount")),
		kind(Signal, DemoRequested, "a demonstration was asked for", visitor, of(Text, "product")),
		kind(Signal, Unsubscribed, "the lead no longer wants to be written to", known("channel", append(channels, "any")...), of(Text, "purpose")),
	}
}

func acts() []Kind {
	return []Kind{
		kind(Act, Assigned, "the lead was given to a person or a channel", of(Text, "request", "route", "team", "owner", "cause"), of(Texts, "also")),
		kind(Act, Accepted, "sales accepted the lead", of(Text, "note")),
		kind(Act, Rejected, "sales refused the lead before accepting it", of(Text, "reason"), report),
		kind(Act, PartnerReturned, "one of several partners who have the lead gave it back", of(Text, "partner", "reason", "note")),
		kind(Act, Recycled, "sales gave the lead back after accepting it", of(Text, "reason"), report),
		kind(Act, Disqualified, "the lead will never buy", of(Text, "reason"), report),
		kind(Act, Lost, "the demand was lost", of(Text, "reason"), report),
		kind(Act, Contacted, "somebody tried to reach the lead, or the lead us", known("channel", channels...), known("direction", directions...),
			known("outcome", outcomes...), of(Bool, "declared"), of(Date, "call_back_at"), of(Text, "note")),
		kind(Act, NeedConfirmed, "sales spoke to the person and confirmed need and date", of(Date, "date"), of(Text, "note")),
		kind(Act, MeetingBooked, "a meeting was agreed: a demo, an offer, both managements", meeting),
		kind(Act, MeetingMoved, "a meeting was moved", meeting),
		kind(Act, MeetingHeld, "a meeting took place", meeting),
		kind(Act, MeetingDropped, "a meeting was cancelled", meeting),
		kind(Act, MeetingNoShow, "somebody did not come to a meeting", meeting),
		kind(Act, ActPlanned, "a next act was agreed for a date: a demo, a proposal, a visit", of(Text, "act", "note"), of(Date, "at")),
		kind(Act, ActDone, "a planned act was done, or called off", of(Text, "act", "note")),
		kind(Act, Opportunity, "an opportunity was opened", of(Amount, "amount"), of(Date, "closing")),
		kind(Act, QuoteSent, "a quote was sent", of(Text, "quote"), of(Amount, "amount"), of(Date, "answer_by")),
		kind(Act, Won, "the contract was signed", of(Amount, "amount")),
		kind(Act, Reopened, "a closed demand was opened again", of(Text, "note")),
		kind(Act, Recalled, "marketing took the lead back after a broken promise", of(Text, "reason", "note")),
		kind(Act, ScoreOverridden, "a person set a score by hand", of(Text, "score", "reason"), of(Number, "points"), of(Date, "until")),
		kind(Act, ScoreFrozen, "a person froze a score, or all of them, as they stand", of(Text, "score", "reason"), of(Date, "until")),
		kind(Act, ScoreResumed, "a person let a frozen score, or all of them, go on", of(Text, "score", "reason")),
		kind(Act, StageOverridden, "a manager set the stage by hand", of(Text, "stage", "reason"), of(Date, "until")),
		kind(Act, OwnerOverridden, "a manager set the owner by hand", of(Text, "owner", "team", "reason"), of(Date, "until")),
		kind(Act, AbsenceStarted, "a person is away, and somebody else keeps what was promised to the lead", of(Text, "person", "cover"), of(Date, "from", "until")),
		kind(Act, DeadlineOverridden, "a manager moved the deadline of a promise by hand", of(Text, "promise", "reason"), of(Date, "deadline", "until")),
		kind(Act, Traded, "a step of the sale of a lead that is listed", known("step", "interest", "ask", "answer", "reveal", "offer", "accept", "decline",
			"deliver", "return", "recall", "withdraw"), of(Text, "buyer", "question", "text", "reason"), of(Amount, "price")),
		kind(Act, ContentSent, "a content was sent", content, of(Text, "step", "program"), known("channel", channels...)),
	}
}

func facts() []Kind {
	return []Kind{
		kind(Fact, Created, "the lead became known", touch, of(Text, "entry")),
		kind(Fact, ProfileUpdated, "attributes of the lead became known or changed"),
		kind(Fact, Identified, "an anonymous visitor turned out to be this lead", visitor, of(Text, "email")),
		kind(Fact, ContactChanged, "another person answers for the lead from now on", of(Text, "person", "note")),
		kind(Fact, Touched, "the lead came back by a campaign", touch),
		kind(Fact, ProjectUpdated, "a project of the lead became known or changed", of(Text, "project", "status", "note"), of(Date, "date"), of(Amount, "amount")),
		kind(Fact, ConsentGiven, "a lawful basis for contacting the lead was recorded", known("channel", append(channels, "any")...),
			of(Text, "purpose", "basis", "text", "proof"), of(Date, "expires")),
		kind(Fact, ConsentRevoked, "a lawful basis was withdrawn or refused", known("channel", append(channels, "any")...), of(Text, "purpose")),
		kind(Fact, CostIncurred, "money was spent on the lead, or on a campaign or team", of(Amount, "amount"),
			known("source_family", "traditional", "digital"), of(Text, "source_channel", "source_campaign", "what")),
		kind(Fact, Merged, "another record of the same person was merged into this one", of(Text, "absorbed")),
		kind(Fact, Erased, "the person asked to be erased"),
	}
}

func verdicts() []Kind {
	return []Kind{
		kind(Verdict, HandedOver, "marketing handed the lead over to sales", of(Text, "move")),
		kind(Verdict, Delivered, "a lead that was handed over reached sales, at once or with a list", of(Text, "move")),
		kind(Verdict, StageEntered, "the lead entered a stage", of(Text, "stage", "from", "move", "reason")),
		kind(Verdict, Returned, "sales gave the lead back", of(Text, "exit", "reason", "stage")),
		kind(Verdict, Ready, "a nurtured lead is ready for sales", of(Text, "program", "cause")),
		kind(Verdict, PassedOn, "a partner has the lead", of(Text, "partner")),
		kind(Verdict, TakenBack, "no partner has the lead any more", of(Text, "reason")),
		kind(Verdict, PromiseBroken, "a promise was broken", of(Text, "promise", "by", "then")),
	}
}
