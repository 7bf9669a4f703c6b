package leadkit_test

import (
	"encoding"
	"fmt"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/leadkit/leadkit/lead"
)

// reference writes what a contract may say: the keys as the decoder finds them by reflection, their meaning from the docstrings.
type reference struct {
	strings.Builder
	t        *testing.T
	packages map[string]*source      // by import path
	queue    []place                 // structs still to be written
	places   map[reflect.Type]string // the first path of each struct
	texts    []reflect.Type          // scalars with a small grammar
	silent   []string                // keys that nothing describes
}

// place is a struct and the first path at which a contract has it.
type place struct {
	typ  reflect.Type
	path string
}

func newReference(t *testing.T) *reference {
	return &reference{t: t, packages: map[string]*source{}, places: map[reflect.Type]string{}}
}

func (r *reference) source(pkg string) *source {
	if r.packages[pkg] == nil {
		r.packages[pkg] = readSource(r.t, pkg)
	}
	return r.packages[pkg]
}

const referenceHead = `# What a contract may say

Every key of a contract, section by section: what it takes, what it means, what stands for it where it is left out. Everything may be left out that is not
marked **needed**. This page is made of the specs' own docstrings; a test keeps it true.

A contract is YAML or JSON, in one file or several. A mapping of *names* takes names of your own. A list takes a lone value, too. Any other key is refused, with
the nearest known one. Text that YAML reads as something else stands in quotes: ` + "`\"09:00-18:00\"`, `\"no\"`" + `. An *expression* is a condition or a number,
see [Expressions](#expressions); it stands in quotes where it contains a colon and a blank, or begins with a quote.
`

// contract writes all keys, a section and then what stands below it.
func (r *reference) contract(root reflect.Type) {
	r.WriteString(referenceHead)
	r.enter(root, "")
	for len(r.queue) > 0 {
		next, rest := r.queue[0], slices.Clone(r.queue[1:])
		r.queue = nil
		r.section(next)
		r.queue = append(r.queue, rest...)
	}
	r.WriteString("\n# Short forms\n\nWhat the values that are neither text, number nor expression look like.\n")
	slices.SortFunc(r.texts, func(a, b reflect.Type) int { return strings.Compare(shortName(a), shortName(b)) })
	for _, t := range r.texts {
		fmt.Fprintf(r, "\n## %s\n\n%s\n", shortName(t), r.paragraphs(t)+words(t))
	}
}

// words lists what a scalar with a closed list of texts may be.
func words(t reflect.Type) string {
	if t.Kind() != reflect.Uint8 {
		return ""
	}
	var list []string
	for i := range 256 {
		v := reflect.New(t)
		v.Elem().SetUint(uint64(i))
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err == nil && v.Interface().(encoding.TextUnmarshaler).UnmarshalText(text) == nil && v.Elem().Uint() == uint64(i) && len(text) > 0 {
			list = append(list, "`"+string(text)+"`")
		}
	}
	return " One of " + strings.Join(list, ", ") + "."
}

// enter queues a struct, once, and gives the path at which it is described.
func (r *reference) enter(t reflect.Type, at string) string {
	if p, ok := r.places[t]; ok {
		return p
	}
	if at == "" {
		at = "contract"
	}
	r.places[t] = at
	r.queue = append(r.queue, place{t, at})
	return at
}

func (r *reference) section(p place) {
	fmt.Fprintf(r, "\n## %s\n\n%s\n\n", p.path, r.paragraphs(p.typ))
	if p.path == "contract" {
		p.path = ""
	}
	if readsText(p.typ) {
		r.WriteString("It may be written in its short form alone.\n\n")
	}
	r.fields(p, p.typ)
}

