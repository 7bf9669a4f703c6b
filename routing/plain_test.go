package routing

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// verdict is what the plain definition says of a lead: who gets it, and what the rotation owes everybody then.
type verdict struct {
	channel, person string
	credit          []int64 // nil: no turn is taken
}

// plainly decides by looking at everybody, with nothing but what the desk says.
func plainly(r *Router, d *Desk, q Request, at lead.Instant) verdict {
	d.Settle()
	if r.hold && len(q.Ambiguous) > 0 {
		return verdict{}
	}
	if p, ok := r.personOf[r.cover(d, q.Owner, at)]; ok && q.Opportunity != "" {
		who := &r.people[p]
		c := slices.IndexFunc(who.Channels, func(c string) bool { return slices.Contains(q.Channels, c) })
		if r.reasons(d, p, &q, max(at, d.Clock, 1))&(Absent|Full|Barred) == 0 {
			return verdict{channel: who.Channels[max(c, 0)], person: who.Name}
		}
	}
	var best verdict
	var most int64
	for _, name := range q.Channels {
		v := plainlyIn(r, d, name, q, at)
		if v.channel == "" {
			continue
		}
		if r.by != ExpectedValue {
			return v
		}
		if worth := r.Expected(q, v.channel, v.person).Minor; best.channel == "" || worth > most {
			best, most = v, worth
		}
	}
	return best
}

// plainlyIn decides in one channel.
func plainlyIn(r *Router, d *Desk, name string, q Request, at lead.Instant) verdict {
	i, ok := r.channelOf[name]
	if !ok {
		return verdict{}
	}
	ch := &r.channels[i]
	if ch.Unattended {
		return verdict{channel: name}
	}
	able := r.explain(d, ch, &q, max(at, d.Clock, 1), nil, nil)
	if len(ch.members) == 0 {
		return verdict{}
	}
	if m := plainOwner(r, d, ch, q, at, able); m >= 0 {
		return verdict{channel: name, person: ch.names[m]}
	}
	var set []int
	for m := range ch.members {
		if able[m].Reasons == 0 {
			set = append(set, m)
		}
	}
	if len(set) == 0 {
		return verdict{}
	}
	m, credit := plainPick(d, ch, q, set, r.band(d, ch, &q), plainHeld(r, d, ch, set, max(at, d.Clock, 1)))
	return verdict{name, ch.names[m], credit}
}

func plainOwner(r *Router, d *Desk, ch *channel, q Request, at lead.Instant, able []Refusal) int {
	p, ok := r.personOf[q.Owner]
	if !ok {
		return -1
	}
	come := Wider // what matters between others only
	if ch.Hours == PreferOpen {
		come |= OffHours
	}
	for _, name := range []string{q.Owner, r.cover(d, q.Owner, at)} {
		if m := slices.Index(ch.names, name); m >= 0 && able[m].Reasons&^come == 0 {
			return m
		}
		if away, _, _ := r.away(d, p, at); !away {
			return -1
		}
	}
	return -1
}

// plainHeld tells which members came back to less than the others have, and have no turn yet.
func plainHeld(r *Router, d *Desk, ch *channel, set []int, at lead.Instant) map[int]bool {
	has := func(m int) int64 {
		if s := d.Seat(ch.names[m]); ch.Strategy != LeastValue {
			return int64(s.Open)
		} else {
			return s.Value
		}
	}
	var had, weight int64
	held := map[int]bool{}
	for _, m := range set {
		pace := d.Seat(ch.names[m]).Pace
		if x := (&index{away: make([]bool, len(r.people))}); pace == 0 {
			r.notice(d, x, ch.members[m], at)
			pace = int64(len(x.back)) * Turn
		}
		if held[m] = 0 < pace && pace < Turn; pace == 0 {
			had, weight = had+has(m), weight+ch.weights[m]
		}
	}
	for m := range held {
		held[m] = held[m] && (weight == 0 || has(m)*weight < had*ch.weights[m])
	}
	return held
}

func plainPick(d *Desk, ch *channel, q Request, set []int, band string, held map[int]bool) (int, []int64) {
	seat := func(m int) Seat { return d.Seat(ch.names[m]) }
	last := func(a, b int) int {
		switch {
		case held[a] == held[b]:
			return 0
		case held[a]:
			return 1
		}
		return -1
	}
	by := func(order func(a, b int) int) int {
		return slices.MinFunc(set, func(a, b int) int { return cmp.Or(order(a, b), cmp.Compare(seat(a).Last, seat(b).Last), a-b) })
	}
	switch ch.Strategy {
	case LeastLoaded:
		return by(func(a, b int) int {
			return cmp.Or(last(a, b), cmp.Compare(int64(seat(a).Open+1)*ch.weights[b], int64(seat(b).Open+1)*ch.weights[a]))
		}), nil
	case LeastValue:
		return by(func(a, b int) int {
			return cmp.Or(last(a, b), cmp.Compare((seat(a).Value+q.Potential.Minor)*ch.weights[b], (seat(b).Value+q.Potential.Minor)*ch.weights[a]))
		}), nil
	case BestValue:
		return by(func(a, b int) int {
			return cmp.Or(cmp.Compare(ch.chanceOf(&q, b), ch.chanceOf(&q, a)), last(a, b), cmp.Compare(int64(seat(a).Open+1)*ch.weights[b], int64(seat(b).Open+1)*ch.weights[a]))
		}), nil
	case LongestWaiting:
		return by(func(a, b int) int { return 0 }), nil
	case Rendezvous:
		rank := func(m int) uint64 { return unlog(mix(hash(q.Lead) ^ ch.hashes[m])) }
		return slices.MinFunc(set, func(a, b int) int {
			return cmp.Compare(rank(a)*uint64(ch.weights[b]), rank(b)*uint64(ch.weights[a]))
		}), nil
	}
	return plainRotation(ch, plainCredit(d, ch, band), set)
}

// plainCredit gives what the rotation owes each member, those who joined and left since then being taken into account.
func plainCredit(d *Desk, ch *channel, band string) []int64 {
	d.Settle()
	var p Pool
	if i, ok := d.pool(ch.Name, band); ok {
		p = d.Pools[i]
	}
	if !slices.Equal(p.People, ch.names) {
		p.fit(ch)
	}
	return slices.Clone(p.Credit)
}

// plainRotation gives everybody in the set their share and takes a turn from who comes first, in exact fractions.
func plainRotation(ch *channel, credit []int64, set []int) (int, []int64) {
	var total int64
	for _, m := range set {
		total += ch.weights[m]
	}
	unit := Turn / total
	turn := unit * total
	for _, m := range set {
		credit[m] += ch.weights[m] * unit
	}
	deadline := func(m int) *big.Rat { return new(big.Rat).SetFrac64(max(turn-credit[m], -mostOwed), ch.weights[m]) }
	first := slices.MinFunc(set, func(a, b int) int {
		switch earned := credit[a] > 0; {
		case earned != (credit[b] > 0):
			if earned {
				return -1
			}
			return 1
		case earned:
			return cmp.Or(deadline(a).Cmp(deadline(b)), cmp.Compare(credit[b], credit[a]), a-b)
		}
		return cmp.Or(cmp.Compare(credit[b], credit[a]), a-b)
	})
	credit[first] -= turn
	return first, credit
}
