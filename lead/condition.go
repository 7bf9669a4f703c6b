package lead

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/internal/rule"
	"github.com/leadkit/leadkit/lead/diag"
)

// Truth is what a condition is over a whole span of time.
type Truth = rule.Truth

// What a condition is over a span.
const (
	Maybe = rule.Maybe // not known: it may change within the span
	No    = rule.No    // false at every instant of the span
	Yes   = rule.Yes   // true at every instant of the span
)

// Condition is a compiled condition. It never fails: a missing fact makes a comparison false. It is immutable and goroutine-safe.
// A nil Condition is always true.
type Condition struct{ program *rule.Program }

// True evaluates the condition on the facts at their instant.
func (c *Condition) True(f *Facts) bool { return c == nil || c.program.True(&f.env) }

// Over evaluates the condition over the facts' span. Yes and No are certain; over a single instant it is never Maybe.
func (c *Condition) Over(f *Facts) Truth {
	if c == nil {
		return Yes
	}
	return c.program.Over(&f.env)
}

// Varies reports whether the condition can change as time passes, without an event.
func (c *Condition) Varies() bool { return c != nil && c.program.Varies() }

// Names lists the names it reads, sorted.
func (c *Condition) Names() []string {
	if c == nil {
		return nil
	}
	return c.program.Names()
}

// String gives the canonical text, which does not depend on spaces, quotes and brackets. It is empty for a nil Condition.
func (c *Condition) String() string {
	if c == nil {
		return ""
	}
	return c.program.String()
}

// Alone reports whether the condition reads nothing but the event itself, so that facts need hold nothing else.
func (c *Condition) Alone() bool { return c == nil || alone(c.program) }

func alone(p *rule.Program) bool {
	for _, name := range p.Names() {
		if !strings.HasPrefix(name, "event.") {
			return false
		}
	}
	return true
}

// Plain reports whether the condition reads nothing but the event's properties, which [Bound.Values] holds.
func (c *Condition) Plain() bool {
	return c.Alone() && !slices.ContainsFunc(c.Names(), func(name string) bool { return slices.Contains(common, name) })
}

// MostTogether is how many conditions a [Battery] takes, and of how many events it tells at once.
const MostTogether = rule.MostTogether

// Battery is up to [MostTogether] conditions that are asked together, which is quicker than one by one. It is immutable and goroutine-safe.
type Battery struct{ battery rule.Battery }

// Batteries puts conditions together, in their order, [MostTogether] in each battery but the last.
func Batteries(list []*Condition) (batteries []Battery) {
	for part := range slices.Chunk(list, MostTogether) {
		programs := make([]*rule.Program, len(part))
		for i, c := range part {
			if c != nil {
				programs[i] = c.program
			}
		}
		batteries = append(batteries, Battery{rule.NewBattery(programs)})
	}
	return batteries
}

// Holding tells which conditions are true on the facts at their instant: bit i is that of the battery's i-th.
func (b *Battery) Holding(f *Facts) uint64 { return b.battery.Holding(&f.env) }

// HoldingEach tells which conditions are true of each of up to [MostTogether] events, by their [Bound.Values]: bit i of holding[j] is that of the battery's j-th condition
// and the i-th event. The conditions read nothing else ([Condition.Plain]); the facts are scratch memory, and hold any of the events afterwards.
func (b *Battery) HoldingEach(f *Facts, events [][]Value, holding []uint64) {
	b.battery.HoldingEach(&f.env, bankEvent, events, holding)
}

// Quantity is a compiled number. It is immutable and goroutine-safe.
type Quantity struct{ program *rule.Program }

// Alone reports whether the number reads nothing but the event itself.
func (q *Quantity) Alone() bool { return q == nil || alone(q.program) }

// Names lists the names it reads, sorted.
func (q *Quantity) Names() []string {
	if q == nil {
		return nil
	}
	return q.program.Names()
}

// Of evaluates the number; false when it is missing, and for a nil Quantity.
func (q *Quantity) Of(f *Facts) (float64, bool) {
	if q == nil {
		return 0, false
	}
	return q.program.Number(&f.env)
}

// String gives the canonical text, nothing for a nil Quantity.
func (q *Quantity) String() string {
	if q == nil {
		return ""
	}
	return q.program.String()
}

// EventCondition compiles a condition about events of a kind: it reads event.…, lead.…, and history. Findings are about the text, at path.
// An empty text is the nil Condition.
func (s *Schema) EventCondition(found *diag.List, path, src string, kind KindID) *Condition {
	return s.condition(found, path, src, s.scopes[kind], rule.Condition)
}

// EventQuantity compiles a number about events of a kind. It is nil after a finding.
func (s *Schema) EventQuantity(found *diag.List, path, src string, kind KindID) *Quantity {
	program, list := rule.Compile(src, s.scopes[kind], rule.Quantity)
	found.Place(path, list)
	s.use(program)
	if program == nil {
		return nil
	}
	return &Quantity{program}
}

// LeadQuantity compiles a number about a lead. It is nil after a finding.
func (s *Schema) LeadQuantity(found *diag.List, path, src string) *Quantity {
	program, list := rule.Compile(src, s.base, rule.Quantity)
	found.Place(path, list)
	s.use(program)
	if program == nil {
		return nil
	}
	return &Quantity{program}
}

// Standing compiles a condition that is watched as time passes: it reads lead.…, scores, stage, now and history, and time only where it can be foreseen.
// It compares scores, their changes, the time since an event and the present each with what stays. Scores, the total among them, are also added up, subtracted and compared with
// each other, times constants, see [Combination]; nothing else that changes at every instant is.
// An empty text is the nil Condition.
func (s *Schema) Standing(found *diag.List, path, src string) *Condition {
	return s.condition(found, path, src, s.base, rule.Standing)
}

// LeadCondition compiles a condition that is read once, when something else happens: it may read time in any way.
// An empty text is the nil Condition.
func (s *Schema) LeadCondition(found *diag.List, path, src string) *Condition {
	return s.condition(found, path, src, s.base, rule.Condition)
}

func (s *Schema) condition(found *diag.List, path, src string, scope *rule.Scope, want rule.Want) *Condition {
	if strings.TrimSpace(src) == "" {
		return nil
	}
	program, list := rule.Compile(src, scope, want)
	found.Place(path, list)
	s.use(program)
	if program == nil {
		return nil
	}
	return &Condition{program}
}

// use notes which derived names are read, so that only these are worked out.
func (s *Schema) use(p *rule.Program) {
	if p == nil {
		return
	}
	for _, name := range p.Names() {
		name = strings.TrimPrefix(name, "lead.")
		s.used[name] = true
		s.asksTopic = s.asksTopic || name == "top_interest" || name == "interests"
		s.asksMay = s.asksMay || mayChannels[name] != ""
		s.asksKind = s.asksKind || slices.Contains(common, name)
	}
}

// Atom is a comparison of a name with a constant number, as it has to come out for the condition to lean towards true.
type Atom = rule.Atom

// Atoms lists the comparisons of a name with a constant number that the condition is made of.
func (c *Condition) Atoms() []Atom {
	if c == nil {
		return nil
	}
	return c.program.Atoms()
}
