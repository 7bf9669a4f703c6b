package routing

import (
	"fmt"

	"github.com/leadkit/leadkit/lead/diag"
)

// Strategy chooses a person among those who can take a lead. Every one is deterministic; ties go by name.
type Strategy uint8

// The strategies.
const (
	// Rotation gives everybody their weight's share: never a whole lead more or less, while the same people can take the leads.
	Rotation Strategy = iota
	// LeastLoaded takes who would have the fewest open leads for their weight, of these who waited longest.
	// Who comes back from an absence with less than the others gets at most one and a half times their share until they have as much, like LeastValue.
	LeastLoaded
	// LongestWaiting takes whose last lead is longest ago, whatever the weights.
	LongestWaiting
	// Rendezvous gives a lead to the same person wherever and whenever it is decided, by the hash of both names, in proportion to the weights.
	// When somebody joins or leaves, only their share of the leads moves.
	Rendezvous
	// LeastValue takes whose open leads would be worth the least for their weight, by potential, of these who waited longest.
	LeastValue
	// BestValue takes who wins such leads most often, and so earns the most with this one: probability × potential × margin − cost. Of equals it takes the least loaded, at the same pace.
	// It does not spare the best for better leads: put a capacity beside it.
	BestValue
)

var strategyWords = []string{"rotation", "least loaded", "longest waiting", "rendezvous", "least value", "expected value"}

// Choose says how a channel is chosen. The zero Choose is the first match.
type Choose uint8

// How a channel is chosen.
const (
	FirstMatch    Choose = iota // the first in the contract's order that takes the lead and has somebody for it
	ExpectedValue               // the one in which the lead is worth most with whoever would get it there: probability × potential × margin − cost of handling; an unknown potential is worth nothing
)

var chooseWords = []string{"first match", "expected value"}

// String gives the words a contract writes.
func (c Choose) String() string { return word(chooseWords, int(c)) }

// MarshalText gives the words of String.
func (c Choose) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the words.
func (c *Choose) UnmarshalText(text []byte) error {
	i, err := readWord("choice", chooseWords, text)
	*c = Choose(i)
	return err
}

// String gives the word a contract writes.
func (s Strategy) String() string { return word(strategyWords, int(s)) }

// MarshalText gives the word of String.
func (s Strategy) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word.
func (s *Strategy) UnmarshalText(text []byte) error {
	i, err := readWord("strategy", strategyWords, text)
	*s = Strategy(i)
	return err
}

// Hours says what it means to a channel that a member's calendar is closed.
type Hours uint8

// What hours decide.
const (
	PreferOpen  Hours = iota // members at work go first; when none of those who can take the lead is at work, all of them are asked
	RequireOpen              // only members at work are asked
	IgnoreHours              // it makes no difference
)

var hoursWords = []string{"prefer", "require", "ignore"}

// String gives the word a contract writes.
func (h Hours) String() string { return word(hoursWords, int(h)) }

// MarshalText gives the word of String.
func (h Hours) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads the word.
func (h *Hours) UnmarshalText(text []byte) error {
	i, err := readWord("use of hours", hoursWords, text)
	*h = Hours(i)
	return err
}

// Exclusivity says how many get a lead.
type Exclusivity uint8

// How many get a lead.
const (
	Exclusive     Exclusivity = iota // one
	SemiExclusive                    // two
	Shared                           // several
)

var exclusivityWords = []string{"exclusive", "semi_exclusive", "shared"}

// String gives the word a contract writes.
func (e Exclusivity) String() string { return word(exclusivityWords, int(e)) }

// MarshalText gives the word of String.
func (e Exclusivity) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads the word.
func (e *Exclusivity) UnmarshalText(text []byte) error {
	i, err := readWord("exclusivity", exclusivityWords, text)
	*e = Exclusivity(i)
	return err
}

// End says how a lead left the person who had it.
type End uint8

// How a lead leaves.
const (
	Finished End = iota // won, lost or disqualified: the work is done
	Recycled            // given back after it was accepted: it may come back to the same person
	Rejected            // refused before it was accepted: the turn is given back, and the lead never comes to this person again
	Dropped             // taken away after a broken promise: the turn is spent, and the lead never comes to this person again
)

var endWords = []string{"finished", "recycled", "rejected", "dropped"}

// String gives the end as a word.
func (e End) String() string { return word(endWords, int(e)) }

// MarshalText gives the word of String.
func (e End) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads the word.
func (e *End) UnmarshalText(text []byte) error {
	i, err := readWord("end", endWords, text)
	*e = End(i)
	return err
}

// Basis says by what a decision was made.
type Basis uint8

// By what a decision is made.
const (
	ByNobody      Basis = iota // nobody could take the lead: it waits
	ByStrategy                 // by the channel's strategy
	ByOwner                    // the person who has the account could take it
	ByCover                    // the person who covers for the absent one who has the account could take it
	ByChannel                  // the channel is unattended and takes the lead itself
	ByHand                     // a person gave it: see [Router.Place]
	ByOpportunity              // the account has an open opportunity: who works on it, or covers for them, takes the lead
	ByBatch                    // as many leads together are expected to bring most: see [Router.Batch]
)

var basisWords = []string{"nobody", "strategy", "owner", "cover", "channel", "hand", "opportunity", "batch"}

// String gives the basis as a word.
func (b Basis) String() string { return word(basisWords, int(b)) }

// MarshalText gives the word of String.
func (b Basis) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads the word.
func (b *Basis) UnmarshalText(text []byte) error {
	i, err := readWord("basis", basisWords, text)
	*b = Basis(i)
	return err
}

func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return fmt.Sprintf("number %d", i)
}

func readWord(what string, words []string, text []byte) (int, error) {
	for i, w := range words {
		if w == string(text) {
			return i, nil
		}
	}
	var l diag.List
	l.Unknown("", what, string(text), words)
	return 0, l
}
