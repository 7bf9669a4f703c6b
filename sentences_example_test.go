package leadkit_test

import (
	"fmt"
	"strings"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/leadtest"
)

// What the two teams signed. Marketing hands over at 50 points: the line "ripe". Sales follows up by email and by phone within 24 hours: the line "follow up".
const signed = `
scores:
  interest:
    took a white paper: {each: white_paper_downloaded, points: 20}
    read the prices:    {each: page_viewed, when: 'event.path == "/prices"', points: 15}
moves:
  ripe:          {from: inquiry, to: mql, when: interest >= 50}
  raised a hand: {from: inquiry, to: mql, upon: quote_requested}
  accepted:      {from: mql, to: sal, upon: accepted}
  won:           {from: sal, to: customer, upon: won}
promises:
  follow up: {by: sales, from: handed_over, do: email and phone, within: 24h}
`

// The same two sentences as stories. Each expect asks the contract a question.
const stories = `
scenarios:
  marketing hands over at 50 points:
    steps:
      - white_paper_downloaded: {topic: costs}
      - {after: 1d, page_viewed: {path: /prices}}
      - expect: {interest: 35, stage: inquiry, not: [handed over]}
      - {after: 10m, page_viewed: {path: /prices}}
      - expect: {interest: 50, stage: mql, happens: [handed over]}

  sales follows up by email and by phone within 24 hours of the transmission:
    start: Friday 16:00
    steps:
      - quote_requested
      - expect: {happens: [handed over], promises: {follow up: pending}}
      - {after: 2h, contact_attempted: {channel: email, direction: outbound, outcome: reached}, by: Emma}
      - expect: {promises: {follow up: pending}}
      - {at: Saturday 15:59, contact_attempted: {channel: phone, direction: outbound, outcome: no_answer}, by: Emma}
      - expect: {promises: {follow up: kept}}

  an email alone is half of it:
    start: Friday 16:00
    steps:
      - quote_requested
      - {after: 2h, contact_attempted: {channel: email, direction: outbound, outcome: reached}, by: Emma}
      - wait: 1d
      - expect: {happens: ["promise broken: phone"], promises: {follow up: broken}}
`

// A contract is read aloud before it is signed, and every sentence of it is a story that go test plays.
func Example_twoSentences() {
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: []byte(signed)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Join(engine.Deadlines(), "\n"))
	results, err := leadtest.Check(engine, leadkit.File{Name: "stories.yaml", Data: []byte(stories)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range results {
		fmt.Print("\n", leadtest.Story(r))
	}
	// Output:
	// follow up: handed over Friday 16:00, due Saturday 16:00
	//
	// marketing hands over at 50 points (stories.yaml:3)
	//     Mon 2 Mar 09:00   +0s      lead_created
	//                                  stage changed: inquiry (need detected)
	//                                  noted: inquiry
	//                                white_paper_downloaded: topic costs
	//     Tue 3 Mar 09:00   +1d      page_viewed: path /prices
	//                                = as expected
	//     Tue 3 Mar 09:10   +1d10m   page_viewed: path /prices
	//                                  stage changed: mql (ripe)
	//                                  handed over: mql (ripe)
	//                                  noted: mql
	//                                  promise started: follow up (email and phone)
	//                                = as expected
	//
	// sales follows up by email and by phone within 24 hours of the transmission (stories.yaml:11)
	//     Fri 6 Mar 16:00   +0s      lead_created
	//                                  stage changed: inquiry (need detected)
	//                                  noted: inquiry
	//                                quote_requested
	//                                  stage changed: mql (raised a hand)
	//                                  handed over: mql (raised a hand)
	//                                  noted: mql
	//                                  promise started: follow up (email and phone)
	//                                = as expected
	//     Fri 6 Mar 18:00   +2h      contact_attempted: channel email, direction outbound, outcome reached
	//                                = as expected
	//     Sat 7 Mar 15:59   +23h59m  contact_attempted: channel phone, direction outbound, outcome no_answer
	//                                  promise kept: follow up
	//                                = as expected
	//
	// an email alone is half of it (stories.yaml:21)
	//     Fri 6 Mar 16:00   +0s      lead_created
	//                                  stage changed: inquiry (need detected)
	//                                  noted: inquiry
	//                                quote_requested
	//                                  stage changed: mql (raised a hand)
	//                                  handed over: mql (raised a hand)
	//                                  noted: mql
	//                                  promise started: follow up (email and phone)
	//     Fri 6 Mar 18:00   +2h      contact_attempted: channel email, direction outbound, outcome reached
	//     Sat 7 Mar 16:00   +1d1ms     promise broken: follow up (phone)
	//     Sat 7 Mar 18:00   +1d2h    = as expected
}
