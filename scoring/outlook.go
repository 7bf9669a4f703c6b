package scoring

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Outlook is how a score lies between the thresholds next to it: what would lift it over the one above, and when it sinks below the one under it.
type Outlook struct {
	Score string       `json:"score"`
	At    lead.Instant `json:"at"`
	Now   lead.Points  `json:"now"`
	Known bool         `json:"known"` // false: unscored, and Now is 0
	// Above is the lowest threshold that is not reached, nil if there is none; Below the highest that is.
	Above *Band `json:"above,omitempty"`
	Below *Band `json:"below,omitempty"`
	// Short is what is lacking to Above, Spare what there is over Below.
	Short lead.Points `json:"short,omitempty"`
	Spare lead.Points `json:"spare,omitempty"`
	// Chances are the single further events, and facts, that would give points: those that are enough first, the least of them at the top.
	Chances []Chance `json:"chances,omitempty"`
	// Falls is when time alone takes the score below Below, Rises when it alone lifts it to Above; zero: never. Both can happen: a silence's end is no
	// matter of time, but a malus fades.
	Falls lead.Instant `json:"falls,omitempty"`
	Rises lead.Instant `json:"rises,omitempty"`
}

// Outlook tells how a score, by its number in the schema, lies between thresholds at an instant that is not before the last event. The thresholds may have names, and any order. What the
// chances would make of it is computed, not estimated: on a copy of the state, through limits, caps and silences.
func (s *Scorer) Outlook(st *State, score int, at lead.Instant, thresholds ...Band) Outlook {
	names := s.Names()
	if score < s.first || score-s.first >= len(names) {
		return Outlook{At: at}
	}
	o := Outlook{Score: names[score-s.first], At: at}
	o.Now, o.Known = s.Score(st, score, at)
	bands := slices.Clone(thresholds)
	slices.SortFunc(bands, func(a, b Band) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Name, b.Name)) })
	for _, b := range bands {
		switch {
		case o.Known && o.Now >= b.From:
			o.Below, o.Spare = &b, o.Now-b.From
		case o.Above == nil:
			o.Above, o.Short = &b, b.From-o.Now
		}
	}
	if o.Below != nil {
		o.Falls, _ = s.Next(st, score, o.Below.From, at)
	}
	if o.Above == nil {
		return o
	}
	o.Rises, _ = s.Next(st, score, o.Above.From, at)
	o.Chances = s.chances(st, at, aim{o.Short, true, false}, func(st *State, _ *Chance) (lead.Points, bool) {
		p, known := s.Score(st, score, at)
		return p, known && p >= o.Above.From
	})
	return o
}

// Heat is the outlook of the temperature: what would make the lead hotter, and when it cools down. Without temperatures it is empty.
func (s *Scorer) Heat(st *State, at lead.Instant) Outlook {
	bands, _ := s.Bands()
	if len(bands) == 0 {
		return Outlook{At: at}
	}
	return s.Outlook(st, s.first+s.heat.score, at, bands...)
}

// String tells it in lines: where the score stands, what would be enough, what would not, what is held back, and when it falls.
func (o Outlook) String() string {
	var b strings.Builder
	now := short(o.Now)
	if !o.Known {
		now = "unscored"
	}
	fmt.Fprintf(&b, "%s %s", o.Score, now)
	if o.Above != nil {
		fmt.Fprintf(&b, ", %s short of %s", short(o.Short), bandText(o.Above))
	}
	for _, c := range o.Chances {
		fmt.Fprintf(&b, "\n  %s %s", [...]string{"+", "·", "-"}[c.rank()], c)
	}
	if o.Rises != 0 {
		fmt.Fprintf(&b, "\n  reaches %s by itself on %s", bandText(o.Above), dayOf(o.Rises))
	}
	if o.Below == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "\n  %s above %s, ", short(o.Spare), bandText(o.Below))
	if o.Falls == 0 {
		return b.String() + "and stays there"
	}
	return b.String() + "falls below it on " + dayOf(o.Falls)
}

func bandText(b *Band) string { return strings.TrimSpace(b.Name + " " + b.From.String()) }

func dayOf(at lead.Instant) string { return at.Time().Format("Mon 2 Jan 2006 15:04:05.000") }
