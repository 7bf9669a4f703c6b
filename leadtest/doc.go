// Package leadtest is a contract's own unit tests, for `go test`: stories of single leads, in YAML, with names that are sentences.
//
//	scenarios:
//	  marketing hands over at 50 points:
//	    lead: {industry: logistics, fleet: 120}
//	    steps:
//	      - expect: {stage: inquiry, fit: 35}
//	      - {after: 2h, white_paper_downloaded: {topic: costs}}
//	      - {at: Friday 16:00, email_clicked: {topic: costs}, automatic: true}
//	      - expect: nothing happens
//	      - {at: +5d, event_attended: {event: fleet days}}
//	      - expect: {stage: mql, total: at least 50, happens: [handed over]}
//
// A test runs all of them, each as a subtest:
//
//	func TestContract(t *testing.T) {
//		leadtest.Run(t, engine, leadkit.File{Name: "scenarios.yaml", Data: data})
//	}
//
// [Check] gives the same as data, and [Text] prints one [Result].
//
// # Scenarios
//
// A scenario begins at its start (none: Monday 2 March 2026, 09:00) in the zone of the contract's default calendar, with a lead_created that carries what stands
// under lead. Then its steps follow, in order. A step is a time, an event and an expectation, each of which may be left out:
//
//   - after or wait: "2h", "3 working hours", "1 working day" after the step before; at: "Friday 16:00" or "16:00", when a clock shows it next, "+3d" after the
//     start, a date, or RFC 3339
//   - the event: its kind with its properties, `quote_requested: {amount: 24000}` or alone, `- accepted`; a date among them may be "+90d" after the event.
//     Beside it stand automatic: true, by: who did it, heard: "2d later" when the host learns of it only then, and id, to tell an event twice
//   - expect: what must be true at that instant
//
// Between the steps time passes as in a host that wakes the engine whenever it asks for that. What the engine asks to be routed is answered at once by the
// contract's routing, on a desk of the scenario's own; `route: none` leaves it open.
//
// # Expectations
//
//	stage, temperature, owner   as they are called; owner: nobody
//	cycle                       2 when the lead has come back once
//	<score>                     52, as exact as it is written; at least 50, at most 0, unscored
//	happens                     effects since the last expectation, [handed over, "promise broken: follow up"], or nothing
//	not                         effects that may not have happened since then
//	promises                    {follow up: pending}
//	next                        never, in 3h, at Friday 16:00: when the engine wants to be woken, to the millisecond
//
// An effect may name what it is about, or words of its reason: "refused: requires a report". `expect: nothing happens` says that there was no effect at all.
//
// # A failure
//
// A failure tells the whole story, with all that was decided and why, and marks what is not as expected:
//
//	marketing hands over at 50 points (scenarios.yaml:4)
//	    Mon 2 Mar 09:00   +0s      lead_created: industry logistics, fleet 120
//	                                 stage changed: inquiry (need detected)
//	                                 noted: inquiry
//	                                 temperature changed: cold (was unscored)
//	    Mon 2 Mar 11:00   +2h      white_paper_downloaded: topic costs
//	                                 temperature changed: warm (was cold)
//	  !                            stage: expected mql
//	  !                                   got inquiry
//	  !                            total: expected at least 50
//	  !                                   got 45
//	  !                                   because fit 35: target industry +20, a real fleet +15; interest 10: took a white paper +10
//
// What the contract does not know is found before anything is played, at its line and column and with the near name: a misspelt event would
// otherwise make a test that passes for the wrong reason. A scenario that expects nothing is an error, as is a file without scenarios.
package leadtest
