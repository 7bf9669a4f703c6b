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
	if !s.counts(st, b) {
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
	return s.fire(st, k, b, f) || changed
}

// counts tells whether an event can change anything.
func (s *Scorer) counts(st *State, b *lead.Bound) bool {
	return !b.Automatic && b.Time > 0 && b.Time >= st.From && int(b.Kind) < len(s.kinds)
}

// Alone reports whether [Scorer.Apply] reads nothing but the event itself of an event of a kind: its facts need then hold the event, and their instant, alone.
func (s *Scorer) Alone(id lead.KindID) bool {
	return int(id) >= len(s.kinds) || !slices.ContainsFunc(s.kinds[id].triggers, func(t trigger) bool { return !t.when.Alone() || !t.worth.Alone() })
}

// fire gives the points of an event.
func (s *Scorer) fire(st *State, k *kind, b *lead.Bound, f *lead.Facts) (gave bool) {
	s.prepared(st)
	for i := range k.rounds {
		r := &k.rounds[i]
		for holding := r.battery.Holding(f); holding != 0; holding &= holding - 1 {
			bit := bits.TrailingZeros64(holding) & 63
			t := &r.triggers[bit]
			if r.special>>bit&1 == 0 {
				s.give(st, t, b.Time)
				gave = true
			} else if points, ok := t.value(f); ok {
				_, ok = s.grant(st, t.rule, points, b.Time)
				gave = gave || ok
			}
		}
	}
	return gave
}

// give gives what a trigger without limits gives at an instant. The state is prepared. It is most of what an event costs: almost always the event is of the newest epoch of
// both the rule's line and its group, and then nothing is called.
func (s *Scorer) give(st *State, by *trigger, t lead.Instant) {
	at := int(by.at)
	if s.places == nil {
		at = int(st.view.places[by.home]) + int(by.place)
	}
	g := s.group(&st.view, by.group)
	if uint64(t-g.from) >= g.span || at >= len(st.Lines) || st.Lines[at].Last < g.from || st.Lines[at].Count >= MostEvents {
		s.grant(st, by.rule, by.rule.points, t)
		return
	}
	whole, part := by.half.at(t) // as half.weight, which is not inlined
	line, amount := &st.Lines[at], weight{power(part), shiftOf(whole)}.of(by.size, by.sign)
	line.Count++
	line.Last = max(line.Last, t)
	line.Sum = line.Sum.add(amount)
	g.sum = g.sum.add(amount)
}

// grant gives so much of some points at an instant as a rule's limits leave; false where they leave none.
func (s *Scorer) grant(st *State, r *rule, points lead.Points, t lead.Instant) (gives lead.Points, is bool) {
	v := s.prepared(st)
	line := s.line(v, r.home, r.place)
	is = true
	if r.limit != nil || r.fade != nil || points != r.points || line.Count >= MostEvents {
		if points, is = s.decides(st, r, line, points, t); !is {
			return 0, false
		}
	}
	if r.fade == nil {
		h := &s.halves[r.half]
		amount, epoch := h.weight(t).points(points), h.epoch(t)
		st.spread(line, h, epoch, amount)
		v.spread(r.group, h, epoch, amount)
	}
	line.Count++
	line.Last = max(line.Last, t)
	v.known |= 1 << r.score
	return points, true
}

// value works out what the event is worth; false when that is missing.
func (t *trigger) value(f *lead.Facts) (lead.Points, bool) {
	if t.worth == nil {
		return t.rule.points, true
	}
	n, ok := t.worth.Of(f)
	if !ok || n != n {
		return 0, false
	}
	n = min(max(n, t.rule.low.Float()), t.rule.high.Float())
	return lead.PointsOf(n)
}

// decides lets the event give so much as the rule's limits, and the bound on how many events a rule counts, leave of its points, and notes what was decided. What fades
// by grains is given here, too.
func (s *Scorer) decides(st *State, r *rule, line *Line, points lead.Points, t lead.Instant) (gives lead.Points, is bool) {
	rest := st.rest(r.key)
	gives, is = points, line.Count < MostEvents
	if is && r.limit != nil {
		if is = r.limit.admits(line.Count, rest.Times, t); is {
			gives = r.limit.diminish(points, rest.Times, t)
			is = gives != 0 || points == 0
		}
	}
	if is {
		rest.Times = r.limit.note(rest.Times, t)
		rest.Given = plus(rest.Given, gives-r.points)
	} else {
		rest.Held++
		gives = 0
	}
	rest.Less = plus(rest.Less, points-gives)
	if is && r.fade != nil {
		r.fade.give(&rest, s.halves, line.Last, t, gives)
	}
	st.setRest(rest)
	return gives, is
}

// spread adds to a line what belongs to any epoch.
func (st *State) spread(l *Line, h *half, epoch int64, amount Wide) {
	if l.Count == 0 {
		l.Sum = amount
		return
	}
	sums, newest := st.sums(l), h.epoch(l.Last)
	if epoch > newest {
		sums.age(epoch - newest)
		newest = epoch
	}
	sums.add(newest-epoch, amount)
	st.setSums(l, sums)
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
