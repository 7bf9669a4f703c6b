package routing

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Deal is the sale of one unwanted lead, from its listing on: who is interested, what they asked, what was agreed, who has it. It is plain data and bounded;
// [Market] carries it on.
type Deal struct {
	ID     string       `json:"id"` // that of the listing: nobody can tell the lead from it
	Opened lead.Instant `json:"o"`
	Until  lead.Instant `json:"u,omitempty"` // when the listing ends by itself; zero: never
	Closed lead.Instant `json:"x,omitempty"` // when it ended; zero: it is open
	Ended  Ending       `json:"e,omitempty"` // how it ended
	Buyers []Buyer      `json:"b,omitempty"` // sorted by name
	Asked  []Question   `json:"q,omitempty"` // in the order in which they were asked
}

// Bounds of a Deal. What would exceed them is refused.
const (
	MostBuyers    = 32
	MostQuestions = 64
	MostSaid      = 1000 // bytes of a question, an answer, terms
	MostShared    = 5    // buyers of a lead that is shared
)

// Buyer is somebody who is interested in a listing.
type Buyer struct {
	Name  string       `json:"n"`
	Stand Stand        `json:"s"`
	Since lead.Instant `json:"t"` // of the stand
	// Knows says that the seller has revealed itself to this buyer.
	Knows bool       `json:"k,omitempty"`
	Price lead.Money `json:"p,omitzero"` // that they offered
	Terms string     `json:"c,omitempty"`
	// Charge is what they owe from the delivery on.
	Charge *Charge `json:"g,omitempty"`
}

// Question is what a buyer asked of a listing, and the seller's answer. The seller does not see who asks, nor the buyer who answers.
type Question struct {
	ID     string       `json:"i"`
	Buyer  string       `json:"n"`
	At     lead.Instant `json:"t"`
	Text   string       `json:"q,omitempty"`
	Answer string       `json:"a,omitempty"`
}

// Stand says how far a buyer has come.
type Stand uint8

// How far a buyer has come.
const (
	Interested   Stand = iota + 1
	Offering           // offered a price, which the seller has not answered
	Agreed             // the seller accepted it; nothing was delivered yet
	Holding            // has the lead
	GaveBack           // had it
	Dispossessed       // had it until the seller took it back
	Declined           // the seller does not want to sell to them
	Told               // was told that the lead is gone for good
)

var standWords = []string{"none", "interested", "offering", "agreed", "holding", "gave back", "dispossessed", "declined", "told"}

// String gives the stand as a word.
func (s Stand) String() string { return word(standWords, int(s)) }

// MarshalText gives the word of String.
func (s Stand) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word.
func (s *Stand) UnmarshalText(text []byte) error {
	i, err := readWord("stand", standWords, text)
	*s = Stand(i)
	return err
}

// Ending says how a listing ended.
type Ending uint8

// How a listing ends.
const (
	OnSale    Ending = iota
	SoldOut          // as many bought it as may
	Expired          // its time is over
	Withdrawn        // the seller took it back
	Unlisted         // the person was erased
)

var endingWords = []string{"on sale", "sold out", "expired", "withdrawn", "erased"}

// String gives the ending as a word.
func (e Ending) String() string { return word(endingWords, int(e)) }

// MarshalText gives the word of String.
func (e Ending) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads the word.
func (e *Ending) UnmarshalText(text []byte) error {
	i, err := readWord("ending", endingWords, text)
	*e = Ending(i)
	return err
}

// Buyer gives how far a buyer has come; the zero Buyer is none.
func (d *Deal) Buyer(name string) Buyer {
	if i, ok := d.find(name); ok {
		return d.Buyers[i]
	}
	return Buyer{}
}

// Holders lists who has the lead now. While anybody has, nobody else is to work on it.
func (d *Deal) Holders() (list []string) {
	for i := range d.Buyers {
		if d.Buyers[i].Stand == Holding {
			list = append(list, d.Buyers[i].Name)
		}
	}
	return list
}

// Taken counts the buyers who have the lead, or to whom it was promised.
func (d *Deal) Taken() (n int) {
	for i := range d.Buyers {
		if s := d.Buyers[i].Stand; s == Agreed || s == Holding {
			n++
		}
	}
	return n
}

func (d *Deal) find(name string) (int, bool) {
	return slices.BinarySearchFunc(d.Buyers, name, func(b Buyer, name string) int { return strings.Compare(b.Name, name) })
}

// question finds a question by its id.
func (d *Deal) question(id string) *Question {
	i := slices.IndexFunc(d.Asked, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return nil
	}
	return &d.Asked[i]
}

// Sound reports whether a deal can have come about: a record that was tampered with has one that cannot.
func (d *Deal) Sound() bool {
	byName := func(a, b Buyer) int { return strings.Compare(a.Name, b.Name) }
	return len(d.Buyers) <= MostBuyers && len(d.Asked) <= MostQuestions && slices.IsSortedFunc(d.Buyers, byName) && d.Taken() <= MostShared &&
		min(d.Opened, d.Until, d.Closed) >= 0 && int(d.Ended) < len(endingWords) &&
		!slices.ContainsFunc(d.Buyers, func(b Buyer) bool { return b.Stand == Holding && b.Charge == nil })
}
