package nurture

import (
	"cmp"
	"slices"
)

// Report is what a plan did to many leads, by program and content. The zero Report is empty. It is plain data: reports add up in any order.
type Report struct {
	Rows []Row `json:"rows,omitempty"` // sorted by program and content
}

// Row counts the steps of a program about a content; with an empty Content, those about none.
type Row struct {
	Program   string `json:"program"`
	Content   string `json:"content,omitempty"`
	Entered   int64  `json:"entered,omitempty"`
	Moved     int64  `json:"moved,omitempty"`
	Sent      int64  `json:"sent,omitempty"`
	Withheld  int64  `json:"withheld,omitempty"`
	Exhausted int64  `json:"exhausted,omitempty"`
	Ready     int64  `json:"ready,omitempty"` // after the content, if the row has one
	Exited    int64  `json:"exited,omitempty"`
	Paused    int64  `json:"paused,omitempty"`
	Resumed   int64  `json:"resumed,omitempty"`
}

// count gives the counter of a kind of step, nil for none.
func (r *Row) count(k Kind) *int64 {
	counts := [...]*int64{Entered: &r.Entered, Moved: &r.Moved, ContentDue: &r.Sent, Withheld: &r.Withheld, Exhausted: &r.Exhausted,
		Ready: &r.Ready, Exited: &r.Exited, Paused: &r.Paused, Resumed: &r.Resumed}
	if int(k) >= len(counts) {
		return nil
	}
	return counts[k]
}

// add adds the counts of another row.
func (r *Row) add(o Row) {
	for k := Entered; k <= Resumed; k++ {
		*r.count(k) += *o.count(k)
	}
}

// row gives the row of a program and a content, making it if there is none.
func (r *Report) row(program, content string) *Row {
	i, ok := slices.BinarySearchFunc(r.Rows, Row{Program: program, Content: content}, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Program, b.Program), cmp.Compare(a.Content, b.Content))
	})
	if !ok {
		r.Rows = slices.Insert(r.Rows, i, Row{Program: program, Content: content})
	}
	return &r.Rows[i]
}

// Add counts a step.
func (r *Report) Add(s Step) {
	if (&Row{}).count(s.Kind) != nil {
		*r.row(s.Program, s.Content).count(s.Kind)++
	}
}

// Merge adds another report.
func (r *Report) Merge(o Report) {
	for _, row := range o.Rows {
		r.row(row.Program, row.Content).add(row)
	}
}

// Program sums the rows of a program.
func (r Report) Program(name string) Row {
	return r.sum(Row{Program: name}, func(row Row) bool { return row.Program == name })
}

// Content sums the rows of a content, across programs.
func (r Report) Content(name string) Row {
	return r.sum(Row{Content: name}, func(row Row) bool { return row.Content == name })
}

func (r Report) sum(total Row, of func(Row) bool) Row {
	for _, row := range r.Rows {
		if of(row) {
			total.add(row)
		}
	}
	return total
}
