package host_test

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/host"
	"github.com/leadkit/leadkit/lead"
)

const contract = `
promises:
  answer: {by: sales, from: handed_over, do: accepted or rejected, within: 24h}
routing:
  channels: {sales: {}}
  people:   {Ada: {team: sales, channels: sales}}
`

// A lead asks for a quote, is handed over and routed, and nobody answers: the timer fires at the first instant after the deadline.
func Example() {
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: []byte(contract)})
	if err != nil {
		fmt.Println(err)
		return
	}
	h := host.New(engine)
	h.Told = func(f leadkit.Effect) {
		if f.Kind != leadkit.Noted {
			fmt.Println(f.At.Time().Format("Mon 15:04:05.000"), f.Kind, f.Subject)
		}
	}
	monday := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	for i, kind := range []string{lead.Created, lead.QuoteRequested} {
		if err := h.Apply(lead.Event{ID: fmt.Sprint(i), Lead: "ann", Kind: kind, Time: monday}, monday); err != nil {
			fmt.Println(err)
		}
	}
	if err := h.Wake(monday.AddDate(0, 0, 7)); err != nil {
		fmt.Println(err)
	}
	fmt.Println(h.Records["ann"].Lead.Life.Owner, "has the lead")
	// Output:
	// Mon 09:00:00.000 stage changed inquiry
	// Mon 09:00:00.000 stage changed mql
	// Mon 09:00:00.000 handed over mql
	// Mon 09:00:00.000 routing asked handed over
	// Mon 09:00:00.000 assigned Ada
	// Mon 09:00:00.000 promise answer
	// Mon 09:00:00.000 promise answer
	// Tue 09:00:00.001 promise broken answer
	// Ada has the lead
}
