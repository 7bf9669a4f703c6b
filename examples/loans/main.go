// Loans reads the public log of a bank's loan applications as leads, folds it through a contract, and reports how fast the bank answered.
//
//	go run ./examples/loans -log bpi2012_loan_applications.csv.gz [-by week] [-json | -diagram mermaid | -diagram dot]
//
// The log is the BPI Challenge 2012 (doi 10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f), flattened to one event a row.
// Every figure comes out of the library's rooms: the funnel counts, the promises measure.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

//go:embed contract.yaml
var contract []byte

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `loans needs the log of loan applications: -log bpi2012_loan_applications.csv.gz

The log is public: BPI Challenge 2012, doi 10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f. Flatten it to a CSV file, gzipped or not, with one
event a row and the columns case_id, activity, lifecycle, resource, timestamp, REG_DATE, AMOUNT_REQ; the rows of a case in their order.
`

func run(args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("loans", flag.ContinueOnError)
	flags.SetOutput(errs)
	log := flags.String("log", "", "the log, CSV or CSV compressed with gzip")
	asJSON := flags.Bool("json", false, "print one JSON object")
	diagram := flags.String("diagram", "", "print the lifecycle with what the log did: mermaid, or dot for Graphviz")
	by := flags.String("by", "month", "print figures by month or by week")
	if flags.Parse(args) != nil {
		return 2
	}
	if *diagram != "" && *diagram != "mermaid" && *diagram != "dot" {
		fmt.Fprintf(errs, "-diagram %q: write mermaid or dot\n", *diagram)
		return 2
	}
	if *by != "month" && *by != "week" {
		fmt.Fprintf(errs, "-by %q: write month or week\n", *by)
		return 2
	}
	if *log == "" {
		fmt.Fprint(errs, usage)
		return 2
	}
	debug.SetGCPercent(400) // a batch of a second: memory is cheaper here than collecting it
	report, err := read(*log, errs)
	if err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	switch {
	case *asJSON:
		err = report.writeJSON(out)
	case *diagram == "dot":
		_, err = io.WriteString(out, report.diagram.DOT(report.machine))
	case *diagram == "mermaid":
		_, err = io.WriteString(out, report.diagram.Mermaid(report.machine))
	default:
		report.write(out, *by == "week")
	}
	if err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	return 0
}
