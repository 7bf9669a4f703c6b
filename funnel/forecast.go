package funnel

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Open is a lead whose demand may become a sale.
type Open struct {
	Lead     string       `json:"lead,omitempty"`
	Stage    string       `json:"stage"`
	Amount   lead.Money   `json:"amount,omitzero"` // zero: not known; it is counted and adds nothing
	Owner    string       `json:"owner,omitempty"`
	Team     string       `json:"team,omitempty"`
	Expected lead.Instant `json:"expected,omitempty"` // when the sale is expected, zero: not known
}

// Open gives a record's demand as the forecast takes it, and false if it has ended or has not begun.
// The amount is what sales last named or else the potential, the date the opportunity's closing or else that of the next project.
func (c *Funnel) Open(p *Path, st *lead.State) (Open, bool) {
	life := &st.Life
	if life.Stage == "" || p.End != "" {
		return Open{}, false
	}
	s := sight{Funnel: c, p: p, lead: st}
	expected := p.Closing
	if expected == 0 {
		expected = st.NextProject()
	}
	return Open{Lead: st.ID, Stage: life.Stage, Amount: c.money(s.worth()), Owner: life.Owner, Team: life.Team, Expected: expected}, true
}

// Sampling says how the quantiles of a forecast are drawn where they cannot be computed exactly. Equal samplings of equal leads draw alike.
type Sampling struct {
	Seed   uint64
	Trials int // zero: 10,000; at most 1,000,000
}

// Forecast is what sales are to be expected of open leads, as a distribution, each lead being won or not independently of the others.
type Forecast struct {
	Spread Distribution `json:"spread"`
	// Months are by expected date, Owners by who has the lead, sorted by name. Their means sum to the whole, to the minor unit.
	Months []Part `json:"months,omitempty"`
	Owners []Part `json:"owners,omitempty"`
}

// Part is the forecast of some of the leads.
type Part struct {
	Name string `json:"name"` // "2026-03", an owner, "none" for leads without a date, "" without an owner
	Distribution
}

// Distribution is that of a sum of independent sales.
type Distribution struct {
	Leads  int `json:"leads"`
	Valued int `json:"valued"` // leads whose amount is known
	// Mean is the sum of amount times probability, and Deviation the root of the sum of amount² p (1-p), rounded to the minor unit.
	Mean      lead.Money `json:"mean,omitzero"`
	Deviation lead.Money `json:"deviation,omitzero"`
	// The sum is at most P10 with a probability of at least 10 %, and so on; for sampled ones, in that share of the trials.
	P10 lead.Money `json:"p10,omitzero"`
	P50 lead.Money `json:"p50,omitzero"`
	P90 lead.Money `json:"p90,omitzero"`
	// Exact says that the quantiles are those of the distribution itself; else they were drawn.
	Exact bool `json:"exact"`
	// Moments are the mean and the variance before rounding, in minor units and their square.
	Moments Moments `json:"moments"`
}

// Moments are the first two of a distribution.
type Moments struct {
	Mean     float64 `json:"mean"`
	Variance float64 `json:"variance"`
}

// ErrForecast is wrapped by errors about the leads of a forecast or the goal of a plan.
var ErrForecast = errors.New("cannot be forecast")

// deal is one independent sale.
type deal struct {
	minor int64
	p     float64
}

// Forecast gives the expected sales of open leads. A lead in a stage of Won counts in full and one in a stage of Lost not at all.
// Amounts that are negative, in another currency or too large together are an error. The order of the leads does not matter.
//
// The quantiles are exact where the amounts have a common divisor large enough for the sum's distribution to be computed (see [Distribution.Exact]):
// amounts in round hundreds do. Otherwise they are drawn, from a PCG generator with the seed of the sampling.
func (c *Funnel) Forecast(open []Open, odds Odds, s Sampling) (Forecast, error) {
	if err := c.checkOpen(open); err != nil {
		return Forecast{}, err
	}
	whole, err := c.distribution(open, odds, s)
	if err != nil {
		return Forecast{}, err
	}
	f := Forecast{Spread: whole}
	f.Months, err = c.parts(open, odds, s, whole, func(o *Open) string {
		if o.Expected == 0 {
			return Month(0).String()
		}
		return c.Month(o.Expected).String()
	})
	if err == nil {
		f.Owners, err = c.parts(open, odds, s, whole, func(o *Open) string { return o.Owner })
	}
	return f, err
}

