package lead

import (
	"cmp"
	"slices"
)

// Planned is an act that was agreed for a date: a register by key and reference, in which the latest event wins. A meeting that was held, cancelled or
// missed, a call back that reached the person, an act that was done, leave it without a date.
type Planned struct {
	Key   string  `json:"k"`           // one of the Plan… words
	Ref   string  `json:"r,omitempty"` // the meeting's id, the quote's, the act's name
	What  string  `json:"w,omitempty"` // in words: "demo", "call back"
	Due   Instant `json:"d,omitempty"`
	At    Instant `json:"t,omitempty"` // when it was agreed
	Event string  `json:"e,omitempty"`
	By    string  `json:"b,omitempty"` // who agreed it
}

// The keys of what is planned.
const (
	PlanMeeting = "meeting"         // meeting_booked, meeting_moved
	PlanCall    = "call back"       // contact_attempted with call_back_at
	PlanAnswer  = "answer to quote" // quote_sent with answer_by
	PlanClosing = "closing"         // opportunity_opened with closing
	PlanAct     = "act"             // act_planned
	PlanPromise = "promise"         // none of these, but a promise that runs: only in answers, never kept
)

// purposeOf is the key under which a meeting's purpose is kept, which moving the meeting need not say again.
const purposeOf = "purpose"

// agenda folds what an event says of the acts that come next.
func (s *Schema) agenda(st *State, b *Bound) {
	get := func(name string) Value { return b.Value(s.Prop(b.Kind, name)) }
	day := func(name string) Instant { return Instant(get(name).Num) }
	switch meeting := get("meeting").Text; s.kinds[b.Kind].Name {
	case MeetingBooked, MeetingMoved:
		if purpose := get("purpose").Text; purpose != "" {
			st.agree(b, Planned{Key: purposeOf, Ref: meeting, What: purpose})
		}
		st.agree(b, Planned{Key: PlanMeeting, Ref: meeting, Due: day("at")})
	case MeetingHeld, MeetingDropped, MeetingNoShow:
		st.agree(b, Planned{Key: PlanMeeting, Ref: meeting})
	case Contacted:
		if again := day("call_back_at"); again != 0 || get("outcome").Text == "reached" {
			st.agree(b, Planned{Key: PlanCall, Due: again})
		}
	case QuoteSent:
		if by := day("answer_by"); by != 0 {
			st.agree(b, Planned{Key: PlanAnswer, Ref: get("quote").Text, Due: by})
		}
	case Opportunity:
		if closing := day("closing"); closing != 0 {
			st.agree(b, Planned{Key: PlanClosing, Due: closing})
		}
	case ActPlanned, ActDone:
		st.agree(b, Planned{Key: PlanAct, Ref: get("act").Text, Due: day("at")})
	}
}

func (st *State) agree(b *Bound, p Planned) {
	p.At, p.Event, p.By = b.Time, b.ID, b.By
	i, ok := slices.BinarySearchFunc(st.Agenda, p, byPlan)
	if !ok {
		st.Agenda = slices.Insert(st.Agenda, i, p)
	} else if old := &st.Agenda[i]; later(p.At, p.Event, old.At, old.Event) {
		*old = p
	}
	if len(st.Agenda) > MostPlanned {
		st.Agenda = dropOldest(st.Agenda, func(p *Planned) (Instant, string) { return p.At, p.Event })
	}
}

func byPlan(a, b Planned) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Ref, b.Ref)) }

// Planned lists the acts that have a date and of which nobody said what became of them, by date.
func (st *State) Planned() []Planned {
	var list []Planned
	for _, p := range st.Agenda {
		if p.Due == 0 {
			continue
		}
		p.What = st.words(p)
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b Planned) int { return cmp.Compare(a.Due, b.Due) })
	return list
}

// nextAct gives the earliest date on the agenda, zero if there is none.
func (st *State) nextAct() (first Instant) {
	for i := range st.Agenda {
		first = Earliest(first, st.Agenda[i].Due)
	}
	return first
}

func (st *State) words(p Planned) string {
	switch p.Key {
	case PlanAct:
		return orText(p.Ref, "act")
	case PlanMeeting:
		if i, ok := slices.BinarySearchFunc(st.Agenda, Planned{Key: purposeOf, Ref: p.Ref}, byPlan); ok {
			return st.Agenda[i].What
		}
	}
	return p.Key
}
