package funnel

import (
	"fmt"

	"github.com/leadkit/leadkit/lead"
)

// Rate is how many of a cohort came to a later point: never more than there are, so that a share never exceeds 1.
type Rate struct {
	Of    int64   `json:"of"`
	Came  int64   `json:"came"`
	Share float64 `json:"share"` // 0 of an empty cohort
	// Low and High bound the true share with 95 % confidence, by [lead.Wilson]. Of an empty cohort they are 0 and 1.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func rateOf(came, of int64) Rate {
	came = max(0, min(came, of))
	if of <= 0 {
		return Rate{High: 1}
	}
	low, high := lead.Wilson(came, of)
	return Rate{Of: of, Came: came, Share: float64(came) / float64(of), Low: low, High: high}
}

// String gives "12 of 30 (40 %, 25 to 58 %)".
func (r Rate) String() string {
	if r.Of == 0 {
		return "0 of 0"
	}
	return fmt.Sprintf("%d of %d (%.0f %%, %.0f to %.0f %%)", r.Came, r.Of, 100*r.Share, 100*r.Low, 100*r.High)
}
