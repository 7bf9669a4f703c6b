package leadkit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
)

// ErrMerged is wrapped by every refusal of a record that was merged into another. See [MergedError].
var ErrMerged = errors.New("the record was merged into another")

// MergedError says that a record is a tombstone, and of which record it is part now: what comes for it is to be given to that one, under that one's id.
type MergedError struct {
	Lead string // the absorbed one
	Into string // the survivor
}

// Error says it in a sentence.
func (e *MergedError) Error() string {
	return fmt.Sprintf("lead %q: the record was merged into lead %q", e.Lead, e.Into)
}

// Unwrap gives [ErrMerged].
func (e *MergedError) Unwrap() error { return ErrMerged }

// causeMerged stands for the cause of what a merge does, followed by the absorbed lead's id. It is told as "merged".
const causeMerged = "\x00merged "

// Merge joins two records of one person, at an instant up to which both are brought first: the survivor holds what was known of both, the absorbed one becomes a tombstone that names it. That they
// are one person is the host's to know, and the host commits both records with the effects, which are of both leads. Save for the ids, it is the same whichever survives:
//
//   - Sums add exactly; limits counted apart before and count jointly from then on.
//   - The lead stands where the stronger of both stood: see [lead.Lifecycle] and its Precedence. Its owner, receipt and open requests come along.
//   - Of what registers hold, such as attributes, the latest counts; costs add; a refusal of consent wins, and so does an erasure.
//   - Of same-named promises that run, the one with the earlier deadline goes on; content that either received, both have received.
//   - Who bought the lead by either record's sale still has it; of the sale that ends, all others are told.
//   - What the book has counted of both stays counted.
//
// Then what the joint record makes due is done: with the points of both, a lead may be handed over. Both records have to be of this contract and of two leads, neither a tombstone; an error
// changes neither.
func (e *Engine) Merge(survivor, absorbed *Record, at time.Time) ([]Effect, error) {
	now, err := e.admitMerge(survivor, absorbed, lead.At(at))
	if err != nil {
		return nil, err
	}
	effects, _ := e.Advance(absorbed, now.Time()) // admitted: neither fails
	more, _ := e.Advance(survivor, now.Time())
	effects = append(effects, more...)
	effects = append(effects, e.leave(absorbed, survivor.Lead.ID)...)
	x := e.run(survivor)
	defer e.done(x)
	x.merge(absorbed)
	*absorbed = Record{Contract: e.hash, Clock: now, Lead: lead.State{ID: absorbed.Lead.ID}, Merged: survivor.Lead.ID, Seen: absorbed.Seen}
	return append(effects, x.result()...), nil
}

// admitMerge gives the instant of a merge, or says why there is none.
func (e *Engine) admitMerge(a, b *Record, at lead.Instant) (now lead.Instant, err error) {
	if a == b || a.Lead.ID == "" || b.Lead.ID == "" || a.Lead.ID == b.Lead.ID {
		return 0, fmt.Errorf("a merge is of two leads that are known: %w", ErrLead)
	}
	for _, r := range []*Record{a, b} {
		if err := e.check(r); err != nil {
			return 0, fmt.Errorf("lead %q: %w", r.Lead.ID, err)
		}
		t, err := e.instant(r, at)
		if err != nil {
			return 0, fmt.Errorf("lead %q: %w", r.Lead.ID, err)
		}
		now = max(now, t)
	}
	return now, nil
}

// leave tells the desk that an absorbed lead is with nobody any more, and the company that it is none of its people.
func (e *Engine) leave(r *Record, into string) []Effect {
	life := &r.Lead.Life
	x := e.run(r)
	defer e.done(x)
	x.cause = causeMerged + into
	if life.Owner != "" || life.Route != "" || len(r.Asked) > 0 {
		x.emit(Effect{Kind: Released, Subject: r.Lead.ID, Reason: "merged into " + into, End: routing.Recycled})
	}
	x.depart(r.Member.Number + 1)
	return x.result()
}

