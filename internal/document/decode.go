package document

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/leadkit/leadkit/lead/diag"
)

// decoder reads a YAML tree into a contract's plain structs, and remembers where each value stood.
// The shape of the structs is the grammar: see the package's own documentation.
type decoder struct {
	file   *sourceFile
	found  *diag.List
	places Places
	room   int // how many findings may still be added
}

// Places remembers where each value of a document stood, by path.
type Places map[string]position

// position is where the value at a path stood.
type position struct {
	file *sourceFile
	node *yaml.Node
	key  *yaml.Node // the mapping key above the value, if there is one
}

// add appends a finding, up to MostFindings.
func (d *decoder) add(f diag.Finding) {
	switch d.room--; {
	case d.room == 0:
		*d.found = append(*d.found, f, diag.Finding{Origin: d.file.at(len(d.file.lines), 1, 1), Code: "too-many",
			Summary: fmt.Sprintf("there may be more findings than these %d", MostFindings), Remedy: "repair these first"})
	case d.room > 0:
		*d.found = append(*d.found, f)
	}
}

func (d *decoder) fault(n *yaml.Node, path, code, summary, remedy string) {
	d.add(diag.Finding{Place: diag.Place{Path: path}, Origin: d.file.origin(n, 0, 0), Code: code, Summary: summary, Remedy: remedy})
}

var textType = reflect.TypeFor[encoding.TextUnmarshaler]()

func readsText(t reflect.Type) bool { return reflect.PointerTo(t).Implements(textType) }

// value decodes one node.
func (d *decoder) value(n *yaml.Node, v reflect.Value, path string) {
	if _, seen := d.places[path]; !seen {
		d.places[path] = position{file: d.file, node: n}
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		d.value(n, v.Elem(), path)
		return
	}
	d.marked(n, path)
	switch {
	case n.Kind == yaml.AliasNode:
	case null(n):
		d.empty(n, path)
	case n.Kind == yaml.ScalarNode && readsText(v.Type()):
		d.text(n, v, path)
	default:
		d.plain(n, v, path)
	}
}

// marked reports what YAML has beyond plain data: anchors, aliases and tags.
func (d *decoder) marked(n *yaml.Node, path string) {
	switch {
	case n.Kind == yaml.AliasNode:
		d.fault(n, path, "alias", "an alias is not read", "write the value out")
	case n.Anchor != "":
		d.fault(n, path, "alias", "an anchor is not read", "write the value where it is needed, without &"+n.Anchor)
	case n.Style&yaml.TaggedStyle != 0:
		d.fault(n, path, "tag", "a tag is not read", "write the value without "+n.Tag)
	}
}

func null(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// empty reports a key without a value, at the key.
func (d *decoder) empty(n *yaml.Node, path string) {
	if at, ok := d.places[path]; ok && at.key != nil && at.node == n && n.Value == "" {
		n = at.key
	}
	d.fault(n, path, "empty", "the value is empty", "write a value, or leave the key out")
}

func (d *decoder) text(n *yaml.Node, v reflect.Value, path string) {
	err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(n.Value))
	var list diag.List
	switch {
	case errors.As(err, &list): // a small grammar that knows its own remedy
		for _, f := range list {
			f.Place.Path, f.Origin = path, d.file.origin(n, f.Place.From, f.Place.To)
			d.add(f)
		}
	case err != nil:
		d.fault(n, path, "bad-value", err.Error(), "")
	default:
		d.lint(n, path)
	}
}

func (d *decoder) plain(n *yaml.Node, v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Struct:
		d.mapping(n, v, path)
	case reflect.Slice:
		d.slice(n, v, path)
	case reflect.Map:
		d.table(n, v, path)
	default:
		d.scalar(n, v, path)
	}
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.ScalarNode {
		d.misshapen(n, path, want(v.Type())+" belongs", "")
		return
	}
	if v.Kind() == reflect.String {
		v.SetString(n.Value)
		d.lint(n, path)
		return
	}
	if wrong, remedy := setScalar(n, v); wrong {
		d.fault(n, path, "wrong-type", fmt.Sprintf("%q is not %s", n.Value, want(v.Type())), remedy)
	}
}

func (d *decoder) misshapen(n *yaml.Node, path, want, remedy string) {
	d.fault(n, path, "wrong-shape", shape(n)+" stands where "+want, remedy)
}

// lint refuses plain scalars that YAML readers take for something else than what is written.
func (d *decoder) lint(n *yaml.Node, path string) {
	if quoteOf(n) != 0 || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return
	}
	if taken, other := ambiguous(n.Value); taken != "" {
		d.fault(n, path, "ambiguous", "some readers of YAML take "+n.Value+" for "+taken, fmt.Sprintf("write it %sin quotes: %q", other, n.Value))
	}
}

// ambiguous says what some YAML readers take a plain text for, "" if they agree, and how else than in quotes it can be written.
func ambiguous(s string) (taken, other string) {
	switch strings.ToLower(s) {
	case "yes", "no", "on", "off", "y", "n":
		return "a truth value", ""
	}
	switch {
	case leadingZero(s):
		return "an octal number", "without the zero, or "
	case sexagesimal(s):
		return "a number of base 60", ""
	}
	return "", ""
}

func leadingZero(s string) bool {
	s = strings.TrimLeft(s, "+-")
	return len(s) > 1 && s[0] == '0' && strings.Trim(s, "0123456789") == ""
}

// sexagesimal reports whether YAML 1.1 reads a text as a number of base 60: 9:30.
func sexagesimal(s string) bool {
	first, rest, ok := strings.Cut(strings.TrimLeft(s, "+-"), ":")
	return ok && first != "" && rest != "" && strings.Trim(first, "0123456789") == "" && strings.Trim(rest, "0123456789:.") == ""
}

