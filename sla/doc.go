// Package sla says what marketing and sales promised each other, and whether they kept it.
//
// An [Agreement] is a list of promises by name. Read aloud, each is a sentence that both teams signed:
//
//	promises:
//	  volume:           {by: marketing, every: month, deliver: 120 mql, of_which: 90% accepted}
//	  accept or reject: {by: sales, from: handed_over, do: accepted or rejected, within: 4 working hours, then: [remind at 50%, reassign at 100%]}
//	  follow up:        {by: sales, from: handed_over, do: email and phone, within: 24h, then: [tell manager at 100%]}
//	  reach:            {by: sales, from: accepted, attempts: 6, channels: 2, apart: 4h, within: 10 working days}
//	  meet:             {by: both, every: 2 weeks, about: [broken promises, recycled twice]}
//
// [Compile] checks it and returns [Terms], which say everything else:
//
//   - A promise about each lead runs on a [Clock] in the lead's [State]. Events reach it by [Terms.Apply], time by [Terms.Advance], and what became of
//     the promise comes back as [Change] values: started, at risk, a step of escalation, broken, kept, kept late, corrected, paused, cancelled, waived.
//     [Terms.Due] is the next instant at which time alone changes anything, exact to the millisecond; nobody has to poll. [Terms.At] tells how each stands.
//
//   - A clock starts at the instant at which the start was heard of; evidence counts at the instant at which it happened. The deadline's own millisecond keeps the
//     promise. Evidence in time that is heard of after the promise broke makes it kept, and the change says what it revokes. What is automatic is no evidence unless the promise says so.
//
//   - "24h" is elapsed time, "4 working hours" and "1 working day" are counted on a calendar; the shares of escalation are counted in the same way, of days in open time.
//     A pause stops the clock; the deadline moves by what was left, stays, or is given anew. Steps may come so long before or after the deadline, too, each once.
//
//   - A clock is held by the lead's owner, on whose calendar it may be counted. When an absence begins that the contract names or an event told, it passes to the cover with
//     its deadline unchanged, and back.
//
//   - A promise about each period is judged in the Book: the [Report] counts hand-overs by their receipts, answers, meetings, and the changes of all leads' clocks.
//     Reports merge in any order to the same. [Report.Tally] answers by promise, side, team, person, months and weeks, with exact response times, elapsed and
//     working; [Report.Periods] says what marketing promised and what it delivered.
//
//   - Contact rules, dated data by country, market and channel, bind every promise: a channel that is not permitted is dropped and named, an attempt that breaks a rule is no
//     evidence, and a promise of which no channel is left is cancelled and counted apart. They are read where the lead is, if they say so. The contents that nurture sends they
//     bind as well ([Terms.Permit]), and these count with the attempts ([Terms.Sent]), unless a rule binds one of both alone. See [ContactRule] and [ReadyRules].
//
//   - Leads are handed over at once or as dated lists, and clocks start at the delivery. See [Delivery].
//
//   - [Report.Responses] gives response times with those not answered yet as censored, and bands such as speed to lead; [Tally.Reliability] shares with their intervals;
//     [Report.Credits] what breaches cost; [Terms.Agenda] what the next meeting is about.
//
//   - [Terms.Merge] unites the promises of two leads that are one, [Terms.Move] brings running ones under another contract: each keeps its deadline,
//     is re-planned or restarted as its on_change says, under its present name (was).
//
// Conditions on the start and the term are read when a clock starts, a promise does not watch them afterwards; only as_soon_as is watched, for it starts clocks.
package sla
