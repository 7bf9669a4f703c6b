package funnel

import (
	"errors"
	"fmt"

	"github.com/leadkit/leadkit/lead"
)

// The kinds of note.
const (
	Reached  = "reached"  // a step, for the first time
	Spent    = "spent"    // money on a lead, or on a campaign, a channel or a team
	Won      = "won"      // the demand became a sale
	Lost     = "lost"     // the demand ended as anything else
	Left     = "left"     // sales gave the lead back, and the demand goes on
	Reopened = "reopened" // a demand that had ended goes on
)

// Note is one thing that the [Tally] has to know. It is plain data and says all by itself: the Tally needs neither the lead nor the contract.
type Note struct {
	Kind string       `json:"kind"`
	Lead string       `json:"lead,omitempty"`
	At   lead.Instant `json:"at"`
	// Mark says where the lead stood: step, month and week, source, hands and amount. A note that is not Reached has no step.
	Mark
	// Cohort is the instant of the lead's first step. Only on Reached, as are the next four.
	Cohort lead.Instant `json:"cohort,omitempty"`
	// From is the step that was reached last before this one, and Since the time from there. A first step has neither.
	From  string    `json:"from,omitempty"`
	Since lead.Span `json:"since,omitempty"`
	// Before are the steps that the lead had reached, in the order in which that became known.
	Before []Mark `json:"before,omitempty"`
	// End is how the demand has ended already: Won, Lost or nothing. On Reopened, how it had.
	End string `json:"end,omitempty"`
	// Exit and Reason say how and why the lead left, Stage from which stage. Only on Won, Lost, Left and Reopened.
	Exit   string `json:"exit,omitempty"`
	Reason string `json:"reason,omitempty"`
	Stage  string `json:"stage,omitempty"`
	// Shared says that the money was not spent on one lead. Only on Spent.
	Shared bool `json:"shared,omitempty"`
}

// Mark is where a lead stood when it reached a step.
type Mark struct {
	Step  string       `json:"step,omitempty"`
	First lead.Instant `json:"first,omitempty"` // when it was reached; in a note's own Mark the note's At says it
	Month Month        `json:"month,omitempty"` // in the contract's zone
	Week  Week         `json:"week,omitempty"`  // there, too
	// Channel and Campaign are the lead's first source, as it was known at its first step.
	Channel  string `json:"channel,omitempty"`
	Campaign string `json:"campaign,omitempty"`
	Type     string `json:"type,omitempty"`
	// Team and Owner had the lead then.
	Team   string     `json:"team,omitempty"`
	Owner  string     `json:"owner,omitempty"`
	Amount lead.Money `json:"amount,omitzero"` // zero: not known
}

// ErrNote is wrapped by the errors of [Tally.Add] about a note that no lead can have.
var ErrNote = errors.New("malformed note")

// check finds what is wrong with a note, and gives its currency.
func (n *Note) check() (string, error) {
	switch n.Kind {
	case Reached:
		if n.Step == "" {
			return "", fmt.Errorf("%w: no step was reached", ErrNote)
		}
	case Spent, Won, Lost, Left:
	case Reopened:
		if n.End != Won && n.End != Lost {
			return "", fmt.Errorf("%w: what was reopened had not ended", ErrNote)
		}
	default:
		return "", fmt.Errorf("%w: there is no kind %q", ErrNote, n.Kind)
	}
	if n.At <= 0 || n.At > lead.Forever || len(n.Before) > MostReaches {
		return "", fmt.Errorf("%w: its time or length is out of bounds", ErrNote)
	}
	currency, err := n.Mark.check("")
	for i := range n.Before {
		if err == nil {
			currency, err = n.Before[i].check(currency)
		}
		if step := n.Before[i].Step; step == "" || n.Kind == Reached && step == n.Step {
			return "", fmt.Errorf("%w: a step is there twice or has no name", ErrNote)
		}
	}
	return currency, err
}

func (m *Mark) check(currency string) (string, error) {
	switch {
	case !m.Month.Valid() || !m.Week.Valid() || m.First < 0 || m.First > lead.Forever:
		return "", fmt.Errorf("%w: a time is out of bounds", ErrNote)
	case m.Amount.Minor > lead.MostMinor || m.Amount.Minor < -lead.MostMinor:
		return "", fmt.Errorf("%w: an amount is out of bounds", ErrNote)
	case m.Amount.Minor == 0 && m.Amount.Currency == "":
		return currency, nil
	case currency != "" && m.Amount.Currency != currency || !lead.KnownCurrency(m.Amount.Currency):
		return "", fmt.Errorf("%w: %s", lead.ErrCurrency, m.Amount)
	}
	return m.Amount.Currency, nil
}

// newest gives the latest week that the note speaks of.
func (n *Note) newest() Week {
	w := n.Week
	for i := range n.Before {
		w = max(w, n.Before[i].Week)
	}
	return w
}

// volume bounds what the note adds to all sums.
func (n *Note) volume() int64 {
	sum := 8 + 3*abs(n.Amount.Minor)
	for i := range n.Before {
		sum += 4 + abs(n.Amount.Minor) + abs(n.Before[i].Amount.Minor)
	}
	return sum
}

func abs(n int64) int64 { return max(n, -n) }
