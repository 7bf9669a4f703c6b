package lead

import (
	"slices"
	"strings"
)

// Project is something the lead plans, with a date: a register by name. The latest event about a project replaces all that was known of it.
type Project struct {
	Name   string  `json:"n,omitempty"`
	Date   Instant `json:"d,omitempty"`
	Amount Money   `json:"a,omitzero"`
	Status string  `json:"s,omitempty"` // "" or "open", else closed
	Note   string  `json:"o,omitempty"`
	At     Instant `json:"t"`
	By     string  `json:"e"`
}

// Open reports whether the project is still planned.
func (p Project) Open() bool { return p.Status == "" || p.Status == "open" }

// project folds an event about a project, or the project's date in a return's report.
func (s *Schema) project(st *State, b *Bound) {
	get := func(name string) Value { return b.Value(s.Prop(b.Kind, name)) }
	p := Project{Name: get("project").Text, Status: get("status").Text, Note: get("note").Text, Amount: s.money(get("amount")), At: b.Time, By: b.ID}
	day := get("date")
	if day == (Value{}) {
		day = get("project_date")
	}
	if p.Date = Instant(day.Num); p.Date == 0 && p.Name == "" && p.Status == "" {
		return
	}
	i, ok := slices.BinarySearchFunc(st.Plans, p.Name, func(p Project, name string) int { return strings.Compare(p.Name, name) })
	if !ok {
		st.Plans = slices.Insert(st.Plans, i, p)
	} else if old := &st.Plans[i]; later(p.At, p.By, old.At, old.By) {
		*old = p
	}
	if len(st.Plans) > MostProjects {
		st.Plans = dropOldest(st.Plans, func(p *Project) (Instant, string) { return p.At, p.By })
	}
}

// dropOldest removes the element that comes first in the order of registers. What remains are the latest ones, in whatever order they came.
func dropOldest[T any](list []T, stamp func(*T) (Instant, string)) []T {
	oldest := 0
	at, id := stamp(&list[0])
	for i := range list {
		if t, other := stamp(&list[i]); later(at, id, t, other) {
			oldest, at, id = i, t, other
		}
	}
	return slices.Delete(list, oldest, oldest+1)
}

// planned reports whether a project is open and still stands: a date that names no project, as in a return's report, speaks of all that were known before.
func (st *State) planned(p *Project) bool {
	if !p.Open() {
		return false
	}
	all := &st.Plans[0] // sorted by name: the one without a name, if there is one
	return all.Name != "" || all.Date == 0 || p == all || later(p.At, p.By, all.At, all.By)
}

// NextProject gives the earliest planned date of an open project, be it past; zero if there is none.
func (st *State) NextProject() Instant {
	var first Instant
	for i := range st.Plans {
		if p := &st.Plans[i]; st.planned(p) {
			first = Earliest(first, p.Date)
		}
	}
	return first
}

func (st *State) openProjects() (n int) {
	for i := range st.Plans {
		if st.planned(&st.Plans[i]) {
			n++
		}
	}
	return n
}
