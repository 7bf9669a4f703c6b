package scoring_test

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// A lead reads about prices twice; its interest halves in 14 days.
func Example() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	scorer, err := scoring.Compile(scoring.Model{
		Scores: []scoring.Score{
			{Name: "fit", Rules: []scoring.Rule{{Name: "target industry", When: `lead.industry in ["retail", "logistics"]`, Points: 30 * lead.Point}}},
			{Name: "interest", Decay: scoring.HalfLife(14 * lead.Day), Rules: []scoring.Rule{
				{Name: "read the prices", Each: []string{"page_viewed"}, When: `event.path startsWith "/pricing"`, Points: 20 * lead.Point},
			}},
		},
		Temperature: scoring.Temperature{Bands: []scoring.Band{{Name: "hot", From: 60 * lead.Point}, {Name: "warm", From: 40 * lead.Point}}, Else: "cold"},
	}, schema)
	if err != nil {
		fmt.Println(err)
		return
	}
	var person lead.State
	var state scoring.State
	var bound lead.Bound
	facts := schema.NewFacts()
	monday := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	for _, event := range []lead.Event{
		{ID: "1", Kind: lead.ProfileUpdated, Time: monday, Props: map[string]any{"industry": "retail"}},
		{ID: "2", Kind: "page_viewed", Time: monday, Props: map[string]any{"path": "/pricing"}},
		{ID: "3", Kind: "page_viewed", Time: monday.AddDate(0, 0, 14), Props: map[string]any{"path": "/pricing/eu"}},
	} {
		if err := schema.Bind(event, &bound); err != nil {
			fmt.Println(err)
			return
		}
		changed := schema.Apply(&person, &bound)
		facts.See(&person)
		facts.Hear(&bound)
		facts.At(bound.Time)
		scorer.Apply(&state, &bound, facts)
		if changed {
			scorer.Refit(&state, facts)
		}
	}
	at := bound.Time
	for _, line := range scorer.Explain(&state, at) {
		fmt.Printf("%-8s  %-15s  %3v\n", line.Score, line.Rule, line.Points)
	}
	fmt.Println(scorer.Temperature(&state, at))
	total := 2 // its number: after fit and interest
	cools, _ := scorer.Next(&state, total, 40*lead.Point, at)
	fmt.Println("below 40 from", cools)
	// Output:
	// fit       target industry   30
	// interest  read the prices   30
	// total     fit               30
	// total     interest          30
	// hot
	// below 40 from 2026-12-08T13:32:50.729Z
}

// A rate reads as a person would say it.
func ExampleRate() {
	var r scoring.Rate
	fmt.Println(r.UnmarshalText([]byte("3 per day")), r)
	fmt.Println(r.UnmarshalText([]byte("3 a day")))
	// Output:
	// <nil> 3 per day
	// "3 a day" is not how often: write 3 per day, 1 per week, 2 per month or 3 within 36h
}

// A decay reads as a person would say it. Twenty points lose a quarter each week, but five of them stay.
func ExampleDecay() {
	var d scoring.Decay
	fmt.Println(d.UnmarshalText([]byte("5 off every 7d down to 5")), d.Off, d.Every, d.Floor)
	fmt.Println(d.UnmarshalText([]byte("half-life 14d within 90d")), d.HalfLife, d.Window)
	fmt.Println(d.UnmarshalText([]byte("exponential")))
	// Output:
	// <nil> 5 7d 5
	// <nil> 14d 90d
	// "exponential" is no decay: write none, half-life 14d, linear 30d, 5 off every 7d, 20% off every 7d or window 90d
}

// Each further film of a day gives half of what the one before gave, and all films together never more than 15.
func ExampleDiminishing() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	rule := scoring.Rule{Name: "saw a film", Each: []string{"video_watched"}, Points: 8 * lead.Point, Max: scoring.At(15 * lead.Point)}
	_ = rule.Diminishing.UnmarshalText([]byte("50% per day"))
	_ = rule.Decay.UnmarshalText([]byte("linear 30d"))
	scorer, err := scoring.Compile(scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: []scoring.Rule{rule}}}}, schema)
	if err != nil {
		fmt.Println(err)
		return
	}
	var state scoring.State
	var bound lead.Bound
	facts := schema.NewFacts()
	for i, hour := range []int{9, 10, 11, 33} {
		at := time.Date(2026, 11, 2, hour, 0, 0, 0, time.UTC)
		if err := schema.Bind(lead.Event{ID: fmt.Sprint(i), Kind: "video_watched", Time: at}, &bound); err != nil {
			fmt.Println(err)
			return
		}
		facts.Hear(&bound)
		facts.At(bound.Time)
		scorer.Apply(&state, &bound, facts)
	}
	for _, line := range scorer.Explain(&state, bound.Time)[:2] {
		fmt.Printf("%v of %v: %s\n", line.Points, line.Given, line.Rule)
	}
	next, _ := scorer.Next(&state, 0, 15*lead.Point, bound.Time)
	fmt.Println("below 15 from", next)
	// Output:
	// 21.533333 of 22: saw a film
	// -6.533333 of 0: saw a film: at most 15
	// below 15 from 2026-11-12T00:00:00.000Z
}
