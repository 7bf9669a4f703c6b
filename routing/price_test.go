package routing

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

func eur(minor int64) lead.Money { return lead.Money{Minor: minor, Currency: "EUR"} }

func network() Policy {
	return Policy{
		Channels: []Channel{
			{Name: ExternalNetwork, Charged: true, Sold: SemiExclusive},
			{Name: InsideSales},
		},
		People:        []Person{{Name: "Dubois SA", Channels: []string{ExternalNetwork}}, {Name: "Eve", Channels: []string{InsideSales}}},
		Quality:       []Level{{"gold", `lead.completeness >= 0.75`, eur(8_001)}, {"silver", "", eur(3_500)}},
		SemiExclusive: 600_000, Shared: 350_000,
		Returns: Returns{Reasons: []string{"wrong_number", "duplicate"}, Within: 7 * lead.Day},
	}
}

func TestPriceIsThatOfTheReceipt(t *testing.T) {
	s := schema(t)
	r, err := Compile(network(), s, nil)
	require.NoError(t, err)
	st := lead.State{ID: "l1"}
	level, price := r.Quality(facts(t, s, &st, 5, map[string]any{"email": "a@b.fr", "company": "B", "industry": "metal", "country": "FR"}))
	assert.Equal(t, "gold", level)
	assert.Equal(t, eur(8_001), price)
	level, _ = r.Quality(facts(t, s, &lead.State{}, 5, nil))
	assert.Equal(t, "silver", level)

	rc := &lead.Receipt{Quality: "gold"}
	price, ok := r.Price(rc, ExternalNetwork)
	assert.True(t, ok)
	assert.Equal(t, eur(4_801), price, "60 % of 80.01 is 48.006")
	for name, rc := range map[string]*lead.Receipt{InsideSales: rc, "nowhere": rc, ExternalNetwork: {Quality: "platinum"}} {
		_, ok = r.Price(rc, name)
		assert.False(t, ok, name)
	}
	_, ok = r.Price(nil, ExternalNetwork)
	assert.False(t, ok)
}

func TestReturnOfAChargedLead(t *testing.T) {
	r := compiled(t, network())
	var d Desk
	dec := r.Route(&d, Request{ID: "q1", Lead: "l1", Channels: []string{ExternalNetwork}}, 1000)
	c, ok := r.Bill(dec, &lead.Receipt{Quality: "silver"})
	require.True(t, ok)
	assert.Equal(t, Charge{Request: "q1", Lead: "l1", Partner: "Dubois SA", Channel: ExternalNetwork, Level: "silver", Sold: SemiExclusive, Price: eur(2_100), At: 1000}, c)
	last := lead.Instant(1000).Add(7 * lead.Day)
	_, err := r.Credit(c, "duplicate", last)
	assert.NoError(t, err, "the last instant of the window")
	for reason, at := range map[string]lead.Instant{"duplicate": last + 1, "wrong_number": 999, "changed_mind": last} {
		_, err = r.Credit(c, reason, at)
		assert.ErrorIs(t, err, ErrNoReturn, reason)
	}
	_, ok = r.Bill(Decision{Channel: ExternalNetwork, Queue: true}, &lead.Receipt{Quality: "silver"})
	assert.False(t, ok, "nobody got it")
}

// bookings draws charges and credits, with their periods.
func bookings(t *rapid.T) (all []Statements) {
	for range rapid.IntRange(0, 12).Draw(t, "bookings") {
		var ss Statements
		c := Charge{Partner: oneOf(t, "partner", "A", "B"), Level: oneOf(t, "level", "gold", "silver"), Price: eur(rapid.Int64Range(0, 10_000).Draw(t, "price"))}
		period := oneOf(t, "period", "2026-01", "2026-02")
		if rapid.Bool().Draw(t, "credit") {
			require.NoError(t, ss.Credit(period, Credit{Charge: c, Reason: oneOf(t, "reason", "duplicate", "wrong_number")}))
		} else {
			require.NoError(t, ss.Charge(period, c))
		}
		all = append(all, ss)
	}
	return all
}

func TestStatementsMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := bookings(t)
		var forward, backward, left, right Statements
		var net int64
		half := rapid.IntRange(0, len(parts)).Draw(t, "half")
		for i, p := range parts {
			require.NoError(t, forward.Merge(p))
			require.NoError(t, backward.Merge(parts[len(parts)-1-i]))
			if i < half {
				require.NoError(t, left.Merge(p))
			} else {
				require.NoError(t, right.Merge(p))
			}
			net += p[0].Charged.Minor - p[0].Credited.Minor
		}
		require.Equal(t, forward, backward, "in any order")
		before := text(t, left)
		sum := slices.Clone(left)
		require.NoError(t, sum.Merge(right))
		require.Equal(t, text(t, forward), text(t, sum), "in any grouping")
		require.Equal(t, before, text(t, left), "and what was merged stays as it was")
		total, err := forward.Net()
		require.NoError(t, err)
		require.Equal(t, net, total.Minor, "to the cent")
		for _, s := range forward {
			require.Equal(t, s.Charged.Minor, sumOf(s.Levels))
			require.Equal(t, s.Credited.Minor, sumOf(s.Reasons))
		}
	})
}

func sumOf(list []Sum) (sum int64) {
	for _, s := range list {
		sum += s.Amount.Minor
	}
	return sum
}

func TestStatementRefusesAnotherCurrency(t *testing.T) {
	var ss Statements
	require.NoError(t, ss.Charge("2026-01", Charge{Partner: "A", Level: "gold", Price: eur(100)}))
	before := text(t, ss)
	assert.ErrorIs(t, ss.Charge("2026-01", Charge{Partner: "A", Level: "gold", Price: lead.Money{Minor: 1, Currency: "USD"}}), lead.ErrCurrency)
	assert.Equal(t, before, text(t, ss))
}

func TestShareOfTheCostRecovered(t *testing.T) {
	var ss Statements
	require.NoError(t, ss.Charge("2026-01", Charge{Partner: "A", Price: eur(3_000)}))
	require.NoError(t, ss.Credit("2026-02", Credit{Charge: Charge{Partner: "A", Price: eur(500)}}))
	part, ok := ss.Recovered(eur(10_000))
	assert.True(t, ok)
	assert.Equal(t, 0.25, part)
	_, ok = ss.Recovered(eur(0))
	assert.False(t, ok)
	assert.Equal(t, eur(-500), ss[1].Net(), "more credited than charged in that month")
}

func TestMonth(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	assert.Equal(t, "2026-02", Month(instant("2026-01-31 23:00"), zone))
}

func TestShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Share(rapid.Int64Range(1, int64(Whole)).Draw(t, "share"))
		m := eur(rapid.Int64Range(0, lead.MostMinor/int64(Whole)).Draw(t, "amount"))
		part := s.Of(m)
		require.LessOrEqual(t, 2*max(part.Minor*int64(Whole)-m.Minor*int64(s), m.Minor*int64(s)-part.Minor*int64(Whole)), int64(Whole), "to the nearest cent")
		up := s.Under(m)
		require.GreaterOrEqual(t, up.Minor*int64(s), m.Minor*int64(Whole), "what is left is enough")
		require.Less(t, (up.Minor-1)*int64(s), max(m.Minor*int64(Whole), 1), "and a cent less would not be")
	})
}
