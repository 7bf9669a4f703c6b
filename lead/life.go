package lead

import "slices"

// Life is where a lead stands in its lifecycle, and how it came there.
type Life struct {
	Stage string  `json:"s,omitempty"` // empty: not a lead yet
	Since Instant `json:"t,omitempty"`
	// Cycle counts the demands of the same person: a lead that comes back is in cycle n+1. From is when the present one began.
	Cycle int     `json:"c,omitempty"`
	From  Instant `json:"f,omitempty"`
	// Owner is the person who has it, Team their team, Route the channel it was given to.
	Owner string `json:"o,omitempty"`
	// Had is the last person who had it, when nobody has.
	Had   string `json:"k,omitempty"`
	Team  string `json:"m,omitempty"`
	Route string `json:"r,omitempty"`
	// Returns counts how often sales gave it back by an exit; ReturnExit and ReturnReason say by which exit it left last, and why.
	Returns      int    `json:"n,omitempty"`
	ReturnExit   string `json:"e,omitempty"`
	ReturnReason string `json:"w,omitempty"`
	// Until holds the lead from being handed over before then, unless it asks itself; Back is the stage it comes back to at that instant.
	Until    Instant    `json:"u,omitempty"`
	Back     string     `json:"b,omitempty"`
	Holds    []Hold     `json:"h,omitempty"` // sorted by move
	Passages []Passage  `json:"p,omitempty"` // the last MostPassages
	Totals   []Duration `json:"d,omitempty"` // sorted by stage
	Receipt  *Receipt   `json:"receipt,omitempty"`
	// Override is the stage that a manager set until a date, Deputy the owner whom one set.
	Override Override `json:"v,omitzero"`
	Deputy   Deputy   `json:"y,omitzero"`
	// Outside names who has the lead outside, such as a buyer; Awaited is the move that is taken when nobody there has it any more.
	Outside string `json:"x,omitempty"`
	Awaited string `json:"a,omitempty"`
}

// MostPassages is how many passages a lead remembers.
const MostPassages = 32

// Hold says since when the condition of a move that has to hold for some time has been true.
type Hold struct {
	Move  string  `json:"m"`
	Since Instant `json:"t"`
}

// Passage is one change of stage.
type Passage struct {
	From   string  `json:"f,omitempty"`
	To     string  `json:"s"`
	At     Instant `json:"t"`
	Move   string  `json:"m,omitempty"` // the move's, entry's or exit's name
	Reason string  `json:"r,omitempty"`
	Event  string  `json:"e,omitempty"` // the event that caused it, if one did
	By     string  `json:"b,omitempty"` // who caused that event
	Cycle  int     `json:"c"`
}

// lasting gives the reason as far as an erasure leaves it: one of a closed list, not what a manager wrote.
func (p *Passage) lasting() string {
	if p.Move == StageOverridden {
		return ""
	}
	return p.Reason
}

// Duration is how long, and how often, a lead was in a stage it has left.
type Duration struct {
	Stage string `json:"s"`
	Spent Span   `json:"d"`
	Times int    `json:"n"`
}

// Spent gives how long, and how often, a lead has been in each stage at an instant, the present one included, sorted by stage.
func (l *Life) Spent(at Instant) []Duration {
	list := slices.Clone(l.Totals)
	if l.Stage == "" {
		return list
	}
	here := total(&list, l.Stage)
	here.Spent += max(0, at.Sub(l.Since))
	here.Times++
	return list
}

// total finds a stage's sum, or adds one.
func total(list *[]Duration, stage string) *Duration {
	i, ok := slices.BinarySearchFunc(*list, stage, func(d Duration, stage string) int { return compare(d.Stage, stage) })
	if !ok {
		*list = slices.Insert(*list, i, Duration{Stage: stage})
	}
	return &(*list)[i]
}

// pass records a passage and sets the stage.
func (l *Life) pass(p Passage) {
	if l.Stage != "" {
		left := total(&l.Totals, l.Stage)
		left.Spent += max(0, p.At.Sub(l.Since))
		left.Times++
	}
	if n := len(l.Passages); n >= MostPassages {
		l.Passages = slices.Delete(l.Passages, 0, n-MostPassages+1)
	}
	l.Passages = append(l.Passages, p)
	l.Stage, l.Since, l.Holds, l.Override = p.To, p.At, nil, Override{}
}

// took reports whether a move was already taken at an instant. When a lead has passed more stages at an instant than it remembers, every move was.
func (l *Life) took(move string, at Instant) bool {
	for i := len(l.Passages) - 1; i >= 0; i-- {
		if l.Passages[i].At != at {
			return false
		}
		if l.Passages[i].Move == move {
			return true
		}
	}
	return len(l.Passages) >= MostPassages
}

// holding notes whether a move's condition is true, and gives since when.
func (l *Life) holding(move string, is bool, at Instant) Instant {
	i, ok := slices.BinarySearchFunc(l.Holds, move, func(h Hold, move string) int { return compare(h.Move, move) })
	switch {
	case is && !ok:
		l.Holds = slices.Insert(l.Holds, i, Hold{move, at})
	case !is && ok:
		l.Holds = slices.Delete(l.Holds, i, i+1)
		return 0
	case !is:
		return 0
	}
	return l.Holds[i].Since
}

// Receipt is the frozen record of a hand-over. Volume, quality and price of a lead are judged on it, never on what became of the lead later.
type Receipt struct {
	ID           string  `json:"id"` // the hand-over effect's id
	Cycle        int     `json:"cycle"`
	At           Instant `json:"at"`
	Contract     string  `json:"contract"` // the contract's hash
	Stage        string  `json:"stage"`    // where to
	Move         string  `json:"move"`     // what handed it over
	Scores       []Score `json:"scores"`
	Lines        []Line  `json:"lines"` // the scores' explanation
	Temperature  string  `json:"temperature,omitempty"`
	Grid         string  `json:"grid,omitempty"` // the field of the scores' grid
	Quality      string  `json:"quality,omitempty"`
	Type         string  `json:"type,omitempty"`
	Potential    Money   `json:"potential,omitzero"`
	Completeness float64 `json:"completeness"`
	First        Touch   `json:"first,omitzero"`
	Latest       Touch   `json:"latest,omitzero"`
	Cost         Money   `json:"cost,omitzero"`
}

// Score is a score's value at an instant.
type Score struct {
	Name   string `json:"name"`
	Points Points `json:"points"`
	Known  bool   `json:"known"` // false: nothing was ever known that could score
}
