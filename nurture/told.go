package nurture

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Told is what was written when a lead was given back or closed.
type Told struct {
	At   lead.Instant `json:"t"`
	Note string       `json:"n"`
	By   string       `json:"b,omitempty"`
}

// MostReports is how many notes a [State] remembers.
const MostReports = 5

// report remembers the note of a return that the lifecycle took. Of what it refused, nothing happened.
func (w *walk) report(b *lead.Bound) {
	passages := w.f.Lead().Life.Passages
	note := b.Value(w.p.notes[b.Kind]).Text
	if note == "" || w.f.Lead().Gone != 0 || len(passages) == 0 || passages[len(passages)-1].Event != b.ID {
		return
	}
	w.st.Reports = append(w.st.Reports, Told{w.at, note, b.By})
	w.st.Reports = w.st.Reports[max(0, len(w.st.Reports)-MostReports):]
}

// told finds the note of a return.
func (st *State) told(at lead.Instant) Told {
	for _, t := range st.Reports {
		if t.At == at {
			return t
		}
	}
	return Told{}
}

// bothReports joins the notes of two records.
func bothReports(a, b []Told) []Told {
	list := slices.Concat(a, b)
	slices.SortFunc(list, func(a, b Told) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Note, b.Note), cmp.Compare(a.By, b.By))
	})
	list = slices.Compact(list)
	return list[max(0, len(list)-MostReports):]
}
