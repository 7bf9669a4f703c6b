package lead

import (
	"maps"

	"github.com/leadkit/leadkit/internal/rule"
)

// Lead is what is known of a lead, for reading in Go. What is zero is unknown.
type Lead struct {
	ID       string
	Created  Instant
	Person   Person
	Company  Company
	Market   string // "B2B" or "B2C"
	Need     Need
	Place    Place
	Source   Source
	Topics   []Topic   // interests, sorted by name
	Projects []Project // sorted by name, closed ones too
	Basis    []Consent // sorted by purpose, then channel
	Life     Life
	// More are the attributes that the contract declares: a string, float64, bool, [Instant], [Money], [Span] or []string by name.
	More map[string]any
}

// Person is whom we speak with.
type Person struct {
	FirstName, LastName, JobTitle, Email, Mobile, Language string

	Zone     string // IANA
	ZoneFrom string // where the zone was learned: "given", "postal_code", "region", "phone_prefix", "contract"
	// Validated says that sales reached the person under the data on record.
	Validated bool
}

// Company is whom the person works for.
type Company struct {
	Name, Registration, Domain, Industry string

	Employees int
}

// Need is what the lead may buy.
type Need struct {
	Type                                      string // one of [Schema.Types]
	Potential, Budget                         Money
	BuyingPosition, Qualification, Competitor string
	// ContractEnds is when the contract with the competitor ends.
	ContractEnds Instant
}

// Place is where the lead is.
type Place struct {
	Country, Region string
	PostalCode      string // text: "01000" is one
	Position        *Position
}

// Position is a point on earth, in degrees.
type Position struct{ Latitude, Longitude float64 }

// Source is where the lead came from: first, last, and last when it was handed over; and what that has cost.
type Source struct {
	First, Latest, AtHandOver Touch
	Cost                      Money
}

// texts gives the place of each attribute that is a text.
func (l *Lead) texts() map[string]*string {
	return map[string]*string{
		"first_name": &l.Person.FirstName, "last_name": &l.Person.LastName, "job_title": &l.Person.JobTitle, "email": &l.Person.Email,
		"mobile": &l.Person.Mobile, "language": &l.Person.Language, attrZone: &l.Person.Zone, "zone_from": &l.Person.ZoneFrom,
		"company": &l.Company.Name, "registration": &l.Company.Registration, "domain": &l.Company.Domain, "industry": &l.Company.Industry,
		attrMarket: &l.Market, attrType: &l.Need.Type, "buying_position": &l.Need.BuyingPosition, "qualification": &l.Need.Qualification,
		"competitor": &l.Need.Competitor, "country": &l.Place.Country, "region": &l.Place.Region, "postal_code": &l.Place.PostalCode,
	}
}

// View gives what a state says of its lead. It shares no memory with the state, but for what [Life] points to.
func (s *Schema) View(st *State) Lead {
	l := Lead{ID: st.ID, Created: st.Created, Topics: append([]Topic(nil), st.Topics...), Projects: append([]Project(nil), st.Plans...),
		Basis: append([]Consent(nil), st.Basis...), Source: Source{First: st.First, Latest: st.Latest, Cost: st.Cost}, Life: st.Life}
	if r := st.Life.Receipt; r != nil {
		l.Source.AtHandOver = r.Latest
	}
	texts := l.texts()
	for _, f := range st.Fields {
		if place := texts[f.Name]; place != nil {
			*place = f.Value.Text
		} else if attr, ok := s.Attribute(f.Name); ok {
			s.show(&l, f.Name, s.plain(attr.Type, f.Value))
		}
	}
	return l
}

// show puts an attribute that is no text into its place.
func (s *Schema) show(l *Lead, name string, value any) {
	switch name {
	case "contact_validated":
		l.Person.Validated, _ = value.(bool)
	case "contract_ends":
		l.Need.ContractEnds, _ = value.(Instant)
	case attrPotential:
		l.Need.Potential, _ = value.(Money)
	case "budget":
		l.Need.Budget, _ = value.(Money)
	case "employees":
		n, _ := value.(float64)
		l.Company.Employees = int(n)
	case "latitude":
		l.Place.position().Latitude, _ = value.(float64)
	case "longitude":
		l.Place.position().Longitude, _ = value.(float64)
	default:
		if l.More == nil {
			l.More = map[string]any{}
		}
		l.More[name] = value
	}
}

func (p *Place) position() *Position {
	if p.Position == nil {
		p.Position = &Position{}
	}
	return p.Position
}

// plain gives a value as Go has it.
func (s *Schema) plain(t Type, v Value) any {
	switch t {
	case Number:
		return v.Num
	case Bool:
		return v.Num != 0
	case Date:
		return Instant(v.Num)
	case Amount:
		return s.money(v)
	case TimeLen:
		return Span(v.Num)
	case Texts:
		return rule.ListItems(v)
	}
	return v.Text
}

// ProfileOf gives a lead's attributes as the properties of a profile_updated or lead_created event: the inverse of [Schema.View].
// What is zero is left out, as unknown; what is no attribute (source, topics, projects, basis, life) has events of its own.
func ProfileOf(l Lead) map[string]any {
	props := maps.Clone(l.More)
	if props == nil {
		props = map[string]any{}
	}
	for name, place := range l.texts() {
		put(props, name, *place)
	}
	put(props, "contact_validated", l.Person.Validated)
	put(props, "contract_ends", l.Need.ContractEnds)
	put(props, attrPotential, l.Need.Potential)
	put(props, "budget", l.Need.Budget)
	put(props, "employees", l.Company.Employees)
	if at := l.Place.Position; at != nil {
		props["latitude"], props["longitude"] = at.Latitude, at.Longitude
	}
	return props
}

func put[T comparable](props map[string]any, name string, value T) {
	var zero T
	if value != zero {
		props[name] = value
	}
}
