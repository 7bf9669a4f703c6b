// Calibrate learns a points card from past leads in a CSV file, says how good it is, and writes it as a contract.
//
//	go run ./examples/calibrate -leads leads.csv.gz -outcome Converted [-test later.csv.gz] [-drop COLUMN,…] [-contract card.yaml] [-json]
//
// The file has a header, a row for each lead and a column with the outcome: 1 or 0, yes or no, true or false, won or lost; or whatever -won says is a win,
// all else being none. Leads whose outcome is missing are left out. Between the cells are commas, semicolons (and then decimal commas, too), tabs or bars,
// or what a first line sep= says; the file may be compressed with gzip. A cell is missing when it is empty or "Select", what a form says where nothing was
// chosen; -missing says otherwise.
//
// A column that was written when the outcome was known makes a card look good and be worthless: name it with -drop. Columns that look like it are
// warned about, and columns in which no two leads are equal are taken for identifiers. Of the public X Education leads it is known of eight
// columns, which are left out by name unless -keep names them: Tags, Lead Quality, Lead Profile, Last Notable Activity, and the four Asymmetrique
// columns, the scores and indices of another product. Where both of its scores are there, the report compares the card with their sum.
package main

import (
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/leadkit/leadkit/scoring/calibrate"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// late are the columns of the X Education leads that were written during or after the outcome, or by another product.
var late = []string{
	"Tags", "Lead Quality", "Lead Profile", "Last Notable Activity",
	"Asymmetrique Activity Index", "Asymmetrique Profile Index", "Asymmetrique Activity Score", "Asymmetrique Profile Score",
}

const usage = `calibrate learns a points card from past leads: -leads leads.csv.gz -outcome COLUMN

Leave out columns that were not known when the leads were scored: -drop COLUMN,… Of the public X Education leads these are left out by name, unless -keep names them:
`

// settings are the command line.
type settings struct {
	leads, test, outcome, id, contract string
	drop, keep, missing, won           list
	asJSON                             bool
	calibrate.Options
}

// list is a flag of names with commas between them, in quotes where a name has a comma. Given twice, it has the names of both.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(text string) error {
	in := csv.NewReader(strings.NewReader(text))
	in.TrimLeadingSpace = true
	names, err := in.Read()
	if err != nil && err != io.EOF {
		return err
	}
	for _, name := range names {
		if name = strings.TrimSpace(name); name != "" {
			*l = append(*l, name)
		}
	}
	return nil
}

func parse(args []string, errs io.Writer) (*settings, bool) {
	s := &settings{}
	flags := flag.NewFlagSet("calibrate", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Usage = func() {
		fmt.Fprintf(errs, "%s%s.\n\n", usage, strings.Join(late, ", "))
		flags.PrintDefaults()
	}
	flags.StringVar(&s.leads, "leads", "", "past leads, CSV or CSV compressed with gzip")
	flags.StringVar(&s.outcome, "outcome", "", "the column with the outcome")
	flags.StringVar(&s.test, "test", "", "leads to score that nothing is learned from")
	flags.StringVar(&s.id, "id", "", "the column that names the leads, of which rows with one name are foretold together (default: the first in which all values differ)")
	flags.StringVar(&s.contract, "contract", "", "where to write the card as a contract in YAML; - is standard output")
	flags.Var(&s.drop, "drop", "columns to leave out, besides those known to be late")
	flags.Var(&s.keep, "keep", "columns that are facts, although their names are known to be late or no two leads are equal in them")
	flags.Var(&s.missing, "missing", "cells that mean nothing is known, besides empty ones (default Select)")
	flags.Var(&s.won, "won", "cells of the outcome that are a win; all others are none")
	flags.Var((*list)(&s.Rising), "rising", "columns of numbers whose points may only rise")
	flags.Var((*list)(&s.Falling), "falling", "columns of numbers whose points may only fall")
	flags.IntVar(&s.Lines, "lines", 30, "the most lines the card may have")
	flags.IntVar(&s.Folds, "folds", 5, "into how many parts cross-validation cuts the leads")
	flags.Uint64Var(&s.Seed, "seed", 0, "which lead is in which part")
	flags.BoolVar(&s.asJSON, "json", false, "print one JSON object")
	if flags.Parse(args) != nil {
		return nil, false
	}
	if !given(flags, "missing") {
		s.missing = list{"Select"}
	}
	if s.leads == "" || s.outcome == "" || flags.NArg() > 0 {
		flags.Usage()
		return nil, false
	}
	return s, true
}

// given tells whether a flag was set.
func given(flags *flag.FlagSet, name string) (is bool) {
	flags.Visit(func(f *flag.Flag) { is = is || f.Name == name })
	return is
}

func run(args []string, out, errs io.Writer) int {
	s, ok := parse(args, errs)
	if !ok {
		return 2
	}
	r, err := learn(s)
	if err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	if err := r.print(s, out); err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	return 0
}

func (r *result) print(s *settings, out io.Writer) error {
	switch {
	case s.contract == "-" && !s.asJSON:
		_, err := out.Write(r.yaml)
		return err
	case s.contract != "" && s.contract != "-":
		if err := os.WriteFile(s.contract, r.yaml, 0o644); err != nil {
			return err
		}
	}
	if s.asJSON {
		return r.writeJSON(out)
	}
	return r.write(out)
}