func (r *reference) fields(p place, t reflect.Type) {
	for f := range fieldsOf(t) {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		tag := strings.Split(f.Tag.Get("contract"), ",")
		switch {
		case f.Anonymous && key == "":
			r.fields(p, f.Type)
		case key == "" || key == "-":
		case slices.Contains(tag, "name"):
			if text := r.meaning(t, f); text != "" {
				fmt.Fprintf(r, "* *the name*: %s\n", text)
			}
		case slices.Contains(tag, "value"):
			fmt.Fprintf(r, "* *the value*: %s. %s\n", r.what(f, path.Join(p.path, key)), r.meaning(t, f))
		case slices.Contains(tag, "inline"):
			what := strings.TrimPrefix(r.what(f, path.Join(p.path, "NAME")), "names, each with ")
			fmt.Fprintf(r, "* *any other key*: the name of a %s\n", what)
		default:
			r.key(p, t, f, key)
		}
	}
}

// sentence begins with a capital letter and ends with a stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	if strings.HasSuffix(text, ".") {
		return strings.ToUpper(text[:1]) + text[1:]
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

func fieldsOf(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && !yield(f) {
				return
			}
		}
	}
}

func (r *reference) key(p place, t reflect.Type, f reflect.StructField, key string) {
	at := path.Join(p.path, key)
	if nameOf(f.Type) != "" {
		at = path.Join(at, "NAME")
	}
	what := r.what(f, at)
	if !strings.Contains(f.Tag.Get("json"), ",omit") {
		what += ", **needed**"
	}
	text := r.meaning(t, f)
	if text == "" {
		r.silent = append(r.silent, path.Join(p.path, key))
	}
	fmt.Fprintf(r, "* `%s`: %s. %s\n", key, what, sentence(text))
}

// what says what a key takes.
func (r *reference) what(f reflect.StructField, at string) string {
	t, list := f.Type, ""
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	named := nameOf(t) != ""
	if t.Kind() == reflect.Slice && (named || !readsText(t)) {
		t, list = t.Elem(), "list of "
	}
	switch {
	case named:
		return "names, each with [" + r.enter(t, at) + "](#" + anchor(r.places[t]) + ")"
	case t.Kind() == reflect.Map:
		return "a mapping of names to " + scalarName(t.Elem())
	case t.Kind() == reflect.Struct && hasKeys(t):
		return list + "[" + r.enter(t, at) + "](#" + anchor(r.places[t]) + ")"
	case strings.Contains(f.Tag.Get("contract"), "expression"):
		return list + "expression"
	case readsText(t):
		if !slices.Contains(r.texts, t) {
			r.texts = append(r.texts, t)
		}
		return list + "[" + shortName(t) + "](#" + anchor(shortName(t)) + ")"
	}
	return list + scalarName(t)
}

func scalarName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float64:
		return "number"
	case reflect.Slice:
		return "lists of " + scalarName(t.Elem())
	}
	if readsText(t) {
		return "[" + shortName(t) + "](#" + anchor(shortName(t)) + ")"
	}
	return "whole number"
}

func shortName(t reflect.Type) string { return path.Base(t.PkgPath()) + "." + t.Name() }

func anchor(heading string) string {
	return strings.ToLower(regexp.MustCompile(`[^A-Za-z0-9_ -]`).ReplaceAllString(heading, ""))
}

func readsText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// nameOf gives the field that takes the name of a slice's elements, "" if they have none.
func nameOf(t reflect.Type) string {
	if t.Kind() != reflect.Slice || t.Elem().Kind() != reflect.Struct {
		return ""
	}
	for f := range fieldsOf(t.Elem()) {
		if slices.Contains(strings.Split(f.Tag.Get("contract"), ","), "name") {
			return f.Name
		}
	}
	return ""
}

func hasKeys(t reflect.Type) bool {
	for f := range fieldsOf(t) {
		if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" && key != "-" {
			return true
		}
	}
	return false
}

