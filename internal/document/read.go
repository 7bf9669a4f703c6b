package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"github.com/leadkit/leadkit/lead/diag"
)

// Limits of what is read.
const (
	// MostSource is the largest file, in bytes.
	MostSource = 1 << 20
	// MostDepth is how deep lists and mappings may be nested.
	MostDepth = 100
	// MostFindings is how many findings one file gives. One more says that there are more.
	MostFindings = 200
)

// Read reads a YAML or JSON file into the struct that into points to, and appends what is wrong to found. places learns where each value stood;
// reading several files into one struct with the same places joins them.
func Read(name string, data []byte, into any, places Places, found *diag.List) {
	if len(data) > MostSource {
		*found = append(*found, diag.Finding{Origin: diag.Origin{File: name, Line: 1, Column: 1, Width: 1}, Code: "too-large",
			Summary: fmt.Sprintf("the file is larger than %d bytes", MostSource), Remedy: "split it into several files"})
		return
	}
	src := newSource(name, bytes.TrimPrefix(data, []byte(byteOrderMark)))
	d := decoder{file: src, found: found, places: places, room: MostFindings}
	if f, ok := src.unreadable(); ok {
		d.add(f)
		return
	}
	if root := d.load(data); root != nil {
		d.value(root, reflect.ValueOf(into).Elem(), "")
	}
}

const byteOrderMark = "\ufeff"

// unreadable finds the first place that is no text: what is not UTF-8, and characters that YAML and JSON do not allow.
func (s *sourceFile) unreadable() (diag.Finding, bool) {
	for i, l := range s.lines {
		column := 1
		for at, r := range l.text {
			switch {
			case r == utf8.RuneError && !strings.HasPrefix(l.text[at:], string(utf8.RuneError)):
				return diag.Finding{Origin: s.at(i+1, column, 1), Code: "not-text", Summary: "the file is not UTF-8", Remedy: "save it with the encoding UTF-8"}, true
			case !printable(r):
				return diag.Finding{Origin: s.at(i+1, column, 1), Code: "not-text", Summary: fmt.Sprintf("the character %U may not stand in a file", r), Remedy: "remove it"}, true
			}
			column++
		}
	}
	return diag.Finding{}, false
}

// printable reports whether YAML allows a character (YAML 1.2, production 1).
func printable(r rune) bool {
	switch {
	case r < ' ':
		return r == '\t' || r == '\n' || r == '\r'
	case r < 0xa0:
		return r <= '~' || r == 0x85
	}
	return r != 0xfeff && r != 0xfffe && r != 0xffff
}

// load reads the one document of a file, nil if it has none or is not YAML.
func (d *decoder) load(data []byte) *yaml.Node {
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(MostDepth))))
	if err != nil {
		d.syntax(err)
		return nil
	}
	var doc, next yaml.Node
	if err := loader.Load(&doc); err != nil {
		d.syntax(err)
		return nil
	}
	root := content(&doc)
	if root == nil {
		return nil
	}
	if err := loader.Load(&next); err != nil {
		d.syntax(err)
	} else if n := content(&next); n != nil {
		d.add(diag.Finding{Origin: d.file.origin(n, 0, 0), Code: "many-documents", Summary: "the file holds more than one document",
			Remedy: "put what follows into a file of its own"})
	}
	return root
}

// content gives a document's value, nil if it says nothing.
func content(doc *yaml.Node) *yaml.Node {
	root := doc
	if doc.Kind == yaml.DocumentNode {
		if len(doc.Content) == 0 {
			return nil
		}
		root = doc.Content[0]
	}
	if root.Kind == 0 || root.Kind == yaml.ScalarNode && root.Value == "" {
		return nil
	}
	return root
}

// syntax turns the YAML reader's complaints into findings.
func (d *decoder) syntax(err error) {
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	switch {
	case errors.Is(err, io.EOF):
	case errors.As(err, &many):
		for _, e := range many.Errors {
			d.malformed(e)
		}
	case errors.As(err, &one):
		d.malformed(one)
	default:
		d.malformed(&yaml.LoadError{Message: strings.TrimPrefix(err.Error(), "yaml: ")})
	}
}

// malformed reports where the file stops being YAML: at what is wrong, or where that lies behind the file's end, at the beginning of what was not ended.
func (d *decoder) malformed(e *yaml.LoadError) {
	if e.Message == "yaml: no documents in stream" {
		return
	}
	mark, message := e.Mark, strings.TrimPrefix(e.Message, "yaml: ")
	if begun := e.ContextMark; begun.Line > 0 && mark.Line >= len(d.file.lines) && d.file.line(mark.Line).runes < mark.Column {
		mark, message = begun, "what begins here does not end"
	}
	f := diag.Finding{Origin: d.file.at(mark.Line, mark.Column, 1), Code: "syntax", Summary: "the file is not YAML: " + message}
	for _, known := range syntaxRemedies {
		if strings.Contains(message, known.part) {
			f.Remedy = known.remedy
			break
		}
	}
	d.add(f)
}

// syntaxRemedies say what would be right, by a part of the reader's message.
var syntaxRemedies = []struct{ part, remedy string }{
	{"tab character", "indent with spaces"},
	{"mapping values are not allowed", `put a text that holds ": " in quotes`},
	{"cannot start any token", `a tab cannot indent; put a text that begins with this character in quotes`},
	{"max depth", fmt.Sprintf("no contract nests deeper than %d", MostDepth)},
	{"invalid Unicode character escape", "write the character itself"},
	{"did not find expected ',' or ']'", `end the list with "]", or put a text that holds one of [ ] { } , in quotes`},
	{"did not find expected ',' or '}'", `end the mapping with "}", or put a text that holds one of [ ] { } , in quotes`},
	{"did not find expected key", "align it with the keys above"},
	{"found unknown escape character", `write \\ for a backslash, or use single quotes`},
	{"what begins here does not end", "end it"},
	{"could not find expected ':'", `write a key, then ": "`},
	{"did not find expected <document st", "a file is one mapping: remove what begins here"},
}

// Resolve gives every finding that has no origin the one of its path: of the value, of the nearest value above it, or of its key.
func (p Places) Resolve(found diag.List) {
	for i := range found {
		if f := &found[i]; f.Origin.Line == 0 && len(p) > 0 {
			f.Origin = p.origin(f.Place)
		}
	}
}

// Key gives where the key of a value stands, and the value itself where it has no key.
func (p Places) Key(path string) diag.Origin {
	if at, ok := p[path]; ok && at.key != nil {
		return at.file.origin(at.key, 0, 0)
	}
	return p.origin(diag.Place{Path: path})
}

func (p Places) origin(place diag.Place) diag.Origin {
	if at, ok := p[place.Path]; ok && place.To > 0 && at.node.Kind == yaml.ScalarNode {
		return at.file.origin(at.node, place.From, place.To)
	}
	for path := place.Path; ; path = path[:strings.LastIndex(path, "/")] {
		at, ok := p[path]
		switch {
		case ok && (at.node.Kind == yaml.ScalarNode && at.node.Value != "" || at.key == nil):
			return at.file.origin(at.node, 0, 0)
		case ok:
			return at.file.origin(at.key, 0, 0)
		case !strings.Contains(path, "/"):
			return diag.Origin{}
		}
	}
}
