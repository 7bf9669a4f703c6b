package routing

import (
	"fmt"
	"slices"
	"strings"
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
			require.Len(t, s.Claims, int(s.Returned))
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
	r := compiled(t, network())
	var ss Statements
	require.NoError(t, ss.Charge("2026-01", Charge{Partner: "A", Price: eur(3_000)}))
	require.NoError(t, ss.Credit("2026-02", Credit{Charge: Charge{Partner: "A", Price: eur(500)}}))
	part, ok := r.Recovered(ss, eur(10_000))
	assert.True(t, ok)
	assert.Equal(t, 0.25, part)
	_, ok = r.Recovered(ss, eur(0))
	assert.False(t, ok)
	_, ok = r.Recovered(ss, lead.Money{Minor: 10_000, Currency: "USD"})
	assert.False(t, ok)
	assert.Equal(t, eur(-500), ss[1].Net(), "more credited than charged in that month")
}

// year books charges and claims of two partners in three months.
func year(t *rapid.T) (ss Statements) {
	for i := range rapid.IntRange(0, 40).Draw(t, "bookings") {
		c := Charge{Request: fmt.Sprint("q", i), Lead: fmt.Sprint("l", i), Partner: oneOf(t, "partner", "A", "B"), Level: oneOf(t, "level", "gold", "silver"), Price: eur(rapid.Int64Range(0, 9_999).Draw(t, "price"))}
		require.NoError(t, ss.Charge(oneOf(t, "charged in", "2026-01", "2026-02", "2026-03"), c))
		if rapid.IntRange(0, 2).Draw(t, "given back") == 0 {
			credit := Credit{Charge: c, Reason: oneOf(t, "reason", "duplicate", "wrong_number"), At: lead.Instant(rapid.IntRange(1, 50).Draw(t, "at"))}
			require.NoError(t, ss.Credit(oneOf(t, "credited in", "2026-01", "2026-02", "2026-03"), credit))
		}
	}
	return ss
}

func TestInvoicesAddUpToTheCent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := network()
		p.Returns.AtMost = oneOf(t, "ceiling", Ceiling{}, Ceiling{Number: 1}, Ceiling{Number: 3}, Ceiling{Share: 250_000}, Ceiling{Share: Whole})
		p.Returns.Settled = oneOf(t, "settled", ByCredit, Replacement)
		r := compiled(t, p)
		ss := year(t)
		var net, refused, waiting int64
		for i, inv := range r.Invoices(ss) {
			s := &ss[i]
			var sum int64
			for _, it := range inv.Items {
				sum += it.Amount.Minor
			}
			require.Equal(t, inv.Net.Minor, sum, "the items add up")
			granted := int64(len(s.Claims) - len(inv.Refused))
			switch c := p.Returns.AtMost; {
			case c.Number > 0:
				require.Equal(t, min(c.Number, int64(len(s.Claims))), granted)
			case c.Share > 0:
				require.LessOrEqual(t, granted*int64(Whole), int64(c.Share)*s.Leads, "never more than the share")
			default:
				require.Empty(t, inv.Refused)
			}
			for _, c := range inv.Refused {
				refused += c.Amount.Minor
				require.False(t, granted > 0 && c.before(s.Claims[granted-1]) < 0, "who came first is granted first")
			}
			net += inv.Net.Minor
		}
		waiting = owedAtTheEnd(r, ss)
		whole, err := ss.Net()
		require.NoError(t, err)
		require.Equal(t, whole.Minor+refused+waiting, net, "what is neither refused nor still owed was given back")
	})
}

// owedAtTheEnd sums up what is still to be replaced.
func owedAtTheEnd(r *Router, ss Statements) (sum int64) {
	var owed []Claim
	for i := range ss {
		if i > 0 && ss[i-1].Partner != ss[i].Partner {
			for _, c := range owed {
				sum += c.Amount.Minor
			}
			owed = nil
		}
		_, owed = r.settle(&ss[i], owed)
	}
	for _, c := range owed {
		sum += c.Amount.Minor
	}
	return sum
}

func TestReplacementIsALeadOfTheSameLevel(t *testing.T) {
	p := network()
	p.Returns.Settled = Replacement
	r := compiled(t, p)
	var ss Statements
	charge := func(period, level string, price int64) Charge {
		c := Charge{Partner: "A", Level: level, Price: eur(price)}
		require.NoError(t, ss.Charge(period, c))
		return c
	}
	gold := charge("2026-01", "gold", 8_000)
	require.NoError(t, ss.Credit("2026-01", Credit{Charge: gold, Reason: "duplicate", At: 5}))
	charge("2026-02", "silver", 3_000)
	charge("2026-03", "gold", 9_000)
	list := r.Invoices(ss)
	assert.Equal(t, []lead.Money{eur(8_000), eur(3_000), eur(1_000)}, []lead.Money{list[0].Net, list[1].Net, list[2].Net})
	assert.Equal(t, []int64{1, 1, 0}, []int64{list[0].Owed, list[1].Owed, list[2].Owed})
	assert.Equal(t, "A, 2026-03\n"+
		"  charged: gold                        1        90.00 EUR\n"+
		"  in replacement: gold                 1       -80.00 EUR\n"+
		"  to pay                                        10.00 EUR\n", list[2].String())
}

func TestCeilings(t *testing.T) {
	for text, want := range map[string]Ceiling{"5": {Number: 5}, " 10% ": {Share: 100_000}} {
		var c Ceiling
		require.NoError(t, c.UnmarshalText([]byte(text)))
		assert.Equal(t, want, c)
		assert.Equal(t, strings.TrimSpace(text), c.String())
	}
	for _, text := range []string{"", "0", "0%", "-1", "101%", "5 per month"} {
		assert.Error(t, new(Ceiling).UnmarshalText([]byte(text)), text)
	}
}

func TestClaimsAreBounded(t *testing.T) {
	var ss Statements
	many := make([]Claim, MostClaims)
	require.NoError(t, ss.Merge(Statements{{Partner: "A", Claims: many}}))
	assert.ErrorIs(t, ss.Credit("", Credit{Charge: Charge{Partner: "A"}}), ErrClaims)
	assert.Len(t, ss[0].Claims, MostClaims)
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
