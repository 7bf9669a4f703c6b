package document

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// YAML writes a pointer's struct as [Read] reads it. What has its zero value is left out.
func YAML(from any) ([]byte, error) {
	return yaml.Dump(encoder{}.node(reflect.ValueOf(from).Elem()))
}

// JSON writes a pointer's struct as [Read] reads it.
func JSON(from any) ([]byte, error) {
	var b, out bytes.Buffer
	writeJSON(&b, encoder{}.node(reflect.ValueOf(from).Elem()))
	err := json.Indent(&out, b.Bytes(), "", "  ")
	return out.Bytes(), err
}

// Canonical writes a pointer's struct in the form that is hashed: without prose, sorted where the order means nothing, expressions spelled in one way.
func Canonical(from any) []byte {
	var b bytes.Buffer
	writeJSON(&b, encoder{canonical: true}.node(reflect.ValueOf(from).Elem()))
	return b.Bytes()
}

// encoder turns the plain structs of a contract into a tree.
type encoder struct {
	// canonical leaves out prose, sorts what has no order and spells expressions in one way: the form that is hashed.
	canonical bool
}

func (e encoder) node(v reflect.Value) *yaml.Node {
	if v.CanInterface() {
		if m, ok := v.Interface().(encoding.TextMarshaler); ok && !shadowed(v) {
			text, err := m.MarshalText()
			if err == nil {
				return scalarText(string(text), v)
			}
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		return e.node(v.Elem())
	case reflect.Struct:
		return e.mapping(v)
	case reflect.Slice:
		return e.slice(v)
	case reflect.Map:
		return e.table(v)
	case reflect.String:
		return textNode(v.String())
	case reflect.Float64, reflect.Float32:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!float", Value: strconv.FormatFloat(v.Float(), 'f', -1, 64)}
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(v.Interface())}
}

// shadowed reports whether a struct that has a short text form holds more than that form can say. Such a type says so by a Short method.
func shadowed(v reflect.Value) bool {
	s, ok := v.Interface().(interface{ Short() bool })
	return ok && !s.Short()
}

// scalarText writes a number's text plainly and every other text as a text.
func scalarText(text string, v reflect.Value) *yaml.Node {
	if k := v.Kind(); k != reflect.Struct && k != reflect.String {
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			return &yaml.Node{Kind: yaml.ScalarNode, Value: text}
		}
	}
	return textNode(text)
}

func textNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	switch strings.ToLower(s) {
	case "true", "false", "null", "~", "":
		n.Style = yaml.DoubleQuotedStyle
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		n.Style = yaml.DoubleQuotedStyle
	}
	if taken, _ := ambiguous(s); taken != "" {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func (e encoder) mapping(v reflect.Value) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	e.fields(v, n)
	return n
}

func (e encoder) fields(v reflect.Value, n *yaml.Node) {
	t := v.Type()
	for i := range t.NumField() {
		f, value := t.Field(i), v.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case !f.IsExported() && !f.Anonymous || hasTag(f, "name") || name == "-" || value.IsZero() || e.canonical && hasTag(f, "doc"):
		case f.Anonymous && name == "":
			e.fields(value, n)
		case hasTag(f, "inline"):
			n.Content = append(n.Content, e.elements(f, value).Content...)
		case e.canonical && hasTag(f, "expression"):
			add(n, name, textNode(canonicalText(value.String())))
		case value.Kind() == reflect.Slice && nameField(value.Type().Elem()) >= 0 && !marshalsText(value):
			add(n, name, e.elements(f, value))
		default:
			add(n, name, e.node(value))
		}
	}
}

func marshalsText(v reflect.Value) bool {
	_, ok := v.Interface().(encoding.TextMarshaler)
	return ok && !shadowed(v)
}

func add(n *yaml.Node, key string, value *yaml.Node) {
	n.Content = append(n.Content, textNode(key), value)
}

// elements writes a slice of named structs as a mapping. In canonical form it is sorted by name unless its order means something.
func (e encoder) elements(f reflect.StructField, v reflect.Value) *yaml.Node {
	if v.CanInterface() && marshalsText(v) {
		return e.node(v)
	}
	n := &yaml.Node{Kind: yaml.MappingNode}
	name := nameField(v.Type().Elem())
	order := make([]int, v.Len())
	for i := range order {
		order[i] = i
	}
	if e.canonical && !hasTag(f, "ordered") {
		slices.SortStableFunc(order, func(a, b int) int {
			return strings.Compare(v.Index(a).Field(name).String(), v.Index(b).Field(name).String())
		})
	}
	for _, i := range order {
		add(n, v.Index(i).Field(name).String(), e.element(v.Index(i)))
	}
	return n
}

func (e encoder) element(v reflect.Value) *yaml.Node {
	if at := taggedField(v.Type(), "value"); at >= 0 && alone(v, at) {
		return e.node(v.Field(at))
	}
	return e.node(v)
}

// alone reports whether a field, beside the name, is all that a struct holds.
func alone(v reflect.Value, at int) bool {
	for i := range v.NumField() {
		if i != at && !hasTag(v.Type().Field(i), "name") && !v.Field(i).IsZero() {
			return false
		}
	}
	return !v.Field(at).IsZero()
}

func (e encoder) slice(v reflect.Value) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for i := range v.Len() {
		item := e.node(v.Index(i))
		if item.Kind != yaml.ScalarNode {
			n.Style = 0
		}
		n.Content = append(n.Content, item)
	}
	return n
}

func (e encoder) table(v reflect.Value) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	for _, k := range keys {
		add(n, e.node(k).Value, e.node(v.MapIndex(k)))
	}
	return n
}

// writeJSON writes a tree as JSON, its keys in the tree's order.
func writeJSON(b *bytes.Buffer, n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		b.WriteByte('{')
		for i := 0; i+1 < len(n.Content); i += 2 {
			separate(b, i)
			writeText(b, n.Content[i].Value)
			b.WriteByte(':')
			writeJSON(b, n.Content[i+1])
		}
		b.WriteByte('}')
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, item := range n.Content {
			separate(b, i)
			writeJSON(b, item)
		}
		b.WriteByte(']')
	default:
		if n.Tag == "!!str" {
			writeText(b, n.Value)
		} else {
			b.WriteString(n.Value)
		}
	}
}

func separate(b *bytes.Buffer, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
}

func writeText(b *bytes.Buffer, s string) {
	text, _ := json.Marshal(s) // a string always marshals
	b.Write(text)
}
