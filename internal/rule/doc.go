// Package rule is the language of conditions and quantities, and the one door to github.com/expr-lang/expr, whose syntax it is.
//
//	scope := rule.NewScope()
//	scope.Declare(rule.Name{Name: "lead.industry", Type: rule.Text, Slot: rule.Slot{Bank: 0, Index: 0}})
//	scope.Declare(rule.Name{Name: "fit", Type: rule.Number, Slot: rule.Slot{Bank: 1, Index: 0}, Varies: true})
//
//	p, found := rule.Compile(`lead.industry in ["retail", "logistics"] and fit >= 50`, scope, rule.Standing)
//	p.True(&env)
//
// A [Scope] says which names there are, of which type, and in which slot of an [Env] their values lie. [Compile] checks a text against it once, says all
// that is wrong with it, each fault at its place, and gives a [Program], which computes without allocating, never fails, and takes time bounded by
// its text.
//
// # The language
//
//   - constants: 12, 0.5, "text", true, false; a list of constants, ["a", "b"], behind in
//   - names with members: fit, lead.industry, lead["industry"]
//   - + - * / % and unary -, min(a, b, …), max(a, b, …), on numbers; on times and durations where it makes sense
//   - == != < <= > >=, chained too: 1 < n <= 3
//   - and or not (also && || !), condition ? a : b
//   - x in [constants], "x" in list, text contains, startsWith, endsWith and matches a constant (matches: a regular expression of Go)
//   - x ?? y, which is y when x is missing; x == nil and x != nil, which ask whether it is
//   - count(kind[, within]), sum(kind, property[, within]), last(kind), since(kind), change(score, within), all of constants
//
// Nothing else of expr is there: no loop, range, let, closure, method, $env, built-in, or text that is made of others. As in expr, not and ?? bind tighter
// than a comparison: not (a > b), and (a ?? b) > c.
//
// A constant text beside a duration or a time is one: since("x") > "14d", now - lead.founded_on > "365d", lead.founded_on < "2026-11-02".
// Durations are sums of ms, s, m, h, d and w, d being 24 elapsed hours ([ParseSpan]). A date is its midnight in UTC; otherwise RFC 3339.
// Time - Time is a duration, Time ± duration a time, and durations are added, multiplied and divided by numbers, and divided by each other.
//
// # Missing values
//
// A slot that holds nothing, or a value of another type than its name, is missing. Arithmetic on a missing value is missing, and so are division by zero
// and what is not finite. Every comparison with a missing value is false: == and !=, <, in, contains, matches. A missing condition is false. not is plain:
// if lead.industry is missing, lead.industry == "a" and lead.industry != "a" are false, and not (lead.industry == "a") and
// lead.industry not in ["a"] are true. Whoever means otherwise writes lead.industry ?? "".
//
// # Time
//
// [Program.Over] tells what a condition is over a whole span of time, from the ends between which each value stays. A [Standing] condition reads what
// varies by itself only in atoms whose next change can be computed: a comparison of a linear form of such names with something that does not vary. Bounds of each name
// alone say little of a sum in which they run against each other: whoever answers for the sum ([Scope.Combine]) gives it a slot of its own, at an instant and over a span
// alike. The compiler takes comparisons apart into such sums of constant multiples of names, min and max around them, and what does not flow beside them.
//
// # How it works
//
// The text's length and nesting are bounded over its tokens, before anything recursive reads it. expr's parser makes the tree. An allow-list of nodes, our
// own types, and names from the scope make the checked tree (expr's checker stops at the first fault, knows neither missing values nor our types, and takes
// exponential time on trees that share nodes). Constants are folded. A condition becomes a table of rows, a test each with two ends
// to go on at; what fits no row becomes typed closures. Over walks the checked tree: that is the plain definition, which the table and closures are tested
// against, as all of them are against expr's virtual machine.
package rule
