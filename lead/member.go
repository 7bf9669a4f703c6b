package lead

import "slices"

// Member is a person of a team, as far as more than one room has to know them.
type Member struct {
	Name     string
	Team     string
	Calendar string // empty: "default"
	Away     []Away // by beginning
}

// Away is a time in which a member is absent, To excluded. Cover is who stands in meanwhile, empty: nobody.
type Away struct {
	From  Instant `json:"f"`
	To    Instant `json:"t"`
	Cover string  `json:"c,omitempty"`
}

// DeclareMembers makes the people known to the rooms that are compiled later.
func (s *Schema) DeclareMembers(list []Member) {
	s.members = make(map[string]Member, len(list))
	for _, m := range list {
		s.members[m.Name] = m
	}
}

// Member gives a person of a team by name.
func (s *Schema) Member(name string) (Member, bool) {
	m, ok := s.members[name]
	return m, ok
}

// At gives the absence in which an instant lies. Of several the one that begins last.
func (m *Member) At(at Instant) (Away, bool) { return Absent(m.Away, at) }

// Absent gives the absence of a list, by beginning, in which an instant lies. Of several the one that begins last.
func Absent(list []Away, at Instant) (Away, bool) {
	for _, a := range slices.Backward(list) {
		if a.From <= at && at < a.To {
			return a, true
		}
	}
	return Away{}, false
}
