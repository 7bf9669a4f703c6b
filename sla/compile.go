package sla

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Terms is a compiled agreement. It is immutable and goroutine-safe.
type Terms struct {
	schema    *lead.Schema
	promises  []promise // by name
	touches   [][]touch // by kind of event: what it means to which promise
	since     lead.Span // the longest Since
	contact   lead.KindID
	rules     []contactRule
	watches   []watch   // by promise
	zones     *zones    // nil: no rule needs them
	delivery  *delivery // nil: at once
	handed    lead.KindID
	tries     lead.Span // how long contact rules remember attempts
	channels  []string
	override  lead.KindID     // the kind by which a manager moves a deadline
	absences  lead.KindID     // the kind by which an absence is told
	owners    [2]lead.KindID  // the kinds by which a lead passes to another owner
	refusals  [2]lead.KindID  // the kinds by which a person refuses
	plain     *calendar.Hours // always open
	calendars map[string]*calendar.Hours
	narrows   bool // a promise can lose a channel
	props     contactProps
	warnings  diag.List
}

// contactProps are the positions of a contact attempt's properties.
type contactProps struct{ channel, direction, outcome, declared int }

// promise is a compiled promise.
type promise struct {
	Promise
	hours     *calendar.Hours
	calendars map[string]*calendar.Hours // all that there are
	need      need
	measured  bool     // it is no promise: it only measures, and has no deadline
	uses      []string // the channels that it may need
	marks     []mark
	cases     []*lead.Condition // of Terms, those that read nothing of an event; nil for the others
}

// mark is what a share of the time, or an instant relative to the deadline, brings.
type mark struct {
	what  string
	share Percent
	step  Step
}

// touch is what an event of one kind means to one promise.
type touch struct {
	p     *promise
	start *starter
	atoms []atom
	// cancel, waive, pause, resume say that the kind is one of these; exit that it cancels only where it moved the lead.
	cancel, exit, waive, pause, resume bool
}

// starter is a kind that starts a clock.
type starter struct {
	guard *lead.Condition
	cases []*lead.Condition
}

const defaultCalendar = "default"

// OwnerCalendar stands for the calendar of the lead's owner.
const OwnerCalendar = "owner"

// Compile checks an agreement against the schema, which has to know the scores and the stages, and the calendars by name. It returns the terms, or a
// [diag.List] of all that is wrong with places in the agreement.
func Compile(a Agreement, s *lead.Schema, calendars map[string]*calendar.Hours) (*Terms, error) {
	c := compiler{schema: s, calendars: calendars, ready: map[string]*calendar.Hours{}, t: &Terms{schema: s, calendars: maps.Clone(calendars), touches: make([][]touch, s.Kinds())}}
	c.t.plain, _ = calendar.Compile(calendar.Calendar{Open: calendar.Always()})
	c.contacts()
	c.delivery(a.Delivery)
	c.rules(a.ContactRules)
	seen := map[string]bool{}
	for i, spec := range append(slices.Clone(a.Promises), speeds(a.SpeedFrom)...) {
		path := diag.Join("", spec.Name)
		switch {
		case spec.Name == "":
			c.found.Add(path, "bad-name", "a promise has no name", "")
		case seen[spec.Name]:
			c.found.Add(path, "name-taken", fmt.Sprintf("the promise %q is made twice", spec.Name), "choose another name")
		}
		seen[spec.Name] = true
		c.t.promises = append(c.t.promises, promise{Promise: spec, measured: i >= len(a.Promises)})
	}
	slices.SortStableFunc(c.t.promises, func(p, q promise) int { return cmp.Compare(p.Name, q.Name) })
	c.was()
	for i := range c.t.promises {
		c.promise(diag.Join("", c.t.promises[i].Name), &c.t.promises[i])
	}
	err := c.found.Err()
	c.found = slices.Compact(c.found) // a condition on several kinds of event is compiled for each
	if err != nil {
		return nil, c.found
	}
	c.t.warnings = c.found
	return c.t, nil
}

