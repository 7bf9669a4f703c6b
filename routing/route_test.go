package routing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// offices is a policy with a territory, languages, skills, hours and a leave.
func offices() Policy {
	return Policy{
		Channels: []Channel{
			{Name: ECommerce, Takes: `lead.type == "consumables"`, Unattended: true, Team: "shop"},
			{Name: FieldSales, Takes: `lead.potential >= 50000`, Hours: IgnoreHours},
			{Name: InsideSales, Takes: `lead.country in ["FR", "BE"]`, Team: "inside"},
		},
		People: []Person{
			{Name: "Anna", Channels: []string{FieldSales}, Team: "north", Territory: []Area{{Country: "BE"}, {Country: "FR", Postal: "59"}}, Languages: []string{"fr", "nl"}},
			{Name: "Ben", Channels: []string{FieldSales}, Team: "south", Territory: []Area{{Country: "FR"}}, Absent: []Absence{{Dates: "2026-08-03..2026-08-21", Cover: "Anna"}}},
			{Name: "Chloé", Channels: []string{InsideSales}, Calendar: "paris"},
			{Name: "Dirk", Channels: []string{InsideSales}, Calendar: "denver", Skills: []string{"metal"}},
		},
		Needs:    []Need{{"metal", `lead.industry == "metal"`}},
		Fallback: "sales desk", KeepOwner: true,
	}
}

func TestWhoTakesIt(t *testing.T) {
	for _, c := range []struct {
		name       string
		at         string
		owner      string
		attributes map[string]any
		want       Decision
	}{
		{"a channel without people", "2026-03-04 10:00", "", map[string]any{"type": "consumables", "potential": 90000},
			Decision{Channel: ECommerce, Team: "shop", By: ByChannel}},
		{"by postal area, of the first by name", "2026-03-04 10:00", "", map[string]any{"potential": 90000, "country": "FR", "postal_code": "59 000", "language": "fr-FR"},
			Decision{Channel: FieldSales, Team: "north", Person: "Anna", By: ByStrategy}},
		{"by country", "2026-03-04 10:00", "", map[string]any{"potential": 90000, "country": "FR", "postal_code": "13001"},
			Decision{Channel: FieldSales, Team: "south", Person: "Ben", By: ByStrategy}},
		{"the cover has the absent one's territory", "2026-08-03 10:00", "", map[string]any{"potential": 90000, "country": "FR", "postal_code": "13001"},
			Decision{Channel: FieldSales, Team: "north", Person: "Anna", By: ByStrategy}},
		{"to the last day", "2026-08-21 23:59", "", map[string]any{"potential": 90000, "country": "FR", "postal_code": "13001"},
			Decision{Channel: FieldSales, Team: "north", Person: "Anna", By: ByStrategy}},
		{"and not beyond", "2026-08-22 00:00", "", map[string]any{"potential": 90000, "country": "FR", "postal_code": "13001"},
			Decision{Channel: FieldSales, Team: "south", Person: "Ben", By: ByStrategy}},
		{"the owner first", "2026-03-04 10:00", "Ben", map[string]any{"potential": 90000, "country": "FR", "postal_code": "59000"},
			Decision{Channel: FieldSales, Team: "south", Person: "Ben", By: ByOwner}},
		{"the owner's cover", "2026-08-04 10:00", "Ben", map[string]any{"potential": 90000, "country": "FR", "postal_code": "59000"},
			Decision{Channel: FieldSales, Team: "north", Person: "Anna", By: ByCover, For: "Ben"}},
		{"who does not speak the language is not asked, so the next channel is", "2026-08-04 10:00", "", map[string]any{"potential": 90000, "country": "FR", "language": "de"},
			Decision{Channel: InsideSales, Team: "inside", Person: "Chloé", By: ByStrategy, Reasons: Absent | NoLanguage}},
		{"who is at work first: Paris", "2026-03-04 10:00", "", map[string]any{"country": "FR"},
			Decision{Channel: InsideSales, Team: "inside", Person: "Chloé", By: ByStrategy}},
		{"who is at work first: Denver", "2026-03-04 20:00", "", map[string]any{"country": "FR"},
			Decision{Channel: InsideSales, Team: "inside", Person: "Dirk", By: ByStrategy}},
		{"nobody at work: all are asked", "2026-03-07 10:00", "", map[string]any{"country": "FR"},
			Decision{Channel: InsideSales, Team: "inside", Person: "Chloé", By: ByStrategy}},
		{"a skill", "2026-03-04 10:00", "", map[string]any{"country": "FR", "industry": "metal"},
			Decision{Channel: InsideSales, Team: "inside", Person: "Dirk", By: ByStrategy}},
		{"outside of every territory", "2026-03-04 10:00", "", map[string]any{"potential": 90000, "country": "DE"},
			Decision{Team: "sales desk", Queue: true, Reasons: Outside}},
		{"no channel takes it", "2026-03-04 10:00", "", map[string]any{"country": "DE"},
			Decision{Team: "sales desk", Queue: true, Reasons: NotTaken}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := schema(t)
			r, err := Compile(offices(), s, hours(t))
			require.NoError(t, err)
			st := lead.State{ID: "l1", Life: lead.Life{Owner: c.owner}}
			at := instant(c.at)
			q := r.Request("q1", facts(t, s, &st, at, c.attributes), at, "handed_over", nil)
			c.want.Request, c.want.Lead, c.want.At, c.want.Potential = "q1", "l1", at, q.Potential
			var d Desk
			assert.Equal(t, c.want, r.Route(&d, q, at))
		})
	}
}

