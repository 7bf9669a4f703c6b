package scoring

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Chance is one single further thing that could happen to a lead, and what it would make of a score.
type Chance struct {
	Score string `json:"score"`
	Rule  string `json:"rule"`
	// Kind is the kind of event; empty where it is enough that a fact becomes known.
	Kind string `json:"kind,omitempty"`
	// When is the condition, in the contract's words.
	When string `json:"when,omitempty"`
	// Points are what the rule would give or, below zero, take. Where that depends on the event, Worth is by what, and Points are the most that it may give, or take, or,
	// without a most, what is lacking.
	Points lead.Points `json:"points"`
	Worth  string      `json:"worth,omitempty"`
	// To is the score afterwards: with what other rules without a condition, or with the same one, give at the same event, and without the silences that it ends.
	To lead.Points `json:"to"`
	// Ends says that the rule takes points for a silence: Points are what it gives back when one event of the kind ends it. The kind stands for all that do.
	Ends bool `json:"ends,omitempty"`
	// Reaches says that it would be enough.
	Reaches bool `json:"reaches"`
	// Held says why it would give nothing now: the rule's limits, a score set by hand, or one that is not about the lead.
	Held string `json:"held,omitempty"`
}

// String says it in words: "one quote requested gives 25 (asked for a quote), which makes 63".
func (c Chance) String() string {
	var b strings.Builder
	switch {
	case c.Kind != "":
		b.WriteString("one " + strings.ReplaceAll(c.Kind, "_", " "))
	default:
		b.WriteString("to know that")
	}
	if c.When != "" {
		if c.Kind != "" {
			b.WriteString(" with")
		}
		b.WriteString(" " + c.When)
	}
	if c.Held != "" {
		return b.String() + " gives nothing now: " + c.Held
	}
	switch {
	case c.Ends:
		b.WriteString(" gives back " + short(c.Points))
	case c.Points < 0:
		b.WriteString(" takes " + short(-c.Points))
	default:
		b.WriteString(" gives " + short(c.Points))
	}
	if c.Worth != "" {
		b.WriteString(", if " + c.Worth + " is so much")
	}
	return b.String() + " (" + c.Rule + "), which makes " + short(c.To)
}

// aim is what chances are sought for: what a score lacks, below zero where it has too much, and whether more points bring it nearer, or fewer, or perhaps either.
type aim struct {
	lacking  lead.Points
	up, down bool
}

// nearer tells whether points could bring a score nearer.
func (a aim) nearer(p lead.Points) bool { return a.up && p > 0 || a.down && p < 0 }

// chances lists what could happen at an instant, in the order of the model. What is lacking is what a rule gives whose worth has no most, and judge tells the score
// of a state so changed by a chance, and whether that is enough.
func (s *Scorer) chances(st *State, at lead.Instant, aim aim, judge func(*State, *Chance) (lead.Points, bool)) (list []Chance) {
	was, _ := judge(st, &Chance{})
	for i := range s.scores {
		for _, r := range s.scores[i].rules {
			switch r.sort {
			case onEvent:
				for _, kind := range s.specOf(r).Each {
					list = append(list, s.chance(r, kind, aim.lacking))
				}
			case onFit:
				if _, holds := slices.BinarySearch(st.Fit, r.key); !holds {
					list = append(list, s.chance(r, "", aim.lacking))
				}
			}
		}
	}
	breaks := s.breaks(st, at)
	list = append(list, breaks...)
	kept := list[:0]
	for _, c := range list {
		after := st.Clone()
		if c.Points == 0 || !s.suppose(&after, &c, at) {
			continue
		}
		c.To, c.Reaches = judge(&after, &c)
		if !aim.nearer(c.Points) && (!c.Reaches || s.endsAny(breaks, c.Kind)) { // it is enough for what else comes of the event
			continue
		}
		switch {
		case c.Held != "":
		case c.Kind != "" && !s.scores[s.ruleNamed(c.Score, c.Rule).score].applies(&after):
			c.Held = "the score " + c.Score + " is not about this lead"
		case c.To == was && !c.Reaches:
			c.Held = s.stuck(st, at)
		}
		kept = append(kept, c)
	}
	slices.SortStableFunc(kept, func(a, b Chance) int {
		if aim.down && !aim.up {
			return cmp.Or(cmp.Compare(a.rank(), b.rank()), b.near(&a))
		}
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), a.near(&b))
	})
	return kept
}

// breaks lists the silences that take points at an instant, each with the first kind that ends it.
func (s *Scorer) breaks(st *State, at lead.Instant) (list []Chance) {
	for _, l := range s.Explain(st, at) {
		r := s.ruleNamed(l.Score, l.Rule)
		if r == nil || r.sort != onSilence || l.Points >= 0 {
			continue
		}
		if id := slices.IndexFunc(s.kinds, func(k kind) bool { return slices.Contains(k.stirs, r.silence.key) }); id >= 0 {
			list = append(list, Chance{Score: l.Score, Rule: l.Rule, Kind: s.schema.KindOf(lead.KindID(id)).Name, Points: -l.Points, Ends: true})
		}
	}
	return list
}

