package routing

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// three channels, of which the dear one wins more.
func valued() Policy {
	return Policy{
		Choose: ExpectedValue,
		Channels: []Channel{
			{Name: ECommerce, Unattended: true, Cost: eur(100), Margin: 100_000, Wins: []Odds{{Name: "all", Chance: 20_000}}},
			{Name: InsideSales, Cost: eur(3_500), Margin: 300_000, Wins: []Odds{{Name: "all", Chance: 100_000}}},
			{Name: FieldSales, Cost: eur(24_000), Margin: 300_000, Wins: []Odds{{Name: "frame", When: `lead.type == "framework_contract"`, Chance: 400_000}, {Name: "other", Chance: 150_000}}},
		},
		People: []Person{{Name: "Anna", Channels: []string{FieldSales}, Wins: []Closing{{"framework_contract", 500_000}}}, {Name: "Ben", Channels: []string{InsideSales}}},
	}
}

func TestChannelInWhichALeadIsWorthMost(t *testing.T) {
	s := schema(t)
	r, err := Compile(valued(), s, nil)
	require.NoError(t, err)
	for _, c := range []struct {
		name       string
		attributes map[string]any
		want       []string
		expected   lead.Money
	}{
		{"worth nothing: the cheapest", nil, []string{ECommerce, InsideSales, FieldSales}, eur(-100)},
		{"of some value", map[string]any{"potential": 5_000}, []string{InsideSales, ECommerce, FieldSales}, eur(15_000 - 3_500)},
		{"of great value", map[string]any{"potential": 50_000}, []string{FieldSales, InsideSales, ECommerce}, eur(225_000 - 24_000)},
		{"by the odds of its type, and those of the person", map[string]any{"potential": 5_000, "type": "framework_contract"}, []string{FieldSales, InsideSales, ECommerce}, eur(75_000 - 24_000)},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := lead.State{ID: "l1"}
			q := r.Request("q1", facts(t, s, &st, 5, c.attributes), 5, "", nil)
			assert.Equal(t, c.want, q.Channels)
			var d Desk
			dec := r.Route(&d, q, 5)
			assert.Equal(t, c.want[0], dec.Channel)
			assert.Equal(t, c.expected, dec.Expected)
			assert.Equal(t, c.expected, r.Expected(q, dec.Channel, dec.Person))
		})
	}
	assert.Zero(t, r.Expected(Request{}, "none", ""))
}

// The channel is chosen with whoever would get the lead there: a star who is free is worth the dear channel, and only while they are free.
func TestChannelIsWorthWhatItsPeopleWin(t *testing.T) {
	p := Policy{Choose: ExpectedValue, Channels: []Channel{
		{Name: FieldSales, Cost: eur(20_000), Strategy: BestValue, Wins: []Odds{{Name: "all", Chance: 100_000}}},
		{Name: InsideSales, Wins: []Odds{{Name: "all", Chance: 100_000}}}, {Name: Telemarketing, Cost: eur(90_000), Wins: []Odds{{Name: "all", Chance: 100_000}}}},
		People: []Person{{Name: "Ada", Channels: []string{FieldSales}, Wins: []Closing{{AnyType, 500_000}}, Capacity: []Capacity{{Most: 1}}},
			{Name: "Ben", Channels: []string{FieldSales}}, {Name: "Cem", Channels: []string{InsideSales}, Capacity: []Capacity{{Most: 1}}}}}
	s := schema(t)
	r, err := Compile(p, s, nil)
	require.NoError(t, err)
	var d Desk
	for i, want := range []Decision{{Channel: FieldSales, Person: "Ada", Expected: eur(30_000)}, {Channel: InsideSales, Person: "Cem", Expected: eur(10_000)},
		{Channel: FieldSales, Person: "Ben", Expected: eur(-10_000), Reasons: Full}} {
		st := lead.State{ID: ask(i).Lead}
		q := r.Request(ask(i).ID, facts(t, s, &st, 5, map[string]any{"potential": 1000}), 5, "", nil)
		assert.Equal(t, []string{InsideSales, FieldSales, Telemarketing}, q.Channels, "by the channels' own odds; that nobody works in the last is no reason")
		dec := r.Route(&d, q, 5)
		assert.Equal(t, want, Decision{Channel: dec.Channel, Person: dec.Person, Expected: dec.Expected, Reasons: dec.Reasons})
	}
}

func TestExpectedValueIsRoundedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ch := channel{Channel: Channel{Margin: Share(rapid.Int64Range(1, int64(Whole)).Draw(t, "margin")), Cost: eur(rapid.Int64Range(0, 1000).Draw(t, "cost"))}}
		chance := Share(rapid.Int64Range(0, int64(Whole)).Draw(t, "chance"))
		potential := rapid.Int64Range(0, lead.MostMinor).Draw(t, "potential")
		exact := new(big.Rat).SetInt64(potential)
		exact.Mul(exact, big.NewRat(int64(chance)*int64(ch.Margin), int64(Whole)*int64(Whole)))
		exact.Sub(exact, new(big.Rat).SetInt64(ch.Cost.Minor))
		off := exact.Sub(exact, new(big.Rat).SetInt64(ch.expected(eur(potential), chance)))
		require.LessOrEqual(t, off.Abs(off).Cmp(big.NewRat(1, 2)), 0)
	})
}

func TestBestValueTakesWhoWinsMost(t *testing.T) {
	wins := [][]Closing{nil, {{"consumables", 300_000}, {AnyType, 50_000}}, {{AnyType, 200_000}}, {{AnyType, 200_000}}}
	r := compiled(t, team(4, BestValue, func(i int, p *Person) { p.Wins, p.Capacity = wins[i], []Capacity{{Most: 2}} }))
	var d Desk
	route := func(i int, typ string) string {
		q := ask(i)
		q.Type, q.Chances = typ, []Share{100_000}
		return r.Route(&d, q, lead.Instant(i)).Person
	}
	assert.Equal(t, "P01", route(1, "consumables"))
	assert.Equal(t, []string{"P02", "P03", "P02", "P03"}, []string{route(2, ""), route(3, ""), route(4, ""), route(5, "")}, "of equals the least loaded")
	assert.Equal(t, []string{"P00", "P00", "P01"}, []string{route(6, ""), route(7, ""), route(8, "")}, "the channel's odds are those of whoever has none")
}

func TestLeastValueLevelsThePotential(t *testing.T) {
	r := compiled(t, team(2, LeastValue, func(i int, p *Person) { p.Weight = float64(1 + i) }))
	var d Desk
	route := func(i int, minor int64) string {
		q := ask(i)
		q.Potential = eur(minor)
		return r.Route(&d, q, lead.Instant(i)).Person
	}
	assert.Equal(t, []string{"P01", "P00", "P00", "P01"}, []string{route(1, 1000), route(2, 300), route(3, 150), route(4, 110)})
	assert.Equal(t, []int64{450, 1110}, []int64{d.Seat("P00").Value, d.Seat("P01").Value})
	require.True(t, r.Release(&d, "l1", Finished, 9))
	assert.Equal(t, "P01", route(10, 100), "what is finished weighs no more")
	assert.Equal(t, int64(210), d.Seat("P01").Value)
}

func TestFindingsAboutValue(t *testing.T) {
	p := valued()
	p.Channels[0].Wins = nil
	p.Channels[2].Wins[0].When = ""
	p.Channels[1].Strategy = BestValue
	r := compiled(t, p)
	assert.Equal(t, [][2]string{{"/channels/e_commerce", "channel-takes-all"}, {"/channels/e_commerce", "no-odds"}, {"/channels/field_sales/wins/frame", "odds-take-all"},
		{"/channels/inside_sales/strategy", "alike"}}, pairs(r.Warnings()))
}
