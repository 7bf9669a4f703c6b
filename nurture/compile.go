package nurture

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Compile checks a plan against the schema, which has to know scores and stages, and returns the planner, or a [diag.List] of all that is wrong.
// Calendars are those of the contract, by name; "default" counts working days where a program names none.
func Compile(p Plan, s *lead.Schema, calendars map[string]*calendar.Hours) (*Planner, error) {
	c := compiler{plan: p, schema: s, calendars: calendars,
		p: &Planner{caps: slices.Clone(p.AtMost), index: map[string]int{}, channels: map[string]string{}, names: map[uint32]string{}, topics: map[uint32]string{}, hooks: make([][]hook, s.Kinds())}}
	c.addCaps()
	c.theirs()
	c.addVerdicts()
	c.addPersonas()
	c.addContents()
	c.addPrograms()
	c.addWas()
	c.measures()
	c.unused()
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	for _, hooks := range c.p.hooks {
		slices.SortStableFunc(hooks, func(a, b hook) int { return cmp.Or(cmp.Compare(a.role, b.role), cmp.Compare(a.program, b.program)) })
	}
	c.p.warnings = c.found
	return c.p, nil
}

type compiler struct {
	plan      Plan
	schema    *lead.Schema
	calendars map[string]*calendar.Hours
	p         *Planner
	personas  map[string]*lead.Condition
	contents  map[string]content
	used      map[string]bool
	found     diag.List
}

func (c *compiler) addCaps() {
	for i, limit := range c.plan.AtMost {
		if limit.N < 1 || limit.N > MostPerCap || limit.Per < lead.Minute || limit.Per > 1000*lead.Week {
			c.found.Add(diag.Join("/at_most", fmt.Sprint(i)), "bad-cap", "the cap is of no use",
				fmt.Sprintf("allow 1 to %d contents in a minute to 1000 weeks", MostPerCap))
		}
		c.p.most = max(c.p.most, limit.N)
	}
}

// addVerdicts hooks the kinds of event by which other rooms speak to nurture.
func (c *compiler) addVerdicts() {
	on := func(r role, kind, property string) int {
		id, _ := c.schema.Kind(kind) // every schema has the built-in kinds
		c.hook(id, hook{role: r})
		return c.schema.Prop(id, property)
	}
	c.p.sent = on(confirms, lead.ContentSent, "content")
	sent, _ := c.schema.Kind(lead.ContentSent)
	c.p.by = c.schema.Prop(sent, "channel")
	c.p.outbound = on(tries, lead.Contacted, "direction")
	c.p.notes = make([]int, c.schema.Kinds())
	for _, kind := range []string{lead.Rejected, lead.Recycled, lead.Disqualified, lead.Lost, lead.Recalled} {
		id, _ := c.schema.Kind(kind)
		c.p.notes[id] = on(reports, kind, "note")
	}
	c.p.lost = on(loses, lead.Lost, "reason")
	on(pauses, lead.HandedOver, "")
	c.p.returned = on(resumes, lead.Returned, "reason")
	c.trigger("", Trigger{Upon: []string{lead.PassedOn}}, goes, -1)
	c.trigger("", Trigger{Upon: []string{lead.TakenBack}}, comes, -1)
	c.trigger("/freeze", Trigger{Upon: c.plan.Freeze}, freezes, -1)
	c.trigger("/thaw", Trigger{Upon: c.plan.Thaw}, thaws, -1)
	if len(c.plan.Freeze) > 0 && len(c.plan.Thaw) == 0 {
		c.found.Add("/freeze", "frozen-for-ever", "nothing lets the programs go on", "write thaw: with the kinds of event that do")
	}
	c.p.exit = c.trigger("/exit", c.plan.Exit, exits, -1)
	if c.plan.Exit.none() {
		c.p.exit = c.finals()
	}
}

func (c *compiler) hook(id lead.KindID, h hook) { c.p.hooks[id] = append(c.p.hooks[id], h) }

// finals makes the exit of a plan that states none: the usual final stages, as far as the contract has them.
func (c *compiler) finals() *trigger {
	var stages []string
	for _, name := range []string{"customer", "lost", "disqualified"} {
		var unknown diag.List
		if c.schema.Standing(&unknown, "", fmt.Sprintf("stage == %q", name)); len(unknown) == 0 {
			stages = append(stages, fmt.Sprintf("%q", name))
		}
	}
	if len(stages) == 0 {
		return nil
	}
	when := c.schema.Standing(&c.found, "/exit/when", "stage in ["+strings.Join(stages, ", ")+"]")
	return &trigger{when, when.String()}
}

func (t Trigger) none() bool { return t.When == "" && len(t.Upon) == 0 }

// measures compiles what the report is about.
func (c *compiler) measures() {
	if c.plan.HoldOut < 0 || c.plan.HoldOut > MostShare {
		c.found.Add("/hold_out", "bad-share", "the share that is held out is not between 0% and 50%", "write one such as 10%")
	}
	c.p.holdOut, c.p.bands = c.plan.HoldOut, slices.Clone(c.plan.Bands)
	if c.p.early = c.plan.TooEarly; len(c.p.early.Reasons) == 0 {
		c.p.early.Reasons = []string{"not_mature"}
	}
	switch {
	case c.p.early.Within == 0:
		c.p.early.Within = 30 * lead.Day
	case c.p.early.Within < 0:
		c.found.Add("/too_early/within", "negative-span", "a time cannot be negative", "")
	}
	if c.p.late = c.plan.TooLate; len(c.p.late) == 0 {
		c.p.late = []string{"to_competitor"}
	}
	won := c.plan.Won
	if won.none() {
		var unknown diag.List
		if won.When = `stage == "customer"`; c.schema.Standing(&unknown, "", won.When) == nil {
			won = Trigger{Upon: []string{lead.Won}}
		}
	}
	c.p.won = c.trigger("/won", won, wins, -1)
}

