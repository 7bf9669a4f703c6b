package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/host"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/lead"
)

// world is what became of a log under a contract, at an instant.
type world struct {
	*contract
	log     *Log
	at      time.Time
	host    *host.Host
	heard   map[string][]sample.Entry // by lead: all that its record took
	effects map[string][]leadkit.Effect
}

// replay runs a contract over a log, up to an instant.
func replay(c *contract, log *Log, at time.Time, bar *progress) (*world, error) {
	w := &world{contract: c, log: log, at: at, host: host.New(c.engine), heard: map[string][]sample.Entry{}, effects: map[string][]leadkit.Effect{}}
	w.host.Heard = func(ev lead.Event, at time.Time) {
		w.heard[ev.Lead] = append(w.heard[ev.Lead], sample.Entry{At: at, Event: ev})
	}
	w.host.Told = func(f leadkit.Effect) { w.effects[f.Lead] = append(w.effects[f.Lead], f) }
	for _, e := range log.entries {
		bar.step("running the contract")
		if err := w.host.Apply(e.Event, e.At); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", log.name, e.line, plain(err))
		}
	}
	if at.IsZero() {
		return w, nil
	}
	return w, w.host.Wake(at)
}

// plain leaves out what an event's place in the file says already.
func plain(err error) error {
	var refused *lead.EventError
	if errors.As(err, &refused) {
		return refused
	}
	return err
}

// records lists the records by lead.
func (w *world) records() []*leadkit.Record {
	var list []*leadkit.Record
	for _, id := range w.host.Leads() {
		list = append(list, w.host.Records[id])
	}
	return list
}
