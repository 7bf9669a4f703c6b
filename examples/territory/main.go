// Territory lives one year of 20,000 leads over 40 people in five countries under four strategies, and prints it as a sales director would: who got how much of what, how soon
// they answered, what came of it, and what partners and buyers paid for the rest.
//
//	go run ./examples/territory
//	go run ./examples/territory -leads 2000
//
// The leads, and how each of them would turn out with each person, are the same under all strategies; so are the contract and the engine, but for the line that
// names the strategy, and the quotas of a batch. Nothing is drawn by chance that is not worked out from the lead's number.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("territory", flag.ContinueOnError)
	flags.SetOutput(errs)
	leads := flags.Int("leads", 20_000, "how many leads come in the year")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *leads < 1 || *leads > 200_000 {
		fmt.Fprintln(errs, "-leads: between 1 and 200000")
		return 2
	}
	var years []*year
	for _, s := range strategies {
		y, err := live(s, *leads)
		if err != nil {
			fmt.Fprintln(errs, err)
			return 1
		}
		years = append(years, y)
	}
	report(out, years)
	return 0
}
