package funnel

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Costs says what leads cost, by source. The lines' costs sum to the total's, to the minor unit.
type Costs struct {
	Lines []CostLine `json:"lines"` // sorted by channel and campaign, what names no source last
	Total CostLine   `json:"total"`
	// Uncosted are the leads of sources for which no cost is known. They are in no quotient, so that they make no lead look cheap.
	Uncosted int64 `json:"uncosted,omitempty"`
}

// CostLine is one source.
type CostLine struct {
	Channel  string `json:"channel,omitempty"`
	Campaign string `json:"campaign,omitempty"`
	// General is the line of what was spent on no source: on a team, or without a word.
	General bool `json:"general,omitempty"`
	// Uncosted says that nothing is known of the source's cost, which is not the same as nothing spent.
	Uncosted bool       `json:"uncosted,omitempty"`
	Direct   lead.Money `json:"direct,omitzero"` // spent on single leads
	Shared   lead.Money `json:"shared,omitzero"` // the source's part of what was spent on campaigns and channels
	Total    lead.Money `json:"total,omitzero"`
	Lead     Per        `json:"lead"`  // cost per lead that entered
	Steps    []Per      `json:"steps"` // cost per lead that reached a step, in the order of the steps
}

// Per is a cost divided by a number of leads.
type Per struct {
	Step  string     `json:"step,omitempty"`
	Leads int64      `json:"leads"`         // in the total, those of costed sources
	Cost  lead.Money `json:"cost,omitzero"` // rounded to the minor unit, halves away from zero
	Known bool       `json:"known"`         // false where there is no lead, or no cost is known
}

// source is a pair of channel and campaign, either of which may be unknown.
type source struct{ channel, campaign string }

func (s source) compare(o source) int {
	return cmp.Or(strings.Compare(s.channel, o.channel), strings.Compare(s.campaign, o.campaign))
}

type pool struct {
	direct, shared int64
	costed         bool
	leads          int64
	reached        []int64
}

// Costs gives what was spent in a time, some months or weeks, against the leads that entered and the steps that were reached in it. What was spent on a campaign, and not
// on one of its leads, is that of the leads of that channel and campaign; where only the channel or only the campaign is named, it is apportioned over the sources that share the name, by the leads that entered (see [Apportion]).
func (c *Funnel) Costs(t *Tally, when During) Costs {
	pools, general := c.pools(t, when)
	sources := sortedKeys(pools, source.compare)
	view := Costs{}
	total := &pool{reached: make([]int64, len(c.names)), costed: general.costed, direct: general.direct, shared: general.shared}
	for _, s := range sources {
		p := pools[s]
		line := c.costLine(t, p)
		line.Channel, line.Campaign = s.channel, s.campaign
		view.Lines = append(view.Lines, line)
		if !p.costed {
			view.Uncosted += p.leads
			continue
		}
		total.merge(p)
	}
	if general.costed {
		line := c.costLine(t, general)
		line.General = true
		view.Lines = append(view.Lines, line)
	}
	view.Total = c.costLine(t, total)
	return view
}

func (p *pool) merge(o *pool) {
	p.direct, p.shared, p.leads, p.costed = p.direct+o.direct, p.shared+o.shared, p.leads+o.leads, true
	for i := range p.reached {
		p.reached[i] += o.reached[i]
	}
}

// pools gathers leads and costs by source.
func (c *Funnel) pools(t *Tally, when During) (map[source]*pool, *pool) {
	pools := map[source]*pool{}
	at := func(s source) *pool {
		if pools[s] == nil {
			pools[s] = &pool{reached: make([]int64, len(c.names))}
		}
		return pools[s]
	}
	for g, count := range t.Groups {
		if count == nil || !when.has(g.Month, g.Week) {
			continue
		}
		p := at(source{g.Channel, g.Campaign})
		if g.Step == "" {
			p.leads += count.Leads
		} else if i := slices.Index(c.names, g.Step); i >= 0 {
			p.reached[i] += count.Leads
		}
	}
	general, shared := &pool{reached: make([]int64, len(c.names))}, map[source]int64{}
	for cost, sum := range t.Costs {
		s := source{cost.Channel, cost.Campaign}
		switch {
		case !when.has(cost.Month, cost.Week):
		case !cost.Shared:
			p := at(s)
			p.direct, p.costed = p.direct+sum.Minor, true
		case s == source{}:
			general.shared, general.costed = general.shared+sum.Minor, true
		default:
			shared[s] += sum.Minor
		}
	}
	for _, s := range sortedKeys(shared, source.compare) {
		spread(shared[s], s, pools, at)
	}
	return pools, general
}

// spread apportions what was spent on a source over the sources with leads that it names. Where there is none it stays by itself.
func spread(minor int64, on source, pools map[source]*pool, at func(source) *pool) {
	var named []source
	var weights []int64
	for _, s := range sortedKeys(pools, source.compare) {
		if pools[s].leads > 0 && fits(on.channel, s.channel) && fits(on.campaign, s.campaign) {
			named, weights = append(named, s), append(weights, pools[s].leads)
		}
	}
	if len(named) == 0 {
		named, weights = []source{on}, []int64{1}
	}
	for i, part := range apportion(minor, weights) {
		p := at(named[i])
		p.shared, p.costed = p.shared+part, true
	}
}

func (c *Funnel) costLine(t *Tally, p *pool) CostLine {
	sum := p.direct + p.shared
	line := CostLine{Uncosted: !p.costed, Direct: t.money(p.direct), Shared: t.money(p.shared), Total: t.money(sum), Lead: t.per("", sum, p.leads, p.costed)}
	for i, step := range c.names {
		line.Steps = append(line.Steps, t.per(step, sum, p.reached[i], p.costed))
	}
	return line
}

func (t *Tally) per(step string, minor, leads int64, costed bool) Per {
	if leads <= 0 || !costed {
		return Per{Step: step, Leads: leads}
	}
	return Per{Step: step, Leads: leads, Cost: t.money(divide(minor, leads)), Known: true}
}

// Per gives the line's cost per lead that reached a step; of the step "" that entered.
func (l *CostLine) Per(step string) Per {
	if step == "" {
		return l.Lead
	}
	for _, per := range l.Steps {
		if per.Step == step {
			return per
		}
	}
	return Per{Step: step}
}

// String gives a table: a line for each source, with what was spent, the leads, and the cost per lead and per step.
func (v Costs) String() string {
	head := []string{"source", "spent", "leads", "per lead"}
	for _, per := range v.Total.Steps {
		head = append(head, "per "+per.Step)
	}
	rows := [][]string{head}
	for i := range v.Lines {
		rows = append(rows, v.Lines[i].row(v.Lines[i].name()))
	}
	return table(append(rows, v.Total.row("total")))
}

func (l *CostLine) name() string {
	switch {
	case l.General:
		return "general"
	case l.Campaign == "":
		return orUnknown(l.Channel)
	}
	return orUnknown(l.Channel) + ", " + l.Campaign
}

func (l *CostLine) row(name string) []string {
	spent := l.Total.String()
	if l.Uncosted {
		spent = "uncosted"
	}
	row := []string{name, spent}
	for i, per := range append([]Per{l.Lead}, l.Steps...) {
		if i == 0 {
			row = append(row, strconv.FormatInt(per.Leads, 10))
		}
		if per.Known {
			row = append(row, per.Cost.String())
		} else {
			row = append(row, "-")
		}
	}
	return row
}
