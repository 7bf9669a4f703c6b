package lead_test

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

func Example() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	machine, _ := lead.Compile(lead.Lifecycle{}, schema)
	facts := schema.NewFacts()
	var state lead.State
	day := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	for i, ev := range []lead.Event{
		{Kind: lead.Created, Props: map[string]any{"email": "ada@acme.eu", "utm_medium": "cpc"}},
		{Kind: "page_viewed", Props: map[string]any{"path": "/pricing"}},
		{Kind: lead.QuoteRequested, Props: map[string]any{"amount": "12000.00 EUR"}},
		{Kind: lead.Accepted, By: "anna"},
		{Kind: lead.Recycled, By: "anna", Props: map[string]any{"reason": "no_budget"}},
		{Kind: lead.Recycled, By: "anna", Props: map[string]any{"reason": "no_budget", "qualification": "budget from May on"}},
	} {
		ev.ID, ev.Lead, ev.Time = fmt.Sprint(i), "lead-1", day.AddDate(0, 0, i)
		var bound lead.Bound
		if err := schema.Bind(ev, &bound); err != nil {
			fmt.Println(err)
			continue
		}
		schema.Apply(&state, &bound)
		facts.See(&state)
		facts.Hear(&bound)
		facts.At(bound.Time)
		step, ok := machine.Upon(&state, &bound, facts, bound.Time)
		switch {
		case !ok:
			fmt.Println(ev.Kind)
		case step.Refused != "":
			fmt.Printf("%s: refused, %s\n", ev.Kind, step.Refused)
		default:
			p := machine.Take(&state, step, bound.Time)
			fmt.Printf("%s: %s -> %s\n", ev.Kind, p.From, p.To)
		}
	}
	fmt.Println("not to be handed over before", state.Life.Until.Time().Format(time.DateOnly))
	// Output:
	// lead_created:  -> inquiry
	// page_viewed
	// quote_requested: inquiry -> mql
	// accepted: mql -> sal
	// recycled: refused, the reason no_budget requires a report with qualification
	// recycled: sal -> nurturing
	// not to be handed over before 2027-02-05
}

func ExampleSchema_Bind() {
	schema, _ := lead.NewSchema(lead.Vocabulary{
		Events: []lead.Kind{{Name: "test_drive", Props: []lead.Property{{Name: "model", Type: lead.Text}, {Name: "minutes", Type: lead.Number}}}},
	}, "EUR")
	var bound lead.Bound
	err := schema.Bind(lead.Event{ID: "7", Lead: "lead-1", Kind: "test_drive", Time: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC),
		Props: map[string]any{"model": "van", "minutes": 25}}, &bound)
	fmt.Println(err, bound.Time, bound.Value(schema.Prop(bound.Kind, "minutes")).Num)
	err = schema.Bind(lead.Event{ID: "8", Kind: "test_drive", Props: map[string]any{"minutse": 25, "model": 3}}, &bound)
	fmt.Println(err)
	// Output:
	// <nil> 2026-11-02T09:00:00.000Z 25
	// event "8" of kind "test_drive" refused: time is missing, or not between 1970 and 9999; props.minutse is no property of this kind; props.model is not a text
}

func ExampleSchema_LeadCondition() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	var found diag.List
	big := schema.LeadCondition(&found, "/when", `lead.industry in ["retail", "logistics"] and lead.employees >= 50`)
	schema.LeadCondition(&found, "/other", `lead.industy == "retail"`)
	fmt.Println(found)

	var state lead.State
	var bound lead.Bound
	_ = schema.Bind(lead.Event{ID: "1", Kind: lead.ProfileUpdated, Time: time.Unix(1, 0), Props: map[string]any{"industry": "retail", "employees": 80}}, &bound)
	schema.Apply(&state, &bound)
	facts := schema.NewFacts()
	facts.See(&state)
	facts.At(bound.Time)
	fmt.Println(big.True(facts))
	// Output:
	// /other[0:12]: unknown name "lead.industy"; did you mean "lead.industry"?
	// true
}

func ExampleMachine_Glossary() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	machine, err := lead.Compile(lead.Lifecycle{}, schema)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(lead.FormatGlossary(machine.Glossary()[:3]))
	// Output:
	// inquiry (marketing): A need was detected; nothing is known yet of its maturity.
	//     raised a hand: to mql
	//     ready: to mql
	//     disqualified (7 reasons)
	// nurturing (marketing): Not ready to buy; kept warm with the right content.
	//     raised a hand: to mql
	//     ready: to mql
	//     disqualified (7 reasons)
	// mql (sales): Qualified by marketing and handed over; sales owes an answer.
	//     accepted: to sal
	//     recalled: to nurturing
	//     rejected (5 reasons)
	//     disqualified (7 reasons)
}

func ExampleCompile_findings() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	_, err := lead.Compile(lead.Lifecycle{
		Stages:  []lead.Stage{{Name: "new", Owner: "marketing"}, {Name: "sold", Final: true}},
		Entries: []lead.Entry{{Name: "came in", To: "new"}},
		Moves:   []lead.Move{{Name: "bought", From: []string{"nwe"}, To: "sold", Upon: []string{lead.Won}}},
	}, schema)
	fmt.Println(err)
	// Output:
	// /moves/bought/from: unknown stage "nwe"; did you mean "new"?
	// /stages/sold: nobody owns the stage "sold"; write owner: marketing or owner: sales
}

