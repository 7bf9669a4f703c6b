package leadkit

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
)

// Effect is something the host is to carry out or to pass on. The host commits it together with the record, and carries it out afterwards;
// its id makes that idempotent.
type Effect struct {
	// ID is 128 bits of SHA-256 over lead, cause, kind, subject and a number: the same whenever and however often the same history is folded.
	ID   string       `json:"id"`
	Kind EffectKind   `json:"kind"`
	Lead string       `json:"lead"`
	At   lead.Instant `json:"at"`
	// Subject is what it is about: a stage, a promise, a content, a milestone.
	Subject string `json:"subject,omitempty"`
	// Reason says why, in words.
	Reason string `json:"reason,omitempty"`
	// Cause is the id of the event that caused it, or "time" for what fell due without one.
	Cause string `json:"cause"`

	Lacks   string             `json:"lacks,omitempty"`   // of Refused: what the report of a return lacks
	Passage *lead.Passage      `json:"passage,omitempty"` // of StageChanged and Returned
	Receipt *lead.Receipt      `json:"receipt,omitempty"` // of HandedOver; of Answered the one that is answered
	Dossier *nurture.Dossier   `json:"dossier,omitempty"` // of HandedOver: what sales needs to know
	Promise *sla.Change        `json:"promise,omitempty"` // of the promise kinds
	Content *nurture.Step      `json:"content,omitempty"` // of Nurtured and ContentDue
	Route   *routing.Request   `json:"route,omitempty"`   // of RouteAsked
	End     routing.End        `json:"end,omitempty"`     // of Released and SharedBack
	Placed  *routing.Decision  `json:"placed,omitempty"`  // of Assigned, where the desk did not decide: tell it by [routing.Router.Place]
	Charge  *routing.Charge    `json:"charge,omitempty"`  // of Billed
	Credit  *routing.Credit    `json:"credit,omitempty"`  // of Credited
	Trade   *routing.Trade     `json:"trade,omitempty"`   // of Traded
	Listing *routing.Listing   `json:"listing,omitempty"` // of Listed: without anything personal; what may be published beside others is [Engine.Offers], which generalises until nobody is told apart
	Value   *routing.Valuation `json:"value,omitempty"`   // of Listed
	Note    *funnel.Note       `json:"note,omitempty"`    // of Noted
	Marks   []string           `json:"marks,omitempty"`   // of Erased: see [lead.Mark]
	Scores  []scoring.Moved    `json:"scores,omitempty"`  // of Moved: what became of the rules
	Verdict *scoring.Verdict   `json:"verdict,omitempty"` // of Judged
	Member  *scoring.Member    `json:"member,omitempty"`  // of CompanyTold
}

// EffectKind says what an effect is.
type EffectKind string

// The kinds of effect.
const (
	StageChanged EffectKind = "stage changed"
	HandedOver   EffectKind = "handed over"
	Delivered    EffectKind = "lead delivered" // sales has it from now on: of one instant and list, these are the list
	Returned     EffectKind = "returned"
	Warmed       EffectKind = "temperature changed"
	RouteAsked   EffectKind = "routing asked" // answer with an event "assigned" that carries the effect's id as its request
	Assigned     EffectKind = "assigned"
	SharedBack   EffectKind = "partner returned" // of several partners the subject no longer has the lead: tell the desk by [routing.Router.ReleaseOne]
	Released     EffectKind = "released"         // an assignment has ended, or was not asked for any more: tell the desk
	Answered     EffectKind = "answered"         // sales accepted or rejected what it was handed
	ContentDue   EffectKind = "content due"
	Nurtured     EffectKind = "nurture" // every other [nurture.Kind] of step
	Promised     EffectKind = "promise" // started, kept, kept late, cancelled …
	AtRisk       EffectKind = "promise at risk"
	Escalated    EffectKind = "promise step"
	Broken       EffectKind = "promise broken"
	Corrected    EffectKind = "promise corrected"
	Billed       EffectKind = "lead billed"
	Credited     EffectKind = "lead credited"
	Listed       EffectKind = "lead listed"
	Erased       EffectKind = "erased"       // what is personal was removed: remove it wherever it was copied to, the lead's log up to here included
	Moved        EffectKind = "moved"        // the record is under another contract now
	Merged       EffectKind = "merged"       // another record of the same person became part of this one
	Refused      EffectKind = "refused"      // an act that the contract does not allow: it moved nothing
	Stuck        EffectKind = "stuck"        // a move that would have been taken twice at one instant
	Noted        EffectKind = "noted"        // for the book: a milestone, a cost, an amount
	CompanyTold  EffectKind = "company told" // give it to the company with [Engine.Join], and its answers to their records
	Judged       EffectKind = "judged"       // for the book: what became of a hand-over, with the rules that helped to it
	Traded       EffectKind = "lead traded"  // a step of its sale, for those whom it concerns
)

// effectID derives an effect's id. at and the contract's hash have no part in it: a replay under another contract gives the same ids for the same causes.
func effectID(leadID, cause string, kind EffectKind, subject string, ordinal int) string {
	var space [256]byte
	text := space[:0]
	for _, part := range [...]string{leadID, cause, string(kind), subject} {
		text = strconv.AppendInt(text, int64(len(part)), 10)
		text = append(append(text, ':'), part...)
	}
	text = strconv.AppendInt(text, int64(ordinal), 10)
	sum := sha256.Sum256(text)
	var digits [32]byte
	hex.Encode(digits[:], sum[:16])
	return string(digits[:])
}
