package funnel

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Apportion divides an amount in proportion to weights, to the minor unit, so that the parts sum to the whole: each part is rounded down, and
// what is left goes, one unit each, to the largest remainders, of equal ones to the first (the method of Hamilton). Weights below zero count
// as zero; where all are zero, all count alike. No weights give no parts. A negative amount is divided like the positive one.
func Apportion(total lead.Money, weights []int64) []lead.Money {
	parts := apportion(total.Minor, weights)
	list := make([]lead.Money, len(parts))
	for i, minor := range parts {
		list[i] = lead.Money{Minor: minor, Currency: total.Currency}
	}
	return list
}

func apportion(total int64, weights []int64) []int64 {
	if len(weights) == 0 {
		return nil
	}
	parts, rests := make([]int64, len(weights)), make([]uint64, len(weights))
	size, weight := uint64(abs(total)), weightOf(weights)
	var sum uint64
	for _, w := range weight {
		sum += w
	}
	left := size
	for i, w := range weight {
		hi, lo := bits.Mul64(size, w)
		quotient, rest := bits.Div64(hi, lo, sum) // w <= sum, so that the quotient fits
		parts[i], rests[i] = int64(quotient), rest
		left -= quotient
	}
	for _, i := range byRest(rests)[:left] { // fewer are left than there are parts
		parts[i]++
	}
	if total < 0 {
		for i := range parts {
			parts[i] = -parts[i]
		}
	}
	return parts
}

// weightOf gives the weights, scaled down where their sum would not fit.
func weightOf(weights []int64) []uint64 {
	list := make([]uint64, len(weights))
	shift := bits.Len(uint(len(weights)))
	var most int64
	for _, w := range weights {
		most = max(most, w)
	}
	if bits.Len64(uint64(most))+shift <= 63 {
		shift = 0
	}
	for i, w := range weights {
		list[i] = uint64(max(w, 0)) >> shift
		if most == 0 {
			list[i] = 1
		}
	}
	return list
}

// byRest lists the positions by their remainder, the largest first.
func byRest[T cmp.Ordered](rests []T) []int {
	order := make([]int, len(rests))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rests[b], rests[a]) })
	return order
}

// roundParts rounds numbers so that they sum to their rounded sum, and gives both.
func roundParts(values []float64, sum float64) (parts []int64, total int64) {
	parts, rests := make([]int64, len(values)), make([]float64, len(values))
	total = int64(math.Round(sum))
	left := total
	for i, v := range values {
		floor := math.Floor(v)
		parts[i], rests[i] = int64(floor), v-floor
		left -= parts[i]
	}
	for _, i := range byRest(rests)[:min(max(left, 0), int64(len(parts)))] {
		parts[i]++
	}
	return parts, total
}

// divide rounds a quotient of an amount to the minor unit, halves away from zero.
func divide(minor, by int64) int64 {
	quotient, rest := minor/by, minor%by
	if 2*abs(rest) >= by {
		if minor < 0 {
			return quotient - 1
		}
		return quotient + 1
	}
	return quotient
}
