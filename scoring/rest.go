package scoring

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Rest is what few rules have beside their line: a sum of an older epoch, what limits have to know, grains, points that are not the same at each event.
type Rest struct {
	Key   uint32           `json:"k"`           // of the line
	Given lead.Points      `json:"g,omitempty"` // by how much more, or less, the rule gave than its points each time
	Older [epochs - 1]Wide `json:"s,omitzero"`  // the sums of the epochs before the newest
	Held  uint32           `json:"h,omitempty"` // how often a limit kept the rule from giving
	Times []lead.Instant   `json:"i,omitempty"` // the latest events that gave, ascending, as many as the limits have to know
	Less  lead.Points      `json:"l,omitempty"` // what limits and diminishing returns kept it from giving, above zero and below added up
	// Grains are what events gave by grain, ascending, where the decay goes by grains; Old is what older ones gave, where something of it is left for ever.
	Grains []Grain `json:"w,omitempty"`
	Old    Wide    `json:"o,omitzero"`
}

func (r *Rest) empty() bool {
	return r.Given == 0 && r.Older == [epochs - 1]Wide{} && r.Held == 0 && len(r.Times) == 0 && r.Less == 0 && len(r.Grains) == 0 && r.Old == (Wide{})
}

// clone gives a copy that shares nothing.
func (r *Rest) clone() Rest {
	c := *r
	c.Times, c.Grains = slices.Clone(r.Times), slices.Clone(r.Grains)
	return c
}

// place finds a rest among those of a state, or where it would stand.
func (st *State) place(key uint32) (at int, is bool) {
	low, high := 0, len(st.Rests)
	for low < high {
		if mid := (low + high) / 2; st.Rests[mid].Key < key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < len(st.Rests) && st.Rests[low].Key == key
}

// rest gives what can be read of the rest; it is not to be changed.
func (st *State) rest(key uint32) Rest {
	if at, is := st.place(key); is {
		return st.Rests[at]
	}
	return Rest{Key: key}
}

// setRest keeps a rest only where there is one, so that equal states have equal encodings.
func (st *State) setRest(r Rest) {
	switch at, is := st.place(r.Key); {
	case is && r.empty():
		st.Rests = slices.Delete(st.Rests, at, at+1)
	case is:
		st.Rests[at] = r
	case !r.empty():
		st.Rests = slices.Insert(st.Rests, at, r)
	}
}

// withRests gives the lines that have something to tell, sorted by key, and one for each rest whose rule never gave.
func (st *State) withRests() []Line {
	lines := st.told()
	for i := range st.Rests {
		at, is := slices.BinarySearchFunc(lines, st.Rests[i].Key, func(l Line, key uint32) int { return cmp.Compare(l.Key, key) })
		if !is {
			lines = slices.Insert(lines, at, Line{Key: st.Rests[i].Key})
		}
	}
	return lines
}

// sums gives the sums of all kept epochs of a line.
func (st *State) sums(l *Line) epochSums {
	rest := st.rest(l.Key)
	return epochSums{l.Sum, rest.Older[0]}
}

func (st *State) setSums(l *Line, s epochSums) {
	rest := st.rest(l.Key)
	l.Sum, rest.Older = s[0], [epochs - 1]Wide(s[1:])
	st.setRest(rest)
}

// given gives what a rule gave in all, before decay.
func (r *rule) given(count uint32, rest *Rest) lead.Points {
	return inPoints(product(int64(r.points), int64(count)).add(wide(int64(rest.Given))))
}

// inPoints stays at the ends of what points can hold.
func inPoints(w Wide) lead.Points {
	if w.Hi != int64(w.Lo)>>63 {
		return lead.Points(w.Hi>>63 ^ (1<<63 - 1))
	}
	return lead.Points(w.Lo)
}
