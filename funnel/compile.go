package funnel

import (
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Funnel is a compiled Definition. It is immutable and goroutine-safe.
type Funnel struct {
	spec     Definition
	currency string
	zone     *time.Location
	names    []string // of the steps
	stepOf   map[string]string
	kinds    []interest
	byStage  map[string][]trigger
	won      map[string]bool
	lost     map[string]bool
	sale     string // the step of the sale
	entered  entered
}

// interest is what events of a kind mean to the funnel.
type interest struct {
	any      bool
	entered  bool // the kind stage_entered
	triggers []trigger
	cost     int // property, -1: none
	deal     int
	closing  int
	source   [2]int // properties of a cost's own channel and campaign
}

// entered are the properties of the kind stage_entered.
type entered struct{ stage, from, move, reason int }

// trigger is one way to reach a step.
type trigger struct {
	step   string
	when   *lead.Condition
	amount *lead.Quantity
}

// Compile checks a definition against the schema, which has to know the stages, and returns the funnel, or a [diag.List] of all that is wrong.
func Compile(d Definition, s *lead.Schema) (*Funnel, error) {
	c := compiler{schema: s, f: &Funnel{currency: s.Currency(), stepOf: map[string]string{}, byStage: map[string][]trigger{}}}
	c.f.spec = c.withDefaults(d)
	c.f.zone = c.location(d.Zone)
	c.addKinds()
	c.addSteps()
	c.f.won = c.stages("/won", c.f.spec.Won)
	c.f.lost = c.stages("/lost", c.f.spec.Lost)
	c.checkEnds()
	c.checkChances()
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	c.f.sale = c.saleStep()
	return c.f, nil
}

type compiler struct {
	schema *lead.Schema
	f      *Funnel
	found  diag.List
}

// withDefaults fills in the stages of the default lifecycle, as far as this one has them.
func (c *compiler) withDefaults(d Definition) Definition {
	d.Steps = slices.Clone(d.Steps)
	if len(d.Steps) == 0 {
		for _, name := range c.known(defaultSteps) {
			d.Steps = append(d.Steps, Step{Name: name})
		}
		if len(d.Steps) == 0 {
			c.found.Add("/steps", "no-steps", "the lifecycle has none of the default steps", "write steps: with the milestones to count, under funnel:")
		}
	}
	for i, step := range d.Steps {
		if len(step.Stage)+len(step.Upon) == 0 {
			d.Steps[i].Stage = []string{step.Name}
		}
	}
	if len(d.Won) == 0 {
		d.Won = c.known(defaultWon)
	}
	if len(d.Lost) == 0 {
		d.Lost = c.known(defaultLost)
	}
	if d.Smoothing == 0 {
		d.Smoothing = 2
	}
	return d
}

func (c *compiler) known(stages []string) []string {
	return slices.DeleteFunc(slices.Clone(stages), func(stage string) bool { return c.unknown(stage) != nil })
}

// unknown gives the schema's finding about a name that is no stage. The schema answers for the stages as it does in expressions.
func (c *compiler) unknown(stage string) *diag.Finding {
	var found diag.List
	c.schema.LeadCondition(&found, "", fmt.Sprintf("stage == %q", stage))
	for i := range found {
		if found[i].Code == "unknown-value" {
			return &found[i]
		}
	}
	return nil
}

func (c *compiler) stages(path string, names []string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		if f := c.unknown(name); f != nil {
			c.found = append(c.found, diag.Finding{Place: diag.Place{Path: path}, Code: "unknown-stage",
				Summary: fmt.Sprintf("unknown stage %q", name), Near: f.Near, Remedy: f.Remedy})
		}
		set[name] = true
	}
	return set
}

func (c *compiler) location(name string) *time.Location {
	if name == "" {
		return time.UTC
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" { // Local would be another zone on each machine
		c.found.Add("/zone", "unknown-zone", fmt.Sprintf("unknown zone %q", name),
			"write a name of the IANA database such as Europe/Paris; a machine without that data needs time/tzdata in the program")
		return time.UTC
	}
	return loc
}

func (c *compiler) addKinds() {
	c.f.kinds = make([]interest, c.schema.Kinds())
	for i := range c.f.kinds {
		c.f.kinds[i] = interest{cost: -1, deal: -1, closing: -1, source: [2]int{-1, -1}}
	}
	c.prop(lead.Created, "cost", func(k *interest) *int { return &k.cost })
	c.prop(lead.CostIncurred, "amount", func(k *interest) *int { return &k.cost })
	c.prop(lead.CostIncurred, "source_channel", func(k *interest) *int { return &k.source[0] })
	c.prop(lead.CostIncurred, "source_campaign", func(k *interest) *int { return &k.source[1] })
	for _, kind := range []string{lead.Opportunity, lead.QuoteSent, lead.Won} {
		c.prop(kind, "amount", func(k *interest) *int { return &k.deal })
	}
	c.prop(lead.Opportunity, "closing", func(k *interest) *int { return &k.closing })
	if id, ok := c.schema.Kind(lead.StageEntered); ok {
		c.f.kinds[id].any, c.f.kinds[id].entered = true, true
		c.f.entered = entered{c.schema.Prop(id, "stage"), c.schema.Prop(id, "from"), c.schema.Prop(id, "move"), c.schema.Prop(id, "reason")}
	}
}

