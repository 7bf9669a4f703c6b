package routing

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Stock is what leads that nobody here works on are worth together at one instant.
type Stock struct {
	At    lead.Instant `json:"at"`
	Kinds []StockKind  `json:"kinds,omitempty"` // sorted by name; they add up to Total
	Total StockKind    `json:"total"`
}

// StockKind is a part of a stock: the leads nobody has touched, those that came back, those that are disqualified.
type StockKind struct {
	Name     string     `json:"name,omitempty"`
	Leads    int64      `json:"leads"`
	Cost     lead.Money `json:"cost"`     // what their acquisition has cost
	Worth    lead.Money `json:"worth"`    // what buyers would pay for them today
	Expected lead.Money `json:"expected"` // what listing them brings on average
	Reserve  lead.Money `json:"reserve"`  // the sum of their reserve prices
	// Monthly is what they bring in 30 days, if they sell evenly over the time for which they are listed. Where that has no end it is all that is expected.
	Monthly lead.Money `json:"monthly"`
}

const month = 30 * lead.Day

// Add adds a valuation to a part of the stock.
func (r *Router) Add(s *Stock, kind string, v Valuation) {
	i, ok := slices.BinarySearchFunc(s.Kinds, kind, func(k StockKind, name string) int { return strings.Compare(k.Name, name) })
	if !ok {
		s.Kinds = slices.Insert(s.Kinds, i, StockKind{Name: kind})
	}
	monthly := v.Expected
	if span := r.resale.ListedFor; span > month {
		monthly = Share(int64(Whole) * int64(month) / int64(span)).Of(v.Expected)
	}
	for _, k := range []*StockKind{&s.Kinds[i], &s.Total} {
		k.Leads++
		k.Cost, k.Worth = plus(k.Cost, v.Cost), plus(k.Worth, v.Worth)
		k.Expected, k.Reserve, k.Monthly = plus(k.Expected, v.Expected), plus(k.Reserve, v.Reserve), plus(k.Monthly, monthly)
	}
}

// plus adds amounts of one currency, up to [lead.MostMinor].
func plus(a, b lead.Money) lead.Money {
	return lead.Money{Minor: min(a.Minor+b.Minor, lead.MostMinor), Currency: either(a.Currency, b.Currency)}
}

// Offers generalises the listings of a stock as the policy asks: see [Anonymise].
func (r *Router) Offers(stock []Listing) []Offer { return Anonymise(stock, r.resale.LikeOthers) }