func (c *Funnel) checkOpen(open []Open) error {
	var sum int64
	for i := range open {
		o := &open[i]
		switch m := o.Amount; {
		case m != (lead.Money{}) && m.Currency != c.currency:
			return fmt.Errorf("lead %q: %s in a contract in %s: %w, %w", o.Lead, m, c.currency, lead.ErrCurrency, ErrForecast)
		case m.Minor < 0 || m.Minor > lead.MostMinor:
			return fmt.Errorf("lead %q: an amount of %s %w", o.Lead, m, ErrForecast)
		case o.Expected < 0 || o.Expected > lead.Forever:
			return fmt.Errorf("lead %q: a date out of bounds %w", o.Lead, ErrForecast)
		}
		if sum += o.Amount.Minor; sum > lead.MostMinor {
			return fmt.Errorf("the leads are worth too much together: the sum %w", ErrForecast)
		}
	}
	return nil
}

func (c *Funnel) parts(open []Open, odds Odds, s Sampling, whole Distribution, by func(*Open) string) ([]Part, error) {
	groups := map[string][]Open{}
	for i := range open {
		name := by(&open[i])
		groups[name] = append(groups[name], open[i])
	}
	var list []Part
	var means []float64
	for _, name := range sortedKeys(groups, strings.Compare) {
		d, err := c.distribution(groups[name], odds, s)
		if err != nil {
			return nil, err
		}
		list, means = append(list, Part{name, d}), append(means, d.Moments.Mean)
	}
	rounded, _ := roundParts(means, whole.Moments.Mean)
	for i := range list {
		list[i].Mean = c.money(rounded[i])
	}
	return list, nil
}

func (c *Funnel) distribution(open []Open, odds Odds, s Sampling) (Distribution, error) {
	d := Distribution{Leads: len(open)}
	deals := make([]deal, 0, len(open))
	for i := range open {
		p, ok := c.Chance(odds, open[i].Stage)
		if !ok || !(p >= 0 && p <= 1) {
			return d, fmt.Errorf("lead %q in stage %q has no chance known: it %w", open[i].Lead, open[i].Stage, ErrForecast)
		}
		if open[i].Amount.Minor > 0 {
			d.Valued++
			deals = append(deals, deal{open[i].Amount.Minor, p})
		}
	}
	slices.SortFunc(deals, func(a, b deal) int { return cmp.Or(cmp.Compare(a.minor, b.minor), cmp.Compare(a.p, b.p)) })
	d.Moments = moments(deals)
	certain, chancy := split(deals)
	q, exact := quantiles(chancy, s)
	d.Exact = exact
	d.Mean, d.Deviation = c.money(int64(math.Round(d.Moments.Mean))), c.money(int64(math.Round(math.Sqrt(d.Moments.Variance))))
	d.P10, d.P50, d.P90 = c.money(certain+q[0]), c.money(certain+q[1]), c.money(certain+q[2])
	return d, nil
}

// moments gives the sum of a·p and of a²·p·(1-p).
func moments(deals []deal) (m Moments) {
	for _, d := range deals {
		a := float64(d.minor)
		m.Mean += a * d.p
		m.Variance += a * a * d.p * (1 - d.p)
	}
	return m
}

// split takes out what is certain.
func split(deals []deal) (certain int64, chancy []deal) {
	for _, d := range deals {
		switch {
		case d.p >= 1:
			certain += d.minor
		case d.p > 0:
			chancy = append(chancy, d)
		}
	}
	return certain, chancy
}
