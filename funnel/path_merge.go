package funnel

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Merge adds the path of another record of the same person; the other is not changed. p is of the record that says where the lead stands, and how the demand ended.
// A step that both reached was first reached when the earlier one did; the cohort is the earlier one's. What was noted of both for a [Tally] stays noted.
func (p *Path) Merge(o *Path) {
	if first := o.Cohort(); first != 0 && (p.Cohort() == 0 || first < p.Cohort()) {
		p.Channel, p.Campaign = o.Channel, o.Campaign
	}
	p.Reached = slices.Clone(p.Reached)
	for _, r := range o.Reached {
		if mine := p.find(r.Step); mine != nil {
			*mine = bothReached(*mine, r)
		} else {
			p.Reached = append(p.Reached, r)
		}
	}
	slices.SortFunc(p.Reached, func(a, b Reach) int { return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Step, b.Step)) })
	p.Reached = p.Reached[:min(len(p.Reached), MostReaches)]
	if p.Team == "" && p.Owner == "" {
		p.Team, p.Owner = o.Team, o.Owner
	}
	p.deal(o.Deal, o.Dealt)
	if p.Closing == 0 {
		p.Closing = o.Closing
	}
}

// bothReached makes one reach of two: the earlier one, reached again by the other.
func bothReached(a, b Reach) Reach {
	if b.First < a.First {
		a, b = b, a
	}
	last := func(r *Reach) lead.Instant { return max(r.First, r.Last) }
	again := max(last(&a), last(&b))
	a.Times += b.Times + 1
	if a.Last = again; again == a.First {
		a.Last = 0
	}
	return a
}
