package lead

import (
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/internal/rule"
	"github.com/leadkit/leadkit/lead/diag"
)

// ties finds moves and entries that can never win, and moves that can be due at one instant though the contract does not say which is meant to go first.
func (c *compiler) ties() {
	c.entryTies()
	told := map[[2]*move]bool{}
	for _, spec := range c.m.spec.Stages {
		here := c.m.stages[spec.Name]
		for id, list := range here.upon {
			c.pairs(here, list, told, &trigger{kind: KindID(id)})
		}
		c.pairs(here, here.standing, told, nil)
	}
}

// trigger is the kind of event upon which moves tie; nil: they stand.
type trigger struct{ kind KindID }

func (c *compiler) entryTies() {
	for i := range c.m.entries {
		later := &c.m.entries[i]
		for _, id := range sortedKinds(later.guards) {
			first := slices.IndexFunc(c.m.entries[:i], func(e entry) bool {
				guard, ok := e.guards[id]
				return ok && covers(guard, later.guards[id])
			})
			if first >= 0 {
				c.neverWins(diag.Join("/entries", later.Name), "entry", c.m.entries[first].Name, "upon "+c.schema.kinds[id].Name)
			}
		}
	}
}

func (c *compiler) neverWins(path, what, first, where string) {
	c.found.Warn(path, "never-wins", "this "+what+" is never taken "+where+": "+quoted(first)+" stands above it and is always taken",
		"put it above "+quoted(first)+", or give "+quoted(first)+" a condition")
}

// pairs looks at each pair of moves out of a stage that have the same trigger. A pair is told of once.
func (c *compiler) pairs(here *stage, list []*move, told map[[2]*move]bool, on *trigger) {
	for i, second := range list {
		for _, first := range list[:i] {
			pair := [2]*move{first, second}
			if !told[pair] {
				told[pair] = c.tie(here, first, second, on)
			}
		}
	}
}

// tie tells of a pair if the one below can never win, or if both can be due at once.
func (c *compiler) tie(here *stage, first, second *move, on *trigger) bool {
	path := diag.Join("/moves", second.Name)
	where := "from stage " + here.Name
	scope := c.schema.base
	if on != nil {
		where += " upon " + c.schema.kinds[on.kind].Name
		scope = c.schema.scopes[on.kind]
	}
	switch {
	case c.shuts(first, second, on):
		c.neverWins(path, "move", first.Name, where)
		return true
	case on == nil && c.shuts(second, first, on) && second.After < first.After:
		c.found.Warn(diag.Join("/moves", first.Name), "never-wins", "this move is never taken "+where+": "+quoted(second.Name)+" is always taken earlier",
			"let it come before "+second.After.String()+", or give "+quoted(second.Name)+" a condition")
		return true
	case first.To == second.To || slices.Contains(first.Over, second.Name) || on == nil && !first.meets(second):
		return false
	}
	at := []fact{{first.condition(on), here.Name}, {second.condition(on), here.Name}}
	example, ok := c.schema.together(at, scope)
	if !ok {
		return false
	}
	c.found.Warn(path, "moves-tie", fmt.Sprintf("%q and %q can be due at once %s%s: then %q goes first, as it stands above", first.Name, second.Name, where,
		example, first.Name), "let the conditions exclude each other, or write over: "+second.Name+" in "+quoted(first.Name)+" if that is meant")
	return true
}

func (mv *move) condition(on *trigger) *Condition {
	if on != nil {
		return mv.guards[on.kind]
	}
	return mv.standing
}

// shuts reports whether a move always goes before another one that could be taken: whenever the other is due, it is, and was not put off.
func (c *compiler) shuts(first, second *move, on *trigger) bool {
	if !covers(first.condition(on), second.condition(on)) {
		return false
	}
	if on != nil {
		return true // refused or not, it answers for the event
	}
	free := len(c.m.stages[first.To].Needs) == 0 && (!c.m.stages[first.To].HandedOver || c.m.stages[second.To].HandedOver)
	return free && first.For <= second.For && first.After <= second.After
}

// meets reports whether two standing moves can fall due at one instant other than by chance: when both wait, only if for the same time in the stage.
func (mv *move) meets(other *move) bool {
	return mv.For == 0 && other.For == 0 && mv.After == other.After
}

// covers reports whether one condition certainly holds whenever another does.
func covers(one, other *Condition) bool { return one.always() || one.String() == other.String() }

// always reports whether a condition holds whatever the facts are.
func (c *Condition) always() bool {
	if c == nil {
		return true
	}
	truth, constant := c.program.Always()
	return truth && constant
}

// mostSteps bounds the search for loops, mostLoops how many are told of.
const (
	mostSteps = 20_000
	mostLoops = 16
)

// loops finds rounds of standing moves that all can be due at one instant: time does not break them, so that a lead goes round until it is stuck.
func (c *compiler) loops() {
	s := search{c: c, left: mostSteps}
	for i := range c.m.spec.Stages {
		s.start = i
		s.from(i)
	}
}

// search walks the moves that wait for nothing, each round from the stage in it that the contract declares first.
type search struct {
	c     *compiler
	start int
	round []*move
	facts []fact
	left  int
	found int
}

func (s *search) from(place int) {
	name := s.c.m.spec.Stages[place].Name
	for _, mv := range s.c.m.stages[name].standing {
		to := s.c.m.place(mv.To)
		if s.left--; s.left < 0 || s.found >= mostLoops || mv.For > 0 || mv.After > 0 || to < s.start || slices.Contains(s.round, mv) {
			continue
		}
		s.round, s.facts = append(s.round, mv), append(s.facts, fact{mv.standing, name})
		if to == s.start {
			s.tell()
		} else if !slices.ContainsFunc(s.facts, func(f fact) bool { return f.stage == mv.To }) {
			s.from(to)
		}
		s.round, s.facts = s.round[:len(s.round)-1], s.facts[:len(s.facts)-1]
	}
}

func (s *search) tell() {
	example, ok := s.c.schema.together(s.facts, s.c.schema.base)
	if !ok {
		return
	}
	s.found++
	way := s.facts[0].stage
	always := true
	for _, mv := range s.round {
		way += " -> " + mv.To
		always = always && mv.standing.always()
	}
	path := diag.Join("/moves", s.round[0].Name)
	summary := "a lead goes round at one instant" + example + ": " + way
	remedy := "leave a gap between the conditions, such as enter at 50 and leave under 40, or write for: with a time such as 3d"
	if always {
		s.c.found.Add(path, "endless-loop", summary, remedy)
	} else {
		s.c.found.Warn(path, "endless-loop", summary, remedy)
	}
}

// fact is a condition that is read in a stage.
type fact struct {
	condition *Condition
	stage     string
}

var stageSlot = rule.Slot{Bank: bankClock, Index: clockStage}
