package lead

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Money is an amount in the minor units of a currency (cents for EUR), exact. The zero Money is no amount in no currency.
// Its text form is "1234.50 EUR"; "1234.5" alone takes the contract's currency where there is one.
type Money struct {
	Minor    int64
	Currency string // ISO 4217
}

// MostMinor bounds an amount: up to 2⁵¹ minor units, [Money.Float] and [MoneyOf] are exact inverses of each other, for their two roundings
// together err by less than half a minor unit.
const MostMinor = 1 << 51

// ErrCurrency is wrapped by errors about two different currencies, or one that is not ISO 4217 by its form.
var ErrCurrency = errors.New("another currency")

// decimals lists the currencies of ISO 4217 whose minor unit is not a hundredth.
var decimals = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0,
	"VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
}

// Decimals gives how many decimals the currency's amounts have: 2 for EUR, 0 for JPY.
func Decimals(currency string) int {
	if d, ok := decimals[currency]; ok {
		return d
	}
	return 2
}

// KnownCurrency reports whether code has the form of ISO 4217: three capital letters.
func KnownCurrency(code string) bool {
	for i := range len(code) {
		if code[i] < 'A' || 'Z' < code[i] {
			return false
		}
	}
	return len(code) == 3
}

// MoneyOf rounds an amount in major units to the currency's minor unit, halves away from zero.
// It reports false for NaN, infinities and whatever is beyond MostMinor.
func MoneyOf(amount float64, currency string) (Money, bool) {
	minor := math.Round(amount * math.Pow10(Decimals(currency)))
	if !(math.Abs(minor) <= MostMinor) {
		return Money{}, false
	}
	return Money{Minor: int64(minor), Currency: currency}, true
}

// Float gives the amount in major units: what an expression compares.
func (m Money) Float() float64 { return float64(m.Minor) / math.Pow10(Decimals(m.Currency)) }

// Add sums two amounts. An amount without currency takes the other's. Different currencies, and a sum beyond MostMinor, are errors.
func (m Money) Add(n Money) (Money, error) {
	switch {
	case m.Currency == "" && m.Minor == 0:
		return n, nil
	case n.Currency == "" && n.Minor == 0:
		return m, nil
	case m.Currency != n.Currency:
		return m, fmt.Errorf("%s and %s: %w", m, n, ErrCurrency)
	}
	sum := m.Minor + n.Minor
	if sum > MostMinor || sum < -MostMinor {
		return m, fmt.Errorf("the sum of %s and %s is too large", m, n)
	}
	return Money{Minor: sum, Currency: m.Currency}, nil
}

// String gives "1234.50 EUR".
func (m Money) String() string {
	d := Decimals(m.Currency)
	sign, u := "", uint64(m.Minor)
	if m.Minor < 0 {
		sign, u = "-", -u
	}
	digits := fmt.Sprintf("%0*d", d+1, u)
	text := sign + digits[:len(digits)-d]
	if d > 0 {
		text += "." + digits[len(digits)-d:]
	}
	return strings.TrimSpace(text + " " + m.Currency)
}

// MarshalText gives the text of String, nothing for the zero Money.
func (m Money) MarshalText() ([]byte, error) {
	if m == (Money{}) {
		return nil, nil
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads the text form.
func (m *Money) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMoney(string(text), "")
	return err
}

// ParseMoney reads "1234.50 EUR", or "1234.5" in the currency given. More decimals than the currency has are an error: a text
// is never rounded. An empty text is the zero Money.
func ParseMoney(text, currency string) (Money, error) {
	amount, code, both := strings.Cut(strings.TrimSpace(text), " ")
	if both {
		if code = strings.TrimSpace(code); !KnownCurrency(code) {
			return Money{}, fmt.Errorf("%q names no currency: write an amount such as 1234.50 EUR: %w", text, ErrCurrency)
		}
		if currency != "" && code != currency {
			return Money{}, fmt.Errorf("%q is not in %s: %w", text, currency, ErrCurrency)
		}
		currency = code
	}
	if amount == "" {
		return Money{}, nil
	}
	minor, ok := parseMinor(amount, Decimals(currency))
	if !ok {
		return Money{}, fmt.Errorf("%q is not an amount of money: write one such as 1234.50 EUR", text)
	}
	return Money{Minor: minor, Currency: currency}, nil
}

func parseMinor(amount string, decimals int) (int64, bool) {
	unsigned := strings.TrimPrefix(amount, "-")
	whole, fraction, _ := strings.Cut(unsigned, ".")
	if whole == "" || len(fraction) > decimals || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, false
	}
	minor, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	if err != nil || minor > MostMinor {
		return 0, false
	}
	if unsigned != amount {
		minor = -minor
	}
	return minor, true
}
