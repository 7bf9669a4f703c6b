package funnel

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
func (s *Step) UnmarshalJSON(data []byte) error {
	type plain Step
	return eitherForm(data, (*plain)(s), s.UnmarshalText)
}

// UnmarshalJSON reads both forms.
func (c *Chance) UnmarshalJSON(data []byte) error {
	type plain Chance
	return eitherForm(data, (*plain)(c), c.UnmarshalText)
}
