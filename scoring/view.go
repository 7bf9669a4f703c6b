package scoring

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// view is what is worked out from a state so that neither an event nor a score has to walk over all its lines: where each home's lines lie, the sums of
// all rules of a score that have one half-life, and what the fit rules give. It belongs to one state at one address and one scorer; any other makes its own.
type view struct {
	of     *Scorer
	self   *State // nil: it only reads
	known  uint64 // bits by score
	lines  []Line // the state's own, those of each home together
	_      uint64 // up to here, and with the state's From, an event reads 64 bytes
	near   [4]group
	groups []group       // near, if they are few
	places []uint16      // by home: where its lines begin, counted from 1; 0 while it has none
	fit    []lead.Points // by basket
}

// mostLines is how many lines a model may have for a lead to get all of them at once. All leads then share one table of places, which stays in the processor's cache.
const mostLines = 64

// line gives the line of a rule, nil where none of its home's rules has fired.
func (v *view) line(r *rule) *Line {
	at := int(v.places[r.home])
	if at == 0 {
		return nil
	}
	return &v.lines[at-1+r.place]
}

// group is the sum of all rules of one score that have one half-life. What is older than its kept epochs is in no score any more.
type group struct {
	end   int64 // the epoch after the newest event's; 0 before the first event
	sum   Wide  // of the newest epoch
	older *[epochs - 1]Wide
}

func (g *group) add(epoch int64, w Wide) {
	if epoch == g.end-1 {
		g.sum = g.sum.add(w)
		return
	}
	sums := g.sums()
	if epoch >= g.end {
		sums.age(epoch + 1 - g.end)
		g.end = epoch + 1
	}
	sums.add(g.end-1-epoch, w)
	g.sum = sums[0]
	if older := [epochs - 1]Wide(sums[1:]); g.older != nil {
		*g.older = older
	} else if older != ([epochs - 1]Wide{}) {
		g.older = new([epochs - 1]Wide)
		*g.older = older
	}
}

func (g *group) sums() Sums {
	if g.older == nil {
		return Sums{g.sum}
	}
	return Sums{g.sum, g.older[0]}
}

func (g *group) used() bool { return g.end != 0 }

func (g *group) at(f fading) Wide {
	sums := g.sums()
	return sums.at(g.end-1, f)
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
	*v = view{of: s, places: s.nowhere, fit: make([]lead.Points, len(s.baskets))}
	if v.groups = v.near[:]; len(s.groups) > len(v.near) {
		v.groups = make([]group, len(s.groups))
	}
	s.settle(st, v)
	s.gather(v)
	s.refit(st, v)
	s.know(st, v)
}

// settle copies the lines to where the scorer wants them. Those of rules that it does not have are left out.
func (s *Scorer) settle(st *State, v *view) {
	for i := range st.Lines {
		if r := s.ruleOf[st.Lines[i].Key]; r != nil && r.sort == onEvent {
			*s.line(v, r.home, r.place) = st.Lines[i]
		}
	}
}

// group gives a group by its number. Where groups are few, an event does not even read where they are.
func (s *Scorer) group(v *view, i int32) *group {
	if len(s.groups) <= len(v.near) {
		return &v.near[i]
	}
	return &v.groups[i]
}

// of gives the line of a trigger's rule.
func (t *trigger) of(s *Scorer, v *view) *Line {
	if t.at < len(v.lines) && s.places != nil {
		return &v.lines[t.at]
	}
	return s.line(v, int(t.home), int(t.place))
}

// line gives a line by its place. The lines of its home, or all of them, are made if this is the first event that concerns it.
func (s *Scorer) line(v *view, home, place int) *Line {
	at := int(v.places[home])
	if at == 0 {
		at = s.open(v, home)
	}
	return &v.lines[at-1+place]
}

func (s *Scorer) open(v *view, home int) (at int) {
	if s.places != nil {
		v.places, v.lines = s.places, make([]Line, 0, len(s.events))
		for i := range s.homes {
			v.grow(&s.homes[i])
		}
		at = int(s.places[home])
	} else {
		if len(v.lines) == 0 {
			v.places = make([]uint16, len(s.homes))
		}
		at = len(v.lines) + 1
		v.places[home] = uint16(at)
		v.grow(&s.homes[home])
	}
	if v.self != nil {
		v.self.Lines = v.lines
	}
	return at
}

func (v *view) grow(h *home) {
	for _, r := range h.rules {
		v.lines = append(v.lines, Line{Key: r.key})
	}
}

// gather sums the lines up by group.
func (s *Scorer) gather(v *view) {
	for _, r := range s.events {
		l := v.line(r)
		if l == nil || l.Count == 0 || r.fade != nil {
			continue
		}
		epoch := s.halves[r.half].epoch(l.Last)
		for back, w := range l.sums() {
			v.groups[r.group].add(epoch-int64(back), w)
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
			if l := v.line(r); l != nil && l.Count > 0 {
				return true
			}
		}
	}
	return false
}
