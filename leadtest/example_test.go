package leadtest_test

import (
	"fmt"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/leadtest"
)

// A failure is the lead's whole story, with what is not as expected marked.
func ExampleCheck() {
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: []byte(contract)})
	if err != nil {
		fmt.Println(err)
		return
	}
	results, err := leadtest.Check(engine, leadkit.File{Name: "scenarios.yaml", Data: []byte(`
scenarios:
  two pages are enough:
    lead: {fleet: 25}
    steps:
      - {after: 2h, page_viewed: {path: /prices}}
      - {after: 1h, page_viewed: {path: /prices}, automatic: true}
      - expect: {stage: mql, total: at least 50}
`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range results {
		fmt.Print(leadtest.Text(r))
	}
	// Output:
	// two pages are enough (scenarios.yaml:3)
	//     Mon 2 Mar 09:00   +0s      lead_created: fleet 25
	//                                  stage changed: inquiry (need detected)
	//                                  noted: inquiry
	//                                  temperature changed: warm (was unscored)
	//     Mon 2 Mar 11:00   +2h      page_viewed: path /prices
	//     Mon 2 Mar 12:00   +3h      page_viewed: path /prices (automatic)
	//   !                            stage: expected mql
	//   !                                   got inquiry
	//   !                            total: expected at least 50
	//   !                                   got 40
	//   !                                   because fit 30: a fleet +30; interest 10: read a page +10
}
