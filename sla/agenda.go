package sla

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Subject is a lead as a meeting of the two teams may speak of it.
type Subject struct {
	Lead     *lead.State
	Promises *State
	// InHand says that it is in sales' hands: handed over, and neither given back nor at an end.
	InHand bool
}

// Item is a point of a meeting's agenda. One that the agreement only names, without a meaning known here, has no lead.
type Item struct {
	Point string `json:"point"` // as the agreement has it
	Lead  string `json:"lead,omitempty"`
	Words string `json:"words,omitempty"` // "follow up: broken, missing phone", "returned 3 times"
}

// The points of About that are worked out. The last one has a number of working days in its middle.
const (
	AboutBroken    = "broken promises"
	AboutRecycled  = "recycled twice"
	aboutUntouched = "untouched "
	aboutDays      = " working days"
)

// Agenda works out what a promise of meetings is about, for leads as they are at an instant: the promises that broke after the last meeting, which was at since, and
// were not corrected; the leads that were returned at least twice; those in sales' hands that nobody tried to reach for so many working days. Leads come in the order in which they
// are given. It is empty for a promise that is not one of meetings.
func (t *Terms) Agenda(name string, leads []Subject, since, at lead.Instant) (list []Item) {
	p := t.promise(name)
	if p == nil || !p.meeting() {
		return nil
	}
	for _, point := range p.About {
		find := t.point(p, point, since, at)
		if find == nil {
			list = append(list, Item{Point: point})
			continue
		}
		for _, s := range leads {
			if s.Lead == nil || s.Promises == nil {
				continue
			}
			for _, words := range find(s) {
				list = append(list, Item{point, s.Lead.ID, words})
			}
		}
	}
	return list
}

// point gives what finds a point in a lead, nil for one without a meaning known here.
func (t *Terms) point(p *promise, point string, since, at lead.Instant) func(Subject) []string {
	switch {
	case point == AboutBroken:
		return func(s Subject) []string { return t.brokenSince(s.Promises, since, at) }
	case point == AboutRecycled:
		return func(s Subject) []string {
			if s.Lead.Life.Returns < 2 {
				return nil
			}
			return []string{fmt.Sprintf("returned %d times", s.Lead.Life.Returns)}
		}
	}
	text, ok := strings.CutPrefix(point, aboutUntouched)
	text, ok2 := strings.CutSuffix(text, aboutDays)
	days, err := strconv.Atoi(text)
	if !ok || !ok2 || err != nil || days < 1 {
		return nil
	}
	return func(s Subject) []string { return p.untouched(s, days, at) }
}

func (t *Terms) brokenSince(st *State, since, at lead.Instant) (list []string) {
	for _, clocks := range [][]Clock{st.Clocks, st.Past} {
		for i := range clocks {
			c := &clocks[i]
			p := t.promise(c.Promise)
			if p != nil && c.Broken > since && c.Broken <= at && c.Verdict != Corrected {
				s := p.standing(c, at)
				list = append(list, s.Words)
			}
		}
	}
	return list
}

// untouched says since when nobody tried to reach a lead that is in sales' hands, if that is so many working days ago.
func (p *promise) untouched(s Subject, days int, at lead.Instant) []string {
	life := &s.Lead.Life
	if life.Receipt == nil || !s.InHand {
		return nil
	}
	last := max(s.Promises.Touched, life.Receipt.At)
	if last > at || p.hours.DaysBetween(last.Time(), at.Time()) < days {
		return nil
	}
	return []string{"untouched since " + p.hours.Moment(last.Time(), at.Time())}
}
