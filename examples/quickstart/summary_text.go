package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// String gives the report as text, at most 100 columns wide.
func (r *Report) String() string {
	var b strings.Builder
	title(&b, strings.ToUpper(or(r.Contract, "a contract")))
	if r.Signed.Marketing != "" || r.Signed.Sales != "" {
		fmt.Fprintf(&b, "  signed by marketing on %s, by sales on %s\n", or(r.Signed.Marketing, "-"), or(r.Signed.Sales, "-"))
	}
	fmt.Fprintf(&b, "  %s with %s", counted(r.Summary.Leads, "lead"), counted(r.Log.Events, "event"))
	if !r.At.IsZero() {
		fmt.Fprintf(&b, ", seen on %s", r.At.Format(momentLayout))
	}
	fmt.Fprintf(&b, "\n  %s of the events are automatic, %s came twice, %s were heard of late\n",
		grouped(r.Log.Automatic), grouped(r.Log.Twice), grouped(r.Log.Late))
	r.Summary.print(&b, r.At)
	if r.Story != nil {
		r.Story.print(&b, r.zone)
	}
	return b.String()
}

func title(b *strings.Builder, text string) {
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(text + "\n")
}

func (s *Summary) print(b *strings.Builder, at time.Time) {
	title(b, "WHERE THE LEADS ARE")
	b.WriteString(s.stageTable())
	if s.Returned > 0 {
		fmt.Fprintf(b, "  sales gave %s back or closed them at least once; %s came to sales again\n", counted(s.Returned, "lead"), grouped(s.Again))
	}
	title(b, "HOW FAR THEY CAME")
	b.WriteString(s.stepTable())
	if len(s.Exits) > 0 {
		title(b, "WHY SALES GAVE THEM BACK OR CLOSED THEM")
		b.WriteString(s.exitLines())
	}
	if len(s.Rules) > 0 {
		title(b, "WHAT SALES SAYS OF THE RULES, THE WORST FIRST")
		b.WriteString(s.ruleTable())
	}
	s.printPromises(b)
	s.Nurture.print(b)
	s.Costs.print(b)
	s.Expected.print(b, at)
	s.printPartners(b)
}

func (s *Summary) stageTable() string {
	head, total := []string{"<stage", "<who acts", "leads"}, []string{"all", "", grouped(s.Leads)}
	sums := make([]int64, len(s.Temperatures))
	for _, line := range s.Stages {
		for i, n := range line.By {
			sums[i] += n
		}
	}
	for i, t := range s.Temperatures {
		if t != "" || sums[i] > 0 {
			head, total = append(head, or(t, "unscored")), append(total, dash(sums[i]))
		}
	}
	rows := [][]string{head}
	for _, line := range s.Stages {
		row := []string{or(line.Stage, "(no lead yet)"), line.Acts, dash(line.Leads)}
		for i, t := range s.Temperatures {
			if t != "" || sums[i] > 0 {
				row = append(row, dash(line.By[i]))
			}
		}
		rows = append(rows, row)
	}
	return table(append(rows, total))
}

// dash writes a number, and none for zero.
func dash(n int64) string {
	if n == 0 {
		return "-"
	}
	return grouped(n)
}

func (s *Summary) stepTable() string {
	rows, before := [][]string{{"<step", "leads", "of all", "of the step before", "<median time from the entry"}}, int64(0)
	for i, line := range s.Steps {
		row := []string{line.Step, dash(line.Leads), fmt.Sprintf("%.0f %%", 100*line.Share), "", ""}
		if i > 0 {
			row[3] = share(line.Leads, before)
		}
		if line.Median > 0 {
			row[4] = words(line.Median.Duration())
		}
		rows, before = append(rows, row), line.Leads
	}
	return table(rows)
}

