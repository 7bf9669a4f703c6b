package lead

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/leadkit/leadkit/lead/diag"
)

// addPrecedence ranks all stages: those that the contract names, then the others.
func (c *compiler) addPrecedence() {
	named := c.m.spec.Precedence
	for i, name := range named {
		path := diag.Join("/precedence", strconv.Itoa(i))
		c.stage(path, name)
		if slices.Contains(named[:i], name) {
			c.found.Add(path, "name-taken", "the stage "+quoted(name)+" stands twice", "remove one of them")
		}
	}
	far := c.distances()
	var rest []Stage
	for _, st := range c.m.spec.Stages {
		if !slices.Contains(named, st.Name) {
			rest = append(rest, st)
		}
	}
	slices.SortFunc(rest, func(a, b Stage) int {
		return cmp.Or(cmp.Compare(a.weakness(), b.weakness()), cmp.Compare(far[b.Name], far[a.Name]), cmp.Compare(a.Name, b.Name))
	})
	c.m.ranks = map[string]int{}
	for i, name := range named {
		c.m.ranks[name] = i
	}
	for i, st := range rest {
		c.m.ranks[st.Name] = len(named) + i
	}
}

// weakness is lower for what is still open, and for what sales has or won.
func (s *Stage) weakness() (n int) {
	if s.Final {
		n += 2
	}
	if !s.HandedOver {
		n++
	}
	return n
}

// distances gives how many moves a stage is away from where leads begin.
func (c *compiler) distances() map[string]int {
	far := map[string]int{}
	var round []string
	for _, e := range c.m.entries {
		round = append(round, e.To)
	}
	for n := 1; len(round) > 0; n++ {
		var next []string
		for _, name := range round {
			if far[name] != 0 {
				continue
			}
			far[name] = n
			for _, mv := range c.m.spec.Moves {
				if slices.Contains(mv.From, name) {
					next = append(next, mv.To)
				}
			}
		}
		round = next
	}
	return far
}

// Precedence compares where two leads stand, below zero if a goes before b when they are merged: by the contract's precedence of stages, then by who has been there longer. A record that is
// no lead yet comes last.
func (m *Machine) Precedence(a, b *Life) int {
	return cmp.Or(cmp.Compare(m.rank(a.Stage), m.rank(b.Stage)), cmp.Compare(a.Since, b.Since))
}

func (m *Machine) rank(stage string) int {
	if n, ok := m.ranks[stage]; ok {
		return n
	}
	return len(m.ranks)
}
