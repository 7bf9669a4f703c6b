// Quickstart runs a whole contract between marketing and sales on the log of some 500 leads, and prints what a person wants to see: a summary, and one
// lead's story line by line. Both the contract and the log are embedded; -contract and -events take others.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // so that a machine without zones says the same

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead/diag"
)

// The exit statuses of the program.
const (
	exitOK     = 0
	exitFailed = 1 // what was to be written could not be
	exitInput  = 2 // a flag, the contract, the log or the lead's name is wrong
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options are the flags.
type options struct {
	contract, events, lead, at string
	json                       bool
}

const usage = `Quickstart runs a contract between marketing and sales on a log of events, and prints a summary
and the story of one lead.

usage: go run ./examples/quickstart [flags]

  -contract FILE[,FILE]  the contract, YAML or JSON, which may be split over files
                         (default: the contract of a car maker, embedded)
  -events FILE           the log of events (default: 500 leads over 150 days, embedded):
                           .jsonl, .ndjson, .json   JSON Lines, one event a line
                           .csv                     a header, then one event a row
                         each also compressed, with .gz behind
  -lead ID               the lead whose story is told (default: one that has lived through much)
  -at TIME               the instant at which all is seen: 2026-03-31T18:00:00+02:00, or 2026-03-31
                         for the end of that day in the contract's zone; what was learned later is
                         not read (default: the last event's)
  -json                  one JSON object with the same content, for programs: amounts as
                         "12.50 EUR", instants in RFC 3339 (inside ledger, promises and nurture in
                         Unix milliseconds)

A line of JSON Lines:
  {"at":"2026-03-02T09:00:00Z","id":"e1","lead":"L1","kind":"page_viewed",
   "time":"2026-03-02T08:59:58Z","props":{"path":"/prices"}}
at is when the event was learned, time when it happened; either stands for the other where it is
missing. lead is empty for what has none: a campaign's cost, the teams' meeting. about, automatic
and by are optional.

The columns of CSV have the same names: at, id, lead, about, kind, time, automatic, by; in any
order. Every other column is a property ("path", "amount"), and a column props holds properties as
a JSON object. An empty cell is a missing value; a list is written with commas.

Events are taken in the order in which they were learned. What is wrong with the input is reported
with file and line, all at once, and the exit status is 2.
`

// run is the program, as a function: what it prints depends on its arguments and the files they name alone.
func run(args []string, stdout, stderr io.Writer) int {
	o, err := parseFlags(args)
	if errors.Is(err, flag.ErrHelp) {
		return write(stdout, stderr, usage)
	}
	if err != nil {
		return refuse(stderr, err)
	}
	report, err := tell(o, stderr)
	if err != nil {
		return refuse(stderr, err)
	}
	if o.json {
		text, err := encode(report)
		if err != nil {
			fmt.Fprintln(stderr, err)
			return exitFailed
		}
		return write(stdout, stderr, text)
	}
	return write(stdout, stderr, report.String())
}

func write(stdout, stderr io.Writer, text string) int {
	if _, err := io.WriteString(stdout, text); err != nil {
		fmt.Fprintln(stderr, err)
		return exitFailed
	}
	return exitOK
}

// refuse prints what is wrong with the input. Findings about a contract come with the offending lines.
func refuse(stderr io.Writer, err error) int {
	var found diag.List
	if errors.As(err, &found) {
		fmt.Fprint(stderr, leadkit.Show(found))
	} else {
		fmt.Fprintln(stderr, err)
	}
	return exitInput
}

func parseFlags(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.contract, "contract", "", "")
	flags.StringVar(&o.events, "events", "", "")
	flags.StringVar(&o.lead, "lead", "", "")
	flags.StringVar(&o.at, "at", "", "")
	flags.BoolVar(&o.json, "json", false, "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return o, err
		}
		return o, fmt.Errorf("%w; -h lists the flags", err)
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("nothing is expected after the flags, but %q is there; -h lists the flags", strings.Join(flags.Args(), " "))
	}
	return o, nil
}

// tell reads the input, runs the contract over it, and gives what there is to say.
func tell(o options, stderr io.Writer) (*Report, error) {
	c, err := readContract(o.contract)
	if err != nil {
		return nil, err
	}
	fmt.Fprint(stderr, leadkit.Show(c.engine.Warnings()))
	until, err := c.parseTime(o.at)
	if err != nil {
		return nil, err
	}
	bar := newProgress(stderr)
	defer bar.done()
	log, err := readLog(o.events, c.engine, until, bar)
	if err != nil {
		return nil, err
	}
	if until.IsZero() {
		until = log.last()
	}
	w, err := replay(c, log, until, bar)
	if err != nil {
		return nil, err
	}
	bar.done()
	return w.report(o.lead)
}

// parseTime reads the flag -at. An empty text is the zero time.
func (c *contract) parseTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		day, wrong := time.ParseInLocation(time.DateOnly, text, c.zone)
		if wrong != nil {
			return t, fmt.Errorf("-at %q is no time: write 2026-03-31T18:00:00+02:00, or 2026-03-31 for the end of that day", text)
		}
		t = day.AddDate(0, 0, 1).Add(-time.Millisecond)
	}
	if t.Year() < 1971 || t.Year() > 9998 {
		return t, fmt.Errorf("-at %q lies outside of the years 1971 to 9998", text)
	}
	return t, nil
}
