package routing

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

func TestFindings(t *testing.T) {
	eur := func(minor int64) lead.Money { return lead.Money{Minor: minor, Currency: "EUR"} }
	for _, c := range []struct {
		name  string
		edit  func(*Policy)
		place string
		code  string
	}{
		{"a condition with a fault", func(p *Policy) { p.Channels[1].Takes = `lead.potental > 3` }, "/channels/field_sales/takes", "unknown-name"},
		{"two channels of one name", func(p *Policy) { p.Channels[1].Name = ECommerce }, "/channels/e_commerce", "name-taken"},
		{"a channel without a name", func(p *Policy) { p.Channels[0].Name = "" }, "/channels/", "missing-name"},
		{"an unknown strategy", func(p *Policy) { p.Channels[0].Strategy = 9 }, "/channels/e_commerce/strategy", "unknown-strategy"},
		{"an unknown mix", func(p *Policy) { p.Channels[1].Mix = 9 }, "/channels/field_sales/mix", "unknown-mix"},
		{"a mix that nothing keeps", func(p *Policy) { p.Channels[1].Mix, p.Channels[1].Strategy = MixTemperature, Rendezvous }, "/channels/field_sales/mix", "mix-without-rotation"},
		{"a mix without classes", func(p *Policy) { p.Channels[1].Mix = MixValue }, "/channels/field_sales/mix", "no-classes"},
		{"a class after all", func(p *Policy) { p.Classes = []Class{{"a", eur(5)}, {"b", eur(5)}} }, "/classes/b", "class-never"},
		{"a class twice", func(p *Policy) { p.Classes = []Class{{"a", eur(5)}, {"a", eur(6)}} }, "/classes/a", "name-taken"},
		{"too many classes", func(p *Policy) {
			for i := range MostBands {
				p.Classes = append(p.Classes, Class{fmt.Sprint(i), eur(int64(i + 1))})
			}
		}, "/classes", "too-many"},
		{"an unknown way to choose", func(p *Policy) { p.Choose = 9 }, "/choose", "unknown-choose"},
		{"a chance of more than all", func(p *Policy) { p.Channels[0].Wins = []Odds{{Name: "all", Chance: Whole + 1}} }, "/channels/e_commerce/wins/all", "bad-share"},
		{"odds with a fault", func(p *Policy) { p.Channels[0].Wins = []Odds{{Name: "all", When: "lead.typ == 3"}} }, "/channels/e_commerce/wins/all/when", "unknown-name"},
		{"two odds of one name", func(p *Policy) { p.Channels[0].Wins = []Odds{{Name: "a", When: "lead.employees > 3"}, {Name: "a"}} }, "/channels/e_commerce/wins/a", "name-taken"},
		{"a margin of more than all", func(p *Policy) { p.Channels[0].Margin = Whole + 1 }, "/channels/e_commerce/margin", "bad-share"},
		{"an unknown type of lead", func(p *Policy) { p.People[0].Wins = []Closing{{"consumable", 1}} }, "/people/Anna/wins/consumable", "unknown-type-of-lead"},
		{"a type of lead twice", func(p *Policy) { p.People[0].Wins = []Closing{{"any", 1}, {"any", 2}} }, "/people/Anna/wins/any", "name-taken"},
		{"an unknown region", func(p *Policy) {
			p.People[1].Territory = []Area{{Region: "the nroth"}}
			p.Regions = []Region{{Name: "the north", Called: []string{"Nord"}}}
		},
			"/people/Ben/territory/0", "unknown-area"},
		{"a range the wrong way round", func(p *Policy) { p.People[1].Territory = []Area{{Country: "FR", Postal: "60", To: "59"}} }, "/people/Ben/territory/0", "unknown-area"},
		{"a region in a region", func(p *Policy) { p.Regions = []Region{{Name: "a", Areas: []Area{{Region: "b"}}}} }, "/regions/a/areas/0", "unknown-area"},
		{"an empty region", func(p *Policy) { p.Regions = []Region{{Name: "a"}} }, "/regions/a", "empty-region"},
		{"a region named like an area", func(p *Policy) { p.Regions = []Region{{Name: "FR 5", Called: []string{"a"}}} }, "/regions/FR 5", "area-as-name"},
		{"a region that begins like an area", func(p *Policy) { p.Regions = []Region{{Name: "IE west", Called: []string{"a"}}} }, "/regions/IE west", "area-as-name"},
		{"a region twice", func(p *Policy) {
			p.Regions = []Region{{Name: "a", Called: []string{"a"}}, {Name: "a", Called: []string{"a"}}}
		}, "/regions/a", "name-taken"},
		{"half a circle", func(p *Policy) { p.Regions = []Region{{Name: "a", Within: 5}} }, "/regions/a", "bad-circle"},
		{"a circle at the pole", func(p *Policy) { p.Regions = []Region{{Name: "a", Around: Point{Lat: 89 * degree}, Within: 5}} }, "/regions/a/within", "bad-shape"},
		{"a polygon of two corners", func(p *Policy) { p.Regions = []Region{{Name: "a", Polygon: points(0, 0, 1, 1)}} }, "/regions/a/polygon", "bad-shape"},
		{"a polygon off the map", func(p *Policy) { p.Regions = []Region{{Name: "a", Polygon: points(0, 0, 1, 1, 91*degree, 0)}} }, "/regions/a/polygon", "bad-shape"},
		{"a polygon that crosses itself", func(p *Policy) { p.Regions = []Region{{Name: "a", Polygon: points(0, 0, 4, 4, 4, 0, 0, 4)}} }, "/regions/a/polygon", "bad-shape"},
		{"an account without a name", func(p *Policy) { p.People[1].Accounts = []string{" "} }, "/people/Ben/accounts/0", "missing-name"},
		{"another currency", func(p *Policy) { p.Channels[0].Cost = lead.Money{Minor: 1, Currency: "USD"} }, "/channels/e_commerce/cost", "other-currency"},
		{"a price below zero", func(p *Policy) { p.Quality = []Level{{Name: "gold", Price: eur(-1)}} }, "/quality/gold/price", "bad-amount"},
		{"two levels of one name", func(p *Policy) { p.Quality = []Level{{Name: "gold", When: "true"}, {Name: "gold"}} }, "/quality/gold", "name-taken"},
		{"two people of one name", func(p *Policy) { p.People[1].Name = "Anna" }, "/people/Anna", "name-taken"},
		{"an unknown channel", func(p *Policy) { p.People[1].Channels = []string{"field_sale"} }, "/people/Ben/channels", "unknown-channel"},
		{"a person without a channel", func(p *Policy) { p.People[1].Channels = nil }, "/people/Ben/channels", "missing-channel"},
		{"an unknown calendar", func(p *Policy) { p.People[1].Calendar = "pari" }, "/people/Ben/calendar", "unknown-calendar"},
		{"a capacity for nobody", func(p *Policy) { p.People[1].Capacity = []Capacity{{Most: 2}, {Per: PerDay}} }, "/people/Ben/capacity/1", "bad-capacity"},
		{"two capacities over one period", func(p *Policy) { p.People[1].Capacity = []Capacity{{Most: 2}, {Most: 3}} }, "/people/Ben/capacity/1", "double-capacity"},
		{"a weight that is not a number", func(p *Policy) { p.People[1].Weight = math.NaN() }, "/people/Ben/weight", "bad-weight"},
		{"a weight with three decimals", func(p *Policy) { p.People[1].Weight = 0.125 }, "/people/Ben/weight", "bad-weight"},
		{"an unknown country", func(p *Policy) { p.People[1].Territory = []Area{{Country: "XX"}} }, "/people/Ben/territory/0", "unknown-area"},
		{"dates the wrong way round", func(p *Policy) { p.People[1].Absent[0].Dates = "2026-08-21..2026-08-03" }, "/people/Ben/absent/0/dates", "bad-dates"},
		{"an unknown cover", func(p *Policy) { p.People[1].Absent[0].Cover = "Ana" }, "/people/Ben/absent/0/cover", "unknown-person"},
		{"one's own cover", func(p *Policy) { p.People[1].Absent[0].Cover = "Ben" }, "/people/Ben/absent/0/cover", "own-cover"},
		{"a cover from another channel", func(p *Policy) { p.People[1].Absent[0].Cover = "Dirk" }, "/people/Ben/absent/0/cover", "useless-cover"},
		{"people in an unattended channel", func(p *Policy) { p.Channels[1].Unattended = true }, "/channels/field_sales/unattended", "attended"},
		{"a need without a condition", func(p *Policy) { p.Needs[0].When = "" }, "/needs/metal/when", "missing-condition"},
		{"a share of more than all", func(p *Policy) { p.Shared = Whole + 1 }, "/shared", "bad-share"},
		{"every lead comes back", func(p *Policy) { p.Resale.Returned = Whole }, "/resale/returned", "all-returned"},
		{"a word twice", func(p *Policy) { p.Resale.Topics = []string{"press", "press"} }, "/resale/topics/1", "name-taken"},
		{"a window below zero", func(p *Policy) { p.Returns.Within = -1 }, "/returns/within", "bad-span"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := offices()
			c.edit(&p)
			_, err := Compile(p, schema(t), hours(t))
			var list diag.List
			require.ErrorAs(t, err, &list)
			assert.Contains(t, pairs(list), [2]string{c.place, c.code})
		})
	}
}

