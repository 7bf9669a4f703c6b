package scoring

import (
	"fmt"
	"reflect"
	"strings"
)

// differences says in words in what two rules differ, in the order of their fields: "points 10 → 15". Names are left out.
func differences(from, to *Rule) (list []string) {
	a, b := reflect.ValueOf(from).Elem(), reflect.ValueOf(to).Elem()
	for i := range a.NumField() {
		name, _, _ := strings.Cut(a.Type().Field(i).Tag.Get("json"), ",")
		was, is := inWords(a.Field(i)), inWords(b.Field(i))
		if name == "name" || name == "was" || was == is {
			continue
		}
		list = append(list, strings.ReplaceAll(name, "_", " ")+" "+was+" → "+is)
	}
	return list
}

// inWords writes a field's value as the contract does, "none" for nothing.
func inWords(v reflect.Value) string {
	if v.IsZero() {
		return "none"
	}
	switch x := v.Interface().(type) {
	case interface{ MarshalText() ([]byte, error) }:
		return text(x)
	case fmt.Stringer:
		return x.String()
	case bool:
		return "yes"
	case []string:
		return strings.Join(x, " or ")
	}
	if v.Kind() == reflect.Slice {
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = inWords(v.Index(i))
		}
		return strings.Join(parts, " and ")
	}
	return fmt.Sprint(v.Interface())
}
