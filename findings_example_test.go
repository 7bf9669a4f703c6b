package leadkit_test

import (
	"errors"
	"fmt"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead/diag"
)

// All that is wrong comes at once, each finding with its line, what is wrong in it, and what would be right.
func ExampleLoad_findings() {
	_, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: []byte(`
lead: {attributes: {fleet: number}}
scores:
  fit:
    big fleet: {when: 'lead.flet >= 20', points: 15}
    retail:    {when: 'lead.industry == "retail"', pionts: 20}
moves:
  ripe: {from: inquiry, to: mlq, when: total >= 30}
`)})
	var found diag.List
	if errors.As(err, &found) {
		fmt.Print(leadkit.Show(found))
	}
	// Output:
	// contract.yaml:5:24: unknown name "lead.flet"; did you mean "lead.fleet"?
	//         big fleet: {when: 'lead.flet >= 20', points: 15}
	//                            ^^^^^^^^^
	//
	// contract.yaml:6:52: unknown key "pionts"; did you mean "points"?
	//         retail:    {when: 'lead.industry == "retail"', pionts: 20}
	//                                                        ^^^^^^
	//
	// contract.yaml:8:29: unknown stage "mlq"; did you mean "mql"?
	//       ripe: {from: inquiry, to: mlq, when: total >= 30}
	//                                 ^^^
}

// The contract answers with an example of each promise, so that both sides see what they sign.
func ExampleEngine_Deadlines() {
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: []byte(`
calendars:
  default: {zone: Europe/Paris, open: {mon-fri: ["09:00-12:30", "14:00-18:00"]}}
promises:
  accept or reject: {by: sales, from: handed_over, do: accepted or rejected, within: 4 working hours}
  follow up:        {by: sales, from: handed_over, do: email and phone, within: 24h}
  volume:           {by: marketing, every: month, deliver: 120 mql, of_which: 75% accepted}
`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range engine.Deadlines() {
		fmt.Println(line)
	}
	fmt.Println("alone:", engine.Terms().Example("follow up"))
	// Output:
	// accept or reject: handed over Friday 16:00, due Monday 11:00
	// follow up: handed over Friday 16:00, due Saturday 16:00
	// volume: 120 mql handed over from 1 November 2026 to 30 November 2026, 75% accepted
	// alone: handed over Friday 16:00, due Saturday 16:00
}
