// Package sample is a contract and a log of events to try things on: some 500 leads over 150 days, made up by the seeded generator beside it.
package sample

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/leadkit/leadkit/lead"
)

//go:generate go run ../simulate -o events.jsonl.gz

// Contract is the contract between marketing and sales of a car maker.
//
//go:embed contract.yaml
var contract []byte

//go:embed events.jsonl.gz
var events []byte

//go:embed scenarios.yaml
var scenarios []byte

// Contract gives the contract's text. The slice is the caller's.
func Contract() []byte { return bytes.Clone(contract) }

// Scenarios gives the contract's own tests, which package leadtest plays. The slice is the caller's.
func Scenarios() []byte { return bytes.Clone(scenarios) }

// Events gives the log as it is stored: JSON Lines, compressed with gzip.
func Events() io.Reader { return bytes.NewReader(events) }

// Entry is one line of a log: an event, and when the host learned of it.
type Entry struct {
	At time.Time `json:"at"`
	lead.Event
}

// Log reads the whole log, in the order in which it was learned.
func Log() ([]Entry, error) {
	zip, err := gzip.NewReader(Events())
	if err != nil {
		return nil, err
	}
	var log []Entry
	lines := bufio.NewScanner(zip)
	for lines.Scan() {
		var e Entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("line %d: %w", len(log)+1, err)
		}
		log = append(log, e)
	}
	return log, lines.Err()
}