func pairs(list diag.List) (out [][2]string) {
	for _, f := range list {
		out = append(out, [2]string{f.Place.Path, f.Code})
	}
	return out
}

func TestWarnings(t *testing.T) {
	p := offices()
	p.Channels[0].Takes = ""
	p.Channels[2].Charged = true
	p.Channels = append(p.Channels, Channel{Name: "empty"})
	p.Needs[0].Skill = "wood"
	p.Resale.Asks = []Level{{Name: "all"}, {Name: "none"}}
	p.People[1].Absent[0].Cover = ""
	r, err := Compile(p, schema(t), hours(t))
	require.NoError(t, err)
	assert.Equal(t, [][2]string{
		{"/channels/e_commerce", "channel-takes-all"}, {"/channels/empty", "nobody-there"}, {"/channels/inside_sales/charged", "no-price"},
		{"/needs/wood", "nobody-skilled"}, {"/people/Ben/absent/0/cover", "no-cover"}, {"/people/Dirk/skills", "unused-skill"}, {"/resale/asks/all", "level-takes-all"},
	}, pairs(r.Warnings()))
	assert.Empty(t, compiled(t, offices()).Warnings())
}

func TestZeroPolicyLeavesNothingUnassigned(t *testing.T) {
	r, err := Compile(Policy{}, schema(t), nil)
	require.NoError(t, err)
	var d Desk
	dec := r.Route(&d, ask(1), 1)
	assert.True(t, dec.Queue)
	assert.Equal(t, DefaultFallback, dec.Team)
	assert.Equal(t, "waits in the queue unassigned; nobody before: channel does not take it", dec.Why())
}

func TestPolicySurvivesItsEncoding(t *testing.T) {
	p := network() // Absence and Need have short forms, which are for the contract's own decoder
	p.People[0].Territory = []Area{{Country: "FR", Postal: "59"}}
	p.People[0].Capacity = []Capacity{{Most: 14, Per: PerMonth}, {Most: 3, Per: Rolling, Within: lead.Day}}
	var back Policy
	require.NoError(t, json.Unmarshal([]byte(text(t, p)), &back))
	assert.Equal(t, p, back)
}
