package funnel

import "github.com/leadkit/leadkit/lead"

// UnmarshalJSON reads both forms.
func (s *Step) UnmarshalJSON(data []byte) error {
	type plain Step
	return lead.EitherForm(data, (*plain)(s), s.UnmarshalText)
}

// UnmarshalJSON reads both forms.
func (c *Chance) UnmarshalJSON(data []byte) error {
	type plain Chance
	return lead.EitherForm(data, (*plain)(c), c.UnmarshalText)
}
