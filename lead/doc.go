// Package lead is the language that marketing and sales share: what is known of a lead, what happens to it, the stages it passes, and how one speaks of all
// that in conditions.
//
//	schema, err := lead.NewSchema(lead.Vocabulary{}, "EUR") // what every contract knows, and nothing of its own
//	machine, err := lead.Compile(lead.Lifecycle{}, schema)  // the default lifecycle
//
//	var bound lead.Bound
//	err = schema.Bind(event, &bound) // the event is checked and typed, or refused with every reason
//
//	var state lead.State
//	schema.Apply(&state, &bound) // what the event says of the lead: attributes, source, consent, projects, cost, history
//
//	facts := schema.NewFacts()
//	facts.See(&state)
//	facts.Hear(&bound)
//	facts.At(bound.Time)
//	if step, ok := machine.Upon(&state, &bound, facts, bound.Time); ok && step.Refused == "" {
//		passage := machine.Take(&state, step, bound.Time)
//	}
//
// An [Event] is what happened, as it travels between systems. A [Schema] is a [Vocabulary] compiled, together with all that is built in ([Kinds],
// [Attributes], [Channels], [Types]); it turns events into [Bound] ones and texts into [Condition] and [Quantity] values.
//
// A [State] is what is known of one lead: plain data, bounded, the zero value ready. Its attributes, projects and lawful bases are registers, in which the
// latest event wins, by its time and then its id: so the order in which events arrive does not matter. When another person answers for the lead, what was
// the former one's goes: [Contact]. [Schema.View] shows it as a [Lead].
//
// A [Lifecycle] says who owns which [Stage], what moves a lead, and for which closed lists of reasons it leaves; compiled, it is a [Machine], which decides
// and takes steps. While somebody outside has a lead ([Life.Outside]), it is handed over to nobody. [Machine.Duty] says whose turn it is, what they may do next and why not the rest. [Machine.Glossary], [Machine.Mermaid] and
// [Machine.DOT] show it to people. A manager may set stage and owner by hand, for a time or for good: [Override], [Deputy]. When
// marketing hands a lead over, what it was worth is frozen in a [Receipt].
//
// A [Condition] reads [Facts] and never fails: a comparison with what is missing is false. Over a span of time it says yes, no or maybe, by which the
// engine finds the exact instant at which it changes.
//
// Amounts are whole minor units ([Money]), scores whole millionths of a point ([Points]), instants whole milliseconds ([Instant]). Nothing here reads a
// clock, does input or output, or panics on what it is given. What is wrong with a specification comes back whole, as a [diag.List].
//
// [diag.List]: https://pkg.go.dev/github.com/leadkit/leadkit/lead/diag#List
package lead
