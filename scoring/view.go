package scoring

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// view is what is worked out from a state so that neither an event nor a score has to walk over all its lines: where each block lies, the sums of
// all rules of a score that have one half-life, and what the fit rules give. It belongs to one state at one address and one scorer; any other makes its own.
type view struct {
	self   *State
	of     *Scorer
	known  uint64   // bits by score
	lines  [][]Line // by home: the lines of its block, nil without one
	groups []group
	fit    []lead.Points // by score
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
	return Sums{g.sum, g.older[0], g.older[1]}
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
	if v := st.view; v.fits(s, st) {
		return v
	}
	return s.prepare(st)
}

func (v *view) fits(s *Scorer, st *State) bool { return v != nil && v.self == st && v.of == s }

func (s *Scorer) prepare(st *State) *view {
	s.align(st)
	st.view = s.newView(st)
	return st.view
}

// look gives a view without changing the state.
func (s *Scorer) look(st *State) *view {
	if v := st.view; v.fits(s, st) {
		return v
	}
	return s.newView(st)
}

// align gives each block all the lines of its home, in their places.
func (s *Scorer) align(st *State) {
	blocks := make([]Block, 0, len(st.Blocks))
	for _, h := range s.homes {
		if st.block(h.key) < 0 {
			continue
		}
		b := Block{Key: h.key, Lines: make([]Line, len(h.rules))}
		for i, r := range h.rules {
			b.Lines[i].Key = r.key
			if l := st.line(h.key, r.key); l != nil {
				b.Lines[i] = *l
			}
		}
		blocks = append(blocks, b)
	}
	st.Blocks = blocks
}

func (s *Scorer) newView(st *State) *view {
	v := &view{self: st, of: s, lines: make([][]Line, len(s.homes)), groups: make([]group, len(s.groups)),
		fit: make([]lead.Points, len(s.scores))}
	for i, h := range s.homes {
		if b := st.block(h.key); b >= 0 {
			v.lines[i] = st.Blocks[b].Lines
		}
	}
	s.gather(st, v)
	s.refit(st, v)
	s.know(st, v)
	return v
}

// gather sums the lines up by group.
func (s *Scorer) gather(st *State, v *view) {
	for _, r := range s.events {
		l := st.line(s.homes[r.home].key, r.key)
		if l == nil || l.Count == 0 {
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
		if r := s.fitOf[key]; r != nil {
			v.fit[r.score] += r.points
		}
	}
}

// know notes which scores are known.
func (s *Scorer) know(st *State, v *view) {
	v.known = 0
	for i := range s.scores {
		if s.isKnown(st, i) {
			v.known |= 1 << i
		}
	}
}

// isKnown tells whether anything was ever known that could score: an event rule gave, a fit rule had a fact to judge by, a silence began, a person set the score.
func (s *Scorer) isKnown(st *State, score int) bool {
	sc := &s.scores[score]
	if _, ok := slices.BinarySearch(st.Judged, sc.key); ok || st.override(sc.Name) != nil {
		return true
	}
	for _, r := range sc.rules {
		switch r.sort {
		case onSilence:
			if st.active(r.silence.key) != 0 {
				return true
			}
		case onEvent:
			if l := st.line(s.homes[r.home].key, r.key); l != nil && l.Count > 0 {
				return true
			}
		}
	}
	return false
}
