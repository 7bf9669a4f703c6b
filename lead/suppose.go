package lead

import (
	"github.com/leadkit/leadkit/internal/rule"
)

// CouldText reports whether a condition can be true while a name is a text, whatever else is the case. No is certain.
func (s *Schema) CouldText(c *Condition, name, is string) bool {
	return s.could(c, name, text(is), text(is))
}

// CouldNumber reports whether a condition can be true while a name is a number from low to high, whatever else is the case. No is certain.
func (s *Schema) CouldNumber(c *Condition, name string, low, high float64) bool {
	return s.could(c, name, number(low), number(high))
}

func (s *Schema) could(c *Condition, name string, low, high Value) bool {
	n, ok := s.base.Lookup(name)
	if c == nil || !ok {
		return true
	}
	env := rule.Env{Open: true}
	bank, upper := make([]Value, n.Slot.Index+1), make([]Value, n.Slot.Index+1)
	bank[n.Slot.Index], upper[n.Slot.Index] = low, high
	env.Bank[n.Slot.Bank], env.Upper[n.Slot.Bank] = bank, upper
	return c.program.Over(&env) != No
}

// Temperatures gives the names of the temperature bands, none if there are no temperatures.
func (s *Schema) Temperatures() []string {
	n, _ := s.base.Lookup("temperature")
	return append([]string(nil), n.Known...)
}
