package lead

import "github.com/leadkit/leadkit/lead/diag"

// analyse looks at the lifecycle as a whole: stages that no lead can reach, or leave; moves that never win, that tie, or that go round in a loop; losses
// after which nobody knows when the lead may come back.
func (c *compiler) analyse() {
	if c.found.Err() != nil {
		return // the graph is not worth looking at yet
	}
	reached := map[string]bool{}
	for _, e := range c.m.entries {
		c.reach(e.To, reached)
	}
	for _, st := range c.m.spec.Stages {
		path := diag.Join("/stages", st.Name)
		switch {
		case reached[st.Name]:
		case c.own:
			c.found.Add(path, "unreachable-stage", "no lead can ever be in stage "+quoted(st.Name), "add a move that leads to it, or remove it")
		default: // the contract did not ask for the stage
			c.found.Warn("/moves", "unreachable-stage", "no lead can ever be in stage "+quoted(st.Name)+" of the default lifecycle", "add a move that leads to it, or declare the stages that there are")
		}
		if !st.Final && len(c.next(st.Name)) == 0 {
			c.found.Add(path, "dead-end", "no lead can ever leave stage "+quoted(st.Name), "add a move that leaves it, or write final: true")
		}
	}
	c.returns()
	c.ties()
	c.loops()
}

func (c *compiler) reach(name string, reached map[string]bool) {
	if reached[name] {
		return
	}
	reached[name] = true
	for _, to := range c.next(name) {
		c.reach(to, reached)
	}
}

// next lists the stages that a stage leads to.
func (c *compiler) next(name string) (list []string) {
	for _, mv := range c.m.spec.Moves {
		for _, from := range mv.From {
			if from == name {
				list = append(list, mv.To)
			}
		}
	}
	for _, x := range c.m.exits {
		if !x.from[name] {
			continue
		}
		for _, r := range x.Reasons {
			list = append(list, r.To)
			if r.Back != "" {
				list = append(list, r.Back)
			}
		}
	}
	return list
}

// returns finds the reasons of a loss that do not say when the lead may come back, and those after which nothing ever takes it out of where it went.
func (c *compiler) returns() {
	for _, x := range c.m.exits {
		if x.Name != Lost && x.Name != Recycled {
			continue
		}
		for _, r := range x.Reasons {
			path := diag.Join("/exits", x.Name, "reasons", r.Name)
			switch {
			case !c.m.final(r.To) || r.Back != "":
			case len(c.next(r.To)) == 0:
				c.found.Warn(path, "no-way-back", "nothing leads out of stage "+quoted(r.To)+": a lead with this reason never comes back",
					"write again: with a time such as 90d, and back: with a stage")
			case r.Again == 0:
				c.found.Warn(path, "no-way-back", "the reason does not say when the lead may come back", "write again: with a time such as 90d")
			}
		}
	}
}
