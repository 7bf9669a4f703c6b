package scoring

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Traced is one line of a trace: what one event did to one score by one rule, seen at the trace's instant, or what no event did: a silence, a cap, a score set by hand, the rounding.
type Traced struct {
	Score string `json:"score"`
	Rule  string `json:"rule"`
	// Event, Kind and Time are of the event; empty where no event did it.
	Event string       `json:"event,omitempty"`
	Kind  string       `json:"kind,omitempty"`
	Time  lead.Instant `json:"time,omitempty"`
	// Points are what it is worth at the trace's instant: what was Given without what Faded, 0 once it is Ended.
	Points lead.Points `json:"points"`
	Given  lead.Points `json:"given,omitempty"`
	Faded  lead.Points `json:"faded,omitempty"`
	// Held says that the rule's limits held the event back, wholly or in part.
	Held bool `json:"held,omitempty"`
	// Ended is the event that took it away again: a fact that holds no more, another cycle. [ByTime] if none did.
	Ended  string `json:"ended,omitempty"`
	Reason string `json:"reason,omitempty"` // the rule in words
}

// ByTime stands in [Traced] for the event where none was the cause.
const ByTime = "time"

// String says it in words.
func (l Traced) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%+8.2f  %s, %s", l.Points.Float(), l.Score, l.Rule)
	if l.Kind != "" {
		fmt.Fprintf(&b, ": %s of %s", strings.ReplaceAll(l.Kind, "_", " "), l.Time.Time().Format("Mon 2 Jan 15:04"))
	}
	switch {
	case l.Held && l.Given == 0:
		b.WriteString(" gave nothing: held back by " + limitsOf(l.Reason))
		return b.String()
	case l.Given != 0 && l.Kind != "":
		fmt.Fprintf(&b, " gave %s", short(l.Given))
	}
	switch {
	case l.Ended != "":
		fmt.Fprintf(&b, ", taken away by %s", l.Ended)
	case l.Faded != 0:
		fmt.Fprintf(&b, ", of which %s has faded", short(l.Faded))
	}
	if l.Held {
		b.WriteString(", the rest held back by " + limitsOf(l.Reason))
	}
	return b.String()
}

// limitsOf takes the limits out of a rule's words.
func limitsOf(reason string) string {
	parts := slices.DeleteFunc(strings.Split(reason, ", "), func(p string) bool {
		return !strings.HasPrefix(p, "at most ") && !strings.HasPrefix(p, "once") && !strings.HasPrefix(p, "not again") && !strings.HasPrefix(p, "each further")
	})
	if len(parts) == 0 {
		return "its limits"
	}
	text, _, _ := strings.Cut(strings.Join(parts, ", "), ";")
	return text
}

// Trace is a ledger with a line for each event. It looks at a state after every event that was folded into it, and notes what has changed of what the rules are
// worth at one instant, that of the trace: so whatever decay, limits, orders of arrival and forgetting do is in the lines, to the last digit.
type Trace struct {
	s    *Scorer
	at   lead.Instant
	from lead.Instant // when the cycle began that was last noted
	was  map[ruleName]ruleReading
	list []Traced
}

type ruleName struct{ score, rule string }

// ruleReading is what a state says of one rule.
type ruleReading struct {
	line lead.Line
	held uint32
	less lead.Points
}

// Trace begins a trace seen at an instant, which is not before the last event.
func (s *Scorer) Trace(at lead.Instant) *Trace {
	return &Trace{s: s, at: at, was: map[ruleName]ruleReading{}}
}

// Note looks at the state after an event was folded, what the lead is included. The event's id is [ByTime], and its kind empty, after what fell due without one.
func (t *Trace) Note(st *State, event, kind string, when lead.Instant) {
	now := t.read(st)
	renewed := st.From > t.from
	t.from = st.From
	for i := range t.s.scores {
		for _, r := range t.s.scores[i].rules {
			if r.sort == onSilence {
				continue
			}
			key := ruleName{t.s.scores[i].Name, r.name}
			if renewed && r.sort == onEvent {
				t.end(key, event)
				delete(t.was, key)
			}
			t.note(key, r, t.was[key], now[key], Traced{Score: key.score, Rule: key.rule, Event: event, Kind: kind, Time: when, Reason: r.reason})
		}
	}
	t.was = now
}

// note compares two readings of a rule. What a rule gave before it began anew, or before its fact was gone, is ended.
func (t *Trace) note(key ruleName, r *rule, was, now ruleReading, l Traced) {
	if now.line.Times < was.line.Times || r.sort == onFit && was.line.Given != 0 && now.line.Given != was.line.Given || now.held < was.held {
		t.end(key, l.Event)
		was = ruleReading{}
	}
	l.Points, l.Given = now.line.Points-was.line.Points, now.line.Given-was.line.Given
	l.Faded, l.Held = l.Given-l.Points, now.held > was.held || now.less != was.less
	if l.Points != 0 || l.Given != 0 || l.Held {
		t.list = append(t.list, l)
	}
}

// end takes away what a rule has given so far.
func (t *Trace) end(key ruleName, by string) {
	for i := range t.list {
		if l := &t.list[i]; l.Score == key.score && l.Rule == key.rule && l.Ended == "" {
			l.Points, l.Faded, l.Ended = 0, 0, by
		}
	}
}

// read gives what the state says of every rule at the trace's instant.
func (t *Trace) read(st *State) map[ruleName]ruleReading {
	now := map[ruleName]ruleReading{}
	for _, l := range t.s.Explain(st, t.at) {
		if t.s.ruleNamed(l.Score, l.Rule) != nil {
			now[ruleName{l.Score, l.Rule}] = ruleReading{line: l}
		}
	}
	for _, r := range t.s.events {
		if rest := st.rest(r.key); rest.Held > 0 || rest.Less != 0 {
			key := ruleName{t.s.scores[r.score].Name, r.name}
			x := now[key]
			x.held, x.less = rest.Held, rest.Less
			now[key] = x
		}
	}
	return now
}

// Lines gives the trace, score by score: a line for each event and rule in the order in which they were folded, then what no event did. The lines of a score sum
// exactly to it at the trace's instant. The state is the one that was last noted.
func (t *Trace) Lines(st *State) (lines []Traced) {
	closing := t.s.Explain(st, t.at)
	for _, score := range t.s.Names() {
		for _, l := range t.list {
			if l.Score == score {
				lines = append(lines, l)
			}
		}
		for _, l := range closing {
			r := t.s.ruleNamed(l.Score, l.Rule)
			if l.Score == score && (r == nil || r.sort == onSilence) {
				lines = append(lines, Traced{Score: l.Score, Rule: l.Rule, Points: l.Points, Given: l.Given, Reason: l.Reason})
			}
		}
	}
	return lines
}
