package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/lead"
)

// Log is the log that was read: its entries in the order in which they were learned.
type Log struct {
	name    string
	entries []entry
}

// entry is one event, and where it stands.
type entry struct {
	sample.Entry
	line int
}

// last gives the instant at which the last event was learned, of an empty log the zero time.
func (l *Log) last() time.Time {
	if len(l.entries) == 0 {
		return time.Time{}
	}
	return l.entries[len(l.entries)-1].At
}

// mostProblems is how many bad lines are shown. The others are counted.
const mostProblems = 20

// Problems are the lines of a log that could not be taken.
type Problems struct {
	lines []string
	more  int
}

func (p *Problems) add(file string, line int, what string) {
	if len(p.lines) == mostProblems {
		p.more++
		return
	}
	p.lines = append(p.lines, fmt.Sprintf("%s:%d: %s", file, line, what))
}

// Error gives a line for each, with file and line.
func (p *Problems) Error() string {
	text := strings.Join(p.lines, "\n")
	if p.more > 0 {
		text += fmt.Sprintf("\nand %s more", counted(int64(p.more), "bad line"))
	}
	return text
}

// reader reads one log. It knows neither CSV nor JSON: take is given what they read.
type reader struct {
	log    *Log
	engine *leadkit.Engine
	until  time.Time // zero: no bound
	bound  lead.Bound
	wrong  Problems
	bar    *progress
}

// readLog reads a log, or the embedded one, up to an instant, zero for all of it. All bad lines are reported together.
func readLog(name string, engine *leadkit.Engine, until time.Time, bar *progress) (*Log, error) {
	raw, source := sample.Events(), "events.jsonl.gz"
	if name != "" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("-events: %w", err)
		}
		defer file.Close()
		raw, source = file, name
	}
	r := &reader{log: &Log{name: source}, engine: engine, until: until, bar: bar}
	if err := r.read(raw); err != nil {
		return nil, err
	}
	if len(r.wrong.lines) > 0 {
		return nil, &r.wrong
	}
	slices.SortStableFunc(r.log.entries, func(a, b entry) int { return a.At.Compare(b.At) })
	return r.log, nil
}

// read chooses the format by the name's extension.
func (r *reader) read(raw io.Reader) error {
	name := strings.ToLower(r.log.name)
	if strings.HasSuffix(name, ".gz") {
		zip, err := gzip.NewReader(raw)
		if err != nil {
			return fmt.Errorf("%s: %w", r.log.name, err)
		}
		raw, name = zip, strings.TrimSuffix(name, ".gz")
	}
	var err error
	switch filepath.Ext(name) {
	case ".csv":
		err = r.readCSV(raw)
	case ".jsonl", ".ndjson", ".json":
		err = r.readJSON(raw)
	default:
		return fmt.Errorf("-events %q: the extension says the format: .jsonl, .ndjson, .json or .csv, with or without .gz", r.log.name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", r.log.name, err)
	}
	return nil
}

// take checks an event against the contract and keeps it, or the reasons why not.
func (r *reader) take(line int, e sample.Entry) {
	r.bar.step("reading")
	if e.At.IsZero() {
		e.At = e.Time
	}
	if e.Time.IsZero() {
		e.Time = e.At
	}
	if !r.until.IsZero() && e.At.After(r.until) {
		return
	}
	if err := r.engine.Bind(e.Event, &r.bound); err != nil {
		r.refuse(line, e, err)
		return
	}
	if visitor, _ := e.Props["visitor"].(string); e.Lead == "" && e.About == "" && visitor == "" {
		r.wrong.add(r.log.name, line, e.ID+": it has no lead, and says neither what it is about nor which visitor it was")
		return
	}
	r.log.entries = append(r.log.entries, entry{e, line})
}

// refuse notes each problem of an event on a line of its own.
func (r *reader) refuse(line int, e sample.Entry, err error) {
	var problems *lead.EventError
	if !errors.As(err, &problems) {
		r.wrong.add(r.log.name, line, err.Error())
		return
	}
	for _, p := range problems.Problems {
		r.wrong.add(r.log.name, line, fmt.Sprintf("%s: %s %s%s", cmp.Or(e.ID, "event without an id"), p.Field, p.What, r.hint(e, p)))
	}
}

// hint names the kind that is unknown, and the known name that is near, of a kind or of a property.
func (r *reader) hint(e sample.Entry, p lead.Problem) string {
	if p.Field == "kind" && e.Kind != "" {
		return fmt.Sprintf(": %q", e.Kind) + nearly(e.Kind, r.engine.Schema().KindNames())
	}
	name, ok := strings.CutPrefix(p.Field, "props.")
	id, known := r.engine.Schema().Kind(e.Kind)
	if !ok || !known || r.engine.Schema().Prop(id, name) >= 0 {
		return ""
	}
	var names []string
	for _, p := range r.engine.Schema().Props(id) {
		names = append(names, p.Name)
	}
	return nearly(name, names)
}

// trimBOM removes the mark that some programs write before UTF-8.
func trimBOM(line []byte) []byte { return bytes.TrimPrefix(line, []byte("\ufeff")) }
