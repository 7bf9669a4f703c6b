package routing

import (
	"errors"

	"github.com/leadkit/leadkit/lead"
)

// Batch is what became of many leads that were assigned together.
type Batch struct {
	// Decisions are those of all requests, sorted by request. Of a lead that was asked for more than once, the last request is decided.
	Decisions []Decision `json:"decisions,omitempty"`
	// Value is what the leads that were assigned now are expected to bring, in total.
	Value lead.Money `json:"value"`
	// Gap is how much more any other assignment could bring at most that asks people in the same order: see [Router.Batch]. Zero: there is no better one.
	Gap lead.Money `json:"gap"`
	// Short lists the minimums that were not met, by person, then by band. No assignment misses fewer leads.
	Short []Shortage `json:"short,omitempty"`
}

// Shortage says of a person that they got less of a batch than their quota's minimum.
type Shortage struct {
	Person  string `json:"person"`
	Band    string `json:"band,omitempty"` // empty: of all leads together
	AtLeast int    `json:"at_least"`
	Got     int    `json:"got"`
	Why     Lack   `json:"why"`
}

// Lack says why a minimum could not be met.
type Lack uint8

// Why a minimum could not be met.
const (
	NoRoom    Lack = iota // the person is absent, or their capacity or another quota leaves less room
	FewLeads              // there are too few leads that the person can take
	Contested             // others need the same leads for minimums of their own, or have the account
)

var lackWords = []string{"no room", "too few leads", "others need them"}

// String gives the lack in words.
func (l Lack) String() string { return word(lackWords, int(l)) }

// MarshalText gives the words of String.
func (l Lack) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the words.
func (l *Lack) UnmarshalText(text []byte) error {
	i, err := readWord("lack", lackWords, text)
	*l = Lack(i)
	return err
}

// ErrBatch is wrapped by the error of [Router.Batch].
var ErrBatch = errors.New("the batch is too large")

// mostCells bounds the pairs of leads and people that are weighed at once: more leads are dealt into several rounds.
const mostCells = 1 << 23

// Batch decides who takes many leads, all together, as they are expected to bring most: [Router.Route] decides of each without regard to the others. Who can take a
// lead is the same as there, and so is what it brings.
//
// Who works on an open opportunity of the account, and the owners of accounts, come first, then all other leads with whoever is asked first there: by the policy's choice of channels in the first channel that takes
// the lead, or in all of them; there in the most specific territory; in it those at work. They are assigned so that nobody has more than their capacity and quotas allow, as
// few as possible are missing to the quotas' minimums, and the sum of the expected values is the largest there is. Leads that are left over are assigned in the
// same way to those who are asked next. None waits where there is room: one that waits counts as what it would lose with the worst of those who can take it.
// Of several such assignments one is taken; the order of the requests has no part in that.
//
// So the largest sum is that of each step, given those before it: the order in which people are asked goes before value. With expected value, no owners and one
// territory for all there is one step, and the sum is the largest there is at all. Gap speaks of the same steps.
//
// The result is exact up to 8 million pairs of a lead and a person, such as 40,000 leads and 200 people. Beyond, leads are dealt into rounds of that size, and Gap bounds what is lost.
// The error, which wraps [ErrBatch], is for more people and channels, times the bands that quotas name and two, than 4,095; then nothing has changed.
//
// A request that the desk remembers keeps its decision, so that asking again, with more leads or fewer, changes nothing about those; but one that waits is decided
// anew, as by [Router.Retry].
func (r *Router) Batch(d *Desk, requests []Request, at lead.Instant) (Batch, error) {
	return r.batch(d, requests, at, mostCells)
}
