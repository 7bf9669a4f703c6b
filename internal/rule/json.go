package rule

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// boxed is how a value of a type that JSON does not have is written.
type boxed struct {
	Time *int64 `json:"t,omitempty"`
	Span *int64 `json:"d,omitempty"`
}

// MarshalJSON writes a text, number, truth or list as itself, an instant as {"t": ms}, a span as {"d": ms} and a missing value as null.
func (v Value) MarshalJSON() ([]byte, error) {
	ms := int64(v.Num)
	switch v.Type {
	case Bool:
		return json.Marshal(v.Num != 0)
	case Number:
		return json.Marshal(v.Num)
	case Text:
		return json.Marshal(v.Text)
	case Time:
		return json.Marshal(boxed{Time: &ms})
	case Span:
		return json.Marshal(boxed{Span: &ms})
	case List:
		return json.Marshal(append([]string{}, ListItems(v)...))
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads what MarshalJSON writes and refuses everything else.
func (v *Value) UnmarshalJSON(data []byte) error {
	*v = Value{}
	if len(data) == 0 {
		return fmt.Errorf("no value")
	}
	switch data[0] {
	case 'n':
		return nil
	case 't', 'f':
		*v = Value{Type: Bool}
		if data[0] == 't' {
			v.Num = 1
		}
		return nil
	case '"':
		v.Type = Text
		return json.Unmarshal(data, &v.Text)
	case '[':
		return v.items(data)
	case '{':
		return v.unbox(data)
	}
	v.Type = Number
	if err := json.Unmarshal(data, &v.Num); err != nil {
		return err
	}
	if math.IsInf(v.Num, 0) || math.IsNaN(v.Num) {
		return fmt.Errorf("the number is not finite")
	}
	return nil
}

func (v *Value) items(data []byte) error {
	var items []string
	if err := json.Unmarshal(data, &items); err != nil {
		return err
	}
	for _, item := range items {
		if strings.Contains(item, separator) {
			return fmt.Errorf("an item of a list holds the control character U+001F")
		}
	}
	*v = ListOf(items)
	return nil
}

func (v *Value) unbox(data []byte) error {
	var b boxed
	if err := json.Unmarshal(data, &b); err != nil {
		return err
	}
	switch {
	case b.Time != nil && b.Span == nil:
		*v = Value{Type: Time, Num: float64(*b.Time)}
	case b.Span != nil && b.Time == nil:
		*v = Value{Type: Span, Num: float64(*b.Span)}
	default:
		return fmt.Errorf("neither an instant nor a span")
	}
	return nil
}
