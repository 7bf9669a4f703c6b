package scoring

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Past is what a score was at the beginnings of the latest grains of time, so that change(score, within) can be answered. Such a change is the score now, less what it was at the
// beginning of the grain that lies as many grains back as the time has: a grain is a thirtieth of the time, at least a minute, and grains are counted from 1970.
//
// What it was is as it was known then: an event that is heard late does not change it. After a merge it is such that the score has changed by as much as both
// records' scores together. An unscored lead had 0. Before the first event, in a new cycle or under a model that did not
// ask for it, it was what it was then.
type Past struct {
	Key    uint32        `json:"k"` // a hash of the call
	From   int64         `json:"i"` // the number of the first grain
	Points []lead.Points `json:"p"` // at the beginnings of that grain and of those after it, up to the last event's
}

// memory is how a change is remembered.
type memory struct {
	lead.Change
	key   uint32
	grain int64
	back  int64 // grains
}

func memoryOf(c lead.Change) memory {
	grain := max((int64(c.Within)+usualGrains-1)/usualGrains, int64(ShortestGrain))
	return memory{c, hash(c.Name), grain, (int64(c.Within) + grain - 1) / grain}
}

func (m *memory) start(index int64) lead.Instant { return lead.Instant(index * m.grain) }

// newest is the number of the last grain of which the score is remembered.
func (p *Past) newest() int64 { return p.From + int64(len(p.Points)) - 1 }

func (st *State) past(key uint32) *Past {
	for i := range st.Past {
		if st.Past[i].Key == key {
			return &st.Past[i]
		}
	}
	return nil
}

// sample remembers what the scores that conditions compare with their past were until now. It is called before anything changes them.
func (s *Scorer) sample(st *State, now lead.Instant) {
	for _, c := range s.schema.Changes() {
		m := memoryOf(c)
		index := int64(max(now, 0)) / m.grain
		p := st.past(m.key)
		if p == nil {
			i, _ := slices.BinarySearchFunc(st.Past, m.key, func(p Past, key uint32) int { return cmp.Compare(p.Key, key) })
			was, _ := s.Score(st, c.Score, now)
			st.Past = slices.Insert(st.Past, i, Past{m.key, index, []lead.Points{was}})
			continue
		}
		if index > p.newest() {
			*p = s.series(st, &m, p, index)
		}
	}
}

// series gives what a score was at the beginnings of the grains up to one, as far back as the change reads.
func (s *Scorer) series(st *State, m *memory, p *Past, until int64) Past {
	fresh := Past{Key: m.key, From: until - m.back}
	for i := fresh.From; i <= until; i++ {
		fresh.Points = append(fresh.Points, s.was(st, m, p, i))
	}
	return fresh
}

// was gives what a score was at the beginning of a grain: as remembered or, after the last event, as it follows from the state.
func (s *Scorer) was(st *State, m *memory, p *Past, index int64) lead.Points {
	if index <= p.newest() {
		return p.Points[min(max(index-p.From, 0), int64(len(p.Points))-1)]
	}
	points, _ := s.Score(st, m.Score, m.start(index))
	return points
}

// changes sets every change in the facts, for their span.
func (q *reading) changes(f *lead.Facts) {
	for i, c := range q.s.schema.Changes() {
		m := memoryOf(c)
		lo, hi, known := q.change(&m)
		f.SetChange(i, lo, hi, known)
	}
}

// change bounds by how much a score has changed.
func (q *reading) change(m *memory) (lo, hi lead.Points, known bool) {
	now := q.extent(m.Score - q.s.first)
	p := q.st.past(m.key)
	if !now.known || p == nil || len(p.Points) == 0 {
		return 0, 0, now.known
	}
	from, to := int64(q.from)/m.grain-m.back, int64(q.to)/m.grain-m.back
	least, most := q.were(m, p, from, to)
	return now.lo - most, now.hi - least, true
}

// were bounds what a score was at the beginnings of some grains.
func (q *reading) were(m *memory, p *Past, from, to int64) (least, most lead.Points) {
	least, most = MostScore, -MostScore
	for i := max(from, p.From-1); i <= min(to, p.newest()); i++ {
		was := q.s.was(q.st, m, p, i)
		least, most = min(least, was), max(most, was)
	}
	if from < p.From {
		least, most = min(least, p.Points[0]), max(most, p.Points[0])
	}
	if to > p.newest() {
		then := reading{s: q.s, st: q.st, v: q.v, from: m.start(max(from, p.newest()+1)), to: m.start(to)}
		e := then.extent(m.Score - q.s.first)
		least, most = min(least, e.lo), max(most, e.hi)
	}
	return least, most
}

// pastSum is what two records' scores were together, and what they are at the end of its last grain, after all that is known.
type pastSum struct {
	Past
	memory
	now lead.Points
}

// bothPasts adds what two records' scores were. It is called before the records are merged. A record that remembers nothing adds nothing.
func (s *Scorer) bothPasts(st, other *State) (list []pastSum) {
	for _, c := range s.schema.Changes() {
		m := memoryOf(c)
		until, any := int64(0), false
		for _, x := range [...]*State{st, other} {
			if p := x.past(m.key); p != nil {
				until, any = max(until, p.newest()), true
			}
		}
		if !any {
			continue
		}
		sum := pastSum{memory: m, Past: Past{Key: m.key, From: until - m.back, Points: make([]lead.Points, m.back+1)}}
		for _, x := range [...]*State{st, other} {
			if p := x.past(m.key); p != nil {
				sum.add(s.series(x, &m, p, until))
				now, _ := s.Score(x, c.Score, m.start(until+1))
				sum.now = plus(sum.now, now)
			}
		}
		list = append(list, sum)
	}
	slices.SortFunc(list, func(a, b pastSum) int { return cmp.Compare(a.Key, b.Key) })
	return list
}

func (p *pastSum) add(o Past) {
	for i, points := range o.Points {
		p.Points[i] = plus(p.Points[i], points)
	}
}

// level takes from sums of pasts what both records' scores share, such as what the lead is, or lose to a common maximum: a merge by itself is no change.
func (s *Scorer) level(merged *State, sums []pastSum) (list []Past) {
	for _, sum := range sums {
		now, _ := s.Score(merged, sum.Score, sum.start(sum.newest()+1))
		for i := range sum.Points {
			sum.Points[i] = plus(sum.Points[i], now-sum.now)
		}
		list = append(list, sum.Past)
	}
	return list
}

func (p *Past) clone() Past { return Past{p.Key, p.From, slices.Clone(p.Points)} }

// carryPasts takes over what another scorer remembered for the same changes.
func (s *Scorer) carryPasts(from *State) (list []Past) {
	for _, c := range s.schema.Changes() {
		if p := from.past(hash(c.Name)); p != nil {
			list = append(list, p.clone())
		}
	}
	slices.SortFunc(list, func(a, b Past) int { return cmp.Compare(a.Key, b.Key) })
	return list
}
