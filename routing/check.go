package routing

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// ErrDesk is wrapped by the error for a desk to which no decisions can have led: it was cut off, edited, or written by something else.
var ErrDesk = errors.New("the desk is malformed")

// UnmarshalJSON reads a desk. One that [Desk.Check] refuses is an error, and d stays what it was.
func (d *Desk) UnmarshalJSON(data []byte) error {
	type plain Desk
	var read plain
	if err := json.Unmarshal(data, &read); err != nil {
		return fmt.Errorf("%w: %w", ErrDesk, err)
	}
	if err := (*Desk)(&read).Check(); err != nil {
		return err
	}
	*d = Desk(read)
	return nil
}

// Check gives an error that wraps [ErrDesk] for a desk to which no decisions can have led. Decoding from JSON does it; ask it of a desk that was read or put together
// in another way, before a router has it. It looks at each part once. It does not compare people's loads with their leads, which a changed policy may have parted.
func (d *Desk) Check() error {
	switch {
	case !within(d.Clock):
		return malformed("clock", 0)
	case len(d.Drops) > MostDrops || len(d.Leaves) > MostLeaves:
		return fmt.Errorf("%w: it is too long", ErrDesk)
	}
	return cmp.Or(
		ordered("seats", d.Seats, func(a, b Seat) int { return strings.Compare(a.Person, b.Person) }, Seat.sound),
		ordered("pools", d.Pools, func(a, b Pool) int {
			return cmp.Or(strings.Compare(a.Channel, b.Channel), strings.Compare(a.Band, b.Band))
		}, Pool.sound),
		d.checkTaken(),
		ordered("drops", d.Drops, func(a, b Drop) int {
			return cmp.Or(strings.Compare(a.Lead, b.Lead), strings.Compare(a.Person, b.Person))
		},
			func(x Drop) bool { return within(x.At) }),
		ordered("leaves", d.Leaves, func(a, b Leave) int { return cmp.Or(strings.Compare(a.Person, b.Person), cmp.Compare(a.From, b.From)) },
			func(l Leave) bool { return l.From < l.To }),
		ordered("away", d.Away, func(a, b Away) int { return strings.Compare(a.Person, b.Person) }, func(Away) bool { return true }))
}

// malformed names the part of a desk that is not sound.
func malformed(part string, i int) error { return fmt.Errorf("%w: %s %d", ErrDesk, part, i) }

// ordered checks each item, and that each comes after the one before.
func ordered[T any](part string, list []T, order func(a, b T) int, sound func(T) bool) error {
	for i := range list {
		if !sound(list[i]) || i > 0 && order(list[i-1], list[i]) >= 0 {
			return malformed(part, i)
		}
	}
	return nil
}

// within reports whether an instant is one that a desk can hold; zero is none.
func within(at lead.Instant) bool { return 0 <= at && at <= lead.Forever }

func (s Seat) sound() bool {
	counts := ordered("", s.Counts, func(a, b Count) int { return cmp.Compare(a.Per, b.Per) }, func(c Count) bool { return AtOnce < c.Per && c.Per < Rolling && c.N >= 0 })
	return counts == nil && min(int64(s.Open), s.Value) >= 0 && within(s.Last) && 0 <= s.Pace && s.Pace <= mostPace &&
		len(s.Times) <= MostCapacity && slices.IsSorted(s.Times)
}

// sound wants people in order, a credit for each, and that the credits add up to zero.
func (p Pool) sound() bool {
	var sum int64
	for _, c := range p.Credit {
		if sum += c; c > mostGiven/2 || c < -mostGiven/2 {
			return false
		}
	}
	return sum == 0 && len(p.Credit) == len(p.People) && (len(p.Got) == 0 || len(p.Got) == len(p.People)) &&
		ordered("", p.People, strings.Compare, func(string) bool { return true }) == nil && !slices.ContainsFunc(p.Got, func(n int) bool { return n < 0 })
}

// checkTaken wants every request once, and every lead in one place.
func (d *Desk) checkTaken() error {
	asked, placed := make(map[string]bool, len(d.Taken)), map[string]bool{}
	for i := range d.Taken {
		t := &d.Taken[i]
		open := t.Closed == 0
		switch {
		case asked[t.Request], open && placed[t.Lead], len(t.Also) != len(t.Prior), len(t.Also) >= MostShared, !within(t.At) || !within(t.Before) || !within(t.Closed),
			t.Queue && t.Person != "":
			return malformed("taken", i)
		}
		asked[t.Request], placed[t.Lead] = true, placed[t.Lead] || open
	}
	if len(placed) > 0 && len(d.Taken) > MostOpen+4*MostFinished+1 {
		return malformed("taken", MostOpen)
	}
	return nil
}
