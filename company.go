package leadkit

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// Join gives a company what one of its records told (an effect of the kind [CompanyTold]; any other changes nothing) and gives its answers: a profile_updated for
// every record that does not know yet how the company stands. The host stores a [scoring.Company] for each name, commits it with the answers, and applies these to their
// records at the instant at which it does. A condition reads them as lead.company_score, company_people, company_reached, company_roles, company_missing and company_complete.
//
// Effects may come in any order and more than once, and the answers too: the latest counts.
func (e *Engine) Join(c *scoring.Company, f Effect) []lead.Event {
	if f.Member == nil || !e.scorer.Accounts() {
		return nil
	}
	before, known := e.scorer.Company(c), c.Has(f.Member.Lead)
	if !c.Join(*f.Member) {
		return nil
	}
	after := e.scorer.Company(c)
	if equalStanding(&before, &after) {
		if known || f.Member.Gone {
			return nil
		}
		return []lead.Event{answer(c, &after, f.Member.Lead)}
	}
	return e.Answers(c)
}

// Answers gives the company's answers to all of its people: after two states of it were merged, say.
func (e *Engine) Answers(c *scoring.Company) (list []lead.Event) {
	v := e.scorer.Company(c)
	for i := range c.People {
		if p := &c.People[i]; !p.Gone {
			list = append(list, answer(c, &v, p.Lead))
		}
	}
	return list
}

// Company tells how a company stands, with the reasons.
func (e *Engine) Company(c *scoring.Company) scoring.CompanyView { return e.scorer.Company(c) }

// equalStanding reports whether two views tell the records the same.
func equalStanding(a, b *scoring.CompanyView) bool {
	return a.Score == b.Score && a.People == b.People && a.Reached == b.Reached && slices.Equal(a.Filled, b.Filled) && a.Complete == b.Complete
}

// answer makes an event that no person did, so that it scores and moves nothing but by what it says: else a score for what people tell would wind itself up. Its time
// and id grow with what the company knows, so that of two answers the later one counts in whatever order they come.
func answer(c *scoring.Company, v *scoring.CompanyView, id string) lead.Event {
	return lead.Event{ID: "company/" + c.Version() + "/" + effectID(id, "", CompanyTold, c.Name, 0), Lead: id, Kind: lead.ProfileUpdated, Time: c.At().Time(), By: "company", Automatic: true, Props: v.Props()}
}

// reached notes that the person was reached, and reports whether that is new.
func (x *run) reached(b *lead.Bound) bool {
	if x.r.Reached || !x.e.scorer.Reaches(b) {
		return false
	}
	x.r.Reached = true
	return true
}

// renew begins another demand in the scores: what the one before did is no sign of interest, and whoever was reached is to be reached again.
func (x *run) renew() {
	x.e.scorer.Renew(&x.r.Scores, x.r.Clock)
	x.r.Reached = false
}

// inform tells the company what its person is to it, if that is not what it was told last. The facts have to be the record's.
func (x *run) inform() {
	if !x.e.scorer.Accounts() {
		return
	}
	told := &x.r.Member
	now := x.e.scorer.Member(&x.r.Scores, x.facts, x.r.Reached)
	if now.Company == "" && told.Company == "" || now.Same(told) {
		return
	}
	number := told.Number + 1
	if now.Company != told.Company {
		x.depart(number)
	}
	now.Number, now.At = number, x.r.Clock
	x.r.Member = now
	if now.Company != "" {
		x.emit(Effect{Kind: CompanyTold, Subject: now.Company, Member: &now})
	}
}

// depart tells the company that the lead is none of its people any more.
func (x *run) depart(number int64) {
	if company := x.r.Member.Company; company != "" {
		x.emit(Effect{Kind: CompanyTold, Subject: company, Reason: "left", Member: &scoring.Member{Company: company, Lead: x.r.Lead.ID, Number: number, At: x.r.Clock, Gone: true}})
	}
}

// untold is what a company was told of two leads that are one now: it has to be told anew.
func untold(survivor, absorbed *scoring.Member) scoring.Member {
	return scoring.Member{Company: survivor.Company, Lead: survivor.Lead, Number: max(survivor.Number, absorbed.Number), Gone: survivor.Company != ""}
}

// stake says whether what the company was told holds over a span: Yes at every instant, No at none.
func (x *run) stake(from, to lead.Instant) lead.Truth {
	told := &x.r.Member
	if told.Company == "" || !x.e.scorer.Accounts() {
		return lead.Yes
	}
	switch s := x.e.scorer.Stake(&x.r.Scores, from, to); {
	case !s.Fixed:
		return lead.Maybe
	case s.Fit == told.Fit && s.Interest == told.Interest:
		return lead.Yes
	}
	return lead.No
}
