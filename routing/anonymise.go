package routing

// generalisations make a listing say less, one after the other: the topics go first, and at the end nothing is left.
var generalisations = []func(*Listing){
	func(l *Listing) { l.Topics = Topics{} },
	func(l *Listing) { l.Region = Term{} },
	func(l *Listing) { l.Age, l.Potential = l.Age.coarse(), l.Potential.coarse() },
	func(l *Listing) { l.Size = UnknownSize },
	func(l *Listing) { l.Age, l.Potential = 0, 0 },
	func(l *Listing) { l.Industry = Term{} },
	func(l *Listing) { l.Country = Country{} },
	func(l *Listing) { l.Type = Term{} },
}

// coarse joins two ages under the older one: what is said, "below 8 weeks", stays true.
func (a Age) coarse() Age { return Age(pair(uint8(a), uint8(len(ageWords)))) }

// coarse joins two bands under the larger one.
func (p Potential) coarse() Potential { return Potential(pair(uint8(p), uint8(len(potentialWords)))) }

// pair joins the bands 1 and 2, 3 and 4, and so on under the second. The last band, which has no end, stays alone: there is an even number of bands, 0 included.
func pair(band, bands uint8) uint8 { return min(band+band%2, bands-1) }

// Offer is a listing of a stock as it may be shown.
type Offer struct {
	Listing  Listing
	Withheld bool // even with nothing left to say, too few are like it
}

// Anonymise generalises the listings of a stock, each no more than it must, until every one that is shown is equal to at least k−1 others that are
// (k-anonymity: Samarati and Sweeney, 1998; here by local recoding along a fixed order: topics, region, coarser bands, size, age and potential, industry, country, type).
// The result is in the order of the stock, and each listing's part in it does not depend on that order. A k below 2 leaves all as they are.
func Anonymise(stock []Listing, k int) []Offer {
	out := make([]Offer, len(stock))
	rest := make([]int, len(stock))
	for i := range stock {
		out[i].Listing, rest[i] = stock[i], i
	}
	for step := 0; ; step++ {
		rest = unlike(out, rest, k)
		if step == len(generalisations) || len(rest) == 0 {
			break
		}
		for _, i := range rest {
			generalisations[step](&out[i].Listing)
		}
	}
	for _, i := range rest {
		out[i].Withheld = true
	}
	return out
}

// unlike gives those of rest that fewer than k of rest are equal to.
func unlike(out []Offer, rest []int, k int) (few []int) {
	count := make(map[Listing]int, len(rest))
	for _, i := range rest {
		count[out[i].Listing]++
	}
	for _, i := range rest {
		if count[out[i].Listing] < k {
			few = append(few, i)
		}
	}
	return few
}