// endsAny tells whether an event of a kind ends any of some silences.
func (s *Scorer) endsAny(breaks []Chance, kind string) bool {
	id, ok := s.schema.Kind(kind)
	return ok && slices.ContainsFunc(breaks, func(b Chance) bool {
		return slices.Contains(s.kinds[id].stirs, s.ruleNamed(b.Score, b.Rule).silence.key)
	})
}

// rank puts what is enough first and what is held last.
func (c *Chance) rank() int {
	switch {
	case c.Held != "":
		return 2
	case c.Reaches:
		return 0
	}
	return 1
}

// near puts the least of what is enough first, and the most of what is not.
func (c *Chance) near(o *Chance) int {
	if c.Reaches {
		return cmp.Compare(c.To, o.To)
	}
	return cmp.Compare(o.To, c.To)
}

// stuck tells why points make no difference.
func (s *Scorer) stuck(st *State, at lead.Instant) string {
	for _, name := range s.Names() {
		switch o := st.hand(name, at); {
		case o == nil:
		case o == of(st.Overrides, name):
			return "the score " + name + " is set by hand"
		default:
			return "the score " + name + " is frozen"
		}
	}
	return "it makes no difference to the score"
}

// chance is what one rule could give.
func (s *Scorer) chance(r *rule, kind string, lacking lead.Points) Chance {
	spec := s.specOf(r)
	c := Chance{Score: s.scores[r.score].Name, Rule: r.name, Kind: kind, When: spec.narrowed(s.scores[r.score].About), Points: r.points, Worth: spec.Worth}
	switch {
	case spec.Worth != "" && spec.AtLeast.Set && lacking < 0:
		c.Points = r.low
	case spec.Worth != "" && spec.UpTo.Set && lacking >= 0:
		c.Points = r.high
	case spec.Worth != "":
		c.Points = min(max(lacking, r.low), r.high)
	}
	return c
}

// suppose changes a state as the chance says, and notes what holds the rule back. It reports false where the chance is none: the event is one of before the cycle.
func (s *Scorer) suppose(st *State, c *Chance, at lead.Instant) bool {
	r := s.ruleNamed(c.Score, c.Rule)
	if len(s.schema.Changes()) > 0 {
		s.sample(st, at)
	}
	if r.sort == onFit {
		i, _ := slices.BinarySearch(st.Fit, r.key)
		st.Fit = slices.Insert(st.Fit, i, r.key)
		s.judged(st, r)
		s.prepare(st)
		return true
	}
	id, ok := s.schema.Kind(c.Kind)
	if !ok || at < st.From {
		return false
	}
	for _, key := range s.kinds[id].stirs {
		st.stir(key, at)
	}
	for i := range s.kinds[id].triggers {
		t := &s.kinds[id].triggers[i]
		points := t.rule.points
		switch {
		case t.rule == r:
			points = c.Points
		case t.worth != nil || t.when != nil && (t.when.String() != s.conditionOf(id, r)):
			continue
		}
		gives, is := s.grant(st, t.rule, points, at)
		switch {
		case t.rule != r:
		case is:
			c.Points = gives
		default:
			c.Held = s.limits(r)
		}
	}
	s.prepare(st)
	return true
}

// judged notes that a fit rule of the score has a fact to judge by.
func (s *Scorer) judged(st *State, r *rule) {
	key := s.scores[r.score].key
	if i, ok := slices.BinarySearch(st.Judged, key); !ok {
		st.Judged = slices.Insert(st.Judged, i, key)
	}
}

// conditionOf gives the canonical condition of a rule about events of a kind.
func (s *Scorer) conditionOf(id lead.KindID, r *rule) string {
	for i := range s.kinds[id].triggers {
		if t := &s.kinds[id].triggers[i]; t.rule == r {
			return t.when.String()
		}
	}
	return ""
}

// limits gives a rule's limits in words.
func (s *Scorer) limits(r *rule) string {
	spec := s.specOf(r)
	var parts []string
	for _, rate := range spec.AtMost {
		parts = append(parts, "at most "+rate.String())
	}
	if spec.Once {
		parts = append(parts, "once")
	}
	if spec.CoolDown != 0 {
		parts = append(parts, "not again for "+spec.CoolDown.String())
	}
	if spec.Diminishing != (Diminishing{}) {
		parts = append(parts, "each further "+spec.Diminishing.String())
	}
	return strings.Join(parts, ", ")
}

// short gives points to a hundredth, as a person reads them; what is too small for that is given whole.
func short(p lead.Points) string {
	const hundredth = lead.Point / 100
	if p%hundredth == 0 || -hundredth < p && p < hundredth {
		return p.String()
	}
	half := hundredth / 2
	if p < 0 {
		half = -half
	}
	return ((p + half) / hundredth * hundredth).String()
}
