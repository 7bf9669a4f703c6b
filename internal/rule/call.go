package rule

import (
	"math"
	"strconv"

	"github.com/leadkit/leadkit/lead/diag"
)

// Call is one use of a history function with constant arguments. A resolver answers a Func it does not know with a finding.
type Call struct {
	Func   string // "change", "count", "last", "since" or "sum"
	Kind   string // the event kind; of change the score
	Prop   string // sum: the property added up
	Within int64  // count and sum: only events of the last so many milliseconds; 0: all. change: since so many milliseconds ago
	// Limit is, for a count that is compared with constants, how many instants must be kept to decide every such comparison: 3 for
	// count(k) >= 3, 4 for count(k) > 3 and for count(k) == 3. The value of a count need only be right up to it. 0: the count is needed in full.
	Limit int
}

// functions are the history functions: what they give, and how many arguments come before the optional window.
// What never happened has no last and no since; its count and sum are 0. That is the business of whoever fills the slots.
var functions = map[string]struct {
	gives    Type
	required int
	window   bool
	shape    string
}{
	"change": {Number, 1, true, `change("score", "7d")`},
	"count":  {Number, 1, true, `count("kind") or count("kind", "7d")`},
	"last":   {Time, 1, false, `last("kind")`},
	"since":  {Span, 1, false, `since("kind")`},
	"sum":    {Number, 2, true, `sum("kind", "property") or sum("kind", "property", "7d")`},
}

// String gives the call in canonical spelling: count("page_viewed", "7d").
func (c Call) String() string {
	text := c.Func + "(" + strconv.Quote(c.Kind)
	if c.Func == "sum" {
		text += ", " + strconv.Quote(c.Prop)
	}
	if c.Within > 0 {
		text += ", " + strconv.Quote(FormatSpan(c.Within))
	}
	return text + ")"
}

// limit is how many instants decide whether a count stands in relation o to n; 0 if no int holds it.
func limit(o op, n float64) int {
	if o == opGe || o == opLt {
		n = math.Ceil(n)
	} else {
		n = math.Floor(n) + 1
	}
	if n > math.MaxInt32 {
		return 0
	}
	return max(1, int(n))
}

// pending is a history call whose value nobody has named yet: the comparison around it may still say how much of it is needed.
type pending struct {
	node *node
	call Call
	full bool     // it is also read for its own sake
	args [][2]int // the ranges of the arguments
}

// place returns the range that a resolver's finding is about.
func (p *pending) place(f *diag.Finding) (from, to int) {
	at := map[string]int{"kind": 0, "prop": 1, "within": len(p.args) - 1}
	if i, ok := at[f.Place.Path]; ok && i < len(p.args) {
		return p.args[i][0], p.args[i][1]
	}
	return p.node.from, p.node.to
}
