// Package nurture decides what a lead that is not ready to buy receives next, and when it is ready.
//
// A [Plan] says it, as data:
//
//	programs:
//	  given back, not mature:
//	    enter: {when: 'stage == "nurturing" and lead.return_reason == "not_mature"'}
//	    streams:
//	      the problem:  {aim: problem, every: 7d, contents: [cost of stock, a day at the warehouse]}
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
//
// [Compile] checks it against the contract's schema and gives a [Planner]. [Planner.Apply] folds one event into the [State] of a lead, [Planner.Advance] does what
// has become due at an instant, and both give [Step] values: a content to send, a lead that is ready, with the reason. The package sends nothing itself.
//
// # Never twice
//
// Contents belong to the plan, and a stream lists them by importance. When a stream's rhythm comes round, the lead receives the first one that it has not had, in
// this program or another, that suits it, and for which there is a basis for contact on its channel. So what is added on top later goes to everybody who has not had
// it. A content counts as received when it falls due. What becomes of a lead for which nothing is left is stated in each program.
//
// # Respect
//
// A content whose turn has come and for which no basis is on record is withheld, with the reason; the next one on a channel that is allowed goes instead. If there is
// none, that is said once, and the program is idle until a basis is recorded. Caps hold across programs, and count what was sent elsewhere as far as events
// content_sent tell; where they leave room for one content only, the first program has it. What would fall due outside of the plan's hours moves to the next opening.
//
// # Ready
//
// A lead is ready as a condition becomes true, such as a score's threshold or a project's date that comes near, or upon an event by which it raises its hand.
// While sales has the lead, its programs are paused: nothing falls due, nothing but their ends is read. When it comes back, each resumes with the wait that remained,
// or restarts. A lead that may not be handed over again before a date is not said to be ready before it, unless it raises its hand.
//
// # Time
//
// Nothing here reads a clock or polls. [Planner.Due] gives the next instant at which something falls due, [Planner.Watched] the conditions whose change by time alone
// matters; between these instants Advance changes nothing.
package nurture
