package funnel_test

import (
	"fmt"
	"log"
	"time"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
)

// steps compiles the default funnel over the default lifecycle.
func steps(d funnel.Definition) *funnel.Funnel {
	schema, err := lead.NewSchema(lead.Vocabulary{}, "EUR")
	if err != nil {
		log.Fatal(err)
	}
	if _, err := lead.Compile(lead.Lifecycle{}, schema); err != nil {
		log.Fatal(err)
	}
	compiled, err := funnel.Compile(d, schema)
	if err != nil {
		log.Fatal(err)
	}
	return compiled
}

func euros(n int64) lead.Money { return lead.Money{Minor: 100 * n, Currency: "EUR"} }

// tally makes notes of leads that went so far along the default steps, a week apart, and adds them up.
// A library's user has the notes from Funnel.Apply; here they are written out.
func tally(leads ...journey) *funnel.Tally {
	names := []string{"inquiry", "mql", "sal", "sql", "opportunity", "customer"}
	var t funnel.Tally
	add := func(n funnel.Note) {
		if err := t.Add(n); err != nil {
			log.Fatal(err)
		}
	}
	for _, l := range leads {
		var marks []funnel.Mark
		for week, step := range names[:l.steps] {
			at := time.Date(2026, l.month, 5+7*week, 9, 0, 0, 0, time.UTC)
			m := funnel.Mark{Step: step, First: lead.At(at), Month: lead.MonthOf(at.Year(), at.Month()), Channel: l.channel, Amount: euros(1000)}
			add(funnel.Note{Kind: funnel.Reached, At: lead.At(at), Mark: m, Before: marks})
			marks = append(marks, m)
		}
		last := marks[len(marks)-1]
		switch {
		case l.steps == len(names):
			add(funnel.Note{Kind: funnel.Won, At: last.First, Mark: last, Before: marks})
		case l.lost:
			add(funnel.Note{Kind: funnel.Lost, At: last.First, Mark: last, Before: marks, Exit: lead.Lost, Reason: "price"})
		}
	}
	return &t
}

type journey struct {
	month   time.Month
	channel string
	steps   int
	lost    bool
}

// The cohort view: of the leads that entered in a month, the share that came to each step, whenever that was.
func ExampleFunnel_Cohorts() {
	t := tally(
		journey{month: time.January, channel: "webinar", steps: 6},
		journey{month: time.January, channel: "webinar", steps: 4, lost: true},
		journey{month: time.January, channel: "flyer", steps: 2, lost: true},
		journey{month: time.January, channel: "flyer", steps: 5},
		journey{month: time.February, channel: "webinar", steps: 6},
		journey{month: time.February, channel: "flyer", steps: 1},
	)
	f := steps(funnel.Definition{})
	fmt.Print(f.Cohorts(t, funnel.ByMonth, funnel.Filter{}))
	fmt.Println()
	fmt.Println("mql to customer:", t.Conversion("mql", "customer", funnel.Filter{}))
	fmt.Println("from webinars:  ", t.Conversion("mql", "customer", funnel.Filter{Channel: "webinar"}))
	fmt.Println("half of them within", t.Velocity("mql", "customer", funnel.During{}).Median)
	// Output:
	// month    leads  inquiry      mql     sal     sql  opportunity  customer
	// 2026-01      4  100.0 %  100.0 %  75.0 %  75.0 %       50.0 %    25.0 %
	// 2026-02      2  100.0 %   50.0 %  50.0 %  50.0 %       50.0 %    50.0 %
	//
	// mql to customer: 2 of 5 (40 %, 12 to 77 %)
	// from webinars:   2 of 3 (67 %, 21 to 94 %)
	// half of them within 28d
}

// What a lead costs, by source: the flyer's printing is known, nobody has said what the television spot cost.
func ExampleFunnel_Costs() {
	t := tally(
		journey{month: time.January, channel: "webinar", steps: 6},
		journey{month: time.January, channel: "webinar", steps: 2},
		journey{month: time.January, channel: "flyer", steps: 2},
		journey{month: time.January, channel: "tv", steps: 1},
	)
	spent := func(channel string, amount lead.Money) {
		n := funnel.Note{Kind: funnel.Spent, At: lead.At(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)), Shared: true,
			Mark: funnel.Mark{Month: lead.MonthOf(2026, 1), Channel: channel, Amount: amount}}
		if err := t.Add(n); err != nil {
			log.Fatal(err)
		}
	}
	spent("webinar", euros(250))
	spent("flyer", euros(99))
	f := steps(funnel.Definition{Steps: []funnel.Step{{Name: "mql"}, {Name: "customer"}}})
	fmt.Print(f.Costs(t, funnel.During{}))
	// Output:
	// source        spent  leads    per lead     per mql  per customer
	// flyer     99.00 EUR      1   99.00 EUR   99.00 EUR             -
	// tv         uncosted      1           -           -             -
	// webinar  250.00 EUR      2  125.00 EUR  125.00 EUR    250.00 EUR
	// total    349.00 EUR      3  116.33 EUR  116.33 EUR    349.00 EUR
}

// Expected sales as a distribution: what is stated or estimated of each stage, over the leads that are open.
func ExampleFunnel_Forecast() {
	f := steps(funnel.Definition{Probability: []funnel.Chance{{Stage: "sql", P: 0.25}, {Stage: "opportunity", P: 0.5}}})
	odds := f.Odds(&funnel.Tally{}, funnel.Filter{})
	due := lead.At(time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC))
	forecast, err := f.Forecast([]funnel.Open{
		{Lead: "a", Stage: "opportunity", Amount: euros(10_000), Owner: "ann", Expected: due},
		{Lead: "b", Stage: "opportunity", Amount: euros(4_000), Owner: "bob", Expected: due},
		{Lead: "c", Stage: "sql", Amount: euros(20_000), Owner: "ann"},
		{Lead: "d", Stage: "lost", Amount: euros(50_000), Owner: "bob"},
		{Lead: "e", Stage: "customer", Amount: euros(1_000), Owner: "bob"},
	}, odds, funnel.Sampling{})
	if err != nil {
		log.Fatal(err)
	}
	s := forecast.Spread
	fmt.Println("expected:", s.Mean, "give or take", s.Deviation)
	fmt.Println("one in ten below", s.P10, "half below", s.P50, "nine in ten below", s.P90)
	for _, part := range forecast.Months {
		fmt.Println(part.Name, part.Mean)
	}
	// Output:
	// expected: 13000.00 EUR give or take 10198.04 EUR
	// one in ten below 1000.00 EUR half below 11000.00 EUR nine in ten below 31000.00 EUR
	// 2026-06 7000.00 EUR
	// none 6000.00 EUR
}

// From a target of sales back to the leads that it takes.
func ExampleFunnel_Plan() {
	f := steps(funnel.Definition{Steps: []funnel.Step{{Name: "mql"}, {Name: "opportunity"}, {Name: "customer"}},
		Probability: []funnel.Chance{{Stage: "mql", P: 0.1}, {Stage: "opportunity", P: 0.4}}})
	past := tally(journey{month: time.January, steps: 6})
	needs, err := f.Plan(funnel.Goal{Sales: euros(60_000), First: lead.MonthOf(2026, 9), Deal: euros(5_000)}, f.Odds(past, funnel.Filter{}), past)
	if err != nil {
		log.Fatal(err)
	}
	for _, n := range needs {
		fmt.Printf("%d %s in %s\n", n.Leads, n.Step, n.Month)
	}
	// Output:
	// 120 mql in 2026-09
	// 30 opportunity in 2026-09
	// 12 customer in 2026-09
}
