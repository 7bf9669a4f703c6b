package funnel

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Goal is a target of sales, spread evenly over months.
type Goal struct {
	Sales  lead.Money `json:"sales"`
	First  Month      `json:"first"`            // the first month in which sales are due
	Months int        `json:"months,omitempty"` // how many, zero: 1; at most 120
	// Deal is the mean amount of a sale. Zero: the observed mean at the step of the sale.
	Deal lead.Money `json:"deal,omitzero"`
}

// mostMonths bounds a goal, and how far its leads lie before it.
const mostMonths = 120

// Need is how many leads have to reach a step in a month.
type Need struct {
	Step  string       `json:"step"`
	Month Month        `json:"month"`
	Leads int64        `json:"leads"`
	By    lead.Instant `json:"by"`              // the last of them: earlier by half of those that got so far
	Ahead lead.Span    `json:"ahead,omitempty"` // the median time from the step to the sale
	Paced bool         `json:"paced"`           // false: no lead has gone this way yet, so that By is the goal's own date
}

// Plan goes back from a goal to the leads it takes: of each step the sales divided by the chance of one, rounded up, as many months before as half of the leads
// took from there to the sale at most. Each step is counted as if all sales passed it. The needs are sorted by step and month.
//
// The chances are the odds; the tally gives the times and, if the goal does not, the mean amount. It may be nil if the goal does.
// A goal without an amount, without a month, or with a step that never leads to a sale is an error.
func (c *Funnel) Plan(g Goal, odds Odds, t *Tally) ([]Need, error) {
	if t == nil {
		t = &Tally{}
	}
	deal, err := c.checkGoal(&g, t)
	if err != nil {
		return nil, err
	}
	needs := map[Need]int64{}
	for i, target := range apportion(g.Sales.Minor, make([]int64, g.Months)) {
		sales := (target + deal - 1) / deal
		month := g.First + Month(i)
		for _, step := range c.names {
			p := odds.step(step).P
			if step == c.sale {
				p = 1
			}
			if !(float64(sales)/p <= lead.MostMinor) {
				return nil, fmt.Errorf("step %q has a chance of %v: a goal of %s %w", step, p, g.Sales, ErrForecast)
			}
			needs[c.need(step, month, t)] += ceil(float64(sales) / p)
		}
	}
	return c.sortNeeds(needs), nil
}

// ceil rounds up, but for what is only a rounding error above a whole number.
func ceil(f float64) int64 { return int64(math.Ceil(f - f*1e-12)) }

func (c *Funnel) need(step string, due Month, t *Tally) Need {
	n := Need{Step: step, By: endOf(due, c.zone)}
	if step == c.sale {
		n.Paced = true
	} else if legs := t.times(step, c.sale, During{}); len(legs) > 0 {
		n.Ahead, n.Paced = legs.Median(), true
		n.By = max(1, n.By.Add(-n.Ahead))
	}
	n.Month = c.Month(n.By)
	return n
}

// sortNeeds joins the needs of one month, the latest date standing for all.
func (c *Funnel) sortNeeds(needs map[Need]int64) []Need {
	type place struct {
		step  string
		month Month
	}
	joined := map[place]Need{}
	for n, leads := range needs {
		at := place{n.Step, n.Month}
		if old, ok := joined[at]; ok && old.By > n.By {
			n.By = old.By
		}
		n.Leads = joined[at].Leads + leads
		joined[at] = n
	}
	list := make([]Need, 0, len(joined))
	for _, n := range joined {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b Need) int {
		return cmp.Or(cmp.Compare(slices.Index(c.names, a.Step), slices.Index(c.names, b.Step)), cmp.Compare(a.Month, b.Month))
	})
	return list
}

// checkGoal checks a goal, fills in its months and gives the mean amount of a sale.
func (c *Funnel) checkGoal(g *Goal, t *Tally) (int64, error) {
	if g.Months == 0 {
		g.Months = 1
	}
	sale := t.Reached(c.sale, Filter{})
	deal := g.Deal
	if deal.Minor == 0 && sale.Valued > 0 {
		deal = lead.Money{Minor: divide(sale.Amount.Minor, sale.Valued), Currency: t.Currency}
	}
	switch {
	case g.Sales.Currency != c.currency || deal.Minor != 0 && deal.Currency != c.currency:
		return 0, fmt.Errorf("a goal of %s, %s a sale, in a contract in %s: %w, %w", g.Sales, deal, c.currency, lead.ErrCurrency, ErrForecast)
	case g.Sales.Minor <= 0 || g.Sales.Minor > lead.MostMinor:
		return 0, fmt.Errorf("a goal of %s %w", g.Sales, ErrForecast)
	case deal.Minor <= 0 || deal.Minor > lead.MostMinor:
		return 0, fmt.Errorf("without the mean amount of a sale a goal %w", ErrForecast)
	case g.Months < 1 || g.Months > mostMonths || g.First < lead.MonthOf(1970, 1) || g.First+Month(g.Months) > lead.LastMonth:
		return 0, fmt.Errorf("a goal of %d months from %s %w", g.Months, g.First, ErrForecast)
	}
	return deal.Minor, nil
}

// Progress is a need beside what came of it.
type Progress struct {
	Step   string `json:"step"`
	Month  Month  `json:"month"`
	Need   int64  `json:"need"`
	Actual int64  `json:"actual"` // leads that reached the step in that month
	Short  int64  `json:"short"`  // how many are missing, 0 if none
}

// Compare sets a plan beside the period view of the tally.
func (c *Funnel) Compare(needs []Need, t *Tally, f Filter) []Progress {
	list := make([]Progress, len(needs))
	for i, n := range needs {
		one := f
		one.From, one.To = n.Month, n.Month
		actual := t.Reached(n.Step, one).Leads
		list[i] = Progress{Step: n.Step, Month: n.Month, Need: n.Leads, Actual: actual, Short: max(0, n.Leads-actual)}
	}
	return list
}
