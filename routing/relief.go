package routing

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Relief says that an open lead has another person to look after it, because whoever has it became absent or came back.
// The lead stays theirs: who covers keeps the promises meanwhile.
type Relief struct {
	Lead    string       `json:"lead"`
	Request string       `json:"request"`
	Channel string       `json:"channel"`
	Person  string       `json:"person"`          // who has it
	Cover   string       `json:"cover,omitempty"` // who looks after it from now on: the person, once back; empty: nobody covers
	At      lead.Instant `json:"at"`
	Until   lead.Instant `json:"until,omitempty"` // when this changes next, as far as it is known now; zero: never
}

// Away is an absence that the desk has announced.
type Away struct {
	Person string `json:"p"`
	Cover  string `json:"c,omitempty"` // who looks after their leads, through covers that are absent themselves; empty: nobody
}

// Due gives the next instant after another one at which the cover of somebody who has open leads may change, or time may let somebody take a lead that waits; zero for never.
// [Router.Advance] says what becomes of the ones, [Router.Retry] of the others.
func (r *Router) Due(d *Desk, after lead.Instant) lead.Instant {
	var next lead.Instant
	for i := range d.Seats {
		if s := &d.Seats[i]; s.Open > 0 {
			next = lead.Earliest(next, r.changes(d, s.Person, after))
		}
	}
	for i := range d.Taken {
		if t := &d.Taken[i]; t.Queue && t.Closed == 0 {
			return lead.Earliest(next, r.room(d, after))
		}
	}
	return next
}

// Advance appends the open leads of everybody whose cover is another than it was when the desk was last asked: because they became absent or came back, or because their cover did.
// Asked again, it appends nothing and changes nothing, so a host that keeps desk and answer together passes each lead on once. Ask at every instant that
// [Router.Due] gives and after [Router.Leave]. The list is ordered by person, and by when the leads came.
func (r *Router) Advance(d *Desk, at lead.Instant, list []Relief) []Relief {
	at = max(at, d.Clock, 1)
	for i := range d.Seats {
		if s := &d.Seats[i]; s.Open > 0 {
			list = r.relieve(d, s.Person, at, list)
		}
	}
	d.Away = slices.DeleteFunc(d.Away, func(a Away) bool { return d.Seat(a.Person).Open == 0 })
	return list
}

// relieve announces the absence or the return of one person who has leads.
func (r *Router) relieve(d *Desk, person string, at lead.Instant, list []Relief) []Relief {
	p, known := r.personOf[person]
	if !known {
		return list
	}
	away, _, _ := r.away(d, p, at)
	cover := r.cover(d, person, at)
	i, told := slices.BinarySearchFunc(d.Away, person, func(a Away, name string) int { return strings.Compare(a.Person, name) })
	switch {
	case away == told && (!away || d.Away[i].Cover == cover):
		return list
	case !away:
		d.Away = slices.Delete(d.Away, i, i+1)
	case told:
		d.Away[i].Cover = cover
	default:
		d.Away = slices.Insert(d.Away, i, Away{Person: person, Cover: cover})
	}
	until := r.changes(d, person, at)
	for _, t := range d.Taken {
		if t.Closed == 0 && t.Person == person {
			list = append(list, Relief{Lead: t.Lead, Request: t.Request, Channel: t.Channel, Person: person, Cover: cover, At: at, Until: until})
		}
	}
	return list
}

// changes gives when the cover of a person may change next, zero for never.
func (r *Router) changes(d *Desk, name string, at lead.Instant) lead.Instant {
	next := lead.Forever
	for range len(r.people) + 1 {
		p, ok := r.personOf[name]
		if !ok {
			break
		}
		away, cover, until := r.away(d, p, at)
		if next = min(next, until); !away {
			break
		}
		name = cover
	}
	if next == lead.Forever {
		return 0
	}
	return next
}
