package lead

import (
	"slices"

	"github.com/leadkit/leadkit/internal/rule"
)

// plan is what an event of a kind does to a lead's state, worked out once.
type plan struct {
	class  Class
	says   saying
	lasts  bool    // it stands even if no human sent it
	fades  bool    // it is about the person, and goes with them
	topic  int     // the property, or -1
	heir   int     // the property that names a new contact person in a report, or -1
	writes []write // which properties are attributes of the lead
}

// write says that the property at prop of an event sets the attribute at attr.
type write struct{ prop, attr int }

// saying is what an event says beside attributes.
type saying uint8

const (
	saysNothing saying = iota
	saysCreated
	saysSource
	saysCost
	saysConsent
	saysProject
	saysAgenda
	saysContact
)

var sayings = map[string]saying{Created: saysCreated, Touched: saysSource, "form_sent": saysSource, CostIncurred: saysCost,
	ConsentGiven: saysConsent, ConsentRevoked: saysConsent, Unsubscribed: saysConsent,
	ProjectUpdated: saysProject, Rejected: saysProject, Recycled: saysProject, Disqualified: saysProject, Lost: saysProject,
	MeetingBooked: saysAgenda, MeetingMoved: saysAgenda, MeetingHeld: saysAgenda, MeetingDropped: saysAgenda, MeetingNoShow: saysAgenda,
	Contacted: saysAgenda, QuoteSent: saysAgenda, Opportunity: saysAgenda, ActPlanned: saysAgenda, ActDone: saysAgenda, ContactChanged: saysContact}

func (s *Schema) planOf(k Kind, positions map[string]int) plan {
	p := plan{class: k.Class, says: sayings[k.Name], topic: -1, heir: -1, writes: s.writesOf(k, positions)}
	p.fades = k.Class == Signal || k.Name == Contacted
	if at, ok := positions["new_contact"]; ok && p.says == saysProject {
		p.heir = at
	}
	p.lasts = k.Class == Fact && k.Name != Touched || k.Name == Unsubscribed
	if at, ok := positions["topic"]; ok && k.Class == Signal {
		p.topic = at
	}
	return p
}

// writesOf finds the properties of a kind that set attributes of the same name and type: of a profile all, of a return's report those that it has.
func (s *Schema) writesOf(k Kind, positions map[string]int) (list []write) {
	switch k.Name {
	case Created, ProfileUpdated, ContactChanged, Identified, Rejected, Recycled, Disqualified, Lost:
		for i, attr := range s.attrs {
			at, ok := positions[attr.Name]
			if ok && s.props[s.kindOf[k.Name]][at].Type == attr.Type {
				list = append(list, write{at, i})
			}
		}
	}
	return list
}

// Apply folds what one bound event says of the lead into its state: attributes, source, consent, projects, topics, cost, history.
// It does not move the lead: that is the [Machine]'s. It reports whether an attribute, or anything else that a condition reads, may have changed.
//
// Of an automatic event only facts are taken, and an unsubscription; it is counted, and neither remembered nor a signal.
// Of an erased person nothing personal is taken, however late it is heard; nor of a former contact person: see [Contact].
func (s *Schema) Apply(st *State, b *Bound) (changed bool) {
	p := &s.plans[b.Kind]
	if b.Automatic {
		st.Automatic++
		return p.lasts && s.hear(st, b, p)
	}
	changed = s.hear(st, b, p)
	if p.fades && b.Time <= st.Contact.At { // a signal has no id by which to tell which of one instant came first
		return changed
	}
	if p.class == Signal {
		st.Signal = max(st.Signal, b.Time)
		if v := b.Value(p.topic); v.Type == rule.Text && st.Gone == 0 {
			st.topic(v.Text, b.Time)
			changed = changed || s.asksTopic
		}
	}
	return s.remember(st, b) || changed
}

func (s *Schema) hear(st *State, b *Bound, p *plan) (changed bool) {
	if st.Gone == 0 {
		changed = s.personal(st, b, p)
	}
	switch p.says {
	case saysCreated:
		if st.Created == 0 || b.Time < st.Created {
			st.Created = b.Time
		}
		s.touched(st, b)
		s.spend(st, b.Value(s.Prop(b.Kind, "cost")))
	case saysSource:
		s.touched(st, b)
		s.spend(st, b.Value(s.Prop(b.Kind, "cost")))
	case saysCost:
		s.spend(st, b.Value(s.Prop(b.Kind, "amount")))
	default:
		return changed
	}
	return true
}

// personal folds what is not taken any more once the person was erased.
func (s *Schema) personal(st *State, b *Bound, p *plan) (changed bool) {
	if p.says == saysContact || p.heir >= 0 && b.Value(p.heir) != (Value{}) {
		changed = s.contact(st, b, p)
	}
	former := st.former(b)
	for _, w := range p.writes {
		if former && s.attrs[w.attr].Personal {
			continue
		}
		changed = s.set(st, w.attr, b.Value(w.prop), b) || changed
	}
	switch p.says {
	case saysConsent:
		if former {
			return changed
		}
		s.consent(st, b)
		return true
	case saysAgenda:
		s.agenda(st, b)
		return true
	case saysProject:
		s.project(st, b)
		return true
	}
	return changed
}

// money gives an amount that [Schema.Bind] took, the zero Money for a missing one.
func (s *Schema) money(v Value) Money {
	if v.Type != rule.Number {
		return Money{}
	}
	m, _ := MoneyOf(v.Num, s.currency)
	return m
}

// spend adds to the acquisition cost, which stays at [MostMinor] when it gets there: in whatever order the amounts come.
func (s *Schema) spend(st *State, amount Value) { st.spend(s.money(amount)) }

func (st *State) spend(amount Money) {
	sum, err := st.Cost.Add(amount)
	if err != nil { // of one currency, and each within the bounds: their sum is no overflow
		sum = Money{max(-MostMinor, min(MostMinor, st.Cost.Minor+amount.Minor)), max(st.Cost.Currency, amount.Currency)}
	}
	st.Cost = sum
}

// set writes a register. A missing value says nothing.
func (s *Schema) set(st *State, attr int, v Value, b *Bound) bool {
	if v == (Value{}) {
		return false
	}
	fresh := Field{Name: s.attrs[attr].Name, Value: v, At: b.Time, By: b.ID, Who: b.By, spot: &s.spots[attr]}
	i, ok := st.find(fresh.Name)
	if !ok {
		st.Fields = slices.Insert(st.Fields, i, fresh)
		return true
	}
	f := &st.Fields[i]
	if !later(fresh.At, fresh.By, f.At, f.By) {
		return false
	}
	changed := f.Value != v
	*f = fresh
	return changed
}
