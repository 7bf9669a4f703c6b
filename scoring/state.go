package scoring

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// State is what scoring remembers of one lead. It is plain data; the zero State is a lead that nothing was ever known about, which is unscored.
//
// It is bounded by the model, whatever the history: a line for each event rule, at most [MostInRate] instants in it if the rule is limited, a key for each fit rule,
// an instant for each set of kinds whose silence counts, an override and two freezes for each score, some thirty numbers for each change that a condition reads.
// It has two encodings, JSON and a shorter binary one.
type State struct {
	From  lead.Instant `json:"f,omitempty"` // when the present cycle began; earlier events give nothing
	Lines []Line       `json:"l,omitempty"` // in the encoding sorted by key, without those of rules that never gave

	view view // worked out from the rest; never encoded; here, because every event reads it with what is before

	Rests     []Rest     `json:"r,omitempty"` // sorted by key
	Fit       []uint32   `json:"t,omitempty"` // the keys of the fit rules that hold, sorted
	Judged    []uint32   `json:"j,omitempty"` // the keys of the scores of which some fit rule had a fact to judge by, sorted
	Active    []Activity `json:"a,omitempty"` // sorted by key
	Overrides []Override `json:"o,omitempty"` // sorted by score
	Past      []Past     `json:"p,omitempty"` // sorted by key
	Frozen    []Override `json:"z,omitempty"` // sorted by score: what each stood at when a person froze it
	Away      []Override `json:"y,omitempty"` // sorted by score: what each stood at when somebody outside got the lead
}

// Line is what one event rule has given since the cycle began. It is kept small, because an event touches the lines of its rules and little else: two fill what a
// processor fetches at once.
type Line struct {
	Key   uint32       `json:"k"`           // a hash of "score/rule"
	Count uint32       `json:"n,omitempty"` // how often the rule gave: each time its points, unless a Rest says otherwise
	Last  lead.Instant `json:"t,omitempty"` // the latest event that gave; Sum is that of its epoch
	Sum   Wide         `json:"s,omitzero"`  // what it gave in the newest epoch, scaled to the epoch's beginning, in 2^-16 millionths
}

// Activity is when the kinds of event whose silence counts last happened.
type Activity struct {
	Key  uint32       `json:"k"` // a hash of the kinds' names
	Last lead.Instant `json:"t"`
}

// MarshalJSON sorts the lines, and leaves out those of rules that never fired.
func (st State) MarshalJSON() ([]byte, error) {
	type plain State
	p := plain(st)
	p.Lines = st.told()
	return json.Marshal(p)
}

// told gives the lines that have something to tell, sorted by key.
func (st *State) told() []Line {
	lines := slices.DeleteFunc(slices.Clone(st.Lines), func(l Line) bool { return l.Count == 0 })
	slices.SortFunc(lines, func(a, b Line) int { return cmp.Compare(a.Key, b.Key) })
	return lines
}

// UnmarshalJSON reads a state; whatever st held is gone.
func (st *State) UnmarshalJSON(data []byte) error {
	type plain State
	var p plain
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	*st = State(p)
	return nil
}

// Clone gives a copy that shares nothing with st.
func (st *State) Clone() State {
	c := *st
	c.view = view{}
	c.Lines, c.Rests = slices.Clone(st.Lines), slices.Clone(st.Rests)
	for i := range c.Rests {
		c.Rests[i] = c.Rests[i].clone()
	}
	c.Fit, c.Judged, c.Active, c.Overrides = slices.Clone(st.Fit), slices.Clone(st.Judged), slices.Clone(st.Active), slices.Clone(st.Overrides)
	c.Past = slices.Clone(st.Past)
	for i := range c.Past {
		c.Past[i] = c.Past[i].clone()
	}
	c.Frozen, c.Away = slices.Clone(st.Frozen), slices.Clone(st.Away)
	return c
}

// Erase removes free text and who wrote it; numbers stay.
func (st *State) Erase() {
	for _, list := range [...][]Override{st.Overrides, st.Frozen, st.Away} {
		for i := range list {
			list[i].By, list[i].Reason = "", ""
		}
	}
}

// EraseLines gives a ledger without the free text of people; numbers stay. The list itself is left as it is.
func EraseLines(lines []lead.Line) []lead.Line {
	lines = slices.Clone(lines)
	for i := range lines {
		if rule := lines[i].Rule; rule == SetByHand || rule == Frozen {
			lines[i].Reason = ""
		}
	}
	return lines
}

// plus adds points and stays at the ends of what they can hold.
func plus(a, b lead.Points) lead.Points {
	sum := a + b
	if (a^sum)&(b^sum) < 0 { // the sum has the sign of neither
		return sum>>63 ^ -1<<63
	}
	return sum
}
