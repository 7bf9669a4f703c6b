package nurture

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// State is what the past of a lead leaves behind in its nurture. It is plain data; the zero State is a lead that never was in a program.
// It is bounded by [MostMemberships], [MostReceived] and [MostPerCap].
type State struct {
	Programs []Membership   `json:"p,omitempty"` // sorted by name; of programs that were left, too
	Had      []Received     `json:"h,omitempty"` // sorted by key
	Sent     []lead.Instant `json:"s,omitempty"` // the latest contents of any sort, ascending: as many as the caps can tell apart
	Paused   lead.Instant   `json:"z,omitempty"` // since when sales has the lead; zero: it has not
	Frozen   lead.Instant   `json:"f,omitempty"` // since when an event of the plan's has stopped all programs; zero: none has
	Away     lead.Instant   `json:"y,omitempty"` // since when somebody outside has the lead; zero: nobody has
	Tried    lead.Instant   `json:"a,omitempty"` // when sales first tried to reach the lead that it has
	Late     lead.Instant   `json:"l,omitempty"` // when it was found, in this cycle, that the lead bought elsewhere too soon for us
	Reports  []Told         `json:"o,omitempty"` // what was reported of the last returns, at most [MostReports], ascending
	Band     string         `json:"b,omitempty"` // the temperature that was seen last
	Zone     string         `json:"q,omitempty"` // the lead's own, if their hours are kept and it is a known one
	Holidays string         `json:"e,omitempty"` // the set that is kept where the lead is, if theirs are kept and it is a known one
	Cycle    int            `json:"c,omitempty"` // of the lead, as it was last seen
	Ready    lead.Instant   `json:"r,omitempty"` // when it was last said to be ready
	Contents int64          `json:"n,omitempty"` // how many contents fell due
	Withheld int64          `json:"w,omitempty"` // how often one was withheld
}

// Bounds of a Plan and of a State.
const (
	MostPrograms = 100
	MostContents = 1024
	// MostReceived is how many contents a lead is known to have received. Beyond it, the oldest that the plan no longer has is forgotten.
	MostReceived = MostContents
	// MostMemberships is how many programs of past and present plans a state can hold.
	MostMemberships = 2 * MostPrograms
)

// Membership is a lead's place in a program.
type Membership struct {
	Program string       `json:"p"`
	Stream  string       `json:"s"`
	Since   lead.Instant `json:"t"`           // when it entered
	First   lead.Instant `json:"f,omitempty"` // when it entered for the first time
	Left    lead.Instant `json:"l,omitempty"` // when it left; zero: it is in it
	Won     lead.Instant `json:"v,omitempty"` // when it bought, after it had entered
	// Control says that the lead is held out: it receives nothing.
	Control bool `json:"x,omitempty"`
	// Step is the step of the stream's course at which the lead is; empty: there is none, or the course is over. Rounds is how often it went back to an earlier one.
	Step   string `json:"g,omitempty"`
	Rounds int    `json:"k,omitempty"`
	// Ripe is when the next content is due by the program's rhythm, or the step is over. Caps and hours may make a content later.
	Ripe lead.Instant `json:"r,omitempty"`
	// Wait is what remained of the rhythm when sales took the lead.
	Wait lead.Span `json:"w,omitempty"`
	// Last is when the program's last content fell due, Sent how many did.
	Last lead.Instant `json:"c,omitempty"`
	Sent int64        `json:"n,omitempty"`
	// Idle says why no content is due: nothing is left, or no basis for contact allows what is left. It ends by itself when there is one that can be sent.
	Idle Idle `json:"i,omitempty"`
	// Rule says, of a program that a contact rule lets wait, which one does.
	Rule string `json:"d,omitempty"`
	// Slow says that the lead once had everything, and since goes at the slower rhythm.
	Slow bool `json:"o,omitempty"`
	// Barred says that the condition to enter has been true ever since the lead left.
	Barred bool `json:"b,omitempty"`
	// Ready says that the condition to be ready has been true ever since it was said.
	Ready bool `json:"y,omitempty"`
	// Held is before when the lead, which is ready, may not be handed over again. Then it is said.
	Held lead.Instant `json:"u,omitempty"`
}

// Idle is why a program has nothing to send to a lead.
type Idle string

// Why nothing is due.
const (
	Busy    Idle = ""  // something is
	Empty   Idle = "e" // nothing is left that suits
	Blocked Idle = "b" // something is, but no basis for contact is on record
	Ruled   Idle = "r" // something is, but a contact rule lets none go before the instant at which it is ripe
)

// Received is a content that a lead received.
type Received struct {
	Key uint32       `json:"k"` // of the content's name
	At  lead.Instant `json:"t"`
}

// key is the FNV-1a hash of a name, 32 bits.
func key(name string) uint32 {
	h := uint32(2166136261)
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 16777619
	}
	return h
}

func (st *State) find(program string) (int, bool) {
	return slices.BinarySearchFunc(st.Programs, program, func(m Membership, name string) int { return strings.Compare(m.Program, name) })
}

// member gives the lead's place in a program, nil if it never was in it. The pointer holds until the next program is entered for the first time.
func (st *State) member(program string) *Membership {
	i, ok := st.find(program)
	if !ok {
		return nil
	}
	return &st.Programs[i]
}

// halted reports whether all programs stand still.
func (st *State) halted() bool { return st.Paused != 0 || st.Frozen != 0 || st.Away != 0 }

// in gives the lead's place in a program, nil if it is not in it now.
func (st *State) in(program string) *Membership {
	if m := st.member(program); m != nil && m.Left == 0 {
		return m
	}
	return nil
}

func (st *State) had(content uint32) bool {
	_, ok := st.findHad(content)
	return ok
}

func (st *State) findHad(content uint32) (int, bool) {
	return slices.BinarySearchFunc(st.Had, content, func(r Received, k uint32) int { return cmp.Compare(r.Key, k) })
}

// latest gives the content received last, of several at one instant that with the greatest key.
func (st *State) latest() (r Received) {
	for _, had := range st.Had {
		if had.At >= r.At {
			r = had
		}
	}
	return r
}

// count notes that a content was sent, among the latest n.
func (st *State) count(at lead.Instant, n int) {
	i, _ := slices.BinarySearch(st.Sent, at)
	st.Sent = slices.Insert(st.Sent, i, at)
	if over := len(st.Sent) - n; over > 0 {
		st.Sent = slices.Delete(st.Sent, 0, over)
	}
}
