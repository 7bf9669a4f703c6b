// Package funnel says what became of all leads: how many reached which milestone, how fast, at what cost and in whose hands, and what that makes
// of the sales to come.
//
//	funnel:
//	  zone: Europe/Paris
//	  steps:
//	    inquiry:
//	    mql:
//	    demo: {upon: meeting_held, when: 'event.purpose == "demo"'}
//	    opportunity:
//	    customer:
//	  probability: {opportunity: 40%}
//
// The work is in two parts. A [Path] belongs to one lead and is folded from its events by [Funnel.Apply], which gives a [Note] when a step is reached
// for the first time, money is spent, or the demand ends, is given back or goes on. A [Tally] belongs to all leads and adds up the notes; tallies of
// parts merge in any order and grouping to the tally of the whole, and equal ones are equal to the byte.
//
//	for _, note := range steps.Apply(&path, event, facts, at, nil) {
//		err := tally.Add(note)
//	}
//	fmt.Print(steps.Cohorts(&tally, funnel.ByWeek, funnel.Filter{Team: "north"}))
//
// Two views are kept apart. The cohort view ([Tally.Conversion], [Funnel.Cohorts], [Funnel.Report]) takes the leads that reached a step together and
// asks how many of them came to another step, whenever that was, so that no ratio exceeds 100 %. The period view ([Tally.Reached],
// [Funnel.Periods], [Funnel.Weeks]) says what was reached in a month or a week by whichever lead, and has no ratios.
// Months and weeks are those of the contract's zone; weeks are those of ISO 8601, and begin on Monday.
//
// A lead reaches a step once: coming back does not count again. Steps need not be passed in order, and a lead may enter at any of them; its entry is
// the step "". What it was worth is the amount that sales named last, or else its potential. Its source is the first one.
//
// [Funnel.Costs] divides what was spent by what it brought, source by source, to the minor unit; a source without known costs is uncosted, not free.
// [Funnel.Odds] estimates the chance of a sale at each step, [Funnel.Forecast] makes of it and of the open leads a distribution of expected sales,
// and [Funnel.Plan] goes the other way, from a target to the leads that it takes, month by month; [Funnel.Compare] sets it beside what came.
//
// Demands are taken to be won independently of each other, and the odds to be the same for all leads of a step.
package funnel
