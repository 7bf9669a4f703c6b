// Package routing decides who takes a lead: first the channel, then the person; and what a lead is worth to a partner, or to somebody else entirely.
//
//	channels:
//	  e_commerce:       {takes: 'lead.type == "consumables"', unattended: true}
//	  field_sales:      {takes: 'lead.type == "framework_contract" or lead.potential >= 50000', cost: 240 EUR}
//	  inside_sales:     {takes: 'lead.country in ["FR", "BE"]', strategy: least loaded, cost: 35 EUR}
//	  external_network: {charged: true, sold: exclusive}
//	people:
//	  Anna: {team: north, channels: field_sales, territory: [BE, FR 59, FR 62], languages: [fr, nl], capacity: [14 per month, 3 per day, 20 open]}
//	  Ben:  {team: north, channels: field_sales, weight: 0.5, absent: {dates: 2026-08-03..2026-08-21, cover: Anna}}
//	fallback: sales desk
//
// A [Policy] is compiled to a [Router]. The router asks about a lead once: [Router.Request] evaluates what channels take and which skills are needed, and
// from then on the Request says all. [Router.Route] decides on a [Desk], the state of one pool of people, and remembers the decision under the
// request's id, so that asking again gives the same person and takes no second turn. [Router.Release] ends what it began.
//
// The first channel in the contract's order that takes the lead and has somebody free gets it. Among its people the [Strategy] chooses.
// Whom nobody can take waits in the fallback queue, with the reasons; [Router.Explain] gives them for each candidate.
//
// Rotation is exact. Every person's share of the leads that they could have had is kept as a credit in fractions of a turn, and a turn is paid for in full.
// While the same people are eligible, nobody is ever one whole lead ahead of or behind their weight. A credit stands still while its owner cannot
// be chosen, so nobody who comes back is flooded with what they missed.
//
// Capacity counts whole leads over calendar periods, rolling spans and open leads, all at once. It is never divided, so it never rounds to nobody.
//
// The other half is money: [Router.Quality] and [Router.Price] charge partners by the quality level on the receipt, a [Statement] sums it up to the cent,
// [Router.Value] says what an unwanted lead is worth and [Router.List] describes it without telling who it is.
package routing
