package diag_test

import (
	"fmt"

	"github.com/leadkit/leadkit/lead/diag"
)

func Example() {
	var found diag.List
	found.Add(diag.Join("/scores", "fit", "target industry", "points"), "missing-points", "the rule gives no points", "write points: with a number")
	found.Unknown(diag.Join("/moves", "ripe", "to"), "stage", "mlq", []string{"mql", "sal"})
	fmt.Println(found.Err())
	// Output:
	// /moves/ripe/to: unknown stage "mlq"; did you mean "mql"?
	// /scores/fit/target industry/points: the rule gives no points; write points: with a number
}

func ExampleNear() {
	fmt.Println(diag.Near("industy", []string{"industry", "employees"}))
	// Output: industry
}
