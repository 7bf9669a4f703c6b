package leadkit

import (
	"slices"
	"strconv"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// Retention says how long what is personal is kept of somebody who gives no sign of life.
type Retention struct {
	// After is how long after the last sign of life of a lead, a signal or its becoming known, it is erased as by an event erased. Zero: it is kept until the person asks.
	After lead.Span `json:"after,omitempty"`
	// Except are the stages in which nothing is erased by itself, such as a customer's. Whoever leaves them is erased when the time is up, or then at once.
	Except []string `json:"except,omitempty"`
}

func (b *builder) retention() {
	r := b.c.Retention
	if r.After < 0 || r.After > 0 && r.After < lead.Day {
		b.found.Add("/retention/after", "bad-retention", "nothing can be kept for less than a day", "write after: with a time such as 1095d")
	}
	if r.After == 0 && len(r.Except) > 0 {
		b.found.Add("/retention", "no-time", "nothing says how long data are kept", "write after: with a time such as 1095d")
	}
	if b.e.machine == nil {
		return
	}
	for i, name := range r.Except {
		b.stage(diag.Join("/retention/except", strconv.Itoa(i)), name)
	}
}

// stage finds a stage by its name, or reports that there is none.
func (b *builder) stage(path, name string) (lead.Stage, bool) {
	st, ok := b.e.machine.Stage(name)
	if !ok {
		var names []string
		for _, st := range b.e.machine.Stages() {
			names = append(names, st.Name)
		}
		b.found.Unknown(path, "stage", name, names)
	}
	return st, ok
}

// overdue gives when what is personal is to be erased by itself, zero if never.
func (e *Engine) overdue(r *Record) lead.Instant {
	keep := &e.contract.Retention
	st := &r.Lead
	alive := max(st.Created, st.Signal, st.Contact.At)
	if keep.After == 0 || st.Gone != 0 || alive == 0 || slices.Contains(keep.Except, st.Life.Stage) {
		return 0
	}
	return max(alive.Add(keep.After), st.Life.Since)
}

// retire tells an erasure that is due by the contract's retention, and reports whether there was one.
func (x *run) retire() bool {
	due := x.e.overdue(x.r)
	if due == 0 || due > x.r.Clock {
		return false
	}
	id := effectID(x.r.Lead.ID, "retention "+due.String(), Erased, "", 0)
	x.tell(lead.Erased, id)
	return true
}

// erase removes what is personal, and tells so.
func (x *run) erase() {
	if x.r.Lead.Gone == 0 {
		x.r.Lead.Keep(x.e.marks(&x.r.Lead))
		x.emit(Effect{Kind: Erased, Subject: x.r.Lead.ID, Marks: x.r.Lead.Marks})
	}
	x.r.Lead.Erase(x.r.Clock)
	x.r.erase()
	x.moved()
	x.unlist()
}

// erase removes from a record of an erased person what people wrote of them in other rooms.
func (r *Record) erase() {
	r.Scores.Erase()
	receipt := r.Lead.Life.Receipt
	if receipt == nil {
		return
	}
	c := *receipt // an effect has the other
	c.Lines = scoring.EraseLines(c.Lines)
	r.Lead.Life.Receipt = &c
}

// WithKey gives an engine of the same contract that leaves marks of erased people: see [lead.Mark]. Whoever has the key can tell by them whether an address is one that was erased; who has not, cannot.
// The key is no part of the contract or of a record. A record folded with another key, or with none, holds other marks.
func (e *Engine) WithKey(key []byte) *Engine {
	return &Engine{parts: e.parts, key: slices.Clone(key)}
}

// marks gives the marks of a lead's addresses, none without a key.
func (e *Engine) marks(st *lead.State) (list []string) {
	if len(e.key) == 0 {
		return nil
	}
	for _, name := range []string{"email", "mobile"} {
		if address := st.Text(name); address != "" {
			list = append(list, lead.Mark(e.key, address))
		}
	}
	return list
}
