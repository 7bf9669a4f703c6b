package nurture

import (
	"cmp"
	"slices"
)

// Report is what a plan did to many leads, by program and content. The zero Report is empty. It is plain data: reports add up in any order.
type Report struct {
	Rows    []Row    `json:"rows,omitempty"`    // sorted by program and content
	Cohorts []Cohort `json:"cohorts,omitempty"` // sorted by program and month
}

// Row counts the steps of a program about a content; with an empty Content, those about none. What is about no content by itself, such as that the lead was ready, is
// counted with the one that the lead had received last. With an empty Program it counts what became of leads that were in none. Leads that are held out are
// counted in HeldOut alone, and in [Report.Cohorts].
type Row struct {
	Program   string `json:"program,omitempty"`
	Content   string `json:"content,omitempty"`
	Entered   int64  `json:"entered,omitempty"`
	Moved     int64  `json:"moved,omitempty"`
	Sent      int64  `json:"sent,omitempty"`
	Withheld  int64  `json:"withheld,omitempty"`
	Exhausted int64  `json:"exhausted,omitempty"`
	Ready     int64  `json:"ready,omitempty"`
	Exited    int64  `json:"exited,omitempty"`
	// HandedOver are the hand-overs to sales of leads in the program.
	HandedOver int64 `json:"handed_over,omitempty"`
	Resumed    int64 `json:"resumed,omitempty"`
	Turned     int64 `json:"turned,omitempty"`
	HeldOut    int64 `json:"held_out,omitempty"`
	Frozen     int64 `json:"frozen,omitempty"`
	Warmed     int64 `json:"warmed,omitempty"`
	Won        int64 `json:"won,omitempty"`
	TooEarly   int64 `json:"too_early,omitempty"`
	TooLate    int64 `json:"too_late,omitempty"`
}

// count gives the counter of a kind of step, nil for none.
func (r *Row) count(k Kind) *int64 {
	counts := [...]*int64{Entered: &r.Entered, Moved: &r.Moved, ContentDue: &r.Sent, Withheld: &r.Withheld, Exhausted: &r.Exhausted,
		Ready: &r.Ready, Exited: &r.Exited, Paused: &r.HandedOver, Resumed: &r.Resumed, Turned: &r.Turned, HeldOut: &r.HeldOut, Frozen: &r.Frozen,
		Warmed: &r.Warmed, Won: &r.Won, TooEarly: &r.TooEarly, TooLate: &r.TooLate}
	if int(k) >= len(counts) {
		return nil
	}
	return counts[k]
}

// add adds the counts of another row.
func (r *Row) add(o Row) {
	for k := Entered; k <= TooLate; k++ {
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
	if s.Cohort != 0 {
		r.cohort(s)
	}
	if (&Row{}).count(s.Kind) != nil && (!s.Control || s.Kind == HeldOut) {
		*r.row(s.Program, s.Content).count(s.Kind)++
	}
}

// Merge adds another report.
func (r *Report) Merge(o Report) {
	for _, row := range o.Rows {
		r.row(row.Program, row.Content).add(row)
	}
	for _, c := range o.Cohorts {
		r.month(c.Program, c.Month).add(c)
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
