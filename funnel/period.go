package funnel

import (
	"maps"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Periods is the period view: what was reached in each month, whichever lead it was. It has counts and amounts, and no ratios.
type Periods struct {
	Steps []string `json:"steps"`
	Lines []Period `json:"lines"` // sorted by month
}

// Period is one month.
type Period struct {
	Month   Month      `json:"month"`
	Entered Worth      `json:"entered"` // leads that reached their first step
	Steps   []Worth    `json:"steps"`   // in the order of the steps
	Won     Worth      `json:"won"`     // sales, second ones of a lead included
	Lost    Worth      `json:"lost"`
	Spent   lead.Money `json:"spent,omitzero"`
}

// Periods gives the period view. What was spent is that month's cost of the filter's channel, campaign and team, and does not know types and owners.
func (c *Funnel) Periods(t *Tally, f Filter) Periods {
	view := Periods{Steps: c.Steps()}
	lines, months := t.gather(ByMonth, f), t.months(f)
	for _, m := range months {
		one := f
		one.From, one.To = m, m
		steps := lines[m.String()]
		line := Period{Month: m, Entered: t.worthOf(steps[""]), Won: t.ends(Won, one), Lost: t.ends(Lost, one), Spent: t.money(t.spend(one))}
		for _, step := range c.names {
			line.Steps = append(line.Steps, t.worthOf(steps[step]))
		}
		view.Lines = append(view.Lines, line)
	}
	return view
}

func (t *Tally) worthOf(c *Count) Worth {
	if c == nil {
		return t.worth(0, 0, 0)
	}
	return t.worth(c.Leads, c.Valued, c.Minor)
}

// months lists the months in which something was reached, ended or spent, sorted.
func (t *Tally) months(f Filter) []Month {
	seen := map[Month]bool{}
	for g := range t.Groups {
		seen[g.Month] = seen[g.Month] || f.match(&g)
	}
	for e := range t.Ends {
		g := e.group()
		seen[e.Month] = seen[e.Month] || f.match(&g)
	}
	for c := range t.Costs {
		seen[c.Month] = seen[c.Month] || f.pays(&c)
	}
	maps.DeleteFunc(seen, func(_ Month, is bool) bool { return !is })
	return slices.Sorted(maps.Keys(seen))
}

// ends sums the ends of a kind. An end whose sum is nothing is not known to be worth nothing, so no count of valued ones is given.
func (t *Tally) ends(kind string, f Filter) Worth {
	var sum Sum
	for e, s := range t.Ends {
		if g := e.group(); e.Kind == kind && f.match(&g) {
			sum.add(s)
		}
	}
	return t.worth(sum.Times, 0, sum.Minor)
}

func (f *Filter) pays(c *Cost) bool {
	return within(c.Month, f.From, f.To) && fits(f.Channel, c.Channel) && fits(f.Campaign, c.Campaign) && fits(f.Team, c.Team)
}

func (t *Tally) spend(f Filter) (minor int64) {
	for c, s := range t.Costs {
		if f.pays(&c) {
			minor += s.Minor
		}
	}
	return minor
}

// Sales sums the sales in the filter's months: all of them, also the second of one lead.
func (t *Tally) Sales(f Filter) Worth { return t.ends(Won, f) }
