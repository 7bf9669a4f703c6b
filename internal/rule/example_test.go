package rule_test

import (
	"fmt"

	"github.com/leadkit/leadkit/internal/rule"
	"github.com/leadkit/leadkit/lead/diag"
)

func scope() *rule.Scope {
	s := rule.NewScope()
	s.Declare(rule.Name{Name: "lead.industry", Type: rule.Text, Slot: rule.Slot{Bank: 0, Index: 0}, Known: []string{"retail", "logistics", "steel"}})
	s.Declare(rule.Name{Name: "lead.employees", Type: rule.Number, Slot: rule.Slot{Bank: 0, Index: 1}})
	s.Declare(rule.Name{Name: "fit", Type: rule.Number, Slot: rule.Slot{Bank: 1, Index: 0}, Varies: true})
	return s
}

func Example() {
	p, found := rule.Compile(`lead.industry in ["retail", "logistics"] and lead.employees >= 50`, scope(), rule.Condition)
	fmt.Println(len(found), p)

	var env rule.Env
	env.Bank[0] = []rule.Value{{Type: rule.Text, Text: "logistics"}, {Type: rule.Number, Num: 120}}
	fmt.Println(p.True(&env))

	env.Bank[0][1] = rule.Value{} // nobody knows how many they are
	fmt.Println(p.True(&env))
	// Output:
	// 0 lead.industry in ["logistics", "retail"] and lead.employees >= 50
	// true
	// false
}

func ExampleCompile_findings() {
	_, found := rule.Compile(`lead.industy == "retail" and lead.employees > "50" or lead.industry == "steal"`, scope(), rule.Condition)
	fmt.Println(found)
	// Output:
	// [0:12]: unknown name "lead.industy"; did you mean "lead.industry"?
	// [29:50]: ">" compares a number and a text; a number, true and false stand without quotes
	// [71:78]: lead.industry is never "steal"; did you mean "steel"?
}

func ExampleProgram_Over() {
	p, _ := rule.Compile(`fit >= 50`, scope(), rule.Standing)
	for _, ends := range [][2]float64{{60, 70}, {40, 60}, {10, 40}} {
		var span rule.Env
		span.Bank[1] = []rule.Value{{Type: rule.Number, Num: ends[0]}}
		span.Upper[1] = []rule.Value{{Type: rule.Number, Num: ends[1]}}
		fmt.Println(p.Over(&span) == rule.Yes, p.Over(&span) == rule.No)
	}
	// Output:
	// true false
	// false false
	// false true
}

func ExampleScope_Resolve() {
	s := scope()
	s.Resolve(func(c rule.Call) (rule.Name, *diag.Finding) {
		if c.Kind != "page_viewed" {
			return rule.Name{}, &diag.Finding{Place: diag.Place{Path: "kind"}, Code: "unknown-event", Summary: "unknown event " + c.Kind, Near: "page_viewed"}
		}
		fmt.Println("keep", c.Limit, "instants of", c)
		return rule.Name{Type: rule.Number, Slot: rule.Slot{Bank: 2}, Varies: c.Within > 0}, nil
	})
	p, _ := rule.Compile(`count("page_viewed", "7d") >= 3`, s, rule.Standing)
	fmt.Println(p.Names(), p.Varies())
	_, found := rule.Compile(`count("pageviewed") >= 3`, s, rule.Standing)
	fmt.Println(found)
	// Output:
	// keep 3 instants of count("page_viewed", "7d")
	// [count("page_viewed", "7d")] true
	// [6:18]: unknown event pageviewed; did you mean "page_viewed"?
}