// Warnings gives the findings that did not stop the agreement from compiling.
func (t *Terms) Warnings() diag.List { return slices.Clone(t.warnings) }

// Promises gives the promises, by name.
func (t *Terms) Promises() []Promise {
	var list []Promise
	for i := range t.promises {
		if p := &t.promises[i]; !p.measured {
			list = append(list, p.Promise)
		}
	}
	return list
}

// promise gives a promise by name, nil if there is none.
func (t *Terms) promise(name string) *promise {
	i, ok := slices.BinarySearchFunc(t.promises, name, func(p promise, name string) int { return cmp.Compare(p.Name, name) })
	if !ok {
		return nil
	}
	return &t.promises[i]
}

type compiler struct {
	schema    *lead.Schema
	calendars map[string]*calendar.Hours
	t         *Terms
	ready     map[string]*calendar.Hours // of ready contact rules
	channels  []string
	found     diag.List
}

func (c *compiler) contacts() {
	id, _ := c.schema.Kind(lead.Contacted)
	c.t.contact = id
	c.t.props = contactProps{c.schema.Prop(id, "channel"), c.schema.Prop(id, "direction"), c.schema.Prop(id, "outcome"), c.schema.Prop(id, "declared")}
	for _, p := range c.schema.Props(id) {
		if p.Name == "channel" {
			c.channels = p.Known
		}
	}
	c.t.channels = c.channels
	c.t.override, _ = c.schema.Kind(lead.DeadlineOverridden)
	c.t.absences, _ = c.schema.Kind(lead.AbsenceStarted)
	c.t.owners[0], _ = c.schema.Kind(lead.Assigned)
	c.t.owners[1], _ = c.schema.Kind(lead.OwnerOverridden)
	c.t.refusals[0], _ = c.schema.Kind(lead.ConsentRevoked)
	c.t.refusals[1], _ = c.schema.Kind(lead.Unsubscribed)
}

// oneOf reports a name that is none of the known ones.
func oneOf(found *diag.List, path, what, name string, known []string) bool {
	ok := slices.Contains(known, name)
	if !ok {
		found.Unknown(path, what, name, known)
	}
	return ok
}

func (c *compiler) promise(path string, p *promise) {
	if p.By != "" || !p.measured {
		oneOf(&c.found, path+"/by", "side", p.By, []string{Marketing, Sales, Both})
	}
	c.calendar(path, p)
	c.credit(path+"/credit", p)
	switch each, every := p.each(), p.Every != (Every{}); {
	case each && every:
		c.found.Add(path, "two-families", "a promise is about each lead or about each period, not both", "leave out from: and as_soon_as:, or every:")
	case each:
		c.strange(path, p, false)
		c.perLead(path, p)
	case every:
		c.strange(path, p, true)
		c.perPeriod(path, p)
	default:
		c.found.Add(path, "no-trigger", "the promise says neither when its clock starts nor for which period it holds",
			"write from: with a kind of event such as handed_over, or every: with a period such as month")
	}
}

// calendar finds the promise's calendar. Only one that is named, or needed, has to exist; else a day is 24 hours of UTC.
func (c *compiler) calendar(path string, p *promise) {
	name := cmp.Or(p.Calendar, defaultCalendar)
	p.calendars = c.t.calendars
	working := p.Within.Measure != calendar.ElapsedTime
	for i, cs := range p.Terms {
		working = working || cs.Within.Measure != calendar.ElapsedTime && cs.Calendar == ""
		if cs.Calendar != "" && cs.Calendar != OwnerCalendar && c.calendars[cs.Calendar] == nil {
			c.found.Unknown(fmt.Sprintf("%s/terms/%d/calendar", path, i), "calendar", cs.Calendar, c.calendarNames())
		}
	}
	if name == OwnerCalendar {
		if p.Every != (Every{}) {
			c.found.Add(path+"/calendar", "no-owner", "a promise about each period has no owner", "name a calendar")
		}
		name = defaultCalendar
	}
	if p.hours = c.calendars[name]; p.hours != nil {
		return
	}
	if p.Calendar != "" || working {
		c.found.Unknown(path+"/calendar", "calendar", name, c.calendarNames())
	}
	p.hours = c.t.plain
}

