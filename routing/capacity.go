package routing

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Capacity is a limit on how many leads a person takes. Its text form is "20 open", "14 per month" (a calendar period) or "10 within 7d" (a rolling span);
// "at most" may stand before it.
type Capacity struct {
	Most   int
	Per    Period
	Within lead.Span // with [Rolling]
}

// Period is what a capacity counts over.
type Period uint8

// What a capacity counts over. Calendar periods are those of the person's zone; a week begins on Monday.
const (
	AtOnce Period = iota // leads that are open
	PerDay
	PerWeek
	PerMonth
	PerQuarter
	PerYear
	Rolling
)

// MostCapacity bounds a capacity: a rolling one remembers so many instants.
const MostCapacity = 1000

var periodWords = []string{"open", "day", "week", "month", "quarter", "year", "within"}

// String gives the period as a word.
func (p Period) String() string { return word(periodWords, int(p)) }

// MarshalText gives the word of String.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the word.
func (p *Period) UnmarshalText(text []byte) error {
	i, err := readWord("period", periodWords, text)
	*p = Period(i)
	return err
}

// String gives the text form.
func (c Capacity) String() string {
	switch c.Per {
	case AtOnce:
		return fmt.Sprintf("%d open", c.Most)
	case Rolling:
		return fmt.Sprintf("%d within %s", c.Most, c.Within)
	}
	return fmt.Sprintf("%d per %s", c.Most, c.Per)
}

// MarshalText gives the text of String.
func (c Capacity) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the text form.
func (c *Capacity) UnmarshalText(text []byte) error {
	words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(string(text)), "at most "))
	fault := fmt.Errorf("%q is no capacity: write one such as 20 open, 14 per month or 10 within 7d", text)
	if len(words) < 2 {
		return fault
	}
	most, err := strconv.Atoi(words[0])
	if err != nil {
		return fault
	}
	read := Capacity{Most: most}
	switch {
	case len(words) == 2 && words[1] == "open":
	case len(words) == 3 && words[1] == "within" && read.Within.UnmarshalText([]byte(words[2])) == nil:
		read.Per = Rolling
	case len(words) == 3 && words[1] == "per" && read.Per.UnmarshalText([]byte(words[2])) == nil && read.Per != AtOnce && read.Per != Rolling:
	default:
		return fault
	}
	*c = read
	return nil
}

// fault says what is wrong with a capacity, "" if nothing.
func (c Capacity) fault() string {
	switch {
	case c.Most < 1:
		return "a capacity of less than one lead is for nobody"
	case c.Most > MostCapacity:
		return fmt.Sprintf("a capacity is at most %d leads", MostCapacity)
	case c.Per > Rolling:
		return "a capacity counts over an unknown period"
	case (c.Per == Rolling) != (c.Within > 0):
		return "a rolling capacity, and no other, has a span"
	}
	return ""
}