// meaning is what the docstrings say of a field: its own, else where another field or the struct speaks of it, else what its type is.
func (r *reference) meaning(t reflect.Type, f reflect.StructField) string {
	s := r.source(t.PkgPath())
	docs := s.fields[t.Name()]
	if own := docs[f.Name].above + docs[f.Name].beside; own != "" {
		return r.prose(t, &f, own)
	}
	of := f.Type
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	kind := ""
	if strings.HasPrefix(of.PkgPath(), module) {
		first, _, _ := strings.Cut(r.source(of.PkgPath()).types[of.Name()], ". ")
		kind = r.prose(of, nil, strings.TrimSuffix(strings.TrimSpace(first), "."))
	}
	if kind != "" && of.Kind() == reflect.Struct && hasKeys(of) {
		return kind
	}
	named := regexp.MustCompile(`\b` + f.Name + `\b`)
	for other := range fieldsOf(t) {
		if named.MatchString(docs[other.Name].above) {
			key, _, _ := strings.Cut(other.Tag.Get("json"), ",")
			return "See `" + key + "`"
		}
	}
	if named.MatchString(s.types[t.Name()]) {
		return "See above"
	}
	return kind
}

// paragraphs gives a type's docstring, with what stands indented in it as a block.
func (r *reference) paragraphs(t reflect.Type) string {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimSpace(r.source(t.PkgPath()).types[t.Name()]), "\n\n") {
		switch {
		case strings.HasPrefix(part, "\t"):
			parts = append(parts, "```\n"+strings.ReplaceAll(strings.TrimPrefix(part, "\t"), "\n\t", "\n")+"\n```")
		case strings.HasPrefix(part, "  - "):
			var items []string
			for item := range strings.SplitSeq(part[4:], "\n  - ") {
				items = append(items, "* "+r.prose(t, nil, item))
			}
			parts = append(parts, strings.Join(items, "\n"))
		default:
			parts = append(parts, r.prose(t, nil, part))
		}
	}
	return strings.Join(parts, "\n\n")
}

var (
	link = regexp.MustCompile(`\[\*?([A-Za-z.]+)\]`)
	// At the beginning of a sentence a word is a field if no English word has its letters, or if it is spoken of.
	humps = regexp.MustCompile(`[a-z][A-Z]`)
	verb  = regexp.MustCompile(`^( and [A-Z][a-z]+)? (is|are|lets|lists|names|says|hold|counts)\b|^, if given|^, [A-Z]`)
	item  = regexp.MustCompile(`\s*\n\t(\S+(?: \S+)*)(?: {2,}(\S.*))?`)
	word  = regexp.MustCompile(`(^|[^A-Za-z\x60])([A-Z][A-Za-z]*)\b(:?)`)
)

// prose gives a docstring as a paragraph in which fields are called by their keys, and constants by their values.
func (r *reference) prose(t reflect.Type, own *reflect.StructField, text string) string {
	s, keys := r.source(t.PkgPath()), map[string]string{}
	if t.Kind() == reflect.Struct {
		for f := range fieldsOf(t) {
			if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" && key != "-" {
				keys[f.Name] = "`" + key + "`"
			}
		}
	}
	text = link.ReplaceAllStringFunc(text, func(m string) string {
		name := strings.Trim(m, "[]*")
		if value, ok := s.consts[name]; ok {
			return "`" + value + "`"
		}
		return name
	})
	text = item.ReplaceAllString(text, "; `$1` $2")
	text = strings.Replace(strings.Join(strings.Fields(text), " "), ":; ", ": ", 1)
	start := 0
	for {
		m := word.FindStringSubmatchIndex(text[start:])
		if m == nil {
			return text
		}
		from, to := start+m[4], start+m[5]
		name := text[from:to]
		begins := from == 0 || strings.HasSuffix(text[:from], ". ")
		first := from == 0 && own != nil && own.Name == name
		if key, ok := keys[name]; ok && (!begins || first || m[7] > m[6] || humps.MatchString(name) || verb.MatchString(text[to:])) {
			text = text[:from] + key + text[to:]
			to = from + len(key)
		}
		start = to
	}
}

