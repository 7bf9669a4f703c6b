package funnel

import (
	"cmp"
	"maps"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Periods is the period view: what was reached in each month or week, whichever lead it was. It has counts and amounts, and no ratios.
type Periods struct {
	Steps []string `json:"steps"`
	Lines []Period `json:"lines"` // sorted by month or week
}

// Period is one month, or one week.
type Period struct {
	Month   Month      `json:"month,omitempty"`
	Week    Week       `json:"week,omitempty"`
	Entered Worth      `json:"entered"` // leads that reached their first step
	Steps   []Worth    `json:"steps"`   // in the order of the steps
	Won     Worth      `json:"won"`     // sales, second ones of a lead included
	Lost    Worth      `json:"lost"`
	Spent   lead.Money `json:"spent,omitzero"`
}

// Periods gives the period view by month. What was spent is that month's cost of the filter's channel, campaign and team, and does not know types and owners.
func (c *Funnel) Periods(t *Tally, f Filter) Periods {
	return c.periods(t, ByMonth, f, t.moments(f, func(m Month, _ Week) moment { return moment{month: m} }))
}

// Weeks gives the period view by week, of those that the tally keeps apart. Of a filter with months, a week at an end of them has the days that lie within.
func (c *Funnel) Weeks(t *Tally, f Filter) Periods {
	return c.periods(t, ByWeek, f, t.moments(f, func(_ Month, w Week) moment { return moment{week: w} }))
}

// moment is a month, or a week.
type moment struct {
	month Month
	week  Week
}

func (c *Funnel) periods(t *Tally, by Dimension, f Filter, moments []moment) Periods {
	view := Periods{Steps: c.Steps()}
	lines := t.gather(by, f)
	for _, m := range moments {
		one, steps := f, lines[by.of(&Group{Month: m.month, Week: m.week})]
		if by == ByWeek {
			one.FromWeek, one.ToWeek = m.week, m.week
		} else {
			one.From, one.To = m.month, m.month
		}
		line := Period{Month: m.month, Week: m.week, Entered: t.worthOf(steps[""]), Won: t.ends(Won, one), Lost: t.ends(Lost, one), Spent: t.money(t.spend(one))}
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

// moments lists the months or weeks, as of has them, in which something was reached, ended or spent, sorted. What has none is in none.
func (t *Tally) moments(f Filter, of func(Month, Week) moment) []moment {
	seen := map[moment]bool{}
	see := func(m Month, w Week, is bool) { seen[of(m, w)] = seen[of(m, w)] || is }
	for g := range t.Groups {
		see(g.Month, g.Week, f.match(&g))
	}
	for e := range t.Ends {
		g := e.group()
		see(e.Month, e.Week, f.match(&g))
	}
	for c := range t.Costs {
		see(c.Month, c.Week, f.pays(&c))
	}
	maps.DeleteFunc(seen, func(m moment, is bool) bool { return !is || m == moment{} })
	return slices.SortedFunc(maps.Keys(seen), func(a, b moment) int { return cmp.Or(cmp.Compare(a.month, b.month), cmp.Compare(a.week, b.week)) })
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
	return f.has(c.Month, c.Week) && fits(f.Channel, c.Channel) && fits(f.Campaign, c.Campaign) && fits(f.Team, c.Team)
}

func (t *Tally) spend(f Filter) (minor int64) {
	for c, s := range t.Costs {
		if f.pays(&c) {
			minor += s.Minor
		}
	}
	return minor
}

// Sales sums the sales in the filter's months and weeks: all of them, also the second of one lead.
func (t *Tally) Sales(f Filter) Worth { return t.ends(Won, f) }
