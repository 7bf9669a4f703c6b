package lead

import (
	"slices"

	"github.com/leadkit/leadkit/internal/rule"
	"github.com/leadkit/leadkit/lead/diag"
)

// Machine is a compiled lifecycle: it says which move a lead takes, and takes it. It is immutable and goroutine-safe.
type Machine struct {
	spec     Lifecycle
	stages   map[string]*stage
	moves    []*move // in the contract's order
	entries  []entry
	exits    []exit
	was      map[string]string // by a stage's name in an earlier contract
	ranks    map[string]int    // by stage: the lowest is the strongest
	warnings diag.List
}

// stage is a compiled stage with the moves that leave it, in the contract's order.
type stage struct {
	Stage
	upon     [][]*move
	standing []*move
}

type move struct {
	Move
	guards   map[KindID]*Condition
	requires map[KindID][]int
	standing *Condition
}

type entry struct {
	Entry
	guards map[KindID]*Condition
}

type exit struct {
	Exit
	kind    KindID
	reason  int // the property
	from    map[string]bool
	reasons map[string]*reason
}

type reason struct {
	Reason
	requires []int
	before   int
	when     *Condition
}

// Step is a move about to be taken, or why none is.
type Step struct {
	Move    string // the name of the move, entry or exit
	To      string
	Reason  string // of an exit
	Exit    string
	Until   Instant // of an exit: not handed over before; of a manager's stage: when it ends
	Back    string
	Event   string
	By      string
	Refused string // in words; empty: the step can be taken
	Lacks   string // of an exit that is refused: what its report lacks
	// Stuck says that the move would be taken a second time at one instant, and is not: see [Move].
	Stuck bool
	// Waits says that the step is refused only because somebody outside has the lead, and is to be remembered: see [Life.Await].
	Waits bool
}

// Upon finds what an event does to a lead's stage: an entry, an exit, a manager's override, or the first move upon the event that fits.
// It reports false where the event means nothing to the lifecycle: an automatic event never does. A step that is refused says why, and is not to be
// taken. Facts have to hold the lead, with what the event said of it, and the event, at that instant.
func (m *Machine) Upon(st *State, b *Bound, f *Facts, at Instant) (Step, bool) {
	if b.Automatic {
		return Step{}, false
	}
	step, ok := m.upon(st, b, f, at)
	step.Event = b.ID
	if f.schema.kinds[b.Kind].Class != Signal {
		step.By = b.By // of a signal, that would be the lead's person
	}
	if ok && step.Refused == "" {
		step.Refused = m.lacks(st, step.To)
	}
	if ok && step.Refused == "" {
		step.Refused = m.outside(st, step.To)
		step.Waits = step.Refused != "" && step.Move != StageOverridden
	}
	return step, ok
}

func (m *Machine) upon(st *State, b *Bound, f *Facts, at Instant) (Step, bool) {
	if f.schema.kinds[b.Kind].Name == StageOverridden {
		return m.overridden(b, f, at)
	}
	if st.Life.Stage == "" {
		return m.enter(b, f)
	}
	for i := range m.exits {
		if m.exits[i].kind == b.Kind {
			return m.exits[i].step(st, b, f)
		}
	}
	here := m.stages[st.Life.Stage]
	if here == nil || int(b.Kind) >= len(here.upon) {
		return Step{}, false
	}
	return m.moved(here, st, b, f, at)
}

func (m *Machine) enter(b *Bound, f *Facts) (Step, bool) {
	for i := range m.entries {
		e := &m.entries[i]
		if guard, ok := e.guards[b.Kind]; ok && guard.True(f) {
			return Step{Move: e.Name, To: e.To}, true
		}
	}
	return Step{}, false
}