// language writes what expressions may name: attributes, derived names, kinds of event.
func (r *reference) language() {
	r.WriteString(expressionHead)
	r.WriteString("\n## Attributes of a lead\n\nBuilt in; a contract adds its own under `lead: attributes:`.\n\n| `lead.…` | type | known values |\n|---|---|---|\n")
	for _, p := range lead.Attributes() {
		fmt.Fprintf(r, "| `%s` | %s | %s |\n", p.Name, p.Type, strings.Join(p.Known, ", "))
	}
	r.WriteString("\nDerived, read in expressions alone:\n\n| `lead.…` | what it is |\n|---|---|\n")
	for _, row := range r.source(module + "/lead").derived() {
		fmt.Fprintf(r, "| `%s` | %s |\n", row[0], row[2])
	}
	r.WriteString("\n## Kinds of event\n\nBuilt in; a contract adds its own, and properties to these, under `lead: events:`. Verdicts are the engine's own.\n\n" +
		"| kind | class | what happened | `event.…` |\n|---|---|---|---|\n")
	for _, k := range lead.Kinds() {
		var props []string
		for _, p := range k.Props {
			props = append(props, p.Name+" ("+p.Type.String()+")")
		}
		fmt.Fprintf(r, "| `%s` | %s | %s | %s |\n", k.Name, k.Class, k.Meaning, strings.Join(props, ", "))
	}
	r.WriteString("\n# Effects\n\nWhat the engine gives the host, and what scenarios call by these names: `happens: [handed over, \"promise broken: follow up\"]`.\n\n")
	for _, f := range r.source(module).effects() {
		fmt.Fprintf(r, "* `%s`%s\n", f[0], prefixed(": ", f[1]))
	}
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

const expressionHead = `
# Expressions

Comparisons ` + "`== != < <= > >=`, `in`, `contains`, `startsWith`, `endsWith`, `matches` (a constant pattern), `and`, `or`, `not`, arithmetic, `?:`, `??`" + `, lists.
A comparison with what is missing is false. Durations are texts: ` + "`since(\"quote_requested\") > \"14d\"`" + `.

| name | what it is |
|---|---|
| ` + "`lead.…`" + ` | attributes of the lead, and what is derived of it |
| ` + "`event.…`" + ` | properties of the event, in what is read upon one |
| the scores by name, ` + "`total`, `temperature`, `grid`" + ` | what the lead is worth now |
| ` + "`stage`, `now`" + ` | where it is, and the instant |
| ` + "`count(kind, within)`, `count(kind)`" + ` | how many such events there were; in what is read upon one of them, that one included |
| ` + "`sum(kind, prop, within)`" + ` | the sum of a property over them. Within a time it goes by thirtieths of that time: what happened leaves it with its thirtieth, so up to one early |
| ` + "`last(kind)`, `since(kind)`" + ` | when the last one was, and how long ago; in what is read upon one of them, it is that one |
| ` + "`change(score, within)`" + ` | how a score has moved: what it is, less what it was that long ago, where a thirtieth of the time began |
| ` + "`min(a, b, …)`, `max(a, b, …)`" + ` | of numbers, times or durations |

A *standing* condition is watched over time, so what it compares with a clock has to be foreseen: scores, ` + "`since(…)`, `count(…)`, `now - lead.next_project`" + ` against constants.
Scores, the total among them, are also added up, subtracted and compared with each other there, times constants of at most six decimal places:
` + "`fit + interest >= 50`, `2 * interest - fit > 10`, `fit > interest`, `min(fit, 40) + interest + lead.visits > 60`" + `. Such a sum is worked out as the total is, exactly,
and rounded once to a millionth of a point, at every instant; so it may be some millionths off from what the rounded scores add up to. It is missing where one of its
scores is: ` + "`(fit ?? 0) + interest`" + ` goes on without. Nothing else that changes at every instant is added up.
`
