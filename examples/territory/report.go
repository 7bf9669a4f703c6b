package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/sla"
)

// report prints the years side by side and why the batches answer as they do, then the people of the first year, and the people and the months of the batches by value.
func report(out io.Writer, years []*year) {
	first := years[0]
	fmt.Fprintf(out, "ONE YEAR: %s LEADS, %d PEOPLE, FIVE COUNTRIES, FOUR STRATEGIES\n\n", grouped(int64(len(first.demands))), len(first.desks))
	fmt.Fprintf(out, "%-44s", "")
	for _, y := range years {
		fmt.Fprintf(out, "%16s", y.name)
	}
	fmt.Fprintln(out)
	for _, r := range rows {
		if r.of == nil {
			fmt.Fprintf(out, "\n%s\n", r.name)
			continue
		}
		fmt.Fprintf(out, "  %-42s", r.name)
		for _, y := range years {
			fmt.Fprintf(out, "%16s", r.of(y))
		}
		fmt.Fprintln(out)
	}
	batches := years[2]
	why(out, first, batches, years[3])
	for _, y := range []*year{first, batches} {
		y.printPeople(out)
	}
	batches.printMonths(out)
}

// row is one line of the comparison; one without a value is a heading.
type row struct {
	name string
	of   func(*year) string
}

var rows = []row{
	{"LOAD", nil},
	{"leads in the field", func(y *year) string { return grouped(y.sum(routing.FieldSales, leadsOf)) }},
	{"leads inside", func(y *year) string { return grouped(y.sum(routing.InsideSales, leadsOf)) }},
	{"leads to partners", func(y *year) string { return grouped(y.sum(routing.ExternalNetwork, leadsOf)) }},
	{"leads to the shop", func(y *year) string { return grouped(y.shop.leads) }},
	{"nobody could take", func(y *year) string { return grouped(int64(y.queued + len(y.pending))) }},
	{"fewest and most inside, of one country", func(y *year) string { return y.spread() }},
	{"MIX AND VALUE", nil},
	{"share of hot leads inside, least and most", func(y *year) string { return y.mix() }},
	{"potential inside, least and most, kEUR", func(y *year) string { return y.potentials() }},
	{"RESPONSE", nil},
	{"median to the first contact, working time", func(y *year) string { return y.median() }},
	{"within the 8 working hours promised", func(y *year) string { return percent(y.kept()) }},
	{"RESULT", nil},
	{"contracts won", func(y *year) string { return grouped(y.won()) }},
	{"sales, kEUR", func(y *year) string { return grouped(y.revenue / 1000) }},
	{"margin of 30 % less handling, kEUR", func(y *year) string { return grouped((y.revenue*30/100 - y.cost/100) / 1000) }},
	{"batches; worth lost to a better one, EUR", func(y *year) string { return y.optimum() }},
	{"FROM OTHERS", nil},
	{"partners pay, EUR", func(y *year) string { return grouped(net(y.engine.Invoices(&y.book))) }},
	{"listed; sold", func(y *year) string { return grouped(y.listed) + "; " + grouped(y.sold) }},
	{"buyers pay, EUR", func(y *year) string { return grouped(net(y.engine.Sales(&y.book))) }},
	{"of marketing's cost", func(y *year) string { part, _ := y.engine.Recovered(&y.book); return percent(part) }},
}

func leadsOf(p *person) int64 { return p.leads }

// sum adds something up over the people of a channel.
func (y *year) sum(channel string, of func(*person) int64) (n int64) {
	for _, p := range y.desks {
		if p.channel == channel {
			n += of(p)
		}
	}
	return n
}

// inside lists the people inside of one country, where the strategies are compared: France.
func (y *year) inside() (list []*person) {
	for _, p := range y.people() {
		if p.channel == routing.InsideSales && p.team == "FR" {
			list = append(list, p)
		}
	}
	return list
}

// range of something over the people inside of one country.
func (y *year) least(of func(*person) float64) (least, most float64) {
	for i, p := range y.inside() {
		v := of(p)
		if i == 0 || v < least {
			least = v
		}
		most = max(most, v)
	}
	return least, most
}

func (y *year) spread() string {
	a, b := y.least(func(p *person) float64 { return float64(p.leads) })
	return fmt.Sprintf("%s to %s", grouped(int64(a)), grouped(int64(b)))
}

func (y *year) mix() string {
	a, b := y.least(func(p *person) float64 { return float64(p.bands[0]) / float64(max(1, p.leads)) })
	return fmt.Sprintf("%.0f to %.0f %%", 100*a, 100*b)
}

func (y *year) potentials() string {
	a, b := y.least(func(p *person) float64 { return float64(p.value) / 1000 })
	return fmt.Sprintf("%s to %s", grouped(int64(a)), grouped(int64(b)))
}

