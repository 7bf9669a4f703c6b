package nurture

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// MostPerCap bounds the number of a [Cap].
const MostPerCap = 100

// Cap is a bound on how many contents a person receives in any stretch of time of a length. Its text form is "2 per week", "1 per day", "3 per 14d";
// a day is 24 hours, and the stretch moves with the clock: it does not begin on Mondays.
type Cap struct {
	N   int
	Per lead.Span
}

var perUnits = []struct {
	name string
	span lead.Span
}{{"hour", lead.Hour}, {"day", lead.Day}, {"week", lead.Week}}

// String gives the text form.
func (c Cap) String() string {
	for _, u := range perUnits {
		if c.Per == u.span {
			return strconv.Itoa(c.N) + " per " + u.name
		}
	}
	return strconv.Itoa(c.N) + " per " + c.Per.String()
}

// MarshalText gives the text of String.
func (c Cap) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the text form.
func (c *Cap) UnmarshalText(text []byte) error {
	number, per, ok := strings.Cut(string(text), " per ")
	n, err := strconv.Atoi(strings.TrimSpace(number))
	span, known := perSpan(strings.TrimSpace(per))
	if !ok || err != nil || !known {
		return diag.List{{Code: "malformed-cap", Summary: fmt.Sprintf("%q is no cap", text), Remedy: `write one such as "2 per week" or "3 per 14d"`}}
	}
	*c = Cap{n, span}
	return nil
}

func perSpan(text string) (lead.Span, bool) {
	for _, u := range perUnits {
		if text == u.name {
			return u.span, true
		}
	}
	var s lead.Span
	return s, s.UnmarshalText([]byte(text)) == nil
}

// release is the first instant at which the cap leaves room for another content, zero for always. sent are the latest instants at which one was sent, ascending.
func (c Cap) release(sent []lead.Instant) lead.Instant {
	if len(sent) < c.N {
		return 0
	}
	return sent[len(sent)-c.N].Add(c.Per)
}
