package routing

// row is a person within a band, with the cheapest way to relieve them in favour of everybody else.
type row struct {
	leads  []int
	built  bool
	pushed int
	best   []int64 // by person
	lead   []int   // which lead it is
	heaps  []heap
}

// leave takes a lead from who has it.
func (f *flow) leave(lead int) {
	r := &f.rows[f.band[lead]*f.people+f.where[lead]]
	n := len(r.leads) - 1
	last, at := r.leads[n], f.place[lead]
	r.leads[at], f.place[last] = last, at
	r.leads = r.leads[:n]
	if !r.built {
		return
	}
	for p, best := range r.lead {
		if best == lead {
			f.renew(r, p)
		}
	}
}

// renew finds the cheapest lead that is still there.
func (f *flow) renew(r *row, p int) {
	h := &r.heaps[p]
	for len(*h) > 0 && !r.has(f.place, (*h)[0].lead) {
		h.pop()
	}
	r.best[p], r.lead[p] = never, -1
	if len(*h) > 0 {
		r.best[p], r.lead[p] = (*h)[0].cost, (*h)[0].lead
	}
}

func (r *row) has(place []int, lead int) bool {
	at := place[lead]
	return at < len(r.leads) && r.leads[at] == lead
}

// join gives a lead to somebody.
func (f *flow) join(lead, to int) {
	f.where[lead] = to
	r := &f.rows[f.band[lead]*f.people+to]
	f.place[lead] = len(r.leads)
	r.leads = append(r.leads, lead)
	if !r.built {
		return
	}
	if r.pushed++; r.pushed > 2*len(r.leads)+32 { // most of what is in the heaps has left
		r.built = false
		return
	}
	costs := f.row(lead)
	for p, c := range costs {
		if p == to || c == never {
			continue
		}
		o := switching{c - costs[to], lead}
		r.heaps[p].push(o)
		if top := r.heaps[p][0]; top == o {
			r.best[p], r.lead[p] = o.cost, o.lead
		}
	}
}

// ready gives the row of a node with its heaps built.
func (f *flow) ready(u int) *row {
	r, own := &f.rows[u], u%f.people
	if r.built {
		return r
	}
	if r.heaps == nil {
		r.heaps, r.best, r.lead = make([]heap, f.people), make([]int64, f.people), make([]int, f.people)
	}
	r.built, r.pushed = true, 0
	for p := range r.heaps {
		r.heaps[p] = r.heaps[p][:0]
	}
	for _, lead := range r.leads {
		costs := f.row(lead)
		for p, c := range costs {
			if p != own && c < never {
				r.heaps[p] = append(r.heaps[p], switching{c - costs[own], lead})
			}
		}
	}
	for p := range r.heaps {
		r.heaps[p].order()
		f.renew(r, p)
	}
	return r
}
