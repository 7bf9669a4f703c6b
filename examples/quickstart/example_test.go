package main

import "os"

// A dealer's first lead reads the prices twice and is handed over; sales owes an answer within 4 working hours, Friday 15:00 to Monday 11:00, and
// gives it at 12:30. Two signals of 30 points with a half-life of 14 days are worth 30·2^(-29h59m/14d) + 30 = 58.2 at the second.
func Example() {
	run([]string{"-contract", "testdata/tiny.yaml", "-events", "testdata/tiny.jsonl", "-at", "2026-03-09"}, os.Stdout, os.Stderr)
	// Output:
	// A BICYCLE DEALER
	//   1 lead with 5 events, seen on Mon 9 Mar 2026 23:59
	//   0 of the events are automatic, 1 came twice, 0 were heard of late
	//
	// WHERE THE LEADS ARE
	//   stage         who acts   leads  hot  cold
	//   inquiry       marketing      -    -     -
	//   nurturing     marketing      -    -     -
	//   mql           sales          -    -     -
	//   sal           sales          1    -     1
	//   sql           sales          -    -     -
	//   opportunity   sales          -    -     -
	//   customer      sales          -    -     -
	//   lost          marketing      -    -     -
	//   disqualified  marketing      -    -     -
	//   all                          1    -     1
	//
	// HOW FAR THEY CAME
	//   step         leads  of all  of the step before  median time from the entry
	//   inquiry          1   100 %
	//   mql              1   100 %               100 %  1 day 6 hours
	//   sal              1   100 %               100 %  4 days 3 hours
	//   sql              -     0 %                 0 %
	//   opportunity      -     0 %                   -
	//   customer         -     0 %                   -
	//
	// WHAT SALES SAYS OF THE RULES, THE WORST FIRST
	//   rule              gave  leads  stayed            came back most as  fair points
	//   read the prices  +58.2      1  100 %, 21 to 100  -                  -
	//
	// PROMISES
	//   side   kept  kept late  broken  open  kept in time
	//   sales     0          1       -     -           0 %
	//
	//   to each lead  by     started  kept  late  broken  off  open  median answer at work
	//   answer        sales        1     0     1       -    -     -  5 hours 30 minutes
	//   answer: handed over Friday 15:00, due Monday 11:00
	//
	// SOURCES AND COSTS
	//   source   family   leads  mql  customer  spent, EUR  per lead  per mql  per customer
	//   website  digital      1    1         -          13        13       13             -
	//   all                   1    1         -          13        13       13             -
	//
	// SALES
	//   so far     0 EUR from 0 sales
	//   expected   1,200 EUR from 1 open lead
	//   range      0 EUR (P10)   0 EUR (P50)   2,400 EUR (P90)
	//
	// THE STORY OF ann
	//   Ann
	//   BE, potential 2,400 EUR
	//   came by website, cost so far 12.50 EUR
	//
	//   Thu 5 Mar 2026
	//   09:00  fact        lead created
	//          stage       → inquiry, need detected (marketing acts)
	//   09:01  signal      page viewed
	//                      +30 read the prices, total 30.0
	//          heat        now cold, was unscored
	//
	//   Fri 6 Mar 2026
	//   15:00  signal      page viewed
	//                      +30 read the prices, total 58.2
	//          stage       inquiry → mql, ripe (sales acts)
	//          hand-over   to sales, as mql, because of "ripe"
	//                      receipt 4511cab7, cycle 1: interest 58.2, total 58.2; hot; potential 2,400 EUR;
	//                      25 % of what is wanted is known; from website; cost so far 12.50 EUR
	//                      why: read the prices +58.2
	//          promise     sales: answer, started, due Mon 9 Mar 2026 11:00
	//          heat        now hot, was cold
	//          signal      page viewed (again: a duplicate, nothing changes)
	//
	//   Mon 9 Mar 2026
	//   11:00  promise     sales: answer, BROKEN, missing: accepted or rejected
	//   12:30  act         accepted, by Bert
	//          stage       mql → sal, accepted (sales acts)
	//          promise     sales: answer, kept late, after 2 days 21 hours
	//   16:37  heat        now cold, was hot
	//
	// WHERE ann STANDS
	//   stage       sal since Mon 9 Mar 2026 12:30: Accepted by sales, who now tries to reach the person.
	//   who acts    sales
	//   score       total 49.2, cold: interest 49.2
	//                 +49.2  interest  read the prices, faded from +60 (2×): each page_viewed, when
	//                                  event.path == "/prices", half-life 14d
	//   outlook     total 49.24, 0.76 short of hot 50
	//               + one page viewed with event.path == "/prices" gives 30 (read the prices), which makes
	//               79.24
	//   promises    answer: kept late, answered Mon 9 Mar 2026 12:30, 1 hour 30 minutes late
	//   wakes up    never by itself
}
