package routing

import (
	"fmt"
	"testing"

	"github.com/leadkit/leadkit/lead"
)

// force is n people in five countries with capacities.
func force(n int, strategy Strategy, territories, weights bool) Policy {
	return team(n, strategy, func(i int, p *Person) {
		p.Name = fmt.Sprintf("person %04d", i)
		p.Capacity = []Capacity{{Most: 1000, Per: PerDay}, {Most: 1000}, {Most: 100, Per: Rolling, Within: lead.Hour}}
		if territories {
			p.Territory = []Area{{Country: []string{"FR", "BE", "DE", "NL", "ES"}[i%5]}}
		}
		if weights {
			p.Weight = float64(1+i%3) / 2
		}
	})
}

// benchmark routes one lead and releases an older one, so that everybody always has some and nobody is full.
func benchmark(b *testing.B, p Policy) {
	r := compiled(b, p)
	const names = 1 << 16
	ids, leads := make([]string, names), make([]string, names)
	for i := range names {
		ids[i], leads[i] = fmt.Sprintf("request %d", i), fmt.Sprintf("lead %d", i)
	}
	q := Request{Channels: []string{"sales"}, Country: "FR", Postal: "59000", Language: "fr"}
	var d Desk
	at := instant("2026-01-01 00:00")
	held, pace, i := 5*len(p.People), lead.Instant(int(lead.Minute)*10/len(p.People)), 0
	step := func() {
		q.ID, q.Lead = ids[i%names], leads[i%names]
		r.Route(&d, q, at)
		if i >= held {
			r.Release(&d, leads[(i-held)%names], Finished, at)
		}
		i++
		at += pace
	}
	for range 30_000 {
		step()
	}
	b.ReportAllocs()
	for b.Loop() {
		step()
	}
}

func BenchmarkRoute(b *testing.B) {
	for _, n := range []int{10, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmark(b, force(n, Rotation, true, false)) })
	}
}

func BenchmarkRouteAllEligible(b *testing.B) {
	for _, s := range []Strategy{Rotation, LeastLoaded, LongestWaiting, LeastValue, Rendezvous} {
		b.Run(s.String()+"/1000", func(b *testing.B) { benchmark(b, force(1000, s, false, false)) })
	}
	b.Run("weighted rotation/1000", func(b *testing.B) { benchmark(b, force(1000, Rotation, false, true)) })
}

func BenchmarkRouteValue(b *testing.B) {
	b.Run("1000", func(b *testing.B) {
		p := force(1000, BestValue, false, true)
		for i := range p.People {
			p.People[i].Wins = []Closing{{AnyType, Share(100_000 + i%50*1000)}}
		}
		benchmark(b, p)
	})
}

func BenchmarkExplain(b *testing.B) {
	r := compiled(b, force(1000, Rotation, true, false))
	var d Desk
	q, list := ask(1), []Refusal(nil)
	for b.Loop() {
		list = r.Explain(&d, q, 1, list[:0])
	}
}

func BenchmarkRouteAgain(b *testing.B) {
	r := compiled(b, force(1000, Rotation, true, false))
	var d Desk
	q := ask(1)
	r.Route(&d, q, 1)
	b.ReportAllocs()
	for b.Loop() {
		r.Route(&d, q, 1)
	}
}

// BenchmarkBatch assigns leads from five countries to people of two channels there, who have room for nine in ten of them, with a least and a most of each of
// three temperatures.
func BenchmarkBatch(b *testing.B) {
	for _, size := range []struct{ leads, people int }{{1000, 20}, {10_000, 100}} {
		b.Run(fmt.Sprintf("%dx%d", size.leads, size.people), func(b *testing.B) {
			r, list := backlog(b, size.leads, size.people)
			var out Batch
			for b.Loop() {
				var d Desk
				out, _ = r.Batch(&d, list, instant("2026-03-02 10:00"))
			}
			b.ReportMetric(float64(out.Gap.Minor), "gap")
			b.ReportMetric(float64(len(out.Short)), "short")
		})
	}
}

func backlog(b *testing.B, n, m int) (*Router, []Request) {
	countries := []string{"FR", "BE", "DE", "NL", "ES"}
	p := Policy{Choose: ExpectedValue, Channels: []Channel{{Name: "field", Cost: eur(24_000)}, {Name: "inside", Cost: eur(3_500)}}, Quotas: []Quota{
		{Band: "hot", AtLeast: n / m / 10, AtMost: n / m / 2}, {Band: "cold", AtMost: n / m / 2}, {AtLeast: n / m / 4}}}
	for i := range m {
		p.People = append(p.People, Person{Name: fmt.Sprintf("person %03d", i), Channels: [][]string{{"field"}, {"inside"}, {"field", "inside"}}[i%3],
			Territory: []Area{{Country: countries[i%5]}, {Country: countries[(i+i/5)%5]}}, Capacity: []Capacity{{Most: n * 9 / m / 10}}, Wins: []Closing{{AnyType, Share(50_000 + i*7%31*10_000)}}})
	}
	var list []Request
	for i := range n {
		h := mix(uint64(i))
		list = append(list, Request{ID: fmt.Sprintf("q%06d", i), Lead: fmt.Sprintf("l%06d", i), Channels: [][]string{{"field", "inside"}, {"inside"}}[h>>8%2], Chances: []Share{300_000, 120_000}[h>>8%2:],
			Country: countries[h>>16%5], Temperature: []string{"hot", "warm", "cold"}[h>>24%3], Potential: eur(int64(h >> 32 % 10_000_000))})
	}
	return compiled(b, p), list
}

func BenchmarkAnonymise(b *testing.B) {
	stock := make([]Listing, 10_000)
	for i := range stock {
		h := mix(uint64(i))
		stock[i] = Listing{Country: Country{'F', "RI"[h&1]}, Size: Size(h >> 1 % 6), Potential: Potential(h >> 8 % 8), Age: Age(h >> 16 % 8)}
	}
	for b.Loop() {
		Anonymise(stock, 5)
	}
}
