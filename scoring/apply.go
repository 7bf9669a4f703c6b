package scoring

import (
	"math/bits"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Apply folds one event: it gives the points of the rules about its kind whose condition holds, ends silences, and takes a score set by hand. The facts hold the lead
// and the event. Automatic events, and those that happened before the present cycle, change nothing. The cost does not depend on the history, only on
// the rules about this kind of event.
//
// It reports whether a score may have changed by it, now or at an instant before [Scorer.Hush].
func (s *Scorer) Apply(st *State, b *lead.Bound, f *lead.Facts) (changed bool) {
	if b.Automatic || b.Time <= 0 || b.Time < st.From || int(b.Kind) >= len(s.kinds) {
		return false
	}
	k := &s.kinds[b.Kind]
	if len(s.schema.Changes()) > 0 {
		s.sample(st, f.To)
		q := reading{s: s, st: st, v: s.prepared(st), from: f.To, to: f.To}
		q.changes(f)
	}
	if len(k.stirs) > 0 {
		changed = s.stir(st, k, b.Time, f.To)
	}
	if k.overrides || k.freezes || k.resumes {
		s.byHand(st, k, b, f.To)
		changed = true
	}
	if len(k.triggers) > 0 {
		changed = s.fire(st, k, b, f) || changed
	}
	return changed
}

// Alone reports whether [Scorer.Apply] reads nothing but the event itself of an event of a kind: its facts need then hold the event, and their instant, alone.
func (s *Scorer) Alone(id lead.KindID) bool {
	return int(id) >= len(s.kinds) || !slices.ContainsFunc(s.kinds[id].triggers, func(t trigger) bool { return !t.when.Alone() || !t.worth.Alone() })
}

// fire gives the points of an event. Triggers of one half-life follow each other, so that a weight is worked out once, and so do those of one group.
func (s *Scorer) fire(st *State, k *kind, b *lead.Bound, f *lead.Facts) (gave bool) {
	v := s.prepared(st)
	group, sum := int32(-1), Wide{}
	h, w := (*half)(nil), weight{}
	for i := range k.batteries {
		for holding := k.batteries[i].Holding(f); holding != 0; holding &= holding - 1 {
			t := &k.triggers[i<<6+bits.TrailingZeros64(holding)]
			points := t.points
			if t.worth != nil {
				var ok bool
				if points, ok = t.value(f); !ok {
					continue
				}
			}
			line := t.of(s, v)
			if t.limited || line.Count >= MostEvents {
				var ok bool
				if points, ok = t.rule.decides(line, points, b.Time); !ok {
					continue
				}
				if t.rule.fade != nil {
					line.grain(t.rule.fade, s.halves, points, b.Time)
					v.known |= t.knows
					gave = true
					continue
				}
			}
			if t.group != group {
				if group >= 0 {
					s.group(v, group).add(w.epoch, sum)
				}
				group, sum = t.group, Wide{}
				if h != t.half {
					h = t.half
					w = h.weight(b.Time)
				}
			}
			amount := w.of(points)
			line.give(points, b.Time, h, w.epoch, amount)
			sum = sum.add(amount)
			v.known |= t.knows
			gave = true
		}
	}
	if group >= 0 {
		s.group(v, group).add(w.epoch, sum)
	}
	return gave
}

// value works out what the event is worth; false when that is missing.
func (t *trigger) value(f *lead.Facts) (lead.Points, bool) {
	n, ok := t.worth.Of(f)
	if !ok || n != n {
		return 0, false
	}
	n = min(max(n, t.rule.low.Float()), t.rule.high.Float())
	return lead.PointsOf(n)
}

// decides lets the event give so much as the rule's limits, and the bound on how many events a rule counts, leave of its points, and notes what was decided.
func (r *rule) decides(line *Line, points lead.Points, t lead.Instant) (gives lead.Points, is bool) {
	if r.limit == nil && line.Count < MostEvents {
		return points, true
	}
	rest := line.rest()
	is = line.Count < MostEvents && (r.limit == nil || r.limit.admits(line.Count, rest.Times, t))
	if is {
		gives = r.limit.diminish(points, rest.Times, t)
		is = gives != 0 || points == 0
	}
	if is {
		rest.Times = r.limit.note(rest.Times, t)
	} else {
		rest.Held++
	}
	rest.Less = plus(rest.Less, points-gives)
	line.setRest(rest)
	return gives, is
}

// give adds to a line, whose rule has the half-life h, what an event of an epoch gives.
func (l *Line) give(points lead.Points, t lead.Instant, h *half, epoch int64, amount Wide) {
	if newest := h.epoch(l.Last); epoch == newest {
		l.Sum = l.Sum.add(amount)
	} else {
		l.spread(newest, epoch, amount)
	}
	l.Count++
	l.Given = plus(l.Given, points)
	l.Last = max(l.Last, t)
}

// grain adds to a line whose decay goes by grains.
func (l *Line) grain(f *fade, halves []half, points lead.Points, t lead.Instant) {
	rest := l.rest()
	f.give(&rest, halves, l.Last, t, points)
	l.setRest(rest)
	l.Count++
	l.Given = plus(l.Given, points)
	l.Last = max(l.Last, t)
}

// spread adds to a line what belongs to another epoch than its newest sum.
func (l *Line) spread(newest, epoch int64, amount Wide) {
	if l.Count == 0 {
		l.Sum = amount
		return
	}
	sums := l.sums()
	if epoch > newest {
		sums.age(epoch - newest)
		newest = epoch
	}
	sums.add(newest-epoch, amount)
	l.setSums(sums)
}

// stir notes the end of a silence, and reports whether points had been taken for it.
func (s *Scorer) stir(st *State, k *kind, t, now lead.Instant) bool {
	next := s.Hush(st, now)
	first := false
	for _, key := range k.stirs {
		first = st.stir(key, t) || first
	}
	if first {
		s.know(st, s.prepared(st))
	}
	return first || next == now
}

// Refit evaluates the rules about what the lead is. It is called whenever the lead's facts have changed; the facts hold the lead.
func (s *Scorer) Refit(st *State, f *lead.Facts) {
	v := s.prepared(st)
	if len(s.schema.Changes()) > 0 && s.refits(st, f) {
		s.sample(st, f.To)
	}
	clear(v.fit)
	st.Fit = st.Fit[:0]
	for i := range s.holds {
		for holding := s.holds[i].Holding(f); holding != 0; holding &= holding - 1 {
			r := s.fits[i<<6+bits.TrailingZeros64(holding)]
			st.Fit = append(st.Fit, r.key)
			v.fit[r.basket] += r.points
		}
	}
	if s.judge(st, f) {
		s.know(st, v)
	}
}

// refits tells whether other fit rules hold than did.
func (s *Scorer) refits(st *State, f *lead.Facts) bool {
	n := 0
	for i := range s.holds {
		for holding := s.holds[i].Holding(f); holding != 0; holding &= holding - 1 {
			if n == len(st.Fit) || st.Fit[n] != s.fits[i<<6+bits.TrailingZeros64(holding)].key {
				return true
			}
			n++
		}
	}
	return n < len(st.Fit)
}

// judge finds out which scores' fit rules have a fact to judge by, and reports whether that has changed.
func (s *Scorer) judge(st *State, f *lead.Facts) bool {
	n, changed := 0, false
	for i := range s.judges {
		j := &s.judges[i]
		if !f.KnowsAny(j.attributes) {
			continue
		}
		if n == len(st.Judged) {
			st.Judged, changed = append(st.Judged, j.key), true
		}
		changed = changed || st.Judged[n] != j.key
		st.Judged[n] = j.key
		n++
	}
	changed = changed || n < len(st.Judged)
	st.Judged = st.Judged[:n]
	return changed
}

// Renew begins a new cycle: what events gave, limits and scores set by hand are dropped, what the lead is stays. Events that happened earlier give nothing from now on.
// Silences without kinds of their own begin anew.
func (s *Scorer) Renew(st *State, at lead.Instant) {
	fresh := State{From: at, Fit: st.Fit, Judged: st.Judged}
	if key := hash(anything); st.active(key) != 0 {
		fresh.Active = []Activity{{key, at}}
	}
	*st = fresh
	s.prepared(st)
}
