// Package calibrate learns from past outcomes what a lead is worth: as a points card that a person can read and edit.
//
//	card, err := calibrate.Fit(table, calibrate.Options{Lines: 30})
//	fmt.Print(card)                     // the intercept, the scale, a line for every bin that has points
//	model, vocabulary, err := card.Model() // the card as rules of a contract
//
// # The card
//
// A [Table] has a column for every fact and the outcome of each lead. A column of numbers is cut into bins of equally many leads, a column of texts
// into one for each text that enough leads share; what is missing is a bin of its own. One logistic regression weighs all bins at once. Then bins
// whose weights differ least, for what is known about them, are merged one pair after another, neighbours alone among numbers, until few enough
// lines are left and each is worth its place. What is merged with the column's base (the commonest text, the lowest numbers) has no points and
// needs no line.
//
// The weights become whole points: [Options.Double] of them double the odds of winning. The [Card] states its intercept. Columns named in
// [Options.Rising] and [Options.Falling] are held to that direction.
//
// Everything is chosen from the table given to [Fit], and [CrossValidate] gives each fold a table without that fold: no choice sees the leads it is
// judged by. The order of rows makes no difference.
//
// # What it warns about
//
// A column that was written when the outcome was known makes every figure too good. A column that alone, or a card that on the whole, tells won
// leads from lost ones implausibly well is named in [Card.Warnings], as are identifiers, which are left out, texts of too few leads, and columns that
// are identifiers, or numbers, but for a few values.
//
// # How good it is
//
// [Evaluate] and [Measure] give a [Report]: AUC, KS, lift by tenths, the Brier score, and a table of what was foreseen and what came.
// [Card.Stability] compares two samples by the population stability index and says whether the base rate has drifted; [Card.Rebased] moves the
// intercept alone.
//
// # Few outcomes
//
// [Frequencies] is a second learner: counts of won and lost leads by team, stage and value, in [Counts] that every outcome updates and that merge
// in any order. Its score is explained by lines whose sum it is.
package calibrate
