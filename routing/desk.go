package routing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Desk is the state of one pool of people: who has how much, whose turn it is, which requests were decided. It is plain data; the zero Desk is ready.
// It is bounded by the number of people and the Most… constants.
//
// A Desk belongs to one goroutine at a time. It may be encoded and decoded at any point; a malformed one is refused with [ErrDesk]. Its fields are for reading: a Desk
// whose fields were changed by hand, and a copy that is to live beside the first, are to be taken through [Desk.Clone], the former also through [Desk.Check].
type Desk struct {
	// Clock is the latest instant at which anything was decided. What comes earlier is taken as coming then.
	Clock  lead.Instant `json:"clock,omitempty"`
	Seats  []Seat       `json:"seats,omitempty"`  // sorted by person: those who ever had a lead
	Pools  []Pool       `json:"pools,omitempty"`  // sorted by channel, then band: those with a rotation
	Taken  []Taken      `json:"taken,omitempty"`  // in the order of the decisions
	Drops  []Drop       `json:"drops,omitempty"`  // sorted by lead, then by person
	Leaves []Leave      `json:"leaves,omitempty"` // sorted by person, then by beginning
	Away   []Away       `json:"away,omitempty"`   // sorted by person: the absences that Advance announced

	index *index
}

// Bounds of a Desk.
const (
	MostOpen     = 1 << 16 // decisions about leads that are still open; beyond, the oldest is forgotten and its load released
	MostFinished = 1 << 11 // decisions about leads that were released; a request is recognised at least so long. At times there are up to four times as many
	MostDrops    = 1 << 12 // who let which lead drop; beyond, the oldest is forgotten
	MostLeaves   = 1 << 10 // leaves; beyond, the earliest is forgotten
)

// Seat is what a person has.
type Seat struct {
	Person string         `json:"p"`
	Open   int            `json:"o,omitempty"` // leads not yet released
	Value  int64          `json:"v,omitempty"` // the sum of their potentials, in minor units
	Last   lead.Instant   `json:"l,omitempty"` // when the last one came
	Pace   int64          `json:"b,omitempty"` // of who came back from an absence and has less than the others: how far their next turn has come, in [Turn]ths
	Counts []Count        `json:"c,omitempty"` // sorted by period: those that the person's capacity counts
	Times  []lead.Instant `json:"t,omitempty"` // ascending: as many as the largest rolling capacity counts
}

// Count is how many leads came in a calendar period.
type Count struct {
	Per   Period `json:"u"`
	Index int64  `json:"i"` // which period: days and weeks since 1970, quarters and months since the year 0
	N     int    `json:"n"`
}

// Pool is the rotation of one channel. Credits add up to zero: what one is ahead, the others are behind.
type Pool struct {
	Channel string   `json:"c"`
	Band    string   `json:"b,omitempty"` // where the channel keeps a rotation for each band of its mix
	People  []string `json:"p"`           // sorted
	Credit  []int64  `json:"t"`           // of each, in [Turn]ths of a turn; above zero is owed. Up to date after [Desk.Settle]

	Got []int `json:"n,omitempty"` // of each, in a channel that keeps a mix: leads that were not rejected

	live *ranks // keeps the credits while the desk is at work
}

// Turn is one turn in a rotation, in the unit of [Pool.Credit].
const Turn = int64(1) << 44

// Decision is who takes a lead.
type Decision struct {
	Request string       `json:"q"`
	Lead    string       `json:"l"`
	Channel string       `json:"c,omitempty"`
	Team    string       `json:"m,omitempty"`
	Person  string       `json:"p,omitempty"` // empty: the channel itself, or the queue
	Queue   bool         `json:"f,omitempty"` // nobody can take it: it waits in the fallback queue, which is then the Team
	At      lead.Instant `json:"t"`
	Try     int          `json:"k,omitempty"` // how often a lead that waited was asked about again until it was taken: see [Router.Retry]
	By      Basis        `json:"b,omitempty"`
	For     string       `json:"a,omitempty"` // the absent person for whom Person covers: who has the account, or works on the opportunity
	// Band is that of the channel's mix, if it keeps one.
	Band string `json:"n,omitempty"`
	// Opportunity is the account's open one with which the lead goes along.
	Opportunity string `json:"o,omitempty"`
	// Reasons joins why the candidates were refused who came before the decision: the earlier channels, or with Queue all of them.
	Reasons Reason `json:"r,omitempty"`
	// Also are the other partners who get the lead, in the order in which they were chosen: where it is sold more than once.
	Also []string `json:"y,omitempty"`
	// Potential is that of the request, and counts in [Seat.Value] while the lead is open.
	Potential lead.Money `json:"w,omitzero"`
	// Expected is what the lead is worth there, where the policy says how likely it is won.
	Expected lead.Money `json:"v,omitzero"`
}

