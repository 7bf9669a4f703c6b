package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla"
)

// report is what is known of all applications.
type report struct {
	Leads         int              `json:"leads"`
	Events        int              `json:"events"`
	Reached       map[string]int64 `json:"reached"`
	FirstResponse response         `json:"first_response"`
	Amount        amounts          `json:"amount"`
	ByMonth       map[string]month `json:"by_month"`
	ByWeek        map[string]month `json:"by_week"`
	Speed         float64          `json:"events_per_second"`

	// Months, Weeks and People are the first response by the month and the week in which it was asked for, and by who gave it.
	Months []kept `json:"first_response_by_month"`
	Weeks  []kept `json:"first_response_by_week"`
	People []kept `json:"first_response_by_person"`

	steps   []string
	calls   response
	machine *lead.Machine
	diagram lead.Diagram
}

// kept is how a promise was kept in one month, or by one person.
type kept struct {
	Name          string  `json:"name"`
	Answered      int     `json:"answered"`
	Late          int64   `json:"kept_late"`
	Within1wh     int     `json:"within_1_working_hour"`
	Median        float64 `json:"median_seconds"`
	MedianWorking float64 `json:"median_working_seconds"`
}

// response is how fast a promise was answered. Spans are in seconds; "within" includes its end.
type response struct {
	Leads         int     `json:"leads"`
	Median        float64 `json:"median_seconds"`
	P90           float64 `json:"p90_seconds"`
	Within1h      int     `json:"within_1h"`
	Within24h     int     `json:"within_24h"`
	Within1wh     int     `json:"within_1_working_hour"`
	Within8wh     int     `json:"within_8_working_hours"`
	MedianWorking float64 `json:"median_working_seconds"`

	Promised  int64 `json:"promised"`
	Kept      int64 `json:"kept"`
	Late      int64 `json:"kept_late"`
	Broken    int64 `json:"broken"`
	Cancelled int64 `json:"cancelled"`
}

type amounts struct {
	Requested float64 `json:"requested"`
	Approved  float64 `json:"approved"`
}

// month is a cohort: the applications submitted in a month, or in a week, and how many of them were approved whenever that was.
type month struct {
	Submitted int64 `json:"submitted"`
	Approved  int64 `json:"approved"`
}

const (
	submitted     = "a_submitted"
	approved      = "a_approved"
	firstResponse = "first response"
)

func (b *bank) report(took time.Duration) *report {
	f, tally := b.engine.Funnel(), &b.book.Funnel
	r := &report{Leads: len(b.records), Events: b.rows, Reached: map[string]int64{}, steps: f.Steps()}
	for _, step := range r.steps {
		r.Reached[strings.ToUpper(step)] = tally.Reached(step, funnel.Filter{}).Leads
	}
	r.Amount.Requested = tally.Reached(submitted, funnel.Filter{}).Amount.Float()
	r.Amount.Approved = tally.Reached(approved, funnel.Filter{}).Amount.Float()
	r.ByMonth, r.ByWeek = b.cohorts(funnel.ByMonth), b.cohorts(funnel.ByWeek)
	r.FirstResponse = b.response(firstResponse)
	r.calls = b.response("offer calls")
	r.machine = b.engine.Machine()
	for _, record := range b.records {
		r.diagram.Counts = lead.CountPassages(r.diagram.Counts, record.Lead.Life.Passages)
	}
	for _, m := range b.book.Promises.Months() {
		r.Months = append(r.Months, b.kept(m.String(), sla.Which{Promise: firstResponse, Month: m}))
	}
	for _, w := range b.book.Promises.Weeks() {
		r.Weeks = append(r.Weeks, b.kept(w.String(), sla.Which{Promise: firstResponse, Week: w}))
	}
	for _, who := range b.book.Promises.People() {
		if k := b.kept(who, sla.Which{Promise: firstResponse, Who: who}); k.Answered > 0 {
			r.People = append(r.People, k)
		}
	}
	slices.SortStableFunc(r.People, func(a, b kept) int { return b.Answered - a.Answered })
	r.Speed = float64(b.rows) / took.Seconds()
	return r
}

// cohorts gives the applications by when they were submitted.
func (b *bank) cohorts(by funnel.Dimension) map[string]month {
	f, all := b.engine.Funnel(), map[string]month{}
	for _, cohort := range f.Cohorts(&b.book.Funnel, by, funnel.Filter{}).Lines {
		m := all[cohort.Name]
		for i, step := range f.Steps() {
			switch step {
			case submitted:
				m.Submitted = cohort.Steps[i].Came
			case approved:
				m.Approved = cohort.Steps[i].Came
			}
		}
		all[cohort.Name] = m
	}
	return all
}

