package funnel

import (
	"errors"
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Tally is what became of all leads: the funnel's part of the Book. It is plain data, and the zero Tally is ready.
// Tallies of parts of the notes [Tally.Merge] in any order and grouping to the tally of all. A note is added once: adding it again counts it twice.
//
// It grows with the number of distinct groups, and, because times between steps are kept exactly, by 8 bytes for each pair of steps of each lead.
// Everything is kept by month and week together, a week that crosses the end of a month in two parts, so that both add up. Weeks are kept apart for the
// last [lead.MostWeeks] up to the newest that was noted; what is older has no week, whatever the order in which notes and tallies came, and is counted by month.
type Tally struct {
	// Currency is that of all amounts, empty before the first.
	Currency string
	// Groups counts the leads by where they stood when they reached a step, and what became of each group later.
	// The step "" is a lead's entry: it stands where its first step was reached.
	Groups map[Group]*Count
	// Legs are the times between any two steps, and from the entry, which is "", to any step, by when the later one was reached.
	Legs map[Leg]Spans
	// Costs are the sums spent.
	Costs map[Cost]Sum
	// Ends counts what ended, was given back and reopened, in the month and week in which it was.
	Ends map[End]Sum

	volume int64 // an upper bound of the sum of all numbers' sizes, zero: not known
	newest Week  // the latest in any key, where the volume is known
}

// Group is where leads stood when they reached a step.
type Group struct {
	Step     string `json:"step,omitempty"`
	Month    Month  `json:"month,omitempty"`
	Week     Week   `json:"week,omitempty"`
	Channel  string `json:"channel,omitempty"`
	Campaign string `json:"campaign,omitempty"`
	Type     string `json:"type,omitempty"`
	Team     string `json:"team,omitempty"`
	Owner    string `json:"owner,omitempty"`
}

// Count is how many leads a group has, what they were worth, and what became of them.
type Count struct {
	Leads  int64 `json:"leads"`
	Valued int64 `json:"valued,omitempty"` // leads whose amount is known
	Minor  int64 `json:"amount,omitempty"` // the sum of these amounts when they reached the group's step, in minor units
	// Won and Lost are the leads of the group whose demand has ended so. In a part of a tally they can be negative, when the part
	// heard only that a demand goes on.
	Won  int64 `json:"won,omitempty"`
	Lost int64 `json:"lost,omitempty"`
	// Too are the leads of the group that reached another step too, before or after, sorted by step.
	Too []Too `json:"too,omitempty"`
}

// Too is how many leads of a group reached another step, and what they were worth there.
type Too struct {
	Step   string `json:"step"`
	Leads  int64  `json:"leads"`
	Valued int64  `json:"valued,omitempty"`
	Minor  int64  `json:"amount,omitempty"`
}

// Leg is the way from a step to one that was reached at the same time or later.
type Leg struct {
	From  string `json:"from,omitempty"`
	To    string `json:"to"`
	Month Month  `json:"month,omitempty"` // of the later one
	Week  Week   `json:"week,omitempty"`
}

// Cost is what money was spent on.
type Cost struct {
	Month    Month  `json:"month,omitempty"`
	Week     Week   `json:"week,omitempty"`
	Channel  string `json:"channel,omitempty"`
	Campaign string `json:"campaign,omitempty"`
	Team     string `json:"team,omitempty"`
	Shared   bool   `json:"shared,omitempty"` // not on one lead
}

// End is how and where a demand ended, was given back or was reopened.
type End struct {
	Kind     string `json:"kind"`
	Exit     string `json:"exit,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Stage    string `json:"stage,omitempty"`
	Month    Month  `json:"month,omitempty"`
	Week     Week   `json:"week,omitempty"`
	Channel  string `json:"channel,omitempty"`
	Campaign string `json:"campaign,omitempty"`
	Type     string `json:"type,omitempty"`
	Team     string `json:"team,omitempty"`
	Owner    string `json:"owner,omitempty"`
}

// Sum is a number of notes and the sum of their amounts in minor units.
type Sum struct {
	Times int64 `json:"times"`
	Minor int64 `json:"amount,omitempty"`
}

// ErrLarge is the error of [Tally.Add] and [Tally.Merge] where a sum would leave the range of an int64. The tally is then unchanged.
var ErrLarge = errors.New("too large a sum")

// mostVolume bounds every sum of a tally, with room for one more.
const mostVolume = 1 << 61

// Add counts one note. A malformed one, one in another currency, and one that would make a sum too large is an error and counts nothing.
func (t *Tally) Add(n Note) error {
	currency, err := n.check()
	if err != nil {
		return err
	}
	if err := t.admit(currency, n.volume(), n.newest()); err != nil {
		return err
	}
	switch n.Kind {
	case Reached:
		t.reached(&n)
	case Spent:
		cost := Cost{Month: n.Month, Week: n.Week, Channel: n.Channel, Campaign: n.Campaign, Team: n.Team, Shared: n.Shared}
		t.spent(cost, Sum{Times: 1, Minor: n.Amount.Minor})
	case Won, Lost, Left:
		t.ended(&n, 1, n.Kind)
	case Reopened:
		t.ended(&n, -1, n.End)
	}
	return nil
}

// admit checks what is to be added, up to a week, and makes the tally ready for it.
func (t *Tally) admit(currency string, volume int64, newest Week) error {
	if currency != "" && t.Currency != "" && currency != t.Currency {
		return fmt.Errorf("%s and %s: %w", t.Currency, currency, lead.ErrCurrency)
	}
	if t.volume == 0 {
		t.volume = t.size()
		t.pass(t.latest())
	}
	if t.volume > mostVolume-volume {
		return ErrLarge
	}
	if t.Groups == nil {
		t.Groups, t.Legs, t.Costs, t.Ends = map[Group]*Count{}, map[Leg]Spans{}, map[Cost]Sum{}, map[End]Sum{}
	}
	t.pass(newest)
	t.volume += volume
	if currency != "" {
		t.Currency = currency
	}
	return nil
}

func (m *Mark) group(step string) Group {
	return Group{Step: step, Month: m.Month, Week: m.Week, Channel: m.Channel, Campaign: m.Campaign, Type: m.Type, Team: m.Team, Owner: m.Owner}
}

func (t *Tally) count(g Group) *Count {
	g.Week = g.Week.Kept(t.newest)
	c := t.Groups[g]
	if c == nil {
		c = &Count{}
		t.Groups[g] = c
	}
	return c
}

// reached counts a step: in its own group, with what the lead had reached before, and in the groups of these. So that of two steps
// each knows of the other, whichever became known first.
func (t *Tally) reached(n *Note) {
	own := t.count(n.group(n.Step))
	own.add(1, valued(n.Amount), n.Amount.Minor)
	own.end(n.End, 1)
	entry := &n.Mark
	for i := range n.Before {
		m := &n.Before[i]
		own.too(m.Step, 1, valued(m.Amount), m.Amount.Minor)
		t.count(m.group(m.Step)).too(n.Step, 1, valued(n.Amount), n.Amount.Minor)
		if n.At < m.First {
			t.leg(Leg{n.Step, m.Step, m.Month, m.Week}, m.First.Sub(n.At))
		} else {
			t.leg(Leg{m.Step, n.Step, n.Month, n.Week}, n.At.Sub(m.First))
		}
	}
	entered := n.At
	if len(n.Before) > 0 {
		entry, entered = &n.Before[0], n.Before[0].First
	}
	later := &n.Mark
	if n.At < entered {
		later = entry
	}
	all := t.count(entry.group(""))
	if len(n.Before) == 0 {
		all.add(1, valued(n.Amount), n.Amount.Minor)
		all.end(n.End, 1)
	}
	all.too(n.Step, 1, valued(n.Amount), n.Amount.Minor)
	t.leg(Leg{"", n.Step, later.Month, later.Week}, max(0, n.At.Sub(entered)))
}

func valued(m lead.Money) int64 {
	if m.Minor == 0 {
		return 0
	}
	return 1
}

func (t *Tally) leg(l Leg, spans ...lead.Span) {
	l.Week = l.Week.Kept(t.newest)
	t.Legs[l] = append(t.Legs[l], spans...)
}

func (t *Tally) spent(c Cost, s Sum) {
	c.Week = c.Week.Kept(t.newest)
	sum := t.Costs[c]
	sum.add(s)
	t.Costs[c] = sum
}

// ended counts an end, once in its month, and by so much in the groups of the steps that the lead had reached.
func (t *Tally) ended(n *Note, by int64, how string) {
	t.end(End{Kind: n.Kind, Exit: n.Exit, Reason: n.Reason, Stage: n.Stage, Month: n.Month, Week: n.Week, Channel: n.Channel, Campaign: n.Campaign,
		Type: n.Type, Team: n.Team, Owner: n.Owner}, Sum{Times: 1, Minor: n.Amount.Minor})
	if how == Left {
		return
	}
	for i := range n.Before {
		m := &n.Before[i]
		t.count(m.group(m.Step)).end(how, by)
		if i == 0 {
			t.count(m.group("")).end(how, by)
		}
	}
}

func (t *Tally) end(e End, s Sum) {
	e.Week = e.Week.Kept(t.newest)
	sum := t.Ends[e]
	sum.add(s)
	t.Ends[e] = sum
}

func (s *Sum) add(o Sum) { s.Times, s.Minor = s.Times+o.Times, s.Minor+o.Minor }

func (c *Count) add(leads, valued, minor int64) {
	c.Leads, c.Valued, c.Minor = c.Leads+leads, c.Valued+valued, c.Minor+minor
}

func (c *Count) end(how string, by int64) {
	switch how {
	case Won:
		c.Won += by
	case Lost:
		c.Lost += by
	}
}

// too counts leads that reached another step.
func (c *Count) too(step string, leads, valued, minor int64) {
	i := 0
	for i < len(c.Too) && c.Too[i].Step < step {
		i++
	}
	if i == len(c.Too) || c.Too[i].Step != step {
		c.Too = slices.Insert(c.Too, i, Too{Step: step})
	}
	o := &c.Too[i]
	o.Leads, o.Valued, o.Minor = o.Leads+leads, o.Valued+valued, o.Minor+minor
}

// Merge adds another tally, which stays as it is. Tallies in two currencies, and too large a sum, are errors, and nothing is merged.
func (t *Tally) Merge(o *Tally) error {
	volume, newest := o.volume, o.newest
	if volume == 0 {
		volume, newest = o.size(), o.latest()
	}
	if volume > mostVolume {
		return ErrLarge
	}
	if err := t.admit(o.Currency, volume, newest); err != nil {
		return err
	}
	for group, count := range o.Groups {
		if count != nil {
			t.count(group).merge(count)
		}
	}
	for leg, spans := range o.Legs {
		t.leg(leg, spans...)
	}
	for cost, sum := range o.Costs {
		t.spent(cost, sum)
	}
	for end, sum := range o.Ends {
		t.end(end, sum)
	}
	return nil
}

func (c *Count) merge(o *Count) {
	c.add(o.Leads, o.Valued, o.Minor)
	c.Won, c.Lost = c.Won+o.Won, c.Lost+o.Lost
	for _, too := range o.Too {
		c.too(too.Step, too.Leads, too.Valued, too.Minor)
	}
}

// Clone gives a copy that shares nothing.
func (t *Tally) Clone() *Tally {
	var c Tally
	_ = c.Merge(t) // an empty tally takes any
	return &c
}

// size bounds the sum of all numbers in the tally, and stays just above mostVolume when it is too large.
func (t *Tally) size() int64 {
	var sum int64
	add := func(numbers ...int64) {
		for _, n := range numbers {
			if n > mostVolume || n < -mostVolume || sum > mostVolume {
				sum = mostVolume + 1
				return
			}
			sum += abs(n)
		}
	}
	for _, c := range t.Groups {
		if c == nil {
			continue
		}
		add(c.Leads, c.Valued, c.Minor, c.Won, c.Lost)
		for _, too := range c.Too {
			add(too.Leads, too.Valued, too.Minor)
		}
	}
	for _, s := range t.Costs {
		add(s.Times, s.Minor)
	}
	for _, s := range t.Ends {
		add(s.Times, s.Minor)
	}
	return sum
}
