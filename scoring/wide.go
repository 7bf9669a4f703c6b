package scoring

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Wide is a signed integer of 128 bits in two's complement. Its text form is hexadecimal, "-1f3a".
type Wide struct {
	Hi int64
	Lo uint64
}

func wide(n int64) Wide { return Wide{n >> 63, uint64(n)} }

// add wraps around beyond 128 bits; the bounds in this package keep sums below.
func (w Wide) add(x Wide) Wide {
	lo, carry := bits.Add64(w.Lo, x.Lo, 0)
	hi, _ := bits.Add64(uint64(w.Hi), uint64(x.Hi), carry)
	return Wide{int64(hi), lo}
}

func (w Wide) neg() Wide {
	lo, borrow := bits.Sub64(0, w.Lo, 0)
	hi, _ := bits.Sub64(0, uint64(w.Hi), borrow)
	return Wide{int64(hi), lo}
}

// size gives the magnitude.
func (w Wide) size() (hi, lo uint64) {
	if w.Hi < 0 {
		w = w.neg()
	}
	return uint64(w.Hi), w.Lo
}

// signed gives the magnitude its sign.
func signed(negative bool, hi, lo uint64) Wide {
	w := Wide{int64(hi), lo}
	if negative {
		return w.neg()
	}
	return w
}

// above reports a number above zero.
func (w Wide) above() bool { return w.Hi > 0 || w.Hi == 0 && w.Lo != 0 }

func (w Wide) less(x Wide) bool { return w.Hi < x.Hi || w.Hi == x.Hi && w.Lo < x.Lo }

func least(a, b Wide) Wide {
	if b.less(a) {
		return b
	}
	return a
}

func most(a, b Wide) Wide {
	if a.less(b) {
		return b
	}
	return a
}

// product is exact.
func product(a, b int64) Wide {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	return signed(a < 0 != (b < 0), hi, lo)
}

// times multiplies; the product has to be within 127 bits.
func (w Wide) times(n uint64) Wide {
	hi, lo := w.size()
	h, l := bits.Mul64(lo, n)
	return signed(w.Hi < 0, h+hi*n, l)
}

// scaled is times for a factor with a sign.
func (w Wide) scaled(n int64) Wide {
	w = w.times(magnitude(n))
	if n < 0 {
		return w.neg()
	}
	return w
}

// parts divides, cut off towards zero.
func (w Wide) parts(n uint64) Wide {
	hi, lo := w.size()
	q, r := hi/n, hi%n
	p, _ := bits.Div64(r, lo, n)
	return signed(w.Hi < 0, q, p)
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// String gives the number in hexadecimal.
func (w Wide) String() string {
	hi, lo := w.size()
	sign := ""
	if w.Hi < 0 {
		sign = "-"
	}
	if hi == 0 {
		return sign + strconv.FormatUint(lo, 16)
	}
	return fmt.Sprintf("%s%x%016x", sign, hi, lo)
}

// MarshalText gives the text of String.
func (w Wide) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what String writes.
func (w *Wide) UnmarshalText(text []byte) error {
	digits, negative := strings.CutPrefix(string(text), "-")
	high := ""
	if n := len(digits) - 16; n > 0 {
		high, digits = digits[:n], digits[n:]
	}
	lo, err := strconv.ParseUint(digits, 16, 64)
	var hi uint64
	if err == nil && high != "" {
		hi, err = strconv.ParseUint(high, 16, 64)
	}
	least := negative && hi == 1<<63 && lo == 0
	if err != nil || hi>>63 != 0 && !least {
		return fmt.Errorf("%q is not a hexadecimal number of 128 bits", text)
	}
	*w = signed(negative, hi, lo)
	return nil
}
