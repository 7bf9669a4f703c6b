package routing

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Claim is a charged lead that a partner gave back, for a good reason and in time. Whether it is credited, and when, says [Router.Invoices].
type Claim struct {
	Request string       `json:"q"`
	Lead    string       `json:"l"`
	Level   string       `json:"v"`
	Reason  string       `json:"r"`
	Amount  lead.Money   `json:"a"`
	At      lead.Instant `json:"t"`
}

// before is the order in which claims are looked at.
func (c Claim) before(o Claim) int {
	return cmp.Or(cmp.Compare(c.At, o.At), strings.Compare(c.Request, o.Request), strings.Compare(c.Lead, o.Lead), strings.Compare(c.Level, o.Level),
		strings.Compare(c.Reason, o.Reason), cmp.Compare(c.Amount.Minor, o.Amount.Minor))
}

// MostClaims bounds the claims of one statement.
const MostClaims = 1 << 12

// ErrClaims is wrapped when a partner gives back more leads in one period than [MostClaims].
var ErrClaims = errors.New("too many leads were given back in one period")

func addClaims(list, more []Claim) ([]Claim, error) {
	if len(more) == 0 {
		return list, nil
	}
	list = slices.Concat(list, more)
	slices.SortFunc(list, Claim.before)
	if len(list) > MostClaims {
		return nil, ErrClaims
	}
	return list, nil
}

// Ceiling bounds how many leads a partner may give back in the period of one statement: a number, "5", or a share of the leads that the same statement charges, "10%".
// The zero Ceiling is no bound.
type Ceiling struct {
	Number int64
	Share  Share
}

// String gives the text form.
func (c Ceiling) String() string {
	if c.Share != 0 {
		return c.Share.String()
	}
	return strconv.FormatInt(c.Number, 10)
}

// MarshalText gives the text of String.
func (c Ceiling) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the text form. A bound of nothing is refused: who may give nothing back has no reasons.
func (c *Ceiling) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	read := Ceiling{}
	if strings.HasSuffix(s, "%") {
		if err := read.Share.UnmarshalText([]byte(s)); err != nil {
			return err
		}
	} else if n, err := strconv.ParseInt(s, 10, 32); err == nil {
		read.Number = n
	}
	if fault := read.fault(); fault != "" || read == (Ceiling{}) {
		return fmt.Errorf("%q is no bound: write a number of leads such as 5, or a share of them such as 10%%", s)
	}
	*c = read
	return nil
}

func (c Ceiling) fault() string {
	if c.Number < 0 || c.Share < 0 || c.Share > Whole || c.Number != 0 && c.Share != 0 {
		return "the bound is neither a number of leads nor a share of them"
	}
	return ""
}

// of gives how many of so many leads may be given back: a share is rounded down.
func (c Ceiling) of(leads int64) int64 {
	switch {
	case c.Share != 0:
		return int64(c.Share) * leads / int64(Whole)
	case c.Number != 0:
		return c.Number
	}
	return MostClaims
}

// Settlement says what a partner gets for a lead that they gave back.
type Settlement uint8

// What a partner gets for a lead that they gave back.
const (
	ByCredit    Settlement = iota // its price, in the statement of the period in which they gave it back
	Replacement                   // another lead of the same level for the price they paid: it is deducted in the first later statement that charges one
)

var settlementWords = []string{"credit", "replacement"}

// String gives the word a contract writes.
func (s Settlement) String() string { return word(settlementWords, int(s)) }

// MarshalText gives the word of String.
func (s Settlement) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word.
func (s *Settlement) UnmarshalText(text []byte) error {
	i, err := readWord("settlement", settlementWords, text)
	*s = Settlement(i)
	return err
}