func ExampleMachine_Mermaid() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	machine, _ := lead.Compile(lead.Lifecycle{
		Stages:  []lead.Stage{{Name: "open", Owner: "marketing"}, {Name: "customer", Owner: "sales", HandedOver: true, Final: true}},
		Entries: []lead.Entry{{Name: "came in", To: "open"}},
		Moves:   []lead.Move{{Name: "won", From: []string{"open"}, To: "customer", Upon: []string{lead.Won}}},
	}, schema)
	fmt.Print(machine.Mermaid())
	// Output:
	// flowchart LR
	//   subgraph lane0 ["marketing"]
	//     s0["open"]
	//   end
	//   subgraph lane1 ["sales"]
	//     s1(["customer"])
	//   end
	//   e0(( )) -->|"came in"| s0
	//   s0 -->|"won"| s1
}

func ExampleMachine_Duty() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	machine, _ := lead.Compile(lead.Lifecycle{}, schema)
	facts := schema.NewFacts()
	var state lead.State
	day := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	for i, ev := range []lead.Event{
		{Kind: lead.Created, Props: map[string]any{"entry": "quote"}},
		{Kind: lead.MeetingBooked, By: "anna", Props: map[string]any{"purpose": "demo", "at": "2026-11-05"}},
	} {
		ev.ID, ev.Lead, ev.Time = fmt.Sprint(i), "lead-1", day.AddDate(0, 0, i)
		var bound lead.Bound
		_ = schema.Bind(ev, &bound)
		schema.Apply(&state, &bound)
		facts.See(&state)
		facts.Hear(&bound)
		facts.At(bound.Time)
		if step, ok := machine.Upon(&state, &bound, facts, bound.Time); ok {
			machine.Take(&state, step, bound.Time)
		}
	}
	for _, at := range []time.Time{day.AddDate(0, 0, 2), day.AddDate(0, 0, 9)} {
		facts.See(&state)
		facts.Hear(nil)
		facts.At(lead.At(at))
		duty := machine.Duty(&state, facts, lead.At(at))
		if duty.Next != nil {
			fmt.Println(duty.Team, "next:", duty.Next.What, "on", duty.Next.Due.Time().Format(time.DateOnly))
			continue
		}
		fmt.Println(duty.Team, "lacks:", duty.Lack)
		fmt.Println(duty.May[0].Kind, "to", duty.May[0].To, "with", duty.May[0].Requires)
		fmt.Println(duty.Refused[1].Kind, "no:", duty.Refused[1].Why)
	}
	// Output:
	// sales next: demo on 2026-11-05
	// sales lacks: no next act has a date: the last one, demo, was due 2026-11-05T00:00:00.000Z, and nobody said what became of it
	// opportunity_opened to opportunity with [amount closing]
	// demo_requested no: only from inquiry, nurturing, lost
}

func ExampleDiagram() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	machine, _ := lead.Compile(lead.Lifecycle{
		Stages:  []lead.Stage{{Name: "open", Owner: "marketing"}, {Name: "customer", Owner: "sales", HandedOver: true, Final: true}},
		Entries: []lead.Entry{{Name: "came in", To: "open"}},
		Moves:   []lead.Move{{Name: "won", From: []string{"open"}, To: "customer", Upon: []string{lead.Won}}},
	}, schema)
	var counts []lead.Count
	for _, passages := range [][]lead.Passage{ // as each lead's Life remembers them
		{{To: "open", Move: "came in"}, {From: "open", To: "customer", Move: "won"}},
		{{To: "open", Move: "came in"}},
	} {
		counts = lead.CountPassages(counts, passages)
	}
	fmt.Print(lead.Diagram{Counts: counts}.Mermaid(machine))
	// Output:
	// flowchart LR
	//   subgraph lane0 ["marketing"]
	//     s0["open<br/>2 leads"]
	//   end
	//   subgraph lane1 ["sales"]
	//     s1(["customer<br/>1 lead"])
	//   end
	//   e0(( )) -->|"came in<br/>2"| s0
	//   s0 -->|"won<br/>1 = 50.0 %"| s1
}

func ExampleMoney() {
	price, _ := lead.ParseMoney("1234.5", "EUR")
	sum, _ := price.Add(lead.Money{Minor: 50, Currency: "EUR"})
	fmt.Println(price, "+ 0.50 =", sum)
	_, err := sum.Add(lead.Money{Minor: 1500, Currency: "JPY"})
	fmt.Println(err)
	_, err = lead.ParseMoney("0.005", "EUR")
	fmt.Println(err)
	// Output:
	// 1234.50 EUR + 0.50 = 1235.00 EUR
	// 1235.00 EUR and 1500 JPY: another currency
	// "0.005" is not an amount of money: write one such as 1234.50 EUR
}

func ExampleVisitors() {
	var visitors lead.Visitors
	for i, step := range []string{"engine", "colour"} {
		visitors.Hold(lead.Event{ID: fmt.Sprint("c", i), Kind: lead.ConfigSaved, Time: time.Unix(int64(i+1), 0), Props: map[string]any{"visitor": "v-17", "step": step}})
	}
	for _, ev := range visitors.Identify("v-17", "lead-9") {
		fmt.Println(ev.Lead, ev.ID, ev.Props["step"])
	}
	// Output:
	// lead-9 c0 engine
	// lead-9 c1 colour
}

func ExampleSchema_View() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	known := lead.Lead{Person: lead.Person{FirstName: "Ada", Email: "ada@acme.eu"}, Company: lead.Company{Name: "Acme", Employees: 120}, Market: "B2B"}
	var state lead.State
	var bound lead.Bound
	_ = schema.Bind(lead.Event{ID: "1", Kind: lead.ProfileUpdated, Time: time.Unix(1, 0), Props: lead.ProfileOf(known)}, &bound)
	schema.Apply(&state, &bound)
	view := schema.View(&state)
	fmt.Println(view.Person.FirstName, view.Company.Name, view.Company.Employees, view.Market)
	// Output: Ada Acme 120 B2B
}
