package funnel

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// The encoded form of a Tally: lists, sorted by what is counted.
type (
	tallyJSON struct {
		Currency string      `json:"currency,omitempty"`
		Groups   []groupJSON `json:"groups,omitempty"`
		Legs     []legJSON   `json:"legs,omitempty"`
		Costs    []costJSON  `json:"costs,omitempty"`
		Ends     []endJSON   `json:"ends,omitempty"`
	}
	groupJSON struct {
		Group
		Count
	}
	legJSON struct {
		Leg
		Times []int64 `json:"times"`
	}
	costJSON struct {
		Cost
		Sum
	}
	endJSON struct {
		End
		Sum
	}
)

// MarshalJSON writes the tally. Equal tallies give equal bytes, in whatever order they were counted and merged.
func (t Tally) MarshalJSON() ([]byte, error) {
	j := tallyJSON{Currency: t.Currency}
	for _, g := range sortedKeys(t.Groups, Group.compare) {
		if c := t.Groups[g]; c != nil {
			j.Groups = append(j.Groups, groupJSON{g, *c})
		}
	}
	for _, leg := range sortedKeys(t.Legs, Leg.compare) {
		if spans := t.Legs[leg]; len(spans) > 0 {
			j.Legs = append(j.Legs, legJSON{leg, milliseconds(spans)})
		}
	}
	for _, c := range sortedKeys(t.Costs, Cost.compare) {
		j.Costs = append(j.Costs, costJSON{c, t.Costs[c]})
	}
	for _, e := range sortedKeys(t.Ends, End.compare) {
		j.Ends = append(j.Ends, endJSON{e, t.Ends[e]})
	}
	return json.Marshal(j)
}

func milliseconds(spans Spans) []int64 {
	list := make([]int64, len(spans))
	for i, s := range spans {
		list[i] = int64(s)
	}
	slices.Sort(list)
	return list
}

// UnmarshalJSON reads what MarshalJSON writes, and what was written without weeks. What no tally can hold is an error, and t is unchanged.
func (t *Tally) UnmarshalJSON(data []byte) error {
	var j tallyJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	read := Tally{Currency: j.Currency, Groups: map[Group]*Count{}, Legs: map[Leg]Spans{}, Costs: map[Cost]Sum{}, Ends: map[End]Sum{}}
	if j.Currency != "" && !lead.KnownCurrency(j.Currency) {
		return fmt.Errorf("funnel: %q: %w", j.Currency, lead.ErrCurrency)
	}
	for _, add := range []func(*Tally) error{j.groups, j.legs, j.costs, j.ends} {
		if err := add(&read); err != nil {
			return fmt.Errorf("funnel: malformed tally: %w", err)
		}
	}
	if read.volume = read.size(); read.volume > mostVolume {
		return ErrLarge
	}
	read.pass(read.latest())
	*t = read
	return nil
}

func (j *tallyJSON) groups(t *Tally) error {
	for _, g := range j.Groups {
		sorted := slices.IsSortedFunc(g.Too, func(a, b Too) int { return strings.Compare(a.Step, b.Step) })
		unique := len(slices.CompactFunc(slices.Clone(g.Too), func(a, b Too) bool { return a.Step == b.Step })) == len(g.Too)
		switch {
		case t.Groups[g.Group] != nil:
			return fmt.Errorf("the group %v is there twice", g.Group)
		case !g.Month.Valid() || !sorted || !unique || g.Leads < 0:
			return fmt.Errorf("the group %v is out of bounds", g.Group)
		}
		t.Groups[g.Group] = &g.Count
	}
	return nil
}

func (j *tallyJSON) legs(t *Tally) error {
	for _, l := range j.Legs {
		if _, ok := t.Legs[l.Leg]; ok {
			return fmt.Errorf("the leg %v is there twice", l.Leg)
		}
		spans := make(Spans, len(l.Times))
		for i, ms := range l.Times {
			if ms < 0 || ms > int64(lead.Forever) {
				return fmt.Errorf("a time of the leg %v is out of bounds", l.Leg)
			}
			spans[i] = lead.Span(ms)
		}
		t.Legs[l.Leg] = spans
	}
	return nil
}

func (j *tallyJSON) costs(t *Tally) error {
	for _, c := range j.Costs {
		if _, ok := t.Costs[c.Cost]; ok || !c.Month.Valid() || c.Times < 0 {
			return fmt.Errorf("the cost %v is there twice or out of bounds", c.Cost)
		}
		t.Costs[c.Cost] = c.Sum
	}
	return nil
}

func (j *tallyJSON) ends(t *Tally) error {
	for _, e := range j.Ends {
		if _, ok := t.Ends[e.End]; ok || !e.Month.Valid() || e.Sum.Times < 0 {
			return fmt.Errorf("the end %v is there twice or out of bounds", e.End)
		}
		t.Ends[e.End] = e.Sum
	}
	return nil
}

func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}

// compare orders groups by step, month, week, source, type and hands.
func (g Group) compare(o Group) int {
	return cmp.Or(strings.Compare(g.Step, o.Step), cmp.Compare(g.Month, o.Month), cmp.Compare(g.Week, o.Week), strings.Compare(g.Channel, o.Channel),
		strings.Compare(g.Campaign, o.Campaign), strings.Compare(g.Type, o.Type), strings.Compare(g.Team, o.Team), strings.Compare(g.Owner, o.Owner))
}

func (l Leg) compare(o Leg) int {
	return cmp.Or(strings.Compare(l.From, o.From), strings.Compare(l.To, o.To), cmp.Compare(l.Month, o.Month), cmp.Compare(l.Week, o.Week))
}

func (c Cost) compare(o Cost) int {
	shared := 0
	if c.Shared != o.Shared {
		shared = 1
		if o.Shared {
			shared = -1
		}
	}
	return cmp.Or(cmp.Compare(c.Month, o.Month), cmp.Compare(c.Week, o.Week), strings.Compare(c.Channel, o.Channel), strings.Compare(c.Campaign, o.Campaign),
		strings.Compare(c.Team, o.Team), shared)
}

func (e End) compare(o End) int {
	return cmp.Or(strings.Compare(e.Kind, o.Kind), strings.Compare(e.Exit, o.Exit), strings.Compare(e.Reason, o.Reason), strings.Compare(e.Stage, o.Stage),
		cmp.Compare(e.Month, o.Month), cmp.Compare(e.Week, o.Week), strings.Compare(e.Channel, o.Channel), strings.Compare(e.Campaign, o.Campaign),
		strings.Compare(e.Type, o.Type), strings.Compare(e.Team, o.Team), strings.Compare(e.Owner, o.Owner))
}
