package scoring

import (
	"cmp"

	"github.com/leadkit/leadkit/lead"
)

// What is done to a score comes in three kinds, and each keeps its latest act: an override says what the score is, a freeze that it stays what it was, and so does that somebody
// outside has the lead. Of the three the latest one counts as long as it stands, then another. None ends another. Beneath them the machine goes on: it counts events, and points fade.
// When none stands any more, the score is what it would be without them.
//
// Which act is the latest goes by the events' times, and in one millisecond by their ids, so that the order of arrival makes no difference: whoever freezes and resumes in one
// millisecond gives the later act the greater id. An unscored score that is frozen stays unscored, whatever becomes known of the lead.

// byHand folds what was done to a score, unless it is refused.
func (s *Scorer) byHand(st *State, k *kind, b *lead.Bound, now lead.Instant) {
	switch {
	case s.Refuses(b) != "":
		return
	case k.overrides:
		s.override(st, b)
		return
	}
	name := b.Value(s.schema.Prop(b.Kind, "score")).Text
	values := make([]lead.Points, len(s.Names()))
	known := make([]bool, len(values))
	for i := range values {
		values[i], known[i] = s.Score(st, s.first+i, max(now, b.Time))
	}
	for i, each := range s.Names() {
		if name == "" || name == each {
			s.freeze(st, k, b, each, extent{values[i], values[i], known[i]})
		}
	}
}

// freeze holds a score as it is, or lets it go. Without any freeze before, letting it go is noted all the same: the freeze may come late.
func (s *Scorer) freeze(st *State, k *kind, b *lead.Bound, name string, now extent) {
	prop := func(name string) lead.Value { return b.Value(s.schema.Prop(b.Kind, name)) }
	o := Override{Score: name, Points: now.lo, Unscored: !now.known, At: b.Time, Until: lead.Instant(prop("until").Num), By: b.By, Reason: prop("reason").Text, Event: b.ID}
	list := &st.Frozen
	if k.outside {
		list, o.Reason = &st.Away, cmp.Or(prop("partner").Text, o.Reason)
	}
	if k.resumes {
		o.Points, o.Unscored, o.Until = 0, false, b.Time
	}
	take(list, o)
}

// acts gives the latest act of each kind upon a score, nil where there was none. It may have ended.
func (st *State) acts(name string) [3]*Override {
	return [...]*Override{of(st.Overrides, name), of(st.Frozen, name), of(st.Away, name)}
}

// of finds what a list has of a score.
func of(list []Override, name string) *Override {
	for i := range list {
		if list[i].Score == name {
			return &list[i]
		}
	}
	return nil
}

// hand gives what counts for a score at an instant, nil if the machine's does.
func (st *State) hand(name string, at lead.Instant) (latest *Override) {
	for _, o := range st.acts(name) {
		if o != nil && o.stands(at) && (latest == nil || !latest.later(o)) {
			latest = o
		}
	}
	return latest
}

// Hand is what a person has done to a score that counts in place of the machine's.
type Hand struct {
	Score  string      `json:"score"`
	Points lead.Points `json:"points"`
	Frozen bool        `json:"frozen,omitempty"` // it stays what it was; else it is what the person says
	// Unscored says that it was frozen while it was unscored, and stays so.
	Unscored bool         `json:"unscored,omitempty"`
	By       string       `json:"by,omitempty"`
	Reason   string       `json:"reason,omitempty"`
	Since    lead.Instant `json:"since"`
	Until    lead.Instant `json:"until,omitempty"` // zero: until it is lifted
}

// Hands lists what people have done to scores that counts at an instant.
func (s *Scorer) Hands(st *State, at lead.Instant) (list []Hand) {
	for _, name := range s.Names() {
		if o := st.hand(name, at); o != nil {
			list = append(list, Hand{name, o.Points, o != of(st.Overrides, name), o.Unscored, o.By, o.Reason, o.At, o.Until})
		}
	}
	return list
}

// hands widens bounds of the machine's score by all that a person may say of it from an instant on.
func (st *State) hands(name string, from lead.Instant, lo, hi lead.Points) (least, most lead.Points) {
	for _, o := range st.acts(name) {
		if o != nil && o.stands(from) {
			lo, hi = min(lo, o.Points), max(hi, o.Points)
		}
	}
	return lo, hi
}

// overridden replaces what the machine says by what a person says, over a span. A score that was once set by hand stays known. One that is frozen unscored is not, and counts
// as 0: whether it is known is told of the span's beginning, and time alone changes it at the instants of [Scorer.Due].
func (st *State) overridden(name string, e extent, from, to lead.Instant) extent {
	if of(st.Overrides, name) != nil {
		e.known = true
	}
	first, last := st.hand(name, from), st.hand(name, to)
	switch {
	case first == last && first != nil:
		e.lo, e.hi = first.Points, first.Points
	case first != last:
		e.lo, e.hi = st.hands(name, from, e.lo, e.hi)
	}
	if e.known = e.known && !first.unscored(); !e.known && from == to {
		return extent{}
	}
	return e
}

// unscored reports whether it is a freeze of a score that had no points. Where there is no act at all, it is not.
func (o *Override) unscored() bool { return o != nil && o.Unscored }

// Due gives the next instant after which a score may become known, or unscored, by itself: at the end of what a person did to one that was frozen unscored. Zero is never.
func (s *Scorer) Due(st *State, after lead.Instant) (due lead.Instant) {
	for _, list := range [...][]Override{st.Frozen, st.Away} {
		for i := range list {
			if !list[i].Unscored || !list[i].stands(after) {
				continue
			}
			for _, o := range st.acts(list[i].Score) {
				if o != nil && o.Until > after {
					due = lead.Earliest(due, o.Until)
				}
			}
		}
	}
	return due
}
