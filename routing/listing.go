package routing

import (
	"encoding/json"
	"math"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Term is a word out of a closed list of a policy. Only a [Router] makes terms, from its own lists, so a term can say nothing that the policy does not.
// The zero Term says nothing.
type Term struct{ word string }

// String gives the word.
func (t Term) String() string { return t.word }

// MarshalText gives the word.
func (t Term) MarshalText() ([]byte, error) { return []byte(t.word), nil }

// kind is a closed list of words.
type kind uint8

const (
	ofRegion kind = iota
	ofIndustry
	ofTopic
	ofType
)

// Country is a country of ISO 3166-1. The zero Country is unknown.
type Country [2]byte

// String gives the code.
func (c Country) String() string {
	if c == (Country{}) {
		return ""
	}
	return string(c[:])
}

// MarshalText gives the code.
func (c Country) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Size is a band of how many employees a company has.
type Size uint8

// The bands of size, those of the European Union's definition of small and medium enterprises (2003/361/EC), and one more.
const (
	UnknownSize Size = iota
	Micro            // below 10
	Small            // below 50
	Medium           // below 250
	Large            // below 1,000
	VeryLarge
)

var sizeWords = []string{"unknown", "1-9", "10-49", "50-249", "250-999", "1000 or more"}

// String gives the band in words.
func (s Size) String() string { return word(sizeWords, int(s)) }

// MarshalText gives the words of String.
func (s Size) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func sizeOf(employees float64) Size {
	return Size(1 + band(employees, 10, 50, 250, 1000))
}

// Potential is a band of a lead's potential, in major units of the policy's currency.
type Potential uint8

var potentialWords = []string{"unknown", "below 1000", "below 5000", "below 20000", "below 100000", "below 500000", "below 1000000", "1000000 or more"}

// String gives the band in words.
func (p Potential) String() string { return word(potentialWords, int(p)) }

// MarshalText gives the words of String.
func (p Potential) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

func potentialOf(amount float64) Potential {
	return Potential(1 + band(amount, 1000, 5000, 20_000, 100_000, 500_000, 1_000_000))
}

// band gives how many of the ascending bounds a number reaches.
func band(n float64, bounds ...float64) int {
	i := 0
	for i < len(bounds) && n >= bounds[i] {
		i++
	}
	return i
}

// Age is a band of how old a lead is.
type Age uint8

var ageWords = []string{"unknown", "below 1 week", "below 2 weeks", "below 4 weeks", "below 8 weeks", "below 13 weeks", "below 26 weeks", "26 weeks or more"}

// String gives the band in words.
func (a Age) String() string { return word(ageWords, int(a)) }

// MarshalText gives the words of String.
func (a Age) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

func ageOf(s lead.Span) Age {
	return Age(1 + band(float64(s/lead.Week), 1, 2, 4, 8, 13, 26))
}

// MostListed is how many topics a listing names.
const MostListed = 3

// Topics are the topics that a listing names, sorted; empty terms last.
type Topics [MostListed]Term

// MarshalJSON gives the list of those that are not empty.
func (t Topics) MarshalJSON() ([]byte, error) {
	list := []string{}
	for _, x := range t {
		if x != (Term{}) {
			list = append(list, x.word)
		}
	}
	return json.Marshal(list)
}

// Listing describes a lead to those who might buy it. It has no identity, and no field that could hold a text: only bands, codes, and words out of the
// policy's closed lists. Listings are comparable. The zero Listing says nothing.
type Listing struct {
	Type      Term      `json:"type,omitzero"`
	Country   Country   `json:"country,omitzero"`
	Region    Term      `json:"region,omitzero"`
	Industry  Term      `json:"industry,omitzero"`
	Size      Size      `json:"size,omitzero"`
	Potential Potential `json:"potential,omitzero"`
	Age       Age       `json:"age,omitzero"`
	Topics    Topics    `json:"topics,omitzero"`
}

// List describes a lead at an instant. What the policy's closed lists do not have is left out: a region, industry or topic of its own making says nothing.
// Nothing is said of a person who was erased. A description can still be rare enough to be recognised: [Anonymise] it with the rest of the stock.
func (r *Router) List(st *lead.State, at lead.Instant) (l Listing) {
	if st.Gone != 0 {
		return l
	}
	open := r.resale.open
	l.Type, l.Region, l.Industry = open[ofType][st.Text("type")], open[ofRegion][st.Text("region")], open[ofIndustry][st.Text("industry")]
	if code := st.Text("country"); knownCountry(code) {
		copy(l.Country[:], code)
	}
	if n, ok := st.Number("employees"); ok && n >= 0 {
		l.Size = sizeOf(n)
	}
	if n, ok := st.Number("potential"); ok && n >= 0 {
		l.Potential = potentialOf(n)
	}
	if st.Created > 0 && at >= st.Created {
		l.Age = ageOf(at.Sub(st.Created))
	}
	l.Topics = r.topics(st)
	return l
}

// topics gives the topics with the most signals that may be named.
func (r *Router) topics(st *lead.State) (list Topics) {
	var known []lead.Topic
	for _, t := range st.Topics {
		if r.resale.open[ofTopic][t.Name] != (Term{}) {
			known = append(known, t)
		}
	}
	slices.SortStableFunc(known, func(a, b lead.Topic) int { return int(max(math.MinInt32, min(math.MaxInt32, b.Times-a.Times))) })
	known = known[:min(len(known), MostListed)]
	slices.SortFunc(known, func(a, b lead.Topic) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	for i, t := range known {
		list[i] = r.resale.open[ofTopic][t.Name]
	}
	return list
}
