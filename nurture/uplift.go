package nurture

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// Horizons are the times after a lead's entry at which the uplift is measured: 3, 6 and 12 months, of 91, 182 and 365 days.
func Horizons() [3]lead.Span { return [...]lead.Span{91 * lead.Day, 182 * lead.Day, 365 * lead.Day} }

// Cohort counts the leads that entered a program for the first time in one month, in UTC, and how many of them had bought within each of the [Horizons].
type Cohort struct {
	Program string   `json:"program"`
	Month   string   `json:"month"`             // "2026-11"
	Treated int64    `json:"treated,omitempty"` // entered, and not held out
	Bought  [3]int64 `json:"bought,omitzero"`   // of these
	Control int64    `json:"control,omitempty"` // held out
	Alone   [3]int64 `json:"alone,omitzero"`    // of these, that bought
}

const monthLayout = "2006-01"

// month gives a program's cohort of a month, making it if there is none.
func (r *Report) month(program, month string) *Cohort {
	i, ok := slices.BinarySearchFunc(r.Cohorts, Cohort{Program: program, Month: month}, func(a, b Cohort) int {
		return cmp.Or(cmp.Compare(a.Program, b.Program), cmp.Compare(a.Month, b.Month))
	})
	if !ok {
		r.Cohorts = slices.Insert(r.Cohorts, i, Cohort{Program: program, Month: month})
	}
	return &r.Cohorts[i]
}

// cohort counts a first entry, or a sale within the horizons.
func (r *Report) cohort(s Step) {
	c := r.month(s.Program, s.Cohort.Time().Format(monthLayout))
	switch s.Kind {
	case Entered:
		c.Treated++
	case HeldOut:
		c.Control++
	case Won:
		bought := &c.Bought
		if s.Control {
			bought = &c.Alone
		}
		for i, h := range Horizons() {
			if s.At <= s.Cohort.Add(h) {
				bought[i]++
			}
		}
	}
}

func (c *Cohort) add(o Cohort) {
	c.Treated += o.Treated
	c.Control += o.Control
	for i := range c.Bought {
		c.Bought[i] += o.Bought[i]
		c.Alone[i] += o.Alone[i]
	}
}

// Uplift is what a program is worth: by how much more often those bought that it nurtured than those that were held out.
type Uplift struct {
	Program string    `json:"program"`
	After   lead.Span `json:"after"` // one of the [Horizons]
	Treated Rate      `json:"treated"`
	Control Rate      `json:"control"`
	// Gain is the difference of the shares, Low and High bound the true one with 95 % confidence: the interval that R. G. Newcombe, "Interval estimation for the
	// difference between independent proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), makes of two score intervals without
	// correction for continuity (his method 10). Without leads on both sides nothing is known of it: it is 0, from -1 to 1.
	Gain float64 `json:"gain"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Rate is how many of some leads bought.
type Rate struct {
	Of     int64   `json:"of"`
	Bought int64   `json:"bought"`
	Share  float64 `json:"share"` // 0 of none
	// Low and High bound the true share with 95 % confidence: the score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical
	// inference", JASA 22 (1927). Of none they are 0 and 1.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Uplift measures a program at an instant, after each of the [Horizons]. Only months are counted of which every lead has had all of that time.
func (r Report) Uplift(program string, at lead.Instant) (list []Uplift) {
	for i, after := range Horizons() {
		var all Cohort
		for _, c := range r.Cohorts {
			if c.Program == program && ripe(c.Month, after, at) {
				all.add(c)
			}
		}
		u := Uplift{Program: program, After: after, Treated: rateOf(all.Bought[i], all.Treated), Control: rateOf(all.Alone[i], all.Control)}
		u.compare()
		list = append(list, u)
	}
	return list
}

// Programs lists the programs that leads entered.
func (r Report) Programs() []string {
	var list []string
	for _, c := range r.Cohorts {
		list = append(list, c.Program)
	}
	return slices.Compact(list)
}

// ripe reports whether a month is over for so long.
func ripe(month string, after lead.Span, at lead.Instant) bool {
	first, err := time.Parse(monthLayout, month)
	return err == nil && lead.At(first.AddDate(0, 1, 0)).Add(after) <= at
}

// compare works out the difference and its interval.
func (u *Uplift) compare() {
	t, c := u.Treated, u.Control
	if t.Of == 0 || c.Of == 0 {
		u.Low, u.High = -1, 1
		return
	}
	u.Gain = t.Share - c.Share
	u.Low = u.Gain - math.Hypot(t.Share-t.Low, c.High-c.Share)
	u.High = u.Gain + math.Hypot(t.High-t.Share, c.Share-c.Low)
}

func rateOf(bought, of int64) Rate {
	bought = max(0, min(bought, of))
	low, high := lead.Wilson(bought, of)
	if of <= 0 {
		return Rate{Low: low, High: high}
	}
	return Rate{Of: of, Bought: bought, Share: float64(bought) / float64(of), Low: low, High: high}
}

// String gives "given back after 182d: 12.0 % of 300 bought, 5.0 % of 100 held out: 7.0 points more (0.8 to 12.1)".
func (u Uplift) String() string {
	text := fmt.Sprintf("%s after %s: %.1f %% of %d bought", u.Program, u.After, 100*u.Treated.Share, u.Treated.Of)
	if u.Control.Of == 0 || u.Treated.Of == 0 {
		return text + ", nothing to compare with"
	}
	word := "more"
	if u.Gain < 0 {
		word = "fewer"
	}
	return text + fmt.Sprintf(", %.1f %% of %d held out: %s points %s (%.1f to %.1f)", 100*u.Control.Share, u.Control.Of,
		strings.TrimPrefix(fmt.Sprintf("%.1f", 100*u.Gain), "-"), word, 100*u.Low, 100*u.High)
}
