package scoring

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Fate is what became of something that a state remembered when another model took over.
type Fate string

// The fates.
const (
	Kept      Fate = "kept"         // what the past gave stays; the rule goes on differently
	Renamed   Fate = "renamed"      // it goes on under another name
	Judged    Fate = "judged anew"  // it has no past: it is a function of what the lead is, or of the present silence
	Recounted Fate = "counts anew"  // what the past gave stays; a limit counts what is remembered of it in its new way
	Restarted Fate = "starts again" // what the past gave fades in a way that cannot be worked out from sums: it is dropped
	Dropped   Fate = "dropped"      // the model has it no more
)

// Moved is what became of one rule, or of a score set by hand, when another model took over.
type Moved struct {
	Score string `json:"score"`
	Rule  string `json:"rule"`          // [SetByHand] or [Frozen] for what a person did
	Was   string `json:"was,omitempty"` // "score/rule" before, if it has another name
	Fate  Fate   `json:"fate"`
	// Lost is what it was worth at the instant of the move and is not any more.
	Lost lead.Points `json:"lost,omitempty"`
	// Rebuild says that folding the events anew under the new model would give what the move could not.
	Rebuild bool     `json:"rebuild,omitempty"`
	Changed []string `json:"changed,omitempty"` // "points 10 → 15"
}

// String says it in a sentence: "interest/read the prices: points 10 → 15; what it gave stays".
func (m Moved) String() string {
	var parts []string
	if m.Was != "" {
		parts = append(parts, "was "+m.Was)
	}
	parts = append(parts, m.Changed...)
	switch m.Fate {
	case Kept:
		parts = append(parts, "what it gave stays")
	case Judged:
		parts = append(parts, "judged anew")
	case Recounted:
		parts = append(parts, "what it gave stays, the limit counts anew")
	case Restarted:
		parts = append(parts, "starts again without its "+m.Lost.String())
	case Dropped:
		parts = append(parts, "dropped with its "+m.Lost.String())
	}
	return m.Score + "/" + m.Rule + ": " + strings.Join(parts, "; ")
}

// Move brings a state that another scorer folded under this one, and lists what that did to it, in the order of this model's rules, what was dropped last. What
// neither the lead nor the models give a difference for is not listed. A rule is the same if its score and its name are, or what [Rule.Was] and [Score.Was] say.
//
//   - Another name, condition, kind of event, number of points: the past keeps what it was given.
//   - Another limit: the past keeps what it was given, and what is remembered of it counts towards the new limit.
//   - Another decay: the rule starts again, because sums cannot be faded otherwise than they were added up. So it does with another number of points where its decay takes off,
//     or leaves, points and not a share of them.
//   - A rule about what the lead is, or about silence: it has no past. Call [Scorer.Refit] afterwards; a silence of other kinds begins with their next event.
//   - A score set by hand stands under the score's new name.
//   - What the model has no more is dropped.
//
// Where Rebuild is set, folding the events anew gives the answer that sums cannot. The instant is that at which points lost are told; it changes nothing.
func (s *Scorer) Move(st *State, old *Scorer, at lead.Instant) []Moved {
	m := mover{s: s, old: old, at: at, from: st, view: old.look(st), to: State{From: st.From}, taken: map[*rule]bool{}, worth: map[[2]string]lead.Points{}}
	for _, l := range old.Explain(st, at) {
		m.worth[[2]string{l.Score, l.Rule}] += l.Points
	}
	for i := range s.scores {
		for _, r := range s.scores[i].rules {
			m.carry(r)
		}
	}
	m.overrides()
	m.drop()
	slices.SortFunc(m.to.Fit, cmp.Compare)
	m.to.Past = s.carryPasts(st)
	*st = m.to
	s.prepare(st)
	return m.list
}

type mover struct {
	s, old *Scorer
	at     lead.Instant
	from   *State
	view   *view // of from, under the old scorer
	to     State
	taken  map[*rule]bool // of the old scorer
	worth  map[[2]string]lead.Points
	list   []Moved
}

// carry moves what is remembered of one rule.
func (m *mover) carry(r *rule) {
	was := m.before(r)
	if was == nil {
		return
	}
	m.taken[was] = true
	to, from := m.s.specOf(r), m.old.specOf(was)
	change := Moved{Score: m.s.scores[r.score].Name, Rule: r.name, Changed: differences(&from, &to)}
	if name := m.old.nameOf(was); name != m.s.nameOf(r) {
		change.Was = name
	}
	if m.move(r, was, &from, &to, &change) {
		m.list = append(m.list, change)
	}
}

