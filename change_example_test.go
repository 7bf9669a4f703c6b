package leadkit_test

import (
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
)

// Before a changed contract is signed, both sides see in what it differs, and what it would have made of last month.
func ExampleCompare() {
	load := func(text string) *leadkit.Engine {
		engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: []byte(text)})
		if err != nil {
			log.Fatal(err)
		}
		return engine
	}
	was, is := load(small), load(strings.Replace(small, "interest >= 50", "interest >= 25", 1))
	for _, difference := range leadkit.Diff(was, is) {
		fmt.Println(difference)
	}
	var recorded []leadkit.Logged // the host's log
	monday := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	for i, who := range []string{"L1", "L2", "L1"} {
		at := monday.Add(time.Duration(i) * time.Hour)
		if i < 2 {
			recorded = append(recorded, leadkit.Logged{At: at, Event: lead.Event{ID: who, Lead: who, Kind: lead.Created, Time: at}})
		}
		view := lead.Event{ID: fmt.Sprint("view ", i), Lead: who, Kind: "page_viewed", Time: at, Props: map[string]any{"path": "/prices"}}
		recorded = append(recorded, leadkit.Logged{At: at, Event: view})
	}
	backtest, err := leadkit.Compare(recorded, monday.AddDate(0, 0, 7), was, is)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(backtest)
	// Output:
	// moves, ripe, when: threshold 50 → 25
	// handed over 1 → 2
	// follow up: started 1 → 2
	// follow up: broken 1 → 2
	// another course for 2 of 2 leads
}

// A record goes over to a changed contract when the host says so; until then that one refuses it.
func ExampleEngine_Move() {
	was, err := leadkit.Load(leadkit.File{Name: "was.yaml", Data: []byte(small)})
	if err != nil {
		log.Fatal(err)
	}
	is, err := leadkit.Load(leadkit.File{Name: "is.yaml", Data: []byte(strings.Replace(small, "interest >= 50", "interest >= 25", 1))})
	if err != nil {
		log.Fatal(err)
	}
	var record leadkit.Record
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	for id, kind := range []string{lead.Created, "page_viewed"} {
		event := lead.Event{ID: fmt.Sprint(id), Lead: "L1", Kind: kind, Time: now}
		if kind == "page_viewed" {
			event.Props = map[string]any{"path": "/prices"}
		}
		if _, err := was.Apply(&record, event, now); err != nil {
			log.Fatal(err)
		}
	}
	_, err = is.Advance(&record, now)
	fmt.Println(err)
	effects, err := is.Move(&record, was, now, leadkit.KeepPromises)
	if err != nil {
		log.Fatal(err)
	}
	for _, effect := range effects[1:3] { // the first says what became of the rules
		fmt.Println(effect.Kind, effect.Subject, "by", effect.Reason)
	}
	// Output:
	// the record belongs to another contract
	// stage changed mql by ripe
	// handed over mql by ripe
}
