package nurture

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// ErrMalformed is wrapped by the errors of [State.Check].
var ErrMalformed = errors.New("malformed nurture state")

// Check reports what is wrong with a state that came from outside: its lists out of order or beyond their bounds, instants out of range.
// Whatever this package made is right. A state that is not is answered for all the same, but not sensibly.
func (st *State) Check() error {
	sent := func(a, b lead.Instant) int { return cmp.Compare(a, b) }
	switch {
	case len(st.Programs) > MostMemberships || len(st.Had) > MostReceived || len(st.Sent) > MostPerCap || len(st.Reports) > MostReports:
		return fmt.Errorf("%w: a list is too long", ErrMalformed)
	case !ascending(st.Programs, func(a, b Membership) int { return strings.Compare(a.Program, b.Program) }):
		return fmt.Errorf("%w: programs are not sorted, each once", ErrMalformed)
	case !ascending(st.Had, func(a, b Received) int { return cmp.Compare(a.Key, b.Key) }):
		return fmt.Errorf("%w: contents are not sorted, each once", ErrMalformed)
	case !slices.IsSortedFunc(st.Sent, sent) || !sane(st.Sent...) || !sane(st.Paused, st.Ready, st.Frozen, st.Away, st.Tried, st.Late):
		return fmt.Errorf("%w: instants are out of order or out of range", ErrMalformed)
	}
	for i := range st.Programs {
		if !st.Programs[i].sane() {
			return fmt.Errorf("%w: program %q", ErrMalformed, st.Programs[i].Program)
		}
	}
	return nil
}

// ascending reports whether each item is greater than the one before.
func ascending[T any](list []T, compare func(a, b T) int) bool {
	for i := 1; i < len(list); i++ {
		if compare(list[i-1], list[i]) >= 0 {
			return false
		}
	}
	return true
}

func sane(instants ...lead.Instant) bool {
	return !slices.ContainsFunc(instants, func(i lead.Instant) bool { return i < 0 || i > lead.Forever })
}

func (m *Membership) sane() bool {
	return sane(m.Since, m.Left, m.Ripe, m.Last, m.Held, m.First, m.Won, lead.Instant(m.Wait)) && m.Rounds >= 0 && m.Rounds <= MostRounds && (m.Idle == Busy || m.Idle == Empty || m.Idle == Blocked || m.Idle == Ruled)
}
