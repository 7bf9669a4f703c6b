package calibrate_test

import (
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/scoring/calibrate"
)

// Of 200 leads, those by referral won three times in four, the others once in four.
func Example() {
	table := &calibrate.Table{Columns: []calibrate.Column{{Name: "Source", Texts: slices.Concat(slices.Repeat([]string{"referral"}, 80), slices.Repeat([]string{"search"}, 120))}},
		Outcome: slices.Concat(slices.Repeat([]bool{true}, 60), slices.Repeat([]bool{false}, 20), slices.Repeat([]bool{true}, 30), slices.Repeat([]bool{false}, 90))}
	card, err := calibrate.Fit(table, calibrate.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(card)
	model, _, _ := card.Model()
	fmt.Println()
	for _, rule := range model.Scores[0].Rules {
		fmt.Printf("%s: %s points when %s\n", rule.Name, rule.Points, rule.When)
	}
	report, _ := calibrate.Evaluate(card, table)
	fmt.Printf("AUC %.3f\n", report.AUC)
	// Output:
	// fit: 1 line, learned from 200 leads, of which 90 won (45.0 %)
	// intercept -30: a lead without points wins with 26.1 %; every 20 points double the odds; at 30 points they are even
	//
	//   points  leads     won
	//      +60     80  75.0 %  Source: referral
	//
	// Source: referral: 60 points when lead.source == "referral"
	// AUC 0.742
}

// A team learns from every win and loss, and explains what it foresees.
func ExampleFrequencies() {
	f := calibrate.Frequencies{Stages: []string{"new", "proposal"}}
	var counts calibrate.Counts
	for _, p := range []calibrate.Past{
		{Team: "north", Won: true, Known: map[string]string{"source": "fair"}},
		{Team: "north", Won: true, Known: map[string]string{"source": "fair"}},
		{Team: "north", Stage: "new", Known: map[string]string{"source": "search"}},
		{Team: "north", Stage: "proposal", Known: map[string]string{"source": "fair"}},
	} {
		if err := f.Learn(&counts, p); err != nil {
			fmt.Println(err)
		}
	}
	lines := f.Explain(&counts, calibrate.Present{Team: "north", Stage: "proposal", Known: map[string]string{"source": "fair"}})
	for _, l := range lines {
		fmt.Printf("%-26s  %9s  %s\n", l.Rule, l.Points, l.Reason)
	}
	score := calibrate.Sum(lines)
	fmt.Printf("%s points: %.0f %%\n", score, 100*f.Probability(score))
	// Output:
	// how often the team north wins          0  2 won, 2 lost
	// stage: proposal             18.657716  2 won, 1 lost
	// source: fair                18.657716  2 won, 1 lost
	// 37.315432 points: 78 %
}
