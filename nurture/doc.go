// Package nurture decides what a lead that is not ready to buy receives next, and when it is ready.
//
// A [Plan] says it, as data:
//
//	programs:
//	  given back, not mature:
//	    enter: {when: 'stage == "nurturing" and lead.return_reason == "not_mature"'}
//	    streams:
//	      the problem:
//	        aim: problem
//	        every: 7d
//	        contents: [ten questions to ask]
//	        steps:
//	          hello:   {send: cost of stock}
//	          asks:    {for: white_paper_downloaded, at_most: 10 working days, else: fork}
//	          read:    {send: a day at the warehouse}
//	          fork:    {branch: {when: 'lead.next_project - now > "365d"', to: exit}}
//	      why us:       {aim: why_us, when: fit >= 20, every: 5 working days, contents: [how Bolt did it, comparison]}
//	      ready to buy: {aim: ready_to_buy, when: total >= 40, every: 3 working days, contents: [configurator, site visit]}
//	    exhausted: slow every 30d
//	    ready: {when: 'total >= 50 or lead.next_project - now < "60d"', upon: [demo_requested]}
//	    on_return: resume
//	contents:
//	  cost of stock: {channel: email, topic: stock}
//	  comparison:    {channel: post, persona: [buyer]}
//	at_most: [1 per day, 2 per week]
//	hours: office
//	their_hours: {zone: Europe/Paris, open: {mon-sat: ["08:00-20:00"]}, closed: [holidays FR]}
//	their_holidays: true
//	hold_out: 10%
//
// [Compile] checks it against the contract's schema and gives a [Planner]. [Planner.Apply] folds one event into the [State] of a lead, [Planner.Advance] does what
// has become due at an instant, and both give [Step] values: a content to send, a lead that is ready, with the reason. The package sends nothing itself.
//
// # Steps
//
// A stream may have a course: steps that send, wait for a time, for a date of the lead or for an event with a limit, branch, and lead on, back, or out of the program. A
// lead walks it once. Then it receives in the stream's rhythm what it has not had of all that the stream names, as it does from the beginning where there are no steps:
// what was withheld on the way, and what is added later. A step that no lead comes to, a loop in which time stands still, a wait without a limit, and a program that
// nobody leaves do not compile; and a lead goes back to an earlier step only while something is left that could be sent to it.
//
// # Never twice
//
// Contents belong to the plan, and a stream lists them by importance. When a stream's rhythm comes round, the lead receives the first one that it has not had, in
// this program or another, that suits it, and for which there is a basis for contact on its channel. So what is added on top later goes to everybody who has not had
// it. A content counts as received when it falls due. What becomes of a lead for which nothing is left is stated in each program.
// When another person answers for the lead, that person has had nothing; where the lead is in its programs stays.
//
// # Respect
//
// A content whose turn has come and for which no basis is on record is withheld, with the reason; the next one on a channel that is allowed goes instead. If there is
// none, that is said once, and the program is idle until a basis is recorded. Caps hold across programs, and count what was sent elsewhere as far as events
// content_sent tell; where they leave room for one content only, the first program has it. What would fall due outside of the plan's hours, or of those in which the
// person may be written to, on the clock where that person is and with the holidays that are kept there, moves to the next instant at which both
// are open. Contact rules ([Rules]) withhold what they forbid for good; what they forbid for now, be it by their hours, a limit that is used up or a refusal, waits for
// the very instant at which they let it go.
//
// # Ready
//
// A lead is ready as a condition becomes true, such as a score's threshold or a project's date that comes near, or upon an event by which it raises its hand.
// While sales has the lead, or an event such as a sale to a partner has frozen it, its programs stand still: nothing falls due, nothing but their ends is read. When it comes back, each resumes with the wait that remained,
// or restarts. A lead that may not be handed over again before a date is not said to be ready before it, unless it raises its hand.
//
// # What it is worth
//
// A [Report] counts steps by program and content: who entered, what was sent, who warmed, was handed over, was won, and who was handed over too early or too late. Of
// leads that are held out, chosen by their ids alone, it tells how many bought without any of this: [Report.Uplift] compares, with an interval.
//
// # Time
//
// Nothing here reads a clock or polls. [Planner.Due] gives the next instant at which something falls due, [Planner.Watched] the conditions whose change by time alone
// matters; between these instants, and those at which the temperature changes, Advance changes nothing.
package nurture
