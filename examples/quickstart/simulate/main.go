// Simulate makes up the event log of the quickstart: people who become leads of the sample contract, and a sales team that answers them, well or badly.
// It runs the contract itself, because what sales does depends on when it is handed a lead. The same seed gives the same log.
package main

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/leadkit/leadkit/examples/quickstart/sample"
)

func main() {
	out := flag.String("o", "events.jsonl.gz", "the file to write")
	seed := flag.Uint64("seed", 2026, "the seed")
	leads := flag.Int("leads", 500, "how many people")
	contract := flag.String("contract", "contract.yaml", "the contract to run")
	flag.Parse()
	if err := run(*out, *contract, *seed, *leads); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(out, contract string, seed uint64, leads int) error {
	text, err := os.ReadFile(contract)
	if err != nil {
		return err
	}
	w, err := newWorld(text, seed)
	if err != nil {
		return err
	}
	log, err := w.live(leads)
	if err != nil {
		return err
	}
	return write(out, log)
}

func write(name string, log []sample.Entry) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	zip, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(zip)
	for _, e := range log {
		if err := lines.Encode(e); err != nil {
			return err
		}
	}
	if err := zip.Close(); err != nil {
		return err
	}
	return f.Close()
}
