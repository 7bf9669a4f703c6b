package lead

import "slices"

// Contact says since when the present person answers for the lead, and who said so. It is zero as long as the first one does.
//
// Another person joins the same lead and company by an event contact_changed, or by a report of sales that carries new_contact, whose text is taken for
// the last name until a profile says more. Project, potential, source, cost, stage and all that is known of the company stay. The former person's
// attributes, lawful bases, interests, signals, and the attempts to reach them, do not; what is heard of them later, but happened before, is not taken.
// Attributes and lawful bases come out the same in any order of arrival; interests and history are forgotten whole at the moment of hearing.
type Contact struct {
	At    Instant `json:"t,omitempty"`
	Event string  `json:"e,omitempty"`
	By    string  `json:"b,omitempty"` // who told
}

// contact lets another person answer for the lead, unless that was heard too late: after a change that happened later.
func (s *Schema) contact(st *State, b *Bound, p *plan) bool {
	if !later(b.Time, b.ID, st.Contact.At, st.Contact.Event) {
		return false
	}
	st.Contact = Contact{At: b.Time, Event: b.ID, By: b.By}
	st.Person = b.Value(s.Prop(b.Kind, "person")).Text
	st.Fields = slices.DeleteFunc(st.Fields, func(f Field) bool {
		attr, ok := s.attrOf[f.Name]
		return ok && s.attrs[attr].Personal && st.before(f.At, f.By)
	})
	st.Basis = slices.DeleteFunc(st.Basis, func(c Consent) bool { return st.before(c.At, c.Event) })
	st.Topics = slices.DeleteFunc(st.Topics, func(t Topic) bool { return t.Last <= b.Time })
	st.Memory = slices.DeleteFunc(st.Memory, s.fades)
	st.Overfull = false
	if st.Signal <= b.Time {
		st.Signal = 0
	}
	if p.heir >= 0 {
		s.set(st, s.attrOf["last_name"], b.Value(p.heir), b)
	}
	return true
}

// fades reports whether a memory is one of the person's signals.
func (s *Schema) fades(m Track) bool {
	i := slices.IndexFunc(s.tracks, func(t track) bool { return t.name == m.Call })
	return i >= 0 && s.plans[s.tracks[i].kind].fades
}

// before reports whether something happened before the present person answered for the lead.
func (st *State) before(at Instant, id string) bool {
	return later(st.Contact.At, st.Contact.Event, at, id)
}

// former reports whether an event is one of a former person.
func (st *State) former(b *Bound) bool { return st.Contact.At != 0 && st.before(b.Time, b.ID) }
