package leadkit

import (
	"slices"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
)

// Record is all that the past leaves behind of one lead: what the host stores. The zero Record is a lead nothing is known about.
// It is plain data with every field exported, bounded whatever the length of the history, and written as JSON.
type Record struct {
	// Contract is the hash of the contract that the record was folded under. Another contract refuses it.
	Contract string `json:"contract,omitempty"`
	// Clock is the latest instant that the record was brought to.
	Clock    lead.Instant  `json:"clock,omitempty"`
	Lead     lead.State    `json:"lead"`
	Scores   scoring.State `json:"scores"`
	Nurture  nurture.State `json:"nurture"`
	Promises sla.State     `json:"promises"`
	Path     funnel.Path   `json:"path"`
	// Merged is the id of the lead that this record was merged into: it is a tombstone then, and takes nothing.
	Merged string `json:"merged,omitempty"`
	// Temperature is the band that was last told.
	Temperature string `json:"temperature,omitempty"`
	// Asked are the requests without an answer, the oldest first, at most MostAsked.
	Asked []Ask `json:"asked,omitempty"`
	// Member is what the company was told last, Reached whether the person has been reached in this demand. Both stay zero where companies are not scored.
	Member  scoring.Member `json:"member,omitzero"`
	Reached bool           `json:"reached,omitempty"`
	// Judged is what was said of the last hand-over, by kind of act, in its order.
	Judged []string `json:"judged,omitempty"`
	// Charges are what the partners who have the lead owe for it.
	Charges []routing.Charge `json:"charges,omitempty"`
	// Deal is the sale of the lead to others, once it was listed.
	Deal *routing.Deal `json:"deal,omitempty"`
	// Seen recognises duplicates: hashes of the ids of the last accepted events, the oldest first.
	Seen []uint64 `json:"seen,omitempty"`

	calm lead.Instant // until when, at least, nothing happens by itself; zero: not known. Worked out from the rest
}

// Bounds of a Record.
const (
	MostAsked = 8
	// MostSeen is how many event ids a record remembers. Two different ids have the same hash with a probability of 2^-64.
	MostSeen = 64
)

// Ask is a question to the host that was not answered yet.
type Ask struct {
	ID string       `json:"id"` // the effect's
	At lead.Instant `json:"at"`
}

// seen reports whether an event's id is among the last accepted.
func (r *Record) seen(id uint64) bool { return slices.Contains(r.Seen, id) }

func (r *Record) remember(id uint64) {
	if len(r.Seen) < MostSeen {
		r.Seen = append(r.Seen, id)
		return
	}
	copy(r.Seen, r.Seen[1:])
	r.Seen[len(r.Seen)-1] = id
}

// fnv64 is FNV-1a (Fowler, Noll, Vo), 64 bits.
func fnv64(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func (r *Record) ask(id string, at lead.Instant) {
	if len(r.Asked) == MostAsked {
		r.Asked = slices.Delete(r.Asked, 0, 1)
	}
	r.Asked = append(r.Asked, Ask{id, at})
}

// asks reports whether a request is open.
func (r *Record) asks(id string) bool {
	return slices.ContainsFunc(r.Asked, func(a Ask) bool { return a.ID == id })
}

// answered closes a request, and reports whether it was open.
func (r *Record) answered(id string) bool {
	i := slices.IndexFunc(r.Asked, func(a Ask) bool { return a.ID == id })
	if i < 0 {
		return false
	}
	r.Asked = slices.Delete(r.Asked, i, i+1)
	if len(r.Asked) == 0 {
		r.Asked = nil
	}
	return true
}
