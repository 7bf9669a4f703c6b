package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/sla"
)

// turn is which one a lead was of those that its person got at one instant, and whether the promise was kept.
type turn struct {
	place  int // from 1; zero: nobody got it
	judged bool
	kept   bool
}

// judge notes what became of the promise.
func (t *turn) judge(f *leadkit.Effect) {
	if f.Promise == nil || f.Promise.Promise != promise {
		return
	}
	switch f.Promise.Kind {
	case sla.Kept, sla.Corrected:
		t.judged, t.kept = true, true
	case sla.KeptLate, sla.Broken:
		t.judged = true
	}
}

// next counts a lead among those that the person gets at an instant.
func (p *person) next(at time.Time) int {
	if !p.got.Equal(at) {
		p.got, p.together = at, 0
	}
	p.together++
	return p.together
}

// part is how many promises there were, and how many of them were kept.
type part struct{ kept, all int64 }

func (p part) String() string {
	return fmt.Sprintf("%.0f %%", 100*float64(p.kept)/float64(max(1, p.all)))
}

// byPlace gives the promises by the place of their lead among those that somebody got at once.
func (y *year) byPlace() (list []part) {
	for _, t := range y.turns {
		if t.place == 0 || !t.judged {
			continue
		}
		for len(list) < t.place {
			list = append(list, part{})
		}
		list[t.place-1].all++
		if t.kept {
			list[t.place-1].kept++
		}
	}
	return list
}

// byLoad gives the promises of the busiest quarter of the people inside, and those of the others.
func (y *year) byLoad() (busiest, others part) {
	list := slices.DeleteFunc(y.people(), func(p *person) bool { return p.channel != routing.InsideSales })
	slices.SortStableFunc(list, func(a, b *person) int { return cmp.Compare(b.leads, a.leads) })
	for i, p := range list {
		t, sum := y.book.Promises.Tally(sla.Which{Promise: promise, Who: p.name}), &others
		if 4*i < len(list) {
			sum = &busiest
		}
		sum.kept, sum.all = sum.kept+t.Kept, sum.all+t.Kept+t.Late+t.Broken
	}
	return busiest, others
}

// why says in sentences why the batches keep fewer promises than the rotation, and what becomes of it where a person gets one lead at a time. Where they keep as many it
// says nothing.
func why(out io.Writer, rotation, batches, bounded *year) {
	places := batches.byPlace()
	if batches.kept() >= rotation.kept() || len(places) < 2 {
		return
	}
	var each []string
	for i, p := range places[1:] {
		each = append(each, fmt.Sprintf("of number %d %s", i+2, p))
	}
	busiest, others := batches.byLoad()
	fmt.Fprintf(out, "\nWHY %s KEEPS %s OF ITS PROMISES, AND ROTATION %s\n", strings.ToUpper(batches.name), percent(batches.kept()), percent(rotation.kept()))
	fmt.Fprintf(out, "  It weighs what a lead is worth with each person, and not how long it waits there. Who is worth most gets up to %d at once, and calls one after the other:\n", len(places))
	fmt.Fprintf(out, "  of those that came first %s were called in time%s. The busiest quarter inside called %s of theirs in time, the others %s.\n",
		places[0], strings.Join(append([]string{""}, each...), ", "), busiest, others)
	fmt.Fprintf(out, "  With one lead for each person in a batch, which is a line of the quotas, %s are kept, and sales are %s kEUR instead of %s.\n",
		percent(bounded.kept()), grouped(bounded.revenue/1000), grouped(batches.revenue/1000))
}
