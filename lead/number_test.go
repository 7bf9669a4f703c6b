package lead

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestMoneyIsExactThroughTextAndFloat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Money{rapid.Int64Range(-MostMinor, MostMinor).Draw(t, "minor"), rapid.SampledFrom([]string{"EUR", "JPY", "TND", "CLF"}).Draw(t, "currency")}
		var back Money
		require.NoError(t, back.UnmarshalText([]byte(m.String())))
		require.Equal(t, m, back)
		of, ok := MoneyOf(m.Float(), m.Currency)
		require.True(t, ok)
		require.Equal(t, m, of, "to major units and back")
	})
	for _, minor := range []int64{MostMinor, MostMinor - 1, 1 - MostMinor} {
		m, ok := MoneyOf(Money{minor, "EUR"}.Float(), "EUR")
		require.True(t, ok)
		require.Equal(t, minor, m.Minor)
	}
}

func TestParseMoney(t *testing.T) {
	for text, want := range map[string]Money{
		"1234.50 EUR": {123450, "EUR"}, "1234.5": {123450, "EUR"}, " 7 ": {700, "EUR"}, "0": {0, "EUR"}, "-0.05 EUR": {-5, "EUR"}, "": {}, "  ": {},
		"22517998136852.48": {MostMinor, "EUR"},
	} {
		m, err := ParseMoney(text, "EUR")
		require.NoError(t, err, text)
		assert.Equal(t, want, m, text)
	}
	for _, text := range []string{"1.005", "1,50", "1 234 EUR", "EUR", "12 eur", "12 EURO", "1e3", "--1", "+1", ".5", "22517998136852.49", "99999999999999999999", "1.2.3", "- 1", "NaN"} {
		_, err := ParseMoney(text, "EUR")
		assert.Error(t, err, text)
	}
	_, err := ParseMoney("1.00 USD", "EUR")
	assert.ErrorIs(t, err, ErrCurrency)
	yen, err := ParseMoney("1500 JPY", "")
	require.NoError(t, err)
	assert.Equal(t, Money{1500, "JPY"}, yen)
	_, err = ParseMoney("1500.5 JPY", "")
	assert.Error(t, err)
	dinar, _ := ParseMoney("1.234", "TND")
	assert.Equal(t, "1.234 TND", dinar.String())
	assert.Empty(t, encodeText(Money{}), "no money is no text")
}

func encodeText(m Money) string {
	text, _ := m.MarshalText()
	return string(text)
}

func TestMoneyAdds(t *testing.T) {
	sum, err := Money{}.Add(Money{5, "EUR"})
	require.NoError(t, err)
	assert.Equal(t, Money{5, "EUR"}, sum)
	sum, err = sum.Add(Money{})
	require.NoError(t, err)
	assert.Equal(t, Money{5, "EUR"}, sum)
	_, err = sum.Add(Money{5, "USD"})
	assert.ErrorIs(t, err, ErrCurrency)
	same, err := Money{MostMinor, "EUR"}.Add(Money{1, "EUR"})
	assert.Error(t, err)
	assert.Equal(t, Money{MostMinor, "EUR"}, same)
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300} {
		_, ok := MoneyOf(f, "EUR")
		assert.False(t, ok, f)
	}
	half, _ := MoneyOf(-0.125, "EUR")
	assert.Equal(t, int64(-13), half.Minor, "halves away from zero")
}

func TestPointsAreExactThroughText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Points(rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, 0, -1})).Draw(t, "p"))
		var back Points
		require.NoError(t, back.UnmarshalText([]byte(p.String())))
		require.Equal(t, p, back)
	})
	for text, want := range map[string]string{"10": "10", "-2.5": "-2.5", "0.0000004": "0", "0.0000005": "0.000001", "1e3": "1000", "-0.000001": "-0.000001", "+3": "3", "00.10": "0.1"} {
		var p Points
		require.NoError(t, p.UnmarshalText([]byte(text)), text)
		assert.Equal(t, want, p.String(), text)
	}
	for _, text := range []string{"", "ten", "NaN", "Inf", "1e10", "10 points", "99999999999999999999", "-", "1.2.3"} {
		var p Points
		assert.Error(t, p.UnmarshalText([]byte(text)), text)
	}
}

func TestPointsOf(t *testing.T) {
	for f, want := range map[float64]Points{1.5: 1_500_000, -0.0000005: -1, 0.0000005: 1, 1e9: MostPoints} {
		p, ok := PointsOf(f)
		assert.True(t, ok)
		assert.Equal(t, want, p)
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1.1e9, -1.1e9} {
		_, ok := PointsOf(f)
		assert.False(t, ok, f)
	}
	assert.Equal(t, 12.5, Points(12_500_000).Float())
}

func TestInstants(t *testing.T) {
	assert.Equal(t, Instant(0), At(time.Time{}))
	assert.Equal(t, time.Time{}, Instant(0).Time())
	assert.Equal(t, "never", Instant(0).String())
	assert.Equal(t, "9999-12-31T23:59:59.999Z", Forever.String())
	assert.Equal(t, Instant(1), At(time.Unix(0, 1_999_999)), "a fraction of a millisecond is cut off")
	assert.Equal(t, Forever, At(Forever.Time()))
	assert.Greater(t, At(time.Unix(math.MaxInt64, 0)), Forever)
	assert.Negative(t, At(time.Unix(math.MinInt64, 0)))
	assert.Equal(t, Instant(3), Earliest(0, 7, 3, 0))
	assert.Equal(t, Instant(0), Earliest())
	assert.Equal(t, 36*Hour, start.Add(36*Hour).Sub(start))
	var s Span
	require.NoError(t, s.UnmarshalText([]byte("1w12h")))
	assert.Equal(t, Week+12*Hour, s)
	assert.Equal(t, "7d12h", s.String())
	assert.Equal(t, 90*time.Minute, (90 * Minute).Duration())
	assert.Error(t, s.UnmarshalText([]byte("soon")))
}