// field is a key of a promise, and whether the contract gives it.
type field struct {
	name string
	set  bool
}

// strange reports fields of the other family.
func (c *compiler) strange(path string, p *promise, period bool) {
	what, fields := "each lead", p.periodFields()
	if period {
		what, fields = "each period", p.leadFields()
	}
	for _, f := range fields {
		if f.set {
			c.found.Add(path+"/"+f.name, "strange-field", fmt.Sprintf("a promise about %s has no %s", what, f.name), "leave it out")
		}
	}
}

func (p *Promise) periodFields() []field {
	return []field{{"deliver", p.Deliver != (Volume{})}, {"of_which", p.OfWhich != nil}, {"about", p.About != nil}, {"purpose", p.Purpose != ""}}
}

func (p *Promise) leadFields() []field {
	return []field{{"when", p.When != ""}, {"restart", p.Restart}, {"once", p.Once}, {"do", p.Do != ""}, {"attempts", p.Attempts != 0}, {"channels", p.Channels != 0},
		{"apart", p.Apart != 0}, {"ends", p.Ends != ""}, {"within", !p.Within.IsZero()}, {"terms", p.Terms != nil}, {"since", p.Since != 0}, {"pause", p.Pause != nil},
		{"resume", p.Resume != nil}, {"cancel", p.Cancel != nil}, {"waive", p.Waive != nil}, {"at_risk", p.AtRisk != 0}, {"then", p.Then != nil}, {"on_new_owner", p.OnNewOwner != ""}, {"on_change", p.OnChange != ""},
		{"automatic", p.Automatic}, {"recorded", p.Recorded}, {"on_resume", p.OnResume != ""}}
}

func (c *compiler) perPeriod(path string, p *promise) {
	if !p.Every.valid() {
		c.found.Add(path+"/every", "malformed-period", "the period is none", `write "month", "quarter", "week" or "2 weeks"`)
	}
	if p.meeting() {
		if p.By != Both && p.About == nil {
			c.found.Add(path, "nothing-promised", "the promise says not what is owed", "write deliver: with a number of leads, or about: for a meeting")
		}
		return
	}
	if p.Deliver.Count < 0 {
		c.found.Add(path+"/deliver", "malformed-volume", "a number of leads cannot be negative", "")
	}
	if p.About != nil || p.Purpose != "" {
		c.found.Add(path, "two-families", "a promise is about leads handed over or about meetings, not both", "")
	}
	c.stage(path+"/deliver", p.Deliver.Stage)
	for i, portion := range p.OfWhich {
		portion.check(&c.found, fmt.Sprintf("%s/of_which/%d", path, i), c.schema)
	}
}

// each reports whether the promise is one about each lead.
func (p *Promise) each() bool { return len(p.From) > 0 || p.AsSoonAs != "" }

// meeting reports whether the promise is one of meetings.
func (p *Promise) meeting() bool {
	return p.Every != (Every{}) && p.Deliver == (Volume{}) && p.OfWhich == nil
}

// supply reports whether the promise is one about the leads handed over in a period.
func (p *Promise) supply() bool { return p.Every != (Every{}) && !p.meeting() }

// stage reports a stage that the lifecycle does not have. The schema knows the stages only as the values that the name stage can have.
func (c *compiler) stage(path, name string) {
	if name == "" {
		return
	}
	var list diag.List
	c.schema.LeadCondition(&list, path, fmt.Sprintf("stage == %q", name))
	for _, f := range list {
		c.found = append(c.found, diag.Finding{Place: diag.Place{Path: path}, Code: "unknown-stage", Summary: fmt.Sprintf("unknown stage %q", name),
			Near: f.Near, Remedy: f.Remedy})
	}
}
