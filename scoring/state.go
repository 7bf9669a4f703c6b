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
// an instant for each set of kinds whose silence counts, an override for each score.
type State struct {
	view *view // worked out from the rest; never encoded; first, beside From, because Apply reads these two

	From      lead.Instant `json:"f,omitempty"` // when the present cycle began; earlier events give nothing
	Blocks    []Block      `json:"b,omitempty"` // sorted by key
	Fit       []uint32     `json:"t,omitempty"` // the keys of the fit rules that hold, sorted
	Judged    []uint32     `json:"j,omitempty"` // the keys of the scores of which some fit rule had a fact to judge by, sorted
	Active    []Activity   `json:"a,omitempty"` // sorted by key
	Overrides []Override   `json:"o,omitempty"` // sorted by score
}

// Block holds the lines of the rules about one kind of event, or of one rule about several kinds. It is made when its first rule fires.
type Block struct {
	Key   uint32 `json:"k"` // a hash of the kind's name, or of the rule's
	Lines []Line `json:"l"` // sorted by key; a rule without a line of its own in the encoding never fired
}

// Line is what one event rule has given since the cycle began. It is kept small, because an event touches the lines of its rules and little else.
type Line struct {
	Key   uint32       `json:"k"`           // a hash of "score/rule"
	Count uint32       `json:"n,omitempty"` // how often the rule gave
	Last  lead.Instant `json:"t,omitempty"` // the latest event that gave; Sum is that of its epoch
	Given lead.Points  `json:"g,omitempty"` // what it gave in all, before decay
	Sum   Wide         `json:"s,omitzero"`  // what it gave in the newest epoch, scaled to the epoch's beginning, in 2^-16 millionths
	Rest  *Rest        `json:"r,omitempty"` // what few lines have
}

// Rest is what few lines have: sums of older epochs, limits.
type Rest struct {
	Older [epochs - 1]Wide `json:"s,omitzero"`  // the sums of the epochs before the newest
	Held  uint32           `json:"h,omitempty"` // how often a limit kept the rule from giving
	Times []lead.Instant   `json:"i,omitempty"` // the latest events that gave, ascending, as many as the limits have to know
}

// Activity is when the kinds of event whose silence counts last happened.
type Activity struct {
	Key  uint32       `json:"k"` // a hash of the kinds' names
	Last lead.Instant `json:"t"`
}

func (l *Line) silent() bool { return l.Count == 0 && l.Rest == nil }

// rest gives what can be read of the rest; it is not to be changed.
func (l *Line) rest() Rest {
	if l.Rest == nil {
		return Rest{}
	}
	return *l.Rest
}

// setRest keeps a rest only where there is one, so that equal lines have equal encodings.
func (l *Line) setRest(r Rest) {
	if r.Older == [epochs - 1]Wide{} && r.Held == 0 && len(r.Times) == 0 {
		l.Rest = nil
		return
	}
	if l.Rest == nil {
		l.Rest = new(Rest)
	}
	*l.Rest = r
}

// sums gives the sums of all kept epochs.
func (l *Line) sums() Sums {
	if l.Rest == nil {
		return Sums{l.Sum}
	}
	return Sums{l.Sum, l.Rest.Older[0], l.Rest.Older[1]}
}

func (l *Line) setSums(s Sums) {
	r := l.rest()
	l.Sum, r.Older = s[0], [epochs - 1]Wide{s[1], s[2]}
	l.setRest(r)
}

// MarshalJSON leaves out the lines of rules that never fired.
func (b Block) MarshalJSON() ([]byte, error) {
	type plain Block
	lines := make([]Line, 0, len(b.Lines))
	for i := range b.Lines {
		if !b.Lines[i].silent() {
			lines = append(lines, b.Lines[i])
		}
	}
	return json.Marshal(plain{b.Key, lines})
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
	c.view = nil
	c.Blocks = slices.Clone(st.Blocks)
	for i := range c.Blocks {
		c.Blocks[i].Lines = slices.Clone(c.Blocks[i].Lines)
		for j := range c.Blocks[i].Lines {
			c.Blocks[i].Lines[j].unshare()
		}
	}
	c.Fit, c.Judged, c.Active, c.Overrides = slices.Clone(st.Fit), slices.Clone(st.Judged), slices.Clone(st.Active), slices.Clone(st.Overrides)
	return c
}

// unshare gives the line a rest of its own.
func (l *Line) unshare() {
	if l.Rest != nil {
		r := *l.Rest
		r.Times = slices.Clone(r.Times)
		l.Rest = &r
	}
}

// Erase removes free text and who wrote it; numbers stay.
func (st *State) Erase() {
	for i := range st.Overrides {
		st.Overrides[i].By, st.Overrides[i].Reason = "", ""
	}
}

// block gives the place of a block, -1 if there is none.
func (st *State) block(key uint32) int {
	b, ok := slices.BinarySearchFunc(st.Blocks, key, func(b Block, key uint32) int { return cmp.Compare(b.Key, key) })
	if !ok {
		return -1
	}
	return b
}

// line finds a line by the keys of its block and its rule, nil if there is none.
func (st *State) line(block, rule uint32) *Line {
	b := st.block(block)
	if b < 0 {
		return nil
	}
	lines := st.Blocks[b].Lines
	l, ok := slices.BinarySearchFunc(lines, rule, func(l Line, key uint32) int { return cmp.Compare(l.Key, key) })
	if !ok {
		return nil
	}
	return &lines[l]
}

// plus adds points and stays at the ends of what they can hold.
func plus(a, b lead.Points) lead.Points {
	sum := a + b
	switch {
	case a > 0 && b > 0 && sum < 0:
		return 1<<63 - 1
	case a < 0 && b < 0 && sum >= 0:
		return -1 << 63
	}
	return sum
}
