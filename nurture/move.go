package nurture

import (
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// addWas checks the names that programs had before.
func (c *compiler) addWas() {
	taken := map[string]bool{}
	for _, pr := range c.plan.Programs {
		for i, name := range pr.Was {
			path := diag.Join("/programs", pr.Name, "was", strconv.Itoa(i))
			if _, there := c.p.index[name]; there || taken[name] {
				c.found.Add(path, "name-taken", "the name "+strconv.Quote(name)+" is taken by another program", "let one program take its leads")
			}
			taken[name] = true
		}
	}
	c.p.was = map[string]string{}
	for _, pr := range c.plan.Programs {
		for _, name := range pr.Was {
			c.p.was[name] = pr.Name
		}
	}
}

// Move brings a state that was folded under another plan to this one. A lead stays in its programs, under their present names, and where it was in its stream; whoever is in a program that the plan has no
// more leaves it, which is said. What the lead received, it received.
func (p *Planner) Move(st *State, at lead.Instant, out []Step) []Step {
	var programs []Membership
	for _, m := range st.Programs {
		if now := p.was[m.Program]; now != "" {
			m.Program = now
		}
		if _, ok := p.index[m.Program]; !ok && m.Left == 0 {
			out = append(out, Step{Kind: Exited, Program: m.Program, Stream: m.Stream, At: at, Reason: "the plan has the program no more"})
			m = Membership{Program: m.Program, Stream: m.Stream, Since: m.Since, Left: at, Last: m.Last, Sent: m.Sent}
		}
		i, ok := slices.BinarySearchFunc(programs, m.Program, func(m Membership, name string) int { return strings.Compare(m.Program, name) })
		if ok {
			programs[i] = joined(programs[i], m)
		} else {
			programs = slices.Insert(programs, i, m)
		}
	}
	st.Programs = programs
	st.Sent = slices.Clone(st.Sent[max(0, len(st.Sent)-p.most):])
	return out
}
