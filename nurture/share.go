package nurture

import (
	"fmt"
	"strconv"
	"strings"
)

// Share is a part of a whole in ten-thousandths. Its text form is "10%" or "2.5%", with at most two decimals, from 0% to 50%: of a larger hold-out
// nobody would be left to nurture.
type Share int64

// MostShare is the largest share.
const MostShare Share = 5000

// String gives the text form.
func (s Share) String() string {
	text := fmt.Sprintf("%d.%02d", s/100, max(s, -s)%100)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".") + "%"
}

// MarshalText gives the text of String.
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the text form.
func (s *Share) UnmarshalText(text []byte) error {
	number, percent := strings.CutSuffix(strings.TrimSpace(string(text)), "%")
	whole, decimals, _ := strings.Cut(number, ".")
	fault := fmt.Errorf("%q is no share: write one from 0%% to 50%%, such as 10%%", text)
	if !percent || whole == "" || len(whole) > 2 || len(decimals) > 2 || strings.Trim(whole+decimals, "0123456789") != "" {
		return fault
	}
	n, err := strconv.ParseInt(whole+decimals+strings.Repeat("0", 2-len(decimals)), 10, 64)
	if err != nil || Share(n) > MostShare {
		return fault
	}
	*s = Share(n)
	return nil
}

// holds reports whether a lead belongs to the share: by its id alone, and to a larger share if to a smaller one.
func (s Share) holds(id string) bool {
	return s > 0 && spread(id)%10_000 < uint64(s)
}

// spread gives 64 bits that look as if drawn at random for each name: FNV-1a (Fowler, Noll, Vo), then the finaliser of SplitMix64 (G. L. Steele, D. Lea,
// C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), since FNV alone leaves names that are alike close together.
func spread(name string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
