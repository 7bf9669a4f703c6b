package document

import (
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/leadkit/leadkit/lead/diag"
)

// unknown reports a key that a mapping does not have. Where it is a known one misspelt, its value is read as that one's, so that what else is wrong comes up and
// nothing seems missing.
func (d *decoder) unknown(n, key, value *yaml.Node, v reflect.Value, path string) {
	g := grammarOf(v.Type())
	var list diag.List
	list.Unknown(diag.Join(path, key.Value), "key", key.Value, g.names())
	list[0].Origin = d.file.origin(key, 0, 0)
	switch homes := g.homes(v.Type(), key.Value); {
	case list[0].Near != "":
	case g.inline != nil:
		list[0].Remedy += "; a name of your own has keys with their values"
	case len(homes) > 0:
		list[0].Remedy = "it stands under " + strings.Join(homes, " or ")
	}
	d.add(list[0])
	near := diag.Join(path, list[0].Near)
	if _, known := d.places[near]; list[0].Near == "" || known || hasKey(n, list[0].Near) {
		return
	}
	field := v.FieldByIndex(g.keys[list[0].Near])
	guess := decoder{file: d.file, found: &diag.List{}, places: d.places, room: d.room}
	guess.field(key, value, field, near)
	for _, f := range *guess.found {
		if f.Place.Path == near { // it means something else
			field.SetZero()
			return
		}
	}
	for _, f := range *guess.found {
		d.add(f)
	}
}

func hasKey(n *yaml.Node, name string) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return true
		}
	}
	return false
}

// homes lists the keys of a struct type under which a key stands that the struct itself does not have.
func (g grammar) homes(t reflect.Type, key string) (list []string) {
	for _, name := range g.order {
		under := t.FieldByIndex(g.keys[name]).Type
		if under.Kind() == reflect.Pointer {
			under = under.Elem()
		}
		if under.Kind() == reflect.Struct && grammarOf(under).keys[key] != nil {
			list = append(list, name+":")
		}
	}
	return list
}
