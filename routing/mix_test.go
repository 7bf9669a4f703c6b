package routing

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// In every band nobody is ever a whole lead from their share, so that nobody's mix drifts farther from the team's than is promised.
func TestMixStaysLikeTheTeams(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.SampledFrom([]float64{0.5, 1, 1, 1, 3}), 2, 6).Draw(t, "weights")
		p := team(len(weights), Rotation, func(i int, p *Person) { p.Weight = weights[i] })
		p.Channels[0].Mix = MixTemperature
		r := compiled(t, p)
		var total float64
		for _, w := range weights {
			total += w
		}
		var d Desk
		random, sent := rapid.Uint64().Draw(t, "seed"), map[string]int{}
		got := map[string]map[string]int{}
		for i := range 150 {
			random = mix(random)
			q := ask(i)
			q.Temperature = []string{"hot", "warm", "cold", "cold"}[random%4]
			person := r.Route(&d, q, 1).Person
			if got[person] == nil {
				got[person] = map[string]int{}
			}
			got[person][q.Temperature]++
			sent[q.Temperature]++
			for m, name := range r.Members("sales") {
				off := float64(got[name][q.Temperature]) - weights[m]/total*float64(sent[q.Temperature])
				require.Less(t, math.Abs(off), 1.0)
			}
		}
		list := r.MixOf(&d, "sales")
		require.Len(t, list, len(got)*len(sent))
		for _, part := range list {
			require.Equal(t, got[part.Person][part.Band], part.Got)
			require.Less(t, max(part.Drift, -part.Drift), part.Bound+1)
		}
		require.Equal(t, list, r.MixOf(reread(t, &d), "sales"))
		require.Empty(t, r.Unfair(&d))
	})
}

func TestRejectedLeadIsNoPartOfTheMix(t *testing.T) {
	p := team(2, Rotation, nil)
	p.Channels[0].Mix, p.Classes = MixValue, []Class{{"small", eur(1000)}, {Name: "large"}}
	r := compiled(t, p)
	var d Desk
	for i, minor := range []int64{5, 5000, 7} {
		q := ask(i)
		q.Potential = eur(minor)
		r.Route(&d, q, 1)
	}
	require.True(t, r.Release(&d, "l2", Rejected, 2))
	assert.Equal(t, []Part{
		{Person: "P00", Band: "large", Got: 1, Of: 2, Share: 500_000, All: 500_000, Bound: Whole},
		{Person: "P00", Band: "small", Got: 1, Of: 2, Share: 500_000, All: 500_000, Bound: Whole},
	}, r.MixOf(&d, "sales"))
	q := ask(9)
	q.Potential = eur(1)
	assert.Equal(t, "P01", r.Route(&d, q, 3).Person, "the turn was given back within its band")
}

func TestTeamFedByOneBandAlone(t *testing.T) {
	p := Policy{Channels: []Channel{{Name: "a", Mix: MixTemperature}, {Name: "b", Mix: MixTemperature, Team: "south"}},
		People: []Person{{Name: "Anna", Channels: []string{"a"}, Team: "north"}, {Name: "Ben", Channels: []string{"b"}}}}
	r := compiled(t, p)
	var d Desk
	for i := range fewLeads {
		assert.Empty(t, r.Unfair(&d))
		for _, channel := range []string{"a", "b"} {
			q := Request{ID: fmt.Sprint(channel, i), Lead: fmt.Sprint(channel, i), Channels: []string{channel}, Temperature: "cold"}
			if channel == "a" && i%2 == 0 {
				q.Temperature = "hot"
			}
			r.Route(&d, q, 1)
		}
	}
	found := r.Unfair(&d)
	require.Len(t, found, 1)
	assert.Equal(t, "/people/Ben/team", found[0].Place.Path)
	assert.Equal(t, `the team "south" got 20 leads, every one of them "cold"`, found[0].Summary)
}

func TestBandsAreBounded(t *testing.T) {
	p := team(2, Rotation, nil)
	p.Channels[0].Mix = MixTemperature
	r := compiled(t, p)
	var d Desk
	for i := range 5 * MostBands {
		q := ask(i)
		q.Temperature = fmt.Sprint("band ", i)
		r.Route(&d, q, lead.Instant(i+1))
	}
	assert.Len(t, d.Pools, MostBands)
}

// What the channels take proves that a team can get leads of one band alone, before there is any lead.
func TestTeamThatCanGetOneBandAlone(t *testing.T) {
	s := schema(t)
	require.True(t, s.DeclareTemperature([]string{"hot", "warm", "cold"}))
	two := func(first, second string) Policy {
		return Policy{Channels: []Channel{{Name: "field", Takes: first, Team: "north"}, {Name: "phone", Takes: second}},
			Classes: []Class{{"small", eur(1000_00)}, {Name: "large"}},
			People:  []Person{{Name: "Anna", Channels: []string{"field"}}, {Name: "Ben", Channels: []string{"phone"}, Team: "south"}}}
	}
	for _, c := range []struct {
		name, first, second string
		want                []string
	}{
		{"by temperature", `temperature == "hot" or lead.potential > 5000`, `not (temperature in ["hot", "warm"]) and lead.employees > 3`, []string{"/people/Ben/team: south can get leads of one temperature alone: \"cold\""}},
		{"by value", `lead.potential >= 1000`, `lead.potential < 5000`, []string{"/channels/field/takes: north can get leads of one value class alone: \"large\""}},
		{"all the same", `temperature == "hot"`, `temperature == "hot"`, nil},
		{"nothing is proved", `lead.employees > 3`, ``, nil},
	} {
		r, err := Compile(two(c.first, c.second), s, nil)
		require.NoError(t, err)
		var got []string
		for _, f := range r.Warnings() {
			got = append(got, f.Place.Path+": "+f.Summary)
		}
		assert.Equal(t, c.want, got, c.name)
	}
	p := two(`temperature == "hot"`, `temperature == "cold"`)
	p.People[1].Channels = []string{"field", "phone"}
	p.People[0].Team = "north"
	p.People[0].Channels = []string{"phone", "field"}
	r, err := Compile(p, s, nil)
	require.NoError(t, err)
	assert.Empty(t, r.Warnings(), "both channels are theirs")
}