// Why gives the decision's reason in words.
func (d Decision) Why() string {
	var b strings.Builder
	switch d.By {
	case ByNobody:
		b.WriteString("waits in the queue " + d.Team)
	case ByOwner:
		b.WriteString("has the account")
	case ByCover:
		b.WriteString("covers for " + d.For + ", who has the account")
	case ByOpportunity:
		b.WriteString("works on the opportunity " + d.Opportunity)
		if d.For != "" {
			b.WriteString(", for " + d.For)
		}
	case ByChannel:
		b.WriteString(d.Channel + " takes it without a person")
	case ByHand:
		b.WriteString("was given it by hand")
	case ByBatch:
		b.WriteString("was given it in a batch")
	default:
		b.WriteString("was next in " + d.Channel)
	}
	if d.Reasons != 0 {
		b.WriteString("; nobody before: " + d.Reasons.String())
	}
	return b.String()
}

// Taken is a decision that the desk remembers.
type Taken struct {
	Decision
	Prior  []lead.Instant `json:"l1,omitempty"` // the same of those in Also
	Before lead.Instant   `json:"l0,omitempty"` // when the person's last lead before this one came
	Closed lead.Instant   `json:"x,omitempty"`  // when it was released; zero: it is open
}

// Drop says that a person rejected a lead, or let it drop.
type Drop struct {
	Lead   string       `json:"l"`
	Person string       `json:"p"`
	At     lead.Instant `json:"t"`
}

// Leave is a time in which a person takes nothing, told to the desk: an illness. Those known long before are in the policy.
type Leave struct {
	Person string       `json:"p"`
	From   lead.Instant `json:"f"`
	To     lead.Instant `json:"t"` // excluded
	Cover  string       `json:"c,omitempty"`
}

// Clone gives a copy that shares nothing.
func (d *Desk) Clone() Desk {
	d.Settle()
	c := Desk{Clock: d.Clock, Seats: slices.Clone(d.Seats), Pools: slices.Clone(d.Pools), Taken: slices.Clone(d.Taken),
		Drops: slices.Clone(d.Drops), Leaves: slices.Clone(d.Leaves), Away: slices.Clone(d.Away)}
	for i := range c.Seats {
		s := &c.Seats[i]
		s.Counts, s.Times = slices.Clone(s.Counts), slices.Clone(s.Times)
	}
	for i := range c.Pools {
		p := &c.Pools[i]
		p.People, p.Credit, p.live = slices.Clone(p.People), slices.Clone(p.Credit), nil
		p.Got = slices.Clone(p.Got)
	}
	return c
}

// Seat gives what a person has.
func (d *Desk) Seat(person string) Seat {
	if i, ok := d.seat(person); ok {
		return d.Seats[i]
	}
	return Seat{Person: person}
}

// Credit gives how many turns a channel's rotation owes a person: below zero, how many they are ahead.
func (d *Desk) Credit(channel, person string) float64 {
	d.Settle()
	var owed int64
	for i := range d.Pools {
		if p := &d.Pools[i]; p.Channel == channel {
			if j, ok := slices.BinarySearch(p.People, person); ok && j < len(p.Credit) {
				owed += p.Credit[j]
			}
		}
	}
	return float64(owed) / float64(Turn)
}

// Waiting lists the decisions by which leads wait in the fallback queue, the longest waiting first.
func (d *Desk) Waiting() (list []Decision) {
	for _, t := range d.Taken {
		if t.Queue && t.Closed == 0 {
			list = append(list, t.Decision)
		}
	}
	return list
}

func (d *Desk) seat(person string) (int, bool) {
	return slices.BinarySearchFunc(d.Seats, person, func(s Seat, name string) int { return strings.Compare(s.Person, name) })
}

func (d *Desk) pool(channel, band string) (int, bool) {
	return slices.BinarySearchFunc(d.Pools, channel, func(p Pool, name string) int {
		return cmp.Or(strings.Compare(p.Channel, name), strings.Compare(p.Band, band))
	})
}

// dropped finds the drops of a lead.
func (d *Desk) dropped(lead string) []Drop {
	from, _ := slices.BinarySearchFunc(d.Drops, lead, func(x Drop, lead string) int { return strings.Compare(x.Lead, lead) })
	to := from
	for to < len(d.Drops) && d.Drops[to].Lead == lead {
		to++
	}
	return d.Drops[from:to]
}

// drop remembers who let a lead drop.
func (d *Desk) drop(x Drop) {
	i, ok := slices.BinarySearchFunc(d.Drops, x, func(a, b Drop) int {
		if c := strings.Compare(a.Lead, b.Lead); c != 0 {
			return c
		}
		return strings.Compare(a.Person, b.Person)
	})
	if ok {
		d.Drops[i].At = x.At
		return
	}
	d.Drops = slices.Insert(d.Drops, i, x)
	if len(d.Drops) > MostDrops {
		oldest := 0
		for i := range d.Drops {
			if d.Drops[i].At < d.Drops[oldest].At {
				oldest = i
			}
		}
		d.Drops = slices.Delete(d.Drops, oldest, oldest+1)
	}
}
