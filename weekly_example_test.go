package leadkit_test

import (
	"fmt"
	"log"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
)

// What the two teams look at on Monday: the week that is over.
func ExampleEngine_Weekly() {
	engine, err := leadkit.Load(leadkit.File{Name: "c.yaml", Data: []byte(`
currency: EUR
calendars: {default: {zone: Europe/Paris, open: {mon-fri: ["09:00-18:00"]}}}
moves:
  hand:     {from: inquiry, to: mql, upon: quote_requested}
  accepted: {from: mql, to: sal, upon: accepted}
  won:      {from: [mql, sal], to: customer, upon: won}
routing:
  channels: {inside: {}}
  people: {Ada: {team: north, channels: inside}, Ben: {team: south, channels: inside}}
promises:
  answer: {by: sales, from: handed_over, do: accepted or rejected, within: 4 working hours}
funnel:
  zone: Europe/Paris
  steps: {inquiry: , mql: , sal: , customer: }
`)})
	if err != nil {
		log.Fatal(err)
	}
	var book leadkit.Book
	position := int64(0)
	post := func(effects []leadkit.Effect, err error) {
		if err == nil {
			position++
			err = engine.Post(&book, "all", position, effects)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	thursday := time.Date(2026, time.December, 31, 9, 0, 0, 0, time.UTC)
	for i, answer := range []string{lead.Accepted, lead.Won, lead.Rejected, ""} {
		var record leadkit.Record
		owner, team := []string{"Ada", "Ben"}[i%2], []string{"north", "south"}[i%2]
		tell := func(kind string, after time.Duration, props map[string]any) {
			at := thursday.Add(after)
			post(engine.Apply(&record, lead.Event{ID: kind, Lead: fmt.Sprint("L", i), Kind: kind, Time: at, By: owner, Props: props}, at))
		}
		tell(lead.Created, 0, map[string]any{"cost": 25.0})
		tell(lead.QuoteRequested, time.Hour, nil)
		tell(lead.Assigned, 2*time.Hour, map[string]any{"owner": owner, "team": team})
		switch answer {
		case lead.Accepted:
			tell(answer, 3*time.Hour, nil)
		case lead.Rejected:
			tell(answer, 3*time.Hour, map[string]any{"reason": "misrouted", "note": "not ours"})
		case lead.Won:
			tell(answer, 72*time.Hour, nil) // on Sunday, of the next year and the same week
		}
		post(engine.Advance(&record, thursday.AddDate(0, 0, 5)))
	}
	fmt.Print(engine.Weekly(&book, engine.Funnel().Week(lead.At(thursday))))
	// Output:
	// 2026-W53, from Monday 28 December 2026: 4 leads came, 3 of them are open, 1 won, 0 lost
	//                reached  week before  of those that came  median to there
	//    inquiry           4            0               100 %               0s
	//        mql           4            0               100 %               1h
	//        sal           1            0                25 %               3h
	//   customer           1            0                25 %               3d
	//        won           1            0
	//       lost           0            0
	//      spent  100.00 EUR            -
	//     a lead   25.00 EUR
	//
	//       team  inquiry  mql  sal  customer  given back
	//   (nobody)        4    4    0         0           0
	//      north        0    0    1         0           1
	//      south        0    0    0         1           0
	//
	//   promise  kept  late  broken  open  kept in time
	//    answer     2     0       2     0          50 %
	//     north     2     0       0     0         100 %
	//     south     0     0       2     0           0 %
}
