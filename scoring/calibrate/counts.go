package calibrate

import (
	"cmp"
	"slices"
)

// Counts is what [Frequencies] learned: how many leads were won and lost, by team, stage and value. It is plain data; the zero Counts has counted
// nothing. It is as large as there are different values.
type Counts struct {
	Teams []Team `json:"teams,omitempty"` // sorted by name
}

// Count is how many leads were won and lost.
type Count struct {
	Won  int64 `json:"w,omitempty"`
	Lost int64 `json:"l,omitempty"`
}

// Team is the counts of one team.
type Team struct {
	Name string `json:"name,omitempty"`
	Count
	Stages []Stage `json:"stages,omitempty"` // sorted by name
	Values []Value `json:"values,omitempty"` // sorted by field, then value
}

// Stage counts the leads that reached a stage, as [Frequencies.Stages] says.
type Stage struct {
	Name string `json:"s"`
	Count
}

// Value counts the leads with a value in a field.
type Value struct {
	Field string `json:"f"`
	Value string `json:"v"`
	Count
}

func (c *Count) add(o Count)         { c.Won += o.Won; c.Lost += o.Lost }
func (c *Count) zero() bool          { return *c == Count{} }
func (c *Count) covers(o Count) bool { return c.Won+o.Won >= 0 && c.Lost+o.Lost >= 0 }

func (s Stage) compare(o Stage) int { return cmp.Compare(s.Name, o.Name) }
func (t Team) compare(o Team) int   { return cmp.Compare(t.Name, o.Name) }
func (v Value) compare(o Value) int {
	return cmp.Or(cmp.Compare(v.Field, o.Field), cmp.Compare(v.Value, o.Value))
}

// join adds more to a sorted list. What comes to nothing is left out.
func join[T any](list, more []T, compare func(a, b T) int, add func(a *T, b T), zero func(*T) bool) []T {
	list = slices.Clone(list)
	for _, m := range more {
		i, ok := slices.BinarySearchFunc(list, m, compare)
		if !ok {
			list = slices.Insert(list, i, m)
		} else {
			add(&list[i], m)
		}
		if zero(&list[i]) {
			list = slices.Delete(list, i, i+1)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

// Merge adds other counts to these. In whatever order counts are merged, and however they are grouped, the result is the same.
func (c *Counts) Merge(o Counts) {
	c.Teams = join(c.Teams, o.Teams, Team.compare, (*Team).merge, (*Team).zero)
}

func (t *Team) merge(o Team) {
	t.add(o.Count)
	t.Stages = join(t.Stages, o.Stages, Stage.compare, func(a *Stage, b Stage) { a.add(b.Count) }, func(s *Stage) bool { return s.Count.zero() })
	t.Values = join(t.Values, o.Values, Value.compare, func(a *Value, b Value) { a.add(b.Count) }, func(v *Value) bool { return v.Count.zero() })
}

func (t *Team) zero() bool { return t.Count.zero() && len(t.Stages) == 0 && len(t.Values) == 0 }

// holds tells whether adding other, negative counts leaves none below zero.
func (c *Counts) holds(o Counts) bool {
	for _, less := range o.Teams {
		i, ok := slices.BinarySearchFunc(c.Teams, less, Team.compare)
		if !ok || !c.Teams[i].covers(less) {
			return false
		}
	}
	return true
}

func (t *Team) covers(less Team) bool {
	for _, s := range less.Stages {
		if i, ok := slices.BinarySearchFunc(t.Stages, s, Stage.compare); !ok || !t.Stages[i].Count.covers(s.Count) {
			return false
		}
	}
	for _, v := range less.Values {
		if i, ok := slices.BinarySearchFunc(t.Values, v, Value.compare); !ok || !t.Values[i].Count.covers(v.Count) {
			return false
		}
	}
	return t.Count.covers(less.Count)
}

// all gives the counts of all teams together.
func (c *Counts) all() Team {
	var sum Team
	for _, t := range c.Teams {
		sum.merge(t)
	}
	return sum
}

// value gives the counts of a field's value, those of the field, and how many values it has.
func (t *Team) value(field, value string) (n, whole Count, kinds int) {
	for i := range t.Values {
		v := &t.Values[i]
		if v.Field != field {
			continue
		}
		whole.add(v.Count)
		kinds++
		if v.Value == value {
			n = v.Count
		}
	}
	return n, whole, kinds
}
