package lead

import (
	"slices"

	"github.com/leadkit/leadkit/lead/diag"
)

// exitKinds are the kinds of event that are exits.
var exitKinds = []string{Rejected, Recycled, Disqualified, Lost}

func (c *compiler) addExits() {
	for _, spec := range c.m.spec.Exits {
		path := diag.Join("/exits", spec.Name)
		if !slices.Contains(exitKinds, spec.Name) {
			c.found.Unknown(path, "exit", spec.Name, exitKinds)
			continue
		}
		c.claim(path, "the exit", spec.Name)
		c.m.exits = append(c.m.exits, c.exit(path, spec))
	}
}

func (c *compiler) exit(path string, spec Exit) exit {
	id := c.schema.kindOf[spec.Name]
	x := exit{Exit: spec, kind: id, reason: c.schema.Prop(id, "reason"), from: map[string]bool{}, reasons: map[string]*reason{}}
	for _, name := range spec.From {
		c.stage(path+"/from", name)
		x.from[name] = true
	}
	if len(spec.From) == 0 {
		c.found.Add(path, "no-from", "the exit says from no stage", "write from: with the stages it leaves")
	}
	if len(spec.Reasons) == 0 {
		c.found.Add(path, "no-reasons", "the exit has no reasons", "list the reasons for which a lead may be "+spec.Name)
	}
	for _, r := range spec.Reasons {
		at := diag.Join(path+"/reasons", r.Name)
		if r.Name == "" {
			c.found.Add(at, "bad-name", "the reason has no name", "give it one")
		} else if x.reasons[r.Name] != nil {
			c.found.Add(at, "name-taken", "the reason "+quoted(r.Name)+" is declared twice", "choose another name")
		}
		x.reasons[r.Name] = c.reason(at, id, r)
	}
	return x
}

func (c *compiler) reason(path string, id KindID, spec Reason) *reason {
	r := &reason{Reason: spec, requires: c.required(path+"/requires", id, spec.Requires), before: -1}
	if spec.To == "" {
		c.found.Add(path, "no-stage", "the reason says not where the lead goes", "write to: with a stage")
	} else {
		c.stage(path+"/to", spec.To)
	}
	if spec.Back != "" {
		c.stage(path+"/back", spec.Back)
	}
	if spec.Again == 0 && (spec.Back != "" || spec.Before != "") {
		c.found.Add(path, "no-time", "nothing says when the lead may come back", "write again: with a time such as 90d")
	}
	if spec.Again < 0 {
		c.found.Add(path+"/again", "negative-span", "a time cannot be negative", "write one such as 90d")
	}
	if spec.Before != "" {
		r.before = c.before(path+"/before", id, spec.Before)
	}
	r.when = c.schema.LeadCondition(&c.found, path+"/when", spec.When)
	return r
}

// before gives the property that holds a date, -1 where only the lead has one.
func (c *compiler) before(path string, id KindID, name string) int {
	own, carried := named(c.schema.props[id], name)
	attr, known := c.schema.Attribute(name)
	switch {
	case !carried && !known:
		c.found.Unknown(path, "property", name, c.propNames(id))
	case carried && own.Type != Date || known && attr.Type != Date:
		c.found.Add(path, "wrong-type", quoted(name)+" is no date", "name a property or attribute that is one, such as contract_ends")
	}
	return c.schema.Prop(id, name)
}
