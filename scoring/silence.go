package scoring

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// silence is a compiled inactivity: a function of when the kinds last happened and of the instant alone.
type silence struct {
	key   uint32 // of the activity
	after lead.Span
	every lead.Span
	times int64
	floor Level
}

// anything is the key of the activity that any signal is.
const anything = "any signal"

func (c *compiler) silenceRule(path string, r *rule, spec Rule) {
	r.sort = onSilence
	c.unused(path, "a rule about silence", map[string]bool{"when": spec.When != "", "worth": spec.Worth != "", "at_least": spec.AtLeast.Set, "up_to": spec.UpTo.Set,
		"at_most": len(spec.AtMost) > 0, "once": spec.Once, "cool_down": spec.CoolDown != 0, "decay": spec.Decay != Decay{}, "diminishing": spec.Diminishing != Diminishing{}})
	if spec.After < 0 || spec.Again < 0 {
		c.add(path+"/after", "negative-span", "a time cannot be negative", "")
	}
	switch {
	case spec.Times < 0 || spec.Times > MostTimes:
		c.add(path+"/times", "bad-times", fmt.Sprintf("%d times is not between 1 and %d", spec.Times, MostTimes), "")
	case spec.Again != 0 && spec.Times == 0:
		c.add(path+"/again", "no-times", "the points are taken again, and nothing says how often", "write times: with a number, the first time included")
	case spec.Again == 0 && spec.Times > 1:
		c.add(path+"/times", "no-interval", "the points are taken several times, and nothing says when", "write again: every 30d")
	}
	r.silence = silence{c.activity(path+"/of", spec.Of), lead.Span(spec.After), lead.Span(spec.Again), int64(cmp.Or(spec.Times, 1)), spec.DownTo}
	c.s.scores[r.score].silences = append(c.s.scores[r.score].silences, r)
	b := &c.s.baskets[r.basket]
	switch {
	case !spec.DownTo.Set:
		b.silences = append(b.silences, r)
	case spec.Points > 0:
		c.add(path+"/down_to", "no-way-down", "points that are added never come down to a floor", "let points: be negative, or write max:")
	case r.basket != c.s.scores[r.score].basket:
		c.add(path+"/down_to", "floor-in-group", "a floor is one of the whole score, and the rule's points are held by themselves", "leave out group:, min: and max:")
	default:
		b.floors = append(b.floors, r)
	}
}

// activity finds the kinds of event that end a silence: the named ones or, without names, every signal and what makes a lead known or brings it back.
func (c *compiler) activity(path string, names []string) uint32 {
	name, ids := anything, []lead.KindID(nil)
	if len(names) > 0 {
		ids = c.kinds(path, names)
		sorted := slices.Sorted(slices.Values(names))
		name = "of/" + strings.Join(sorted, "/")
	} else {
		for i := range c.s.kinds {
			id := lead.KindID(i)
			if k := c.s.schema.KindOf(id); k.Class == lead.Signal || k.Name == lead.Created || k.Name == lead.Touched {
				ids = append(ids, id)
			}
		}
	}
	key := c.key(path, name)
	for _, id := range ids {
		if k := &c.s.kinds[id]; !slices.Contains(k.stirs, key) {
			k.stirs = append(k.stirs, key)
		}
	}
	return key
}

// steps gives how often the points have been taken by an instant, when the activity last was at last.
func (s *silence) steps(last, at lead.Instant) int64 {
	quiet := at.Sub(last) - s.after
	switch {
	case last == 0 || quiet < 0:
		return 0
	case s.every == 0:
		return 1
	}
	return min(1+int64(quiet/s.every), s.times)
}

// Hush gives the first instant, not before now, at which a silence takes points from any score, if no event comes: now where one has taken them already, zero where none will.
func (s *Scorer) Hush(st *State, now lead.Instant) lead.Instant {
	var first lead.Instant
	for i := range s.scores {
		for _, r := range s.scores[i].silences {
			if last := st.active(r.silence.key); last != 0 {
				first = lead.Earliest(first, max(now, last.Add(r.silence.after)))
			}
		}
	}
	return first
}

// active gives when the kinds of an activity last happened, zero if never.
func (st *State) active(key uint32) lead.Instant {
	for i := range st.Active {
		if st.Active[i].Key == key {
			return st.Active[i].Last
		}
	}
	return 0
}

// stir notes an activity, and reports whether it is the first of its key.
func (st *State) stir(key uint32, t lead.Instant) bool {
	for i := range st.Active {
		if st.Active[i].Key == key {
			st.Active[i].Last = max(st.Active[i].Last, t)
			return false
		}
	}
	i, _ := slices.BinarySearchFunc(st.Active, key, func(a Activity, key uint32) int { return cmp.Compare(a.Key, key) })
	st.Active = slices.Insert(st.Active, i, Activity{key, t})
	return true
}
