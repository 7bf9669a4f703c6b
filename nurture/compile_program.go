package nurture

import (
	"fmt"
	"maps"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

func (c *compiler) addPrograms() {
	if len(c.plan.Programs) > MostPrograms {
		c.found.Add("/programs", "too-many", "there are too many programs", fmt.Sprintf("at most %d", MostPrograms))
	}
	for i, spec := range c.plan.Programs {
		path := diag.Join("/programs", spec.Name)
		_, taken := c.p.index[spec.Name]
		c.name(path, "program", spec.Name, taken)
		c.p.index[spec.Name] = i
		c.p.programs = append(c.p.programs, c.program(path, spec, i))
	}
}

func (c *compiler) program(path string, spec Program, at int) program {
	pr := program{name: spec.Name, purpose: spec.Purpose, exhausted: spec.Exhausted, restart: spec.OnReturn == Restart}
	if pr.purpose == "" {
		pr.purpose = lead.Marketing
	}
	c.hours(path, spec, &pr)
	c.entry(path+"/enter", spec.Enter, &pr, at)
	pr.exit = c.trigger(path+"/exit", spec.Exit, exits, at)
	c.readiness(path, spec, &pr, at)
	c.returns(path, spec)
	c.policy(path+"/exhausted", spec.Exhausted, &pr)
	for i, s := range spec.Streams {
		pr.streams = append(pr.streams, c.stream(diag.Join(path+"/streams", s.Name), s, &pr, at, i))
	}
	c.ends(path, spec, &pr, at)
	if len(spec.Streams) == 0 {
		c.found.Add(path+"/streams", "no-streams", "the program sends nothing", "write a stream with a rhythm and contents")
	}
	return pr
}

// ends reports a program that no lead ever leaves.
func (c *compiler) ends(path string, spec Program, pr *program, at int) {
	hooked := slices.ContainsFunc(c.p.hooks, func(list []hook) bool {
		return slices.ContainsFunc(list, func(h hook) bool { return h.role == exits && (h.program == at || h.program < 0) })
	})
	if hooked || pr.exit != nil || c.p.exit != nil || spec.Exhausted.Fate == Exit || slices.ContainsFunc(pr.streams, func(s stream) bool { return s.leaves() }) ||
		len(spec.Streams) == 0 || !spec.Exit.none() || !c.plan.Exit.none() {
		return
	}
	c.found.Add(path+"/exit", "no-exit", fmt.Sprintf("no lead ever leaves %q", spec.Name),
		`write exit: with a condition or kinds of event, "exhausted: exit", or a step that leads to exit`)
}

// hours finds the calendar that the program keeps, and the one on which it counts working days.
func (c *compiler) hours(path string, spec Program, pr *program) {
	name, at := spec.Hours, path+"/hours"
	if name == "" {
		name, at = c.plan.Hours, "/hours"
	}
	if name == "" {
		pr.clock = c.calendars["default"]
		return
	}
	if pr.open = c.calendars[name]; pr.open == nil && (at != "/hours" || !c.said(at)) {
		c.found.Unknown(at, "calendar", name, slices.Collect(maps.Keys(c.calendars)))
	}
	pr.clock = pr.open
}

// said reports whether there is a finding at a path already.
func (c *compiler) said(path string) bool {
	return slices.ContainsFunc(c.found, func(f diag.Finding) bool { return f.Place.Path == path })
}

func (c *compiler) entry(path string, e Entry, pr *program, at int) {
	if len(e.Upon) == 0 {
		pr.enter = c.schema.Standing(&c.found, path+"/when", e.When)
		pr.why = pr.enter.String()
		if e.When == "" {
			c.found.Add(path, "no-entry", "nobody ever enters the program", `write when: with a condition such as stage == "nurturing", or upon: with kinds of event`)
		}
		return
	}
	pr.upon = true
	for _, name := range e.Upon {
		if id, ok := c.schema.FindKind(&c.found, path+"/upon", name); ok {
			guard := c.schema.EventCondition(&c.found, path+"/when", e.When, id)
			c.hook(id, hook{role: enters, program: at, guard: guard, why: "upon " + name})
		}
	}
}

// readiness compiles what makes a lead ready: the program's own trigger, or the plan's.
func (c *compiler) readiness(path string, spec Program, pr *program, at int) {
	t, place := spec.Ready, path+"/ready"
	if t.none() {
		t, place = c.plan.Ready, "/ready"
	}
	if t.none() {
		c.found.Warn(path+"/ready", "never-ready", fmt.Sprintf("nothing makes a lead of %q ready", spec.Name), "write ready: with a score's threshold, or the events by which a lead raises its hand")
	}
	if slices.Contains(t.Upon, lead.Ready) {
		c.found.Add(place+"/upon", "circular", "a lead cannot be ready because it is ready", "name the events by which a lead raises its hand")
		return
	}
	if place == "/ready" && (c.said("/ready/when") || c.said("/ready/upon")) {
		return // said once is enough
	}
	pr.ready = c.trigger(place, t, raises, at)
}

func (c *compiler) returns(path string, spec Program) {
	known := []string{Resume, Restart}
	if spec.OnReturn != "" && !slices.Contains(known, spec.OnReturn) {
		c.found.Unknown(path+"/on_return", "way to come back", spec.OnReturn, known)
	}
}

func (c *compiler) policy(path string, p Policy, pr *program) {
	switch {
	case p.Fate == Unstated || p.Fate > Slow:
		c.found.Add(path, "exhausted-unstated", "nothing says what becomes of a lead that has received everything", policyRemedy)
	case p.Fate == Slow:
		c.rhythm(path, p.Every, pr)
	}
}

func (c *compiler) stream(path string, spec Stream, pr *program, program, at int) stream {
	c.name(path, "stream", spec.Name, pr.stream(spec.Name) != nil)
	c.rhythm(path+"/every", spec.Every, pr)
	if spec.After.N < 0 {
		c.found.Add(path+"/after", "negative-span", "a time cannot be negative", "")
	}
	c.counted(path+"/after", spec.After, pr)
	if known := []string{Problem, WhyUs, ReadyToBuy}; spec.Aim != "" && !slices.Contains(known, spec.Aim) {
		c.found.Unknown(path+"/aim", "aim", spec.Aim, known)
	}
	if at > 0 && spec.When == "" {
		c.found.Add(path, "unreachable-stream", fmt.Sprintf("no lead ever comes to the stream %q", spec.Name), "write when: with the condition that brings a lead here")
	}
	s := stream{Stream: spec, when: c.schema.Standing(&c.found, path+"/when", spec.When)}
	s.why = s.when.String()
	c.course(path+"/steps", spec, pr, &s, program, at)
	for i := range s.nodes {
		s.contents = append(s.contents, s.nodes[i].contents...)
	}
	if len(spec.Contents) > 0 || len(s.contents) == 0 {
		s.contents = append(s.contents, c.streamContents(path+"/contents", spec.Contents)...)
	}
	s.contents = once(s.contents)
	return s
}

// once leaves of contents that are named several times the first.
func once(list []content) []content {
	seen := map[uint32]bool{}
	return slices.DeleteFunc(list, func(c content) bool {
		was := seen[c.key]
		seen[c.key] = true
		return was
	})
}

// rhythm checks a term that is waited for again and again.
func (c *compiler) rhythm(path string, t calendar.Term, pr *program) {
	if t.N < 1 || t.Measure != calendar.WorkingDays && t.N < int64(lead.Hour) {
		c.found.Add(path, "no-rhythm", "the rhythm is missing, or faster than once an hour", `write one such as 7d or "5 working days"`)
	}
	c.counted(path, t, pr)
}

// counted checks that a term has the calendar it needs.
func (c *compiler) counted(path string, t calendar.Term, pr *program) {
	if t.Measure != calendar.ElapsedTime && pr.clock == nil {
		c.found.Add(path, "no-calendar", fmt.Sprintf("%q needs a calendar, and there is none", t), `write hours: with a calendar's name, or declare a calendar "default"`)
	}
}

func (c *compiler) streamContents(path string, names []string) (list []content) {
	if len(names) == 0 {
		c.found.Warn(path, "no-contents", "the stream sends nothing", "name contents, the most important first")
	}
	seen := map[string]bool{}
	for i, name := range names {
		compiled, ok := c.contents[name]
		switch {
		case !ok:
			c.found.Unknown(diag.Join(path, fmt.Sprint(i)), "content", name, slices.Collect(maps.Keys(c.contents)))
		case seen[name]:
			c.found.Add(diag.Join(path, fmt.Sprint(i)), "content-twice", fmt.Sprintf("the stream names %q twice", name), "name it once: nobody receives it twice")
		}
		seen[name], c.used[name] = true, true
		list = append(list, compiled)
	}
	return list
}
