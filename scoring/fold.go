package scoring

import (
	"math/bits"

	"github.com/leadkit/leadkit/lead"
)

// Entry is one event in a log of many leads, with the state of its lead.
type Entry struct {
	State *State
	Event *lead.Bound
}

// Fold applies a log of many leads: it does what [Scorer.Apply] does with each event in turn, and is quicker, because it takes up some hundred events at once, and of these
// all of one kind together: the processor then does one thing many times in a row, and has fetched what it needs by then.
//
// see fills the facts with the lead of an entry, at its event's instant. It is called before the events whose rules, limits or silences need more than the event itself; it
// may be nil where no rule reads a lead. Afterwards the facts hold what they happen to hold.
func (s *Scorer) Fold(log []Entry, f *lead.Facts, see func(*Entry)) {
	var b batch
	for len(log) > 0 {
		n, _ := s.shelve(&b, log[:min(len(log), atOnce)])
		if n < fewest {
			s.applyEach(log[:n], f, nil)
		} else {
			s.sort(&b, log[:n])
			s.foldSorted(&b, f)
		}
		if log = log[n:]; n < atOnce && len(log) > 0 {
			s.applyEach(log[:1], f, see)
			log = log[1:]
		}
	}
}

func (s *Scorer) applyEach(log []Entry, f *lead.Facts, see func(*Entry)) {
	for i := range log {
		e := &log[i]
		if see != nil {
			see(e)
		}
		f.Hear(e.Event)
		s.Apply(e.State, e.Event, f)
	}
}

// atOnce is how many events are sorted at once: so many that there are some of each kind, so few that what they need stays in the processor's nearest caches.
// Fewer than fewest are not worth it.
const (
	atOnce = 512
	fewest = 8
)

// shelves is how many kinds are told apart when sorting. Kinds that share a shelf are sorted no further.
const shelves = 64

// batch is events of plain kinds, sorted by shelf: what such events give does not depend on the order in which they are taken.
type batch struct {
	shelf  [atOnce]uint8
	ends   [shelves + 1]int32 // by shelf; the last is for events that change nothing
	kinds  [atOnce]lead.KindID
	states [atOnce]*State
	times  [atOnce]lead.Instant
	values [atOnce][]lead.Value

	holding [lead.MostTogether]uint64 // scratch
}

// shelve finds a shelf for each entry, up to the first that is not plain, and counts them. It reads something of each event and each state, in their order in memory.
// It is not inlined, lest what it reads for nothing be left out.
//
//go:noinline
func (s *Scorer) shelve(b *batch, log []Entry) (n, seen int) {
	clear(b.ends[:])
	apart := len(s.schema.Changes()) > 0
	for i := range log {
		e := &log[i]
		shelf := int(e.Event.Kind % shelves)
		switch {
		case !s.counts(e.State, e.Event):
			shelf = shelves
		case apart || !s.kinds[e.Event.Kind].plain:
			return n, seen
		default:
			s.prepared(e.State)
		}
		if len(e.Event.Values) > 0 {
			seen |= int(e.Event.Values[0].Type)
		}
		b.shelf[i%atOnce] = uint8(shelf)
		b.ends[shelf]++
		n++
	}
	return n, seen
}

// sort puts the entries into the order of their shelves.
func (s *Scorer) sort(b *batch, log []Entry) {
	end := int32(0)
	for i := range b.ends {
		end, b.ends[i] = end+b.ends[i], end
	}
	for i := range log {
		at := &b.ends[b.shelf[i%atOnce]%(shelves+1)]
		to, e := *at%atOnce, log[i].Event
		*at++
		b.kinds[to], b.states[to], b.times[to], b.values[to] = e.Kind, log[i].State, e.Time, e.Values
	}
}

// foldSorted takes the events of a batch, as many of one kind at once as a battery does.
func (s *Scorer) foldSorted(b *batch, f *lead.Facts) {
	for from, end := 0, int(b.ends[shelves-1]); from < end; {
		kind, to := b.kinds[from], from+1
		for to < end && to-from < lead.MostTogether && b.kinds[to] == kind {
			to++
		}
		k := &s.kinds[kind]
		s.warm(k, b.states[from:to])
		for i := range k.rounds {
			s.foldRound(&k.rounds[i], &b.holding, b.states[from:to], b.times[from:to], b.values[from:to], f)
		}
		from = to
	}
}

// foldRound gives the points of a round to up to 64 leads.
func (s *Scorer) foldRound(r *round, holding *[lead.MostTogether]uint64, states []*State, times []lead.Instant, values [][]lead.Value, f *lead.Facts) {
	r.battery.HoldingEach(f, values, holding[:len(r.triggers)])
	for i := range r.triggers {
		for due := holding[i%lead.MostTogether]; due != 0; due &= due - 1 {
			to := bits.TrailingZeros64(due)
			s.give(states[to], &r.triggers[i], times[to])
		}
	}
}

// warm reads of some states what giving points will need, all at once, so that the processor has it by then. It is not inlined, lest reading for nothing be left out.
//
//go:noinline
func (s *Scorer) warm(k *kind, states []*State) (seen lead.Instant) {
	if len(k.triggers) == 0 {
		return 0
	}
	at, group := int(k.triggers[0].at), int(k.triggers[0].group)%len(State{}.view.near)
	for _, st := range states {
		if at < len(st.Lines) {
			seen |= st.Lines[at].Last | st.view.near[group].from
		}
	}
	return seen
}