// moved finds the first move upon an event that fits. One that hands the lead over because a room decided so waits until it may be handed over again;
// what the lead or a person does is not held.
func (m *Machine) moved(here *stage, st *State, b *Bound, f *Facts, at Instant) (Step, bool) {
	var stuck Step
	for _, mv := range here.upon[b.Kind] {
		if !mv.guards[b.Kind].True(f) {
			continue
		}
		step := Step{Move: mv.Name, To: mv.To}
		if st.Life.took(mv.Name, at) {
			step.Stuck, step.Refused = true, takenAlready
			if stuck.Move == "" {
				stuck = step
			}
			continue
		}
		if lacking := firstMissing(b, mv.requires[b.Kind]); lacking >= 0 {
			step.Refused = "the report lacks " + mv.Requires[lacking]
		} else if f.schema.kinds[b.Kind].Class == Verdict {
			step.Refused = m.waits(st, mv, at)
		}
		return step, true
	}
	return stuck, stuck.Move != ""
}

const takenAlready = "it was taken at this instant already"

// waits says in words why a lead may not be moved by what no person did, "" if it may.
func (m *Machine) waits(st *State, mv *move, at Instant) string {
	switch {
	case st.Life.Overruled(at):
		return "the stage was set by hand until " + st.Life.Override.Until.String()
	case m.held(st, mv, at):
		return "it may not be handed over again before " + st.Life.Until.String()
	}
	return ""
}

// firstMissing gives the place in the list of the first property that an event does not carry, -1 if it carries all.
func firstMissing(b *Bound, properties []int) int {
	return slices.IndexFunc(properties, func(at int) bool { return b.Value(at) == (Value{}) })
}

func (x *exit) step(st *State, b *Bound, f *Facts) (Step, bool) {
	name := b.Value(x.reason).Text
	step := Step{Move: x.Name, Exit: x.Name, Reason: name}
	r := x.reasons[name]
	switch {
	case !x.from[st.Life.Stage]:
		step.Refused = "a lead cannot be " + x.Name + " in stage " + st.Life.Stage
	case r == nil:
		step.Refused = "there is no reason " + quoted(name) + " to be " + x.Name
	case !r.when.True(f):
		step.Refused = "the reason " + name + " needs " + r.When
	default:
		r.fill(&step, st, b)
	}
	return step, true
}

func quoted(s string) string { return `"` + s + `"` }

func (r *reason) fill(step *Step, st *State, b *Bound) {
	if lacking := firstMissing(b, r.requires); lacking >= 0 {
		step.Lacks = r.Requires[lacking]
		step.Refused = "the reason " + r.Name + " requires a report with " + step.Lacks
		return
	}
	step.To, step.Back = r.To, r.Back
	if r.Again == 0 {
		return
	}
	step.Until = b.Time.Add(r.Again)
	day := b.Value(r.before)
	if day == (Value{}) && r.Before != "" {
		known, _ := st.Field(r.Before)
		day = known.Value
	}
	if day.Type == rule.Time {
		step.Until = Instant(day.Num).Add(-r.Again)
	}
}

// nextProject is the one need that is not an attribute.
const nextProject = "next_project"

// lacks says which fact a lead needs before it may enter a stage, "" if none.
func (m *Machine) lacks(st *State, to string) string {
	if target := m.stages[to]; target != nil {
		for _, name := range target.Needs {
			if !st.knows(name) {
				return "stage " + to + " needs " + name
			}
		}
	}
	return ""
}

// missing lists the facts that a stage needs and that are not known.
func (m *Machine) missing(st *State, to string) (list []string) {
	for _, name := range m.stages[to].Needs {
		if !st.knows(name) {
			list = append(list, name)
		}
	}
	return list
}

func (st *State) knows(name string) bool {
	if name == nextProject && st.NextProject() != 0 {
		return true
	}
	_, ok := st.find(name)
	return ok
}

// Has reports whether there is a stage of this name.
func (m *Machine) Has(name string) bool { return m.stages[name] != nil }

// Stage gives the declaration of a stage.
func (m *Machine) Stage(name string) (Stage, bool) {
	s := m.stages[name]
	if s == nil {
		return Stage{}, false
	}
	return s.Stage, true
}

// Stages lists the stages in the contract's order.
func (m *Machine) Stages() []Stage { return slices.Clone(m.spec.Stages) }

// Spec gives the lifecycle with its defaults filled in. The value is not to be changed.
func (m *Machine) Spec() Lifecycle { return m.spec }

// Warnings gives the findings that did not stop the lifecycle from compiling.
func (m *Machine) Warnings() diag.List { return m.warnings }
