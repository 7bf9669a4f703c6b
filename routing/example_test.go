package routing_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
)

func Example() {
	schema, err := lead.NewSchema(lead.Vocabulary{}, "EUR")
	if err != nil {
		panic(err)
	}
	router, err := routing.Compile(routing.Policy{
		Channels: []routing.Channel{
			{Name: routing.ECommerce, Takes: `lead.type == "consumables"`, Unattended: true},
			{Name: routing.InsideSales},
		},
		People: []routing.Person{
			{Name: "Anna", Channels: []string{routing.InsideSales}, Weight: 2},
			{Name: "Ben", Channels: []string{routing.InsideSales}, Capacity: []routing.Capacity{{Most: 2, Per: routing.PerDay}}},
		},
	}, schema, nil)
	if err != nil {
		panic(err)
	}

	var desk routing.Desk
	at := lead.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
	for i := range 8 {
		st := lead.State{ID: fmt.Sprintf("lead %d", i)}
		facts := schema.NewFacts()
		facts.See(&st)
		facts.At(at)
		request := router.Request(fmt.Sprintf("request %d", i), facts, at, "handed_over", nil)
		decision := router.Route(&desk, request, at)
		fmt.Println(decision.Lead, "to", decision.Person)
	}
	// Output:
	// lead 0 to Anna
	// lead 1 to Ben
	// lead 2 to Anna
	// lead 3 to Anna
	// lead 4 to Ben
	// lead 5 to Anna
	// lead 6 to Anna
	// lead 7 to Anna
}

func ExampleRouter_Explain() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	router, err := routing.Compile(routing.Policy{
		Channels: []routing.Channel{{Name: routing.FieldSales}},
		People: []routing.Person{
			{Name: "Anna", Channels: []string{routing.FieldSales}, Territory: []routing.Area{{Country: "BE"}}},
			{Name: "Ben", Channels: []string{routing.FieldSales}, Languages: []string{"fr"}, Absent: []routing.Absence{{Dates: "2026-11-02..2026-11-06"}}},
		},
		Fallback: "sales desk",
	}, schema, nil)
	if err != nil {
		panic(err)
	}
	var desk routing.Desk
	at := lead.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
	request := routing.Request{ID: "r1", Lead: "l1", Channels: []string{routing.FieldSales}, Country: "DE", Language: "de"}
	for _, refusal := range router.Explain(&desk, request, at, nil) {
		fmt.Printf("%s: %s\n", refusal.Person, refusal.Reasons)
	}
	fmt.Println(router.Route(&desk, request, at).Why())
	// Output:
	// Anna: outside territory
	// Ben: absent, language
	// waits in the queue sales desk; nobody before: absent, outside territory, language
}

// One by one, the first lead would take the only place that is left for the second.
func ExampleRouter_Batch() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	euros := func(n int64) lead.Money { return lead.Money{Minor: 100 * n, Currency: "EUR"} }
	day := []routing.Capacity{{Most: 1, Per: routing.PerDay}}
	router, err := routing.Compile(routing.Policy{
		Choose: routing.ExpectedValue,
		Channels: []routing.Channel{
			{Name: routing.FieldSales, Cost: euros(240), Wins: []routing.Odds{{Name: "any", Chance: routing.Whole / 5}}},
			{Name: routing.InsideSales, Cost: euros(35), Wins: []routing.Odds{{Name: "any", Chance: routing.Whole / 10}}},
		},
		People: []routing.Person{
			{Name: "Anna", Channels: []string{routing.FieldSales}, Capacity: day},
			{Name: "Ben", Channels: []string{routing.InsideSales}, Capacity: day},
		},
		Quotas: []routing.Quota{{Person: "Ben", Band: "hot", AtLeast: 1}},
	}, schema, nil)
	if err != nil {
		panic(err)
	}
	var desk routing.Desk
	both, chances := []string{routing.FieldSales, routing.InsideSales}, []routing.Share{routing.Whole / 5, routing.Whole / 10}
	batch, err := router.Batch(&desk, []routing.Request{
		{ID: "r1", Lead: "workshop", Channels: both, Chances: chances, Potential: euros(6_000), Temperature: "warm"},
		{ID: "r2", Lead: "factory", Channels: both[:1], Chances: chances[:1], Potential: euros(90_000), Temperature: "hot"},
	}, lead.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)))
	if err != nil {
		panic(err)
	}
	for _, d := range batch.Decisions {
		fmt.Println(d.Lead, "to", d.Person)
	}
	fmt.Println("together", batch.Value, "and at most", batch.Gap, "more another way")
	for _, s := range batch.Short {
		fmt.Printf("%s lacks leads that are %s: %s\n", s.Person, s.Band, s.Why)
	}
	// Output:
	// workshop to Ben
	// factory to Anna
	// together 18325.00 EUR and at most 0.00 EUR more another way
	// Ben lacks leads that are hot: too few leads
}

func ExampleRouter_Value() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	router, err := routing.Compile(routing.Policy{Resale: routing.Resale{
		Reasons:    []string{"no_product"},
		Asks:       []routing.Level{{Name: "any lead", Price: lead.Money{Minor: 8000, Currency: "EUR"}}},
		FindsBuyer: routing.Whole / 2, LosesPerWeek: routing.Whole / 10, Returned: routing.Whole / 20,
	}}, schema, nil)
	if err != nil {
		panic(err)
	}
	st := lead.State{ID: "l1", Created: lead.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))}
	facts := schema.NewFacts()
	facts.See(&st)
	facts.At(st.Created.Add(3 * lead.Week))
	value := router.Value(facts)
	for _, line := range value.Lines {
		fmt.Printf("%-24s %12s\n", line.What, line.Amount)
	}
	fmt.Printf("%-24s %12s\n", "reserve price", value.Reserve)
	fmt.Printf("%-24s %12s\n", "expected of a listing", value.Expected)
	// Output:
	// a fresh lead, any lead      80.00 EUR
	// 3 weeks old                -21.68 EUR
	// 50% find a buyer           -29.16 EUR
	// reserve price               29.16 EUR
	// expected of a listing       27.70 EUR
}

