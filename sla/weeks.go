package sla

import "github.com/leadkit/leadkit/lead"

// latest gives the newest week of the cells.
func (r *Report) latest() lead.ISOWeek {
	if r.newest != 0 {
		return r.newest
	}
	var w lead.ISOWeek
	for i := range r.Cells {
		w = max(w, r.Cells[i].Week)
	}
	return w
}

// pass moves on to a newer week: cells that now lie too far behind lose theirs.
func (r *Report) pass(newest lead.ISOWeek) {
	if newest = max(newest, r.latest()); newest == r.newest {
		return
	}
	r.newest = newest
	cells := r.Cells
	for i := range cells {
		if c := &cells[i]; c.Week != c.Week.Kept(newest) {
			r.settle(cells)
			return
		}
	}
}

// settle counts cells anew, as they are to be kept.
func (r *Report) settle(cells []Cell) {
	r.Cells = make([]Cell, 0, len(cells))
	for i := range cells {
		c := &cells[i]
		r.cell(cellKey{c.Promise, c.Month, c.Week, c.Who, c.Team}, c.By).merge(c)
	}
}
