package leadkit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// A mistake is reported once, where it was made. What follows from it elsewhere is not, and what has nothing to do with it is still found: so each room
// compiles against what could be saved of those before it.

// vocabulary compiles the vocabulary. If it has findings, the parts at fault are left out and the rest compiled; nil if nothing could be saved.
func (b *builder) vocabulary() *lead.Schema {
	v, currency := b.withCompany(b.c.Lead), b.c.Currency
	for try := range 3 { // what was left out can be missed by what is left
		s, err := lead.NewSchema(v, currency)
		if err == nil {
			return s
		}
		list, ok := err.(diag.List)
		if !ok {
			return nil
		}
		if try == 0 {
			for _, f := range list {
				b.found = append(b.found, inContract(f))
			}
		}
		v, currency = b.without(v, list), saved(currency, list)
	}
	return nil
}

// withCompany adds the attributes by which records know of their company, where the contract scores companies and declares them not itself.
func (b *builder) withCompany(v lead.Vocabulary) lead.Vocabulary {
	if b.c.Scores.Company.Interest == "" {
		return v
	}
	v.Attributes = slices.Clone(v.Attributes)
	for _, p := range scoring.CompanyAttributes() {
		if !slices.ContainsFunc(v.Attributes, func(own lead.Property) bool { return own.Name == p.Name }) {
			v.Attributes = append(v.Attributes, p)
		}
	}
	return v
}

// inContract puts a finding about the vocabulary at its place in the contract, where the currency stands beside it.
func inContract(f diag.Finding) diag.Finding {
	if f.Place.Path != "/currency" {
		f.Place.Path = "/lead" + f.Place.Path
	}
	return f
}

func saved(currency string, found diag.List) string {
	if blames(found, "/currency") {
		return ""
	}
	return currency
}

// blames reports whether a finding lies at a path or below it.
func blames(found diag.List, path string) bool {
	return slices.ContainsFunc(found, func(f diag.Finding) bool { return within(f.Place.Path, path) })
}

func within(path, above string) bool {
	rest, ok := strings.CutPrefix(path, above)
	return ok && (rest == "" || rest[0] == '/')
}

// without gives a vocabulary without what has findings, and remembers the names that are missed now.
func (b *builder) without(v lead.Vocabulary, found diag.List) lead.Vocabulary {
	v.Attributes = sound(v.Attributes, func(p lead.Property) bool {
		return b.drop(blames(found, diag.Join("/attributes", p.Name)), "lead."+p.Name)
	})
	v.Events = sound(v.Events, func(k lead.Kind) bool { return b.drop(b.fails(&k, found), k.Name) })
	v.Channels = sound(v.Channels, func(c lead.Channel) bool { return b.drop(blames(found, diag.Join("/channels", c.Name)), c.Name) })
	v.Types = sound(v.Types, func(name string) bool {
		return b.drop(blames(found, "/types/"+strconv.Itoa(slices.Index(v.Types, name))), name)
	})
	if blames(found, "/wanted") {
		v.Wanted = nil
	}
	return v
}

// fails reports whether a kind of event cannot be saved, and takes from it the properties that cannot.
func (b *builder) fails(k *lead.Kind, found diag.List) bool {
	path := diag.Join("/events", k.Name)
	k.Props = sound(k.Props, func(p lead.Property) bool { return b.drop(blames(found, diag.Join(path, p.Name)), "event."+p.Name) })
	rest := slices.Clone(found)
	rest = slices.DeleteFunc(rest, func(f diag.Finding) bool { return strings.HasPrefix(f.Place.Path, path+"/") })
	return blames(rest, path)
}

// sound gives the elements of a list that are not bad. The list is not changed.
func sound[T any](list []T, bad func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), bad)
}

// drop remembers a name that was left out.
func (b *builder) drop(out bool, name string) bool {
	if out {
		b.missed = append(b.missed, name)
	}
	return out
}

// declare makes known the names that a faulty scoring section declares, so that what reads them is not taken for a mistake too.
func (b *builder) declare(m scoring.Model) {
	for _, s := range m.Scores {
		b.e.schema.DeclareScore(s.Name)
	}
	if len(m.Scores) > 0 {
		b.e.schema.DeclareScore(scoring.Total)
	}
	b.e.schema.Combine(func(lead.Combination) *diag.Finding { return nil })
	var bands []string
	for _, band := range m.Temperature.Bands {
		bands = append(bands, band.Name)
	}
	if m.Temperature.Else != "" {
		bands = append(bands, m.Temperature.Else)
	}
	if len(bands) > 0 {
		b.e.schema.DeclareTemperature(bands)
	}
	b.missed = append(b.missed, scoring.Total)
}

// causes gives what the rooms found, without what only follows from something else.
func (b *builder) causes() diag.List {
	causes := slices.DeleteFunc(slices.Clone(b.found), b.consequence)
	if append(slices.Clone(b.c.found), causes...).Err() == nil {
		return b.found
	}
	return causes
}

// consequence reports whether a finding of a room only follows from another: from what Parse could not read at its place, or from a name that was left out.
func (b *builder) consequence(f diag.Finding) bool {
	for _, read := range b.c.found {
		if read.Code == "duplicate" || read.Code == "ambiguous" {
			continue // what stands there was read
		}
		path := read.Place.Path
		if within(f.Place.Path, path) || path != "" && f.Place.Path == path[:strings.LastIndex(path, "/")] {
			return true
		}
	}
	if f.Code == "no-calendar" && slices.ContainsFunc(b.found, func(o diag.Finding) bool { return o.Code == "unknown-calendar" }) {
		return true
	}
	return strings.HasPrefix(f.Code, "unknown-") && slices.ContainsFunc(b.missed, func(name string) bool {
		return strings.Contains(f.Summary, strconv.Quote(name))
	})
}