func TestExplain(t *testing.T) {
	r := compiled(t, offices())
	var d Desk
	q := Request{ID: "q1", Lead: "l1", Channels: []string{FieldSales, InsideSales}, Country: "FR", Postal: "13001", Language: "de", Skills: []string{"metal"}, Not: []string{"Dirk"}}
	assert.Equal(t, []Refusal{
		{ECommerce, "", NotTaken},
		{FieldSales, "Anna", NoLanguage | NoSkill}, // covers for Ben
		{FieldSales, "Ben", Absent | NoSkill},
		{InsideSales, "Chloé", NoSkill},
		{InsideSales, "Dirk", Barred},
	}, r.Explain(&d, q, instant("2026-08-04 10:00"), nil))
	assert.Equal(t, "absent, skill", (Absent | NoSkill).String())
	assert.Equal(t, Desk{}, d, "nothing is noted")
}

// Of all who can take a lead, the one with the most specific territory gets it; when they cannot, the next one does.
func TestMostSpecificTerritoryWins(t *testing.T) {
	at := func(text string) (p Point) {
		require.NoError(t, p.UnmarshalText([]byte(text)))
		return p
	}
	p := team(8, Rotation, nil)
	p.Regions = []Region{
		{Name: "Benelux", Areas: []Area{{Country: "BE"}, {Country: "NL"}, {Country: "LU"}}},
		{Name: "the north", Areas: []Area{{Country: "FR", Postal: "59"}, {Country: "FR", Postal: "62000", To: "62999"}}, Called: []string{"Hauts-de-France"}, Country: "FR"},
		{Name: "around Lille", Around: at("50.63, 3.06"), Within: 30_000},
		{Name: "a triangle", Polygon: []Point{at("50, 2"), at("50, 2.5"), at("50.4, 2.2")}},
	}
	for i, areas := range [][]string{{}, {"FR"}, {"the north", "Benelux"}, {"FR 59"}, {"FR 59000-59499"}, {"around Lille", "a triangle"}, {"BE"}} {
		for _, text := range areas {
			var a Area
			require.NoError(t, a.UnmarshalText([]byte(text)))
			p.People[i].Territory = append(p.People[i].Territory, a)
		}
	}
	p.People[7].Accounts = []string{"Roulers SA"}
	r := compiled(t, p)
	for _, c := range []struct {
		name string
		q    Request
		want []string // one after the other, as each of them lets it drop
	}{
		{"named account", Request{Account: "Roulers SA", Country: "FR", Postal: "59200", Point: at("50.7, 3.1")}, []string{"P07", "P05", "P04", "P03", "P02", "P01", "P00"}},
		{"beyond the range", Request{Country: "FR", Postal: "59500"}, []string{"P03", "P02", "P01", "P00"}},
		{"a range in a region", Request{Country: "FR", Postal: "62999"}, []string{"P02", "P01", "P00"}},
		{"by what the region is called", Request{Country: "FR", Region: "hauts-de-france"}, []string{"P02", "P01", "P00"}},
		{"called so elsewhere", Request{Country: "BE", Region: "hauts-de-france"}, []string{"P06", "P02", "P00"}},
		{"a polygon", Request{Country: "FR", Point: at("50.1, 2.2")}, []string{"P05", "P01", "P00"}},
		{"a country before a region of countries", Request{Country: "BE", Postal: "1000"}, []string{"P06", "P02", "P00"}},
		{"a region of countries", Request{Country: "LU"}, []string{"P02", "P00"}},
		{"everywhere", Request{Country: "DE"}, []string{"P00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var d Desk
			c.q.Lead, c.q.Channels = "l1", []string{"sales"}
			for i, want := range c.want {
				c.q.ID, c.q.Cause = ask(i).ID, Reassign
				assert.Equal(t, want, r.Route(&d, c.q, 1).Person)
			}
			c.q.ID = "last"
			assert.True(t, r.Route(&d, c.q, 1).Queue)
		})
	}
}