// exitLines gives a line for each exit, with its reasons.
func (s *Summary) exitLines() string {
	var names []string
	reasons, sums := map[string][]string{}, map[string]int64{}
	for _, line := range s.Exits {
		if sums[line.Exit] == 0 {
			names = append(names, line.Exit)
		}
		sums[line.Exit] += line.Leads
		reasons[line.Exit] = append(reasons[line.Exit], fmt.Sprintf("%s %s", spelled(line.Reason), grouped(line.Leads)))
	}
	var b strings.Builder
	for _, name := range names {
		fmt.Fprintf(&b, "  %-12s %5s   %s\n", name, grouped(sums[name]), wrap(23, strings.Join(reasons[name], ", ")))
	}
	return b.String()
}

func (s *Summary) printPromises(b *strings.Builder) {
	if len(s.Promises)+len(s.Periods) == 0 {
		return
	}
	title(b, "PROMISES")
	if len(s.Sides) > 0 {
		b.WriteString(s.sideTable() + "\n")
	}
	var parts []string
	if len(s.Promises) > 0 {
		parts = append(parts, s.promiseTable())
	}
	if list := s.supplies(); len(list) > 0 {
		parts = append(parts, supplyTable(list))
	}
	if list := s.meetings(); len(list) > 0 {
		parts = append(parts, meetingLine(list))
	}
	b.WriteString(strings.Join(parts, "\n"))
}

func (s *Summary) sideTable() string {
	rows := [][]string{{"<side", "kept", "kept late", "broken", "open", "kept in time"}}
	for _, line := range s.Sides {
		judged := line.Kept + line.Late + line.Broken
		rows = append(rows, []string{line.By, grouped(line.Kept), dash(line.Late), dash(line.Broken), dash(line.Open), share(line.Kept, judged)})
	}
	return table(rows)
}

func (s *Summary) promiseTable() string {
	rows := [][]string{{"<to each lead", "<by", "started", "kept", "late", "broken", "off", "open", "<median answer at work"}}
	examples, corrected := "", int64(0)
	for _, p := range s.Promises {
		median := "-"
		if p.Median > 0 {
			median = words(p.Median.Duration())
		}
		rows = append(rows, []string{p.Promise, p.By, grouped(p.Started), grouped(p.Kept), dash(p.Late), dash(p.Broken), dash(p.Cancelled + p.Waived),
			dash(p.Open), median})
		examples += fmt.Sprintf("  %s: %s\n", p.Promise, wrap(len(p.Promise)+4, p.Example))
		corrected += p.Corrected
	}
	text := table(rows) + examples
	if corrected > 0 {
		text += fmt.Sprintf("  %s of those kept had been reported as broken, and were corrected when the proof was heard of late\n", grouped(corrected))
	}
	return text
}

func supplyTable(list []Period) string {
	rows := [][]string{{"<each period", "<by", "<period", "promised", "delivered", "accepted", "<", "<"}}
	for _, p := range list {
		var parts []string
		for _, part := range p.Parts {
			parts = append(parts, part.Asked+" "+yes(part.Kept))
		}
		rows = append(rows, []string{p.Promise, p.By, span(p), grouped(p.Promised), grouped(p.Delivered), share(p.Accepted, p.Delivered), verdict(p),
			strings.Join(parts, ", ")})
	}
	return table(rows)
}

func yes(kept bool) string {
	if kept {
		return "met"
	}
	return "missed"
}

// verdict says how a period was kept. Of one that goes on, that is not known yet.
func verdict(p Period) string {
	switch {
	case p.Open:
		return "goes on"
	case p.Kept:
		return "kept"
	}
	return "BROKEN"
}

func span(p Period) string {
	last := p.To.AddDate(0, 0, -1)
	if p.From.Day() == 1 && p.To.Day() == 1 && p.From.AddDate(0, 1, 0).Equal(p.To) {
		return p.From.Format("January 2006")
	}
	return p.From.Format("2 Jan") + " to " + last.Format("2 Jan 2006")
}

