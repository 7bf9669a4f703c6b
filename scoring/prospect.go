package scoring

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Prospect is how far a lead is from a condition about its scores, and how it could come to it.
type Prospect struct {
	When  string `json:"when"` // the condition, in canonical form
	Holds bool   `json:"holds"`
	// Lacks are the condition's comparisons of a score, or of a sum of scores, with a number that do not hold.
	Lacks []Lack `json:"lacks,omitempty"`
	// Chances are the single further events, and facts, after which the condition would hold or, where a score is lacking, be nearer to: To is that of the first
	// score lacking that would change.
	Chances []Chance `json:"chances,omitempty"`
	// Changes is when time alone makes it no longer what it is; zero: never.
	Changes lead.Instant `json:"changes,omitempty"`
}

// Lack is what one score lacks, or a sum of scores.
type Lack struct {
	Score string      `json:"score"` // its name, or the sum: fit + interest
	Op    string      `json:"op"`
	Bound lead.Points `json:"bound"`
	Now   lead.Points `json:"now"`
	Known bool        `json:"known"` // false: unscored
	Short lead.Points `json:"short"` // negative where there is too much
}

// String says it in words: "total is 38, 12 short of >= 50".
func (l Lack) String() string {
	switch {
	case !l.Known:
		return fmt.Sprintf("%s is unscored and should be %s %s", l.Score, l.Op, l.Bound)
	case l.Short < 0:
		return fmt.Sprintf("%s is %s, %s too much for %s %s", l.Score, short(l.Now), short(-l.Short), l.Op, l.Bound)
	}
	return fmt.Sprintf("%s is %s, %s short of %s %s", l.Score, short(l.Now), short(l.Short), l.Op, l.Bound)
}

// Prospect tells how far a lead is from a standing condition at an instant that is not before the last event. The facts hold the lead; their instant and scores are
// set, and are to be set anew afterwards.
func (s *Scorer) Prospect(st *State, when *lead.Condition, f *lead.Facts, at lead.Instant) Prospect {
	ask := func(st *State, from, to lead.Instant) lead.Truth {
		f.Over(from, to)
		s.Fill(st, f)
		return when.Over(f)
	}
	p := Prospect{When: when.String(), Holds: ask(st, at, at) == lead.Yes}
	if when.Varies() {
		p.Changes = changes(at, func(from, to lead.Instant) lead.Truth { return ask(st, from, to) }, p.Holds)
	}
	if p.Holds {
		return p
	}
	p.Lacks = s.lacks(st, when, at)
	aims := p.Lacks
	if len(aims) == 0 {
		now, known, _ := s.named(st, Total, at)
		aims = []Lack{{Score: Total, Now: now, Known: known}}
	}
	p.Chances = s.chances(st, at, aimOf(aims), func(st *State, c *Chance) (lead.Points, bool) {
		if id, ok := s.schema.Kind(c.Kind); ok {
			defer f.Suppose(id, at)()
		}
		return s.firstChanged(st, aims, at), ask(st, at, at) == lead.Yes
	})
	if len(p.Lacks) == 0 { // nothing can be nearer to it
		p.Chances = slices.DeleteFunc(p.Chances, func(c Chance) bool { return !c.Reaches })
	}
	return p
}

// aimOf tells what brings any of some lacking scores nearer.
func aimOf(lacks []Lack) aim {
	a := aim{lacking: lacks[0].Short}
	for _, l := range lacks {
		either := !l.Known || l.Short == 0
		a.up, a.down = a.up || either || l.Short > 0, a.down || either || l.Short < 0
	}
	return a
}

// firstChanged gives the first of some scores that is not what it was, or else the first of all.
func (s *Scorer) firstChanged(st *State, was []Lack, at lead.Instant) lead.Points {
	for _, l := range was {
		if now, _, _ := s.named(st, l.Score, at); now != l.Now {
			return now
		}
	}
	return was[0].Now
}

// named gives a score, or a sum of scores, by its name; false if there is none of it.
func (s *Scorer) named(st *State, name string, at lead.Instant) (points lead.Points, known, ok bool) {
	q := s.at(st, at)
	if i := slices.Index(s.Names(), name); i >= 0 {
		e := q.extent(i)
		return e.lo, e.known, true
	}
	if i := slices.IndexFunc(s.sums, func(c combination) bool { return c.name == name }); i >= 0 {
		e := q.combined(&s.sums[i])
		return e.lo, e.known, true
	}
	return 0, false, false
}

// lacks lists the comparisons of scores that do not hold.
func (s *Scorer) lacks(st *State, when *lead.Condition, at lead.Instant) (list []Lack) {
	for _, a := range when.Atoms() {
		now, known, named := s.named(st, a.Name, at)
		bound, ok := lead.PointsOf(a.Bound)
		if !named || !ok {
			continue
		}
		if known && compares(now, a.Op, bound) {
			continue
		}
		short := bound - now
		switch a.Op {
		case ">":
			short++
		case "<":
			short--
		}
		list = append(list, Lack{a.Name, a.Op, bound, now, known, short})
	}
	return list
}

func compares(p lead.Points, op string, bound lead.Points) bool {
	switch op {
	case ">=":
		return p >= bound
	case ">":
		return p > bound
	case "<=":
		return p <= bound
	case "<":
		return p < bound
	case "==":
		return p == bound
	}
	return p != bound
}

// changes gives the first instant after at at which something is no longer what it is, zero if never: as Next, by halving spans in doubt.
func changes(at lead.Instant, over func(from, to lead.Instant) lead.Truth, now bool) lead.Instant {
	for from, size := at+1, lead.Instant(lead.Hour); from <= lead.Forever; size *= 2 {
		to := min(from+size-1, lead.Forever)
		if found := firstChange(from, to, over, now); found != 0 {
			return found
		}
		from = to + 1
	}
	return 0
}

func firstChange(from, to lead.Instant, over func(from, to lead.Instant) lead.Truth, now bool) lead.Instant {
	switch truth := over(from, to); {
	case truth != lead.Maybe && (truth == lead.Yes) == now:
		return 0
	case truth != lead.Maybe || from == to:
		return from
	}
	middle := from + (to-from)/2
	if found := firstChange(from, middle, over, now); found != 0 {
		return found
	}
	return firstChange(middle+1, to, over, now)
}

// String tells it in lines.
func (p Prospect) String() string {
	var b strings.Builder
	b.WriteString(p.When)
	if p.Holds {
		b.WriteString(" holds")
	}
	for _, l := range p.Lacks {
		b.WriteString("\n  " + l.String())
	}
	for _, c := range p.Chances {
		fmt.Fprintf(&b, "\n  %s %s", [...]string{"+", "·", "-"}[c.rank()], c)
	}
	if p.Changes != 0 {
		fmt.Fprintf(&b, "\n  by itself it changes on %s", dayOf(p.Changes))
	}
	return b.String()
}
