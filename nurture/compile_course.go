package nurture

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// course compiles the steps of a stream.
func (c *compiler) course(path string, spec Stream, pr *program, s *stream, program, at int) {
	if len(spec.Steps) > MostSteps {
		c.found.Add(path, "too-many", "there are too many steps", fmt.Sprintf("at most %d", MostSteps))
		return
	}
	if len(spec.Steps) > 0 && !spec.After.IsZero() {
		c.found.Add(strings.TrimSuffix(path, "/steps")+"/after", "wait-twice", "a stream that has steps waits by them", "write the wait as its first step")
	}
	for i := range spec.Steps {
		where := diag.Join(path, spec.Steps[i].Name)
		taken := slices.ContainsFunc(spec.Steps[:i], func(n Node) bool { return n.Name == spec.Steps[i].Name })
		c.name(where, "step", spec.Steps[i].Name, taken)
		if spec.Steps[i].Name == ToExit {
			c.found.Add(where, "name-taken", `"exit" is the end of the program`, "choose another name")
		}
		s.nodes = append(s.nodes, c.node(where, spec.Steps, i, pr))
		c.answers(where, spec.Steps[i], hook{role: answers, program: program, stream: at, node: i})
	}
	c.analyse(path, s)
}

// MostSteps bounds how many steps a stream has.
const MostSteps = 200

func (c *compiler) node(path string, list []Node, at int, pr *program) node {
	spec := list[at]
	n := node{Node: spec, kind: c.kind(path, spec)}
	n.to = c.place(path+"/to", list, spec.To, at+1)
	n.otherwise = c.place(path+"/else", list, spec.Else, n.to)
	for i, b := range spec.Branch {
		where := path + "/branch"
		if len(spec.Branch) > 1 {
			where = diag.Join(where, fmt.Sprint(i))
		}
		when := c.schema.LeadCondition(&c.found, where+"/when", b.When)
		if b.When == "" {
			c.found.Add(where+"/when", "no-condition", "nothing says who goes this way", "write when: with a condition, and for everybody else else:")
		}
		if b.To == "" {
			c.found.Add(where+"/to", "no-step", "the branch leads nowhere", "write to: with the name of a step, or exit")
		}
		n.cases = append(n.cases, way{when, when.String(), c.place(where+"/to", list, b.To, at+1)})
	}
	if len(spec.Send) > 0 {
		n.contents = c.streamContents(path+"/send", spec.Send)
	}
	c.times(path, spec, pr)
	return n
}

// times checks the times and the date of a step.
func (c *compiler) times(path string, spec Node, pr *program) {
	if len(spec.For) > 0 && spec.AtMost.IsZero() {
		c.found.Add(path+"/at_most", "endless-wait", "an event may never come, and the wait has no limit", "write at_most: with a time such as 14d")
	}
	c.wait(path+"/wait", spec.Wait, pr)
	c.wait(path+"/at_most", spec.AtMost, pr)
	if spec.Before < 0 {
		c.found.Add(path+"/before", "negative-span", "a time cannot be negative", "")
	}
	if spec.Until != "" && spec.Until != nextProject {
		if p, ok := c.schema.Attribute(spec.Until); !ok || p.Type != lead.Date {
			c.found.Unknown(path+"/until", "date", spec.Until, c.dates())
		}
	}
}

func (c *compiler) wait(path string, t calendar.Term, pr *program) {
	switch {
	case t.N < 0:
		c.found.Add(path, "negative-span", "a time cannot be negative", "")
	case !t.IsZero() && t.Measure != calendar.WorkingDays && t.N < int64(lead.Minute):
		c.found.Add(path, "no-rhythm", "the wait is shorter than a minute", `write one such as 3d or "5 working days"`)
	}
	c.counted(path, t, pr)
}

// dates lists the dates of a lead that a step can wait for.
func (c *compiler) dates() []string {
	list := []string{nextProject}
	for _, name := range c.schema.AttributeNames() {
		if p, _ := c.schema.Attribute(name); p.Type == lead.Date {
			list = append(list, name)
		}
	}
	return list
}

