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
)

// Explain gives every score's lines at an instant: one for each rule that gave, what a minimum or maximum took or added, what a person set, and the rounding. The lines of
// a score sum exactly to it; those of total are its parts. An unscored score has no lines.
func (s *Scorer) Explain(st *State, at lead.Instant) []lead.Line {
	v, x := s.look(st), explainer{at: at}
	list := make([]extent, len(s.scores))
	for i := range s.scores {
		list[i] = s.single(st, v, i, at, at)
		if list[i].known {
			s.explain(&x, st, v, i)
			x.close(st, list[i])
		}
	}
	if s.total != nil {
		s.explainTotal(&x, st, list)
	}
	return x.lines
}

// explainer gathers lines; first is where those of the present score begin.
type explainer struct {
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

// close adds what an override makes of it.
func (x *explainer) close(st *State, e extent) {
	o := st.override(x.score)
	if o == nil || !o.stands(x.at) {
		return
	}
	x.add(lead.Line{Rule: SetByHand, Points: e.lo - x.sum(), Given: o.Points, Times: 1, Last: o.At, Reason: o.Reason})
}

func (s *Scorer) explain(x *explainer, st *State, v *view, number int) {
	sc := &s.scores[number]
	x.open(sc.Name)
	for _, r := range sc.rules {
		s.explainRule(x, st, v, r)
	}
	raw, _ := s.exact(st, v, number, x.at, x.at)
	value := rounded(raw)
	x.round(value)
	switch held := sc.hold(value); {
	case held > value:
		x.add(lead.Line{Rule: "at least " + sc.low.String(), Points: held - value})
	case held < value:
		x.add(lead.Line{Rule: "at most " + sc.high.String(), Points: held - value})
	}
}

func (s *Scorer) explainRule(x *explainer, st *State, v *view, r *rule) {
	l := lead.Line{Rule: r.name, Reason: r.reason}
	switch r.sort {
	case onEvent:
		line := v.line(r)
		if line == nil || line.silent() {
			return
		}
		h, sums := &s.halves[r.half], line.sums()
		l.Points = rounded(sums.at(h.epoch(line.Last), h.fading(x.at)))
		l.Given, l.Times, l.Last = line.Given, int64(line.Count), line.Last
		if held := line.rest().Held; held > 0 {
			l.Reason += fmt.Sprintf("; held back %d times", held)
		}
	case onFit:
		if _, ok := slices.BinarySearch(st.Fit, r.key); !ok {
			return
		}
		l.Points, l.Given = r.points, r.points
	case onSilence:
		last := st.active(r.silence.key)
		l.Times = r.silence.steps(last, x.at)
		if l.Times == 0 {
			return
		}
		l.Points = r.points * lead.Points(l.Times)
		l.Given, l.Last = l.Points, last.Add(r.silence.after+r.silence.every*lead.Span(l.Times-1))
	}
	x.add(l)
}

func (s *Scorer) explainTotal(x *explainer, st *State, scores []extent) {
	e := st.overridden(Total, s.total.over(scores), x.at, x.at)
	if !e.known {
		return
	}
	x.open(Total)
	for _, t := range s.total.parts() {
		part := t
		w, _ := part.over(scores)
		if p := s.total.points(w); p != 0 {
			x.add(lead.Line{Rule: s.total.text(&part), Points: p})
		}
	}
	x.round(s.total.over(scores).lo)
	x.close(st, e)
}
