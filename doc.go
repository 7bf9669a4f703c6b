// Package leadkit is the contract between marketing and sales as code: what a lead is, who does what with it when, at what score it is handed over,
// how fast it is followed up, and why and with which report it may come back.
//
// A [Contract] is written as YAML, JSON or a Go literal. [Load] compiles it into an [Engine] or reports all that is wrong with it, each finding at its line and column.
// The engine folds events over a [Record], one for each lead, and gives [Effect] values: what the host is to do, with the reason.
//
//	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: data})
//	…
//	var record leadkit.Record
//	effects, err := engine.Apply(&record, event, time.Now()) // commit the record and the effects together
//	next, ok := engine.Next(&record)                         // set one timer; then engine.Advance
//
// Nothing here does I/O, reads a clock or starts a goroutine: the host brings storage, transport and time.
//
// # Rooms
//
// Each part of the contract is a package of its own, useful alone, and none imports another:
//
//   - [github.com/leadkit/leadkit/lead]: the shared language: leads, events, money, the lifecycle
//   - [github.com/leadkit/leadkit/scoring]: what a lead is worth now, and why
//   - [github.com/leadkit/leadkit/nurture]: what an unready lead receives next, and when it is ready
//   - [github.com/leadkit/leadkit/routing]: who takes it, and at what price
//   - [github.com/leadkit/leadkit/sla]: what each side promised, and whether it kept it
//   - [github.com/leadkit/leadkit/funnel]: what became of all leads
//   - [github.com/leadkit/leadkit/leadtest]: a contract's own tests
//
// # Time
//
// Every instant is a parameter, in whole milliseconds. An event has its own time, and an instant at which the host learned of it. What time decides bears the
// instant it fell due, however late the host wakes; what an event decides bears the instant at which it was learned.
//
// [Engine.Next] is exact: until that millisecond nothing changes by itself, and at it something does. A host sets one timer for each lead and never polls.
//
// # Replay
//
// A record is a fold: the same events at the same instants give the same record, byte for byte, and the same effects with the same ids, on every processor.
// A duplicate changes nothing, an error changes nothing, and how often the host wakes the engine makes no difference.
//
// # Erasure
//
// An event erased, or the contract's [Retention], removes what is personal and all free text from a record, and keeps amounts, counts and passages. The effect [Erased] tells the
// host to do the same wherever it copied them to. The lead's log up to there goes too: the erased record is what it replays to, and with what comes later gives the same record again.
//
// # Change
//
// [Engine.Merge] joins two records of one person, and leaves a tombstone. [Engine.Move] brings a record under a changed contract; until then that one refuses it.
package leadkit