// trigger compiles the condition and hooks the kinds of event. Without a condition it is nil.
func (c *compiler) trigger(path string, t Trigger, r role, program int) *trigger {
	for _, name := range t.Upon {
		where := path + "/upon"
		if r == freezes || r == thaws {
			where = path
		}
		if id, ok := c.schema.FindKind(&c.found, where, name); ok {
			c.hook(id, hook{role: r, program: program, why: "upon " + name})
		}
	}
	if when := c.schema.Standing(&c.found, path+"/when", t.When); when != nil {
		return &trigger{when, when.String()}
	}
	return nil
}

// name checks a name's first use.
func (c *compiler) name(path, what, name string, taken bool) {
	if strings.TrimSpace(name) == "" {
		c.found.Add(path, "no-name", "the "+what+" has no name", "")
	}
	if taken {
		c.found.Add(path, "name-taken", fmt.Sprintf("the %s %q is declared twice", what, name), "choose another name")
	}
}

func (c *compiler) addPersonas() {
	c.personas = map[string]*lead.Condition{}
	for _, persona := range c.plan.Personas {
		path := diag.Join("/personas", persona.Name)
		_, taken := c.personas[persona.Name]
		c.name(path, "persona", persona.Name, taken)
		if persona.When == "" {
			c.found.Add(path+"/when", "no-condition", "nothing tells who is of this persona", `write when: with a condition such as lead.job_title contains "buyer"`)
		}
		c.personas[persona.Name] = c.schema.Standing(&c.found, path+"/when", persona.When)
	}
}

func (c *compiler) addContents() {
	c.contents, c.used = map[string]content{}, map[string]bool{}
	if len(c.plan.Contents) > MostContents {
		c.found.Add("/contents", "too-many", "there are too many contents", fmt.Sprintf("at most %d", MostContents))
	}
	for _, spec := range c.plan.Contents {
		path := diag.Join("/contents", spec.Name)
		_, taken := c.contents[spec.Name]
		c.name(path, "content", spec.Name, taken)
		compiled := content{Content: spec, key: key(spec.Name), when: c.schema.Standing(&c.found, path+"/when", spec.When)}
		if other, ok := c.p.names[compiled.key]; ok && !taken {
			c.found.Add(path, "name-collision", fmt.Sprintf("the names %q and %q have the same key", spec.Name, other), "choose another name")
		}
		c.channel(path+"/channel", spec.Channel)
		if !(spec.Closeness >= 0 && spec.Closeness <= 1) {
			c.found.Add(path+"/closeness", "out-of-range", fmt.Sprintf("%v is not between 0 and 1", spec.Closeness), "write 1 for the offer itself, 0.5 for half as close")
		}
		compiled.position = c.position(path+"/position", spec.Position)
		for _, name := range spec.Persona {
			when, ok := c.personas[name]
			if !ok {
				c.found.Unknown(path+"/persona", "persona", name, slices.Collect(maps.Keys(c.personas)))
			}
			compiled.personas = append(compiled.personas, when)
		}
		c.contents[spec.Name], c.p.names[compiled.key], c.p.topics[compiled.key] = compiled, spec.Name, spec.Topic
		c.p.channels[spec.Name] = spec.Channel
		c.p.contents = append(c.p.contents, lead.Content{Name: spec.Name, Topic: spec.Topic, Closeness: spec.Closeness})
	}
}

// position compiles for which places in the buying cycle a content is.
func (c *compiler) position(path string, list []string) *lead.Condition {
	if len(list) == 0 {
		return nil
	}
	names := make([]string, len(list))
	for i, name := range list {
		names[i] = strconv.Quote(name)
	}
	return c.schema.Standing(&c.found, path, "lead.buying_position in ["+strings.Join(names, ", ")+"]")
}

// channel checks a channel against those that an event about a content may name.
func (c *compiler) channel(path, name string) {
	id, _ := c.schema.Kind(lead.ContentSent)
	for _, p := range c.schema.Props(id) {
		switch {
		case p.Name != "channel" || slices.Contains(p.Known, name):
		case name == "":
			c.found.Add(path, "no-channel", "the content does not say how it goes", "write channel: with one of "+diag.Enumerate(p.Known))
		default:
			c.found.Unknown(path, "channel", name, p.Known)
		}
	}
}

// Contents lists what the plan says of contents, for [lead.Schema.DeclareContents].
func (p *Planner) Contents() []lead.Content { return slices.Clone(p.contents) }

// unused warns of contents that nobody can receive.
func (c *compiler) unused() {
	for _, spec := range c.plan.Contents {
		if !c.used[spec.Name] {
			c.found.Warn(diag.Join("/contents", spec.Name), "unused-content", fmt.Sprintf("no stream sends %q", spec.Name), "name it in a stream's contents")
		}
	}
}
