package document

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// grammar is what the fields of a struct say of the mapping it is written as.
type grammar struct {
	keys   map[string][]int
	order  []string
	inline []int // the slice that takes every other key, if there is one
}

func (g grammar) names() []string { return slices.Collect(maps.Keys(g.keys)) }

// grammarOf reads the tags of a struct type. Fields without a json name, and the field that takes the element's own name, are no keys.
func grammarOf(t reflect.Type) grammar {
	g := grammar{keys: map[string][]int{}}
	g.add(t, nil)
	return g
}

func (g *grammar) add(t reflect.Type, base []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(base), i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			g.add(f.Type, index)
		case hasTag(f, "inline"):
			g.inline = index
		case name == "" || name == "-" || hasTag(f, "name") || !f.IsExported():
		default:
			g.keys[name] = index
			g.order = append(g.order, name)
		}
	}
}

// hasTag reports whether a field's contract tag holds a word.
func hasTag(f reflect.StructField, word string) bool {
	return slices.Contains(strings.Split(f.Tag.Get("contract"), ","), word)
}

// nameField gives the index of the field that takes an element's name, or -1.
func nameField(t reflect.Type) int { return taggedField(t, "name") }

func taggedField(t reflect.Type, word string) int {
	if t.Kind() != reflect.Struct {
		return -1
	}
	for i := range t.NumField() {
		if hasTag(t.Field(i), word) {
			return i
		}
	}
	return -1
}

// setScalar reads a number or truth. It refuses what a YAML reader may take for something else, such as 010 and yes, and says what would be right.
func setScalar(n *yaml.Node, v reflect.Value) (wrong bool, remedy string) {
	set := setNumber
	if v.Kind() == reflect.Bool {
		set = setTruth
	}
	switch {
	case quoteOf(n) != 0:
		if !set(n.Value, v) {
			return true, ""
		}
		v.SetZero()
		return true, "write it without quotes"
	case leadingZero(n.Value):
		return true, "write it without the zero before it"
	}
	return !set(n.Value, v), ""
}

func setTruth(s string, v reflect.Value) bool {
	v.SetBool(s == "true")
	return s == "true" || s == "false"
}

func setNumber(s string, v reflect.Value) bool {
	if strings.Trim(s, "+-.eE0123456789") != "" { // no hexadecimal digits, underscores or infinities
		return false
	}
	switch v.Kind() {
	case reflect.Float64, reflect.Float32:
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || v.OverflowFloat(f) {
			return false
		}
		v.SetFloat(f)
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Int16, reflect.Int8:
		i, err := strconv.ParseInt(s, 10, 64)
		if err != nil || v.OverflowInt(i) {
			return false
		}
		v.SetInt(i)
	case reflect.Uint, reflect.Uint64, reflect.Uint32, reflect.Uint16, reflect.Uint8:
		u, err := strconv.ParseUint(s, 10, 64)
		if err != nil || v.OverflowUint(u) {
			return false
		}
		v.SetUint(u)
	default:
		return false
	}
	return true
}
