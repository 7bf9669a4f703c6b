package funnel

import (
	"math/rand/v2"
	"slices"
)

// Up to these bounds a distribution is computed exactly: the cells of its table, and the additions it takes.
const (
	mostCells  = 1 << 20
	mostWork   = 1 << 26
	mostTrials = 1_000_000
)

// quantiles gives the 10, 50 and 90 % quantiles of the sum of independent deals.
func quantiles(deals []deal, s Sampling) (q [3]int64, exact bool) {
	unit, cells := lattice(deals)
	if cells <= mostCells && cells*int64(len(deals)) <= mostWork {
		return convolve(deals, unit, cells), true
	}
	return draw(deals, s), false
}

// lattice gives the largest amount of which all others are multiples, and how many multiples the sum can be.
func lattice(deals []deal) (unit, cells int64) {
	var sum int64
	for _, d := range deals {
		sum += d.minor
		for a, b := unit, d.minor; ; a, b = b, a%b {
			if b == 0 {
				unit = a
				break
			}
		}
	}
	if unit == 0 {
		return 1, 1
	}
	return unit, sum/unit + 1
}

// convolve computes the probability of each sum, deal by deal, the smallest first.
func convolve(deals []deal, unit, cells int64) (q [3]int64) {
	mass := make([]float64, cells)
	mass[0] = 1
	var top int64
	for _, d := range deals {
		step := d.minor / unit
		for k := top; k >= 0; k-- {
			mass[k+step] += mass[k] * d.p
			mass[k] *= 1 - d.p
		}
		top += step
	}
	return quantilesOf(mass, unit)
}

// quantilesOf finds the least sums whose cumulated probability is at least 10, 50 and 90 %. The slack takes up the rounding of the additions.
func quantilesOf(mass []float64, unit int64) (q [3]int64) {
	const slack = 1e-12
	levels, next, cumulated := [3]float64{0.1, 0.5, 0.9}, 0, 0.0
	for k, m := range mass {
		cumulated += m
		for next < len(levels) && cumulated >= levels[next]-slack {
			q[next] = int64(k) * unit
			next++
		}
	}
	for ; next < len(levels); next++ {
		q[next] = int64(len(mass)-1) * unit
	}
	return q
}

// draw samples the sum and takes quantiles by nearest rank.
func draw(deals []deal, s Sampling) [3]int64 {
	trials := s.Trials
	if trials <= 0 {
		trials = 10_000
	}
	sums := make([]int64, min(trials, mostTrials))
	random := rand.New(rand.NewPCG(s.Seed, 0x6c6561646b6974)) // any fixed second word
	limits := make([]uint64, len(deals))
	for i, d := range deals {
		limits[i] = uint64(d.p * (1 << 63)) // 0 < p < 1, so that it fits
	}
	for i := range sums {
		for j := range deals {
			if random.Uint64()>>1 < limits[j] {
				sums[i] += deals[j].minor
			}
		}
	}
	slices.Sort(sums)
	return [3]int64{nearestRank(sums, 10), nearestRank(sums, 50), nearestRank(sums, 90)}
}
