package funnel

import (
	"fmt"
	"math"
)

// Rate is how many of a cohort came to a later point: never more than there are, so that a share never exceeds 1.
type Rate struct {
	Of    int64   `json:"of"`
	Came  int64   `json:"came"`
	Share float64 `json:"share"` // 0 of an empty cohort
	// Low and High bound the true share with 95 % confidence: the score interval of E. B. Wilson, "Probable inference, the law of succession,
	// and statistical inference", JASA 22 (1927). Of an empty cohort they are 0 and 1.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// z95 is the 97.5 % quantile of the normal distribution.
const z95 = 1.959963984540054

func rateOf(came, of int64) Rate {
	came = max(0, min(came, of))
	if of <= 0 {
		return Rate{High: 1}
	}
	n, p := float64(of), float64(came)/float64(of)
	scale := 1 + z95*z95/n
	center := (p + z95*z95/(2*n)) / scale
	half := z95 / scale * math.Sqrt(p*(1-p)/n+z95*z95/(4*n*n))
	return Rate{Of: of, Came: came, Share: p, Low: min(p, max(0, center-half)), High: max(p, min(1, center+half))}
}

// String gives "12 of 30 (40 %, 25 to 58 %)".
func (r Rate) String() string {
	if r.Of == 0 {
		return "0 of 0"
	}
	return fmt.Sprintf("%d of %d (%.0f %%, %.0f to %.0f %%)", r.Came, r.Of, 100*r.Share, 100*r.Low, 100*r.High)
}
