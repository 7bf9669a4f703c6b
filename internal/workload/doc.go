// Package workload is the work that benchmarks measure: a model of 40 rules, a log of events, and the totals they come to.
//
// Of the rules, 27 are about 12 kinds of event, half of them with a further condition and three taking points, with four half-lives; 13 are about what the lead
// is, one taking points. [Kit] does the work with leadkit, [Hand] is what a programmer would write instead, with a plain switch. Peers read the
// same rules as data.
package workload
