package routing

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Share is a part of a whole in millionths. Its text form is "60%" or "12.5%", with at most four decimals.
type Share int64

// Whole is all of it.
const Whole Share = 1_000_000

// String gives the text form.
func (s Share) String() string {
	text := fmt.Sprintf("%d.%04d", s/10000, max(s, -s)%10000)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".") + "%"
}

// MarshalText gives the text of String.
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the text form, from 0% to 100%.
func (s *Share) UnmarshalText(text []byte) error {
	number, percent := strings.CutSuffix(strings.TrimSpace(string(text)), "%")
	whole, decimals, _ := strings.Cut(number, ".")
	fault := fmt.Errorf("%q is no share: write one from 0%% to 100%%, such as 12.5%%", text)
	if !percent || whole == "" || len(whole) > 3 || len(decimals) > 4 || strings.Trim(whole+decimals, "0123456789") != "" {
		return fault
	}
	n, err := strconv.ParseInt(whole+decimals+strings.Repeat("0", 4-len(decimals)), 10, 64)
	if err != nil || Share(n) > Whole {
		return fault
	}
	*s = Share(n)
	return nil
}

// Of gives the share of an amount that is not below zero, rounded to the minor unit, halves up.
func (s Share) Of(m lead.Money) lead.Money {
	return lead.Money{Minor: scale(m.Minor, uint64(s), uint64(Whole), uint64(Whole)/2), Currency: m.Currency}
}

// Under gives the smallest amount of which the share is at least m: what must be asked so that m is left. It is zero for a share of zero.
func (s Share) Under(m lead.Money) lead.Money {
	if s <= 0 {
		return lead.Money{Currency: m.Currency}
	}
	return lead.Money{Minor: scale(m.Minor, uint64(Whole), uint64(s), uint64(s)-1), Currency: m.Currency}
}

// scale gives (minor·by + plus)/over, at most [lead.MostMinor].
func scale(minor int64, by, over, plus uint64) int64 {
	hi, lo := bits.Mul64(uint64(max(minor, 0)), by)
	lo, carry := bits.Add64(lo, plus, 0)
	if hi += carry; hi >= over {
		return lead.MostMinor
	}
	q, _ := bits.Div64(hi, lo, over)
	return int64(min(q, lead.MostMinor))
}
