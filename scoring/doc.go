// Package scoring says what a lead is worth now, and why.
//
// A [Model] has scores made of rules. A rule gives points at each event of a kind, as long as the lead is something, or while it is silent:
//
//	scores:
//	  fit:
//	    target industry:  {when: 'lead.industry in ["retail", "logistics"]', points: 30}
//	  interest:
//	    decay: half-life 14d
//	    min: 0
//	    opened a campaign:  {each: email_opened, points: 2, at_most: 3 per day}
//	    read the prices:    {each: page_viewed, when: 'event.path startsWith "/pricing"', points: 10}
//	    wants a quote:      {each: quote_requested, worth: event.amount / 1000, at_least: 5, up_to: 40, once: true}
//	    saw a film:         {each: video_watched, points: 8, diminishing: 50% per day, decay: linear 60d, group: content}
//	    read of us:         {each: page_viewed, points: 1, decay: window 30d, group: content}
//	    groups:             {content: {max: 30}}
//	    went silent:        {after: 30d of silence, points: -15, again: every 30d, times: 3, down_to: 0}
//	  trucks:
//	    for: {market: B2B}
//	    about: trucks
//	    read of trucks:     {each: page_viewed, worth: 10 * event.closeness, decay: 20% off every 7d}
//	  total: fit + interest
//	  temperature: {of: total, hot: 70, warm: 40, else: cold}
//	  grid: {letters: {of: fit, A: 30, else: B}, digits: {of: interest, 1: 40, 2: 10, else: 3}}
//
// [Compile] checks it and gives a [Scorer]. [Scorer.Apply] folds an event into a [State] at a cost that does not depend on the history, [Scorer.Fold] a log of many
// leads; [Scorer.Refit] finds out anew what the lead is.
// [Scorer.Score], [Scorer.Temperature] and [Scorer.Explain] read the state at any instant and change nothing. [Scorer.Over] bounds a score over a span of time and
// [Scorer.Next] finds the exact millisecond at which it crosses a threshold by itself.
//
// # What it answers
//
//   - Why: [Scorer.Explain] has a line for each rule, and [Scorer.Trace] one for each event of a history that is replayed.
//   - What then: [Scorer.Outlook], [Scorer.Heat] and [Scorer.Prospect] tell how far it is to a threshold or a condition, and which single events would be enough.
//   - How it moves: change("interest", "30d") in a condition, remembered as a [Past].
//   - What people say: a score set by hand and a frozen one stand in place of the machine's, which goes on: [Override], [Scorer.Hands]. What is frozen unscored stays so: [Scorer.Due].
//   - Who is behind it: [Scorer.Company] adds up the people of a company, and who of a buying group is missing: [Account].
//   - Whether the rules are right: [Scorer.Review] sets beside each rule what became of the leads that it helped to hand over.
//   - What a changed model makes of it: [Scorer.Move] takes a state over, [Scorer.Merge] joins two of one person.
//
// # Exact numbers
//
// Points are integers, in millionths. No floating-point number is in the state or in its evaluation, so order of arrival, merging, ticks and processor make no difference to a bit.
//
// A point given at t is worth 2^(-(T-t)/h) at T, h being the half-life. Time is cut, from 1970 on, into epochs of 32 half-lives. A rule keeps, for the newest epoch
// in which it gave and for the one before it, a sum of 128 bits: each event adds its points times 2^((t-L)/h), L being the beginning of its epoch, rounded to 2^-16 of a millionth.
// An event older than those epochs, thus by more than 32 half-lives than another of the same rule, adds nothing: of 4,294 points less than a millionth of one is left by then. The same
// holds among the rules of a score that have one half-life: their sums are added up and read as one number.
//
// Powers of two come from two tables of 256 integers of 64 bits and a polynomial, with a relative error below 2^-60. A rule counts at most [MostEvents] events
// a cycle and an event gives at most [lead.MostPoints], so that no rule's sum exceeds 128 bits. Reading multiplies the sum by one such power and cuts it off to 2^-16 of a millionth; the
// score is the sum of these, of the fit and of the silences, rounded once, and then held within its minimum and maximum. What decays never grows from one millisecond to
// the next, which is what makes Over's bounds sound.
//
// A sum of scores that a standing condition reads, [lead.Combination], is computed as the total is: out of the exact scores, rounded once.
//
// All other decays go by grains of time: see [Decay]. A rule then keeps a sum for each grain that still ages, at most [MostGrains] of them, and one for those of which a floor is
// left. What is left of a grain is a fraction of integers, worked out when the model is compiled, so that these sums, too, are exact in any order, and only sink.
//
// # Minima and maxima
//
// What events gave is held when it is read, never when it is given: first what is left of a rule's points within the rule's min and max, then what is left of a group of rules within
// the group's, then the score within its own; the total by min and max in its expression. A silence with a floor comes last in its score, before the score's own range. Each has its line.
//
// # Unscored is not zero
//
// A score is unscored for leads that it is not about, and until something is known that could score: an event rule gave points, an attribute that some fit rule reads is known, a silence that a
// rule counts has begun, or a person set the score. The total is unscored when all that it reads is and nobody set it.
//
// # Order
//
// Sums do not depend on the order in which events arrive. Limits and diminishing returns do: whether an event may give, and which share, is decided when it arrives, over the times of the events that gave before, and never again.
package scoring
