// Package bench measures leadkit against other ways to run rules, on the work of package workload: 40 rules, 20,000 events of 1,000 leads.
//
//	go test -bench . -benchmem
//
// Every peer reads the same rules, translated into its language, gets its input in the form it likes best, made before the clock starts, and has to come to leadkit's totals
// before it is timed. A peer finds out which rules hold; sums with half-lives are kept for it by plain code. DuckDB does all of it in one query over
// loaded tables. Of all of them, only leadkit keeps what each rule gave, and can say it.
//
// It is a module of its own, so that who imports leadkit gets none of the peers.
package bench
