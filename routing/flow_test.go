package routing

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// transports draws small problems.
func transports(t *rapid.T) *transport {
	n, m, bands := rapid.IntRange(0, 6).Draw(t, "leads"), rapid.IntRange(1, 3).Draw(t, "people"), rapid.IntRange(1, 2).Draw(t, "bands")
	p := &transport{people: m + 1, bands: bands}
	span := rapid.SampledFrom([]int64{1, 3, 100}).Draw(t, "span")
	for range n {
		p.band = append(p.band, rapid.IntRange(0, bands-1).Draw(t, "band"))
		for range m {
			c := rapid.Int64Range(-span, span/3).Draw(t, "cost")
			if rapid.IntRange(0, 4).Draw(t, "may") == 0 {
				c = never
			}
			p.cost = append(p.cost, c)
		}
		p.cost = append(p.cost, 0)
	}
	limits := func() bound {
		b := bound{least: max(0, rapid.IntRange(-2, 2).Draw(t, "least"))}
		b.most = b.least + rapid.IntRange(0, 3).Draw(t, "most")
		return b
	}
	for range m {
		p.all = append(p.all, limits())
	}
	p.all = append(p.all, bound{0, n})
	for range bands {
		for range m {
			p.each = append(p.each, limits())
		}
		p.each = append(p.each, bound{0, n})
	}
	return p
}

// brute gives how few leads can be short, and the least cost with so few: the plain definition.
func brute(p *transport) (short int, cost int64) {
	short = -1
	where := make([]int, len(p.band))
	var try func(i int, sum int64)
	try = func(i int, sum int64) {
		if i == len(where) {
			if n, ok := p.judge(where); ok && (short < 0 || n < short || n == short && sum < cost) {
				short, cost = n, sum
			}
			return
		}
		for q := range p.people {
			if c := p.cost[i*p.people+q]; c < never {
				where[i] = q
				try(i+1, sum+c)
			}
		}
	}
	try(0, 0)
	return short, cost
}

// judge counts how many leads are short, and reports false if somebody has too many.
func (t *transport) judge(where []int) (short int, ok bool) {
	all, each := make([]int, t.people), make([]int, t.people*t.bands)
	for i, q := range where {
		all[q]++
		each[t.band[i]*t.people+q]++
	}
	ok = true
	count := func(got []int, bounds []bound) {
		for i, b := range bounds {
			ok = ok && got[i] <= b.most
			short += max(0, b.least-got[i])
		}
	}
	count(all, t.all)
	count(each, t.each)
	return short, ok
}

// cost sums up where the leads went.
func (f *flow) costs() (sum int64) {
	for i, q := range f.where {
		sum += f.row(i)[q]
	}
	return sum
}

func TestFlowIsTheBestThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := transports(t)
		f := solve(p)
		short, ok := p.judge(f.where)
		require.True(t, ok, "nobody has too many")
		wantShort, want := brute(p)
		require.Equal(t, wantShort, short, "as few leads short as can be")
		require.Equal(t, want, f.costs(), "at the least cost")
		require.Equal(t, f.primal(), f.dual(), "and the prices prove it")
	})
}

// hungarian gives the least cost at which every row has a column of its own (Kuhn 1955, Munkres 1957; in the form with potentials, O(n³)).
// There are at least as many columns as rows.
func hungarian(cost [][]int64) (sum int64) {
	n, m := len(cost), len(cost[0])
	u, v, match, way := make([]int64, n+1), make([]int64, m+1), make([]int, m+1), make([]int, m+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		at, least, used := 0, make([]int64, m+1), make([]bool, m+1)
		for j := range least {
			least[j] = never
		}
		for match[at] != 0 {
			used[at] = true
			row, delta, next := match[at], int64(never), 0
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if c := cost[row-1][j-1] - u[row] - v[j]; c < least[j] {
					least[j], way[j] = c, at
				}
				if least[j] < delta {
					delta, next = least[j], j
				}
			}
			for j := 0; j <= m; j++ {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			at = next
		}
		for at != 0 {
			match[at], at = match[way[at]], way[at]
		}
	}
	for j := 1; j <= m; j++ {
		if match[j] != 0 {
			sum += cost[match[j]-1][j-1]
		}
	}
	return sum
}

func TestFlowIsThatOfTheHungarianMethod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(1, 30).Draw(t, "leads"), rapid.IntRange(1, 5).Draw(t, "people")
		p := &transport{people: m + 1, bands: 1, band: make([]int, n)}
		for range m {
			p.all = append(p.all, bound{0, rapid.IntRange(0, 8).Draw(t, "room")})
			p.each = append(p.each, bound{0, n})
		}
		p.all, p.each = append(p.all, bound{0, n}), append(p.each, bound{0, n})
		slots := make([][]int64, n)
		for i := range n {
			for q := range m {
				c := rapid.Int64Range(-20, 5).Draw(t, "cost")
				p.cost = append(p.cost, c)
				for range p.all[q].most {
					slots[i] = append(slots[i], c)
				}
			}
			p.cost = append(p.cost, 0)
			slots[i] = append(slots[i], make([]int64, n)...)
		}
		require.Equal(t, hungarian(slots), solve(p).costs())
	})
}

// wide is a large problem of one kind: values by chance, by channel, or by how well somebody sells; a third of the pairs are none.
func wide(n, m, bands int, value func(lead, person uint64) int64) *transport {
	p := &transport{people: m + 1, bands: bands}
	for i := range n {
		h := mix(uint64(i))
		p.band = append(p.band, int(h>>40)%bands)
		for q := range m {
			c := int64(never)
			if mix(h+uint64(q))%3 > 0 {
				c = -value(h, uint64(q))
			}
			p.cost = append(p.cost, c)
		}
		p.cost = append(p.cost, 0)
	}
	for range m {
		p.all = append(p.all, bound{n / m / 10, n * 9 / m / 10})
	}
	p.all = append(p.all, bound{0, n})
	for range bands {
		for range m {
			p.each = append(p.each, bound{n / m / bands / 10, n / m / bands})
		}
		p.each = append(p.each, bound{0, n})
	}
	return p
}

var values = map[string]func(lead, person uint64) int64{
	"by chance":  func(lead, person uint64) int64 { return int64(mix(lead^person) >> 8 % 1_000_000) },
	"by channel": func(lead, person uint64) int64 { return int64(lead>>8%1_000_000) * int64(1+person%3) / 3 },
	"by person":  func(lead, person uint64) int64 { return int64(lead>>8%1_000_000) * int64(500+mix(person)%500) / 1000 },
	"all equal":  func(uint64, uint64) int64 { return 1 },
}

func TestLargeFlowProvesThatItIsTheBest(t *testing.T) {
	for name, value := range values {
		for _, bands := range []int{1, 3} {
			p := wide(2000, 40, bands, value)
			f := solve(p)
			require.Equal(t, f.primal(), f.dual(), name)
			_, ok := p.judge(f.where)
			require.True(t, ok, name)
		}
	}
}
