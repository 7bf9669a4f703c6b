package calendar

import (
	"maps"
	"slices"
)

// Holiday is a date and what it is called.
type Holiday struct {
	Date Date   `json:"date"`
	Name string `json:"name,omitempty"`
}

// reason says why a date is closed: an index into the distinct names, of which there are few.
type reason struct{ day, name int32 }

// reasons keeps why dates are closed.
func (h *Hours) reasons(shut map[int]string) {
	index := map[string]int32{}
	for _, day := range slices.Sorted(maps.Keys(shut)) {
		name := shut[day]
		i, ok := index[name]
		if !ok {
			i = int32(len(h.names))
			index[name], h.names = i, append(h.names, name)
		}
		h.shut = append(h.shut, reason{int32(day), i})
	}
	h.shut = slices.Clip(h.shut)
}

// Closed says why no span of the ordinary week begins on a date: the name of the holiday, or the rule as it was written. False if the date is none of the
// calendar's closed dates; a Sunday without hours is none. A one-off opening may still open it.
func (h *Hours) Closed(d Date) (string, bool) {
	day := dayOf(d.Year, d.Month, d.Day)
	i, ok := slices.BinarySearchFunc(h.shut, day, func(r reason, day int) int { return int(r.day) - day })
	if !ok {
		return "", false
	}
	return h.names[h.shut[i].name], true
}
