package lead

import (
	"slices"

	"github.com/leadkit/leadkit/lead/diag"
)

// Compile checks a lifecycle against the schema, which learns the stages' names, and returns the machine, or a [diag.List] of all that is wrong.
// The scores' names have to be declared before. A schema takes one lifecycle.
func Compile(l Lifecycle, s *Schema) (*Machine, error) {
	c := compiler{schema: s, own: len(l.Stages) > 0, m: &Machine{spec: l.withDefaults(), stages: map[string]*stage{}},
		moves: map[string]bool{StageOverridden: true, CameBack: true, OverrideEnded: true}}
	c.addStages()
	c.addEntries()
	c.addExits()
	c.addMoves()
	c.addPrecedence()
	c.addWas()
	c.analyse()
	err := c.found.Err()
	c.found = slices.Compact(c.found) // a condition upon several kinds of event is compiled for each
	if err != nil {
		return nil, c.found
	}
	c.m.warnings = c.found
	return c.m, nil
}

type compiler struct {
	schema *Schema
	m      *Machine
	own    bool // the contract declares its stages
	names  []string
	moves  map[string]bool // names of moves, entries and exits that are taken
	found  diag.List
}

func (c *compiler) addStages() {
	for _, st := range c.m.spec.Stages {
		path := diag.Join("/stages", st.Name)
		if c.m.stages[st.Name] != nil {
			c.found.Add(path, "name-taken", "the stage "+quoted(st.Name)+" is declared twice", "choose another name")
		}
		if !IsName(st.Name) {
			c.found.Add(path, "bad-name", "a stage's name is lower-case letters, digits and _", "write "+suggestName(st.Name))
		}
		if st.Owner == "" {
			c.found.Add(path, "no-owner", "nobody owns the stage "+quoted(st.Name), "write owner: marketing or owner: sales")
		}
		for _, name := range st.Needs {
			if _, ok := c.schema.attrOf[name]; !ok && name != nextProject {
				c.found.Unknown(path+"/needs", "attribute", name, append(c.schema.AttributeNames(), nextProject))
			}
		}
		c.m.stages[st.Name] = &stage{Stage: st, upon: make([][]*move, c.schema.Kinds())}
		c.names = append(c.names, st.Name)
	}
	if !c.schema.DeclareStages(c.names) {
		c.found.Add("", "second-lifecycle", "the schema has a lifecycle already", "compile each lifecycle with a schema of its own")
	}
}

func (c *compiler) stage(path, name string) *stage {
	st := c.m.stages[name]
	if st == nil {
		c.found.Unknown(path, "stage", name, c.names)
	}
	return st
}

// claim sees to it that a passage's move says one thing.
func (c *compiler) claim(path, what, name string) {
	switch {
	case name == "":
		c.found.Add(path, "bad-name", what+" has no name", "give it one that says why the lead moves")
	case c.moves[name]:
		c.found.Add(path, "name-taken", "the name "+quoted(name)+" is taken by another move, entry or exit", "choose another name")
	}
	c.moves[name] = true
}

func (c *compiler) addEntries() {
	for _, e := range c.m.spec.Entries {
		path := diag.Join("/entries", e.Name)
		c.claim(path, "the entry", e.Name)
		c.stage(path+"/to", e.To)
		upon := orElse(e.Upon, []string{Created})
		c.m.entries = append(c.m.entries, entry{Entry: e, guards: c.guards(path, upon, e.When)})
	}
	if len(c.m.entries) == 0 {
		c.found.Add("/entries", "no-entry", "nothing makes a record a lead", "write entries: with the stage where leads begin")
	}
}

// guards compiles a condition once for each kind of event that it may be about.
func (c *compiler) guards(path string, kinds []string, when string) map[KindID]*Condition {
	guards := map[KindID]*Condition{}
	for _, name := range kinds {
		if id, ok := c.schema.FindKind(&c.found, path+"/upon", name); ok {
			guards[id] = c.schema.EventCondition(&c.found, path+"/when", when, id)
		}
	}
	return guards
}

func (c *compiler) required(path string, id KindID, names []string) []int {
	positions := make([]int, len(names))
	for i, name := range names {
		if positions[i] = c.schema.Prop(id, name); positions[i] < 0 {
			c.found.Unknown(path, "property", name, c.propNames(id))
		}
	}
	return positions
}

func (c *compiler) propNames(id KindID) []string {
	var names []string
	for _, p := range c.schema.Props(id) {
		names = append(names, p.Name)
	}
	return names
}
