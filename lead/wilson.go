package lead

import "math"

// Wilson gives the interval in which a share lies with 95 % confidence when k of n had it: the score interval, which is right for small counts too. Of none, it
// is 0 to 1; so it is where k is not within 0 and n.
//
// Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, Journal of the American Statistical Association 22 (1927), 209-212.
func Wilson(k, n int64) (low, high float64) {
	const z = 1.959963984540054 // the 97.5 % quantile of the normal distribution
	if n <= 0 || k < 0 || k > n {
		return 0, 1
	}
	count, p := float64(n), float64(k)/float64(n)
	whole := 1 + z*z/count
	middle := (p + z*z/(2*count)) / whole
	half := float64(z / whole * math.Sqrt(p*(1-p)/count+z*z/(4*count*count))) // the conversion keeps processors from fusing it with what follows
	return min(p, max(0, middle-half)), max(p, min(1, middle+half))
}