// Areas that are alike specific and cross are shared where they do.
func TestAlikeSpecificTerritoriesAreShared(t *testing.T) {
	p := team(4, Rotation, func(i int, p *Person) {
		p.Territory = [][]Area{{{Country: "FR", Postal: "590", To: "591"}}, {{Country: "FR", Postal: "591", To: "592"}}, {{Region: "a"}}, {{Region: "b"}}}[i]
	})
	p.Regions = []Region{{Name: "a", Polygon: square(0, 0, 10).corners}, {Name: "b", Polygon: square(0, 5, 10).corners}}
	r := compiled(t, p)
	route := func(d *Desk, i int, q Request) string {
		q.ID, q.Lead, q.Channels = ask(i).ID, ask(i).Lead, []string{"sales"}
		return r.Route(d, q, 1).Person
	}
	var d Desk
	codes, place := Request{Country: "FR", Postal: "59150"}, Request{Point: Point{3, 7}}
	assert.Equal(t, []string{"P00", "P01"}, []string{route(&d, 1, codes), route(&d, 2, codes)})
	assert.Equal(t, []string{"P02", "P03"}, []string{route(&d, 3, place), route(&d, 4, place)})
}

// A small shape in a large one is the more specific of the two, wherever each is named; outside of it the large one goes on.
func TestSmallestShapeWins(t *testing.T) {
	p := team(3, Rotation, func(i int, p *Person) { p.Territory = []Area{{Region: []string{"large", "small", "middle"}[i]}} })
	p.Regions = []Region{{Name: "large", Polygon: square(0, 0, 30).corners}, {Name: "small", Polygon: square(10, 10, 5).corners}, {Name: "middle", Polygon: square(5, 5, 20).corners}}
	r := compiled(t, p)
	for _, c := range []struct {
		at   Point
		want []string // one after the other, as each of them lets it drop
	}{{Point{12, 12}, []string{"P01", "P02", "P00", ""}}, {Point{6, 6}, []string{"P02", "P00", ""}}, {Point{1, 1}, []string{"P00", ""}}} {
		var d Desk
		for i, want := range c.want {
			q := Request{ID: ask(i).ID, Lead: "l", Channels: []string{"sales"}, Point: c.at, Cause: Reassign}
			assert.Equal(t, want, r.Route(&d, q, 1).Person, c.at)
		}
	}
	assert.Empty(t, r.Warnings())
}

