// Package diag is the one shape of a complaint: what is wrong, where, and what would be right.
//
// Every Compile in this module checks the whole of its specification in one pass and returns every finding at once, as a
// [List], sorted by place. A finding is data; how it is shown is up to the caller, and [List.Error] is the plain way.
//
// A room knows its specification as a value, so it reports a [Place] as a path into that value and, inside an expression, as a range of
// characters. Whoever read the value from a file adds [Origin]: the file, the line and the column.
package diag

import (
	"fmt"
	"strings"
)

// Severity says whether a finding stops the contract from compiling.
// The zero value is Error: a finding is fatal unless it says otherwise.
type Severity uint8

const (
	Error   Severity = iota // the specification does not compile
	Warning                 // it compiles, and probably does not mean what it says
)

// String gives "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Place is where in a specification a finding lies.
type Place struct {
	// Path names the value, segments separated by "/" and begun by one, in the spelling of the contract's own keys and names:
	// "/scores/fit/target industry/when". A "/" inside a name is written "~1" and a "~" "~0" (RFC 6901).
	Path string `json:"path"`
	// From and To are a range of runes inside the string at Path, To excluded. Both zero means the whole value.
	From int `json:"from,omitempty"`
	To   int `json:"to,omitempty"`
}

// Origin is a Place resolved to a file. The zero Origin means that the specification came from no file.
type Origin struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`   // from 1
	Column int    `json:"column,omitempty"` // from 1, in runes
	Text   string `json:"text,omitempty"`   // the offending line, without its end
	Width  int    `json:"width,omitempty"`  // how many runes of Text are at fault, at least 1
}

// Finding is one complaint about a specification.
type Finding struct {
	Place    Place    `json:"place"`
	Origin   Origin   `json:"origin,omitzero"`
	Severity Severity `json:"severity,omitempty"`
	// Code is stable and meant for programs: "unknown-name", "wrong-type", "unreachable-stage".
	Code string `json:"code"`
	// Summary says what is wrong, in one sentence without a full stop: `unknown name "industy"`.
	Summary string `json:"summary"`
	// Remedy says what would be right, in one sentence without a full stop. It may be empty.
	Remedy string `json:"remedy,omitempty"`
	// Near is the known name closest to the one that is wrong, empty if none is close.
	Near string `json:"near,omitempty"`
}

// String gives the finding on one line: place, summary, near name, remedy.
func (f Finding) String() string {
	var b strings.Builder
	switch {
	case f.Origin.Line > 0:
		fmt.Fprintf(&b, "%s:%d:%d: ", f.Origin.File, f.Origin.Line, f.Origin.Column)
	case f.Place.To > 0:
		fmt.Fprintf(&b, "%s[%d:%d]: ", f.Place.Path, f.Place.From, f.Place.To)
	case f.Place.Path != "":
		fmt.Fprintf(&b, "%s: ", f.Place.Path)
	}
	if f.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(f.Summary)
	if f.Near != "" {
		fmt.Fprintf(&b, "; did you mean %q?", f.Near)
	}
	if f.Remedy != "" {
		fmt.Fprintf(&b, "; %s", f.Remedy)
	}
	return b.String()
}
