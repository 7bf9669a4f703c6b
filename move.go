package leadkit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla"
)

// ErrMove is wrapped when a record cannot go over to another contract. See [MoveError].
var ErrMove = errors.New("the record cannot move to this contract")

// MoveError says what a record holds that a contract has no place for.
type MoveError struct {
	Lead  string
	Stage string // one that the contract does not have, and that none of its stages says it was
	Money bool   // the contract is in another currency
}

// Error says what is missing, and what would help.
func (e *MoveError) Error() string {
	if e.Money {
		return fmt.Sprintf("lead %q: the contract is in another currency", e.Lead)
	}
	return fmt.Sprintf("lead %q: the contract has no stage %q; write was: %s at the stage that takes its leads", e.Lead, e.Stage, e.Stage)
}

// Unwrap gives [ErrMove].
func (e *MoveError) Unwrap() error { return ErrMove }

// What becomes of the promises that run when a record moves to another contract.
const (
	KeepPromises    = sla.KeepClock    // their deadlines stay
	ReplanPromises  = sla.ReplanClock  // they get the deadlines that they would have had under this contract from their start
	RestartPromises = sla.RestartClock // they have the whole time again, from now
)

// causeMoved stands for the cause of what a move does, followed by its instant. It is told as "contract changed".
const (
	causeMoved = "\x00moved "
	movedCause = "contract changed"
)

// Move brings a record that was folded under another contract under this one, at an instant up to which the other contract decides. Nothing moves by itself: until then the record is refused with
// [ErrContract]. promises is what becomes of those that run and of which the contract does not say it by on_change: [KeepPromises], [ReplanPromises] or [RestartPromises], empty for the first.
//
//   - A stage, a program, a score, a rule or a promise that was renamed says so by was:. A stage in which the lead is, and of which nothing became, is an error that wraps [ErrMove].
//   - Points keep what the past gave; what fades or is limited otherwise is told: see [scoring.Scorer.Move]. The effect [Moved] lists what became of each rule.
//   - A program that is gone is left, a promise that is gone is cancelled, each with its effect.
//   - Passages, receipts, costs, consent and what was received stay as they are.
//
// Then what the contract makes due is done. A move under the same contract does what [Engine.Advance] does. An error changes nothing.
func (e *Engine) Move(r *Record, from *Engine, at time.Time, promises string) ([]Effect, error) {
	if promises != "" && !slices.Contains([]string{KeepPromises, ReplanPromises, RestartPromises}, promises) {
		return nil, fmt.Errorf("%q says not what becomes of running promises: write %q, %q or %q: %w", promises, KeepPromises, ReplanPromises, RestartPromises, ErrMove)
	}
	if e.hash == from.hash {
		return e.Advance(r, at)
	}
	c := r.Clone()
	effects, err := from.Advance(c, at)
	if err != nil {
		return nil, err
	}
	x := e.run(c)
	defer e.done(x)
	if err := x.move(from, promises); err != nil {
		return nil, err
	}
	*r = *c
	return append(effects, x.result()...), nil
}

// move brings the run's record under its engine's contract.
func (x *run) move(from *Engine, promises string) error {
	e, r := x.e, x.r
	stage := r.Lead.Life.Stage
	if gone := e.machine.Move(&r.Lead.Life, from.machine); gone != "" {
		return &MoveError{Lead: r.Lead.ID, Stage: gone}
	}
	lost, ok := e.schema.Move(&r.Lead, from.schema)
	if !ok {
		return &MoveError{Lead: r.Lead.ID, Money: true}
	}
	r.Contract, r.calm = e.hash, 0
	x.origin = causeMoved + r.Clock.String()
	x.cause = x.origin
	f := x.emit(Effect{Kind: Moved, Subject: e.hash, Scores: e.scorer.Move(&r.Scores, from.scorer, r.Clock)})
	if len(lost) > 0 {
		f.Reason = "of another type now, and no longer known: " + strings.Join(lost, ", ")
	}
	if now := r.Lead.Life.Stage; now != stage {
		p := lead.Passage{From: stage, To: now, At: r.Clock, Move: movedCause, Cycle: r.Lead.Life.Cycle}
		x.emit(Effect{Kind: StageChanged, Subject: now, Reason: movedCause, Passage: &p})
	}
	x.moved()
	x.look(nil)
	x.steps = e.planner.Move(&r.Nurture, r.Clock, x.steps[:0])
	x.nurtured()
	x.changes = e.terms.Move(&r.Promises, promises, x.facts, r.Clock, x.changes[:0])
	x.promised()
	x.settle()
	return nil
}

// MoveBook brings a book that was kept under another contract under this one: what a promise counted under the name that it had goes on under its name now. It may be called at any time, and again.
func (e *Engine) MoveBook(b *Book) { b.Promises.Move(e.terms) }
