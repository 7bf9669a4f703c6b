package routing

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

func schema(t require.TestingT) *lead.Schema {
	s, err := lead.NewSchema(lead.Vocabulary{}, "EUR")
	require.NoError(t, err)
	return s
}

func compiled(t require.TestingT, p Policy) *Router {
	r, err := Compile(p, schema(t), hours(t))
	require.NoError(t, err)
	return r
}

func hours(t require.TestingT) map[string]*calendar.Hours {
	all := map[string]*calendar.Hours{}
	for name, zone := range map[string]string{"paris": "Europe/Paris", "denver": "America/Denver"} {
		h, err := calendar.Compile(calendar.Calendar{Name: name, Zone: zone, Open: calendar.Week{{Days: "mon-fri", Spans: []string{"09:00-18:00"}}}})
		require.NoError(t, err)
		all[name] = h
	}
	return all
}

// facts gives a lead of which these attributes are known.
func facts(t require.TestingT, s *lead.Schema, st *lead.State, at lead.Instant, attributes map[string]any) *lead.Facts {
	var b lead.Bound
	require.NoError(t, s.Bind(lead.Event{ID: "e", Lead: st.ID, Kind: lead.ProfileUpdated, Time: at.Time(), Props: attributes}, &b))
	s.Apply(st, &b)
	f := s.NewFacts()
	f.See(st)
	f.At(at)
	return f
}

func instant(text string) lead.Instant {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return lead.At(t)
}

// team is n people of one channel, P00, P01, …, changed by edit.
func team(n int, strategy Strategy, edit func(i int, p *Person)) Policy {
	p := Policy{Channels: []Channel{{Name: "sales", Strategy: strategy, Hours: IgnoreHours}}}
	for i := range n {
		one := Person{Name: fmt.Sprintf("P%02d", i), Channels: []string{"sales"}}
		if edit != nil {
			edit(i, &one)
		}
		p.People = append(p.People, one)
	}
	return p
}

func ask(i int) Request {
	return Request{ID: fmt.Sprintf("q%d", i), Lead: fmt.Sprintf("l%d", i), Channels: []string{"sales"}}
}

