package scoring

import (
	"encoding/json"

	"github.com/leadkit/leadkit/lead"
)

// Model says what a lead is worth: scores made of rules, a total over them, and temperature bands. The zero Model scores nothing.
type Model struct {
	Scores []Score `json:"scores,omitempty" contract:"inline"`
	// Total is an expression over the scores' names: + and -, multiplication and division by a constant, min, max, brackets. Empty: their sum.
	// A part that is unscored counts 0; the total is unscored only when every part is.
	Total string `json:"total,omitempty" contract:"expression"`
	// Temperature names bands of a score.
	Temperature Temperature `json:"temperature,omitzero"`
	// Company says how a company is scored out of its people.
	Company Account `json:"company,omitzero"`
	// Grid names fields of two scores: "A1" is fit and interested.
	Grid Grid `json:"grid,omitzero"`
	// Zone is the IANA zone in which days, weeks and months of limits begin. Empty: UTC.
	Zone string `json:"zone,omitempty"`
}

// Score is a number of points with a name that expressions can read. What the rules make of it lies within Min and Max and within [MostScore]; what a person sets by hand
// is not held.
type Score struct {
	Name  string `json:"name" contract:"name"`
	Was   string `json:"was,omitempty" contract:"doc"` // its name in the contract before: see [Scorer.Move]
	Decay Decay  `json:"decay,omitzero"`               // of the rules that have none of their own; absent: none
	Min   Level  `json:"min,omitzero"`
	Max   Level  `json:"max,omitzero"`
	// For says which leads the score is about. It is unscored for all others.
	For Scope `json:"for,omitzero"`
	// About lists topics: the score's rules about events then count those alone whose topic is one of them. It is their property topic or, without one, that of the
	// contract's content that they name.
	About []string `json:"about,omitempty"`
	// Groups hold the points of several rules together within a minimum and a maximum.
	Groups []Group `json:"groups,omitempty"`
	Rules  []Rule  `json:"rules,omitempty" contract:"inline"`
}

// Group is rules of a score whose points together lie within Min and Max. A rule says which it is in.
type Group struct {
	Name string `json:"name" contract:"name"`
	Min  Level  `json:"min,omitzero"`
	Max  Level  `json:"max,omitzero"`
}

// Rule gives or takes points. Its kind follows from what it says:
//
//   - Each: at each event of the kinds, if When holds;
//   - After: while the lead is silent for so long;
//   - neither: as long as When, about what the lead is, holds.
type Rule struct {
	Name string `json:"name" contract:"name"`
	Was  string `json:"was,omitempty" contract:"doc"` // its name in the contract before: see [Scorer.Move]
	// Each lists kinds of event. When is then read once, when the event arrives.
	Each []string `json:"each,omitempty"`
	// When is a condition. Without Each it reads lead.… alone, and the points go away with the fact.
	When   string      `json:"when,omitempty" contract:"expression"`
	Points lead.Points `json:"points,omitempty"`
	// Worth is a number over the event, in place of Points. If it is missing, the rule does not fire. What one event gives is at least AtLeast and at most UpTo.
	Worth   string `json:"worth,omitempty" contract:"expression"`
	AtLeast Level  `json:"at_least,omitzero"`
	UpTo    Level  `json:"up_to,omitzero"`
	// AtMost, Once and CoolDown limit how often the rule gives, decided in the order of arrival over the events' own times: so often per stretch or span; once in a
	// cycle; not again for so long before or after an event that gave. The latest events that gave are remembered, as many as the largest limit counts: one that comes
	// late, from before all of them, gives nothing.
	AtMost   []Rate    `json:"at_most,omitempty"`
	Once     bool      `json:"once,omitempty"`
	CoolDown lead.Span `json:"cool_down,omitempty"`
	// Diminishing lets each further event within a stretch or span give a share of what the one before gave.
	Diminishing Diminishing `json:"diminishing,omitzero"`
	Decay       Decay       `json:"decay,omitzero"` // in place of the score's
	// Group is the group of the score that the rule is in. Min and Max hold what is left of all that the rule gave, at any instant.
	Group string `json:"group,omitempty"`
	Min   Level  `json:"min,omitzero"`
	Max   Level  `json:"max,omitzero"`
	// After is how long the lead has to be silent. Of lists the kinds of event whose absence is meant; empty: every signal.
	After Silence  `json:"after,omitempty"`
	Of    []string `json:"of,omitempty"`
	// Again takes the points once more after each further interval, Times times in all.
	Again Interval `json:"again,omitempty"`
	Times int      `json:"times,omitempty"`
	// DownTo ends what a silence takes: it never takes the score below, and from a score below it takes nothing.
	DownTo Level `json:"down_to,omitzero"`
}

// Temperature names bands of a score: each band begins at a number of points and reaches up to the next, Else is everything below. So there is no gap.
// An unscored lead has no temperature.
type Temperature struct {
	Of    string `json:"of,omitempty"` // a score's name; empty: total
	Bands []Band `json:"bands,omitempty" contract:"inline"`
	Else  string `json:"else,omitempty"`
}

// Band is a temperature from a number of points on.
type Band struct {
	Name string      `json:"name" contract:"name"`
	From lead.Points `json:"from"`
}

// UnmarshalText reads the short form, the points alone.
func (b *Band) UnmarshalText(text []byte) error { return b.From.UnmarshalText(text) }

// UnmarshalJSON reads both forms: the object, and the points alone.
func (b *Band) UnmarshalJSON(data []byte) error {
	type plain Band
	if len(data) > 0 && data[0] == '{' {
		return json.Unmarshal(data, (*plain)(b))
	}
	return json.Unmarshal(data, &b.From)
}
