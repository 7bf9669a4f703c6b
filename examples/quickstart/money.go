package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
)

// Costs says what leads cost, by source.
type Costs struct {
	HandOver string   `json:"hand_over"` // the step at which leads are handed over: "mql"
	Sale     string   `json:"sale"`      // "customer"
	Total    Source   `json:"total"`
	Uncosted int64    `json:"uncosted"` // leads of whose source no cost is known
	Sources  []Source `json:"sources"`  // the most leads first
}

// Source is one channel by which leads come, or all of them. Costs are those per lead that came, was handed over, became a customer.
type Source struct {
	Channel     string     `json:"channel,omitempty"`
	Family      string     `json:"family,omitempty"` // empty: the channel is none that the contract knows
	Leads       int64      `json:"leads"`
	HandedOver  int64      `json:"handed_over"`
	Sales       int64      `json:"sales"`
	Spent       lead.Money `json:"spent,omitzero"`
	PerLead     lead.Money `json:"per_lead,omitzero"`
	PerHandOver lead.Money `json:"per_hand_over,omitzero"`
	PerSale     lead.Money `json:"per_sale,omitzero"`
}

// costs adds up the funnel's costs by channel: there, a source is a channel with a campaign.
func (w *world) costs() Costs {
	f := w.engine.Funnel()
	view := f.Costs(&w.host.Book.Funnel, funnel.During{})
	c := Costs{HandOver: w.handOverStep(), Sale: f.Sale(), Uncosted: view.Uncosted}
	c.Total = c.source(view.Total)
	families := w.families()
	for _, line := range view.Lines {
		if line.General {
			continue
		}
		i := slices.IndexFunc(c.Sources, func(s Source) bool { return s.Channel == line.Channel })
		if i < 0 {
			i, c.Sources = len(c.Sources), append(c.Sources, Source{Channel: line.Channel, Family: families[line.Channel]})
		}
		c.Sources[i].add(c.source(line))
	}
	slices.SortFunc(c.Sources, func(a, b Source) int {
		return cmp.Or(cmp.Compare(b.Leads, a.Leads), strings.Compare(a.Channel, b.Channel))
	})
	return c
}

func (c *Costs) source(line funnel.CostLine) Source {
	handed, sold := line.Per(c.HandOver), line.Per(c.Sale)
	return Source{Leads: line.Lead.Leads, HandedOver: handed.Leads, Sales: sold.Leads, Spent: line.Total,
		PerLead: line.Lead.Cost, PerHandOver: handed.Cost, PerSale: sold.Cost}
}

// add adds another campaign of the same channel.
func (s *Source) add(o Source) {
	s.Leads, s.HandedOver, s.Sales = s.Leads+o.Leads, s.HandedOver+o.HandedOver, s.Sales+o.Sales
	s.Spent.Minor += o.Spent.Minor
	s.Spent.Currency = or(s.Spent.Currency, o.Spent.Currency)
	s.PerLead, s.PerHandOver, s.PerSale = per(s.Spent, s.Leads), per(s.Spent, s.HandedOver), per(s.Spent, s.Sales)
}

// per divides an amount, to the nearest minor unit.
func per(m lead.Money, n int64) lead.Money {
	if n == 0 || m.Currency == "" {
		return lead.Money{}
	}
	return lead.Money{Minor: (2*m.Minor + n) / (2 * n), Currency: m.Currency}
}

func (w *world) families() map[string]string {
	families := map[string]string{}
	for _, c := range append(lead.Channels(), w.spec.Lead.Channels...) {
		if c.Family != "" {
			families[c.Name] = c.Family
		}
	}
	return families
}

// Expected is what sales are to be expected of open leads.
type Expected struct {
	Won    int64      `json:"won"`
	Sold   lead.Money `json:"sold,omitzero"`
	Leads  int        `json:"leads"`
	Mean   lead.Money `json:"mean,omitzero"`
	P10    lead.Money `json:"p10,omitzero"`
	P50    lead.Money `json:"p50,omitzero"`
	P90    lead.Money `json:"p90,omitzero"`
	Exact  bool       `json:"exact"`
	Months []Month    `json:"months,omitempty"`
}

// Month is the part of expected sales with a date in it.
type Month struct {
	Month string     `json:"month"` // "none": no date is known
	Leads int        `json:"leads"`
	Mean  lead.Money `json:"mean,omitzero"`
}

// seed makes the forecast the same each time.
const seed = 1

func (w *world) expected() (Expected, error) {
	f, err := w.engine.Forecast(&w.host.Book, w.records(), funnel.Sampling{Seed: seed})
	if err != nil {
		return Expected{}, err
	}
	won := w.host.Book.Funnel.Sales(funnel.Filter{})
	e := Expected{Won: won.Leads, Sold: won.Amount, Leads: f.Spread.Leads, Mean: f.Spread.Mean, P10: f.Spread.P10, P50: f.Spread.P50, P90: f.Spread.P90,
		Exact: f.Spread.Exact}
	for _, m := range []*lead.Money{&e.Sold, &e.Mean, &e.P10, &e.P50, &e.P90} {
		m.Currency = w.engine.Schema().Currency() // a sum of nothing has none
	}
	for _, m := range f.Months {
		e.Months = append(e.Months, Month{m.Name, m.Leads, m.Mean})
	}
	return e, nil
}

// Partner is what a partner who pays for leads owes, over all months.
type Partner struct {
	Partner  string     `json:"partner"`
	Leads    int64      `json:"leads"`
	Charged  lead.Money `json:"charged,omitzero"`
	Returned int64      `json:"returned"`
	Credited lead.Money `json:"credited,omitzero"`
	Net      lead.Money `json:"net,omitzero"`
}

// Listings are the unwanted leads that were offered to others, and what that will bring on average.
type Listings struct {
	Leads    int64      `json:"leads"`
	Expected lead.Money `json:"expected,omitzero"`
}

func (w *world) partners(s *Summary) {
	for _, st := range w.host.Book.Partners {
		if n := len(s.Partners); n == 0 || s.Partners[n-1].Partner != st.Partner {
			s.Partners = append(s.Partners, Partner{Partner: st.Partner})
		}
		p, net := &s.Partners[len(s.Partners)-1], st.Net()
		p.Leads, p.Returned = p.Leads+st.Leads, p.Returned+st.Returned
		p.Charged, p.Credited, p.Net = plus(p.Charged, st.Charged), plus(p.Credited, st.Credited), plus(p.Net, net)
	}
	for _, effects := range w.effects {
		for _, f := range effects {
			if f.Kind == leadkit.Listed {
				s.Listings.Leads++
				s.Listings.Expected = plus(s.Listings.Expected, f.Value.Expected)
			}
		}
	}
}

// plus adds amounts of one contract, which has one currency.
func plus(a, b lead.Money) lead.Money {
	return lead.Money{Minor: a.Minor + b.Minor, Currency: or(a.Currency, b.Currency)}
}
