package leadkit

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Engine is a compiled contract. It is immutable and goroutine-safe; each record belongs to one goroutine at a time.
type Engine struct {
	parts
	key  []byte // of the marks that erased people leave
	runs sync.Pool
}

// parts are all that comes of a contract.
type parts struct {
	contract  *Contract
	hash      string
	skew      lead.Span
	calendars map[string]*calendar.Hours
	schema    *lead.Schema
	scorer    *scoring.Scorer
	machine   *lead.Machine
	planner   *nurture.Planner
	router    *routing.Router
	terms     *sla.Terms
	funnel    *funnel.Funnel
	kinds     knownKinds
	routes    bool   // the contract says who takes leads
	ruled     bool   // it has contact rules
	alone     []bool // by kind, as is inert
	inert     []bool // by kind: see calm.go
	warnings  diag.List
}

// knownKinds are the numbers of the kinds that the engine itself treats.
type knownKinds struct {
	traded                              lead.KindID
	assigned, appointed, erased, shared lead.KindID
	request, owner, team, route         int // properties of assigned, as is also
	also                                int
}

// Refusals. All of them leave the record unchanged to the byte.
var (
	// ErrContract is wrapped when a record was folded under another contract.
	ErrContract = errors.New("the record belongs to another contract")
	// ErrPast is wrapped when an instant lies further behind the record's clock than the skew allows.
	ErrPast = errors.New("the instant lies before the record's clock")
	// ErrFuture is wrapped when an event's time lies further ahead of the instant it is applied at than the skew allows.
	ErrFuture = errors.New("the event lies in the future")
	// ErrLead is wrapped when an event belongs to another lead than the record, or to none.
	ErrLead = errors.New("the event belongs to another lead")
	// ErrRecord is wrapped when a record cannot have been made by this contract.
	ErrRecord = errors.New("the record is malformed")
)

// Hash gives the contract's identity: 32 hexadecimal digits over its meaning, in which comments, prose and the order of what has no order have no part.
func (e *Engine) Hash() string { return e.hash }

// Warnings gives the findings that did not stop the contract from compiling.
func (e *Engine) Warnings() diag.List { return e.warnings }

// Schema gives the compiled vocabulary.
func (e *Engine) Schema() *lead.Schema { return e.schema }

// Machine gives the compiled lifecycle.
func (e *Engine) Machine() *lead.Machine { return e.machine }

// Scorer gives the compiled scores.
func (e *Engine) Scorer() *scoring.Scorer { return e.scorer }

// Router gives the compiled routing.
func (e *Engine) Router() *routing.Router { return e.router }

// Terms gives the compiled promises.
func (e *Engine) Terms() *sla.Terms { return e.terms }

// Funnel gives the compiled funnel.
func (e *Engine) Funnel() *funnel.Funnel { return e.funnel }

// Bind checks an event and writes its typed form to b, reusing b's memory. See [lead.Schema.Bind].
func (e *Engine) Bind(ev lead.Event, b *lead.Bound) error { return e.schema.Bind(ev, b) }

// Apply folds one event into a record at the instant the host learned of it, and gives the effects in their order.
//
// First it does all that fell due up to at, as [Engine.Advance] does. An event whose id is among the record's last [MostSeen] is a duplicate
// and changes nothing. A late event counts with its own time. An error wraps [lead.ErrRefused] or one of this package's Err values and leaves
// the record unchanged to the byte.
func (e *Engine) Apply(r *Record, ev lead.Event, at time.Time) ([]Effect, error) {
	run := e.run(r)
	defer e.done(run)
	if err := e.schema.Bind(ev, &run.bound); err != nil {
		return nil, err
	}
	return e.apply(run, &run.bound, lead.At(at))
}

// ApplyBound is Apply for an event that [Engine.Bind] has typed. b is not kept and not changed.
func (e *Engine) ApplyBound(r *Record, b *lead.Bound, at lead.Instant) ([]Effect, error) {
	run := e.run(r)
	defer e.done(run)
	return e.apply(run, b, at)
}

