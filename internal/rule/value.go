package rule

// Type is the type of a value in an expression.
// The zero value is Missing: the value of a name about which nothing is known.
type Type uint8

const (
	Missing Type = iota
	Bool         // Num is 0 or 1
	Number       // Num, finite
	Text         // Text
	Time         // an instant: Num is whole Unix milliseconds
	Span         // a length of time: Num is milliseconds
	List         // a set of texts: Text holds them as ListOf writes them
)

// Value is one value in an expression. It is comparable and needs no allocation. The zero Value is missing.
type Value struct {
	Text string
	Num  float64
	Type Type
}

// Slot is where an environment holds the value of a name.
type Slot struct {
	Bank  uint8
	Index uint16
}

// Banks is how many banks an environment has. What lies in which is the business of package lead.
const Banks = 8

// Env gives each slot its value. A slot beyond the end of its bank is missing.
//
// Seen over a span of time, Bank holds each value's lower end and Upper its upper end; where an Upper bank is nil,
// the values of that bank do not change over the span.
type Env struct {
	Bank  [Banks][]Value
	Upper [Banks][]Value
	Open  bool // to Over, what is missing may be anything, or missing
}

// at gives the value of a slot.
func (e *Env) at(s Slot) *Value {
	if bank := e.Bank[s.Bank%Banks]; int(s.Index) < len(bank) {
		return &bank[s.Index]
	}
	return &absent
}

var absent Value // never written to

// Truth is what a condition is over a whole span of time.
type Truth uint8

const (
	Maybe Truth = iota // not known: it may change within the span
	No                 // false at every instant of the span
	Yes                // true at every instant of the span
)
