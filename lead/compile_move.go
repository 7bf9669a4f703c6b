package lead

import (
	"slices"

	"github.com/leadkit/leadkit/lead/diag"
)

func (c *compiler) addMoves() {
	for _, spec := range c.m.spec.Moves {
		path := diag.Join("/moves", spec.Name)
		c.claim(path, "the move", spec.Name)
		c.addMove(path, spec)
	}
	for at, mv := range c.m.moves {
		c.checkWas(mv)
		c.checkOver(diag.Join("/moves", mv.Name)+"/over", at, mv)
	}
}

// checkWas finds a former name that is still, or twice, taken.
func (c *compiler) checkWas(mv *move) {
	if mv.Was == "" {
		return
	}
	taken := func(o *move) bool { return o.Name == mv.Was || o != mv && o.Was == mv.Was }
	if i := slices.IndexFunc(c.m.moves, taken); i >= 0 {
		c.found.Add(diag.Join("/moves", mv.Name, "was"), "name-taken", "the name "+quoted(mv.Was)+" is taken by the move "+quoted(c.m.moves[i].Name), "leave it out, or let one move take it over")
	}
}

func (c *compiler) addMove(path string, spec Move) {
	mv := &move{Move: spec}
	c.m.moves = append(c.m.moves, mv)
	c.stage(path+"/to", spec.To)
	if len(spec.From) == 0 {
		c.found.Add(path, "no-from", "the move says from no stage", "write from: with the stages it leaves")
	}
	c.checkTrigger(path, spec)
	if len(spec.Upon) > 0 {
		c.addGuards(path, mv)
	} else {
		mv.standing = c.schema.Standing(&c.found, path+"/when", spec.When)
	}
	for i, name := range spec.From {
		from := c.stage(path+"/from", name)
		if slices.Contains(spec.From[:i], name) {
			continue
		}
		if from != nil {
			from.add(mv)
			c.checkScores(path, mv, from)
		}
	}
}

func (c *compiler) addGuards(path string, mv *move) {
	mv.guards = c.guards(path, mv.Upon, mv.When)
	mv.requires = map[KindID][]int{}
	for _, name := range mv.Upon {
		id, ok := c.schema.Kind(name)
		if !ok {
			continue
		}
		mv.requires[id] = c.required(path+"/requires", id, mv.Requires)
		if slices.ContainsFunc(c.m.exits, func(x exit) bool { return x.kind == id }) {
			c.found.Add(path+"/upon", "exit-taken", quoted(name)+" is an exit, which answers for every event of its kind",
				"give the exit a reason that leads to stage "+quoted(mv.To))
		}
	}
}

func (s *stage) add(mv *move) {
	if len(mv.Upon) == 0 {
		s.standing = append(s.standing, mv)
	}
	for id := range mv.guards {
		s.upon[id] = append(s.upon[id], mv)
	}
}

func (c *compiler) checkTrigger(path string, spec Move) {
	switch {
	case len(spec.Upon) == 0 && spec.When == "" && spec.After == 0:
		c.found.Add(path, "no-trigger", "the move has no trigger", "write upon: an event, when: a condition, or after: a time")
	case len(spec.Upon) > 0 && (spec.For != 0 || spec.After != 0):
		c.found.Add(path, "two-triggers", "a move upon an event cannot wait", "leave out for: and after:, or upon:")
	case spec.For != 0 && spec.After != 0:
		c.found.Add(path, "two-triggers", "for: and after: exclude each other", "leave out one of them")
	}
	if spec.For < 0 || spec.After < 0 {
		c.found.Add(path, "negative-span", "a time cannot be negative", "write one such as 3d")
	}
	if len(spec.Requires) > 0 && len(spec.Upon) == 0 {
		c.found.Add(path+"/requires", "no-report", "only a move upon an event can require a report", "write upon: with the event that carries it")
	}
}

// checkScores holds the contract to its rule: scores move a lead only before the hand-over; afterwards people do.
func (c *compiler) checkScores(path string, mv *move, from *stage) {
	if !from.HandedOver || mv.standing == nil {
		return
	}
	for _, name := range mv.standing.Names() {
		if slices.Contains(c.schema.scores, name) || name == "temperature" {
			c.found.Add(path+"/when", "score-after-hand-over", "a score cannot move a lead out of "+quoted(from.Name)+", which is in sales' hands",
				"let an act move it: rejected, recycled, recalled")
			return
		}
	}
}

// checkOver holds the moves that one goes before to the contract's order, which is what decides.
func (c *compiler) checkOver(path string, at int, mv *move) {
	for _, name := range mv.Over {
		below := slices.IndexFunc(c.m.moves, func(o *move) bool { return o.Name == name })
		switch {
		case below < 0:
			c.found.Unknown(path, "move", name, c.m.moveNames())
		case below <= at:
			c.found.Add(path, "wrong-order", quoted(mv.Name)+" cannot go before "+quoted(name)+", which stands above it", "put "+quoted(mv.Name)+" above it")
		}
	}
}

func (m *Machine) moveNames() []string {
	names := make([]string, len(m.moves))
	for i, mv := range m.moves {
		names[i] = mv.Name
	}
	return names
}
