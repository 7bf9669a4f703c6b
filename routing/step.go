package routing

import (
	"github.com/leadkit/leadkit/lead"
)

// Step is one step of a sale.
type Step struct {
	Kind     StepKind
	Buyer    string
	Question string // its id
	Text     string // of a question, an answer, or an offer's terms
	Price    lead.Money
	Reason   string // why it is given back, taken back or withdrawn
	ID       string // what the step is known by: the charge of a delivery bears it
}

// StepKind says what a step of a sale does.
type StepKind uint8

// The steps of a sale, and what only a market itself does.
const (
	StepInterest StepKind = iota + 1 // a buyer is interested
	StepAsk                          // a buyer asks
	StepAnswer                       // the seller answers a question
	StepReveal                       // the seller reveals itself to a buyer
	StepOffer                        // a buyer offers a price and terms
	StepAccept                       // the seller accepts them
	StepDecline                      // the seller declines the offer, or the buyer
	StepDeliver                      // the buyer gets the lead
	StepReturn                       // the buyer gives it back
	StepRecall                       // the seller takes it back from the buyer
	StepWithdraw                     // the seller withdraws the listing
	StepEnd                          // the listing ended
	StepTell                         // a buyer is told that the lead is gone: who was interested looks no further, who has it erases it
)

// StepWords are the words for the steps, by their number.
var stepWords = []string{"none", "interest", "ask", "answer", "reveal", "offer", "accept", "decline", "deliver", "return", "recall", "withdraw", "end", "tell"}

// String gives the step as a word.
func (k StepKind) String() string { return word(stepWords, int(k)) }

// MarshalText gives the word of String.
func (k StepKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the word.
func (k *StepKind) UnmarshalText(text []byte) error {
	i, err := readWord("step of a sale", stepWords, text)
	*k = StepKind(i)
	return err
}

// Trade is what came of a step, or of time: a plain value for the host to pass on.
type Trade struct {
	Kind     StepKind   `json:"kind"`
	Deal     string     `json:"deal"`
	Buyer    string     `json:"buyer,omitempty"`
	Question string     `json:"question,omitempty"`
	Text     string     `json:"text,omitempty"`
	Price    lead.Money `json:"price,omitzero"`
	Ended    Ending     `json:"ended,omitempty"`
	Charge   *Charge    `json:"charge,omitempty"` // of StepDeliver
	Credit   *Credit    `json:"credit,omitempty"` // of StepReturn
	Reason   string     `json:"reason,omitempty"`
}

// Denial says why a step of a sale is refused, out of a closed list. It is an error; the deal is unchanged.
type Denial uint8

// Why a step is refused.
const (
	NoDeal       Denial = iota + 1 // the lead is not listed
	NotOnSale                      // the listing has ended
	NoBuyer                        // the buyer is not named, or has shown no interest
	WrongStand                     // the buyer is not as far as that, or further
	NoQuestion                     // there is no such question, or it was answered
	AskedTwice                     // a question of this id was asked before
	TooLong                        // the text is longer than MostSaid, or there is none
	TooMany                        // there are MostBuyers or MostQuestions already
	TellsWho                       // the answer tells who the lead is
	Hidden                         // the seller has not revealed itself to the buyer
	BelowReserve                   // the price is below the reserve price of the day
	NoPrice                        // the price is not one in the contract's currency
	AllSold                        // as many have bought it as may
	NoBasis                        // no lawful basis on record names the recipient
	NoGoodReason                   // the policy takes nothing back for this reason, or not any more
	UnknownStep                    // the step is none that a host may take
	GoneForGood                    // the person was erased
	denialsCount = iota + 1
)

var denialWords = [denialsCount]string{"nothing", "the lead is not listed", "the listing has ended", "the buyer has shown no interest", "the buyer has not come so far, or further",
	"there is no such question that is open", "the question was asked before", "there is no text, or it is too long", "there are too many already", "the answer tells who the lead is",
	"the seller has not revealed itself to the buyer", "the price is below the reserve price", "that is no price in the contract's currency", "as many have bought it as may",
	"no lawful basis names the recipient", "the lead may not be given back", "there is no such step", "the person was erased"}

// Error gives the reason in words.
func (d Denial) Error() string { return word(denialWords[:], int(d)) }

// MarshalText gives the words of Error.
func (d Denial) MarshalText() ([]byte, error) { return []byte(d.Error()), nil }