func text(t require.TestingT, v any) string {
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

func reread(t require.TestingT, d *Desk) *Desk {
	var back Desk
	require.NoError(t, json.Unmarshal([]byte(text(t, d)), &back))
	return &back
}

func oneOf[T any](t *rapid.T, label string, list ...T) T {
	return rapid.SampledFrom(list).Draw(t, label)
}

// policies draws policies over three channels, the last without people.
func policies(t *rapid.T) Policy {
	p := Policy{Channels: []Channel{{Name: "field", Team: "field"}, {Name: "inside"}, {Name: "shop", Unattended: true}}, Needs: []Need{{"metal", `lead.industry == "metal"`}}}
	for i := range p.Channels {
		p.Channels[i].Strategy = oneOf(t, "strategy", Rotation, Rotation, LeastLoaded, LongestWaiting, Rendezvous, LeastValue, BestValue)
		if p.Channels[i].Strategy == Rotation {
			p.Channels[i].Mix = oneOf(t, "mix", NoMix, MixTemperature, MixValue)
		}
		p.Channels[i].Hours = oneOf(t, "hours", PreferOpen, RequireOpen, IgnoreHours)
	}
	p.Classes = []Class{{"small", lead.Money{Minor: 2, Currency: "EUR"}}, {Name: "large"}}
	p.Choose = oneOf(t, "choose", FirstMatch, ExpectedValue)
	p.HoldAmbiguous = rapid.Bool().Draw(t, "hold")
	p.Regions = []Region{{Name: "triangle", Polygon: []Point{{0, 0}, {0, 10}, {10, 0}}}, {Name: "corner", Polygon: []Point{{0, 0}, {0, 5}, {5, 0}}}, {Name: "west", Areas: []Area{{Country: "BE"}, {Country: "FR", Postal: "59"}}, Called: []string{"Nord"}}}
	n := rapid.IntRange(1, 7).Draw(t, "people")
	for i := range n {
		p.People = append(p.People, people(t, fmt.Sprintf("P%02d", i), n))
	}
	return p
}

func people(t *rapid.T, name string, n int) Person {
	one := Person{Name: name, Channels: oneOf(t, "channels", []string{"field"}, []string{"inside"}, []string{"inside", "field"}),
		Weight: oneOf(t, "weight", 0, 0.5, 1, 3, 0.07), Calendar: oneOf(t, "calendar", "", "paris", "denver"),
		Capacity: oneOf(t, "capacity", nil, []Capacity{{Most: 3}}, []Capacity{{Most: 2, Per: PerDay}, {Most: 5, Per: PerWeek}}, []Capacity{{Most: 2, Per: Rolling, Within: 30 * lead.Hour}, {Most: 4, Per: PerMonth}}),
		Territory: oneOf(t, "territory", nil, []Area{{Country: "BE"}}, []Area{{Country: "FR", Postal: "59"}, {Country: "FR", Postal: "6"}}, []Area{{Country: "FR"}},
			[]Area{{Country: "FR", Postal: "5900", To: "6199"}}, []Area{{Region: "triangle"}}, []Area{{Region: "corner"}}, []Area{{Region: "west"}, {Country: "FR", Postal: "75"}},
			[]Area{{Country: "GB", Postal: "SW1"}, {Country: "GB", Postal: "SW1A", To: "SW1Y"}}, []Area{{Country: "GB", Postal: "SW1", To: "SW10"}, {Country: "GB", Postal: "S"}}),
		Accounts:  oneOf(t, "accounts", nil, nil, nil, []string{"Roulers SA"}),
		Languages: oneOf(t, "languages", nil, nil, []string{"fr"}, []string{"nl", "fr"}), Skills: oneOf(t, "skills", nil, []string{"metal"}),
		Wins: oneOf(t, "wins", nil, []Closing{{AnyType, 200_000}}, []Closing{{"consumables", 300_000}, {AnyType, 100_000}})}
	cover := fmt.Sprintf("P%02d", rapid.IntRange(0, n-1).Draw(t, "cover"))
	if rapid.Bool().Draw(t, "absent") {
		one.Absent = []Absence{{Dates: oneOf(t, "dates", "2026-03-03", "2026-03-02..2026-03-10", "2026-03-28..2026-04-02")}}
		if cover != name {
			one.Absent[0].Cover = cover
		}
	}
	return one
}

// compilable compiles a drawn policy, without the covers that share no channel.
func compilable(t *rapid.T, p Policy) *Router {
	channels := map[string][]string{}
	for _, q := range p.People {
		channels[q.Name] = q.Channels
	}
	for i := range p.People {
		for j, a := range p.People[i].Absent {
			if a.Cover != "" && !shares(channels[a.Cover], p.People[i].Channels) {
				p.People[i].Absent[j].Cover = ""
			}
		}
	}
	return compiled(t, p)
}

func requests(t *rapid.T, i int) Request {
	q := Request{ID: fmt.Sprintf("q%d", i), Lead: fmt.Sprintf("l%d", rapid.IntRange(0, 30).Draw(t, "lead")),
		Channels: oneOf(t, "channels", []string{"field", "inside"}, []string{"inside"}, []string{"field", "inside", "shop"}, nil),
		Country:  oneOf(t, "country", "", "FR", "BE", "DE", "GB"), Postal: oneOf(t, "postal", "", "59000", "62", "6", "75011", "SW1A1AA", "SW101AA", "S101AA", "SW1"), Language: oneOf(t, "language", "", "fr", "nl", "de"),
		Owner: oneOf(t, "owner", "", "", "P00", "P01", "gone"), Cause: oneOf(t, "cause", "handed_over", Reassign)}
	q.Type, q.Potential = oneOf(t, "type", "", "consumables"), lead.Money{Minor: rapid.Int64Range(0, 3).Draw(t, "potential"), Currency: "EUR"}
	q.Chances = oneOf(t, "chances", nil, []Share{150_000, 250_000, 0})
	q.Temperature = oneOf(t, "temperature", "", "hot", "cold")
	switch rapid.IntRange(0, 9).Draw(t, "known") {
	case 0:
		q.Opportunity = "o1"
	case 1:
		q.Ambiguous = []string{"a", "b"}
	}
	q.Account, q.Region = oneOf(t, "account", "", "", "Roulers SA"), oneOf(t, "region", "", "nord")
	q.Point = Point{rapid.Int32Range(0, 10).Draw(t, "lat"), rapid.Int32Range(0, 10).Draw(t, "lon")}
	if rapid.IntRange(0, 4).Draw(t, "needs") == 0 {
		q.Skills = []string{"metal"}
	}
	if rapid.IntRange(0, 4).Draw(t, "not") == 0 {
		q.Not = []string{"P00"}
	}
	return q
}
