// Package routing decides who takes a lead: first the channel, then the person; and what a lead is worth to a partner, or to somebody else entirely.
//
//	channels:
//	  e_commerce:       {takes: 'lead.type == "consumables"', unattended: true}
//	  field_sales:      {takes: 'lead.type == "framework_contract" or lead.potential >= 50000', cost: 240 EUR}
//	  inside_sales:     {takes: 'lead.country in ["FR", "BE"]', strategy: least loaded, cost: 35 EUR}
//	  telemarketing:    {mix: temperature, cost: 12 EUR}
//	  external_network: {charged: true, sold: exclusive}
//	people:
//	  Anna: {team: north, channels: field_sales, territory: [BE, FR 59000-62999, around Lille], languages: [fr, nl], capacity: [14 per month, 3 per day, 20 open]}
//	  Ben:  {team: north, channels: field_sales, weight: 0.5, absent: {dates: 2026-08-03..2026-08-21, cover: Anna}}
//	regions:
//	  around Lille: {around: "50.6292, 3.0573", within: 30 km}
//	fallback: sales desk
//
// A [Policy] is compiled to a [Router]. The router asks about a lead once: [Router.Request] evaluates what channels take and which skills are needed, and
// from then on the Request says all. [Router.Route] decides on a [Desk], the state of one pool of people, and remembers the decision under the
// request's id, so that asking again gives the same person and takes no second turn. [Router.Release] ends what it began.
//
// The first channel in the contract's order that takes the lead and has somebody free gets it; or with "choose: expected value" the one in which
// probability × potential × margin − cost of handling is the largest, with whoever would get it there. Among its people those with the most specific territory go first, then those at work, and of them the [Strategy] chooses.
// Whom nobody can take waits in the fallback queue, with the reasons; [Router.Explain] gives them for each candidate, [Router.Retry] asks again.
//
// [Router.Accounts] finds the account of a lead, never by a guess; whoever has it goes first, and an open opportunity takes the lead along. [Router.Due] says when
// something changes by time alone, and [Router.Advance] whose leads then pass to a cover. [Router.MixOf] shows what everybody's leads are worth to them.
//
// Rotation is exact. Every person's share of the leads that they could have had is kept as a credit in fractions of a turn, and a turn is paid for in full.
// While the same people are eligible, nobody is ever one whole lead ahead of or behind their weight. A credit stands still while its owner cannot
// be chosen, so nobody who comes back is flooded with what they missed; the strategies that level the load pace whoever comes back.
// With a [Mix] there is a rotation for each band, so that nobody gets poor leads alone.
//
// Capacity counts whole leads over calendar periods, rolling spans and open leads, all at once. It is never divided, so it never rounds to nobody.
//
// [Router.Batch] assigns many leads at once, so that together they are expected to bring most, and proves that nothing is better.
//
// The other half is money: [Router.Quality] and [Router.Price] charge partners by the quality level on the receipt, a [Statement] sums it up to the cent, and
// [Router.Invoices] settles what is given back. [Router.Value] says what an unwanted lead is worth, [Router.List] and [Anonymise] describe it without telling who it
// is, and a [Market] carries on its sale.
package routing
