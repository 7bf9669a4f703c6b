package routing

import (
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Resale says which unwanted leads are offered to others, what they are worth, and what a listing may say of them. The zero Resale offers none.
type Resale struct {
	// Reasons are those of a return for which a lead is listed; Stages are those whose leads are listed without one.
	Reasons []string `json:"reasons,omitempty"`
	Stages  []string `json:"stages,omitempty"`
	// Asks are the prices of a fresh lead that is sold exclusively, the first that fits.
	Asks []Level     `json:"asks,omitempty" contract:"ordered"`
	Sold Exclusivity `json:"sold,omitempty"`
	// ListedFor is how long a lead stays listed. Zero: until it is sold, withdrawn or erased.
	ListedFor lead.Span `json:"listed_for,omitempty"`
	// LikeOthers is how many listings of the stock are to be equal to each one that is shown, itself included: the k of k-anonymity. Zero: 5.
	LikeOthers int `json:"like_others,omitempty"`
	// FindsBuyer is the share of listed leads that somebody buys. Zero: all.
	FindsBuyer Share `json:"finds_buyer,omitempty"`
	// LosesPerWeek is the share of its worth that a lead loses with each whole week of its age.
	LosesPerWeek Share `json:"loses_per_week,omitempty"`
	// Returned is the share of sold leads that come back for a credit.
	Returned Share `json:"returned,omitempty"`
	// AtLeast is what a sale must leave after returns, and Recover the share of its acquisition cost that it must.
	AtLeast lead.Money `json:"at_least,omitzero"`
	Recover Share      `json:"recover,omitempty"`
	// Regions, Industries and Topics are all the words that a listing may use for these.
	Regions    []string `json:"regions,omitempty"`
	Industries []string `json:"industries,omitempty"`
	Topics     []string `json:"topics,omitempty"`
}

// DefaultLikeOthers is how many listings are to be equal where the policy says nothing.
const DefaultLikeOthers = 5

type resale struct {
	Resale
	asks []level
	open map[kind]map[string]Term
}

func (c *compiler) addResale() {
	spec := c.spec.Resale
	c.price("/resale/at_least", spec.AtLeast)
	spec.AtLeast = c.money(spec.AtLeast)
	spec.FindsBuyer = c.share("/resale/finds_buyer", spec.FindsBuyer, Whole)
	c.share("/resale/loses_per_week", spec.LosesPerWeek, 0)
	c.share("/resale/recover", spec.Recover, 0)
	if c.share("/resale/returned", spec.Returned, 0) == Whole {
		c.found.Add("/resale/returned", "all-returned", "if every lead comes back, none is worth anything", "")
	}
	if int(spec.Sold) >= len(exclusivityWords) {
		c.found.Add("/resale/sold", "unknown-sold", "the value is none of those that are known", "")
	}
	if spec.ListedFor < 0 {
		c.found.Add("/resale/listed_for", "bad-span", "a listing cannot end before it begins", "write a span such as 90d")
	}
	if spec.LikeOthers < 0 || spec.LikeOthers == 1 {
		c.found.Add("/resale/like_others", "not-anonymous", "a listing that is equal to no other one may be recognised", "write 2 or more, or leave it out for 5")
	}
	if spec.LikeOthers == 0 {
		spec.LikeOthers = DefaultLikeOthers
	}
	c.r.resale = resale{Resale: spec, asks: c.levels("/resale/asks", spec.Asks), open: c.terms(spec)}
}

// terms collects the closed lists of words that listings may use.
func (c *compiler) terms(spec Resale) map[kind]map[string]Term {
	open := map[kind]map[string]Term{}
	add := func(of kind, key string, words []string) {
		open[of] = map[string]Term{}
		for i, w := range words {
			path := diag.Join("/resale", key, fmt.Sprint(i))
			if w == "" {
				c.found.Add(path, "missing-name", "the word is missing", "")
			} else if open[of][w] != (Term{}) {
				c.found.Add(path, "name-taken", fmt.Sprintf("%q is there twice", w), "")
			}
			open[of][w] = Term{w}
		}
	}
	add(ofRegion, "regions", spec.Regions)
	add(ofIndustry, "industries", spec.Industries)
	add(ofTopic, "topics", spec.Topics)
	add(ofType, "types", c.schema.Types())
	return open
}

// Listable reports whether a lead is to be offered to others: it was returned for one of the reasons, or without a reason is in one of the stages.
// The leads of persons who were erased never are.
func (r *Router) Listable(st *lead.State, stage, reason string) bool {
	switch {
	case st.Gone != 0:
		return false
	case reason != "":
		return slices.Contains(r.resale.Reasons, reason)
	}
	return slices.Contains(r.resale.Stages, stage)
}

// Valuation is what an unwanted lead is worth at an instant.
type Valuation struct {
	Lead  string       `json:"lead"`
	At    lead.Instant `json:"at"`
	Weeks int          `json:"weeks"` // its age
	// Cost is what its acquisition has cost: spent whatever happens, so it moves the reserve price only through the policy's Recover.
	Cost lead.Money `json:"cost"`
	// Worth is what a buyer would pay for it today, Expected what listing it will bring on average: Worth × finds a buyer × not returned.
	Worth    lead.Money `json:"worth"`
	Expected lead.Money `json:"expected"`
	// Reserve is the price below which no offer is to be accepted: it leaves less after returns than the next offer is expected to, or less than the policy asks.
	Reserve lead.Money `json:"reserve"`
	// Lines add up to Reserve.
	Lines []Amount `json:"lines"`
}

// Amount is one line of a valuation.
type Amount struct {
	What   string     `json:"what"`
	Amount lead.Money `json:"amount"`
}

// mostWeeks is the age, in weeks, beyond which leads lose no more.
const mostWeeks = 1040

// Value gives what the lead of the facts is worth at their instant, as a lead to sell.
//
// An offer x leaves x·(1−r), where r is the share that is returned; declining it leaves the chance p of finding a buyer who pays the worth W, p·W·(1−r).
// So x is worth taking from p·W on, and the reserve price is the larger of that and what leaves the policy's minimum after returns.
func (r *Router) Value(f *lead.Facts) Valuation {
	st, s := f.Lead(), &r.resale
	v := Valuation{Lead: st.ID, At: f.From, Cost: lead.Money{Minor: max(st.Cost.Minor, 0), Currency: r.currency}}
	if st.Created > 0 {
		v.Weeks = int(min(max(f.From.Sub(st.Created)/lead.Week, 0), mostWeeks))
	}
	name, asked := first(s.asks, f)
	sum := lead.Money{Currency: r.currency}
	line := func(what string, now lead.Money) {
		if d := now.Minor - sum.Minor; d != 0 {
			v.Lines = append(v.Lines, Amount{what, lead.Money{Minor: d, Currency: r.currency}})
		}
		sum.Minor = now.Minor
	}
	line("a fresh lead, "+name, asked)
	line(s.Sold.String(), r.pricing.parts[s.Sold].Of(sum))
	line(fmt.Sprintf("%d weeks old", v.Weeks), kept(Whole-s.LosesPerWeek, v.Weeks).Of(sum))
	v.Worth = sum
	line(s.FindsBuyer.String()+" find a buyer", s.FindsBuyer.Of(sum))
	v.Expected = (Whole - s.Returned).Of(sum)
	least := max(s.AtLeast.Minor, s.Recover.Of(v.Cost).Minor)
	least = (Whole - s.Returned).Under(lead.Money{Minor: least}).Minor
	line("the least to be left after returns", lead.Money{Minor: max(sum.Minor, least)})
	v.Reserve = sum
	return v
}

// kept gives what is left of a whole after so many times the share.
func kept(s Share, times int) Share {
	left := Whole
	for range times {
		if left = (left*s + Whole/2) / Whole; left == 0 {
			break
		}
	}
	return left
}