// merge joins another record to the run's, and does what that makes due.
func (x *run) merge(other *Record) {
	e, r := x.e, x.r
	first, second := r.Clone(), other
	if e.stronger(second, first) {
		first, second = second.Clone(), first
	}
	moved := first.Lead.Life.Stage != r.Lead.Life.Stage
	passage := lead.Passage{From: r.Lead.Life.Stage, To: first.Lead.Life.Stage, At: r.Clock, Move: lead.Merged, Cycle: max(1, first.Lead.Life.Cycle, second.Lead.Life.Cycle)}
	came, known := first.Lead.ID != r.Lead.ID, r.Lead.Gone == 0
	joint, trades := e.join(first, second, r.Clock, &x.changes)
	joint.Lead.ID, joint.Temperature = r.Lead.ID, r.Temperature
	joint.Member = untold(&r.Member, &other.Member)
	*r = *joint
	x.origin = causeMerged + other.Lead.ID
	x.cause = x.origin
	x.moved()
	held := x.held()
	id := x.emit(Effect{Kind: Merged, Subject: other.Lead.ID}).ID
	if known && r.Lead.Gone != 0 {
		x.emit(Effect{Kind: Erased, Subject: r.Lead.ID, Marks: r.Lead.Marks})
	}
	if moved {
		x.emit(Effect{Kind: StageChanged, Subject: passage.To, Reason: lead.Merged, Passage: &passage})
	}
	if came && r.Lead.Life.Owner != "" {
		x.place(lead.Merged)
	}
	x.traded(trades, held)
	if r.Lead.Life.Outside != "" && r.Lead.Life.Owner != "" {
		x.emit(Effect{Kind: Refused, Subject: lead.Merged, Reason: "it is with " + r.Lead.Life.Outside + ", and with " + r.Lead.Life.Owner + ": take it back from one of them"})
	}
	x.promised()
	x.tell(lead.Merged, id, lead.TextProp("absorbed", other.Lead.ID))
	x.settle()
}

// stronger reports whether a record says where a merged lead stands rather than another one: by the lifecycle's precedence. Where that leaves it open, what else they hold decides, but not their ids.
func (e *Engine) stronger(a, b *Record) bool {
	if c := e.machine.Precedence(&a.Lead.Life, &b.Lead.Life); c != 0 {
		return c < 0
	}
	text := func(r *Record) []byte {
		c := *r
		c.Lead.ID, c.Temperature, c.Member = "", "", scoring.Member{}
		data, _ := json.Marshal(&c) // plain data always marshals
		return data
	}
	return bytes.Compare(text(a), text(b)) < 0
}

// join gives a record of what two hold, the first of which says where the lead stands and may be changed.
func (e *Engine) join(first, second *Record, at lead.Instant, changes *[]sla.Change) (joint *Record, trades []routing.Trade) {
	if first.Lead.Life.Receipt == nil {
		first.Judged = second.Judged
	}
	if (first.Lead.Gone != 0) != (second.Lead.Gone != 0) { // who was erased is the same person
		first.Lead.Keep(append(e.marks(&first.Lead), e.marks(&second.Lead)...))
	}
	e.scorer.Prepare(&first.Scores)
	e.scorer.Merge(&first.Scores, &second.Scores)
	first.Promises, *changes = e.terms.Merge(&first.Promises, &second.Promises, at, (*changes)[:0])
	e.schema.Merge(&first.Lead, &second.Lead, at)
	if first.Lead.Gone != 0 {
		first.erase()
	}
	e.planner.Merge(&first.Nurture, &second.Nurture, first.Lead.Life.Cycle, at)
	first.Path.Merge(&second.Path)
	first.Reached = first.Reached || second.Reached
	if first.Charges == nil {
		first.Charges = second.Charges
	}
	first.Deal, trades = e.joinDeals(first.Deal, second.Deal, at, nil)
	if first.Lead.Gone != 0 {
		trades = e.router.Market().Erase(first.Deal, at, trades)
	}
	first.Seen = bothSeen(first.Seen, second.Seen)
	first.calm = 0
	return first, trades
}

// bothSeen keeps the latest ids of two records, as evenly as there are, in turn: the latest last.
func bothSeen(a, b []uint64) []uint64 {
	if slices.Compare(a, b) > 0 {
		a, b = b, a
	}
	list := make([]uint64, 0, MostSeen)
	for i := 1; i <= max(len(a), len(b)) && len(list) < MostSeen; i++ {
		for _, from := range [][]uint64{b, a} {
			if i <= len(from) && len(list) < MostSeen && !slices.Contains(list, from[len(from)-i]) {
				list = append(list, from[len(from)-i])
			}
		}
	}
	slices.Reverse(list)
	return list
}