// kind finds the one thing that a step does.
func (c *compiler) kind(path string, n Node) (kind nodeKind) {
	does := []bool{sends: len(n.Send) > 0, waits: !n.Wait.IsZero(), waitsUntil: n.Until != "", waitsFor: len(n.For) > 0, branches: len(n.Branch) > 0}
	count := 0
	for k, is := range does {
		if is {
			kind = nodeKind(k)
			count++
		}
	}
	const remedy = "write one of send:, wait:, until:, for: and branch:, or to: alone"
	if count > 1 || count == 0 && n.To == "" {
		c.found.Add(path, "not-one-step", "a step does one thing", remedy)
	}
	other := func(at string, written bool, of ...nodeKind) {
		if written && !slices.Contains(of, kind) {
			c.found.Add(path+at, "no-effect", fmt.Sprintf("%s means nothing in this step", at[1:]), "leave it out")
		}
	}
	other("/before", n.Before != 0, waitsUntil)
	other("/when", n.When != "", waitsFor)
	other("/at_most", !n.AtMost.IsZero(), waitsFor)
	other("/else", n.Else != "", waitsFor, waitsUntil, branches)
	return kind
}

// place finds where a step leads: to the one of a name, or to the given place if there is none.
func (c *compiler) place(path string, list []Node, name string, or int) int {
	switch name {
	case "":
		return or
	case ToExit:
		return leaving
	}
	at := slices.IndexFunc(list, func(n Node) bool { return n.Name == name })
	if at < 0 {
		var names []string
		for _, n := range list {
			names = append(names, n.Name)
		}
		c.found.Unknown(path, "step", name, append(names, ToExit))
		return or
	}
	return at
}

// answers hooks the kinds of event that a step waits for.
func (c *compiler) answers(path string, spec Node, h hook) {
	for _, name := range spec.For {
		if id, ok := c.schema.FindKind(&c.found, path+"/for", name); ok {
			h.guard, h.why = c.schema.EventCondition(&c.found, path+"/when", spec.When, id), "upon "+name
			c.hook(id, h)
		}
	}
}

// analyse finds the steps that nobody reaches, and the loops in which time stands still.
func (c *compiler) analyse(path string, s *stream) {
	if len(s.nodes) == 0 {
		return
	}
	reached := make([]bool, len(s.nodes))
	s.reach(0, reached)
	for i := range s.nodes {
		if !reached[i] {
			c.found.Add(diag.Join(path, s.nodes[i].Name), "unreachable-step", fmt.Sprintf("no lead ever comes to the step %q", s.nodes[i].Name),
				"let another step lead to it, or remove it")
		}
	}
	if loop := s.loop(reached); loop != nil {
		c.found.Add(diag.Join(path, loop[0]), "endless-loop", "leads go round without time going by: "+strings.Join(append(loop, loop[0]), " -> "),
			"put a wait between them")
	}
}

// reach marks all steps that can be reached from a place.
func (s *stream) reach(from int, reached []bool) {
	if from < 0 || from >= len(reached) || reached[from] {
		return
	}
	reached[from] = true
	for _, to := range s.nodes[from].next() {
		s.reach(to, reached)
	}
}

// leaves reports whether a lead can leave the program by the course.
func (s *stream) leaves() bool {
	return slices.ContainsFunc(s.nodes, func(n node) bool { return slices.Contains(n.next(), leaving) })
}

// loop gives the names of steps, in the order in which they follow each other, through which a lead goes round at one instant; nil if there are none.
func (s *stream) loop(reached []bool) []string {
	const open, done = 1, 2
	state, trail := make([]int, len(s.nodes)), []int(nil)
	var visit func(int) []int
	visit = func(at int) []int {
		if at < 0 || at >= len(s.nodes) || state[at] == done || !s.nodes[at].timeless() {
			return nil
		}
		if state[at] == open {
			return trail[slices.Index(trail, at):]
		}
		state[at], trail = open, append(trail, at)
		for _, to := range s.nodes[at].next() {
			if found := visit(to); found != nil {
				return found
			}
		}
		state[at], trail = done, trail[:len(trail)-1]
		return nil
	}
	for i := range s.nodes {
		if !reached[i] {
			continue
		}
		if found := visit(i); found != nil {
			var names []string
			for _, at := range found {
				names = append(names, s.nodes[at].Name)
			}
			return names
		}
	}
	return nil
}