func (d *decoder) slice(n *yaml.Node, v reflect.Value, path string) {
	if name := nameField(v.Type().Elem()); name >= 0 {
		d.named(n, v, name, path)
		return
	}
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for _, item := range items {
		element := reflect.New(v.Type().Elem()).Elem()
		at := path
		if n.Kind == yaml.SequenceNode || v.Len() > 0 { // a list of another file may stand before
			at = path + "/" + strconv.Itoa(v.Len())
		}
		d.value(item, element, at)
		v.Set(reflect.Append(v, element))
	}
}

// named reads a mapping into a slice of structs that carry their key as their name, in the file's order.
func (d *decoder) named(n *yaml.Node, v reflect.Value, name int, path string) {
	if n.Kind != yaml.MappingNode {
		d.misshapen(n, path, namesWithValues, "")
		return
	}
	d.pairs(n, path, func(key, value *yaml.Node, at string) { d.element(key, value, v, name, at) })
}

func (d *decoder) element(key, value *yaml.Node, v reflect.Value, name int, at string) {
	for i := range v.Len() {
		if v.Index(i).Field(name).String() == key.Value {
			d.fault(key, at, "duplicate", fmt.Sprintf("the name %q stands twice", key.Value), "rename one of them")
			return
		}
	}
	d.lint(key, at)
	element := reflect.New(v.Type().Elem()).Elem()
	element.Field(name).SetString(key.Value)
	d.places[at] = position{file: d.file, node: value, key: key}
	switch {
	case null(value):
		d.marked(value, at)
	case value.Kind != yaml.MappingNode && taggedField(element.Type(), "value") >= 0 && (value.Kind == yaml.SequenceNode || !readsText(element.Type())):
		d.value(value, element.Field(taggedField(element.Type(), "value")), at)
	default:
		d.value(value, element, at)
	}
	v.Set(reflect.Append(v, element))
}

func (d *decoder) table(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.misshapen(n, path, namesWithValues, "")
		return
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	d.pairs(n, path, func(key, value *yaml.Node, at string) {
		k, element := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		d.value(key, k, at)
		d.places[at] = position{file: d.file, node: value, key: key}
		d.value(value, element, at)
		v.SetMapIndex(k, element)
	})
}

// pairs walks a mapping and refuses keys that stand twice.
func (d *decoder) pairs(n *yaml.Node, path string, each func(key, value *yaml.Node, at string)) {
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := diag.Join(path, key.Value)
		d.marked(key, at)
		switch {
		case key.Kind == yaml.AliasNode:
		case key.Kind != yaml.ScalarNode || key.Value == "":
			d.fault(key, path, "bad-key", "a key is a text", "")
		case seen[key.Value]:
			d.fault(key, at, "duplicate", fmt.Sprintf("the key %q stands twice", key.Value), "remove one of them")
		default:
			seen[key.Value] = true
			each(key, value, at)
		}
	}
}

const namesWithValues = "names with their values belong"

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, path string) {
	g := grammarOf(v.Type())
	if len(g.names()) == 0 && g.inline == nil && readsText(v.Type()) { // a small grammar, without keys
		d.misshapen(n, path, "a single value belongs", "")
		return
	}
	if n.Kind != yaml.MappingNode {
		want := "keys with their values belong"
		if readsText(v.Type()) {
			want = "a short form or keys with their values belong"
		}
		d.misshapen(n, path, want, "known keys: "+diag.Enumerate(g.names()))
		return
	}
	d.pairs(n, path, func(key, value *yaml.Node, at string) {
		if index, ok := g.keys[key.Value]; ok {
			d.field(key, value, v.FieldByIndex(index), at)
			return
		}
		if g.inline != nil {
			if rest := v.FieldByIndex(g.inline); takes(rest.Type().Elem(), value) {
				d.element(key, value, rest, nameField(rest.Type().Elem()), at)
				return
			}
		}
		d.unknown(n, key, value, v, path)
	})
}

// takes reports whether a named element can be written as this node: a scalar only if its type reads one, a list only if it has a place for it.
func takes(t reflect.Type, n *yaml.Node) bool {
	switch n.Kind {
	case yaml.MappingNode:
		return true
	case yaml.SequenceNode:
		return taggedField(t, "value") >= 0
	}
	return readsText(t) || n.Kind == yaml.ScalarNode && !null(n) && taggedField(t, "value") >= 0
}

// field decodes the value of a key that a struct has. What stands in another file too is joined if both are mappings or lists, and else a duplicate.
func (d *decoder) field(key, value *yaml.Node, v reflect.Value, at string) {
	before, ok := d.places[at]
	if ok && before.file != d.file && !(joins(before.node, v.Type()) && joins(value, v.Type())) {
		d.fault(key, at, "duplicate", fmt.Sprintf("the key %q stands in %s too", key.Value, before.file.name), "remove one of them")
		return
	}
	if !ok {
		d.places[at] = position{file: d.file, node: value, key: key}
	}
	d.value(value, v, at)
}

// joins reports whether a value of one file may be joined with that of another.
func joins(n *yaml.Node, t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer:
		return joins(n, t.Elem())
	case reflect.Struct, reflect.Map:
		return n.Kind == yaml.MappingNode
	case reflect.Slice:
		return n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode
	}
	return false
}

func shape(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	return fmt.Sprintf("%q", n.Value)
}

func want(t reflect.Type) string {
	if readsText(t) {
		return "a single value"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a text"
	case reflect.Float64, reflect.Float32:
		return "a number"
	}
	return "a whole number"
}
