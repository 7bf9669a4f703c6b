package nurture_test

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla/calendar"
)

// A lead that sales gave back receives what brings it on, by day and with a basis only, until its score says that it is ready.
func Example() {
	plan := nurture.Plan{
		Programs: []nurture.Program{{
			Name:  "given back",
			Enter: nurture.Entry{When: `stage == "nurturing" and lead.return_reason == "not_mature"`},
			Streams: []nurture.Stream{
				{Name: "the problem", Aim: nurture.Problem, Every: calendar.Elapsed(7 * 24 * time.Hour), Contents: []string{"cost of stock", "a day at the warehouse"}},
				{Name: "why us", Aim: nurture.WhyUs, When: "total >= 30", Every: calendar.Days(5), Contents: []string{"comparison", "how Bolt did it"}},
			},
			Exhausted: nurture.Policy{Fate: nurture.Wait},
			Ready:     nurture.Trigger{When: "total >= 50", Upon: []string{lead.DemoRequested}},
		}},
		Contents: []nurture.Content{
			{Name: "cost of stock", Channel: "email"}, {Name: "a day at the warehouse", Channel: "email"},
			{Name: "comparison", Channel: "post"}, {Name: "how Bolt did it", Channel: "email"},
		},
		AtMost: []nurture.Cap{{N: 2, Per: lead.Week}},
		Hours:  "office",
	}

	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	schema.DeclareScore("total")
	lead.Compile(lead.Lifecycle{}, schema) // declares the stages
	office, _ := calendar.Compile(calendar.Calendar{Zone: "Europe/Paris", Open: calendar.Week{{Days: "mon-fri", Spans: []string{"09:00-18:00"}}}})
	planner, err := nurture.Compile(plan, schema, map[string]*calendar.Hours{"office": office})
	if err != nil {
		fmt.Println(err)
		return
	}

	var (
		person lead.State
		state  nurture.State
		facts  = schema.NewFacts()
		bound  lead.Bound
	)
	person.Life = lead.Life{Stage: "nurturing", ReturnReason: "not_mature"}
	look := func(at lead.Instant, total lead.Points) {
		facts.See(&person)
		facts.At(at)
		facts.SetScore(0, total, total, true)
	}

	// On a Saturday the person agrees to be written to by email.
	saturday := time.Date(2026, 11, 7, 11, 0, 0, 0, time.UTC)
	event := lead.Event{ID: "1", Kind: lead.ConsentGiven, Time: saturday, Props: map[string]any{"channel": "email"}}
	if err := schema.Bind(event, &bound); err != nil {
		fmt.Println(err)
		return
	}
	schema.Apply(&person, &bound)
	look(bound.Time, 10*lead.Point)
	steps := planner.Apply(&state, &bound, facts, nil, bound.Time, nil)

	// Then time passes, from one due instant to the next, and the score is higher each time.
	now := bound.Time
	for _, total := range []lead.Points{10, 35, 55} {
		now = planner.Due(&state, now)
		look(now, total*lead.Point)
		steps = planner.Advance(&state, facts, nil, now, steps)
	}
	for _, s := range steps {
		fmt.Println(s)
	}
	for _, pos := range planner.At(&state, now) {
		fmt.Println(pos.Stream, "-", pos.Note)
	}
	// Output:
	// 2026-11-07T11:00:00.000Z entered given back/the problem (stage == "nurturing" and lead.return_reason == "not_mature")
	// 2026-11-09T08:00:00.000Z content_due given back/the problem: cost of stock by email (next in the stream)
	// 2026-11-16T08:00:00.000Z moved given back/why us (total >= 30)
	// 2026-11-16T08:00:00.000Z withheld given back/why us: comparison by post (no basis on record)
	// 2026-11-16T08:00:00.000Z content_due given back/why us: how Bolt did it by email (next in the stream)
	// 2026-11-23T08:00:00.000Z ready given back/why us: how Bolt did it (total >= 50)
	// 2026-11-23T08:00:00.000Z withheld given back/why us: comparison by post (no basis on record)
	// why us - waits for a basis for contact
}

func ExampleReport() {
	var spring, summer nurture.Report
	spring.Add(nurture.Step{Kind: nurture.ContentDue, Program: "given back", Content: "comparison"})
	summer.Add(nurture.Step{Kind: nurture.ContentDue, Program: "given back", Content: "comparison"})
	summer.Add(nurture.Step{Kind: nurture.Ready, Program: "given back", Content: "comparison"})
	spring.Merge(summer)
	row := spring.Content("comparison")
	fmt.Println(row.Sent, "sent,", row.Ready, "ready after it")
	// Output: 2 sent, 1 ready after it
}