func TestRequireHours(t *testing.T) {
	p := offices()
	p.Channels[2].Hours = RequireOpen
	r := compiled(t, p)
	var d Desk
	q := Request{ID: "q1", Lead: "l1", Channels: []string{InsideSales}}
	dec := r.Route(&d, q, instant("2026-03-07 10:00"))
	assert.True(t, dec.Queue)
	assert.Equal(t, OffHours, dec.Reasons)
	assert.Equal(t, []Decision{dec}, d.Waiting())
	q.ID = "q2"
	assert.Equal(t, "Chloé", r.Route(&d, q, instant("2026-03-09 10:00")).Person)
	assert.Empty(t, d.Waiting(), "a lead is in one place")
}

func TestLeaveToldToTheDesk(t *testing.T) {
	r := compiled(t, offices())
	var d Desk
	at := instant("2026-03-04 10:00")
	q := Request{ID: "q1", Lead: "l1", Channels: []string{FieldSales}, Country: "FR"}
	ill := Leave{Person: "Ben", From: at, To: at.Add(lead.Hour)}
	require.True(t, r.Leave(&d, ill, at))
	assert.False(t, r.Leave(&d, Leave{Person: "Zoe", From: at, To: at.Add(lead.Hour)}, at), "nobody of that name")
	assert.Equal(t, Absent|Outside, r.Route(&d, q, at).Reasons)
	q.ID = "q2"
	assert.Equal(t, "Ben", r.Route(&d, q, at.Add(lead.Hour)).Person, "back")
	ill.To = ill.From
	require.True(t, r.Leave(&d, ill, at.Add(2*lead.Hour)))
	assert.Empty(t, d.Leaves)
}

func TestCoversInARing(t *testing.T) {
	p := team(3, Rotation, func(i int, p *Person) {
		p.Absent = []Absence{{Dates: "2026-03-02", Cover: []string{"P01", "P02", "P00"}[i]}}
	})
	var d Desk
	assert.True(t, compiled(t, p).Route(&d, ask(1), instant("2026-03-02 10:00")).Queue)
}

func TestChangedPolicyKeepsTheDesk(t *testing.T) {
	p := team(3, Rotation, nil)
	var d Desk
	r := compiled(t, p)
	for i := range 6 {
		r.Route(&d, ask(i), 1)
	}
	p.People = p.People[1:]
	r = compiled(t, p)
	assert.Equal(t, "P00", r.Route(&d, ask(0), 2).Person, "what was decided stays")
	for i := range 6 {
		require.True(t, r.Release(&d, ask(i).Lead, Finished, 3))
	}
	_, still := d.seat("P00")
	assert.False(t, still, "who is gone and has nothing left is forgotten")
}

func TestRequestWithoutAnID(t *testing.T) {
	r := compiled(t, team(2, Rotation, nil))
	var d Desk
	q := Request{Lead: "l1", Channels: []string{"sales"}}
	a := r.Route(&d, q, 5)
	assert.Equal(t, "l1", a.Request)
	assert.Equal(t, a, r.Route(&d, q, 6))
	assert.True(t, r.Release(&d, "l1", Finished, 7))
	assert.False(t, r.Release(&d, "l1", Finished, 7), "released once")
}

func TestRequestOfTheReceipt(t *testing.T) {
	s := schema(t)
	r, err := Compile(Policy{}, s, nil)
	require.NoError(t, err)
	st := lead.State{ID: "l1", Life: lead.Life{Receipt: &lead.Receipt{Temperature: "hot", Quality: "gold"}}}
	q := r.Request("q1", facts(t, s, &st, 5, map[string]any{"potential": 1234.5, "type": "consumables"}), 5, "handed_over", []string{"Ben"})
	assert.Equal(t, Request{ID: "q1", Lead: "l1", At: 5, Cause: "handed_over", Not: []string{"Ben"}, Temperature: "hot", Quality: "gold", Type: "consumables",
		Potential: lead.Money{Minor: 123450, Currency: "EUR"}}, q)
}