func (b *bank) kept(name string, which sla.Which) kept {
	t := b.book.Promises.Tally(which)
	median, _ := t.Elapsed.Median()
	working, _ := t.Working.Median()
	return kept{Name: name, Answered: t.Elapsed.Len(), Late: t.Late, Within1wh: t.Working.Within(lead.Hour),
		Median: median / float64(lead.Second), MedianWorking: working / float64(lead.Second)}
}

func (b *bank) response(promise string) response {
	t := b.book.Promises.Tally(sla.Which{Promise: promise})
	median, _ := t.Elapsed.Median()
	working, _ := t.Working.Median()
	p90, _ := t.Elapsed.Percentile(90)
	return response{
		Leads: t.Elapsed.Len(), Median: median / float64(lead.Second), P90: float64(p90) / float64(lead.Second),
		Within1h: t.Elapsed.Within(lead.Hour), Within24h: t.Elapsed.Within(24 * lead.Hour),
		Within1wh: t.Working.Within(lead.Hour), Within8wh: t.Working.Within(8 * lead.Hour), MedianWorking: working / float64(lead.Second),
		Promised: t.Started, Kept: t.Kept, Late: t.Late, Broken: t.Broken, Cancelled: t.Cancelled,
	}
}

func (r *report) writeJSON(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// write prints the report for people, by month or by week.
func (r *report) write(out io.Writer, byWeek bool) {
	cohorts, responses, period := r.ByMonth, r.Months, "month"
	if byWeek {
		cohorts, responses, period = r.ByWeek, r.Weeks, "week"
	}
	fmt.Fprintf(out, "%d loan applications, %d events, %.0f events a second\n\n", r.Leads, r.Events, r.Speed)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "reached\tapplications\tshare\t")
	for _, step := range r.steps {
		n := r.Reached[strings.ToUpper(step)]
		fmt.Fprintf(t, "%s\t%d\t%.1f %%\t\n", strings.ToUpper(step), n, 100*float64(n)/float64(max(1, r.Leads)))
	}
	fmt.Fprintln(t)
	fmt.Fprintln(t, "submitted in\tapplications\tapproved\tshare\t")
	for _, name := range sortedKeys(cohorts) {
		m := cohorts[name]
		fmt.Fprintf(t, "%s\t%d\t%d\t%.1f %%\t\n", name, m.Submitted, m.Approved, 100*float64(m.Approved)/float64(max(1, m.Submitted)))
	}
	t.Flush()
	fmt.Fprintf(out, "\nrequested %.0f EUR, approved %.0f EUR\n", r.Amount.Requested, r.Amount.Approved)
	r.FirstResponse.write(out, "first response to a lead, promised within 8 working hours")
	writeKept(out, "first response by the "+period+" in which it was asked for", responses)
	writeKept(out, "first response by who gave it, the ten busiest", r.People[:min(10, len(r.People))])
	r.calls.write(out, "first call after an offer was sent, promised within 5 working days")
}

func writeKept(out io.Writer, title string, list []kept) {
	fmt.Fprintf(out, "\n%s\n", title)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tanswered\tlate\twithin 1 working hour\tmedian of working time\tas it passed\t")
	for _, k := range list {
		fmt.Fprintf(t, "%s\t%d\t%d\t%.1f %%\t%s\t%s\t\n", k.Name, k.Answered, k.Late, 100*float64(k.Within1wh)/float64(max(1, k.Answered)), seconds(k.MedianWorking), seconds(k.Median))
	}
	t.Flush()
}

func (r response) write(out io.Writer, title string) {
	fmt.Fprintf(out, "\n%s\n", title)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := func(what string, value any) { fmt.Fprintf(t, "%s\t%v\t\n", what, value) }
	line("promised", r.Promised)
	line("answered", r.Leads)
	line("kept", r.Kept)
	line("kept late", r.Late)
	line("broken", r.Broken)
	line("cancelled", r.Cancelled)
	line("median", seconds(r.Median))
	line("nine in ten within", seconds(r.P90))
	line("median of working time", seconds(r.MedianWorking))
	line("within 1 hour", r.Within1h)
	line("within 24 hours", r.Within24h)
	line("within 1 working hour", r.Within1wh)
	line("within 8 working hours", r.Within8wh)
	t.Flush()
}

func seconds(s float64) string {
	return time.Duration(s * float64(time.Second)).Round(time.Second).String()
}

func sortedKeys(m map[string]month) []string { return slices.Sorted(maps.Keys(m)) }
