package lead

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

// Vocabulary is what a contract adds to the shared language: attributes of a lead, kinds of event, lead types, channels. The zero Vocabulary adds nothing.
// What is built in may be declared again with the type that it has, and a built-in kind may be given more properties.
type Vocabulary struct {
	Attributes []Property `json:"attributes,omitempty"`
	Events     []Kind     `json:"events,omitempty"`
	// Types are further values of the attribute "type".
	Types []string `json:"types,omitempty"`
	// Channels are further ways by which leads come, and further UTM values of those that are built in.
	Channels []Channel `json:"channels,omitempty"`
	// Wanted are the attributes whose share that is known is lead.completeness. None: email, company, industry and country.
	Wanted []string `json:"wanted,omitempty"`
}

var defaultWanted = []string{"email", "company", "industry", "country"}

// mostNames bounds how many attributes, kinds, properties of a kind, and channels there may be.
const mostNames = 4096

// check reports what is wrong with the names and types of a vocabulary.
func (v Vocabulary) check() (found diag.List) {
	v.checkAttributes(&found)
	kinds := map[string]bool{}
	for _, k := range v.Events {
		v.checkKind(&found, k, kinds)
	}
	types := map[string]bool{}
	for i, name := range append(Types(), v.Types...) {
		path := diag.Join("/types", strconv.Itoa(i-len(Types())))
		checkName(&found, path, name, types)
	}
	checkChannels(&found, v.Channels)
	v.checkWanted(&found)
	if len(v.Attributes) > mostNames || len(v.Events) > mostNames {
		found.Add("", "too-many", fmt.Sprintf("more than %d attributes or kinds of event", mostNames), "")
	}
	return found
}

// checkAttributes keeps an attribute's name apart from the derived names and from what a lead_created says beside attributes.
func (v Vocabulary) checkAttributes(found *diag.List) {
	taken := map[string]bool{"entry": true}
	for _, p := range slices.Concat(touch, derived) {
		taken[p.Name] = true
	}
	checkProps(found, "/attributes", v.Attributes, Attributes(), taken)
}

func (v Vocabulary) checkKind(found *diag.List, k Kind, kinds map[string]bool) {
	path := diag.Join("/events", k.Name)
	checkName(found, path, k.Name, kinds)
	builtin := Kinds()
	at := slices.IndexFunc(builtin, func(b Kind) bool { return b.Name == k.Name })
	var have []Property
	if at >= 0 {
		have = builtin[at].Props
	}
	switch {
	case k.Class == Verdict || at >= 0 && builtin[at].Class == Verdict:
		found.Add(path, "bad-class", "a verdict is made by the engine alone", "choose another name, and signal, act or fact as the class")
	case k.Class > Verdict:
		found.Add(diag.Join(path, "class"), "bad-class", "there is no such class of events", "write one of signal, act, fact")
	case at >= 0 && k.Class != 0 && k.Class != builtin[at].Class:
		found.Add(diag.Join(path, "class"), "name-taken", "the kind "+quoted(k.Name)+" is built in, as a "+builtin[at].Class.String(), "leave the class out")
	}
	taken := map[string]bool{"kind": true, "time": true, "by": true, "automatic": true}
	if k.Name == Created || k.Name == ProfileUpdated || k.Name == ContactChanged {
		for _, p := range append(Attributes(), v.Attributes...) {
			taken[p.Name] = true
		}
	}
	checkProps(found, path, k.Props, have, taken)
	if len(k.Props) > mostNames {
		found.Add(path, "too-many", fmt.Sprintf("more than %d properties", mostNames), "")
	}
}

// checkProps checks declarations beside those that are built in.
func checkProps(found *diag.List, path string, list, builtin []Property, taken map[string]bool) {
	for _, p := range list {
		at := diag.Join(path, p.Name)
		checkName(found, at, p.Name, taken)
		if p.Type == 0 || int(p.Type) >= len(typeNames) {
			found.Add(at, "missing-type", "the type is missing", "write one of string, number, bool, date, money, duration, list")
		} else if b, ok := named(builtin, p.Name); ok && (p.Type != b.Type || len(p.Known) > 0) {
			found.Add(at, "name-taken", "the name "+quoted(p.Name)+" is built in, as a "+b.Type.String(), "leave it out, or choose another name")
		}
		if len(p.Known) > 0 && p.Type != Text {
			found.Add(diag.Join(at, "known"), "wrong-type", "only a string has known values", "")
		}
	}
}

func named(list []Property, name string) (Property, bool) {
	i := slices.IndexFunc(list, func(p Property) bool { return p.Name == name })
	if i < 0 {
		return Property{}, false
	}
	return list[i], true
}

func (v Vocabulary) checkWanted(found *diag.List) {
	var names []string
	for _, p := range append(Attributes(), v.Attributes...) {
		names = append(names, p.Name)
	}
	for i, name := range v.Wanted {
		path := diag.Join("/wanted", strconv.Itoa(i))
		switch {
		case !slices.Contains(names, name):
			found.Unknown(path, "attribute", name, names)
		case slices.Contains(v.Wanted[:i], name):
			found.Add(path, "name-taken", "the attribute "+quoted(name)+" stands twice", "remove one of them")
		}
	}
}

func checkName(found *diag.List, path, name string, taken map[string]bool) {
	if !IsName(name) {
		found.Add(path, "bad-name", "a name is lower-case letters, digits and _, and begins with a letter", "write "+suggestName(name))
	} else if taken[name] {
		found.Add(path, "name-taken", "the name "+quoted(name)+" is taken", "choose another name")
	}
	taken[name] = true
}

// IsName reports whether a name can be read in an expression as it is: lower-case letters, digits and "_", a letter first, at most 64 bytes.
func IsName(name string) bool {
	return name != "" && len(name) <= 64 && 'a' <= name[0] && name[0] <= 'z' &&
		strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

func suggestName(name string) string {
	name = strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(name))
	name = name[:min(len(name), 64)]
	if name = strings.Trim(name, "_0123456789"); name == "" {
		return "a_name"
	}
	return name
}