func TestPeriodsAreWhole(t *testing.T) {
	zones := []string{"UTC", "Europe/Paris", "America/St_Johns", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu"} // clocks change at 00:01, at midnight, by a day
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		require.NoError(t, err)
		c := clock{zone: zone}
		p := Period(rapid.IntRange(int(PerDay), int(PerYear)).Draw(t, "period"))
		at := lead.Instant(rapid.Int64Range(1, int64(instant("2030-01-01 00:00"))).Draw(t, "at"))
		index, until := c.period(p, at)
		require.Greater(t, until, at)
		for _, x := range []lead.Instant{at + (until-at)/3, at + (until-at)/2, until - 1} {
			again, end := c.period(p, x)
			require.Equal(t, index, again, "the period does not change before it is looked at again")
			require.Equal(t, until, end)
		}
		next, _ := c.period(p, until)
		require.True(t, next == index || next == index+1 || p == PerDay && next == index+2, "%d then %d", index, next)
	})
}

func TestPutBackClockKeepsThePeriod(t *testing.T) {
	zone, err := time.LoadLocation("America/St_Johns")
	require.NoError(t, err)
	c := clock{zone: zone}
	// On 29 October 2006 the clocks went from 00:01 back to 23:01 of the day before.
	before, _ := c.period(PerDay, lead.At(time.Date(2006, 10, 29, 2, 30, 30, 0, time.UTC)))
	after, _ := c.period(PerDay, lead.At(time.Date(2006, 10, 29, 2, 31, 30, 0, time.UTC)))
	assert.Equal(t, "2006-10-28", time.Date(2006, 10, 29, 2, 31, 30, 0, time.UTC).In(zone).Format(time.DateOnly))
	assert.Equal(t, before, after)
}

func TestText(t *testing.T) {
	roundTrip(t, "20 open", "20 open", Capacity{Most: 20})
	roundTrip(t, "at most 14 per month", "14 per month", Capacity{Most: 14, Per: PerMonth})
	roundTrip(t, "10 within 7d", "10 within 7d", Capacity{Most: 10, Per: Rolling, Within: 7 * lead.Day})
	roundTrip(t, "FR-59", "FR 59", Area{Country: "FR", Postal: "59"})
	roundTrip(t, "be", "BE", Area{Country: "BE"})
	roundTrip(t, "GB SW1A 1", "GB SW1A 1", Area{Country: "GB", Postal: "SW1A 1"})
	roundTrip(t, "FR 59000-62999", "FR 59000-62999", Area{Country: "FR", Postal: "59000", To: "62999"})
	roundTrip(t, "GB SW1A-1AA", "GB SW1A 1AA", Area{Country: "GB", Postal: "SW1A 1AA"})
	roundTrip(t, " around Lille ", "around Lille", Area{Region: "around Lille"})
	roundTrip(t, "50.6292,3.0573", "50.6292, 3.0573", Point{50_629_200, 3_057_300})
	roundTrip(t, "30km", "30 km", Distance(30_000))
	roundTrip(t, "1500 m", "1500 m", Distance(1500))
	roundTrip(t, "12.5%", "12.5%", Share(125_000))
	roundTrip(t, "100%", "100%", Whole)
	roundTrip(t, "least loaded", "least loaded", LeastLoaded)
	roundTrip(t, "expected value", "expected value", BestValue)
	roundTrip(t, "expected value", "expected value", ExpectedValue)
	roundTrip(t, "require", "require", RequireOpen)
	roundTrip(t, "shared", "shared", Shared)
	roundTrip(t, "rejected", "rejected", Rejected)
	roundTrip(t, "cover", "cover", ByCover)
	roundTrip(t, "absent, at capacity", "absent, at capacity", Absent|Full)
	roundTrip(t, "", "", Reason(0))
	for _, bad := range []string{"", "14", "x open", "14 per fortnight", "14 per open", "14 within day", "14 each month", "1 2 3 4"} {
		assert.Error(t, new(Capacity).UnmarshalText([]byte(bad)), "%q", bad)
	}
	for _, bad := range []string{"", " ", "FR 62000-59000", "FR 59000-620"} {
		assert.Error(t, new(Area).UnmarshalText([]byte(bad)), "%q", bad)
	}
	for _, bad := range []string{"50", "50, x", "91, 3", "50, 181", "NaN, 3"} {
		assert.Error(t, new(Point).UnmarshalText([]byte(bad)), "%q", bad)
	}
	for _, bad := range []string{"", "30", "-1 km", "0 m", "501 km", "3 miles"} {
		assert.Error(t, new(Distance).UnmarshalText([]byte(bad)), "%q", bad)
	}
	for _, bad := range []string{"", "%", "60", "101%", "-1%", "1.23456%", "a%"} {
		assert.Error(t, new(Share).UnmarshalText([]byte(bad)), "%q", bad)
	}
	err := new(Strategy).UnmarshalText([]byte("rotatoin"))
	assert.ErrorContains(t, err, `unknown strategy "rotatoin"; did you mean "rotation"?`)
}

