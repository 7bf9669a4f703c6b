package scoring

import (
	"github.com/leadkit/leadkit/lead"
)

// Entry is one event in a log of many leads, with the state of its lead.
type Entry struct {
	State *State
	Event *lead.Bound
}

// atOnce is how many events Fold asks about before it gives their points, and few how many rules a kind of event may have for that.
const (
	atOnce = 16
	few    = 16
)

// Fold applies a log of many leads: it does what [Scorer.Apply] does with each event in turn, and is quicker, because it finds out what holds of some events before
// it gives their points, which leaves the processor less to wait for.
//
// see fills the facts with the lead of an entry, at its event's instant. It is called before the events whose rules, limits or silences need more than the event itself; it
// may be nil where no rule reads a lead. Afterwards the facts hold what they happen to hold.
func (s *Scorer) Fold(log []Entry, f *lead.Facts, see func(*Entry)) {
	var dues [atOnce * few]due
	apart := len(s.schema.Changes()) > 0
	for len(log) > 0 {
		part := log[:min(atOnce, len(log))]
		log = log[len(part):]
		s.warm(part)
		n := 0
		for i := range part {
			e := &part[i]
			if !s.counts(e.State, e.Event) {
				continue
			}
			k := &s.kinds[e.Event.Kind]
			if apart || !k.plain {
				s.deal(dues[:n])
				n = 0
				s.applyEntry(e, f, see)
				continue
			}
			f.Hear(e.Event)
			s.prepared(e.State)
			holding := k.rounds[0].battery.Holding(f)
			for j := range k.triggers { // no branch depends on what holds
				dues[n] = due{e.State, &k.triggers[j], e.Event.Time}
				n += int(holding >> (j & 63) & 1)
			}
		}
		s.deal(dues[:n])
	}
}

func (s *Scorer) applyEntry(e *Entry, f *lead.Facts, see func(*Entry)) {
	if see != nil {
		see(e)
	}
	f.Hear(e.Event)
	s.Apply(e.State, e.Event, f)
}

// warm reads of some entries what giving their points will need, all at once, so that the processor has it by then. It is not inlined, lest reading for nothing be left out.
//
//go:noinline
func (s *Scorer) warm(part []Entry) (seen lead.Instant) {
	for i := range part {
		st, kind := part[i].State, int(part[i].Event.Kind)
		if kind >= len(s.kinds) || !s.kinds[kind].plain {
			continue
		}
		t := &s.kinds[kind].triggers[0]
		if at := int(t.at); at < len(st.Lines) {
			seen |= st.Lines[at].Last | st.view.near[t.group&int32(len(st.view.near)-1)].from
		}
	}
	return seen
}
