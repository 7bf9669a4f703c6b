package scoring

import (
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// What stands in [lead.Line.Rule] where no rule gave the points.
const (
	Rounding  = "rounding"    // what rounding the lines, and not the score, adds up to
	SetByHand = "set by hand" // the difference that an [Override] makes
	Frozen    = "frozen"      // what events, decay and silences have made of it since it was frozen, taken back
)

// Explain gives every score's lines at an instant: one for each rule that gave, what each minimum, maximum or floor took or added, what a person set, and the rounding. The lines of
// a score sum exactly to it; those of total are its parts. An unscored score has no lines.
func (s *Scorer) Explain(st *State, at lead.Instant) []lead.Line {
	x := explainer{q: s.at(st, at), at: at}
	for i := range s.scores {
		if e := x.q.single(i); e.known {
			x.explain(i)
			x.close(st, e)
		}
	}
	if s.total != nil {
		x.explainTotal()
	}
	return x.lines
}

// explainer gathers lines; first is where those of the present score begin.
type explainer struct {
	q     reading
	lines []lead.Line
	score string
	first int
	at    lead.Instant
}

func (x *explainer) open(score string) { x.score, x.first = score, len(x.lines) }

func (x *explainer) add(l lead.Line) {
	l.Score = x.score
	x.lines = append(x.lines, l)
}

func (x *explainer) sum() (sum lead.Points) {
	for _, l := range x.lines[x.first:] {
		sum += l.Points
	}
	return sum
}

// round adds what the lines so far lack to the value.
func (x *explainer) round(value lead.Points) {
	if d := value - x.sum(); d != 0 {
		x.add(lead.Line{Rule: Rounding, Points: d})
	}
}

// close adds what an override or a freeze makes of it.
func (x *explainer) close(st *State, e extent) {
	o := st.hand(x.score, x.at)
	if o == nil {
		return
	}
	rule := SetByHand
	if o != of(st.Overrides, x.score) {
		rule = Frozen
	}
	x.add(lead.Line{Rule: rule, Points: e.lo - x.sum(), Given: o.Points, Times: 1, Last: o.At, Reason: o.Reason})
}

// explain gives the lines of one score: its rules, each with what its own range takes, then groups, floors, the rounding, and what the score's range takes.
func (x *explainer) explain(number int) {
	sc := &x.q.s.scores[number]
	x.open(sc.Name)
	for _, r := range sc.rules {
		if r.sort == onSilence && r.silence.floor.Set {
			continue
		}
		x.explainRule(r)
		if r.capped {
			x.held(r.basket)
		}
	}
	for _, g := range sc.Groups {
		if basket, ok := sc.groups[g.Name]; ok {
			x.held(basket)
		}
	}
	raw := x.floors(sc.basket)
	x.round(rounded(raw))
	x.held(sc.basket)
}

// held tells what a basket's minimum adds or its maximum takes.
func (x *explainer) held(basket int) {
	b := &x.q.s.baskets[basket]
	raw := x.q.raw(basket)
	before, after := rounded(raw), rounded(b.hold(raw))
	name := ""
	if b.name != "" {
		name = b.name + ": "
	}
	switch {
	case after > before:
		x.add(lead.Line{Rule: name + "at least " + b.low.String(), Points: after - before})
	case after < before:
		x.add(lead.Line{Rule: name + "at most " + b.high.String(), Points: after - before})
	}
}

// floors tells what silences with a floor take, and gives what they leave.
func (x *explainer) floors(basket int) Wide {
	b := x.q.s.baskets[basket]
	floors := b.floors
	b.floors = nil
	w := x.q.sum(&b, basket)
	for _, r := range floors {
		taken := x.q.taken(r, x.at)
		left := r.floored(w, inFine(taken))
		if l, ok := x.line(r); ok {
			l.Points = rounded(left) - rounded(w)
			x.add(l)
		}
		w = left
	}
	return w
}

func (x *explainer) explainRule(r *rule) {
	if l, ok := x.line(r); ok {
		x.add(l)
	}
}

// line gives the line of a rule, false if it has nothing to tell.
func (x *explainer) line(r *rule) (l lead.Line, ok bool) {
	l.Rule, l.Reason = r.name, r.reason
	switch r.sort {
	case onEvent:
		line, rest := x.q.v.read(r), x.q.st.rest(r.key)
		if line.Count == 0 && rest.empty() {
			return l, false
		}
		l.Points = rounded(x.q.left(r, &line, &rest))
		l.Given, l.Times, l.Last = r.given(line.Count, &rest), int64(line.Count), line.Last
		l.Reason += rest.withheld()
	case onFit:
		if _, ok := slices.BinarySearch(x.q.st.Fit, r.key); !ok {
			return l, false
		}
		l.Points, l.Given = r.points, r.points
	case onSilence:
		last := x.q.st.active(r.silence.key)
		l.Times = r.silence.steps(last, x.at)
		if l.Times == 0 {
			return l, false
		}
		l.Points = x.q.taken(r, x.at)
		l.Given, l.Last = l.Points, last.Add(r.silence.after+r.silence.every*lead.Span(l.Times-1))
	}
	return l, true
}

// left gives what is left of what an event rule gave.
func (q *reading) left(r *rule, line *Line, rest *Rest) Wide {
	if r.fade != nil {
		w, _ := r.fade.over(rest, q.s.halves, q.from, q.from)
		return w
	}
	h, sums := &q.s.halves[r.half], epochSums{line.Sum, rest.Older[0]}
	return sums.at(h.epoch(line.Last), h.fading(q.from))
}

// withheld tells what limits kept the rule from giving.
func (r Rest) withheld() (text string) {
	switch {
	case r.Held == 1:
		text = "; held back once"
	case r.Held > 1:
		text = fmt.Sprintf("; held back %d times", r.Held)
	}
	if r.Less != 0 {
		text += fmt.Sprintf("; %s points withheld", r.Less)
	}
	return text
}

func (x *explainer) explainTotal() {
	e := x.q.total()
	if !e.known {
		return
	}
	x.open(Total)
	t := x.q.s.total
	core, caps := t.core()
	for _, part := range core.parts() {
		if p := t.points(x.q.term(&part)); p != 0 {
			x.add(lead.Line{Rule: t.text(&part), Points: p})
		}
	}
	value := t.points(x.q.term(core))
	x.round(value)
	for _, limit := range caps {
		after := t.points(x.q.term(limit))
		if after != value {
			x.add(lead.Line{Rule: t.limits(limit), Points: after - value})
		}
		value = after
	}
	x.close(x.q.st, e)
}
