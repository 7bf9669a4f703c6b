package leadkit

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla"
)

// byTime stands for the cause of what falls due without an event, where an event's id would stand. It is told as timeCause.
const (
	byTime    = "\x00time"
	timeCause = "time"
)

// run is the scratch memory of one call: it holds no state of its own.
type run struct {
	e       *Engine
	r       *Record
	facts   *lead.Facts
	bound   lead.Bound  // of Apply
	heard   lead.Bound  // the event that is heard now
	origin  string      // what the call is about: the event's id, or byTime
	cause   string      // what is heard now: the event's id, an internal event's, or byTime
	pending *lead.Bound // what nurture hears and the promises have not heard yet; nil: nothing
	watched []*lead.Condition
	truths  []bool
	queue   []lead.Bound // internal events, heard in order
	head    int
	changes []sla.Change
	steps   []nurture.Step
	notes   []funnel.Note
	effects []Effect // kept for the next call: what is given away is a copy
	stuck   bool     // the standing move that is due was taken at this instant already
	seen    bool     // the facts hold what is known of the lead
	fit     bool     // the scores for what the lead is are up to date
	fresh   bool     // the facts' clock and scores are the record's
	looked  int      // how many spans were looked at, in search of the next change
}

func (e *Engine) run(r *Record) *run {
	x, _ := e.runs.Get().(*run)
	if x == nil {
		x = &run{e: e, facts: e.schema.NewFacts()}
	}
	x.r = r
	x.seen, x.fit, x.fresh = false, true, false
	return x
}

// done gives the scratch memory back.
func (e *Engine) done(x *run) {
	x.r, x.pending = nil, nil
	clear(x.effects)
	x.effects = x.effects[:0]
	x.queue, x.head = x.queue[:0], 0
	e.runs.Put(x)
}

// result gives the effects away, nil if there are none.
func (x *run) result() []Effect {
	if len(x.effects) == 0 {
		return nil
	}
	return slices.Clone(x.effects)
}

// look fills the facts at the record's clock, unless they are.
func (x *run) look(b *lead.Bound) {
	x.facts.Hear(b)
	if x.fresh {
		return
	}
	x.see()
	x.facts.At(x.r.Clock)
	if !x.fit {
		x.e.scorer.Refit(&x.r.Scores, x.facts) // a passage and an expired consent change what the lead is, too
		x.fit = true
	}
	x.e.scorer.Fill(&x.r.Scores, x.facts)
	x.fresh = true
}

// see fills in what is known of the lead, unless it is.
func (x *run) see() {
	if !x.seen {
		x.facts.See(&x.r.Lead)
		x.seen = true
	}
}

// moved says that the lead is not as the facts, and the scores for what it is, have it.
func (x *run) moved() { x.seen, x.fit, x.fresh = false, false, false }

// event hears an event at the record's clock, then what the rooms made of it, until nothing moves any more.
func (x *run) event(b *lead.Bound) {
	inert := x.brief(b)
	if inert && x.r.calm >= x.r.Clock && x.r.calm != 0 {
		return
	}
	x.origin, x.cause, x.r.calm = b.ID, b.ID, 0
	x.rest(b)
	x.settle()
	if inert && !x.stuck { // who is stuck goes on at the next instant that is looked at
		x.calm()
	}
}

// settle hears the queued internal events and takes standing moves, in turn, until there are none.
func (x *run) settle() {
	for {
		for x.head < len(x.queue) {
			x.heard = x.queue[x.head]
			x.head++
			x.hear(&x.heard)
		}
		x.queue, x.head = x.queue[:0], 0
		if !x.stand() && !x.retire() {
			break
		}
	}
	x.warm()
}

// hear walks an internal event through the rooms.
func (x *run) hear(b *lead.Bound) {
	x.cause = b.ID
	x.brief(b)
	x.rest(b)
}

// rest walks an event that is in the lead's state and scores through the other rooms: lifecycle, nurture, promises, funnel.
func (x *run) rest(b *lead.Bound) {
	x.look(b)
	if x.e.schema.KindOf(b.Kind).Class != lead.Verdict {
		x.act(b)
		x.look(b) // an act, such as an erasure, can change what the lead is
	}
	if step, ok := x.e.machine.Upon(&x.r.Lead, b, x.facts, x.r.Clock); ok {
		x.take(step)
		x.look(b)
	}
	x.rooms(b)
}

// rooms lets nurture, promises and funnel hear an event.
func (x *run) rooms(b *lead.Bound) {
	at := x.r.Clock
	x.steps = x.e.planner.Apply(&x.r.Nurture, b, x.facts, x.rules(b), at, x.steps[:0])
	x.nurtured()
	x.changes = x.e.terms.Apply(&x.r.Promises, b, x.facts, at, x.changes[:0])
	x.promised()
	x.notes = x.e.funnel.Apply(&x.r.Path, b, x.facts, at, x.notes[:0])
	x.noted()
}

// stand takes the first standing move that is due, and reports whether there was one.
func (x *run) stand() bool {
	x.look(nil)
	x.cause = x.origin
	step, ok := x.e.machine.Standing(&x.r.Lead, x.facts, x.r.Clock)
	if x.stuck = step.Stuck; ok || x.stuck {
		x.take(step)
	}
	return ok
}

// moment does what is due at the record's clock by time alone.
func (x *run) moment() {
	x.origin, x.cause = byTime, byTime
	x.restore()
	x.moved() // a basis for contact may have expired
	x.look(nil)
	x.steps = x.e.planner.Advance(&x.r.Nurture, x.facts, x.rules(nil), x.r.Clock, x.steps[:0])
	x.nurtured()
	x.changes = x.e.terms.Advance(&x.r.Promises, x.facts, x.r.Clock, x.changes[:0])
	x.promised()
	x.expire()
	x.settle()
}

// warm tells a change of temperature, and the company what its person is to it now.
func (x *run) warm() {
	x.look(nil)
	x.inform()
	t, _ := x.facts.Temperature()
	if t == x.r.Temperature {
		return
	}
	x.emit(Effect{Kind: Warmed, Subject: t, Reason: "was " + orUnscored(x.r.Temperature)})
	x.r.Temperature = t
}

func orUnscored(t string) string {
	if t == "" {
		return "unscored"
	}
	return t
}

// emit completes an effect and appends it.
func (x *run) emit(f Effect) *Effect {
	f.Lead, f.At, f.Cause = x.r.Lead.ID, x.r.Clock, x.cause
	cause := x.cause
	switch {
	case cause == byTime:
		cause += " " + x.r.Clock.String()
		f.Cause = timeCause
	case strings.HasPrefix(cause, causeMerged):
		f.Cause = lead.Merged
	case strings.HasPrefix(cause, causeMoved):
		f.Cause = movedCause
	}
	ordinal := 0
	for i := range x.effects {
		if o := &x.effects[i]; o.Kind == f.Kind && o.Subject == f.Subject && o.Cause == f.Cause && o.At == f.At {
			ordinal++
		}
	}
	f.ID = effectID(f.Lead, cause, f.Kind, f.Subject, ordinal)
	x.effects = append(x.effects, f)
	return &x.effects[len(x.effects)-1]
}
