package scoring

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Override is a score that a person has set by hand: it stands in place of the machine's, which goes on beside it. Of several the latest event counts, among those
// of one instant the one with the greatest id.
type Override struct {
	Score    string       `json:"s"`
	Points   lead.Points  `json:"p"`
	Unscored bool         `json:"n,omitempty"` // of a freeze: it had no points, and stays so
	At       lead.Instant `json:"t"`
	Until    lead.Instant `json:"u,omitempty"` // from then on the machine's score counts again; zero: it stands until it is lifted
	By       string       `json:"b,omitempty"`
	Reason   string       `json:"r,omitempty"`
	Event    string       `json:"e,omitempty"`
}

// stands tells whether the override counts at an instant.
func (o *Override) stands(at lead.Instant) bool { return o.Until == 0 || at < o.Until }

func (o *Override) later(p *Override) bool {
	return cmp.Or(cmp.Compare(o.At, p.At), cmp.Compare(o.Event, p.Event)) > 0
}

// Refuses says why what a person would do to a score is passed over; empty where it is not, and for every other event.
func (s *Scorer) Refuses(b *lead.Bound) string {
	if b.Automatic || int(b.Kind) >= len(s.kinds) {
		return ""
	}
	k := &s.kinds[b.Kind]
	if k.outside || !k.overrides && !k.freezes && !k.resumes {
		return ""
	}
	name, points := b.Value(s.schema.Prop(b.Kind, "score")).Text, b.Value(s.schema.Prop(b.Kind, "points")).Num
	switch _, ok := lead.PointsOf(points); {
	case name == "" && k.overrides:
		return "it names no score"
	case name != "" && !slices.Contains(s.Names(), name):
		return "there is no score " + name
	case k.overrides && !ok:
		return fmt.Sprintf("no score can be set to %v", points)
	}
	return ""
}

// override folds a score_overridden. Without points it lifts the one that stands.
func (s *Scorer) override(st *State, b *lead.Bound) {
	prop := func(name string) lead.Value { return b.Value(s.schema.Prop(b.Kind, name)) }
	o := Override{Score: prop("score").Text, At: b.Time, By: b.By, Reason: prop("reason").Text, Event: b.ID, Until: lead.Instant(prop("until").Num)}
	o.Points, _ = lead.PointsOf(prop("points").Num)
	if prop("points") == (lead.Value{}) {
		o.Until = b.Time
	}
	take(&st.Overrides, o)
	s.know(st, s.prepared(st))
}

// take puts an override where it belongs in a list sorted by score, unless a later one is there.
func take(list *[]Override, o Override) {
	i, ok := slices.BinarySearchFunc(*list, o.Score, func(o Override, name string) int { return cmp.Compare(o.Score, name) })
	switch {
	case !ok:
		*list = slices.Insert(*list, i, o)
	case o.later(&(*list)[i]):
		(*list)[i] = o
	}
}