func roundTrip[T any, P interface {
	*T
	UnmarshalText([]byte) error
	MarshalText() ([]byte, error)
}](t *testing.T, in, out string, want T) {
	var got T
	require.NoError(t, P(&got).UnmarshalText([]byte(in)), in)
	assert.Equal(t, want, got)
	b, err := P(&got).MarshalText()
	require.NoError(t, err)
	assert.Equal(t, out, string(b))
}

func TestCoverBeginsAndEndsOnADeskInUse(t *testing.T) {
	r := compiled(t, offices())
	var d Desk
	for i, c := range []struct{ at, person string }{
		{"2026-08-02 23:59", "Ben"}, {"2026-08-03 00:00", "Anna"}, {"2026-08-21 23:59", "Anna"}, {"2026-08-22 00:00", "Ben"},
	} {
		q := Request{ID: ask(i).ID, Lead: ask(i).Lead, Channels: []string{FieldSales}, Country: "FR", Postal: "13001"}
		assert.Equal(t, c.person, r.Route(&d, q, instant(c.at)).Person, c.at)
	}
	q := Request{ID: "last", Lead: "last", Channels: []string{FieldSales}, Country: "FR", Postal: "13001", Not: []string{"Ben"}}
	assert.Equal(t, Outside|Barred, r.Route(&d, q, instant("2026-08-22 00:00")).Reasons, "Anna no longer has Ben's territory")
}

// Two absences in a row, with two covers: the person is away throughout, and the second cover takes over at the instant the second absence begins.
func TestCoverChangesBetweenTwoAbsencesInARow(t *testing.T) {
	r := compiled(t, offices())
	var d Desk
	at := instant("2026-06-01 08:00")
	require.True(t, r.Leave(&d, Leave{Person: "Ben", From: at, To: at + 10, Cover: "Anna"}, at))
	require.True(t, r.Leave(&d, Leave{Person: "Ben", From: at + 10, To: at + 1000}, at))
	q := func(i int) Request {
		return Request{ID: ask(i).ID, Lead: ask(i).Lead, Channels: []string{FieldSales}, Country: "FR", Postal: "13001"}
	}
	assert.Equal(t, "Anna", r.Route(&d, q(1), at).Person)
	assert.True(t, r.Route(&d, q(2), at+10).Queue, "nobody covers the second absence")
}

func TestLateRejectionFreesNoRoomInTheNewPeriod(t *testing.T) {
	r := compiled(t, team(1, Rotation, func(_ int, p *Person) { p.Capacity = []Capacity{{Most: 1, Per: PerDay}} }))
	var d Desk
	require.Equal(t, "P00", r.Route(&d, ask(1), instant("2026-01-01 12:00")).Person)
	require.Equal(t, "P00", r.Route(&d, ask(2), instant("2026-01-02 12:00")).Person)
	require.True(t, r.Release(&d, "q1", Rejected, instant("2026-01-02 13:00")))
	assert.True(t, r.Route(&d, ask(3), instant("2026-01-02 14:00")).Queue, "yesterday's lead gives back yesterday's room")
}

func TestPeriodIsLookedAtAgainWhenTheClockChanges(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	c := clock{zone: zone}
	_, until := c.period(PerDay, instant("2026-03-28 23:30")) // half past midnight in Paris, on the day of 23 hours
	assert.Equal(t, instant("2026-03-29 01:00"), until)
	_, until = c.period(PerDay, until)
	assert.Equal(t, instant("2026-03-29 22:00"), until, "midnight in summer time")
}
