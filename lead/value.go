package lead

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadkit/leadkit/internal/rule"
)

// value converts what an event carries to a property's type, or says what is wrong with it. Nil is missing.
func (s *Schema) value(p *Property, given any) (Value, string) {
	if given == nil {
		return Value{}, ""
	}
	switch p.Type {
	case Text:
		return textValue(p, given)
	case Number:
		return numberValue(given)
	case Bool:
		if t, ok := given.(bool); ok {
			return truth(t), ""
		}
		return Value{}, "is not true or false"
	case Date:
		return dateValue(given)
	case Amount:
		return s.amountValue(given)
	case TimeLen:
		return spanValue(given)
	}
	return listValue(given)
}

func textValue(p *Property, given any) (Value, string) {
	t, ok := given.(string)
	switch {
	case !ok:
		return Value{}, "is not a text"
	case len(t) > MostText || !utf8.ValidString(t):
		return Value{}, fmt.Sprintf("is not a text of at most %d bytes", MostText)
	case t != "" && len(p.Known) > 0 && !slices.Contains(p.Known, t):
		return Value{}, fmt.Sprintf("is %q, which is none of %s", t, strings.Join(p.Known, ", "))
	}
	return text(t), ""
}

func float(given any) (float64, bool) {
	var f float64
	switch n := given.(type) {
	case float64:
		f = n
	case int:
		f = float64(n)
	case int64:
		f = float64(n)
	case int32:
		f = float64(n)
	case int16:
		f = float64(n)
	case int8:
		f = float64(n)
	case uint:
		f = float64(n)
	case uint64:
		f = float64(n)
	case uint32:
		f = float64(n)
	case uint16:
		f = float64(n)
	case uint8:
		f = float64(n)
	case float32:
		f = float64(n)
	case json.Number:
		var err error
		if f, err = n.Float64(); err != nil {
			return 0, false
		}
	default:
		return 0, false
	}
	return f, !math.IsNaN(f) && !math.IsInf(f, 0)
}

func numberValue(given any) (Value, string) {
	f, ok := float(given)
	if !ok {
		return Value{}, "is not a finite number"
	}
	return number(f), ""
}

func dateValue(given any) (Value, string) {
	var at Instant
	switch d := given.(type) {
	case time.Time:
		at = At(d)
	case Instant:
		at = d
	case string:
		if d == "" {
			return Value{}, ""
		}
		t, err := time.Parse(time.RFC3339, d)
		if err != nil {
			t, err = time.Parse(time.DateOnly, d)
		}
		if err != nil {
			return Value{}, "is not a date such as 2026-11-02 or 2026-11-02T09:00:00+01:00"
		}
		at = At(t)
	default:
		return Value{}, "is not a date"
	}
	if at <= 0 || at > Forever {
		return Value{}, "is not between 1970 and 9999"
	}
	return date(at), ""
}

// amountValue takes money, a number of major units, which is rounded to the minor unit, or a text.
func (s *Schema) amountValue(given any) (Value, string) {
	var m Money
	switch a := given.(type) {
	case Money:
		m = a
	case string:
		var err error
		if m, err = ParseMoney(a, s.currency); err != nil {
			return Value{}, "is wrong: " + err.Error()
		}
	default:
		f, ok := float(given)
		if ok {
			m, ok = MoneyOf(f, s.currency)
		}
		if !ok {
			return Value{}, "is not an amount of money"
		}
	}
	switch {
	case m == Money{}:
		return Value{}, ""
	case m.Minor > MostMinor || m.Minor < -MostMinor:
		return Value{}, "is not an amount of money"
	case m.Currency != s.currency:
		return Value{}, fmt.Sprintf("is in the currency %q, the contract's is %s", m.Currency, s.currency)
	}
	return number(m.Float()), ""
}

func spanValue(given any) (Value, string) {
	const wrong = "is not a span of time such as 90m"
	span := Span(-1)
	switch d := given.(type) {
	case time.Duration:
		span = Span(d.Milliseconds())
	case Span:
		span = d
	case string:
		if d == "" {
			return Value{}, ""
		}
		if err := span.UnmarshalText([]byte(d)); err != nil {
			return Value{}, wrong
		}
	}
	if span < 0 || span > Span(Forever) {
		return Value{}, wrong
	}
	return elapsed(span), ""
}

// Items gives the texts of a list, nil for any other value.
func Items(v Value) []string { return rule.ListItems(v) }

func listValue(given any) (Value, string) {
	const wrong = "is not a list of texts"
	var items []string
	switch l := given.(type) {
	case []string:
		items = l
	case []any:
		for _, item := range l {
			t, ok := item.(string)
			if !ok {
				return Value{}, wrong
			}
			items = append(items, t)
		}
	case string: // commas part the items
		if l == "" {
			return Value{}, ""
		}
		for item := range strings.SplitSeq(l, ",") {
			items = append(items, strings.TrimSpace(item))
		}
	default:
		return Value{}, wrong
	}
	size := 0
	for _, item := range items {
		size += len(item)
		if item == "" || strings.ContainsRune(item, '\x1f') || !utf8.ValidString(item) || size > MostText {
			return Value{}, wrong
		}
	}
	if len(items) == 0 {
		return Value{}, ""
	}
	return rule.ListOf(items), ""
}
