package leadtest

import (
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Result is what became of one scenario: data, of which [Text] is the plain print.
type Result struct {
	Scenario string      `json:"scenario"`
	Place    diag.Origin `json:"place"` // where it stands
	// Timeline is all that happened, in order, and what was expected where.
	Timeline    []Entry      `json:"timeline"`
	Differences []Difference `json:"differences,omitempty"`
}

// Passed reports whether all was as expected.
func (r Result) Passed() bool { return len(r.Differences) == 0 }

// EntryKind is what an [Entry] tells.
type EntryKind string

// The kinds of entry.
const (
	Event    EntryKind = "event"    // what the scenario says
	Effect   EntryKind = "effect"   // what the engine decided
	Expected EntryKind = "expected" // what the scenario expects
)

// Entry is one line of a timeline.
type Entry struct {
	Kind  EntryKind    `json:"kind"`
	At    lead.Instant `json:"at"`
	After lead.Span    `json:"after"` // since the scenario's start
	Clock string       `json:"clock"` // in the default calendar's zone: "Mon 2 Mar 09:00"
	Text  string       `json:"text"`
	Why   string       `json:"why,omitempty"`
}

// Difference is an expectation that is not met.
type Difference struct {
	Of       string      `json:"of"` // "stage", a score, a promise, "happens", "next"
	Expected string      `json:"expected"`
	Got      string      `json:"got"`
	Why      string      `json:"why,omitempty"`
	Place    diag.Origin `json:"place"` // of the expectation
	Entry    int         `json:"entry"` // where it stands in the timeline
}