func (c *compiler) prop(kind, name string, at func(*interest) *int) {
	if id, ok := c.schema.Kind(kind); ok {
		k := &c.f.kinds[id]
		k.any, *at(k) = true, c.schema.Prop(id, name)
	}
}

func (c *compiler) addSteps() {
	if len(c.f.spec.Steps) > MostSteps {
		c.found.Add("/steps", "too-many", fmt.Sprintf("there are more than %d steps", MostSteps), "count fewer milestones")
	}
	for _, spec := range c.f.spec.Steps {
		path := diag.Join("/steps", spec.Name)
		switch {
		case spec.Name == "":
			c.found.Add("/steps", "no-name", "a step has no name", "name each step")
		case len(spec.Name) > lead.MostID || !utf8.ValidString(spec.Name):
			c.found.Add(path, "bad-name", fmt.Sprintf("the name is no text of at most %d bytes", lead.MostID), "")
		case slices.Contains(c.f.names, spec.Name):
			c.found.Add(path, "name-taken", fmt.Sprintf("the step %q is declared twice", spec.Name), "")
		}
		c.f.names = append(c.f.names, spec.Name)
		c.addStages(path, spec)
		c.addEvents(path, spec)
	}
}

func (c *compiler) addStages(path string, spec Step) {
	if len(spec.Stage) == 0 {
		return
	}
	id, ok := c.schema.FindKind(&c.found, path, lead.StageEntered)
	if !ok {
		return
	}
	t := c.trigger(path, spec, id)
	at := path + "/stage"
	if len(spec.Stage) == 1 && spec.Stage[0] == spec.Name {
		at = path
	}
	c.stages(at, spec.Stage)
	for _, stage := range spec.Stage {
		c.f.byStage[stage] = append(c.f.byStage[stage], t)
		if _, taken := c.f.stepOf[stage]; !taken && spec.When == "" {
			c.f.stepOf[stage] = spec.Name
		}
	}
}

func (c *compiler) addEvents(path string, spec Step) {
	for _, name := range spec.Upon {
		id, ok := c.schema.FindKind(&c.found, path+"/upon", name)
		if !ok {
			continue
		}
		k := &c.f.kinds[id]
		k.any, k.triggers = true, append(k.triggers, c.trigger(path, spec, id))
	}
}

// trigger compiles a step's expressions for events of a kind. What is wrong for several kinds is said once.
func (c *compiler) trigger(path string, spec Step, id lead.KindID) trigger {
	var found diag.List
	t := trigger{step: spec.Name, when: c.schema.EventCondition(&found, path+"/when", spec.When, id)}
	if spec.Amount != "" {
		t.amount = c.schema.EventQuantity(&found, path+"/amount", spec.Amount, id)
	}
	for _, f := range found {
		if !slices.Contains(c.found, f) {
			c.found = append(c.found, f)
		}
	}
	return t
}

func (c *compiler) checkEnds() {
	for _, stage := range c.f.spec.Lost {
		if c.f.won[stage] {
			c.found.Add("/lost", "won-and-lost", fmt.Sprintf("a demand in stage %q is both won and lost", stage), "leave it out of one of the two")
		}
	}
}

func (c *compiler) checkChances() {
	seen := map[string]bool{}
	for _, chance := range c.f.spec.Probability {
		path := diag.Join("/probability", chance.Stage)
		c.stages(path, []string{chance.Stage})
		switch {
		case !chance.P.valid():
			c.found.Add(path, "bad-share", "a probability is 0 to 1", "write one such as 0.5 or 50%")
		case seen[chance.Stage]:
			c.found.Add(path, "name-taken", fmt.Sprintf("the stage %q has two probabilities", chance.Stage), "")
		case c.f.won[chance.Stage] && chance.P != 1, c.f.lost[chance.Stage] && chance.P != 0:
			c.found.Add(path, "already-decided", fmt.Sprintf("a demand in stage %q has ended, its probability is not open", chance.Stage), "leave it out")
		}
		seen[chance.Stage] = true
	}
	if k := c.f.spec.Smoothing; !(k > 0) || math.IsInf(k, 0) {
		c.found.Add("/smoothing", "bad-weight", "the smoothing is a number of leads above 0", "write one such as 2")
	}
}

// saleStep gives the step of the sale: the first that a stage of Won reaches, or else the last.
func (c *compiler) saleStep() string {
	for _, spec := range c.f.spec.Steps {
		if slices.ContainsFunc(spec.Stage, func(stage string) bool { return c.f.won[stage] }) {
			return spec.Name
		}
	}
	return c.f.names[len(c.f.names)-1]
}

// Steps lists the names of the steps, in order. The slice is the caller's.
func (c *Funnel) Steps() []string { return slices.Clone(c.names) }

// Sale gives the name of the step that is the sale.
func (c *Funnel) Sale() string { return c.sale }

// StepOf gives the step that entering a stage reaches, "" if none does without a condition.
func (c *Funnel) StepOf(stage string) string { return c.stepOf[stage] }

// Spec gives the definition with its defaults filled in. The value is not to be changed.
func (c *Funnel) Spec() Definition { return c.spec }

// Month gives the month of an instant in the funnel's zone.
func (c *Funnel) Month(at lead.Instant) Month { return monthIn(at, c.zone) }

// Week gives the week of an instant in the funnel's zone.
func (c *Funnel) Week(at lead.Instant) Week { return weekIn(at, c.zone) }
