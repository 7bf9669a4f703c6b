package routing

// round assigns leads within the n-th part of the room.
func (b *batching) round(list []*asked, n int) *flow {
	t := b.transport(n)
	t.cost = make([]int64, len(list)*t.people)
	for i := range t.cost {
		t.cost[i] = never
	}
	for i, a := range list {
		row := t.cost[i*t.people : (i+1)*t.people]
		row[t.people-1] = 0
		for j := range a.can {
			if p := &a.can[j]; p.level == a.level {
				row[p.seat] = a.cost(p)
			}
		}
		t.band = append(t.band, a.band)
	}
	f := solve(t)
	for i, a := range list {
		for j := range a.can {
			if p := &a.can[j]; p.seat == f.where[i] {
				a.to = p
				b.seats[p.seat].each[a.band]++
			}
		}
	}
	return f
}

// transport gives the n-th part of the room that is left: by capacities, and by quotas.
func (b *batching) transport(n int) *transport {
	t := &transport{people: len(b.seats) + 1, bands: len(b.bands)}
	for _, band := range b.bands {
		for i := range b.seats {
			t.each = append(t.each, b.left(i, band, n))
		}
		t.each = append(t.each, bound{0, mostQuota})
	}
	for i := range b.seats {
		t.all = append(t.all, b.left(i, allBands, n))
	}
	t.all = append(t.all, bound{0, mostQuota})
	return t
}

// allBands stands for all leads together, where a band is asked for.
const allBands = "\x00"

// left gives what a seat is still to take of a band.
func (b *batching) left(i int, band string, n int) bound {
	s := &b.seats[i]
	least, most := b.limits(i, band)
	got := s.got(b.r.quotas.band(band))
	if band == allBands {
		got = s.got(-1)
	}
	part := bound{max(0, least-got), max(0, most-got)}
	part.most = (part.most + n - 1) / n
	part.least = min((part.least+n-1)/n, part.most)
	return part
}

// limits gives the minimum and maximum of a seat in a band, by quotas, and of all leads together also by capacities. The leads of no named band have none of their own.
func (b *batching) limits(i int, band string) (least, most int) {
	s := &b.seats[i]
	if most = mostQuota; s.person < 0 || band == "" {
		return 0, most
	}
	name := band
	if band == allBands {
		name, most = "", s.room
	}
	q := b.r.quotas.of(b.r.people[s.person].Name, name)
	if q.AtMost > 0 {
		most = min(most, q.AtMost)
	}
	return q.AtLeast, most
}

// got gives how many leads of a band a seat has taken, or of all together.
func (s *seatFor) got(band int) (n int) {
	for i, got := range s.each {
		if i == band || band < 0 {
			n += got
		}
	}
	return n
}
