package scoring

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// view is what is worked out from a state so that neither an event nor a score has to walk over all its lines: where each home's lines lie, the sums of
// all rules of a score that have one half-life, and what the fit rules give. It belongs to one state at one address and one scorer; any other makes its own.
type view struct {
	of    *Scorer
	self  *State // nil: it only reads
	known uint64 // bits by score
	*aside
	near [4]group // up to here, and with what a state has before, an event reads three times what a processor fetches at once
}

// aside is what few events need of a view.
type aside struct {
	lines  []Line             // the state's own, those of each home together
	groups []group            // where they are too many to be near
	older  [][epochs - 1]Wide // by group, none before there is one
	places []uint16           // by home: where its lines begin
	fit    []lead.Points      // by basket
}

// mostLines is how many lines a model may have for a lead to get all of them at once. All leads then share one table of places, which stays in the processor's cache.
const mostLines = 64

// nowhere is the place of a home without lines: beyond those of any model.
const nowhere = 1<<16 - 1

// read gives what can be read of the line of a rule.
func (v *view) read(r *rule) Line {
	if at := v.places[r.home]; at != nowhere {
		return v.lines[int(at)+r.place]
	}
	return Line{Key: r.key}
}

// group is the sum of all rules of one score that have one half-life. What is older than its kept epochs is in no score any more.
type group struct {
	from lead.Instant // the beginning of the newest event's epoch; 0 before the first event
	span uint64       // of that epoch, in milliseconds
	sum  Wide         // of that epoch
}

func (g *group) used() bool { return g.span != 0 }

// spread adds to a group what belongs to any epoch.
func (v *view) spread(i int32, h *half, epoch int64, amount Wide) {
	g := &v.groups[i]
	sums, newest := v.sums(int(i)), h.epoch(g.from)
	if !g.used() || epoch > newest {
		sums.age(epoch - newest)
		newest = epoch
		g.from = h.begin(epoch)
		g.span = uint64(h.begin(epoch+1) - g.from)
	}
	sums.add(newest-epoch, amount)
	g.sum = sums[0]
	if older := [epochs - 1]Wide(sums[1:]); v.older != nil {
		v.older[i] = older
	} else if older != ([epochs - 1]Wide{}) {
		v.older = make([][epochs - 1]Wide, len(v.groups))
		v.older[i] = older
	}
}

func (v *view) sums(i int) epochSums {
	if v.older == nil {
		return epochSums{v.groups[i].sum}
	}
	return epochSums{v.groups[i].sum, v.older[i][0]}
}

// at gives what is left of a group, whose half-life is h, at an instant.
func (v *view) at(i int, h *half, t lead.Instant) Wide {
	sums := v.sums(i)
	return sums.at(h.epoch(v.groups[i].from), h.fading(t))
}

// Prepare brings a state that was decoded or copied into the form that is quick to use. Whatever changes a state does it by itself; a host calls it before it asks
// a decoded state many questions. Lines of rules that the model does not have are dropped.
func (s *Scorer) Prepare(st *State) { s.prepared(st) }

func (s *Scorer) prepared(st *State) *view {
	if v := &st.view; v.of == s && v.self == st {
		return v
	}
	return s.prepare(st)
}

func (s *Scorer) prepare(st *State) *view {
	v := &st.view
	s.work(v, st)
	v.self, st.Lines = st, v.lines
	st.Rests = slices.DeleteFunc(slices.Clone(st.Rests), func(rest Rest) bool { return !s.onEvent(rest.Key) })
	return v
}

// look gives a view without changing the state.
func (s *Scorer) look(st *State) *view {
	if v := &st.view; v.of == s && v.self == st {
		return v
	}
	v := new(view)
	s.work(v, st)
	return v
}

// work works a view out from a state.
func (s *Scorer) work(v *view, st *State) {
	*v = view{of: s, aside: &aside{places: s.nowhere, fit: make([]lead.Points, len(s.baskets))}}
	if v.groups = v.near[:]; len(s.groups) > len(v.near) {
		v.groups = make([]group, len(s.groups))
	}
	s.settle(st, v)
	s.gather(st, v)
	s.refit(st, v)
	s.know(st, v)
}

// settle copies the lines to where the scorer wants them. Those of rules that it does not have are left out.
func (s *Scorer) settle(st *State, v *view) {
	for i := range st.Lines {
		if key := st.Lines[i].Key; s.onEvent(key) {
			r := s.ruleOf[key]
			*s.line(v, r.home, r.place) = st.Lines[i]
		}
	}
}

// onEvent tells whether a key is that of a rule about events.
func (s *Scorer) onEvent(key uint32) bool {
	r := s.ruleOf[key]
	return r != nil && r.sort == onEvent
}

// group gives a group by its number. Where groups are few, an event does not even read where they are.
func (s *Scorer) group(v *view, i int32) *group {
	if len(s.groups) <= len(v.near) {
		return &v.near[i&int32(len(v.near)-1)]
	}
	return &v.groups[i]
}

// line gives a line by its place. The lines of its home, or all of them, are made if this is the first event that concerns it.
func (s *Scorer) line(v *view, home, place int) *Line {
	if v.places[home] == nowhere {
		s.open(v, home)
	}
	return &v.lines[int(v.places[home])+place]
}

func (s *Scorer) open(v *view, home int) {
	if s.places != nil {
		v.places, v.lines = s.places, make([]Line, 0, len(s.events))
		for i := range s.homes {
			v.grow(&s.homes[i])
		}
	} else {
		if len(v.lines) == 0 {
			v.places = slices.Clone(s.nowhere)
		}
		v.places[home] = uint16(len(v.lines))
		v.grow(&s.homes[home])
	}
	if v.self != nil {
		v.self.Lines = v.lines
	}
}

func (v *view) grow(h *home) {
	for _, r := range h.rules {
		v.lines = append(v.lines, Line{Key: r.key})
	}
}

// gather sums the lines up by group.
func (s *Scorer) gather(st *State, v *view) {
	for i := range s.homes {
		if v.places[i] == nowhere {
			continue
		}
		for j, r := range s.homes[i].rules {
			l := &v.lines[int(v.places[i])+j]
			if l.Count == 0 || r.fade != nil {
				continue
			}
			h := &s.halves[r.half]
			for back, w := range st.sums(l) {
				v.spread(r.group, h, h.epoch(l.Last)-int64(back), w)
			}
		}
	}
}

// refit sums the fit rules that hold.
func (s *Scorer) refit(st *State, v *view) {
	clear(v.fit)
	for _, key := range st.Fit {
		if r := s.ruleOf[key]; r != nil && r.sort == onFit {
			v.fit[r.basket] += r.points
		}
	}
}

// know notes which scores are known.
func (s *Scorer) know(st *State, v *view) {
	v.known = 0
	for i := range s.scores {
		if s.isKnown(st, v, i) {
			v.known |= 1 << i
		}
	}
}

// isKnown tells whether anything was ever known that could score: an event rule gave, a fit rule had a fact to judge by, a silence began, a person set the score.
func (s *Scorer) isKnown(st *State, v *view, score int) bool {
	sc := &s.scores[score]
	if _, ok := slices.BinarySearch(st.Judged, sc.key); ok || of(st.Overrides, sc.Name) != nil {
		return true
	}
	for _, r := range sc.rules {
		switch r.sort {
		case onSilence:
			if st.active(r.silence.key) != 0 {
				return true
			}
		case onEvent:
			if v.read(r).Count > 0 {
				return true
			}
		}
	}
	return false
}