// move carries a rule's past and reports whether there is anything to tell.
func (m *mover) move(r, was *rule, from, to *Rule, change *Moved) bool {
	worth := m.worth[[2]string{m.old.scores[was.score].Name, was.name}]
	past := m.past(was)
	switch {
	case r.sort != was.sort:
		m.taken[was] = false
		return false
	case r.sort == onFit:
		if past {
			m.to.Fit = append(m.to.Fit, r.key)
		}
	case r.sort == onSilence:
		m.to.carryActivity(m.from, was.silence.key, r.silence.key)
	case from.Decay != to.Decay || !r.fade.same(was.fade):
		change.Fate, change.Lost, change.Rebuild = Restarted, worth, true
		return past
	case past:
		m.line(r, was)
	}
	change.Fate = fateOf(r, change, from, to)
	change.Rebuild = r.sort == onEvent && len(change.Changed) > 0
	return past && (change.Was != "" || len(change.Changed) > 0)
}

func fateOf(r *rule, change *Moved, from, to *Rule) Fate {
	switch {
	case len(change.Changed) == 0:
		return Renamed
	case r.sort != onEvent:
		return Judged
	case limited(from) != limited(to):
		return Recounted
	}
	return Kept
}

// line adds the old line to the new one, which is empty. What the past was given stays, whatever the points are now.
func (m *mover) line(r, was *rule) {
	line, rest := m.view.read(was), m.from.rest(was.key)
	now := r.given(line.Count, &Rest{})
	rest.Given = inPoints(wide(int64(was.given(line.Count, &rest))).add(wide(int64(now)).neg()))
	if r.limit == nil {
		rest.Times = nil
	}
	m.to.merge(m.s.line(m.s.prepared(&m.to), r.home, r.place), &line, &rest, r, &m.s.halves[r.half])
}

// before finds the rule that a rule was under the old scorer, nil if it is new.
func (m *mover) before(r *rule) *rule {
	sc := &m.s.scores[r.score]
	spec := m.s.specOf(r)
	for _, score := range []string{sc.Name, sc.Was} {
		for _, name := range []string{spec.Name, spec.Was} {
			if was := m.old.ruleNamed(score, name); was != nil && !m.taken[was] {
				return was
			}
		}
	}
	return nil
}

// overrides carries scores set by hand, and frozen ones.
func (m *mover) overrides() {
	m.byHand(m.from.Overrides, &m.to.Overrides, SetByHand)
	m.byHand(m.from.Frozen, &m.to.Frozen, Frozen)
	m.byHand(m.from.Away, &m.to.Away, Frozen)
}

func (m *mover) byHand(from []Override, list *[]Override, rule string) {
	for _, o := range from {
		was, to := o.Score, ""
		for i := range m.s.scores {
			if sc := &m.s.scores[i]; sc.Name == was || to == "" && sc.Was == was {
				to = sc.Name
			}
		}
		if was == Total && m.s.total != nil {
			to = Total
		}
		change := Moved{Score: was, Rule: rule, Fate: Dropped, Lost: m.worth[[2]string{was, rule}]}
		if to != "" {
			o.Score = to
			take(list, o)
			change = Moved{Score: to, Rule: rule, Was: was + "/" + rule, Fate: Renamed}
		}
		if to != was && o.stands(m.at) {
			m.list = append(m.list, change)
		}
	}
}

// drop tells what was not carried.
func (m *mover) drop() {
	for i := range m.old.scores {
		for _, was := range m.old.scores[i].rules {
			if name := m.old.scores[i].Name; !m.taken[was] && m.past(was) {
				m.list = append(m.list, Moved{Score: name, Rule: was.name, Fate: Dropped, Lost: m.worth[[2]string{name, was.name}]})
			}
		}
	}
}

// past tells whether a rule has given or taken anything, or a limit kept it from it.
func (m *mover) past(was *rule) bool {
	switch was.sort {
	case onFit:
		return slices.Contains(m.from.Fit, was.key)
	case onSilence:
		return was.silence.steps(m.from.active(was.silence.key), m.at) > 0
	}
	line, rest := m.view.read(was), m.from.rest(was.key)
	return line.Count > 0 || !rest.empty()
}

// carryActivity takes over when the kinds of a silence last happened. Of other kinds nothing is remembered.
func (st *State) carryActivity(from *State, was, key uint32) {
	if last := from.active(was); last != 0 && was == key {
		st.stir(key, last)
	}
}

func (s *Scorer) nameOf(r *rule) string { return s.scores[r.score].Name + "/" + r.name }

func (s *Scorer) ruleNamed(score, name string) *rule {
	r := s.ruleOf[hash(score+"/"+name)]
	if r == nil || r.name != name || s.scores[r.score].Name != score {
		return nil
	}
	return r
}

// specOf gives what the model says of a rule, with the decay that it takes from its score.
func (s *Scorer) specOf(r *rule) Rule {
	sc := &s.scores[r.score]
	spec := sc.Rules[r.number]
	if r.sort == onEvent && spec.Decay.Curve == Inherited {
		spec.Decay = sc.Decay
	}
	if spec.Decay.Curve == Inherited {
		spec.Decay.Curve = Lasting
	}
	return spec
}

// limited gives a rule's limits as one text.
func limited(r *Rule) string {
	data, _ := json.Marshal([]any{r.AtMost, r.Once, r.CoolDown, r.Diminishing}) // plain data always marshals
	return string(data)
}
