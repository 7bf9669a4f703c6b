package routing

import (
	"bytes"
	"encoding/json"
)

// eitherForm reads a value that has a short form: the object whole, or the text.
func eitherForm(data []byte, whole any, short func([]byte) error) error {
	if !bytes.HasPrefix(data, []byte{'"'}) {
		return json.Unmarshal(data, whole)
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	return short([]byte(text))
}

// UnmarshalJSON reads both forms.
func (a *Absence) UnmarshalJSON(data []byte) error {
	type plain Absence
	return eitherForm(data, (*plain)(a), a.UnmarshalText)
}

// UnmarshalJSON reads both forms.
func (o *Odds) UnmarshalJSON(data []byte) error {
	type plain Odds
	return eitherForm(data, (*plain)(o), o.UnmarshalText)
}

// UnmarshalJSON reads both forms.
func (c *Closing) UnmarshalJSON(data []byte) error {
	type plain Closing
	return eitherForm(data, (*plain)(c), c.UnmarshalText)
}

// UnmarshalJSON reads both forms.
func (n *Need) UnmarshalJSON(data []byte) error {
	type plain Need
	return eitherForm(data, (*plain)(n), n.UnmarshalText)
}

// UnmarshalJSON reads both forms.
func (c *Class) UnmarshalJSON(data []byte) error {
	type plain Class
	return eitherForm(data, (*plain)(c), c.UnmarshalText)
}
