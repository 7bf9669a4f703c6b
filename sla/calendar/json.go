package calendar

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The two mappings of a calendar are written in JSON as in a contract, in the order of the file:
// {"mon-fri": ["09:00-12:30", "14:00-18:00"], "sat": "10:00-12:00"}.

// entry is a key of such a mapping and its spans.
type entry struct {
	key   string
	spans []string
}

// MarshalJSON gives a mapping from days to spans.
func (w Week) MarshalJSON() ([]byte, error) {
	entries := make([]entry, len(w))
	for i, s := range w {
		entries[i] = entry{s.Days, s.Spans}
	}
	return marshalEntries(entries)
}

// UnmarshalJSON reads a mapping from days to spans, or "always".
func (w *Week) UnmarshalJSON(data []byte) error {
	var word string
	if json.Unmarshal(data, &word) == nil && string(data) != "null" {
		return w.UnmarshalText([]byte(word))
	}
	entries, err := unmarshalEntries(data)
	if err != nil {
		return err
	}
	*w = nil
	for _, e := range entries {
		*w = append(*w, Shift{e.key, e.spans})
	}
	return nil
}

// MarshalJSON gives a mapping from dates to spans.
func (o Openings) MarshalJSON() ([]byte, error) {
	entries := make([]entry, len(o))
	for i, s := range o {
		entries[i] = entry{s.On, s.Spans}
	}
	return marshalEntries(entries)
}

// UnmarshalJSON reads a mapping from dates to spans.
func (o *Openings) UnmarshalJSON(data []byte) error {
	entries, err := unmarshalEntries(data)
	if err != nil {
		return err
	}
	*o = nil
	for _, e := range entries {
		*o = append(*o, Opening{e.key, e.spans})
	}
	return nil
}

func marshalEntries(entries []entry) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(e.key)
		if err != nil {
			return nil, err
		}
		spans, err := json.Marshal(e.spans)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(spans)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// unmarshalEntries keeps the order of the keys, which a Go map would lose. A lone span stands for a list of one.
func unmarshalEntries(data []byte) ([]entry, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	switch t, err := d.Token(); {
	case err != nil:
		return nil, err
	case t == nil:
		return nil, nil
	case t != json.Delim('{'):
		return nil, fmt.Errorf("a mapping to spans is expected, not %v", t)
	}
	var entries []entry
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		spans, err := unmarshalSpans(d)
		if err != nil {
			return nil, fmt.Errorf("%v: %w", key, err)
		}
		entries = append(entries, entry{fmt.Sprint(key), spans})
	}
	return entries, nil
}

func unmarshalSpans(d *json.Decoder) ([]string, error) {
	var raw json.RawMessage
	if err := d.Decode(&raw); err != nil {
		return nil, err
	}
	var one string
	if json.Unmarshal(raw, &one) == nil && string(raw) != "null" {
		return []string{one}, nil
	}
	var list []string
	err := json.Unmarshal(raw, &list)
	return list, err
}
