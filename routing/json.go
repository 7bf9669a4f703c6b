package routing

import "github.com/leadkit/leadkit/lead"

// UnmarshalJSON reads both forms.
func (a *Absence) UnmarshalJSON(data []byte) error {
	type plain Absence
	return lead.EitherForm(data, (*plain)(a), a.UnmarshalText)
}

// UnmarshalJSON reads both forms.
func (o *Odds) UnmarshalJSON(data []byte) error {
	type plain Odds
	return lead.EitherForm(data, (*plain)(o), o.UnmarshalText)
}

// UnmarshalJSON reads both forms.
func (c *Closing) UnmarshalJSON(data []byte) error {
	type plain Closing
	return lead.EitherForm(data, (*plain)(c), c.UnmarshalText)
}

// UnmarshalJSON reads both forms.
func (n *Need) UnmarshalJSON(data []byte) error {
	type plain Need
	return lead.EitherForm(data, (*plain)(n), n.UnmarshalText)
}

// UnmarshalJSON reads both forms.
func (c *Class) UnmarshalJSON(data []byte) error {
	type plain Class
	return lead.EitherForm(data, (*plain)(c), c.UnmarshalText)
}
