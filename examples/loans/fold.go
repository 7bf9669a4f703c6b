package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
)

// bank folds the log: a record for each application.
type bank struct {
	engine  *leadkit.Engine
	records []*leadkit.Record
	book    leadkit.Book
	bound   lead.Bound
	last    lead.Instant
	rows    int
}

// read folds a whole log and reports on it.
func read(name string, errs io.Writer) (*report, error) {
	begun := time.Now()
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: contract})
	if err != nil {
		return nil, err
	}
	log, err := openLog(name)
	if err != nil {
		return nil, err
	}
	defer log.close()
	b := &bank{engine: engine}
	if err := b.fold(log, progress(errs)); err != nil {
		return nil, err
	}
	if err := b.finish(); err != nil {
		return nil, err
	}
	return b.report(time.Since(begun)), nil
}

// batch is some rows read ahead.
type batch struct {
	rows []row
	err  error
}

const ahead = 4096

// readAhead reads rows on another core, in batches.
func readAhead(log *logReader, stop <-chan struct{}) <-chan batch {
	out := make(chan batch, 4)
	go func() {
		defer close(out)
		for {
			b := batch{rows: make([]row, 0, ahead)}
			for len(b.rows) < ahead && b.err == nil {
				b.rows = b.rows[:len(b.rows)+1]
				if b.err = log.next(&b.rows[len(b.rows)-1]); b.err != nil {
					b.rows = b.rows[:len(b.rows)-1]
				}
			}
			select {
			case out <- b:
			case <-stop:
				return
			}
			if b.err != nil {
				return
			}
		}
	}()
	return out
}

func (b *bank) fold(log *logReader, tell func(rows int)) error {
	stop := make(chan struct{})
	defer close(stop)
	application := ""
	for batch := range readAhead(log, stop) {
		for i := range batch.rows {
			r := &batch.rows[i]
			b.rows++
			if r.application != application {
				application = r.application
				b.records = append(b.records, &leadkit.Record{})
				if err := b.begin(r); err != nil {
					return log.faultAt(r, err)
				}
			}
			if err := b.apply(r, r.kind, strconv.Itoa(b.rows), nil); err != nil {
				return log.faultAt(r, err)
			}
		}
		tell(b.rows)
		if errors.Is(batch.err, io.EOF) {
			return nil
		}
		if batch.err != nil {
			return batch.err
		}
	}
	return nil
}

func (l *logReader) faultAt(r *row, err error) error {
	return fmt.Errorf("%s:%d: %w", l.name, r.line, err)
}

// begin makes a lead of an application.
func (b *bank) begin(r *row) error {
	return b.apply(r, lead.Created, "created", map[string]any{"potential": r.amount, "source_channel": "website"})
}

func (b *bank) apply(r *row, kind, id string, props map[string]any) error {
	ev := lead.Event{ID: id, Lead: r.application, Kind: kind, Time: r.at.Time(), By: r.person, Props: props}
	if err := b.engine.Bind(ev, &b.bound); err != nil {
		return err
	}
	b.last = max(b.last, r.at)
	effects, err := b.engine.ApplyBound(b.records[len(b.records)-1], &b.bound, r.at)
	if err != nil {
		return err
	}
	return b.post(effects)
}

func (b *bank) post(effects []leadkit.Effect) error {
	if len(effects) == 0 {
		return nil
	}
	return b.engine.Post(&b.book, "log", b.book.Positions["log"]+1, effects)
}

// finish brings every application to the log's end, where what was never answered is broken.
func (b *bank) finish() error {
	for _, r := range b.records {
		effects, err := b.engine.Advance(r, b.last.Time())
		if err != nil {
			return err
		}
		if err := b.post(effects); err != nil {
			return err
		}
	}
	return nil
}

// progress tells how far the log was read, on a terminal only.
func progress(errs io.Writer) func(rows int) {
	f, ok := errs.(*os.File)
	if !ok {
		return func(int) {}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func(int) {}
	}
	told := time.Now()
	return func(rows int) {
		if time.Since(told) > 200*time.Millisecond {
			told = time.Now()
			fmt.Fprintf(f, "\r%d rows\r", rows)
		}
	}
}
