package leadkit_test

import (
	"fmt"
	"log"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
)

const small = `
contract: small
scores:
  interest:
    decay: half-life 14d
    read the prices: {each: page_viewed, when: 'event.path startsWith "/prices"', points: 30}
moves:
  ripe:     {from: inquiry, to: mql, when: interest >= 50}
  accepted: {from: mql, to: sal, upon: accepted}
  won:      {from: sal, to: customer, upon: won}
promises:
  follow up: {by: sales, from: handed_over, do: email and phone, within: 24h}
`

func Example() {
	engine, err := leadkit.Load(leadkit.File{Name: "small.yaml", Data: []byte(small)})
	if err != nil {
		log.Fatal(err) // every finding, at its line and column
	}
	var record leadkit.Record // one for each lead: you store it
	friday := time.Date(2026, time.March, 6, 15, 0, 0, 0, time.UTC)
	for i, kind := range []string{"lead_created", "page_viewed", "page_viewed"} {
		now := friday.Add(time.Duration(i) * 10 * time.Minute)
		event := lead.Event{ID: fmt.Sprint("e", i), Lead: "L1", Kind: kind, Time: now}
		if kind == "page_viewed" {
			event.Props = map[string]any{"path": "/prices"}
		}
		effects, err := engine.Apply(&record, event, now) // commit the record and the effects together
		if err != nil {
			log.Fatal(err)
		}
		for _, effect := range effects {
			fmt.Println(effect.Kind, effect.Subject)
		}
	}
	next, _ := engine.Next(&record) // set one timer; then engine.Advance(&record, next)
	fmt.Println("next at", next.Format("Mon 15:04:05.000"))
	// Output:
	// stage changed inquiry
	// noted inquiry
	// stage changed mql
	// handed over mql
	// noted mql
	// promise follow up
	// next at Sat 15:20:00.001
}

// The same contract can be a Go literal.
func ExampleCompile() {
	engine, err := leadkit.Compile(&leadkit.Contract{
		Lifecycle: lead.Lifecycle{Moves: append(lead.DefaultLifecycle().Moves,
			lead.Move{Name: "not ready yet", From: []string{"inquiry"}, To: "nurturing", After: 7 * lead.Day})},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var record leadkit.Record
	begin := time.Date(2026, time.March, 6, 15, 0, 0, 0, time.UTC)
	_, err = engine.Apply(&record, lead.Event{ID: "e1", Lead: "L1", Kind: lead.Created, Time: begin}, begin)
	if err != nil {
		fmt.Println(err)
	}
	effects, _ := engine.Advance(&record, begin.AddDate(0, 0, 10)) // three days late: the effect bears the instant it fell due
	for _, effect := range effects {
		fmt.Println(effect.At, effect.Kind, effect.Subject, "by", effect.Reason)
	}
	// Output:
	// 2026-03-13T15:00:00.000Z stage changed nurturing by not ready yet
}

// A condition that is watched may add scores up, subtract and compare them: the engine foresees when the sum crosses, as it does for one score.
func ExampleEngine_Next() {
	engine, err := leadkit.Load(leadkit.File{Name: "sums.yaml", Data: []byte(`
contract: sums
scores:
  fit:
    size:  {when: lead.employees > 100, points: 20}
  interest:
    decay: half-life 14d
    opened a campaign: {each: email_opened, points: 40}
stages:
  new:  {owner: marketing, meaning: somebody has shown interest}
  mql:  {owner: marketing, meaning: ready for sales}
entries:
  came in: {upon: lead_created, to: new}
moves:
  ripe:     {from: new, to: mql, when: fit + interest >= 50}
  cooled:   {from: mql, to: new, when: fit > interest and fit + interest < 45}
`)})
	if err != nil {
		log.Fatal(err)
	}
	var record leadkit.Record
	monday := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	for i, kind := range []string{"lead_created", "profile_updated", "email_opened"} {
		event := lead.Event{ID: fmt.Sprint("e", i), Lead: "L1", Kind: kind, Time: monday}
		if kind == "profile_updated" {
			event.Props = map[string]any{"employees": 250}
		}
		if _, err := engine.Apply(&record, event, monday); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(record.Lead.Life.Stage)
	next, _ := engine.Next(&record) // interest halves in 14 days: then it is no more than fit, and both are below 45
	effects, _ := engine.Advance(&record, next)
	fmt.Println(effects[0].At, effects[0].Kind, effects[0].Subject, "by", effects[0].Reason)
	// Output:
	// mql
	// 2026-03-16T09:00:00.044Z stage changed new by cooled
}
