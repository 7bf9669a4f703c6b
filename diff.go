package leadkit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/internal/document"
)

// Difference is one thing in which two contracts differ.
type Difference struct {
	Path string `json:"path"` // "/moves/ripe/when", as findings have it
	// What is "threshold" where a condition differs in one number alone, "renamed", "order", or empty.
	What string `json:"what,omitempty"`
	Was  string `json:"was,omitempty"` // empty: it was not there
	Is   string `json:"is,omitempty"`  // empty: it is not there any more
}

// String says it in words: "moves, ripe, when: threshold 50 → 45".
func (d Difference) String() string {
	text := strings.ReplaceAll(strings.TrimPrefix(d.Path, "/"), "/", ", ")
	text = strings.NewReplacer("~1", "/", "~0", "~").Replace(text) + ": "
	if d.What != "" {
		text += d.What + " "
	}
	switch {
	case d.Was == "":
		return text + "new: " + d.Is
	case d.Is == "":
		return text + "gone: " + d.Was
	}
	return text + d.Was + " → " + d.Is
}

// Diff says in what one contract differs from another by its meaning: comments, prose, the spelling of expressions and the order of what has no order play no part, and a lifecycle that is left out is the
// default one. The differences come in the order of the contract's sections. What says was: is compared with what it was.
func Diff(from, to *Engine) []Difference {
	var d comparer
	was, _ := from.meaning()
	is, whole := to.meaning()
	d.values("", was, is, whole)
	return d.list
}

// meaning gives a contract in its canonical form, with its lifecycle whole, and with all that it says, where it stands what something was.
func (e *Engine) meaning() (canonical, whole tree) {
	c := *e.contract
	c.Lifecycle = e.machine.Spec()
	if c.Currency == "" {
		c.Currency = e.schema.Currency()
	}
	all, _ := document.JSON(&c) // what was compiled can be written
	return parseTree(document.Canonical(&c)), parseTree(all)
}

func parseTree(data []byte) tree {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return readTree(dec)
}

// tree is a value of a contract: a mapping in its order, a list, or a scalar.
type tree struct {
	keys   []string
	values map[string]tree
	list   []tree
	scalar string
	kind   byte // '{', '[' or 's'; zero: there is none
}

// readTree reads what this package has written.
func readTree(dec *json.Decoder) tree {
	token, err := dec.Token()
	if err != nil {
		return tree{}
	}
	switch token {
	case json.Delim('{'):
		t := tree{kind: '{', values: map[string]tree{}}
		for dec.More() {
			key, _ := dec.Token()
			name := fmt.Sprint(key)
			t.keys = append(t.keys, name)
			t.values[name] = readTree(dec)
		}
		_, _ = dec.Token()
		return t
	case json.Delim('['):
		t := tree{kind: '['}
		for dec.More() {
			t.list = append(t.list, readTree(dec))
		}
		_, _ = dec.Token()
		return t
	}
	return tree{kind: 's', scalar: fmt.Sprint(token)}
}

// String gives a value on one line.
func (t tree) String() string {
	switch t.kind {
	case '{':
		parts := make([]string, len(t.keys))
		for i, key := range t.keys {
			parts[i] = key + ": " + t.values[key].String()
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case '[':
		parts := make([]string, len(t.list))
		for i, item := range t.list {
			parts[i] = item.String()
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return t.scalar
}

type comparer struct{ list []Difference }

func (d *comparer) add(path, what, was, is string) {
	d.list = append(d.list, Difference{path, what, was, is})
}

func (d *comparer) values(path string, from, to, whole tree) {
	was, is := from.String(), to.String()
	switch {
	case was == is:
	case from.kind == '{' && to.kind == '{':
		d.mappings(path, from, to, whole)
	case from.kind == 's' && to.kind == 's':
		if a, b, ok := threshold(was, is); ok {
			d.add(path, "threshold", a, b)
			return
		}
		d.add(path, "", was, is)
	default:
		d.add(path, "", was, is)
	}
}

// mappings compares what has a name by its name, or by the one it had.
func (d *comparer) mappings(path string, from, to, whole tree) {
	before := func(name string) string {
		if _, ok := from.values[name]; ok {
			return name
		}
		for _, was := range whole.values[name].was() {
			if _, ok := from.values[was]; ok {
				return was
			}
		}
		return ""
	}
	claimed := map[string]string{}
	for _, name := range to.keys {
		if was := before(name); was != "" && claimed[was] == "" {
			claimed[was] = name
		}
	}
	var one, other []string
	for _, was := range from.keys {
		at := path + "/" + escape(was)
		name := claimed[was]
		if name == "" {
			if !d.taken(path, was, whole) {
				d.add(at, "", from.values[was].String(), "")
			}
			continue
		}
		one = append(one, name)
		at = path + "/" + escape(name)
		if name != was {
			d.add(at, "renamed", was, name)
		}
		d.values(at, from.values[was], to.values[name], whole.values[name])
	}
	for _, name := range to.keys {
		if was := before(name); was == "" || claimed[was] != name {
			d.add(path+"/"+escape(name), "", "", to.values[name].String())
		} else {
			other = append(other, name)
		}
	}
	if !slices.Equal(one, other) && !(slices.IsSorted(from.keys) && slices.IsSorted(to.keys)) { // what has no order is sorted
		d.add(path, "order", strings.Join(one, ", "), strings.Join(other, ", "))
	}
}

// taken says that something was taken over by what stands beside it, if it was.
func (d *comparer) taken(path, was string, whole tree) bool {
	for _, name := range whole.keys {
		if slices.Contains(whole.values[name].was(), was) {
			d.add(path+"/"+escape(name), "taken over", was, name)
			return true
		}
	}
	return false
}

// was gives the names that something had.
func (t tree) was() (names []string) {
	w := t.values["was"]
	for _, item := range w.list {
		names = append(names, item.scalar)
	}
	if w.kind == 's' {
		names = append(names, w.scalar)
	}
	return names
}

func escape(name string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(name) }

var (
	compares   = regexp.MustCompile(`[<>=]`)
	numberText = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|-?\b\d+(?:\.\d+)?\b`)
)

// threshold gives the one number in which two conditions differ.
func threshold(was, is string) (from, to string, ok bool) {
	if !compares.MatchString(was) {
		return "", "", false
	}
	one, other := numberText.FindAllString(was, -1), numberText.FindAllString(is, -1)
	if len(one) != len(other) || numberText.ReplaceAllString(was, "#") != numberText.ReplaceAllString(is, "#") {
		return "", "", false
	}
	n := 0
	for i := range one {
		if one[i] != other[i] {
			n, from, to = n+1, one[i], other[i]
		}
	}
	return from, to, n == 1 && from[0] != '"' && to[0] != '"'
}
