package lead

import (
	"math"
	"slices"
)

// Memory is what the history functions of a contract need to know of a lead's past, and no more: a Track for each distinct call, sorted by call.
type Memory []Track

// Track is the memory of one call of a history function.
type Track struct {
	Call  string    `json:"k"`           // count("page_viewed","7d")
	Times []Instant `json:"t,omitempty"` // the latest instants, ascending: as many as the condition can tell apart
	Count int64     `json:"n,omitempty"` // how many there ever were
	Sums  []Grain   `json:"s,omitempty"` // for sums within a window, ascending
	Sum   Points    `json:"u,omitempty"` // for sums without one, in millionths
	Over  int64     `json:"o,omitempty"` // how often that sum ran over: it is Sum + Over·2⁶⁴ millionths
}

// Grain is a sum over one grain of time.
type Grain struct {
	Index int64  `json:"i"` // the instant divided by the grain's length
	Sum   Points `json:"s"`
	Over  int64  `json:"o,omitempty"` // as a [Track]'s
}

// MostRemembered bounds how many instants a count may ask for.
const MostRemembered = 256

// grains is into how many grains a window of a sum is divided, at most.
const grains = 30

// remember folds one event into the tracks of its kind, and reports whether there are any.
func (s *Schema) remember(st *State, b *Bound) bool {
	for _, at := range s.tracksOf[b.Kind] {
		t := &s.tracks[at]
		m := st.Memory.track(t.name)
		if m == nil {
			st.Memory = append(st.Memory, Track{Call: t.name})
			slices.SortFunc(st.Memory, func(a, b Track) int { return compare(a.Call, b.Call) })
			m = st.Memory.track(t.name)
		}
		m.Count++
		m.keep(b.Time, t.keep)
		if t.fn == "sum" {
			m.add(t, b)
		}
	}
	return len(s.tracksOf[b.Kind]) > 0
}

func (m Memory) track(name string) *Track {
	for i := range m {
		if m[i].Call == name {
			return &m[i]
		}
	}
	return nil
}

// keep inserts an instant among the latest n.
func (m *Track) keep(at Instant, n int) {
	i, _ := slices.BinarySearch(m.Times, at)
	switch {
	case len(m.Times) < n:
		m.Times = slices.Insert(m.Times, i, at)
	case n > 0 && i > 0: // the oldest makes room
		copy(m.Times[:i-1], m.Times[1:i])
		m.Times[i-1] = at
	}
}

// add adds to a sum.
func (m *Track) add(t *track, b *Bound) {
	v := b.Value(t.prop)
	if v == (Value{}) {
		return
	}
	p := summand(v.Num)
	if t.within == 0 {
		addExact(&m.Sum, &m.Over, p)
		return
	}
	index := int64(b.Time) / t.grain
	i, ok := slices.BinarySearchFunc(m.Sums, index, func(g Grain, index int64) int { return int(g.Index - index) })
	if !ok {
		m.Sums = slices.Insert(m.Sums, i, Grain{Index: index})
	}
	addExact(&m.Sums[i].Sum, &m.Sums[i].Over, p)
	if oldest := m.Sums[len(m.Sums)-1].Index - t.grains(); m.Sums[0].Index <= oldest {
		m.Sums = slices.DeleteFunc(m.Sums, func(g Grain) bool { return g.Index <= oldest })
	}
}

// summand rounds to millionths. What is beyond 2⁶³ of them counts as that many.
func summand(v float64) Points {
	switch micro := math.Round(v * float64(Point)); {
	case micro >= math.MaxInt64:
		return math.MaxInt64
	case micro <= math.MinInt64:
		return math.MinInt64
	default:
		return Points(micro)
	}
}

// addExact adds to a sum of 128 bits, so that the order of adding does not matter however large the summands are.
func addExact(sum *Points, over *int64, p Points) {
	was := *sum
	*sum += p
	switch {
	case p > 0 && *sum < was:
		*over++
	case p < 0 && *sum > was:
		*over--
	}
}

func exactFloat(sum Points, over int64) float64 {
	return sum.Float() + float64(over)*(math.MaxUint64/float64(Point))
}

// over gives the lowest and highest value of a track over a span of time without events.
func (t *track) over(m *Track, from, to Instant) (lo, hi Value) {
	switch t.fn {
	case "last", "since":
		if m == nil || len(m.Times) == 0 {
			return Value{}, Value{}
		}
		last := m.Times[len(m.Times)-1]
		if t.fn == "last" {
			return date(last), date(last)
		}
		return elapsed(from.Sub(last)), elapsed(to.Sub(last))
	case "count":
		return t.counts(m, from, to)
	}
	return t.sums(m, from, to)
}

func (t *track) counts(m *Track, from, to Instant) (lo, hi Value) {
	switch {
	case m == nil:
		return number(0), number(0)
	case t.within == 0:
		return number(float64(m.Count)), number(float64(m.Count))
	}
	return number(float64(m.within(to, t.within))), number(float64(m.within(from, t.within)))
}

// within counts the remembered instants that are less than a window old.
func (m *Track) within(now Instant, window int64) int {
	i, _ := slices.BinarySearch(m.Times, now-Instant(window)+1)
	return len(m.Times) - i
}

// sums adds up the grains that the window holds. Over a span, those that it leaves may or may not count.
func (t *track) sums(m *Track, from, to Instant) (lo, hi Value) {
	switch {
	case m == nil:
		return number(0), number(0)
	case t.within == 0:
		sum := exactFloat(m.Sum, m.Over)
		return number(sum), number(sum)
	}
	var low, high Grain
	gone, going := int64(from)/t.grain-t.grains(), int64(to)/t.grain-t.grains()
	for _, g := range m.Sums {
		stays := g.Index > going
		negative := g.Over < 0 || g.Over == 0 && g.Sum < 0
		if g.Index > gone && (stays || negative) {
			low.plus(g)
		}
		if g.Index > gone && (stays || !negative) {
			high.plus(g)
		}
	}
	return number(exactFloat(low.Sum, low.Over)), number(exactFloat(high.Sum, high.Over))
}

func (g *Grain) plus(h Grain) {
	addExact(&g.Sum, &g.Over, h.Sum)
	g.Over += h.Over
}
