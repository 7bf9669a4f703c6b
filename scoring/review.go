package scoring

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Review is what the other side says of one rule: what became of the leads that it helped to hand over or, if Against, of those that were handed over although it took points.
type Review struct {
	Score   string `json:"score"`
	Rule    string `json:"rule"`
	Against bool   `json:"against,omitempty"`
	Gone    bool   `json:"gone,omitempty"` // the model has no such rule any more
	// Points are what it gave on average at these hand-overs.
	Points lead.Points `json:"points"`
	Outcomes
	// Stayed is the share of the answered hand-overs that were accepted and did not come back, Sold that of the accepted ones that were won.
	Stayed Share `json:"stayed"`
	Sold   Share `json:"sold"`
	// Fair are the points that calibration would give for the answers so far; nil where no answered hand-over lacks the rule, or none has it.
	Fair *Fair `json:"fair,omitempty"`
}

// Share is a share of a count with its interval at 95 %, by [lead.Wilson].
type Share struct {
	Had  int64   `json:"had"`
	Of   int64   `json:"of"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func shareOf(had, of int64) Share {
	had = max(0, min(had, of))
	low, high := lead.Wilson(had, of)
	return Share{had, of, low, high}
}

// String gives "12 of 30 (40 %, 25 to 58 %)".
func (s Share) String() string {
	if s.Of == 0 {
		return "0 of 0"
	}
	return fmt.Sprintf("%d of %d (%.0f %%, %.0f to %.0f %%)", s.Had, s.Of, 100*float64(s.Had)/float64(s.Of), 100*s.Low, 100*s.High)
}

// Fair are points as outcomes would have them, to a whole point, with their interval at 95 %.
type Fair struct {
	Points lead.Points `json:"points"`
	Low    lead.Points `json:"low"`
	High   lead.Points `json:"high"`
}

// String gives "-7 (-15 to 1)".
func (f Fair) String() string { return fmt.Sprintf("%v (%v to %v)", f.Points, f.Low, f.High) }

// Review reads what the other side says of the rules, the worst first: the one whose leads stayed least often, by the upper end of the interval, so that few
// answers condemn nobody; of a rule that takes points, the one whose leads stayed most often, by the lower end. What was counted under a rule's former name counts with it.
//
// Fair weighs a rule by the logarithm of the ratio of the odds to stay with it and without it,
//
//	w = ln( (a+½)(d+½) / ((b+½)(c+½)) )
//
// a and b being the hand-overs with the rule that stayed and that did not, c and d those without. Its variance is the sum of the four reciprocals (J. B. S. Haldane, "The
// estimation and significance of the logarithm of a ratio of frequencies", Annals of Human Genetics 20, 1956). Points are as many for a unit of w that all rules together, each
// with √(w² + variance), would give as much as they do today: so they keep the scale of the contract, and are small as long as there is more noise than evidence.
// Only hand-overs are seen, so it says which of these were good: what was never handed over has no say. And each rule is weighed by itself: of two that give at the same
// leads, each is credited with what both foretell. A card of scoring/calibrate weighs all facts at once.
func (s *Scorer) Review(v *Verdicts) []Review {
	rules := s.present(v)
	list := make([]Review, len(rules.Rules))
	unit := rules.unit()
	for i := range rules.Rules {
		f := &rules.Rules[i]
		r := &list[i]
		*r = Review{Score: f.Score, Rule: f.Rule, Against: f.Against, Gone: s.ruleNamed(f.Score, f.Rule) == nil, Outcomes: f.Outcomes,
			Stayed: shareOf(f.Kept(), f.Answered()), Sold: shareOf(f.Won, f.Accepted)}
		if f.Handed > 0 {
			r.Points = f.Points / lead.Points(f.Handed)
		}
		if w, ok := rules.All.weigh(&f.Outcomes); ok && unit > 0 {
			r.Fair = &Fair{whole(w.log * unit), whole((w.log - w.half) * unit), whole((w.log + w.half) * unit)}
		}
	}
	slices.SortStableFunc(list, func(a, b Review) int {
		return cmp.Or(cmp.Compare(b.fault(), a.fault()), cmp.Compare(b.Handed, a.Handed))
	})
	return list
}

// fault is how bad a rule is at the least.
func (r *Review) fault() float64 {
	if r.Against {
		return r.Stayed.Low
	}
	return 1 - r.Stayed.High
}

func whole(points float64) lead.Points {
	p, ok := lead.PointsOf(math.Round(points))
	if !ok {
		return 0
	}
	return p
}

// present gives the verdicts with what was counted under former names under the present ones.
func (s *Scorer) present(v *Verdicts) *Verdicts {
	now := Verdicts{}
	now.Merge(&Verdicts{All: v.All})
	for _, f := range v.Rules {
		f.Score, f.Rule = s.known(f.Score, f.Rule)
		now.Merge(&Verdicts{Rules: []RuleFate{f}})
	}
	return &now
}

// known gives the present name of a rule.
func (s *Scorer) known(score, rule string) (string, string) {
	if s.ruleNamed(score, rule) != nil {
		return score, rule
	}
	for i := range s.scores {
		sc := &s.scores[i]
		for _, r := range sc.Rules {
			if (sc.Name == score || sc.Was == score) && (r.Name == rule || r.Was == rule) {
				return sc.Name, r.Name
			}
		}
	}
	return score, rule
}

// oddsRatio is the logarithm of a ratio of odds, half its interval, and how large it is with its noise.
type oddsRatio struct{ log, half, size float64 }

// weigh compares the hand-overs with a rule to those without it; false where there are none of either.
func (o *Outcomes) weigh(with *Outcomes) (oddsRatio, bool) {
	const z = 1.959963984540054
	a, b := with.Kept(), with.Answered()-with.Kept()
	c, d := o.Kept()-a, o.Answered()-o.Kept()-b
	if a+b <= 0 || c+d <= 0 || a < 0 || b < 0 || c < 0 || d < 0 {
		return oddsRatio{}, false
	}
	variance, log := 0.0, 0.0
	for i, n := range [...]int64{a, b, c, d} {
		x := float64(n) + 0.5
		variance += 1 / x
		if i == 0 || i == 3 {
			log += math.Log(x)
		} else {
			log -= math.Log(x)
		}
	}
	return oddsRatio{log, z * math.Sqrt(variance), math.Sqrt(float64(log*log) + variance)}, true
}

// unit gives how many points a unit of weight is worth, so that the rules together give as much as they do.
func (v *Verdicts) unit() float64 {
	given, weighed := 0.0, 0.0
	for i := range v.Rules {
		f := &v.Rules[i]
		if w, ok := v.All.weigh(&f.Outcomes); ok {
			given += math.Abs(f.Points.Float())
			weighed += float64(float64(f.Handed) * w.size)
		}
	}
	if weighed == 0 {
		return 0
	}
	return given / weighed
}

// String tells it in a few lines.
func (r Review) String() string {
	var b strings.Builder
	verb := "helped to hand over"
	if r.Against {
		verb = "did not keep back"
	}
	fmt.Fprintf(&b, "%s/%s %s %d for %v points: %v stayed", r.Score, r.Rule, verb, r.Handed, r.Points, r.Stayed)
	for _, part := range []struct {
		what  string
		count []Count
	}{{"rejected", r.Rejected}, {"recycled", r.Recycled}, {"disqualified", r.Disqualified}, {"lost", r.Lost}} {
		for _, c := range part.count {
			fmt.Fprintf(&b, "\n    %3d %s: %s", c.Times, part.what, orUnsaid(c.Reason))
		}
	}
	if r.Won > 0 {
		fmt.Fprintf(&b, "\n    %3d won", r.Won)
	}
	if r.Fair != nil {
		fmt.Fprintf(&b, "\n    by what became of them it would give %v", *r.Fair)
	}
	return b.String()
}

func orUnsaid(reason string) string {
	return cmp.Or(strings.ReplaceAll(reason, "_", " "), "no reason given")
}
