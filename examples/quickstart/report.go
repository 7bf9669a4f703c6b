package main

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/leadkit/leadkit"
)

// Report is all that the program says. Its text and its JSON have the same content.
type Report struct {
	Contract string         `json:"contract"`
	Hash     string         `json:"hash"`
	Signed   leadkit.Signed `json:"signed"`
	At       time.Time      `json:"at"`
	Log      Read           `json:"log"`
	Summary  Summary        `json:"summary"`
	Story    *Story         `json:"story,omitempty"`

	zone *time.Location
}

// Read says what was read.
type Read struct {
	File      string `json:"file"`
	Events    int64  `json:"events"`
	Automatic int64  `json:"automatic"`
	Twice     int64  `json:"twice"` // events whose id had come before
	Late      int64  `json:"late"`  // heard of more than five minutes after they happened
}

// lateness is from when on an event counts as late.
const lateness = 5 * time.Minute

func (l *Log) read() Read {
	r, seen := Read{File: l.name, Events: int64(len(l.entries))}, map[string]bool{}
	for _, e := range l.entries {
		r.Automatic += one(e.Automatic)
		r.Twice += one(seen[e.ID])
		r.Late += one(e.At.Sub(e.Time) > lateness)
		seen[e.ID] = true
	}
	return r
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// report gives what there is to say, with the story of a lead, or of one that has lived through much if none is named.
func (w *world) report(id string) (*Report, error) {
	r := &Report{Contract: w.spec.Name, Hash: w.engine.Hash(), Signed: w.spec.Signed, At: w.at.In(w.zone), Log: w.log.read(), zone: w.zone}
	var err error
	if r.Summary, err = w.summary(); err != nil {
		return nil, err
	}
	if id == "" {
		id = w.interesting()
	}
	if id == "" {
		return r, nil // there is no lead
	}
	r.Story, err = w.story(id)
	return r, err
}

// encode writes a report as JSON.
func encode(r *Report) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(r)
	return b.String(), err
}