func (e *Engine) apply(run *run, b *lead.Bound, at lead.Instant) ([]Effect, error) {
	r := run.r
	now, when, err := e.admit(r, b, at)
	if err != nil {
		return nil, fmt.Errorf("event %q of lead %q at %v: %w", b.ID, b.Lead, at, err)
	}
	id := fnv64(b.ID)
	if r.seen(id) {
		return nil, nil
	}
	r.Contract = e.hash
	if r.Lead.ID == "" {
		r.Lead.ID = b.Lead
	}
	e.scorer.Prepare(&r.Scores)
	run.advance(now)
	r.Clock = now
	r.remember(id)
	run.heard = *b
	run.heard.Time = when
	run.event(&run.heard)
	return run.result(), nil
}

// admit decides, from event, schema, clock and contract alone, whether an event is taken, and at which instant.
func (e *Engine) admit(r *Record, b *lead.Bound, at lead.Instant) (now, when lead.Instant, err error) {
	if err := e.check(r); err != nil {
		return 0, 0, err
	}
	if now, err = e.instant(r, at); err != nil {
		return 0, 0, err
	}
	if b.Lead == "" || r.Lead.ID != "" && b.Lead != r.Lead.ID {
		return 0, 0, ErrLead
	}
	when = b.Time
	if when > now {
		if when.Sub(now) > e.skew {
			return 0, 0, ErrFuture
		}
		when = now
	}
	return now, when, nil
}

// check refuses a record that this contract cannot have made.
func (e *Engine) check(r *Record) error {
	switch {
	case r.Merged != "":
		return &MergedError{r.Lead.ID, r.Merged}
	case r.Contract != "" && r.Contract != e.hash:
		return ErrContract
	case r.Clock < 0 || r.Clock > lead.Forever || len(r.Seen) > MostSeen || len(r.Asked) > MostAsked, len(r.Charges) > routing.MostShared:
		return ErrRecord
	}
	if r.Deal != nil && !r.Deal.Sound() {
		return fmt.Errorf("the deal: %w", ErrRecord)
	}
	if stage := r.Lead.Life.Stage; stage != "" && !e.machine.Has(stage) {
		return fmt.Errorf("stage %q: %w", stage, ErrRecord)
	}
	return nil
}

// instant takes an instant a little behind the record's clock as the clock.
func (e *Engine) instant(r *Record, at lead.Instant) (lead.Instant, error) {
	switch {
	case at <= 0 || at > lead.Forever:
		return 0, fmt.Errorf("%v is not between 1970 and 9999: %w", at, lead.ErrRefused)
	case at >= r.Clock:
		return at, nil
	case r.Clock.Sub(at) <= e.skew:
		return r.Clock, nil
	}
	return 0, ErrPast
}

// Advance brings a record to an instant without an event: all that falls due up to at is done, each thing at its own instant, and the effects
// are given in their order. One Advance does the same as any number of smaller ones. An instant a little behind the clock is taken as the clock.
func (e *Engine) Advance(r *Record, at time.Time) ([]Effect, error) {
	if err := e.check(r); err != nil {
		return nil, err
	}
	now, err := e.instant(r, lead.At(at))
	if err != nil {
		return nil, err
	}
	run := e.run(r)
	defer e.done(run)
	e.scorer.Prepare(&r.Scores)
	run.advance(now)
	r.Clock = now
	r.Contract = e.hash
	return run.result(), nil
}

// Next gives the first instant after the record's clock at which something changes by itself: a watched condition or the temperature, a stage,
// a promise, a nurture step. False is never. Until then, Advance does nothing.
//
// A host sets one timer per lead at this instant. A timer is a hint: early, late, twice or never does no harm.
func (e *Engine) Next(r *Record) (time.Time, bool) {
	if e.check(r) != nil {
		return time.Time{}, false
	}
	run := e.run(r)
	defer e.done(run)
	next := run.next()
	return next.Time(), next != 0
}

// Rearm says whether a host has to set its timer anew: only if there is none, or if the next instant moved earlier. A timer that fires too early is harmless,
// and leaving it alone saves most of the writes.
func Rearm(armed, next time.Time) bool {
	return !next.IsZero() && (armed.IsZero() || next.Before(armed))
}