func (y *year) won() int64 {
	n := y.shop.won
	for _, p := range y.desks {
		n += p.won
	}
	return n
}

func (y *year) optimum() string {
	if !y.batch {
		return "-"
	}
	return fmt.Sprintf("%s; %s", grouped(int64(y.batches)), grouped(y.gap/100))
}

const promise = "first contact"

func (y *year) median() string {
	r := y.book.Promises.Responses(y.engine.Terms(), sla.Which{Promise: promise}, lastInstant)
	span, ok := r.Working.Median()
	if !ok {
		return "-"
	}
	return clock(time.Duration(span) * time.Millisecond)
}

func (y *year) kept() float64 {
	var kept, all int64
	for i := range y.book.Promises.Cells {
		c := &y.book.Promises.Cells[i]
		kept, all = kept+c.Kept, all+c.Kept+c.Late+c.Broken
	}
	return float64(kept) / float64(max(1, all))
}

func net(list []routing.Invoice) (euros int64) {
	for _, inv := range list {
		euros += inv.Net.Minor
	}
	return euros / 100
}

// printPeople prints a line for each person, with a bar as long as their load: hot, warm and cold.
func (y *year) printPeople(out io.Writer) {
	var most int64
	for _, p := range y.desks {
		most = max(most, p.leads)
	}
	fmt.Fprintf(out, "\nWHO HAD WHAT, BY %s   █ hot  ▓ warm  ░ cold\n", strings.ToUpper(y.name))
	fmt.Fprintf(out, "  %-18s%-4s%6s  %-32s%6s%7s%5s%8s  %s\n", "", "", "leads", "", "hot", "kEUR", "won", "kEUR", "median answer")
	channel := ""
	for _, p := range y.people() {
		if p.channel != channel {
			channel = p.channel
			fmt.Fprintf(out, "  %s\n", strings.ReplaceAll(channel, "_", " "))
		}
		fmt.Fprintf(out, "  %-18s%-4s%6s  %-32s%5.0f%%%7s%5s%8s  %s\n", p.name, p.team, grouped(p.leads), p.bar(most, 30), 100*float64(p.bands[0])/float64(max(1, p.leads)),
			grouped(p.value/1000), dash(p.won), dash(p.revenue/1000), p.answer())
	}
}

func (p *person) bar(most int64, width int) string {
	var b strings.Builder
	for i, mark := range []string{"█", "▓", "░"} {
		b.WriteString(strings.Repeat(mark, int((p.bands[i]*int64(width)+most/2)/max(1, most))))
	}
	return b.String()
}

func (p *person) answer() string {
	if len(p.answers) == 0 {
		return "-"
	}
	slices.Sort(p.answers)
	return clock(p.answers[len(p.answers)/2])
}

// printMonths prints a line for each month, with a bar as long as what it brought.
func (y *year) printMonths(out io.Writer) {
	partners, sales := byMonth(y.engine.Invoices(&y.book)), byMonth(y.engine.Sales(&y.book))
	var most int64
	for _, m := range y.months {
		most = max(most, m.leads)
	}
	fmt.Fprintf(out, "\nTHE YEAR, BY %s\n", strings.ToUpper(y.name))
	fmt.Fprintf(out, "  %-6s%8s  %-32s%12s%16s%14s\n", "", "leads", "", "sales, kEUR", "partners, EUR", "buyers, EUR")
	for i, m := range y.months {
		name := start.AddDate(0, i, 0).Format("Jan")
		key := start.AddDate(0, i, 0).Format("2006-01")
		bar := strings.Repeat("█", int(30*m.leads/max(1, most)))
		fmt.Fprintf(out, "  %-6s%8s  %-32s%12s%16s%14s\n", name, grouped(m.leads), bar, grouped(m.won/1000), grouped(partners[key]), grouped(sales[key]))
	}
}

func byMonth(list []routing.Invoice) map[string]int64 {
	sums := map[string]int64{}
	for _, inv := range list {
		sums[inv.Period] += inv.Net.Minor / 100
	}
	return sums
}

// clock writes working time: "45 min", "3 h 10".
func clock(d time.Duration) string {
	minutes := int64(d.Round(time.Minute) / time.Minute)
	if minutes < 60 {
		return fmt.Sprintf("%d min", minutes)
	}
	return fmt.Sprintf("%d h %02d", minutes/60, minutes%60)
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

func dash(n int64) string {
	if n == 0 {
		return "-"
	}
	return grouped(n)
}

// grouped writes a number with a comma between thousands.
func grouped(n int64) string {
	if n < 0 {
		return "-" + grouped(-n)
	}
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}