// meetingLine says of each promise of meetings which periods went by without one.
func meetingLine(list []Period) string {
	var b strings.Builder
	for i := 0; i < len(list); {
		name, held, closed, missed := list[i].Promise, 0, 0, []string{}
		for ; i < len(list) && list[i].Promise == name; i++ {
			switch p := list[i]; {
			case p.Open:
			case p.Kept:
				held, closed = held+1, closed+1
			default:
				closed, missed = closed+1, append(missed, span(p))
			}
		}
		text := fmt.Sprintf("%s, by %s: held in %d of %d periods", name, list[i-1].By, held, closed)
		if len(missed) > 0 {
			text += "; nobody met " + strings.Join(missed, " and ")
		}
		b.WriteString("  " + wrap(2, text) + "\n")
	}
	return b.String()
}

func (c *Costs) print(b *strings.Builder) {
	if len(c.Sources) == 0 {
		return
	}
	title(b, "SOURCES AND COSTS")
	rows := [][]string{{"<source", "<family", "leads", c.HandOver, c.Sale, "spent, " + c.Total.Spent.Currency, "per lead", "per " + c.HandOver, "per " + c.Sale}}
	for _, s := range c.Sources {
		rows = append(rows, s.row(or(spelled(s.Channel), "(unknown)"), or(s.Family, "not mapped")))
	}
	b.WriteString(table(append(rows, c.Total.row("all", ""))))
	if c.Uncosted > 0 {
		fmt.Fprintf(b, "  for %s no cost is known: they are in no quotient\n", counted(c.Uncosted, "lead"))
	}
}

func (s *Source) row(name, family string) []string {
	return []string{name, family, grouped(s.Leads), dash(s.HandedOver), dash(s.Sales), bare(s.Spent), bare(s.PerLead), bare(s.PerHandOver), bare(s.PerSale)}
}

// bare writes an amount in whole major units without its currency, which the table's head says.
func bare(m lead.Money) string { return strings.TrimSuffix(roundly(m), " "+m.Currency) }

func (e *Expected) print(b *strings.Builder, at time.Time) {
	title(b, "SALES")
	fmt.Fprintf(b, "  so far     %s from %s\n", roundly(e.Sold), counted(e.Won, "sale"))
	if e.Leads == 0 {
		return
	}
	fmt.Fprintf(b, "  expected   %s from %s\n", roundly(e.Mean), counted(int64(e.Leads), "open lead"))
	fmt.Fprintf(b, "  range      %s (P10)   %s (P50)   %s (P90)\n", roundly(e.P10), roundly(e.P50), roundly(e.P90))
	var months []string
	for _, m := range e.Months {
		if m.Mean.Minor > 0 {
			months = append(months, monthName(m.Month, at)+" "+roundly(m.Mean))
		}
	}
	if len(months) > 1 {
		fmt.Fprintf(b, "  by month   %s\n", wrap(13, strings.Join(months, ", ")))
	}
}

// monthName says of a month that lies behind that its sales are overdue.
func monthName(month string, at time.Time) string {
	switch {
	case month == "none":
		return "no date"
	case month < at.Format("2006-01"):
		return month + " (overdue)"
	}
	return month
}

func (s *Summary) printPartners(b *strings.Builder) {
	if len(s.Partners) == 0 && s.Listings.Leads == 0 {
		return
	}
	title(b, "PARTNERS AND RESALE")
	for _, p := range s.Partners {
		text := fmt.Sprintf("%s: %s for %s", p.Partner, roundly(p.Charged), counted(p.Leads, "lead"))
		if p.Returned > 0 {
			text += fmt.Sprintf(", less %s for %s given back", roundly(p.Credited), grouped(p.Returned))
		}
		b.WriteString("  " + wrap(2, text+", owes "+exactly(p.Net)) + "\n")
	}
	if s.Listings.Leads > 0 {
		fmt.Fprintf(b, "  offered to others: %s, worth %s on average together\n", counted(s.Listings.Leads, "unwanted lead"), exactly(s.Listings.Expected))
	}
}