func ExampleStatements() {
	var book routing.Statements
	charge := routing.Charge{Partner: "Dubois SA", Level: "gold", Price: lead.Money{Minor: 8000, Currency: "EUR"}}
	for range 3 {
		if err := book.Charge("2026-11", charge); err != nil {
			panic(err)
		}
	}
	if err := book.Credit("2026-11", routing.Credit{Charge: charge, Reason: "duplicate"}); err != nil {
		panic(err)
	}
	for _, s := range book {
		fmt.Println(strings.Join([]string{s.Partner, s.Period, s.Charged.String(), s.Credited.String(), s.Net().String()}, "; "))
	}
	// Output:
	// Dubois SA; 2026-11; 240.00 EUR; 80.00 EUR; 160.00 EUR
}

func ExampleRouter_Accounts() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	router, err := routing.Compile(routing.Policy{
		Channels: []routing.Channel{{Name: routing.InsideSales}},
		People:   []routing.Person{{Name: "Anna", Channels: []string{routing.InsideSales}}, {Name: "Ben", Channels: []string{routing.InsideSales}}},
	}, schema, nil)
	if err != nil {
		panic(err)
	}
	accounts, err := router.Accounts([]routing.Account{
		{ID: "C-17", Name: "Roulers SA", Domains: []string{"roulers.be"}, Owner: "Anna", Opportunities: []routing.Opportunity{{ID: "O-4", Owner: "Ben"}}},
		{ID: "C-18", Name: "Dupont SARL", Country: "FR", Postal: "59000"},
		{ID: "C-19", Name: "SAS Dupont", Country: "FR", Postal: "59000"},
	})
	if err != nil {
		panic(err)
	}
	var desk routing.Desk
	for i, company := range []routing.Company{{Domain: "hr.roulers.be"}, {Name: "Dupont", Domain: "gmail.com"}} {
		request := routing.Request{ID: fmt.Sprint(i), Lead: fmt.Sprint(i), Channels: []string{routing.InsideSales}, Country: "FR", Postal: "59000", Company: company}
		match := accounts.Match(request)
		decision := router.Route(&desk, request.With(match), 1)
		fmt.Printf("by %s: %q %q: %s %s\n", match.By, match.Account, match.Ambiguous, decision.Person, decision.Why())
	}
	// Output:
	// by domain: "C-17" []: Ben works on the opportunity O-4
	// by name: "" ["C-18" "C-19"]: Anna was next in inside_sales
}

func ExampleRouter_Advance() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	router, err := routing.Compile(routing.Policy{
		Channels: []routing.Channel{{Name: routing.FieldSales}},
		People: []routing.Person{
			{Name: "Anna", Channels: []string{routing.FieldSales}, Territory: []routing.Area{{Country: "BE"}}},
			{Name: "Ben", Channels: []string{routing.FieldSales}, Absent: []routing.Absence{{Dates: "2026-11-09..2026-11-13", Cover: "Anna"}}},
		},
	}, schema, nil)
	if err != nil {
		panic(err)
	}
	var desk routing.Desk
	at := lead.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
	router.Route(&desk, routing.Request{ID: "r1", Lead: "l1", Channels: []string{routing.FieldSales}, Country: "FR"}, at)
	for at = router.Due(&desk, at); at != 0; at = router.Due(&desk, at) {
		for _, relief := range router.Advance(&desk, at, nil) {
			fmt.Println(at.Time().Format(time.DateOnly), relief.Lead, "of", relief.Person, "to", relief.Cover)
		}
	}
	// Output:
	// 2026-11-09 l1 of Ben to Anna
	// 2026-11-14 l1 of Ben to Ben
}

func ExampleRouter_Warnings() {
	territory := func(texts ...string) (list []routing.Area) {
		for _, text := range texts {
			var a routing.Area
			if err := a.UnmarshalText([]byte(text)); err != nil {
				panic(err)
			}
			list = append(list, a)
		}
		return list
	}
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	router, err := routing.Compile(routing.Policy{
		Channels: []routing.Channel{{Name: routing.FieldSales}},
		People: []routing.Person{
			{Name: "Anna", Channels: []string{routing.FieldSales}, Territory: territory("GB SW1-SW9", "NL 1-4")},
			{Name: "Ben", Channels: []string{routing.FieldSales}, Territory: territory("GB SW8-SW10", "GB SW13-SW20", "NL 6-9")},
			{Name: "Cleo", Channels: []string{routing.FieldSales}, Territory: territory("GB AB-SR", "GB SY-ZE", "GB SW1A")},
		},
	}, schema, nil)
	if err != nil {
		panic(err)
	}
	for _, f := range router.Warnings() {
		fmt.Println(f.Summary)
	}
	// Output:
	// nobody in field_sales takes GB SS-ST, SW11-SW12
	// nobody in field_sales takes NL 5
	// GB SW8-SW10 crosses GB SW1-SW9, which Anna has
}
