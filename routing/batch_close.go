package routing

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// close notes all decisions on the desk and says what was missed.
func (b *batching) close(out *Batch) {
	var value int64
	var taken []*asked
	from := len(out.Decisions)
	for _, a := range b.asked {
		if a.to != nil {
			taken = append(taken, a)
			value += a.to.value
			b.take(a, out)
		}
	}
	for i, a := range taken {
		out.Decisions[from+i] = b.r.share(b.d, b.x, a.Request)
	}
	for _, a := range b.asked {
		if a.to == nil {
			b.wait(a, out)
		}
	}
	slices.SortFunc(out.Decisions, func(a, o Decision) int { return cmp.Compare(a.Request, o.Request) })
	out.Decisions = slices.CompactFunc(out.Decisions, func(a, o Decision) bool { return a.Request == o.Request })
	out.Value = lead.Money{Minor: value, Currency: b.r.currency}
	out.Gap = lead.Money{Minor: (b.gap + 1) / 2, Currency: b.r.currency}
	b.short(out)
}

func (b *batching) take(a *asked, out *Batch) {
	ch := &b.r.channels[a.to.channel]
	dec := Decision{Request: a.id(), Lead: a.Lead, Channel: ch.Name, Team: ch.Team, At: b.at, By: a.to.by, For: a.to.of, Potential: a.Potential}
	member := -1
	if p := b.seats[a.to.seat].person; p >= 0 {
		dec.Person, member = b.r.people[p].Name, ch.member(p)
		dec.Team, dec.Band = ch.teamOf(&b.r.people[p]), b.r.band(b.d, ch, a.Request)
	}
	if dec.By == ByOpportunity {
		dec.Opportunity = a.Opportunity
	}
	dec.Expected = b.r.expected(a.to.channel, member, a.Request)
	if i, waited := b.x.byRequest[dec.Request]; waited {
		t := &b.d.Taken[i]
		dec.Try = t.Try + 1
		t.Decision = dec
		b.r.burden(b.d, b.x, t)
	} else {
		b.r.take(b.d, b.x, dec)
	}
	out.Decisions = append(out.Decisions, dec)
}

// wait puts a lead into the fallback queue, with the reasons of all who could not take it. One that waits there stays as it is.
func (b *batching) wait(a *asked, out *Batch) {
	if i, waits := b.x.byRequest[a.id()]; waits {
		out.Decisions = append(out.Decisions, b.d.Taken[i].Decision)
		return
	}
	dec := Decision{Request: a.id(), Lead: a.Lead, At: b.at, Queue: true, Team: b.r.fallback, Potential: a.Potential}
	if dec.Reasons = ManyAccounts; !b.r.hold || len(a.Ambiguous) == 0 {
		dec.Reasons = b.why(a)
	}
	b.r.take(b.d, b.x, dec)
	out.Decisions = append(out.Decisions, dec)
}

// why joins the reasons of all who could not take a lead.
func (b *batching) why(a *asked) Reason {
	why := b.r.refusedBy(b.d, b.x, a.Request, b.at)
	for i := range a.can {
		if s := &b.seats[a.can[i].seat]; s.got(-1) < s.room {
			why |= OverQuota
		}
	}
	if why == 0 {
		return NotTaken
	}
	return why
}

// short lists the minimums that were not met.
func (b *batching) short(out *Batch) {
	for i := range b.seats {
		for j, band := range append([]string{allBands}, b.bands...) {
			least, most := b.limits(i, band)
			s, name := &b.seats[i], band
			if j == 0 {
				name = ""
			}
			got := s.got(j - 1)
			if got >= least {
				continue
			}
			lack := Shortage{Person: b.r.people[s.person].Name, Band: name, AtLeast: least, Got: got}
			switch could := b.could(i, j-1); {
			case min(most, s.room) < least:
				lack.Why = NoRoom
			case could < least:
				lack.Why = FewLeads
			default:
				lack.Why = Contested
			}
			out.Short = append(out.Short, lack)
		}
	}
}

// could counts the leads of a band, or of all, that a seat could take.
func (b *batching) could(seat, band int) (n int) {
	for _, a := range b.asked {
		if (band < 0 || a.band == band) && slices.ContainsFunc(a.can, func(p candidate) bool { return p.seat == seat }) {
			n++
		}
	}
	return n
}
